/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What fails behind a page's back is said on it: a list that cannot be read, an account that cannot be read again, a lock that could not be written. */

#include "crf-backup-set.h"
#include "crf-backups-window.h"
#include "crf-dialogs.h"
#include "crf-lock-page.h"
#include "crf-patients-page.h"
#include "crf-refusal-bar.h"
#include "crf-session-private.h"
#include "crf-study-view.h"
#include "crf-ui-study.h"
#include "raw-file.h"

#include <string.h>

typedef struct
{
  CrfTestStudy *study;
  CrfWindow *window;
  char *number; /* of the last of three patients */
} Fixture;

static void
set_up (Fixture *f, gconstpointer login)
{
  f->study = crf_test_study_new ();
  crf_ui_register (f->study, 2);
  f->number = crf_test_register (f->study);
  f->window = crf_ui_open_study (f->study, login);
}

static void
tear_down (Fixture *f, gconstpointer login)
{
  crf_ui_close_study (f->window, f->study);
  g_free (f->number);
}

static void
behind (Fixture *f, const char *sql)
{
  sqlite3 *db = raw_file_open (f->study->path);
  char *message = NULL;

  sqlite3_exec (db, sql, NULL, NULL, &message);
  g_assert_cmpstr (message, ==, NULL);
  sqlite3_close (db);
}

static const char *
shown (GtkWidget *page)
{
  return gtk_stack_get_visible_child_name (GTK_STACK (crf_ui_find (page, "stack")));
}

/* @sql[0] takes something away that the list needs, @sql[1] brings it back. */
static void
test_list (Fixture *f, const char *const sql[2])
{
  CrfStudyView *view = crf_window_get_view (f->window);
  GtkWidget *page;

  behind (f, sql[0]);
  crf_study_view_show_page (view, "patients");
  crf_ui_settle (f->window);
  crf_ui_spin (100);
  page = crf_study_view_find_page (view, "patients");
  g_assert_cmpstr (shown (page), ==, "failed");
  g_assert_cmpstr (adw_status_page_get_description (ADW_STATUS_PAGE (crf_ui_find (page, "failed"))), !=, "");
  crf_ui_click (page, "Read again");
  crf_ui_settle (f->window);
  crf_ui_spin (100);
  g_assert_cmpstr (shown (page), ==, "failed");
  behind (f, sql[1]);
  crf_ui_click (page, "Read again");
  crf_ui_settle (f->window);
  crf_ui_spin (100);
  g_assert_cmpstr (shown (page), ==, "list");
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (crf_patients_page_get_model (CRF_PATIENTS_PAGE (page)))), ==, 3);
}

static void
test_patients (Fixture *f, gconstpointer login)
{
  static const char *const sql[] = { "ALTER TABLE subject RENAME TO elsewhere", "ALTER TABLE elsewhere RENAME TO subject" };

  test_list (f, sql);
}

static void
test_rows (Fixture *f, gconstpointer login)
{
  static const char *const sql[] = { "ALTER TABLE form RENAME TO elsewhere", "ALTER TABLE elsewhere RENAME TO form" };

  test_list (f, sql);
}

static gboolean
is_locked (gpointer data)
{
  return crf_window_is_locked (data);
}

static gboolean
is_unlocked (gpointer data)
{
  return !crf_window_is_locked (data);
}

static gpointer
act_job (CrfSession *session, gpointer data, GCancellable *cancellable, GError **error)
{
  return crf_conduct_with (session, "log-prescreening", NULL, error, NULL);
}

#define UNREAD "The curve of ALT cannot be read."

static gpointer
unread_job (CrfSession *session, gpointer data, GCancellable *cancellable, GError **error)
{
  g_autoptr (GError) fault = g_error_new_literal (CRF_STORE_ERROR, CRF_STORE_ERROR_DAMAGED, data != NULL ? data : UNREAD);

  crf_session_note_unreadable (session, fault);
  return NULL;
}

static gboolean
shows_unread (gpointer widget)
{
  if (GTK_IS_LABEL (widget) && gtk_widget_get_mapped (widget) && strstr (gtk_label_get_text (widget), UNREAD) != NULL)
    return TRUE;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    if (shows_unread (child))
      return TRUE;
  return FALSE;
}

static GtkWidget *
find_closer (GtkWidget *root)
{
  GtkWidget *found = NULL;

  if (GTK_IS_BUTTON (root) && g_strcmp0 (gtk_button_get_icon_name (GTK_BUTTON (root)), "window-close-symbolic") == 0)
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL && found == NULL; child = gtk_widget_get_next_sibling (child))
    found = find_closer (child);
  return found;
}

static void
test_unread (Fixture *f, gconstpointer login)
{
  g_assert_false (shows_unread (f->window));
  crf_writer_call (crf_window_get_writer (f->window), unread_job, NULL, NULL);
  crf_ui_wait (shows_unread, f->window, "the sentence on the window");
  /* It stays until it is put away, whatever else is told; then it is told anew. */
  crf_writer_call (crf_window_get_writer (f->window), unread_job, (gpointer) "The notes cannot be read.", NULL);
  crf_ui_settle (f->window);
  g_assert_nonnull (strstr (crf_refusal_bar_get_message (CRF_REFUSAL_BAR (crf_ui_find (GTK_WIDGET (f->window), "unread"))), "The notes"));
  crf_window_toast (f->window, "Backed up and checked.");
  crf_ui_spin (500);
  g_assert_true (shows_unread (f->window));
  if (g_getenv ("CRF_PICTURES") != NULL)
    crf_ui_shot (GTK_WINDOW (f->window), g_getenv ("CRF_PICTURES"), "unread");
  g_signal_emit_by_name (find_closer (crf_ui_find (GTK_WIDGET (f->window), "unread")), "clicked");
  crf_ui_settle (f->window);
  g_assert_false (shows_unread (f->window));
  crf_writer_call (crf_window_get_writer (f->window), unread_job, NULL, NULL);
  crf_ui_wait (shows_unread, f->window, "the sentence again");
}

/* The cover hides it, whenever it comes; what is still so is told when the cover is lifted. */
static void
test_unread_locked (Fixture *f, gconstpointer login)
{
  CrfWriter *writer = crf_window_get_writer (f->window);

  crf_window_lock (f->window);
  crf_ui_settle (f->window);
  crf_writer_call (writer, unread_job, NULL, NULL);
  crf_ui_settle (f->window);
  crf_ui_spin (300);
  g_assert_false (shows_unread (f->window));
  crf_lock_page_try (CRF_LOCK_PAGE (crf_ui_find_type (GTK_WIDGET (f->window), CRF_TYPE_LOCK_PAGE)), CRF_TEST_PASSPHRASE);
  crf_ui_wait (is_unlocked, f->window, "the window to be unlocked");
  crf_ui_settle (f->window);
  g_assert_false (shows_unread (f->window));
  crf_writer_call (writer, unread_job, NULL, NULL);
  crf_ui_wait (shows_unread, f->window, "the sentence, since it was not shown before");
}

static gboolean
warns (gpointer window)
{
  GtkWidget *strip = crf_ui_find (window, "altered");

  return strip != NULL && gtk_widget_get_mapped (strip) && strstr (gtk_label_get_text (GTK_LABEL (crf_ui_find (window, "altered_label"))), "table subject") != NULL;
}

/* Her course stays readable, and nobody takes it for sound: above each page, also above those that looked at nothing. */
static void
test_altered (Fixture *f, gconstpointer login)
{
  CrfStudyView *view = crf_window_get_view (f->window);
  g_autofree char *sql = g_strdup_printf ("UPDATE subject SET status = 'died' WHERE number = '%s'", f->number);
  GtkWidget *page;

  behind (f, sql);
  crf_ui_settle (f->window);
  g_assert_false (warns (f->window));
  crf_study_view_show_patient (view, f->number, NULL, NULL);
  crf_ui_wait (warns, f->window, "the strip that says that the file was altered");
  crf_ui_settle (f->window);
  page = crf_study_view_find_page (view, "patient");
  g_assert_cmpstr (gtk_label_get_text (GTK_LABEL (crf_ui_find (page, "number"))), ==, f->number);
  crf_study_view_show_page (view, "patients");
  crf_ui_settle (f->window);
  g_assert_true (warns (f->window));
}

static void
test_account (Fixture *f, gconstpointer login)
{
  CrfLockPage *lock;

  behind (f, "ALTER TABLE account RENAME TO elsewhere");
  g_assert_null (crf_writer_call (crf_window_get_writer (f->window), act_job, NULL, NULL));
  crf_ui_wait (is_locked, f->window, "the window to lock itself");
  lock = CRF_LOCK_PAGE (crf_ui_find_type (GTK_WIDGET (f->window), CRF_TYPE_LOCK_PAGE));
  g_assert_nonnull (strstr (gtk_label_get_text (GTK_LABEL (crf_ui_find (GTK_WIDGET (lock), "message"))), "could not be read again"));
  behind (f, "ALTER TABLE elsewhere RENAME TO account");
  crf_lock_page_try (lock, CRF_TEST_PASSPHRASE);
  crf_ui_wait (is_unlocked, f->window, "the window to be unlocked");
}

static char *told;

static gboolean
hear (const char *kind, const char *heading, const char *body, gboolean *accept, char **text, char **login, gpointer data)
{
  g_free (told);
  told = g_strdup (body);
  *accept = TRUE;
  return TRUE;
}

static void
test_lock (Fixture *f, gconstpointer login)
{
  CrfLockPage *lock;

  crf_dialogs_set_hook (hear, NULL);
  behind (f, "CREATE TRIGGER full BEFORE INSERT ON journal BEGIN SELECT RAISE (FAIL, 'disk full'); END");
  crf_window_lock (f->window);
  crf_ui_settle (f->window);
  lock = CRF_LOCK_PAGE (crf_ui_find_type (GTK_WIDGET (f->window), CRF_TYPE_LOCK_PAGE));
  crf_lock_page_try (lock, CRF_TEST_PASSPHRASE);
  crf_ui_settle (f->window);
  g_assert_true (crf_window_is_locked (f->window));
  behind (f, "DROP TRIGGER full");
  crf_lock_page_try (lock, CRF_TEST_PASSPHRASE);
  crf_ui_wait (is_unlocked, f->window, "the window to be unlocked");
  crf_ui_settle (f->window);
  g_assert_nonnull (told);
  g_assert_nonnull (strstr (told, "could not be written at the time"));
  g_clear_pointer (&told, g_free);
  crf_dialogs_set_hook (NULL, NULL);
}

/* ── A file that cannot be opened ── */

static gboolean
has_backups_window (gpointer data)
{
  return crf_ui_find_window (CRF_TYPE_BACKUPS_WINDOW) != NULL;
}

static gboolean
has_put_back_button (gpointer data)
{
  return crf_ui_find_button (data, "Put back…") != NULL;
}

static gboolean
can_sign_in (gpointer data)
{
  GtkWidget *button = crf_ui_find (data, "sign_in_button");

  return button != NULL && gtk_widget_get_visible (button) && gtk_widget_is_sensitive (button);
}

/* By the buttons alone: from the refusal at the door to a file that is whole. */
static void
test_recovery (Fixture *f, gconstpointer login)
{
  g_auto (CrfBackupMade) made = { NULL };
  g_autoptr (GError) error = NULL;
  GtkWidget *button, *backups;

  crf_window_sign_out (f->window, FALSE);
  crf_ui_settle (f->window);
  g_assert_true (crf_backup_set_make (f->study->path, NULL, f->study->now, &CRF_BACKUP_RULE_USUAL, &made, NULL, &error));
  g_assert_no_error (error);
  g_assert_true (g_file_set_contents (f->study->path, "what a broken disk left of it", -1, NULL));
  crf_dialogs_set_hook (hear, NULL);
  crf_window_open_file (f->window, f->study->path);
  crf_ui_spin (100);
  button = crf_ui_find (GTK_WIDGET (f->window), "backups_button");
  g_assert_nonnull (button);
  g_assert_false (can_sign_in (f->window));
  g_assert_true (gtk_widget_is_sensitive (button));
  g_assert_true (gtk_widget_activate (button));
  crf_ui_wait (has_backups_window, NULL, "the backups");
  backups = crf_ui_find_window (CRF_TYPE_BACKUPS_WINDOW);
  g_assert_null (crf_ui_find_button (backups, "Back up now")); /* there is nothing to copy */
  crf_ui_wait (has_put_back_button, backups, "the backup to be checked");
  crf_ui_click (backups, "Put back…");
  crf_ui_wait (can_sign_in, f->window, "the file to be whole again");
  g_assert_null (crf_ui_find (GTK_WIDGET (f->window), "backups_button"));
  crf_dialogs_set_hook (NULL, NULL);
  g_clear_pointer (&told, g_free);
  crf_ui_sign_in (f->window, login, CRF_TEST_PASSPHRASE);
  crf_study_view_show_page (crf_window_get_view (f->window), "patients");
  crf_ui_settle (f->window);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (crf_patients_page_get_model (CRF_PATIENTS_PAGE (
                        crf_study_view_find_page (crf_window_get_view (f->window), "patients"))))), ==, 3);
}

/* Without a backup there is nothing to offer. */
static void
test_no_backup (Fixture *f, gconstpointer login)
{
  crf_window_sign_out (f->window, FALSE);
  crf_ui_settle (f->window);
  g_assert_true (g_file_set_contents (f->study->path, "what a broken disk left of it", -1, NULL));
  crf_window_open_file (f->window, f->study->path);
  crf_ui_spin (100);
  g_assert_null (crf_ui_find (GTK_WIDGET (f->window), "backups_button"));
}

#define ADD(path, login, func) g_test_add (path, Fixture, login, set_up, func, tear_down)

int
main (int argc, char *argv[])
{
  crf_ui_application_init (&argc, &argv);
  ADD ("/app/failures/a-patient-list-that-cannot-be-read-says-so-and-is-read-again", "li", test_patients);
  ADD ("/app/failures/rows-that-cannot-be-read-are-not-shown-as-empty", "li", test_rows);
  ADD ("/app/failures/what-a-page-was-read-without-is-said", "li", test_unread);
  ADD ("/app/failures/what-a-page-was-read-without-is-not-said-over-the-cover", "li", test_unread_locked);
  ADD ("/app/failures/what-was-altered-is-read-under-a-strip-that-says-so", "li", test_altered);
  ADD ("/app/failures/an-account-that-cannot-be-read-again-locks-the-window", "li", test_account);
  ADD ("/app/failures/a-lock-that-could-not-be-written-is-told-when-it-is-lifted", "li", test_lock);
  ADD ("/app/failures/a-file-that-cannot-be-opened-is-put-back-from-a-backup", "li", test_recovery);
  ADD ("/app/failures/without-a-backup-none-is-offered", "li", test_no_backup);
  return crf_ui_application_run ();
}
