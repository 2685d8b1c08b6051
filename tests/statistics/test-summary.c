/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Summaries and change from baseline. Reference figures: R 4.2.2, mean(), sd(), quantile(), t.test(),
 * on the vectors below.
 */

#include "statistics-test-util.h"

#include "crf-change.h"
#include "crf-statistics.h"
#include "crf-summary.h"

static const double x[] = { 41, 12, 33, 7, 25, 18, 9, 50, 28, 61, 15, 22 };
static const double y[] = { 38, 15, 20, 9, 11, 14, 10, 31, 27, 40, 16, 13 };

static CrfSummary
summarise (const double *values,
           gsize n)
{
  CrfSummary summary;
  g_autoptr (GError) error = NULL;

  crf_summary_compute (values, n, 0.95, &summary, &error);
  g_assert_no_error (error);
  return summary;
}

static void
test_reference (void)
{
  CrfSummary s = summarise (x, G_N_ELEMENTS (x));

  g_assert_cmpuint (s.n, ==, 12);
  assert_close (s.mean, 26.75);
  assert_close (s.sd, 16.842181892768256);
  assert_close (s.min, 7);
  assert_close (s.q1, 14.25);
  assert_close (s.median, 23.5);
  assert_close (s.q3, 35);
  assert_close (s.max, 61);
  assert_close (s.ci_lower, 16.048988156826073);
  assert_close (s.ci_upper, 37.451011843173930);
}

static void
test_small (void)
{
  const double one[] = { 5.5 };
  const double holes[] = { NAN, 3, NAN, 1 };
  CrfSummary none = summarise (NULL, 0);
  CrfSummary single = summarise (one, 1);
  CrfSummary two = summarise (holes, 4);

  g_assert_cmpuint (none.n, ==, 0);
  g_assert_true (isnan (none.mean) && isnan (none.median) && isnan (none.min));
  assert_close (single.mean, 5.5);
  assert_close (single.q1, 5.5);
  g_assert_true (isnan (single.sd) && isnan (single.ci_lower));
  g_assert_cmpuint (two.n, ==, 2);
  g_assert_cmpuint (two.n_missing, ==, 2);
  assert_close (two.median, 2);
  assert_close (two.sd, G_SQRT2);
}

/* 1e9 + 1 … 4: a one-pass formula gives an SD of 0 or worse here. */
static void
test_compensated (void)
{
  const double big[] = { 1e9 + 1, 1e9 + 2, 1e9 + 3, 1e9 + 4 };
  const double lost[] = { 1e17, 1, -1e17, 1 };
  CrfSummary s = summarise (big, 4);
  CrfSum sum = { 0 };

  assert_close (s.mean, 1000000002.5);
  assert_close (s.sd, 1.2909944487358056);
  for (guint i = 0; i < G_N_ELEMENTS (lost); i++)
    crf_sum_add (&sum, lost[i]);
  assert_close (crf_sum_value (&sum), 2.0);
}

static void
test_refused (void)
{
  const double infinite[] = { 1, INFINITY };
  CrfSummary s;
  g_autoptr (GError) error = NULL;

  g_assert_false (crf_summary_compute (infinite, 2, 0.95, &s, &error));
  g_assert_error (error, CRF_STATISTICS_ERROR, CRF_STATISTICS_ERROR_VALUE);
  g_clear_error (&error);
  g_assert_false (crf_summary_compute (x, 2, 95, &s, &error));
  g_assert_error (error, CRF_STATISTICS_ERROR, CRF_STATISTICS_ERROR_LEVEL);
  g_clear_error (&error);
  g_assert_false (crf_summary_compute (x, 2, NAN, &s, &error));
  g_assert_error (error, CRF_STATISTICS_ERROR, CRF_STATISTICS_ERROR_LEVEL);
}

static void
test_order (void)
{
  for (guint round = 0; round < 200; round++)
    {
      double shuffled[G_N_ELEMENTS (x)];
      CrfSummary a = summarise (x, G_N_ELEMENTS (x)), b;

      for (guint i = 0; i < G_N_ELEMENTS (x); i++)
        {
          guint k = g_test_rand_int_range (0, i + 1);

          shuffled[i] = shuffled[k];
          shuffled[k] = x[i];
        }
      b = summarise (shuffled, G_N_ELEMENTS (x));
      g_assert_cmpmem (&a, sizeof a, &b, sizeof b);
    }
}

static void
test_change (void)
{
  double before[G_N_ELEMENTS (x) + 2], after[G_N_ELEMENTS (x) + 2];
  CrfChange change;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (x); i++)
    {
      before[i] = y[i];
      after[i] = x[i];
    }
  before[12] = 1000;
  after[12] = NAN;
  before[13] = NAN;
  after[13] = 1000;
  g_assert_true (crf_change_compute (before, after, 14, 0.95, &change, &error));
  g_assert_cmpuint (change.change.n, ==, 12);
  g_assert_cmpuint (change.n_baseline_only, ==, 1);
  g_assert_cmpuint (change.n_value_only, ==, 1);
  /* t.test (x, y, paired = TRUE) */
  assert_close (change.change.mean, 6.416666666666667);
  assert_close (change.change.ci_lower, 1.0154580708980752);
  assert_close (change.change.ci_upper, 11.8178752624352565);
  assert_close (change.value.mean, 26.75);
  assert_close (change.baseline.mean, 26.75 - 6.416666666666667);
  assert_close (change.percent.max, 100.0 * 14.0 / 11.0);
}

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/statistics/summary/figures-are-those-of-r", test_reference);
  g_test_add_func ("/statistics/summary/what-one-value-cannot-tell-is-not-told", test_small);
  g_test_add_func ("/statistics/summary/large-offsets-lose-no-digits", test_compensated);
  g_test_add_func ("/statistics/summary/infinity-and-odd-levels-are-refused", test_refused);
  g_test_add_func ("/statistics/summary/order-changes-nothing", test_order);
  g_test_add_func ("/statistics/change/only-subjects-with-both-values-count", test_change);
  return g_test_run ();
}
