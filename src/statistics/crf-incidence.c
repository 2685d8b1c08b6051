/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Cumulative incidence with competing events (Aalen, Johansen, Scand J Stat 1978;5:141): the sum of
 * event-free survival just before a time, times the cause's share of those at risk. One minus
 * Kaplan-Meier with the competing events censored would overstate it. The variance is that of the
 * delta method with a multinomial at each time (Marubini, Valsecchi, Analysing Survival Data, 1995,
 * 10.3); without weights it is also the infinitesimal jackknife that the survival package of R takes.
 */

#include "crf-survival-private.h"

#include "crf-statistics.h"

#include <math.h>

/* The sums over the times so far that the variance at any later time is made of. With S event-free
 * survival before, h and c the shares of any event and of the cause, r at risk, I the incidence:
 * var (t) = Σ S²c(1-c)/r - 2 Σ S c (I(t)-I)/r + Σ (I(t)-I)² h/((1-h) r). */
typedef struct {
  CrfSum own;              /* S²c(1-c)/r */
  CrfSum cross[2];         /* S c/r × 1, I */
  CrfSum any[3];           /* h/((1-h) r) × 1, I, I² */
} Variance;

static void
add_time (Variance *self,
          double survival,
          double cause,
          double any,
          double risk,
          double incidence)
{
  double own = survival * cause / risk;

  crf_sum_add (&self->own, survival * own * (1.0 - cause));
  crf_sum_add (&self->cross[0], own);
  crf_sum_add (&self->cross[1], own * incidence);
  /* Where all had an event nothing can follow. */
  if (any < 1.0)
    {
      double weight = any / ((1.0 - any) * risk);

      crf_sum_add (&self->any[0], weight);
      crf_sum_add (&self->any[1], weight * incidence);
      crf_sum_add (&self->any[2], weight * incidence * incidence);
    }
}

static double
standard_error (const Variance *self,
                double incidence)
{
  double variance = crf_sum_value (&self->own)
                    - 2.0 * (incidence * crf_sum_value (&self->cross[0]) - crf_sum_value (&self->cross[1]))
                    + incidence * incidence * crf_sum_value (&self->any[0])
                    - 2.0 * incidence * crf_sum_value (&self->any[1]) + crf_sum_value (&self->any[2]);

  return incidence > 0 ? sqrt (MAX (variance, 0.0)) : NAN;
}

GArray *
crf_cumulative_incidence (const CrfSurvivalTime *times,
                          gsize n,
                          int cause,
                          CrfSurvivalLimits limits,
                          double level,
                          GError **error)
{
  g_autofree CrfSurvivalTime *sorted = NULL;
  GArray *points;
  CrfSum incidence = { 0 };
  Variance variance = { 0 };
  double event_free = 1.0, z;
  gsize i = 0;

  g_return_val_if_fail (times != NULL || n == 0, NULL);
  g_return_val_if_fail (cause > 0, NULL);

  if (!crf_statistics_check_level (level, error))
    return NULL;
  sorted = crf_survival_sorted (times, n, G_MAXINT, error);
  if (sorted == NULL)
    return NULL;

  z = -crf_normal_quantile ((1.0 - level) / 2.0);
  points = g_array_new (FALSE, TRUE, sizeof (CrfIncidencePoint));
  while (i < n)
    {
      gsize next = crf_survival_tied (sorted, n, i);
      CrfIncidencePoint point = { .time = sorted[i].time, .n_risk = n - i };
      double any = 0, wanted = 0, risk = (double) point.n_risk;

      for (; i < next; i++)
        {
          any += sorted[i].status != 0;
          wanted += sorted[i].status == cause;
        }
      crf_sum_add (&incidence, event_free * wanted / risk);
      point.incidence = crf_sum_value (&incidence);
      add_time (&variance, event_free, wanted / risk, any / risk, risk, point.incidence);
      event_free *= (risk - any) / risk;
      point.event_free = event_free;
      point.std_err = standard_error (&variance, point.incidence);
      crf_survival_limits_of (limits, point.incidence, point.std_err, z, &point.lower, &point.upper);
      g_array_append_val (points, point);
    }
  return points;
}

void
crf_cumulative_incidence_at (const GArray *points,
                             double time,
                             CrfIncidencePoint *found)
{
  *found = (CrfIncidencePoint) { .time = time, .event_free = 1.0, .std_err = NAN, .lower = NAN, .upper = NAN };
  for (guint i = 0; i < points->len; i++)
    {
      const CrfIncidencePoint *point = &g_array_index (points, CrfIncidencePoint, i);

      if (point->time > time)
        break;
      *found = *point;
    }
  found->time = time;
}
