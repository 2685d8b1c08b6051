/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The chart's signs. Each can be told from the others without its colour. */

#pragma once

#include <cairo.h>
#include <glib.h>

#include "crf-reader-timeline.h"

G_BEGIN_DECLS

typedef struct { double red, green, blue, alpha; } CrfTimelineColour;

typedef struct
{
  CrfTimelineColour background, text, dim, grid, frame, window, reference, accent, good, warning, bad, infusion,
      status;
  CrfTimelineColour grades[6];   /* 0: not graded */
  CrfTimelineColour series[6];
} CrfTimelinePalette;

typedef enum
{
  CRF_TIMELINE_SHAPE_VISIT,        /* + CrfVisitState */
  CRF_TIMELINE_SHAPE_INFUSION = 20, /* + CrfTimelineInfusionKind */
  CRF_TIMELINE_SHAPE_GRADE = 30,   /* + grade */
  CRF_TIMELINE_SHAPE_DECOMPENSATION = 40,
  CRF_TIMELINE_SHAPE_STATUS = 50,  /* + CrfTimelineStatusKind */
  CRF_TIMELINE_SHAPE_WITHIN = 60,  /* a value */
  CRF_TIMELINE_SHAPE_ABOVE,
  CRF_TIMELINE_SHAPE_BELOW,
  CRF_TIMELINE_SHAPE_HOLLOW,       /* + the same three: of a sample that is not analysed */
  CRF_TIMELINE_SHAPE_HOLLOW_LAST = CRF_TIMELINE_SHAPE_HOLLOW + 2,
  CRF_TIMELINE_SHAPE_LESS,         /* "<0.2" */
  CRF_TIMELINE_SHAPE_REFERENCE,
  CRF_TIMELINE_SHAPE_BASELINE,
  CRF_TIMELINE_SHAPE_INFUSION_LINE,
} CrfTimelineShape;

const CrfTimelinePalette *crf_timeline_palette_get (gboolean dark,
                                                    gboolean high_contrast);
void crf_timeline_set_colour  (cairo_t                  *cr,
                               const CrfTimelineColour  *colour);
/* Around (x, y), @em the size of the type. @colour: of values; NULL for the shape's own. */
void crf_timeline_draw_shape  (cairo_t                  *cr,
                               const CrfTimelinePalette *palette,
                               int                       shape,
                               double                    x,
                               double                    y,
                               double                    em,
                               const CrfTimelineColour  *colour);
void crf_timeline_rounded     (cairo_t                  *cr,
                               double                    x,
                               double                    y,
                               double                    width,
                               double                    height,
                               double                    radius);

G_END_DECLS
