/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A use case that asks back in its dialog: a deviation that is none is asked for its reason there, and a later question does not take back the reason that
 * was given to an earlier one. */

#include <string.h>

#include "crf-app.h"
#include "crf-criterion-row.h"
#include "crf-dialogs.h"
#include "crf-eligibility-tab.h"
#include "crf-form-editor.h"
#include "crf-patient-tab.h"
#include "crf-prompt-line.h"
#include "crf-reader.h"
#include "crf-refusal-bar.h"
#include "crf-restore.h"
#include "crf-test-study.h"
#include "crf-ui-patient.h"
#include "crf-use-case-dialog.h"

typedef struct
{
  CrfTestStudy *study;
  CrfWriter *writer;
  GtkWidget *window;
  char *number, *key;
} Fixture;

static const char *reason; /* what is answered where a reason is asked for; NULL: Cancel */
static guint asked;

/* The dialog takes a reason where it is given; a question that needs none is answered with its button alone. Who is asked a fourth time gives up. */
static gboolean
answer (const char *kind, const char *heading, const char *body, gboolean *accept, char **text, char **login, gpointer data)
{
  if (g_str_equal (kind, "confirm"))
    {
      *accept = TRUE;
      return TRUE;
    }
  if (!g_str_equal (kind, "prompt"))
    return FALSE;
  g_test_message ("%s", heading);
  asked++;
  *accept = reason != NULL && asked < 4;
  *text = asked == 1 ? g_strdup (reason) : NULL;
  return TRUE;
}

static void
set_up (Fixture *f, gconstpointer data)
{
  g_autoptr (CrfOutcome) opened = NULL;

  f->study = crf_test_study_new ();
  f->number = crf_test_register (f->study);
  opened = crf_test_do (f->study->nurse, "open-deviation", f->number, "text", "Visit on a Sunday", NULL);
  f->key = g_strdup (g_hash_table_lookup (opened->results, "deviation"));
  f->writer = crf_ui_writer_new (f->study, "wang");
  f->window = gtk_window_new ();
  gtk_window_present (GTK_WINDOW (f->window));
  asked = 0;
  crf_dialogs_set_hook (answer, NULL);
}

static gboolean
is_idle (gpointer data)
{
  return crf_writer_is_idle (data);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  crf_dialogs_set_hook (NULL, NULL);
  gtk_window_destroy (GTK_WINDOW (f->window));
  crf_ui_wait (is_idle, f->writer, "the writer");
  crf_writer_close (f->writer);
  g_clear_object (&f->writer);
  g_free (f->number);
  g_free (f->key);
  crf_test_study_free (f->study);
}

static gpointer
read_deviations (CrfSession *session, gpointer data, GCancellable *cancellable, GError **error)
{
  return crf_reader_deviations (session, NULL, error);
}

static void
on_read (GObject *source, GAsyncResult *result, gpointer data)
{
  *(GPtrArray **) data = crf_writer_run_finish (CRF_WRITER (source), result, NULL);
}

static gboolean
is_read (gpointer data)
{
  return *(GPtrArray **) data != NULL;
}

static GPtrArray *
deviations_of (Fixture *f)
{
  GPtrArray *deviations = NULL;

  crf_writer_run_async (f->writer, read_deviations, NULL, NULL, (GDestroyNotify) g_ptr_array_unref, NULL, on_read, &deviations);
  crf_ui_wait (is_read, &deviations, "the deviations");
  return deviations;
}

static gboolean
has_asked (gpointer data)
{
  return asked >= GPOINTER_TO_UINT (data);
}

static gboolean
dialog_is_gone (gpointer data)
{
  return crf_ui_find_window (CRF_TYPE_USE_CASE_DIALOG) == NULL;
}

static CrfUseCaseDialog *
cancel_deviation (Fixture *f)
{
  CrfUseCaseDialog *dialog = crf_use_case_dialog_present (f->window, f->writer, "close-deviation", NULL);

  g_assert_nonnull (dialog);
  crf_use_case_dialog_preset (dialog, "key", f->key);
  crf_use_case_dialog_fill (dialog, "state", "cancelled");
  crf_use_case_dialog_submit (dialog);
  return dialog;
}

static void
a_deviation_is_cancelled_with_the_reason_that_is_asked_for (Fixture *f, gconstpointer data)
{
  g_autoptr (GPtrArray) before = NULL, after = NULL;
  CrfUseCaseDialog *dialog;

  reason = NULL;
  dialog = cancel_deviation (f);
  crf_ui_wait (has_asked, GUINT_TO_POINTER (1), "the question");
  crf_ui_spin (200);
  before = deviations_of (f);
  g_assert_cmpstr (((CrfDeviation *) g_ptr_array_index (before, 0))->state, ==, "open");
  /* The dialog stands as it was, and is sent again. */
  g_assert_false (dialog_is_gone (NULL));
  reason = "as the protocol says";
  asked = 0;
  crf_use_case_dialog_submit (dialog);
  crf_ui_wait (dialog_is_gone, NULL, "the judgement");
  after = deviations_of (f);
  g_assert_cmpstr (((CrfDeviation *) g_ptr_array_index (after, 0))->state, ==, "cancelled");
  g_assert_cmpuint (asked, ==, 1);
}

/* The name of the patient stands in the reason (张红 of crf_test_register): asked about, and kept with the reason when it is answered. */
static void
a_later_question_leaves_the_reason (Fixture *f, gconstpointer data)
{
  g_autoptr (GPtrArray) after = NULL;

  reason = "agreed with 张红";
  cancel_deviation (f);
  crf_ui_wait (dialog_is_gone, NULL, "the judgement");
  after = deviations_of (f);
  g_assert_cmpstr (((CrfDeviation *) g_ptr_array_index (after, 0))->state, ==, "cancelled");
  g_assert_nonnull (strstr (((CrfDeviation *) g_ptr_array_index (after, 0))->text, "agreed with 张红"));
  g_assert_cmpuint (asked, ==, 2);
}

static gboolean
has_label (GtkWidget *root, const char *text)
{
  if (GTK_IS_LABEL (root) && g_str_equal (gtk_label_get_text (GTK_LABEL (root)), text))
    return TRUE;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL; child = gtk_widget_get_next_sibling (child))
    if (has_label (child, text))
      return TRUE;
  return FALSE;
}

/* That a report went out unsigned has a reason; a file that nobody signed is trusted. Each is asked by its name. */
static void
a_reason_is_asked_for_by_its_name (Fixture *f, gconstpointer data)
{
  CrfPrompt prompt = { .id = (char *) "sae-not-signed", .message = (char *) "Say why.", .needs_reason = TRUE, .accept = (char *) "_Record it" };
  GtkWidget *dialog;

  crf_dialogs_set_hook (NULL, NULL);
  for (guint i = 0; i < 2; i++)
    {
      prompt.why = i == 0 ? NULL : (char *) "Why it can be _trusted";
      crf_dialogs_prompt_async (f->window, &prompt, NULL, NULL);
      dialog = crf_ui_find_window (ADW_TYPE_MESSAGE_DIALOG);
      g_assert_nonnull (dialog);
      g_assert_true (has_label (dialog, i == 0 ? "Reason" : "Why it can be trusted"));
      g_assert_false (has_label (dialog, i == 0 ? "Why it can be trusted" : "Reason"));
      adw_message_dialog_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
      gtk_window_destroy (GTK_WINDOW (dialog));
      crf_ui_spin (50);
    }
}

static gboolean
has_row (gpointer data)
{
  return crf_ui_find_type (data, CRF_TYPE_CRITERION_ROW) != NULL;
}

static gboolean
is_asking (gpointer data)
{
  return crf_ui_find_type (data, CRF_TYPE_PROMPT_LINE) != NULL;
}

static gboolean
is_noted (gpointer data)
{
  GtkWidget *row = crf_ui_find_type (data, CRF_TYPE_CRITERION_ROW);

  return row != NULL && crf_criterion_row_get_state (CRF_CRITERION_ROW (row))->source_note != NULL;
}

static GtkWidget *
show_criteria (Fixture *f)
{
  GtkWidget *tab = g_object_new (CRF_TYPE_ELIGIBILITY_TAB, NULL);

  gtk_window_set_default_size (GTK_WINDOW (f->window), 1024, 600);
  gtk_window_set_child (GTK_WINDOW (f->window), tab);
  crf_patient_tab_set_writer (CRF_PATIENT_TAB (tab), f->writer);
  crf_patient_tab_open (CRF_PATIENT_TAB (tab), f->number, NULL);
  crf_ui_wait (has_row, tab, "the criteria");
  return tab;
}

/* As a person does who presses the button of the question under the criterion. */
static void
press_keep (GtkWidget *row)
{
  GtkWidget *line = crf_ui_find_type (row, CRF_TYPE_PROMPT_LINE);
  GtkWidget *keep = GTK_WIDGET (gtk_widget_get_template_child (line, CRF_TYPE_PROMPT_LINE, "keep_button"));

  g_assert_true (gtk_widget_get_mapped (keep));
  g_assert_false (gtk_widget_get_mapped (GTK_WIDGET (gtk_widget_get_template_child (line, CRF_TYPE_PROMPT_LINE, "reason_box"))));
  g_assert_cmpstr (gtk_button_get_label (GTK_BUTTON (keep)), ==, "K: Store it as it is");
  g_signal_emit_by_name (keep, "clicked");
}

/* For looking at, where a folder is named. */
static void
picture (GtkWidget *window, const char *name)
{
  if (g_getenv ("CRF_PICTURES") == NULL)
    return;
  crf_ui_spin (500);
  crf_ui_shot (GTK_WINDOW (window), g_getenv ("CRF_PICTURES"), name);
}

/* A name in the note is asked about once, with a yes or no, and the answer stands. */
static void
a_note_with_a_name_is_kept_when_it_is_confirmed (Fixture *f, gconstpointer data)
{
  GtkWidget *tab = show_criteria (f), *row = crf_ui_find_type (tab, CRF_TYPE_CRITERION_ROW);

  gtk_editable_set_text (GTK_EDITABLE (gtk_widget_get_template_child (row, CRF_TYPE_CRITERION_ROW, "source")), "told by 张红");
  gtk_check_button_set_active (GTK_CHECK_BUTTON (gtk_widget_get_template_child (row, CRF_TYPE_CRITERION_ROW, "unknown")), TRUE);
  crf_ui_wait (is_asking, row, "the question");
  picture (f->window, "asking-note");
  press_keep (row);
  crf_ui_wait (is_noted, tab, "the note");
}

/* ── After a restore ── */

static void
make_eligible (CrfTestStudy *study, const char *number)
{
  const GPtrArray *criteria = crf_study_get_criteria (crf_session_get_study (study->nurse));

  for (guint i = 0; i < criteria->len; i++)
    {
      const CrfCriterion *criterion = g_ptr_array_index (criteria, i);

      for (guint j = 0; j < criterion->parts->len; j++)
        crf_outcome_free (crf_test_do (study->nurse, "answer", number, "criterion", criterion->oid, "part",
                                       ((const CrfItem *) g_ptr_array_index (criterion->parts, j))->oid, "answer", "N", NULL));
      crf_outcome_free (crf_test_do (study->nurse, "answer", number, "criterion", criterion->oid, "answer", criterion->exclusion ? "N" : "Y",
                                     "reason", "as in the chart", NULL));
    }
  crf_outcome_free (crf_test_do (study->investigator, "sign-eligibility", number, "passphrase", CRF_TEST_PASSPHRASE, NULL));
}

/* The patient is drawn for, and the file put back to the time before: it looks as if nobody had been. */
static void
set_up_restored (Fixture *f, gconstpointer data)
{
  g_autofree char *backup = NULL, *bytes = NULL;
  g_autoptr (GError) error = NULL;
  gsize length;

  set_up (f, data);
  crf_writer_close (f->writer);
  g_clear_object (&f->writer);
  crf_test_study_open (f->study);
  crf_outcome_free (crf_test_do (f->study->admin, "generate-allocation", NULL, NULL));
  make_eligible (f->study, f->number);
  crf_test_study_close (f->study);
  backup = g_build_filename (f->study->dir, "backup.stemward", NULL);
  g_assert_true (g_file_get_contents (f->study->path, &bytes, &length, NULL));
  g_assert_true (g_file_set_contents (backup, bytes, (gssize) length, NULL));
  crf_test_study_open (f->study);
  crf_outcome_free (crf_test_do (f->study->nurse, "randomise", f->number, "product", "yes", NULL));
  crf_test_study_close (f->study);
  g_assert_true (crf_study_file_restore (backup, f->study->path, &error));
  g_assert_no_error (error);
  f->writer = crf_writer_new (crf_session_sign_in (f->study->path, "wang", CRF_TEST_PASSPHRASE, NULL, crf_test_study_clock (f->study), &error));
  g_assert_no_error (error);
}

static gpointer
patient_job (CrfSession *session, gpointer number, GCancellable *cancellable, GError **error)
{
  return crf_reader_patient (session, number, error);
}

static gboolean
is_allocated (gpointer data)
{
  Fixture *f = data;
  g_autoptr (CrfPatient) patient = crf_writer_call (f->writer, patient_job, f->number, NULL);

  return patient->allocation_number != NULL;
}

static gboolean
is_told (CrfSession *session, const char *number, const char *why)
{
  g_autoptr (GPtrArray) rows = crf_reader_audit (session, number, NULL, NULL, 0, NULL);

  for (guint i = 0; i < rows->len; i++)
    if (g_strcmp0 (((CrfAuditRow *) g_ptr_array_index (rows, i))->reason, why) == 0)
      return TRUE;
  return FALSE;
}

static gpointer
told_job (CrfSession *session, gpointer data, GCancellable *cancellable, GError **error)
{
  Fixture *f = data;

  return GINT_TO_POINTER (is_told (session, f->number, reason));
}

static GtkWidget *
row_with (GtkWidget *root, const char *computed)
{
  GtkWidget *found = NULL;

  if (CRF_IS_CRITERION_ROW (root))
    return g_strcmp0 (crf_criterion_row_get_state (CRF_CRITERION_ROW (root))->computed, computed) == 0 ? root : NULL;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL && found == NULL; child = gtk_widget_get_next_sibling (child))
    found = row_with (child, computed);
  return found;
}

static gboolean
is_answered_no (gpointer row)
{
  return g_strcmp0 (crf_criterion_row_get_state (row)->answer, "N") == 0;
}

static gboolean
asks_yes_or_no (gpointer row)
{
  GtkWidget *line = crf_ui_find_type (row, CRF_TYPE_PROMPT_LINE);

  return line != NULL && gtk_widget_get_visible (GTK_WIDGET (gtk_widget_get_template_child (line, CRF_TYPE_PROMPT_LINE, "question")));
}

/* The data say yes; the reason why the answer is no names the patient. It is asked about, and it is the reason that is stored. */
static void
the_reason_against_the_data_outlives_the_question_about_a_name (Fixture *f, gconstpointer data)
{
  GtkWidget *tab = show_criteria (f), *row = row_with (tab, "Y");

  g_assert_nonnull (row);
  reason = "told by 张红";
  gtk_check_button_set_active (GTK_CHECK_BUTTON (gtk_widget_get_template_child (row, CRF_TYPE_CRITERION_ROW, "no")), TRUE);
  crf_ui_wait (is_asking, row, "the question why");
  g_assert_false (asks_yes_or_no (row));
  picture (f->window, "asking-why");
  crf_prompt_line_answer_keep (CRF_PROMPT_LINE (crf_ui_find_type (row, CRF_TYPE_PROMPT_LINE)), reason);
  crf_ui_wait (is_idle, f->writer, "the answer");
  crf_ui_wait (is_asking, row, "the question about the name");
  g_assert_true (asks_yes_or_no (row));
  press_keep (row);
  crf_ui_wait (is_answered_no, row, "the answer");
  g_assert_null (crf_ui_find_type (row, CRF_TYPE_PROMPT_LINE));
  g_assert_nonnull (crf_writer_call (f->writer, told_job, f, NULL));
}

/* ── A query ── */

static guint written; /* how often the text of a query was asked for */

/* The first time by the hook, then as a person sees it. */
static gboolean
write_once (const char *kind, const char *heading, const char *body, gboolean *accept, char **text, char **login, gpointer data)
{
  if (g_str_equal (kind, "prompt"))
    {
      *accept = ++asked > 1; /* goes back at first */
      return TRUE;
    }
  if (!g_str_equal (kind, "reason") || written++ > 0)
    return FALSE;
  *accept = TRUE;
  *text = g_strdup ("Ask 张红 again");
  return TRUE;
}

static gboolean
has_dialog (gpointer data)
{
  return crf_ui_find_window (ADW_TYPE_MESSAGE_DIALOG) != NULL;
}

static gboolean
has_fields (gpointer editor)
{
  return crf_form_view_get_rows (crf_form_editor_get_view (editor))->len > 0;
}

static gpointer
queries_job (CrfSession *session, gpointer number, GCancellable *cancellable, GError **error)
{
  return crf_reader_queries (session, number, NULL, error);
}

static void
begin_query (Fixture *f, GtkWidget *editor)
{
  g_autoptr (CrfPatient) patient = crf_writer_call (f->writer, patient_job, f->number, NULL);
  CrfTarget form = { .subject = patient->key, .event = (char *) "SE.SCREENING", .eventkey = (char *) "1", .form = (char *) "F.DM", .formkey = (char *) "1" };
  CrfFormView *view = crf_form_editor_get_view (CRF_FORM_EDITOR (editor));

  gtk_window_set_child (GTK_WINDOW (f->window), editor);
  crf_form_editor_set_writer (CRF_FORM_EDITOR (editor), f->writer);
  crf_form_editor_open (CRF_FORM_EDITOR (editor), &form, NULL);
  crf_ui_wait (has_fields, editor, "the form");
  g_signal_emit_by_name (view, "query", g_ptr_array_index (crf_form_view_get_rows (view), 0));
}

/* A name in a query is asked about; who goes back finds the text, and what is stored in the end is all of it. */
static void
the_text_of_a_query_outlives_the_question_about_a_name (Fixture *f, gconstpointer data)
{
  GtkWidget *editor = crf_form_editor_new (), *dialog, *entry;
  g_autoptr (GPtrArray) before = NULL, after = NULL;

  written = 0;
  crf_dialogs_set_hook (write_once, NULL);
  begin_query (f, editor);
  crf_ui_wait (has_dialog, NULL, "the query to be written again");
  before = crf_writer_call (f->writer, queries_job, f->number, NULL);
  g_assert_cmpuint (asked, ==, 1);
  dialog = crf_ui_find_window (ADW_TYPE_MESSAGE_DIALOG);
  picture (dialog, "asking-query");
  entry = crf_ui_find_type (adw_message_dialog_get_extra_child (ADW_MESSAGE_DIALOG (dialog)), GTK_TYPE_ENTRY);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (entry)), ==, "Ask 张红 again");
  adw_message_dialog_response (ADW_MESSAGE_DIALOG (dialog), "accept");
  gtk_window_destroy (GTK_WINDOW (dialog));
  crf_ui_wait (has_asked, GUINT_TO_POINTER (2), "the question again");
  crf_ui_wait (is_idle, f->writer, "the query");
  crf_ui_spin (200);
  after = crf_writer_call (f->writer, queries_job, f->number, NULL);
  g_assert_cmpuint (after->len, ==, before->len + 1);
  crf_dialogs_set_hook (NULL, NULL);
}

static gboolean
write_and_answer (const char *kind, const char *heading, const char *body, gboolean *accept, char **text, char **login, gpointer data)
{
  asked += g_str_equal (kind, "prompt");
  *accept = TRUE;
  *text = g_str_equal (kind, "reason") ? g_strdup ("Ask 张红 again") : NULL;
  return TRUE;
}

/* It names a patient: while a cover stands before the page nobody is asked, and then it comes. */
static void
a_question_waits_behind_a_cover (Fixture *f, gconstpointer data)
{
  GtkWidget *editor = crf_form_editor_new ();
  g_autoptr (GPtrArray) before = NULL, after = NULL;

  before = crf_writer_call (f->writer, queries_job, f->number, NULL);
  crf_dialogs_set_hook (write_and_answer, NULL);
  begin_query (f, editor);
  gtk_widget_set_visible (editor, FALSE);
  crf_ui_spin (100);
  crf_ui_wait (is_idle, f->writer, "the answer of the use case");
  crf_ui_spin (100);
  g_assert_cmpuint (asked, ==, 0);
  gtk_widget_set_visible (editor, TRUE);
  crf_ui_wait (has_asked, GUINT_TO_POINTER (1), "the question");
  crf_ui_wait (is_idle, f->writer, "the query");
  crf_ui_spin (100);
  after = crf_writer_call (f->writer, queries_job, f->number, NULL);
  g_assert_cmpuint (after->len, ==, before->len + 1);
  /* Whoever has gone is not asked. */
  asked = 0;
  g_signal_emit_by_name (crf_form_editor_get_view (CRF_FORM_EDITOR (editor)), "query",
                         g_ptr_array_index (crf_form_view_get_rows (crf_form_editor_get_view (CRF_FORM_EDITOR (editor))), 0));
  gtk_widget_set_visible (editor, FALSE);
  crf_ui_spin (100);
  crf_ui_wait (is_idle, f->writer, "the answer of the use case");
  g_object_add_weak_pointer (G_OBJECT (editor), (gpointer *) &editor);
  gtk_window_set_child (GTK_WINDOW (f->window), NULL);
  crf_ui_spin (100);
  g_assert_cmpuint (asked, ==, 0);
  g_assert_null (editor);
}

/* Whoever cannot ask the question says at least that nothing was stored. */
static void
a_question_that_nobody_asks_is_told (Fixture *f, gconstpointer data)
{
  GtkWidget *bar = crf_refusal_bar_new ();
  g_autoptr (CrfOutcome) outcome = crf_outcome_new ();

  gtk_window_set_child (GTK_WINDOW (f->window), bar);
  outcome->prompt = g_new0 (CrfPrompt, 1);
  outcome->prompt->id = g_strdup ("identifier-in-text");
  outcome->prompt->message = g_strdup ("Store it as it is?");
  g_assert_false (crf_refusal_bar_take_outcome (CRF_REFUSAL_BAR (bar), outcome, NULL));
  g_assert_cmpstr (crf_refusal_bar_get_message (CRF_REFUSAL_BAR (bar)), ==, "Not stored: Store it as it is?");
}

/* What was compared is said once, and stands in the audit trail; the draw goes on. */
static void
after_a_restore_the_draw_goes_on_with_what_was_compared (Fixture *f, gconstpointer data)
{
  GtkWidget *tab = show_criteria (f);

  g_assert_false (is_allocated (f));
  reason = "the notices: hers is the only one";
  g_signal_emit_by_name (gtk_widget_get_template_child (tab, CRF_TYPE_ELIGIBILITY_TAB, "randomise"), "clicked");
  crf_ui_wait (has_asked, GUINT_TO_POINTER (1), "the question");
  crf_ui_wait (is_idle, f->writer, "the draw");
  crf_ui_spin (200);
  g_assert_cmpuint (asked, ==, 1);
  g_assert_true (is_allocated (f));
  g_assert_nonnull (crf_writer_call (f->writer, told_job, f, NULL));
}

int
main (int argc, char *argv[])
{
  crf_ui_test_init (&argc, &argv);

#define ADD(name, function) g_test_add ("/widget/asking/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("a-deviation-is-cancelled-with-the-reason-that-is-asked-for", a_deviation_is_cancelled_with_the_reason_that_is_asked_for);
  ADD ("a-later-question-leaves-the-reason", a_later_question_leaves_the_reason);
  ADD ("a-note-with-a-name-is-kept-when-it-is-confirmed", a_note_with_a_name_is_kept_when_it_is_confirmed);
  ADD ("a-reason-is-asked-for-by-its-name", a_reason_is_asked_for_by_its_name);
  ADD ("a-question-that-nobody-asks-is-told", a_question_that_nobody_asks_is_told);
  ADD ("a-question-waits-behind-a-cover", a_question_waits_behind_a_cover);
  ADD ("the-text-of-a-query-outlives-the-question-about-a-name", the_text_of_a_query_outlives_the_question_about_a_name);
  ADD ("the-reason-against-the-data-outlives-the-question-about-a-name", the_reason_against_the_data_outlives_the_question_about_a_name);
  g_test_add ("/widget/asking/after-a-restore-the-draw-goes-on-with-what-was-compared", Fixture, NULL, set_up_restored,
              after_a_restore_the_draw_goes_on_with_what_was_compared, tear_down);
#undef ADD

  return g_test_run ();
}
