/* SPDX-License-Identifier: GPL-3.0-or-later */

/* survival: the estimates of one group, at the chosen times or at all of the data. */

#include "crf-cli-survival-estimate.h"

#include "crf-number.h"

#define LEVEL 0.95

static const CrfSurvivalTime *
times_of (GArray *array)
{
  return (const CrfSurvivalTime *) (gpointer) array->data;
}

/* Of one group, or of all (ALL_GROUPS). For a curve who had a competing event is censored by it; for the incidence it counts. */
#define ALL_GROUPS G_MAXUINT

static GArray *
select_times (const CrfCliSurvival *survival,
              guint group,
              gboolean competing)
{
  GArray *own = g_array_new (FALSE, FALSE, sizeof (CrfSurvivalTime));

  for (guint i = 0; i < survival->times->len; i++)
    {
      CrfSurvivalTime time = g_array_index (survival->times, CrfSurvivalTime, i);

      if (group != ALL_GROUPS && g_array_index (survival->group_of, guint, i) != group)
        continue;
      if (!competing && time.status > 1)
        time.status = 0;
      g_array_append_val (own, time);
    }
  return own;
}

CrfSurvivalCurve *
crf_cli_survival_curve (const CrfCliSurvival *survival,
                        guint group,
                        GError **error)
{
  g_autoptr (GArray) own = select_times (survival, group, FALSE);

  return crf_survival_curve_new (times_of (own), own->len, survival->limits, LEVEL, error);
}

guint
crf_cli_survival_count_alive (const CrfCliSurvival *survival,
                              guint group)
{
  g_autoptr (GArray) own = select_times (survival, group, TRUE);
  guint n = 0;

  for (guint i = 0; i < own->len; i++)
    {
      const CrfSurvivalTime *time = &g_array_index (own, CrfSurvivalTime, i);
      int order = crf_decimal_compare (time->time, survival->day);

      n += order > 0 || (order == 0 && time->status == 0);
    }
  return n;
}

GArray *
crf_cli_survival_incidence (const CrfCliSurvival *survival,
                            guint group,
                            GError **error)
{
  g_autoptr (GArray) own = select_times (survival, group, TRUE);
  g_autoptr (GArray) event = crf_cumulative_incidence (times_of (own), own->len, 1, survival->limits, LEVEL, error);
  g_autoptr (GArray) competing = event != NULL ? crf_cumulative_incidence (times_of (own), own->len, 2, survival->limits, LEVEL, error) : NULL;
  guint n = survival->at != NULL ? survival->at->len : event != NULL ? event->len : 0;
  GArray *list;

  if (competing == NULL)
    return NULL;
  list = g_array_new (FALSE, FALSE, sizeof (CrfCliIncidence));
  for (guint i = 0; i < n; i++)
    {
      CrfCliIncidence one = { .time = survival->at != NULL ? g_array_index (survival->at, double, i)
                                                     : g_array_index (event, CrfIncidencePoint, i).time };

      crf_cumulative_incidence_at (event, one.time, &one.event);
      crf_cumulative_incidence_at (competing, one.time, &one.competing);
      for (guint j = 0; j < own->len; j++)
        one.n_risk += crf_decimal_compare (g_array_index (own, CrfSurvivalTime, j).time, one.time) >= 0;
      g_array_append_val (list, one);
    }
  return list;
}

GArray *
crf_cli_survival_points (const CrfCliSurvival *survival,
                         const CrfSurvivalCurve *curve)
{
  GArray *points = g_array_new (FALSE, FALSE, sizeof (CrfSurvivalPoint));

  for (guint i = 0; survival->at != NULL && i < survival->at->len; i++)
    {
      CrfSurvivalPoint point;

      crf_survival_curve_at (curve, g_array_index (survival->at, double, i), &point);
      g_array_append_val (points, point);
    }
  if (survival->at == NULL)
    g_array_append_vals (points, curve->points->data, curve->points->len);
  return points;
}

gboolean
crf_cli_survival_log_rank (const CrfCliSurvival *survival,
                           CrfLogRank *logrank,
                           GError **error)
{
  g_autoptr (GArray) all = select_times (survival, ALL_GROUPS, FALSE);

  return crf_log_rank (times_of (all), (const guint *) (gpointer) survival->group_of->data, all->len, survival->groups->len, logrank, error);
}
