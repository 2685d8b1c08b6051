/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Delimited text as people have it, and what is said of text that cannot be read. */

#include "crf-csv.h"

#include <glib/gstdio.h>
#include <string.h>

/* "a|b" for a row: cells cannot hold a bar in these cases. */
static char *
join (const GPtrArray *cells)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < cells->len; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? "|" : "", (char *) g_ptr_array_index (cells, i));
  return g_string_free (text, FALSE);
}

static void
assert_reads (const char *text,
              gsize length,
              const char *header,
              const char *rows)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CrfCsv) csv = crf_csv_read_text (text, length, "t.csv", &error);
  g_autofree char *names = NULL;
  g_autoptr (GString) all = g_string_new (NULL);

  g_assert_no_error (error);
  names = join (csv->header);
  g_assert_cmpstr (names, ==, header);
  for (guint i = 0; i < csv->rows->len; i++)
    {
      const CrfCsvRow *row = g_ptr_array_index (csv->rows, i);
      g_autofree char *cells = join (row->cells);

      g_string_append_printf (all, "%s%u:%s", i > 0 ? "/" : "", row->line, cells);
    }
  g_assert_cmpstr (all->str, ==, rows);
}

typedef struct
{
  const char *text, *header, *rows;
} Good;

static const Good good[] = {
  { "a,b\n1,2\n", "a|b", "2:1|2" },
  { "a,b\n1,2", "a|b", "2:1|2" },
  { "a,b\r\n1,2\r\n3,4\r\n", "a|b", "2:1|2/3:3|4" },
  { "a,b\r1,2\r3,4\r", "a|b", "2:1|2/3:3|4" },
  { "\xef\xbb\xbf" "a,b\n1,2\n", "a|b", "2:1|2" },
  { "\xef\xbb\xbf" "\"a\",b\r\n1,2\r\n", "a|b", "2:1|2" },
  { "a;b\n1,5;2\n", "a|b", "2:1,5|2" },
  { "a\tb\n1,5\t2;3\n", "a|b", "2:1,5|2;3" },
  { "a,b\n\"1,5\",\"say \"\"ja\"\"\"\n", "a|b", "2:1,5|say \"ja\"" },
  { "a,b\n\"one\ntwo\",x\n3,4\n", "a|b", "2:one\ntwo|x/4:3|4" },
  { "a,b\n\"one\r\ntwo\",x\r\n3,4\r\n", "a|b", "2:one\r\ntwo|x/4:3|4" },
  { "a,b\n,\n", "a|b", "2:|" },
  { "a,b\n1,2\n\n3,4\n\n", "a|b", "2:1|2/4:3|4" },
  { "a , b\n 1 ,2 \n", "a|b", "2:1|2" },
  { "\"a;x\",b\n1,2\n", "a;x|b", "2:1|2" },
  { "a\n1\n2\n", "a", "2:1/3:2" },
  { "Größe,张\n1,红\n", "Größe|张", "2:1|红" },
};

static void
test_good (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    assert_reads (good[i].text, strlen (good[i].text), good[i].header, good[i].rows);
}

typedef struct
{
  const char *text;
  int code;
  const char *says; /* must stand in the message */
} Bad;

static const Bad bad[] = {
  { "", CRF_CSV_ERROR_HEADER, "t.csv is empty" },
  { "\xef\xbb\xbf", CRF_CSV_ERROR_HEADER, "t.csv is empty" },
  { "a,b\n1,2\n1,2,3\n", CRF_CSV_ERROR_RAGGED, "line 3: 3 cells, but the header has 2" },
  { "a,b\n1\n", CRF_CSV_ERROR_RAGGED, "line 2: 1 cells, but the header has 2" },
  { "a,b\n\"x\ny\",1\n7\n", CRF_CSV_ERROR_RAGGED, "line 4: 1 cells" },
  { "a,b\n1,\"2\n3,4\n", CRF_CSV_ERROR_QUOTE, "line 2: a quotation mark" },
  { "a,b\n1,2\n\xff,4\n", CRF_CSV_ERROR_ENCODING, "line 3: the text is not UTF-8" },
  { "a,b,a\n1,2,3\n", CRF_CSV_ERROR_HEADER, "the column “a” stands in the header twice" },
};

static void
test_bad (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (crf_csv_read_text (bad[i].text, strlen (bad[i].text), "t.csv", &error));
      g_assert_error (error, CRF_CSV_ERROR, bad[i].code);
      if (strstr (error->message, bad[i].says) == NULL)
        g_test_message ("“%s” does not say “%s”", error->message, bad[i].says);
      g_assert_nonnull (strstr (error->message, bad[i].says));
    }
}

static void
test_nul (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (crf_csv_read_text ("a,b\n1,\0\n", 8, "t.csv", &error));
  g_assert_error (error, CRF_CSV_ERROR, CRF_CSV_ERROR_ENCODING);
}

static void
test_find_column (void)
{
  g_autoptr (CrfCsv) csv = crf_csv_read_text ("a,b\n1,2\n", 8, "t.csv", NULL);

  g_assert_cmpint (crf_csv_find_column (csv, "b"), ==, 1);
  g_assert_cmpint (crf_csv_find_column (csv, "c"), ==, -1);
}

static void
test_files (void)
{
  g_autofree char *dir = g_dir_make_tmp ("crf-csv-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (dir, "empty.csv", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_set_contents (path, "", 0, NULL));
  g_assert_null (crf_csv_read_file (path, &error));
  g_assert_error (error, CRF_CSV_ERROR, CRF_CSV_ERROR_HEADER);
  g_clear_error (&error);
  g_unlink (path);
  g_assert_null (crf_csv_read_file (path, &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_NOENT);
  g_assert_nonnull (strstr (error->message, path));
  g_rmdir (dir);
}

/* Whatever the bytes are, reading ends, with a table as wide as its header or with a message. */
static void
test_random (void)
{
  static const char alphabet[] = "a1,;\t\"\n\r \xc3\xa4";

  for (guint n = 0; n < 3000; n++)
    {
      char text[41];
      gsize length = (gsize) g_test_rand_int_range (0, 40);
      g_autoptr (GError) error = NULL;
      g_autoptr (CrfCsv) csv = NULL;

      for (gsize i = 0; i < length; i++)
        text[i] = alphabet[g_test_rand_int_range (0, (int) sizeof alphabet - 1)];
      text[length] = '\0';
      csv = crf_csv_read_text (text, length, "t.csv", &error);
      g_assert_true ((csv == NULL) == (error != NULL));
      for (guint i = 0; csv != NULL && i < csv->rows->len; i++)
        g_assert_cmpuint (((CrfCsvRow *) g_ptr_array_index (csv->rows, i))->cells->len, ==, csv->header->len);
    }
}

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/exchange/csv/text-is-read-as-people-have-it", test_good);
  g_test_add_func ("/exchange/csv/a-fault-names-its-line", test_bad);
  g_test_add_func ("/exchange/csv/a-nul-byte-is-no-text", test_nul);
  g_test_add_func ("/exchange/csv/columns-are-found-by-name", test_find_column);
  g_test_add_func ("/exchange/csv/files-that-are-empty-or-absent-are-named", test_files);
  g_test_add_func ("/exchange/csv/random-text-gives-a-table-or-a-message", test_random);
  return g_test_run ();
}
