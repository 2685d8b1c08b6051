/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Power fails, the process is killed and the disk fills up at every write, sync, truncation and removal in turn of saves, of a migration
 * and of a backup. */

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <sodium.h>
#include <sqlite3.h>
#include <string.h>

#include "crf-db-private.h"
#include "crf-study-file-private.h"
#include "power-campaign.h"
#include "released.h"
#include "store-fixture.h"

#define SAVES 8
#define ITEMS 12

/* A study file with some patients. */
static void
begin_with_patients (PowerBeginning *self)
{
  Fixture fixture = { 0 };

  power_forget_heads ();
  fixture_set_up (&fixture, NULL);
  g_free (fixture_enter_patient (&fixture, "302-001", "61.2"));
  g_free (fixture_enter_patient (&fixture, "302-002", "33"));
  crf_study_file_close (fixture.file);
  power_beginning_take (self, fixture.dir, fixture.path);
  g_free (fixture.dir);
  g_free (fixture.path);
}

static void
begin_with_format_1 (PowerBeginning *self)
{
  g_autofree char *dir = g_dir_make_tmp ("stemward-power-XXXXXX", NULL);
  g_autofree char *path = released_unpack (1, dir);

  power_forget_heads ();
  power_beginning_take (self, dir, path);
}

/* ── Saves ── */
static gboolean
save (CrfStudyFile *file, const char *subject, int n, GError **error)
{
  CrfInstant now = { G_GINT64_CONSTANT (1772413965123), 480 };
  CrfActor actor = { .user = "li", .role = "nurse", .clock = crf_clock_fixed (&now) };
  CrfTransaction *txn = crf_transaction_begin (file, &actor, error);
  gboolean ok = txn != NULL;

  for (int k = 0; ok && k < ITEMS; k++)
    {
      g_autofree char *item = g_strdup_printf ("I.%d.%d", n, k);
      g_autofree char *text = g_strdup_printf ("%d", n * 100 + k);
      CrfEntry value = fixture_value (subject, "E1", "F1", item, text);

      ok = crf_transaction_append (txn, &value, NULL, error);
    }
  ok = ok && crf_transaction_commit (txn, error);
  crf_transaction_free (txn);
  return ok;
}

static char *
first_subject (CrfStudyFile *file)
{
  return crf_db_get_text (_crf_study_file_get_db (file), NULL, "SELECT min (key) FROM subject", "");
}

static int
save_all (CrfStudyFile *file, PowerFault fault)
{
  g_autofree char *subject = first_subject (file);
  int n;

  for (n = 0; n < SAVES; n++)
    {
      g_autoptr (GError) error = NULL;

      if (!save (file, subject, n, &error))
        {
          if (fault != POWER_FULL)
            break;
          /* It is said; and when there is room again, the same save goes in. */
          g_assert_error (error, CRF_STORE_ERROR, CRF_STORE_ERROR_FULL);
          g_assert_nonnull (strstr (error->message, "full"));
          power_vfs_disarm ();
          g_clear_error (&error);
          g_assert_true (save (file, subject, n, &error));
        }
      if (n % 3 == 2)
        crf_study_file_checkpoint (file);
    }
  return n;
}

static int
work_saves (const char *path, PowerFault fault)
{
  CrfStudyFile *file = crf_study_file_open (path, NULL);
  int acknowledged = file != NULL ? save_all (file, fault) : 0;

  crf_study_file_close (file);
  return acknowledged;
}

static int
work_saves_weakly (const char *path, PowerFault fault)
{
  CrfStudyFile *file = crf_study_file_open (path, NULL);
  int acknowledged = 0;

  if (file != NULL)
    {
      sqlite3_exec (_crf_study_file_get_db (file)->handle, "PRAGMA synchronous=NORMAL", NULL, NULL, NULL);
      acknowledged = save_all (file, fault);
    }
  crf_study_file_close (file);
  return acknowledged;
}

static gboolean
holds_saves (const char *path, int acknowledged)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CrfStudyFile) file = crf_study_file_open (path, &error);
  gint64 found;

  if (file == NULL)
    {
      g_test_message ("%s", error->message);
      return FALSE;
    }
  found = crf_db_get_int (_crf_study_file_get_db (file), NULL, -1,
                          "SELECT count (*) FROM value WHERE item LIKE 'I.%.%' AND CAST (value AS INTEGER) / 100 = "
                          "CAST (substr (item, 3, 1) AS INTEGER)",
                          "");
  /* Whole saves only; one may have been committed and not told any more. The program knows its own file again. */
  return found % ITEMS == 0 && found / ITEMS >= acknowledged && found / ITEMS <= acknowledged + 1 && file->found == NULL
         && power_verifies (path);
}

/* ── Migration ── */
static int
work_migration (const char *path, PowerFault fault)
{
  g_autoptr (GError) error = NULL;
  CrfStudyFile *file = crf_study_file_open (path, &error);
  int acknowledged = file != NULL;

  if (file == NULL && fault == POWER_FULL)
    {
      g_assert_error (error, CRF_STORE_ERROR, CRF_STORE_ERROR_FULL);
      power_vfs_disarm ();
    }
  crf_study_file_close (file);
  return acknowledged;
}

static gboolean
holds_migration (const char *path, int acknowledged)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CrfStudyFile) file = crf_study_file_open (path, &error);
  g_autofree char *dir = g_path_get_dirname (path);

  if (file == NULL)
    {
      g_test_message ("%s", error->message);
      return FALSE;
    }
  return crf_db_get_int (_crf_study_file_get_db (file), NULL, -1, "SELECT count (*) FROM value", "") == 430
         && released_has_backup (dir, 1) && power_verifies (path);
}

/* ── Backup ── */
static char *
backup_of (const char *path)
{
  return g_strconcat (path, ".copy.stemward", NULL);
}

static guint
count_leftovers (const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;
  guint n = 0;

  while ((name = g_dir_read_name (dir)) != NULL)
    n += g_str_has_prefix (name, ".stemward-");
  return n;
}

static int
work_backup (const char *path, PowerFault fault)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *copy = backup_of (path);
  CrfStudyFile *file = crf_study_file_open (path, NULL);
  int acknowledged = file != NULL && crf_study_file_backup (file, copy, NULL, NULL, &error);

  if (file != NULL && !acknowledged && fault == POWER_FULL)
    {
      g_assert_error (error, CRF_STORE_ERROR, CRF_STORE_ERROR_FULL);
      g_assert_false (g_file_test (copy, G_FILE_TEST_EXISTS));
      g_assert_cmpuint (count_leftovers (path), ==, 0);
    }
  crf_study_file_close (file);
  return acknowledged;
}

/* A backup that has its name is whole; the file itself never suffers. */
static gboolean
holds_backup (const char *path, int acknowledged)
{
  g_autofree char *copy = backup_of (path);
  gboolean exists = g_file_test (copy, G_FILE_TEST_EXISTS);

  return (exists || !acknowledged) && (!exists || power_verifies (copy)) && power_verifies (path);
}

static const PowerWork saves = { "saves", work_saves, holds_saves, FALSE };
static const PowerWork weak_saves = { "saves with synchronous=NORMAL", work_saves_weakly, holds_saves, TRUE };
static const PowerWork migration = { "a migration", work_migration, holds_migration, FALSE };
static const PowerWork backup = { "a backup", work_backup, holds_backup, FALSE };

static void
test_saves (void)
{
  power_campaign_loses_nothing (&saves, begin_with_patients);
}

static void
test_migration (void)
{
  power_campaign_loses_nothing (&migration, begin_with_format_1);
}

static void
test_backup (void)
{
  power_campaign_loses_nothing (&backup, begin_with_patients);
}

/* The proof that the campaign can see a loss. */
static void
test_control (void)
{
  PowerBeginning beginning = { 0 };
  PowerFigures figures;

  begin_with_patients (&beginning);
  figures = power_campaign (&weak_saves, &beginning, POWER_CUT);
  g_assert_cmpuint (figures.lost, >, figures.tried / 4);
  power_beginning_clear (&beginning);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_assert_cmpint (sodium_init (), >=, 0);
  power_vfs_install ();
  g_test_add_func ("/store/power/no-acknowledged-save-is-lost", test_saves);
  /* A file of format 1 is plain, which a build with SQLCipher does not open. */
  if (!CRF_SQLCIPHER)
    g_test_add_func ("/store/power/a-migration-is-done-or-not-begun", test_migration);
  g_test_add_func ("/store/power/a-backup-is-whole-or-not-there", test_backup);
  g_test_add_func ("/store/power/weak-writing-would-be-seen-to-lose", test_control);
  return g_test_run ();
}
