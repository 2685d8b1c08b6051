/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What happens to study files: power and disk fail, files are copied, restored, locked, wrong. */

#define _GNU_SOURCE

#include <errno.h>
#include <glib/gstdio.h>
#include <sched.h>
#include <signal.h>
#include <sodium.h>
#include <sqlite3.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "crf-backup.h"
#include "crf-backup-set.h"
#include "crf-db.h"
#include "crf-migrator.h"
#include "others.h"
#include "store-fixture.h"

#define add(path, test)                                                                            \
  g_test_add ("/store/faults/" path, Fixture, NULL, fixture_set_up, test, fixture_tear_down)

static void
close_file (Fixture *self)
{
  crf_study_file_close (self->file);
  self->file = NULL;
}

/* The child: one transaction after another, each told through the pipe once it is committed. */
static void G_GNUC_NORETURN
write_until_killed (Fixture *self, const char *key, int first, int fd)
{
  self->file = crf_study_file_open (self->path, NULL);
  for (int n = first; self->file != NULL; n++)
    {
      g_autofree char *text = g_strdup_printf ("%d", n);
      CrfEntry value = fixture_value (key, "E1", "F1", "I.ALT", text);
      CrfTransaction *txn = crf_transaction_begin (self->file, &self->actor, NULL);

      if (txn == NULL || !crf_transaction_append (txn, &value, NULL, NULL)
          || !crf_transaction_commit (txn, NULL) || write (fd, &n, sizeof n) != sizeof n)
        break;
      crf_transaction_free (txn);
    }
  _exit (1);
}

static void
test_kill (Fixture *self, gconstpointer data)
{
  g_autofree char *key = fixture_enter_patient (self, "302-001", "0");
  int cycles = g_test_thorough () ? 1000 : 30;
  int acknowledged = 0;

  close_file (self);
  for (int i = 0; i < cycles; i++)
    {
      g_autoptr (GError) error = NULL;
      CrfValueRecord *found;
      int stored;
      int fds[2];
      pid_t child;
      int n;

      g_assert_cmpint (pipe (fds), ==, 0);
      child = fork ();
      if (child == 0)
        write_until_killed (self, key, acknowledged + 1, fds[1]);
      close (fds[1]);
      /* It is at work from its first save on; then it dies anywhere. */
      if (read (fds[0], &n, sizeof n) == sizeof n)
        acknowledged = n;
      g_usleep ((gulong) g_test_rand_int_range (0, 8000));
      kill (child, SIGKILL);
      waitpid (child, NULL, 0);
      while (read (fds[0], &n, sizeof n) == sizeof n)
        acknowledged = n;
      close (fds[0]);

      self->file = crf_study_file_open (self->path, &error);
      g_assert_no_error (error);
      found = crf_records_latest_value (self->file, key, "I.ALT", &error);
      g_assert_no_error (error);
      stored = (int) g_ascii_strtoll (found->value, NULL, 10);
      /* The last one may have been committed and not told any more; never the other way round. */
      g_assert_cmpint (stored, >=, acknowledged);
      g_assert_cmpint (stored, <=, acknowledged + 1);
      acknowledged = stored;
      crf_value_record_free (found);
      close_file (self);
    }
  g_assert_cmpint (acknowledged, >, 0);
  g_test_message ("%d saves acknowledged, %d kills, none lost", acknowledged, cycles);
  fixture_assert_verifies (self);
}

/* Saves until one fails, in a child; exits with the number of saves, or 100 and more. What was
 * stored before must still be readable. */
static int
save_until_full (Fixture *self, const char *key, gboolean limited)
{
  for (int n = 0; n < 26; n++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *filling = g_strnfill (3000, 'x');
      g_autofree char *text = g_strdup_printf ("%d.%d.%s", (int) getpid (), n, filling);
      g_autofree char *failed = g_strdup_printf ("%d.%d.", (int) getpid (), n);
      g_autofree char *before = g_strdup_printf ("%d.%d.", (int) getpid (), n - 1);
      CrfEntry value = fixture_value (key, "E1", "F1", "I.NOTE", text);
      CrfTransaction *txn = crf_transaction_begin (self->file, &self->actor, &error);
      gboolean ok = txn != NULL && crf_transaction_append (txn, &value, NULL, &error)
                    && crf_transaction_commit (txn, &error);
      CrfValueRecord *found;

      crf_transaction_free (txn);
      if (ok)
        continue;
      /* A limit on the size of files is no full disk to SQLite, a full disk is. */
      if (!g_error_matches (error, CRF_STORE_ERROR, CRF_STORE_ERROR_FULL)
          && !(limited && g_error_matches (error, CRF_STORE_ERROR, CRF_STORE_ERROR_IO)))
        {
          g_printerr ("%s\n", error->message);
          return 101;
        }
      found = crf_records_latest_value (self->file, key, "I.NOTE", NULL);
      if (n == 0 ? found != NULL && g_str_has_prefix (found->value, failed)
                 : found == NULL || !g_str_has_prefix (found->value, before))
        return 102;
      crf_value_record_free (found);
      crf_study_file_close (self->file);
      return n;
    }
  return 103;
}

static int
fill_by_limit (Fixture *self, const char *key, rlim_t limit)
{
  struct rlimit size = { limit, limit };

  signal (SIGXFSZ, SIG_IGN);
  self->file = crf_study_file_open (self->path, NULL);
  if (self->file == NULL || setrlimit (RLIMIT_FSIZE, &size) != 0)
    return 100;
  return save_until_full (self, key, TRUE);
}

static void
test_size_limit (Fixture *self, gconstpointer data)
{
  g_autofree char *key = fixture_enter_patient (self, "302-001", "0");

  close_file (self);
  for (int i = 0; i < 12; i++)
    {
      int status;
      pid_t child = fork ();

      if (child == 0)
        _exit (fill_by_limit (self, key, (rlim_t) (i * 6000)));
      waitpid (child, &status, 0);
      g_assert_true (WIFEXITED (status));
      g_assert_cmpint (WEXITSTATUS (status), <, 100);
      fixture_assert_verifies (self);
    }
}

/* In a child with a mount namespace of its own: the folder is a disk of @kilobytes. */
static int
fill_small_disk (Fixture *self, const char *key, const char *bytes, gsize size, int kilobytes)
{
  g_autofree char *options = g_strdup_printf ("size=%dk", kilobytes);
  g_autoptr (CrfVerifyReport) report = NULL;
  int code;

  if (unshare (CLONE_NEWNS) != 0 || mount ("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) != 0
      || mount ("tmpfs", self->dir, "tmpfs", 0, options) != 0)
    return 77;
  if (!g_file_set_contents (self->path, bytes, (gssize) size, NULL))
    return 99;
  self->file = crf_study_file_open (self->path, NULL);
  if (self->file == NULL)
    return 100;
  code = save_until_full (self, key, FALSE);
  if (code >= 100)
    return code;
  report = crf_verify (self->path, NULL, NULL, NULL, NULL);
  return report != NULL && report->faults->len == 0 ? code : 104;
}

static void
test_disk_full (Fixture *self, gconstpointer data)
{
  g_autofree char *key = fixture_enter_patient (self, "302-001", "0");
  g_autofree char *bytes = NULL;
  int most = 0;
  gsize size;

  close_file (self);
  g_file_get_contents (self->path, &bytes, &size, NULL);
  for (int i = 0; i < 12; i++)
    {
      int status;
      pid_t child = fork ();

      if (child == 0)
        _exit (fill_small_disk (self, key, bytes, size, (int) (size / 1024) + 44 + i * 12));
      waitpid (child, &status, 0);
      g_assert_true (WIFEXITED (status));
      if (WEXITSTATUS (status) == 77)
        {
          g_test_skip ("no right to mount a small disk here");
          return;
        }
      g_assert_cmpint (WEXITSTATUS (status), <, 99);
      most = MAX (most, WEXITSTATUS (status));
    }
  g_assert_cmpint (most, >, 0);
}

/* Where whole files are encrypted, what is plain or has no key beside it is not looked into. */
static void
assert_code (const GError *error, int code)
{
  if (!CRF_SQLCIPHER
      || (!g_error_matches (error, CRF_STORE_ERROR, CRF_STORE_ERROR_KEY)
          && !g_error_matches (error, CRF_STORE_ERROR, CRF_STORE_ERROR_PLAIN)))
    g_assert_error (error, CRF_STORE_ERROR, code);
}

static void
assert_cannot_open (const char *path, int code)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) reader_error = NULL;

  g_assert_null (crf_study_file_open (path, &error));
  assert_code (error, code);
  g_assert_nonnull (strstr (error->message, path));
  g_assert_null (crf_study_file_open_reader (path, &reader_error));
  assert_code (reader_error, code);
}

static void
test_wrong_files (Fixture *self, gconstpointer data)
{
  g_autofree char *path = g_build_filename (self->dir, "x.stemward", NULL);
  g_autofree char *bytes = NULL;
  gsize size;
  sqlite3 *db;

  assert_cannot_open (path, CRF_STORE_ERROR_NOT_FOUND);
  assert_cannot_open (self->dir, CRF_STORE_ERROR_NOT_A_STUDY);
  g_file_set_contents (path, "", 0, NULL);
  assert_cannot_open (path, CRF_STORE_ERROR_NOT_A_STUDY);
  g_file_set_contents (path, "PK\003\004 a workbook", -1, NULL);
  assert_cannot_open (path, CRF_STORE_ERROR_NOT_A_STUDY);
  g_unlink (path);
  sqlite3_open (path, &db);
  sqlite3_exec (db, "CREATE TABLE t (x)", NULL, NULL, NULL);
  sqlite3_close (db);
  assert_cannot_open (path, CRF_STORE_ERROR_NOT_A_STUDY);

  close_file (self);
  fixture_is_copy (path, self->path);
  g_file_get_contents (self->path, &bytes, &size, NULL);
  g_file_set_contents (path, bytes, 100, NULL);
  assert_cannot_open (path, CRF_STORE_ERROR_DAMAGED);
  g_file_set_contents (path, bytes, (gssize) size / 2, NULL);
  assert_cannot_open (path, CRF_STORE_ERROR_DAMAGED);
}

static void
test_newer (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  sqlite3 *db;

  close_file (self);
  db = fixture_connect (self->path);
  sqlite3_exec (db, "PRAGMA user_version=99", NULL, NULL, NULL);
  sqlite3_close (db);
  assert_cannot_open (self->path, CRF_STORE_ERROR_NEWER);
  g_assert_null (crf_verify (self->path, NULL, NULL, NULL, &error));
  g_assert_error (error, CRF_STORE_ERROR, CRF_STORE_ERROR_NEWER);
}

static void
test_second_instance (Fixture *self, gconstpointer data)
{
  g_autofree char *key = fixture_enter_patient (self, "302-001", "61.2");
  g_autoptr (CrfStudyFile) reader = NULL;
  g_autoptr (GError) error = NULL;
  CrfEntry value = fixture_value (key, "E1", "F1", "I.ALT", "70");
  CrfTransaction *txn;
  CrfValueRecord *found;

  g_assert_null (crf_study_file_open (self->path, &error));
  g_assert_error (error, CRF_STORE_ERROR, CRF_STORE_ERROR_BUSY);
  g_assert_nonnull (strstr (error->message, g_get_user_name ()));
  g_clear_error (&error);

  reader = crf_study_file_open_reader (self->path, &error);
  g_assert_no_error (error);
  g_assert_true (crf_study_file_is_read_only (reader));
  g_assert_null (crf_transaction_begin (reader, NULL, &error));
  g_assert_error (error, CRF_STORE_ERROR, CRF_STORE_ERROR_READ_ONLY);
  g_clear_error (&error);
  txn = fixture_begin (self);
  fixture_append (txn, &value);
  g_assert_null (crf_transaction_begin (self->file, NULL, &error)); /* one at a time */
  g_assert_error (error, CRF_STORE_ERROR, CRF_STORE_ERROR_BUSY);
  found = crf_records_latest_value (reader, key, "I.ALT", NULL);
  g_assert_cmpstr (found->value, ==, "61.2"); /* not committed yet */
  crf_value_record_free (found);
  fixture_commit (txn);
  found = crf_records_latest_value (reader, key, "I.ALT", NULL);
  g_assert_cmpstr (found->value, ==, "70");
  crf_value_record_free (found);
}

/* In a child without root's rights, which ignore permissions. Exits with 0 if all is as it should
 * be. */
static int
read_without_rights (Fixture *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CrfVerifyReport) report = NULL;

  if (getuid () == 0
      && (setresgid (65534, 65534, 65534) != 0 || setresuid (65534, 65534, 65534) != 0))
    return 77;
  self->file = crf_study_file_open (self->path, &error);
  if (self->file == NULL)
    return g_error_matches (error, CRF_STORE_ERROR, CRF_STORE_ERROR_READ_ONLY) ? 2 : 1;
  if (!crf_study_file_is_read_only (self->file)
      || crf_records_count_subjects (self->file, NULL) != 1
      || crf_transaction_begin (self->file, NULL, &error) != NULL
      || !g_error_matches (error, CRF_STORE_ERROR, CRF_STORE_ERROR_READ_ONLY))
    return 3;
  report = crf_verify (self->path, NULL, NULL, NULL, NULL);
  return report != NULL && report->faults->len == 0 ? 0 : 4;
}

static int
run_without_rights (Fixture *self)
{
  int status;
  pid_t child = fork ();

  if (child == 0)
    _exit (read_without_rights (self));
  waitpid (child, &status, 0);
  return WIFEXITED (status) ? WEXITSTATUS (status) : -1;
}

static void
test_read_only (Fixture *self, gconstpointer data)
{
  g_autofree char *key = fixture_enter_patient (self, "302-001", "61.2");
  g_autofree char *wal = g_strconcat (self->path, "-wal", NULL);
  g_autofree char *wal_bytes = NULL;
  gsize wal_size;
  int code;

  /* Keep the -wal of a file that is still open: that is how a crash leaves it. */
  g_assert_true (g_file_get_contents (wal, &wal_bytes, &wal_size, NULL));
  close_file (self);
  others_go_through_to (self->dir);
  g_chmod (self->path, 0444);
  g_chmod (self->dir, 0555);
  code = run_without_rights (self);
  if (code == 77)
    g_test_skip ("no right to give up root's rights here");
  else
    g_assert_cmpint (code, ==, 0);
  g_chmod (self->dir, 0755);
  g_file_set_contents (wal, wal_bytes, (gssize) wal_size, NULL);
  g_chmod (self->dir, 0555);
  if (code == 0)
    g_assert_cmpint (run_without_rights (self), ==, 2); /* refuses rather than show half of it */
  g_chmod (self->dir, 0755);
}

/* As a study on the desktop that is a link. */
static void
test_second_name (Fixture *self, gconstpointer data)
{
  g_autofree char *link_name = g_build_filename (self->dir, "link.stemward", NULL);
  g_autofree char *second_name = g_build_filename (self->dir, "second.stemward", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (symlink (self->path, link_name), ==, 0);
  g_assert_null (crf_study_file_open (link_name, &error));
  g_assert_error (error, CRF_STORE_ERROR, CRF_STORE_ERROR_BUSY);
  g_clear_error (&error);
  close_file (self);
  g_assert_cmpint (link (self->path, second_name), ==, 0);
  g_assert_null (crf_study_file_open (second_name, &error));
  /* One that is encrypted as a whole has no key under the other name. */
  g_assert_cmpint (error->code, ==, CRF_SQLCIPHER ? CRF_STORE_ERROR_NOT_A_STUDY : CRF_STORE_ERROR_OTHER);
  g_assert_nonnull (strstr (error->message, CRF_SQLCIPHER ? ".keys" : "second name"));
  g_clear_error (&error);
  g_unlink (second_name);
  self->file = crf_study_file_open (link_name, &error);
  g_assert_no_error (error);
  g_assert_null (crf_study_file_open (self->path, &error));
  g_assert_error (error, CRF_STORE_ERROR, CRF_STORE_ERROR_BUSY);
  close_file (self);
  g_unlink (link_name);
}

static void
cut_last_entry (const char *path)
{
  sqlite3 *db = fixture_connect (path);
  sqlite3_stmt *query;
  g_autofree char *sql = NULL;

  sqlite3_prepare_v2 (db, "SELECT sql FROM sqlite_schema WHERE name = 'journal_no_delete'", -1, &query, NULL);
  g_assert_cmpint (sqlite3_step (query), ==, SQLITE_ROW);
  sql = g_strdup_printf ("DROP TRIGGER journal_no_delete; DELETE FROM journal WHERE seq = (SELECT max (seq) FROM journal); %s", sqlite3_column_text (query, 0));
  sqlite3_finalize (query);
  g_assert_cmpint (sqlite3_exec (db, sql, NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_close (db);
}

/* The last entries are taken away by somebody who leaves the chain whole; and the older copy of a file is put in its place. */
static void
test_lost_end (Fixture *self, gconstpointer data)
{
  g_autofree char *key = fixture_enter_patient (self, "302-001", "61.2");
  CrfTransaction *txn = fixture_begin (self);
  g_autoptr (CrfVerifyReport) report = NULL;
  g_autoptr (GError) error = NULL;

  fixture_append (txn, &(CrfEntry){ .action = CRF_ACTION_VIEW });
  fixture_commit (txn);
  close_file (self);
  cut_last_entry (self->path);
  report = crf_verify (self->path, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (report->faults->len, >=, 1);
  g_assert_nonnull (strstr (((CrfVerifyFault *) g_ptr_array_index (report->faults, report->faults->len - 1))->what, "is missing or is not the same"));
  self->file = crf_study_file_open (self->path, &error);
  g_assert_no_error (error);
  g_assert_nonnull (crf_study_file_get_missing (self->file));
}

static gboolean
find_action (const CrfJournalRecord *record, gpointer data)
{
  GString *found = data;

  if (g_strcmp0 (record->columns[CRF_COL_ACTION], CRF_ACTION_FILE_FOUND) == 0)
    g_string_append_printf (found, "%s %s\n", record->columns[CRF_COL_WS],
                            record->columns[CRF_COL_DETAIL]);
  return TRUE;
}

static char *
list_found (Fixture *self)
{
  GString *found = g_string_new (NULL);

  crf_records_journal (self->file, NULL, NULL, 0, FALSE, find_action, found, NULL);
  return g_string_free (found, FALSE);
}

static void
test_restored (Fixture *self, gconstpointer data)
{
  g_autofree char *key = fixture_enter_patient (self, "302-001", "61.2");
  g_autofree char *ws = g_strdup (crf_study_file_get_workstation (self->file));
  g_autofree char *old = g_build_filename (self->dir, "old.stemward", NULL);
  g_autofree char *other = NULL;
  g_autofree char *found = NULL;
  g_autofree char *heads = NULL;
  g_autoptr (GError) error = NULL;

  crf_study_file_backup (self->file, old, NULL, NULL, &error);
  g_assert_no_error (error);
  other = fixture_enter_patient (self, "302-002", "20");
  g_assert_false (crf_study_file_restore (old, self->path, &error));
  g_assert_error (error, CRF_STORE_ERROR, CRF_STORE_ERROR_BUSY);
  g_clear_error (&error);
  close_file (self);
  crf_study_file_restore (old, self->path, &error);
  g_assert_no_error (error);

  self->file = crf_study_file_open (self->path, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (crf_records_count_subjects (self->file, NULL), ==, 1);
  g_assert_cmpstr (crf_study_file_get_workstation (self->file), !=, ws);
  g_free (fixture_enter_patient (self, "302-003", "30"));
  found = list_found (self);
  g_assert_true (g_str_has_prefix (found, crf_study_file_get_workstation (self->file)));
  g_assert_nonnull (strstr (found, ws)); /* the head that was expected */
  fixture_reopen (self);
  g_assert_true (
      g_str_has_prefix (found, crf_study_file_get_workstation (self->file))); /* once only */
  heads = crf_records_heads (self->file);
  g_assert_nonnull (strstr (heads, "\n")); /* two chains now, in one file */
  fixture_assert_verifies (self);
}

static void
test_copied (Fixture *self, gconstpointer data)
{
  g_autofree char *key = fixture_enter_patient (self, "302-001", "61.2");
  g_autofree char *ws = g_strdup (crf_study_file_get_workstation (self->file));
  g_autofree char *copy = g_build_filename (self->dir, "copy.stemward", NULL);
  g_autofree char *moved = g_build_filename (self->dir, "moved.stemward", NULL);
  g_autofree char *bytes = NULL;
  g_autofree char *found = NULL;
  gsize size;

  close_file (self);
  g_file_get_contents (self->path, &bytes, &size, NULL);
  g_file_set_contents (copy, bytes, (gssize) size, NULL);
  fixture_is_copy (copy, self->path);
  fixture_is_copy (moved, self->path);
  g_assert_cmpint (g_rename (self->path, moved), ==, 0);

  /* It was moved: the same file at another place. */
  g_free (self->path);
  self->path = g_strdup (moved);
  self->file = crf_study_file_open (self->path, NULL);
  g_assert_cmpstr (crf_study_file_get_workstation (self->file), ==, ws);
  g_free (fixture_enter_patient (self, "302-002", "20"));
  found = list_found (self);
  g_assert_cmpstr (found, ==, "");
  close_file (self);

  /* And there is a copy of it: that one goes on under a name of its own. */
  g_free (self->path);
  self->path = g_strdup (copy);
  self->file = crf_study_file_open (self->path, NULL);
  g_assert_cmpstr (crf_study_file_get_workstation (self->file), !=, ws);
  g_free (fixture_enter_patient (self, "302-003", "20"));
  g_free (found);
  found = list_found (self);
  g_assert_cmpstr (found, !=, "");
  fixture_assert_verifies (self);
}

static void
test_reading_leaves_no_trace (Fixture *self, gconstpointer data)
{
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  CrfStudyFile *reader;
  GDir *dir;
  const char *name;

  close_file (self);
  before = crf_backup_hash_file (self->path, NULL, NULL);
  reader = crf_study_file_open_reader (self->path, NULL);
  g_assert_cmpuint (crf_records_count_entries (reader), ==, 1);
  crf_study_file_close (reader);
  fixture_assert_verifies (self);
  after = crf_backup_hash_file (self->path, NULL, NULL);
  g_assert_cmpstr (before, ==, after);
  dir = g_dir_open (self->dir, 0, NULL);
  while ((name = g_dir_read_name (dir)) != NULL)
    if (!CRF_SQLCIPHER || !g_str_equal (name, "a.stemward.keys"))
      g_assert_cmpstr (name, ==, "a.stemward");
  g_dir_close (dir);
}

static void
test_backup (Fixture *self, gconstpointer data)
{
  g_autofree char *key = fixture_enter_patient (self, "302-001", "61.2");
  g_autofree char *path = g_build_filename (self->dir, "backup.stemward", NULL);
  g_autofree char *second = g_build_filename (self->dir, "second.stemward", NULL);
  g_autofree char *during = g_build_filename (self->dir, "during.stemward", NULL);
  CrfTransaction *txn;
  g_autofree char *hash = NULL;
  g_autofree char *bytes = NULL;
  g_autofree char *expected = NULL;
  g_autofree char *heads = crf_records_heads (self->file);
  g_autofree char *copied = NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (CrfStudyFile) copy = NULL;
  g_autoptr (GError) error = NULL;
  gsize size;
  sqlite3 *db;

  crf_study_file_backup (self->file, path, &hash, NULL, &error);
  g_assert_no_error (error);
  g_file_get_contents (path, &bytes, &size, NULL);
  expected = g_compute_checksum_for_data (G_CHECKSUM_SHA256, (const guchar *) bytes, size);
  g_assert_cmpstr (hash, ==, expected);
  if (!CRF_SQLCIPHER)
    g_assert_cmpint (bytes[18], ==, 1); /* not WAL: opens on read-only media */
  copy = crf_study_file_open_reader (path, &error);
  g_assert_no_error (error);
  copied = crf_records_heads (copy);
  g_assert_cmpstr (copied, ==, heads);
  g_assert_false (crf_study_file_backup (self->file, path, NULL, NULL, &error));
  g_assert_error (error, CRF_STORE_ERROR, CRF_STORE_ERROR_EXISTS);
  g_clear_error (&error);
  /* While a change is under way: the copy holds what is committed. */
  txn = fixture_begin (self);
  g_free (fixture_add_subject (txn, "302-002"));
  crf_study_file_backup (self->file, during, NULL, NULL, &error);
  g_assert_no_error (error);
  crf_transaction_free (txn);
  g_cancellable_cancel (cancellable);
  g_assert_false (crf_study_file_backup (self->file, second, NULL, cancellable, &error));
  g_assert_error (error, CRF_STORE_ERROR, CRF_STORE_ERROR_CANCELLED);
  g_clear_error (&error);

  /* A damaged file is not backed up in silence. */
  db = fixture_connect (self->path);
  sqlite3_exec (db, "DROP TRIGGER journal_no_update; UPDATE journal SET app = 'x' WHERE seq = 2",
                NULL, NULL, NULL);
  sqlite3_close (db);
  g_assert_false (crf_study_file_backup (self->file, second, NULL, NULL, &error));
  g_assert_error (error, CRF_STORE_ERROR, CRF_STORE_ERROR_DAMAGED);
  g_assert_false (g_file_test (second, G_FILE_TEST_EXISTS));
}

/* Steps run in order, in one transaction, and a failing one leaves the file as it was. */
static void
test_migrations (Fixture *self, gconstpointer data)
{
  const CrfMigration good[]
      = { { 1, crf_schema_0001, FALSE },
          { 2, crf_schema_0002, FALSE },
          { 3, "CREATE TABLE steps (n INTEGER); INSERT INTO steps VALUES (2)", FALSE },
          { 4, "INSERT INTO steps SELECT max (n) + 1 FROM steps; UPDATE subject SET number = 'x'",
            TRUE },
          { 0, NULL, FALSE } };
  const CrfMigration bad[] = { { 5, "INSERT INTO steps VALUES (4)", FALSE },
                               { 6, "INSERT INTO nowhere VALUES (1)", FALSE },
                               { 0, NULL, FALSE } };
  g_autofree char *key = fixture_enter_patient (self, "302-001", "61.2");
  g_autoptr (GError) error = NULL;
  g_autofree char *number = NULL;
  CrfDb *db;

  g_assert_cmpint (crf_migrations_latest (crf_migrations), ==, 2);
  close_file (self);
  db = crf_db_open (self->path, CRF_DB_WRITE, &error);
  g_assert_no_error (error);
  g_assert_cmpint (crf_migrator_get_version (db, NULL), ==, 2);
  crf_migrator_run (db, good, &error);
  g_assert_no_error (error);
  g_assert_cmpint (crf_migrator_get_version (db, NULL), ==, 4);
  g_assert_cmpint (crf_db_get_int (db, NULL, 0, "SELECT max (n) FROM steps", ""), ==, 3);
  number = crf_db_get_text (db, NULL, "SELECT number FROM subject", "");
  g_assert_cmpstr (number, ==, "302-001"); /* rebuilt from the journal */
  g_assert_false (crf_migrator_run (db, bad, &error));
  g_assert_nonnull (error);
  g_clear_error (&error);
  g_assert_cmpint (crf_migrator_get_version (db, NULL), ==, 4);
  g_assert_cmpint (crf_db_get_int (db, NULL, 0, "SELECT max (n) FROM steps", ""), ==, 3);
  g_assert_false (crf_migrator_run (db, crf_migrations, &error));
  g_assert_error (error, CRF_STORE_ERROR, CRF_STORE_ERROR_NEWER);
  g_clear_error (&error);
  crf_backup_before_migration (db, self->path, 3, &error);
  g_assert_no_error (error);
  crf_db_close (db);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_assert_cmpint (sodium_init (), >=, 0);
  add ("a-kill-loses-nothing-that-was-acknowledged", test_kill);
  add ("a-limited-file-loses-nothing", test_size_limit);
  add ("a-full-disk-is-said-and-loses-nothing", test_disk_full);
  add ("a-wrong-file-is-named", test_wrong_files);
  add ("a-newer-file-is-refused", test_newer);
  add ("a-second-instance-is-told-who-has-the-file", test_second_instance);
  add ("a-link-leads-to-the-same-lock-and-a-second-name-is-refused", test_second_name);
  add ("a-journal-whose-end-was-cut-off-is-noticed", test_lost_end);
  add ("a-read-only-folder-opens-for-reading", test_read_only);
  add ("a-restored-file-starts-a-new-workstation", test_restored);
  add ("a-copied-file-starts-a-new-workstation", test_copied);
  add ("reading-leaves-no-trace", test_reading_leaves_no_trace);
  add ("a-backup-is-checked", test_backup);
  add ("migrations-run-in-order-or-not-at-all", test_migrations);
  return g_test_run ();
}
