/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Student's paired test, Welch's test, Wilcoxon's signed-rank and rank-sum tests. When a rank test is
 * exact and how the normal approximation is corrected follows R (wilcox.test), so that a
 * statistician finds the same p-value.
 */

#include "crf-tests.h"

#include "crf-statistics.h"
#include "crf-summary.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <stdlib.h>

#define LEVEL 0.95
#define EXACT_BELOW 50

typedef struct {
  double value;
  gboolean first; /* of sample x, or of a positive difference */
  double rank;
} Ranked;

static void
begin (CrfTestResult *result,
       const char *method,
       gsize n_x,
       gsize n_y)
{
  *result = (CrfTestResult) { method, n_x, n_y, NAN, NAN, NAN, NAN, NAN, NAN };
}

/* What is not missing of @x; NULL with @error for infinity. */
static double *
present (const double *x,
         gsize n,
         gsize *kept,
         GError **error)
{
  g_autofree double *copy = g_new (double, MAX (n, 1));

  *kept = 0;
  for (gsize i = 0; i < n; i++)
    {
      if (isinf (x[i]))
        {
          g_set_error (error, CRF_STATISTICS_ERROR, CRF_STATISTICS_ERROR_VALUE,
                       _("Value %zu is infinite and cannot be tested"), i + 1);
          return NULL;
        }
      if (!isnan (x[i]))
        copy[(*kept)++] = x[i];
    }
  return g_steal_pointer (&copy);
}

/* x - y of the pairs with both values. */
static double *
differences (const double *x,
             const double *y,
             gsize n,
             gsize *kept,
             GError **error)
{
  g_autofree double *d = g_new (double, MAX (n, 1));

  for (gsize i = 0; i < n; i++)
    {
      if (isinf (x[i]) || isinf (y[i]))
        {
          g_set_error (error, CRF_STATISTICS_ERROR, CRF_STATISTICS_ERROR_VALUE,
                       _("Value %zu is infinite and cannot be tested"), i + 1);
          return NULL;
        }
      d[i] = x[i] - y[i]; /* NAN if either is */
    }
  return present (d, n, kept, error);
}

static void
finish_t (CrfTestResult *result,
          double difference,
          double standard_error,
          double df)
{
  double half;

  result->estimate = difference;
  if (!(standard_error > 0)) /* all values equal: no test */
    return;
  half = crf_t_critical (LEVEL, df) * standard_error;
  result->statistic = difference / standard_error;
  result->df = df;
  result->p = crf_t_p (result->statistic, df);
  result->lower = difference - half;
  result->upper = difference + half;
}

gboolean
crf_test_paired_t (const double *x,
                   const double *y,
                   gsize n,
                   CrfTestResult *result,
                   GError **error)
{
  g_autofree double *d = NULL;
  CrfSummary summary;
  gsize kept = 0;

  d = differences (x, y, n, &kept, error);
  if (d == NULL || !crf_summary_compute (d, kept, LEVEL, &summary, error))
    return FALSE;
  begin (result, N_("Paired t-test"), kept, kept);
  if (kept > 1)
    finish_t (result, summary.mean, summary.sd / sqrt ((double) kept), (double) (kept - 1));
  return TRUE;
}

gboolean
crf_test_welch (const double *x,
                gsize n_x,
                const double *y,
                gsize n_y,
                CrfTestResult *result,
                GError **error)
{
  CrfSummary a, b;
  double va, vb;

  if (!crf_summary_compute (x, n_x, LEVEL, &a, error)
      || !crf_summary_compute (y, n_y, LEVEL, &b, error))
    return FALSE;
  begin (result, N_("Welch t-test"), a.n, b.n);
  if (a.n < 2 || b.n < 2)
    return TRUE;

  va = a.sd * a.sd / (double) a.n;
  vb = b.sd * b.sd / (double) b.n;
  finish_t (result, a.mean - b.mean, sqrt (va + vb),
            (va + vb) * (va + vb)
              / (va * va / ((double) a.n - 1.0) + vb * vb / ((double) b.n - 1.0)));
  return TRUE;
}

static int
compare_ranked (const void *a,
                const void *b)
{
  const Ranked *x = a, *y = b;

  return (x->value > y->value) - (x->value < y->value);
}

/* Mid-ranks; returns the sum of t³ - t over the ties. */
static double
rank_all (Ranked *items,
          gsize n)
{
  double ties = 0;
  gsize i = 0;

  qsort (items, n, sizeof *items, compare_ranked);
  while (i < n)
    {
      gsize next = i + 1;
      double t, rank;

      while (next < n && !(items[next].value > items[i].value))
        next++;
      t = (double) (next - i);
      rank = ((double) i + 1.0 + (double) next) / 2.0;
      ties += t * t * t - t;
      for (; i < next; i++)
        items[i].rank = rank;
    }
  return ties;
}

static double
rank_sum (const Ranked *items,
          gsize n)
{
  double sum = 0;

  for (gsize i = 0; i < n; i++)
    sum += items[i].first ? items[i].rank : 0.0;
  return sum;
}

/* Two-sided p of an integer statistic with @counts ways for each of 0 … @max. */
static double
exact_p (const double *counts,
         gsize max,
         double statistic)
{
  CrfSum all = { 0 }, below = { 0 }, above = { 0 };
  gsize observed = (gsize) statistic;
  double p;

  for (gsize i = 0; i <= max; i++)
    {
      crf_sum_add (&all, counts[i]);
      if (i <= observed)
        crf_sum_add (&below, counts[i]);
      if (i >= observed)
        crf_sum_add (&above, counts[i]);
    }
  p = MIN (crf_sum_value (&below), crf_sum_value (&above)) / crf_sum_value (&all);
  return MIN (2.0 * p, 1.0);
}

/* Two-sided p of @distance from the mean with continuity correction. */
static double
normal_p (double distance,
          double variance)
{
  /* As R does: a distance of 0 is not moved, any other by one half towards 0. */
  double corrected = fabs (distance) > 0 ? fabs (distance) - 0.5 : 0.0;

  if (!(variance > 0))
    return NAN;
  return MIN (2.0 * crf_normal_cdf (-corrected / sqrt (variance)), 1.0);
}

/* Ways to reach each rank sum with ranks 1 … n. */
static double *
signed_rank_counts (gsize n)
{
  gsize max = n * (n + 1) / 2;
  double *counts = g_new0 (double, max + 1);

  counts[0] = 1.0;
  for (gsize rank = 1; rank <= n; rank++)
    for (gsize s = max; s >= rank; s--)
      counts[s] += counts[s - rank];
  return counts;
}

gboolean
crf_test_signed_rank (const double *x,
                      const double *y,
                      gsize n,
                      CrfTestResult *result,
                      GError **error)
{
  g_autofree double *d = NULL;
  g_autofree Ranked *items = NULL;
  gsize kept = 0, used = 0;
  double ties, m;

  d = differences (x, y, n, &kept, error);
  if (d == NULL)
    return FALSE;

  items = g_new0 (Ranked, MAX (kept, 1));
  for (gsize i = 0; i < kept; i++)
    {
      if (fabs (d[i]) > 0)
        items[used++] = (Ranked) { fabs (d[i]), d[i] > 0, 0 };
    }
  begin (result, N_("Wilcoxon signed-rank test, exact"), kept, kept);
  if (used == 0)
    return TRUE;

  ties = rank_all (items, used);
  m = (double) used;
  result->statistic = rank_sum (items, used);
  if (used == kept && ties <= 0 && used < EXACT_BELOW)
    {
      g_autofree double *counts = signed_rank_counts (used);

      result->p = exact_p (counts, used * (used + 1) / 2, result->statistic);
      return TRUE;
    }
  result->method = N_("Wilcoxon signed-rank test, normal approximation");
  result->p = normal_p (result->statistic - m * (m + 1.0) / 4.0,
                        m * (m + 1.0) * (2.0 * m + 1.0) / 24.0 - ties / 48.0);
  return TRUE;
}

/* Ways to reach each Mann-Whitney count. With i values of x and j of y, the largest of all is an x, which
 * beats j others, or a y: f (i, j, u) = f (i - 1, j, u - j) + f (i, j - 1, u). All terms are positive, so
 * no digit is lost. Row j of the table holds f (i, j, ·) for the current i.
 */
static double *
mann_whitney_counts (gsize n_x,
                     gsize n_y)
{
  gsize width = n_x * n_y + 1;
  g_autofree double *table = g_new0 (double, (n_y + 1) * width);
  double *counts = g_new (double, width);

  for (gsize j = 0; j <= n_y; j++)
    table[j * width] = 1.0; /* f (0, j, 0) */
  for (gsize i = 1; i <= n_x; i++)
    for (gsize j = 1; j <= n_y; j++)
      for (gsize u = width; u-- > 0;)
        table[j * width + u] = (u >= j ? table[j * width + u - j] : 0.0)
                               + table[(j - 1) * width + u];
  for (gsize u = 0; u < width; u++)
    counts[u] = table[n_y * width + u];
  return counts;
}

static Ranked *
pool (const double *x,
      gsize n_x,
      const double *y,
      gsize n_y)
{
  Ranked *items = g_new0 (Ranked, MAX (n_x + n_y, 1));

  for (gsize i = 0; i < n_x; i++)
    items[i] = (Ranked) { x[i], TRUE, 0 };
  for (gsize i = 0; i < n_y; i++)
    items[n_x + i] = (Ranked) { y[i], FALSE, 0 };
  return items;
}

gboolean
crf_test_mann_whitney (const double *x,
                       gsize n_x,
                       const double *y,
                       gsize n_y,
                       CrfTestResult *result,
                       GError **error)
{
  g_autofree double *a = NULL;
  g_autofree double *b = NULL;
  g_autofree Ranked *items = NULL;
  gsize used_x = 0, used_y = 0;
  double ties, m, k, all;

  a = present (x, n_x, &used_x, error);
  b = a != NULL ? present (y, n_y, &used_y, error) : NULL;
  if (b == NULL)
    return FALSE;
  begin (result, N_("Mann-Whitney test, exact"), used_x, used_y);
  if (used_x == 0 || used_y == 0)
    return TRUE;

  items = pool (a, used_x, b, used_y);
  ties = rank_all (items, used_x + used_y);
  m = (double) used_x;
  k = (double) used_y;
  all = m + k;
  result->statistic = rank_sum (items, used_x + used_y) - m * (m + 1.0) / 2.0;
  if (ties <= 0 && used_x < EXACT_BELOW && used_y < EXACT_BELOW)
    {
      g_autofree double *counts = mann_whitney_counts (used_x, used_y);

      result->p = exact_p (counts, used_x * used_y, result->statistic);
      return TRUE;
    }
  result->method = N_("Mann-Whitney test, normal approximation");
  result->p = normal_p (result->statistic - m * k / 2.0,
                        m * k / 12.0 * (all + 1.0 - ties / (all * (all - 1.0))));
  return TRUE;
}
