/* SPDX-License-Identifier: GPL-3.0-or-later */

/* n, mean, SD, median, quartiles, extremes and t limits. Quartiles are type 7 of Hyndman and Fan (Am Stat
 * 1996;50:361), the default of R and of spreadsheets; SAS defaults to another type, so the type is
 * named wherever quartiles are shown.
 */

#include "crf-summary.h"

#include "crf-statistics.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static int
compare_doubles (const void *a,
                 const void *b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

double
crf_quantile_sorted (const double *sorted,
                     gsize n,
                     double p)
{
  double index, part;
  gsize low;

  if (n == 0 || isnan (p) || p < 0.0 || p > 1.0)
    return NAN;
  index = (double) (n - 1) * p;
  low = (gsize) floor (index);
  part = index - (double) low;
  if (low + 1 >= n)
    return sorted[n - 1];
  return (1.0 - part) * sorted[low] + part * sorted[low + 1];
}

/* Copies what is not missing, sorted; NULL with @error for infinity. */
static double *
sorted_copy (const double *values,
             gsize n,
             gsize *n_kept,
             GError **error)
{
  g_autofree double *copy = g_new (double, MAX (n, 1));
  gsize kept = 0;

  for (gsize i = 0; i < n; i++)
    {
      if (isinf (values[i]))
        {
          g_set_error (error, CRF_STATISTICS_ERROR, CRF_STATISTICS_ERROR_VALUE,
                       _("Value %zu is infinite and cannot be summarised"), i + 1);
          return NULL;
        }
      if (!isnan (values[i]))
        copy[kept++] = values[i];
    }
  qsort (copy, kept, sizeof (double), compare_doubles);
  *n_kept = kept;
  return g_steal_pointer (&copy);
}

static double
mean_of (const double *x,
         gsize n)
{
  CrfSum sum = { 0 };

  for (gsize i = 0; i < n; i++)
    crf_sum_add (&sum, x[i]);
  return crf_sum_value (&sum) / (double) n;
}

static double
sd_of (const double *x,
       gsize n,
       double mean)
{
  CrfSum squares = { 0 };

  for (gsize i = 0; i < n; i++)
    crf_sum_add (&squares, (x[i] - mean) * (x[i] - mean));
  return sqrt (crf_sum_value (&squares) / (double) (n - 1));
}

gboolean
crf_summary_compute (const double *values,
                     gsize n,
                     double level,
                     CrfSummary *summary,
                     GError **error)
{
  g_autofree double *sorted = NULL;
  gsize kept = 0;

  g_return_val_if_fail (values != NULL || n == 0, FALSE);
  g_return_val_if_fail (summary != NULL, FALSE);

  if (!crf_statistics_check_level (level, error))
    return FALSE;
  sorted = sorted_copy (values, n, &kept, error);
  if (sorted == NULL)
    return FALSE;

  *summary = (CrfSummary) {
    .n = kept, .n_missing = n - kept, .mean = NAN, .sd = NAN, .median = NAN, .q1 = NAN, .q3 = NAN,
    .min = NAN, .max = NAN, .level = level, .ci_lower = NAN, .ci_upper = NAN,
  };
  if (kept == 0)
    return TRUE;

  summary->mean = mean_of (sorted, kept);
  summary->median = crf_quantile_sorted (sorted, kept, 0.5);
  summary->q1 = crf_quantile_sorted (sorted, kept, 0.25);
  summary->q3 = crf_quantile_sorted (sorted, kept, 0.75);
  summary->min = sorted[0];
  summary->max = sorted[kept - 1];
  if (kept > 1)
    {
      double half;

      summary->sd = sd_of (sorted, kept, summary->mean);
      half = crf_t_critical (level, (double) (kept - 1)) * summary->sd / sqrt ((double) kept);
      summary->ci_lower = summary->mean - half;
      summary->ci_upper = summary->mean + half;
    }
  return TRUE;
}
