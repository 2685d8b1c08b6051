/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The one drawing function of the chart: screen, PNG, SVG and PDF show the same. Needs no display. */

#pragma once

#include <pango/pangocairo.h>

#include "crf-timeline-layout.h"

G_BEGIN_DECLS

/* Lays out for the fonts of @context. @height is what is there; the layout's own may be more. */
CrfTimelineLayout *crf_timeline_layout_for (PangoContext            *context,
                                            const CrfTimelineView   *view,
                                            double                   width,
                                            double                   height);
void               crf_timeline_draw_layout (cairo_t                 *cr,
                                             PangoContext            *context,
                                             const CrfTimelineLayout *layout);
/* Both, from (0, 0). */
void               crf_timeline_draw       (cairo_t                 *cr,
                                            PangoContext            *context,
                                            const CrfTimelineView   *view,
                                            double                   width,
                                            double                   height);

/* On top of the chart: a line at @at, its day and date, and in each panel the value of that time or the last before
 * it. @chosen: the mark that the keyboard or the pointer is on, or NULL. @top: where the visible part begins. */
void               crf_timeline_draw_crosshair (cairo_t                 *cr,
                                                PangoContext            *context,
                                                const CrfTimelineLayout *layout,
                                                double                   at,
                                                const CrfTimelineMark   *chosen,
                                                double                   top);

/* Type in the language of the person: Chinese glyphs, not Japanese ones. */
void               crf_timeline_set_language (PangoContext            *context);

G_END_DECLS
