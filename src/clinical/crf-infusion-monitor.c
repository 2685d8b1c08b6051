/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Points, windows and readings of the monitoring of an infusion. */

#include "crf-infusion-monitor.h"

#include <stdlib.h>

#define DAY (24 * 60)

gint64
crf_monitor_due (gint64 start,
                 const CrfMonitorPoint *point)
{
  return start + point->minutes;
}

int
crf_monitor_offset (gint64 start,
                    const CrfMonitorPoint *point,
                    gint64 reading)
{
  return (int) (reading - crf_monitor_due (start, point));
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
