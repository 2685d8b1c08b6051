/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the files of the layout share. */

#pragma once

#include "crf-timeline-layout.h"

G_BEGIN_DECLS

typedef struct
{
  CrfTimelineLayout *layout;
  CrfTimelineMeasure measure;
  gpointer measure_data;
  double y; /* where the next row goes */
} CrfTimelineBuilder;

static inline double
crf_timeline_builder_measure (CrfTimelineBuilder *builder,
                              const char         *text,
                              CrfTimelineFace     face)
{
  return builder->measure (text, face, builder->measure_data);
}

/* Appends the lane's marks and moves on by its height. */
void crf_timeline_place_lane   (CrfTimelineBuilder *builder,
                                CrfTimelineLaneKind kind);
/* Appends the marks of the panel's series. */
void crf_timeline_place_points (CrfTimelineBuilder *builder,
                                int                 panel);

G_END_DECLS
