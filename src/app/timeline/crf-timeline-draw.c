/* SPDX-License-Identifier: GPL-3.0-or-later */

/* From back to front: paper, grid, lanes, panels, axis, legend. The layout has decided where everything stands. */

#include "crf-timeline-draw.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "crf-timeline-draw-private.h"
#include "crf-timeline-words.h"

void
crf_timeline_set_language (PangoContext *context)
{
  const char *const *languages = g_get_language_names ();

  if (g_str_has_prefix (languages[0], "zh"))
    pango_context_set_language (context, pango_language_from_string ("zh-cn"));
}

CrfTimelineLayout *
crf_timeline_layout_for (PangoContext          *context,
                         const CrfTimelineView *view,
                         double                 width,
                         double                 height)
{
  CrfTimelineType type;
  CrfTimelineLayout *layout;

  g_return_val_if_fail (view->data != NULL && view->series != NULL, NULL);

  crf_timeline_type_init (&type, context);
  layout = crf_timeline_layout_new (view, type.em, crf_timeline_type_measure, &type, width, height);
  crf_timeline_type_clear (&type);
  return layout;
}

static void
line (CrfTimelinePen          *pen,
      double                   x0,
      double                   y0,
      double                   x1,
      double                   y1,
      double                   width,
      const CrfTimelineColour *colour)
{
  cairo_move_to (pen->cr, x0, y0);
  cairo_line_to (pen->cr, x1, y1);
  cairo_set_line_width (pen->cr, width);
  crf_timeline_set_colour (pen->cr, colour);
  cairo_stroke (pen->cr);
}

/* A hairline falls on whole pixels. */
static double
crisp (double x)
{
  return floor (x) + 0.5;
}

/* ── Paper, heading, axis ── */

static void
draw_paper (CrfTimelinePen *pen)
{
  const CrfTimelineLayout *layout = pen->layout;

  crf_timeline_set_colour (pen->cr, &pen->palette->background);
  cairo_paint (pen->cr);
  if (layout->view.heading != NULL)
    crf_timeline_type_draw (&pen->type, pen->cr, layout->view.heading, CRF_TIMELINE_FACE_TITLE, CRF_TIMELINE_START,
                            layout->pad, layout->heading_height * 0.55, layout->width - 2 * layout->pad,
                            &pen->palette->text, NULL);
}

static void
draw_grid (CrfTimelinePen *pen)
{
  const CrfTimelineLayout *layout = pen->layout;

  for (guint i = 0; i < layout->ticks->len; i++)
    {
      const CrfTimelineTick *tick = g_ptr_array_index (layout->ticks, i);

      line (pen, crisp (tick->x), layout->plot_y - 0.3 * layout->em, crisp (tick->x), layout->plot_end,
            tick->day == 0 ? 1.5 : 1, tick->day == 0 ? &pen->palette->frame : &pen->palette->grid);
    }
}

static void
draw_axis (CrfTimelinePen *pen)
{
  const CrfTimelineLayout *layout = pen->layout;
  double em = layout->em, y = layout->axis_y;

  crf_timeline_type_draw (&pen->type, pen->cr, crf_timeline_words_zero (layout->view.data->zero_kind),
                          CRF_TIMELINE_FACE_SMALL, CRF_TIMELINE_START, layout->pad, y + 0.95 * em,
                          layout->label_width + 2 * em, &pen->palette->dim, NULL);
  for (guint i = 0; i < layout->ticks->len; i++)
    {
      const CrfTimelineTick *tick = g_ptr_array_index (layout->ticks, i);

      if (!tick->labelled)
        continue;
      crf_timeline_type_draw (&pen->type, pen->cr, tick->day_text, CRF_TIMELINE_FACE_NORMAL, CRF_TIMELINE_MIDDLE,
                              tick->x, y + 0.95 * em, -1, &pen->palette->text, NULL);
      crf_timeline_type_draw (&pen->type, pen->cr, tick->date_text, CRF_TIMELINE_FACE_SMALL, CRF_TIMELINE_MIDDLE,
                              tick->x, y + 2.2 * em, -1, &pen->palette->dim, NULL);
    }
}

static void
draw_today (CrfTimelinePen *pen)
{
  const CrfTimelineLayout *layout = pen->layout;
  const double dashes[] = { 4, 3 };
  double y = layout->axis_y + 3.5 * layout->em;

  if (isnan (layout->today_x))
    return;
  cairo_set_dash (pen->cr, dashes, 2, 0);
  line (pen, crisp (layout->today_x), y + 0.7 * layout->em, crisp (layout->today_x), layout->plot_end, 1.5,
        &pen->palette->accent);
  cairo_set_dash (pen->cr, NULL, 0, 0);
  crf_timeline_rounded (pen->cr, layout->today_text_x, y - 0.65 * layout->em, layout->today_width, 1.3 * layout->em,
                        0.65 * layout->em);
  crf_timeline_set_colour (pen->cr, &pen->palette->accent);
  cairo_fill (pen->cr);
  crf_timeline_type_draw (&pen->type, pen->cr, layout->today_text, CRF_TIMELINE_FACE_SMALL, CRF_TIMELINE_MIDDLE,
                          layout->today_text_x + layout->today_width / 2, y, -1, &pen->palette->background, NULL);
}

/* ── Lanes ── */

static void
draw_lane_frame (CrfTimelinePen        *pen,
                 const CrfTimelineLane *lane)
{
  const CrfTimelineLayout *layout = pen->layout;
  gboolean empty = lane->note != NULL && lane->height < 3 * layout->em;
  double y = lane->y + 1.02 * layout->em;

  line (pen, layout->pad, crisp (lane->y + lane->height), layout->axis.x1, crisp (lane->y + lane->height), 1,
        &pen->palette->grid);
  crf_timeline_type_draw (&pen->type, pen->cr, crf_timeline_lane_get_title (lane->kind), CRF_TIMELINE_FACE_NORMAL,
                          CRF_TIMELINE_START, layout->pad, y, layout->label_width + 2.6 * layout->em,
                          &pen->palette->text, NULL);
  if (lane->note == NULL)
    return;
  if (empty)
    crf_timeline_type_draw (&pen->type, pen->cr, lane->note, CRF_TIMELINE_FACE_SMALL, CRF_TIMELINE_START,
                            layout->axis.x0 + 0.5 * layout->em, y, layout->axis.x1 - layout->axis.x0,
                            &pen->palette->dim, &pen->palette->background);
  else
    crf_timeline_type_draw (&pen->type, pen->cr, lane->note, CRF_TIMELINE_FACE_SMALL, CRF_TIMELINE_START,
                            layout->pad, y + 1.4 * layout->em, layout->label_width + 2.6 * layout->em,
                            &pen->palette->dim, NULL);
}

static gboolean
in_plot (const CrfTimelineLayout *layout,
         double                   x)
{
  return x >= layout->axis.x0 - 0.5 && x <= layout->axis.x1 + 0.5;
}

/* Behind all signs: windows that lie on each other are told apart by their edges. */
static void
draw_window (CrfTimelinePen        *pen,
             const CrfTimelineMark *mark)
{
  const CrfTimelineVisit *visit = mark->what;
  double em = pen->layout->em;

  if (mark->x1 <= mark->x0)
    return;
  crf_timeline_rounded (pen->cr, mark->x0, mark->y - 0.55 * em, mark->x1 - mark->x0, 1.1 * em, 0.3 * em);
  crf_timeline_set_colour (pen->cr, &pen->palette->window);
  cairo_fill_preserve (pen->cr);
  crf_timeline_set_colour (pen->cr, &pen->palette->frame);
  cairo_set_line_width (pen->cr, 1);
  if (visit->provisional)
    cairo_set_dash (pen->cr, (const double[]) { 3, 3 }, 2, 0);
  cairo_stroke (pen->cr);
  cairo_set_dash (pen->cr, NULL, 0, 0);
}

static void
draw_visit (CrfTimelinePen        *pen,
            const CrfTimelineMark *mark)
{
  const CrfTimelineVisit *visit = mark->what;
  double em = pen->layout->em;

  if (!in_plot (pen->layout, mark->x))
    return;
  /* A visit outside its window is tied to it. */
  if (visit->days_off > 0 && mark->x1 > mark->x0)
    line (pen, CLAMP (mark->x, mark->x0, mark->x1), mark->y, mark->x, mark->y, 0.12 * em, &pen->palette->warning);
  crf_timeline_draw_shape (pen->cr, pen->palette, CRF_TIMELINE_SHAPE_VISIT + (int) visit->state, mark->x, mark->y,
                           em, NULL);
}

/* The body of an event: solid from its start to its end, dashed where it is not known, with a head where it goes
 * on. */
static void
draw_bar (CrfTimelinePen        *pen,
          const CrfTimelineMark *mark)
{
  const CrfTimelineEvent *event = mark->what;
  const CrfTimelineColour *colour = &pen->palette->grades[CLAMP (event->grade, 0, 5)];
  double em = pen->layout->em, half = 0.58 * em;
  double x0 = mark->x, x1 = mark->x1; /* the sign is its head */
  double head = event->ongoing && !mark->cut_end ? 0.7 * em : 0;
  CrfTimelineColour tint = *colour;

  if (x1 - x0 < 0.7 * em && !event->ongoing)
    return;
  tint.alpha = 0.22;
  cairo_new_path (pen->cr);
  cairo_move_to (pen->cr, x0, mark->y - half);
  cairo_line_to (pen->cr, x1, mark->y - half);
  cairo_line_to (pen->cr, x1 + head, mark->y);
  cairo_line_to (pen->cr, x1, mark->y + half);
  cairo_line_to (pen->cr, x0, mark->y + half);
  cairo_close_path (pen->cr);
  crf_timeline_set_colour (pen->cr, &tint);
  cairo_fill_preserve (pen->cr);
  crf_timeline_set_colour (pen->cr, colour);
  cairo_set_line_width (pen->cr, 1.2);
  if (mark->vague_start)
    cairo_set_dash (pen->cr, (const double[]) { 3, 2.5 }, 2, 0);
  cairo_stroke (pen->cr);
  cairo_set_dash (pen->cr, NULL, 0, 0);
}

static int
shape_of (const CrfTimelineMark *mark)
{
  switch (mark->lane)
    {
    case CRF_TIMELINE_LANE_INFUSIONS:
      return CRF_TIMELINE_SHAPE_INFUSION + (int) ((const CrfTimelineInfusion *) mark->what)->kind;
    case CRF_TIMELINE_LANE_ADVERSE_EVENTS:
      return CRF_TIMELINE_SHAPE_GRADE + ((const CrfTimelineEvent *) mark->what)->grade;
    case CRF_TIMELINE_LANE_DECOMPENSATIONS:
      return CRF_TIMELINE_SHAPE_DECOMPENSATION;
    case CRF_TIMELINE_LANE_STATUSES:
      return CRF_TIMELINE_SHAPE_STATUS + (int) ((const CrfTimelineStatus *) mark->what)->kind;
    case CRF_TIMELINE_LANE_VISITS:
    case CRF_TIMELINE_N_LANES:
    default:
      return CRF_TIMELINE_SHAPE_VISIT;
    }
}

static void
draw_lane_mark (CrfTimelinePen        *pen,
                const CrfTimelineMark *mark)
{
  gboolean visit = mark->lane == CRF_TIMELINE_LANE_VISITS;

  if (visit)
    draw_visit (pen, mark);
  else
    {
      if (mark->lane == CRF_TIMELINE_LANE_ADVERSE_EVENTS)
        draw_bar (pen, mark);
      crf_timeline_draw_shape (pen->cr, pen->palette, shape_of (mark), mark->x, mark->y, pen->layout->em, NULL);
    }
  if (mark->label != NULL)
    crf_timeline_type_draw (
        &pen->type, pen->cr, mark->label, visit ? CRF_TIMELINE_FACE_SMALL : CRF_TIMELINE_FACE_NORMAL,
        CRF_TIMELINE_START, mark->label_x, mark->label_y, mark->label_width, &pen->palette->text,
        mark->label_x + mark->label_width <= mark->x1 && !visit ? NULL : &pen->palette->background);
}

static void
draw_lanes (CrfTimelinePen *pen)
{
  const CrfTimelineLayout *layout = pen->layout;

  for (guint i = 0; i < layout->lanes->len; i++)
    draw_lane_frame (pen, &g_array_index (layout->lanes, CrfTimelineLane, i));
  for (guint i = 0; i < layout->marks->len; i++)
    {
      const CrfTimelineMark *mark = g_ptr_array_index (layout->marks, i);

      if (mark->lane == CRF_TIMELINE_LANE_VISITS)
        draw_window (pen, mark);
    }
  draw_today (pen);
  for (guint i = 0; i < layout->marks->len; i++)
    {
      const CrfTimelineMark *mark = g_ptr_array_index (layout->marks, i);

      if (mark->lane != CRF_TIMELINE_N_LANES)
        draw_lane_mark (pen, mark);
    }
}

/* ── Legend, foot ── */

static void
draw_legend (CrfTimelinePen *pen)
{
  const CrfTimelineLayout *layout = pen->layout;

  for (guint i = 0; i < layout->legend->len; i++)
    {
      const CrfTimelineLegend *legend = g_ptr_array_index (layout->legend, i);

      crf_timeline_draw_shape (pen->cr, pen->palette, legend->shape, legend->x, legend->y, layout->em, NULL);
      crf_timeline_type_draw (&pen->type, pen->cr, legend->text, CRF_TIMELINE_FACE_SMALL, CRF_TIMELINE_START,
                              legend->x + 0.95 * layout->em, legend->y, -1, &pen->palette->dim, NULL);
    }
  if (layout->view.foot != NULL)
    crf_timeline_type_draw (&pen->type, pen->cr, layout->view.foot, CRF_TIMELINE_FACE_SMALL, CRF_TIMELINE_START,
                            layout->pad, layout->foot_y + 1.6 * layout->em, layout->width - 2 * layout->pad,
                            &pen->palette->dim, NULL);
}

void
crf_timeline_draw_layout (cairo_t                 *cr,
                          PangoContext            *context,
                          const CrfTimelineLayout *layout)
{
  CrfTimelinePen pen = { .cr = cr, .layout = layout };

  pen.palette = crf_timeline_palette_get (layout->view.dark, layout->view.high_contrast);
  crf_timeline_type_init (&pen.type, context);
  cairo_save (cr);
  draw_paper (&pen);
  draw_grid (&pen);
  draw_axis (&pen);
  crf_timeline_draw_panels (&pen);
  draw_lanes (&pen);
  crf_timeline_draw_points (&pen);
  draw_legend (&pen);
  cairo_restore (cr);
  crf_timeline_type_clear (&pen.type);
}

void
crf_timeline_draw (cairo_t               *cr,
                   PangoContext          *context,
                   const CrfTimelineView *view,
                   double                 width,
                   double                 height)
{
  g_autoptr (CrfTimelineLayout) layout = crf_timeline_layout_for (context, view, width, height);

  crf_timeline_draw_layout (cr, context, layout);
}
