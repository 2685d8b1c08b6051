/* SPDX-License-Identifier: GPL-3.0-or-later */

/* After consent was withdrawn (conduct.md, Consent: from treatment, from visits, from further data, each with its date): what was observed up to that day
 * goes in, what was observed after it is asked about and opens a deviation by every way, and a table does not bring it. */

#include "ward.h"

#include "crf-import-batch.h"
#include "crf-records.h"

#include <string.h>

#define ASKED "after-withdrawal"

static void
withdraw (Ward *ward,
          const char *scope,
          const char *date)
{
  crf_outcome_free (crf_test_do (ward->study->nurse, "withdraw-consent", ward->number, "scope", scope, "date", date, "order", "after", NULL));
}

static guint
count_deviations (Ward *ward,
                  const char *words)
{
  g_autoptr (CrfSubjectRecord) subject = crf_records_find_subject (crf_session_get_file (ward->study->nurse), ward->number, NULL);
  g_autoptr (GPtrArray) deviations = crf_records_deviations (crf_session_get_file (ward->study->nurse), subject->key, NULL);
  guint n = 0;

  for (guint i = 0; i < deviations->len; i++)
    {
      const CrfDeviationRecord *deviation = g_ptr_array_index (deviations, i);

      n += strcmp (deviation->kind, "consent") == 0 && strstr (deviation->text, words) != NULL;
    }
  return n;
}

static CrfOutcome *
enter (Ward *ward,
       const char *event,
       const char *form,
       const char *item,
       const char *value,
       const char *confirm,
       const char *reason)
{
  g_autoptr (GError) error = NULL;
  CrfOutcome *outcome = crf_conduct_with (ward->study->nurse, "enter", ward->number, &error, "event", event, "form", form, "item", item, "value", value,
                                          "confirm", confirm, "reason", reason, NULL);

  g_assert_no_error (error);
  if (outcome->refusal != NULL)
    g_test_message ("%s: %s", item, outcome->refusal->message);
  g_assert_null (outcome->refusal);
  return outcome;
}

static void
enter_unasked (Ward *ward,
               const char *event,
               const char *form,
               const char *item,
               const char *value)
{
  g_autoptr (CrfOutcome) outcome = enter (ward, event, form, item, value, NULL, NULL);

  if (outcome->prompt != NULL)
    g_test_message ("%s %s: %s", item, value, outcome->prompt->message);
  g_assert_null (outcome->prompt);
}

static void
assert_asked (CrfOutcome *outcome,
              const char *id,
              const char *words)
{
  g_assert_nonnull (outcome->prompt);
  g_assert_cmpstr (outcome->prompt->id, ==, id);
  g_assert_true (outcome->prompt->needs_reason);
  g_assert_nonnull (strstr (outcome->prompt->message, words));
  crf_outcome_free (outcome);
}

/* Asked once a visit and day: the deviation stands for all that is entered there. */
static void
what_was_observed_after_it_is_asked_about (Ward *ward,
                                           gconstpointer data)
{
  crf_test_study_set_now (ward->study, "2026-04-20T08:00");
  withdraw (ward, "data", "2026-04-01");
  assert_asked (enter (ward, "SE.W4", "F.VISIT", "VISDAT", "2026-04-02", NULL, NULL), ASKED, "withdrawn from further data (2026-04-01)");
  /* A confirmation without a reason is none. */
  assert_asked (enter (ward, "SE.W4", "F.VISIT", "VISDAT", "2026-04-02", ASKED, NULL), ASKED, "observed on 2026-04-02");
  g_assert_cmpuint (count_deviations (ward, ""), ==, 0);
  crf_outcome_free (crf_test_do (ward->study->nurse, "enter", ward->number, "event", "SE.W4", "form", "F.VISIT", "item", "VISDAT", "value", "2026-04-02",
                                 "confirm", ASKED, "reason", "the letter came later", NULL));
  g_assert_cmpuint (count_deviations (ward, "observed on 2026-04-02, after the patient had withdrawn from further data (2026-04-01)"), ==, 1);
  enter_unasked (ward, "SE.W4", "F.VISIT", "WEIGHT", "66");
  g_assert_cmpuint (count_deviations (ward, "observed on"), ==, 1);
}

/* The day itself, what was seen before, a result that was reported later; and what nobody dates yet, which is told. */
static void
what_was_observed_before_it_goes_in (Ward *ward,
                                     gconstpointer data)
{
  g_autoptr (CrfOutcome) event = NULL, start = NULL;

  crf_test_study_set_now (ward->study, "2026-04-20T08:00");
  withdraw (ward, "data", "2026-04-01");
  enter_unasked (ward, "SE.W4", "F.VISIT", "VISDAT", "2026-04-01");
  enter_unasked (ward, "SE.W4", "F.VISIT", "WEIGHT", "66");
  event = crf_test_do (ward->study->nurse, "add-form", ward->number, "form", "F.AE", NULL);
  g_assert_nonnull (strstr (g_ptr_array_index (event->notices, 0), "only what was observed up to that day"));
  crf_outcome_free (crf_test_do (ward->study->nurse, "enter", ward->number, "form", "F.AE", "event", "COMMON", "formkey",
                                 g_hash_table_lookup (event->results, "formkey"), "item", "AESTDTC", "value", "2026-03-30", NULL));
  g_assert_cmpuint (count_deviations (ward, "observed on"), ==, 0);
  start = crf_conduct_with (ward->study->nurse, "enter", ward->number, NULL, "form", "F.AE", "event", "COMMON", "formkey",
                            g_hash_table_lookup (event->results, "formkey"), "item", "AEENDTC", "value", "2026-04-03", NULL);
  g_assert_nonnull (start->prompt);
  g_assert_cmpstr (start->prompt->id, ==, ASKED);
}

/* The use case's own question comes first, and its answer is not lost. */
static void
the_questions_of_the_value_itself_are_asked_too (Ward *ward,
                                                 gconstpointer data)
{
  g_autoptr (CrfOutcome) odd = NULL, both = NULL;
  g_autofree char *id = NULL;

  crf_test_study_set_now (ward->study, "2026-04-20T08:00");
  withdraw (ward, "visits", "2026-04-01");
  enter_unasked (ward, "COMMON", "F.DTH", "DTHDTC", "2026-04-02");
  odd = enter (ward, "SE.W4", "F.VISIT", "VISDAT", "2026-04-05", NULL, NULL);
  g_assert_nonnull (odd->prompt);
  g_assert_cmpstr (odd->prompt->id, ==, "life");
  both = enter (ward, "SE.W4", "F.VISIT", "VISDAT", "2026-04-05", odd->prompt->id, "as in the chart");
  g_assert_nonnull (both->prompt);
  id = g_strdup_printf ("%s," ASKED, odd->prompt->id);
  g_assert_cmpstr (both->prompt->id, ==, id);
  crf_outcome_free (crf_test_do (ward->study->nurse, "enter", ward->number, "event", "SE.W4", "form", "F.VISIT", "item", "VISDAT", "value", "2026-04-05",
                                 "confirm", id, "reason", "as in the chart", NULL));
  g_assert_cmpuint (count_deviations (ward, "done on 2026-04-05"), ==, 1);
}

/* The letter of withdrawal came after the visit had been entered: nobody is asked any more, the deviation is drafted. */
static void
what_stands_already_is_looked_at (Ward *ward,
                                  gconstpointer data)
{
  crf_test_study_set_now (ward->study, "2026-04-20T08:00");
  enter_unasked (ward, "SE.W1", "F.VISIT", "VISDAT", "2026-03-09");
  enter_unasked (ward, "SE.W4", "F.VISIT", "VISDAT", "2026-04-02");
  enter_unasked (ward, "SE.W4", "F.VISIT", "WEIGHT", "66");
  withdraw (ward, "data", "2026-04-01");
  g_assert_cmpuint (count_deviations (ward, "observed on"), ==, 1);
  g_assert_cmpuint (count_deviations (ward, "observed on 2026-04-02"), ==, 1);
}

static void
every_other_way_asks_as_well (Ward *ward,
                              gconstpointer data)
{
  g_autoptr (CrfOutcome) visit = NULL, vitals = NULL, done = NULL, pasted = NULL, again = NULL;
  g_autoptr (GError) error = NULL;

  ward_plan (ward);
  ward_order_and_go (ward);
  ward_check_identity (ward);
  ward_check_dose (ward);
  ward_start (ward); /* 2026-03-02 09:14 */
  withdraw (ward, "data", "2026-03-02");
  crf_test_study_set_now (ward->study, "2026-03-03T10:00");
  vitals = crf_conduct_with (ward->study->nurse, "record-vitals", ward->number, &error, "at", "2026-03-03 09:14", "temperature", "36.8", NULL);
  g_assert_no_error (error);
  assert_asked (g_steal_pointer (&vitals), ASKED, "observed on 2026-03-03");
  done = crf_test_do (ward->study->nurse, "record-vitals", ward->number, "at", "2026-03-03 09:14", "temperature", "36.8", "confirm", ASKED, "reason",
                      "for her safety", NULL);
  g_assert_cmpuint (count_deviations (ward, "observed on 2026-03-03"), ==, 1);
  visit = crf_conduct_with (ward->study->nurse, "add-visit", ward->number, &error, "date", "2026-03-03", "reason", "fever", NULL);
  g_assert_no_error (error);
  assert_asked (g_steal_pointer (&visit), ASKED, "observed on 2026-03-03");
  pasted = crf_conduct_with (ward->study->nurse, "paste-results", ward->number, &error, "event", "SE.W4", "form", "F.VISIT", "text", "ALT 40 U/L", NULL);
  g_assert_no_error (error);
  g_assert_nonnull (pasted->prompt);
  /* Undated results are stored with a word about it; once the visit is dated, it is asked about. */
  again = crf_test_do (ward->study->nurse, "paste-results", ward->number, "event", "SE.W4", "form", "F.VISIT", "text", "ALT 40 U/L", "confirm", pasted->prompt->id, NULL);
  g_assert_cmpuint (again->notices->len, >, 0);
  assert_asked (enter (ward, "SE.W4", "F.VISIT", "VISDAT", "2026-03-03", NULL, NULL), ASKED, "observed on 2026-03-03");
}

/* From visits: she is not seen any more, what is learnt without her is. From treatment: visits go on. */
static void
each_withdrawal_reaches_as_far_as_it_goes (Ward *ward,
                                           gconstpointer data)
{
  crf_test_study_set_now (ward->study, "2026-04-20T08:00");
  withdraw (ward, "treatment", "2026-03-10");
  enter_unasked (ward, "SE.W1", "F.VISIT", "VISDAT", "2026-03-12");
  withdraw (ward, "visits", "2026-04-01");
  assert_asked (enter (ward, "SE.W4", "F.VISIT", "VISDAT", "2026-04-02", NULL, NULL), ASKED, "withdrawn from visits (2026-04-01)");
  enter_unasked (ward, "COMMON", "F.TX", "TXDTC", "2026-04-05");
  withdraw (ward, "data", "2026-04-10");
  assert_asked (enter (ward, "COMMON", "F.DTH", "DTHDTC", "2026-04-15", NULL, NULL), ASKED, "withdrawn from further data (2026-04-10)");
}

static CrfOutcome *
bring (CrfBatch *batch,
       const char *key,
       const char *event,
       const char *item,
       const char *value)
{
  g_autoptr (GError) error = NULL;
  CrfOutcome *outcome = NULL;

  g_assert_true (crf_batch_store (batch, key, event, item, value, NULL, &outcome, &error));
  g_assert_no_error (error);
  return outcome;
}

static void
a_table_does_not_bring_it (Ward *ward,
                           gconstpointer data)
{
  g_autoptr (CrfSubjectRecord) subject = crf_records_find_subject (crf_session_get_file (ward->study->nurse), ward->number, NULL);
  g_autoptr (CrfBatch) batch = NULL;
  g_autoptr (CrfOutcome) before = NULL, weight = NULL, after = NULL, undated = NULL;
  g_autoptr (GError) error = NULL;

  crf_test_study_set_now (ward->study, "2026-04-20T08:00");
  withdraw (ward, "data", "2026-04-01");
  batch = crf_batch_begin (ward->study->nurse, &error);
  g_assert_no_error (error);
  before = bring (batch, subject->key, "SE.W1", "F.VISIT::VISDAT", "2026-03-09");
  g_assert_null (before->refusal);
  weight = bring (batch, subject->key, "SE.W1", "F.VISIT::WEIGHT", "66");
  g_assert_null (weight->refusal);
  after = bring (batch, subject->key, "SE.W4", "F.VISIT::VISDAT", "2026-04-02");
  g_assert_nonnull (after->refusal);
  g_assert_cmpstr (after->refusal->code, ==, ASKED);
  undated = bring (batch, subject->key, "SE.W4", "F.VISIT::WEIGHT", "66");
  g_assert_nonnull (undated->refusal);
  g_assert_cmpstr (undated->refusal->code, ==, ASKED);
}

/* A consent given later takes the withdrawal back, from its day on: what was observed between the two was not hers to be collected. */
static void
a_new_consent_covers_what_is_observed_from_its_day_on (Ward *ward,
                                      gconstpointer data)
{
  crf_test_study_set_now (ward->study, "2026-04-20T08:00");
  withdraw (ward, "data", "2026-04-01");
  crf_outcome_free (crf_test_do (ward->study->nurse, "consent", ward->number, "version", "1.0", "at", "2026-04-19 09:00", "by", "subject", "explained-by",
                                 "wang", "copy", "Y", "reason", "signed again", NULL));
  enter_unasked (ward, "SE.W1", "F.VISIT", "VISDAT", "2026-03-09");
  enter_unasked (ward, "SE.W4", "F.VISIT", "VISDAT", "2026-04-20");
  g_assert_cmpuint (count_deviations (ward, "observed on"), ==, 0);
  assert_asked (enter (ward, "COMMON", "F.TX", "TXDTC", "2026-04-05", NULL, NULL), ASKED,
                "observed on 2026-04-05, after the patient had withdrawn from further data (2026-04-01). Consent was given again on 2026-04-19 only.");
  crf_outcome_free (crf_test_do (ward->study->nurse, "enter", ward->number, "event", "COMMON", "form", "F.TX", "item", "TXDTC", "value", "2026-04-05",
                                 "confirm", ASKED, "reason", "she brought the letter", NULL));
  g_assert_cmpuint (count_deviations (ward, "observed on 2026-04-05"), ==, 1);
  /* The second time she leaves, the first time stays what it was. */
  crf_test_study_set_now (ward->study, "2026-05-20T08:00");
  withdraw (ward, "visits", "2026-05-10");
  g_assert_cmpuint (count_deviations (ward, "observed on"), ==, 1);
  assert_asked (enter (ward, "SE.W8", "F.VISIT", "VISDAT", "2026-04-10", NULL, NULL), ASKED, "withdrawn from further data (2026-04-01)");
  assert_asked (enter (ward, "SE.W8", "F.VISIT", "VISDAT", "2026-05-12", NULL, NULL), ASKED, "withdrawn from visits (2026-05-10)");
}

int
main (int argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

#define ADD(path, function) g_test_add ("/conduct/withdrawal/" path, Ward, NULL, ward_open, function, ward_close)
  ADD ("what-was-observed-after-it-is-asked-about-and-a-deviation", what_was_observed_after_it_is_asked_about);
  ADD ("what-was-observed-before-it-goes-in", what_was_observed_before_it_goes_in);
  ADD ("the-questions-of-the-value-itself-are-asked-too", the_questions_of_the_value_itself_are_asked_too);
  ADD ("what-stands-already-when-it-is-recorded-is-looked-at", what_stands_already_is_looked_at);
  ADD ("every-other-way-asks-as-well", every_other_way_asks_as_well);
  ADD ("each-withdrawal-reaches-as-far-as-it-goes", each_withdrawal_reaches_as_far_as_it_goes);
  ADD ("a-table-does-not-bring-it", a_table_does_not_bring_it);
  ADD ("a-new-consent-covers-what-is-observed-from-its-day-on", a_new_consent_covers_what_is_observed_from_its_day_on);
#undef ADD

  return g_test_run ();
}
