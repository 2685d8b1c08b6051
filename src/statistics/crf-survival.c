/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Kaplan-Meier estimate with Greenwood's variance (Kaplan, Meier, J Am Stat Assoc 1958;53:457) and
 * limits on the log-log, log or plain scale. Conventions where nothing is defined, and the median
 * over a flat stretch at exactly one half, follow the survival package of R, the reference that
 * reviewers use.
 */

#include "crf-survival.h"
#include "crf-survival-private.h"

#include "crf-statistics.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <stdlib.h>

/* A product of fractions that is 1/2 on paper. */
#define HALF_TOLERANCE 1.4901161193847656e-08

static const char *const limits_names[] = { "log-log", "log", "plain" };

const char *
crf_survival_limits_name (CrfSurvivalLimits limits)
{
  g_return_val_if_fail (limits <= CRF_LIMITS_PLAIN, NULL);
  return limits_names[limits];
}

gboolean
crf_survival_limits_from_name (const char *name,
                               CrfSurvivalLimits *limits)
{
  for (guint i = 0; i < G_N_ELEMENTS (limits_names); i++)
    {
      if (g_strcmp0 (name, limits_names[i]) == 0)
        {
          *limits = i;
          return TRUE;
        }
    }
  return FALSE;
}

static int
compare_times (const void *a,
               const void *b)
{
  const CrfSurvivalTime *x = a, *y = b;

  return (x->time > y->time) - (x->time < y->time);
}

gboolean
crf_survival_check (const CrfSurvivalTime *times,
                    gsize n,
                    int last,
                    GError **error)
{
  for (gsize i = 0; i < n; i++)
    {
      if (!isfinite (times[i].time) || times[i].time < 0 || times[i].status < 0)
        {
          g_set_error (error, CRF_STATISTICS_ERROR, CRF_STATISTICS_ERROR_VALUE,
                       _("Subject %zu has no usable time: a number of 0 or more is "
                         "needed"),
                       i + 1);
          return FALSE;
        }
      if (times[i].status > last)
        {
          g_set_error (error, CRF_STATISTICS_ERROR, CRF_STATISTICS_ERROR_STATUS,
                       _("Subject %zu had a competing event: a curve and its test know only events and "
                         "censorings. Say which of them it is, or ask for the cumulative incidence"),
                       i + 1);
          return FALSE;
        }
    }
  return TRUE;
}

CrfSurvivalTime *
crf_survival_sorted (const CrfSurvivalTime *times,
                     gsize n,
                     int last,
                     GError **error)
{
  CrfSurvivalTime *sorted;

  if (!crf_survival_check (times, n, last, error))
    return NULL;
  sorted = g_new (CrfSurvivalTime, MAX (n, 1));
  for (gsize i = 0; i < n; i++)
    sorted[i] = times[i];
  qsort (sorted, n, sizeof *sorted, compare_times);
  return sorted;
}

gsize
crf_survival_tied (const CrfSurvivalTime *sorted,
                   gsize n,
                   gsize from)
{
  gsize to = from + 1;

  while (to < n && !(sorted[to].time > sorted[from].time))
    to++;
  return to;
}

void
crf_survival_limits_of (CrfSurvivalLimits limits,
                        double probability,
                        double std_err,
                        double z,
                        double *lower,
                        double *upper)
{
  double p = probability;

  *lower = NAN;
  *upper = NAN;
  if (p <= 0.0)
    return;
  switch (limits)
    {
    case CRF_LIMITS_LOG_LOG:
      if (p < 1.0)
        {
          *lower = exp (-exp (log (-log (p)) - z * std_err / (p * log (p))));
          *upper = exp (-exp (log (-log (p)) + z * std_err / (p * log (p))));
        }
      break;
    case CRF_LIMITS_LOG:
      *lower = p * exp (-z * std_err / p);
      *upper = MIN (p * exp (z * std_err / p), 1.0);
      break;
    case CRF_LIMITS_PLAIN:
    default:
      *lower = MAX (p - z * std_err, 0.0);
      *upper = MIN (p + z * std_err, 1.0);
      break;
    }
}

/* The curve's survival, or one of its limits, at a point. */
typedef enum { LINE_SURVIVAL, LINE_LOWER, LINE_UPPER } Line;

static double
line_value (const CrfSurvivalPoint *point,
            Line line)
{
  return line == LINE_SURVIVAL ? point->survival : line == LINE_LOWER ? point->lower : point->upper;
}

/* First time with the line at or below one half; the middle of a stretch at exactly one half. */
static double
crossing (const GArray *points,
          Line line)
{
  gssize first = -1;
  double first_value = NAN;

  for (guint i = 0; i < points->len; i++)
    {
      const CrfSurvivalPoint *point = &g_array_index (points, CrfSurvivalPoint, i);
      double y = line_value (point, line);

      if (isnan (y) || y >= 0.5 + HALF_TOLERANCE)
        continue;
      if (first < 0)
        {
          first = i;
          first_value = y;
          if (fabs (y - 0.5) >= HALF_TOLERANCE)
            break;
        }
      else if (y < first_value)
        return (g_array_index (points, CrfSurvivalPoint, first).time + point->time) / 2.0;
    }
  return first < 0 ? NAN : g_array_index (points, CrfSurvivalPoint, first).time;
}

static void
fill_points (CrfSurvivalCurve *self,
             const CrfSurvivalTime *sorted)
{
  double z = -crf_normal_quantile ((1.0 - self->level) / 2.0);
  CrfSum greenwood = { 0 };
  double survival = 1.0;
  gsize i = 0;

  while (i < self->n)
    {
      gsize next = crf_survival_tied (sorted, self->n, i);
      CrfSurvivalPoint point = { .time = sorted[i].time, .n_risk = self->n - i };

      for (gsize k = i; k < next; k++)
        {
          point.n_event += sorted[k].status != 0;
          point.n_censored += sorted[k].status == 0;
        }
      if (point.n_event > 0)
        {
          double risk = (double) point.n_risk, events = (double) point.n_event;

          survival *= (risk - events) / risk;
          crf_sum_add (&greenwood, events / (risk * (risk - events)));
        }
      point.survival = survival;
      point.std_err = survival > 0 ? survival * sqrt (crf_sum_value (&greenwood)) : NAN;
      crf_survival_limits_of (self->limits, survival, point.std_err, z, &point.lower, &point.upper);
      self->n_events += point.n_event;
      g_array_append_val (self->points, point);
      i = next;
    }
}

CrfSurvivalCurve *
crf_survival_curve_new (const CrfSurvivalTime *times,
                        gsize n,
                        CrfSurvivalLimits limits,
                        double level,
                        GError **error)
{
  g_autofree CrfSurvivalTime *sorted = NULL;
  CrfSurvivalCurve *self;

  g_return_val_if_fail (times != NULL || n == 0, NULL);
  g_return_val_if_fail (limits <= CRF_LIMITS_PLAIN, NULL);

  if (!crf_statistics_check_level (level, error))
    return NULL;
  sorted = crf_survival_sorted (times, n, 1, error);
  if (sorted == NULL)
    return NULL;

  self = g_new0 (CrfSurvivalCurve, 1);
  self->n = n;
  self->limits = limits;
  self->level = level;
  self->points = g_array_new (FALSE, TRUE, sizeof (CrfSurvivalPoint));
  fill_points (self, sorted);
  self->median = crossing (self->points, LINE_SURVIVAL);
  self->median_lower = crossing (self->points, LINE_LOWER);
  self->median_upper = crossing (self->points, LINE_UPPER);
  return self;
}

void
crf_survival_curve_free (CrfSurvivalCurve *self)
{
  g_array_unref (self->points);
  g_free (self);
}

/* How many points lie at or before @time. */
static guint
points_up_to (const GArray *points,
              double time)
{
  guint low = 0, high = points->len;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (g_array_index (points, CrfSurvivalPoint, middle).time <= time)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

void
crf_survival_curve_at (const CrfSurvivalCurve *self,
                       double time,
                       CrfSurvivalPoint *point)
{
  guint passed = points_up_to (self->points, time);
  const CrfSurvivalPoint *last;

  if (passed == 0)
    {
      *point = (CrfSurvivalPoint) {
        .time = time, .n_risk = self->n, .survival = self->n > 0 ? 1.0 : NAN,
        .std_err = self->n > 0 ? 0.0 : NAN, .lower = self->n > 0 ? 1.0 : NAN,
        .upper = self->n > 0 ? 1.0 : NAN,
      };
      return;
    }

  last = &g_array_index (self->points, CrfSurvivalPoint, passed - 1);
  *point = *last;
  point->time = time;
  point->n_event = 0;
  point->n_censored = 0;
  if (last->time < time)
    point->n_risk -= last->n_event + last->n_censored;
  if (last->time < time && passed == self->points->len && last->survival > 0)
    {
      /* Nobody was followed so long: the curve has ended. */
      point->survival = NAN;
      point->std_err = NAN;
      point->lower = NAN;
      point->upper = NAN;
    }
}
