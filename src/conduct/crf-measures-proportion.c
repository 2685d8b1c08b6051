/* SPDX-License-Identifier: GPL-3.0-or-later */

/* How many patients reach a class that a score's points define (Child-Pugh A: at most 6), at one visit. Who has no value at the visit did not reach it;
 * the share among those who have one is told beside it. */

#include "crf-measures.h"

#include <math.h>

static void
count (const CrfMeasures *measures,
       guint visit,
       guint group,
       double most,
       gboolean observed,
       gsize *events,
       gsize *n)
{
  *events = *n = 0;
  for (guint i = 0; i < measures->subjects->len; i++)
    {
      const CrfMeasureSubject *subject = g_ptr_array_index (measures->subjects, i);
      double value = visit == G_MAXUINT ? subject->baseline : subject->values[visit];

      if (subject->group != group || (observed && isnan (value)))
        continue;
      (*n)++;
      *events += !isnan (value) && value <= most;
    }
}

gboolean
crf_measures_proportion (const CrfMeasures *measures,
                         guint visit,
                         guint group,
                         double most,
                         gboolean observed,
                         CrfProportion *proportion,
                         GError **error)
{
  gsize events, n;

  g_return_val_if_fail (visit == G_MAXUINT || visit < measures->visits->len, FALSE);

  count (measures, visit, group, most, observed, &events, &n);
  return crf_proportion_compute (events, n, 0.95, proportion, error);
}

double
crf_measures_fisher (const CrfMeasures *measures,
                     guint visit,
                     double most,
                     gboolean observed)
{
  gsize events[2], n[2];

  g_return_val_if_fail (measures->groups->len >= 2, NAN);

  for (guint group = 0; group < 2; group++)
    count (measures, visit, group, most, observed, &events[group], &n[group]);
  return n[0] > 0 && n[1] > 0 ? crf_fisher_exact (events[0], n[0] - events[0], events[1], n[1] - events[1]) : NAN;
}
