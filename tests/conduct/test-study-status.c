/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The status of the study gates registering, allocating and infusing, and never a record. */

#include "crf-records.h"
#include "crf-study-status.h"
#include "crf-test-study.h"
#include "crf-transaction.h"

/* A principal investigator on the file of @study. */
static CrfSession *
sign_in_principal (CrfTestStudy *study)
{
  g_autoptr (GError) error = NULL;
  CrfSession *session;

  crf_outcome_free (crf_test_do (study->admin, "add-user", NULL, "login", "chen", "name", "Chen Jie", "roles", "principal-investigator",
                                 "new-passphrase", CRF_TEST_PASSPHRASE, NULL));
  session = crf_session_sign_in_file (crf_session_get_file (study->admin), "chen", CRF_TEST_PASSPHRASE, NULL, crf_test_study_clock (study), &error);
  g_assert_no_error (error);
  return session;
}

static void
set_status (CrfSession *session,
            const char *status)
{
  gboolean pause = g_str_equal (status, "paused");

  crf_outcome_free (crf_test_do (session, "set-study-status", NULL, "status", status, "date", "2026-03-02", "reason", pause ? "two embolisms" : NULL,
                                 "infusions", pause ? "stop" : NULL, NULL));
}

static void
a_new_study_recruits (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autoptr (CrfStudyStanding) standing = crf_study_standing (study->nurse, NULL);

  g_assert_cmpint (standing->status, ==, CRF_STUDY_RECRUITING);
  for (int act = CRF_STUDY_ACT_REGISTER; act <= CRF_STUDY_ACT_INFUSE; act++)
    g_assert_true (crf_study_status_may (study->nurse, act, NULL));
}

/* The table of conduct.md, Study: status gates registering, allocating, infusing. */
static void
each_status_lets_through_what_it_says (void)
{
  static const struct { const char *status, *infusions, *code; gboolean registers, allocates, infuses; } cases[] = {
    { "paused", "stop", "study-paused", FALSE, FALSE, FALSE },
    { "paused", "go-on", "study-paused", FALSE, FALSE, TRUE },
    { "closed", NULL, "study-closed", FALSE, FALSE, TRUE },
    { "follow-up", NULL, "study-follow-up", FALSE, FALSE, FALSE },
    { "recruiting", NULL, NULL, TRUE, TRUE, TRUE },
  };
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autoptr (CrfSession) principal = sign_in_principal (study);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (CrfRefusal) refusal = NULL;

      crf_outcome_free (crf_test_do (principal, "set-study-status", NULL, "status", cases[i].status, "date", "2026-03-02", "infusions",
                                     cases[i].infusions, "reason", "as decided", NULL));
      g_assert_cmpint (crf_study_status_may (study->nurse, CRF_STUDY_ACT_ALLOCATE, NULL), ==, cases[i].allocates);
      g_assert_cmpint (crf_study_status_may (study->nurse, CRF_STUDY_ACT_INFUSE, NULL), ==, cases[i].infuses);
      g_assert_cmpint (crf_study_status_may (study->nurse, CRF_STUDY_ACT_REGISTER, &refusal), ==, cases[i].registers);
      g_assert_cmpstr (refusal != NULL ? refusal->code : NULL, ==, cases[i].code);
    }
}

static void
nobody_is_registered_during_a_pause_but_what_happened_is_recorded (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autoptr (CrfSession) principal = sign_in_principal (study);
  g_autoptr (GPtrArray) deviations = NULL;
  guint64 before;

  set_status (principal, "paused");
  before = crf_records_count_entries (crf_session_get_file (study->nurse));
  crf_test_refused (study->nurse, "study-paused", "register", NULL, "sex", "F", "birth-date", "1970-01-01", NULL);
  g_assert_cmpuint (crf_records_count_entries (crf_session_get_file (study->nurse)), ==, before);

  crf_outcome_free (crf_test_do (study->nurse, "register", NULL, "sex", "F", "birth-date", "1970-01-01", "reason", "had signed in the morning", NULL));
  deviations = crf_records_deviations (crf_session_get_file (study->nurse), NULL, NULL);
  g_assert_cmpuint (deviations->len, ==, 1);
  g_assert_cmpstr (((CrfDeviationRecord *) g_ptr_array_index (deviations, 0))->kind, ==, "study-paused");
}

static void
an_investigator_pauses_and_only_the_principal_goes_on (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autoptr (CrfSession) principal = sign_in_principal (study);
  g_autoptr (CrfStudyStanding) standing = NULL;
  g_autofree char *sentence = NULL;

  crf_test_refused (study->investigator, "not-permitted", "set-study-status", NULL, "status", "closed", "date", "2026-03-02", NULL);
  crf_test_refused (study->investigator, "reason-missing", "set-study-status", NULL, "status", "paused", "date", "2026-03-02", "infusions", "stop", NULL);
  crf_test_refused (study->investigator, "infusions-missing", "set-study-status", NULL, "status", "paused", "date", "2026-03-02", "reason", "why", NULL);
  crf_test_refused (study->investigator, "in-the-future", "set-study-status", NULL, "status", "paused", "date", "2026-03-03", "reason", "why",
                    "infusions", "stop", NULL);
  set_status (study->investigator, "paused");
  standing = crf_study_standing (study->nurse, NULL);
  sentence = crf_study_standing_sentence (standing);
  g_assert_cmpstr (standing->by, ==, "wang");
  g_assert_cmpstr (sentence, ==, "Paused since 2026-03-02: two embolisms");
  crf_test_refused (study->investigator, "not-permitted", "set-study-status", NULL, "status", "recruiting", "date", "2026-03-02", NULL);
  set_status (principal, "recruiting");
  crf_test_refused (principal, "study-status-same", "set-study-status", NULL, "status", "recruiting", "date", "2026-03-02", NULL);
  crf_test_refused (principal, "study-not-locked", "set-study-status", NULL, "status", "archived", "date", "2026-03-02", NULL);
}

static void
eligibility_is_not_even_asked_about_while_the_study_is_closed (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autoptr (CrfSession) principal = sign_in_principal (study);
  g_autofree char *number = crf_test_register (study);

  set_status (principal, "closed");
  crf_test_refused (study->investigator, "study-closed", "randomise", number, NULL);
}

/* As the third signature of "sign-lock" leaves it. */
static void
lock_study (CrfTestStudy *study)
{
  const CrfActor actor = { .user = "admin", .role = "administrator", .clock = crf_test_study_clock (study) };
  const CrfEntry hold = { .action = CRF_ACTION_HOLD, .canon = "locked" };
  const CrfEntry status = { .action = CRF_ACTION_STUDY_STATUS, .canon = "locked", .detail = "{\"date\":\"2026-03-02\"}" };
  g_autoptr (GError) error = NULL;
  g_autoptr (CrfTransaction) txn = crf_transaction_begin (crf_session_get_file (study->admin), &actor, &error);

  g_assert_no_error (error);
  g_assert_true (crf_transaction_append (txn, &hold, NULL, NULL) && crf_transaction_append (txn, &status, NULL, NULL));
  g_assert_true (crf_transaction_commit (txn, NULL));
}

static void
what_is_archived_stays_shut (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autoptr (CrfSession) principal = sign_in_principal (study);
  g_autoptr (CrfStudyStanding) standing = NULL;

  lock_study (study);
  set_status (principal, "archived");
  crf_test_refused (principal, "study-archived", "sign-unlock", NULL, "reason", "one more value", "passphrase", CRF_TEST_PASSPHRASE, NULL);
  crf_test_refused (principal, "study-archived", "set-study-status", NULL, "status", "follow-up", "date", "2026-03-02", NULL);
  crf_test_refused (study->nurse, "study-archived", "register", NULL, "sex", "M", "age", "50", NULL);
  standing = crf_study_standing (study->nurse, NULL);
  g_assert_cmpint (standing->status, ==, CRF_STUDY_ARCHIVED);
}

int
main (int argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/conduct/study-status/a-new-study-recruits", a_new_study_recruits);
  g_test_add_func ("/conduct/study-status/each-status-lets-through-what-it-says", each_status_lets_through_what_it_says);
  g_test_add_func ("/conduct/study-status/nobody-is-registered-during-a-pause-but-what-happened-is-recorded",
                   nobody_is_registered_during_a_pause_but_what_happened_is_recorded);
  g_test_add_func ("/conduct/study-status/an-investigator-pauses-and-only-the-principal-goes-on", an_investigator_pauses_and_only_the_principal_goes_on);
  g_test_add_func ("/conduct/study-status/eligibility-is-not-even-asked-about-while-the-study-is-closed",
                   eligibility_is_not_even_asked_about_while_the_study_is_closed);

  g_test_add_func ("/conduct/study-status/what-is-archived-stays-shut", what_is_archived_stays_shut);

  return g_test_run ();
}
