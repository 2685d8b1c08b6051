/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Typing slips: units, decimals, values that are odd or hardly possible. Limits and the extremes of real patients (654 with end-stage liver disease,
 * 1945 visits of patients with PBC) are those of the protocol group's table. */

#include "crf-check.h"
#include "crf-reader.h"
#include "crf-records.h"
#include "crf-test-study.h"

#include <math.h>
#include <string.h>

static CrfOutcome *
enter (CrfTestStudy *study,
       const char *subject,
       const char *event,
       const char *item,
       const char *value,
       const char *unit,
       const char *confirm,
       const char *reason)
{
  g_autoptr (GError) error = NULL;
  CrfOutcome *outcome = crf_conduct_with (study->nurse, "enter", subject, &error, "event", event, "form", "F.VISIT", "item", item, "value",
                                          value, "unit", unit, "confirm", confirm, "reason", reason, NULL);

  g_assert_no_error (error);
  return outcome;
}

/* Concept, number just outside, at the end, just inside. */
static void
unit_guards_end_where_the_table_says (void)
{
  static const struct { const char *concept; double number; const char *other; } cases[] = {
    { "lab.alb", 1.4, NULL },        { "lab.alb", 1.5, "g/dL" },      { "lab.alb", 6, "g/dL" },       { "lab.alb", 6.1, NULL },
    { "lab.tbil", 0, "mg/dL" },      { "lab.tbil", 2.9, "mg/dL" },    { "lab.tbil", 2.9999999, "mg/dL" }, { "lab.tbil", 3, NULL },
    { "lab.creat", 14.9, "mg/dL" },  { "lab.creat", 15, NULL },       { "lab.hgb", 24.9, "g/dL" },    { "lab.hgb", 25, NULL },
    { "lab.plt", 1000, NULL },       { "lab.plt", 1001, "/µL" },      { "lab.wbc", 1000, NULL },      { "lab.wbc", 1000.1, "/µL" },
    { "lab.inr", 8.9, NULL },        { "lab.inr", 9, "PT in seconds" }, { "lab.inr", 40, "PT in seconds" }, { "lab.inr", 40.1, NULL },
    { "lab.pt", 0.7, NULL },         { "lab.pt", 0.8, "INR" },        { "lab.pt", 3, "INR" },         { "lab.pt", 3.1, NULL },
    { "lab.alt", 2, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const char *other = NULL;
      double factor;
      gboolean slip = crf_check_unit_slip (cases[i].concept, cases[i].number, &other, &factor);

      g_test_message ("%s %g", cases[i].concept, cases[i].number);
      g_assert_cmpint (slip, ==, cases[i].other != NULL);
      g_assert_cmpstr (other, ==, cases[i].other);
    }
}

static void
each_guard_asks_and_offers_what_was_meant (void)
{
  static const struct { const char *item, *typed, *unit, *message, *suggestion; } cases[] = {
    { "ALB", "3.1", "g/L", "3.1 g/L · did you mean 3.1 g/dL?", "31" },
    { "TBIL", "2.4", "umol/L", "2.4 µmol/L · did you mean 2.4 mg/dL?", "41.04" },
    { "CREAT", "1.2", "umol/L", "1.2 µmol/L · did you mean 1.2 mg/dL?", "106.08" },
    { "HGB", "9.8", "g/L", "9.8 g/L · did you mean 9.8 g/dL?", "98" },
    { "PLAT", "125000", "10^9/L", "125000 × 10⁹/L · did you mean 125000 /µL?", "125" },
    { "PLAT", "1200", "10^9/L", "1200 × 10⁹/L · is this perhaps /µL?", NULL },
    { "WBC", "4500", "10^9/L", "4500 × 10⁹/L · did you mean 4500 /µL?", "4.5" },
    { "INR", "17.9", NULL, "17.9 · is this perhaps PT in seconds?", NULL },
    { "PT", "1.62", "s", "1.62 s · is this perhaps INR?", NULL },
  };
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = crf_test_register (study);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (CrfOutcome) asked = enter (study, number, "SCREENING", cases[i].item, cases[i].typed, cases[i].unit, NULL, NULL);

      g_test_message ("%s %s", cases[i].item, cases[i].typed);
      g_assert_nonnull (asked->prompt);
      g_assert_nonnull (strstr (asked->prompt->message, cases[i].message));
      g_assert_nonnull (strstr (asked->prompt->id, "unit-slip"));
      g_assert_cmpstr (asked->prompt->suggestion, ==, cases[i].suggestion);
    }
}

static void
who_chose_the_unit_is_not_asked_about_it (void)
{
  static const struct { const char *item, *typed, *unit; } cases[] = {
    { "ALB", "3.1", "g/dL" }, { "TBIL", "2.4", "mg/dL" }, { "CREAT", "1.2", "mg/dL" }, { "HGB", "9.8", "g/dL" }, { "PLAT", "125", "10^3/uL" },
  };
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = crf_test_register (study);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (CrfOutcome) done = enter (study, number, "SCREENING", cases[i].item, cases[i].typed, cases[i].unit, NULL, NULL);

      g_test_message ("%s %s %s", cases[i].item, cases[i].typed, cases[i].unit);
      g_assert_true (crf_outcome_done (done));
    }
}

/* What is asked at a number: nothing, to confirm, or for a reason. */
typedef enum { PASSES, ASKS, WANTS_REASON } Answer;

static Answer
try_number (CrfTestStudy *study,
            const char *number,
            const char *item,
            const char *value,
            const char *unit)
{
  g_autoptr (CrfOutcome) outcome = enter (study, number, "SCREENING", item, value, unit, NULL, NULL);

  g_assert_null (outcome->refusal);
  if (outcome->prompt == NULL)
    {
      /* What was stored must not answer for the next one. */
      crf_test_enter (study, number, "SCREENING", item, NULL, NULL);
      return PASSES;
    }
  return outcome->prompt->needs_reason ? WANTS_REASON : ASKS;
}

/* Soft and hard ends from both sides; the values at a limit are inside. */
static void
limits_ask_and_want_reasons_where_the_table_says (void)
{
  static const struct { const char *item, *unit, *value; Answer answer; } cases[] = {
    { "ALT", "U/L", "3000", PASSES },   { "ALT", "U/L", "3001", ASKS },     { "ALT", "U/L", "20000", ASKS },    { "ALT", "U/L", "20001", WANTS_REASON },
    { "ALT", "U/L", "1", PASSES },      { "ALT", "U/L", "0.9", WANTS_REASON },
    { "AST", "U/L", "3001", ASKS },     { "AST", "U/L", "20001", WANTS_REASON },
    { "ALP", "U/L", "2001", ASKS },     { "ALP", "U/L", "20001", WANTS_REASON }, { "ALP", "U/L", "4.9", WANTS_REASON },
    { "GGT", "U/L", "2001", ASKS },     { "GGT", "U/L", "10001", WANTS_REASON },
    { "TBIL", "umol/L", "700", PASSES }, { "TBIL", "umol/L", "701", ASKS }, { "TBIL", "umol/L", "1500", ASKS },
    { "TBIL", "umol/L", "1501", WANTS_REASON }, { "TBIL", "umol/L", "0.4", WANTS_REASON },
    { "ALB", "g/L", "15", PASSES },     { "ALB", "g/L", "14.9", ASKS },     { "ALB", "g/L", "55", PASSES },     { "ALB", "g/L", "55.1", ASKS },
    { "ALB", "g/L", "70", ASKS },       { "ALB", "g/L", "70.1", WANTS_REASON }, { "ALB", "g/L", "4.9", WANTS_REASON },
    { "PROT", "g/L", "34.9", ASKS },    { "PROT", "g/L", "130.1", WANTS_REASON },
    { "CHE", "U/L", "499", ASKS },      { "CHE", "U/L", "49", WANTS_REASON }, { "CHE", "U/L", "30001", WANTS_REASON },
    { "PT", "s", "40.1", ASKS },        { "PT", "s", "201", WANTS_REASON }, { "PT", "s", "4.9", WANTS_REASON },
    { "PTA", "%", "14.9", ASKS },       { "PTA", "%", "201", WANTS_REASON },
    { "INR", NULL, "5", PASSES },       { "INR", NULL, "5.1", ASKS },       { "INR", NULL, "20.1", WANTS_REASON }, { "INR", NULL, "0.49", WANTS_REASON },
    { "CREAT", "umol/L", "20", PASSES }, { "CREAT", "umol/L", "19.9", ASKS }, { "CREAT", "umol/L", "601", ASKS },
    { "CREAT", "umol/L", "3001", WANTS_REASON }, { "CREAT", "umol/L", "9.9", WANTS_REASON },
    { "SODIUM", "mmol/L", "114.9", ASKS }, { "SODIUM", "mmol/L", "155.1", ASKS }, { "SODIUM", "mmol/L", "89.9", WANTS_REASON },
    { "SODIUM", "mmol/L", "190.1", WANTS_REASON },
    { "K", "mmol/L", "2.4", ASKS },     { "K", "mmol/L", "6.6", ASKS },     { "K", "mmol/L", "0.9", WANTS_REASON }, { "K", "mmol/L", "12.1", WANTS_REASON },
    { "PLAT", "10^9/L", "19", ASKS },   { "PLAT", "10^9/L", "701", ASKS },  { "PLAT", "10^9/L", "0.9", WANTS_REASON }, { "PLAT", "10^9/L", "2501", WANTS_REASON },
    { "HGB", "g/L", "59", ASKS },       { "HGB", "g/L", "201", ASKS },      { "HGB", "g/L", "19", WANTS_REASON }, { "HGB", "g/L", "261", WANTS_REASON },
    { "WBC", "10^9/L", "1.4", ASKS },   { "WBC", "10^9/L", "40.1", ASKS },  { "WBC", "10^9/L", "0.04", WANTS_REASON }, { "WBC", "10^9/L", "501", WANTS_REASON },
    { "AFP", "ug/L", "401", ASKS },
    { "WEIGHT", "kg", "39.9", ASKS },   { "WEIGHT", "kg", "120.1", ASKS },  { "WEIGHT", "kg", "24.9", WANTS_REASON }, { "WEIGHT", "kg", "301", WANTS_REASON },
    { "HEIGHT", "cm", "144.9", ASKS },  { "HEIGHT", "cm", "251", WANTS_REASON },
    { "TEMP", "Cel", "39.6", ASKS },    { "TEMP", "Cel", "45.1", WANTS_REASON },
    { "SYSBP", "mm[Hg]", "84", ASKS },  { "SPO2", "%", "91", ASKS },        { "SPO2", "%", "101", WANTS_REASON },
  };
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = crf_test_register (study);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("%s %s", cases[i].item, cases[i].value);
      g_assert_cmpint (try_number (study, number, cases[i].item, cases[i].value, cases[i].unit), ==, cases[i].answer);
    }
}

/* Lowest and highest in real patients: at most a question or a reason stands before them, and they are stored as they were typed. */
static void
real_extremes_are_never_refused (void)
{
  static const struct { const char *item, *unit, *low, *high; } cases[] = {
    { "ALT", "U/L", "5", "3362" },       { "AST", "U/L", "6", "1961" },        { "ALP", "U/L", "21", "13862" },  { "GGT", "U/L", "9", "3064" },
    { "TBIL", "umol/L", "1.7", "1097" }, { "DBIL", "umol/L", "3", "498" },     { "ALB", "g/L", "11.7", "80.1" }, { "PROT", "g/L", "29", "92" },
    { "CHE", "U/L", "270", "11514" },    { "PT", "s", "9", "36" },             { "INR", NULL, "0.84", "6.66" },  { "CREAT", "umol/L", "26", "604" },
    { "SODIUM", "mmol/L", "100.8", "157.9" }, { "PLAT", "10^9/L", "10", "991" }, { "WBC", "10^9/L", "1.5", "30.2" },
  };
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = crf_test_register (study);
  g_autoptr (CrfPatient) patient = crf_reader_patient (study->nurse, number, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    for (guint end = 0; end < 2; end++)
      {
        const char *value = end == 0 ? cases[i].low : cases[i].high;
        g_autofree char *oid = g_strconcat ("IT.", cases[i].item, NULL);
        g_autoptr (CrfOutcome) outcome = enter (study, number, "SCREENING", cases[i].item, value, cases[i].unit, NULL, NULL);
        g_autoptr (CrfOutcome) confirmed = NULL;
        g_autoptr (CrfValueRecord) stored = NULL;

        g_test_message ("%s %s", cases[i].item, value);
        g_assert_null (outcome->refusal);
        if (outcome->prompt != NULL)
          {
            confirmed = enter (study, number, "SCREENING", cases[i].item, value, cases[i].unit, outcome->prompt->id, "measured twice");
            g_assert_true (crf_outcome_done (confirmed));
          }
        stored = crf_records_latest_value (crf_session_get_file (study->nurse), patient->key, oid, NULL);
        g_assert_cmpstr (stored->value, ==, value);
      }
}

static void
decimal_slips_are_seen_in_the_unit_that_is_typed (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = crf_test_register (study);
  g_autoptr (CrfOutcome) other_unit = NULL;
  g_autoptr (CrfOutcome) weight = NULL;
  g_autoptr (CrfOutcome) fine = NULL;

  crf_test_enter (study, number, "SCREENING", "TBIL", "70.1", "umol/L");
  crf_test_enter (study, number, "SCREENING", "WEIGHT", "61.5", "kg");
  other_unit = enter (study, number, "W1", "TBIL", "41", "mg/dL", NULL, NULL);
  g_assert_nonnull (other_unit->prompt);
  g_assert_cmpstr (other_unit->prompt->suggestion, ==, "4.1"); /* 70.1 ÷ 17.1 = 4.1 */
  weight = enter (study, number, "W1", "WEIGHT", "615", "kg", NULL, NULL);
  g_assert_nonnull (weight->prompt);
  g_assert_cmpstr (weight->prompt->suggestion, ==, "61.5");
  fine = enter (study, number, "W1", "TBIL", "4.4", "mg/dL", NULL, NULL);
  g_assert_true (crf_outcome_done (fine));
}

static void
flags_and_questions_come_while_typing (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = crf_test_register (study);
  CrfTarget field = { .subject = number, .event = (char *) "SE.SCREENING", .form = (char *) "F.VISIT", .group = (char *) "IG.LIVER",
                      .item = (char *) "IT.CREAT" };
  g_autoptr (CrfFieldState) state = crf_reader_try_value (study->nurse, &field, "1.2", "umol/L", NULL);
  g_autoptr (CrfFieldState) below = crf_reader_try_value (study->nurse, &field, "<5", "umol/L", NULL);

  g_assert_nonnull (strstr (state->message, "did you mean 1.2 mg/dL?"));
  g_assert_cmpint (state->flag, ==, CRF_FLAG_LOW);
  g_assert_cmpint (below->value->comparator, ==, CRF_COMPARATOR_LESS);
  g_assert_cmpint (below->flag, ==, CRF_FLAG_LOW);
}

int
main (int argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

#define ADD(name, function) g_test_add_func ("/conduct/guards/" name, function)
  ADD ("unit-guards-end-where-the-table-says", unit_guards_end_where_the_table_says);
  ADD ("each-guard-asks-and-offers-what-was-meant", each_guard_asks_and_offers_what_was_meant);
  ADD ("who-chose-the-unit-is-not-asked-about-it", who_chose_the_unit_is_not_asked_about_it);
  ADD ("limits-ask-and-want-reasons-where-the-table-says", limits_ask_and_want_reasons_where_the_table_says);
  ADD ("real-extremes-are-never-refused", real_extremes_are_never_refused);
  ADD ("decimal-slips-are-seen-in-the-unit-that-is-typed", decimal_slips_are_seen_in_the_unit_that_is_typed);
  ADD ("flags-and-questions-come-while-typing", flags_and_questions_come_while_typing);

  return g_test_run ();
}
