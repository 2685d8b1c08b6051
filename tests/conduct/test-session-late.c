/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Failures that happen behind a person's back, when nobody reads a log: a lock or sign-out that the journal would not take, an account that cannot be
 * read again. The disk is made to refuse by a trigger that another program puts into the file. */

#include "crf-reader.h"
#include "crf-records.h"
#include "crf-session-private.h"
#include "crf-test-study.h"
#include "crf-use-case-private.h"
#include "crf-verify.h"
#include "raw-file.h"

#include <string.h>

#define REFUSE "CREATE TRIGGER full BEFORE INSERT ON journal BEGIN SELECT RAISE (FAIL, 'disk full'); END"
#define ACCEPT "DROP TRIGGER full"

static void
behind (CrfTestStudy *study,
        const char *sql)
{
  sqlite3 *db = raw_file_open (study->path);
  char *message = NULL;

  sqlite3_exec (db, sql, NULL, NULL, &message);
  g_assert_cmpstr (message, ==, NULL);
  sqlite3_close (db);
}

static gboolean
note_words (const CrfJournalRecord *record,
            gpointer data)
{
  g_ptr_array_add (data, g_strdup (record->columns[CRF_COL_DETAIL]));
  return TRUE;
}

static GPtrArray *
details_of (CrfSession *session,
            const char *action)
{
  GPtrArray *details = g_ptr_array_new_with_free_func (g_free);
  const CrfEntry target = { .action = action };
  g_autoptr (GError) error = NULL;

  crf_records_journal (crf_session_get_file (session), &target, NULL, 100, FALSE, note_words, details, &error);
  g_assert_no_error (error);
  return details;
}

static const char *
find_notice (CrfSession *session,
             const char *part)
{
  const GPtrArray *notices = crf_session_get_notices (session);

  for (guint i = 0; i < notices->len; i++)
    if (strstr (g_ptr_array_index (notices, i), part) != NULL)
      return g_ptr_array_index (notices, i);
  return NULL;
}

static void
a_lock_that_could_not_be_written_is_written_late_and_told (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autoptr (GPtrArray) details = NULL;
  g_autoptr (GError) error = NULL;

  crf_test_study_set_now (study, "2026-03-02T10:15");
  behind (study, REFUSE);
  crf_session_lock (study->nurse);
  g_assert_true (crf_session_is_locked (study->nurse));
  g_assert_null (crf_session_get_actor (study->nurse).keyring);
  /* Nobody gets in while it cannot be written that she came in. */
  crf_test_study_set_now (study, "2026-03-02T10:40");
  g_assert_false (crf_session_unlock (study->nurse, CRF_TEST_PASSPHRASE, &error));
  g_assert_nonnull (error);
  g_clear_error (&error);
  g_assert_true (crf_session_is_locked (study->nurse));
  g_assert_null (crf_session_get_actor (study->nurse).keyring);
  behind (study, ACCEPT);
  g_assert_true (crf_session_unlock (study->nurse, CRF_TEST_PASSPHRASE, &error));
  g_assert_no_error (error);
  g_assert_nonnull (find_notice (study->nurse, "2026-03-02 10:15 could not be written at the time"));
  details = details_of (study->nurse, CRF_ACTION_SESSION_LOCK);
  g_assert_cmpuint (details->len, ==, 1);
  g_assert_nonnull (strstr (g_ptr_array_index (details, 0), "2026-03-02T02:15:05"));
  /* Told once. */
  crf_session_lock (study->nurse);
  g_assert_true (crf_session_unlock (study->nurse, CRF_TEST_PASSPHRASE, &error));
  g_assert_cmpuint (crf_session_get_notices (study->nurse)->len, ==, 0);
}

static void
a_session_without_a_sign_out_is_told_and_journalled_when_the_file_is_opened_again (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autoptr (GPtrArray) details = NULL;
  g_autoptr (CrfVerifyReport) report = NULL;
  g_autoptr (GError) error = NULL;

  behind (study, REFUSE);
  crf_test_study_close (study);
  behind (study, ACCEPT);
  crf_test_study_set_now (study, "2026-03-03T08:00");
  crf_test_study_open (study);
  g_assert_nonnull (find_notice (study->admin, "“li” since 2026-03-02 09:14 has no sign-out"));
  details = details_of (study->admin, CRF_ACTION_SIGN_OUT_MISSING);
  g_assert_cmpuint (details->len, ==, 3);
  /* A good sign-out is not missed, and what was told is told once. */
  crf_test_study_close (study);
  crf_test_study_open (study);
  g_assert_null (find_notice (study->admin, "has no sign-out"));
  crf_test_study_close (study);
  report = crf_verify (study->path, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (report->faults->len, ==, 0);
  crf_test_study_open (study);
}

static void
who_stays_in_the_file_writes_the_sign_out_that_failed (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autoptr (GPtrArray) details = NULL;
  g_autoptr (GError) error = NULL;

  crf_test_study_set_now (study, "2026-03-02T11:30");
  behind (study, REFUSE);
  crf_session_release_file (g_steal_pointer (&study->nurse), study->admin);
  behind (study, ACCEPT);
  crf_session_lock (study->admin);
  g_assert_true (crf_session_unlock (study->admin, CRF_TEST_PASSPHRASE, &error));
  g_assert_no_error (error);
  details = details_of (study->admin, CRF_ACTION_SIGN_OUT_MISSING);
  g_assert_cmpuint (details->len, ==, 1);
  g_assert_nonnull (strstr (g_ptr_array_index (details, 0), "\"login\":\"li\""));
  g_assert_nonnull (strstr (g_ptr_array_index (details, 0), "2026-03-02T03:30:05"));
}

/* Its roles may be what was taken away: nobody goes on with what she had. */
static void
an_account_that_cannot_be_read_again_is_locked_and_says_so (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = crf_test_register (study);
  g_autoptr (CrfRefusal) refusal = NULL;
  g_autoptr (CrfOutcome) outcome = NULL;
  g_autoptr (GError) error = NULL;

  behind (study, "ALTER TABLE account RENAME TO elsewhere");
  outcome = crf_conduct_with (study->nurse, "enter", number, &error, "event", "SCREENING", "form", "F.VISIT", "item", "ALT", "value", "40", "unit", "U/L", NULL);
  g_assert_null (outcome);
  g_assert_nonnull (error);
  g_clear_error (&error);
  g_assert_true (crf_session_is_locked (study->nurse));
  g_assert_null (crf_session_get_actor (study->nurse).keyring);
  g_assert_cmpint (crf_session_get_roles (study->nurse), ==, 0);
  g_assert_nonnull (strstr (crf_session_get_account_fault (study->nurse), "could not be read again"));
  g_assert_false (crf_use_case_permitted (study->nurse, crf_use_case_find ("enter"), &refusal));
  g_assert_cmpstr (refusal->code, ==, "session-locked");
  g_assert_cmpstr (refusal->message, ==, crf_session_get_account_fault (study->nurse));
  crf_session_reload_account (study->investigator);
  g_assert_true (crf_session_is_locked (study->investigator));
  g_assert_false (crf_session_unlock (study->nurse, CRF_TEST_PASSPHRASE, &error));
  g_clear_error (&error);
  behind (study, "ALTER TABLE elsewhere RENAME TO account");
  g_assert_true (crf_session_unlock (study->nurse, CRF_TEST_PASSPHRASE, &error));
  g_assert_no_error (error);
  g_assert_null (crf_session_get_account_fault (study->nurse));
  crf_test_enter (study, number, "SCREENING", "ALT", "40", "U/L");
}

int
main (int argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

#define ADD(name, function) g_test_add_func ("/conduct/session/" name, function)
  ADD ("a-lock-that-could-not-be-written-is-written-late-and-told", a_lock_that_could_not_be_written_is_written_late_and_told);
  ADD ("a-session-without-a-sign-out-is-told-and-journalled-when-the-file-is-opened-again",
       a_session_without_a_sign_out_is_told_and_journalled_when_the_file_is_opened_again);
  ADD ("who-stays-in-the-file-writes-the-sign-out-that-failed", who_stays_in_the_file_writes_the_sign_out_that_failed);
  ADD ("an-account-that-cannot-be-read-again-is-locked-and-says-so", an_account_that_cannot_be_read_again_is_locked_and_says_so);
#undef ADD
  return g_test_run ();
}
