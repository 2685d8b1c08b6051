/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A closed workbook is compared with the rows that were written: any hole is found. */

#include "crf-xlsx-private.h"

#include <glib/gstdio.h>
#include <string.h>

typedef struct
{
  char *dir, *path;
} Fixture;

static void
set_up (Fixture *fixture,
        gconstpointer data)
{
  fixture->dir = g_dir_make_tmp ("crf-check-XXXXXX", NULL);
  fixture->path = g_build_filename (fixture->dir, "book.xlsx", NULL);
}

static void
tear_down (Fixture *fixture,
           gconstpointer data)
{
  g_unlink (fixture->path);
  g_rmdir (fixture->dir);
  g_free (fixture->dir);
  g_free (fixture->path);
}

/* Two sheets of @rows rows; what was kept of them. */
static GPtrArray *
write_book (const char *path,
            guint rows,
            double first)
{
  lxw_workbook_options options = { .constant_memory = LXW_TRUE };
  lxw_workbook *book = workbook_new_opt (path, &options);
  lxw_worksheet *sheets[2];
  GPtrArray *kept;

  sheets[0] = workbook_add_worksheet (book, "one");
  sheets[1] = workbook_add_worksheet (book, "two");
  for (guint i = 0; i < rows; i++)
    for (guint j = 0; j < 2; j++)
      {
        worksheet_write_number (sheets[j], i, 0, first + i * 2 + j, NULL);
        worksheet_write_string (sheets[j], i, 1, "<&> µmol/L", NULL);
      }
  kept = crf_xlsx_keep_rows (book);
  g_assert_nonnull (kept);
  g_assert_cmpuint (kept->len, ==, 2);
  g_assert_cmpint (workbook_close (book), ==, LXW_NO_ERROR);
  return kept;
}

static void
test_whole (Fixture *fixture,
            gconstpointer data)
{
  static const guint sizes[] = { 1, 2, 50, 5000, 60000 };

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autoptr (GPtrArray) kept = write_book (fixture->path, sizes[i], 1);

      g_assert_true (crf_xlsx_check_file (fixture->path, kept));
    }
}

static void
test_other_rows (Fixture *fixture,
                 gconstpointer data)
{
  g_autoptr (GPtrArray) kept = write_book (fixture->path, 5000, 1);
  g_autoptr (GPtrArray) fewer = write_book (fixture->path, 4999, 1);

  g_assert_true (crf_xlsx_check_file (fixture->path, fewer));
  g_assert_false (crf_xlsx_check_file (fixture->path, kept));
  g_ptr_array_unref (fewer);
  fewer = write_book (fixture->path, 5000, 2);
  g_assert_false (crf_xlsx_check_file (fixture->path, kept));
}

static void
test_damaged (Fixture *fixture,
              gconstpointer data)
{
  g_autoptr (GPtrArray) kept = write_book (fixture->path, 2000, 1);
  g_autofree char *bytes = NULL;
  gsize length;

  g_assert_true (g_file_get_contents (fixture->path, &bytes, &length, NULL));
  for (guint n = 0; n < 60; n++)
    {
      gsize cut = (gsize) g_test_rand_int_range (0, (int) length);

      g_assert_true (g_file_set_contents (fixture->path, bytes, (gssize) cut, NULL));
      g_assert_false (crf_xlsx_check_file (fixture->path, kept));
    }
  g_assert_true (g_file_set_contents (fixture->path, bytes, (gssize) length, NULL));
  g_assert_true (crf_xlsx_check_file (fixture->path, kept));
  g_unlink (fixture->path);
  g_assert_false (crf_xlsx_check_file (fixture->path, kept));
}

/* Random damage of directory and members is met without a crash. */
static void
test_random_bytes (Fixture *fixture,
                   gconstpointer data)
{
  g_autoptr (GPtrArray) kept = write_book (fixture->path, 20, 1);
  g_autofree char *bytes = NULL;
  gsize length;

  g_assert_true (g_file_get_contents (fixture->path, &bytes, &length, NULL));
  for (guint n = 0; n < 150; n++)
    {
      g_autofree char *copy = g_memdup2 (bytes, length);

      for (guint i = 0; i < 8; i++)
        copy[g_test_rand_int_range (0, (int) length)] = (char) g_test_rand_int_range (0, 256);
      for (guint i = 0; i < 4; i++)
        copy[length - 1 - (gsize) g_test_rand_int_range (0, 22)] = (char) g_test_rand_int_range (0, 256);
      g_assert_true (g_file_set_contents (fixture->path, copy, (gssize) length, NULL));
      crf_xlsx_check_file (fixture->path, kept);
    }
}

static const char *const texts[] = { "x", "µmol/L <3 & >2", " before", "after ", "two\nlines", "tab\tbed", "\"quoted\"", "bell\a, escape\x1b", "cr\r",
                                     "_x0001_", "]]>", "&amp;", "王小明", "<", "1" };
static const double numbers[] = { 0, -0.0, 1, -1, 0.1, 1.0 / 3, 45718.0416666667, 1e15, 123456789012345678.0, 1e-7, 1e300, -2.5e-300 };
/* In the first column, in the last that has one letter, and in the first and last that have three. */
static const lxw_col_t columns[] = { 0, 25, 26, 701, 702, 16383 };

/* The rows of a sheet below its header. */
static char *
read_rows (lxw_worksheet *sheet)
{
  g_autofree char *text = NULL;
  gsize length;

  lxw_worksheet_write_single_row (sheet);
  g_assert_cmpint (fflush (sheet->optimize_tmpfile), ==, 0);
  rewind (sheet->optimize_tmpfile);
  text = g_malloc0 (1 << 20);
  length = fread (text, 1, (1 << 20) - 1, sheet->optimize_tmpfile);
  g_assert_cmpuint (length, >, 0);
  return g_strdup (strstr (text, "<row r=\"2\""));
}

static void
write_by_library (lxw_worksheet *sheet,
                  lxw_format *format)
{
  lxw_row_t row = 1;

  worksheet_write_string (sheet, 0, 0, "header", NULL);
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    worksheet_write_string (sheet, row++, 1, texts[i], NULL);
  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++, row++)
    {
      worksheet_write_number (sheet, row, 0, numbers[i], NULL);
      worksheet_write_number (sheet, row, 3, numbers[i], format);
    }
  for (guint i = 0; i < G_N_ELEMENTS (columns); i++)
    worksheet_write_string (sheet, row, columns[i], "c", NULL);
}

static void
next_row (CrfSheet *sheet)
{
  crf_sheet_end_row (sheet);
  sheet->row++;
  crf_sheet_begin_row (sheet);
}

static void
write_by_us (CrfSheet *sheet,
             lxw_format *format)
{
  worksheet_write_string (sheet->sheet, 0, 0, "header", NULL);
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      next_row (sheet);
      sheet->column = 1;
      crf_sheet_write_text (sheet, texts[i]);
    }
  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      next_row (sheet);
      sheet->column = 0;
      crf_sheet_write_number (sheet, numbers[i], NULL);
      sheet->column = 3;
      crf_sheet_write_number (sheet, numbers[i], format);
    }
  next_row (sheet);
  for (guint i = 0; i < G_N_ELEMENTS (columns); i++)
    {
      sheet->column = columns[i];
      crf_sheet_write_text (sheet, "c");
    }
  crf_sheet_end_row (sheet);
}

static void
test_cells (Fixture *fixture,
            gconstpointer data)
{
  lxw_workbook_options options = { .constant_memory = LXW_TRUE };
  g_autoptr (GString) xml = g_string_new (NULL);
  CrfWorkbook book = { .workbook = workbook_new_opt (fixture->path, &options), .xml = xml };
  lxw_worksheet *theirs = workbook_add_worksheet (book.workbook, "theirs");
  CrfSheet ours = { .book = &book, .sheet = workbook_add_worksheet (book.workbook, "ours") };
  lxw_format *format = workbook_add_format (book.workbook);
  g_autofree char *expected = NULL, *written = NULL;

  format_set_num_format (format, "0.00");
  write_by_library (theirs, format);
  write_by_us (&ours, format);
  expected = read_rows (theirs);
  written = read_rows (ours.sheet);
  g_assert_cmpstr (written, ==, expected);
  g_assert_cmpuint (ours.sheet->dim_rowmax, ==, theirs->dim_rowmax);
  g_assert_cmpuint (ours.sheet->dim_colmax, ==, theirs->dim_colmax);
  g_assert_cmpuint (ours.sheet->dim_rowmin, ==, theirs->dim_rowmin);
  g_assert_cmpuint (ours.sheet->dim_colmin, ==, theirs->dim_colmin);
  workbook_close (book.workbook);
}

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
#define ADD(path, function) g_test_add ("/exchange/xlsx-check/" path, Fixture, NULL, set_up, function, tear_down)
  ADD ("a-whole-workbook-passes", test_whole);
  ADD ("other-rows-are-found", test_other_rows);
  ADD ("a-cut-workbook-is-found", test_damaged);
  ADD ("cells-are-those-that-the-library-writes", test_cells);
  ADD ("random-bytes-do-no-harm", test_random_bytes);
  return g_test_run ();
}
