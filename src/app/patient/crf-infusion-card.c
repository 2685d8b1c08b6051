/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a person types on the card and presses: texts go to the use cases as they are typed, nothing is computed here. Buttons that may not be pressed
 * yet can be: the refusal says why. */

#include "crf-infusion-card-private.h"

#include "crf-chip.h"
#include "crf-writer.h"

#define PAUSE_MS 180

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

const char *
_crf_infusion_card_get_lot (CrfInfusionCard *self)
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
        crf_arguments_set (arguments, "lot", _crf_infusion_card_get_lot (self));
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
  crf_arguments_set (arguments, "lot", _crf_infusion_card_get_lot (self));
  return arguments;
}

/* ── What the tab asks ── */

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
