/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Consent after the first signature: newer versions, capacity, withdrawal. */

#include "crf-casebook.h"
#include "crf-consent.h"
#include "crf-reader.h"
#include "crf-records.h"
#include "crf-test-study.h"
#include "crf-trial-gates.h"
#include "crf-visits.h"

#include <string.h>

static CrfReconsent *
reconsent_of (CrfTestStudy *study,
              const char *number)
{
  g_autoptr (CrfSubjectRecord) subject = crf_records_find_subject (crf_session_get_file (study->nurse), number, NULL);

  return crf_reconsent_of (study->nurse, subject);
}

static gboolean
may_infuse (CrfTestStudy *study,
            const char *number,
            const char *code)
{
  g_autoptr (CrfSubjectRecord) subject = crf_records_find_subject (crf_session_get_file (study->nurse), number, NULL);
  g_autoptr (CrfRefusal) refusal = NULL;
  gboolean may = crf_consent_may_infuse (study->nurse, subject, &refusal);

  g_assert_cmpstr (refusal != NULL ? refusal->code : NULL, ==, code);
  return may;
}

static void
add_version (CrfTestStudy *study,
             const char *number,
             const char *valid_from,
             const char *resign)
{
  crf_outcome_free (crf_test_do (study->admin, "add-consent-version", NULL, "number", number, "valid-from", valid_from, "resign", resign, NULL));
}

static void
sign (CrfTestStudy *study,
      const char *number,
      const char *version,
      const char *at)
{
  crf_outcome_free (crf_test_do (study->nurse, "consent", number, "version", version, "at", at, "explained-by", "Wang Wei", "copy", "yes", NULL));
}

/* conduct.md, Consent: who must re-sign: all active, next visit, new only. */
static void
a_new_version_asks_those_whom_it_names (void)
{
  static const struct { const char *resign; CrfReconsentWhy why; gboolean at_once; } cases[] = {
    { "all", CRF_RECONSENT_VERSION, TRUE },
    { "next-visit", CRF_RECONSENT_VERSION, FALSE },
    { "new", CRF_RECONSENT_NONE, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (CrfTestStudy) study = crf_test_study_new ();
      g_autofree char *number = crf_test_register (study);
      g_autoptr (CrfReconsent) before = NULL, after = NULL;

      add_version (study, "2.0", "2026-03-10", cases[i].resign);
      before = reconsent_of (study, number);
      g_assert_cmpint (before->why, ==, CRF_RECONSENT_NONE);
      crf_test_study_set_now (study, "2026-03-10T08:00");
      after = reconsent_of (study, number);
      g_assert_cmpint (after->why, ==, cases[i].why);
      g_assert_cmpint (after->at_once, ==, cases[i].at_once);
      g_assert_cmpint (may_infuse (study, number, cases[i].why != CRF_RECONSENT_NONE ? "reconsent-due" : NULL), ==,
                       cases[i].why == CRF_RECONSENT_NONE);
    }
}

static void
signing_again_ends_it_and_leaves_the_first_consent_as_it_was (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = crf_test_register (study);
  g_autoptr (GPtrArray) acts = NULL, tasks = NULL;
  g_autoptr (CrfReconsent) after = NULL;
  gboolean told = FALSE;

  add_version (study, "2.0", "2026-03-10", "all");
  crf_test_study_set_now (study, "2026-03-12T08:00");
  tasks = crf_reader_tasks (study->nurse, NULL);
  for (guint i = 0; i < tasks->len; i++)
    told = told || strstr (((CrfTask *) g_ptr_array_index (tasks, i))->what, "version 2.0") != NULL;
  g_assert_true (told);
  sign (study, number, "2.0", "2026-03-12 07:30");
  after = reconsent_of (study, number);
  g_assert_cmpint (after->why, ==, CRF_RECONSENT_NONE);
  g_assert_true (may_infuse (study, number, NULL));
  acts = crf_reader_consents (study->nurse, number, NULL);
  g_assert_cmpuint (acts->len, ==, 2);
  g_assert_cmpstr (((CrfConsentAct *) g_ptr_array_index (acts, 1))->version, ==, "2.0");
  {
    g_autoptr (CrfSubjectRecord) subject = crf_records_find_subject (crf_session_get_file (study->nurse), number, NULL);
    g_autoptr (CrfCasebook) casebook = crf_casebook_new (study->nurse, subject->key, NULL);

    /* Age and eligibility look at the first signature. */
    g_assert_cmpstr (crf_casebook_get_concept (casebook, "consent.version"), ==, "1.0");
  }
}

/* conduct.md: capacity (West Haven ≥ 2 asks for the guardian and lists re-consent when capacity returns). */
static void
encephalopathy_of_grade_2_asks_for_the_guardian (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = crf_test_register (study);
  g_autoptr (CrfOutcome) asked = NULL;
  g_autoptr (CrfReconsent) still = NULL, returned = NULL;

  add_version (study, "2.0", "2026-03-10", "all");
  crf_test_enter (study, number, "SCREENING", "VISDAT", "2026-03-02", NULL);
  crf_test_enter (study, number, "SCREENING", "HEGR", "2", NULL);
  crf_test_study_set_now (study, "2026-03-12T08:00");
  asked = crf_conduct_with (study->nurse, "consent", number, NULL, "version", "2.0", "at", "2026-03-12 07:30", "explained-by", "Wang Wei", NULL);
  g_assert_nonnull (asked->prompt);
  g_assert_cmpstr (asked->prompt->id, ==, "capacity");
  crf_test_refused (study->nurse, "who-missing", "consent", number, "version", "2.0", "at", "2026-03-12 07:30", "explained-by", "Wang Wei", "by", "guardian",
                    NULL);
  crf_outcome_free (crf_test_do (study->nurse, "consent", number, "version", "2.0", "at", "2026-03-12 07:30", "explained-by", "Wang Wei", "by", "guardian",
                                 "who", "Li Hua", NULL));
  still = reconsent_of (study, number);
  g_assert_cmpint (still->why, ==, CRF_RECONSENT_NONE);
  crf_test_study_set_now (study, "2026-03-20T08:00");
  crf_test_enter (study, number, "UNSCHEDULED", "VISDAT", "2026-03-19", NULL);
  crf_test_enter (study, number, "UNSCHEDULED", "HEGR", "1", NULL);
  returned = reconsent_of (study, number);
  g_assert_cmpint (returned->why, ==, CRF_RECONSENT_CAPACITY);
  g_assert_cmpstr (returned->since, ==, "2026-03-19");
  g_assert_false (may_infuse (study, number, "reconsent-due"));
}

static void
each_withdrawal_has_its_own_date_and_reach (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = crf_test_register (study);
  g_auto (CrfWithdrawals) withdrawals = { 0 };
  g_autoptr (CrfSubjectRecord) after_treatment = NULL, after_visits = NULL;

  crf_test_study_set_now (study, "2026-04-20T08:00");
  crf_outcome_free (crf_test_do (study->nurse, "withdraw-consent", number, "scope", "treatment", "date", "2026-04-01", NULL));
  g_assert_false (may_infuse (study, number, "consent-withdrawn"));
  after_treatment = crf_records_find_subject (crf_session_get_file (study->nurse), number, NULL);
  g_assert_cmpstr (after_treatment->status, ==, "screening"); /* stopped treatment is not left study */
  crf_test_refused (study->nurse, "withdrawn", "withdraw-consent", number, "scope", "treatment", "date", "2026-04-02", NULL);
  crf_outcome_free (crf_test_do (study->nurse, "withdraw-consent", number, "scope", "visits", "date", "2026-04-10", NULL));
  crf_test_refused (study->nurse, "in-the-future", "withdraw-consent", number, "scope", "data", "date", "2026-04-21", NULL);
  crf_outcome_free (crf_test_do (study->nurse, "withdraw-consent", number, "scope", "data", "date", "2026-04-20", NULL));
  after_visits = crf_records_find_subject (crf_session_get_file (study->nurse), number, NULL);
  g_assert_cmpstr (after_visits->status, ==, "withdrawn");
  crf_withdrawals_of (study->nurse, after_visits->key, &withdrawals);
  g_assert_cmpstr (withdrawals.treatment, ==, "2026-04-01");
  g_assert_cmpstr (withdrawals.visits, ==, "2026-04-10");
  g_assert_cmpstr (withdrawals.data, ==, "2026-04-20");
  g_assert_false (crf_trial_has_consent (study->nurse, after_visits->key));
}

static void
add_versions (CrfTestStudy *study)
{
  static const char *const numbers[] = { "1.1", "1.2", "1.3" };

  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    add_version (study, numbers[i], "2026-03-02", "new");
}

static CrfOutcome *
withdraw (CrfTestStudy *study,
          const char *number,
          const char *date,
          const char *order,
          const char *confirm)
{
  CrfOutcome *outcome = crf_conduct_with (study->nurse, "withdraw-consent", number, NULL, "scope", "visits", "date", date, "order", order, "confirm", confirm, NULL);

  g_assert_nonnull (outcome);
  g_assert_null (outcome->refusal);
  return outcome;
}

static char *
status_of (CrfTestStudy *study,
           const char *number)
{
  g_autoptr (CrfSubjectRecord) subject = crf_records_find_subject (crf_session_get_file (study->nurse), number, NULL);

  return g_strdup (subject->status);
}

static gboolean
consents (CrfTestStudy *study,
          const char *number)
{
  g_autoptr (CrfSubjectRecord) subject = crf_records_find_subject (crf_session_get_file (study->nurse), number, NULL);

  return crf_trial_has_consent (study->nurse, subject->key);
}

/* The letter of 1 April is entered on the 20th, after the consent of the 10th had been: she came back, and is in the trial. */
static void
what_happened_last_counts_whenever_it_was_recorded (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = crf_test_register (study), *status = NULL;
  g_auto (CrfWithdrawals) withdrawals = { 0 };
  g_autoptr (CrfSubjectRecord) subject = NULL;
  g_autoptr (CrfOutcome) late = NULL;
  g_autoptr (GPtrArray) list = NULL;

  add_versions (study);
  crf_test_study_set_now (study, "2026-04-20T08:00");
  sign (study, number, "1.1", "2026-04-10 09:00");
  late = withdraw (study, number, "2026-04-01", NULL, NULL);
  g_assert_true (crf_outcome_done (late));
  g_assert_true (may_infuse (study, number, NULL));
  g_assert_true (consents (study, number));
  status = status_of (study, number);
  g_assert_cmpstr (status, ==, "screening");
  /* What lies between the two is known all the same. */
  subject = crf_records_find_subject (crf_session_get_file (study->nurse), number, NULL);
  list = crf_withdrawals_list (study->nurse, subject->key);
  g_assert_cmpuint (list->len, ==, 1);
  g_assert_cmpstr (((CrfWithdrawals *) g_ptr_array_index (list, 0))->visits, ==, "2026-04-01");
  g_assert_cmpstr (((CrfWithdrawals *) g_ptr_array_index (list, 0))->until, ==, "2026-04-10");
}

/* The other way round: a consent of March, entered when she had withdrawn in April, gives nothing back. */
static void
an_older_consent_recorded_late_gives_nothing_back (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = crf_test_register (study);

  add_versions (study);
  crf_test_study_set_now (study, "2026-04-20T08:00");
  crf_outcome_free (withdraw (study, number, "2026-04-01", NULL, NULL));
  sign (study, number, "1.1", "2026-03-20 09:00");
  g_assert_false (may_infuse (study, number, "consent-withdrawn"));
  g_assert_false (consents (study, number));
  sign (study, number, "1.1", "2026-04-02 09:00");
  g_assert_true (consents (study, number));
}

/* A correction of the time of a consent is the same consent, and does not give back what was withdrawn between the wrong and the right time. */
static void
a_corrected_consent_is_one (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = crf_test_register (study);

  add_versions (study);
  crf_test_study_set_now (study, "2026-04-20T08:00");
  sign (study, number, "1.1", "2026-04-15 09:00");
  sign (study, number, "1.1", "2026-03-15 09:00");
  crf_outcome_free (withdraw (study, number, "2026-04-01", NULL, NULL));
  g_assert_false (consents (study, number));
  /* Signed again, the same version, after she had withdrawn: that is no correction. */
  sign (study, number, "1.1", "2026-04-16 09:00");
  g_assert_true (consents (study, number));
  /* Nor does it move the day on which she first consented. */
  sign (study, number, "1.0", "2026-04-17 09:00");
  {
    g_autoptr (CrfSubjectRecord) subject = crf_records_find_subject (crf_session_get_file (study->nurse), number, NULL);
    g_autofree char *first = crf_consent_of (study->nurse, subject->key);

    g_assert_cmpstr (first, ==, "2026-03-02T08:30");
  }
}

static void
on_one_day_it_is_asked_which_came_first (void)
{
  static const struct { const char *order, *confirm; gboolean consents; } cases[] = {
    { NULL, "same-day", FALSE }, { "after", NULL, FALSE }, { "before", NULL, TRUE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (CrfTestStudy) study = crf_test_study_new ();
      g_autofree char *number = crf_test_register (study);
      g_autoptr (CrfOutcome) asked = NULL, back = NULL;

      add_versions (study);
      crf_test_study_set_now (study, "2026-04-20T08:00");
      sign (study, number, "1.1", "2026-04-10 09:00");
      asked = withdraw (study, number, "2026-04-10", NULL, NULL);
      g_assert_nonnull (asked->prompt);
      g_assert_cmpstr (asked->prompt->id, ==, "same-day");
      crf_outcome_free (withdraw (study, number, "2026-04-10", cases[i].order, cases[i].confirm));
      g_assert_cmpint (consents (study, number), ==, cases[i].consents);
      if (cases[i].consents)
        continue;
      /* And a consent of that day. */
      back = crf_conduct_with (study->nurse, "consent", number, NULL, "version", "1.2", "at", "2026-04-10 17:00", "explained-by", "Wang Wei", NULL);
      g_assert_nonnull (back->prompt);
      g_assert_cmpstr (back->prompt->id, ==, "same-day");
      crf_outcome_free (crf_test_do (study->nurse, "consent", number, "version", "1.2", "at", "2026-04-10 08:00", "explained-by", "Wang Wei", "order", "before",
                                     NULL));
      g_assert_false (consents (study, number));
      crf_outcome_free (crf_test_do (study->nurse, "consent", number, "version", "1.3", "at", "2026-04-10 17:00", "explained-by", "Wang Wei", "confirm", "same-day",
                                     NULL));
      g_assert_true (consents (study, number));
    }
}

static void
an_investigator_stops_and_resumes_treatment (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = crf_test_register (study);

  crf_test_refused (study->nurse, "not-permitted", "stop-treatment", number, "treatment", "stopped", "date", "2026-03-02", "reason", "rash", NULL);
  crf_test_refused (study->investigator, "treatment-goes-on", "stop-treatment", number, "treatment", "resumed", "date", "2026-03-02", "reason", "rash", NULL);
  crf_outcome_free (crf_test_do (study->investigator, "stop-treatment", number, "treatment", "stopped", "date", "2026-03-02", "reason", "rash", NULL));
  g_assert_false (may_infuse (study, number, "treatment-stopped"));
  crf_outcome_free (crf_test_do (study->investigator, "stop-treatment", number, "treatment", "resumed", "date", "2026-03-02", "reason", "gone", NULL));
  g_assert_true (may_infuse (study, number, NULL));
}

int
main (int argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

#define ADD(name, function) g_test_add_func ("/conduct/consent/" name, function)
  ADD ("a-new-version-asks-those-whom-it-names", a_new_version_asks_those_whom_it_names);
  ADD ("signing-again-ends-it-and-leaves-the-first-consent-as-it-was", signing_again_ends_it_and_leaves_the_first_consent_as_it_was);
  ADD ("encephalopathy-of-grade-2-asks-for-the-guardian", encephalopathy_of_grade_2_asks_for_the_guardian);
  ADD ("each-withdrawal-has-its-own-date-and-reach", each_withdrawal_has_its_own_date_and_reach);
  ADD ("what-happened-last-counts-whenever-it-was-recorded", what_happened_last_counts_whenever_it_was_recorded);
  ADD ("an-older-consent-recorded-late-gives-nothing-back", an_older_consent_recorded_late_gives_nothing_back);
  ADD ("a-corrected-consent-is-one", a_corrected_consent_is_one);
  ADD ("on-one-day-it-is-asked-which-came-first", on_one_day_it_is_asked_which_came_first);
  ADD ("an-investigator-stops-and-resumes-treatment", an_investigator_stops_and_resumes_treatment);
#undef ADD

  return g_test_run ();
}
