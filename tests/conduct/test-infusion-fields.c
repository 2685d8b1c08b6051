/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The fields of an infusion belong to its steps: what is typed past them opens no gate, what is corrected under a check takes it away, and dose, deviation
 * and lot follow the corrected record. */

#include "crf-import-batch.h"
#include "crf-lot-book.h"
#include "crf-reader-infusion-day.h"
#include "crf-recheck.h"
#include "crf-records.h"
#include "crf-volume.h"
#include "ward.h"

#include <string.h>

#define act(...) crf_outcome_free (crf_test_do (__VA_ARGS__))
#define enter(who, ward, item, value, reason) \
  act (who, "enter", (ward)->number, "event", "INFUSION", "form", "F.INF", "item", item, "value", value, "reason", reason, "confirm", "reason", NULL)
#define START_IS_REFUSED(ward, code) \
  crf_test_refused ((ward)->study->nurse, (code), "start-infusion", (ward)->number, "start", "2026-03-02 09:14", "ward-clock", "09:14", NULL)

static void
make_ready (Ward *ward)
{
  ward_plan (ward);
  ward_order_and_go (ward);
  ward_check_identity (ward);
  ward_check_dose (ward);
}

static char *
value_of (Ward *ward,
          const char *concept)
{
  g_autoptr (GPtrArray) infusions = crf_reader_infusions (ward->study->nurse, ward->number, NULL);
  g_autoptr (CrfFormState) form = crf_reader_form (ward->study->nurse, ((CrfInfusionState *) g_ptr_array_index (infusions, 0))->target, NULL);
  const CrfItem *item = crf_study_find_item_by_concept (crf_session_get_study (ward->study->nurse), concept);

  return g_strdup (crf_form_state_find (form, item->oid, NULL)->value->canonical);
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

static void
what_a_step_writes_is_not_typed_before_it (Ward *ward,
                                           gconstpointer data)
{
  static const char *const items[][2] = {
    { "INFWT", "60" }, { "INFLOT", "L-1" }, { "INFVOL", "6.7" }, { "CHKBY", "zhao" }, { "CHKVOL", "6.7" }, { "INFST", "2026-03-02 09:00" },
    { "INFEN", "2026-03-02 09:10" }, { "INFGIVEN", "50" }, { "INFDOSEG", "3" }, { "INFOUT", "GIVEN" }, { "GOINF", "N" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (items); i++)
    crf_test_refused (ward->study->nurse, "by-step", "enter", ward->number, "event", "INFUSION", "form", "F.INF", "item", items[i][0], "value",
                      items[i][1], NULL);
}

/* The code of the refusal, "" where it is stored. */
static const char *
bring (Ward *ward,
       const char *event,
       const char *item,
       const char *value)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CrfBatch) batch = crf_batch_begin (ward->study->nurse, &error);
  g_autofree char *key = NULL;
  g_autoptr (CrfOutcome) outcome = NULL;

  g_assert_no_error (error);
  key = crf_batch_find_subject (batch, ward->number, &error);
  crf_batch_store (batch, key, event, item, value, NULL, &outcome, &error);
  g_assert_no_error (error);
  return outcome->refusal != NULL ? g_intern_string (outcome->refusal->code) : "";
}

static void
a_name_that_is_brought_in_checks_nothing (Ward *ward,
                                          gconstpointer data)
{
  ward_plan (ward);
  ward_order_and_go (ward);
  ward_check_identity (ward);
  g_assert_cmpstr (bring (ward, "SE.INFUSION", "CHKBY", "zhao"), ==, "by-step");
  START_IS_REFUSED (ward, "no-second-check");
}

/* A plan, a check, a go and an answer to a criterion are acts of people; what was given may be brought in, and with it what it was given by. */
static void
a_table_neither_plans_nor_decides (Ward *ward,
                                   gconstpointer data)
{
  static const char *const items[][2] = {
    { "INFWT", "60" }, { "INFLOT", "L-1" }, { "INFVOL", "20" }, { "INFCONC", "10" }, { "INFVIAB", "90" }, { "CHKBY", "zhao" }, { "CHKVOL", "20" },
    { "GODEC", "Y" }, { "GOTEMP", "N" }, { "INFDOSEG", "9" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (items); i++)
    {
      g_test_message ("%s", items[i][0]);
      g_assert_cmpstr (bring (ward, "SE.INFUSION", items[i][0], items[i][1]), !=, "");
    }
  g_assert_cmpstr (bring (ward, "SE.SCREENING", "IT.IE.E11", "Y"), ==, "by-step");
  g_assert_cmpstr (bring (ward, "SE.INFUSION", "INFST", "2026-03-02 09:00"), ==, "");
  crf_test_bring_infusion (ward->study, ward->number, "INFST", "2026-03-02 08:00");
  crf_test_bring_infusion (ward->study, ward->number, "INFOUT", "GIVEN");
  g_assert_cmpstr (bring (ward, "SE.INFUSION", "INFWT", "60"), ==, "");
}

static void
a_corrected_figure_voids_what_covers_it (Ward *ward,
                                         gconstpointer data)
{
  static const char *const items[][2] = { { "INFWT", "66" }, { "INFCONC", "6" }, { "INFFINV", "60" } };

  make_ready (ward);
  for (guint i = 0; i < G_N_ELEMENTS (items); i++)
    {
      enter (ward->study->nurse, ward, items[i][0], items[i][1], "misread");
      START_IS_REFUSED (ward, "product-not-released");
      ward_release (ward);
      START_IS_REFUSED (ward, "identity-changed");
      ward_check_identity (ward);
      START_IS_REFUSED (ward, "no-second-check");
    }
}

static void
a_corrected_check_is_none (Ward *ward,
                           gconstpointer data)
{
  make_ready (ward);
  enter (ward->study->nurse, ward, "CHKVOL", "35", "slip");
  START_IS_REFUSED (ward, "no-second-check");
  ward_check_dose (ward);
  ward_start (ward);
}

/* Half was given, says the correction: half the dose, and the book of the lot with it. */
static void
dose_and_lot_follow_the_volume (Ward *ward,
                                gconstpointer data)
{
  CrfTestStudy *study = ward->study;
  g_autofree char *drawn = NULL, *dose = NULL, *deviation = NULL;
  g_autoptr (CrfLotBook) book = NULL;
  g_autoptr (CrfRecheck) recheck = crf_recheck_new ();
  CrfLotBalance balance;
  gint64 volume;

  make_ready (ward);
  drawn = ward_planned_volume (ward);
  g_assert_true (crf_volume_parse (drawn, &volume));
  ward_start (ward);
  crf_test_study_set_now (study, "2026-03-02T10:20");
  act (study->nurse, "give-infusion", ward->number, "stop", "2026-03-02 10:04", "volume", "50", "outcome", "GIVEN", NULL);
  g_assert_cmpuint (count_deviations (ward, "dose"), ==, 0);
  enter (study->nurse, ward, "INFGIVEN", "25", "read off the wrong line");
  dose = value_of (ward, "inf.dose_given");
  deviation = value_of (ward, "inf.deviation");
  g_assert_true (strcmp (dose, strcmp (drawn, "6.7") == 0 ? "0.5" : "1.5") == 0);
  g_assert_cmpint (strncmp (deviation, "-4", 2) == 0 || strncmp (deviation, "-5", 2) == 0, ==, TRUE);
  g_assert_cmpuint (count_deviations (ward, "dose"), ==, 1);
  book = crf_records_lot_book (crf_session_get_file (study->nurse), "L-1", NULL, NULL);
  crf_lot_book_get_balance (book, &balance);
  g_assert_cmpint (balance.used, ==, volume / 2);
  g_assert_cmpint (balance.used + balance.destroyed, ==, volume);
  g_assert_true (crf_recheck_compute (recheck, study->nurse, NULL, NULL, NULL, NULL));
  for (guint i = 0; i < recheck->faults->len; i++)
    g_assert_null (strstr (((CrfVerifyFault *) g_ptr_array_index (recheck->faults, i))->what, "IT.INF"));
}

/* 500 mL out of a bag of 50. */
static void
more_than_the_bag_holds_is_asked (Ward *ward,
                                  gconstpointer data)
{
  CrfTestStudy *study = ward->study;
  g_autoptr (CrfOutcome) outcome = NULL;

  make_ready (ward);
  ward_start (ward);
  crf_test_study_set_now (study, "2026-03-02T10:20");
  outcome = crf_conduct_with (study->nurse, "give-infusion", ward->number, NULL, "stop", "2026-03-02 10:04", "volume", "500", "outcome", "GIVEN", NULL);
  g_assert_nonnull (outcome->prompt);
  g_assert_nonnull (strstr (outcome->prompt->message, "500"));
  g_assert_nonnull (strstr (outcome->prompt->message, "50"));
  act (study->nurse, "give-infusion", ward->number, "stop", "2026-03-02 10:04", "volume", "500", "outcome", "GIVEN", "confirm", "volume-over", NULL);
}

/* Of what was never planned the cells are asked for, and the arm's dose is what it is compared with. */
static void
a_late_record_has_its_deviation (Ward *ward,
                                 gconstpointer data)
{
  CrfTestStudy *study = ward->study;
  g_autofree char *dose = NULL, *planned = NULL;

  crf_test_study_set_now (study, "2026-03-02T12:00");
#define GIVE "start", "2026-03-02 09:30", "stop", "2026-03-02 10:20", "volume", "50", "weight", "60", "lot", "L-1", "outcome", "GIVEN", "reason", "paper"
  crf_test_refused (study->nurse, "cell-volume-missing", "give-infusion", ward->number, GIVE, NULL);
  crf_test_refused (study->nurse, "cell-volume", "give-infusion", ward->number, GIVE, "cell-volume", "51", NULL);
  /* 40 mL × 10 × 10⁶/mL × 90 % / 60 kg = 6 × 10⁶/kg, where 1 or 3 were due. */
  act (study->nurse, "give-infusion", ward->number, GIVE, "cell-volume", "40", NULL);
#undef GIVE
  dose = value_of (ward, "inf.dose_given");
  planned = value_of (ward, "inf.dose_planned");
  g_assert_cmpstr (dose, ==, "6");
  g_assert_true (strcmp (planned, "1") == 0 || strcmp (planned, "3") == 0);
  g_assert_cmpuint (count_deviations (ward, "dose"), ==, 1);
}

#define ADD(path, function) g_test_add ("/infusion-fields/" path, Ward, NULL, ward_open, function, ward_close)

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  ADD ("what a step writes is not typed before it", what_a_step_writes_is_not_typed_before_it);
  ADD ("a name that is brought in checks nothing", a_name_that_is_brought_in_checks_nothing);
  ADD ("a table neither plans nor decides", a_table_neither_plans_nor_decides);
  ADD ("a corrected figure voids what covers it", a_corrected_figure_voids_what_covers_it);
  ADD ("a corrected check is none", a_corrected_check_is_none);
  ADD ("dose and lot follow the volume", dose_and_lot_follow_the_volume);
  ADD ("more than the bag holds is asked", more_than_the_bag_holds_is_asked);
  ADD ("a late record has its deviation", a_late_record_has_its_deviation);
  return g_test_run ();
}
