/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Wrong patient or visit (conduct.md, Ground rules 6): a form goes where it belongs in one step, and nothing that was decided about the
 * other patient is passed by. */

#include "ward.h"

#include "crf-infusion.h"
#include "crf-reader-infusion-day.h"
#include "crf-records.h"

#include <string.h>

#define act(...) crf_outcome_free (crf_test_do (__VA_ARGS__))

static char *
register_other (Ward *ward)
{
  g_autoptr (CrfOutcome) outcome = crf_test_do (ward->study->nurse, "register", NULL, "sex", "F", "birth-date", "1980-01-01", NULL);

  return g_strdup (g_hash_table_lookup (outcome->results, "number"));
}

static char *
key_of (Ward *ward,
        const char *number)
{
  g_autoptr (CrfSubjectRecord) subject = crf_records_find_subject (crf_session_get_file (ward->study->nurse), number, NULL);

  return g_strdup (subject->key);
}

static guint
count_events (Ward *ward,
              const char *number,
              const char *event)
{
  g_autofree char *key = key_of (ward, number);
  g_autoptr (GPtrArray) events = crf_records_events (crf_session_get_file (ward->study->nurse), key, NULL);
  guint n = 0;

  for (guint i = 0; i < events->len; i++)
    n += strcmp (((const CrfEventRecord *) g_ptr_array_index (events, i))->event, event) == 0;
  return n;
}

static guint
count_deviations (Ward *ward,
                  const char *kind)
{
  g_autoptr (GPtrArray) deviations = crf_records_deviations (crf_session_get_file (ward->study->nurse), NULL, NULL);
  guint n = 0;

  for (guint i = 0; i < deviations->len; i++)
    n += strcmp (((const CrfDeviationRecord *) g_ptr_array_index (deviations, i))->kind, kind) == 0;
  return n;
}

static gboolean
is_closed (Ward *ward)
{
  g_autoptr (CrfInfusionDay) day = crf_reader_infusion_day (ward->study->nurse, ward->number, 1, NULL);

  return day->closed;
}

/* What `enter` asks about is asked about here as well: the patient had withdrawn from further data before that day. */
static void
a_form_of_a_day_after_a_withdrawal_does_not_come_unasked (void)
{
  Ward ward = { 0 };
  g_autofree char *other = NULL;
  g_autoptr (CrfOutcome) outcome = NULL;
  g_autoptr (GError) error = NULL;
  guint before;

  ward_open (&ward, NULL);
  other = register_other (&ward);
  /* After the consent of 2 March: one that was given after a withdrawal would take it back. */
  crf_test_study_set_now (ward.study, "2026-03-05T09:00");
  crf_test_enter (ward.study, other, "SCREENING", "VISDAT", "2026-03-04", NULL);
  crf_test_enter (ward.study, other, "SCREENING", "WEIGHT", "66", "kg");
  act (ward.study->nurse, "withdraw-consent", ward.number, "scope", "data", "date", "2026-03-03", NULL);
  before = count_deviations (&ward, "consent");
  outcome = crf_conduct_with (ward.study->nurse, "move-form", other, &error, "event", "SCREENING", "form", "F.VISIT", "to-subject", ward.number, "reason",
                              "slips exchanged", NULL);
  g_assert_no_error (error);
  g_assert_null (outcome->refusal);
  g_assert_nonnull (outcome->prompt);
  g_assert_cmpstr (outcome->prompt->id, ==, "after-withdrawal");
  g_assert_cmpuint (count_deviations (&ward, "consent"), ==, before);
  act (ward.study->nurse, "move-form", other, "event", "SCREENING", "form", "F.VISIT", "to-subject", ward.number, "reason", "slips exchanged", "confirm",
       "after-withdrawal", NULL);
  g_assert_cmpuint (count_deviations (&ward, "consent"), ==, before + 1);
  ward_close (&ward, NULL);
}

static void
readings_of_an_infusion_begin_none_at_another_patient (void)
{
  Ward ward = { 0 };
  g_autofree char *other = NULL, *key = NULL;
  g_autoptr (CrfInfusion) infusion = NULL;

  ward_open (&ward, NULL);
  other = register_other (&ward);
  ward_plan (&ward);
  ward_order_and_go (&ward);
  ward_check_identity (&ward);
  ward_check_dose (&ward);
  ward_start (&ward);
  act (ward.study->nurse, "record-vitals", ward.number, "point", "BEFORE", "at", "2026-03-02 09:00", "temperature", "36.8", NULL);
  crf_test_study_set_now (ward.study, "2026-03-03T10:00");
  act (ward.study->nurse, "give-infusion", ward.number, "stop", "2026-03-02 10:04", "volume", "50", "outcome", "GIVEN", NULL);
  act (ward.study->nurse, "close-infusion", ward.number, "reaction", "N", "sae", "N", "passphrase", CRF_TEST_PASSPHRASE, NULL);
  g_assert_true (is_closed (&ward));
  key = key_of (&ward, ward.number);
  infusion = crf_infusion_read_for (ward.study->nurse, key, 1, NULL);
  crf_test_refused (ward.study->nurse, "infusion-missing", "move-form", ward.number, "event", "INFUSION", "eventkey", infusion->eventkey, "form", "F.MON",
                    "to-subject", other, "reason", "x", NULL);
  crf_test_refused (ward.study->nurse, "infusion-missing", "move-form", ward.number, "event", "INFUSION", "eventkey", infusion->eventkey, "form", "F.MON",
                    "to-subject", other, "to-infusion", "1", "reason", "x", NULL);
  crf_test_refused (ward.study->nurse, "same-place", "move-form", ward.number, "event", "INFUSION", "eventkey", infusion->eventkey, "form", "F.MON",
                    "to-infusion", "1", "reason", "x", NULL);
  g_assert_cmpuint (count_events (&ward, other, "SE.INFUSION"), ==, 0);
  g_assert_true (is_closed (&ward));
  /* To the second infusion, which no protocol has and which was given all the same; what was signed about the first was signed over these readings. */
  act (ward.study->nurse, "give-infusion", ward.number, "infusion", "2", "start", "2026-03-03 09:10", "stop", "2026-03-03 09:30", "volume", "50", "outcome",
       "GIVEN", "reason", "given twice", NULL);
  act (ward.study->nurse, "move-form", ward.number, "event", "INFUSION", "eventkey", infusion->eventkey, "form", "F.MON", "to-infusion", "2", "reason",
       "of the second", NULL);
  g_assert_cmpuint (count_events (&ward, ward.number, "SE.INFUSION"), ==, 2);
  g_assert_false (is_closed (&ward));
  ward_close (&ward, NULL);
}

/* Sponsor and committee believe that it was the other patient. */
static void
a_reported_event_is_moved_with_a_question_and_a_deviation (void)
{
  static const char *const values[][2] = { { "AETERM", "Septic shock" }, { "AESTDTC", "2026-03-04" }, { "AESER", "Y" }, { "AESHOSP", "Y" },
                                           { "AEAWARE", "2026-03-04 08:00" } };
  Ward ward = { 0 };
  g_autofree char *other = NULL, *formkey = g_strdup ("new");
  g_autoptr (CrfOutcome) outcome = NULL, withdrawn = NULL;
  g_autoptr (GError) error = NULL;

  ward_open (&ward, NULL);
  other = register_other (&ward);
  crf_test_study_set_now (ward.study, "2026-03-05T10:00");
  /* The other patient's record asks too, once, after it. */
  act (ward.study->nurse, "withdraw-consent", ward.number, "scope", "data", "date", "2026-03-03", NULL);
  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    {
      g_autoptr (CrfOutcome) entered = crf_test_do (ward.study->nurse, "enter", other, "event", "COMMON", "form", "F.AE", "formkey", formkey, "item", values[i][0],
                                                    "value", values[i][1], NULL);

      g_free (formkey);
      formkey = g_strdup (g_hash_table_lookup (entered->results, "formkey"));
    }
  act (ward.study->investigator, "send-sae-report", other, "event", "1", "kind", "first", "recipient", "RCP.SPONSOR", "sent-at", "2026-03-04 09:00", "how",
       "email", "confirm", "sae-not-signed", "reason", "sent from home", NULL);
  outcome = crf_conduct_with (ward.study->nurse, "move-form", other, &error, "event", "COMMON", "form", "F.AE", "formkey", formkey, "to-subject", ward.number,
                              "reason", "slips exchanged", NULL);
  g_assert_no_error (error);
  g_assert_null (outcome->refusal);
  g_assert_nonnull (outcome->prompt);
  g_assert_cmpstr (outcome->prompt->id, ==, "sae-reported");
  withdrawn = crf_conduct_with (ward.study->nurse, "move-form", other, &error, "event", "COMMON", "form", "F.AE", "formkey", formkey, "to-subject", ward.number,
                                "reason", "slips exchanged", "confirm", "sae-reported", NULL);
  g_assert_no_error (error);
  g_assert_nonnull (withdrawn->prompt);
  g_assert_cmpstr (withdrawn->prompt->id, ==, "sae-reported,after-withdrawal");
  act (ward.study->nurse, "move-form", other, "event", "COMMON", "form", "F.AE", "formkey", formkey, "to-subject", ward.number, "reason", "slips exchanged",
       "confirm", withdrawn->prompt->id, NULL);
  g_assert_cmpuint (count_deviations (&ward, "safety"), ==, 1);
  ward_close (&ward, NULL);
}

/* Who had died by then, or is said to have died by the form while she was seen later. */
static void
a_form_of_a_day_after_the_death_does_not_come_unasked (void)
{
  Ward ward = { 0 };
  g_autofree char *other = NULL;
  g_autoptr (CrfOutcome) outcome = NULL;
  g_autoptr (GPtrArray) queries = NULL;
  g_autoptr (GError) error = NULL;
  guint n = 0;

  ward_open (&ward, NULL);
  other = register_other (&ward);
  crf_test_study_set_now (ward.study, "2026-03-20T09:00");
  crf_test_enter (ward.study, other, "W1", "VISDAT", "2026-03-12", NULL);
  act (ward.study->investigator, "set-status", ward.number, "status", "died", "date", "2026-03-10", NULL);
  outcome = crf_conduct_with (ward.study->nurse, "move-form", other, &error, "event", "W1", "form", "F.VISIT", "to-subject", ward.number, "reason",
                              "slips exchanged", NULL);
  g_assert_no_error (error);
  g_assert_null (outcome->refusal);
  g_assert_nonnull (outcome->prompt);
  g_assert_cmpstr (outcome->prompt->id, ==, "after-death");
  g_assert_nonnull (strstr (outcome->prompt->message, "2026-03-10"));
  g_assert_cmpuint (count_events (&ward, ward.number, "SE.W1"), ==, 0);
  act (ward.study->nurse, "move-form", other, "event", "W1", "form", "F.VISIT", "to-subject", ward.number, "reason", "slips exchanged", "confirm", "after-death",
       NULL);
  g_assert_cmpuint (count_events (&ward, ward.number, "SE.W1"), ==, 1);
  queries = crf_reader_queries (ward.study->nurse, ward.number, "Open", NULL);
  for (guint i = 0; i < queries->len; i++)
    n += strstr (((const CrfQuery *) g_ptr_array_index (queries, i))->text, "died on 2026-03-10") != NULL;
  g_assert_cmpuint (n, ==, 1);
  ward_close (&ward, NULL);
}

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/conduct/moving/a-form-of-a-day-after-a-withdrawal-does-not-come-unasked", a_form_of_a_day_after_a_withdrawal_does_not_come_unasked);
  g_test_add_func ("/conduct/moving/a-form-of-a-day-after-the-death-does-not-come-unasked", a_form_of_a_day_after_the_death_does_not_come_unasked);
  g_test_add_func ("/conduct/moving/readings-of-an-infusion-begin-none-at-another-patient", readings_of_an_infusion_begin_none_at_another_patient);
  g_test_add_func ("/conduct/moving/a-reported-event-is-moved-with-a-question-and-a-deviation", a_reported_event_is_moved_with_a_question_and_a_deviation);
  return g_test_run ();
}
