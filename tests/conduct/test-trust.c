/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Accounts at the door, source data verification, double entry, moving a form, closing a study. */

#include "crf-closing.h"
#include "crf-reader-trust.h"
#include "crf-reader.h"
#include "crf-records-trust.h"
#include "crf-records.h"
#include "crf-store-error.h"
#include "crf-test-study.h"
#include "crf-verify.h"

#include <string.h>

static CrfSession *
try_sign_in (CrfTestStudy *study,
             const char *login,
             const char *passphrase,
             GError **error)
{
  return crf_session_sign_in_file (crf_session_get_file (study->admin), login, passphrase, NULL, crf_test_study_clock (study), error);
}

static CrfSession *
sign_in_new (CrfTestStudy *study,
             const char *login,
             const char *role)
{
  g_autoptr (GError) error = NULL;
  CrfSession *session;

  crf_outcome_free (crf_test_do (study->admin, "add-user", NULL, "login", login, "name", login, "roles", role, "new-passphrase",
                                 CRF_TEST_PASSPHRASE, NULL));
  session = try_sign_in (study, login, CRF_TEST_PASSPHRASE, &error);
  g_assert_no_error (error);
  return session;
}

static gboolean
is_told (CrfSession *session,
         const char *part)
{
  const GPtrArray *notices = crf_session_get_notices (session);

  for (guint i = 0; i < notices->len; i++)
    if (strstr (g_ptr_array_index (notices, i), part) != NULL)
      return TRUE;
  return FALSE;
}

/* ── The file ── */

static void
everybody_is_told_once_that_an_older_copy_lies_in_the_place_of_the_file (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *older = NULL, *number = NULL;
  gsize size;

  crf_test_study_close (study);
  g_assert_true (g_file_get_contents (study->path, &older, &size, NULL));
  crf_test_study_open (study);
  g_assert_false (is_told (study->admin, "older copy"));
  number = crf_test_register (study);
  crf_test_study_close (study);
  g_assert_true (g_file_set_contents (study->path, older, (gssize) size, NULL));
  crf_test_study_set_now (study, "2026-03-02T10:00");
  crf_test_study_open (study);
  g_assert_true (is_told (study->admin, "older copy"));
  g_assert_true (is_told (study->nurse, "older copy"));
  crf_test_study_close (study);
  crf_test_study_open (study);
  g_assert_false (is_told (study->admin, "older copy"));
}

/* ── Accounts ── */

static void
five_failures_close_an_account_for_a_quarter_of_an_hour (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autoptr (GError) error = NULL;
  CrfSession *session, *admin;

  for (guint i = 0; i < 5; i++)
    g_assert_null (try_sign_in (study, "wang", "guess", NULL));
  /* The right passphrase does not help now, and is not said to be right. */
  g_assert_null (try_sign_in (study, "wang", CRF_TEST_PASSPHRASE, &error));
  g_assert_error (error, CRF_STORE_ERROR, CRF_STORE_ERROR_DISABLED);
  g_assert_nonnull (strstr (error->message, "09:29"));
  /* It survives closing the file. */
  crf_test_study_set_now (study, "2026-03-02T09:28");
  crf_test_study_close (study);
  study->admin = crf_session_sign_in (study->path, "admin", CRF_TEST_PASSPHRASE, NULL, crf_test_study_clock (study), NULL);
  g_assert_null (try_sign_in (study, "wang", CRF_TEST_PASSPHRASE, NULL));
  g_assert_true (is_told (study->admin, "“wang” was locked out"));
  /* Somebody else is not touched. */
  session = try_sign_in (study, "li", CRF_TEST_PASSPHRASE, NULL);
  g_assert_nonnull (session);
  crf_session_close (session);
  /* What was tried in the meantime did not lengthen it. */
  crf_test_study_set_now (study, "2026-03-02T09:30");
  session = try_sign_in (study, "wang", CRF_TEST_PASSPHRASE, NULL);
  g_assert_nonnull (session);
  g_assert_true (is_told (session, "5 sign-ins with your login failed"));
  crf_session_close (session);
  admin = try_sign_in (study, "admin", CRF_TEST_PASSPHRASE, NULL);
  g_assert_false (is_told (admin, "locked out"));
  crf_session_close (admin);
}

static void
an_administrator_opens_a_locked_out_account_and_none_is_locked_out_for_good (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  CrfSession *session;

  for (guint i = 0; i < 7; i++)
    g_assert_null (try_sign_in (study, "wang", "guess", NULL));
  crf_outcome_free (crf_test_do (study->admin, "enable-user", NULL, "login", "wang", NULL));
  session = try_sign_in (study, "wang", CRF_TEST_PASSPHRASE, NULL);
  g_assert_nonnull (session);
  /* It was not her: she hears of it all the same, once. */
  g_assert_true (is_told (session, "5 sign-ins with your login failed"));
  crf_session_close (session);
  session = try_sign_in (study, "wang", CRF_TEST_PASSPHRASE, NULL);
  g_assert_false (is_told (session, "failed since you were last here"));
  crf_session_close (session);
  /* The last administrator comes back after the time, without anybody's help. */
  for (guint i = 0; i < 50; i++)
    g_assert_null (try_sign_in (study, "admin", "guess", NULL));
  crf_test_study_set_now (study, "2026-03-02T09:31");
  session = try_sign_in (study, "admin", CRF_TEST_PASSPHRASE, NULL);
  g_assert_nonnull (session);
  crf_session_close (session);
}

static void
a_reset_is_told_at_the_next_sign_in_and_asks_for_a_new_passphrase (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  CrfSession *session;

  crf_outcome_free (crf_test_do (study->admin, "reset-user", NULL, "login", "wang", "new-passphrase", "first", NULL));
  session = try_sign_in (study, "wang", "first", NULL);
  g_assert_true (is_told (session, "set by the administrator admin"));
  crf_test_refused (session, "passphrase-must-change", "backup", NULL, "folder", "/tmp", NULL);
  crf_outcome_free (crf_test_do (session, "change-passphrase", NULL, "passphrase", "first", "new-passphrase", "my own words", NULL));
  crf_session_close (session);
  session = try_sign_in (study, "wang", "my own words", NULL);
  g_assert_cmpuint (crf_session_get_notices (session)->len, ==, 0);
  crf_session_close (session);
}

static void
a_new_person_chooses_a_passphrase_first_where_that_is_the_rule (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  CrfSession *session;

  crf_outcome_free (crf_test_do (study->admin, "set-policy", NULL, "first-change", "yes", NULL));
  session = sign_in_new (study, "gao", "nurse");
  crf_test_refused (session, "passphrase-must-change", "register", NULL, "sex", "M", "age", "50", NULL);
  crf_outcome_free (crf_test_do (session, "change-passphrase", NULL, "passphrase", CRF_TEST_PASSPHRASE, "new-passphrase", "my own words", NULL));
  crf_outcome_free (crf_test_do (session, "register", NULL, "sex", "M", "age", "50", NULL));
  crf_session_close (session);
}

static void
an_old_passphrase_must_be_changed (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  CrfSession *session;

  crf_outcome_free (crf_test_do (study->admin, "set-policy", NULL, "passphrase-days", "90", NULL));
  crf_test_study_set_now (study, "2026-05-30T09:00");
  session = try_sign_in (study, "li", CRF_TEST_PASSPHRASE, NULL);
  g_assert_false (crf_session_must_change_passphrase (session));
  crf_session_close (session);
  crf_test_study_set_now (study, "2026-05-31T10:00");
  session = try_sign_in (study, "li", CRF_TEST_PASSPHRASE, NULL);
  g_assert_true (crf_session_must_change_passphrase (session));
  g_assert_true (is_told (session, "90 days old"));
  crf_outcome_free (crf_test_do (session, "change-passphrase", NULL, "passphrase", CRF_TEST_PASSPHRASE, "new-passphrase", "another one", NULL));
  g_assert_false (crf_session_must_change_passphrase (session));
  crf_session_close (session);
}

static void
an_account_ends_after_its_last_day (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autoptr (GError) error = NULL;
  CrfSession *session;

  crf_outcome_free (crf_test_do (study->admin, "add-user", NULL, "login", "insp", "name", "Inspector", "roles", "auditor", "new-passphrase",
                                 CRF_TEST_PASSPHRASE, "last-day", "2026-03-04", NULL));
  crf_test_study_set_now (study, "2026-03-04T23:50");
  session = try_sign_in (study, "insp", CRF_TEST_PASSPHRASE, NULL);
  g_assert_nonnull (session);
  crf_session_close (session);
  crf_test_study_set_now (study, "2026-03-05T00:10");
  g_assert_null (try_sign_in (study, "insp", CRF_TEST_PASSPHRASE, &error));
  g_assert_nonnull (strstr (error->message, "2026-03-04"));
}

static void
a_locked_window_has_no_keys_and_does_nothing (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = crf_test_register (study);
  CrfTarget target = { .subject = number, .event = (char *) "SE.SCREENING", .form = (char *) "F.DM" };
  g_autoptr (CrfFormState) before = crf_reader_form (study->nurse, &target, NULL);
  g_autoptr (CrfFormState) locked = NULL;
  g_autoptr (CrfFormState) after = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_false (crf_form_state_find (before, "SUBJNAME", NULL)->sealed);
  crf_session_lock (study->nurse);
  locked = crf_reader_form (study->nurse, &target, NULL);
  g_assert_true (crf_form_state_find (locked, "SUBJNAME", NULL)->sealed);
  g_assert_null (crf_form_state_find (locked, "SUBJNAME", NULL)->value->entered);
  crf_test_refused (study->nurse, "session-locked", "enter", number, "event", "SCREENING", "form", "F.VISIT", "item", "ALT", "value", "40", "unit",
                    "U/L", NULL);
  g_assert_false (crf_session_unlock (study->nurse, "guess", &error));
  g_assert_true (crf_session_is_locked (study->nurse));
  g_assert_true (crf_session_unlock (study->nurse, CRF_TEST_PASSPHRASE, NULL));
  after = crf_reader_form (study->nurse, &target, NULL);
  g_assert_false (crf_form_state_find (after, "SUBJNAME", NULL)->sealed);
  crf_test_enter (study, number, "SCREENING", "ALT", "40", "U/L");
}

static gboolean
count_entry (const CrfJournalRecord *record,
             gpointer data)
{
  *(guint *) data += 1;
  return TRUE;
}

static void
a_clock_that_was_set_back_is_told_and_the_order_stays (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = crf_test_register (study);
  g_autoptr (GPtrArray) rows = NULL;
  CrfTarget field = { .subject = number, .event = (char *) "SE.SCREENING", .eventkey = (char *) "1", .form = (char *) "F.VISIT", .formkey = (char *) "1",
                      .item = (char *) "IT.ALT" };
  CrfSession *session;
  g_autoptr (CrfVerifyReport) report = NULL;

  crf_test_enter (study, number, "SCREENING", "ALT", "40", "U/L");
  crf_test_study_set_now (study, "2026-03-02T08:00");
  session = try_sign_in (study, "li", CRF_TEST_PASSPHRASE, NULL);
  g_assert_true (is_told (session, "set back"));
  crf_session_close (session);
  crf_test_enter (study, number, "SCREENING", "ALT", "41", "U/L");
  rows = crf_reader_audit (study->nurse, NULL, &field, NULL, 0, NULL);
  g_assert_cmpuint (rows->len, ==, 2);
  /* The later entry comes later, though its clock says an earlier time. */
  g_assert_nonnull (strstr (((CrfAuditRow *) g_ptr_array_index (rows, 0))->new_value, "41"));
  g_assert_nonnull (strstr (((CrfAuditRow *) g_ptr_array_index (rows, 0))->old_value, "40"));
  crf_test_study_close (study);
  report = crf_verify (study->path, NULL, NULL, NULL, NULL);
  g_assert_cmpuint (report->faults->len, ==, 0);
}

static guint
count_told (CrfOutcome *outcome)
{
  guint n = 0;

  for (guint i = 0; i < outcome->notices->len; i++)
    n += strstr (g_ptr_array_index (outcome->notices, i), "set back") != NULL;
  return n;
}

static CrfOutcome *
enter_alt (CrfTestStudy *study,
           const char *number,
           const char *value)
{
  return crf_test_do (study->nurse, "enter", number, "event", "SCREENING", "form", "F.VISIT", "item", "ALT", "value", value, "unit", "U/L", NULL);
}

static void
a_clock_that_is_set_back_while_somebody_works_is_told_once (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = crf_test_register (study);
  g_autoptr (CrfOutcome) first = enter_alt (study, number, "40"), second = NULL, third = NULL, again = NULL;
  g_autoptr (GError) error = NULL;
  CrfEntry target = { .action = CRF_ACTION_CLOCK_BACK };
  guint n = 0;

  g_assert_cmpuint (count_told (first), ==, 0);
  crf_test_study_set_now (study, "2026-03-02T08:00");
  second = enter_alt (study, number, "41");
  g_assert_cmpuint (count_told (second), ==, 1);
  third = enter_alt (study, number, "42");
  g_assert_cmpuint (count_told (third), ==, 0);
  crf_test_study_set_now (study, "2026-03-02T07:00");
  again = enter_alt (study, number, "43");
  g_assert_cmpuint (count_told (again), ==, 1);
  g_assert_true (crf_records_journal (crf_session_get_file (study->admin), &target, NULL, 0, FALSE, count_entry, &n, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (n, ==, 2);
}

/* An hour that the wall clock shows twice, and a workstation that was carried to another zone: neither is a clock that was set back, the order and the
 * instants are right, each entry has its own offset, and "today" is the day of the wall. */
static void
summer_time_and_another_time_zone_change_neither_order_nor_instant (void)
{
  static const struct { const char *utc, *today; int offset; } steps[] = {
    { "2026-10-25T00:30:00Z", "2026-10-25", 120 }, /* 02:30, summer */
    { "2026-10-25T01:15:00Z", "2026-10-25", 60 },  /* 02:15, winter: earlier on the wall */
    { "2026-10-25T23:30:00Z", "2026-10-26", 60 },
    { "2026-10-25T23:45:00Z", "2026-10-25", -300 }, /* New York: still the day before */
    { "2026-10-26T00:00:00Z", "2026-10-26", 480 },
  };
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = crf_test_register (study);
  CrfTarget field = { .subject = number, .event = (char *) "SE.SCREENING", .eventkey = (char *) "1", .form = (char *) "F.VISIT", .formkey = (char *) "1",
                      .item = (char *) "IT.ALT" };
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (CrfVerifyReport) report = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      g_autofree char *value = g_strdup_printf ("%u", 40 + i);
      g_autoptr (CrfOutcome) outcome = NULL;

      g_assert_true (crf_instant_parse_utc (steps[i].utc, &study->now));
      study->now.offset_minutes = steps[i].offset;
      g_assert_cmpstr (crf_session_get_today (study->nurse), ==, steps[i].today);
      outcome = enter_alt (study, number, value);
      g_assert_cmpuint (count_told (outcome), ==, 0);
      if (i == 2) /* carried away between two sessions */
        {
          crf_test_study_close (study);
          study->now.offset_minutes = -300;
          crf_test_study_open (study);
          g_assert_false (is_told (study->nurse, "set back"));
        }
    }
  rows = crf_reader_audit (study->nurse, NULL, &field, NULL, 0, NULL);
  g_assert_cmpuint (rows->len, ==, G_N_ELEMENTS (steps));
  for (guint i = 0; i < rows->len; i++)
    {
      const CrfAuditRow *row = g_ptr_array_index (rows, rows->len - 1 - i);
      g_autofree char *value = g_strdup_printf ("%u", 40 + i);

      g_assert_nonnull (strstr (row->new_value, value));
    }
  crf_test_study_close (study);
  report = crf_verify (study->path, NULL, NULL, NULL, NULL);
  g_assert_cmpuint (report->faults->len, ==, 0);
}

/* ── Verification ── */

static void
a_mark_falls_with_the_value_under_it_and_is_listed (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = crf_test_register (study);
  CrfSession *monitor = sign_in_new (study, "sun", "monitor");
  CrfStudyFile *file = crf_session_get_file (study->admin);
  g_autoptr (GPtrArray) standing = NULL, dropped = NULL, again = NULL;

  crf_test_enter (study, number, "SCREENING", "ALT", "40", "U/L");
  crf_test_enter (study, number, "SCREENING", "ALB", "31", "g/L");
  crf_outcome_free (crf_test_do (monitor, "mark-verified", number, "event", "SCREENING", "form", "F.VISIT", "item", "ALT", NULL));
  crf_outcome_free (crf_test_do (monitor, "mark-verified", number, "event", "SCREENING", "form", "F.VISIT", "item", "ALB", NULL));
  crf_test_refused (monitor, "empty", "mark-verified", number, "event", "SCREENING", "form", "F.VISIT", "item", "TBIL", NULL);
  crf_test_refused (study->nurse, "not-permitted", "mark-verified", number, "event", "SCREENING", "form", "F.VISIT", "item", "ALT", NULL);
  crf_test_enter (study, number, "SCREENING", "ALT", "44", "U/L");
  standing = crf_records_marks (file, NULL, FALSE, NULL);
  dropped = crf_records_marks (file, NULL, TRUE, NULL);
  g_assert_cmpuint (standing->len, ==, 1);
  g_assert_cmpstr (((CrfMarkRecord *) g_ptr_array_index (standing, 0))->item, ==, "IT.ALB");
  g_assert_cmpuint (dropped->len, ==, 1);
  g_assert_cmpstr (((CrfMarkRecord *) g_ptr_array_index (dropped, 0))->item, ==, "IT.ALT");
  g_assert_cmpstr (((CrfMarkRecord *) g_ptr_array_index (dropped, 0))->dropped_by, ==, "li");
  crf_outcome_free (crf_test_do (monitor, "mark-verified", number, "event", "SCREENING", "form", "F.VISIT", "item", "ALT", NULL));
  again = crf_records_marks (file, NULL, TRUE, NULL);
  g_assert_cmpuint (again->len, ==, 0);
  crf_session_close (monitor);
}

static void
only_complete_forms_are_verified_as_a_whole_and_only_critical_items_where_that_is_the_rule (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = crf_test_register (study);
  CrfSession *monitor = sign_in_new (study, "sun", "monitor"), *manager = sign_in_new (study, "chen", "data-manager");
  g_autoptr (GPtrArray) marks = NULL;
  g_autoptr (CrfPatient) patient = crf_reader_patient (study->admin, number, NULL);
  g_autoptr (CrfFormRecord) form = NULL;

  crf_test_refused (monitor, "form-incomplete", "mark-verified", number, NULL);
  crf_outcome_free (crf_test_do (study->nurse, "complete-form", number, "event", "SCREENING", "form", "F.CONSENT", NULL));
  crf_outcome_free (crf_test_do (manager, "set-verification", NULL, "level", "none", NULL));
  crf_outcome_free (crf_test_do (monitor, "mark-verified", number, NULL));
  marks = crf_records_marks (crf_session_get_file (study->admin), NULL, FALSE, NULL);
  g_assert_cmpuint (marks->len, ==, 0);
  crf_outcome_free (crf_test_do (manager, "set-verification", NULL, "form", "F.CONSENT", "level", "all", NULL));
  crf_outcome_free (crf_test_do (monitor, "mark-verified", number, NULL));
  form = crf_records_find_form (crf_session_get_file (study->admin), patient->key, "SE.SCREENING", "1", "F.CONSENT", "1", NULL);
  g_assert_cmpstr (form->state, ==, "verified");
  crf_session_close (monitor);
  crf_session_close (manager);
}

static gboolean
count_data (const CrfJournalRecord *record,
            gpointer data)
{
  static const char *const not_data[] = { "session.sign-in", "session.sign-out", "query.open", "query.state", "verify.set", "view", "export", "deviation.open", NULL };

  if (!g_strv_contains (not_data, record->columns[CRF_COL_ACTION]) && g_strcmp0 (record->columns[CRF_COL_ROLE], "monitor") == 0)
    *(guint *) data += 1;
  return TRUE;
}

/* By the registry: whatever a monitor may do leaves no entry that is data. */
static void
a_monitor_has_no_way_to_write_data (void)
{
  static const char *const allowed[] = { "mark-verified", "unmark-verified", "query", "close-query", "cancel-query", "send-query", "answer-query", "note-view",
                                         "record-export", "record-backup", "change-passphrase", "backup", "open-deviation", "close-deviation", NULL };
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = crf_test_register (study);
  CrfSession *monitor = sign_in_new (study, "sun", "monitor");
  CrfEntry all = { 0 };
  guint n = 0;

  crf_test_enter (study, number, "SCREENING", "ALT", "40", "U/L");
  for (const CrfUseCase *const *use_case = crf_use_cases_list (); *use_case != NULL; use_case++)
    if (((*use_case)->roles & CRF_ROLE_MONITOR) != 0 && !g_strv_contains (allowed, (*use_case)->name))
      g_error ("a monitor may “%s”", (*use_case)->name);
  crf_outcome_free (crf_test_do (monitor, "mark-verified", number, "event", "SCREENING", "form", "F.VISIT", "item", "ALT", NULL));
  crf_outcome_free (crf_test_do (monitor, "query", number, "event", "SCREENING", "form", "F.VISIT", "item", "ALT", "text", "?", NULL));
  crf_test_refused (monitor, "not-permitted", "enter", number, "event", "SCREENING", "form", "F.VISIT", "item", "ALT", "value", "41", NULL);
  g_assert_true (crf_records_journal (crf_session_get_file (monitor), &all, NULL, 0, FALSE, count_data, &n, NULL));
  g_assert_cmpuint (n, ==, 0);
  crf_session_close (monitor);
}

/* ── Queries ── */

static void
a_query_does_not_move_the_last_entry (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = crf_test_register (study);
  g_autoptr (CrfSubjectRecord) before = NULL;
  g_autoptr (CrfSubjectRecord) after = NULL;
  CrfStudyFile *file = crf_session_get_file (study->admin);

  crf_test_enter (study, number, "SCREENING", "ALT", "40", "U/L");
  before = crf_records_find_subject (file, number, NULL);
  crf_test_study_set_now (study, "2026-03-09T10:00");
  crf_outcome_free (crf_test_do (study->investigator, "query", number, "event", "SCREENING", "form", "F.VISIT", "item", "ALT", "text", "?", NULL));
  after = crf_records_find_subject (file, number, NULL);
  g_assert_cmpstr (after->last_entry_at, ==, before->last_entry_at);
}

/* FDA 2024, question 13: what was there, that the program asked, and the correction are all in the trail. */
static void
a_correction_after_a_prompt_keeps_original_prompt_and_correction (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = crf_test_register (study);
  g_autoptr (CrfOutcome) asked = NULL;
  g_autoptr (GPtrArray) queries = NULL, rows = NULL;
  CrfTarget field = { .subject = number, .event = (char *) "SE.SCREENING", .eventkey = (char *) "1", .form = (char *) "F.VISIT", .formkey = (char *) "1",
                      .item = (char *) "IT.TBIL" };
  CrfAuditRow *correction, *original;

  asked = crf_conduct_with (study->nurse, "enter", number, NULL, "event", "SCREENING", "form", "F.VISIT", "item", "TBIL", "value", "1600", "unit",
                            "umol/L", NULL);
  crf_outcome_free (crf_conduct_with (study->nurse, "enter", number, NULL, "event", "SCREENING", "form", "F.VISIT", "item", "TBIL", "value", "1600",
                                      "unit", "umol/L", "confirm", asked->prompt->id, "reason", "as on the slip", NULL));
  crf_test_enter (study, number, "SCREENING", "TBIL", "160", "umol/L");
  rows = crf_reader_audit (study->nurse, NULL, &field, NULL, 0, NULL);
  correction = original = NULL;
  for (guint i = 0; i < rows->len; i++)
    {
      CrfAuditRow *row = g_ptr_array_index (rows, i);

      if (strcmp (row->action, "value.set") == 0)
        *(correction == NULL ? &correction : &original) = row;
    }
  g_assert_nonnull (strstr (original->new_value, "1600"));
  g_assert_nonnull (original->prompt);
  g_assert_nonnull (strstr (correction->new_value, "160"));
  g_assert_nonnull (strstr (correction->old_value, "1600"));
  g_assert_cmpstr (correction->prompt, ==, original->prompt);
  /* The query of the check has its answer without another key. */
  queries = crf_reader_queries (study->nurse, number, "Answered", NULL);
  g_assert_cmpuint (queries->len, ==, 1);
}

/* ── Double entry ── */

static void
a_second_entry_is_blind_compared_and_decided (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = crf_test_register (study);
  CrfSession *manager = sign_in_new (study, "chen", "data-manager"), *second = sign_in_new (study, "gao", "nurse");
  g_autoptr (CrfOutcome) differs = NULL, same = NULL;
  g_autoptr (CrfPatient) patient = crf_reader_patient (study->admin, number, NULL);
  g_autoptr (CrfValueRecord) value = NULL;

  crf_test_enter (study, number, "SCREENING", "ALT", "78", "U/L");
  crf_test_enter (study, number, "SCREENING", "ALB", "31", "g/L");
  crf_test_refused (second, "not-double", "second-enter", number, "event", "SCREENING", "form", "F.VISIT", "item", "ALT", "value", "87", "unit", "U/L", NULL);
  crf_outcome_free (crf_test_do (manager, "set-double-entry", NULL, "form", "F.VISIT", "level", "all", NULL));
  crf_test_refused (study->nurse, "same-person", "second-enter", number, "event", "SCREENING", "form", "F.VISIT", "item", "ALT", "value", "78", "unit",
                    "U/L", NULL);
  crf_test_refused (second, "no-first-entry", "second-enter", number, "event", "SCREENING", "form", "F.VISIT", "item", "TBIL", "value", "78", "unit",
                    "umol/L", NULL);
  same = crf_test_do (second, "second-enter", number, "event", "SCREENING", "form", "F.VISIT", "item", "ALB", "value", "31.0", "unit", "g/L", NULL);
  g_assert_cmpstr (g_hash_table_lookup (same->results, "result"), ==, "same");
  differs = crf_test_do (second, "second-enter", number, "event", "SCREENING", "form", "F.VISIT", "item", "ALT", "value", "87", "unit", "U/L", NULL);
  g_assert_cmpstr (g_hash_table_lookup (differs->results, "result"), ==, "differs");
  g_assert_nonnull (strstr (g_ptr_array_index (differs->notices, 0), "78"));
  g_assert_cmpuint (crf_records_count_seconds (crf_session_get_file (study->admin), "differs"), ==, 1);
  /* Until somebody decides, the first stays in force. */
  crf_test_refused (study->nurse, "argument-missing", "decide-entry", number, "event", "SCREENING", "form", "F.VISIT", "item", "ALT", "decide", "second", NULL);
  crf_outcome_free (crf_test_do (study->investigator, "decide-entry", number, "event", "SCREENING", "form", "F.VISIT", "item", "ALT", "decide", "second",
                                 "reason", "digits exchanged", NULL));
  value = crf_records_latest_value (crf_session_get_file (study->admin), patient->key, "IT.ALT", NULL);
  g_assert_cmpstr (value->value, ==, "87");
  g_assert_cmpuint (crf_records_count_seconds (crf_session_get_file (study->admin), "differs"), ==, 0);
  crf_test_refused (study->investigator, "nothing-to-decide", "decide-entry", number, "event", "SCREENING", "form", "F.VISIT", "item", "ALB", "decide", "first",
                    "reason", "x", NULL);
  crf_session_close (second);
  crf_session_close (manager);
}

static void
the_form_of_a_second_entry_shows_nothing_of_the_first (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = crf_test_register (study);
  CrfSession *manager = sign_in_new (study, "chen", "data-manager"), *second = sign_in_new (study, "gao", "nurse");
  CrfTarget target = { .subject = number, .event = (char *) "SE.SCREENING", .form = (char *) "F.VISIT" };
  g_autoptr (CrfFormState) blind = NULL, compared = NULL, decided = NULL;

  crf_test_enter (study, number, "SCREENING", "ALT", "78", "U/L");
  crf_outcome_free (crf_test_do (manager, "set-double-entry", NULL, "form", "F.VISIT", "level", "all", NULL));
  blind = crf_reader_second_form (second, &target, NULL);
  g_assert_true (crf_value_is_empty (crf_form_state_find (blind, "ALT", NULL)->value));
  g_assert_null (crf_form_state_find (blind, "ALT", NULL)->message);
  g_assert_cmpint (crf_form_state_find (blind, "ALT", NULL)->flag, ==, CRF_FLAG_NONE);
  g_assert_true (crf_form_state_find (blind, "ALT", NULL)->shown);
  g_assert_false (crf_form_state_find (blind, "TBIL", NULL)->shown);
  g_assert_cmpuint (blind->scores->len, ==, 0);
  crf_outcome_free (crf_test_do (second, "second-enter", number, "event", "SCREENING", "form", "F.VISIT", "item", "ALT", "value", "87", "unit", "U/L", NULL));
  compared = crf_reader_second_form (second, &target, NULL);
  g_assert_nonnull (strstr (crf_form_state_find (compared, "ALT", NULL)->message, "78"));
  decided = crf_reader_form (second, &target, NULL);
  g_assert_nonnull (strstr (crf_form_state_find (decided, "ALT", NULL)->second, "87"));
  g_assert_true (decided->double_entry);
  crf_session_close (second);
  crf_session_close (manager);
}

/* ── Wrong patient ── */

static void
a_form_of_the_wrong_patient_moves_in_one_step_and_both_trails_say_so (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *wrong = crf_test_register (study);
  g_autofree char *right = NULL;
  g_autoptr (CrfOutcome) registered = NULL;
  g_autoptr (CrfPatient) one = NULL, other = NULL;
  g_autoptr (GPtrArray) trail_here = NULL, trail_there = NULL;
  g_autoptr (CrfValueRecord) here = NULL, there = NULL;
  CrfStudyFile *file = crf_session_get_file (study->admin);
  guint n = 0;

  registered = crf_test_do (study->nurse, "register", NULL, "sex", "F", "birth-date", "1980-01-01", NULL);
  right = g_strdup (g_hash_table_lookup (registered->results, "number"));
  crf_test_enter_labs (study, wrong, "W1");
  crf_test_refused (study->nurse, "argument-missing", "move-form", wrong, "event", "W1", "form", "F.VISIT", "to-subject", right, NULL);
  crf_test_refused (study->nurse, "same-place", "move-form", wrong, "event", "W1", "form", "F.VISIT", "reason", "x", NULL);
  crf_test_refused (study->nurse, "not-movable", "move-form", wrong, "event", "SCREENING", "form", "F.DM", "to-subject", right, "reason", "x", NULL);
  crf_outcome_free (crf_test_do (study->nurse, "move-form", wrong, "event", "W1", "form", "F.VISIT", "to-subject", right, "reason", "slips exchanged", NULL));
  one = crf_reader_patient (study->admin, wrong, NULL);
  other = crf_reader_patient (study->admin, right, NULL);
  here = crf_records_latest_value (file, one->key, "IT.ALT", NULL);
  there = crf_records_latest_value (file, other->key, "IT.ALT", NULL);
  g_assert_null (here);
  g_assert_cmpstr (there->value, ==, "78");
  trail_here = crf_reader_audit (study->nurse, wrong, NULL, NULL, 0, NULL);
  trail_there = crf_reader_audit (study->nurse, right, NULL, NULL, 0, NULL);
  for (guint i = 0; i < trail_here->len; i++)
    n += strcmp (((CrfAuditRow *) g_ptr_array_index (trail_here, i))->action, "form.move") == 0;
  for (guint i = 0; i < trail_there->len; i++)
    n += strcmp (((CrfAuditRow *) g_ptr_array_index (trail_there, i))->action, "form.move") == 0;
  g_assert_cmpuint (n, ==, 2);
  /* There is something there now. */
  crf_test_enter (study, wrong, "W1", "ALT", "50", "U/L");
  crf_test_refused (study->nurse, "occupied", "move-form", wrong, "event", "W1", "form", "F.VISIT", "to-subject", right, "reason", "x", NULL);
}

/* ── Closing ── */

static void
three_people_lock_the_study_and_two_unlock_it (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = crf_test_register (study);
  CrfSession *manager = sign_in_new (study, "chen", "data-manager"), *statistician = sign_in_new (study, "song", "statistician"),
             *principal = sign_in_new (study, "zhou", "principal-investigator");
  g_autoptr (CrfClosingState) open = NULL;
  g_autoptr (CrfFormState) form = NULL;
  CrfTarget target = { .subject = number, .event = (char *) "SE.SCREENING", .form = (char *) "F.DM" };
  const char *pass = CRF_TEST_PASSPHRASE;

  crf_test_refused (manager, "not-frozen", "sign-lock", NULL, "passphrase", pass, NULL);
  crf_outcome_free (crf_test_do (manager, "freeze", NULL, "scope", "study", NULL));
  crf_test_refused (manager, "something-open", "sign-lock", NULL, "passphrase", pass, NULL);
  open = crf_reader_closing (manager, NULL);
  g_assert_cmpuint (((CrfOpenPoint *) g_ptr_array_index (open->points, 0))->n, ==, 2); /* consent and demographics */
  crf_outcome_free (crf_test_do (manager, "unfreeze", NULL, "scope", "study", "reason", "forms to complete", NULL));
  form = crf_reader_form (study->nurse, &target, NULL);
  for (guint i = 0; i < form->sections->len; i++)
    {
      CrfSectionState *section = g_ptr_array_index (form->sections, i);

      for (guint j = 0; j < section->fields->len; j++)
        if (((CrfFieldState *) g_ptr_array_index (section->fields, j))->required &&
            crf_value_is_empty (((CrfFieldState *) g_ptr_array_index (section->fields, j))->value))
          crf_outcome_free (crf_test_do (study->nurse, "enter", number, "event", "SCREENING", "form", "F.DM", "item",
                                         ((CrfFieldState *) g_ptr_array_index (section->fields, j))->item->oid, "missing", "UNK", NULL));
    }
  crf_outcome_free (crf_test_do (study->nurse, "complete-form", number, "event", "SCREENING", "form", "F.DM", NULL));
  crf_outcome_free (crf_test_do (study->nurse, "complete-form", number, "event", "SCREENING", "form", "F.CONSENT", NULL));
  crf_test_study_set_now (study, "2026-03-03T09:00");
  crf_outcome_free (crf_test_do (manager, "freeze", NULL, "scope", "study", NULL));
  crf_test_refused (manager, "something-open", "sign-lock", NULL, "passphrase", pass, NULL); /* nobody has signed what is complete */
  crf_outcome_free (crf_test_do (study->investigator, "sign-casebook", number, "passphrase", pass, NULL));
  crf_test_refused (manager, "populations-unsigned", "sign-lock", NULL, "passphrase", pass, NULL);
  crf_outcome_free (crf_test_do (statistician, "decide-population", number, "population", "safety", "included", "no", "reason", "never infused", NULL));
  crf_outcome_free (crf_test_do (statistician, "sign-populations", NULL, "passphrase", pass, NULL));
  crf_outcome_free (crf_test_do (study->investigator, "sign-lock", NULL, "passphrase", pass, NULL));
  crf_test_refused (principal, "signed", "sign-lock", NULL, "passphrase", pass, NULL);
  /* Whoever changes a population under the signatures takes them away: all sign the same. */
  crf_outcome_free (crf_test_do (manager, "decide-population", number, "population", "safety", "included", "yes", "reason", "infused elsewhere", NULL));
  crf_test_refused (manager, "populations-unsigned", "sign-lock", NULL, "passphrase", pass, NULL);
  crf_outcome_free (crf_test_do (statistician, "sign-populations", NULL, "passphrase", pass, NULL));
  crf_outcome_free (crf_test_do (principal, "sign-lock", NULL, "passphrase", pass, NULL));
  crf_outcome_free (crf_test_do (manager, "sign-lock", NULL, "passphrase", pass, NULL));
  crf_test_refused (study->nurse, "frozen", "register", NULL, "sex", "M", "age", "50", NULL);
  crf_outcome_free (crf_test_do (statistician, "sign-lock", NULL, "passphrase", pass, NULL));
  crf_test_refused (study->nurse, "locked", "query", number, "text", "?", NULL);
  crf_test_refused (manager, "needs-signatures", "unfreeze", NULL, "scope", "study", "reason", "x", NULL);
  crf_outcome_free (crf_test_do (manager, "sign-unlock", NULL, "reason", "a lab found an error", "passphrase", pass, NULL));
  crf_test_refused (manager, "same-person", "sign-unlock", NULL, "reason", "a lab found an error", "passphrase", pass, NULL);
  crf_test_refused (study->nurse, "locked", "query", number, "text", "?", NULL);
  crf_test_study_set_now (study, "2026-03-03T10:00");
  crf_outcome_free (crf_test_do (principal, "sign-unlock", NULL, "reason", "a lab found an error", "passphrase", pass, NULL));
  crf_outcome_free (crf_test_do (study->nurse, "query", number, "text", "?", NULL));
  crf_outcome_free (crf_test_do (manager, "unfreeze", NULL, "scope", "study", "reason", "correction", NULL));
  crf_session_close (manager);
  crf_session_close (statistician);
  crf_session_close (principal);
}

static guint
count_open (CrfSession *session,
            const char *kind)
{
  g_autoptr (CrfClosingState) state = crf_reader_closing (session, NULL);

  for (guint i = 0; i < state->points->len; i++)
    {
      const CrfOpenPoint *point = g_ptr_array_index (state->points, i);

      if (strcmp (point->kind, kind) == 0)
        return point->n;
    }
  g_assert_not_reached ();
}

/* The line on Today that asks for the casebook; its text, or NULL. Free it. */
static char *
sign_off_of (CrfTestStudy *study,
             CrfSession *session)
{
  g_autoptr (GPtrArray) tasks = crf_reader_tasks (session, NULL);

  for (guint i = 0; i < tasks->len; i++)
    {
      const CrfTask *task = g_ptr_array_index (tasks, i);

      if (strcmp (task->what, "The casebook is to be signed") == 0)
        return g_strdup (task->when);
    }
  return NULL;
}

/* EMA 6.3: the investigator signs off at milestones, and at the latest before the lock (edc-features.md 4, row 15). */
static void
complete_forms_that_nobody_signed_keep_the_study_open (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *first = crf_test_register (study), *second = crf_test_register (study), *before = NULL, *line = NULL, *nurses = NULL, *after = NULL;
  const char *const patients[] = { first, second };

  g_assert_cmpuint (count_open (study->admin, "unsigned"), ==, 0); /* nothing is complete */
  for (guint i = 0; i < G_N_ELEMENTS (patients); i++)
    crf_outcome_free (crf_test_do (study->nurse, "complete-form", patients[i], "event", "SCREENING", "form", "F.CONSENT", NULL));
  /* One line a patient, not one a form. */
  g_assert_cmpuint (count_open (study->admin, "unsigned"), ==, 2);
  crf_outcome_free (crf_test_do (study->investigator, "sign-form", first, "event", "SCREENING", "form", "F.CONSENT", "passphrase", CRF_TEST_PASSPHRASE, NULL));
  g_assert_cmpuint (count_open (study->admin, "unsigned"), ==, 1);
  /* While the patient is in the study there will be more to sign; after that it is asked for. */
  before = sign_off_of (study, study->investigator);
  g_assert_null (before);
  crf_outcome_free (crf_test_do (study->investigator, "set-status", second, "status", "withdrawn", "date", "2026-03-02", "reason", "moved away", NULL));
  line = sign_off_of (study, study->investigator);
  g_assert_cmpstr (line, ==, "1 complete form that no investigator has signed");
  nurses = sign_off_of (study, study->nurse);
  g_assert_null (nurses);
  crf_outcome_free (crf_test_do (study->investigator, "sign-form", second, "event", "SCREENING", "form", "F.CONSENT", "passphrase", CRF_TEST_PASSPHRASE, NULL));
  g_assert_cmpuint (count_open (study->admin, "unsigned"), ==, 0);
  after = sign_off_of (study, study->investigator);
  g_assert_null (after);
  /* What is changed under the signature is not signed. */
  crf_outcome_free (crf_test_do (study->nurse, "reopen-form", first, "event", "SCREENING", "form", "F.CONSENT", "reason", "a slip", NULL));
  crf_outcome_free (crf_test_do (study->nurse, "complete-form", first, "event", "SCREENING", "form", "F.CONSENT", NULL));
  g_assert_cmpuint (count_open (study->admin, "unsigned"), ==, 1);
}

static void
the_principal_investigator_signs_the_delegation_log (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  CrfSession *principal = sign_in_new (study, "zhou", "principal-investigator");
  CrfDelegationLog *log;

  crf_test_refused (principal, "log-empty", "sign-delegations", NULL, "passphrase", CRF_TEST_PASSPHRASE, NULL);
  crf_outcome_free (crf_test_do (principal, "delegate", NULL, "login", "li", "task", "enter", "from", "2026-03-01", NULL));
  crf_outcome_free (crf_test_do (principal, "add-training", NULL, "login", "li", "subject", "protocol 2.1", "date", "2026-02-20", NULL));
  crf_test_refused (study->admin, "not-permitted", "sign-delegations", NULL, "passphrase", CRF_TEST_PASSPHRASE, NULL);
  crf_outcome_free (crf_test_do (principal, "sign-delegations", NULL, "passphrase", CRF_TEST_PASSPHRASE, NULL));
  log = crf_reader_delegation_log (study->admin, NULL);
  g_assert_cmpuint (log->lines->len, ==, 2);
  g_assert_cmpstr (log->signature, ==, "zhou, 2026-03-02 09:14 +08:00");
  g_assert_false (log->outdated);
  crf_delegation_log_free (log);
  crf_test_study_set_now (study, "2026-03-02T11:00");
  crf_outcome_free (crf_test_do (principal, "delegate", NULL, "login", "wang", "task", "consent", "from", "2026-03-02", NULL));
  log = crf_reader_delegation_log (study->admin, NULL);
  g_assert_true (log->outdated);
  crf_delegation_log_free (log);
  crf_session_close (principal);
}

int
main (int argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

#define ADD(name, function) g_test_add_func ("/conduct/trust/" name, function)
  ADD ("everybody-is-told-once-that-an-older-copy-lies-in-the-place-of-the-file", everybody_is_told_once_that_an_older_copy_lies_in_the_place_of_the_file);
  ADD ("five-failures-close-an-account-for-a-quarter-of-an-hour", five_failures_close_an_account_for_a_quarter_of_an_hour);
  ADD ("an-administrator-opens-a-locked-out-account-and-none-is-locked-out-for-good", an_administrator_opens_a_locked_out_account_and_none_is_locked_out_for_good);
  ADD ("a-reset-is-told-at-the-next-sign-in-and-asks-for-a-new-passphrase", a_reset_is_told_at_the_next_sign_in_and_asks_for_a_new_passphrase);
  ADD ("a-new-person-chooses-a-passphrase-first-where-that-is-the-rule", a_new_person_chooses_a_passphrase_first_where_that_is_the_rule);
  ADD ("an-old-passphrase-must-be-changed", an_old_passphrase_must_be_changed);
  ADD ("an-account-ends-after-its-last-day", an_account_ends_after_its_last_day);
  ADD ("a-locked-window-has-no-keys-and-does-nothing", a_locked_window_has_no_keys_and_does_nothing);
  ADD ("a-clock-that-was-set-back-is-told-and-the-order-stays", a_clock_that_was_set_back_is_told_and_the_order_stays);
  ADD ("a-clock-that-is-set-back-while-somebody-works-is-told-once", a_clock_that_is_set_back_while_somebody_works_is_told_once);
  ADD ("summer-time-and-another-time-zone-change-neither-order-nor-instant", summer_time_and_another_time_zone_change_neither_order_nor_instant);
  ADD ("a-mark-falls-with-the-value-under-it-and-is-listed", a_mark_falls_with_the_value_under_it_and_is_listed);
  ADD ("only-complete-forms-are-verified-as-a-whole-and-only-what-the-rule-asks", only_complete_forms_are_verified_as_a_whole_and_only_critical_items_where_that_is_the_rule);
  ADD ("a-monitor-has-no-way-to-write-data", a_monitor_has_no_way_to_write_data);
  ADD ("a-query-does-not-move-the-last-entry", a_query_does_not_move_the_last_entry);
  ADD ("a-correction-after-a-prompt-keeps-original-prompt-and-correction", a_correction_after_a_prompt_keeps_original_prompt_and_correction);
  ADD ("a-second-entry-is-blind-compared-and-decided", a_second_entry_is_blind_compared_and_decided);
  ADD ("the-form-of-a-second-entry-shows-nothing-of-the-first", the_form_of_a_second_entry_shows_nothing_of_the_first);
  ADD ("a-form-of-the-wrong-patient-moves-in-one-step-and-both-trails-say-so", a_form_of_the_wrong_patient_moves_in_one_step_and_both_trails_say_so);
  ADD ("complete-forms-that-nobody-signed-keep-the-study-open", complete_forms_that_nobody_signed_keep_the_study_open);
  ADD ("three-people-lock-the-study-and-two-unlock-it", three_people_lock_the_study_and_two_unlock_it);
  ADD ("the-principal-investigator-signs-the-delegation-log", the_principal_investigator_signs_the_delegation_log);

  return g_test_run ();
}
