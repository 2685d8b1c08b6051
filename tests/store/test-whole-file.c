/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Encryption of the whole file, in a build with SQLCipher; and what a build without says of it. */

#include <glib/gstdio.h>
#include <sodium.h>
#include <string.h>

#include "crf-backup-set.h"
#include "crf-file-key-private.h"
#include "crf-study-file-private.h"
#include "crf-study-header.h"
#include "store-fixture.h"

#define PLANTED "61.2345678"

static void
add_people (Fixture *self, char **recovery)
{
  const char *const logins[] = { "li", NULL };
  guchar public_key[32];
  g_autoptr (GError) error = NULL;
  CrfTransaction *txn = fixture_begin (self);

  *recovery = crf_recovery_new (public_key);
  g_assert_true (crf_keys_add_account (txn, "li", "Li Na", "one two three", &error));
  g_assert_true (crf_keys_add_account (txn, "wang", "Wang Wei", "four five six", &error));
  g_assert_true (crf_keys_add_role_key (txn, CRF_ROLE_KEY_IDENTIFIERS, logins, public_key, &error));
  g_assert_no_error (error);
  fixture_commit (txn);
}

#if CRF_SQLCIPHER

static gboolean
holds (const char *path, const char *text)
{
  g_autofree char *bytes = NULL;
  gsize size = 0;
  gsize length = strlen (text);

  if (!g_file_get_contents (path, &bytes, &size, NULL))
    return FALSE;
  for (gsize i = 0; i + length <= size; i++)
    if (memcmp (bytes + i, text, length) == 0)
      return TRUE;
  return FALSE;
}

/* No file of the folder holds a clinical value, an item, the schema or SQLite's mark. */
static void
assert_opaque (const char *dir)
{
  static const char *const words[] = { PLANTED, "I.ALT", "302-001", "value.set", "CREATE TABLE", "SQLite format 3" };
  g_autoptr (GDir) folder = g_dir_open (dir, 0, NULL);
  const char *name;
  guint n = 0;

  while ((name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *path = g_build_filename (dir, name, NULL);

      for (guint i = 0; i < G_N_ELEMENTS (words); i++)
        if (holds (path, words[i]))
          g_error ("%s holds “%s”", name, words[i]);
      n++;
    }
  g_assert_cmpuint (n, >=, 3);
}

static void
test_opaque (Fixture *self, gconstpointer data)
{
  g_autofree char *key = fixture_enter_patient (self, "302-001", PLANTED);
  g_autofree char *recovery = NULL, *copy = g_build_filename (self->dir, "copy.stemward", NULL);
  g_autoptr (GError) error = NULL;

  add_people (self, &recovery);
  g_assert_true (crf_study_file_backup (self->file, copy, NULL, NULL, &error));
  g_assert_no_error (error);
  assert_opaque (self->dir); /* with its -wal */
  fixture_assert_verifies (self);
  crf_study_file_close (self->file);
  self->file = NULL;
  assert_opaque (self->dir);
}

static CrfStudyFile *
open_as (Fixture *self, const char *path, const char *login, const char *passphrase, GError **error)
{
  _crf_file_key_forget_all ();
  return crf_file_key_unlock (path, login, passphrase, error) ? crf_study_file_open (path, error) : NULL;
}

static void
test_slots (Fixture *self, gconstpointer data)
{
  g_autofree char *key = fixture_enter_patient (self, "302-001", PLANTED);
  g_autofree char *recovery = NULL, *copy = g_build_filename (self->dir, "copy.stemward", NULL);
  g_autoptr (GError) error = NULL;
  CrfTransaction *txn;

  add_people (self, &recovery);
  crf_study_file_close (self->file);
  _crf_file_key_forget_all ();
  self->file = crf_study_file_open (self->path, &error);
  g_assert_null (self->file);
  g_assert_error (error, CRF_STORE_ERROR, CRF_STORE_ERROR_KEY);
  g_clear_error (&error);
  g_assert_null (open_as (self, self->path, "li", "wrong words", &error));
  g_assert_error (error, CRF_STORE_ERROR, CRF_STORE_ERROR_PASSPHRASE);
  g_clear_error (&error);
  g_assert_null (open_as (self, self->path, "nobody", "one two three", &error));
  g_clear_error (&error);

  self->file = open_as (self, self->path, "li", "one two three", &error);
  g_assert_no_error (error);
  crf_keys_set_cost (self->file, TRUE);
  /* One passphrase is forgotten and reset: the other person, and the paper, open the file as before. */
  txn = fixture_begin (self);
  g_assert_true (crf_keys_reset_account (txn, "li", "seven eight nine", &error));
  fixture_commit (txn);
  crf_study_file_close (self->file);
  self->file = open_as (self, self->path, "li", "one two three", &error);
  g_assert_null (self->file);
  g_clear_error (&error);
  self->file = open_as (self, self->path, "li", "seven eight nine", &error);
  g_assert_no_error (error);
  crf_study_file_close (self->file);
  self->file = open_as (self, self->path, "wang", "four five six", &error);
  g_assert_no_error (error);
  g_assert_true (crf_study_file_backup (self->file, copy, NULL, NULL, &error));
  crf_study_file_close (self->file);
  _crf_file_key_forget_all ();
  g_assert_true (crf_file_key_unlock_recovery (self->path, recovery, &error));
  self->file = crf_study_file_open (self->path, &error);
  g_assert_no_error (error);
  crf_study_file_close (self->file);
  /* The backup has slots of its own. */
  self->file = open_as (self, copy, "wang", "four five six", &error);
  g_assert_no_error (error);
}

static void
assert_names_both (GError **error, const char *backup, const char *keys)
{
  g_assert_error (*error, CRF_STORE_ERROR, CRF_STORE_ERROR_KEY);
  g_assert_nonnull (strstr ((*error)->message, backup));
  g_assert_nonnull (strstr ((*error)->message, keys));
  g_assert_nonnull (strstr ((*error)->message, "newest backup"));
  g_clear_error (error);
}

/* Nobody could open it: not the accounts, not the paper. */
static void
test_no_slots (Fixture *self, gconstpointer data)
{
  const CrfBackupRule rule = CRF_BACKUP_RULE_USUAL;
  g_autofree char *recovery = NULL, *good = g_build_filename (self->dir, "good.stemward", NULL);
  g_autofree char *copy = g_build_filename (self->dir, "copy.stemward", NULL), *keys = g_strconcat (self->path, CRF_FILE_KEYS_SUFFIX, NULL);
  g_autofree char *aside = g_strconcat (keys, ".aside", NULL), *good_keys = g_strconcat (good, CRF_FILE_KEYS_SUFFIX, NULL);
  g_autofree char *copy_keys = g_strconcat (copy, CRF_FILE_KEYS_SUFFIX, NULL), *text = NULL;
  g_auto (CrfBackupMade) made = { 0 };
  g_autoptr (GError) error = NULL;
  gsize size;

  add_people (self, &recovery);
  g_assert_true (crf_study_file_backup (self->file, good, NULL, NULL, &error));
  crf_study_file_close (self->file);
  self->file = open_as (self, self->path, "li", "one two three", &error);
  g_assert_no_error (error);
  g_assert_cmpint (g_rename (keys, aside), ==, 0);
  g_assert_false (crf_study_file_backup (self->file, copy, NULL, NULL, &error));
  assert_names_both (&error, copy, keys);
  g_assert_false (crf_backup_set_make (self->path, NULL, self->now, &rule, &made, NULL, &error));
  assert_names_both (&error, ".auto.", keys);
  g_assert_null (made.path);
  /* Slots that open nothing are as bad as none. */
  g_assert_true (g_file_set_contents (keys, "[file]\nid=0123\n", -1, NULL));
  g_assert_false (crf_study_file_backup (self->file, copy, NULL, NULL, &error));
  g_assert_nonnull (error);
  g_clear_error (&error);
  g_assert_true (g_file_set_contents (keys, "", 0, NULL));
  g_assert_false (crf_study_file_backup (self->file, copy, NULL, NULL, &error));
  assert_names_both (&error, copy, keys);
  g_assert_false (g_file_test (copy, G_FILE_TEST_EXISTS));
  g_assert_false (g_file_test (copy_keys, G_FILE_TEST_EXISTS));
  /* A backup without them is not restored, and the file that is there stays where it is. */
  g_assert_cmpint (g_rename (good_keys, keys), ==, 0);
  crf_study_file_close (self->file);
  self->file = NULL;
  g_assert_false (crf_study_file_restore (good, self->path, &error));
  assert_names_both (&error, self->path, good_keys);
  /* What the sentence says to do, done: the slots of the backup open the file, and it is backed up. */
  self->file = open_as (self, self->path, "wang", "four five six", &error);
  g_assert_no_error (error);
  g_assert_true (crf_study_file_backup (self->file, copy, NULL, NULL, &error));
  g_assert_no_error (error);
  g_assert_true (g_file_get_contents (copy_keys, &text, &size, NULL));
  crf_study_file_close (self->file);
  self->file = open_as (self, copy, "li", "one two three", &error);
  g_assert_no_error (error);
}

static char *
read_all (const char *path, gsize *size)
{
  char *bytes = NULL;

  g_assert_true (g_file_get_contents (path, &bytes, size, NULL));
  return bytes;
}

/* The power fails while a passphrase is set, after the slots that are written first: whether the file got the change or not, its person comes in. */
static void
test_cut_between (Fixture *self, gconstpointer data)
{
  g_autofree char *recovery = NULL, *keys = g_strconcat (self->path, CRF_FILE_KEYS_SUFFIX, NULL);
  g_autofree char *keys_before = NULL, *file_before = NULL, *keys_after = NULL;
  g_autoptr (GError) error = NULL;
  gsize keys_size, file_size, size;
  CrfTransaction *txn;

  add_people (self, &recovery);
  crf_study_file_checkpoint (self->file);
  keys_before = read_all (keys, &keys_size);
  file_before = read_all (self->path, &file_size);
  txn = fixture_begin (self);
  g_assert_true (crf_keys_reset_account (txn, "li", "seven eight nine", &error));
  fixture_commit (txn);
  keys_after = read_all (keys, &size);
  g_assert_null (strstr (keys_after, "earlier"));
  /* What was written before the commit. */
  g_assert_true (g_file_set_contents (keys, keys_before, (gssize) keys_size, NULL));
  g_assert_true (_crf_file_key_save (_crf_study_file_get_db (self->file), crf_study_file_get_uuid (self->file), self->path, TRUE, &error));
  crf_study_file_close (self->file);
  self->file = open_as (self, self->path, "li", "seven eight nine", &error);
  g_assert_no_error (error);
  crf_study_file_close (self->file);
  g_assert_true (g_file_set_contents (self->path, file_before, (gssize) file_size, NULL));
  self->file = open_as (self, self->path, "li", "one two three", &error);
  g_assert_no_error (error);
  g_assert_null (open_as (self, self->path, "li", "ten eleven twelve", &error));
  g_clear_error (&error);
}

/* Slots that cannot be written are said before anything is changed. */
static void
test_no_room_for_slots (Fixture *self, gconstpointer data)
{
  g_autofree char *recovery = NULL, *keys = g_strconcat (self->path, CRF_FILE_KEYS_SUFFIX, NULL), *aside = g_strconcat (keys, ".aside", NULL);
  g_autoptr (GError) error = NULL;
  CrfTransaction *txn;

  add_people (self, &recovery);
  g_assert_cmpint (g_rename (keys, aside), ==, 0);
  g_assert_cmpint (g_mkdir (keys, 0700), ==, 0);
  txn = fixture_begin (self);
  g_assert_true (crf_keys_reset_account (txn, "li", "seven eight nine", &error));
  g_assert_false (crf_transaction_commit (txn, &error));
  g_assert_nonnull (error);
  g_clear_error (&error);
  crf_transaction_free (txn);
  g_assert_cmpint (g_rmdir (keys), ==, 0);
  g_assert_cmpint (g_rename (aside, keys), ==, 0);
  crf_study_file_close (self->file);
  self->file = open_as (self, self->path, "li", "one two three", &error);
  g_assert_no_error (error);
  crf_keyring_free (crf_keyring_unlock (self->file, "li", "one two three", &error));
  g_assert_no_error (error);
}

/* The path of the file that a restore put aside. Free it. */
static char *
find_aside (const char *dir)
{
  g_autoptr (GDir) folder = g_dir_open (dir, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (folder)) != NULL)
    if (strstr (name, ".before-restore.") != NULL && g_str_has_suffix (name, ".stemward"))
      return g_build_filename (dir, name, NULL);
  return NULL;
}

/* A passphrase was set since the backup: what was put aside opens with it, and the backup with the one of its day. */
static void
test_aside (Fixture *self, gconstpointer data)
{
  g_autofree char *recovery = NULL, *copy = g_build_filename (self->dir, "copy.stemward", NULL), *aside = NULL;
  g_autoptr (GError) error = NULL;
  CrfTransaction *txn;

  add_people (self, &recovery);
  g_assert_true (crf_study_file_backup (self->file, copy, NULL, NULL, &error));
  txn = fixture_begin (self);
  g_assert_true (crf_keys_reset_account (txn, "li", "seven eight nine", &error));
  fixture_commit (txn);
  crf_study_file_close (self->file);
  self->file = NULL;
  g_assert_true (crf_study_file_restore (copy, self->path, &error));
  g_assert_no_error (error);
  aside = find_aside (self->dir);
  g_assert_nonnull (aside);
  self->file = open_as (self, aside, "li", "seven eight nine", &error);
  g_assert_no_error (error);
  crf_study_file_close (self->file);
  self->file = open_as (self, self->path, "li", "one two three", &error);
  g_assert_no_error (error);
}

/* A plain file is neither opened nor lost: it is converted, and stays beside. */
static void
test_plain (Fixture *self, gconstpointer data)
{
  g_autofree char *path = g_build_filename (self->dir, "plain.stemward", NULL), *aside = NULL;
  g_autoptr (GError) error = NULL;
  const char *plain = g_getenv ("STEMWARD_PLAIN_FILE");
  g_autofree char *bytes = NULL;
  gsize size;

  g_assert_true (g_file_set_contents (path, "SQLite format 3", 16, NULL));
  g_assert_true (crf_study_header_is_plain (path));
  g_assert_null (crf_study_file_open (path, &error));
  g_assert_error (error, CRF_STORE_ERROR, CRF_STORE_ERROR_PLAIN);
  g_clear_error (&error);
  if (plain == NULL)
    {
      g_test_skip ("STEMWARD_PLAIN_FILE names no study file of a build without SQLCipher");
      return;
    }
  g_assert_true (g_file_get_contents (plain, &bytes, &size, NULL));
  g_assert_true (g_file_set_contents (path, bytes, (gssize) size, NULL));
  g_assert_false (crf_file_key_protect (path, "admin", "wrong words", &aside, &error));
  g_assert_nonnull (error);
  g_clear_error (&error);
  g_assert_true (crf_study_header_is_plain (path));
  g_assert_true (crf_file_key_protect (path, "admin", "demo", &aside, &error));
  g_assert_no_error (error);
  g_assert_false (crf_study_header_is_plain (path));
  g_assert_true (crf_study_header_is_plain (aside));
  crf_study_file_close (self->file);
  self->file = open_as (self, path, "admin", "demo", &error);
  g_assert_no_error (error);
}

#else

static void
test_without (Fixture *self, gconstpointer data)
{
  g_autofree char *recovery = NULL, *keys = g_strconcat (self->path, CRF_FILE_KEYS_SUFFIX, NULL), *aside = NULL;
  g_autoptr (GError) error = NULL;

  add_people (self, &recovery);
  g_assert_false (g_file_test (keys, G_FILE_TEST_EXISTS));
  g_assert_nonnull (strstr (crf_study_file_get_protection (self->file), "Clinical values are not"));
  crf_study_file_close (self->file);
  self->file = NULL;
  g_assert_false (crf_file_key_protect (self->path, "li", "one two three", &aside, &error));
  g_assert_nonnull (strstr (error->message, "SQLCipher"));
  g_clear_error (&error);
  /* A file of the other build: random bytes, and slots beside them. */
  g_assert_true (g_file_set_contents (self->path, "0123456789abcdef0123456789", -1, NULL));
  g_assert_true (g_file_set_contents (keys, "[file]\nid=1\n", -1, NULL));
  g_assert_null (crf_study_file_open (self->path, &error));
  g_assert_nonnull (strstr (error->message, "SQLCipher"));
}

#endif

#define add(path, test) g_test_add ("/store/whole-file/" path, Fixture, NULL, fixture_set_up, test, fixture_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_assert_cmpint (sodium_init (), >=, 0);
#if CRF_SQLCIPHER
  add ("file-wal-and-backup-say-nothing", test_opaque);
  add ("each-account-and-the-paper-open-it-alone", test_slots);
  add ("without-its-keys-nothing-is-backed-up-or-restored", test_no_slots);
  add ("a-power-cut-while-a-passphrase-is-set-shuts-nobody-out", test_cut_between);
  add ("slots-that-cannot-be-written-change-nothing", test_no_room_for_slots);
  add ("what-a-restore-puts-aside-keeps-its-keys", test_aside);
  add ("a-plain-file-is-refused-and-converted", test_plain);
#else
  add ("a-build-without-says-so", test_without);
#endif
  return g_test_run ();
}
