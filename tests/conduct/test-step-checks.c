/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The steps of an infusion ask what the form asks: a rate that no pump gives, a time before the start, a temperature that no body has. What was
 * done without the step before it is recorded, with its reason and as a deviation. */

#include "crf-reader-monitoring.h"
#include "ward.h"

#include <string.h>

#define act(...) crf_outcome_free (crf_test_do (__VA_ARGS__))

static void
start (Ward *ward)
{
  ward_plan (ward);
  ward_order_and_go (ward);
  ward_check_identity (ward);
  ward_check_dose (ward);
  ward_start (ward);
  crf_test_study_set_now (ward->study, "2026-03-02T10:10");
}

static CrfOutcome *
read_vitals (Ward *ward,
             const char *confirm,
             const char *reason)
{
  g_autoptr (GError) error = NULL;
  CrfOutcome *outcome = crf_conduct_with (ward->study->nurse, "record-vitals", ward->number, &error, "at", "2026-03-02 09:29", "temperature", "370", "pulse",
                                          "-4", "saturation", "400", "confirm", confirm != NULL ? confirm : "", "reason",
                                          reason != NULL ? reason : "", NULL);

  g_assert_no_error (error);
  return outcome;
}

/* 25–45 °C, 20–250 /min, 30–100 % are the library's hard limits: three sentences in one question. */
static void
what_no_body_has_is_asked_once (Ward *ward,
                                gconstpointer data)
{
  g_autoptr (CrfOutcome) asked = NULL, unexplained = NULL, kept = NULL;
  g_autoptr (GPtrArray) before = NULL, after = NULL;

  start (ward);
  asked = read_vitals (ward, NULL, NULL);
  g_assert_nonnull (asked->prompt);
  g_assert_cmpstr (asked->prompt->id, ==, "hard-range");
  g_assert_true (asked->prompt->needs_reason);
  g_assert_nonnull (strstr (asked->prompt->message, "45 °C"));
  g_assert_nonnull (strstr (asked->prompt->message, "20 /min"));
  g_assert_nonnull (strstr (asked->prompt->message, "100 %"));
  unexplained = read_vitals (ward, "hard-range", NULL);
  g_assert_nonnull (unexplained->prompt);
  before = crf_reader_queries (ward->study->nurse, ward->number, NULL, NULL);
  g_assert_cmpuint (before->len, ==, 0);
  /* A record it stays all the same, with its query. */
  kept = read_vitals (ward, "hard-range", "as the monitor showed it");
  g_assert_true (crf_outcome_done (kept));
  after = crf_reader_queries (ward->study->nurse, ward->number, NULL, NULL);
  g_assert_cmpuint (after->len, ==, 3);
}

static void
what_a_body_has_is_not_asked (Ward *ward,
                              gconstpointer data)
{
  start (ward);
  act (ward->study->nurse, "record-vitals", ward->number, "at", "2026-03-02 09:29", "temperature", "41", "pulse", "140", "saturation", "84", NULL);
}

static void
a_rate_is_one_that_a_pump_gives (Ward *ward,
                                 gconstpointer data)
{
  ward_plan (ward);
  ward_order_and_go (ward);
  ward_check_identity (ward);
  ward_check_dose (ward);
  crf_test_refused (ward->study->nurse, "rate", "start-infusion", ward->number, "start", "2026-03-02 09:14", "ward-clock", "09:14", "rate", "99999", NULL);
  crf_test_refused (ward->study->nurse, "rate", "start-infusion", ward->number, "start", "2026-03-02 09:14", "ward-clock", "09:14", "rate", "0", NULL);
  ward_start (ward);
  crf_test_study_set_now (ward->study, "2026-03-02T10:10");
  crf_test_refused (ward->study->nurse, "rate", "change-rate", ward->number, "at", "2026-03-02 09:20", "rate", "99999", NULL);
  crf_test_refused (ward->study->nurse, "rate", "change-rate", ward->number, "at", "2026-03-02 09:20", "rate", "1500.1", NULL);
  act (ward->study->nurse, "change-rate", ward->number, "at", "2026-03-02 09:20", "rate", "1500", NULL);
  act (ward->study->nurse, "pause-infusion", ward->number, "at", "2026-03-02 09:25", "why", "rigors", NULL);
  crf_test_refused (ward->study->nurse, "rate", "resume-infusion", ward->number, "at", "2026-03-02 09:30", "rate", "99999", NULL);
  act (ward->study->nurse, "resume-infusion", ward->number, "at", "2026-03-02 09:30", "rate", "60", NULL);
}

static void
nothing_changes_before_the_start (Ward *ward,
                                  gconstpointer data)
{
  start (ward);
  crf_test_refused (ward->study->nurse, "at", "change-rate", ward->number, "at", "2026-03-02 09:13", "rate", "30", NULL);
  crf_test_refused (ward->study->nurse, "at", "pause-infusion", ward->number, "at", "2026-03-02 09:13", "why", "rigors", NULL);
  act (ward->study->nurse, "change-rate", ward->number, "at", "2026-03-02 09:14", "rate", "30", NULL);
}

/* It was started through its gates at that time: a reason for something else is no reason for another start. */
static void
a_recorded_start_is_not_written_over (Ward *ward,
                                      gconstpointer data)
{
  start (ward);
  crf_test_refused (ward->study->nurse, "start-differs", "give-infusion", ward->number, "start", "2026-03-01 09:14", "stop", "2026-03-02 10:04", "volume", "50",
                    "outcome", "GIVEN", "reason", "late", NULL);
  act (ward->study->nurse, "give-infusion", ward->number, "start", "2026-03-02 09:14", "stop", "2026-03-02 10:04", "volume", "50", "outcome", "GIVEN", NULL);
}

static guint
count_deviations (Ward *ward,
                  const char *kind)
{
  g_autoptr (GPtrArray) deviations = crf_reader_deviations (ward->study->investigator, ward->number, NULL);
  guint n = 0;

  for (guint i = 0; i < deviations->len; i++)
    n += g_strcmp0 (((CrfDeviation *) g_ptr_array_index (deviations, i))->kind, kind) == 0;
  return n;
}

static CrfOutcome *
dispatch (Ward *ward,
          const char *at,
          const char *confirm,
          const char *reason)
{
  g_autoptr (GError) error = NULL;
  CrfOutcome *outcome = crf_conduct_with (ward->study->nurse, "dispatch-product", ward->number, &error, "at", at, "box", "B-1", "confirm",
                                          confirm != NULL ? confirm : "", "reason", reason != NULL ? reason : "", NULL);

  g_assert_no_error (error);
  return outcome;
}

/* No order, no plan, no release: it is asked, and what happened is recorded with its reason and two deviations. */
static void
what_left_unreleased_is_a_deviation (Ward *ward,
                                     gconstpointer data)
{
  g_autoptr (CrfOutcome) asked = dispatch (ward, "2026-03-02 09:00", NULL, NULL);
  g_autoptr (CrfOutcome) unexplained = dispatch (ward, "2026-03-02 09:00", "out-of-order", NULL);
  g_autoptr (CrfOutcome) recorded = NULL;

  g_assert_nonnull (asked->prompt);
  g_assert_true (asked->prompt->needs_reason);
  g_assert_nonnull (unexplained->prompt);
  g_assert_cmpuint (count_deviations (ward, "not-ordered"), ==, 0);
  recorded = dispatch (ward, "2026-03-02 09:00", "out-of-order", "the courier waited");
  g_assert_true (crf_outcome_done (recorded));
  g_assert_cmpuint (count_deviations (ward, "not-ordered"), ==, 1);
  g_assert_cmpuint (count_deviations (ward, "product-not-released"), ==, 1);
}

/* Released at 9:02. */
static void
what_left_after_its_release_needs_no_reason (Ward *ward,
                                             gconstpointer data)
{
  g_autoptr (CrfOutcome) early = NULL, in_time = NULL;

  ward_plan (ward);
  ward_order_and_go (ward);
  early = dispatch (ward, "2026-03-02 09:01", NULL, NULL);
  g_assert_nonnull (early->prompt);
  in_time = dispatch (ward, "2026-03-02 09:02", NULL, NULL);
  g_assert_true (crf_outcome_done (in_time));
  g_assert_cmpuint (count_deviations (ward, "product-not-released"), ==, 0);
}

static void
premedication_without_an_order_is_a_deviation (Ward *ward,
                                               gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CrfOutcome) asked = crf_conduct_with (ward->study->nurse, "premedicate", ward->number, &error, "at", "2026-03-02 08:44", "drug", "dexamethasone", NULL);

  g_assert_no_error (error);
  g_assert_nonnull (asked->prompt);
  act (ward->study->nurse, "premedicate", ward->number, "at", "2026-03-02 08:44", "drug", "dexamethasone", "confirm", "out-of-order", "reason", "ward round", NULL);
  g_assert_cmpuint (count_deviations (ward, "not-ordered"), ==, 1);
  act (ward->study->investigator, "order-infusion", ward->number, "at", "2026-03-02 09:00", NULL);
  act (ward->study->nurse, "premedicate", ward->number, "at", "2026-03-02 09:05", "drug", "paracetamol", NULL);
}

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
#define ADD(sentence, test) g_test_add ("/conduct/step-checks/" sentence, Ward, NULL, ward_open, test, ward_close)
  ADD ("what-no-body-has-is-asked-once", what_no_body_has_is_asked_once);
  ADD ("what-a-body-has-is-not-asked", what_a_body_has_is_not_asked);
  ADD ("a-rate-is-one-that-a-pump-gives", a_rate_is_one_that_a_pump_gives);
  ADD ("nothing-changes-before-the-start", nothing_changes_before_the_start);
  ADD ("a-recorded-start-is-not-written-over", a_recorded_start_is_not_written_over);
  ADD ("what-left-unreleased-is-a-deviation", what_left_unreleased_is_a_deviation);
  ADD ("what-left-after-its-release-needs-no-reason", what_left_after_its_release_needs_no_reason);
  ADD ("premedication-without-an-order-is-a-deviation", premedication_without_an_order_is_a_deviation);
  return g_test_run ();
}
