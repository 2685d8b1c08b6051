/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The monitoring of infusions as a session may see it: the grid of one, and all that run now (for Today and the lock cover). */

#pragma once

#include "crf-session.h"
#include "crf-refusal.h"

G_BEGIN_DECLS

typedef enum { CRF_MONITOR_ROW_WAITING, CRF_MONITOR_ROW_DUE, CRF_MONITOR_ROW_DONE, CRF_MONITOR_ROW_MISSED, CRF_MONITOR_ROW_EXTRA } CrfMonitorRowState;

typedef struct
{
  CrfMonitorRowState state;
  char *code;        /* "15", or "EXTRA" */
  char *label;       /* "15 min" */
  char *state_label; /* "due", "done, 3 min late", "missed" */
  char *due, *from, *to; /* "10:45"; NULL of an extra reading */
  char *due_iso;
  char *taken;       /* "10:48", or NULL */
  int offset;        /* minutes late of the reading; below 0: early */
  GPtrArray *values; /* char *: in the order of crf_reader_monitor_columns(); "" where not read */
  GPtrArray *alarms; /* char *: sentences */
} CrfMonitorRow;

typedef struct
{
  int ordinal;
  char *subject, *number; /* key and number */
  CrfTarget *target;      /* the flowsheet's form */
  char *start;            /* ISO */
  GPtrArray *columns;     /* char *: short headings of the values */
  GPtrArray *rows;        /* CrfMonitorRow, by time */
  char *next_due, *next_due_iso; /* "10:45"; NULL: nothing more is due */
  char *next_label;
  int minutes_late;       /* of the next: above 0 when it is due already */
  guint n_missed, n_alarms;
  gboolean running;       /* a point is due or still to come */
} CrfMonitoring;

/* NULL without @error: not started, or nothing to watch. */
CrfMonitoring *crf_reader_monitoring (CrfSession *session, const char *subject, int ordinal, GError **error);
/* What the protocol plans, of no patient: rows with their labels, and in @from the window in minutes about the point; no clock times. NULL: it plans none. */
CrfMonitoring *crf_reader_monitoring_plan (CrfSession *session);
/* All that run, the most urgent first: CrfMonitoring. */
GPtrArray     *crf_reader_monitored (CrfSession *session, GError **error);
void           crf_monitoring_free (CrfMonitoring *monitoring);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrfMonitoring, crf_monitoring_free)

G_END_DECLS
