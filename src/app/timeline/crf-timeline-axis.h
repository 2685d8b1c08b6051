/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The arithmetic of the chart's axes: study days to pixels and back, where ticks stand, zoom and pan, and the scale
 * of a series' values. Nothing here draws. Times are days since 1970-01-01 with the time of day as a fraction. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The narrowest that one can zoom to, in days. */
#define CRF_TIMELINE_NARROWEST 7.0

typedef struct
{
  double start, end; /* times at x0 and x1; end > start */
  double x0, x1;     /* pixels */
} CrfTimelineAxis;

double   crf_timeline_axis_to_x  (const CrfTimelineAxis *axis,
                                  double                 at);
double   crf_timeline_axis_to_at (const CrfTimelineAxis *axis,
                                  double                 x);

/* Shows @factor times as many days (below 1: zooms in); the time under @x stays there as far as the ends of the
 * whole course, @first to @last, allow. */
void     crf_timeline_axis_zoom  (CrfTimelineAxis       *axis,
                                  double                 factor,
                                  double                 x,
                                  double                 first,
                                  double                 last);
/* Moves what is shown by @days (positive: later) up to the ends of the whole course. TRUE if anything moved. */
gboolean crf_timeline_axis_pan   (CrfTimelineAxis       *axis,
                                  double                 days,
                                  double                 first,
                                  double                 last);

/* Days between two ticks that stand at least @spacing pixels apart: 1, 2, or whole weeks as protocols count. */
int      crf_timeline_axis_step  (const CrfTimelineAxis *axis,
                                  double                 spacing);
/* Study days (from @zero) with a tick: int, ascending. */
GArray  *crf_timeline_axis_ticks (const CrfTimelineAxis *axis,
                                  int                    zero,
                                  double                 spacing);

/* A linear scale of values with round figures at its ticks. */
typedef struct
{
  double low, high; /* bottom and top of the panel */
  double first, step; /* lowest tick, distance of ticks */
  int n_ticks;
  int places;       /* decimals that the ticks need */
} CrfTimelineScale;

/* From the least and greatest value (may be the same), with room for marks above and below, and 2 to @max_ticks
 * ticks (or a few more where the next round figure would leave one). */
void     crf_timeline_scale_init (CrfTimelineScale       *scale,
                                  double                  least,
                                  double                  greatest,
                                  int                     max_ticks);
/* 0 at the bottom, 1 at the top; beyond for values outside. */
double   crf_timeline_scale_part (const CrfTimelineScale *scale,
                                  double                  value);

G_END_DECLS
