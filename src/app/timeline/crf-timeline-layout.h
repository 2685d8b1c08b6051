/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Where everything of the chart stands: lanes, panels, marks and their labels, computed without a display from the
 * data, the range shown and a function that measures text. What is drawn, hit by the pointer and walked through by
 * the keyboard is this one list of marks. */

#pragma once

#include "crf-reader-timeline.h"
#include "crf-timeline-axis.h"

G_BEGIN_DECLS

typedef enum
{
  CRF_TIMELINE_LANE_VISITS,
  CRF_TIMELINE_LANE_INFUSIONS,
  CRF_TIMELINE_LANE_ADVERSE_EVENTS,
  CRF_TIMELINE_LANE_DECOMPENSATIONS,
  CRF_TIMELINE_LANE_STATUSES,
  CRF_TIMELINE_N_LANES,
} CrfTimelineLaneKind;

#define CRF_TIMELINE_ALL_LANES ((1u << CRF_TIMELINE_N_LANES) - 1)

const char *crf_timeline_lane_get_title (CrfTimelineLaneKind kind); /* translated */

/* What is to be seen. */
typedef struct
{
  const CrfTimeline *data;
  double start, end;       /* the range shown, days since 1970 */
  guint lanes;             /* bits 1 << CrfTimelineLaneKind */
  GPtrArray *series;       /* CrfTimelineSeries of @data, in the order shown */
  double least_heights[CRF_TIMELINE_N_LANES]; /* so that lanes do not jump while one pans; usually 0 */
  gboolean dark;
  gboolean high_contrast;
  gboolean picture;        /* for paper or a file: with heading and foot */
  const char *heading;     /* of a picture: "S-014"; else NULL */
  const char *foot;        /* of a picture: study, who, when, heads; else NULL */
} CrfTimelineView;

typedef enum
{
  CRF_TIMELINE_FACE_NORMAL,
  CRF_TIMELINE_FACE_SMALL,
  CRF_TIMELINE_FACE_BOLD,
  CRF_TIMELINE_FACE_TITLE
} CrfTimelineFace;

/* Width of @text in pixels. */
typedef double (*CrfTimelineMeasure) (const char *text, CrfTimelineFace face, gpointer data);

/* Something that stands on the axis, with its label. */
typedef struct
{
  CrfTimelineLaneKind lane; /* CRF_TIMELINE_N_LANES: a point of a series */
  int panel;                /* of a point */
  gconstpointer what;       /* CrfTimelineVisit, …Infusion, …Event, …Status or …Point */
  double x, y;              /* middle of its shape */
  double x0, x1;            /* its bar or window, within the plot; both x without one */
  gboolean cut_start, cut_end; /* the bar goes on beyond what is shown */
  gboolean vague_start;     /* the start is known by its month only */
  char *label;              /* NULL: no room */
  double label_x, label_y, label_width; /* left, middle; the label is shortened to the width */
} CrfTimelineMark;

typedef struct { CrfTimelineLaneKind kind; double y, height; char *note; } CrfTimelineLane;
typedef struct { const CrfTimelineSeries *series; CrfTimelineScale scale; double y, height; } CrfTimelinePanel;
typedef struct { int day; double x; gboolean labelled; char *day_text, *date_text; } CrfTimelineTick;
typedef struct { int shape; char *text; double x, y; } CrfTimelineLegend;

typedef struct
{
  CrfTimelineView view;
  double em;            /* size of the type in pixels: everything else follows from it */
  double width, height; /* height is what is needed, whatever was offered */
  double pad, label_width; /* the column of names */
  CrfTimelineAxis axis; /* x0 … x1 is the plot */
  double axis_y, axis_height, heading_height;
  double plot_y, plot_end; /* from under the axis to the last panel */
  GPtrArray *ticks;     /* CrfTimelineTick */
  GArray *lanes;        /* CrfTimelineLane */
  GArray *panels;       /* CrfTimelinePanel */
  GPtrArray *marks;     /* CrfTimelineMark: lanes from top to bottom, then points by panel and time */
  GPtrArray *legend;    /* CrfTimelineLegend */
  double foot_y;
  double today_x;       /* NAN: not shown */
  char *today_text;
  double today_width, today_text_x;
} CrfTimelineLayout;

CrfTimelineLayout *crf_timeline_layout_new  (const CrfTimelineView *view,
                                             double                 em,
                                             CrfTimelineMeasure     measure,
                                             gpointer               measure_data,
                                             double                 width,
                                             double                 height);
void               crf_timeline_layout_free (CrfTimelineLayout     *layout);

/* The whole course with some room at its ends: what Home shows from. */
void               crf_timeline_get_range   (const CrfTimeline     *data,
                                             double                *first,
                                             double                *last);
/* The pixel row of @value in the panel. */
double             crf_timeline_panel_to_y  (const CrfTimelinePanel *panel,
                                             double                  value);
/* The mark at the place, or NULL. Points come before bars. */
CrfTimelineMark   *crf_timeline_layout_pick (CrfTimelineLayout     *layout,
                                             double                 x,
                                             double                 y);
/* Its latest point that is analysed; where none is, its latest. */
const CrfTimelinePoint *crf_timeline_series_get_last (const CrfTimelineSeries *series);
/* The last analysed point of the series at or before @at; NULL: there is none yet. */
const CrfTimelinePoint *crf_timeline_series_find (const CrfTimelineSeries *series,
                                                  double                   at);
/* Form and item that a mark leads to; NULL: none. */
const CrfTarget   *crf_timeline_mark_get_target (const CrfTimelineMark *mark);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrfTimelineLayout, crf_timeline_layout_free)

G_END_DECLS
