/* SPDX-License-Identifier: GPL-3.0-or-later */

/* From top to bottom: heading of a picture, axis, lanes, panels, legend, foot. The panels take the height that is
 * left, within limits; a chart that is higher than what was offered scrolls. All lengths are multiples of the
 * type's size. */

#include "crf-timeline-layout.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "crf-timeline-layout-private.h"
#include "crf-timeline-shapes.h"
#include "crf-timeline-words.h"

static const char *const lane_titles[] = {
  [CRF_TIMELINE_LANE_VISITS] = N_("Visits"),
  [CRF_TIMELINE_LANE_INFUSIONS] = N_("Infusions"),
  [CRF_TIMELINE_LANE_ADVERSE_EVENTS] = N_("Adverse events"),
  [CRF_TIMELINE_LANE_DECOMPENSATIONS] = N_("Decompensation"),
  [CRF_TIMELINE_LANE_STATUSES] = N_("Status"),
};

const char *
crf_timeline_lane_get_title (CrfTimelineLaneKind kind)
{
  g_return_val_if_fail (kind < CRF_TIMELINE_N_LANES, "");

  return _(lane_titles[kind]);
}

static void
mark_free (gpointer data)
{
  CrfTimelineMark *mark = data;

  g_free (mark->label);
  g_free (mark);
}

static void
tick_free (gpointer data)
{
  CrfTimelineTick *tick = data;

  g_free (tick->day_text);
  g_free (tick->date_text);
  g_free (tick);
}

static void
legend_free (gpointer data)
{
  CrfTimelineLegend *legend = data;

  g_free (legend->text);
  g_free (legend);
}

static void
lane_clear (gpointer data)
{
  g_free (((CrfTimelineLane *) data)->note);
}

void
crf_timeline_layout_free (CrfTimelineLayout *layout)
{
  if (layout == NULL)
    return;
  g_ptr_array_unref (layout->ticks);
  g_array_unref (layout->lanes);
  g_array_unref (layout->panels);
  g_ptr_array_unref (layout->marks);
  g_ptr_array_unref (layout->legend);
  g_clear_pointer (&layout->view.series, g_ptr_array_unref);
  g_free (layout->today_text);
  g_free (layout);
}

/* ── The whole course ── */

static void
take_day (int     day,
          double *first,
          double *last)
{
  if (day == CRF_TIMELINE_NO_DAY)
    return;
  *first = MIN (*first, day);
  *last = MAX (*last, day);
}

static void
take_events (const GPtrArray *events,
             double          *first,
             double          *last)
{
  for (guint i = 0; i < events->len; i++)
    {
      const CrfTimelineEvent *event = g_ptr_array_index (events, i);

      take_day (event->start.earliest, first, last);
      take_day (event->end.latest, first, last);
    }
}

/* Who has left the study needs no axis until today. */
static gboolean
is_over (const CrfTimeline *data)
{
  for (guint i = 0; i < data->statuses->len; i++)
    {
      const CrfTimelineStatus *status = g_ptr_array_index (data->statuses, i);

      if (status->kind >= CRF_TIMELINE_STATUS_DIED && status->date.earliest != CRF_TIMELINE_NO_DAY)
        return TRUE;
    }
  return FALSE;
}

void
crf_timeline_get_range (const CrfTimeline *data,
                        double            *first,
                        double            *last)
{
  double margin;

  *first = *last = data->zero;
  if (!is_over (data))
    take_day (data->today, first, last);
  for (guint i = 0; i < data->visits->len; i++)
    {
      const CrfTimelineVisit *visit = g_ptr_array_index (data->visits, i);

      take_day (visit->actual, first, last);
      if (visit->state == CRF_VISIT_NOT_APPLICABLE)
        continue;
      take_day (visit->from, first, last);
      take_day (visit->to, first, last);
    }
  for (guint i = 0; i < data->infusions->len; i++)
    take_day ((int) floor (((CrfTimelineInfusion *) g_ptr_array_index (data->infusions, i))->at), first, last);
  take_events (data->adverse_events, first, last);
  take_events (data->decompensations, first, last);
  for (guint i = 0; i < data->statuses->len; i++)
    take_day (((CrfTimelineStatus *) g_ptr_array_index (data->statuses, i))->date.earliest, first, last);
  for (guint i = 0; i < data->series->len; i++)
    {
      const CrfTimelineSeries *series = g_ptr_array_index (data->series, i);

      for (guint j = 0; j < series->points->len; j++)
        take_day ((int) floor (((CrfTimelinePoint *) g_ptr_array_index (series->points, j))->at), first, last);
    }
  margin = MAX ((*last - *first) * 0.03, 2);
  *first -= margin;
  *last += margin + 1;
}

/* ── Axis ── */

static CrfTimelineTick *
tick_new (CrfTimelineLayout *layout,
          int                day)
{
  CrfTimelineTick *tick = g_new0 (CrfTimelineTick, 1);
  double at = day + layout->view.data->zero;

  tick->day = day;
  tick->x = crf_timeline_axis_to_x (&layout->axis, at);
  tick->day_text = crf_timeline_words_day (layout->view.data, at);
  tick->date_text = crf_timeline_words_date (at);
  return tick;
}

static gboolean
tick_fits (CrfTimelineBuilder *builder,
           CrfTimelineTick    *tick,
           double              from)
{
  double half = MAX (crf_timeline_builder_measure (builder, tick->day_text, CRF_TIMELINE_FACE_NORMAL),
                     crf_timeline_builder_measure (builder, tick->date_text, CRF_TIMELINE_FACE_SMALL)) / 2;

  return tick->x - half >= from && tick->x + half <= builder->layout->width - builder->layout->pad / 2;
}

static void
place_today (CrfTimelineBuilder *builder)
{
  CrfTimelineLayout *layout = builder->layout;
  double today = layout->view.data->today + 0.5;

  layout->today_x = NAN;
  if (today < layout->axis.start || today > layout->axis.end)
    return;
  layout->today_x = crf_timeline_axis_to_x (&layout->axis, today);
  layout->today_text = g_strdup (_("today"));
  layout->today_width
      = crf_timeline_builder_measure (builder, layout->today_text, CRF_TIMELINE_FACE_SMALL) + layout->em;
  layout->today_text_x = CLAMP (layout->today_x - layout->today_width / 2, layout->axis.x0,
                                layout->width - layout->pad - layout->today_width);
}

static void
place_axis (CrfTimelineBuilder *builder)
{
  CrfTimelineLayout *layout = builder->layout;
  g_autofree char *widest = crf_timeline_words_date (layout->view.data->zero);
  double spacing = MAX (crf_timeline_builder_measure (builder, widest, CRF_TIMELINE_FACE_SMALL), 4 * layout->em)
                   + 1.6 * layout->em;
  g_autoptr (GArray) days = crf_timeline_axis_ticks (&layout->axis, layout->view.data->zero, spacing);
  double from = layout->pad + layout->em
                + crf_timeline_builder_measure (builder, crf_timeline_words_zero (layout->view.data->zero_kind),
                                                CRF_TIMELINE_FACE_SMALL);

  layout->axis_y = layout->heading_height;
  layout->axis_height = 4.4 * layout->em;
  layout->plot_y = layout->axis_y + layout->axis_height;
  for (guint i = 0; i < days->len; i++)
    {
      CrfTimelineTick *tick = tick_new (layout, g_array_index (days, int, i));

      tick->labelled = tick_fits (builder, tick, from);
      g_ptr_array_add (layout->ticks, tick);
    }
  place_today (builder);
}

/* ── Panels ── */

/* The greatest and least value with the nearest limit of the reference range, so that one sees how far it is. */
static void
bounds_of (const CrfTimelineSeries *series,
           double                  *least,
           double                  *greatest)
{
  double low = G_MAXDOUBLE, high = -G_MAXDOUBLE;

  *least = G_MAXDOUBLE;
  *greatest = -G_MAXDOUBLE;
  for (guint i = 0; i < series->points->len; i++)
    {
      const CrfTimelinePoint *point = g_ptr_array_index (series->points, i);

      *least = MIN (*least, point->value);
      *greatest = MAX (*greatest, point->value);
      if (!isnan (point->low))
        low = MIN (low, point->low);
      if (!isnan (point->high))
        high = MAX (high, point->high);
    }
  /* All normal: both limits, so that one sees how normal. */
  if (low < G_MAXDOUBLE && high > -G_MAXDOUBLE && *least >= low && *greatest <= high)
    {
      *least = low;
      *greatest = high;
    }
  if (low < G_MAXDOUBLE && *greatest < low)
    *greatest = low + (low - *least) * 0.12;
  if (high > -G_MAXDOUBLE && *least > high)
    *least = high - (*greatest - high) * 0.12;
}

double
crf_timeline_panel_to_y (const CrfTimelinePanel *panel,
                         double                  value)
{
  return panel->y + panel->height * (1 - crf_timeline_scale_part (&panel->scale, value));
}

static void
place_panels (CrfTimelineBuilder *builder,
              double              left)
{
  CrfTimelineLayout *layout = builder->layout;
  GPtrArray *series = layout->view.series;
  double gap = 0.55 * layout->em;
  double height = 5.8 * layout->em;

  if (series->len > 0 && !layout->view.picture)
    height = CLAMP (left / series->len - gap, 5.2 * layout->em, 8.5 * layout->em);
  for (guint i = 0; i < series->len; i++)
    {
      CrfTimelinePanel panel = { .series = g_ptr_array_index (series, i), .y = builder->y, .height = floor (height) };
      double least, greatest;

      bounds_of (panel.series, &least, &greatest);
      crf_timeline_scale_init (&panel.scale, least, greatest, (int) CLAMP (height / (1.6 * layout->em), 2, 4));
      g_array_append_val (layout->panels, panel);
      crf_timeline_place_points (builder, (int) i);
      builder->y += panel.height + gap;
    }
  layout->plot_end = series->len > 0 ? builder->y - gap : builder->y;
}

/* ── Legend ── */

static void
add_legend (CrfTimelineBuilder *builder,
            int                 shape,
            const char         *text)
{
  CrfTimelineLegend *legend = g_new0 (CrfTimelineLegend, 1);

  legend->shape = shape;
  legend->text = g_strdup (text);
  g_ptr_array_add (builder->layout->legend, legend);
}

static gboolean
shows_lane (const CrfTimelineView *view,
            CrfTimelineLaneKind    kind)
{
  return (view->lanes & (1u << kind)) != 0;
}

static void
list_visits (CrfTimelineBuilder *builder)
{
  const CrfTimeline *data = builder->layout->view.data;

  for (int state = CRF_VISIT_UPCOMING; state < CRF_VISIT_NOT_APPLICABLE; state++)
    for (guint i = 0; i < data->visits->len; i++)
      if (((CrfTimelineVisit *) g_ptr_array_index (data->visits, i))->state == (CrfVisitState) state)
        {
          add_legend (builder, CRF_TIMELINE_SHAPE_VISIT + state, crf_visit_state_get_label ((CrfVisitState) state));
          break;
        }
}

static void
list_values (CrfTimelineBuilder *builder)
{
  gboolean ranges = FALSE, baseline = FALSE, limits = FALSE, hollow = FALSE;
  const CrfTimelineLayout *layout = builder->layout;

  for (guint i = 0; i < layout->view.series->len; i++)
    {
      const CrfTimelineSeries *series = g_ptr_array_index (layout->view.series, i);

      baseline = baseline || series->baseline_text != NULL;
      for (guint j = 0; j < series->points->len; j++)
        {
          const CrfTimelinePoint *point = g_ptr_array_index (series->points, j);

          ranges = ranges || !isnan (point->low) || !isnan (point->high);
          hollow = hollow || point->not_analysed;
          limits = limits || point->comparator != CRF_COMPARATOR_NONE;
        }
    }
  if (ranges)
    {
      add_legend (builder, CRF_TIMELINE_SHAPE_REFERENCE, _("reference range"));
      add_legend (builder, CRF_TIMELINE_SHAPE_WITHIN, _("within"));
      add_legend (builder, CRF_TIMELINE_SHAPE_ABOVE, _("above"));
      add_legend (builder, CRF_TIMELINE_SHAPE_BELOW, _("below"));
    }
  if (hollow)
    add_legend (builder, CRF_TIMELINE_SHAPE_HOLLOW, _("sample not analysed"));
  if (limits)
    add_legend (builder, CRF_TIMELINE_SHAPE_LESS, _("outside what the laboratory can measure"));
  if (baseline)
    add_legend (builder, CRF_TIMELINE_SHAPE_BASELINE, _("baseline"));
  if (layout->view.series->len > 0 && layout->view.data->infusions->len > 0)
    add_legend (builder, CRF_TIMELINE_SHAPE_INFUSION_LINE, _("infusion"));
}

static void
place_legend (CrfTimelineBuilder *builder)
{
  CrfTimelineLayout *layout = builder->layout;
  double x = layout->pad, line = 1.6 * layout->em;

  if (shows_lane (&layout->view, CRF_TIMELINE_LANE_VISITS))
    list_visits (builder);
  list_values (builder);
  builder->y += 0.9 * layout->em;
  for (guint i = 0; i < layout->legend->len; i++)
    {
      CrfTimelineLegend *legend = g_ptr_array_index (layout->legend, i);
      double width = 1.6 * layout->em + crf_timeline_builder_measure (builder, legend->text, CRF_TIMELINE_FACE_SMALL);

      if (x > layout->pad && x + width > layout->width - layout->pad)
        {
          x = layout->pad;
          builder->y += line;
        }
      legend->x = x + 0.7 * layout->em;
      legend->y = builder->y;
      x += width + 1.3 * layout->em;
    }
  if (layout->legend->len > 0)
    builder->y += line * 0.7;
}

/* ── All of it ── */

static double
measure_names (CrfTimelineBuilder *builder)
{
  const CrfTimelineLayout *layout = builder->layout;
  double width = 7.5 * layout->em;

  for (int i = 0; i < CRF_TIMELINE_N_LANES; i++)
    if (shows_lane (&layout->view, (CrfTimelineLaneKind) i))
      width = MAX (width,
                   crf_timeline_builder_measure (builder, crf_timeline_lane_get_title ((CrfTimelineLaneKind) i),
                                                 CRF_TIMELINE_FACE_NORMAL));
  /* Of all series: the axis stays where it is whatever is shown, and on every page. */
  for (guint i = 0; i < layout->view.data->series->len; i++)
    {
      const CrfTimelineSeries *series = g_ptr_array_index (layout->view.data->series, i);
      g_autofree char *change = crf_timeline_words_change (series);

      width = MAX (width, crf_timeline_builder_measure (builder, series->short_label, CRF_TIMELINE_FACE_BOLD));
      width = MAX (width, crf_timeline_builder_measure (builder, change, CRF_TIMELINE_FACE_SMALL));
    }
  return MIN (width, layout->width < 72 * layout->em ? 10 * layout->em : 13 * layout->em);
}

CrfTimelineLayout *
crf_timeline_layout_new (const CrfTimelineView *view,
                         double                 em,
                         CrfTimelineMeasure     measure,
                         gpointer               measure_data,
                         double                 width,
                         double                 height)
{
  CrfTimelineLayout *layout = g_new0 (CrfTimelineLayout, 1);
  CrfTimelineBuilder builder = { layout, measure, measure_data, 0 };
  double below;

  layout->view = *view;
  layout->view.series = g_ptr_array_ref (view->series);
  layout->em = em;
  layout->width = MAX (width, 30 * em);
  layout->pad = 1.1 * em;
  layout->ticks = g_ptr_array_new_with_free_func (tick_free);
  layout->lanes = g_array_new (FALSE, TRUE, sizeof (CrfTimelineLane));
  g_array_set_clear_func (layout->lanes, lane_clear);
  layout->panels = g_array_new (FALSE, TRUE, sizeof (CrfTimelinePanel));
  layout->marks = g_ptr_array_new_with_free_func (mark_free);
  layout->legend = g_ptr_array_new_with_free_func (legend_free);
  layout->heading_height = view->heading != NULL ? 2.6 * em : 0;
  layout->label_width = measure_names (&builder);
  layout->axis.start = view->start;
  layout->axis.end = MAX (view->end, view->start + 1);
  layout->axis.x0 = layout->pad + layout->label_width + 3.4 * em;
  layout->axis.x1 = layout->width - layout->pad;

  place_axis (&builder);
  builder.y = layout->plot_y;
  for (int i = 0; i < CRF_TIMELINE_N_LANES; i++)
    if (shows_lane (view, (CrfTimelineLaneKind) i))
      crf_timeline_place_lane (&builder, (CrfTimelineLaneKind) i);
  builder.y += 0.6 * em;
  below = (view->foot != NULL ? 4 * em : 1.2 * em) + 3 * em;
  place_panels (&builder, height - below - builder.y);
  place_legend (&builder);
  layout->foot_y = builder.y + 0.4 * em;
  layout->height = ceil (layout->foot_y + (view->foot != NULL ? 3 * em : 0.4 * em));
  return layout;
}

/* ── Finding ── */

static double
distance_to (const CrfTimelineMark *mark,
             double                 x,
             double                 y,
             double                 em)
{
  double across = x < mark->x0 ? mark->x0 - x : x > mark->x1 ? x - mark->x1 : 0;
  double in_label = 0;

  if (mark->lane == CRF_TIMELINE_N_LANES)
    return hypot (x - mark->x, y - mark->y);
  if (mark->label != NULL)
    in_label = x < mark->label_x                       ? mark->label_x - x
               : x > mark->label_x + mark->label_width ? x - mark->label_x - mark->label_width
                                                       : 0;
  if (mark->label != NULL && fabs (y - mark->label_y) < 0.8 * em)
    across = MIN (across, in_label);
  else if (fabs (y - mark->y) > 0.9 * em)
    return G_MAXDOUBLE;
  return MIN (across, fabs (x - mark->x));
}

CrfTimelineMark *
crf_timeline_layout_pick (CrfTimelineLayout *layout,
                          double             x,
                          double             y)
{
  CrfTimelineMark *best = NULL;
  double least = 0.9 * layout->em;

  for (guint i = layout->marks->len; i > 0; i--)
    {
      CrfTimelineMark *mark = g_ptr_array_index (layout->marks, i - 1);
      double distance = distance_to (mark, x, y, layout->em);

      if (distance < least)
        {
          best = mark;
          least = distance;
        }
    }
  return best;
}

const CrfTimelinePoint *
crf_timeline_series_get_last (const CrfTimelineSeries *series)
{
  for (guint i = series->points->len; i > 0; i--)
    {
      const CrfTimelinePoint *point = g_ptr_array_index (series->points, i - 1);

      if (!point->not_analysed)
        return point;
    }
  return g_ptr_array_index (series->points, series->points->len - 1);
}

const CrfTimelinePoint *
crf_timeline_series_find (const CrfTimelineSeries *series,
                          double                   at)
{
  const CrfTimelinePoint *found = NULL;

  for (guint i = 0; i < series->points->len; i++)
    {
      const CrfTimelinePoint *point = g_ptr_array_index (series->points, i);

      if (point->at > at)
        break;
      if (!point->not_analysed)
        found = point;
    }
  return found;
}

const CrfTarget *
crf_timeline_mark_get_target (const CrfTimelineMark *mark)
{
  switch (mark->lane)
    {
    case CRF_TIMELINE_LANE_VISITS:
      return ((const CrfTimelineVisit *) mark->what)->form;
    case CRF_TIMELINE_LANE_INFUSIONS:
      return ((const CrfTimelineInfusion *) mark->what)->form;
    case CRF_TIMELINE_LANE_ADVERSE_EVENTS:
    case CRF_TIMELINE_LANE_DECOMPENSATIONS:
      return ((const CrfTimelineEvent *) mark->what)->form;
    case CRF_TIMELINE_LANE_STATUSES:
      return ((const CrfTimelineStatus *) mark->what)->form;
    case CRF_TIMELINE_N_LANES:
    default:
      return ((const CrfTimelinePoint *) mark->what)->field;
    }
}
