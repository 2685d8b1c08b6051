/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Axes, steps, means with limits, bars and the flow of patients. Groups differ by their sign and dash, not only by colour. */

#include "crf-chart-draw.h"

#include <math.h>

#include "crf-number.h"
#include "crf-timeline-shapes.h"
#include "crf-timeline-type.h"

typedef struct
{
  cairo_t *cr;
  const CrfChartView *view;
  const CrfChart *chart;
  const CrfTimelinePalette *palette;
  CrfTimelineType type;
  double em, width, height, top;
} Pen;

/* The rectangle of the plot and what it shows. */
typedef struct { double left, top, right, bottom, x0, x1, y0, y1; } Plot;

static double
x_of (const Plot *plot,
      double x)
{
  return plot->left + (x - plot->x0) / (plot->x1 - plot->x0) * (plot->right - plot->left);
}

static double
y_of (const Plot *plot,
      double y)
{
  return plot->bottom - (y - plot->y0) / (plot->y1 - plot->y0) * (plot->bottom - plot->top);
}

static void
text (Pen *pen,
      const char *words,
      CrfTimelineFace face,
      CrfTimelineAlign align,
      double x,
      double y,
      double width,
      const CrfTimelineColour *colour)
{
  crf_timeline_type_draw (&pen->type, pen->cr, words, face, align, x, y, width, colour, NULL);
}

static void
line (Pen *pen,
      double x0,
      double y0,
      double x1,
      double y1,
      const CrfTimelineColour *colour)
{
  cairo_move_to (pen->cr, x0, y0);
  cairo_line_to (pen->cr, x1, y1);
  cairo_set_line_width (pen->cr, 1);
  crf_timeline_set_colour (pen->cr, colour);
  cairo_stroke (pen->cr);
}

static const CrfTimelineColour *
colour_of (const Pen *pen,
           guint series)
{
  return &pen->palette->series[series % G_N_ELEMENTS (pen->palette->series)];
}

static void
set_dash (Pen *pen,
          guint series)
{
  static const double dashes[][2] = { { 1, 0 }, { 6, 3 }, { 2, 3 } };

  cairo_set_dash (pen->cr, dashes[series % 3], series % 3 == 0 ? 0 : 2, 0);
}

/* ── Axes ── */
/* 1, 2 or 5 times a power of ten, so that about @n steps cover @range. */
static double
nice_step (double range,
           int n)
{
  double raw = range / n, power = pow (10, floor (log10 (raw)));

  return raw / power <= 1 ? power : raw / power <= 2 ? 2 * power : raw / power <= 5 ? 5 * power : 10 * power;
}

static void
span (const CrfChart *chart,
      Plot *plot)
{
  gboolean first = TRUE;

  for (guint i = 0; i < chart->series->len; i++)
    {
      const CrfChartSeries *series = g_ptr_array_index (chart->series, i);

      for (guint j = 0; j < series->points->len; j++)
        {
          const CrfChartPoint *point = &g_array_index (series->points, CrfChartPoint, j);
          double low = isnan (point->lower) ? point->y : point->lower, high = isnan (point->upper) ? point->y : point->upper;

          plot->x1 = first ? point->x : MAX (plot->x1, point->x);
          plot->y0 = first ? MIN (low, 0) : MIN (plot->y0, low);
          plot->y1 = first ? MAX (high, 0) : MAX (plot->y1, high);
          first = FALSE;
        }
    }
  for (guint i = 0; i < chart->ticks->len; i++)
    plot->x1 = MAX (plot->x1, g_array_index (chart->ticks, double, i));
  plot->x0 = 0;
  if (!(plot->x1 > plot->x0))
    plot->x1 = plot->x0 + 1;
  if (!(plot->y1 > plot->y0))
    plot->y1 = plot->y0 + 1;
}

static void
draw_y_axis (Pen *pen,
             const Plot *plot)
{
  double step = nice_step (plot->y1 - plot->y0, 5);
  int places = step < 1 ? (int) ceil (-log10 (step) - 1e-9) : 0;

  for (double y = ceil (plot->y0 / step - 1e-9) * step; y <= plot->y1 + step * 1e-9; y += step)
    {
      char words[CRF_DECIMAL_SIZE];
      double at = floor (y_of (plot, y)) + 0.5;

      line (pen, plot->left, at, plot->right, at, fabs (y) < step * 1e-6 ? &pen->palette->dim : &pen->palette->grid);
      if (crf_decimal_format_places (fabs (y) < step * 1e-6 ? 0 : y, places, words) != NULL)
        text (pen, words, CRF_TIMELINE_FACE_SMALL, CRF_TIMELINE_END, plot->left - 0.5 * pen->em, at, -1, &pen->palette->dim);
    }
}

/* Labels that would touch are left out; the ticks stay. */
static void
draw_x_axis (Pen *pen,
             const Plot *plot)
{
  double free_from = -INFINITY;

  line (pen, plot->left, floor (plot->bottom) + 0.5, plot->right, floor (plot->bottom) + 0.5, &pen->palette->dim);
  for (guint i = 0; i < pen->chart->ticks->len; i++)
    {
      const char *words = g_ptr_array_index (pen->chart->categories, i);
      double x = x_of (plot, g_array_index (pen->chart->ticks, double, i));
      double half = crf_timeline_type_measure (words, CRF_TIMELINE_FACE_SMALL, &pen->type) / 2;

      line (pen, floor (x) + 0.5, plot->bottom, floor (x) + 0.5, plot->bottom + 0.3 * pen->em, &pen->palette->dim);
      if (x - half < free_from)
        continue;
      text (pen, words, CRF_TIMELINE_FACE_SMALL, CRF_TIMELINE_MIDDLE, x, plot->bottom + 1.0 * pen->em, -1, &pen->palette->dim);
      free_from = x + half + 0.6 * pen->em;
    }
  if (pen->chart->x_title != NULL)
    text (pen, pen->chart->x_title, CRF_TIMELINE_FACE_SMALL, CRF_TIMELINE_END, plot->right, plot->bottom + 2.2 * pen->em, -1, &pen->palette->dim);
}

/* ── Lines ── */
static void
draw_sign (Pen *pen,
           guint series,
           double x,
           double y)
{
  static const int shapes[] = { CRF_TIMELINE_SHAPE_WITHIN, CRF_TIMELINE_SHAPE_ABOVE, CRF_TIMELINE_SHAPE_BELOW };

  crf_timeline_draw_shape (pen->cr, pen->palette, shapes[series % 3], x, y, pen->em, colour_of (pen, series));
}

static void
draw_limits (Pen *pen,
             const Plot *plot,
             guint number,
             double shift)
{
  const CrfChartSeries *series = g_ptr_array_index (pen->chart->series, number);

  cairo_set_dash (pen->cr, NULL, 0, 0);
  for (guint i = 0; i < series->points->len; i++)
    {
      const CrfChartPoint *point = &g_array_index (series->points, CrfChartPoint, i);
      double x = x_of (plot, point->x) + shift, low = y_of (plot, point->lower), high = y_of (plot, point->upper), arm = 0.3 * pen->em;

      if (isnan (point->lower) || isnan (point->upper))
        continue;
      line (pen, x, low, x, high, colour_of (pen, number));
      line (pen, x - arm, low, x + arm, low, colour_of (pen, number));
      line (pen, x - arm, high, x + arm, high, colour_of (pen, number));
    }
}

static void
draw_means (Pen *pen,
            const Plot *plot,
            guint number)
{
  const CrfChartSeries *series = g_ptr_array_index (pen->chart->series, number);
  double shift = (number - (pen->chart->series->len - 1) / 2.0) * 0.5 * pen->em;

  draw_limits (pen, plot, number, shift);
  for (guint i = 0; i < series->points->len; i++)
    {
      const CrfChartPoint *point = &g_array_index (series->points, CrfChartPoint, i);

      cairo_line_to (pen->cr, x_of (plot, point->x) + shift, y_of (plot, point->y));
    }
  set_dash (pen, number);
  cairo_set_line_width (pen->cr, 1.5);
  crf_timeline_set_colour (pen->cr, colour_of (pen, number));
  cairo_stroke (pen->cr);
  cairo_set_dash (pen->cr, NULL, 0, 0);
  for (guint i = 0; i < series->points->len; i++)
    {
      const CrfChartPoint *point = &g_array_index (series->points, CrfChartPoint, i);

      draw_sign (pen, number, x_of (plot, point->x) + shift, y_of (plot, point->y));
    }
}

static void
step_path (Pen *pen,
           const Plot *plot,
           const CrfChartSeries *series)
{
  double y = NAN;

  for (guint i = 0; i < series->points->len; i++)
    {
      const CrfChartPoint *point = &g_array_index (series->points, CrfChartPoint, i);

      if (i > 0)
        cairo_line_to (pen->cr, x_of (plot, point->x), y);
      y = y_of (plot, point->y);
      cairo_line_to (pen->cr, x_of (plot, point->x), y);
    }
}

/* Where limits are not defined the band has a gap. */
static void
draw_band (Pen *pen,
           const Plot *plot,
           const CrfChartSeries *series,
           const CrfTimelineColour *colour)
{
  CrfTimelineColour faint = *colour;

  faint.alpha = 0.13;
  crf_timeline_set_colour (pen->cr, &faint);
  for (guint i = 0; i + 1 < series->points->len; i++)
    {
      const CrfChartPoint *point = &g_array_index (series->points, CrfChartPoint, i);
      double x = x_of (plot, point->x), end = x_of (plot, g_array_index (series->points, CrfChartPoint, i + 1).x);

      if (isnan (point->lower) || isnan (point->upper))
        continue;
      cairo_rectangle (pen->cr, x, y_of (plot, point->upper), end - x, y_of (plot, point->lower) - y_of (plot, point->upper));
    }
  cairo_fill (pen->cr);
}

static void
draw_steps (Pen *pen,
            const Plot *plot,
            guint number)
{
  static const double aim[] = { 4, 4 };
  const CrfChartSeries *series = g_ptr_array_index (pen->chart->series, number);
  const CrfTimelineColour *colour = series->aim ? &pen->palette->dim : colour_of (pen, number);

  draw_band (pen, plot, series, colour);
  step_path (pen, plot, series);
  if (series->aim)
    cairo_set_dash (pen->cr, aim, 2, 0);
  else
    set_dash (pen, number);
  cairo_set_line_width (pen->cr, series->aim ? 1 : 1.8);
  crf_timeline_set_colour (pen->cr, colour);
  cairo_stroke (pen->cr);
  cairo_set_dash (pen->cr, NULL, 0, 0);
  for (guint i = 0; i < series->marks->len; i++)
    {
      const CrfChartPoint *mark = &g_array_index (series->marks, CrfChartPoint, i);
      double x = x_of (plot, mark->x), y = y_of (plot, mark->y);

      line (pen, x, y - 0.35 * pen->em, x, y + 0.35 * pen->em, colour);
    }
}

/* ── Legend and numbers at risk ── */
static gboolean
needs_legend (const CrfChart *chart)
{
  return chart->series->len > 1;
}

static void
draw_legend (Pen *pen,
             double x,
             double y)
{
  for (guint i = 0; i < pen->chart->series->len; i++)
    {
      const CrfChartSeries *series = g_ptr_array_index (pen->chart->series, i);

      if (pen->chart->kind == CRF_CHART_BARS)
        {
          cairo_rectangle (pen->cr, x, y - 0.4 * pen->em, 0.8 * pen->em, 0.8 * pen->em);
          crf_timeline_set_colour (pen->cr, colour_of (pen, i));
          cairo_fill (pen->cr);
        }
      else
        {
          set_dash (pen, series->aim ? 1 : i);
          line (pen, x, y, x + 1.4 * pen->em, y, series->aim ? &pen->palette->dim : colour_of (pen, i));
          cairo_set_dash (pen->cr, NULL, 0, 0);
          if (pen->chart->kind == CRF_CHART_MEANS)
            draw_sign (pen, i, x + 0.7 * pen->em, y);
        }
      x += (pen->chart->kind == CRF_CHART_BARS ? 1.2 : 1.8) * pen->em;
      text (pen, series->name, CRF_TIMELINE_FACE_SMALL, CRF_TIMELINE_START, x, y, -1, &pen->palette->text);
      x += crf_timeline_type_measure (series->name, CRF_TIMELINE_FACE_SMALL, &pen->type) + 1.4 * pen->em;
    }
}

static void
draw_risk (Pen *pen,
           const Plot *plot,
           double y)
{
  guint n = pen->chart->ticks->len;

  if (pen->chart->risk->len == 0)
    return;
  for (guint i = 0; i < pen->chart->series->len; i++, y += 1.3 * pen->em)
    {
      text (pen, ((CrfChartSeries *) g_ptr_array_index (pen->chart->series, i))->name, CRF_TIMELINE_FACE_SMALL, CRF_TIMELINE_END,
            plot->left - 1.2 * pen->em, y, plot->left - 1.4 * pen->em, colour_of (pen, i));
      for (guint j = 0; j < n && i * n + j < pen->chart->risk->len; j++)
        {
          g_autofree char *words = g_strdup_printf ("%u", g_array_index (pen->chart->risk, guint, i * n + j));

          text (pen, words, CRF_TIMELINE_FACE_SMALL, CRF_TIMELINE_MIDDLE, x_of (plot, g_array_index (pen->chart->ticks, double, j)), y, -1,
                &pen->palette->text);
        }
    }
}

static double
risk_height (const Pen *pen)
{
  return pen->chart->risk->len > 0 ? pen->chart->series->len * 1.3 * pen->em + 0.4 * pen->em : 0;
}

/* Names of groups before the numbers at risk need their room. */
static double
left_margin (Pen *pen)
{
  double widest = 3.2 * pen->em;

  for (guint i = 0; pen->chart->risk->len > 0 && i < pen->chart->series->len; i++)
    widest = MAX (widest, crf_timeline_type_measure (((CrfChartSeries *) g_ptr_array_index (pen->chart->series, i))->name, CRF_TIMELINE_FACE_SMALL,
                                                     &pen->type) + 1.6 * pen->em);
  return MIN (widest, pen->width / 3);
}

static void
draw_axes_chart (Pen *pen)
{
  Plot plot = { .left = left_margin (pen), .right = pen->width - 1.2 * pen->em, .top = pen->top + 2.2 * pen->em,
                .bottom = pen->height - 3.0 * pen->em - risk_height (pen) };

  span (pen->chart, &plot);
  if (pen->chart->kind == CRF_CHART_MEANS)
    {
      double room = (plot.y1 - plot.y0) * 0.05;

      plot.x1 *= 1.03;
      plot.y0 -= room;
      plot.y1 += room;
    }
  draw_y_axis (pen, &plot);
  draw_x_axis (pen, &plot);
  if (pen->chart->y_title != NULL)
    text (pen, pen->chart->y_title, CRF_TIMELINE_FACE_SMALL, CRF_TIMELINE_START, 0.4 * pen->em, pen->top + 0.9 * pen->em, -1, &pen->palette->dim);
  if (needs_legend (pen->chart))
    draw_legend (pen, pen->width / 3, pen->top + 0.9 * pen->em);
  for (guint i = 0; i < pen->chart->series->len; i++)
    if (pen->chart->kind == CRF_CHART_MEANS)
      draw_means (pen, &plot, i);
    else
      draw_steps (pen, &plot, i);
  draw_risk (pen, &plot, plot.bottom + 3.2 * pen->em);
}

/* ── Bars ── */
#define BAR_ROW 1.9

static double
stacked (const CrfChart *chart,
         guint category)
{
  double sum = 0;

  for (guint i = 0; i < chart->series->len; i++)
    {
      const CrfChartSeries *series = g_ptr_array_index (chart->series, i);

      if (category < series->points->len)
        sum += g_array_index (series->points, CrfChartPoint, category).y;
    }
  return sum;
}

static void
draw_bar (Pen *pen,
          guint category,
          double x,
          double y,
          double scale)
{
  for (guint i = 0; i < pen->chart->series->len; i++)
    {
      const CrfChartSeries *series = g_ptr_array_index (pen->chart->series, i);
      double n = category < series->points->len ? g_array_index (series->points, CrfChartPoint, category).y : 0, length = n * scale;
      g_autofree char *words = g_strdup_printf ("%.0f", n);

      if (!(n > 0))
        continue;
      cairo_rectangle (pen->cr, x, y - 0.65 * pen->em, MAX (length - 1, 1), 1.3 * pen->em);
      crf_timeline_set_colour (pen->cr, colour_of (pen, i));
      cairo_fill (pen->cr);
      if (crf_timeline_type_measure (words, CRF_TIMELINE_FACE_SMALL, &pen->type) + 4 < length)
        text (pen, words, CRF_TIMELINE_FACE_SMALL, CRF_TIMELINE_MIDDLE, x + length / 2, y, -1, &pen->palette->background);
      x += length;
    }
}

static void
draw_bars (Pen *pen)
{
  double left = 0, most = 1, y = pen->top + 2.6 * pen->em;

  for (guint i = 0; i < pen->chart->categories->len; i++)
    {
      left = MAX (left, crf_timeline_type_measure (g_ptr_array_index (pen->chart->categories, i), CRF_TIMELINE_FACE_SMALL, &pen->type));
      most = MAX (most, stacked (pen->chart, i));
    }
  left = MIN (left + 1.0 * pen->em, pen->width * 0.4);
  if (needs_legend (pen->chart))
    draw_legend (pen, left, pen->top + 0.9 * pen->em);
  for (guint i = 0; i < pen->chart->categories->len; i++, y += BAR_ROW * pen->em)
    {
      text (pen, g_ptr_array_index (pen->chart->categories, i), CRF_TIMELINE_FACE_SMALL, CRF_TIMELINE_END, left - 0.5 * pen->em, y,
            left - 0.5 * pen->em, &pen->palette->text);
      line (pen, floor (left) + 0.5, y - 0.9 * pen->em, floor (left) + 0.5, y + 0.9 * pen->em, &pen->palette->dim);
      draw_bar (pen, i, left + 1, y, (pen->width - left - 1.5 * pen->em) / most);
      if (!(stacked (pen->chart, i) > 0))
        text (pen, "0", CRF_TIMELINE_FACE_SMALL, CRF_TIMELINE_START, left + 0.5 * pen->em, y, -1, &pen->palette->dim);
    }
}

/* ── Flow ── */
#define FLOW_PAD 0.55 /* above and below the words of a box */
#define FLOW_GAP 0.9  /* between two boxes */

/* Where the boxes and the reasons beside them stand; neither is cut off, both grow by lines. */
typedef struct { double box, label, reasons, reason; } FlowColumns;

static FlowColumns
flow_columns (double em,
              double width)
{
  FlowColumns columns = { .box = MIN (width * 0.56, 36 * em) };

  columns.label = columns.box - 4.4 * em;
  columns.reasons = 0.6 * em + columns.box + 1.8 * em;
  columns.reason = MAX (width - columns.reasons - 0.6 * em, 4 * em);
  return columns;
}

static double
flow_box_height (CrfTimelineType *type,
                 const CrfChartStep *step,
                 const FlowColumns *columns)
{
  return crf_timeline_type_measure_lines (type, step->label, CRF_TIMELINE_FACE_NORMAL, columns->label) + 2 * FLOW_PAD * type->em;
}

/* From the top of the box to the top of the next one. */
static double
flow_room (CrfTimelineType *type,
           const CrfChartStep *step,
           const FlowColumns *columns)
{
  double losses = FLOW_PAD * type->em;

  for (guint i = 0; i < step->losses->len; i++)
    losses += crf_timeline_type_measure_lines (type, g_ptr_array_index (step->losses, i), CRF_TIMELINE_FACE_SMALL, columns->reason) + 0.15 * type->em;
  return MAX (flow_box_height (type, step, columns), losses) + FLOW_GAP * type->em;
}

static double
flow_height (CrfTimelineType *type,
             const CrfChart *chart,
             double width)
{
  FlowColumns columns = flow_columns (type->em, width);
  double height = 0;

  for (guint i = 0; i < chart->steps->len; i++)
    height += flow_room (type, g_ptr_array_index (chart->steps, i), &columns);
  return height;
}

static void
draw_losses (Pen *pen,
             const CrfChartStep *step,
             const FlowColumns *columns,
             double y)
{
  double dash = crf_timeline_type_measure_lines (&pen->type, "0", CRF_TIMELINE_FACE_SMALL, columns->reason) / 2;

  y += FLOW_PAD * pen->em;
  for (guint i = 0; i < step->losses->len; i++)
    {
      const char *words = g_ptr_array_index (step->losses, i);

      line (pen, columns->reasons - 1.4 * pen->em, y + dash, columns->reasons - 0.4 * pen->em, y + dash, &pen->palette->dim);
      crf_timeline_type_draw_lines (&pen->type, pen->cr, words, CRF_TIMELINE_FACE_SMALL, columns->reasons, y, columns->reason, &pen->palette->dim);
      y += crf_timeline_type_measure_lines (&pen->type, words, CRF_TIMELINE_FACE_SMALL, columns->reason) + 0.15 * pen->em;
    }
}

static void
draw_flow (Pen *pen)
{
  FlowColumns columns = flow_columns (pen->em, pen->width);
  double x = 0.6 * pen->em, y = pen->top + 0.4 * pen->em;

  for (guint i = 0; i < pen->chart->steps->len; i++)
    {
      const CrfChartStep *step = g_ptr_array_index (pen->chart->steps, i);
      double room = flow_room (&pen->type, step, &columns), height = flow_box_height (&pen->type, step, &columns);
      g_autofree char *n = g_strdup_printf ("%u", step->n);

      crf_timeline_rounded (pen->cr, x, y, columns.box, height, 5);
      cairo_set_line_width (pen->cr, 1);
      crf_timeline_set_colour (pen->cr, &pen->palette->accent);
      cairo_stroke (pen->cr);
      crf_timeline_type_draw_lines (&pen->type, pen->cr, step->label, CRF_TIMELINE_FACE_NORMAL, x + 0.7 * pen->em, y + FLOW_PAD * pen->em, columns.label,
                                    &pen->palette->text);
      text (pen, n, CRF_TIMELINE_FACE_BOLD, CRF_TIMELINE_END, x + columns.box - 0.7 * pen->em, y + height / 2, -1, &pen->palette->text);
      if (i + 1 < pen->chart->steps->len)
        line (pen, x + 1.5 * pen->em, y + height, x + 1.5 * pen->em, y + room, &pen->palette->dim);
      draw_losses (pen, step, &columns, y);
      y += room;
    }
}

/* ── All ── */
double
crf_chart_get_height (PangoContext *context,
                      const CrfChartView *view,
                      double width)
{
  CrfTimelineType type;
  Pen pen = { .view = view, .chart = view->chart };
  double height = 0;

  crf_timeline_type_init (&type, context);
  pen.em = type.em;
  if (view->chart->kind == CRF_CHART_BARS)
    height = (2.0 + view->chart->categories->len * BAR_ROW) * pen.em;
  else if (view->chart->kind == CRF_CHART_FLOW)
    height = flow_height (&type, view->chart, width);
  else
    height = CLAMP (width * 0.42, 14 * pen.em, 24 * pen.em) + risk_height (&pen);
  crf_timeline_type_clear (&type);
  return ceil (height + pen.em + (view->heading != NULL ? 3.6 * pen.em : 0) + (view->foot != NULL ? 3.2 * pen.em : 0));
}

static void
draw_frame (Pen *pen)
{
  if (pen->view->heading != NULL)
    {
      /* On the screen the card is the paper. */
      crf_timeline_set_colour (pen->cr, &pen->palette->background);
      cairo_paint (pen->cr);
      text (pen, pen->view->heading, CRF_TIMELINE_FACE_SMALL, CRF_TIMELINE_START, 0.6 * pen->em, 1.0 * pen->em, pen->width - pen->em, &pen->palette->dim);
      text (pen, pen->chart->title, CRF_TIMELINE_FACE_TITLE, CRF_TIMELINE_START, 0.6 * pen->em, 2.5 * pen->em, pen->width - pen->em, &pen->palette->text);
      pen->top = 3.6 * pen->em;
    }
  if (pen->view->foot == NULL)
    return;
  if (pen->chart->note != NULL)
    text (pen, pen->chart->note, CRF_TIMELINE_FACE_SMALL, CRF_TIMELINE_START, 0.6 * pen->em, pen->height - 2.2 * pen->em, pen->width - pen->em,
          &pen->palette->text);
  text (pen, pen->view->foot, CRF_TIMELINE_FACE_SMALL, CRF_TIMELINE_START, 0.6 * pen->em, pen->height - 0.9 * pen->em, pen->width - pen->em,
        &pen->palette->dim);
  pen->height -= 3.2 * pen->em;
}

void
crf_chart_draw (cairo_t *cr,
                PangoContext *context,
                const CrfChartView *view,
                double width,
                double height)
{
  Pen pen = { .cr = cr, .view = view, .chart = view->chart, .palette = crf_timeline_palette_get (view->dark, view->high_contrast),
              .width = width, .height = height };

  crf_timeline_type_init (&pen.type, context);
  pen.em = pen.type.em;
  draw_frame (&pen);
  if (!crf_chart_is_empty (view->chart) && view->chart->kind == CRF_CHART_BARS)
    draw_bars (&pen);
  else if (!crf_chart_is_empty (view->chart) && view->chart->kind == CRF_CHART_FLOW)
    draw_flow (&pen);
  else if (!crf_chart_is_empty (view->chart))
    draw_axes_chart (&pen);
  crf_timeline_type_clear (&pen.type);
}
