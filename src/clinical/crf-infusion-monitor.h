/* SPDX-License-Identifier: GPL-3.0-or-later */

/* When a patient is looked at after an infusion: points of the protocol from the actual start, each with its window. All times are whole minutes of
 * the ward's clock; minutes between two of them are those that passed, also in the night in which the clocks are changed. Windows include
 * both their ends: a reading on the last minute is in time, one minute later it belongs to no point. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  int minutes;       /* after the start; below 0: before it */
  int before, after; /* window, minutes */
} CrfMonitorPoint;

typedef enum
{
  CRF_MONITOR_WAITING, /* its window has not begun */
  CRF_MONITOR_DUE,     /* its window is open, and nothing is read yet */
  CRF_MONITOR_DONE,
  CRF_MONITOR_MISSED,  /* its window has passed; it stays so */
} CrfMonitorState;

/* The time of the ward's clock @minutes after @start. @zone NULL: of this machine. A time that the clocks leave out is that after their change. */
gint64          crf_monitor_after (GTimeZone *zone, gint64 start, gint64 minutes);
/* Minutes that passed between two times of the ward's clock. Of an hour that comes twice the first is meant. */
gint64          crf_monitor_between (GTimeZone *zone, gint64 from, gint64 to);
gint64          crf_monitor_due (gint64 start, const CrfMonitorPoint *point);
/* Minutes after the point was due; below 0: early. */
int             crf_monitor_offset (gint64 start, const CrfMonitorPoint *point, gint64 reading);
gboolean        crf_monitor_is_in_window (gint64 start, const CrfMonitorPoint *point, gint64 reading);
CrfMonitorState crf_monitor_judge (gint64 start, const CrfMonitorPoint *point, gboolean read, gint64 now);
/* The point that a reading at @reading belongs to: of those whose window holds it the one that is due nearest, of two the earlier; -1: none. Points
 * that are @taken (may be NULL) are passed over. */
int             crf_monitor_find (gint64 start, const CrfMonitorPoint *points, guint n, const gboolean *taken, gint64 reading);
/* A clock time alone (minutes after midnight) is of the day that brings it nearest to @due: after midnight the date follows the planned slot. */
gint64          crf_monitor_resolve_clock (gint64 due, int clock_minutes);

G_END_DECLS
