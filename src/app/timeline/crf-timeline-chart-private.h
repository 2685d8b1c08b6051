/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the chart's two files share. */

#pragma once

#include "crf-timeline-chart.h"

G_BEGIN_DECLS

struct _CrfTimelineChart
{
  GtkWidget parent_instance;

  /* What is shown; the timeline is the page's. */
  CrfTimelineView view;
  double first, last; /* the whole course */

  /* Owned */
  PangoContext *pango;
  CrfTimelineLayout *layout;
  GdkTexture *texture;
  GtkAdjustment *vadjustment;
  int measured_width, measured_height; /* the least height for that width */
  int allocated_height;

  /* Of the layout */
  CrfTimelineMark *chosen;
  gconstpointer chosen_what;
  double cross_at; /* NAN: no crosshair */
  double pointer_x;

  /* A drag */
  double drag_start, drag_end, drag_scroll;
};

CrfTimelineLayout *crf_timeline_chart_ensure_layout   (CrfTimelineChart      *self);
/* Draw and measure again. */
void               crf_timeline_chart_changed         (CrfTimelineChart      *self);
void               crf_timeline_chart_set_range       (CrfTimelineChart      *self,
                                                       double                 start,
                                                       double                 end);
void               crf_timeline_chart_zoom_at         (CrfTimelineChart      *self,
                                                       double                 factor,
                                                       double                 x);
void               crf_timeline_chart_choose          (CrfTimelineChart      *self,
                                                       CrfTimelineMark       *mark);
void               crf_timeline_chart_open_chosen     (CrfTimelineChart      *self);
/* In lines. Free it. */
char              *crf_timeline_chart_describe        (CrfTimelineChart      *self,
                                                       const CrfTimelineMark *mark);
void               crf_timeline_chart_add_controllers (CrfTimelineChart      *self);

G_END_DECLS
