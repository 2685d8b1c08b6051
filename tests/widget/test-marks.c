/* SPDX-License-Identifier: GPL-3.0-or-later */

/* By keyboard, at the real form: the history of every kind of field, where the form can be changed and where it can only be read; verifying a form
 * at once; and a second entry whose rows were typed in another order. */

#include "crf-app.h"
#include "crf-dialogs.h"
#include "crf-form-editor.h"
#include "crf-history-window.h"
#include "crf-patient-page.h"
#include "crf-patient-reads.h"
#include "crf-records-trust.h"
#include "crf-records.h"
#include "crf-test-study.h"
#include "crf-ui-patient.h"
#include "crf-use-case-dialog.h"

#include <string.h>

typedef CrfUiPatient Fixture;

typedef struct
{
  const char *login;
  const char *hold; /* "freeze", "lock" or NULL */
} Case;

static void
enter (Fixture *f, const char *form, const char *item, const char *value, const char *unit)
{
  crf_outcome_free (crf_test_do (f->study->nurse, "enter", f->number, "event", "SCREENING", "form", form, "item", item, "value", value, "unit", unit, NULL));
}

/* One row of the medical history: text, code list, partial date, choice. */
static void
add_history (Fixture *f)
{
  static const char *const values[][2] = { { "MHCAT", "LIVER" }, { "MHSTDAT", "2009-05" }, { "MHONGO", "Y" } };
  g_autoptr (CrfOutcome) begun = crf_test_do (f->study->nurse, "enter", f->number, "event", "SCREENING", "form", "F.MH", "group", "IG.MH", "groupkey", "new",
                                              "item", "MHTERM", "value", "Hepatitis B", NULL);
  const char *key = g_hash_table_lookup (begun->results, "groupkey");

  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    crf_outcome_free (crf_test_do (f->study->nurse, "enter", f->number, "event", "SCREENING", "form", "F.MH", "group", "IG.MH", "groupkey", key, "item",
                                   values[i][0], "value", values[i][1], NULL));
}

static void
add_people (Fixture *f)
{
  static const char *const people[][2] = { { "mona", "monitor" }, { "aud", "auditor" }, { "gao", "nurse" }, { "chen", "data-manager" } };

  for (guint i = 0; i < G_N_ELEMENTS (people); i++)
    crf_outcome_free (crf_test_do (f->study->admin, "add-user", NULL, "login", people[i][0], "name", people[i][0], "roles", people[i][1], "new-passphrase",
                                   CRF_TEST_PASSPHRASE, "last-day", strcmp (people[i][1], "auditor") == 0 ? "2030-01-01" : NULL, NULL));
}

/* What required fields of the form are empty are unknown. */
static void
complete_form (Fixture *f, const char *form)
{
  CrfTarget target = { .subject = f->number, .event = (char *) "SE.SCREENING", .form = (char *) form };
  g_autoptr (CrfFormState) state = crf_reader_form (f->study->nurse, &target, NULL);

  for (guint i = 0; i < state->sections->len; i++)
    {
      const CrfSectionState *section = g_ptr_array_index (state->sections, i);

      for (guint j = 0; section->groupkey != NULL && j < section->fields->len; j++)
        {
          const CrfFieldState *field = g_ptr_array_index (section->fields, j);

          if (field->required && !field->derived && crf_value_is_empty (field->value))
            crf_outcome_free (crf_test_do (f->study->nurse, "enter", f->number, "event", "SCREENING", "form", form, "item", field->item->oid, "missing", "UNK",
                                           NULL));
        }
    }
  crf_outcome_free (crf_test_do (f->study->nurse, "complete-form", f->number, "event", "SCREENING", "form", form, NULL));
}

static void
hold (Fixture *f, const char *use_case)
{
  g_autoptr (GError) error = NULL;
  CrfSession *manager = crf_session_sign_in_file (crf_session_get_file (f->study->admin), "chen", CRF_TEST_PASSPHRASE, NULL, crf_test_study_clock (f->study),
                                                  &error);

  g_assert_no_error (error);
  crf_outcome_free (crf_test_do (manager, use_case, f->number, "scope", "subject", "reason", "query round", NULL));
  crf_session_close (manager);
}

static void
set_up (Fixture *f, gconstpointer data)
{
  const Case *what = data;

  f->study = crf_test_study_new ();
  f->number = crf_test_register (f->study);
  add_people (f);
  enter (f, "F.VISIT", "LBDTC", "2026-03-02 08:00", NULL);
  crf_test_enter_labs (f->study, f->number, "SCREENING");
  complete_form (f, "F.VISIT");
  add_history (f);
  if (what->hold != NULL)
    hold (f, what->hold);
  crf_ui_patient_open (f, what->login);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  crf_ui_patient_close (f);
}

/* ── History by key ── */

/* The keys come to the window again, and each field that is seen has its place. */
static gboolean
takes_keys (gpointer data)
{
  Fixture *f = data;
  GPtrArray *rows = crf_form_view_get_rows (crf_ui_patient_get_view (f));

  if (!gtk_window_is_active (GTK_WINDOW (f->window)))
    return FALSE;
  for (guint i = 0; i < rows->len; i++)
    if (gtk_widget_get_mapped (g_ptr_array_index (rows, i)) && gtk_widget_get_height (g_ptr_array_index (rows, i)) == 0)
      return FALSE;
  return TRUE;
}

/* From the top of the window by Tab alone. */
static gboolean
tab_to (Fixture *f, GtkWidget *row)
{
  GtkWidget *before = NULL;

  /* GTK goes from one to the next by their places, which what has just been asked for has when it is drawn, and from a row of a list only in a window
   * that has the keyboard. */
  crf_ui_wait (takes_keys, f, "the form to be laid out in the active window");
  gtk_window_set_focus (GTK_WINDOW (f->window), NULL);
  for (guint n = 0; n < 1000; n++)
    {
      GtkWidget *focus;

      /* At the end of the page it begins anew. */
      if (!gtk_widget_child_focus (f->window, GTK_DIR_TAB_FORWARD) || gtk_root_get_focus (GTK_ROOT (f->window)) == before)
        gtk_window_set_focus (GTK_WINDOW (f->window), NULL);
      focus = before = gtk_root_get_focus (GTK_ROOT (f->window));
      if (focus != NULL && (focus == row || gtk_widget_is_ancestor (focus, row)))
        return TRUE;
    }
  return FALSE;
}

static void
ask_history (Fixture *f, const char *item, const char *value)
{
  CrfFieldRow *row = crf_form_view_find_row (crf_ui_patient_get_view (f), item, NULL);
  GtkWidget *history, *list;
  gboolean found = FALSE;

  g_assert_nonnull (row);
  if (!tab_to (f, GTK_WIDGET (row)))
    g_error ("Tab does not come to %s", item);
  gtk_widget_activate_action (GTK_WIDGET (row), "field.history", NULL);
  crf_ui_spin (100);
  history = crf_ui_find_window (CRF_TYPE_HISTORY_WINDOW);
  g_assert_nonnull (history);
  list = crf_ui_find (history, "list");
  for (GtkWidget *child = gtk_widget_get_first_child (list); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *label = crf_ui_find_type (child, GTK_TYPE_LABEL);

      found = found || (label != NULL && strstr (gtk_label_get_text (GTK_LABEL (label)), value) != NULL);
    }
  if (!found)
    g_error ("the history of %s does not say “%s”", item, value);
  crf_ui_picture (history, "history");
  gtk_window_destroy (GTK_WINDOW (history));
  crf_ui_spin (50);
  gtk_window_present (GTK_WINDOW (f->window)); /* without a window manager nobody gives it the keyboard back */
}

static void
test_history (Fixture *f, gconstpointer data)
{
  crf_ui_patient_open_form (f, "F.VISIT");
  ask_history (f, "IT.ALT", "78");            /* number */
  ask_history (f, "IT.LBDTC", "2026-03-02");  /* date and time */
  ask_history (f, "IT.DIALYSIS", "No");       /* choice */
  crf_ui_patient_open_form (f, "F.MH");
  ask_history (f, "IT.MHTERM", "Hepatitis B"); /* text, in a repeat */
  ask_history (f, "IT.MHCAT", "");             /* code list */
  ask_history (f, "IT.MHSTDAT", "2009-05");    /* partial date */
  ask_history (f, "IT.MHONGO", "Yes");         /* choice, in a repeat */
}

/* ── Verifying ── */

typedef struct
{
  Fixture *f;
  const char *what;
} Wish;

static gboolean
state_is (gpointer data)
{
  Wish *wish = data;

  return g_strcmp0 (crf_form_view_get_state (crf_ui_patient_get_view (wish->f))->state, wish->what) == 0;
}

static gboolean
has_dialog (gpointer data)
{
  return crf_ui_find_window (CRF_TYPE_USE_CASE_DIALOG) != NULL;
}

static void
test_verify_form (Fixture *f, gconstpointer data)
{
  Wish verified = { f, "verified" };
  CrfUseCaseDialog *dialog;
  GtkWidget *button;

  crf_ui_patient_open_form (f, "F.VISIT");
  button = crf_ui_find (GTK_WIDGET (crf_ui_patient_get_view (f)), "verify");
  g_assert_nonnull (button);
  g_assert_true (tab_to (f, button));
  crf_ui_picture (f->window, "verify-button");
  gtk_widget_activate (button);
  crf_ui_wait (has_dialog, NULL, "the dialog");
  dialog = CRF_USE_CASE_DIALOG (crf_ui_find_window (CRF_TYPE_USE_CASE_DIALOG));
  g_assert_cmpstr (crf_use_case_dialog_get_use_case (dialog)->name, ==, "mark-verified");
  crf_ui_picture (GTK_WIDGET (dialog), "verify-dialog");
  crf_use_case_dialog_submit (dialog);
  crf_ui_wait (state_is, &verified, "the verified form");
  crf_ui_spin (200);
  g_assert_null (crf_ui_find (GTK_WIDGET (crf_ui_patient_get_view (f)), "verify"));
  crf_ui_picture (f->window, "verified");
}

static void
test_nurse_has_no_button (Fixture *f, gconstpointer data)
{
  crf_ui_patient_open_form (f, "F.VISIT");
  g_assert_null (crf_ui_find (GTK_WIDGET (crf_ui_patient_get_view (f)), "verify"));
}

/* ── Second entry of rows ── */

static void
prepare_double (Fixture *f)
{
  g_autoptr (GError) error = NULL;
  CrfSession *manager;

  crf_writer_close (f->writer);
  g_clear_object (&f->writer);
  manager = crf_session_sign_in (f->study->path, "chen", CRF_TEST_PASSPHRASE, NULL, crf_test_study_clock (f->study), &error);
  g_assert_no_error (error);
  crf_outcome_free (crf_test_do (manager, "set-double-entry", NULL, "form", "F.MH", "level", "all", NULL));
  crf_session_close (manager);
}

static gpointer
count_rows_job (CrfSession *session, gpointer data, GCancellable *cancellable, GError **error)
{
  return GUINT_TO_POINTER (crf_records_count_second_rows (crf_session_get_file (session), "open") + 1);
}

static guint
count_rows (Fixture *f)
{
  return GPOINTER_TO_UINT (crf_writer_call (f->writer, count_rows_job, NULL, NULL)) - 1;
}

static void
type_into (Fixture *f, const char *item, const char *groupkey, const char *text)
{
  CrfFieldRow *row = crf_form_view_find_row (crf_ui_patient_get_view (f), item, groupkey);
  GPtrArray *rows = crf_form_view_get_rows (crf_ui_patient_get_view (f));

  /* Without a key, in the empty row at the end. */
  for (guint i = 0; groupkey == NULL && i < rows->len; i++)
    if (strcmp (crf_field_row_get_state (g_ptr_array_index (rows, i))->item->oid, item) == 0)
      row = g_ptr_array_index (rows, i);
  g_assert_nonnull (row);
  crf_field_row_take_focus (row);
  crf_field_row_set_text (row, text);
  crf_field_row_commit (row);
  crf_ui_spin (600);
}

static const char *
first_key (Fixture *f)
{
  const CrfFormState *state = crf_form_view_get_state (crf_ui_patient_get_view (f));

  for (guint i = 0; i < state->sections->len; i++)
    {
      const CrfSectionState *section = g_ptr_array_index (state->sections, i);

      if (section->group->repeating && section->groupkey != NULL)
        return section->groupkey;
    }
  return NULL;
}

static gboolean
has_a_row (gpointer data)
{
  return first_key (((Wish *) data)->f) != NULL;
}

/* The difference, at once and at its field. */
static gboolean
shows_difference (gpointer data)
{
  Wish *wish = data;
  CrfFieldState *field = crf_form_state_find ((CrfFormState *) crf_form_view_get_state (crf_ui_patient_get_view (wish->f)), "IT.MHTERM", wish->what);

  return field != NULL && field->message != NULL && strstr (field->message, "Hepatitis B") != NULL;
}

static gboolean
has_lone_rows (gpointer data)
{
  Wish *wish = data;

  return crf_form_view_get_state (crf_ui_patient_get_view (wish->f))->lone_rows != NULL;
}

static void
test_second_rows (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *key = NULL;
  Wish lone = { f, NULL }, difference = { f, NULL };
  CrfUseCaseDialog *dialog;
  CrfSession *session;

  /* The rule comes before the second person. */
  gtk_window_set_child (GTK_WINDOW (f->window), NULL);
  prepare_double (f);
  session = crf_session_sign_in (f->study->path, "gao", CRF_TEST_PASSPHRASE, NULL, crf_test_study_clock (f->study), &error);
  g_assert_no_error (error);
  f->writer = crf_writer_new (session);
  f->page = CRF_PATIENT_PAGE (crf_patient_page_new (f->writer));
  gtk_window_set_child (GTK_WINDOW (f->window), GTK_WIDGET (f->page));
  crf_ui_patient_open_form (f, "F.MH");
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (crf_ui_find (GTK_WIDGET (crf_ui_patient_get_view (f)), "second")), TRUE);
  crf_ui_spin (300);
  g_assert_null (first_key (f)); /* nothing of the first entry, not even how many rows */
  type_into (f, "IT.MHSTDAT", NULL, "2009-05");
  crf_ui_wait (has_a_row, &lone, "the row that was begun");
  key = g_strdup (first_key (f));
  difference.what = key;
  type_into (f, "IT.MHTERM", key, "Hepatitis C");
  crf_ui_wait (shows_difference, &difference, "the difference at its field");
  crf_ui_picture (f->window, "second-rows");
  type_into (f, "IT.MHSTDAT", NULL, "1999-03");
  gtk_widget_activate_action (GTK_WIDGET (crf_ui_patient_get_view (f)), "form.finish-second", NULL);
  crf_ui_spin (400);
  g_assert_cmpuint (count_rows (f), ==, 0); /* refused: category and “ongoing” were not typed again */
  crf_ui_picture (f->window, "second-not-finished");
  type_into (f, "IT.MHCAT", key, "LIVER");
  type_into (f, "IT.MHONGO", key, "Y");
  gtk_widget_activate_action (GTK_WIDGET (crf_ui_patient_get_view (f)), "form.finish-second", NULL);
  crf_ui_wait (has_lone_rows, &lone, "the row that only the second entry has");
  g_assert_cmpuint (count_rows (f), ==, 1);
  crf_ui_picture (f->window, "lone-rows");
  crf_ui_click (GTK_WIDGET (crf_ui_patient_get_view (f)), "Decide…");
  crf_ui_wait (has_dialog, NULL, "the dialog");
  dialog = CRF_USE_CASE_DIALOG (crf_ui_find_window (CRF_TYPE_USE_CASE_DIALOG));
  g_assert_cmpstr (crf_use_case_dialog_get_use_case (dialog)->name, ==, "decide-row");
  crf_use_case_dialog_fill (dialog, "decide", "first");
  crf_use_case_dialog_fill (dialog, "reason", "a line of another patient");
  crf_ui_picture (GTK_WIDGET (dialog), "decide-row");
  crf_use_case_dialog_submit (dialog);
  crf_ui_spin (600);
  g_assert_cmpuint (count_rows (f), ==, 0);
}

#define ADD(path, what, func) g_test_add (path, Fixture, what, set_up, func, tear_down)

int
main (int argc, char *argv[])
{
  static const Case nurse = { "li", NULL }, monitor = { "mona", NULL }, auditor = { "aud", NULL }, frozen = { "li", "freeze" }, locked = { "li", "lock" },
                    locked_monitor = { "mona", "lock" };

  crf_ui_test_init (&argc, &argv);
  ADD ("/app/marks/history-by-key/a-nurse-s", &nurse, test_history);
  ADD ("/app/marks/history-by-key/a-monitor-s", &monitor, test_history);
  ADD ("/app/marks/history-by-key/an-auditor-s", &auditor, test_history);
  ADD ("/app/marks/history-by-key/of-what-is-frozen", &frozen, test_history);
  ADD ("/app/marks/history-by-key/of-what-is-locked", &locked, test_history);
  ADD ("/app/marks/history-by-key/of-what-is-locked-for-a-monitor", &locked_monitor, test_history);
  ADD ("/app/marks/a-form-is-verified-in-one-act", &monitor, test_verify_form);
  ADD ("/app/marks/a-nurse-verifies-nothing", &nurse, test_nurse_has_no_button);
  ADD ("/app/marks/rows-of-a-second-entry-are-compared-named-and-decided", &nurse, test_second_rows);
  return g_test_run ();
}
