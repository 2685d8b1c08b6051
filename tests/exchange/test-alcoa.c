/* SPDX-License-Identifier: GPL-3.0-or-later */

/* ALCOA++ (EMA guideline on computerised systems, 4.5), a test a letter, each from the keyboard to what leaves the program. */

#include "crf-audit-csv.h"
#include "crf-csv.h"
#include "crf-reader.h"
#include "crf-reader-trust.h"
#include "crf-records.h"
#include "crf-restore.h"
#include "crf-review.h"
#include "crf-test-study.h"
#include "crf-verify.h"
#include "crf-xlsx-export.h"

#include <glib/gstdio.h>
#include <string.h>

#define FORM(number) { .subject = (number), .event = (char *) "SE.SCREENING", .eventkey = (char *) "1", .form = (char *) "F.VISIT", .formkey = (char *) "1" }

/* Enters, is asked, means it, corrects: a field with a history. */
static void
live_a_little (CrfTestStudy *study,
               const char *number)
{
  g_autoptr (CrfOutcome) asked = NULL;

  crf_test_enter_labs (study, number, "SCREENING");
  crf_test_study_set_now (study, "2026-03-03T10:30");
  asked = crf_conduct_with (study->nurse, "enter", number, NULL, "event", "SCREENING", "form", "F.VISIT", "item", "TBIL", "value", "1600", "unit", "umol/L",
                            "reason", "misread", NULL);
  g_assert_nonnull (asked->prompt);
  crf_outcome_free (crf_conduct_with (study->nurse, "enter", number, NULL, "event", "SCREENING", "form", "F.VISIT", "item", "TBIL", "value", "1600", "unit",
                                      "umol/L", "confirm", asked->prompt->id, "reason", "as on the slip", NULL));
  crf_test_study_set_now (study, "2026-03-04T11:45");
  crf_outcome_free (crf_test_do (study->investigator, "enter", number, "event", "SCREENING", "form", "F.VISIT", "item", "TBIL", "value", "160", "unit",
                                 "umol/L", "reason", "slip read again", NULL));
}

static GPtrArray *
history_of (CrfTestStudy *study,
            const char *number,
            const char *item)
{
  CrfTarget field = FORM ((char *) number);
  g_autoptr (GError) error = NULL;
  GPtrArray *rows;

  field.item = (char *) item;
  rows = crf_reader_audit (study->admin, NULL, &field, NULL, 0, &error);
  g_assert_no_error (error);
  /* The values alone; what was asked about them stands in the same history. */
  for (guint i = rows->len; i > 0; i--)
    if (strcmp (((CrfAuditRow *) g_ptr_array_index (rows, i - 1))->action, "value.set") != 0)
      g_ptr_array_remove_index (rows, i - 1);
  return rows;
}

static CrfCsv *
trail_as_file (CrfTestStudy *study)
{
  g_autofree char *path = g_build_filename (study->dir, "trail.csv", NULL);
  g_autoptr (GError) error = NULL;
  CrfCsv *csv;

  g_assert_true (crf_audit_csv_export (study->admin, path, NULL, NULL, &error));
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

typedef gboolean (*Check) (const CrfJournalRecord *record, gpointer data);

static void
each_entry (CrfTestStudy *study,
            Check check,
            gpointer data)
{
  CrfEntry all = { 0 };
  g_autoptr (GError) error = NULL;

  g_assert_true (crf_records_journal (crf_session_get_file (study->admin), &all, NULL, 0, FALSE, check, data, &error));
  g_assert_no_error (error);
}

static void
assert_verifies (const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CrfVerifyReport) report = crf_verify (path, NULL, NULL, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (report->faults->len, ==, 0);
  g_assert_cmpuint (report->entries, >, 20);
}

/* ── Attributable ── */

static gboolean
has_person_role_and_workstation (const CrfJournalRecord *record,
                                 gpointer data)
{
  if (record->columns[CRF_COL_SUBJECT] == NULL)
    return TRUE;
  g_assert_nonnull (record->columns[CRF_COL_USER]);
  g_assert_cmpint (crf_role_from_name (record->columns[CRF_COL_ROLE]), !=, 0);
  g_assert_cmpuint (strlen (record->columns[CRF_COL_WS]), ==, 8);
  g_assert_nonnull (record->columns[CRF_COL_APP]);
  *(guint *) data += 1;
  return TRUE;
}

static void
attributable (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = crf_test_register (study);
  g_autoptr (GPtrArray) history = NULL;
  guint n = 0;

  live_a_little (study, number);
  each_entry (study, has_person_role_and_workstation, &n);
  g_assert_cmpuint (n, >, 15);
  history = history_of (study, number, "IT.TBIL");
  g_assert_cmpuint (history->len, ==, 3);
  g_assert_cmpstr (((CrfAuditRow *) g_ptr_array_index (history, 0))->user, ==, "wang");
  g_assert_cmpstr (((CrfAuditRow *) g_ptr_array_index (history, 0))->role, ==, "Investigator");
  g_assert_cmpstr (((CrfAuditRow *) g_ptr_array_index (history, 1))->user, ==, "li");
}

/* ── Legible ── */

static void
legible (void)
{
  static const char odd[] = "恶心 ≥ 3 × /日; “once”, é ñ Ω \xF0\x9F\xA9\xB8";
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = crf_test_register (study);
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (CrfCsv) csv = NULL;
  g_autoptr (GError) error = NULL;
  gboolean found = FALSE;

  crf_test_enter (study, number, "SCREENING", "ALT", "40", "U/L");
  crf_outcome_free (crf_test_do (study->nurse, "enter", number, "event", "SCREENING", "form", "F.VISIT", "item", "ALT", "value", "41", "unit", "U/L", "reason",
                                 odd, NULL));
  rows = crf_reader_audit_filtered (study->admin, &(CrfAuditFilter) { .subject = NULL }, 0, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < rows->len; i++)
    {
      const CrfAuditRow *row = g_ptr_array_index (rows, i);

      /* In words, not in codes of the program; a patient by her number, not by a key. */
      g_assert_cmpstr (row->action_label, !=, row->action);
      g_assert_true (row->place == NULL || strstr (row->place, "F.VISIT") == NULL);
      if (row->subject_number != NULL)
        g_assert_cmpstr (row->subject_number, ==, number);
    }
  csv = trail_as_file (study);
  for (guint i = 0; i < csv->rows->len; i++)
    found |= g_strcmp0 (cell (csv, i, "reason"), odd) == 0;
  g_assert_true (found);
}

/* ── Contemporaneous ── */

static void
contemporaneous (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = crf_test_register (study);
  g_autoptr (GPtrArray) history = NULL;
  g_autoptr (CrfReview) review = NULL;
  gboolean late = FALSE;

  crf_test_study_set_now (study, "2026-03-29T16:20");
  crf_test_enter (study, number, "W1", "VISDAT", "2026-03-09", NULL);
  crf_test_enter (study, number, "W1", "ALT", "40", "U/L");
  {
    CrfTarget field = { .subject = number, .event = (char *) "SE.W1", .eventkey = (char *) "1", .form = (char *) "F.VISIT", .formkey = (char *) "1",
                        .item = (char *) "IT.ALT" };

    history = crf_reader_audit (study->admin, NULL, &field, NULL, 0, NULL);
  }
  /* Stored when it was stored, with the time of the ward; the visit's own date stands beside it and is not changed. */
  g_assert_cmpuint (history->len, ==, 1);
  g_assert_cmpstr (((CrfAuditRow *) g_ptr_array_index (history, 0))->at, ==, "2026-03-29 16:20");
  review = crf_reader_review (study->admin, "2026-03-01T00:00:00.000Z", 0, NULL);
  for (guint i = 0; i < review->lines->len; i++)
    late |= ((CrfReviewLine *) g_ptr_array_index (review->lines, i))->kind == CRF_REVIEW_LATE;
  g_assert_true (late);
}

/* ── Original ── */

static void
original (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = crf_test_register (study);
  CrfTarget target = FORM (number);
  g_autoptr (CrfFormState) form = NULL;
  g_autoptr (GPtrArray) history = NULL;

  /* As typed: with a comma, and in the unit of the slip; 2,1 mg/dL × 17.104 = 35.9184 µmol/L. */
  crf_test_enter (study, number, "SCREENING", "TBIL", "2,1", "mg/dL");
  crf_outcome_free (crf_test_do (study->admin, "set-source", NULL, "item", "TBIL", "source", "laboratory", NULL));
  form = crf_reader_form (study->nurse, &target, NULL);
  g_assert_cmpstr (crf_form_state_find (form, "TBIL", NULL)->value->entered, ==, "2,1");
  g_assert_cmpstr (crf_form_state_find (form, "TBIL", NULL)->value->unit->oid, !=, "umol/L");
  crf_outcome_free (crf_test_do (study->nurse, "enter", number, "event", "SCREENING", "form", "F.VISIT", "item", "TBIL", "value", "37", "unit", "umol/L",
                                 "reason", "second slip", NULL));
  crf_outcome_free (crf_test_do (study->nurse, "enter", number, "event", "SCREENING", "form", "F.VISIT", "item", "TBIL", "value", "38", "unit", "umol/L",
                                 "reason", "third slip", NULL));
  /* However often it is changed, the first is still there. */
  history = history_of (study, number, "IT.TBIL");
  g_assert_cmpuint (history->len, ==, 3);
  g_assert_nonnull (strstr (((CrfAuditRow *) g_ptr_array_index (history, 2))->new_value, "2,1"));
  g_assert_nonnull (strstr (((CrfAuditRow *) g_ptr_array_index (history, 1))->old_value, "2,1"));
}

/* ── Accurate ── */

static void
accurate (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = crf_test_register (study);
  g_autoptr (CrfOutcome) asked = NULL;
  g_autoptr (GPtrArray) history = NULL, queries = NULL;
  const CrfAuditRow *row;

  /* Not taken silently: asked while the person is there, and if it is meant, a query stands until somebody has looked. */
  crf_test_enter (study, number, "SCREENING", "TBIL", "54", "umol/L");
  asked = crf_conduct_with (study->nurse, "enter", number, NULL, "event", "SCREENING", "form", "F.VISIT", "item", "TBIL", "value", "1600", "unit", "umol/L",
                            "reason", "misread", NULL);
  g_assert_nonnull (asked->prompt);
  history = history_of (study, number, "IT.TBIL");
  g_assert_cmpuint (history->len, ==, 1);
  crf_outcome_free (crf_conduct_with (study->nurse, "enter", number, NULL, "event", "SCREENING", "form", "F.VISIT", "item", "TBIL", "value", "1600", "unit",
                                      "umol/L", "confirm", asked->prompt->id, "reason", "as on the slip", NULL));
  queries = crf_reader_queries (study->nurse, number, "Open", NULL);
  g_assert_cmpuint (queries->len, >=, 1);
  g_clear_pointer (&history, g_ptr_array_unref);
  history = history_of (study, number, "IT.TBIL");
  row = g_ptr_array_index (history, 0);
  g_assert_cmpstr (row->reason, ==, "as on the slip");
  g_assert_nonnull (row->prompt);
  /* What cannot be is refused at once. */
  crf_test_refused (study->nurse, "value-invalid", "enter", number, "event", "SCREENING", "form", "F.VISIT", "item", "ALT", "value", "forty", "unit", "U/L",
                    NULL);
}

/* ── Complete ── */

static void
complete (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = crf_test_register (study);
  g_autoptr (CrfCsv) csv = NULL;
  g_autoptr (CrfOutcome) query = NULL;
  guint64 before;

  live_a_little (study, number);
  /* What is taken back is kept too. */
  query = crf_test_do (study->investigator, "query", number, "event", "SCREENING", "form", "F.VISIT", "item", "ALT", "text", "?", NULL);
  crf_outcome_free (crf_test_do (study->investigator, "cancel-query", NULL, "key", g_hash_table_lookup (query->results, "query"), "text", "my mistake", NULL));
  before = crf_records_count_entries (crf_session_get_file (study->admin));
  csv = trail_as_file (study);
  g_assert_cmpuint (csv->rows->len, ==, before + 1); /* and the row that says what the file is */
  /* And that it left the file is one more. */
  g_assert_cmpuint (crf_records_count_entries (crf_session_get_file (study->admin)), ==, before + 1);
}

/* ── Consistent ── */

typedef struct { gint64 clock, seq; guint n; } Order;

static gboolean
comes_after (const CrfJournalRecord *record,
             gpointer data)
{
  Order *order = data;
  gint64 clock = g_ascii_strtoll (record->columns[CRF_COL_CLOCK], NULL, 10), seq = g_ascii_strtoll (record->columns[CRF_COL_SEQ], NULL, 10);

  g_assert_cmpint (clock, >, order->clock);
  g_assert_cmpint (seq, ==, order->seq + 1);
  order->clock = clock;
  order->seq = seq;
  order->n++;
  return TRUE;
}

static void
consistent (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = crf_test_register (study);
  CrfTarget target = FORM (number);
  g_autoptr (CrfFormState) before = NULL, after = NULL;
  Order order = { 0 };

  crf_test_enter_labs (study, number, "SCREENING");
  before = crf_reader_form (study->nurse, &target, NULL);
  g_assert_cmpstr (crf_form_state_find (before, "MELD", NULL)->value->entered, ==, "20");
  /* The clock is set back an hour: the order of what happened stays, and what is computed follows. 0.378 ln (108 / 54) × 10 = 2.6 more. */
  crf_test_study_set_now (study, "2026-03-02T08:14");
  crf_test_enter (study, number, "SCREENING", "TBIL", "108", "umol/L");
  after = crf_reader_form (study->nurse, &target, NULL);
  g_assert_cmpstr (crf_form_state_find (after, "MELD", NULL)->value->entered, ==, "23");
  each_entry (study, comes_after, &order);
  g_assert_cmpuint (order.n, >, 20);
  crf_test_study_close (study);
  assert_verifies (study->path);
}

/* ── Enduring ── */

static void
enduring (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = crf_test_register (study);
  g_autofree char *backup = NULL;
  g_autoptr (CrfOutcome) made = NULL;
  g_autoptr (GPtrArray) before = NULL, after = NULL;
  g_autoptr (GError) error = NULL;

  live_a_little (study, number);
  before = history_of (study, number, "IT.TBIL");
  made = crf_test_do (study->admin, "backup", NULL, "folder", study->dir, NULL);
  backup = g_strdup (g_hash_table_lookup (made->results, "path"));
  crf_test_study_close (study);
  /* The disk is gone; thirty years later the copy is put back and read. */
  g_assert_cmpint (g_unlink (study->path), ==, 0);
  g_assert_true (crf_study_file_restore (backup, study->path, &error));
  g_assert_no_error (error);
  assert_verifies (study->path);
  crf_test_study_set_now (study, "2056-03-02T09:00");
  crf_test_study_open (study);
  after = history_of (study, number, "IT.TBIL");
  g_assert_cmpuint (after->len, ==, before->len);
  for (guint i = 0; i < after->len; i++)
    {
      g_assert_cmpstr (((CrfAuditRow *) g_ptr_array_index (after, i))->id, ==, ((CrfAuditRow *) g_ptr_array_index (before, i))->id);
      g_assert_cmpstr (((CrfAuditRow *) g_ptr_array_index (after, i))->new_value, ==, ((CrfAuditRow *) g_ptr_array_index (before, i))->new_value);
    }
}

/* ── Available ── */

static void
available (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = crf_test_register (study);
  g_autofree char *book = g_build_filename (study->dir, "book.xlsx", NULL);
  g_autofree char *trail = g_build_filename (study->dir, "trail.csv", NULL);
  CrfTarget target = FORM (number);
  g_autoptr (CrfFormState) form = NULL;
  g_autoptr (GPtrArray) patients = NULL, rows = NULL;
  g_autoptr (GError) error = NULL;
  CrfSession *inspector;

  live_a_little (study, number);
  crf_outcome_free (crf_test_do (study->admin, "add-user", NULL, "login", "insp", "name", "Inspector", "roles", "auditor", "new-passphrase",
                                 CRF_TEST_PASSPHRASE, "last-day", "2026-03-31", NULL));
  inspector = crf_session_sign_in_file (crf_session_get_file (study->admin), "insp", CRF_TEST_PASSPHRASE, NULL, crf_test_study_clock (study), &error);
  g_assert_no_error (error);
  form = crf_reader_form (inspector, &target, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (crf_form_state_find (form, "TBIL", NULL)->value->entered, ==, "160");
  rows = crf_reader_audit (inspector, number, NULL, NULL, 0, &error);
  g_assert_cmpuint (rows->len, >, 10);
  /* Takes it along, without anybody's help; that is journalled. */
  g_assert_true (crf_xlsx_export (inspector, book, NULL, NULL, NULL, NULL, NULL, &error));
  g_assert_no_error (error);
  g_assert_true (crf_audit_csv_export (inspector, trail, number, NULL, &error));
  g_assert_no_error (error);
  crf_session_close (inspector);
}

/* ── Traceable ── */

static gboolean
find_entry (const CrfJournalRecord *record,
            gpointer data)
{
  const char **wanted = data;
  g_autofree char *id = g_strdup_printf ("%s:%s", record->columns[CRF_COL_WS], record->columns[CRF_COL_SEQ]);

  if (strcmp (id, wanted[0]) != 0)
    return TRUE;
  wanted[1] = g_intern_string (record->columns[CRF_COL_ITEM]);
  return FALSE;
}

typedef struct { char *meld; char *export; } Trace;

static gboolean
find_trace (const CrfJournalRecord *record,
            gpointer data)
{
  Trace *trace = data;

  if (strcmp (record->columns[CRF_COL_ACTION], "value.derive") == 0 && g_strcmp0 (record->columns[CRF_COL_ITEM], "IT.MELD") == 0)
    {
      g_free (trace->meld);
      trace->meld = g_strdup (record->columns[CRF_COL_DETAIL]);
    }
  if (strcmp (record->columns[CRF_COL_ACTION], "export") == 0)
    {
      g_free (trace->export);
      trace->export = g_strdup (record->columns[CRF_COL_DETAIL]);
    }
  return TRUE;
}

static void
traceable (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = crf_test_register (study);
  g_autofree char *path = g_build_filename (study->dir, "book.xlsx", NULL);
  g_autofree char *sha256 = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GRegex) reference = g_regex_new ("[A-Z2-7]{8}:[0-9]+", 0, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;
  Trace trace = { 0 };
  guint inputs = 0;

  live_a_little (study, number);
  g_assert_true (crf_xlsx_export (study->admin, path, NULL, NULL, NULL, NULL, &sha256, &error));
  g_assert_no_error (error);
  each_entry (study, find_trace, &trace);
  /* From the score back to the entries that it was computed from … */
  g_assert_nonnull (trace.meld);
  g_regex_match (reference, trace.meld, 0, &match);
  for (; g_match_info_matches (match); g_match_info_next (match, NULL))
    {
      g_autofree char *id = g_match_info_fetch (match, 0);
      const char *wanted[2] = { id, NULL };

      each_entry (study, find_entry, wanted);
      g_assert_nonnull (wanted[1]);
      g_assert_true (g_str_has_prefix (wanted[1], "IT."));
      inputs++;
    }
  g_assert_cmpuint (inputs, >=, 3);
  /* … and from the file that left back to who made it. */
  g_assert_nonnull (strstr (trace.export, sha256));
  g_free (trace.meld);
  g_free (trace.export);
}

int
main (int argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

#define ADD(function) g_test_add_func ("/exchange/alcoa/" #function, function)
  ADD (attributable);
  ADD (legible);
  ADD (contemporaneous);
  ADD (original);
  ADD (accurate);
  ADD (complete);
  ADD (consistent);
  ADD (enduring);
  ADD (available);
  ADD (traceable);

  return g_test_run ();
}
