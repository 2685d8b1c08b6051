/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What is done with samples and repeats at the window, pressed as a person presses it: further samples, which one is analysed, significant values,
 * pasted results, repeats of a section, and a text that waits for an answer. */

#include "crf-app.h"
#include "crf-dialogs.h"
#include "crf-form-editor.h"
#include "crf-paste-window.h"
#include "crf-patient-page.h"
#include "crf-patient-reads.h"
#include "crf-records.h"
#include "crf-schedule-row.h"
#include "crf-test-study.h"
#include "crf-ui-patient.h"
#include "crf-use-case-dialog.h"

#include <string.h>

typedef CrfUiPatient Fixture;

/* A patient with one sample at screening: MELD 20 with creatinine 105 µmol/L; 27 were it 210 (tests/conduct/test-samples.c). */
static void
set_up (Fixture *f, gconstpointer login)
{
  f->study = crf_test_study_new ();
  f->number = crf_test_register (f->study);
  crf_outcome_free (crf_test_do (f->study->nurse, "enter", f->number, "event", "SCREENING", "form", "F.VISIT", "item", "LBDTC", "value",
                                 "2026-03-02 08:00", NULL));
  crf_test_enter_labs (f->study, f->number, "SCREENING");
  crf_test_enter (f->study, f->number, "SCREENING", "ALT", "150", "U/L");
  crf_ui_patient_open (f, login);
}

static void
tear_down (Fixture *f, gconstpointer login)
{
  crf_dialogs_set_hook (NULL, NULL);
  crf_ui_patient_close (f);
}

/* Types and leaves the field. */
static CrfFieldRow *
type_into (Fixture *f, const char *item, const char *groupkey, const char *text)
{
  CrfFieldRow *row = crf_form_view_find_row (crf_ui_patient_get_view (f), item, groupkey);

  g_assert_nonnull (row);
  crf_field_row_take_focus (row);
  crf_field_row_set_text (row, text);
  crf_field_row_commit (row);
  return row;
}

typedef struct
{
  Fixture *f;
  const char *what; /* form, title of a line, … */
} Wish;

static gboolean
shows_form (gpointer data)
{
  Wish *wish = data;

  return g_strcmp0 (crf_form_editor_get_target (crf_ui_patient_get_editor (wish->f))->form, wish->what) == 0;
}

static GtkWidget *
find_line (Fixture *f, const char *title)
{
  GtkWidget *list = crf_ui_find (GTK_WIDGET (f->page), "list");

  for (GtkWidget *row = gtk_widget_get_first_child (list); row != NULL; row = gtk_widget_get_next_sibling (row))
    {
      GtkWidget *label = crf_ui_find (row, "title");

      if (label != NULL && g_strcmp0 (gtk_label_get_label (GTK_LABEL (label)), title) == 0)
        return row;
    }
  return NULL;
}

static gboolean
has_line (gpointer data)
{
  Wish *wish = data;

  return find_line (wish->f, wish->what) != NULL;
}

static char *
meld_of (Fixture *f)
{
  const CrfFormState *state = crf_form_view_get_state (crf_ui_patient_get_view (f));

  for (guint i = 0; i < state->scores->len; i++)
    if (g_strcmp0 (((CrfScoreState *) g_ptr_array_index (state->scores, i))->concept, "score.meld") == 0)
      return ((CrfScoreState *) g_ptr_array_index (state->scores, i))->value;
  return NULL;
}

static gboolean
meld_is (gpointer data)
{
  Wish *wish = data;

  return g_strcmp0 (meld_of (wish->f), wish->what) == 0;
}

static gboolean
is_stored (gpointer data)
{
  Wish *wish = data;
  CrfFormState *state = (CrfFormState *) crf_form_view_get_state (crf_ui_patient_get_view (wish->f));
  CrfFieldState *field = crf_form_state_find (state, wish->what, NULL);

  return field != NULL && !crf_value_is_empty (field->value);
}

static void
add_sample (Fixture *f)
{
  Wish form = { f, "F.RESAMPLE" }, line = { f, "Further sample · 1" }, stored = { f, "IT.CREAT" };

  crf_ui_patient_open_form (f, "F.VISIT");
  g_assert_nonnull (find_line (f, "Add: Further sample"));
  gtk_widget_activate_action (GTK_WIDGET (crf_ui_patient_get_view (f)), "form.further", "s", "F.RESAMPLE");
  crf_ui_wait (shows_form, &form, "the form of the further sample");
  crf_ui_wait (has_line, &line, "its line in the schedule");
  type_into (f, "IT.LBDTC", NULL, "2026-03-02 08:40");
  crf_ui_spin (200);
  type_into (f, "IT.CREAT", NULL, "210");
  crf_ui_wait (is_stored, &stored, "the creatinine of the further sample");
}

static void
test_further_sample (Fixture *f, gconstpointer login)
{
  Wish second = { f, "Further sample · 2" }, meld = { f, "20" };
  const char *first;

  add_sample (f);
  first = crf_form_editor_get_target (crf_ui_patient_get_editor (f))->formkey;
  g_assert_nonnull (first);
  /* The first valid sample counts: nothing else has changed. */
  crf_ui_patient_open_form (f, "F.VISIT");
  crf_ui_wait (meld_is, &meld, "the MELD of the first sample");
  /* The line of the schedule adds one more, and the first is found again by its own line. */
  gtk_widget_activate (find_line (f, "Add: Further sample"));
  crf_ui_wait (has_line, &second, "the second one's line");
  gtk_widget_activate (find_line (f, "Further sample · 1"));
  crf_ui_spin (200);
  g_assert_cmpstr (crf_form_state_find ((CrfFormState *) crf_form_view_get_state (crf_ui_patient_get_view (f)), "IT.CREAT", NULL)->value->entered, ==, "210");
}

static gboolean
answer_reason (const char *kind, const char *heading, const char *body, gboolean *accept, char **text, char **login, gpointer data)
{
  if (g_strcmp0 (kind, "reason") != 0)
    return FALSE;
  *accept = data != NULL;
  *text = g_strdup (data);
  return TRUE;
}

static void
test_choose (Fixture *f, gconstpointer login)
{
  Wish chosen = { f, "27" }, before = { f, "20" };

  add_sample (f);
  crf_dialogs_set_hook (answer_reason, NULL); /* Cancel */
  gtk_widget_activate_action (GTK_WIDGET (crf_ui_patient_get_view (f)), "form.choose", "(ss)", "IG.RESAMPLE", "1");
  crf_ui_spin (300);
  crf_ui_patient_open_form (f, "F.VISIT");
  crf_ui_wait (meld_is, &before, "the MELD of the first sample");
  crf_ui_patient_open_form (f, "F.RESAMPLE");
  crf_dialogs_set_hook (answer_reason, (gpointer) "The first one was haemolysed");
  gtk_widget_activate_action (GTK_WIDGET (crf_ui_patient_get_view (f)), "form.choose", "(ss)", "IG.RESAMPLE", "1");
  crf_ui_spin (300);
  crf_ui_patient_open_form (f, "F.VISIT");
  crf_ui_wait (meld_is, &chosen, "the MELD of the chosen sample");
  crf_ui_picture (f->window, "samples-chosen");
}

static guint n_reasons, n_questions;

/* The reason names the patient; the question about that is answered with yes. */
static gboolean
answer_with_name (const char *kind, const char *heading, const char *body, gboolean *accept, char **text, char **login, gpointer data)
{
  if (g_str_equal (kind, "reason"))
    {
      n_reasons++;
      *text = g_strdup ("agreed with 张红");
    }
  else if (g_str_equal (kind, "prompt"))
    n_questions++;
  else
    return FALSE;
  *accept = TRUE;
  return TRUE;
}

static void
test_choose_asked (Fixture *f, gconstpointer login)
{
  Wish chosen = { f, "27" };

  add_sample (f);
  n_reasons = n_questions = 0;
  crf_dialogs_set_hook (answer_with_name, NULL);
  gtk_widget_activate_action (GTK_WIDGET (crf_ui_patient_get_view (f)), "form.choose", "(ss)", "IG.RESAMPLE", "1");
  crf_ui_spin (600);
  g_assert_cmpuint (n_questions, ==, 1);
  g_assert_cmpuint (n_reasons, ==, 1);
  crf_ui_patient_open_form (f, "F.VISIT");
  crf_ui_wait (meld_is, &chosen, "the MELD of the chosen sample");
}

static gboolean
dialog_is_gone (gpointer data)
{
  return crf_ui_find_window (CRF_TYPE_USE_CASE_DIALOG) == NULL;
}

static void
test_significant (Fixture *f, gconstpointer login)
{
  CrfUseCaseDialog *dialog;
  CrfFieldState *field;
  g_autoptr (GPtrArray) events = NULL;

  crf_ui_patient_open_form (f, "F.VISIT");
  gtk_widget_activate_action (GTK_WIDGET (crf_ui_patient_get_view (f)), "form.judge", "(sss)", "IT.ALT", "1", "CS");
  crf_ui_spin (200);
  dialog = CRF_USE_CASE_DIALOG (crf_ui_find_window (CRF_TYPE_USE_CASE_DIALOG));
  g_assert_nonnull (dialog);
  crf_ui_picture (GTK_WIDGET (dialog), "significant");
  crf_use_case_dialog_fill (dialog, "link", "new");
  crf_use_case_dialog_submit (dialog);
  crf_ui_wait (dialog_is_gone, NULL, "the judgement");
  crf_ui_spin (300);
  events = crf_read_forms_of_kind (f->writer, f->subject, "adverse-event", NULL);
  g_assert_cmpuint (events->len, ==, 1);
  field = crf_form_state_find ((CrfFormState *) crf_form_view_get_state (crf_ui_patient_get_view (f)), "IT.ALT", NULL);
  g_assert_cmpstr (field->judgement, ==, "CS");
  g_assert_nonnull (strstr (field->judgement_link, "Alanine aminotransferase"));
  /* The next one offers the event that there is now. */
  crf_form_editor_refresh (crf_ui_patient_get_editor (f));
  gtk_widget_activate_action (GTK_WIDGET (crf_ui_patient_get_view (f)), "form.judge", "(sss)", "IT.TBIL", "1", "CS");
  crf_ui_spin (200);
  dialog = CRF_USE_CASE_DIALOG (crf_ui_find_window (CRF_TYPE_USE_CASE_DIALOG));
  g_assert_nonnull (dialog);
  crf_use_case_dialog_fill (dialog, "link", ((CrfFormState *) g_ptr_array_index (events, 0))->target->formkey);
  crf_use_case_dialog_submit (dialog);
  crf_ui_wait (dialog_is_gone, NULL, "the second judgement");
  crf_ui_spin (300);
  field = crf_form_state_find ((CrfFormState *) crf_form_view_get_state (crf_ui_patient_get_view (f)), "IT.TBIL", NULL);
  g_assert_nonnull (strstr (field->judgement_link, "Alanine aminotransferase"));
}

static gboolean
has_preview (gpointer data)
{
  return crf_paste_window_get_preview (data) != NULL;
}

static gboolean
paste_is_gone (gpointer data)
{
  return crf_ui_find_window (CRF_TYPE_PASTE_WINDOW) == NULL;
}

static void
test_paste (Fixture *f, gconstpointer login)
{
  Wish stored = { f, "IT.AST" };
  CrfPasteWindow *window;
  GtkWidget *button;

  crf_ui_patient_open_form (f, "F.VISIT");
  gtk_widget_activate_action (GTK_WIDGET (crf_ui_patient_get_view (f)), "form.paste", NULL);
  crf_ui_spin (200);
  window = CRF_PASTE_WINDOW (crf_ui_find_window (CRF_TYPE_PASTE_WINDOW));
  g_assert_nonnull (window);
  button = crf_ui_find_button (GTK_WIDGET (window), "Store");
  g_assert_false (gtk_widget_get_sensitive (button));
  crf_paste_window_set_text (window, "Urine colour\tyellow\n");
  crf_ui_spin (600);
  g_assert_null (crf_paste_window_get_preview (window)); /* nothing in it is a result */
  crf_paste_window_set_text (window, "天冬氨酸氨基转移酶\t88 ↑\tU/L\n2823-3\t4.1\tmmol/L\nUrine colour\tyellow\n");
  crf_ui_wait (has_preview, window, "the preview");
  g_assert_nonnull (strstr (crf_paste_window_get_preview (window), "✓ AST: 88"));
  g_assert_nonnull (strstr (crf_paste_window_get_preview (window), "✗ Urine colour"));
  crf_ui_picture (GTK_WIDGET (window), "paste-results");
  g_assert_false (is_stored (&stored));
  /* What is not shown any more is not stored. */
  crf_paste_window_set_text (window, "");
  crf_paste_window_store (window);
  crf_ui_spin (200);
  g_assert_false (is_stored (&stored));
  crf_paste_window_set_text (window, "天冬氨酸氨基转移酶\t88 ↑\tU/L\n2823-3\t4.1\tmmol/L\n");
  crf_ui_wait (has_preview, window, "the preview again");
  g_assert_true (gtk_widget_get_sensitive (button));
  g_signal_emit_by_name (button, "clicked");
  crf_ui_wait (paste_is_gone, NULL, "the end of the pasting");
  crf_ui_wait (is_stored, &stored, "the pasted value on the form");
}

/* All that is required and empty is unknown, and the form complete. */
static gpointer
complete_job (CrfSession *session, gpointer data, GCancellable *cancellable, GError **error)
{
  Fixture *f = data;
  CrfTarget target = { .subject = f->subject, .event = (char *) "SE.SCREENING", .form = (char *) "F.VISIT" };
  g_autoptr (CrfFormState) form = crf_reader_form (session, &target, error);

  for (guint i = 0; i < form->sections->len; i++)
    {
      const CrfSectionState *section = g_ptr_array_index (form->sections, i);

      for (guint j = 0; j < section->fields->len; j++)
        {
          const CrfFieldState *field = g_ptr_array_index (section->fields, j);

          if (field->required && crf_value_is_empty (field->value))
            crf_outcome_free (crf_test_do (session, "enter", f->subject, "event", "SCREENING", "form", "F.VISIT", "item", field->item->oid, "missing", "UNK",
                                           NULL));
        }
    }
  crf_outcome_free (crf_test_do (session, "complete-form", f->subject, "event", "SCREENING", "form", "F.VISIT", NULL));
  return NULL;
}

static gboolean
asks_about_name (gpointer window)
{
  const char *preview = crf_paste_window_get_preview (window);

  return preview != NULL && strstr (preview, "张红") != NULL;
}

/* What changes a complete form has a reason; the patient's name in it is asked about, and the reason is not asked for again. */
static void
test_paste_asked (Fixture *f, gconstpointer login)
{
  CrfPasteWindow *window;
  GtkWidget *button;

  crf_writer_call (f->writer, complete_job, f, NULL);
  crf_ui_patient_open_form (f, "F.VISIT");
  gtk_widget_activate_action (GTK_WIDGET (crf_ui_patient_get_view (f)), "form.paste", NULL);
  crf_ui_spin (200);
  window = CRF_PASTE_WINDOW (crf_ui_find_window (CRF_TYPE_PASTE_WINDOW));
  button = crf_ui_find_button (GTK_WIDGET (window), "Store");
  crf_paste_window_set_text (window, "ALT\t151\tU/L\n");
  crf_ui_wait (has_preview, window, "the preview");
  g_assert_false (gtk_widget_get_sensitive (button));
  crf_ui_type (GTK_WIDGET (window), "reason", "agreed with 张红");
  g_signal_emit_by_name (button, "clicked");
  crf_ui_wait (asks_about_name, window, "the question about the name");
  crf_ui_picture (GTK_WIDGET (window), "paste-asked");
  g_signal_emit_by_name (button, "clicked");
  crf_ui_wait (paste_is_gone, NULL, "the end of the pasting");
}

/* Two lines of the history: each begins in the empty section below, and its second answer belongs to it. */
static void
test_repeats (Fixture *f, gconstpointer login)
{
  const CrfFormState *state;
  guint n = 0;

  crf_ui_patient_open_form (f, "F.MH");
  for (guint line = 0; line < 2; line++)
    {
      GPtrArray *rows = crf_form_view_get_rows (crf_ui_patient_get_view (f));
      CrfFieldRow *term = NULL, *ongoing = NULL;

      for (guint i = 0; i < rows->len; i++)
        {
          const CrfFieldState *field = crf_field_row_get_state (g_ptr_array_index (rows, i));

          if (strcmp (field->item->oid, "IT.MHTERM") == 0 && field->target->groupkey == NULL)
            term = g_ptr_array_index (rows, i);
          if (strcmp (field->item->oid, "IT.MHONGO") == 0 && field->target->groupkey == NULL)
            ongoing = g_ptr_array_index (rows, i);
        }
      g_assert_nonnull (term);
      g_assert_nonnull (ongoing);
      crf_field_row_set_text (term, line == 0 ? "Hepatitis B" : "Gallstones");
      crf_field_row_commit (term);
      crf_ui_spin (400);
      /* The form was read anew: the row of the repeat that has just begun. */
      for (guint i = 0; i < rows->len; i++)
        {
          const CrfFieldState *field = crf_field_row_get_state (g_ptr_array_index (rows, i));

          if (strcmp (field->item->oid, "IT.MHONGO") == 0 && field->target->groupkey != NULL && crf_value_is_empty (field->value))
            ongoing = g_ptr_array_index (rows, i);
        }
      crf_field_row_set_text (ongoing, "Y");
      crf_field_row_commit (ongoing);
      crf_ui_spin (400);
    }
  state = crf_form_view_get_state (crf_ui_patient_get_view (f));
  for (guint i = 0; i < state->sections->len; i++)
    {
      const CrfSectionState *section = g_ptr_array_index (state->sections, i);

      if (strcmp (section->group->oid, "IG.MH") != 0)
        continue;
      n++;
      if (section->groupkey == NULL)
        continue;
      for (guint j = 0; j < section->fields->len; j++)
        {
          const CrfFieldState *field = g_ptr_array_index (section->fields, j);

          if (strcmp (field->item->oid, "IT.MHTERM") == 0 || strcmp (field->item->oid, "IT.MHONGO") == 0)
            g_assert_false (crf_value_is_empty (field->value));
        }
    }
  g_assert_cmpuint (n, ==, 3); /* two lines, and the empty one to begin the next in */
}

static GtkWidget *
last_of (Fixture *f, const char *item)
{
  return crf_ui_find (GTK_WIDGET (crf_form_view_find_row (crf_ui_patient_get_view (f), item, NULL)), "last");
}

/* The head says the day of most last values; one of another day says its own. */
static void
test_last_when (Fixture *f, gconstpointer login)
{
  Wish stored = { f, "IT.PT" }, again = { f, "IT.CREAT" };
  const CrfFormState *state;

  /* A first sample of 8:00, a second of 8:40 with prothrombin time only, a third after both. */
  crf_ui_patient_open_form (f, "F.VISIT");
  gtk_widget_activate_action (GTK_WIDGET (crf_ui_patient_get_view (f)), "form.further", "s", "F.RESAMPLE");
  crf_ui_spin (400);
  type_into (f, "IT.LBDTC", NULL, "2026-03-01 07:00");
  crf_ui_spin (200);
  type_into (f, "IT.PT", NULL, "14");
  crf_ui_wait (is_stored, &stored, "the prothrombin time of the day before");
  gtk_widget_activate (find_line (f, "Add: Further sample"));
  crf_ui_spin (500);
  type_into (f, "IT.LBDTC", NULL, "2026-03-02 09:00");
  crf_ui_spin (200);
  type_into (f, "IT.CREAT", NULL, "110");
  crf_ui_wait (is_stored, &again, "the creatinine of the third sample");
  state = crf_form_view_get_state (crf_ui_patient_get_view (f));
  g_assert_nonnull (strstr (crf_form_state_find ((CrfFormState *) state, "IT.PT", NULL)->last_when, "1 Mar"));
  crf_ui_picture (f->window, "last-when");
  g_assert_cmpstr (gtk_label_get_text (GTK_LABEL (last_of (f, "IT.PT"))), ==, "14\n1 Mar");
  g_assert_cmpstr (gtk_label_get_text (GTK_LABEL (last_of (f, "IT.SODIUM"))), ==, "131");
}

/* A question that nobody answered: the text comes back with its form, and is asked about again. */
static void
test_kept (Fixture *f, gconstpointer login)
{
  CrfFieldRow *row;

  crf_ui_patient_open_form (f, "F.VISIT");
  row = type_into (f, "IT.ALT", NULL, "4000"); /* more than 3000: asked about */
  crf_ui_spin (400);
  g_assert_true (crf_field_row_is_asking (row));
  crf_ui_patient_open_form (f, "F.MH");
  crf_ui_patient_open_form (f, "F.VISIT");
  crf_ui_spin (400);
  row = crf_form_view_find_row (crf_ui_patient_get_view (f), "IT.ALT", NULL);
  g_assert_true (crf_field_row_is_asking (row));
  {
    g_autofree char *text = crf_field_row_dup_text (row);

    g_assert_cmpstr (text, ==, "4000");
  }
  /* In the file is what was there before. */
  g_assert_cmpstr (crf_form_state_find ((CrfFormState *) crf_form_view_get_state (crf_ui_patient_get_view (f)), "IT.ALT", NULL)->value->entered, ==, "150");
}

int
main (int argc, char **argv)
{
  crf_ui_test_init (&argc, &argv);
#define ADD(path, login, function) g_test_add ("/widget/samples/" path, Fixture, login, set_up, function, tear_down)
  ADD ("a-further-sample-is-added-and-found-again", "li", test_further_sample);
  ADD ("the-analysed-sample-is-chosen-with-a-reason", "wang", test_choose);
  ADD ("the-reason-of-a-choice-outlives-the-question-about-a-name", "wang", test_choose_asked);
  ADD ("a-significant-value-begins-an-event-or-points-to-one", "wang", test_significant);
  ADD ("results-are-pasted-after-a-preview", "li", test_paste);
  ADD ("the-reason-of-pasted-results-outlives-the-question-about-a-name", "li", test_paste_asked);
  ADD ("repeats-of-a-section-are-begun-by-typing", "li", test_repeats);
  ADD ("a-last-value-of-another-day-says-so", "li", test_last_when);
  ADD ("a-text-that-waits-for-an-answer-comes-back", "li", test_kept);
#undef ADD
  return g_test_run ();
}
