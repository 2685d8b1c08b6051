/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the files that draw share. */

#pragma once

#include "crf-timeline-shapes.h"
#include "crf-timeline-type.h"

G_BEGIN_DECLS

typedef struct
{
  cairo_t *cr;
  const CrfTimelineLayout *layout;
  const CrfTimelinePalette *palette;
  CrfTimelineType type;
} CrfTimelinePen;

/* Frames, reference ranges, baselines, infusions, names. */
void crf_timeline_draw_panels (CrfTimelinePen *pen);
/* Lines, points and their values: in front of the line of today. */
void crf_timeline_draw_points (CrfTimelinePen *pen);

G_END_DECLS
