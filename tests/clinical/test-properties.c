/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What must hold for any input: scores rise and fall as their formula says, bounds make no jump,
 * units do not change a figure, and what is no number gives no figure. Inputs are drawn with the
 * seed that g_test prints.
 */

#include "clinical-test-util.h"

#include "crf-ctcae.h"
#include "crf-dose.h"
#include "crf-figure.h"
#include "crf-lab-conversion.h"
#include "crf-score-albi.h"
#include "crf-score-fib4.h"
#include "crf-score-meld-3.h"
#include "crf-score-meld-na.h"

#define N_DRAWS 2000

static double
draw (double low,
      double high)
{
  return g_test_rand_double_range (low, high);
}

static double
raw_and_free (CrfScoreResult *result)
{
  double raw = result->raw;

  g_assert_cmpint (result->status, ==, CRF_SCORE_DONE);
  crf_score_result_unref (result);
  return raw;
}

static double
meld (double bili,
      double inr,
      double creat)
{
  CrfMeldInput input = {
    crf_lab (bili), crf_lab (inr), crf_lab (creat), CRF_ANSWER_NO, CRF_MELD_AETIOLOGY_ALWAYS_1,
    CRF_ANSWER_UNKNOWN,
  };

  return raw_and_free (crf_score_meld (&input));
}

static double
meld_3 (double bili,
        double inr,
        double creat,
        double na,
        double alb)
{
  CrfMeld3Input input = {
    CRF_SEX_MALE, crf_lab (bili), crf_lab (inr), crf_lab (creat), crf_lab (na), crf_lab (alb),
    CRF_ANSWER_NO, NAN, FALSE,
  };

  return raw_and_free (crf_score_meld_3 (&input));
}

static double
albi (double bili,
      double alb)
{
  CrfAlbiInput input = { crf_lab_si (bili), crf_lab_si (alb) };

  return raw_and_free (crf_score_albi (&input));
}

static void
test_monotonic (void)
{
  for (guint i = 0; i < N_DRAWS; i++)
    {
      double bili = draw (0.1, 40), inr = draw (0.5, 9), creat = draw (0.1, 9);
      double na = draw (110, 150), alb = draw (1, 5), more = draw (0, 3);

      g_assert_cmpfloat (meld (bili + more, inr, creat), >=, meld (bili, inr, creat));
      g_assert_cmpfloat (meld (bili, inr + more, creat), >=, meld (bili, inr, creat));
      g_assert_cmpfloat (meld (bili, inr, creat + more), >=, meld (bili, inr, creat));
      g_assert_cmpfloat (meld_3 (bili, inr + more, creat, na, alb), >=,
                         meld_3 (bili, inr, creat, na, alb));
      g_assert_cmpfloat (meld_3 (bili, inr, creat + more, na, alb), >=,
                         meld_3 (bili, inr, creat, na, alb) - 1e-9);
      g_assert_cmpfloat (albi (bili * 17.1 + more, alb * 10), >=, albi (bili * 17.1, alb * 10));
      g_assert_cmpfloat (albi (bili * 17.1, alb * 10 + more), <=, albi (bili * 17.1, alb * 10));
    }
}

static void
test_continuous_at_bounds (void)
{
  const double e = 1e-9;

  for (guint i = 0; i < N_DRAWS; i++)
    {
      double bili = draw (1, 40), inr = draw (1, 9), creat = draw (1, 3);
      double na = draw (125, 137), alb = draw (1.5, 3.5);

      g_assert_cmpfloat_with_epsilon (meld (1 - e, inr, creat), meld (1 + e, inr, creat), 1e-6);
      g_assert_cmpfloat_with_epsilon (meld (bili, 1 - e, creat), meld (bili, 1 + e, creat), 1e-6);
      g_assert_cmpfloat_with_epsilon (meld (bili, inr, 4 - e), meld (bili, inr, 4 + e), 1e-6);
      g_assert_cmpfloat_with_epsilon (meld_3 (bili, inr, 3 - e, na, alb),
                                      meld_3 (bili, inr, 3 + e, na, alb), 1e-6);
      g_assert_cmpfloat_with_epsilon (meld_3 (bili, inr, creat, 125 - e, alb),
                                      meld_3 (bili, inr, creat, 125 + e, alb), 1e-6);
      g_assert_cmpfloat_with_epsilon (meld_3 (bili, inr, creat, 137 - e, alb),
                                      meld_3 (bili, inr, creat, 137 + e, alb), 1e-6);
      g_assert_cmpfloat_with_epsilon (meld_3 (bili, inr, creat, na, 1.5 - e),
                                      meld_3 (bili, inr, creat, na, 1.5 + e), 1e-6);
    }
}

static void
test_no_numbers (void)
{
  static const double impossible[] = { INFINITY, -INFINITY, 0.0, -1.0 };

  for (guint i = 0; i < G_N_ELEMENTS (impossible); i++)
    {
      CrfMeldInput input = {
        crf_lab (impossible[i]), crf_lab (1.2), crf_lab (1.0), CRF_ANSWER_NO,
        CRF_MELD_AETIOLOGY_ALWAYS_1, CRF_ANSWER_UNKNOWN,
      };
      CrfAlbiInput albi_input = { crf_lab_si (impossible[i]), crf_lab_si (40) };
      g_autoptr (CrfScoreResult) result = crf_score_meld (&input);
      g_autoptr (CrfScoreResult) other = crf_score_albi (&albi_input);
      g_autoptr (CrfScoreResult) bags = NULL;
      CrfDoseTarget target = crf_dose_per_kg (1.0, impossible[i], NAN);

      g_assert_cmpint (result->status, ==, CRF_SCORE_REFUSED);
      g_assert_nonnull (result->reason);
      g_assert_cmpstr (result->text, ==, "NA");
      g_assert_true (isnan (result->value));
      g_assert_cmpint (other->status, ==, CRF_SCORE_REFUSED);
      bags = crf_dose_bags (&target, 35, 90, 100, CRF_DOSE_BASIS_VIABLE);
      g_assert_cmpint (bags->status, ==, CRF_SCORE_REFUSED);
    }
}

static void
test_huge_and_tiny (void)
{
  for (guint i = 0; i < N_DRAWS; i++)
    {
      CrfFib4Input fib4 = {
        .age_y = pow (10, draw (-300, 300)), .ast = crf_lab (pow (10, draw (-300, 300))),
        .alt = crf_lab (pow (10, draw (-300, 300))), .plt = crf_lab (pow (10, draw (-300, 300))),
      };
      CrfCtcaeInput ctcae = {
        pow (10, draw (-300, 300)), pow (10, draw (-300, 300)), pow (10, draw (-300, 300)),
        pow (10, draw (-300, 300)), FALSE, CRF_ANSWER_NO, CRF_ANSWER_NO, CRF_ANSWER_YES,
      };
      g_autoptr (CrfScoreResult) result = crf_score_fib4 (&fib4);
      g_autoptr (CrfScoreResult) grade
        = crf_ctcae_grade (g_test_rand_int_range (0, CRF_N_CTCAE_TESTS), &ctcae);
      g_autofree char *words = crf_score_result_explain (result);

      g_assert_true (result->status == CRF_SCORE_REFUSED || isfinite (result->value));
      g_assert_cmpint (grade->status, ==, CRF_SCORE_DONE);
      g_assert_cmpfloat (grade->value, >=, 0);
      g_assert_cmpfloat (grade->value, <=, 4);
      g_assert_true (g_utf8_validate (words, -1, NULL));
    }
}

static void
test_units (void)
{
  for (guint i = 0; i < N_DRAWS; i++)
    {
      double x = draw (0.01, 500);

      for (CrfAnalyte a = 0; a < CRF_N_ANALYTES; a++)
        for (guint u = 0; crf_analyte_nth_unit (a, u) != NULL; u++)
          {
            const char *canonical = crf_analyte_canonical_unit (a);
            const char *unit = crf_analyte_nth_unit (a, u);
            double there = 0, back = 0;

            g_assert_true (crf_lab_convert (a, x, unit, canonical, 0, &there, NULL));
            g_assert_true (crf_lab_convert (a, there, canonical, unit, 0, &back, NULL));
            g_assert_cmpfloat_with_epsilon (x, back, 1e-12 * x);
          }
    }
}

static void
test_si_and_conventional_agree (void)
{
  for (guint i = 0; i < N_DRAWS; i++)
    {
      double bili = draw (0.1, 40), inr = draw (0.5, 9), creat = draw (0.1, 9);
      CrfMeldNaInput conventional = {
        { crf_lab (bili), crf_lab (inr), crf_lab (creat), CRF_ANSWER_NO,
          CRF_MELD_AETIOLOGY_ALWAYS_1, CRF_ANSWER_UNKNOWN },
        crf_lab (draw (120, 140)),
      };
      CrfMeldNaInput si = conventional;

      si.meld.bili = crf_lab_si (bili * 17.1);
      si.meld.creat = crf_lab_si (creat * 88.4);
      g_assert_cmpfloat_with_epsilon (raw_and_free (crf_score_meld_na (&conventional)),
                                      raw_and_free (crf_score_meld_na (&si)), 1e-9);
    }
}

/* What is drawn up for a dose, and given in full, is that dose. */
static void
test_dose_round_trip (void)
{
  for (guint i = 0; i < N_DRAWS; i++)
    {
      double dose = draw (0.1, 10), weight = draw (30, 150);
      CrfDoseTarget target = crf_dose_per_kg (dose, weight, NAN);
      CrfDoseProduct product = crf_dose_product (draw (0.5, 50), draw (1, 100));
      double volume = raw_and_free (crf_dose_volume (&target, &product));
      double given = raw_and_free (crf_dose_given (volume, &product, weight));
      double bags = raw_and_free (crf_dose_bags (&target, 35, 80, 90, CRF_DOSE_BASIS_VIABLE));
      double surplus = raw_and_free (crf_dose_surplus (&target, 35, 80, 90, CRF_DOSE_BASIS_VIABLE));

      g_assert_cmpfloat_with_epsilon (given, dose, 1e-12 * dose);
      g_assert_cmpfloat_with_epsilon (bags * 35 * 0.8 * 0.9, dose * weight + surplus, 1e-6);
      g_assert_cmpfloat (surplus, <, 35 * 0.8 * 0.9);
    }
}

static void
test_rounding (void)
{
  static const struct { double x; unsigned places; const char *text; } cases[] = {
    { 2.675, 2, "2.68" }, { -2.675, 2, "-2.68" }, { 1.005, 2, "1.01" }, { 0.5, 0, "1" },
    { -0.5, 0, "-1" }, { 1.45, 1, "1.5" }, { -0.001, 2, "0.00" }, { 1e21, 0, "1000000000000000000000" },
    { NAN, 1, "NA" }, { INFINITY, 1, "NA" }, { 28.1079545454545, 3, "28.108" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = crf_figure_format (cases[i].x, cases[i].places);

      g_assert_cmpstr (text, ==, cases[i].text);
    }
  g_assert_cmpint ((int) crf_figure_ceil (0.1 * 3 / 0.1), ==, 3);
  g_assert_cmpint ((int) crf_figure_ceil (3.0001), ==, 4);
}

/* A value, or one that is missing, none or impossible. */
static double
draw_odd (double low,
          double high)
{
  static const double odd[] = { NAN, 0, -1, INFINITY };
  int which = g_test_rand_int_range (0, 24);

  return which < (int) G_N_ELEMENTS (odd) ? odd[which] : draw (low, high);
}

static void
test_grade_number (void)
{
  guint n_grades = 0;

  for (guint i = 0; i < 10 * N_DRAWS; i++)
    {
      CrfCtcaeTest test = g_test_rand_int_range (0, CRF_N_CTCAE_TESTS);
      CrfCtcaeInput input = {
        .value = draw_odd (0, 200), .uln = draw_odd (1, 200), .lln = draw_odd (1, 150), .baseline = draw_odd (1, 200),
        .is_baseline = g_test_rand_int_range (0, 4) == 0, .symptomatic = g_test_rand_int_range (0, 3),
        .life_threatening = g_test_rand_int_range (0, 3), .on_anticoagulant = g_test_rand_int_range (0, 3),
      };
      g_autoptr (CrfScoreResult) result = crf_ctcae_grade (test, &input);
      int grade = crf_ctcae_grade_number (test, &input);

      g_assert_cmpint (grade, ==, result->status == CRF_SCORE_DONE ? (int) result->value : -1);
      n_grades += grade > 0;
    }
  g_assert_cmpuint (n_grades, >, N_DRAWS);
}

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/clinical/properties/scores-rise-and-fall-as-written", test_monotonic);
  g_test_add_func ("/clinical/properties/bounds-make-no-jump", test_continuous_at_bounds);
  g_test_add_func ("/clinical/properties/no-figure-from-infinity-zero-or-below", test_no_numbers);
  g_test_add_func ("/clinical/properties/huge-and-tiny-inputs-do-no-harm", test_huge_and_tiny);
  g_test_add_func ("/clinical/properties/a-grade-without-words-is-the-same", test_grade_number);
  g_test_add_func ("/clinical/properties/units-convert-there-and-back", test_units);
  g_test_add_func ("/clinical/properties/si-and-conventional-units-agree",
                   test_si_and_conventional_agree);
  g_test_add_func ("/clinical/properties/the-volume-drawn-is-the-dose-given", test_dose_round_trip);
  g_test_add_func ("/clinical/properties/rounding-is-half-away-from-zero-in-decimal",
                   test_rounding);
  return g_test_run ();
}
