/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What must hold for any data: the order of rows changes nothing, curves fall and stay between 0 and
 * 1, and numbers of any size give a figure or a refusal. Data are drawn with the seed that g_test
 * prints.
 */

#include "statistics-test-util.h"

#include "crf-change.h"
#include "crf-proportion.h"
#include "crf-statistics.h"
#include "crf-summary.h"
#include "crf-survival.h"
#include "crf-tests.h"

#define N 60
#define N_ROUNDS 100

typedef struct {
  CrfSurvivalTime times[N];
  guint groups[N];
} Rows;

/* Many ties, censorings and competing events among them. */
static void
draw_rows (Rows *rows)
{
  for (guint i = 0; i < N; i++)
    {
      rows->times[i].time = g_test_rand_int_range (0, 25);
      rows->times[i].status = g_test_rand_int_range (0, 2);
      rows->groups[i] = i % 3;
    }
}

static void
shuffle (const Rows *rows,
         Rows *shuffled)
{
  *shuffled = *rows;
  for (guint i = N - 1; i > 0; i--)
    {
      guint k = g_test_rand_int_range (0, i + 1);
      CrfSurvivalTime time = shuffled->times[i];
      guint group = shuffled->groups[i];

      shuffled->times[i] = shuffled->times[k];
      shuffled->groups[i] = shuffled->groups[k];
      shuffled->times[k] = time;
      shuffled->groups[k] = group;
    }
}

static CrfSurvivalCurve *
curve (const Rows *rows,
       CrfSurvivalLimits limits)
{
  CrfSurvivalCurve *c = crf_survival_curve_new (rows->times, N, limits, 0.95, NULL);

  g_assert_nonnull (c);
  return c;
}

static void
test_order_of_survival (void)
{
  for (guint round = 0; round < N_ROUNDS; round++)
    {
      CrfSurvivalLimits limits = round % 3;
      Rows rows, shuffled;
      g_autoptr (CrfSurvivalCurve) a = NULL;
      g_autoptr (CrfSurvivalCurve) b = NULL;
      CrfLogRank first, second;

      draw_rows (&rows);
      shuffle (&rows, &shuffled);
      a = curve (&rows, limits);
      b = curve (&shuffled, limits);
      g_assert_cmpuint (a->points->len, ==, b->points->len);
      g_assert_cmpmem (a->points->data, a->points->len * sizeof (CrfSurvivalPoint), b->points->data,
                       b->points->len * sizeof (CrfSurvivalPoint));
      assert_close (a->median, b->median);
      assert_close (a->median_lower, b->median_lower);
      assert_close (a->median_upper, b->median_upper);
      g_assert_true (crf_log_rank (rows.times, rows.groups, N, 3, &first, NULL));
      g_assert_true (crf_log_rank (shuffled.times, shuffled.groups, N, 3, &second, NULL));
      assert_close (first.chi_squared, second.chi_squared);
      assert_close (first.p, second.p);
    }
}

static void
test_order_of_incidence (void)
{
  for (guint round = 0; round < N_ROUNDS; round++)
    {
      Rows rows, shuffled;
      g_autoptr (GArray) a = NULL;
      g_autoptr (GArray) b = NULL;

      draw_rows (&rows);
      for (guint i = 0; i < N; i++)
        rows.times[i].status = g_test_rand_int_range (0, 3);
      shuffle (&rows, &shuffled);
      a = crf_cumulative_incidence (rows.times, N, 1, CRF_LIMITS_LOG_LOG, 0.95, NULL);
      b = crf_cumulative_incidence (shuffled.times, N, 1, CRF_LIMITS_LOG_LOG, 0.95, NULL);
      g_assert_cmpmem (a->data, a->len * sizeof (CrfIncidencePoint), b->data,
                       b->len * sizeof (CrfIncidencePoint));
      for (guint i = 0; i < a->len; i++)
        {
          const CrfIncidencePoint *p = &g_array_index (a, CrfIncidencePoint, i);

          g_assert_true (isnan (p->lower) || (p->lower >= 0 && p->lower <= p->incidence && p->upper >= p->incidence && p->upper <= 1));
        }
    }
}

static void
test_curves_fall (void)
{
  for (guint round = 0; round < N_ROUNDS; round++)
    {
      Rows rows;
      g_autoptr (CrfSurvivalCurve) c = NULL;
      double before = 1;

      draw_rows (&rows);
      c = curve (&rows, CRF_LIMITS_LOG_LOG);
      for (guint i = 0; i < c->points->len; i++)
        {
          const CrfSurvivalPoint *p = &g_array_index (c->points, CrfSurvivalPoint, i);

          g_assert_cmpfloat (p->survival, <=, before);
          g_assert_cmpfloat (p->survival, >=, 0);
          g_assert_true (isnan (p->lower) || (p->lower >= 0 && p->lower <= p->survival));
          g_assert_true (isnan (p->upper) || (p->upper <= 1 && p->upper >= p->survival));
          before = p->survival;
        }
    }
}

/* A curve does not know days from seconds. */
static void
test_huge_and_tiny_times (void)
{
  static const double scales[] = { 1e-300, 1e-9, 1, 1e9, 1e300 };
  Rows rows;
  g_autoptr (CrfSurvivalCurve) one = NULL;

  draw_rows (&rows);
  one = curve (&rows, CRF_LIMITS_LOG);
  for (guint s = 0; s < G_N_ELEMENTS (scales); s++)
    {
      Rows scaled = rows;
      g_autoptr (CrfSurvivalCurve) c = NULL;

      for (guint i = 0; i < N; i++)
        scaled.times[i].time *= scales[s];
      c = curve (&scaled, CRF_LIMITS_LOG);
      g_assert_cmpuint (c->points->len, ==, one->points->len);
      for (guint i = 0; i < c->points->len; i++)
        assert_close (g_array_index (c->points, CrfSurvivalPoint, i).survival,
                      g_array_index (one->points, CrfSurvivalPoint, i).survival);
    }
}

static void
test_huge_and_tiny_values (void)
{
  for (guint round = 0; round < N_ROUNDS; round++)
    {
      double x[8], y[8];
      CrfSummary s;
      CrfChange change;
      CrfTestResult r;

      for (guint i = 0; i < G_N_ELEMENTS (x); i++)
        {
          x[i] = pow (10, g_test_rand_double_range (-300, 300));
          y[i] = -pow (10, g_test_rand_double_range (-300, 300));
        }
      /* What overflows is no figure, never a wrong one. */
      g_assert_true (crf_summary_compute (x, G_N_ELEMENTS (x), 0.95, &s, NULL));
      g_assert_cmpfloat (s.min, <=, s.median);
      g_assert_cmpfloat (s.median, <=, s.max);
      g_assert_cmpfloat (s.q1, <=, s.q3);
      crf_change_compute (x, y, G_N_ELEMENTS (x), 0.95, &change, NULL);
      if (crf_test_welch (x, G_N_ELEMENTS (x), y, G_N_ELEMENTS (y), &r, NULL))
        g_assert_true (isnan (r.p) || (r.p >= 0 && r.p <= 1));
      if (crf_test_mann_whitney (x, G_N_ELEMENTS (x), y, G_N_ELEMENTS (y), &r, NULL))
        g_assert_true (r.p >= 0 && r.p <= 1);
    }
}

static void
test_infinity_is_refused (void)
{
  const double fine[] = { 1, 2, 3 }, infinite[] = { 1, INFINITY, 3 };
  CrfTestResult r;
  CrfChange change;

  g_assert_false (crf_test_paired_t (infinite, fine, 3, &r, NULL));
  g_assert_false (crf_test_signed_rank (fine, infinite, 3, &r, NULL));
  g_assert_false (crf_test_welch (infinite, 3, fine, 3, &r, NULL));
  g_assert_false (crf_test_mann_whitney (fine, 3, infinite, 3, &r, NULL));
  g_assert_false (crf_change_compute (fine, infinite, 3, 0.95, &change, NULL));
}

/* The names stand under the tables. */
static void
test_methods_are_named (void)
{
  const double x[] = { 1, 2, 4, 3 }, y[] = { 2, 3, 9, 7 };
  CrfTestResult r;

  g_assert_true (crf_test_paired_t (x, y, 4, &r, NULL));
  g_assert_cmpstr (r.method, !=, "");
  g_assert_true (crf_test_signed_rank (x, y, 4, &r, NULL));
  g_assert_cmpstr (r.method, !=, "");
  g_assert_true (crf_test_welch (x, 4, y, 4, &r, NULL));
  g_assert_cmpstr (r.method, !=, "");
  g_assert_true (crf_test_mann_whitney (x, 4, y, 4, &r, NULL));
  g_assert_cmpstr (r.method, !=, "");
  g_assert_cmpstr (crf_survival_limits_name (CRF_LIMITS_LOG_LOG), ==, "log-log");
  g_assert_cmpstr (CRF_QUANTILE_RULE, ==, "type 7");
}

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/statistics/any-data/the-order-of-rows-changes-no-curve-and-no-test",
                   test_order_of_survival);
  g_test_add_func ("/statistics/any-data/the-order-of-rows-changes-no-incidence",
                   test_order_of_incidence);
  g_test_add_func ("/statistics/any-data/curves-fall-between-1-and-0", test_curves_fall);
  g_test_add_func ("/statistics/any-data/the-unit-of-time-changes-no-curve",
                   test_huge_and_tiny_times);
  g_test_add_func ("/statistics/any-data/huge-and-tiny-values-do-no-harm",
                   test_huge_and_tiny_values);
  g_test_add_func ("/statistics/any-data/infinity-is-refused", test_infinity_is_refused);
  g_test_add_func ("/statistics/any-data/methods-are-named", test_methods_are_named);
  return g_test_run ();
}
