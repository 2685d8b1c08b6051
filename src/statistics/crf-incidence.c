/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Cumulative incidence with competing events (Aalen, Johansen, Scand J Stat 1978;5:141): the sum of
 * event-free survival just before a time, times the cause's share of those at risk. One minus
 * Kaplan-Meier with the competing events censored would overstate it.
 */

#include "crf-survival-private.h"

#include "crf-statistics.h"

GArray *
crf_cumulative_incidence (const CrfSurvivalTime *times,
                          gsize n,
                          int cause,
                          GError **error)
{
  g_autofree CrfSurvivalTime *sorted = NULL;
  GArray *points;
  CrfSum incidence = { 0 };
  double event_free = 1.0;
  gsize i = 0;

  g_return_val_if_fail (times != NULL || n == 0, NULL);
  g_return_val_if_fail (cause > 0, NULL);

  sorted = crf_survival_sorted (times, n, error);
  if (sorted == NULL)
    return NULL;

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
      event_free *= (risk - any) / risk;
      point.event_free = event_free;
      point.incidence = crf_sum_value (&incidence);
      g_array_append_val (points, point);
    }
  return points;
}

double
crf_cumulative_incidence_at (const GArray *points,
                             double time)
{
  double incidence = 0.0;

  for (guint i = 0; i < points->len; i++)
    {
      const CrfIncidencePoint *point = &g_array_index (points, CrfIncidencePoint, i);

      if (point->time > time)
        break;
      incidence = point->incidence;
    }
  return incidence;
}
