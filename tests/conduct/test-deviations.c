/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The log of deviations, and the stopping rules. */

#include "crf-reader.h"
#include "crf-records.h"
#include "crf-safety-overview.h"
#include "crf-test-study.h"

#include <string.h>

static CrfDeviation *
first (GPtrArray *deviations)
{
  g_assert_nonnull (deviations);
  g_assert_cmpuint (deviations->len, ==, 1);
  return g_ptr_array_index (deviations, 0);
}

static char *
new_deviation (CrfTestStudy *study,
               const char *number)
{
  g_autoptr (CrfOutcome) outcome = crf_test_do (study->nurse, "open-deviation", number, "kind", "procedure", "text", "Wrong tube", "found-by",
                                                "the monitor", NULL);

  return g_strdup (g_hash_table_lookup (outcome->results, "deviation"));
}

/* conduct.md, Study: minor or major by the investigator, effect on safety, rights, data, corrective action, to ethics on, closed. */
static void
a_major_deviation_is_closed_with_all_that_belongs_to_it (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = crf_test_register (study);
  g_autofree char *key = new_deviation (study, number);
  g_autoptr (GPtrArray) drafted = crf_reader_deviations (study->nurse, number, NULL), closed = NULL;
  CrfSession *wang = study->investigator;

  g_assert_cmpstr (first (drafted)->state, ==, "open");
  g_assert_cmpstr (first (drafted)->found, ==, "2026-03-02 by the monitor");
  crf_test_refused (study->nurse, "not-permitted", "close-deviation", NULL, "key", key, "state", "confirmed", "class", "minor", NULL);
  crf_test_refused (wang, "class-missing", "close-deviation", NULL, "key", key, "state", "confirmed", NULL);
  crf_outcome_free (crf_test_do (wang, "close-deviation", NULL, "key", key, "state", "confirmed", "class", "major", NULL));
  crf_test_refused (wang, "effects-missing", "close-deviation", NULL, "key", key, "state", "closed", "safety", "none", NULL);
  crf_outcome_free (crf_test_do (wang, "close-deviation", NULL, "key", key, "state", "confirmed", "safety", "none", "rights", "none", "data", "possible", NULL));
  crf_test_refused (wang, "corrective-missing", "close-deviation", NULL, "key", key, "state", "closed", NULL);
  crf_test_refused (wang, "ethics-missing", "close-deviation", NULL, "key", key, "state", "closed", "corrective", "trained again", NULL);
  crf_test_refused (wang, "in-the-future", "close-deviation", NULL, "key", key, "state", "closed", "corrective", "trained again", "ethics-on",
                    "2026-03-03", NULL);
  crf_outcome_free (crf_test_do (wang, "close-deviation", NULL, "key", key, "state", "closed", "corrective", "trained again", "ethics-on", "2026-03-02",
                                 NULL));
  closed = crf_reader_deviations (study->nurse, number, NULL);
  g_assert_cmpstr (first (closed)->state_label, ==, "Closed");
  g_assert_cmpstr (first (closed)->class_label, ==, "Major");
  g_assert_cmpstr (first (closed)->effects, ==, "safety: none, rights: none, data: possible");
  g_assert_cmpstr (first (closed)->corrective, ==, "trained again");
  g_assert_cmpstr (first (closed)->ethics_on, ==, "2026-03-02");
  g_assert_cmpstr (first (closed)->closed_on, ==, "2026-03-02");
  crf_test_refused (wang, "deviation-closed", "close-deviation", NULL, "key", key, "state", "confirmed", NULL);
}

static void
a_minor_one_is_closed_at_once_and_none_with_a_reason (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = crf_test_register (study);
  g_autofree char *minor = new_deviation (study, number), *none = new_deviation (study, number);
  g_autoptr (CrfOutcome) asked = NULL;

  crf_outcome_free (crf_test_do (study->investigator, "close-deviation", NULL, "key", minor, "state", "closed", "class", "minor", NULL));
  /* Asked for like every other reason, so that whoever has forgotten it is not sent away. */
  asked = crf_conduct_with (study->investigator, "close-deviation", NULL, NULL, "key", none, "state", "cancelled", NULL);
  g_assert_null (asked->refusal);
  g_assert_nonnull (asked->prompt);
  g_assert_true (asked->prompt->needs_reason);
  crf_outcome_free (crf_test_do (study->investigator, "close-deviation", NULL, "key", none, "state", "cancelled", "reason", "as the protocol says", NULL));
}

/* Whoever judges it does not write over what was reported: the log says both, and why. */
static void
what_was_reported_stays (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = crf_test_register (study);
  g_autoptr (CrfOutcome) opened = crf_test_do (study->nurse, "open-deviation", number, "kind", "dose", "text", "wrong dose given", "class", "major", NULL);
  const char *key = g_hash_table_lookup (opened->results, "deviation");
  g_autoptr (CrfOutcome) lowered = NULL, reworded = NULL, same = NULL;
  g_autoptr (GPtrArray) closed = NULL;
  g_autoptr (GError) error = NULL;

  lowered = crf_conduct_with (study->investigator, "close-deviation", NULL, &error, "key", key, "state", "closed", "class", "minor", NULL);
  g_assert_no_error (error);
  g_assert_nonnull (lowered->prompt);
  g_assert_true (lowered->prompt->needs_reason);
  reworded = crf_conduct_with (study->investigator, "close-deviation", NULL, &error, "key", key, "state", "confirmed", "text", "harmless", NULL);
  g_assert_no_error (error);
  g_assert_nonnull (reworded->prompt);
  /* The words as they stand are no other words. */
  same = crf_test_do (study->investigator, "close-deviation", NULL, "key", key, "state", "confirmed", "text", "wrong dose given", NULL);
  crf_outcome_free (crf_test_do (study->investigator, "close-deviation", NULL, "key", key, "state", "closed", "class", "minor", "text", "harmless", "confirm",
                                 "judged-otherwise", "reason", "the pump log shows 1 mL", NULL));
  closed = crf_reader_deviations (study->nurse, number, NULL);
  g_assert_cmpstr (first (closed)->class_label, ==, "Minor (reported as Major)");
  g_assert_nonnull (strstr (first (closed)->text, "wrong dose given"));
  g_assert_nonnull (strstr (first (closed)->text, "harmless"));
  g_assert_nonnull (strstr (first (closed)->text, "the pump log shows 1 mL"));
}

static void
add_related_sae (CrfTestStudy *study,
                 const char *number)
{
  static const char *const values[][2] = { { "AETERM", "Sepsis" }, { "AESER", "Y" }, { "AEREL", "POSSIBLY" } };
  g_autofree char *key = g_strdup ("new");

  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    {
      g_autoptr (CrfOutcome) outcome = crf_test_do (study->investigator, "enter", number, "event", "COMMON", "form", "F.AE", "formkey", key, "item", values[i][0],
                                                    "value", values[i][1], NULL);

      g_free (key);
      key = g_strdup (g_hash_table_lookup (outcome->results, "formkey"));
    }
}

/* STOP.SAE of the definition: two patients with a serious adverse event related to the product. */
static void
a_stopping_rule_alerts_at_the_second_patient (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *one = crf_test_register (study), *other = crf_test_register (study);
  g_autoptr (GPtrArray) none = NULL, still_none = NULL, reached = NULL;

  none = crf_reader_stopping_alerts (study->nurse, NULL);
  g_assert_cmpuint (none->len, ==, 0);
  add_related_sae (study, one);
  add_related_sae (study, one);
  still_none = crf_reader_stopping_alerts (study->nurse, NULL);
  g_assert_cmpuint (still_none->len, ==, 0);
  add_related_sae (study, other);
  reached = crf_reader_stopping_alerts (study->nurse, NULL);
  g_assert_cmpuint (reached->len, ==, 1);
  g_assert_cmpstr (((CrfStoppingAlert *) g_ptr_array_index (reached, 0))->rule->oid, ==, "STOP.SAE");
  g_assert_cmpuint (((CrfStoppingAlert *) g_ptr_array_index (reached, 0))->subjects, ==, 2);
}

int
main (int argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/conduct/deviations/a-major-deviation-is-closed-with-all-that-belongs-to-it", a_major_deviation_is_closed_with_all_that_belongs_to_it);
  g_test_add_func ("/conduct/deviations/a-minor-one-is-closed-at-once-and-none-with-a-reason", a_minor_one_is_closed_at_once_and_none_with_a_reason);
  g_test_add_func ("/conduct/deviations/what-was-reported-stays", what_was_reported_stays);
  g_test_add_func ("/conduct/deviations/a-stopping-rule-alerts-at-the-second-patient", a_stopping_rule_alerts_at_the_second_patient);

  return g_test_run ();
}
