/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Texts go to the use cases as they are typed; nothing is computed here. Buttons that may not be pressed yet can be: the refusal says why. */

#include "crf-infusion-card.h"

#include <glib/gi18n-lib.h>

#include "crf-chip.h"
#include "crf-writer.h"
#include "crf-reveal.h"

#define PAUSE_MS 180

struct _CrfInfusionCard
{
  GtkBox parent_instance;

  /* Template children */
  GtkLabel *title;
  CrfChip *state_chip;
  GtkLabel *planned;
  GtkWidget *plan_grid;
  GtkEntry *weight;
  GtkEntry *weight_date;
  CrfChip *product;
  GtkWidget *lot_label;
  GtkDropDown *lot;
  GtkWidget *batch_label;
  GtkEntry *batch;
  GtkEntry *final_volume;
  GtkEntry *duration;
  GtkLabel *plan_why;
  GtkLabel *arithmetic;
  GtkButton *plan;
  GtkLabel *check_why;
  GtkButton *check;
  GtkWidget *preparation_box;
  GtkEntry *preparation;
  GtkLabel *use_before;
  GtkWidget *give_grid;
  GtkEntry *start;
  GtkEntry *stop;
  GtkEntry *volume;
  GtkCheckButton *given;
  GtkCheckButton *partly;
  GtkCheckButton *postponed;
  GtkCheckButton *cancelled;
  GtkWidget *reason_label;
  GtkEntry *reason;
  GtkLabel *give_why;
  GtkButton *start_button;
  GtkButton *give;
  GtkWidget *outcome_step;
  GtkLabel *outcome;
  CrfChip *deviation;

  /* Owned */
  GPtrArray *lots; /* char *: lot numbers in the order of the list, after “choose” */
  int ordinal;
  guint pause_id;
  gboolean pouring;
  gboolean masked;  /* the ward knows a preparation number, neither lot nor dose */
  gboolean placebo;
};

enum
{
  SIGNAL_FIGURES,
  SIGNAL_ACT,
  SIGNAL_CHECK,
  SIGNAL_RECORD,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CrfInfusionCard, crf_infusion_card, GTK_TYPE_BOX)

/* ── The person ── */

static gboolean
on_paused (gpointer data)
{
  CrfInfusionCard *self = CRF_INFUSION_CARD (data);

  self->pause_id = 0;
  g_signal_emit (self, signals[SIGNAL_FIGURES], 0);
  return G_SOURCE_REMOVE;
}

static void
on_figures_changed (CrfInfusionCard *self)
{
  if (self->pouring)
    return;
  g_clear_handle_id (&self->pause_id, g_source_remove);
  self->pause_id = g_timeout_add (PAUSE_MS, on_paused, self);
}

static void
on_entry_activated (CrfInfusionCard *self)
{
  gtk_widget_child_focus (GTK_WIDGET (gtk_widget_get_root (GTK_WIDGET (self))), GTK_DIR_TAB_FORWARD);
}

static void
on_plan_clicked (CrfInfusionCard *self)
{
  g_signal_emit (self, signals[SIGNAL_ACT], 0, "plan-infusion");
}

static void
on_start_clicked (CrfInfusionCard *self)
{
  g_signal_emit (self, signals[SIGNAL_ACT], 0, "start-infusion");
}

static void
on_give_clicked (CrfInfusionCard *self)
{
  g_signal_emit (self, signals[SIGNAL_ACT], 0, "give-infusion");
}

static void
on_check_clicked (CrfInfusionCard *self)
{
  g_signal_emit (self, signals[SIGNAL_CHECK], 0);
}

static void
on_record_clicked (CrfInfusionCard *self)
{
  g_signal_emit (self, signals[SIGNAL_RECORD], 0);
}

/* ── Arguments ── */

static const char *
chosen_lot (CrfInfusionCard *self)
{
  guint selected = gtk_drop_down_get_selected (self->lot);

  return selected == 0 || selected > self->lots->len ? NULL : g_ptr_array_index (self->lots, selected - 1);
}

static const char *
chosen_outcome (CrfInfusionCard *self)
{
  if (gtk_check_button_get_active (self->given))
    return "GIVEN";
  if (gtk_check_button_get_active (self->partly))
    return "PARTLY";
  if (gtk_check_button_get_active (self->postponed))
    return "POSTPONED";
  return gtk_check_button_get_active (self->cancelled) ? "CANCELLED" : NULL;
}

static void
set_text (GHashTable *arguments,
          const char *key,
          GtkEntry   *entry)
{
  g_autofree char *text = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (entry))));

  crf_arguments_set (arguments, key, *text != '\0' ? text : NULL);
}

GHashTable *
crf_infusion_card_dup_arguments (CrfInfusionCard *self,
                                 const char      *use_case)
{
  g_autofree char *ordinal = NULL;
  GHashTable *arguments;

  g_return_val_if_fail (CRF_IS_INFUSION_CARD (self), NULL);

  ordinal = g_strdup_printf ("%d", self->ordinal);
  arguments = crf_arguments_new ("infusion", ordinal, NULL);
  if (g_strcmp0 (use_case, "plan-infusion") == 0)
    {
      set_text (arguments, "weight", self->weight);
      set_text (arguments, "weight-date", self->weight_date);
      if (self->placebo)
        set_text (arguments, "lot", self->batch);
      else
        crf_arguments_set (arguments, "lot", chosen_lot (self));
      set_text (arguments, "final-volume", self->final_volume);
      set_text (arguments, "duration", self->duration);
      return arguments;
    }
  set_text (arguments, "start", self->start);
  if (g_strcmp0 (use_case, "give-infusion") != 0)
    {
      if (self->masked)
        set_text (arguments, "preparation", self->preparation);
      return arguments;
    }
  set_text (arguments, "stop", self->stop);
  set_text (arguments, "volume", self->volume);
  crf_arguments_set (arguments, "outcome", chosen_outcome (self));
  set_text (arguments, "reason", self->reason);
  if (self->masked)
    return arguments;
  set_text (arguments, "weight", self->weight);
  crf_arguments_set (arguments, "lot", chosen_lot (self));
  return arguments;
}

/* ── Showing ── */

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
  g_autofree char *before = g_strdup (chosen_lot (self));
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

gboolean
crf_infusion_card_is_masked (CrfInfusionCard *self)
{
  g_return_val_if_fail (CRF_IS_INFUSION_CARD (self), FALSE);

  return self->masked;
}

gboolean
crf_infusion_card_says (CrfInfusionCard *self,
                        const char      *sentence)
{
  g_auto (GStrv) lines = NULL;

  g_return_val_if_fail (CRF_IS_INFUSION_CARD (self), FALSE);

  lines = g_strsplit (gtk_label_get_label (self->arithmetic), "\n", -1);
  return g_strv_contains ((const char *const *) lines, sentence);
}

int
crf_infusion_card_get_ordinal (CrfInfusionCard *self)
{
  g_return_val_if_fail (CRF_IS_INFUSION_CARD (self), 0);

  return self->ordinal;
}

void
crf_infusion_card_ask_reason (CrfInfusionCard *self)
{
  g_return_if_fail (CRF_IS_INFUSION_CARD (self));

  gtk_widget_set_visible (self->reason_label, TRUE);
  gtk_widget_set_visible (GTK_WIDGET (self->reason), TRUE);
  gtk_widget_grab_focus (GTK_WIDGET (self->reason));
}

void
crf_infusion_card_set_busy (CrfInfusionCard *self,
                            gboolean         busy)
{
  g_return_if_fail (CRF_IS_INFUSION_CARD (self));

  gtk_widget_set_sensitive (GTK_WIDGET (self->plan), !busy);
  gtk_widget_set_sensitive (GTK_WIDGET (self->start_button), !busy);
  gtk_widget_set_sensitive (GTK_WIDGET (self->give), !busy);
}

void
crf_infusion_card_take_focus (CrfInfusionCard *self)
{
  g_return_if_fail (CRF_IS_INFUSION_CARD (self));

  if (gtk_widget_is_sensitive (self->plan_grid) && *gtk_editable_get_text (GTK_EDITABLE (self->weight)) == '\0')
    gtk_widget_grab_focus (GTK_WIDGET (self->weight));
  else
    gtk_widget_grab_focus (GTK_WIDGET (self->start));
}

/* ── Class ── */

static void
crf_infusion_card_dispose (GObject *object)
{
  CrfInfusionCard *self = CRF_INFUSION_CARD (object);

  g_clear_handle_id (&self->pause_id, g_source_remove);
  self->pouring = TRUE;
  gtk_widget_dispose_template (GTK_WIDGET (self), CRF_TYPE_INFUSION_CARD);
  G_OBJECT_CLASS (crf_infusion_card_parent_class)->dispose (object);
}

static void
crf_infusion_card_finalize (GObject *object)
{
  g_ptr_array_unref (CRF_INFUSION_CARD (object)->lots);
  G_OBJECT_CLASS (crf_infusion_card_parent_class)->finalize (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, CrfInfusionCard, title);
  gtk_widget_class_bind_template_child (widget_class, CrfInfusionCard, state_chip);
  gtk_widget_class_bind_template_child (widget_class, CrfInfusionCard, planned);
  gtk_widget_class_bind_template_child (widget_class, CrfInfusionCard, plan_grid);
  gtk_widget_class_bind_template_child (widget_class, CrfInfusionCard, weight);
  gtk_widget_class_bind_template_child (widget_class, CrfInfusionCard, weight_date);
  gtk_widget_class_bind_template_child (widget_class, CrfInfusionCard, product);
  gtk_widget_class_bind_template_child (widget_class, CrfInfusionCard, lot_label);
  gtk_widget_class_bind_template_child (widget_class, CrfInfusionCard, lot);
  gtk_widget_class_bind_template_child (widget_class, CrfInfusionCard, batch_label);
  gtk_widget_class_bind_template_child (widget_class, CrfInfusionCard, batch);
  gtk_widget_class_bind_template_child (widget_class, CrfInfusionCard, final_volume);
  gtk_widget_class_bind_template_child (widget_class, CrfInfusionCard, duration);
  gtk_widget_class_bind_template_child (widget_class, CrfInfusionCard, plan_why);
  gtk_widget_class_bind_template_child (widget_class, CrfInfusionCard, arithmetic);
  gtk_widget_class_bind_template_child (widget_class, CrfInfusionCard, plan);
  gtk_widget_class_bind_template_child (widget_class, CrfInfusionCard, check_why);
  gtk_widget_class_bind_template_child (widget_class, CrfInfusionCard, check);
  gtk_widget_class_bind_template_child (widget_class, CrfInfusionCard, preparation_box);
  gtk_widget_class_bind_template_child (widget_class, CrfInfusionCard, preparation);
  gtk_widget_class_bind_template_child (widget_class, CrfInfusionCard, use_before);
  gtk_widget_class_bind_template_child (widget_class, CrfInfusionCard, give_grid);
  gtk_widget_class_bind_template_child (widget_class, CrfInfusionCard, start);
  gtk_widget_class_bind_template_child (widget_class, CrfInfusionCard, stop);
  gtk_widget_class_bind_template_child (widget_class, CrfInfusionCard, volume);
  gtk_widget_class_bind_template_child (widget_class, CrfInfusionCard, given);
  gtk_widget_class_bind_template_child (widget_class, CrfInfusionCard, partly);
  gtk_widget_class_bind_template_child (widget_class, CrfInfusionCard, postponed);
  gtk_widget_class_bind_template_child (widget_class, CrfInfusionCard, cancelled);
  gtk_widget_class_bind_template_child (widget_class, CrfInfusionCard, reason_label);
  gtk_widget_class_bind_template_child (widget_class, CrfInfusionCard, reason);
  gtk_widget_class_bind_template_child (widget_class, CrfInfusionCard, give_why);
  gtk_widget_class_bind_template_child (widget_class, CrfInfusionCard, start_button);
  gtk_widget_class_bind_template_child (widget_class, CrfInfusionCard, give);
  gtk_widget_class_bind_template_child (widget_class, CrfInfusionCard, outcome_step);
  gtk_widget_class_bind_template_child (widget_class, CrfInfusionCard, outcome);
  gtk_widget_class_bind_template_child (widget_class, CrfInfusionCard, deviation);
}

static void
crf_infusion_card_class_init (CrfInfusionCardClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = crf_infusion_card_dispose;
  object_class->finalize = crf_infusion_card_finalize;

  signals[SIGNAL_FIGURES] = g_signal_new ("figures", CRF_TYPE_INFUSION_CARD, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                          G_TYPE_NONE, 0);
  signals[SIGNAL_ACT] = g_signal_new ("act", CRF_TYPE_INFUSION_CARD, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                                      1, G_TYPE_STRING);
  signals[SIGNAL_CHECK] = g_signal_new ("check", CRF_TYPE_INFUSION_CARD, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                        G_TYPE_NONE, 0);
  signals[SIGNAL_RECORD] = g_signal_new ("record", CRF_TYPE_INFUSION_CARD, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                         G_TYPE_NONE, 0);

  g_type_ensure (CRF_TYPE_CHIP);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/stemward/Stemward/patient/crf-infusion-card.ui");
  bind_children (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, on_figures_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_entry_activated);
  gtk_widget_class_bind_template_callback (widget_class, on_plan_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_start_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_give_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_check_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_record_clicked);
  gtk_widget_class_set_css_name (widget_class, "infusioncard");
}

static void
crf_infusion_card_init (CrfInfusionCard *self)
{
  self->lots = g_ptr_array_new_with_free_func (g_free);
  self->pouring = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  self->pouring = FALSE;
}

GtkWidget *
crf_infusion_card_new (void)
{
  return g_object_new (CRF_TYPE_INFUSION_CARD, NULL);
}
