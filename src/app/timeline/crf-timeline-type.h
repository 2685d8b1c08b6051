/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Text of the chart. */

#pragma once

#include <pango/pangocairo.h>

#include "crf-timeline-layout.h"
#include "crf-timeline-shapes.h"

G_BEGIN_DECLS

/* Where (x, y) is in the text: y is always its middle. */
typedef enum { CRF_TIMELINE_START, CRF_TIMELINE_MIDDLE, CRF_TIMELINE_END } CrfTimelineAlign;

typedef struct
{
  PangoLayout *layout;
  double em;
} CrfTimelineType;

void   crf_timeline_type_init    (CrfTimelineType         *type,
                                  PangoContext            *context);
void   crf_timeline_type_clear   (CrfTimelineType         *type);
/* A CrfTimelineMeasure; @data is the CrfTimelineType. */
double crf_timeline_type_measure (const char              *text,
                                  CrfTimelineFace          face,
                                  gpointer                 data);
/* @width: shortened to it with an ellipsis; below 0: as it is. @halo: drawn behind, so that lines do not cross the
 * text; NULL: none. */
void   crf_timeline_type_draw    (CrfTimelineType         *type,
                                  cairo_t                 *cr,
                                  const char              *text,
                                  CrfTimelineFace          face,
                                  CrfTimelineAlign         align,
                                  double                   x,
                                  double                   y,
                                  double                   width,
                                  const CrfTimelineColour *colour,
                                  const CrfTimelineColour *halo);

/* Broken into lines of at most @width. The height of all of them. */
double crf_timeline_type_measure_lines (CrfTimelineType         *type,
                                        const char              *text,
                                        CrfTimelineFace          face,
                                        double                   width);
/* The same text; (x, y) is its left upper corner. */
void   crf_timeline_type_draw_lines    (CrfTimelineType         *type,
                                        cairo_t                 *cr,
                                        const char              *text,
                                        CrfTimelineFace          face,
                                        double                   x,
                                        double                   y,
                                        double                   width,
                                        const CrfTimelineColour *colour);

/* A bold name on at most three lines, the first with its middle at @y. The distance to the middle of the line after
 * it. */
double crf_timeline_type_draw_name (CrfTimelineType         *type,
                                    cairo_t                 *cr,
                                    const char              *text,
                                    double                   x,
                                    double                   y,
                                    double                   width,
                                    const CrfTimelineColour *colour);

G_END_DECLS
