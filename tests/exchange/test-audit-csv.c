/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The audit trail as a file: whole, readable by other programs, journalled. */

#include "crf-audit-csv.h"
#include "crf-csv.h"
#include "crf-reader.h"
#include "crf-records.h"
#include "crf-test-study.h"
#include "crf-written.h"
#include "crf-xlsx-export.h"

#include <glib/gstdio.h>
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

static gboolean
note_detail (const CrfJournalRecord *record,
             gpointer data)
{
  g_ptr_array_add (data, g_strdup (record->columns[CRF_COL_DETAIL]));
  return TRUE;
}

static void
assert_withdrawn (CrfTestStudy *study,
                  guint n)
{
  CrfEntry target = { .action = "export" };
  g_autoptr (GPtrArray) details = g_ptr_array_new_with_free_func (g_free), rows = crf_reader_audit (study->admin, NULL, NULL, NULL, 1, NULL);

  crf_records_journal (crf_session_get_file (study->admin), &target, NULL, 0, TRUE, note_detail, details, NULL);
  g_assert_cmpuint (details->len, ==, n);
  g_assert_nonnull (strstr (g_ptr_array_index (details, 0), "\"fault\":"));
  g_assert_null (strstr (g_ptr_array_index (details, 1), "\"fault\":"));
  g_assert_nonnull (strstr (((CrfAuditRow *) g_ptr_array_index (rows, 0))->new_value, "not written"));
}

/* Where the name turns out to be a folder's when all is written: the journal must not say that a file is there. */
static void
what_gets_no_name_is_journalled_as_not_written (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *path = g_build_filename (study->dir, "taken", NULL), *part = g_strconcat (path, ".part", NULL);
  g_autoptr (CrfRefusal) refusal = NULL;
  GError *error = NULL;

  g_assert_cmpint (g_mkdir (path, 0700), ==, 0);
  g_assert_false (crf_audit_csv_export (study->admin, path, NULL, NULL, &error));
  g_assert_nonnull (strstr (error->message, path));
  g_clear_error (&error);
  assert_withdrawn (study, 2);
  g_assert_false (crf_xlsx_export (study->admin, path, NULL, NULL, NULL, NULL, NULL, &error));
  g_assert_nonnull (strstr (error->message, path));
  g_clear_error (&error);
  assert_withdrawn (study, 4);
  g_assert_true (g_file_set_contents (part, "%PDF", -1, NULL));
  g_assert_false (crf_written_place (study->admin, NULL, "paper", part, path, NULL, &refusal, &error));
  g_assert_nonnull (strstr (error->message, path));
  g_clear_error (&error);
  assert_withdrawn (study, 6);
  g_assert_false (g_file_test (part, G_FILE_TEST_EXISTS));
  g_assert_cmpint (g_rmdir (path), ==, 0);
}

/* What is refused leaves the file of that name as it was. */
static void
what_cannot_be_journalled_replaces_nothing (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *path = g_build_filename (study->dir, "paper.pdf", NULL), *part = g_strconcat (path, ".part", NULL), *bytes = NULL;
  g_autoptr (CrfRefusal) refusal = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_set_contents (path, "old", -1, NULL));
  g_assert_true (g_file_set_contents (part, "new", -1, NULL));
  g_assert_false (crf_written_place (study->admin, "no such patient", "paper", part, path, NULL, &refusal, &error));
  g_assert_true (refusal != NULL || error != NULL);
  g_assert_true (g_file_get_contents (path, &bytes, NULL, NULL));
  g_assert_cmpstr (bytes, ==, "old");
  g_assert_false (g_file_test (part, G_FILE_TEST_EXISTS));
}

int
main (int argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/exchange/audit-csv/the-whole-trail-opens-as-a-table", the_whole_trail_opens_as_a_table);
  g_test_add_func ("/exchange/audit-csv/an-export-that-cannot-be-written-leaves-nothing", an_export_that_cannot_be_written_leaves_nothing);
  g_test_add_func ("/exchange/audit-csv/what-gets-no-name-is-journalled-as-not-written", what_gets_no_name_is_journalled_as_not_written);
  g_test_add_func ("/exchange/audit-csv/what-cannot-be-journalled-replaces-nothing", what_cannot_be_journalled_replaces_nothing);

  return g_test_run ();
}
