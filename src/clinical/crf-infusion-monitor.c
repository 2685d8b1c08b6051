/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Points, windows and readings of the monitoring of an infusion. */

#include "crf-infusion-monitor.h"

#include <stdlib.h>

#define DAY (24 * 60)

/* Minutes since 1970 in UTC of a time of the wall clock in @zone. */
static gint64
to_utc (GTimeZone *zone,
        gint64 local)
{
  gint64 seconds = local * 60;
  int interval = g_time_zone_adjust_time (zone, G_TIME_TYPE_STANDARD, &seconds);

  return (seconds - g_time_zone_get_offset (zone, interval)) / 60;
}

static GTimeZone *
zone_or_local (GTimeZone *zone)
{
  return zone != NULL ? g_time_zone_ref (zone) : g_time_zone_new_local ();
}

gint64
crf_monitor_after (GTimeZone *zone,
                   gint64 start,
                   gint64 minutes)
{
  g_autoptr (GTimeZone) of = zone_or_local (zone);
  gint64 then = to_utc (of, start) + minutes;
  int interval = g_time_zone_find_interval (of, G_TIME_TYPE_UNIVERSAL, then * 60);

  return interval >= 0 ? then + g_time_zone_get_offset (of, interval) / 60 : start + minutes;
}

gint64
crf_monitor_between (GTimeZone *zone,
                     gint64 from,
                     gint64 to)
{
  g_autoptr (GTimeZone) of = zone_or_local (zone);

  return to_utc (of, to) - to_utc (of, from);
}

gint64
crf_monitor_due (gint64 start,
                 const CrfMonitorPoint *point)
{
  return crf_monitor_after (NULL, start, point->minutes);
}

int
crf_monitor_offset (gint64 start,
                    const CrfMonitorPoint *point,
                    gint64 reading)
{
  return (int) (crf_monitor_between (NULL, start, reading) - point->minutes);
}

gboolean
crf_monitor_is_in_window (gint64 start,
                          const CrfMonitorPoint *point,
                          gint64 reading)
{
  int offset = crf_monitor_offset (start, point, reading);

  return offset >= -point->before && offset <= point->after;
}

CrfMonitorState
crf_monitor_judge (gint64 start,
                   const CrfMonitorPoint *point,
                   gboolean read,
                   gint64 now)
{
  int offset = crf_monitor_offset (start, point, now);

  if (read)
    return CRF_MONITOR_DONE;
  if (offset < -point->before)
    return CRF_MONITOR_WAITING;
  return offset <= point->after ? CRF_MONITOR_DUE : CRF_MONITOR_MISSED;
}

int
crf_monitor_find (gint64 start,
                  const CrfMonitorPoint *points,
                  guint n,
                  const gboolean *taken,
                  gint64 reading)
{
  int best = -1;

  for (guint i = 0; i < n; i++)
    {
      if ((taken != NULL && taken[i]) || !crf_monitor_is_in_window (start, &points[i], reading))
        continue;
      if (best < 0 || abs (crf_monitor_offset (start, &points[i], reading)) < abs (crf_monitor_offset (start, &points[best], reading)))
        best = (int) i;
    }
  return best;
}

gint64
crf_monitor_resolve_clock (gint64 due,
                           int clock_minutes)
{
  gint64 time = due - due % DAY + clock_minutes;

  if (time - due > DAY / 2)
    return time - DAY;
  return due - time > DAY / 2 ? time + DAY : time;
}
