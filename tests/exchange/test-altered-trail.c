/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The trail is what an inspector asks for: one that was altered behind the program's back leaves the file by no way, whole or in part, and whoever asks is
 * told which entry it is. */

#include "crf-audit-csv.h"
#include "crf-export.h"
#include "crf-records.h"
#include "crf-test-study.h"
#include "crf-xlsx-export.h"
#include "raw-file.h"

#include <glib/gstdio.h>

#include <string.h>

typedef struct
{
  CrfTestStudy *study;
  char *number;
  char *path;
} Trial;

static void
set_up (Trial *trial,
        gconstpointer data)
{
  trial->study = crf_test_study_new ();
  trial->number = crf_test_register (trial->study);
  trial->path = g_build_filename (trial->study->dir, "trail.csv", NULL);
  crf_test_enter (trial->study, trial->number, "SCREENING", "WEIGHT", "66", "kg");
  crf_test_enter (trial->study, trial->number, "SCREENING", "WEIGHT", "67", "kg");
}

static void
tear_down (Trial *trial,
           gconstpointer data)
{
  g_free (trial->number);
  g_free (trial->path);
  crf_test_study_free (trial->study);
}

static char *
id_of_weight (sqlite3 *db)
{
  sqlite3_stmt *query = NULL;
  char *id;

  g_assert_cmpint (sqlite3_prepare_v2 (db, "SELECT ws || ':' || seq FROM journal WHERE item = 'IT.WEIGHT' ORDER BY clock LIMIT 1", -1, &query, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_step (query), ==, SQLITE_ROW);
  id = g_strdup ((const char *) sqlite3_column_text (query, 0));
  sqlite3_finalize (query);
  return id;
}

/* As somebody with SQLite would, who puts the guards back afterwards. The id of the entry that it is about. */
static char *
change (Trial *trial,
        const char *trigger,
        const char *sql)
{
  sqlite3 *db = raw_file_open (trial->study->path);
  g_autofree char *find = g_strdup_printf ("SELECT sql FROM sqlite_master WHERE name = '%s'", trigger), *drop = g_strdup_printf ("DROP TRIGGER %s", trigger);
  g_autofree char *guard = NULL;
  sqlite3_stmt *query = NULL;
  char *id = id_of_weight (db);

  g_assert_cmpint (sqlite3_prepare_v2 (db, find, -1, &query, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_step (query), ==, SQLITE_ROW);
  guard = g_strdup ((const char *) sqlite3_column_text (query, 0));
  sqlite3_finalize (query);
  g_assert_cmpint (sqlite3_exec (db, drop, NULL, NULL, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db, sql, NULL, NULL, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_changes (db), ==, 1);
  g_assert_cmpint (sqlite3_exec (db, guard, NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_close (db);
  return id;
}

static void
assert_kept (Trial *trial,
             const CrfAuditFilter *filter,
             const char *id)
{
  g_autofree char *part = g_strconcat (trial->path, ".part", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_false (crf_audit_csv_export_filtered (trial->study->admin, trial->path, filter, NULL, &error));
  g_assert_error (error, CRF_STORE_ERROR, CRF_STORE_ERROR_DAMAGED);
  g_test_message ("%s", error->message);
  g_assert_nonnull (strstr (error->message, id));
  g_assert_false (g_file_test (trial->path, G_FILE_TEST_EXISTS));
  g_assert_false (g_file_test (part, G_FILE_TEST_EXISTS));
}

static void
an_entry_that_was_rewritten_is_exported_by_no_way (Trial *trial,
                                                   gconstpointer data)
{
  g_autofree char *id = NULL, *book = g_build_filename (trial->study->dir, "book.xlsx", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_true (crf_audit_csv_export (trial->study->admin, trial->path, NULL, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpint (g_unlink (trial->path), ==, 0);
  id = change (trial, "journal_no_update", "UPDATE journal SET value = '99', user = 'wang' WHERE ws || ':' || seq = "
                                           "(SELECT ws || ':' || seq FROM journal WHERE item = 'IT.WEIGHT' ORDER BY clock LIMIT 1)");
  assert_kept (trial, &(CrfAuditFilter) { 0 }, id);
  assert_kept (trial, &(CrfAuditFilter) { .subject = trial->number }, id);
  /* Also where the entry would not be among those that pass: what stands beside it rests on nothing either. */
  assert_kept (trial, &(CrfAuditFilter) { .person = "admin" }, id);
  g_assert_false (crf_xlsx_export (trial->study->admin, book, NULL, NULL, NULL, NULL, NULL, &error));
  g_assert_error (error, CRF_STORE_ERROR, CRF_STORE_ERROR_DAMAGED);
  g_assert_false (g_file_test (book, G_FILE_TEST_EXISTS));
}

/* A value that was corrected since: no table tells of it any more, and the entries after it have their hashes. */
static void
an_entry_that_was_taken_out_is_missed (Trial *trial,
                                       gconstpointer data)
{
  g_autofree char *id = change (trial, "journal_no_delete", "DELETE FROM journal WHERE ws || ':' || seq = "
                                                            "(SELECT ws || ':' || seq FROM journal WHERE item = 'IT.WEIGHT' ORDER BY clock LIMIT 1)");
  g_auto (GStrv) parts = g_strsplit (id, ":", 2);
  g_autofree char *next = g_strdup_printf ("%s:%" G_GINT64_FORMAT, parts[0], g_ascii_strtoll (parts[1], NULL, 10) + 1);

  assert_kept (trial, &(CrfAuditFilter) { 0 }, next);
}

int
main (int argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
#define ADD(path, function) g_test_add ("/exchange/altered-trail/" path, Trial, NULL, set_up, function, tear_down)
  ADD ("an-entry-that-was-rewritten-is-exported-by-no-way", an_entry_that_was_rewritten_is_exported_by_no_way);
  ADD ("an-entry-that-was-taken-out-is-missed", an_entry_that_was_taken_out_is_missed);
  return g_test_run ();
}
