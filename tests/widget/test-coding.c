/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Coding at the window: what it says without a dictionary, what it proposes, and one term after the other without the mouse. The dictionary is made up. */

#include "crf-app.h"
#include "crf-coding-window.h"
#include "crf-coding.h"
#include "crf-dialogs.h"
#include "crf-patient-page.h"
#include "crf-records.h"
#include "crf-test-meddra.h"
#include "crf-test-study.h"
#include "crf-ui-patient.h"

#include <glib/gstdio.h>
#include <string.h>

typedef struct
{
  CrfUiPatient at;
  CrfCodingWindow *coding;
  const char *code; /* waited for */
} Fixture;

static void
report (CrfTestStudy *study, const char *number, const char *words)
{
  crf_outcome_free (crf_test_do (study->nurse, "enter", number, "event", "COMMON", "form", "F.AE", "formkey", "new", "item", "AETERM", "value", words, NULL));
}

static void
set_up (Fixture *f, gconstpointer login)
{
  f->at.study = crf_test_study_new ();
  crf_outcome_free (crf_test_do (f->at.study->admin, "add-user", NULL, "login", "chen", "name", "Chen Jing", "roles", "data-manager", "new-passphrase",
                                 CRF_TEST_PASSPHRASE, NULL));
  f->at.number = crf_test_register (f->at.study);
  report (f->at.study, f->at.number, "made-up ITCHING");
  report (f->at.study, f->at.number, "the belly hurts");
  crf_ui_patient_open (&f->at, login);
}

static void
tear_down (Fixture *f, gconstpointer login)
{
  g_autoptr (GPtrArray) releases = crf_dictionary_list ();

  for (guint i = 0; i < releases->len; i++)
    g_unlink (((CrfDictionaryRelease *) g_ptr_array_index (releases, i))->path);
  if (f->coding != NULL)
    {
      CrfCodingWindow *coding = g_object_ref (f->coding);

      gtk_window_destroy (GTK_WINDOW (coding));
      crf_ui_spin (50);
      g_assert_finalize_object (coding);
    }
  crf_ui_patient_close (&f->at);
}

static void
open_coding (Fixture *f)
{
  f->coding = crf_coding_window_present (f->at.window, f->at.writer, f->at.subject, NULL);
}

static gboolean
is_empty (gpointer data)
{
  return crf_coding_window_get_empty (data) != NULL;
}

/* Whether the first term found is that one. */
static gboolean
found_first (gpointer data)
{
  Fixture *f = data;
  g_autofree const char **codes = crf_coding_window_list_codes (f->coding);

  return g_strcmp0 (codes[0], f->code) == 0;
}

static gboolean
found_none (gpointer data)
{
  g_autofree const char **codes = crf_coding_window_list_codes (((Fixture *) data)->coding);

  return codes[0] == NULL;
}

static gboolean
shows_belly (gpointer data)
{
  return strcmp (crf_coding_window_get_verbatim (data), "the belly hurts") == 0;
}

/* Once the window manager has given the focus to the window. */
static gboolean
is_focused (gpointer editable)
{
  return gtk_widget_has_focus (GTK_WIDGET (gtk_editable_get_delegate (editable)));
}

static void
wait_for (Fixture *f, const char *code)
{
  f->code = code;
  crf_ui_wait (code != NULL ? found_first : found_none, f, code != NULL ? code : "nothing found");
}

static gpointer
terms_job (CrfSession *session, gpointer data, GCancellable *cancellable, GError **error)
{
  return crf_reader_codable_terms (session, data, error);
}

static void
assert_coded (Fixture *f, guint index, const char *code)
{
  g_autoptr (GPtrArray) terms = crf_writer_call (f->at.writer, terms_job, f->at.subject, NULL);

  g_assert_cmpstr (((CrfCodableTerm *) g_ptr_array_index (terms, index))->parts[CRF_CODED_LLTCD], ==, code);
}

static gboolean
answer_folder (const char *kind, const char *heading, const char *body, gboolean *accept, char **text, char **login, gpointer data)
{
  g_assert_cmpstr (kind, ==, "folder");
  *accept = TRUE;
  *text = g_strdup (data);
  return TRUE;
}

static void
without_a_dictionary_the_window_says_what_to_do (Fixture *f, gconstpointer login)
{
  char *folder;

  open_coding (f);
  crf_ui_wait (is_empty, f->coding, "the empty page");
  /* The button is there: nobody is sent to a terminal. */
  g_assert_nonnull (strstr (crf_coding_window_get_empty (f->coding), "llt.asc"));
  g_assert_null (strstr (crf_coding_window_get_empty (f->coding), "stemward-cli"));
  g_assert_null (crf_ui_find_button (GTK_WIDGET (f->coding), "Code"));
  crf_ui_picture (f->at.window, "coding-none");
  /* And does it: the folder is chosen, read, and coding goes on. */
  folder = crf_test_meddra_folder ();
  crf_dialogs_set_hook (answer_folder, folder);
  crf_ui_click (GTK_WIDGET (f->coding), "Import MedDRA…");
  wait_for (f, "99000041");
  crf_dialogs_set_hook (NULL, NULL);
  crf_test_meddra_remove (folder);
}

static void
terms_are_coded_one_after_the_other_by_the_keyboard (Fixture *f, gconstpointer login)
{
  crf_test_import_dictionary ("0.1");
  open_coding (f);
  /* The term of the same name is there and chosen, and is not taken by itself. */
  wait_for (f, "99000041");
  crf_ui_picture (f->at.window, "coding");
  assert_coded (f, 0, NULL);
  crf_ui_wait (is_focused, crf_coding_window_get_entry (f->coding), "the keyboard focus in the entry");
  g_signal_emit_by_name (crf_coding_window_get_entry (f->coding), "activate");
  crf_ui_wait (shows_belly, f->coding, "the second term");
  assert_coded (f, 0, "99000041");
  wait_for (f, NULL);
  gtk_editable_set_text (crf_coding_window_get_entry (f->coding), "belly ache");
  wait_for (f, "99000043");
  g_signal_emit_by_name (crf_coding_window_get_entry (f->coding), "activate");
  crf_ui_wait (is_empty, f->coding, "the end");
  assert_coded (f, 1, "99000043");
}

static void
a_coded_term_is_coded_otherwise_only_with_a_reason (Fixture *f, gconstpointer login)
{
  g_autoptr (GPtrArray) terms = NULL;

  crf_test_import_dictionary ("0.1");
  open_coding (f);
  wait_for (f, "99000041");
  crf_coding_window_accept (f->coding);
  crf_ui_wait (shows_belly, f->coding, "the second term");
  gtk_window_destroy (GTK_WINDOW (f->coding));
  crf_ui_spin (50);
  terms = crf_writer_call (f->at.writer, terms_job, f->at.subject, NULL);
  f->coding = crf_coding_window_present (f->at.window, f->at.writer, f->at.subject, ((CrfCodableTerm *) g_ptr_array_index (terms, 0))->target);
  wait_for (f, "99000041");
  gtk_editable_set_text (crf_coding_window_get_entry (f->coding), "ache");
  wait_for (f, "99000044");
  crf_coding_window_accept (f->coding);
  crf_ui_spin (300);
  crf_ui_picture (f->at.window, "coding-again");
  assert_coded (f, 0, "99000041");
  crf_ui_type (GTK_WIDGET (f->coding), "reason", "it was an ache");
  crf_coding_window_accept (f->coding);
  crf_ui_wait (shows_belly, f->coding, "the second term again");
  assert_coded (f, 0, "99000044");
}

/* Before it has a place on the window the focus does not come by it. */
static gboolean
is_laid_out (gpointer widget)
{
  return gtk_widget_get_height (widget) > 0;
}

/* How often the focus has to go on until it is in the widget with that id; 0: it never comes there. */
static guint
tabs_to (Fixture *f, const char *id)
{
  GtkWidget *wanted = crf_ui_find (GTK_WIDGET (f->coding), id);

  g_assert_nonnull (wanted);
  crf_ui_wait (is_laid_out, wanted, "its place on the window");
  gtk_widget_grab_focus (GTK_WIDGET (crf_coding_window_get_entry (f->coding)));
  for (guint i = 1; i < 30; i++)
    {
      GtkWidget *focus;

      gtk_widget_child_focus (GTK_WIDGET (f->coding), GTK_DIR_TAB_FORWARD);
      focus = gtk_window_get_focus (GTK_WINDOW (f->coding));
      if (focus != NULL && (focus == wanted || gtk_widget_is_ancestor (focus, wanted)))
        return i;
    }
  return 0;
}

/* In the order in which a coder needs them: what was found, why, take back; and the letters of the labels do the same. */
static void
every_part_is_reached_without_the_mouse (Fixture *f, gconstpointer login)
{
  static const char *const order[] = { "list", "reason", "take_back" };
  g_autoptr (GPtrArray) terms = NULL;
  guint before = 0;

  crf_test_import_dictionary ("0.1");
  open_coding (f);
  wait_for (f, "99000041");
  crf_coding_window_accept (f->coding);
  crf_ui_wait (shows_belly, f->coding, "the second term");
  gtk_window_destroy (GTK_WINDOW (f->coding));
  crf_ui_spin (50);
  terms = crf_writer_call (f->at.writer, terms_job, f->at.subject, NULL);
  f->coding = crf_coding_window_present (f->at.window, f->at.writer, f->at.subject, ((CrfCodableTerm *) g_ptr_array_index (terms, 0))->target);
  wait_for (f, "99000041");
  for (guint i = 0; i < G_N_ELEMENTS (order); i++)
    {
      guint tabs = tabs_to (f, order[i]);

      g_assert_cmpuint (tabs, >, before);
      before = tabs;
    }
  g_assert_cmpuint (tabs_to (f, "skip"), >, 0);
  g_assert_cmpuint (tabs_to (f, "accept"), >, 0);
  /* Alt+R, Alt+N */
  gtk_widget_grab_focus (GTK_WIDGET (crf_coding_window_get_entry (f->coding)));
  gtk_widget_mnemonic_activate (crf_ui_find (GTK_WIDGET (f->coding), "reason"), FALSE);
  g_assert_true (gtk_widget_is_ancestor (gtk_window_get_focus (GTK_WINDOW (f->coding)), crf_ui_find (GTK_WIDGET (f->coding), "reason")));
  gtk_widget_mnemonic_activate (crf_ui_find (GTK_WIDGET (f->coding), "skip"), FALSE);
  crf_ui_wait (shows_belly, f->coding, "the next term");
}

static void
the_safety_page_has_the_button_for_who_codes (Fixture *f, gconstpointer login)
{
  gboolean codes = strcmp (login, "chen") == 0;

  crf_test_import_dictionary ("0.1");
  crf_patient_page_show (f->at.page, f->at.subject, "safety", NULL);
  crf_ui_spin (600);
  g_assert_true ((crf_ui_find_button (GTK_WIDGET (f->at.page), "Code…") != NULL) == codes);
  if (!codes)
    return;
  crf_ui_click (GTK_WIDGET (f->at.page), "Code…");
  crf_ui_spin (100);
  f->coding = CRF_CODING_WINDOW (crf_ui_find_window (CRF_TYPE_CODING_WINDOW));
  wait_for (f, "99000041");
  crf_coding_window_accept (f->coding);
  crf_ui_wait (shows_belly, f->coding, "the second term");
  crf_ui_spin (400);
  crf_ui_picture (f->at.window, "coding-safety");
}

int
main (int argc, char *argv[])
{
  crf_ui_test_init (&argc, &argv);

#define ADD(path, function, login) g_test_add ("/app/coding/" path, Fixture, login, set_up, function, tear_down)
  ADD ("without-a-dictionary-the-window-says-what-to-do", without_a_dictionary_the_window_says_what_to_do, "chen");
  ADD ("terms-are-coded-one-after-the-other-by-the-keyboard", terms_are_coded_one_after_the_other_by_the_keyboard, "chen");
  ADD ("a-coded-term-is-coded-otherwise-only-with-a-reason", a_coded_term_is_coded_otherwise_only_with_a_reason, "chen");
  ADD ("every-part-is-reached-without-the-mouse", every_part_is_reached_without_the_mouse, "chen");
  ADD ("the-safety-page-has-the-button-for-who-codes", the_safety_page_has_the_button_for_who_codes, "chen");
  ADD ("the-safety-page-has-no-button-for-who-does-not", the_safety_page_has_the_button_for_who_codes, "li");
#undef ADD

  return g_test_run ();
}
