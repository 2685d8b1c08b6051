/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Lanes are filled in rows: a mark goes into the first row where neither its shape, bar nor label touches another
 * one. A label stands in its bar where it fits, else after it, else before it. */

#include "crf-timeline-layout-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "crf-timeline-words.h"

/* A stretch of a row that is taken. */
typedef struct { int row; double from, to; } Taken;

/* One mark before it has its row. */
typedef struct
{
  CrfTimelineMark *mark;
  double from, to; /* everything of it */
} Placing;

#define SHAPE 0.62 /* half of a sign, em */
#define GAP 0.45
#define WIDEST 32.0

static double
clamp_x (const CrfTimelineLayout *layout,
         double                   at)
{
  return CLAMP (crf_timeline_axis_to_x (&layout->axis, at), layout->axis.x0, layout->axis.x1);
}

static CrfTimelineMark *
add_mark (CrfTimelineLayout  *layout,
          CrfTimelineLaneKind lane,
          gconstpointer       what,
          double              at)
{
  CrfTimelineMark *mark = g_new0 (CrfTimelineMark, 1);

  mark->lane = lane;
  mark->panel = -1;
  mark->what = what;
  mark->x = mark->x0 = mark->x1 = crf_timeline_axis_to_x (&layout->axis, at);
  g_ptr_array_add (layout->marks, mark);
  return mark;
}

static gboolean
is_shown (const CrfTimelineLayout *layout,
          double                   from,
          double                   to)
{
  return to >= layout->axis.start && from <= layout->axis.end;
}

/* ── Rows ── */

static gboolean
is_free (const GArray *taken,
         int           row,
         double        from,
         double        to)
{
  for (guint i = 0; i < taken->len; i++)
    {
      const Taken *other = &g_array_index (taken, Taken, i);

      if (other->row == row && from < other->to && to > other->from)
        return FALSE;
    }
  return TRUE;
}

static int
take_row (GArray *taken,
          double  from,
          double  to,
          int     max_rows)
{
  for (int row = 0; row < max_rows; row++)
    if (is_free (taken, row, from, to))
      {
        Taken stretch = { row, from, to };

        g_array_append_val (taken, stretch);
        return row;
      }
  return -1;
}

/* Where the label goes, and so how much of a row the mark takes. */
static Placing
place_label (CrfTimelineBuilder *builder,
             CrfTimelineMark    *mark)
{
  const CrfTimelineLayout *layout = builder->layout;
  double em = layout->em;
  double left = MIN (mark->x0, mark->x - SHAPE * em), right = MAX (mark->x1, mark->x + SHAPE * em);
  double inside = mark->x + (SHAPE + GAP) * em;
  Placing placing;
  double width;

  /* The arrow's head stands beyond the end of the bar. */
  if (mark->lane == CRF_TIMELINE_LANE_ADVERSE_EVENTS && ((const CrfTimelineEvent *) mark->what)->ongoing && !mark->cut_end)
    right += 0.6 * em;
  placing = (Placing) { mark, left - GAP * em, right + GAP * em };

  if (mark->label == NULL)
    return placing;
  width = MIN (ceil (crf_timeline_builder_measure (builder, mark->label, CRF_TIMELINE_FACE_NORMAL)) + 1, WIDEST * em);
  mark->label_width = width;
  if (inside + width + GAP * em <= mark->x1)
    mark->label_x = inside;
  else if (right + GAP * em + width <= layout->axis.x1)
    mark->label_x = right + GAP * em;
  else if (left - GAP * em - width >= layout->axis.x0)
    mark->label_x = left - GAP * em - width;
  else
    {
      mark->label_x = mark->x1 - inside > 4 * em ? inside : right + GAP * em;
      mark->label_width = MAX ((mark->x1 - inside > 4 * em ? mark->x1 : layout->axis.x1) - mark->label_x, 0);
    }
  placing.from = MIN (placing.from, mark->label_x - GAP * em);
  placing.to = MAX (placing.to, mark->label_x + mark->label_width + GAP * em);
  return placing;
}

static int
fill_rows (CrfTimelineBuilder *builder,
           guint               first,
           double              y,
           double              row_height)
{
  CrfTimelineLayout *layout = builder->layout;
  g_autoptr (GArray) taken = g_array_new (FALSE, FALSE, sizeof (Taken));
  int rows = 0;

  for (guint i = first; i < layout->marks->len; i++)
    {
      Placing placing = place_label (builder, g_ptr_array_index (layout->marks, i));
      int row = take_row (taken, placing.from, placing.to, G_MAXINT);

      placing.mark->y = placing.mark->label_y = y + row * row_height + row_height / 2;
      rows = MAX (rows, row + 1);
    }
  return rows;
}

/* ── Lane by lane ── */

static void
add_infusions (CrfTimelineLayout *layout)
{
  const GPtrArray *infusions = layout->view.data->infusions;

  for (guint i = 0; i < infusions->len; i++)
    {
      const CrfTimelineInfusion *infusion = g_ptr_array_index (infusions, i);

      if (is_shown (layout, infusion->at, infusion->at))
        add_mark (layout, CRF_TIMELINE_LANE_INFUSIONS, infusion, infusion->at)->label
            = crf_timeline_words_infusion (infusion);
    }
}

/* Nothing goes on after death. */
static int
last_day (const CrfTimeline *data)
{
  int last = data->today;

  for (guint i = 0; i < data->statuses->len; i++)
    {
      const CrfTimelineStatus *status = g_ptr_array_index (data->statuses, i);

      if (status->kind == CRF_TIMELINE_STATUS_DIED && status->date.latest != CRF_TIMELINE_NO_DAY)
        last = MIN (last, status->date.latest);
    }
  return last;
}

/* An event without an end and not said to be ongoing has one that nobody knows: it is drawn as a beginning. */
static double
end_of (const CrfTimeline      *data,
        const CrfTimelineEvent *event)
{
  double start = event->start.earliest;

  if (event->end.latest != CRF_TIMELINE_NO_DAY)
    return event->end.latest + 1;
  if (event->ongoing)
    return MAX (last_day (data), start) + 1;
  return MAX (start, event->start.latest) + 1;
}

static void
add_events (CrfTimelineLayout  *layout,
            CrfTimelineLaneKind lane,
            const GPtrArray    *events)
{
  for (guint i = 0; i < events->len; i++)
    {
      const CrfTimelineEvent *event = g_ptr_array_index (events, i);
      gboolean adverse = lane == CRF_TIMELINE_LANE_ADVERSE_EVENTS;
      double start = event->start.earliest;
      double end = adverse ? end_of (layout->view.data, event) : start;
      CrfTimelineMark *mark;

      if (event->start.earliest == CRF_TIMELINE_NO_DAY || !is_shown (layout, start, end))
        continue;
      mark = add_mark (layout, lane, event, start);
      mark->x0 = clamp_x (layout, start);
      mark->x1 = clamp_x (layout, end);
      mark->cut_start = start < layout->axis.start;
      mark->cut_end = end > layout->axis.end;
      mark->vague_start = event->start.earliest != event->start.latest;
      /* The sign stands at the beginning of what is seen of the bar. */
      if (adverse)
        mark->x = mark->x0 + SHAPE * layout->em;
      mark->x1 = MAX (mark->x1, mark->x);
      mark->label = crf_timeline_words_event (event, adverse);
    }
}

static void
add_statuses (CrfTimelineLayout *layout)
{
  const GPtrArray *statuses = layout->view.data->statuses;

  for (guint i = 0; i < statuses->len; i++)
    {
      const CrfTimelineStatus *status = g_ptr_array_index (statuses, i);
      CrfTimelineMark *mark;

      if (status->date.earliest == CRF_TIMELINE_NO_DAY
          || !is_shown (layout, status->date.earliest, status->date.earliest))
        continue;
      mark = add_mark (layout, CRF_TIMELINE_LANE_STATUSES, status, status->date.earliest);
      mark->vague_start = status->date.earliest != status->date.latest;
      mark->label = g_strdup (status->label);
    }
}

/* ── Visits: signs in one row on their windows, names under them ── */

static void
add_visits (CrfTimelineLayout *layout,
            double             y)
{
  const GPtrArray *visits = layout->view.data->visits;

  for (guint i = 0; i < visits->len; i++)
    {
      const CrfTimelineVisit *visit = g_ptr_array_index (visits, i);
      gboolean window = visit->from != CRF_TIMELINE_NO_DAY && visit->to != CRF_TIMELINE_NO_DAY;
      int day = visit->actual != CRF_TIMELINE_NO_DAY ? visit->actual : visit->target;
      double from, to;
      CrfTimelineMark *mark;

      if (day == CRF_TIMELINE_NO_DAY
          || (visit->state == CRF_VISIT_NOT_APPLICABLE && visit->actual == CRF_TIMELINE_NO_DAY))
        continue;
      /* The last day of a window is open until midnight. */
      from = window ? MIN (visit->from, day) : day;
      to = window ? MAX (visit->to, day) + 1 : day + 1;
      if (!is_shown (layout, from, to))
        continue;
      mark = add_mark (layout, CRF_TIMELINE_LANE_VISITS, visit, day + 0.5);
      mark->y = y;
      mark->cut_start = window && visit->from < layout->axis.start;
      mark->cut_end = window && visit->to + 1 > layout->axis.end;
      if (window)
        {
          mark->x0 = clamp_x (layout, visit->from);
          mark->x1 = clamp_x (layout, visit->to + 1);
        }
      mark->label = crf_timeline_words_visit (visit);
    }
}

static gboolean
wants_attention (const CrfTimelineVisit *visit)
{
  return visit->state == CRF_VISIT_OPEN || visit->state == CRF_VISIT_LATE || visit->state == CRF_VISIT_STARTED;
}

/* What is due gets its name first; then from left to right as far as there is room. */
static int
name_visits (CrfTimelineBuilder *builder,
             guint               first,
             double              y)
{
  CrfTimelineLayout *layout = builder->layout;
  g_autoptr (GArray) taken = g_array_new (FALSE, FALSE, sizeof (Taken));
  int rows = 0;

  for (int attention = 1; attention >= 0; attention--)
    for (guint i = first; i < layout->marks->len; i++)
      {
        CrfTimelineMark *mark = g_ptr_array_index (layout->marks, i);
        double width, x;
        int row;

        if ((int) wants_attention (mark->what) != attention)
          continue;
        width = MIN (ceil (crf_timeline_builder_measure (builder, mark->label, CRF_TIMELINE_FACE_SMALL)) + 1,
                     14 * layout->em);
        x = CLAMP (mark->x - width / 2, layout->axis.x0, MAX (layout->axis.x0, layout->axis.x1 - width));
        row = mark->x < layout->axis.x0 || mark->x > layout->axis.x1 ? -1
              : take_row (taken, x - 0.3 * layout->em, x + width + 0.3 * layout->em, 2);
        if (row < 0)
          {
            g_clear_pointer (&mark->label, g_free);
            continue;
          }
        mark->label_x = x;
        mark->label_width = width;
        mark->label_y = y + (row + 0.5) * 1.35 * layout->em;
        rows = MAX (rows, row + 1);
      }
  return rows;
}

static double
place_visits (CrfTimelineBuilder *builder,
              guint               first)
{
  double em = builder->layout->em;
  int rows;

  add_visits (builder->layout, builder->y + 1.1 * em);
  rows = name_visits (builder, first, builder->y + 1.95 * em);
  return 2.1 * em + MAX (rows, 1) * 1.35 * em + 0.25 * em;
}

/* ── What is not seen ── */

static guint
count_undated (const GPtrArray *events)
{
  guint n = 0;

  for (guint i = 0; i < events->len; i++)
    n += ((CrfTimelineEvent *) g_ptr_array_index (events, i))->start.earliest == CRF_TIMELINE_NO_DAY;
  return n;
}

static const GPtrArray *
list_of (const CrfTimeline  *data,
         CrfTimelineLaneKind kind)
{
  switch (kind)
    {
    case CRF_TIMELINE_LANE_VISITS:
      return data->visits;
    case CRF_TIMELINE_LANE_INFUSIONS:
      return data->infusions;
    case CRF_TIMELINE_LANE_ADVERSE_EVENTS:
      return data->adverse_events;
    case CRF_TIMELINE_LANE_DECOMPENSATIONS:
      return data->decompensations;
    case CRF_TIMELINE_LANE_STATUSES:
    case CRF_TIMELINE_N_LANES:
    default:
      return data->statuses;
    }
}

static char *
note_of (const CrfTimelineLayout *layout,
         CrfTimelineLaneKind      kind,
         gboolean                 any_shown)
{
  const GPtrArray *list = list_of (layout->view.data, kind);
  gboolean events = kind == CRF_TIMELINE_LANE_ADVERSE_EVENTS || kind == CRF_TIMELINE_LANE_DECOMPENSATIONS;
  guint undated = events ? count_undated (list) : 0;

  if (list->len == 0)
    return g_strdup (_("none recorded"));
  if (undated > 0)
    /* Translators: events whose start is not known to the month; the table lists them */
    return g_strdup_printf (
        g_dngettext (GETTEXT_PACKAGE, "%u undated, see table", "%u undated, see table", undated), undated);
  return any_shown ? NULL : g_strdup (_("none within the days shown"));
}

void
crf_timeline_place_lane (CrfTimelineBuilder *builder,
                         CrfTimelineLaneKind kind)
{
  CrfTimelineLayout *layout = builder->layout;
  guint first = layout->marks->len;
  double row = 1.75 * layout->em;
  CrfTimelineLane lane = { .kind = kind, .y = builder->y, .height = row };

  if (kind == CRF_TIMELINE_LANE_VISITS)
    lane.height = place_visits (builder, first);
  else
    {
      if (kind == CRF_TIMELINE_LANE_INFUSIONS)
        add_infusions (layout);
      else if (kind == CRF_TIMELINE_LANE_STATUSES)
        add_statuses (layout);
      else
        add_events (layout, kind, list_of (layout->view.data, kind));
      lane.height = MAX (fill_rows (builder, first, builder->y + 0.15 * layout->em, row), 1) * row;
    }
  lane.note = note_of (layout, kind, layout->marks->len > first);
  if (lane.note != NULL && layout->marks->len > first)
    lane.height = MAX (lane.height, 2 * row);
  lane.height = MAX (ceil (lane.height + 0.3 * layout->em), layout->view.least_heights[kind]);
  builder->y += lane.height;
  g_array_append_val (layout->lanes, lane);
}

/* ── Points ── */

static gboolean
collides (const GArray *boxes,
          double        x,
          double        y,
          double        width,
          double        height)
{
  for (guint i = 0; i + 3 < boxes->len; i += 4)
    {
      const double *box = &g_array_index (boxes, double, i);

      if (x < box[0] + box[2] && x + width > box[0] && y < box[1] + box[3] && y + height > box[1])
        return TRUE;
    }
  return FALSE;
}

static void
add_box (GArray *boxes,
         double  x,
         double  y,
         double  width,
         double  height)
{
  double box[4] = { x, y, width, height };

  g_array_append_vals (boxes, box, 4);
}

/* The value beside its point: to the right of the last one, else above or below, where nothing else stands. */
static void
label_point (CrfTimelineBuilder     *builder,
             const CrfTimelinePanel *panel,
             CrfTimelineMark        *mark,
             gboolean                is_last,
             GArray                 *boxes)
{
  const CrfTimelineLayout *layout = builder->layout;
  const CrfTimelinePoint *point = mark->what;
  double em = layout->em, height = 1.1 * em;
  double width = ceil (crf_timeline_builder_measure (builder, point->text,
                                                     is_last ? CRF_TIMELINE_FACE_BOLD : CRF_TIMELINE_FACE_SMALL))
                 + 1;
  const double places[][2] = { { mark->x + 0.6 * em, mark->y },
                               { mark->x - width / 2, mark->y - 1.0 * em },
                               { mark->x - width / 2, mark->y + 1.0 * em },
                               { mark->x - width - 0.6 * em, mark->y } };

  for (guint i = is_last ? 0 : 1; i < (is_last ? 4 : 3); i++)
    {
      double x = places[i][0], y = places[i][1] - height / 2;

      if (x < layout->axis.x0 + 1 || x + width > layout->axis.x1 - 1 || y < panel->y
          || y + height > panel->y + panel->height || collides (boxes, x - 0.15 * em, y, width + 0.3 * em, height))
        continue;
      mark->label = g_strdup (point->text);
      mark->label_x = x;
      mark->label_y = places[i][1];
      mark->label_width = width;
      add_box (boxes, x, y, width, height);
      return;
    }
}

void
crf_timeline_place_points (CrfTimelineBuilder *builder,
                           int                 index)
{
  CrfTimelineLayout *layout = builder->layout;
  const CrfTimelinePanel *panel = &g_array_index (layout->panels, CrfTimelinePanel, index);
  g_autoptr (GArray) boxes = g_array_new (FALSE, FALSE, sizeof (double));
  guint first = layout->marks->len;
  double half = 0.36 * layout->em;

  for (guint i = 0; i < panel->series->points->len; i++)
    {
      const CrfTimelinePoint *point = g_ptr_array_index (panel->series->points, i);
      CrfTimelineMark *mark;

      if (!is_shown (layout, point->at, point->at))
        continue;
      mark = add_mark (layout, CRF_TIMELINE_N_LANES, point, point->at);
      mark->panel = index;
      mark->y = crf_timeline_panel_to_y (panel, point->value);
      add_box (boxes, mark->x - half, mark->y - half, 2 * half, 2 * half);
    }
  for (guint i = layout->marks->len; i > first; i--)
    {
      CrfTimelineMark *mark = g_ptr_array_index (layout->marks, i - 1);

      label_point (builder, panel, mark,
                   mark->what == crf_timeline_series_get_last (panel->series), boxes);
    }
}
