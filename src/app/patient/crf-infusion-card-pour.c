/* SPDX-License-Identifier: GPL-3.0-or-later */

/* How an infusion stands, poured into the widgets of its card: what is stored, what may be done next and why something may not. */

#include "crf-infusion-card-private.h"

#include <glib/gi18n-lib.h>

#include "crf-reveal.h"

static const CrfFieldState *
field_of (const CrfFormState *form,
          const char         *concept)
{
  for (guint i = 0; form != NULL && i < form->sections->len; i++)
    {
      const CrfSectionState *section = g_ptr_array_index (form->sections, i);

      for (guint j = 0; j < section->fields->len; j++)
        {
          const CrfFieldState *field = g_ptr_array_index (section->fields, j);

          if (g_strcmp0 (field->item->concept, concept) == 0)
            return field;
        }
    }
  return NULL;
}

static const char *
stored (const CrfFormState *form,
        const char         *concept)
{
  const CrfFieldState *field = field_of (form, concept);

  if (field == NULL || field->value == NULL)
    return NULL;
  return field->value->entered != NULL ? field->value->entered : field->value->canonical;
}

/* What is typed and not yet stored is not overwritten by a reading that knows nothing of it. */
static void
pour_entry (GtkEntry           *entry,
            const CrfFormState *form,
            const char         *concept)
{
  const char *value = stored (form, concept);
  g_autofree char *text = g_strdup (value);

  /* An ISO date and time as it is typed. */
  if (text != NULL && strlen (text) > 10 && text[4] == '-' && text[10] == 'T')
    text[10] = ' ';
  if (text != NULL && !crf_has_focus (GTK_WIDGET (entry))
      && g_strcmp0 (gtk_editable_get_text (GTK_EDITABLE (entry)), text) != 0)
    gtk_editable_set_text (GTK_EDITABLE (entry), text);
}

static char *
describe_lot (const CrfLot *lot)
{
  g_autoptr (GString) text = g_string_new (lot->lot);

  if (lot->concentration != NULL)
    g_string_append_printf (text, " · %s", lot->concentration);
  if (lot->viability != NULL)
    g_string_append_printf (text, " · %s", lot->viability);
  if (lot->left != NULL)
    /* Translators: what is left of a lot of cells, as “42.0 mL” */
    g_string_append_printf (text, _(" · %s left"), lot->left);
  if (lot->state_label != NULL)
    g_string_append_printf (text, " · %s", lot->state_label);
  if (lot->expired)
    g_string_append_printf (text, " · %s", _("expired"));
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
pour_lots (CrfInfusionCard *self,
           const GPtrArray *lots,
           const char      *planned)
{
  g_autoptr (GtkStringList) labels = gtk_string_list_new (NULL);
  g_autofree char *before = g_strdup (_crf_infusion_card_get_lot (self));
  const char *wanted = before != NULL ? before : planned;
  guint selected = 0;

  g_ptr_array_set_size (self->lots, 0);
  gtk_string_list_append (labels, _("— choose a lot —"));
  /* Lots that can be used come first; the others are there to be found, and refused with the reason. */
  for (int pass = 0; pass < 2; pass++)
    for (guint i = 0; lots != NULL && i < lots->len; i++)
      {
        const CrfLot *lot = g_ptr_array_index (lots, i);
        gboolean usable = !lot->expired && g_strcmp0 (lot->state, "released") == 0;
        g_autofree char *label = NULL;

        if (usable != (pass == 0))
          continue;
        label = describe_lot (lot);
        gtk_string_list_append (labels, label);
        g_ptr_array_add (self->lots, g_strdup (lot->lot));
        if (g_strcmp0 (lot->lot, wanted) == 0)
          selected = self->lots->len;
      }
  gtk_drop_down_set_model (self->lot, G_LIST_MODEL (labels));
  gtk_drop_down_set_selected (self->lot, selected);
}

static void
set_optional (GtkLabel   *label,
              const char *text)
{
  gtk_label_set_label (label, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (label), text != NULL && *text != '\0');
}

static const char *
message_of (const CrfRefusal *refusal)
{
  return refusal != NULL ? refusal->message : NULL;
}

static gboolean
is_state (const CrfInfusionState *state,
          const char             *name)
{
  return g_strcmp0 (state->state, name) == 0;
}

static void
mark_next_step (CrfInfusionCard        *self,
                const CrfInfusionState *state)
{
  GtkWidget *next = NULL;
  GtkWidget *const buttons[] = { GTK_WIDGET (self->plan), GTK_WIDGET (self->check), GTK_WIDGET (self->start_button),
                                 GTK_WIDGET (self->give) };

  if (is_state (state, "none"))
    next = buttons[0];
  else if (is_state (state, "planned"))
    next = buttons[1];
  else if (is_state (state, "checked"))
    next = buttons[2];
  else if (is_state (state, "started"))
    next = buttons[3];
  for (guint i = 0; i < G_N_ELEMENTS (buttons); i++)
    if (buttons[i] == next)
      gtk_widget_add_css_class (buttons[i], "suggested-action");
    else
      gtk_widget_remove_css_class (buttons[i], "suggested-action");
}

static void
pour_outcome (CrfInfusionCard    *self,
              const CrfFormState *form)
{
  const char *outcome = stored (form, "inf.outcome");
  GtkCheckButton *const buttons[] = { self->given, self->partly, self->postponed, self->cancelled };
  static const char *const codes[] = { "GIVEN", "PARTLY", "POSTPONED", "CANCELLED" };

  for (guint i = 0; outcome != NULL && i < G_N_ELEMENTS (codes); i++)
    gtk_check_button_set_active (buttons[i], g_str_equal (outcome, codes[i]));
}

static void
pour_check (CrfInfusionCard        *self,
            const CrfInfusionState *state,
            const CrfFormState     *form)
{
  const char *by = stored (form, "inf.checked_by");
  /* Translators: %s is the login of the second person */
  g_autofree char *checked = by != NULL ? g_strdup_printf (_("Checked by %s; the figures agree."), by) : NULL;

  if (checked != NULL && !is_state (state, "planned"))
    set_optional (self->check_why, checked);
  else if (is_state (state, "planned"))
    set_optional (self->check_why, _("A second person enters the figures unseen."));
  else if (is_state (state, "none"))
    set_optional (self->check_why, message_of (state->check_refusal));
  else
    set_optional (self->check_why, _("There was no second check."));
}

static CrfChipKind
kind_of (const CrfInfusionState *state)
{
  if (is_state (state, "given"))
    return CRF_CHIP_GOOD;
  if (is_state (state, "partly") || is_state (state, "postponed") || is_state (state, "cancelled"))
    return CRF_CHIP_WARNING;
  return is_state (state, "none") ? CRF_CHIP_NEUTRAL : CRF_CHIP_INFO;
}

static void
pour_fields (CrfInfusionCard    *self,
             const CrfFormState *form,
             const GPtrArray    *lots,
             const CrfDoseRule  *rule)
{
  pour_entry (self->weight, form, "inf.weight");
  pour_entry (self->weight_date, form, "inf.weight_date");
  pour_entry (self->final_volume, form, "inf.final_volume");
  pour_entry (self->duration, form, "inf.duration");
  pour_entry (self->start, form, "inf.start");
  pour_entry (self->stop, form, "inf.stop");
  pour_entry (self->volume, form, "inf.given_volume");
  pour_lots (self, lots, stored (form, "inf.lot"));
  pour_outcome (self, form);
  if (rule != NULL && rule->final_volume_ml > 0)
    {
      char number[CRF_DECIMAL_SIZE];
      g_autofree char *hint = g_strdup_printf (_("protocol: %s"), crf_decimal_format (rule->final_volume_ml, number));

      gtk_entry_set_placeholder_text (self->final_volume, hint);
    }
}

/* In a masked study the plan is the pharmacy's page; the ward gets a number, a volume and a time. */
static void
pour_masking (CrfInfusionCard        *self,
              const CrfInfusionState *state,
              const CrfFormState     *form,
              gboolean                open)
{
  gboolean pharmacy = !state->masked || state->product != NULL;
  g_autofree char *until = g_strdup (state->use_before);
  g_autofree char *text = NULL;
  g_autofree char *product = NULL;

  self->masked = state->masked;
  self->placebo = state->masked && state->placebo;
  if (state->product != NULL && state->preparation != NULL)
    product = g_strdup_printf ("%s · %s", state->preparation, state->product);
  crf_chip_set (self->product, CRF_CHIP_INFO, NULL, product != NULL ? product : state->product);
  gtk_widget_set_visible (self->plan_grid, pharmacy);
  gtk_widget_set_visible (self->lot_label, !self->placebo);
  gtk_widget_set_visible (GTK_WIDGET (self->lot), !self->placebo);
  gtk_widget_set_visible (self->batch_label, self->placebo);
  gtk_widget_set_visible (GTK_WIDGET (self->batch), self->placebo);
  if (self->placebo)
    pour_entry (self->batch, form, "inf.lot");
  gtk_widget_set_visible (self->preparation_box, state->masked && open && state->can_give);
  if (until != NULL && strlen (until) > 10)
    until[10] = ' ';
  if (until != NULL)
    /* Translators: date and time */
    text = g_strdup_printf (_("use before %s"), until);
  gtk_label_set_label (self->use_before, text != NULL ? text : "");
  /* Who prepares does not give. */
  if (state->masked && !state->can_give)
    {
      gtk_widget_set_visible (GTK_WIDGET (self->start_button), FALSE);
      gtk_widget_set_visible (self->give_grid, is_state (state, "given") || is_state (state, "partly"));
    }
  if (pharmacy)
    return;
  gtk_widget_set_visible (GTK_WIDGET (self->plan), FALSE);
  set_optional (self->plan_why, _("Planned and prepared at the pharmacy; the ward knows the number, the volume and the time."));
  gtk_widget_set_visible (GTK_WIDGET (self->check), FALSE);
  if (is_state (state, "none") || is_state (state, "planned"))
    set_optional (self->check_why, _("Not released by pharmacy."));
  else
    set_optional (self->check_why, _("Released by pharmacy."));
}

void
crf_infusion_card_pour (CrfInfusionCard        *self,
                        const CrfInfusionState *state,
                        const CrfFormState     *form,
                        const GPtrArray        *lots,
                        const CrfDoseRule      *rule)
{
  g_autofree char *title = NULL;
  gboolean open;

  g_return_if_fail (CRF_IS_INFUSION_CARD (self));
  g_return_if_fail (state != NULL);

  self->pouring = TRUE;
  self->ordinal = state->ordinal;
  open = is_state (state, "none") || is_state (state, "planned") || is_state (state, "checked");
  title = g_strdup_printf (_("Infusion %d"), state->ordinal);
  gtk_label_set_label (self->title, title);
  crf_chip_set (self->state_chip, kind_of (state), NULL, state->state_label);
  set_optional (self->planned, state->planned_text);
  pour_fields (self, form, lots, rule);
  gtk_widget_set_sensitive (self->plan_grid, state->can_plan);
  gtk_widget_set_visible (GTK_WIDGET (self->plan), open);
  set_optional (self->plan_why, open ? message_of (state->plan_refusal) : NULL);
  crf_infusion_card_show_arithmetic (self, state->arithmetic, NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->check), open);
  gtk_widget_set_sensitive (GTK_WIDGET (self->check), !is_state (state, "none"));
  /* The planner cannot check; the button brings the second person. */
  pour_check (self, state, form);
  gtk_widget_set_sensitive (self->give_grid, state->can_give);
  set_optional (self->give_why, state->can_give ? NULL : message_of (state->give_refusal));
  gtk_widget_set_visible (GTK_WIDGET (self->start_button), open);
  gtk_widget_set_visible (GTK_WIDGET (self->give), state->can_give);
  set_optional (self->outcome, state->given_text);
  crf_chip_set (self->deviation, CRF_CHIP_NEUTRAL, NULL, state->deviation_text);
  gtk_widget_set_visible (self->outcome_step, state->given_text != NULL || state->deviation_text != NULL);
  mark_next_step (self, state);
  pour_masking (self, state, form, open);
  self->pouring = FALSE;
}

void
crf_infusion_card_show_arithmetic (CrfInfusionCard *self,
                                   const GPtrArray *steps,
                                   const char      *stopped)
{
  g_autoptr (GString) text = g_string_new (stopped);

  g_return_if_fail (CRF_IS_INFUSION_CARD (self));

  for (guint i = 0; steps != NULL && i < steps->len; i++)
    g_string_append_printf (text, "%s%s", text->len > 0 ? "\n" : "", (const char *) g_ptr_array_index (steps, i));
  if (stopped != NULL)
    gtk_widget_add_css_class (GTK_WIDGET (self->arithmetic), "stopped");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->arithmetic), "stopped");
  set_optional (self->arithmetic, text->str);
}
