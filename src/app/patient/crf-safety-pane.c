/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Groups of rows, made anew after each reading: a patient has tens of them at most. */

#include "crf-safety-pane.h"

#include <glib/gi18n-lib.h>

#include "crf-adverse-events.h"
#include "crf-chip.h"
#include "crf-coding-button.h"
#include "crf-coding.h"
#include "crf-decompensation.h"
#include "crf-lab-events.h"
#include "crf-medication.h"
#include "crf-patient-menu.h"
#include "crf-refusal-bar.h"
#include "crf-sae-button.h"
#include "crf-safety-overview.h"
#include "crf-use-case-dialog.h"
#include "crf-partial-date.h"
#include "crf-weak.h"

struct _CrfSafetyPane
{
  AdwBin parent_instance;

  /* Borrowed from the widget tree */
  CrfRefusalBar *bar;
  GtkBox *groups;

  /* Owned */
  CrfWriter *writer;
  char *subject;
  GCancellable *reading;
};

enum
{
  SIGNAL_OPEN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CrfSafetyPane, crf_safety_pane, ADW_TYPE_BIN)

/* ── What buttons do ── */

static void
on_done (CrfSafetyPane *self,
         CrfOutcome    *outcome)
{
  crf_refusal_bar_take_outcome (self->bar, outcome, NULL);
}

/* "key", "value" pairs hang on the button as one string list; what they name is not asked. */
static void
on_use_case_clicked (GtkButton *button,
                     gpointer   user_data)
{
  CrfSafetyPane *self = CRF_SAFETY_PANE (user_data);
  const char *use_case = g_object_get_data (G_OBJECT (button), "crf-use-case");
  const char *const *presets = g_object_get_data (G_OBJECT (button), "crf-presets");
  CrfUseCaseDialog *dialog = crf_use_case_dialog_present (GTK_WIDGET (self), self->writer, use_case, self->subject);

  if (dialog == NULL)
    return;
  for (guint i = 0; presets != NULL && presets[i] != NULL; i += 2)
    crf_use_case_dialog_preset (dialog, presets[i], presets[i + 1]);
  g_signal_connect_object (dialog, "done", G_CALLBACK (on_done), self, G_CONNECT_SWAPPED);
}

static void
on_row_open (AdwActionRow *row,
             gpointer      user_data)
{
  g_signal_emit (user_data, signals[SIGNAL_OPEN], 0, g_object_get_data (G_OBJECT (row), "crf-target"));
}

/* ── Rows ── */

static GtkWidget *
add_group (CrfSafetyPane *self,
           const char    *title,
           const char    *description)
{
  GtkWidget *group = adw_preferences_group_new ();
  g_autofree char *escaped = g_markup_escape_text (title, -1);

  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), escaped);
  if (description != NULL)
    {
      g_autofree char *text = g_markup_escape_text (description, -1);

      adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (group), text);
    }
  gtk_box_append (self->groups, group);
  return group;
}

/* @title and @subtitle are plain text. */
static GtkWidget *
add_row (GtkWidget  *group,
         const char *title,
         const char *subtitle)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *plain_title = g_markup_escape_text (title != NULL ? title : "—", -1);
  g_autofree char *plain_subtitle = g_markup_escape_text (subtitle != NULL ? subtitle : "", -1);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), plain_title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), plain_subtitle);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 2);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 3);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
  return row;
}

static void
opens (CrfSafetyPane   *self,
       GtkWidget       *row,
       const CrfTarget *target)
{
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  g_object_set_data_full (G_OBJECT (row), "crf-target", crf_target_copy (target), (GDestroyNotify) crf_target_free);
  g_signal_connect_object (row, "activated", G_CALLBACK (on_row_open), self, 0);
}

static void
add_chip (GtkWidget  *row,
          CrfChipKind kind,
          const char *icon,
          const char *text)
{
  GtkWidget *chip;

  if (text == NULL)
    return;
  chip = crf_chip_new ();
  crf_chip_set (CRF_CHIP (chip), kind, icon, text);
  gtk_widget_set_valign (chip, GTK_ALIGN_CENTER);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), chip);
}

static GtkWidget *
new_button (const char *label)
{
  GtkWidget *button = gtk_button_new_with_label (label);

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  return button;
}

/* @key NULL: nothing is preset. */
static GtkWidget *
use_case_button (CrfSafetyPane *self,
                 const char    *label,
                 const char    *use_case,
                 const char    *key,
                 const char    *value)
{
  GtkWidget *button = new_button (label);
  char **presets = key != NULL ? g_strdupv ((char **) (const char *const[]) { key, value, NULL }) : NULL;

  g_object_set_data_full (G_OBJECT (button), "crf-use-case", g_strdup (use_case), g_free);
  g_object_set_data_full (G_OBJECT (button), "crf-presets", presets, (GDestroyNotify) g_strfreev);
  gtk_widget_set_sensitive (button, crf_writer_permitted (self->writer, use_case, NULL));
  g_signal_connect_object (button, "clicked", G_CALLBACK (on_use_case_clicked), self, 0);
  return button;
}

/* On a row that is one of many: a button that is not for the role takes the room of the words. */
static void
add_own_button (CrfSafetyPane *self,
                GtkWidget     *row,
                const char    *label,
                const char    *use_case,
                const char    *key,
                const char    *value)
{
  if (crf_writer_permitted (self->writer, use_case, NULL))
    adw_action_row_add_suffix (ADW_ACTION_ROW (row), use_case_button (self, label, use_case, key, value));
}

static void
add_button (CrfSafetyPane *self,
            GtkWidget     *row,
            const char    *label,
            const char    *use_case,
            const char    *key,
            const char    *value)
{
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), use_case_button (self, label, use_case, key, value));
}

/* What the words are coded with stands with them for everybody; who codes has the button. */
static void
add_coding (CrfSafetyPane        *self,
            GtkWidget            *row,
            const CrfCodableTerm *term)
{
  GtkWidget *button = term != NULL ? crf_coding_button_new (self->writer, self->subject, term) : NULL;

  if (term != NULL && term->state == CRF_CODING_CODED)
    gtk_widget_set_tooltip_text (row, term->parts[CRF_CODED_DICTIONARY]);
  if (button == NULL)
    return;
  add_chip (row, CRF_CHIP_WARNING, "dialog-warning-symbolic", term->state == CRF_CODING_FALLEN ? _("coding fell") : NULL);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
}

/* "grade 3 · possibly related · within 24 h", of what is there. */
static char *
join (const char *const *parts,
      guint              n)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < n; i++)
    if (parts[i] != NULL && *parts[i] != '\0')
      g_string_append_printf (text, "%s%s", text->len > 0 ? " · " : "", parts[i]);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static char *
span (const char *start,
      const char *end,
      gboolean    ongoing)
{
  g_autofree char *from = crf_iso_to_display (start), *to = crf_iso_to_display (end);

  if (from == NULL)
    return NULL;
  if (to != NULL)
    return g_strdup_printf ("%s – %s", from, to);
  return ongoing ? g_strdup_printf (_("since %s"), from) : g_steal_pointer (&from);
}

/* ── Groups ── */

static void
show_status (CrfSafetyPane           *self,
             const CrfSafetyOverview *overview)
{
  GtkWidget *group = add_group (self, _("Status"), NULL);
  GtkWidget *row = add_row (group, overview->status, overview->treatment != NULL ? overview->treatment : _("Treatment goes on as planned"));
  g_autofree char *attempts = overview->attempts > 0
                                ? g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u attempt without an answer", "%u attempts without an answer",
                                                                overview->attempts), overview->attempts)
                                : NULL;

  add_button (self, row, _("Treatment…"), "stop-treatment", NULL, NULL);
  add_button (self, row, _("Status…"), "set-status", NULL, NULL);
  row = add_row (group, _("Last known alive"), overview->last_alive != NULL ? overview->last_alive : _("not known"));
  add_chip (row, overview->attempts >= 3 ? CRF_CHIP_WARNING : CRF_CHIP_NEUTRAL, "call-start-symbolic", attempts);
  add_button (self, row, _("Log contact…"), "log-contact", NULL, NULL);
}

static void
show_consent (CrfSafetyPane           *self,
              const CrfSafetyOverview *overview)
{
  GtkWidget *group = add_group (self, _("Consent"), NULL);
  GtkWidget *row;

  if (overview->reconsent->why != CRF_RECONSENT_NONE)
    {
      row = add_row (group, overview->reconsent->sentence, _("Gates the next infusion"));
      add_chip (row, CRF_CHIP_WARNING, "dialog-warning-symbolic", _("due"));
      add_button (self, row, _("Record consent…"), "consent", NULL, NULL);
    }
  for (guint i = 0; i < overview->consents->len; i++)
    {
      const CrfConsentAct *act = g_ptr_array_index (overview->consents, i);

      add_row (group, act->sentence, act->options);
    }
  row = add_row (group, overview->consents->len > 0 ? _("A further act") : _("No consent is recorded"), NULL);
  add_button (self, row, _("Record consent…"), "consent", NULL, NULL);
  add_button (self, row, _("Withdrawal…"), "withdraw-consent", NULL, NULL);
}

static void
add_report_row (CrfSafetyPane         *self,
                GtkWidget             *group,
                const CrfAdverseEvent *event,
                const CrfSaeReport    *report)
{
  const char *recipient = crf_text_get (report->recipient->title, crf_writer_get_language (self->writer));
  g_autofree char *title = g_strdup_printf ("%s · %s", report->title, recipient);
  g_autofree char *clock = crf_sae_report_clock (report);
  g_autofree char *number = g_strdup_printf ("%d", event->number);
  g_autofree char *sent = crf_iso_to_display (report->sent_at), *due = crf_iso_to_display (report->due_at);
  g_autofree char *subtitle = report->key != NULL
                                ? g_strdup_printf (_("Sent %1$s · receipt: %2$s"), sent, report->receipt != NULL ? report->receipt : _("none yet"))
                              : report->due_at != NULL ? g_strdup_printf (_("Due by %s"), due) : NULL;
  g_autofree char *told = report->not_signed != NULL ? g_strdup_printf ("%s\n%s", subtitle, report->not_signed) : NULL;
  GtkWidget *row = add_row (group, title, told != NULL ? told : subtitle);

  if (report->key == NULL)
    {
      GtkWidget *button = use_case_button (self, _("Sent…"), "send-sae-report", NULL, NULL);
      const char *const presets[] = { "event", number, "kind", report->kind, "recipient", report->recipient->oid, NULL };

      add_chip (row, report->minutes_left < 0 ? CRF_CHIP_BAD : CRF_CHIP_WARNING, "alarm-symbolic", clock != NULL ? clock : C_ ("report", "open"));
      g_object_set_data_full (G_OBJECT (button), "crf-presets", g_strdupv ((char **) presets), (GDestroyNotify) g_strfreev);
      adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
      return;
    }
  add_chip (row, report->late ? CRF_CHIP_BAD : CRF_CHIP_GOOD, report->late ? "dialog-warning-symbolic" : "object-select-symbolic",
            report->late ? _("late") : _("sent"));
  if (report->receipt == NULL)
    add_button (self, row, _("Receipt…"), "sae-receipt", "report", report->key);
}

/* Who answers for the event, before anything of it is sent. */
static void
add_signature_row (CrfSafetyPane         *self,
                   GtkWidget             *group,
                   const CrfAdverseEvent *event)
{
  GtkWidget *row = add_row (group, event->signature != NULL ? _("Signed") : _("Not signed"),
                            event->signature != NULL ? event->signature
                            : event->signature_void != NULL ? event->signature_void
                                                            : _("An investigator signs the event's form when it is complete."));
  const CrfTarget *at = event->target;
  const char *const presets[] = { "event", at->event, "eventkey", at->eventkey, "form", at->form, "formkey", at->formkey, NULL };
  GtkWidget *button;

  add_chip (row, event->signature != NULL ? CRF_CHIP_GOOD : CRF_CHIP_WARNING,
            event->signature != NULL ? "object-select-symbolic" : "dialog-warning-symbolic", event->signature != NULL ? _("signed") : _("not signed"));
  if (event->signature != NULL || !crf_writer_permitted (self->writer, "sign-form", NULL))
    return;
  button = use_case_button (self, _("Sign…"), "sign-form", NULL, NULL);
  g_object_set_data_full (G_OBJECT (button), "crf-presets", g_strdupv ((char **) presets), (GDestroyNotify) g_strfreev);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
}

static void
show_serious (CrfSafetyPane           *self,
              const CrfSafetyOverview *overview)
{
  for (guint i = 0; i < overview->events->len; i++)
    {
      const CrfAdverseEvent *event = g_ptr_array_index (overview->events, i);
      g_autofree char *title = NULL, *number = NULL, *criteria = NULL, *awareness = NULL;
      GtkWidget *group, *row;

      if (!event->serious)
        continue;
      title = g_strdup_printf (_("Serious: %s"), event->term != NULL ? event->term : _("Adverse event"));
      number = g_strdup_printf ("%d", event->number);
      awareness = crf_iso_to_display (event->awareness);
      criteria = join ((const char *const *) event->criteria->pdata, event->criteria->len);
      group = add_group (self, title, *criteria != '\0' ? criteria : NULL);
      row = add_row (group, event->awareness != NULL ? _("Became known") : _("When did it become known? The 24-hour clock starts there."), awareness);
      opens (self, row, event->target);
      add_button (self, row, _("News…"), "sae-news", "event", number);
      adw_action_row_add_suffix (ADW_ACTION_ROW (row), crf_sae_button_new (self->bar, self->writer, self->subject, overview->number, number));
      add_signature_row (self, group, event);
      for (guint j = 0; j < event->reports->len; j++)
        add_report_row (self, group, event, g_ptr_array_index (event->reports, j));
    }
}

static void
show_suggested (CrfSafetyPane           *self,
                const CrfSafetyOverview *overview)
{
  GtkWidget *group;

  if (overview->lab_events->len == 0)
    return;
  group = add_group (self, _("Suggested by the laboratory values"), _("Worse than at baseline after the first infusion, and not recorded yet"));
  for (guint i = 0; i < overview->lab_events->len; i++)
    {
      const CrfLabEvent *event = g_ptr_array_index (overview->lab_events, i);
      g_autofree char *grade = event->open ? g_strdup_printf (_("grade %d or more"), event->grade) : g_strdup_printf (_("grade %d"), event->grade);
      g_autofree char *when = span (event->start, event->end, TRUE);
      GtkWidget *row = add_row (group, event->term, when);
      GtkWidget *button = use_case_button (self, _("Record…"), "add-lab-event", NULL, NULL);
      const char *const presets[] = { "item", event->item->oid, "from", event->start, NULL };

      g_object_set_data_full (G_OBJECT (button), "crf-presets", g_strdupv ((char **) presets), (GDestroyNotify) g_strfreev);
      gtk_widget_set_tooltip_text (row, event->why);
      add_chip (row, CRF_CHIP_INFO, NULL, grade);
      adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
    }
}

static void
show_events (CrfSafetyPane           *self,
             const CrfSafetyOverview *overview)
{
  GtkWidget *group = add_group (self, _("Adverse events"), overview->events->len == 0 ? _("None is recorded.") : NULL);

  for (guint i = 0; i < overview->events->len; i++)
    {
      const CrfAdverseEvent *event = g_ptr_array_index (overview->events, i);
      g_autofree char *when = span (event->start, event->end, event->ongoing);
      g_autofree char *number = g_strdup_printf ("%d", event->number);
      g_autofree char *grade = event->grade > 0 ? g_strdup_printf (_("grade %d"), event->grade) : NULL;
      const CrfCodableTerm *term = crf_codable_terms_find (overview->terms, event->target);
      g_autofree char *coded = term != NULL ? crf_codable_term_label (term) : NULL;
      const char *parts[] = { when, event->relation, event->timing, event->special, event->planned, event->outcome };
      g_autofree char *said = join (parts, G_N_ELEMENTS (parts));
      g_autofree char *subtitle = coded != NULL ? g_strdup_printf ("%s\n%s", coded, said) : g_strdup (said);
      GtkWidget *row = add_row (group, event->term, subtitle);

      opens (self, row, event->target);
      add_chip (row, event->grade >= 3 ? CRF_CHIP_WARNING : CRF_CHIP_NEUTRAL, NULL, grade);
      add_chip (row, CRF_CHIP_BAD, "dialog-warning-symbolic", event->serious ? _("serious") : NULL);
      add_chip (row, CRF_CHIP_INFO, NULL, event->decompensation != NULL ? _("decompensation") : NULL);
      add_own_button (self, row, _("Grade…"), "grade-event", "event", number);
      if (event->decompensation == NULL)
        add_own_button (self, row, _("Decompensation…"), "join-events", "event", number);
      add_coding (self, row, term);
    }
}

/* Lines of the history are entered on their form; here they are coded. */
static void
show_history (CrfSafetyPane           *self,
              const CrfSafetyOverview *overview)
{
  GtkWidget *group = NULL;

  if (!crf_writer_permitted (self->writer, "code-event", NULL))
    return;
  for (guint i = 0; i < overview->terms->len; i++)
    {
      const CrfCodableTerm *term = g_ptr_array_index (overview->terms, i);
      g_autofree char *coded = crf_codable_term_label (term);
      GtkWidget *row;

      if (!g_str_equal (term->kind, "history"))
        continue;
      if (group == NULL)
        group = add_group (self, _("Medical history"), _("Words to be coded"));
      row = add_row (group, term->verbatim, coded != NULL ? coded : _("not coded"));
      add_coding (self, row, term);
    }
}

static void
show_decompensations (CrfSafetyPane           *self,
                      const CrfSafetyOverview *overview)
{
  GtkWidget *group;

  if (overview->decompensations->len == 0)
    return;
  group = add_group (self, _("Decompensation"), NULL);
  for (guint i = 0; i < overview->decompensations->len; i++)
    {
      const CrfDecompensation *event = g_ptr_array_index (overview->decompensations, i);
      g_autofree char *when = span (event->start, event->end, FALSE);
      g_autofree char *number = g_strdup_printf ("%d", event->number);
      const char *parts[] = { when, event->severity, event->prior, event->counts_text };
      g_autofree char *subtitle = join (parts, G_N_ELEMENTS (parts));
      GtkWidget *row = add_row (group, event->kind, subtitle);

      opens (self, row, event->target);
      add_chip (row, event->provisional ? CRF_CHIP_NEUTRAL : CRF_CHIP_GOOD, NULL, event->provisional ? _("not adjudicated") : event->verdict);
      if (event->adverse_event == NULL)
        add_button (self, row, _("Adverse event…"), "join-events", "decompensation", number);
      add_button (self, row, _("Adjudicate…"), "adjudicate", "decompensation", number);
    }
}

static void
show_medication (CrfSafetyPane           *self,
                 const CrfSafetyOverview *overview)
{
  GtkWidget *group = add_group (self, _("Medication"), overview->medications->len == 0 ? _("None is recorded.") : NULL);

  for (guint i = 0; i < overview->medications->len; i++)
    {
      const CrfMedication *one = g_ptr_array_index (overview->medications, i);
      g_autofree char *when = span (one->start, one->end, one->ongoing);
      g_autofree char *number = g_strdup_printf ("%d", one->number);
      const char *parts[] = { one->dose, one->frequency, one->route, one->kind, when };
      g_autofree char *subtitle = join (parts, G_N_ELEMENTS (parts));
      GtkWidget *row = add_row (group, one->name, subtitle);

      opens (self, row, one->target);
      add_chip (row, one->prohibited ? CRF_CHIP_BAD : CRF_CHIP_WARNING, "dialog-warning-symbolic", one->flag);
      if (one->ongoing)
        {
          add_button (self, row, _("Dose…"), "change-medication", "medication", number);
          add_button (self, row, _("Stop…"), "stop-medication", "medication", number);
        }
    }
}

/* ── Reading ── */

static gpointer
read_job (CrfSession *session, gpointer data, GCancellable *cancellable, GError **error)
{
  return crf_reader_safety_overview (session, data, error);
}

static void
on_read (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (CrfSafetyPane) self = crf_weak_take (user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (CrfSafetyOverview) overview = crf_writer_run_finish (CRF_WRITER (source), result, &error);
  GtkWidget *child;

  if (self == NULL || self->groups == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->groups))) != NULL)
    gtk_box_remove (self->groups, child);
  if (overview == NULL)
    {
      crf_refusal_bar_show_error (self->bar, error);
      return;
    }
  show_serious (self, overview);
  show_suggested (self, overview);
  show_events (self, overview);
  show_decompensations (self, overview);
  show_medication (self, overview);
  show_history (self, overview);
  show_consent (self, overview);
  show_status (self, overview);
}

void
crf_safety_pane_show (CrfSafetyPane *self,
                      const char    *subject)
{
  g_return_if_fail (CRF_IS_SAFETY_PANE (self));
  g_return_if_fail (subject != NULL);

  if (g_strcmp0 (self->subject, subject) != 0)
    crf_refusal_bar_clear (self->bar);
  g_free (self->subject);
  self->subject = g_strdup (subject);
  g_cancellable_cancel (self->reading);
  g_clear_object (&self->reading);
  self->reading = g_cancellable_new ();
  crf_writer_run_async (self->writer, read_job, g_strdup (subject), g_free, (GDestroyNotify) crf_safety_overview_free, self->reading, on_read,
                        crf_weak_new (self));
}

void
crf_safety_pane_set_writer (CrfSafetyPane *self,
                            CrfWriter     *writer)
{
  g_return_if_fail (CRF_IS_SAFETY_PANE (self));

  g_set_object (&self->writer, writer);
}

/* ── Class ── */

static void
crf_safety_pane_dispose (GObject *object)
{
  CrfSafetyPane *self = CRF_SAFETY_PANE (object);

  g_cancellable_cancel (self->reading);
  g_clear_object (&self->reading);
  g_clear_object (&self->writer);
  self->groups = NULL;
  G_OBJECT_CLASS (crf_safety_pane_parent_class)->dispose (object);
}

static void
crf_safety_pane_finalize (GObject *object)
{
  g_free (CRF_SAFETY_PANE (object)->subject);
  G_OBJECT_CLASS (crf_safety_pane_parent_class)->finalize (object);
}

static void
crf_safety_pane_class_init (CrfSafetyPaneClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = crf_safety_pane_dispose;
  object_class->finalize = crf_safety_pane_finalize;
  signals[SIGNAL_OPEN] = g_signal_new ("open", CRF_TYPE_SAFETY_PANE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
}

static void
crf_safety_pane_init (CrfSafetyPane *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  GtkWidget *clamp = adw_clamp_new ();
  GtkWidget *groups = gtk_box_new (GTK_ORIENTATION_VERTICAL, 18);

  self->bar = CRF_REFUSAL_BAR (crf_refusal_bar_new ());
  self->groups = GTK_BOX (groups);
  gtk_widget_set_margin_top (groups, 14);
  gtk_widget_set_margin_bottom (groups, 18);
  gtk_widget_set_margin_start (groups, 18);
  gtk_widget_set_margin_end (groups, 18);
  adw_clamp_set_maximum_size (ADW_CLAMP (clamp), 960);
  adw_clamp_set_child (ADW_CLAMP (clamp), groups);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), clamp);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_widget_set_vexpand (scrolled, TRUE);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->bar));
  gtk_box_append (GTK_BOX (box), scrolled);
  adw_bin_set_child (ADW_BIN (self), box);
}
