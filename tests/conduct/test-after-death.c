/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What is recorded of a patient after the day on which she died by the record: a wrong day or a wrong patient, hence asked about by every way; and what has
 * happened to a product all the same is recorded, with its reason and as a deviation (conduct.md, ground rule 1: a gate stops an act, never a record). */

#include "crf-import-batch.h"
#include "crf-reader.h"
#include "crf-records.h"
#include "ward.h"

#include <string.h>

#define act(...) crf_outcome_free (crf_test_do (__VA_ARGS__))
#define MESSAGE "The patient died on 2026-04-01, before this date."

static void
die (Ward *ward,
     const char *date)
{
  act (ward->study->investigator, "set-status", ward->number, "status", "died", "date", date, NULL);
}

static guint
count_queries (Ward *ward,
               const char *words)
{
  g_autoptr (GPtrArray) queries = crf_reader_queries (ward->study->nurse, ward->number, "Open", NULL);
  guint n = 0;

  for (guint i = 0; i < queries->len; i++)
    n += strstr (((CrfQuery *) g_ptr_array_index (queries, i))->text, words) != NULL;
  return n;
}

static guint
count_deviations (Ward *ward,
                  const char *kind)
{
  g_autoptr (GPtrArray) deviations = crf_reader_deviations (ward->study->investigator, ward->number, NULL);
  guint n = 0;

  for (guint i = 0; i < deviations->len; i++)
    n += strcmp (((CrfDeviation *) g_ptr_array_index (deviations, i))->kind, kind) == 0;
  return n;
}

/* The act (crf_conduct_with ()) asks back with that question; @reason receives whether it asks for one. */
#define ASKS(reason, question, ...) \
  G_STMT_START { \
    g_autoptr (CrfOutcome) asks_outcome = crf_conduct_with (__VA_ARGS__); \
    g_assert_nonnull (asks_outcome); \
    if (asks_outcome->refusal != NULL) \
      g_test_message ("%s", asks_outcome->refusal->message); \
    g_assert_null (asks_outcome->refusal); \
    g_assert_nonnull (asks_outcome->prompt); \
    g_assert_cmpstr (asks_outcome->prompt->id, ==, question); \
    reason = asks_outcome->prompt->needs_reason; \
  } G_STMT_END

/* She died by her status; nobody has filled in the form of death. */
static void
a_visit_after_the_death_is_asked_about (Ward *ward,
                                        gconstpointer data)
{
  CrfSession *nurse = ward->study->nurse;
  gboolean reason;

  crf_test_study_set_now (ward->study, "2026-04-20T08:00");
  die (ward, "2026-04-01");
  ASKS (reason, "life", nurse, "enter", ward->number, NULL, "event", "SE.W4", "form", "F.VISIT", "item", "VISDAT", "value", "2026-04-02", NULL);
  g_assert_true (reason);
  ASKS (reason, "life", nurse, "enter", ward->number, NULL, "event", "SE.W4", "form", "F.VISIT", "item", "VISDAT", "value", "2026-04-02", "confirm", "life", NULL);
  g_assert_cmpuint (count_queries (ward, MESSAGE), ==, 0);
  act (nurse, "enter", ward->number, "event", "SE.W4", "form", "F.VISIT", "item", "VISDAT", "value", "2026-04-02", "confirm", "life", "reason", "as in the chart",
       NULL);
  g_assert_cmpuint (count_queries (ward, MESSAGE), ==, 1);
  /* The day itself, and what was before it. */
  act (nurse, "enter", ward->number, "event", "SE.W1", "form", "F.VISIT", "item", "VISDAT", "value", "2026-04-01", NULL);
}

static void
an_unscheduled_visit_is_asked_about_too (Ward *ward,
                                         gconstpointer data)
{
  CrfSession *nurse = ward->study->nurse;
  gboolean reason;

  crf_test_study_set_now (ward->study, "2026-04-20T08:00");
  die (ward, "2026-04-01");
  ASKS (reason, "life", nurse, "add-visit", ward->number, NULL, "date", "2026-04-02", "reason", "fever", NULL);
  (void) reason;
  act (nurse, "add-visit", ward->number, "date", "2026-03-30", "reason", "fever", NULL);
  g_assert_cmpuint (count_queries (ward, MESSAGE), ==, 0);
  act (nurse, "add-visit", ward->number, "date", "2026-04-02", "reason", "fever", "confirm", "life", NULL);
  g_assert_cmpuint (count_queries (ward, MESSAGE), ==, 1);
}

/* Vital signs of one who had died the day before. */
static void
vital_signs_are_asked_about_too (Ward *ward,
                                 gconstpointer data)
{
  CrfSession *nurse = ward->study->nurse;
  gboolean reason;

  ward_plan (ward);
  ward_order_and_go (ward);
  ward_check_identity (ward);
  ward_check_dose (ward);
  ward_start (ward);
  crf_test_study_set_now (ward->study, "2026-03-04T10:00");
  die (ward, "2026-03-03");
#define VITALS "record-vitals", ward->number
#define READING "at", "2026-03-04 09:00", "temperature", "36.8"
  ASKS (reason, "hard-range", nurse, VITALS, NULL, READING, NULL);
  g_assert_true (reason);
  act (nurse, VITALS, READING, "confirm", "hard-range", "reason", "the monitor was still on", NULL);
  g_assert_cmpuint (count_queries (ward, "The patient died on 2026-03-03"), ==, 1);
}

/* An event of the dead, by hand; and what a table brings is stored with a query, which asks somebody who can tell. */
static void
what_begins_after_the_death_is_asked_about (Ward *ward,
                                            gconstpointer data)
{
  g_autoptr (CrfSubjectRecord) subject = crf_records_find_subject (crf_session_get_file (ward->study->nurse), ward->number, NULL);
  g_autoptr (CrfOutcome) added = NULL, brought = NULL;
  g_autoptr (CrfBatch) batch = NULL;
  gboolean reason;

  crf_test_study_set_now (ward->study, "2026-04-20T08:00");
  die (ward, "2026-04-01");
  added = crf_test_do (ward->study->nurse, "add-form", ward->number, "form", "F.AE", NULL);
  ASKS (reason, "life", ward->study->nurse, "enter", ward->number, NULL, "event", "COMMON", "form", "F.AE", "formkey",
        g_hash_table_lookup (added->results, "formkey"), "item", "AESTDTC", "value", "2026-04-03", NULL);
  g_assert_true (reason);
  batch = crf_batch_begin (ward->study->nurse, NULL);
  g_assert_true (crf_batch_store (batch, subject->key, "SE.W4", "F.VISIT::VISDAT", "2026-04-02", NULL, &brought, NULL));
  g_assert_null (brought->refusal);
  g_assert_true (crf_batch_derive (batch, subject->key, "SE.W4", NULL, NULL));
  g_assert_true (crf_batch_commit (batch, NULL));
  g_assert_cmpuint (count_queries (ward, MESSAGE), ==, 1);
}

/* Consent of 2 March, nothing else is known of her: who died before she signed did not sign. */
static void
a_death_before_consent_or_a_visit_is_asked_about (Ward *ward,
                                                  gconstpointer data)
{
  CrfSession *investigator = ward->study->investigator;
  gboolean reason;

  crf_test_study_set_now (ward->study, "2026-04-20T08:00");
  ASKS (reason, "seen-later", investigator, "set-status", ward->number, NULL, "status", "died", "date", "2020-01-01", NULL);
  g_assert_true (reason);
  ASKS (reason, "seen-later", investigator, "set-status", ward->number, NULL, "status", "died", "date", "2020-01-01", "confirm", "seen-later", NULL);
  act (ward->study->nurse, "enter", ward->number, "event", "SE.W1", "form", "F.VISIT", "item", "VISDAT", "value", "2026-03-09", NULL);
  ASKS (reason, "seen-later", investigator, "set-status", ward->number, NULL, "status", "died", "date", "2026-03-08", NULL);
  act (investigator, "set-status", ward->number, "status", "died", "date", "2026-03-08", "confirm", "seen-later", "reason", "by the registry", NULL);
  g_assert_cmpuint (count_queries (ward, "died on 2026-03-08 by the status, and was seen on 2026-03-09"), ==, 1);
  act (investigator, "set-status", ward->number, "status", "resume", "date", "2026-04-20", NULL);
  act (investigator, "set-status", ward->number, "status", "died", "date", "2026-03-09", NULL);
}

/* Who left on a day was not seen after it. */
static void
an_end_before_a_visit_is_asked_about (Ward *ward,
                                      gconstpointer data)
{
  static const char *const ends[] = { "withdrawn", "lost", "completed" };
  CrfSession *investigator = ward->study->investigator;
  gboolean reason;

  crf_test_study_set_now (ward->study, "2026-04-20T08:00");
  act (ward->study->nurse, "enter", ward->number, "event", "SE.W1", "form", "F.VISIT", "item", "VISDAT", "value", "2026-03-09", NULL);
  for (guint i = 0; i < G_N_ELEMENTS (ends); i++)
    {
      ASKS (reason, "seen-later", investigator, "set-status", ward->number, NULL, "status", ends[i], "date", "2026-03-08", "reason", "by telephone", NULL);
      g_assert_true (reason);
      act (investigator, "set-status", ward->number, "status", ends[i], "date", "2026-03-09", "reason", "by telephone", NULL);
      act (investigator, "set-status", ward->number, "status", ends[i], "date", "2026-03-08", "confirm", "seen-later", "reason", "by telephone", NULL);
      g_assert_cmpuint (count_queries (ward, "since 2026-03-08, and was seen on 2026-03-09"), ==, i + 1);
      act (investigator, "set-status", ward->number, "status", "resume", "date", "2026-04-20", NULL);
    }
}

/* Signed on 2 March; 10 April was a slip of the pen, and is put right. */
static void
a_consent_that_was_corrected_is_no_sight_of_her (Ward *ward,
                                                 gconstpointer data)
{
  CrfTestStudy *study = ward->study;
  gboolean reason;

  crf_test_study_set_now (study, "2026-04-20T08:00");
#define CONSENT "consent", ward->number, "version", "1.0", "explained-by", "Wang Wei"
  act (study->nurse, CONSENT, "at", "2026-04-10 08:30", NULL);
  ASKS (reason, "seen-later", study->investigator, "set-status", ward->number, NULL, "status", "died", "date", "2026-04-01", NULL);
  g_assert_true (reason);
  act (study->nurse, CONSENT, "at", "2026-03-02 08:30", NULL);
  act (study->investigator, "set-status", ward->number, "status", "died", "date", "2026-04-01", NULL);
}

/* ── The product of one who is not there any more ── */

#define OUT "out-of-order"
#define TOLD "confirm", OUT, "reason", "the courier was on the way"

static void
what_happened_to_the_product_is_recorded (Ward *ward,
                                          gconstpointer data)
{
  CrfTestStudy *study = ward->study;
  g_autofree char *volume = NULL;
  gboolean reason;

  ward_plan (ward);
  act (study->investigator, "order-infusion", ward->number, "at", "2026-03-02 09:00", NULL);
  volume = ward_planned_volume (ward);
  crf_test_study_set_now (study, "2026-03-04T10:00");
  die (ward, "2026-03-03");
#define CHECK "check-infusion", ward->number
#define FIGURES "weight", "60", "concentration", "10", "viability", "90", "volume", volume, "passphrase", CRF_TEST_PASSPHRASE
  ASKS (reason, OUT, ward->second, CHECK, NULL, FIGURES, NULL);
  g_assert_true (reason);
  act (ward->second, CHECK, FIGURES, TOLD, NULL);
  g_assert_cmpuint (count_deviations (ward, "patient-ended"), ==, 1);
#define PREPARE "prepare-product", ward->number
  ASKS (reason, OUT, study->nurse, PREPARE, NULL, "at", "2026-03-04 09:00", NULL);
  act (study->nurse, PREPARE, "at", "2026-03-04 09:00", TOLD, NULL);
#define RELEASE "release-product", ward->number
#define QUALITY "appearance", "OK", "passphrase", CRF_TEST_PASSPHRASE
  ASKS (reason, OUT, study->investigator, RELEASE, NULL, "at", "2026-03-04 09:10", QUALITY, NULL);
  act (study->investigator, RELEASE, "at", "2026-03-04 09:10", QUALITY, TOLD, NULL);
#define DISPATCH "dispatch-product", ward->number
  ASKS (reason, OUT, study->nurse, DISPATCH, NULL, "at", "2026-03-04 09:20", NULL);
  act (study->nurse, DISPATCH, "at", "2026-03-04 09:20", TOLD, NULL);
#define RECEIVE "receive-product", ward->number
#define LABEL "appearance", "OK", "label", "OK", "preparation", "P-0001"
  ASKS (reason, OUT, study->nurse, RECEIVE, NULL, "at", "2026-03-04 09:30", LABEL, NULL);
  act (study->nurse, RECEIVE, "at", "2026-03-04 09:30", LABEL, TOLD, NULL);
  g_assert_cmpuint (count_deviations (ward, "patient-ended"), ==, 5);
  crf_test_refused (study->nurse, "patient-ended", "start-infusion", ward->number, "start", "2026-03-04 09:40", "ward-clock", "09:40", NULL);
}

/* ── What was done without an order ── */

static void
what_was_done_without_an_order_is_recorded (Ward *ward,
                                            gconstpointer data)
{
  CrfTestStudy *study = ward->study;
  gboolean reason;

  ASKS (reason, OUT, study->nurse, PREPARE, NULL, "at", "2026-03-02 09:00", NULL);
  g_assert_true (reason);
  ASKS (reason, OUT, study->nurse, PREPARE, NULL, "at", "2026-03-02 09:00", "confirm", OUT, NULL);
  g_assert_cmpuint (count_deviations (ward, "not-ordered"), ==, 0);
  act (study->nurse, PREPARE, "at", "2026-03-02 09:00", TOLD, NULL);
  g_assert_cmpuint (count_deviations (ward, "not-ordered"), ==, 1);
  ASKS (reason, OUT, study->investigator, RELEASE, NULL, "at", "2026-03-02 09:02", QUALITY, NULL);
  act (study->investigator, RELEASE, "at", "2026-03-02 09:02", QUALITY, TOLD, NULL);
  g_assert_cmpuint (count_deviations (ward, "not-ordered"), ==, 2);
  g_assert_cmpuint (count_deviations (ward, "not-planned"), ==, 1);
  ASKS (reason, OUT, study->nurse, RECEIVE, NULL, "at", "2026-03-02 09:05", LABEL, NULL);
  act (study->nurse, RECEIVE, "at", "2026-03-02 09:05", LABEL, TOLD, NULL);
  g_assert_cmpuint (count_deviations (ward, "not-ordered"), ==, 3);
  /* It was a record, and opens nothing: what is ordered and planned now is released anew. */
  ward_plan (ward);
  act (study->investigator, "order-infusion", ward->number, "at", "2026-03-02 09:06", NULL);
  crf_test_refused (study->nurse, "product-not-released", "start-infusion", ward->number, "start", "2026-03-02 09:14", "ward-clock", "09:14", NULL);
}

/* ── A status of the dead ── */

/* Who died on 1 April does not leave on 3 April; the day before she could. */
static void
no_other_end_after_the_death_without_a_question (Ward *ward,
                                                 gconstpointer data)
{
  static const char *const ends[] = { "withdrawn", "lost", "completed" };
  CrfSession *investigator = ward->study->investigator;
  gboolean reason;

  crf_test_study_set_now (ward->study, "2026-04-20T08:00");
  for (guint i = 0; i < G_N_ELEMENTS (ends); i++)
    {
      die (ward, "2026-04-01");
#define END "set-status", ward->number
#define AS "status", ends[i], "reason", "by telephone"
      ASKS (reason, "life", investigator, END, NULL, AS, "date", "2026-04-03", NULL);
      g_assert_true (reason);
      act (investigator, END, AS, "date", "2026-04-03", "confirm", "life", NULL);
      g_assert_cmpuint (count_queries (ward, "since 2026-04-03. " MESSAGE), ==, i + 1);
      die (ward, "2026-04-01");
      act (investigator, END, AS, "date", "2026-04-01", NULL);
    }
  /* What puts the death right, or takes it back, is no doubt. */
  die (ward, "2026-04-02");
  act (investigator, END, "status", "resume", "date", "2026-04-20", NULL);
  g_assert_cmpuint (count_queries (ward, MESSAGE), ==, G_N_ELEMENTS (ends));
}

/* She was screened, seen on 9 March, and never allocated. */
static void
a_failed_screening_is_asked_about_too (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = crf_test_register (study);
  Ward ward = { .study = study, .number = number };
  gboolean reason;

  crf_test_study_set_now (study, "2026-04-20T08:00");
  act (study->nurse, "enter", number, "event", "SCREENING", "form", "F.VISIT", "item", "VISDAT", "value", "2026-03-09", NULL);
#define FAILED "set-status", number, NULL, "status", "failed", "reason", "liver tumour"
#define SCREENING_FAILED "fail-screening", number, NULL, "why", "investigator", "reason", "liver tumour"
  ASKS (reason, "seen-later", study->investigator, FAILED, "date", "2026-03-08", NULL);
  g_assert_true (reason);
  ASKS (reason, "seen-later", study->investigator, SCREENING_FAILED, "date", "2026-03-08", NULL);
  die (&ward, "2026-04-01");
  ASKS (reason, "life", study->investigator, FAILED, "date", "2026-04-03", NULL);
  g_assert_true (reason);
  ASKS (reason, "life", study->nurse, SCREENING_FAILED, "date", "2026-04-03", NULL);
  /* Because she died. */
  act (study->nurse, "fail-screening", number, "why", "died", "date", "2026-04-03", NULL);
  g_assert_cmpuint (count_queries (&ward, MESSAGE), ==, 0);
  act (study->investigator, "set-status", number, "status", "resume", "date", "2026-04-04", NULL);
  die (&ward, "2026-04-01");
  act (study->nurse, "fail-screening", number, "why", "investigator", "reason", "liver tumour", "date", "2026-04-03", "confirm", "life", NULL);
  g_assert_cmpuint (count_queries (&ward, "since 2026-04-03. " MESSAGE), ==, 1);
}

static const char *
status_of (Ward *ward)
{
  g_autoptr (CrfSubjectRecord) subject = crf_records_find_subject (crf_session_get_file (ward->study->nurse), ward->number, NULL);

  return g_intern_string (subject->status);
}

/* Her death comes first: what is signed of her eligibility afterwards does not take its place. */
static void
a_late_verdict_leaves_the_death_as_it_is (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = crf_test_register (study);
  Ward ward = { .study = study, .number = number };

  crf_test_study_set_now (study, "2026-04-20T08:00");
  act (study->nurse, "answer", number, "criterion", "E1", "answer", "Y", "reason", "chart", NULL);
  die (&ward, "2026-04-01");
  act (study->investigator, "sign-eligibility", number, "passphrase", CRF_TEST_PASSPHRASE, NULL);
  g_assert_cmpstr (status_of (&ward), ==, "died");
}

/* ── At the bedside ── */

static void
what_was_given_before_is_asked_about (Ward *ward,
                                      gconstpointer data)
{
  g_autofree char *code = NULL;
  gboolean reason;

  ward_plan (ward);
  ward_order_and_go (ward);
  code = ward_bag_code (ward);
  crf_test_study_set_now (ward->study, "2026-03-04T10:00");
  die (ward, "2026-03-03");
#define GIVE_DRUG "premedicate", ward->number
#define DRUG "drug", "chlorphenamine", "dose", "10 mg"
  ASKS (reason, OUT, ward->study->nurse, GIVE_DRUG, NULL, "at", "2026-03-04 09:00", DRUG, NULL);
  g_assert_true (reason);
  act (ward->study->nurse, GIVE_DRUG, "at", "2026-03-04 09:00", DRUG, TOLD, NULL);
  g_assert_cmpuint (count_deviations (ward, "patient-ended"), ==, 1);
#define READ "number", ward->number, "birth-year", "1972", "code", code, "passphrase", CRF_TEST_PASSPHRASE, "second", "zhao", "second-number", ward->number, \
    "second-birth-year", "1972", "second-code", code, "second-passphrase", CRF_TEST_PASSPHRASE
  ASKS (reason, OUT, ward->study->nurse, "check-identity", ward->number, NULL, "at", "2026-03-04 09:10", READ, NULL);
  act (ward->study->nurse, "check-identity", ward->number, "at", "2026-03-04 09:10", READ, TOLD, NULL);
  g_assert_cmpuint (count_deviations (ward, "patient-ended"), ==, 2);
  /* The day itself: nobody can tell which came first. */
  act (ward->study->nurse, GIVE_DRUG, "at", "2026-03-03 09:00", DRUG, NULL);
  g_assert_cmpuint (count_deviations (ward, "patient-ended"), ==, 2);
}

/* Infused on 2 March from 9:14, dead by the record on @day, and it is the 4th. */
static void
start_and_die (Ward *ward,
               const char *day)
{
  ward_plan (ward);
  ward_order_and_go (ward);
  ward_check_identity (ward);
  ward_check_dose (ward);
  ward_start (ward);
  crf_test_study_set_now (ward->study, "2026-03-04T10:00");
  die (ward, day);
}

/* The step is asked about, stored with the reason and confirmed, and opens one deviation more. */
#define AFTER_DEATH(use_case, ...) \
  G_STMT_START { \
    guint after_before = count_deviations (ward, "patient-died"); \
    ASKS (reason, OUT, ward->study->nurse, use_case, ward->number, NULL, __VA_ARGS__, NULL); \
    g_assert_true (reason); \
    ASKS (reason, OUT, ward->study->nurse, use_case, ward->number, NULL, __VA_ARGS__, "confirm", OUT, NULL); \
    g_assert_cmpuint (count_deviations (ward, "patient-died"), ==, after_before); \
    act (ward->study->nurse, use_case, ward->number, __VA_ARGS__, "confirm", OUT, "reason", "the clock of the pump", NULL); \
    g_assert_cmpuint (count_deviations (ward, "patient-died"), ==, after_before + 1); \
  } G_STMT_END

static void
what_goes_on_after_the_death_is_asked_about (Ward *ward,
                                             gconstpointer data)
{
  g_autofree char *volume = NULL;
  gboolean reason;

  start_and_die (ward, "2026-03-02");
  volume = ward_planned_volume (ward);
  AFTER_DEATH ("change-rate", "at", "2026-03-03 09:00", "rate", "40");
  AFTER_DEATH ("pause-infusion", "at", "2026-03-03 09:10", "why", "chills");
  AFTER_DEATH ("resume-infusion", "at", "2026-03-03 09:20");
  AFTER_DEATH ("give-infusion", "stop", "2026-03-03 09:50", "volume", volume, "outcome", "GIVEN");
  AFTER_DEATH ("flush-line", "at", "2026-03-03 09:55", "volume", "20");
  AFTER_DEATH ("hand-over", "at", "2026-03-03 15:00", "second", "zhao", "second-passphrase", CRF_TEST_PASSPHRASE);
  g_assert_cmpstr (status_of (ward), ==, "died");
  /* Of the bag, not of her; and of the hours in which she lived. */
  act (ward->study->nurse, "keep-container", ward->number, "at", "2026-03-03 16:00", "container", "RETURNED", NULL);
  act (ward->study->nurse, "close-infusion", ward->number, "reaction", "N", "sae", "N", "passphrase", CRF_TEST_PASSPHRASE, NULL);
}

/* A slip in the volume and a slip in the day are two questions, and both can be answered. */
static void
two_doubts_of_one_record_are_both_answered (Ward *ward,
                                            gconstpointer data)
{
  gboolean reason;

  start_and_die (ward, "2026-03-02");
#define TOO_MUCH "give-infusion", ward->number
#define BAG "stop", "2026-03-03 09:50", "volume", "900", "outcome", "GIVEN", "reason", "as on the sheet"
  ASKS (reason, "volume-over", ward->study->nurse, TOO_MUCH, NULL, BAG, NULL);
  ASKS (reason, "volume-over," OUT, ward->study->nurse, TOO_MUCH, NULL, BAG, "confirm", "volume-over", NULL);
  g_assert_true (reason);
  act (ward->study->nurse, TOO_MUCH, BAG, "confirm", "volume-over," OUT, NULL);
}

static void
a_reaction_after_the_death_is_asked_about (Ward *ward,
                                           gconstpointer data)
{
  gboolean reason;

  start_and_die (ward, "2026-03-02");
#define REACTION "report-reaction", ward->number
  ASKS (reason, "life", ward->study->nurse, REACTION, NULL, "at", "2026-03-03 09:00", "grade", "2", NULL);
  g_assert_true (reason);
  act (ward->study->nurse, REACTION, "at", "2026-03-03 09:00", "grade", "2", "confirm", "life", "reason", "as on the sheet", NULL);
  g_assert_cmpuint (count_queries (ward, "The patient died on 2026-03-02, before this date."), ==, 1);
}

/* She died during the infusion, at half past nine. */
static void
the_day_of_death_itself_is_recorded_without_a_question (Ward *ward,
                                                        gconstpointer data)
{
  start_and_die (ward, "2026-03-02");
  act (ward->study->nurse, "pause-infusion", ward->number, "at", "2026-03-02 09:20", "why", "collapse", NULL);
  act (ward->study->nurse, "report-reaction", ward->number, "at", "2026-03-02 09:20", "grade", "5", NULL);
  act (ward->study->nurse, "give-infusion", ward->number, "stop", "2026-03-02 09:31", "volume", "5", "outcome", "PARTLY", "reason", "she died", NULL);
  act (ward->study->nurse, "flush-line", ward->number, "at", "2026-03-02 09:40", "volume", "20", NULL);
  g_assert_cmpuint (count_deviations (ward, "patient-died"), ==, 0);
  g_assert_cmpuint (count_queries (ward, "died"), ==, 0);
  /* The record of her infusion does not bring her back. */
  g_assert_cmpstr (status_of (ward), ==, "died");
}

/* What she did not get any more is no act after her death. */
static void
an_infusion_that_is_cancelled_for_it_asks_for_nothing (Ward *ward,
                                                       gconstpointer data)
{
  ward_plan (ward);
  ward_order_and_go (ward);
  crf_test_study_set_now (ward->study, "2026-03-04T10:00");
  die (ward, "2026-03-03");
  act (ward->study->nurse, "give-infusion", ward->number, "outcome", "CANCELLED", "reason", "she died", NULL);
}

/* Who left the study in the middle is still watched, and that is no deviation. */
static void
who_left_is_still_watched (Ward *ward,
                           gconstpointer data)
{
  ward_plan (ward);
  ward_order_and_go (ward);
  ward_check_identity (ward);
  ward_check_dose (ward);
  ward_start (ward);
  crf_test_study_set_now (ward->study, "2026-03-04T10:00");
  act (ward->study->investigator, "set-status", ward->number, "status", "withdrawn", "date", "2026-03-02", "reason", "her wish", NULL);
  act (ward->study->nurse, "hand-over", ward->number, "at", "2026-03-03 08:00", "second", "zhao", "second-passphrase", CRF_TEST_PASSPHRASE, NULL);
  g_assert_cmpuint (count_deviations (ward, "patient-ended"), ==, 0);
}

int
main (int argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

#define ADD(path, function) g_test_add ("/conduct/after-death/" path, Ward, NULL, ward_open, function, ward_close)
  ADD ("a-visit-after-the-death-is-asked-about", a_visit_after_the_death_is_asked_about);
  ADD ("an-unscheduled-visit-is-asked-about-too", an_unscheduled_visit_is_asked_about_too);
  ADD ("vital-signs-are-asked-about-too", vital_signs_are_asked_about_too);
  ADD ("what-begins-after-the-death-is-asked-about", what_begins_after_the_death_is_asked_about);
  ADD ("a-death-before-consent-or-a-visit-is-asked-about", a_death_before_consent_or_a_visit_is_asked_about);
  ADD ("an-end-before-a-visit-is-asked-about", an_end_before_a_visit_is_asked_about);
  ADD ("a-consent-that-was-corrected-is-no-sight-of-her", a_consent_that_was_corrected_is_no_sight_of_her);
  ADD ("what-happened-to-the-product-is-recorded", what_happened_to_the_product_is_recorded);
  ADD ("what-was-done-without-an-order-is-recorded", what_was_done_without_an_order_is_recorded);
  ADD ("no-other-end-after-the-death-without-a-question", no_other_end_after_the_death_without_a_question);
  g_test_add_func ("/conduct/after-death/a-failed-screening-is-asked-about-too", a_failed_screening_is_asked_about_too);
  g_test_add_func ("/conduct/after-death/a-late-verdict-leaves-the-death-as-it-is", a_late_verdict_leaves_the_death_as_it_is);
  ADD ("what-was-given-before-is-asked-about", what_was_given_before_is_asked_about);
  ADD ("what-goes-on-after-the-death-is-asked-about", what_goes_on_after_the_death_is_asked_about);
  ADD ("two-doubts-of-one-record-are-both-answered", two_doubts_of_one_record_are_both_answered);
  ADD ("a-reaction-after-the-death-is-asked-about", a_reaction_after_the_death_is_asked_about);
  ADD ("the-day-of-death-itself-is-recorded-without-a-question", the_day_of_death_itself_is_recorded_without_a_question);
  ADD ("an-infusion-that-is-cancelled-for-it-asks-for-nothing", an_infusion_that_is_cancelled_for_it_asks_for_nothing);
  ADD ("who-left-is-still-watched", who_left_is_still_watched);
#undef ADD

  return g_test_run ();
}
