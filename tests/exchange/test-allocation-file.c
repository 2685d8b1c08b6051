/* SPDX-License-Identifier: GPL-3.0-or-later */

/* An allocation list that a statistician made, as it comes: from any spreadsheet, in any order, or broken. */

#include "crf-allocation-file.h"
#include "crf-csv.h"

#include <glib/gstdio.h>
#include <string.h>

static char *
write_file (const char *bytes,
            gsize size)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *dir = g_dir_make_tmp ("stemward-list-XXXXXX", &error);
  char *path;

  g_assert_no_error (error);
  path = g_build_filename (dir, "list.csv", NULL);
  g_assert_true (g_file_set_contents (path, bytes, (gssize) size, &error));
  return path;
}

static void
remove_file (char *path)
{
  g_autofree char *dir = g_path_get_dirname (path);

  g_unlink (path);
  g_rmdir (dir);
  g_free (path);
}

static void
reads_as (const char *bytes,
          const char *expected)
{
  char *path = write_file (bytes, strlen (bytes));
  g_autofree char *rows = NULL, *sha256 = NULL, *hash = g_compute_checksum_for_string (G_CHECKSUM_SHA256, bytes, -1);
  g_autoptr (GError) error = NULL;

  g_assert_true (crf_allocation_file_read (path, &rows, &sha256, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (rows, ==, expected);
  g_assert_cmpstr (sha256, ==, hash);
  remove_file (path);
}

static void
fails (const char *bytes,
       gsize size,
       int code,
       const char *named)
{
  char *path = write_file (bytes, size);
  g_autofree char *rows = NULL, *sha256 = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_false (crf_allocation_file_read (path, &rows, &sha256, &error));
  g_assert_nonnull (error);
  if (code >= 0)
    g_assert_error (error, CRF_CSV_ERROR, code);
  if (named != NULL)
    g_assert_nonnull (strstr (error->message, named));
  g_assert_nonnull (strstr (error->message, "list.csv"));
  g_assert_null (rows);
  g_assert_null (sha256);
  remove_file (path);
}

/* Five cells a line: line in the file, number, stratum, arm, workstation. */
static void
test_columns (void)
{
  reads_as ("number,stratum,arm\nR001,M,A\nR002,F,B\n", "2\tR001\tM\tA\t\n3\tR002\tF\tB\t\n");
  reads_as ("Workstation;ARM;Randomization;Comment\nABCD2345;A;1;x\n", "2\t1\t\tA\tABCD2345\n");
  reads_as ("randno\tgroup\n1\tA\n2\tB\n", "2\t1\t\tA\t\n3\t2\t\tB\t\n");
  reads_as ("\xEF\xBB\xBFnumber,treatment\r\n1,A\r\n", "2\t1\t\tA\t\n");
  /* A line break or a tab inside quotes cannot pass for another slot. */
  reads_as ("number,arm\n1,\"A\nB\"\n2,\"A\tB\"\n", "2\t1\t\tA B\t\n4\t2\t\tA B\t\n");
  reads_as ("number,arm\n", "");
}

static void
test_faults (void)
{
  static const char binary[] = "number,arm\n1,A\0B\n";
  static const char latin[] = "number,arm\n1,\xE9\xE8\n";

  fails ("", 0, -1, NULL);
  fails ("stratum,arm\nM,A\n", strlen ("stratum,arm\nM,A\n"), CRF_CSV_ERROR_HEADER, "number");
  fails ("number,stratum\n1,M\n", strlen ("number,stratum\n1,M\n"), CRF_CSV_ERROR_HEADER, "arm");
  fails ("number,arm\n1,\"A\n", strlen ("number,arm\n1,\"A\n"), -1, NULL);
  fails ("number,arm\n1,A,extra\n", strlen ("number,arm\n1,A,extra\n"), -1, "2");
  fails (binary, sizeof binary - 1, -1, NULL);
  fails (latin, sizeof latin - 1, -1, NULL);
}

static void
test_not_there (void)
{
  g_autofree char *rows = NULL, *sha256 = NULL;
  g_autoptr (GError) missing = NULL, folder = NULL;

  g_assert_false (crf_allocation_file_read ("/nowhere/list.csv", &rows, &sha256, &missing));
  g_assert_error (missing, G_FILE_ERROR, G_FILE_ERROR_NOENT);
  g_assert_false (crf_allocation_file_read (g_get_tmp_dir (), &rows, &sha256, &folder));
  g_assert_nonnull (folder);
}

/* Whatever stands in it, it is read or refused with a sentence; 4,000 mutilated lists. */
static void
test_mutilated (void)
{
  static const char list[] = "number,stratum,arm,workstation\nR001,M,A,ABCD2345\nR002,\"F, 50\",B,\n\"R\"\"3\",M,A,\n";
  static const char pieces[] = "\",;\t\r\n\0\xFF\xC3\xEF\xBB\xBF" "A9-";
  g_autoptr (GRand) rand = g_rand_new_with_seed (4);
  char *path = write_file (list, sizeof list - 1);
  guint read = 0, refused = 0;

  for (guint i = 0; i < 4000; i++)
    {
      g_autofree char *bytes = g_memdup2 (list, sizeof list - 1);
      gsize size = (gsize) g_rand_int_range (rand, 1, sizeof list - 1);
      g_autofree char *rows = NULL, *sha256 = NULL;
      g_autoptr (GError) error = NULL;

      for (int j = g_rand_int_range (rand, 0, 6); j > 0; j--)
        bytes[g_rand_int_range (rand, 0, (int) size)] = pieces[g_rand_int_range (rand, 0, sizeof pieces - 1)];
      g_assert_true (g_file_set_contents_full (path, bytes, (gssize) size, G_FILE_SET_CONTENTS_NONE, 0600, NULL));
      if (crf_allocation_file_read (path, &rows, &sha256, &error))
        {
          g_assert_no_error (error);
          g_assert_true (g_utf8_validate (rows, -1, NULL));
          read++;
        }
      else
        {
          g_assert_nonnull (error);
          refused++;
        }
    }
  g_test_message ("%u read, %u refused", read, refused);
  g_assert_cmpuint (read, >, 0);
  g_assert_cmpuint (refused, >, 0);
  remove_file (path);
}

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/exchange/allocation-file/columns-are-found-by-their-headings-in-any-order", test_columns);
  g_test_add_func ("/exchange/allocation-file/a-broken-list-is-refused-with-a-sentence", test_faults);
  g_test_add_func ("/exchange/allocation-file/a-file-that-is-not-there-says-so", test_not_there);
  g_test_add_func ("/exchange/allocation-file/a-mutilated-list-never-crashes", test_mutilated);
  return g_test_run ();
}
