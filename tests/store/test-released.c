/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Files that earlier formats wrote, kept as they were: each opens, with a copy put by first. */

#include <gio/gio.h>
#include <glib.h>
#include <glib/gstdio.h>
#include <sodium.h>

#include "crf-db-private.h"
#include "crf-migrator.h"
#include "store-fixture.h"

typedef struct
{
  int format;
  int subjects;
  int values; /* counted in the file as it was, with the sqlite3 shell */
} Released;

static const Released released[] = { { 1, 1, 430 } };

/* Unpacks tests/data/released/format-N.stemward.gz into @dir; returns its path. */
static char *
unpack (int format, const char *dir)
{
  g_autofree char *name = g_strdup_printf ("format-%d.stemward", format);
  g_autofree char *packed = g_strdup_printf ("%s/data/released/%s.gz", g_getenv ("G_TEST_SRCDIR"), name);
  char *path = g_build_filename (dir, name, NULL);
  g_autoptr (GFile) from = g_file_new_for_path (packed);
  g_autoptr (GFile) to = g_file_new_for_path (path);
  g_autoptr (GError) error = NULL;
  g_autoptr (GFileInputStream) input = g_file_read (from, NULL, &error);
  g_autoptr (GZlibDecompressor) unzip = g_zlib_decompressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP);
  g_autoptr (GInputStream) plain = NULL;
  g_autoptr (GFileOutputStream) output = NULL;

  g_assert_no_error (error);
  plain = g_converter_input_stream_new (G_INPUT_STREAM (input), G_CONVERTER (unzip));
  output = g_file_create (to, G_FILE_CREATE_PRIVATE, NULL, &error);
  g_assert_no_error (error);
  g_output_stream_splice (G_OUTPUT_STREAM (output), plain, G_OUTPUT_STREAM_SPLICE_CLOSE_TARGET, NULL, &error);
  g_assert_no_error (error);
  return path;
}

static gboolean
has_backup (const char *dir, int format)
{
  g_autofree char *wanted = g_strdup_printf (".format-%d.", format);
  g_autoptr (GDir) folder = g_dir_open (dir, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (folder)) != NULL)
    if (strstr (name, wanted) != NULL && g_str_has_suffix (name, ".stemward"))
      return TRUE;
  return FALSE;
}

static void
open_released (const Released *was)
{
  g_autofree char *dir = g_dir_make_tmp ("stemward-released-XXXXXX", NULL);
  g_autofree char *path = unpack (was->format, dir);
  g_autoptr (GError) error = NULL;
  CrfStudyFile *file = crf_study_file_open (path, &error);
  g_autoptr (CrfVerifyReport) report = NULL;
  CrfDb *db;

  g_assert_no_error (error);
  crf_study_file_close (file);
  g_assert_true (has_backup (dir, was->format));
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
  g_test_add_func ("/store/released/a-file-of-every-earlier-format-opens-with-a-copy-put-by", test_open);
  return g_test_run ();
}
