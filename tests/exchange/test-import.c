/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Rows become subjects and forms: real patients by the map in tests/data, and every kind of row that cannot. */

#include "crf-csv.h"
#include "crf-import-batch.h"
#include "crf-import.h"
#include "crf-number.h"
#include "crf-reader.h"
#include "crf-records.h"
#include "crf-test-study.h"
#include "raw-file.h"

#include <glib/gstdio.h>
#include <string.h>

/* ── Small tables ── */
typedef struct
{
  CrfTestStudy *study;
  CrfImportReport *report;
  GError *error;
} Trial;

static void
set_up (Trial *trial,
        gconstpointer data)
{
  trial->study = crf_test_study_new ();
}

static void
tear_down (Trial *trial,
           gconstpointer data)
{
  g_clear_pointer (&trial->report, crf_import_report_free);
  g_clear_error (&trial->error);
  crf_test_study_free (trial->study);
}

static void
import_as (Trial *trial,
           CrfSession *session,
           const char *csv,
           const char *map,
           const CrfImportOptions *options)
{
  static const CrfImportOptions plain = { .dry_run = FALSE };
  g_autofree char *csv_path = g_build_filename (trial->study->dir, "t.csv", NULL);
  g_autofree char *map_path = g_build_filename (trial->study->dir, "t.map", NULL);

  g_clear_pointer (&trial->report, crf_import_report_free);
  g_clear_error (&trial->error);
  g_assert_true (g_file_set_contents (csv_path, csv, -1, NULL));
  if (map != NULL)
    g_assert_true (g_file_set_contents (map_path, map, -1, NULL));
  trial->report = crf_import_csv (session, csv_path, map != NULL ? map_path : NULL, options != NULL ? options : &plain, NULL, NULL, NULL, &trial->error);
}

static void
import (Trial *trial,
        const char *csv,
        const char *map,
        const CrfImportOptions *options)
{
  import_as (trial, trial->study->nurse, csv, map, options);
}

static guint
count_subjects (Trial *trial)
{
  g_autoptr (GArray) ids = crf_reader_patient_ids (trial->study->nurse, NULL, NULL, CRF_PATIENT_SORT_NUMBER, FALSE, NULL);

  return ids->len;
}

/* The field at screening; the state owns it. */
static CrfFieldState *
find_field (CrfSession *session,
            const char *subject,
            const char *form,
            const char *item,
            CrfFormState **state)
{
  const CrfTarget target = { .subject = (char *) subject, .event = (char *) "SE.SCREENING", .eventkey = (char *) "1", .form = (char *) form,
                             .formkey = (char *) "1" };
  g_autoptr (GError) error = NULL;

  *state = crf_reader_form (session, &target, &error);
  g_assert_no_error (error);
  return crf_form_state_find (*state, item, NULL);
}

static const CrfImportCell *
find_cell (const CrfImportReport *report,
           guint line,
           const char *column)
{
  static const CrfImportCell none = { 0 };

  for (guint i = 0; i < report->cells->len; i++)
    {
      const CrfImportCell *cell = g_ptr_array_index (report->cells, i);

      if (cell->line == line && g_strcmp0 (cell->column, column) == 0)
        return cell;
    }
  g_test_message ("the report has no cell in line %u, column %s", line, column);
  g_test_fail ();
  return &none;
}

static const char small_map[] = "[age]\nitem=AGEREP\n[sex]\nitem=SEX\ncodes=m=M;f=F\n[alt]\nitem=ALT\nunit=µkat/L\nevent=SCREENING\n"
                                "[tbil]\nitem=TBIL\nunit=mg/dL\nevent=SCREENING\n";

static void
test_units (Trial *trial,
            gconstpointer data)
{
  g_autoptr (CrfFormState) form = NULL;
  const CrfImportCell *cell;
  CrfFieldState *field;

  import (trial, "\xef\xbb\xbf" "age;sex;alt;tbil\r\n41;f;0,5;<0,2\r\n", small_map, NULL);
  g_assert_no_error (trial->error);
  g_assert_true (trial->report->committed);
  g_assert_cmpuint (trial->report->rows, ==, 1);
  g_assert_cmpuint (trial->report->subjects, ==, 1);
  cell = find_cell (trial->report, 2, "alt");
  g_assert_cmpstr (cell->after, ==, "0,5 µkat/L");
  g_assert_cmpint (cell->result, ==, CRF_IMPORT_STORED);
  field = find_field (trial->study->nurse, cell->subject, "F.VISIT", "IT.ALT", &form);
  g_assert_cmpstr (field->value->entered, ==, "0,5");
  g_assert_cmpstr (field->value->unit->oid, ==, "MU.UKAT_L");
  g_assert_cmpstr (field->value->canonical, ==, "30");
  field = crf_form_state_find (form, "IT.TBIL", NULL);
  g_assert_cmpstr (field->value->entered, ==, "<0,2");
  g_assert_cmpint (field->value->comparator, ==, CRF_COMPARATOR_LESS);
  g_assert_cmpstr (field->value->canonical, ==, "3.42");
}

static void
test_refused (Trial *trial,
              gconstpointer data)
{
  const CrfImportOptions skip = { .skip_refused = TRUE };
  const char *csv = "age,sex,alt,tbil\n41,f,0.5,1.0\n52,m,much,1.1\n63,x,0.7,1.2\n";
  g_autoptr (CrfFormState) form = NULL;
  const CrfImportCell *cell;

  import (trial, csv, small_map, NULL);
  g_assert_no_error (trial->error);
  g_assert_false (trial->report->committed);
  g_assert_cmpuint (count_subjects (trial), ==, 0);
  cell = find_cell (trial->report, 3, "alt");
  g_assert_cmpint (cell->result, ==, CRF_IMPORT_REFUSED);
  g_assert_nonnull (strstr (cell->reason, "much"));
  cell = find_cell (trial->report, 4, "sex");
  g_assert_cmpint (cell->result, ==, CRF_IMPORT_REFUSED);
  g_assert_nonnull (strstr (cell->reason, "“x” is not among the codes of the map"));

  import (trial, csv, small_map, &skip);
  g_assert_no_error (trial->error);
  g_assert_true (trial->report->committed);
  g_assert_cmpuint (count_subjects (trial), ==, 3);
  g_assert_true (crf_value_is_empty (find_field (trial->study->nurse, "01-S-003", "F.DM", "IT.SEX", &form)->value));
  g_clear_pointer (&form, crf_form_state_free);
  cell = find_cell (trial->report, 3, "tbil");
  g_assert_cmpint (cell->result, ==, CRF_IMPORT_STORED);
  g_assert_true (crf_value_is_empty (find_field (trial->study->nurse, cell->subject, "F.VISIT", "IT.ALT", &form)->value));
}

static void
test_dry_run (Trial *trial,
              gconstpointer data)
{
  const CrfImportOptions dry = { .dry_run = TRUE };

  import (trial, "age,sex,alt,tbil\n41,f,0.5,1.0\n", small_map, &dry);
  g_assert_no_error (trial->error);
  g_assert_false (trial->report->committed);
  g_assert_cmpuint (trial->report->stored, ==, 4);
  g_assert_cmpuint (count_subjects (trial), ==, 0);
}

static void
test_known_subjects (Trial *trial,
                     gconstpointer data)
{
  const char *map = "[no]\nuse=subject\n[bed]\nitem=BED\n[inr]\nitem=INR\nevent=SCREENING\n";
  const CrfImportOptions skip = { .skip_refused = TRUE };
  g_autofree char *number = crf_test_register (trial->study);
  g_autofree char *csv = g_strdup_printf ("no,bed,inr\n%s,14,1.3\n99-S-999,15,1.4\n", number);
  g_autoptr (CrfFormState) form = NULL;
  const CrfImportCell *cell;

  crf_test_enter (trial->study, number, "SCREENING", "INR", "1.1", NULL);
  import (trial, csv, map, &skip);
  g_assert_no_error (trial->error);
  g_assert_true (trial->report->committed);
  g_assert_cmpuint (trial->report->subjects, ==, 0);
  cell = find_cell (trial->report, 2, "inr");
  g_assert_cmpstr (cell->before, ==, "1.1");
  g_assert_cmpstr (cell->after, ==, "1.3");
  cell = find_cell (trial->report, 2, "bed");
  g_assert_cmpstr (cell->before, ==, "12");
  g_assert_cmpstr (cell->after, ==, "14");
  g_assert_cmpstr (find_field (trial->study->nurse, number, "F.VISIT", "IT.INR", &form)->value->canonical, ==, "1.3");
  cell = find_cell (trial->report, 3, NULL);
  g_assert_cmpint (cell->result, ==, CRF_IMPORT_REFUSED);
  g_assert_nonnull (strstr (cell->reason, "99-S-999"));
}

/* Two visits in one table, or a line twice with a slip: nobody is asked which is right, so neither wins in silence. */
static void
test_one_place_twice (Trial *trial,
                      gconstpointer data)
{
  const char *map = "[no]\nuse=subject\n[inr]\nitem=INR\nevent=SCREENING\n";
  const CrfImportOptions skip = { .skip_refused = TRUE };
  g_autofree char *number = crf_test_register (trial->study);
  g_autofree char *csv = g_strdup_printf ("no,inr\n%s,1.3\n%s,1.30\n%s,1.4\n", number, number, number);
  g_autoptr (CrfFormState) form = NULL, after = NULL;
  const CrfImportCell *cell;

  import (trial, csv, map, NULL);
  g_assert_no_error (trial->error);
  g_assert_false (trial->report->committed);
  g_assert_cmpint (find_cell (trial->report, 2, "inr")->result, ==, CRF_IMPORT_STORED);
  g_assert_cmpint (find_cell (trial->report, 3, "inr")->result, ==, CRF_IMPORT_STORED);
  cell = find_cell (trial->report, 4, "inr");
  g_assert_cmpint (cell->result, ==, CRF_IMPORT_REFUSED);
  g_assert_nonnull (strstr (cell->reason, "Line 3"));
  g_assert_nonnull (strstr (cell->reason, "1.3"));
  import (trial, csv, map, &skip);
  g_assert_true (trial->report->committed);
  g_assert_cmpstr (find_field (trial->study->nurse, number, "F.VISIT", "IT.INR", &form)->value->canonical, ==, "1.3");
  /* Another file is another import: what stands there is shown before, as ever. */
  g_free (csv);
  csv = g_strdup_printf ("no,inr\n%s,1.4\n", number);
  import (trial, csv, map, NULL);
  g_assert_true (trial->report->committed);
  g_assert_cmpstr (find_field (trial->study->nurse, number, "F.VISIT", "IT.INR", &after)->value->canonical, ==, "1.4");
}

/* Cells of two days in one visit would be a visit that never was: with the day, all that its line says of that visit stays out. */
static void
test_line_of_another_day (Trial *trial,
                          gconstpointer data)
{
  const char *map = "[no]\nuse=subject\n[na]\nitem=SODIUM\nunit=mmol/L\nevent=SCREENING\n[day]\nitem=VISDAT\nevent=SCREENING\n[w4na]\nitem=SODIUM\nunit=mmol/L\nevent=W4\n";
  const CrfImportOptions skip = { .skip_refused = TRUE };
  g_autofree char *number = crf_test_register (trial->study);
  g_autofree char *csv = g_strdup_printf ("no,na,day,w4na\n%s,,2026-03-02,\n%s,138,2026-03-04,141\n", number, number);
  g_autoptr (CrfFormState) form = NULL;
  const CrfImportCell *cell;

  import (trial, csv, map, &skip);
  g_assert_no_error (trial->error);
  g_assert_true (trial->report->committed);
  g_assert_cmpint (find_cell (trial->report, 3, "day")->result, ==, CRF_IMPORT_REFUSED);
  cell = find_cell (trial->report, 3, "na");
  g_assert_cmpint (cell->result, ==, CRF_IMPORT_REFUSED);
  g_assert_nonnull (strstr (cell->reason, "“day”"));
  g_assert_cmpint (find_cell (trial->report, 3, "w4na")->result, !=, CRF_IMPORT_REFUSED);
  g_assert_true (crf_value_is_empty (find_field (trial->study->nurse, number, "F.VISIT", "IT.SODIUM", &form)->value));
}

/* A lock or a consent cannot be read any more: what was taken for none is neither stored nor shown as if it could be. */
static void
test_unreadable (Trial *trial,
                 gconstpointer data)
{
  static const char *const tables[] = { "hold", "consent", "query" };
  const CrfImportOptions dry = { .dry_run = TRUE };
  g_autofree char *number = crf_test_register (trial->study);
  g_autofree char *csv = g_strdup_printf ("no,inr\n%s,1.3\n", number);
  const char *map = "[no]\nuse=subject\n[inr]\nitem=INR\nevent=SCREENING\n";
  guint64 before = crf_records_count_entries (crf_session_get_file (trial->study->nurse));
  sqlite3 *db = raw_file_open (trial->study->path);

  for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
    {
      g_autofree char *lose = g_strdup_printf ("ALTER TABLE %s RENAME TO lost", tables[i]);
      g_autofree char *find = g_strdup_printf ("ALTER TABLE lost RENAME TO %s", tables[i]);

      g_assert_cmpint (sqlite3_exec (db, lose, NULL, NULL, NULL), ==, SQLITE_OK);
      import (trial, csv, map, &dry);
      g_assert_null (trial->report);
      g_assert_nonnull (trial->error);
      import (trial, csv, map, NULL);
      g_assert_null (trial->report);
      g_test_message ("%s", trial->error->message);
      g_assert_nonnull (strstr (trial->error->message, tables[i]));
      g_assert_cmpint (sqlite3_exec (db, find, NULL, NULL, NULL), ==, SQLITE_OK);
    }
  sqlite3_close (db);
  g_assert_cmpuint (crf_records_count_entries (crf_session_get_file (trial->study->nurse)), ==, before);
}

static gboolean
take_reason (const CrfJournalRecord *record,
             gpointer reason)
{
  if (strcmp (record->columns[CRF_COL_ACTION], "value.set") == 0 && g_strcmp0 (record->columns[CRF_COL_ITEM], "IT.BED") == 0)
    *(char **) reason = g_strdup (record->columns[CRF_COL_REASON]);
  return *(char **) reason == NULL;
}

static void
sign_demographics (CrfTestStudy *study,
                   const char *number)
{
  const CrfTarget target = { .subject = (char *) number, .event = (char *) "SE.SCREENING", .eventkey = (char *) "1", .form = (char *) "F.DM",
                             .formkey = (char *) "1" };
  g_autoptr (CrfFormState) form = crf_reader_form (study->nurse, &target, NULL);

  for (guint i = 0; i < form->sections->len; i++)
    {
      const CrfSectionState *section = g_ptr_array_index (form->sections, i);

      for (guint j = 0; j < section->fields->len; j++)
        {
          const CrfFieldState *field = g_ptr_array_index (section->fields, j);

          if (field->required && crf_value_is_empty (field->value))
            crf_outcome_free (crf_test_do (study->nurse, "enter", number, "event", "SCREENING", "form", "F.DM", "item", field->item->oid, "missing",
                                           "UNK", NULL));
        }
    }
  crf_outcome_free (crf_test_do (study->nurse, "complete-form", number, "event", "SCREENING", "form", "F.DM", NULL));
  crf_outcome_free (crf_test_do (study->investigator, "sign-form", number, "event", "SCREENING", "form", "F.DM", "passphrase", CRF_TEST_PASSPHRASE, NULL));
}

/* Once a form is complete each change has a reason, by whatever door it comes (21 CFR 11.10 (e), ICH E6 4.9.3); and the table says whose signature falls. */
static void
test_reason (Trial *trial,
             gconstpointer data)
{
  const char *map = "[no]\nuse=subject\n[bed]\nitem=BED\n";
  CrfTestStudy *study = trial->study;
  g_autofree char *number = crf_test_register (study);
  g_autofree char *csv = g_strdup_printf ("no,bed\n%s,14\n", number), *same = g_strdup_printf ("no,bed\n%s,12\n", number), *reason = NULL;
  g_autoptr (CrfFormState) form = NULL;
  const CrfImportCell *cell;

  sign_demographics (study, number);
  import (trial, csv, map, NULL);
  g_assert_no_error (trial->error);
  g_assert_false (trial->report->committed);
  cell = find_cell (trial->report, 2, "bed");
  g_assert_cmpint (cell->result, ==, CRF_IMPORT_REFUSED);
  g_assert_nonnull (strstr (cell->reason, "a change needs a reason"));
  import (trial, csv, map, &(CrfImportOptions) { .reason = " " });
  g_assert_false (trial->report->committed);
  /* What stands there already is no change. */
  import (trial, same, map, NULL);
  g_assert_true (trial->report->committed);
  find_field (study->nurse, number, "F.DM", "IT.BED", &form);
  g_assert_false (form->signature_void);

  import (trial, csv, map, &(CrfImportOptions) { .reason = "moved to another room" });
  g_assert_no_error (trial->error);
  g_assert_true (trial->report->committed);
  cell = find_cell (trial->report, 2, "bed");
  g_assert_cmpint (cell->result, ==, CRF_IMPORT_STORED);
  g_assert_nonnull (strstr (cell->reason, "This makes the signature of Wang Wei void."));
  g_assert_true (crf_records_journal (crf_session_get_file (study->nurse), NULL, NULL, 0, TRUE, take_reason, &reason, NULL));
  g_assert_cmpstr (reason, ==, "moved to another room");
}

static void
test_permission (Trial *trial,
                 gconstpointer data)
{
  CrfTestStudy *study = trial->study;
  CrfSession *monitor;

  crf_outcome_free (crf_test_do (study->admin, "add-user", NULL, "login", "chen", "name", "Chen Bo", "roles", "monitor", "new-passphrase",
                                 CRF_TEST_PASSPHRASE, NULL));
  monitor = crf_session_sign_in_file (crf_session_get_file (study->admin), "chen", CRF_TEST_PASSPHRASE, NULL, crf_test_study_clock (study),
                                      &trial->error);
  g_assert_no_error (trial->error);
  import_as (trial, monitor, "age,sex,alt,tbil\n41,f,0.5,1.0\n", small_map, NULL);
  g_assert_null (trial->report);
  g_assert_error (trial->error, CRF_BATCH_ERROR, CRF_BATCH_ERROR_NOT_PERMITTED);
  crf_session_close (monitor);
}

static void
test_cancelled (Trial *trial,
                gconstpointer data)
{
  g_autofree char *path = g_build_filename (trial->study->dir, "t.csv", NULL);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  const CrfImportOptions plain = { .dry_run = FALSE };

  g_assert_true (g_file_set_contents (path, "AGEREP,SEX\n41,F\n", -1, NULL));
  g_cancellable_cancel (cancellable);
  g_assert_null (crf_import_csv (trial->study->nurse, path, NULL, &plain, NULL, NULL, cancellable, &trial->error));
  g_assert_error (trial->error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (count_subjects (trial), ==, 0);
}

static void
test_bad_files (Trial *trial,
                gconstpointer data)
{
  import (trial, "age,sex\n41,f,3\n", small_map, NULL);
  g_assert_null (trial->report);
  g_assert_error (trial->error, CRF_CSV_ERROR, CRF_CSV_ERROR_RAGGED);
  import (trial, "age,sex,alt,tbil\n41,f,1,1\n", "[sex]\nitem=XYZZY\n", NULL);
  g_assert_null (trial->report);
  g_assert_nonnull (strstr (trial->error->message, "XYZZY"));
  g_assert_cmpuint (count_subjects (trial), ==, 0);
}

/* ── Real patients ── */
static char *
sample_path (const char *name)
{
  const char *shared = g_getenv ("STEMWARD_SHARED_DIR");
  g_autofree char *path = shared != NULL ? g_build_filename (shared, "samples", "clinical", name, NULL) : NULL;

  return path != NULL && g_file_test (path, G_FILE_TEST_EXISTS) ? g_steal_pointer (&path) : NULL;
}

/* Both files, imported; NULL after saying that the test is skipped. */
static CrfCsv *
import_real (Trial *trial)
{
  g_autofree char *path = sample_path ("eldd.csv");
  g_autofree char *map = g_test_build_filename (G_TEST_DIST, "data", "eldd.map", NULL);
  const CrfImportOptions plain = { .dry_run = FALSE };

  if (path == NULL)
    {
      g_test_skip ("STEMWARD_SHARED_DIR has no samples/clinical/eldd.csv");
      return NULL;
    }
  trial->report = crf_import_csv (trial->study->nurse, path, map, &plain, NULL, NULL, NULL, &trial->error);
  g_assert_no_error (trial->error);
  return crf_csv_read_file (path, NULL);
}

static guint
count_queries (Trial *trial,
               const char *subject,
               const char *says)
{
  g_autoptr (GPtrArray) queries = crf_reader_queries (trial->study->nurse, subject, NULL, NULL);
  guint n = 0;

  for (guint i = 0; i < queries->len; i++)
    n += strstr (((CrfQuery *) g_ptr_array_index (queries, i))->text, says) != NULL;
  return n;
}

/* Of each row, what is empty in the table is empty in the form, and what is not has its text and unit. */
static void
assert_row (Trial *trial,
            const CrfCsv *csv,
            const CrfCsvRow *row,
            const char *subject)
{
  static const struct
  {
    const char *column, *form, *item, *unit;
    double factor;
  } items[] = {
    { "ALAT_S", "F.VISIT", "IT.ALT", "MU.UKAT_L", 60 },   { "GGT_S", "F.VISIT", "IT.GGT", "MU.UKAT_L", 60 },
    { "CHE_S", "F.VISIT", "IT.CHE", "MU.UKAT_L", 60 },    { "BILI_S", "F.VISIT", "IT.TBIL", "MU.UMOL_L", 1 },
    { "NA_S", "F.VISIT", "IT.SODIUM", "MU.MMOL_L", 1 },   { "B_PLT_E", "F.VISIT", "IT.PLAT", "MU.E9_L", 1 },
    { "IL6_S", "F.LABX", "IT.IL6", "MU.PG_ML", 1 },       { "PTH_S", "F.LABX", "IT.PTH", "MU.PMOL_L", 1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (items); i++)
    {
      const char *text = g_ptr_array_index (row->cells, (guint) crf_csv_find_column (csv, items[i].column));
      g_autoptr (CrfFormState) form = NULL;
      CrfFieldState *field = find_field (trial->study->nurse, subject, items[i].form, items[i].item, &form);
      double entered = 0;

      if (*text == '\0')
        {
          g_assert_true (crf_value_is_empty (field->value));
          continue;
        }
      g_assert_cmpstr (field->value->entered, ==, text);
      g_assert_cmpstr (field->value->unit->oid, ==, items[i].unit);
      g_assert_true (crf_number_parse_plain (text, &entered, NULL));
      g_assert_cmpint (crf_decimal_compare (crf_value_get_number (field->value), entered * items[i].factor), ==, 0);
    }
}

static void
test_real (Trial *trial,
           gconstpointer data)
{
  g_autoptr (CrfCsv) csv = import_real (trial);
  guint empty = 0, direct = 0;

  if (csv == NULL)
    return;
  g_assert_true (trial->report->committed);
  g_assert_cmpuint (trial->report->rows, ==, 327);
  g_assert_cmpuint (trial->report->subjects, ==, 327);
  g_assert_cmpuint (trial->report->refused, ==, 0);
  g_assert_cmpuint (count_subjects (trial), ==, 327);
  g_assert_cmpuint (count_queries (trial, NULL, "without a consent"), ==, 327);
  for (guint i = 0; i < csv->rows->len; i++)
    {
      const CrfCsvRow *row = g_ptr_array_index (csv->rows, i);
      g_autofree char *number = g_strdup_printf ("01-S-%03u", i + 1);
      double total = 0, part = 0;

      if (i < 40 || i % 20 == 0)
        assert_row (trial, csv, row, number);
      for (guint j = 0; j < row->cells->len; j++)
        empty += *(char *) g_ptr_array_index (row->cells, j) == '\0';
      if (!crf_number_parse_plain (g_ptr_array_index (row->cells, (guint) crf_csv_find_column (csv, "BILI_S")), &total, NULL) ||
          !crf_number_parse_plain (g_ptr_array_index (row->cells, (guint) crf_csv_find_column (csv, "BILID_S")), &part, NULL) || part <= total)
        continue;
      direct++;
      g_assert_cmpuint (count_queries (trial, number, "above total bilirubin"), >=, 1);
    }
  g_assert_cmpuint (direct, ==, 2);
  /* 327 rows of 45 columns, 4 of them not mapped, and none of the empty ones is stored. */
  g_assert_cmpuint (empty, >, 0);
  g_assert_cmpuint (trial->report->stored, ==, 327 * 41 - empty);
}

/* "−2.88 (2)" is -2.88. */
static char *
plain_figure (const char *shown)
{
  g_auto (GStrv) parts = shown != NULL ? g_strsplit (shown, " ", 2) : NULL;

  if (parts == NULL || parts[0] == NULL)
    return g_strdup ("");
  return g_str_has_prefix (parts[0], "−") ? g_strconcat ("-", parts[0] + strlen ("−"), NULL) : g_strdup (parts[0]);
}

static char *
score_of (const CrfFormState *form,
          const char *concept)
{
  for (guint i = 0; i < form->scores->len; i++)
    {
      const CrfScoreState *score = g_ptr_array_index (form->scores, i);

      if (g_strcmp0 (score->concept, concept) == 0)
        return plain_figure (score->value);
    }
  return g_strdup ("no such score");
}

static void
test_real_scores (Trial *trial,
                  gconstpointer data)
{
  static const struct
  {
    const char *column, *concept;
  } scores[] = { { "meld", "score.meld" }, { "meld_na", "score.meld_na" }, { "meld_3", "score.meld_3" }, { "albi", "score.albi" } };
  g_autoptr (CrfCsv) csv = import_real (trial);
  g_autofree char *path = sample_path ("eldd-scores.csv");
  g_autoptr (CrfCsv) expected = path != NULL ? crf_csv_read_file (path, NULL) : NULL;

  if (csv == NULL || expected == NULL)
    return;
  g_assert_cmpuint (expected->rows->len, ==, 40);
  for (guint i = 0; i < expected->rows->len; i++)
    {
      const CrfCsvRow *row = g_ptr_array_index (expected->rows, i);
      g_autofree char *number = g_strdup_printf ("01-S-%03u", i + 1);
      g_autoptr (CrfFormState) form = NULL;

      find_field (trial->study->nurse, number, "F.VISIT", "IT.MELD", &form);
      for (guint j = 0; j < G_N_ELEMENTS (scores); j++)
        {
          const char *figure = g_ptr_array_index (row->cells, (guint) crf_csv_find_column (expected, scores[j].column));
          g_autofree char *computed = score_of (form, scores[j].concept);
          double a, b;

          if (g_str_equal (figure, computed) ||
              (crf_number_parse_plain (figure, &a, NULL) && crf_number_parse_plain (computed, &b, NULL) && crf_decimal_compare (a, b) == 0))
            continue;
          g_test_message ("%s, %s: expected “%s”, got “%s”", number, scores[j].column, figure, computed);
          g_test_fail ();
        }
    }
}

/* A table that brings the infusion and the visits after it: the dates stand on the calendar, and what came late is a draft, once. */
static void
test_visits_are_placed (Trial *trial,
                        gconstpointer data)
{
  CrfSession *session = trial->study->nurse;
  CrfStudy *study = crf_session_get_study (session);
  const CrfItem *start = crf_study_find_item_by_concept (study, "inf.start"), *date = crf_study_find_item_by_concept (study, "visit.date");
  g_autofree char *number = crf_test_register (trial->study), *key = NULL;
  g_autoptr (CrfBatch) batch = NULL;
  g_autoptr (GPtrArray) deviations = NULL, visits = NULL;
  g_autoptr (GError) error = NULL;
  const char *const rows[][3] = { { "SE.W4", date->name, "2026-02-20" }, { "SE.W1", date->name, "2026-01-13" }, { "SE.INFUSION", start->name, "2026-01-05 10:00" } };
  guint late = 0, placed = 0;

  batch = crf_batch_begin (session, &error);
  g_assert_no_error (error);
  key = crf_batch_find_subject (batch, number, &error);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (CrfOutcome) outcome = NULL;

      g_assert_true (crf_batch_store (batch, key, rows[i][0], rows[i][1], rows[i][2], NULL, &outcome, &error));
      g_assert_null (outcome->refusal);
    }
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    g_assert_true (crf_batch_derive (batch, key, rows[i][0], NULL, &error));
  g_assert_true (crf_batch_derive (batch, key, "SE.W4", NULL, &error));
  g_assert_true (crf_batch_commit (batch, &error));
  g_clear_pointer (&batch, crf_batch_free);
  visits = crf_reader_visits (session, number, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < visits->len; i++)
    placed += g_strcmp0 (((const CrfVisit *) g_ptr_array_index (visits, i))->visit_date, "2026-02-20") == 0;
  g_assert_cmpuint (placed, ==, 1);
  deviations = crf_reader_deviations (session, number, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < deviations->len; i++)
    {
      const CrfDeviation *deviation = g_ptr_array_index (deviations, i);

      g_test_message ("%s: %s", deviation->kind, deviation->text);
      if (strcmp (deviation->kind, "late-visit") != 0)
        continue;
      late++;
      /* Day 28 + 3 of 5 January is 5 February: 20 February is 15 days after it. */
      g_assert_nonnull (strstr (deviation->text, "15 days after"));
      g_assert_nonnull (strstr (deviation->text, "2026-02-05"));
    }
  g_assert_cmpuint (late, ==, 1);
}

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
#define ADD(path, function) g_test_add ("/exchange/import/" path, Trial, NULL, set_up, function, tear_down)
  ADD ("a-date-places-the-visit-and-drafts-what-came-late", test_visits_are_placed);
  ADD ("units-are-converted-and-the-text-is-kept", test_units);
  ADD ("a-refused-cell-refuses-the-import-unless-skipped", test_refused);
  ADD ("a-dry-run-stores-nothing", test_dry_run);
  ADD ("known-subjects-get-further-values", test_known_subjects);
  ADD ("two-lines-for-one-place-that-differ-are-not-both-taken", test_one_place_twice);
  ADD ("a-line-that-differs-in-one-cell-says-nothing-of-that-visit", test_line_of_another_day);
  ADD ("nothing-is-imported-where-locks-consents-or-queries-cannot-be-read", test_unreadable);
  ADD ("a-change-in-a-complete-form-needs-a-reason", test_reason);
  ADD ("who-may-not-register-may-not-import", test_permission);
  ADD ("a-cancelled-import-stores-nothing", test_cancelled);
  ADD ("a-bad-table-or-map-stores-nothing", test_bad_files);
  ADD ("real-patients-go-in-whole", test_real);
  ADD ("scores-of-real-patients-are-those-of-others", test_real_scores);
  return g_test_run ();
}
