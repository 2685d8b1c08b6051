/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Reads how each infusion stands, runs the use cases its buttons name, and keeps the calculator's answer beside what is typed. */

#include "crf-infusions-tab.h"

#include <glib/gi18n-lib.h>

#include "crf-asking.h"
#include "crf-check-window.h"
#include "crf-dialogs.h"
#include "crf-day-panel.h"
#include "crf-infusion-card.h"
#include "crf-infusion-reads.h"
#include "crf-monitor-grid.h"
#include "crf-patient-header.h"
#include "crf-patient-reads.h"
#include "crf-patient-tab.h"
#include "crf-refusal-bar.h"
#include "crf-use-case-dialog.h"
#include "crf-use-case.h"
#include "crf-weak.h"

struct _CrfInfusionsTab
{
  AdwBin parent_instance;

  /* Template children */
  CrfRefusalBar *bar;
  GtkStack *stack;
  GtkBox *list;

  /* Owned */
  CrfWriter *writer;
  char *subject;
  GPtrArray *states; /* CrfInfusionState */
  GPtrArray *cards;  /* CrfInfusionCard, borrowed from the list */
  GPtrArray *panels; /* CrfDayPanel under each card, borrowed from the list */
  GPtrArray *grids;  /* CrfMonitorGrid under each panel, borrowed from the list */
  guint timer;       /* while somebody is watched */
  GCancellable *calculating;
};

enum
{
  SIGNAL_ELSEWHERE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void patient_tab_init (CrfPatientTabInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (CrfInfusionsTab, crf_infusions_tab, ADW_TYPE_BIN,
                               G_IMPLEMENT_INTERFACE (CRF_TYPE_PATIENT_TAB, patient_tab_init))

/* Which card asked for what. */
typedef struct
{
  gpointer tab;  /* crf_weak_new() */
  gpointer card; /* crf_weak_new() */
  gboolean gives;
} Errand;

static Errand *
errand_new (CrfInfusionsTab *self,
            CrfInfusionCard *card)
{
  Errand *errand = g_new0 (Errand, 1);

  errand->tab = crf_weak_new (self);
  errand->card = crf_weak_new (card);
  return errand;
}

static CrfInfusionsTab *
errand_end (Errand           *errand,
            CrfInfusionCard **card,
            gboolean         *gives)
{
  CrfInfusionsTab *self = crf_weak_take (errand->tab);

  *card = crf_weak_take (errand->card);
  *gives = errand->gives;
  g_free (errand);
  if (self != NULL && self->list == NULL)
    g_clear_object (&self);
  return self;
}

/* ── The calculator ── */

static void
on_calculated (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr (CrfInfusionCard) card = NULL;
  gboolean gives;
  g_autoptr (CrfInfusionsTab) self = errand_end (user_data, &card, &gives);
  g_autoptr (CrfDoseTry) answer = crf_read_dose_finish (CRF_WRITER (source), result, NULL);

  if (self == NULL || card == NULL || answer == NULL)
    return;
  crf_infusion_card_show_arithmetic (card, answer->steps, answer->refusal != NULL ? answer->refusal->message : NULL);
}

static void
on_figures (CrfInfusionsTab *self,
            CrfInfusionCard *card)
{
  g_autoptr (GHashTable) typed = crf_infusion_card_dup_arguments (card, "plan-infusion");

  g_cancellable_cancel (self->calculating);
  g_clear_object (&self->calculating);
  self->calculating = g_cancellable_new ();
  crf_read_dose_async (self->writer, self->subject, g_hash_table_lookup (typed, "weight"), g_hash_table_lookup (typed, "lot"),
                       g_hash_table_lookup (typed, "duration"), g_hash_table_lookup (typed, "final-volume"), self->calculating,
                       on_calculated, errand_new (self, card));
}

/* ── Acts ── */

static void read_again (CrfInfusionsTab *self);
static void pour_day (CrfInfusionsTab *self, guint position, int ordinal);

static void
on_dialog_done (CrfInfusionsTab *self,
                CrfOutcome      *outcome)
{
  crf_refusal_bar_take_outcome (self->bar, outcome, NULL);
  read_again (self);
}

/* The calculator's steps stand on the card already; what else the use case has to say is shown. */
static void
drop_arithmetic (CrfInfusionsTab *self,
                 CrfInfusionCard *card,
                 CrfOutcome      *outcome)
{
  for (guint i = 0; outcome->notices != NULL && i < outcome->notices->len;)
    if (crf_infusion_card_says (card, g_ptr_array_index (outcome->notices, i)))
      g_ptr_array_remove_index (outcome->notices, i);
    else
      i++;
}

/* What the card has no field for: a question to answer, or the cells in a bag that nobody planned. */
static gboolean
asks_more (const CrfOutcome *outcome)
{
  return outcome->prompt != NULL || (outcome->refusal != NULL && g_strcmp0 (outcome->refusal->code, "cell-volume-missing") == 0);
}

/* The whole act in its own dialog, with what was typed on the card. */
static void
open_record (CrfInfusionsTab *self,
             CrfInfusionCard *card)
{
  g_autoptr (GHashTable) typed = crf_infusion_card_dup_arguments (card, "give-infusion");
  CrfUseCaseDialog *dialog = crf_use_case_dialog_present (GTK_WIDGET (self), self->writer, "give-infusion", self->subject);
  GHashTableIter iter;
  gpointer key, value;

  if (dialog == NULL)
    return;
  g_hash_table_iter_init (&iter, typed);
  while (g_hash_table_iter_next (&iter, &key, &value))
    if (g_str_equal (key, "infusion"))
      crf_use_case_dialog_preset (dialog, key, value);
    else if (value != NULL)
      crf_use_case_dialog_fill (dialog, key, value);
  g_signal_connect_object (dialog, "done", G_CALLBACK (on_dialog_done), self, G_CONNECT_SWAPPED);
}

static void
on_act_done (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (CrfInfusionCard) card = NULL;
  gboolean gives;
  g_autoptr (CrfInfusionsTab) self = errand_end (user_data, &card, &gives);
  g_autoptr (GError) error = NULL;
  g_autoptr (CrfOutcome) outcome = CRF_IS_WRITER (source) ? crf_writer_conduct_finish (CRF_WRITER (source), result, &error)
                                                          : crf_asking_conduct_finish (result, &error);

  if (self == NULL)
    return;
  if (card != NULL)
    crf_infusion_card_set_busy (card, FALSE);
  if (card != NULL && outcome != NULL)
    drop_arithmetic (self, card, outcome);
  if (gives && card != NULL && outcome != NULL && asks_more (outcome))
    open_record (self, card);
  else if (crf_refusal_bar_take_outcome (self->bar, outcome, error))
    read_again (self);
  else if (gives && card != NULL && outcome != NULL)
    crf_infusion_card_ask_reason (card);
}

/* The start asks for the ward clock each time: its own dialog, with what stands on the card. */
static void
open_start (CrfInfusionsTab *self,
            CrfInfusionCard *card)
{
  g_autoptr (GHashTable) typed = crf_infusion_card_dup_arguments (card, "start-infusion");
  g_autoptr (CrfPatient) patient = crf_read_patient (self->writer, self->subject, NULL);
  g_autofree char *identity = patient != NULL ? crf_patient_identity (patient) : NULL;
  CrfUseCaseDialog *dialog = crf_use_case_dialog_present (GTK_WIDGET (self), self->writer, "start-infusion", self->subject);

  if (dialog == NULL)
    return;
  crf_use_case_dialog_set_texts (dialog, identity, _("Read the clock on the ward's wall, not the one on this screen."));
  crf_use_case_dialog_preset (dialog, "infusion", g_hash_table_lookup (typed, "infusion"));
  if (g_hash_table_lookup (typed, "start") != NULL)
    crf_use_case_dialog_fill (dialog, "start", g_hash_table_lookup (typed, "start"));
  g_signal_connect_object (dialog, "done", G_CALLBACK (on_dialog_done), self, G_CONNECT_SWAPPED);
}

static void
on_act (CrfInfusionsTab *self,
        const char      *use_case,
        CrfInfusionCard *card)
{
  Errand *errand;

  crf_refusal_bar_clear (self->bar);
  if (g_strcmp0 (use_case, "start-infusion") == 0)
    {
      open_start (self, card);
      return;
    }
  errand = errand_new (self, card);
  errand->gives = g_strcmp0 (use_case, "give-infusion") == 0;
  crf_infusion_card_set_busy (card, TRUE);
  /* What is asked of an infusion that was given is asked by its own dialog. */
  if (errand->gives)
    crf_writer_conduct_async (self->writer, use_case, self->subject, crf_infusion_card_dup_arguments (card, use_case), NULL, on_act_done, errand);
  else
    crf_asking_conduct_async (GTK_WIDGET (self), self->writer, use_case, self->subject, crf_infusion_card_dup_arguments (card, use_case), on_act_done, errand);
}

static void
open_step (CrfInfusionsTab *self,
           const char      *use_case,
           int              infusion)
{
  g_autofree char *ordinal = g_strdup_printf ("%d", infusion);
  g_autoptr (CrfPatient) patient = crf_read_patient (self->writer, self->subject, NULL);
  g_autofree char *identity = patient != NULL ? crf_patient_identity (patient) : NULL;
  CrfUseCaseDialog *dialog = crf_use_case_dialog_present (GTK_WIDGET (self), self->writer, use_case, self->subject);

  if (dialog == NULL)
    return;
  crf_use_case_dialog_set_texts (dialog, identity, _(crf_use_case_find (use_case)->summary));
  crf_use_case_dialog_preset (dialog, "infusion", ordinal);
  /* Written for scripts. */
  if (g_str_equal (use_case, "sign-go"))
    crf_use_case_dialog_preset (dialog, "answers", NULL);
  g_signal_connect_object (dialog, "done", G_CALLBACK (on_dialog_done), self, G_CONNECT_SWAPPED);
}

typedef struct
{
  gpointer tab; /* crf_weak_new() */
  char *paper;
  int ordinal;
} PaperErrand;

static void
on_paper_chosen (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  PaperErrand *errand = user_data;
  g_autoptr (CrfInfusionsTab) self = crf_weak_take (errand->tab);
  g_autoptr (GFile) chosen = crf_dialogs_file_finish (result);
  g_autofree char *paper = errand->paper, *path = chosen != NULL ? g_file_get_path (chosen) : NULL;
  g_autoptr (CrfOutcome) outcome = NULL;
  g_autoptr (GError) error = NULL;
  int ordinal = errand->ordinal;

  g_free (errand);
  if (self == NULL || self->list == NULL || path == NULL)
    return;
  outcome = crf_write_paper (self->writer, paper, self->subject, ordinal, path, &error);
  if (outcome == NULL)
    crf_refusal_bar_show_error (self->bar, error);
  else if (crf_refusal_bar_take_outcome (self->bar, g_steal_pointer (&outcome), NULL))
    crf_refusal_bar_show_notice (self->bar, path);
}

static void
choose_paper (CrfInfusionsTab *self,
              const char      *paper,
              int              ordinal)
{
  g_autofree char *name = g_strdup_printf ("%s.pdf", paper);
  PaperErrand *errand = g_new0 (PaperErrand, 1);

  errand->tab = crf_weak_new (self);
  errand->paper = g_strdup (paper);
  errand->ordinal = ordinal;
  crf_dialogs_save_file_async (GTK_WIDGET (self), _("Save the paper as PDF"), CRF_FILE_PDF, name, on_paper_chosen, errand);
}

/* A step of the day: its dialog, for this infusion; or one of its papers. */
static void
on_step (CrfInfusionsTab *self,
         const char      *use_case,
         CrfDayPanel     *panel)
{
  if (g_str_has_prefix (use_case, "print:"))
    choose_paper (self, use_case + strlen ("print:"), crf_day_panel_get_ordinal (panel));
  else
    open_step (self, use_case, crf_day_panel_get_ordinal (panel));
}

static void
on_watch (CrfInfusionsTab *self,
          const char      *use_case,
          CrfMonitorGrid  *grid)
{
  guint position = 0;

  if (g_ptr_array_find (self->grids, grid, &position))
    open_step (self, use_case, (int) position + 1);
}

static void
on_checked (CrfInfusionsTab *self)
{
  crf_refusal_bar_show_notice (self->bar, _("The second check agrees with the plan and is signed."));
  read_again (self);
}

static void
on_check_over (CrfInfusionsTab *self)
{
  gtk_widget_set_opacity (GTK_WIDGET (self), 1);
}

static void
on_check (CrfInfusionsTab *self,
          CrfInfusionCard *card)
{
  g_autoptr (CrfPatient) patient = crf_read_patient (self->writer, self->subject, NULL);
  g_autofree char *identity = patient != NULL ? crf_patient_identity (patient) : NULL;
  GtkWidget *window = crf_check_window_new (self->writer, self->subject, identity, crf_infusion_card_get_ordinal (card),
                                            crf_infusion_card_is_masked (card));

  g_signal_connect_object (window, "checked", G_CALLBACK (on_checked), self, G_CONNECT_SWAPPED);
  /* The second person must not see the plan: it is blanked behind her window. */
  gtk_widget_set_opacity (GTK_WIDGET (self), 0);
  g_signal_connect_object (window, "destroy", G_CALLBACK (on_check_over), self, G_CONNECT_SWAPPED);
  gtk_window_set_transient_for (GTK_WINDOW (window), GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))));
  gtk_window_present (GTK_WINDOW (window));
}

static void
on_record (CrfInfusionsTab *self,
           CrfInfusionCard *card)
{
  for (guint i = 0; i < self->states->len; i++)
    {
      const CrfInfusionState *state = g_ptr_array_index (self->states, i);

      if (state->ordinal == crf_infusion_card_get_ordinal (card))
        g_signal_emit (self, signals[SIGNAL_ELSEWHERE], 0, "record", state->target);
    }
}

/* ── Reading ── */

static CrfInfusionCard *
card_at (CrfInfusionsTab *self,
         guint            position)
{
  GtkWidget *card;

  if (position < self->cards->len)
    return g_ptr_array_index (self->cards, position);
  card = crf_infusion_card_new ();
  g_signal_connect_object (card, "figures", G_CALLBACK (on_figures), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (card, "act", G_CALLBACK (on_act), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (card, "check", G_CALLBACK (on_check), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (card, "record", G_CALLBACK (on_record), self, G_CONNECT_SWAPPED);
  gtk_box_append (self->list, card);
  g_ptr_array_add (self->cards, card);
  return CRF_INFUSION_CARD (card);
}

static CrfDayPanel *
panel_at (CrfInfusionsTab *self,
          guint            position)
{
  GtkWidget *panel;

  if (position < self->panels->len)
    return g_ptr_array_index (self->panels, position);
  panel = crf_day_panel_new ();
  g_signal_connect_object (panel, "act", G_CALLBACK (on_step), self, G_CONNECT_SWAPPED);
  gtk_box_append (self->list, panel);
  g_ptr_array_add (self->panels, panel);
  return CRF_DAY_PANEL (panel);
}

static CrfMonitorGrid *
grid_at (CrfInfusionsTab *self,
         guint            position)
{
  GtkWidget *grid;

  if (position < self->grids->len)
    return g_ptr_array_index (self->grids, position);
  grid = crf_monitor_grid_new ();
  g_signal_connect_object (grid, "act", G_CALLBACK (on_watch), self, G_CONNECT_SWAPPED);
  gtk_box_append (self->list, grid);
  g_ptr_array_add (self->grids, grid);
  return CRF_MONITOR_GRID (grid);
}

static gboolean
on_timer (gpointer data)
{
  CrfInfusionsTab *self = data;

  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    for (guint i = 0; i < self->panels->len; i++)
      pour_day (self, i, crf_day_panel_get_ordinal (g_ptr_array_index (self->panels, i)));
  return G_SOURCE_CONTINUE;
}

/* The steps of the day, and the night once it has begun. */
static void
pour_day (CrfInfusionsTab *self,
          guint            position,
          int              ordinal)
{
  g_autoptr (CrfInfusionDay) day = crf_read_infusion_day (self->writer, self->subject, ordinal, NULL);
  g_autoptr (CrfMonitoring) monitoring = crf_read_monitoring (self->writer, self->subject, ordinal, NULL);
  CrfDayPanel *panel = panel_at (self, position);
  CrfMonitorGrid *grid = grid_at (self, position);

  gtk_widget_set_visible (GTK_WIDGET (panel), day != NULL);
  gtk_widget_set_visible (GTK_WIDGET (grid), monitoring != NULL);
  if (day != NULL)
    crf_day_panel_pour (panel, day);
  if (monitoring == NULL)
    return;
  crf_monitor_grid_pour (grid, monitoring);
  /* The clock runs on the page while somebody is watched. */
  if (monitoring->running && self->timer == 0)
    self->timer = g_timeout_add_seconds (30, on_timer, self);
}

static void
read_again (CrfInfusionsTab *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) lots = crf_read_lots (self->writer, NULL);
  GPtrArray *states = crf_read_infusions (self->writer, self->subject, &error);
  const CrfDoseRule *rule = crf_study_get_dose_rule (crf_writer_get_study (self->writer));

  if (states == NULL)
    {
      crf_refusal_bar_show_error (self->bar, error);
      return;
    }
  g_clear_pointer (&self->states, g_ptr_array_unref);
  self->states = states;
  gtk_stack_set_visible_child_name (self->stack, states->len > 0 ? "list" : "empty");
  for (guint i = 0; i < states->len; i++)
    {
      const CrfInfusionState *state = g_ptr_array_index (states, i);
      g_autoptr (CrfFormState) form = NULL;
      CrfInfusionCard *card = card_at (self, i);

      if (state->target != NULL && g_strcmp0 (state->state, "none") != 0)
        form = crf_read_form (self->writer, state->target, NULL);
      crf_infusion_card_pour (card, state, form, lots, rule);
      pour_day (self, i, state->ordinal);
    }
}

static void
clear (CrfInfusionsTab *self)
{
  GtkWidget *child;

  g_ptr_array_set_size (self->cards, 0);
  g_ptr_array_set_size (self->panels, 0);
  g_ptr_array_set_size (self->grids, 0);
  g_clear_handle_id (&self->timer, g_source_remove);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->list))) != NULL)
    gtk_box_remove (self->list, child);
}

/* ── CrfPatientTab ── */

static void
crf_infusions_tab_set_writer (CrfPatientTab *tab,
                              CrfWriter     *writer)
{
  g_set_object (&CRF_INFUSIONS_TAB (tab)->writer, writer);
}

static void
crf_infusions_tab_open (CrfPatientTab   *tab,
                        const char      *subject,
                        const CrfTarget *target)
{
  CrfInfusionsTab *self = CRF_INFUSIONS_TAB (tab);

  /* Cards keep what is typed: never into another patient. */
  if (g_strcmp0 (subject, self->subject) != 0)
    clear (self);
  g_free (self->subject);
  self->subject = g_strdup (subject);
  crf_refusal_bar_clear (self->bar);
  read_again (self);
  if (target != NULL && self->cards->len > 0)
    crf_infusion_card_take_focus (g_ptr_array_index (self->cards, self->cards->len - 1));
}

static void
crf_infusions_tab_refresh (CrfPatientTab *tab)
{
  if (CRF_INFUSIONS_TAB (tab)->subject != NULL)
    read_again (CRF_INFUSIONS_TAB (tab));
}

static void
patient_tab_init (CrfPatientTabInterface *iface)
{
  iface->set_writer = crf_infusions_tab_set_writer;
  iface->open = crf_infusions_tab_open;
  iface->refresh = crf_infusions_tab_refresh;
}

/* ── Class ── */

static void
crf_infusions_tab_dispose (GObject *object)
{
  CrfInfusionsTab *self = CRF_INFUSIONS_TAB (object);

  g_cancellable_cancel (self->calculating);
  g_clear_object (&self->calculating);
  g_clear_handle_id (&self->timer, g_source_remove);
  g_clear_object (&self->writer);
  g_ptr_array_set_size (self->cards, 0);
  gtk_widget_dispose_template (GTK_WIDGET (self), CRF_TYPE_INFUSIONS_TAB);
  G_OBJECT_CLASS (crf_infusions_tab_parent_class)->dispose (object);
}

static void
crf_infusions_tab_finalize (GObject *object)
{
  CrfInfusionsTab *self = CRF_INFUSIONS_TAB (object);

  g_free (self->subject);
  g_clear_pointer (&self->states, g_ptr_array_unref);
  g_ptr_array_unref (self->cards);
  g_ptr_array_unref (self->panels);
  g_ptr_array_unref (self->grids);
  G_OBJECT_CLASS (crf_infusions_tab_parent_class)->finalize (object);
}

static void
crf_infusions_tab_class_init (CrfInfusionsTabClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = crf_infusions_tab_dispose;
  object_class->finalize = crf_infusions_tab_finalize;

  signals[SIGNAL_ELSEWHERE] = g_signal_new ("elsewhere", CRF_TYPE_INFUSIONS_TAB, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                            G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_POINTER);

  g_type_ensure (CRF_TYPE_REFUSAL_BAR);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/stemward/Stemward/patient/crf-infusions-tab.ui");
  gtk_widget_class_bind_template_child (widget_class, CrfInfusionsTab, bar);
  gtk_widget_class_bind_template_child (widget_class, CrfInfusionsTab, stack);
  gtk_widget_class_bind_template_child (widget_class, CrfInfusionsTab, list);
}

static void
crf_infusions_tab_init (CrfInfusionsTab *self)
{
  self->cards = g_ptr_array_new ();
  self->panels = g_ptr_array_new ();
  self->grids = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}
