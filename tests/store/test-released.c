/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Files that earlier formats wrote, kept as they were: each opens, with a copy put by first. */

#include <glib.h>
#include <sodium.h>

#include "crf-backup-set.h"
#include "crf-db-private.h"
#include "crf-migrator.h"
#include "released.h"
#include "store-fixture.h"

typedef struct
{
  int format;
  int subjects;
  int values; /* counted in the file as it was, with the sqlite3 shell */
} Released;

static const Released released[] = { { 1, 1, 430 } };

static void
open_released (const Released *was)
{
  g_autofree char *dir = g_dir_make_tmp ("stemward-released-XXXXXX", NULL);
  g_autofree char *path = released_unpack (was->format, dir);
  g_autoptr (GError) error = NULL;
  CrfStudyFile *file = crf_study_file_open (path, &error);
  g_autoptr (CrfVerifyReport) report = NULL;
  CrfDb *db;

  g_assert_no_error (error);
  crf_study_file_close (file);
  g_assert_true (released_has_backup (dir, was->format));
  report = crf_verify (path, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (report->faults->len, ==, 0);
  db = crf_db_open (path, CRF_DB_READ, &error);
  g_assert_no_error (error);
  g_assert_cmpint (crf_migrator_get_version (db, NULL), ==, crf_migrations_latest (crf_migrations));
  g_assert_cmpint (crf_db_get_int (db, NULL, -1, "SELECT count (*) FROM subject", ""), ==, was->subjects);
  g_assert_cmpint (crf_db_get_int (db, NULL, -1, "SELECT count (*) FROM value", ""), ==, was->values);
  crf_db_close (db);
  fixture_remove_folder (dir);
}

/* Where whole files are encrypted, a plain one is left as it is until it was converted. */
static void
test_plain (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (released); i++)
    {
      g_autofree char *dir = g_dir_make_tmp ("stemward-released-XXXXXX", NULL);
      g_autofree char *path = released_unpack (released[i].format, dir);
      g_autofree char *before = crf_backup_hash_file (path, NULL, NULL);
      g_autofree char *after = NULL;
      g_autoptr (GError) error = NULL;

      g_assert_null (crf_study_file_open (path, &error));
      g_assert_error (error, CRF_STORE_ERROR, CRF_STORE_ERROR_PLAIN);
      g_assert_nonnull (strstr (error->message, "stemward-cli protect"));
      after = crf_backup_hash_file (path, NULL, NULL);
      g_assert_cmpstr (before, ==, after);
      fixture_remove_folder (dir);
    }
}

static void
test_open (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (released); i++)
    open_released (&released[i]);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_assert_cmpint (sodium_init (), >=, 0);
  if (CRF_SQLCIPHER)
    g_test_add_func ("/store/released/a-plain-file-is-refused-with-the-command-that-converts-it", test_plain);
  else
    g_test_add_func ("/store/released/a-file-of-every-earlier-format-opens-with-a-copy-put-by", test_open);
  return g_test_run ();
}
