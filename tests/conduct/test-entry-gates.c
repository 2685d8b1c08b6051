/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What plain entering may not go round: verdicts, eligibility, consent, death (conduct.md, Ground rules, Consent, Eligibility; clinical.md C2, D0). What
 * has happened is recorded all the same, with a reason, and opens a deviation. */

#include "crf-consent.h"
#include "crf-detail.h"
#include "crf-reader.h"
#include "crf-records.h"
#include "crf-transaction.h"
#include "ward.h"

#include <string.h>

static CrfOutcome *
type (CrfTestStudy *study,
      const char *number,
      const char *event,
      const char *form,
      const char *item,
      const char *value)
{
  return crf_conduct_with (study->nurse, "enter", number, NULL, "event", event, "form", form, "item", item, "value", value, NULL);
}

static gboolean
has_deviation (CrfTestStudy *study,
               const char *number,
               const char *kind)
{
  g_autoptr (CrfSubjectRecord) subject = crf_records_find_subject (crf_session_get_file (study->nurse), number, NULL);
  g_autoptr (GPtrArray) deviations = crf_records_deviations (crf_session_get_file (study->nurse), subject->key, NULL);

  for (guint i = 0; i < deviations->len; i++)
    if (g_strcmp0 (((CrfDeviationRecord *) g_ptr_array_index (deviations, i))->kind, kind) == 0)
      return TRUE;
  return FALSE;
}

static void
verdicts_and_answers_are_not_typed (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = crf_test_register (study);

  crf_test_refused (study->nurse, "by-step", "enter", number, "event", "COMMON", "form", "F.CE", "formkey", "new", "item", "CEADJRES", "value", "NO", NULL);
  crf_test_refused (study->investigator, "by-step", "enter", number, "event", "COMMON", "form", "F.CE", "formkey", "new", "item", "CEADJBY", "value", "me",
                    NULL);
  crf_test_refused (study->nurse, "by-step", "enter", number, "event", "SCREENING", "form", "F.IE", "item", "IT.IE.E4", "value", "N", NULL);
  crf_test_refused (study->nurse, "by-step", "enter", number, "event", "SCREENING", "form", "F.IE", "item", "IT.IE.E1_NOW", "value", "N", NULL);
}

/* conduct.md, Person, role, task: causality is a delegated task of an investigator. */
static void
causality_is_judged_by_an_investigator (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = crf_test_register (study);
  g_autoptr (CrfOutcome) begun = crf_test_do (study->nurse, "enter", number, "event", "COMMON", "form", "F.AE", "formkey", "new", "item", "AETERM", "value",
                                              "Fever", NULL);
  const char *key = g_hash_table_lookup (begun->results, "formkey");

  crf_test_refused (study->nurse, "task-not-delegated", "enter", number, "event", "COMMON", "form", "F.AE", "formkey", key, "item", "AEREL", "value",
                    "POSSIBLY", NULL);
  crf_test_refused (study->nurse, "task-not-delegated", "enter", number, "event", "COMMON", "form", "F.AE", "formkey", key, "item", "AEEXP", "value",
                    "EXPECTED", NULL);
  crf_outcome_free (crf_test_do (study->investigator, "enter", number, "event", "COMMON", "form", "F.AE", "formkey", key, "item", "AEREL", "value",
                                 "POSSIBLY", NULL));
}

/* conduct.md: enrolled in error is a deviation, never an edit. */
static void
who_was_allocated_and_is_not_eligible_is_a_deviation (Ward *ward, gconstpointer data)
{
  g_autoptr (CrfOutcome) asked = type (ward->study, ward->number, "SCREENING", "F.DM", "BRTHDAT", "2012-01-01");

  g_assert_nonnull (asked->prompt);
  g_assert_true (asked->prompt->needs_reason);
  g_assert_false (has_deviation (ward->study, ward->number, "eligibility"));
  crf_outcome_free (crf_test_do (ward->study->nurse, "enter", ward->number, "event", "SCREENING", "form", "F.DM", "item", "BRTHDAT", "value", "2012-01-01",
                                 "confirm", asked->prompt->id, "reason", "identity card", NULL));
  g_assert_true (has_deviation (ward->study, ward->number, "eligibility"));
}

/* clinical.md D0: unknown never counts. */
static void
what_nobody_knows_lets_nobody_in (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = crf_test_register (study);

  crf_test_refused (study->nurse, "parts-open", "answer", number, "criterion", "E1", "answer", "N", NULL);
  crf_outcome_free (type (study, number, "SCREENING", "F.IE", "IFNEVER", "N"));
  crf_outcome_free (type (study, number, "SCREENING", "F.IE", "GCEVER", "Y"));
  crf_outcome_free (type (study, number, "SCREENING", "F.IE", "GCLAST", "2025"));
  crf_test_refused (study->nurse, "parts-open", "answer", number, "criterion", "E6", "answer", "N", NULL);
  crf_outcome_free (crf_test_do (study->nurse, "answer", number, "criterion", "E6", "answer", "N", "reason", "tablets ended in January, says the chart", NULL));
  /* That it cannot be told needs no reason. */
  crf_outcome_free (crf_test_do (study->nurse, "answer", number, "criterion", "E1", "answer", "U", NULL));
}

static void
an_answer_set_back_was_changed_all_the_same (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = crf_test_register (study);
  const GPtrArray *criteria = crf_study_get_criteria (crf_session_get_study (study->nurse));
  g_autoptr (CrfEligibilityState) state = NULL;

  for (guint i = 0; i < criteria->len; i++)
    {
      const CrfCriterion *criterion = g_ptr_array_index (criteria, i);

      crf_outcome_free (crf_test_do (study->nurse, "answer", number, "criterion", criterion->oid, "answer", criterion->exclusion ? "N" : "Y", "reason",
                                     "chart", NULL));
    }
  crf_outcome_free (crf_test_do (study->investigator, "sign-eligibility", number, "passphrase", CRF_TEST_PASSPHRASE, NULL));
  crf_outcome_free (crf_test_do (study->nurse, "answer", number, "criterion", "E4", "answer", "U", "reason", "new finding", NULL));
  crf_outcome_free (crf_test_do (study->nurse, "answer", number, "criterion", "E4", "answer", "N", "reason", "harmless", NULL));
  state = crf_reader_eligibility (study->nurse, number, NULL);
  g_assert_false (state->is_signed);
  crf_test_refused (study->nurse, "signature-void", "randomise", number, NULL);
}

/* clinical.md C2: death date >= last visit. */
static void
nobody_comes_to_a_visit_after_her_death (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = crf_test_register (study);
  g_autoptr (CrfOutcome) before = NULL, in_the_month = NULL, later = NULL;

  crf_test_study_set_now (study, "2026-05-20T08:00");
  crf_test_enter (study, number, "UNSCHEDULED", "VISDAT", "2026-05-12", NULL);
  before = type (study, number, "COMMON", "F.DTH", "DTHDTC", "2026-05-11");
  g_assert_nonnull (before->prompt);
  g_assert_true (before->prompt->needs_reason);
  g_assert_nonnull (strstr (before->prompt->message, "2026-05-12"));
  in_the_month = type (study, number, "COMMON", "F.DTH", "DTHDTC", "2026-05");
  g_assert_true (crf_outcome_done (in_the_month));
  crf_outcome_free (crf_test_do (study->nurse, "enter", number, "event", "COMMON", "form", "F.DTH", "item", "DTHDTC", "value", "2026-05-13", NULL));
  later = crf_conduct_with (study->nurse, "enter", number, NULL, "event", "UNSCHEDULED", "eventkey", "new", "form", "F.VISIT", "item", "VISDAT", "value",
                            "2026-05-14", NULL);
  g_assert_nonnull (later->prompt);
  g_assert_nonnull (strstr (later->prompt->message, "2026-05-13"));
}

static void
consent (CrfTestStudy *study,
         const char *number,
         const char *version,
         const char *explained_by)
{
  crf_outcome_free (crf_test_do (study->nurse, "consent", number, "version", version, "at", "2026-03-12 07:30", "explained-by", explained_by, "copy", "yes",
                                 NULL));
}

static void
consent_is_explained_by_who_may_and_to_the_version_in_force (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *right = crf_test_register (study), *old = crf_test_register (study), *nobody = crf_test_register (study),
                  *administrator = crf_test_register (study);

  crf_outcome_free (crf_test_do (study->admin, "add-consent-version", NULL, "number", "2.0", "valid-from", "2026-03-10", "resign", "all", NULL));
  crf_test_study_set_now (study, "2026-03-12T08:00");
  consent (study, right, "2.0", "wang");
  g_assert_false (has_deviation (study, right, "consent"));
  consent (study, old, "1.0", "wang");
  g_assert_true (has_deviation (study, old, "consent"));
  consent (study, nobody, "2.0", "somebody");
  g_assert_true (has_deviation (study, nobody, "consent"));
  consent (study, administrator, "2.0", "admin");
  g_assert_true (has_deviation (study, administrator, "consent"));
}

static CrfReconsentWhy
due (CrfTestStudy *study,
     const char *number)
{
  g_autoptr (CrfSubjectRecord) subject = crf_records_find_subject (crf_session_get_file (study->nurse), number, NULL);
  g_autoptr (CrfReconsent) reconsent = crf_reconsent_of (study->nurse, subject);

  return reconsent->why;
}

/* conduct.md, Consent: West Haven ≥ 2 asks for the guardian, also where it is graded after the patient signed. */
static void
a_patient_who_cannot_decide_any_more_needs_the_guardian (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = crf_test_register (study);

  crf_test_enter (study, number, "SCREENING", "VISDAT", "2026-03-02", NULL);
  crf_test_enter (study, number, "SCREENING", "HEGR", "1", NULL);
  g_assert_cmpint (due (study, number), ==, CRF_RECONSENT_NONE);
  crf_test_enter (study, number, "SCREENING", "HEGR", "2", NULL);
  g_assert_cmpint (due (study, number), ==, CRF_RECONSENT_GUARDIAN);
  crf_outcome_free (crf_test_do (study->nurse, "consent", number, "version", "1.0", "at", "2026-03-02 09:10", "explained-by", "wang", "by", "guardian", "who",
                                 "Li Hua", NULL));
  g_assert_cmpint (due (study, number), ==, CRF_RECONSENT_NONE);
}

static void
who_is_registered_without_consent_stands_on_today (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autoptr (CrfOutcome) outcome = crf_test_do (study->nurse, "register", NULL, "sex", "F", "birth-date", "1970-01-01", NULL);
  g_autoptr (GPtrArray) tasks = crf_reader_tasks (study->nurse, NULL);
  gboolean told = FALSE;

  for (guint i = 0; i < tasks->len; i++)
    told = told || strstr (((CrfTask *) g_ptr_array_index (tasks, i))->what, "no consent is recorded") != NULL;
  g_assert_true (told);
}

static void
another_person_is_not_screened_again (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *first = crf_test_register (study);

  crf_outcome_free (crf_test_do (study->nurse, "fail-screening", first, "why", "consent-withdrawn", "date", "2026-03-02", NULL));
  crf_test_refused (study->nurse, "other-person", "register", NULL, "sex", "F", "birth-date", "1972-05-04", "rescreens", first, NULL);
  crf_test_refused (study->nurse, "other-person", "register", NULL, "sex", "M", "birth-date", "1982-05-04", "rescreens", first, NULL);
  crf_outcome_free (crf_test_do (study->nurse, "register", NULL, "sex", "M", "birth-date", "1972-05-04", "rescreens", first, NULL));
}

static CrfVisitState
state_of (CrfTestStudy *study,
          const char *number,
          const char *oid)
{
  g_autoptr (GPtrArray) visits = crf_reader_visits (study->nurse, number, NULL);

  for (guint i = 0; i < visits->len; i++)
    if (strcmp (((CrfVisit *) g_ptr_array_index (visits, i))->event->oid, oid) == 0)
      return ((CrfVisit *) g_ptr_array_index (visits, i))->state;
  g_assert_not_reached ();
}

static void
a_visit_that_took_place_after_all_is_not_missed (Ward *ward, gconstpointer data)
{
  crf_test_study_set_now (ward->study, "2026-06-20T08:00");
  crf_outcome_free (crf_test_do (ward->study->nurse, "mark-missed", ward->number, "event", "W4", "reason", "travelling", NULL));
  g_assert_cmpint (state_of (ward->study, ward->number, "SE.W4"), ==, CRF_VISIT_MISSED);
  crf_outcome_free (crf_test_do (ward->study->nurse, "enter", ward->number, "event", "W4", "form", "F.VISIT", "item", "VISDAT", "value", "2026-04-02",
                                 "reason", "seen in the other clinic", NULL));
  g_assert_cmpint (state_of (ward->study, ward->number, "SE.W4"), ==, CRF_VISIT_STARTED);
}

static guint
count_deviations (CrfTestStudy *study,
                  const char *number,
                  const char *kind)
{
  g_autoptr (CrfSubjectRecord) subject = crf_records_find_subject (crf_session_get_file (study->nurse), number, NULL);
  g_autoptr (GPtrArray) deviations = crf_records_deviations (crf_session_get_file (study->nurse), subject->key, NULL);
  guint n = 0;

  for (guint i = 0; i < deviations->len; i++)
    {
      const CrfDeviationRecord *deviation = g_ptr_array_index (deviations, i);

      if (g_strcmp0 (deviation->kind, kind) == 0)
        g_test_message ("%u: %s", ++n, deviation->text);
    }
  return n;
}

static void
date_week_4 (Ward *ward,
             const char *language,
             const char *date)
{
  crf_session_set_language (ward->study->nurse, language);
  crf_outcome_free (crf_test_do (ward->study->nurse, "enter", ward->number, "event", "W4", "form", "F.VISIT", "item", "VISDAT", "value", date, "reason",
                                 "as in the chart", NULL));
}

/* One fact, one deviation (conduct.md, ground rule 1), in whichever language it is met again. The visit is called “Week 4” in the one, “第4周” in the other. */
static void
a_fact_is_drafted_once_in_both_languages (Ward *ward, gconstpointer data)
{
  crf_test_study_set_now (ward->study, "2026-06-20T08:00");
  date_week_4 (ward, "en", "2026-05-20");
  g_assert_cmpuint (count_deviations (ward->study, ward->number, "late-visit"), ==, 1);
  date_week_4 (ward, "zh_CN", "2026-03-30");
  date_week_4 (ward, "zh_CN", "2026-05-20");
  g_assert_cmpuint (count_deviations (ward->study, ward->number, "late-visit"), ==, 1);
  /* Another day is another fact. */
  date_week_4 (ward, "zh_CN", "2026-05-21");
  g_assert_cmpuint (count_deviations (ward->study, ward->number, "late-visit"), ==, 2);
}

/* A draft of an older program names no codes: the entry as that program wrote it, with the sentence alone. */
static void
the_draft_of_an_older_program_is_known_by_its_sentence (Ward *ward, gconstpointer data)
{
  g_autoptr (CrfSubjectRecord) subject = crf_records_find_subject (crf_session_get_file (ward->study->nurse), ward->number, NULL);
  CrfActor actor = { .user = "li", .role = "nurse", .clock = crf_test_study_clock (ward->study) };
  CrfEntry entry = { .action = CRF_ACTION_DEVIATION, .subject = subject->key };
  g_autofree char *detail = NULL;
  g_autoptr (CrfTransaction) txn = NULL;
  g_autoptr (GError) error = NULL;

  crf_test_study_set_now (ward->study, "2026-06-20T08:00");
  /* No infusion yet: 14 days from the allocation on 2026-03-02 to the first, 28 from there, and 3 around them. */
  detail = crf_detail_new ("key", "older.1", "kind", "late-visit", "text", "Week 4 on 2026-05-20: 34 days after the window (2026-04-10 to 2026-04-16).",
                           "found_on", "2026-06-20", NULL);
  entry.detail = detail;
  txn = crf_transaction_begin (crf_session_get_file (ward->study->nurse), &actor, &error);
  g_assert_no_error (error);
  g_assert_true (crf_transaction_append (txn, &entry, NULL, &error));
  g_assert_true (crf_transaction_commit (txn, &error));
  g_clear_pointer (&txn, crf_transaction_free);
  date_week_4 (ward, "en", "2026-05-20");
  g_assert_cmpuint (count_deviations (ward->study, ward->number, "late-visit"), ==, 1);
}

static void
a_disposition_that_the_status_does_not_share_is_said (Ward *ward, gconstpointer data)
{
  g_autoptr (CrfOutcome) outcome = crf_test_do (ward->study->nurse, "enter", ward->number, "event", "COMMON", "form", "F.DS", "item", "DSSTAT", "value",
                                                "COMPLETED", NULL);

  g_assert_cmpuint (outcome->notices->len, ==, 1);
  g_assert_nonnull (strstr (g_ptr_array_index (outcome->notices, 0), "still has the status"));
}

static void
nobody_knows_of_an_event_before_it_began (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = crf_test_register (study);
  g_autoptr (CrfOutcome) begun = crf_test_do (study->nurse, "enter", number, "event", "COMMON", "form", "F.AE", "formkey", "new", "item", "AESTDTC", "value",
                                              "2026-03-02", NULL);
  g_autoptr (CrfOutcome) early = crf_conduct_with (study->nurse, "enter", number, NULL, "event", "COMMON", "form", "F.AE", "formkey",
                                                   g_hash_table_lookup (begun->results, "formkey"), "item", "AEAWARE", "value", "2026-03-01 20:00", NULL);

  g_assert_nonnull (early->prompt);
  g_assert_true (early->prompt->needs_reason);
}

int
main (int argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

#define ADD(name, func) g_test_add_func ("/conduct/entry-gates/" name, func)
#define ADD_WARD(name, func) g_test_add ("/conduct/entry-gates/" name, Ward, NULL, ward_open, func, ward_close)
  ADD ("verdicts-and-answers-are-not-typed", verdicts_and_answers_are_not_typed);
  ADD ("causality-is-judged-by-an-investigator", causality_is_judged_by_an_investigator);
  ADD_WARD ("who-was-allocated-and-is-not-eligible-is-a-deviation", who_was_allocated_and_is_not_eligible_is_a_deviation);
  ADD ("what-nobody-knows-lets-nobody-in", what_nobody_knows_lets_nobody_in);
  ADD ("an-answer-set-back-was-changed-all-the-same", an_answer_set_back_was_changed_all_the_same);
  ADD ("nobody-comes-to-a-visit-after-her-death", nobody_comes_to_a_visit_after_her_death);
  ADD ("consent-is-explained-by-who-may-and-to-the-version-in-force", consent_is_explained_by_who_may_and_to_the_version_in_force);
  ADD ("a-patient-who-cannot-decide-any-more-needs-the-guardian", a_patient_who_cannot_decide_any_more_needs_the_guardian);
  ADD ("who-is-registered-without-consent-stands-on-today", who_is_registered_without_consent_stands_on_today);
  ADD ("another-person-is-not-screened-again", another_person_is_not_screened_again);
  ADD_WARD ("a-visit-that-took-place-after-all-is-not-missed", a_visit_that_took_place_after_all_is_not_missed);
  ADD_WARD ("a-fact-is-drafted-once-in-both-languages", a_fact_is_drafted_once_in_both_languages);
  ADD_WARD ("the-draft-of-an-older-program-is-known-by-its-sentence", the_draft_of_an_older_program_is_known_by_its_sentence);
  ADD_WARD ("a-disposition-that-the-status-does-not-share-is-said", a_disposition_that_the_status_does_not_share_is_said);
  ADD ("nobody-knows-of-an-event-before-it-began", nobody_knows_of_an_event_before_it_began);

  return g_test_run ();
}
