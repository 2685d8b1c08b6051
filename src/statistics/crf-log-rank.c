/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The log-rank test for 2 to 10 groups (Mantel, Cancer Chemother Rep 1966;50:163; Peto and Peto, J R
 * Stat Soc A 1972;135:185): observed minus expected, hypergeometric covariance with ties, no
 * continuity correction. Groups in which no event could be expected do not count.
 */

#include "crf-survival-private.h"

#include "crf-statistics.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <stdlib.h>

#define MAX_GROUPS CRF_LOG_RANK_MAX_GROUPS

typedef struct {
  double time;
  gboolean event;
  guint group;
} Subject;

typedef struct {
  double risk[MAX_GROUPS];
  CrfSum expected[MAX_GROUPS];
  CrfSum covariance[MAX_GROUPS][MAX_GROUPS];
} Tally;

static int
compare_subjects (const void *a,
                  const void *b)
{
  const Subject *x = a, *y = b;

  return (x->time > y->time) - (x->time < y->time);
}

static Subject *
sorted_subjects (const CrfSurvivalTime *times,
                 const guint *groups,
                 gsize n,
                 guint n_groups,
                 GError **error)
{
  g_autofree Subject *subjects = g_new (Subject, MAX (n, 1));

  if (!crf_survival_check (times, n, 1, error))
    return NULL;
  for (gsize i = 0; i < n; i++)
    {
      if (groups[i] >= n_groups)
        {
          g_set_error (error, CRF_STATISTICS_ERROR, CRF_STATISTICS_ERROR_GROUPS,
                       _("Subject %zu is in no group"), i + 1);
          return NULL;
        }
      subjects[i] = (Subject) { times[i].time, times[i].status != 0, groups[i] };
    }
  qsort (subjects, n, sizeof *subjects, compare_subjects);
  return g_steal_pointer (&subjects);
}

/* Adds one time with @events events among @total at risk. */
static void
tally_time (Tally *tally,
            guint n_groups,
            double total,
            double events)
{
  double spread = total > 1.0 ? events * (total - events) / (total - 1.0) : 0.0;

  for (guint g = 0; g < n_groups; g++)
    {
      double share = tally->risk[g] / total;

      crf_sum_add (&tally->expected[g], events * share);
      for (guint h = 0; h < n_groups; h++)
        crf_sum_add (&tally->covariance[g][h],
                     spread * share * ((g == h ? 1.0 : 0.0) - tally->risk[h] / total));
    }
}

static void
tally_all (Tally *tally,
           const Subject *subjects,
           gsize n,
           guint n_groups)
{
  gsize i = 0;

  while (i < n)
    {
      gsize next = i;
      double events = 0;

      while (next < n && !(subjects[next].time > subjects[i].time))
        events += subjects[next++].event;
      if (events > 0)
        tally_time (tally, n_groups, (double) (n - i), events);
      for (; i < next; i++)
        tally->risk[subjects[i].group] -= 1.0;
    }
}

/* d' V⁻¹ d by Gaussian elimination with pivots; NAN when V cannot be inverted. */
static double
quadratic_form (double v[MAX_GROUPS][MAX_GROUPS],
                const double *d,
                guint k)
{
  double x[MAX_GROUPS];
  CrfSum sum = { 0 };

  for (guint i = 0; i < k; i++)
    x[i] = d[i];
  for (guint c = 0; c < k; c++)
    {
      guint pivot = c;

      for (guint r = c + 1; r < k; r++)
        if (fabs (v[r][c]) > fabs (v[pivot][c]))
          pivot = r;
      if (fabs (v[pivot][c]) < 1e-14)
        return NAN;
      for (guint j = 0; j < k; j++)
        {
          double swap = v[c][j];

          v[c][j] = v[pivot][j];
          v[pivot][j] = swap;
        }
      if (pivot != c)
        {
          double swap = x[c];

          x[c] = x[pivot];
          x[pivot] = swap;
        }
      for (guint r = c + 1; r < k; r++)
        {
          double factor = v[r][c] / v[c][c];

          for (guint j = c; j < k; j++)
            v[r][j] -= factor * v[c][j];
          x[r] -= factor * x[c];
        }
    }
  for (guint i = k; i-- > 0;)
    {
      for (guint j = i + 1; j < k; j++)
        x[i] -= v[i][j] * x[j];
      x[i] /= v[i][i];
      crf_sum_add (&sum, x[i] * d[i]);
    }
  return crf_sum_value (&sum);
}

/* The statistic over the groups that could have had events, the last of them left out. */
static void
finish (CrfLogRank *result,
        const Tally *tally)
{
  double v[MAX_GROUPS][MAX_GROUPS] = { 0 };
  double d[MAX_GROUPS] = { 0 };
  guint used[MAX_GROUPS];
  guint k = 0;

  for (guint g = 0; g < result->n_groups; g++)
    {
      result->expected[g] = crf_sum_value (&tally->expected[g]);
      if (result->expected[g] > 0)
        used[k++] = g;
    }
  result->chi_squared = NAN;
  result->p = NAN;
  result->df = k > 0 ? k - 1.0 : 0.0;
  if (k < 2)
    return;

  for (guint i = 0; i + 1 < k; i++)
    {
      d[i] = (double) result->observed[used[i]] - result->expected[used[i]];
      for (guint j = 0; j + 1 < k; j++)
        v[i][j] = crf_sum_value (&tally->covariance[used[i]][used[j]]);
    }
  result->chi_squared = quadratic_form (v, d, k - 1);
  if (!isnan (result->chi_squared))
    result->p = crf_chi_squared_p (result->chi_squared, result->df);
}

gboolean
crf_log_rank (const CrfSurvivalTime *times,
              const guint *groups,
              gsize n,
              guint n_groups,
              CrfLogRank *result,
              GError **error)
{
  g_autofree Subject *subjects = NULL;
  g_autofree Tally *tally = NULL;

  g_return_val_if_fail ((times != NULL && groups != NULL) || n == 0, FALSE);
  g_return_val_if_fail (result != NULL, FALSE);

  if (n_groups < 2 || n_groups > MAX_GROUPS)
    {
      g_set_error (error, CRF_STATISTICS_ERROR, CRF_STATISTICS_ERROR_GROUPS,
                   _("The log-rank test compares 2 to %d groups, not %u"), MAX_GROUPS, n_groups);
      return FALSE;
    }
  subjects = sorted_subjects (times, groups, n, n_groups, error);
  if (subjects == NULL)
    return FALSE;

  *result = (CrfLogRank) { .n_groups = n_groups };
  tally = g_new0 (Tally, 1);
  for (gsize i = 0; i < n; i++)
    {
      tally->risk[subjects[i].group] += 1.0;
      result->n[subjects[i].group]++;
      result->observed[subjects[i].group] += subjects[i].event;
    }
  tally_all (tally, subjects, n, n_groups);
  finish (result, tally);
  return TRUE;
}
