/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The audit trail as a file: whole, readable by other programs, journalled. */

#include "crf-audit-csv.h"
#include "crf-csv.h"
#include "crf-reader.h"
#include "crf-records.h"
#include "crf-test-study.h"

#include <string.h>

static void
the_whole_trail_opens_as_a_table (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = crf_test_register (study);
  g_autofree char *path = g_build_filename (study->dir, "trail.csv", NULL);
  g_autofree char *sha256 = NULL, *bytes = NULL, *hash = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (CrfCsv) csv = NULL;
  g_autoptr (GPtrArray) rows = NULL;
  gsize length;
  guint64 before;

  crf_outcome_free (crf_test_do (study->nurse, "enter", number, "event", "SCREENING", "form", "F.VISIT", "item", "ALT", "value", "40", "unit", "U/L",
                                 "reason", "=1+1, \"quoted\"\nand a line", NULL));
  before = crf_records_count_entries (crf_session_get_file (study->admin));
  g_assert_true (crf_audit_csv_export (study->admin, path, NULL, &sha256, &error));
  g_assert_no_error (error);
  csv = crf_csv_read_file (path, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (csv->rows->len, ==, before);
  g_assert_cmpint (crf_csv_find_column (csv, "old_value"), >=, 0);
  g_assert_true (g_file_get_contents (path, &bytes, &length, NULL));
  hash = g_compute_checksum_for_data (G_CHECKSUM_SHA256, (const guchar *) bytes, length);
  g_assert_cmpstr (hash, ==, sha256);
  /* Names stay sealed, formulas are text. */
  g_assert_null (strstr (bytes, "张红"));
  g_assert_null (strstr (bytes, "\"=1+1"));
  rows = crf_reader_audit (study->admin, NULL, NULL, NULL, 1, NULL);
  g_assert_cmpstr (((CrfAuditRow *) g_ptr_array_index (rows, 0))->action, ==, "export");
}

static void
an_export_that_cannot_be_written_leaves_nothing (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *path = g_build_filename (study->dir, "no-such-folder", "trail.csv", NULL);
  guint64 before = crf_records_count_entries (crf_session_get_file (study->admin));
  g_autoptr (GError) error = NULL;

  g_assert_false (crf_audit_csv_export (study->admin, path, NULL, NULL, &error));
  g_assert_nonnull (error);
  g_assert_cmpuint (crf_records_count_entries (crf_session_get_file (study->admin)), ==, before);
}

int
main (int argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/exchange/audit-csv/the-whole-trail-opens-as-a-table", the_whole_trail_opens_as_a_table);
  g_test_add_func ("/exchange/audit-csv/an-export-that-cannot-be-written-leaves-nothing", an_export_that_cannot_be_written_leaves_nothing);

  return g_test_run ();
}
