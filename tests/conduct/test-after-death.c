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
#undef ADD

  return g_test_run ();
}
