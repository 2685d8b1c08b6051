/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Automatic backups: which are kept, what is said of a damaged one, what a power cut leaves; and where a file had better not lie. */

#include <glib/gstdio.h>
#include <signal.h>
#include <sqlite3.h>
#include <string.h>
#include <sys/resource.h>
#include <utime.h>

#include "crf-backup-set.h"
#include "crf-network.h"
#include "crf-restore.h"
#include "store-fixture.h"

#define DAY_MS G_GINT64_CONSTANT (86400000)

static guint
count (const gboolean *keep, guint n)
{
  guint kept = 0;

  for (guint i = 0; i < n; i++)
    kept += keep[i] ? 1 : 0;
  return kept;
}

static CrfInstant
at (const char *utc)
{
  CrfInstant instant;

  g_assert_true (crf_instant_parse_utc (utc, &instant));
  return instant;
}

/* Two backups a day for 800 days, in China: counted on a calendar, not by the program. */
static void
test_rule (void)
{
  const CrfBackupRule rule = CRF_BACKUP_RULE_USUAL;
  CrfInstant last = at ("2026-03-04T12:00:00Z"); /* a Wednesday, 20:00 in China */
  CrfInstant times[1600];
  gboolean keep[1600];

  last.offset_minutes = 480;
  for (int i = 0; i < 1600; i++)
    times[i] = (CrfInstant){ last.utc_ms - i * DAY_MS / 2, 480 };
  crf_backup_rule_apply (&rule, times, 1600, keep);
  /* Wednesday 4 March back to Thursday 26 February, the newest of each day. */
  for (int i = 0; i < 14; i++)
    g_assert_true (keep[i] == (i % 2 == 0));
  /* The weeks end on Wednesday 4 March and Sunday 1 March (both kept already), 22 and 15 February. */
  g_assert_true (keep[2 * 10]); /* 22 February */
  g_assert_true (keep[2 * 17]); /* 15 February */
  /* March and February are there; 31 January … 30 April 2025. */
  g_assert_true (keep[2 * 32]);
  g_assert_true (keep[2 * 63]);  /* 31 December 2025 */
  g_assert_true (keep[2 * 308]); /* 30 April 2025 */
  g_assert_cmpuint (count (keep, 1600), ==, 7 + 2 + 10); /* 4 March and 28 February are days already */
  g_assert_false (keep[1599]);
}

static void
test_rule_newest (void)
{
  const CrfBackupRule nothing = { 0, 0, 0 };
  CrfInstant times[] = { at ("2026-03-04T12:00:00Z"), at ("2026-03-03T12:00:00Z") };
  gboolean keep[2];
  CrfBackupRule rule;

  crf_backup_rule_apply (&nothing, times, 2, keep);
  g_assert_true (keep[0]);
  g_assert_false (keep[1]);
  g_assert_true (crf_backup_rule_parse ("3,0,1", &rule));
  g_assert_cmpuint (rule.daily, ==, 3);
  g_assert_cmpuint (rule.monthly, ==, 1);
  g_assert_false (crf_backup_rule_parse ("3,1", &rule));
  g_assert_false (crf_backup_rule_parse ("3,-1,2", &rule));
  g_assert_false (crf_backup_rule_parse ("a,b,c", &rule));
}

static void
make (Fixture *self, const char *folder, const char *when, const CrfBackupRule *rule, CrfBackupMade *made)
{
  g_autoptr (GError) error = NULL;

  crf_backup_set_make (self->path, folder, at (when), rule, made, NULL, &error);
  g_assert_no_error (error);
}

static void
test_make (Fixture *self, gconstpointer data)
{
  const CrfBackupRule two_days = { 2, 0, 0 };
  g_autofree char *key = fixture_enter_patient (self, "302-001", "61.2");
  g_autofree char *folder = crf_backup_set_folder (self->path);
  g_autofree char *stale = g_build_filename (folder, ".stemward-copy-ABCDEF", NULL);
  g_autofree char *young = g_build_filename (folder, ".stemward-copy-GHIJKL", NULL);
  g_autofree char *other = g_build_filename (folder, "b.auto.2026-01-01T000000Z.stemward", NULL);
  struct utimbuf yesterday = { 0, 0 };
  g_autoptr (GPtrArray) files = NULL;
  CrfBackupFile *first;

  for (int day = 1; day <= 5; day++)
    {
      g_autofree char *when = g_strdup_printf ("2026-03-0%dT12:00:00Z", day);
      g_auto (CrfBackupMade) made = { 0 };

      make (self, NULL, when, &two_days, &made);
      g_assert_cmpuint (made.removed, ==, day > 2 ? 1 : 0);
      g_assert_true (g_file_test (made.path, G_FILE_TEST_EXISTS));
      if (day == 1)
        {
          g_file_set_contents (stale, "half", -1, NULL);
          g_file_set_contents (young, "half", -1, NULL);
          g_file_set_contents (other, "another study's", -1, NULL);
          utime (stale, &yesterday);
        }
    }
  g_assert_false (g_file_test (stale, G_FILE_TEST_EXISTS));
  g_assert_true (g_file_test (young, G_FILE_TEST_EXISTS));
  g_assert_true (g_file_test (other, G_FILE_TEST_EXISTS));
  files = crf_backup_set_list (self->path, NULL);
  g_assert_cmpuint (files->len, ==, 2);
  first = g_ptr_array_index (files, 0);
  g_assert_cmpstr (first->name, ==, "a.auto.2026-03-05T120000Z.stemward");
  g_assert_true (first->automatic);
  g_assert_cmpint (first->at.utc_ms, ==, at ("2026-03-05T12:00:00Z").utc_ms);
}

static void
test_other_disk (Fixture *self, gconstpointer data)
{
  const CrfBackupRule rule = CRF_BACKUP_RULE_USUAL;
  g_autofree char *usb = g_build_filename (self->dir, "usb", NULL);
  const char *const folders[] = { usb, NULL };
  g_auto (CrfBackupMade) made = { 0 };
  g_autoptr (GPtrArray) files = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_false (crf_backup_set_make (self->path, usb, at ("2026-03-05T12:00:00Z"), &rule, &made, NULL, &error));
  g_assert_error (error, CRF_STORE_ERROR, CRF_STORE_ERROR_NOT_FOUND);
  g_assert_nonnull (strstr (error->message, usb)); /* not plugged in: no folder is made in its place */
  g_assert_false (g_file_test (usb, G_FILE_TEST_EXISTS));
  g_mkdir (usb, 0700);
  make (self, usb, "2026-03-05T12:00:00Z", &rule, &made);
  files = crf_backup_set_list (self->path, folders);
  g_assert_cmpuint (files->len, ==, 1);
}

/* One disk in the drawer, and on it the backups of two studies whose files have the same name. */
static void
test_two_studies (Fixture *self, gconstpointer data)
{
  const CrfBackupRule one = { 1, 0, 0 };
  Fixture other = { 0 };
  g_autofree char *usb = g_build_filename (self->dir, "usb", NULL);
  const char *const folders[] = { usb, NULL };
  g_auto (CrfBackupMade) own = { 0 }, foreign = { 0 };
  g_autoptr (GPtrArray) files = NULL, mixed = NULL;
  g_autoptr (GError) error = NULL;

  if (CRF_SQLCIPHER)
    {
      g_test_skip ("the key of one study does not open the other");
      return;
    }
  fixture_set_up (&other, NULL);
  g_mkdir (usb, 0700);
  make (self, usb, "2026-03-04T12:00:00Z", &one, &own);
  make (&other, usb, "2026-03-04T13:00:00Z", &one, &foreign);
  /* The rule of one does not remove the other's, and neither takes it for its own. */
  g_assert_cmpuint (foreign.removed, ==, 0);
  g_assert_true (g_file_test (own.path, G_FILE_TEST_EXISTS));
  files = crf_backup_set_list (self->path, folders);
  g_assert_cmpuint (files->len, ==, 1);
  g_assert_cmpstr (((CrfBackupFile *) g_ptr_array_index (files, 0))->path, ==, own.path);
  g_assert_false (crf_backup_set_is_mixed (files));
  crf_study_file_close (self->file);
  self->file = NULL;
  g_assert_false (crf_study_file_restore (foreign.path, self->path, &error));
  g_assert_error (error, CRF_STORE_ERROR, CRF_STORE_ERROR_CONFLICT);
  g_clear_error (&error);
  fixture_assert_verifies (self);
  /* Where the study file is gone, nobody can tell which was meant. */
  g_assert_cmpint (g_unlink (self->path), ==, 0);
  mixed = crf_backup_set_list (self->path, folders);
  g_assert_cmpuint (mixed->len, ==, 2);
  g_assert_true (crf_backup_set_is_mixed (mixed));
  g_assert_true (crf_study_file_restore (own.path, self->path, &error));
  g_assert_no_error (error);
  fixture_assert_verifies (self);
  fixture_tear_down (&other, NULL);
}

/* Damaged in the middle: found, named, and not restored from; the one before it is. */
static void
test_damaged (Fixture *self, gconstpointer data)
{
  const CrfBackupRule rule = CRF_BACKUP_RULE_USUAL;
  g_auto (CrfBackupMade) old = { 0 };
  g_auto (CrfBackupMade) new = { 0 };
  g_autofree char *key = fixture_enter_patient (self, "302-001", "61.2");
  g_autofree char *bytes = NULL;
  g_autoptr (GPtrArray) files = NULL;
  g_autoptr (GError) error = NULL;
  CrfBackupFile *file;
  gsize at_byte = 0;
  gsize size;

  if (CRF_SQLCIPHER)
    {
      g_test_skip ("an encrypted file has no place to look for a text");
      return;
    }
  make (self, NULL, "2026-03-04T12:00:00Z", &rule, &old);
  make (self, NULL, "2026-03-05T12:00:00Z", &rule, &new);
  g_assert_true (g_file_get_contents (new.path, &bytes, &size, NULL));
  while (at_byte + 7 < size && memcmp (bytes + at_byte, "302-001", 7) != 0)
    at_byte++;
  g_assert_cmpuint (at_byte + 7, <, size);
  bytes[at_byte + 2] ^= 1;
  g_file_set_contents (new.path, bytes, (gssize) size, NULL);

  files = crf_backup_set_list (self->path, NULL);
  file = g_ptr_array_index (files, 0);
  g_assert_true (crf_backup_file_check (file, NULL, &error));
  g_assert_nonnull (file->fault);
  g_assert_nonnull (strstr (file->fault, new.path));
  file = g_ptr_array_index (files, 1);
  g_assert_true (crf_backup_file_check (file, NULL, &error));
  g_assert_null (file->fault);
  crf_study_file_close (self->file);
  self->file = NULL;
  g_assert_false (crf_study_file_restore (new.path, self->path, &error));
  g_assert_error (error, CRF_STORE_ERROR, CRF_STORE_ERROR_DAMAGED);
  g_clear_error (&error);
  g_assert_true (crf_study_file_restore (old.path, self->path, &error));
  g_assert_no_error (error);
  fixture_assert_verifies (self);
}

/* A value whose projection was changed: SQLite finds nothing and the chains hold, but it is not what was entered. */
static void
test_damaged_projection (Fixture *self, gconstpointer data)
{
  const CrfBackupRule rule = CRF_BACKUP_RULE_USUAL;
  g_auto (CrfBackupMade) made = { 0 };
  g_autofree char *key = fixture_enter_patient (self, "302-001", "61.2");
  g_autofree char *before = NULL, *after = NULL;
  g_autoptr (GError) error = NULL;
  sqlite3 *db;

  make (self, NULL, "2026-03-04T12:00:00Z", &rule, &made);
  db = fixture_connect (made.path);
  g_assert_cmpint (sqlite3_exec (db, "UPDATE value SET value = '16.2' WHERE value = '61.2'", NULL, NULL, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_changes (db), ==, 1);
  g_assert_cmpint (sqlite3_close (db), ==, SQLITE_OK);
  crf_study_file_close (self->file);
  self->file = NULL;
  before = crf_backup_hash_file (self->path, NULL, NULL);
  g_assert_false (crf_study_file_restore (made.path, self->path, &error));
  g_assert_error (error, CRF_STORE_ERROR, CRF_STORE_ERROR_DAMAGED);
  g_assert_nonnull (strstr (error->message, made.path));
  after = crf_backup_hash_file (self->path, NULL, NULL);
  g_assert_cmpstr (before, ==, after);
}

/* Magic numbers from linux/magic.h, mounts as proc(5) describes them. */
static void
test_network (void)
{
  const char *mounts = "22 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda rw\n"
                       "90 22 0:50 / /home/li/ward rw,nosuid - fuse.sshfs li@ward: rw\n"
                       "91 22 0:51 / /media/li/USB\\040disk rw - fuseblk /dev/sdb1 rw\n"
                       "92 22 0:52 / /run/user/1000/gvfs rw shared:9 - fuse.gvfsd-fuse gvfsd-fuse rw\n";

  g_assert_cmpstr (crf_network_name_of (0x6969, NULL, "/x"), ==, "NFS");
  g_assert_cmpstr (crf_network_name_of (0xff534d42, NULL, "/x"), ==, "SMB (CIFS)");
  g_assert_cmpstr (crf_network_name_of (0xfe534d42, NULL, "/x"), ==, "SMB 2");
  g_assert_null (crf_network_name_of (0xef53, mounts, "/home/li/a.stemward"));     /* ext4 */
  g_assert_null (crf_network_name_of (0x01021994, mounts, "/tmp/a.stemward"));     /* tmpfs */
  g_assert_cmpstr (crf_network_name_of (0x65735546, mounts, "/home/li/ward/a.stemward"), ==, "SSHFS");
  g_assert_null (crf_network_name_of (0x65735546, mounts, "/home/li/wards/a.stemward"));
  g_assert_null (crf_network_name_of (0x65735546, mounts, "/media/li/USB disk/a.stemward"));
  g_assert_cmpstr (crf_network_name_of (0x65735546, mounts, "/run/user/1000/gvfs/smb/a.stemward"), ==, "GVfs");
  g_assert_null (crf_network_name (g_get_tmp_dir ()));
}

/* ── Disks with limits, and disks that go ── */

/* As FAT says at 4 GB: EFBIG, which is not a full disk. */
static void
test_too_large (Fixture *self, gconstpointer data)
{
  g_autofree char *key = fixture_enter_patient (self, "302-001", "61.2");
  g_autofree char *target = g_build_filename (self->dir, "copy.stemward", NULL);
  struct rlimit before;
  struct rlimit small;
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &before), ==, 0);
  small = before;
  small.rlim_cur = 64 * 1024;
  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &small), ==, 0);
  g_assert_false (crf_study_file_backup (self->file, target, NULL, NULL, &error));
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &before), ==, 0);
  g_assert_error (error, CRF_STORE_ERROR, CRF_STORE_ERROR_FULL);
  g_test_message ("%s", error->message);
  g_assert_nonnull (strstr (error->message, "FAT"));
  g_assert_false (g_file_test (target, G_FILE_TEST_EXISTS));
}

static gpointer
pull_out (gpointer data)
{
  const char *folder = data;

  for (int i = 0; i < 20000; i++)
    {
      g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
      const char *name = dir != NULL ? g_dir_read_name (dir) : NULL;

      if (name != NULL)
        {
          fixture_remove_folder (folder);
          return GINT_TO_POINTER (!g_file_test (folder, G_FILE_TEST_EXISTS));
        }
      g_usleep (100);
    }
  return NULL;
}

static void
test_pulled_out (Fixture *self, gconstpointer data)
{
  const CrfBackupRule rule = CRF_BACKUP_RULE_USUAL;
  g_autofree char *folder = g_build_filename (self->dir, "usb", NULL);
  g_autoptr (GError) error = NULL;
  CrfBackupMade made = { 0 };
  GThread *thief;
  gboolean done, gone;

  for (int i = 0; i < 40; i++)
    {
      g_autofree char *number = g_strdup_printf ("302-%03d", i);

      g_free (fixture_enter_patient (self, number, "61.2"));
    }
  g_assert_cmpint (g_mkdir (folder, 0700), ==, 0);
  thief = g_thread_new ("thief", pull_out, folder);
  done = crf_backup_set_make (self->path, folder, self->now, &rule, &made, NULL, &error);
  gone = GPOINTER_TO_INT (g_thread_join (thief));
  g_test_message ("%s, %s", gone ? "gone" : "not gone", error != NULL ? error->message : "made");
  g_assert_true (done == (error == NULL));
  /* What is said to be made is there. */
  if (done && !gone)
    g_assert_true (g_file_test (made.path, G_FILE_TEST_EXISTS));
  if (done)
    crf_backup_made_clear (&made);
  g_clear_error (&error);
  /* The next time the folder is missing from the start. */
  if (gone)
    {
      g_assert_false (crf_backup_set_make (self->path, folder, self->now, &rule, &made, NULL, &error));
      g_assert_error (error, CRF_STORE_ERROR, CRF_STORE_ERROR_NOT_FOUND);
      g_assert_nonnull (strstr (error->message, "Plug in"));
    }
  fixture_assert_verifies (self);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/store/backups/the-rule-keeps-days-weeks-and-months", test_rule);
  g_test_add_func ("/store/backups/the-newest-is-always-kept", test_rule_newest);
  g_test_add ("/store/backups/older-ones-and-leftovers-go", Fixture, NULL, fixture_set_up, test_make, fixture_tear_down);
  g_test_add ("/store/backups/a-disk-that-is-not-there-is-said", Fixture, NULL, fixture_set_up, test_other_disk, fixture_tear_down);
  g_test_add ("/store/backups/one-whose-values-are-not-its-journals-is-named-and-not-restored", Fixture, NULL, fixture_set_up, test_damaged_projection,
              fixture_tear_down);
  g_test_add ("/store/backups/two-studies-of-one-name-keep-their-own", Fixture, NULL, fixture_set_up, test_two_studies, fixture_tear_down);
  g_test_add ("/store/backups/a-damaged-one-is-named-and-not-restored", Fixture, NULL, fixture_set_up, test_damaged, fixture_tear_down);
  g_test_add ("/store/backups/a-file-too-large-for-its-disk-is-not-called-a-full-disk", Fixture, NULL, fixture_set_up, test_too_large, fixture_tear_down);
  g_test_add ("/store/backups/a-disk-that-is-pulled-out-in-the-middle-is-said", Fixture, NULL, fixture_set_up, test_pulled_out, fixture_tear_down);
  g_test_add_func ("/store/backups/network-file-systems-are-known", test_network);
  return g_test_run ();
}
