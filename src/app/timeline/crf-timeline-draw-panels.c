/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The small multiples, and the line that reads them all at one date. */

#include "crf-timeline-draw.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "crf-timeline-draw-private.h"
#include "crf-timeline-words.h"

/* Known ones keep their colour whatever is shown beside them. */
static const CrfTimelineColour *
colour_of (const CrfTimelinePalette *palette,
           const CrfTimelineSeries  *series)
{
  static const struct
  {
    const char *concept;
    int colour;
  } known[] = {
    { "lab.tbil", 1 }, { "lab.dbil", 1 }, { "lab.alb", 2 },   { "lab.prot", 2 }, { "lab.inr", 3 },
    { "lab.pt", 3 },   { "lab.pta", 3 },  { "lab.creat", 5 }, { "lab.na", 5 },   { "lab.k", 5 },
    { "lab.alt", 4 },  { "lab.ast", 4 },  { "lab.plt", 1 },
  };

  if (series->is_score)
    return &palette->series[0];
  for (guint i = 0; i < G_N_ELEMENTS (known); i++)
    if (g_strcmp0 (known[i].concept, series->concept) == 0)
      return &palette->series[known[i].colour];
  return &palette->series[g_str_hash (series->concept != NULL ? series->concept : "")
                          % G_N_ELEMENTS (palette->series)];
}

static void
clip_to (CrfTimelinePen         *pen,
         const CrfTimelinePanel *panel)
{
  cairo_rectangle (pen->cr, pen->layout->axis.x0, panel->y, pen->layout->axis.x1 - pen->layout->axis.x0,
                   panel->height);
  cairo_clip (pen->cr);
}

/* ── Behind the points ── */

static gboolean
same_range (const CrfTimelinePoint *a,
            const CrfTimelinePoint *b)
{
  return ((isnan (a->low) && isnan (b->low)) || fabs (a->low - b->low) < 1e-12) &&
         ((isnan (a->high) && isnan (b->high)) || fabs (a->high - b->high) < 1e-12);
}

static void
draw_band (CrfTimelinePen         *pen,
           const CrfTimelinePanel *panel,
           const CrfTimelinePoint *point,
           double                  x0,
           double                  x1)
{
  double top = isnan (point->high) ? panel->y : MAX (crf_timeline_panel_to_y (panel, point->high), panel->y);
  double bottom = isnan (point->low) ? panel->y + panel->height
                                     : MIN (crf_timeline_panel_to_y (panel, point->low), panel->y + panel->height);

  if ((isnan (point->low) && isnan (point->high)) || bottom <= top)
    return;
  cairo_rectangle (pen->cr, x0, top, x1 - x0, bottom - top);
  crf_timeline_set_colour (pen->cr, &pen->palette->reference);
  cairo_fill (pen->cr);
}

/* A range holds from the sample it was in force for to the next one that has another. */
static void
draw_reference (CrfTimelinePen         *pen,
                const CrfTimelinePanel *panel)
{
  const GPtrArray *points = panel->series->points;
  double x = pen->layout->axis.x0;

  for (guint i = 0; i < points->len; i++)
    {
      const CrfTimelinePoint *point = g_ptr_array_index (points, i);
      const CrfTimelinePoint *next = i + 1 < points->len ? g_ptr_array_index (points, i + 1) : NULL;
      double to;

      if (next != NULL && same_range (point, next))
        continue;
      to = next != NULL ? crf_timeline_axis_to_x (&pen->layout->axis, next->at) : pen->layout->axis.x1;
      draw_band (pen, panel, point, x, to);
      x = to;
    }
}

static void
draw_verticals (CrfTimelinePen         *pen,
                const CrfTimelinePanel *panel)
{
  const GPtrArray *infusions = pen->layout->view.data->infusions;

  for (guint i = 0; i < infusions->len; i++)
    {
      const CrfTimelineInfusion *infusion = g_ptr_array_index (infusions, i);
      double x = floor (crf_timeline_axis_to_x (&pen->layout->axis, infusion->at)) + 0.5;

      if (infusion->kind == CRF_TIMELINE_INFUSION_NOT_GIVEN)
        continue;
      if (infusion->kind == CRF_TIMELINE_INFUSION_PLANNED)
        cairo_set_dash (pen->cr, (const double[]) { 2, 4 }, 2, 0);
      cairo_move_to (pen->cr, x, panel->y);
      cairo_line_to (pen->cr, x, panel->y + panel->height);
      cairo_set_line_width (pen->cr, 1.5);
      crf_timeline_set_colour (pen->cr, &pen->palette->infusion);
      cairo_stroke (pen->cr);
      cairo_set_dash (pen->cr, NULL, 0, 0);
    }
}

static void
draw_baseline (CrfTimelinePen         *pen,
               const CrfTimelinePanel *panel)
{
  double y = floor (crf_timeline_panel_to_y (panel, panel->series->baseline)) + 0.5;

  if (isnan (panel->series->baseline))
    return;
  cairo_set_dash (pen->cr, (const double[]) { 1.5, 3 }, 2, 0);
  cairo_move_to (pen->cr, pen->layout->axis.x0, y);
  cairo_line_to (pen->cr, pen->layout->axis.x1, y);
  cairo_set_line_width (pen->cr, 1.2);
  crf_timeline_set_colour (pen->cr, &pen->palette->dim);
  cairo_stroke (pen->cr);
  cairo_set_dash (pen->cr, NULL, 0, 0);
}

static void
draw_scale (CrfTimelinePen         *pen,
            const CrfTimelinePanel *panel)
{
  const CrfTimelineLayout *layout = pen->layout;
  /* Figures at the edges must not run into the next panel's. */
  double half = 0.3 * layout->em;

  for (int i = 0; i < panel->scale.n_ticks; i++)
    {
      double value = panel->scale.first + i * panel->scale.step;
      double y = crf_timeline_panel_to_y (panel, value);
      char digits[CRF_DECIMAL_SIZE];
      g_autofree char *text = NULL;

      if (y < panel->y || y > panel->y + panel->height
          || crf_decimal_format_places (value, panel->scale.places, digits) == NULL)
        continue;
      text = g_strconcat (*digits == '-' ? "−" : "", *digits == '-' ? digits + 1 : digits, NULL);
      cairo_move_to (pen->cr, layout->axis.x0 - 0.3 * layout->em, floor (y) + 0.5);
      cairo_line_to (pen->cr, layout->axis.x0, floor (y) + 0.5);
      cairo_set_line_width (pen->cr, 1);
      crf_timeline_set_colour (pen->cr, &pen->palette->frame);
      cairo_stroke (pen->cr);
      crf_timeline_type_draw (
          &pen->type, pen->cr, text, CRF_TIMELINE_FACE_SMALL, CRF_TIMELINE_END, layout->axis.x0 - 0.5 * layout->em,
          CLAMP (y, panel->y + half, panel->y + panel->height - half), -1, &pen->palette->dim, NULL);
    }
}

/* A long name takes two lines; unit and change then share one. */
static void
draw_names (CrfTimelinePen         *pen,
            const CrfTimelinePanel *panel)
{
  const CrfTimelineLayout *layout = pen->layout;
  const CrfTimelineSeries *series = panel->series;
  double em = layout->em, y = panel->y + 0.85 * em;
  gboolean long_name
      = crf_timeline_type_measure (series->short_label, CRF_TIMELINE_FACE_BOLD, &pen->type) > layout->label_width;
  g_autofree char *change = crf_timeline_words_change (series);
  g_autofree char *both = g_strdup_printf ("%s · %s", series->unit, change);

  y += crf_timeline_type_draw_name (&pen->type, pen->cr, series->short_label, layout->pad, y, layout->label_width,
                                    &pen->palette->text);
  if (*series->unit != '\0' && !long_name)
    {
      crf_timeline_type_draw (&pen->type, pen->cr, series->unit, CRF_TIMELINE_FACE_SMALL, CRF_TIMELINE_START,
                              layout->pad, y, layout->label_width, &pen->palette->dim, NULL);
      y += 1.3 * em;
    }
  crf_timeline_type_draw (&pen->type, pen->cr, long_name && *series->unit != '\0' ? both : change,
                          CRF_TIMELINE_FACE_SMALL, CRF_TIMELINE_START, layout->pad, y, layout->label_width,
                          &pen->palette->dim, NULL);
}

void
crf_timeline_draw_panels (CrfTimelinePen *pen)
{
  const CrfTimelineLayout *layout = pen->layout;

  for (guint i = 0; i < layout->panels->len; i++)
    {
      const CrfTimelinePanel *panel = &g_array_index (layout->panels, CrfTimelinePanel, i);

      cairo_save (pen->cr);
      clip_to (pen, panel);
      draw_reference (pen, panel);
      draw_baseline (pen, panel);
      draw_verticals (pen, panel);
      cairo_restore (pen->cr);
      cairo_rectangle (pen->cr, floor (layout->axis.x0) + 0.5, floor (panel->y) + 0.5,
                       floor (layout->axis.x1 - layout->axis.x0), floor (panel->height));
      cairo_set_line_width (pen->cr, 1);
      crf_timeline_set_colour (pen->cr, &pen->palette->frame);
      cairo_stroke (pen->cr);
      draw_scale (pen, panel);
      draw_names (pen, panel);
    }
}

/* ── Points ── */

static void
draw_polyline (CrfTimelinePen          *pen,
               const CrfTimelinePanel  *panel,
               const CrfTimelineColour *colour)
{
  for (guint i = 0; i < panel->series->points->len; i++)
    {
      const CrfTimelinePoint *point = g_ptr_array_index (panel->series->points, i);

      if (point->not_analysed)
        continue;
      cairo_line_to (pen->cr, crf_timeline_axis_to_x (&pen->layout->axis, point->at),
                     crf_timeline_panel_to_y (panel, point->value));
    }
  cairo_set_line_width (pen->cr, MAX (0.13 * pen->layout->em, 1.5));
  cairo_set_line_join (pen->cr, CAIRO_LINE_JOIN_ROUND);
  crf_timeline_set_colour (pen->cr, colour);
  cairo_stroke (pen->cr);
}

static void
draw_point (CrfTimelinePen          *pen,
            const CrfTimelineMark   *mark,
            const CrfTimelineColour *colour)
{
  const CrfTimelinePoint *point = mark->what;
  int shape = point->flag > 0   ? CRF_TIMELINE_SHAPE_ABOVE
              : point->flag < 0 ? CRF_TIMELINE_SHAPE_BELOW
                                : CRF_TIMELINE_SHAPE_WITHIN;

  if (point->not_analysed)
    shape += CRF_TIMELINE_SHAPE_HOLLOW - CRF_TIMELINE_SHAPE_WITHIN;
  if (point->comparator != CRF_COMPARATOR_NONE)
    {
      cairo_save (pen->cr);
      cairo_translate (pen->cr, mark->x, mark->y);
      if (point->comparator == CRF_COMPARATOR_GREATER)
        cairo_scale (pen->cr, 1, -1);
      crf_timeline_draw_shape (pen->cr, pen->palette, CRF_TIMELINE_SHAPE_LESS, 0, 0.2 * pen->layout->em,
                               pen->layout->em, colour);
      cairo_restore (pen->cr);
    }
  crf_timeline_draw_shape (pen->cr, pen->palette, shape, mark->x, mark->y, pen->layout->em, colour);
}

void
crf_timeline_draw_points (CrfTimelinePen *pen)
{
  const CrfTimelineLayout *layout = pen->layout;

  for (guint i = 0; i < layout->panels->len; i++)
    {
      const CrfTimelinePanel *panel = &g_array_index (layout->panels, CrfTimelinePanel, i);

      cairo_save (pen->cr);
      clip_to (pen, panel);
      draw_polyline (pen, panel, colour_of (pen->palette, panel->series));
      cairo_restore (pen->cr);
    }
  for (guint i = 0; i < layout->marks->len; i++)
    {
      const CrfTimelineMark *mark = g_ptr_array_index (layout->marks, i);
      const CrfTimelinePanel *panel;

      if (mark->lane != CRF_TIMELINE_N_LANES)
        continue;
      panel = &g_array_index (layout->panels, CrfTimelinePanel, mark->panel);
      draw_point (pen, mark, colour_of (pen->palette, panel->series));
      if (mark->label != NULL)
        {
          gboolean is_last = mark->what == crf_timeline_series_get_last (panel->series);

          crf_timeline_type_draw (
              &pen->type, pen->cr, mark->label, is_last ? CRF_TIMELINE_FACE_BOLD : CRF_TIMELINE_FACE_SMALL,
              CRF_TIMELINE_START, mark->label_x, mark->label_y, -1,
              is_last ? colour_of (pen->palette, panel->series) : &pen->palette->dim, &pen->palette->background);
        }
    }
}

/* ── Crosshair ── */

/* A text on a plate beside the line; to the left of it where there is no room to the right. */
static void
draw_plate (CrfTimelinePen *pen,
            const char     *text,
            double          x,
            double          y,
            gboolean        centred)
{
  const CrfTimelineLayout *layout = pen->layout;
  double em = layout->em;
  double width = crf_timeline_type_measure (text, CRF_TIMELINE_FACE_SMALL, &pen->type) + 0.9 * em;
  double left = centred ? x - width / 2 : x + 0.5 * em;

  if (!centred && left + width > layout->axis.x1)
    left = x - 0.5 * em - width;
  left = CLAMP (left, 0, MAX (0, layout->width - width - 1));
  crf_timeline_rounded (pen->cr, floor (left) + 0.5, floor (y - 0.7 * em) + 0.5, ceil (width), ceil (1.4 * em),
                        0.3 * em);
  crf_timeline_set_colour (pen->cr, &pen->palette->text);
  cairo_fill (pen->cr);
  crf_timeline_type_draw (&pen->type, pen->cr, text, CRF_TIMELINE_FACE_SMALL, CRF_TIMELINE_START, left + 0.45 * em,
                          y, -1, &pen->palette->background, NULL);
}

/* What else was measured under the line, of samples that are not analysed. */
static char *
read_others (const CrfTimelineSeries *series,
             double                   at,
             double                   slack,
             const char              *analysed)
{
  g_autoptr (GString) text = g_string_new (analysed);

  for (guint i = 0; i < series->points->len; i++)
    {
      const CrfTimelinePoint *point = g_ptr_array_index (series->points, i);

      if (!point->not_analysed || fabs (at - point->at) > slack)
        continue;
      g_string_append (text, text->len > 0 ? " · " : "");
      /* Translators: %s is a value of a sample that is not analysed */
      g_string_append_printf (text, _("%s not analysed"), point->text);
    }
  return text->len > 0 ? g_strdup (text->str) : NULL;
}

static char *
read_at (const CrfTimelineLayout *layout,
         const CrfTimelineSeries *series,
         double                   at)
{
  /* A point under the line counts although the line stands a little before it. */
  double slack = 0.5 * layout->em * (layout->axis.end - layout->axis.start) / (layout->axis.x1 - layout->axis.x0);
  const CrfTimelinePoint *point = crf_timeline_series_find (series, at + slack);
  g_autofree char *value = point != NULL ? crf_timeline_words_value (series, point) : NULL;
  g_autofree char *day = NULL;
  g_autofree char *earlier = NULL;

  if (point != NULL && at - point->at > MAX (slack, 1))
    {
      day = crf_timeline_words_day (layout->view.data, point->at);
      earlier = g_strdup_printf ("%s · %s", value, day);
    }
  return read_others (series, at, MAX (slack, 1), earlier != NULL ? earlier : value);
}

static void
draw_ring (CrfTimelinePen *pen,
           double          x,
           double          y)
{
  cairo_new_path (pen->cr);
  cairo_arc (pen->cr, x, y, 0.75 * pen->layout->em, 0, 2 * G_PI);
  cairo_set_line_width (pen->cr, 2);
  crf_timeline_set_colour (pen->cr, &pen->palette->accent);
  cairo_stroke (pen->cr);
}

void
crf_timeline_draw_crosshair (cairo_t                 *cr,
                             PangoContext            *context,
                             const CrfTimelineLayout *layout,
                             double                   at,
                             const CrfTimelineMark   *chosen,
                             double                   top)
{
  CrfTimelinePen pen = { .cr = cr, .layout = layout };
  g_autofree char *when = crf_timeline_words_when (layout->view.data, at);
  double x = floor (crf_timeline_axis_to_x (&layout->axis, at)) + 0.5;

  if (x < layout->axis.x0 || x > layout->axis.x1 + 1)
    return;
  pen.palette = crf_timeline_palette_get (layout->view.dark, layout->view.high_contrast);
  crf_timeline_type_init (&pen.type, context);
  cairo_save (cr);
  cairo_move_to (cr, x, layout->plot_y - 1.2 * layout->em);
  cairo_line_to (cr, x, layout->plot_end);
  cairo_set_line_width (cr, 1);
  crf_timeline_set_colour (cr, &pen.palette->text);
  cairo_stroke (cr);
  for (guint i = 0; i < layout->panels->len; i++)
    {
      const CrfTimelinePanel *panel = &g_array_index (layout->panels, CrfTimelinePanel, i);
      g_autofree char *text = read_at (layout, panel->series, at);

      if (text != NULL)
        draw_plate (&pen, text, x, panel->y + 0.85 * layout->em, FALSE);
    }
  if (chosen != NULL)
    draw_ring (&pen, chosen->x, chosen->y);
  draw_plate (&pen, when, x, top + layout->axis_y + 3.5 * layout->em, TRUE);
  cairo_restore (cr);
  crf_timeline_type_clear (&pen.type);
}
