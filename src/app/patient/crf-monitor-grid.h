/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The monitoring of an infusion as a grid: points of the protocol with clock times from the actual start, what was read, how late, what alarms; and
 * what is due next, by the minute. */

#pragma once

#include <gtk/gtk.h>

#include "crf-reader-monitoring.h"

G_BEGIN_DECLS

#define CRF_TYPE_MONITOR_GRID (crf_monitor_grid_get_type ())

G_DECLARE_FINAL_TYPE (CrfMonitorGrid, crf_monitor_grid, CRF, MONITOR_GRID, GtkBox)

/* Signal "act" (const char *use_case). */
GtkWidget *crf_monitor_grid_new  (void);
void       crf_monitor_grid_pour (CrfMonitorGrid *self, const CrfMonitoring *monitoring);
/* "next 10:45 · 3 min late" of what is due; free it. */
char      *crf_monitoring_describe_next (const CrfMonitoring *monitoring);

G_END_DECLS
