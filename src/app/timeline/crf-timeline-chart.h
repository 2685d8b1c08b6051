/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The chart on the screen. It is drawn once into a texture whenever size, data, range or style change; what follows
 * the pointer is laid over it. The axis stays in sight when the chart scrolls.
 *
 * Wheel, + and −: zoom; 0: everything. Drag, ← and →: earlier, later; Home, End: the ends. Ctrl+← and Ctrl+→: from
 * mark to mark; Ctrl+↑ and Ctrl+↓: to the row above or below. Enter or a double click opens the form of the mark.
 * ↑, ↓, Page Up, Page Down and the wheel over the names scroll. */

#pragma once

#include <adwaita.h>

#include "crf-timeline-layout.h"

G_BEGIN_DECLS

#define CRF_TYPE_TIMELINE_CHART (crf_timeline_chart_get_type ())
G_DECLARE_FINAL_TYPE (CrfTimelineChart, crf_timeline_chart, CRF, TIMELINE_CHART, GtkWidget)

/* Signal "open-target" (CrfTarget *): a form is to be opened. Signal "chosen" (const char *): what stands at the
 * mark that was chosen, in words; NULL: none is. */

GtkWidget  *crf_timeline_chart_new             (void);
/* Shows all of @timeline, or the same days as before if @keep_range. Borrowed: it must outlive this. NULL: nothing.
 */
void        crf_timeline_chart_set_timeline    (CrfTimelineChart  *self,
                                                const CrfTimeline *timeline,
                                                gboolean           keep_range);
/* Lanes as bits, series in order. */
void        crf_timeline_chart_set_shown       (CrfTimelineChart  *self,
                                                guint              lanes,
                                                GPtrArray         *series);
/* What it scrolls with. */
void        crf_timeline_chart_set_vadjustment (CrfTimelineChart  *self,
                                                GtkAdjustment     *adjustment);
/* Below 1: closer. */
void        crf_timeline_chart_zoom            (CrfTimelineChart  *self,
                                                double             factor);
void        crf_timeline_chart_show_all        (CrfTimelineChart  *self);
/* For a picture of what is seen; NULL without a timeline. Borrowed. */
const CrfTimelineView   *crf_timeline_chart_get_view   (CrfTimelineChart *self);
/* As it stands on the screen now; for tests. Borrowed, may be NULL. */
CrfTimelineLayout       *crf_timeline_chart_get_layout (CrfTimelineChart *self);
/* The mark that the keyboard is on, or NULL. */
const CrfTimelineMark   *crf_timeline_chart_get_chosen (CrfTimelineChart *self);

G_END_DECLS
