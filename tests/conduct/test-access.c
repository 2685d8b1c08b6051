/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Somebody with SQLite gives himself a role or takes a lock away, acts, and puts the row back. */

#include "crf-readings.h"
#include "crf-records.h"
#include "crf-session-private.h"
#include "crf-test-study.h"
#include "crf-verify.h"
#include "raw-file.h"

#include <string.h>

static CrfSession *
sign_in (CrfTestStudy *study,
         const char *login,
         GError **error)
{
  return crf_session_sign_in (study->path, login, CRF_TEST_PASSPHRASE, NULL, crf_test_study_clock (study), error);
}

/* A study with a monitor, and a patient who is locked. */
static char *
set_up (CrfTestStudy *study)
{
  char *number = crf_test_register (study);
  CrfSession *manager;

  crf_test_enter (study, number, "SCREENING", "ALT", "62", "U/L");
  crf_outcome_free (crf_test_do (study->admin, "add-user", NULL, "login", "sun", "name", "Sun", "roles", "monitor", "new-passphrase", CRF_TEST_PASSPHRASE, NULL));
  crf_outcome_free (crf_test_do (study->admin, "add-user", NULL, "login", "chen", "name", "Chen", "roles", "data-manager", "new-passphrase",
                                 CRF_TEST_PASSPHRASE, NULL));
  manager = crf_session_sign_in_file (crf_session_get_file (study->admin), "chen", CRF_TEST_PASSPHRASE, NULL, crf_test_study_clock (study), NULL);
  crf_outcome_free (crf_test_do (manager, "lock", number, "scope", "subject", "reason", "reviewed", NULL));
  crf_outcome_free (crf_test_do (manager, "set-verification", NULL, "form", "F.VISIT", "level", "all", NULL));
  crf_session_close (manager);
  return number;
}

static void
change (const char *path,
        const char *sql)
{
  sqlite3 *db = raw_file_open (path);
  char *message = NULL;

  sqlite3_exec (db, sql, NULL, NULL, &message);
  g_assert_cmpstr (message, ==, NULL);
  g_assert_cmpint (sqlite3_changes (db), >, 0);
  sqlite3_close (db);
}

static void
nobody_signs_in_where_accounts_or_locks_are_not_the_journals (void)
{
  static const char *const changes[] = {
    "UPDATE role_grant SET role = 'nurse' WHERE login = 'sun'",
    "INSERT INTO role_grant (login, role, n) VALUES ('sun', 'principal-investigator', 2)",
    "UPDATE account SET enabled = 1 - enabled WHERE login = 'chen'",
    "UPDATE account_access SET failures = 1 - failures WHERE login = 'sun'",
    "INSERT INTO delegation (login, task, from_date, at) VALUES ('sun', 'enter', '2020-01-01', '2020-01-01T00:00:00.000Z')",
    "UPDATE policy SET value = 'none'",
    "DELETE FROM hold",
  };
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = set_up (study), *sound = NULL;
  gsize size;

  crf_test_study_close (study);
  g_assert_true (g_file_get_contents (study->path, &sound, &size, NULL));
  for (guint i = 0; i < G_N_ELEMENTS (changes); i++)
    {
      g_autoptr (GError) error = NULL;

      change (study->path, changes[i]);
      g_assert_null (sign_in (study, "sun", &error));
      g_assert_error (error, CRF_STORE_ERROR, CRF_STORE_ERROR_DAMAGED);
      g_test_message ("%s", error->message);
      g_assert_true (g_file_set_contents (study->path, sound, (gssize) size, NULL));
    }
  crf_test_study_open (study);
}

static guint
count_faults (const char *path,
              const char *what)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CrfVerifyReport) report = crf_verify (path, NULL, NULL, NULL, &error);
  guint n = 0;

  g_assert_no_error (error);
  for (guint i = 0; i < report->faults->len; i++)
    {
      g_test_message ("%s", ((CrfVerifyFault *) g_ptr_array_index (report->faults, i))->what);
      n += strstr (((CrfVerifyFault *) g_ptr_array_index (report->faults, i))->what, what) != NULL;
    }
  return n;
}

/* What an ordinary day leaves: a mistyped passphrase, a form that was signed, a lock of one form. */
static void
an_ordinary_day_is_no_change (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = set_up (study);
  g_autoptr (GError) error = NULL;
  CrfSession *again;

  crf_test_refused (study->investigator, "passphrase-wrong", "sign-form", number, "event", "SCREENING", "form", "F.DM", "passphrase", "mistyped", NULL);
  again = crf_session_sign_in_file (crf_session_get_file (study->admin), "sun", "wrong", NULL, crf_test_study_clock (study), NULL);
  g_assert_null (again);
  crf_test_study_close (study);
  again = sign_in (study, "sun", &error);
  g_assert_no_error (error);
  crf_session_close (again);
  crf_test_study_open (study);
  g_assert_cmpuint (count_faults (study->path, ""), ==, 0);
}

static void
nothing_is_done_after_another_program_changed_them_under_a_session (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = set_up (study);
  guint64 before = crf_records_count_entries (crf_session_get_file (study->admin));
  g_autoptr (GError) error = NULL;
  g_autoptr (CrfOutcome) outcome = NULL;

  change (study->path, "DELETE FROM hold");
  outcome = crf_conduct_with (study->nurse, "enter", number, &error, "event", "SCREENING", "form", "F.VISIT", "item", "ALT", "value", "26", "unit", "U/L",
                              "reason", "x", NULL);
  g_assert_null (outcome);
  g_assert_error (error, CRF_STORE_ERROR, CRF_STORE_ERROR_DAMAGED);
  g_assert_cmpuint (crf_records_count_entries (crf_session_get_file (study->admin)), ==, before);
  /* Put back, the journal says the same again: work goes on. */
  change (study->path, "INSERT INTO hold SELECT subject, '', '', '', '', 'locked', reason, at, user FROM journal WHERE action = 'hold.set'");
  crf_test_refused (study->nurse, "locked", "enter", number, "event", "SCREENING", "form", "F.VISIT", "item", "ALT", "value", "26", "unit", "U/L", "reason",
                    "x", NULL);
}

/* As a program would that asks nobody: chains and tables agree afterwards. */
static void
verification_names_what_somebody_was_not_allowed_to_write (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = set_up (study);
  CrfStudyFile *file = crf_session_get_file (study->admin);
  g_autoptr (CrfSubjectRecord) subject = crf_records_find_subject (file, number, NULL);
  CrfActor actor = { .user = "li", .role = "nurse", .clock = crf_test_study_clock (study) };
  CrfEntry value = { .action = CRF_ACTION_VALUE, .subject = subject->key, .event = "SE.SCREENING", .eventkey = "1", .form = "F.VISIT", .formkey = "1",
                     .group = "IG.LAB", .groupkey = "1", .item = "IT.ALT", .value = "26", .canon = "26" };
  CrfEntry talk = { .action = CRF_ACTION_TRAINING, .detail = "{\"login\":\"li\",\"subject\":\"GCP\",\"date\":\"2026-01-01\"}" };

  g_assert_cmpuint (count_faults (study->path, ""), ==, 0);
  g_assert_true (crf_session_append_alone (file, &actor, &value, NULL));
  g_assert_cmpuint (count_faults (study->path, "locked"), ==, 1);
  actor.role = "investigator";
  g_assert_true (crf_session_append_alone (file, &actor, &talk, NULL));
  g_assert_cmpuint (count_faults (study->path, "“investigator”"), ==, 1);
  actor.user = "nobody";
  g_assert_true (crf_session_append_alone (file, &actor, &talk, NULL));
  g_assert_cmpuint (count_faults (study->path, "“nobody”"), ==, 1);
  /* Whose account was disabled writes nothing but that he signed out. */
  crf_outcome_free (crf_test_do (study->admin, "disable-user", NULL, "login", "sun", "reason", "left", NULL));
  actor = (CrfActor) { .user = "sun", .role = "monitor", .clock = crf_test_study_clock (study) };
  g_assert_true (crf_session_append_alone (file, &actor, &(CrfEntry) { .action = CRF_ACTION_SIGN_OUT }, NULL));
  g_assert_cmpuint (count_faults (study->path, "“sun”"), ==, 0);
  g_assert_true (crf_session_append_alone (file, &actor, &talk, NULL));
  g_assert_cmpuint (count_faults (study->path, "“sun”"), ==, 1);
}

static gboolean
take_canon (const CrfJournalRecord *record,
            gpointer data)
{
  g_free (*(char **) data);
  *(char **) data = g_strdup (record->columns[CRF_COL_CANON]);
  return TRUE;
}

/* A new version of the study changes what every patient is asked: "activate-amendment" refuses while the data are frozen. */
static void
verification_names_a_definition_that_was_activated_while_the_study_was_frozen (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  CrfStudyFile *file = crf_session_get_file (study->admin);
  CrfActor actor = { .user = "admin", .role = "administrator", .clock = crf_test_study_clock (study) };
  CrfEntry target = { .action = CRF_ACTION_DEFINITION_ACTIVATE };
  g_autofree char *sha256 = NULL;
  g_autoptr (GError) error = NULL;
  CrfSession *manager;

  crf_outcome_free (crf_test_do (study->admin, "add-user", NULL, "login", "chen", "name", "Chen Jie", "roles", "data-manager", "new-passphrase",
                                 CRF_TEST_PASSPHRASE, NULL));
  manager = crf_session_sign_in_file (file, "chen", CRF_TEST_PASSPHRASE, NULL, crf_test_study_clock (study), &error);
  g_assert_no_error (error);
  crf_records_journal (file, &target, NULL, 0, FALSE, take_canon, &sha256, NULL);
  g_assert_nonnull (sha256);
  target.canon = sha256;
  g_assert_true (crf_session_append_alone (file, &actor, &target, NULL));
  g_assert_cmpuint (count_faults (study->path, ""), ==, 0);
  crf_outcome_free (crf_test_do (manager, "freeze", NULL, "scope", "study", "reason", "review", NULL));
  g_assert_cmpuint (count_faults (study->path, ""), ==, 0);
  g_assert_true (crf_session_append_alone (file, &actor, &target, NULL));
  g_assert_cmpuint (count_faults (study->path, "frozen"), ==, 1);
  crf_outcome_free (crf_test_do (manager, "unfreeze", NULL, "scope", "study", "reason", "done", NULL));
  g_assert_true (crf_session_append_alone (file, &actor, &target, NULL));
  g_assert_cmpuint (count_faults (study->path, ""), ==, 1);
  crf_session_close (manager);
}

int
main (int argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

#define ADD(name, function) g_test_add_func ("/conduct/access/" name, function)
  ADD ("nobody-signs-in-where-accounts-or-locks-are-not-the-journals", nobody_signs_in_where_accounts_or_locks_are_not_the_journals);
  ADD ("an-ordinary-day-is-no-change", an_ordinary_day_is_no_change);
  ADD ("nothing-is-done-after-another-program-changed-them-under-a-session", nothing_is_done_after_another_program_changed_them_under_a_session);
  ADD ("verification-names-what-somebody-was-not-allowed-to-write", verification_names_what_somebody_was_not_allowed_to_write);
  ADD ("verification-names-a-definition-that-was-activated-while-the-study-was-frozen",
       verification_names_a_definition_that_was_activated_while_the_study_was_frozen);

  return g_test_run ();
}
