/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The monitoring of one infusion: the protocol's points from the actual start, the readings that are stored, alarms. A point that was missed stays
 * missed; a reading that belongs to no point is a row of its own. */

#pragma once

#include "crf-infusion-monitor.h"
#include "crf-infusion-steps.h"

G_BEGIN_DECLS

#define CRF_MONITOR_EXTRA "EXTRA"

/* One stored reading: a repeat of the monitoring group. */
typedef struct
{
  char *groupkey, *code; /* of the point, or CRF_MONITOR_EXTRA */
  gint64 at;             /* minutes since 1970 */
  GHashTable *values;    /* item OID → canonical */
} CrfReading;

typedef struct
{
  const CrfForm *form;
  const CrfItemGroup *group;
  const GPtrArray *time_points; /* CrfTimePoint */
  CrfMonitorPoint *points;
  gboolean *taken;              /* a reading stands for the point */
  gint64 start;                 /* minutes since 1970 */
  GPtrArray *readings;          /* CrfReading, by time */
} CrfMonitoringState;

/* "15" of "TP.15": the code under which readings of the point are stored. */
const char         *crf_monitor_code (const CrfTimePoint *point);
/* NULL without @error: the infusion has not started, or the protocol watches nothing. */
CrfMonitoringState *crf_monitoring_read (CrfSession *session, const char *subject, const CrfInfusion *infusion, GError **error);
/* The same as if it started at @start (minutes since 1970), for what is measured before. */
CrfMonitoringState *crf_monitoring_read_from (CrfSession *session, const char *subject, const CrfInfusion *infusion, gint64 start, GError **error);
void                crf_monitoring_state_free (CrfMonitoringState *state);
const CrfReading   *crf_monitoring_find_reading (const CrfMonitoringState *state, const char *code);
/* Whether the canonical value raises an alarm of its item; @text (may be NULL) receives it in words, to be freed. */
gboolean            crf_item_alarms (const CrfItem *item, const char *canonical, const char *language, char **text);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrfMonitoringState, crf_monitoring_state_free)

G_END_DECLS
