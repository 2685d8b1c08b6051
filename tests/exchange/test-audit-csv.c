/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The audit trail as a file: whole, readable by other programs, journalled. */

#include "crf-audit-csv.h"
#include "crf-csv.h"
#include "crf-csv-out.h"
#include "crf-export.h"
#include "crf-odm-export.h"
#include "crf-reader.h"
#include "crf-records.h"
#include "crf-test-study.h"
#include "crf-written.h"
#include "crf-xlsx-export.h"

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

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
  /* And one row that says what this file is. */
  g_assert_cmpuint (csv->rows->len, ==, before + 1);
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

static CrfCsv *
write_trail (CrfSession *session,
             const char *dir)
{
  g_autofree char *path = g_build_filename (dir, "trail.csv", NULL);
  g_autoptr (GError) error = NULL;
  CrfCsv *csv;

  g_assert_true (crf_audit_csv_export (session, path, NULL, NULL, &error));
  g_assert_no_error (error);
  csv = crf_csv_read_file (path, &error);
  g_assert_no_error (error);
  return csv;
}

static const char *
cell (CrfCsv *csv,
      guint row,
      const char *column)
{
  int index = crf_csv_find_column (csv, column);

  g_assert_cmpint (index, >=, 0);
  return g_ptr_array_index (((CrfCsvRow *) g_ptr_array_index (csv->rows, row))->cells, (guint) index);
}

/* The newest row of that action. */
static guint
find_row (CrfCsv *csv,
          const char *action)
{
  for (guint i = csv->rows->len; i > 0; i--)
    if (g_strcmp0 (cell (csv, i - 1, "action"), action) == 0)
      return i - 1;
  g_test_message ("no row of %s", action);
  g_test_fail ();
  return 0;
}

/* What is asked for and not there is said to be unknown. */
static void
complete_demography (CrfTestStudy *study,
                     const char *number)
{
  CrfTarget target = { .subject = (char *) number, .event = (char *) "SE.SCREENING", .form = (char *) "F.DM" };
  g_autoptr (CrfFormState) form = crf_reader_form (study->nurse, &target, NULL);

  for (guint i = 0; i < form->sections->len; i++)
    {
      CrfSectionState *section = g_ptr_array_index (form->sections, i);

      for (guint j = 0; j < section->fields->len; j++)
        {
          CrfFieldState *field = g_ptr_array_index (section->fields, j);

          if (field->required && crf_value_is_empty (field->value))
            crf_outcome_free (crf_test_do (study->nurse, "enter", number, "event", "SCREENING", "form", "F.DM", "item", field->item->oid, "missing", "UNK",
                                           NULL));
        }
    }
}

/* What accounts, roles, delegations, refused sign-ins, queries, deviations, signatures and exports are about. */
static void
every_row_says_what_happened (void)
{
  static const struct { const char *action, *what; } rows[] = {
    { "account.add", "Account added: zhao · Zhao Mei" },
    { "account.roles", "Roles changed: zhao · Data manager · Monitor" },
    { "account.state", "Account state changed: zhao · disabled" },
    { "session.sign-in-failed", "Sign-in failed: wang" },
    { "delegation.add", "Task delegated: li · Entering data · 2026-03-01 · 2026-12-31" },
    { "training.add", "Training recorded: li · Protocol 2.0 · 2026-03-01" },
    { "query.open", "Query opened: Is this the second sample?" },
    { "deviation.open", "Deviation opened: late sample · Minor · other" },
    { "sign", "Signed: I have reviewed this form; it is complete and correct." },
    { "clock.check", "Clock compared with the ward’s: 2026-03-02T09:14 · 2026-03-02T09:14" },
    { "subject.register", "Patient registered: 01-S-001" },
    { "value.set", "Value entered" },
  };
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = crf_test_register (study);
  g_autoptr (CrfCsv) csv = NULL, second = NULL;
  g_autofree char *target = NULL;
  guint row;

  crf_outcome_free (crf_test_do (study->admin, "add-user", NULL, "login", "zhao", "name", "Zhao Mei", "roles", "monitor", "new-passphrase",
                                 CRF_TEST_PASSPHRASE, NULL));
  crf_outcome_free (crf_test_do (study->admin, "set-roles", NULL, "login", "zhao", "roles", "monitor,data-manager", NULL));
  crf_outcome_free (crf_test_do (study->admin, "disable-user", NULL, "login", "zhao", NULL));
  g_assert_null (crf_session_sign_in_file (crf_session_get_file (study->admin), "wang", "wrong", NULL, crf_test_study_clock (study), NULL));
  crf_outcome_free (crf_test_do (study->admin, "add-training", NULL, "login", "li", "subject", "Protocol 2.0", "date", "2026-03-01", NULL));
  crf_outcome_free (crf_test_do (study->nurse, "check-clock", NULL, "ward-clock", "2026-03-02T09:14", NULL));
  crf_test_enter_labs (study, number, "SCREENING");
  crf_outcome_free (crf_test_do (study->nurse, "query", number, "event", "SCREENING", "form", "F.VISIT", "item", "ALT", "text", "Is this the second sample?",
                                 NULL));
  crf_outcome_free (crf_test_do (study->investigator, "open-deviation", number, "text", "late sample", "class", "minor", NULL));
  complete_demography (study, number);
  crf_outcome_free (crf_test_do (study->nurse, "complete-form", number, "event", "SCREENING", "form", "F.DM", NULL));
  crf_outcome_free (crf_test_do (study->investigator, "sign-form", number, "event", "SCREENING", "form", "F.DM", "passphrase", CRF_TEST_PASSPHRASE,
                                 NULL));
  crf_outcome_free (crf_test_do (study->admin, "delegate", NULL, "login", "li", "task", "enter", "from", "2026-03-01", "to", "2026-12-31", NULL));
  csv = write_trail (study->admin, study->dir);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    g_assert_cmpstr (cell (csv, find_row (csv, rows[i].action), "what"), ==, rows[i].what);
  for (guint i = 1; i < csv->rows->len; i++)
    {
      g_assert_cmpstr (cell (csv, i, "what"), !=, "");
      g_assert_true (g_str_has_prefix (cell (csv, i, "entry"), cell (csv, i, "workstation")));
    }
  row = find_row (csv, "query.open");
  g_assert_cmpstr (cell (csv, row, "prompt"), ==, "Is this the second sample?");
  g_assert_cmpstr (cell (csv, row, "eventkey"), ==, "1");
  g_assert_cmpstr (cell (csv, row, "formkey"), ==, "1");
  g_assert_cmpstr (cell (csv, row, "groupkey"), ==, "1");
  g_assert_cmpstr (cell (csv, find_row (csv, "sign"), "meaning"), ==, "form");
  /* The hash of a hospital number is nobody's to compare. */
  g_assert_cmpstr (cell (csv, find_row (csv, "identifier.hash"), "what"), ==, "Hash of an identifier kept: sealed");
  /* The first trail stands in the second with its place and hash. */
  second = write_trail (study->admin, study->dir);
  target = g_build_filename (study->dir, "trail.csv", NULL);
  g_assert_nonnull (strstr (cell (second, find_row (second, "export"), "what"), target));
  g_assert_nonnull (strstr (cell (second, find_row (second, "export"), "what"), "SHA-256 "));
}

/* Who wrote it when, in which role, with which version, from which heads, and how much of the trail: a row that is no entry. */
static void
the_file_says_what_it_is (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *heads = crf_export_heads (study->admin);
  g_autoptr (CrfCsv) csv = write_trail (study->admin, study->dir);

  g_assert_cmpstr (cell (csv, 0, "entry"), ==, "");
  g_assert_cmpstr (cell (csv, 0, "time_utc"), ==, "2026-03-02T01:14:05.123Z");
  g_assert_cmpstr (cell (csv, 0, "user"), ==, "admin");
  g_assert_cmpstr (cell (csv, 0, "role"), ==, "administrator");
  g_assert_nonnull (strstr (cell (csv, 0, "what"), "NCT06167473.1 (of all entries)"));
  g_assert_true (g_regex_match_simple ("written by Stemward [0-9]+\\.[0-9]", cell (csv, 0, "what"), 0, 0));
  g_assert_nonnull (strstr (cell (csv, 0, "what"), g_strchomp (heads)));
  g_assert_cmpstr (cell (csv, 1, "action"), ==, "study.create");
}

/* By the number that people know; somebody who is not there is no empty trail. */
static void
the_trail_of_a_patient_is_hers (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = crf_test_register (study), *other = crf_test_register (study);
  g_autofree char *path = g_build_filename (study->dir, "hers.csv", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (CrfCsv) csv = NULL;

  g_assert_true (crf_audit_csv_export (study->admin, path, number, NULL, &error));
  g_assert_no_error (error);
  csv = crf_csv_read_file (path, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (csv->rows->len, >, 3);
  for (guint i = 0; i < csv->rows->len; i++)
    g_assert_cmpstr (cell (csv, i, "subject"), ==, number);
  g_assert_true (g_unlink (path) == 0);
  g_assert_false (crf_audit_csv_export (study->admin, path, "77", NULL, &error));
  g_assert_nonnull (error);
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
}

/* The newest export in the journal says what was left out; so does the file itself. */
static void
assert_says (CrfTestStudy *study,
             CrfCsv *csv,
             const char *words)
{
  g_autoptr (GPtrArray) rows = crf_reader_audit (study->admin, NULL, NULL, NULL, 1, NULL);

  g_assert_nonnull (strstr (((CrfAuditRow *) g_ptr_array_index (rows, 0))->new_value, words));
  g_assert_cmpstr (cell (csv, 0, "action"), ==, "trail.head");
  g_assert_nonnull (strstr (cell (csv, 0, "what"), words));
}

static void
a_filtered_trail_holds_what_passes_and_says_so (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = crf_test_register (study), *path = g_build_filename (study->dir, "some.csv", NULL);
  g_autoptr (GError) error = NULL;
  CrfCsv *csv;

  crf_test_enter (study, number, "SCREENING", "ALT", "41", "U/L");
  crf_test_study_set_now (study, "2026-03-05T08:00");
  crf_test_enter (study, number, "SCREENING", "AST", "42", "U/L");
  crf_outcome_free (crf_test_do (study->investigator, "enter", number, "event", "SCREENING", "form", "F.DM", "item", "BED", "value", "17", NULL));

  g_assert_true (crf_audit_csv_export_filtered (study->admin, path, &(CrfAuditFilter) { .person = "wang" }, NULL, &error));
  g_assert_no_error (error);
  csv = crf_csv_read_file (path, &error);
  assert_says (study, csv, "only person=wang");
  g_assert_cmpuint (csv->rows->len, >, 1);
  for (guint i = 1; i < csv->rows->len; i++)
    g_assert_cmpstr (cell (csv, i, "user"), ==, "wang");
  crf_csv_free (csv);

  g_assert_true (crf_audit_csv_export_filtered (study->admin, path, &(CrfAuditFilter) { .subject = number, .form = "F.VISIT", .group = "value.set",
                                                                                        .since = "2026-03-04T16:00:00.000Z" }, NULL, &error));
  g_assert_no_error (error);
  csv = crf_csv_read_file (path, &error);
  assert_says (study, csv, "only form=F.VISIT; action=value.set; from=2026-03-04T16:00:00.000Z");
  g_assert_cmpuint (csv->rows->len, ==, 2);
  g_assert_cmpstr (cell (csv, 1, "new_value"), ==, "42");
  crf_csv_free (csv);

  g_assert_true (crf_audit_csv_export_filtered (study->admin, path, &(CrfAuditFilter) { .group = "value.set", .until = "2026-03-04T16:00:00.000Z" }, NULL, &error));
  g_assert_no_error (error);
  csv = crf_csv_read_file (path, &error);
  assert_says (study, csv, "only action=value.set; until=2026-03-04T16:00:00.000Z");
  for (guint i = 1; i < csv->rows->len; i++)
    g_assert_cmpstr (cell (csv, i, "new_value"), !=, "42");
  crf_csv_free (csv);
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

/* One slip of the hand must not cost a study: neither by its own name nor by a link to it. */
static void
no_output_takes_the_place_of_a_study_file (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *link = g_build_filename (study->dir, "trail.csv", NULL), *wal = g_strconcat (study->path, "-wal", NULL);
  g_autofree char *part = g_strconcat (study->path, ".part", NULL);
  const char *const names[] = { study->path, link, wal };
  g_autoptr (CrfRefusal) refusal = NULL;
  GError *error = NULL;

  g_assert_cmpint (symlink (study->path, link), ==, 0);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_assert_false (crf_audit_csv_export (study->admin, names[i], NULL, NULL, &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_EXISTS);
      g_clear_error (&error);
    }
  g_assert_true (g_file_set_contents (part, "%PDF", -1, NULL));
  g_assert_false (crf_written_place (study->admin, NULL, "paper", part, study->path, NULL, &refusal, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_EXISTS);
  g_clear_error (&error);
  g_assert_false (g_file_test (part, G_FILE_TEST_EXISTS));
  /* And the file is one still. */
  crf_outcome_free (crf_test_do (study->nurse, "log-prescreening", NULL, "date", "2026-03-02", "age-band", "40-59", "sex", "M", "reason", "far away", NULL));
  /* A device is no file either. */
  g_assert_false (crf_audit_csv_export (study->admin, "/dev/null", NULL, NULL, &error));
  g_assert_nonnull (error);
  g_clear_error (&error);
}

/* In a folder that several people write to, a link under the name of what is being written would lead it anywhere. */
static void
what_is_being_written_follows_no_link (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *victim = g_build_filename (study->dir, "victim", NULL), *bytes = NULL;
  const char *const names[] = { "trail.csv", "data.xml", "book.xlsx" };
  g_autoptr (CrfRefusal) refusal = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_set_contents (victim, "mine", -1, NULL));
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (study->dir, names[i], NULL), *part = g_strconcat (path, ".part", NULL);
      const CrfOdmOptions options = { 0 };

      g_assert_cmpint (symlink (victim, part), ==, 0);
      g_assert_true (i == 0   ? crf_audit_csv_export (study->admin, path, NULL, NULL, &error)
                     : i == 1 ? crf_odm_export (study->admin, path, &options, NULL, NULL, NULL, &refusal, &error)
                              : crf_xlsx_export (study->admin, path, NULL, NULL, NULL, NULL, NULL, &error));
      g_assert_no_error (error);
      g_assert_true (g_file_test (path, G_FILE_TEST_IS_REGULAR) && !g_file_test (path, G_FILE_TEST_IS_SYMLINK));
    }
  g_assert_true (g_file_get_contents (victim, &bytes, NULL, NULL));
  g_assert_cmpstr (bytes, ==, "mine");
}

static void
formulas_become_text_and_negative_numbers_stay (void)
{
  const char *const cells[] = { "-2+3+cmd|' /C calc'!A0", "-1.5", "=1", "\n=1", "-", "a-b" };
  g_autoptr (GString) text = g_string_new (NULL);

  crf_csv_out_row (text, cells, G_N_ELEMENTS (cells));
  g_assert_cmpstr (text->str, ==, "\"'-2+3+cmd|' /C calc'!A0\",\"-1.5\",\"'=1\",\"'\n=1\",\"-\",\"a-b\"\r\n");
}

int
main (int argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/exchange/audit-csv/the-whole-trail-opens-as-a-table", the_whole_trail_opens_as_a_table);
  g_test_add_func ("/exchange/audit-csv/every-row-says-what-happened", every_row_says_what_happened);
  g_test_add_func ("/exchange/audit-csv/the-file-says-what-it-is", the_file_says_what_it_is);
  g_test_add_func ("/exchange/audit-csv/the-trail-of-a-patient-is-hers", the_trail_of_a_patient_is_hers);
  g_test_add_func ("/exchange/audit-csv/a-filtered-trail-holds-what-passes-and-says-so", a_filtered_trail_holds_what_passes_and_says_so);
  g_test_add_func ("/exchange/audit-csv/an-export-that-cannot-be-written-leaves-nothing", an_export_that_cannot_be_written_leaves_nothing);
  g_test_add_func ("/exchange/audit-csv/what-gets-no-name-is-journalled-as-not-written", what_gets_no_name_is_journalled_as_not_written);
  g_test_add_func ("/exchange/audit-csv/what-cannot-be-journalled-replaces-nothing", what_cannot_be_journalled_replaces_nothing);
  g_test_add_func ("/exchange/audit-csv/no-output-takes-the-place-of-a-study-file", no_output_takes_the_place_of_a_study_file);
  g_test_add_func ("/exchange/audit-csv/what-is-being-written-follows-no-link", what_is_being_written_follows_no_link);
  g_test_add_func ("/exchange/audit-csv/formulas-become-text-and-negative-numbers-stay", formulas_become_text_and_negative_numbers_stay);

  return g_test_run ();
}
