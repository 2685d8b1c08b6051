/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The course of a patient's infusions: what was postponed is given later with another product, what comes too late or too often is a deviation, a recalled
 * lot names whom it concerns, and the close-out does not contradict the record. */

#include "crf-reader.h"
#include "crf-reader-infusion-day.h"
#include "crf-reader-lot-alerts.h"
#include "crf-records.h"
#include "ward.h"

#include <string.h>

#define act(...) crf_outcome_free (crf_test_do (__VA_ARGS__))

static const char *
state_of (Ward *ward)
{
  g_autoptr (GPtrArray) infusions = crf_reader_infusions (ward->study->nurse, ward->number, NULL);

  return g_intern_string (((CrfInfusionState *) g_ptr_array_index (infusions, 0))->state);
}

static guint
count_deviations (Ward *ward,
                  const char *kind)
{
  g_autoptr (GPtrArray) deviations = crf_reader_deviations (ward->study->nurse, ward->number, NULL);
  guint n = 0;

  for (guint i = 0; i < deviations->len; i++)
    n += g_strcmp0 (((CrfDeviation *) g_ptr_array_index (deviations, i))->kind, kind) == 0;
  return n;
}

/* Of the first of the kind. Free it. */
static char *
deviation_text (Ward *ward,
                const char *kind)
{
  g_autoptr (GPtrArray) deviations = crf_reader_deviations (ward->study->nurse, ward->number, NULL);

  for (guint i = 0; i < deviations->len; i++)
    if (g_strcmp0 (((CrfDeviation *) g_ptr_array_index (deviations, i))->kind, kind) == 0)
      return g_strdup (((CrfDeviation *) g_ptr_array_index (deviations, i))->text);
  return NULL;
}

static void
make_ready (Ward *ward)
{
  ward_plan (ward);
  ward_order_and_go (ward);
  ward_check_identity (ward);
  ward_check_dose (ward);
}

/* Whoever may not record infusions reads how it stands, not what is not permitted. */
static void
of_what_is_over_nobody_hears_what_is_not_permitted (Ward *ward,
                                                    gconstpointer data)
{
  g_autoptr (GPtrArray) before = crf_reader_infusions (ward->study->admin, ward->number, NULL), over = NULL;
  const CrfInfusionState *state = g_ptr_array_index (before, 0);

  g_assert_false (state->can_give);
  g_assert_cmpstr (state->give_refusal->code, ==, "not-permitted");
  make_ready (ward);
  ward_start (ward);
  act (ward->study->nurse, "give-infusion", ward->number, "stop", "2026-03-02 09:14", "volume", "10", "outcome", "PARTLY", "reason", "the line was blocked", NULL);
  over = crf_reader_infusions (ward->study->admin, ward->number, NULL);
  state = g_ptr_array_index (over, 0);
  g_assert_false (state->can_give);
  g_assert_cmpstr (state->give_refusal->code, ==, "closed");
}

static void
a_postponed_infusion_is_given_later (Ward *ward,
                                     gconstpointer data)
{
  g_autofree char *before = NULL, *after = NULL;

  make_ready (ward);
  before = ward_bag_code (ward);
  act (ward->study->nurse, "give-infusion", ward->number, "outcome", "POSTPONED", "reason", "fever 38.6", NULL);
  g_assert_cmpstr (state_of (ward), ==, "postponed");
  crf_test_refused (ward->study->nurse, "postponed", "start-infusion", ward->number, "start", "2026-03-02 09:14", "ward-clock", "09:14", NULL);
  ward_plan (ward);
  g_assert_cmpstr (state_of (ward), ==, "planned");
  /* Nothing that was signed for the first product counts for the second. */
  crf_test_refused (ward->study->nurse, "product-not-released", "start-infusion", ward->number, "start", "2026-03-02 09:14", "ward-clock", "09:14", NULL);
  ward_order_and_go (ward);
  after = ward_bag_code (ward);
  g_assert_cmpstr (before, !=, after);
  ward_check_identity (ward);
  ward_check_dose (ward);
  ward_start (ward);
  g_assert_cmpstr (state_of (ward), ==, "started");
}

static void
a_cancelled_one_stays_closed (Ward *ward,
                              gconstpointer data)
{
  make_ready (ward);
  act (ward->study->nurse, "give-infusion", ward->number, "outcome", "CANCELLED", "reason", "withdrew", NULL);
  crf_test_refused (ward->study->nurse, "no-infusion", "plan-infusion", ward->number, "weight", "60", "weight-date", "2026-03-02 08:00", "lot", "L-1",
                    "duration", "50", NULL);
}

/* NCT06167473 gives one infusion. */
static void
one_too_many_is_a_deviation_and_shown (Ward *ward,
                                       gconstpointer data)
{
  g_autoptr (GPtrArray) infusions = NULL;
  g_autofree char *text = NULL;

  make_ready (ward);
  ward_start (ward);
  crf_test_study_set_now (ward->study, "2026-03-02T15:00");
  act (ward->study->nurse, "give-infusion", ward->number, "stop", "2026-03-02 10:04", "volume", "50", "outcome", "GIVEN", NULL);
  act (ward->study->nurse, "give-infusion", ward->number, "infusion", "2", "start", "2026-03-02 13:00", "stop", "2026-03-02 14:00", "volume", "50", "weight", "60",
       "lot", "L-1", "cell-volume", "6.7", "outcome", "GIVEN", "reason", "order misread", NULL);
  g_assert_cmpuint (count_deviations (ward, "extra-infusion"), ==, 1);
  text = deviation_text (ward, "extra-infusion");
  g_assert_nonnull (strstr (text, "is more than the protocol has; it gives 1."));
  infusions = crf_reader_infusions (ward->study->nurse, ward->number, NULL);
  g_assert_cmpuint (infusions->len, ==, 2);
}

static void
a_late_first_infusion_is_gated (Ward *ward,
                                gconstpointer data)
{
  make_ready (ward);
  crf_test_study_set_now (ward->study, "2026-06-02T09:14");
  crf_test_refused (ward->study->nurse, "allocation-old", "start-infusion", ward->number, "start", "2026-06-02 09:14", "ward-clock", "09:14", NULL);
  act (ward->study->nurse, "give-infusion", ward->number, "start", "2026-06-02 08:00", "stop", "2026-06-02 09:00", "volume", "50", "outcome", "GIVEN", "reason",
       "bed closed", NULL);
  g_assert_cmpuint (count_deviations (ward, "allocation-old"), ==, 1);
}

static void
a_recall_names_who_runs_from_the_lot (Ward *ward,
                                      gconstpointer data)
{
  g_autoptr (CrfOutcome) outcome = NULL;
  g_autoptr (GPtrArray) alerts = NULL;

  make_ready (ward);
  ward_start (ward);
  outcome = crf_test_do (ward->study->investigator, "quarantine-lot", NULL, "lot", "L-1", "why", "recall", NULL);
  g_assert_cmpstr (g_hash_table_lookup (outcome->results, "running"), ==, ward->number);
  g_assert_cmpuint (count_deviations (ward, "lot-quarantined"), ==, 1);
  alerts = crf_reader_lot_alerts (ward->study->nurse, ward->number, NULL);
  g_assert_cmpuint (alerts->len, ==, 1);
  g_assert_nonnull (strstr (((CrfLotAlert *) g_ptr_array_index (alerts, 0))->text, "NOW"));
  act (ward->study->investigator, "acknowledge-alert", ward->number, "lot", "L-1", "done", "stopped", NULL);
}

static void
no_is_not_signed_against_the_record (Ward *ward,
                                     gconstpointer data)
{
  make_ready (ward);
  ward_start (ward);
  act (ward->study->nurse, "report-reaction", ward->number, "at", "2026-03-02 09:14", "grade", "2", NULL);
  crf_test_study_set_now (ward->study, "2026-03-03T10:00");
  act (ward->study->nurse, "give-infusion", ward->number, "stop", "2026-03-02 10:04", "volume", "50", "outcome", "GIVEN", NULL);
  crf_test_refused (ward->study->nurse, "reaction-on-record", "close-infusion", ward->number, "reaction", "N", "sae", "N", "passphrase", CRF_TEST_PASSPHRASE,
                    NULL);
  act (ward->study->nurse, "close-infusion", ward->number, "reaction", "Y", "sae", "N", "passphrase", CRF_TEST_PASSPHRASE, NULL);
}

static char *
report_event (Ward *ward,
              const char *began,
              const char *serious)
{
  g_autoptr (CrfOutcome) begun = crf_test_do (ward->study->nurse, "enter", ward->number, "event", "COMMON", "form", "F.AE", "formkey", "new", "item", "AETERM",
                                              "value", "Anaphylaxis", NULL);
  char *key = g_strdup (g_hash_table_lookup (begun->results, "formkey"));

  act (ward->study->nurse, "enter", ward->number, "event", "COMMON", "form", "F.AE", "formkey", key, "item", "AESER", "value", serious, NULL);
  crf_outcome_free (crf_test_do (ward->study->nurse, "enter", ward->number, "event", "COMMON", "form", "F.AE", "formkey", key, "item", "AESTDTC", "value", began,
                                 NULL));
  return key;
}

static gboolean
is_closed (Ward *ward)
{
  g_autoptr (CrfInfusionDay) day = crf_reader_infusion_day (ward->study->nurse, ward->number, 1, NULL);

  return day->closed;
}

static guint
count_to_sign_again (Ward *ward)
{
  g_autoptr (GPtrArray) tasks = crf_reader_tasks (ward->study->nurse, NULL);
  guint n = 0;

  for (guint i = 0; i < tasks->len; i++)
    n += strcmp (((const CrfTask *) g_ptr_array_index (tasks, i))->tag, "Sign again") == 0;
  return n;
}

/* conduct.md, Infusion day: the close-out says "SAE within 24 h?". What comes to record on another form afterwards contradicts it. */
static void
a_close_out_that_said_no_is_void_when_such_an_event_comes_to_record (Ward *ward,
                                                                    gconstpointer data)
{
  g_autofree char *mild = NULL, *later = NULL, *serious = NULL;

  make_ready (ward);
  ward_start (ward);
  crf_test_study_set_now (ward->study, "2026-03-03T10:00");
  act (ward->study->nurse, "give-infusion", ward->number, "stop", "2026-03-02 10:04", "volume", "50", "outcome", "GIVEN", NULL);
  act (ward->study->nurse, "close-infusion", ward->number, "reaction", "N", "sae", "N", "passphrase", CRF_TEST_PASSPHRASE, NULL);
  crf_test_study_set_now (ward->study, "2026-03-04T10:00");
  /* Neither an event that is not serious nor one after the 24 hours. */
  mild = report_event (ward, "2026-03-02", "N");
  later = report_event (ward, "2026-03-04", "Y");
  g_assert_true (is_closed (ward));
  g_assert_cmpuint (count_to_sign_again (ward), ==, 0);
  serious = report_event (ward, "2026-03-02", "Y");
  g_assert_false (is_closed (ward));
  g_assert_cmpuint (count_to_sign_again (ward), ==, 1);
  crf_test_refused (ward->study->nurse, "sae-on-record", "close-infusion", ward->number, "reaction", "N", "sae", "N", "passphrase", CRF_TEST_PASSPHRASE, NULL);
  act (ward->study->nurse, "close-infusion", ward->number, "reaction", "Y", "sae", "Y", "passphrase", CRF_TEST_PASSPHRASE, NULL);
  g_assert_true (is_closed (ward));
  g_assert_cmpuint (count_to_sign_again (ward), ==, 0);
}

/* A correction on the infusion's own form makes it void too, and it can be given again. */
static void
a_close_out_that_a_correction_made_void_is_signed_again (Ward *ward,
                                                         gconstpointer data)
{
  make_ready (ward);
  ward_start (ward);
  crf_test_study_set_now (ward->study, "2026-03-03T10:00");
  act (ward->study->nurse, "give-infusion", ward->number, "stop", "2026-03-02 10:04", "volume", "50", "outcome", "GIVEN", NULL);
  act (ward->study->nurse, "close-infusion", ward->number, "reaction", "N", "sae", "N", "passphrase", CRF_TEST_PASSPHRASE, NULL);
  crf_test_refused (ward->study->nurse, "closed", "close-infusion", ward->number, "reaction", "N", "sae", "N", "passphrase", CRF_TEST_PASSPHRASE, NULL);
  act (ward->study->nurse, "report-reaction", ward->number, "at", "2026-03-02 09:40", "grade", "2", NULL);
  g_assert_false (is_closed (ward));
  crf_test_refused (ward->study->nurse, "reaction-on-record", "close-infusion", ward->number, "reaction", "N", "sae", "N", "passphrase", CRF_TEST_PASSPHRASE,
                    NULL);
  act (ward->study->nurse, "close-infusion", ward->number, "reaction", "Y", "sae", "N", "passphrase", CRF_TEST_PASSPHRASE, NULL);
  g_assert_true (is_closed (ward));
}

static void
after_the_stop_nothing_is_prepared (Ward *ward,
                                    gconstpointer data)
{
  act (ward->study->investigator, "stop-treatment", ward->number, "treatment", "stopped", "date", "2026-03-02", "reason", "new tumour", NULL);
  crf_test_refused (ward->study->nurse, "treatment-stopped", "plan-infusion", ward->number, "weight", "60", "weight-date", "2026-03-02 08:00", "lot", "L-1",
                    "duration", "50", NULL);
  crf_test_refused (ward->study->investigator, "treatment-stopped", "order-infusion", ward->number, "at", "2026-03-02 09:00", NULL);
}

static void
a_paused_infusion_has_no_rate (Ward *ward,
                               gconstpointer data)
{
  make_ready (ward);
  ward_start (ward);
  act (ward->study->nurse, "pause-infusion", ward->number, "at", "2026-03-02 09:14", "why", "rigors", NULL);
  crf_test_refused (ward->study->nurse, "paused", "change-rate", ward->number, "at", "2026-03-02 09:15", "rate", "30", NULL);
}

static void
vital_signs_are_taken_before_the_start (Ward *ward,
                                        gconstpointer data)
{
  make_ready (ward);
  act (ward->study->nurse, "record-vitals", ward->number, "point", "BEFORE", "at", "2026-03-02 09:00", "temperature", "36.8", NULL);
  crf_test_refused (ward->study->nurse, "not-started", "record-vitals", ward->number, "point", "15", "at", "2026-03-02 09:10", "temperature", "36.8", NULL);
  ward_start (ward);
}

static void
a_use_before_lies_after_the_preparation (Ward *ward,
                                         gconstpointer data)
{
  ward_plan (ward);
  ward_order_and_go (ward);
  crf_test_refused (ward->study->nurse, "use-before", "prepare-product", ward->number, "at", "2026-03-02 08:34", "use-before", "2026-03-02 08:33", NULL);
}

static const CrfVisit *
find_visit (GPtrArray *visits,
            const char *oid)
{
  for (guint i = 0; i < visits->len; i++)
    if (strcmp (((const CrfVisit *) g_ptr_array_index (visits, i))->event->oid, oid) == 0)
      return g_ptr_array_index (visits, i);
  g_assert_not_reached ();
}

/* conduct.md, Calendar: anchors fall back; a postponed infusion is still to come, and what is counted from it has no date of its own yet. */
static void
visits_wait_for_an_infusion_that_was_postponed (Ward *ward,
                                                gconstpointer data)
{
  g_autoptr (GPtrArray) before = crf_reader_visits (ward->study->nurse, ward->number, NULL), postponed = NULL, given = NULL;
  g_autofree char *week = g_strdup (find_visit (before, "SE.W4")->target);

  make_ready (ward);
  act (ward->study->nurse, "give-infusion", ward->number, "outcome", "POSTPONED", "reason", "fever 38.6", NULL);
  postponed = crf_reader_visits (ward->study->nurse, ward->number, NULL);
  g_assert_cmpint (find_visit (postponed, "SE.INFUSION")->state, !=, CRF_VISIT_DONE);
  g_assert_cmpint (find_visit (postponed, "SE.INFUSION")->state, !=, CRF_VISIT_NOT_APPLICABLE);
  g_assert_cmpint (find_visit (postponed, "SE.W4")->state, ==, find_visit (before, "SE.W4")->state);
  g_assert_cmpstr (find_visit (postponed, "SE.W4")->target, ==, week);
  /* Given on the day itself with another product: day 28 is counted from there. */
  ward_plan (ward);
  ward_order_and_go (ward);
  ward_check_identity (ward);
  ward_check_dose (ward);
  ward_start (ward);
  crf_test_study_set_now (ward->study, "2026-03-02T10:10");
  act (ward->study->nurse, "give-infusion", ward->number, "stop", "2026-03-02 10:04", "volume", "50", "outcome", "GIVEN", NULL);
  given = crf_reader_visits (ward->study->nurse, ward->number, NULL);
  g_assert_cmpstr (find_visit (given, "SE.W4")->target, ==, "2026-03-30");
}

/* Stopped treatment is not left study: the infusion is off, the visits go on; also after one that was postponed. */
static void
visits_go_on_after_a_stop (Ward *ward,
                           gconstpointer data)
{
  g_autoptr (GPtrArray) visits = NULL;

  make_ready (ward);
  act (ward->study->nurse, "give-infusion", ward->number, "outcome", "POSTPONED", "reason", "fever 38.6", NULL);
  act (ward->study->investigator, "stop-treatment", ward->number, "treatment", "stopped", "date", "2026-03-02", "reason", "sepsis", NULL);
  visits = crf_reader_visits (ward->study->nurse, ward->number, NULL);
  g_assert_cmpint (find_visit (visits, "SE.INFUSION")->state, ==, CRF_VISIT_NOT_APPLICABLE);
  g_assert_cmpstr (find_visit (visits, "SE.INFUSION")->why, ==, "treatment stopped");
  g_assert_cmpint (find_visit (visits, "SE.W4")->state, ==, CRF_VISIT_UPCOMING);
  g_assert_nonnull (find_visit (visits, "SE.W4")->target);
}

/* NCT01854125: without marrow, or where it did not grow, there is nothing to plan. */
static void
own_cells_must_have_grown (void)
{
  Ward ward = { 0 };
  g_autoptr (GPtrArray) visits = NULL;

  ward_open_enrolled (&ward, "nct01854125");
  crf_test_refused (ward.study->nurse, "not-aspirated", "plan-infusion", ward.number, "weight", "60", "weight-date", "2026-03-02 08:00", "lot", "L-1", "duration",
                    "50", NULL);
  act (ward.study->nurse, "enter", ward.number, "event", "MARROW", "form", "F.CULTURE", "item", "CULFAIL", "value", "Y", NULL);
  crf_test_refused (ward.study->nurse, "culture-failed", "plan-infusion", ward.number, "weight", "60", "weight-date", "2026-03-02 08:00", "lot", "L-1", "duration",
                    "50", NULL);
  visits = crf_reader_visits (ward.study->nurse, ward.number, NULL);
  g_assert_cmpint (find_visit (visits, "SE.INFUSION")->state, ==, CRF_VISIT_NOT_APPLICABLE);
  g_assert_cmpstr (find_visit (visits, "SE.INFUSION")->why, ==, "the cells did not grow");
  ward_close (&ward, NULL);
}

#define ADD(path, function) g_test_add ("/infusion-course/" path, Ward, NULL, ward_open, function, ward_close)

/* "60 × 10⁶ cells, whatever the weight": of 60 kg that is 1 × 10⁶/kg. 60 ÷ (10 × 0.9) mL is 6.7 mL on the syringe, hence 60.3 × 10⁶: 0.5 % more. */
static void
a_fixed_dose_is_compared_as_cells (void)
{
  g_autofree char *source = g_build_filename (crf_data_dir (), "studies", "nct06167473.xml", NULL);
  g_autofree char *path = g_build_filename (g_get_user_data_dir (), "fixed.xml", NULL);
  g_autofree char *text = NULL;
  g_autoptr (GString) definition = NULL;
  g_autoptr (CrfFormState) form = NULL;
  CrfTarget target = { .event = (char *) "SE.INFUSION", .form = (char *) "F.INF", .formkey = (char *) "1" };
  g_autoptr (GPtrArray) visits = NULL;
  Ward ward = { 0 };

  g_assert_true (g_file_get_contents (source, &text, NULL, NULL));
  definition = g_string_new (text);
  g_assert_cmpuint (g_string_replace (definition, "<sw:Dose Low=\"1\" High=\"1\" Fixed=\"No\"", "<sw:Dose Low=\"60\" High=\"60\" Fixed=\"Yes\"", 0), ==, 1);
  g_assert_cmpuint (g_string_replace (definition, "<sw:Dose Low=\"3\" High=\"3\" Fixed=\"No\"", "<sw:Dose Low=\"60\" High=\"60\" Fixed=\"Yes\"", 0), ==, 1);
  g_mkdir_with_parents (g_get_user_data_dir (), 0700);
  g_assert_true (g_file_set_contents (path, definition->str, -1, NULL));
  ward_open (&ward, path);
  ward_plan (&ward);
  ward_order_and_go (&ward);
  ward_check_identity (&ward);
  ward_check_dose (&ward);
  ward_start (&ward);
  crf_test_study_set_now (ward.study, "2026-03-02T10:20");
  crf_outcome_free (crf_test_do (ward.study->nurse, "give-infusion", ward.number, "stop", "2026-03-02 10:04", "volume", "50", "outcome", "GIVEN", NULL));
  visits = crf_reader_visits (ward.study->nurse, ward.number, NULL);
  for (guint i = 0; i < visits->len; i++)
    if (strcmp (((CrfVisit *) g_ptr_array_index (visits, i))->event->oid, "SE.INFUSION") == 0)
      target.eventkey = ((CrfVisit *) g_ptr_array_index (visits, i))->eventkey;
  target.subject = ward.number;
  form = crf_reader_form (ward.study->nurse, &target, NULL);
  g_assert_cmpstr (crf_form_state_find (form, "INFDOSE", NULL)->value->canonical, ==, "1");
  g_assert_cmpstr (crf_form_state_find (form, "INFDEV", NULL)->value->canonical, ==, "0.5");
  ward_close (&ward, NULL);
}

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/infusion-course/a fixed dose is compared as cells", a_fixed_dose_is_compared_as_cells);
  ADD ("of what is over nobody hears what is not permitted", of_what_is_over_nobody_hears_what_is_not_permitted);
  ADD ("a postponed infusion is given later", a_postponed_infusion_is_given_later);
  ADD ("a cancelled one stays closed", a_cancelled_one_stays_closed);
  ADD ("one too many is a deviation and shown", one_too_many_is_a_deviation_and_shown);
  ADD ("a late first infusion is gated", a_late_first_infusion_is_gated);
  ADD ("a recall names who runs from the lot", a_recall_names_who_runs_from_the_lot);
  ADD ("no is not signed against the record", no_is_not_signed_against_the_record);
  ADD ("a close-out that said no is void when such an event comes to record", a_close_out_that_said_no_is_void_when_such_an_event_comes_to_record);
  ADD ("a close-out that a correction made void is signed again", a_close_out_that_a_correction_made_void_is_signed_again);
  ADD ("after the stop nothing is prepared", after_the_stop_nothing_is_prepared);
  ADD ("visits wait for an infusion that was postponed", visits_wait_for_an_infusion_that_was_postponed);
  ADD ("visits go on after a stop", visits_go_on_after_a_stop);
  ADD ("a paused infusion has no rate", a_paused_infusion_has_no_rate);
  ADD ("vital signs are taken before the start", vital_signs_are_taken_before_the_start);
  ADD ("a use-before lies after the preparation", a_use_before_lies_after_the_preparation);
  g_test_add_func ("/infusion-course/own cells must have grown", own_cells_must_have_grown);
  return g_test_run ();
}
