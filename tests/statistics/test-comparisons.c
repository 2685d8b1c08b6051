/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Distributions, proportions and two-sample tests. Reference figures: R 4.2.2, qt(), qnorm(), pchisq(),
 * pt(), binom.test(), fisher.test(), t.test(), wilcox.test().
 */

#include "statistics-test-util.h"

#include "crf-proportion.h"
#include "crf-statistics.h"
#include "crf-tests.h"

static const double x[] = { 41, 12, 33, 7, 25, 18, 9, 50, 28, 61, 15, 22 };
static const double y[] = { 38, 15, 20, 9, 11, 14, 10, 31, 27, 40, 16, 13 };
/* The same without ties. */
static const double x2[] = {
  41.1, 12.2, 33.3, 7.4, 25.5, 18.6, 9.7, 50.8, 28.9, 61.01, 15.11, 22.12,
};

static void
test_distributions (void)
{
  static const struct { double df, critical; } t[] = {
    { 1, 12.7062047361746941 }, { 2, 4.3026527297494619 }, { 5, 2.5705818356363137 },
    { 10, 2.2281388519862739 }, { 30, 2.0422724563012378 }, { 100, 1.9839715185235516 },
    { 1e4, 1.9602012398906257 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (t); i++)
    assert_close (crf_t_critical (0.95, t[i].df), t[i].critical);
  assert_close (crf_normal_quantile (0.975), 1.9599639845400536);
  assert_close (crf_normal_quantile (0.995), 2.5758293035488999);
  assert_close (crf_normal_quantile (1e-10), -6.3613409024040557);
  assert_close (crf_chi_squared_p (0.5, 1), 4.7950012218695348e-01);
  assert_close (crf_chi_squared_p (3.84, 1), 5.0043521248705224e-02);
  assert_close (crf_chi_squared_p (20, 5), 1.2497305630313755e-03);
  assert_close (crf_chi_squared_p (100, 9), 1.5735176303753944e-17);
  assert_close (crf_t_p (0.1, 3), 9.2665234880080583e-01);
  assert_close (crf_t_p (-2, 5), 1.0193947882985828e-01);
  assert_close (crf_t_p (10, 7), 2.1394202890772819e-05);
  g_assert_true (isnan (crf_normal_quantile (0)));
  g_assert_true (isnan (crf_normal_quantile (NAN)));
}

static void
test_clopper_pearson (void)
{
  static const struct { gsize events, n; double level, lower, upper; } cases[] = {
    { 0, 22, 0.95, 0, 0.15437251281557451 },
    { 1, 22, 0.95, 0.001150147526573576, 0.228444397667633470 },
    { 7, 22, 0.95, 0.13864652155379789, 0.54872442757377049 },
    { 22, 22, 0.95, 0.84562748718442549, 1 },
    { 46, 92, 0.95, 0.39389586360851769, 0.60610413639148231 },
    { 3, 10, 0.90, 0.087264433914150272, 0.606624216105413394 },
  };
  CrfProportion p;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_assert_true (crf_proportion_compute (cases[i].events, cases[i].n, cases[i].level, &p, NULL));
      assert_close (p.lower, cases[i].lower);
      assert_close (p.upper, cases[i].upper);
    }
  g_assert_true (crf_proportion_compute (0, 0, 0.95, &p, NULL));
  g_assert_true (isnan (p.proportion) && isnan (p.lower));
  g_assert_false (crf_proportion_compute (3, 2, 0.95, &p, &error));
  g_assert_error (error, CRF_STATISTICS_ERROR, CRF_STATISTICS_ERROR_VALUE);
}

static void
test_fisher (void)
{
  assert_close (crf_fisher_exact (3, 8, 9, 2), 0.029973122852379741);
  assert_close (crf_fisher_exact (10, 2, 3, 15), 0.00053672411914343593);
  assert_close (crf_fisher_exact (0, 5, 5, 0), 0.0079365079365079395);
  assert_close (crf_fisher_exact (4, 7, 4, 7), 1.0);
  assert_close (crf_fisher_exact (0, 0, 0, 0), 1.0);
}

static void
test_t (void)
{
  CrfTestResult r;

  g_assert_true (crf_test_paired_t (x, y, 12, &r, NULL));
  assert_close (r.statistic, 2.614782943516055);
  assert_close (r.p, 0.024051436630584788);
  assert_close (r.estimate, 6.416666666666667);
  assert_close (r.lower, 1.0154580708980752);
  g_assert_true (crf_test_welch (x, 12, y, 12, &r, NULL));
  assert_close (r.statistic, 1.1062674465099618);
  assert_close (r.df, 18.896940072347398);
  assert_close (r.p, 0.28249587651597913);
  assert_close (r.lower, -5.7279525375417863);
  assert_close (r.upper, 18.5612858708751212);
  g_assert_true (crf_test_paired_t (x, x, 12, &r, NULL));
  g_assert_true (isnan (r.p));
}

static void
test_ranks (void)
{
  CrfTestResult r;
  double y2[12], a[49], b[49];

  g_assert_true (crf_test_signed_rank (x, y, 12, &r, NULL));
  assert_close (r.statistic, 64.5);
  assert_close (r.p, 0.049420750659580903);
  g_assert_cmpstr (r.method, ==, "Wilcoxon signed-rank test, normal approximation");
  g_assert_true (crf_test_signed_rank (x2, y, 12, &r, NULL));
  assert_close (r.statistic, 67);
  assert_close (r.p, 0.026855468750000017);
  g_assert_cmpstr (r.method, ==, "Wilcoxon signed-rank test, exact");

  for (guint i = 0; i < 12; i++)
    y2[i] = y[i] + 0.05;
  g_assert_true (crf_test_mann_whitney (x, 12, y, 12, &r, NULL));
  assert_close (r.statistic, 87);
  assert_close (r.p, 0.4022991544811379);
  g_assert_cmpstr (r.method, ==, "Mann-Whitney test, normal approximation");
  g_assert_true (crf_test_mann_whitney (x2, 12, y2, 12, &r, NULL));
  assert_close (r.statistic, 88);
  assert_close (r.p, 0.37768531105453979);
  g_assert_cmpstr (r.method, ==, "Mann-Whitney test, exact");

  for (guint i = 0; i < 49; i++)
    {
      a[i] = pow (i + 1, 1.1);
      b[i] = (i + 1) * 1.03 + 0.001;
    }
  g_assert_true (crf_test_mann_whitney (a, 49, b, 45, &r, NULL));
  assert_close (r.statistic, 1439);
  assert_close (r.p, 0.010532092107814922);
  for (guint i = 0; i < 49; i++)
    {
      a[i] = i + 1.5;
      b[i] = i + 101;
    }
  g_assert_true (crf_test_mann_whitney (a, 49, b, 49, &r, NULL));
  assert_close (r.p, 7.8500291929632906e-29);
}

static void
test_pairs (void)
{
  const double before[] = { 1, NAN, 3, 4 }, after[] = { 2, 5, NAN, 7 };
  const double infinite[] = { INFINITY };
  CrfTestResult r;
  g_autoptr (GError) error = NULL;

  g_assert_true (crf_test_paired_t (before, after, 4, &r, NULL));
  g_assert_cmpuint (r.n_x, ==, 2);
  assert_close (r.estimate, -2);
  g_assert_true (crf_test_signed_rank (before, before, 4, &r, NULL));
  g_assert_true (isnan (r.p));
  g_assert_true (crf_test_mann_whitney (before, 0, after, 4, &r, NULL));
  g_assert_true (isnan (r.p));
  g_assert_false (crf_test_welch (infinite, 1, after, 4, &r, &error));
  g_assert_error (error, CRF_STATISTICS_ERROR, CRF_STATISTICS_ERROR_VALUE);
}

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/statistics/distributions/quantiles-are-those-of-r", test_distributions);
  g_test_add_func ("/statistics/proportion/limits-are-exact", test_clopper_pearson);
  g_test_add_func ("/statistics/proportion/fisher-counts-the-less-probable-tables", test_fisher);
  g_test_add_func ("/statistics/tests/t-tests-are-those-of-r", test_t);
  g_test_add_func ("/statistics/tests/rank-tests-are-those-of-r", test_ranks);
  g_test_add_func ("/statistics/tests/only-whole-pairs-count", test_pairs);
  return g_test_run ();
}
