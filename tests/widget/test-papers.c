/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What leaves the program by its window, pressed: a casebook printed, an export encrypted and opened again, a backup in a chosen folder put back. */

#include <glib/gstdio.h>
#include <string.h>

#include "crf-app.h"
#include "crf-backups-window.h"
#include "crf-decrypt-box.h"
#include "crf-dialogs.h"
#include "crf-preferences.h"
#include "crf-sign-in-page.h"
#include "crf-study-view.h"
#include "crf-transport.h"
#include "crf-ui-demo.h"
#include "crf-ui-study.h"

#define FILE_PASSPHRASE "three small words"

/* ── Answers to what asks for a file ── */

typedef struct
{
  char *save, *open, *folder; /* paths */
  char *suggested;            /* name that was offered last */
} Answers;

static gboolean
answer (const char *kind, const char *heading, const char *body, gboolean *accept, char **text, char **login, gpointer data)
{
  Answers *answers = data;

  *accept = TRUE;
  if (g_str_equal (kind, "save"))
    {
      g_free (answers->suggested);
      answers->suggested = g_strdup (body);
      *text = g_strdup (answers->save);
    }
  else if (g_str_equal (kind, "open"))
    *text = g_strdup (answers->open);
  else if (g_str_equal (kind, "folder"))
    *text = g_strdup (answers->folder);
  /* Who signs in on a restored file is told that it lost its end. */
  else if (g_str_equal (kind, "message") && body != NULL && strstr (body, "older copy") != NULL)
    return TRUE;
  else if (!g_str_equal (kind, "confirm"))
    g_error ("Nobody expected this %s: %s %s", kind, heading, body != NULL ? body : "");
  return TRUE;
}

static void
answers_clear (Answers *answers)
{
  crf_dialogs_set_hook (NULL, NULL);
  g_free (answers->save);
  g_free (answers->open);
  g_free (answers->folder);
  g_free (answers->suggested);
}

static gboolean
exists (gpointer path)
{
  return g_file_test (path, G_FILE_TEST_EXISTS);
}

static gboolean
begins_with (const char *path, const char *bytes)
{
  g_autofree char *contents = NULL;
  gsize length;

  g_assert_true (g_file_get_contents (path, &contents, &length, NULL));
  return length > strlen (bytes) && memcmp (contents, bytes, strlen (bytes)) == 0;
}

/* ── With a demonstration study ── */

typedef struct
{
  CrfTestStudy *study;
  CrfWindow *window;
  char *number;
  Answers answers;
} Fixture;

static void
set_up (Fixture *f, gconstpointer login)
{
  f->study = crf_test_study_new ();
  f->number = crf_test_register (f->study);
  f->window = crf_ui_open_study (f->study, login);
  crf_dialogs_set_hook (answer, &f->answers);
}

static void
tear_down (Fixture *f, gconstpointer login)
{
  crf_ui_close (f->window);
  answers_clear (&f->answers);
  g_free (f->number);
  crf_test_study_free (f->study);
}

static gpointer
key_job (CrfSession *session, gpointer data, GCancellable *cancellable, GError **error)
{
  g_autoptr (CrfPatient) patient = crf_reader_patient (session, data, error);

  return patient != NULL ? g_strdup (patient->key) : NULL;
}

static void
test_casebook_is_printed (Fixture *f, gconstpointer login)
{
  g_autofree char *key = crf_writer_call (crf_window_get_writer (f->window), key_job, f->number, NULL);
  GtkWidget *button;

  f->answers.save = g_build_filename (f->study->dir, "casebook.pdf", NULL);
  crf_study_view_show_patient (crf_window_get_view (f->window), key, "record", NULL);
  crf_ui_settle (f->window);
  button = crf_ui_find (GTK_WIDGET (f->window), "casebook");
  g_assert_nonnull (button);
  gtk_menu_button_popup (GTK_MENU_BUTTON (crf_ui_find_type (button, GTK_TYPE_MENU_BUTTON)));
  crf_ui_spin (100);
  crf_ui_click (button, "Print casebook…");
  crf_ui_wait (exists, f->answers.save, "the casebook");
  crf_ui_settle (f->window);
  g_assert_true (begins_with (f->answers.save, "%PDF-"));
  g_assert_nonnull (strstr (f->answers.suggested, f->number));
  g_assert_cmpint (g_unlink (f->answers.save), ==, 0);
}

static gboolean
says_so (gpointer box)
{
  GtkWidget *said = crf_ui_find (box, "said");

  return said != NULL && strstr (gtk_label_get_label (GTK_LABEL (said)), "Opening") == NULL;
}

static void
open_with (GtkWidget *box, const char *passphrase)
{
  crf_ui_type (box, "passphrase", passphrase);
  crf_ui_click (box, "Open…");
  crf_ui_spin (50);
  crf_ui_wait (says_so, box, "what became of the encrypted file");
}

static void
test_encrypted_there_and_back (Fixture *f, gconstpointer login)
{
  g_autofree char *sealed = g_build_filename (f->study->dir, "book.xlsx.enc", NULL), *plain = g_build_filename (f->study->dir, "book.xlsx", NULL);
  GtkWidget *page, *box;

  crf_transport_set_cheap (TRUE);
  f->answers.save = g_strdup (sealed);
  f->answers.open = g_strdup (sealed);
  crf_study_view_show_page (crf_window_get_view (f->window), "exports");
  crf_ui_settle (f->window);
  page = crf_study_view_find_page (crf_window_get_view (f->window), "exports");
  gtk_check_button_set_active (GTK_CHECK_BUTTON (crf_ui_find (page, "encrypt")), TRUE);
  crf_ui_spin (50);
  crf_ui_type (page, "passphrase", FILE_PASSPHRASE);
  crf_ui_type (page, "again", "three small word");
  crf_ui_click (page, "Export…");
  crf_ui_settle (f->window);
  g_assert_null (f->answers.suggested); /* it is not even asked where to */
  crf_ui_type (page, "again", FILE_PASSPHRASE);
  crf_ui_click (page, "Export…");
  crf_ui_wait (exists, sealed, "the encrypted workbook");
  crf_ui_settle (f->window);
  g_assert_true (g_str_has_suffix (f->answers.suggested, ".xlsx.enc"));
  g_assert_true (begins_with (sealed, "stemward-enc-1\n"));
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (crf_ui_find (page, "passphrase"))), ==, "");

  g_free (f->answers.save);
  f->answers.save = g_strdup (plain);
  box = crf_ui_find_type (page, CRF_TYPE_DECRYPT_BOX);
  open_with (box, "another passphrase");
  g_assert_false (g_file_test (plain, G_FILE_TEST_EXISTS));
  open_with (box, FILE_PASSPHRASE);
  g_assert_true (begins_with (plain, "PK"));
  crf_transport_set_cheap (FALSE);
  g_unlink (plain);
  g_unlink (sealed);
}

/* ── A study that is no demonstration: those are not backed up ── */

static gboolean
has_backup (gpointer folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_suffix (name, ".stemward"))
      return TRUE;
  return FALSE;
}

static gboolean
can_put_back (gpointer window)
{
  GtkWidget *button = crf_ui_find_button (window, "Put back…");

  return button != NULL && gtk_widget_is_sensitive (button);
}

static gpointer
accounts_job (CrfSession *session, gpointer data, GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) accounts = crf_reader_accounts (session, error);

  return accounts != NULL ? GUINT_TO_POINTER (accounts->len) : NULL;
}

static guint
count_accounts (CrfWindow *window)
{
  return GPOINTER_TO_UINT (crf_writer_call (crf_window_get_writer (window), accounts_job, NULL, NULL));
}

static gpointer
add_job (CrfSession *session, gpointer data, GCancellable *cancellable, GError **error)
{
  crf_outcome_free (crf_test_do (session, "add-user", NULL, "login", "later", "name", "Later", "roles", "nurse", "new-passphrase", FILE_PASSPHRASE, NULL));
  return NULL;
}

static gboolean
is_signing_in (gpointer window)
{
  GtkWidget *page = crf_ui_find_type (window, CRF_TYPE_SIGN_IN_PAGE);

  return page != NULL && gtk_widget_get_mapped (page) && gtk_widget_is_sensitive (page);
}

static void
test_backup_is_put_back (void)
{
  g_autofree char *dir = g_dir_make_tmp ("crf-papers-XXXXXX", NULL), *path = g_build_filename (dir, "trial.stemward", NULL);
  g_autofree char *stick = g_build_filename (dir, "stick", NULL), *recovery = NULL, *fingerprint = NULL;
  CrfClock system = crf_clock_system ();
  CrfInstant now = crf_clock_now (&system);
  const CrfCreateRequest request = { .definition = "nct06167473", .site = "Third Hospital", .login = "admin", .name = "Zhao Min",
                                     .passphrase = FILE_PASSPHRASE, .clock = crf_clock_fixed (&now) };
  g_autoptr (CrfRefusal) refusal = NULL;
  g_autoptr (GError) error = NULL;
  Answers answers = { .folder = g_strdup (stick) };
  CrfWindow *window;
  GtkWidget *backups;

  g_assert_true (crf_session_create_study (path, &request, &recovery, &fingerprint, &refusal, &error));
  g_assert_no_error (error);
  g_assert_cmpint (g_mkdir (stick, 0700), ==, 0);
  crf_dialogs_set_hook (answer, &answers);
  crf_app_set_clock (crf_clock_fixed (&now));
  window = crf_ui_open (crf_ui_application_get (), path, "admin", FILE_PASSPHRASE, 1024, 600);
  gtk_widget_activate_action (GTK_WIDGET (window), "win.backups", NULL);
  crf_ui_spin (100);
  backups = crf_ui_find_window (CRF_TYPE_BACKUPS_WINDOW);
  g_assert_nonnull (backups);
  crf_ui_click (backups, "Choose…");
  crf_ui_settle (window);
  crf_ui_click (backups, "Back up now");
  crf_ui_wait (has_backup, stick, "the backup on the stick");
  crf_ui_wait (can_put_back, backups, "the check of the backup");
  g_assert_cmpuint (count_accounts (window), ==, 1);
  crf_writer_call (crf_window_get_writer (window), add_job, NULL, NULL);
  g_assert_cmpuint (count_accounts (window), ==, 2);

  crf_ui_click (backups, "Put back…");
  crf_ui_wait (is_signing_in, window, "the sign-in after the backup was put back");
  crf_ui_sign_in (window, "admin", FILE_PASSPHRASE);
  g_assert_cmpuint (count_accounts (window), ==, 1);

  gtk_window_destroy (GTK_WINDOW (window));
  crf_ui_spin (50);
  crf_preferences_set_backup_folder (NULL);
  answers_clear (&answers);
  crf_ui_remove_folder (dir);
}

static gboolean
tells (GtkWidget *widget, const char *words)
{
  if (GTK_IS_LABEL (widget))
    return strstr (gtk_label_get_label (GTK_LABEL (widget)), words) != NULL;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    if (tells (child, words))
      return TRUE;
  return FALSE;
}

/* Name of the newest backup there, NULL: none is. Free it. */
static char *
newest_backup (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;
  char *newest = NULL;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_suffix (name, ".stemward") && (newest == NULL || strcmp (name, newest) > 0))
      {
        g_free (newest);
        newest = g_strdup (name);
      }
  return newest;
}

typedef struct
{
  const char *folder;
  char *first;
} Backups;

/* By the rule the one of a day takes the place of the one before. */
static gboolean
has_another (gpointer data)
{
  const Backups *backups = data;
  g_autofree char *newest = newest_backup (backups->folder);

  return newest != NULL && strcmp (newest, backups->first) > 0;
}

/* While the first is being made, somebody asks for another: it waits for its turn, and that is said. The clock stands still until the first is there, so
 * that both would have one name. */
static void
test_backup_is_queued (void)
{
  g_autofree char *dir = g_dir_make_tmp ("crf-papers-XXXXXX", NULL), *path = g_build_filename (dir, "trial.stemward", NULL);
  g_autofree char *stick = g_build_filename (dir, "stick", NULL), *recovery = NULL, *fingerprint = NULL;
  CrfClock system = crf_clock_system ();
  CrfInstant now = crf_clock_now (&system), later = { now.utc_ms + 2000, now.offset_minutes };
  const CrfCreateRequest request = { .definition = "nct06167473", .site = "Third Hospital", .login = "admin", .name = "Zhao Min",
                                     .passphrase = FILE_PASSPHRASE, .clock = crf_clock_fixed (&now) };
  g_autoptr (CrfRefusal) refusal = NULL;
  g_autoptr (GError) error = NULL;
  Answers answers = { .folder = g_strdup (stick) };
  Backups made = { .folder = stick };
  CrfWindow *window;
  GtkWidget *backups;

  g_assert_true (crf_session_create_study (path, &request, &recovery, &fingerprint, &refusal, &error));
  g_assert_no_error (error);
  g_assert_cmpint (g_mkdir (stick, 0700), ==, 0);
  crf_dialogs_set_hook (answer, &answers);
  crf_app_set_clock (crf_clock_fixed (&now));
  window = crf_ui_open (crf_ui_application_get (), path, "admin", FILE_PASSPHRASE, 1024, 600);
  gtk_widget_activate_action (GTK_WIDGET (window), "win.backups", NULL);
  crf_ui_spin (100);
  backups = crf_ui_find_window (CRF_TYPE_BACKUPS_WINDOW);
  crf_ui_click (backups, "Choose…");
  crf_ui_settle (window);
  crf_ui_click (backups, "Back up now");
  g_assert_false (tells (backups, "follows"));
  crf_ui_click (backups, "Back up now");
  g_assert_true (tells (backups, "follows"));
  g_assert_false (gtk_widget_is_sensitive (crf_ui_find_button (backups, "Back up now")));
  crf_ui_wait (has_backup, stick, "the first backup");
  made.first = newest_backup (stick);
  crf_app_set_clock (crf_clock_fixed (&later));
  crf_ui_wait (has_another, &made, "the second backup");
  crf_ui_settle (window);
  g_assert_false (tells (backups, "follows"));
  g_assert_true (gtk_widget_is_sensitive (crf_ui_find_button (backups, "Back up now")));

  gtk_window_destroy (GTK_WINDOW (window));
  crf_ui_spin (50);
  crf_preferences_set_backup_folder (NULL);
  answers_clear (&answers);
  g_free (made.first);
  crf_ui_remove_folder (dir);
}

int
main (int argc, char *argv[])
{
  crf_ui_application_init (&argc, &argv);
  g_test_add ("/app/papers/a-casebook-is-printed-from-the-record", Fixture, "li", set_up, test_casebook_is_printed, tear_down);
  g_test_add ("/app/papers/an-export-is-encrypted-and-opened-again", Fixture, "li", set_up, test_encrypted_there_and_back, tear_down);
  g_test_add_func ("/app/papers/a-backup-in-a-chosen-folder-is-put-back", test_backup_is_put_back);
  g_test_add_func ("/app/papers/a-backup-that-is-asked-for-meanwhile-follows", test_backup_is_queued);
  return crf_ui_application_run ();
}
