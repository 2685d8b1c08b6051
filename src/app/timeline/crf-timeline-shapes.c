/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Shapes are about one line of type high. Colours reach WCAG AA against their background: text 4.5 : 1, signs 3
 * : 1. */

#include "crf-timeline-shapes.h"

#include <math.h>

#define RGB(hex) { ((hex) >> 16 & 0xff) / 255.0, ((hex) >> 8 & 0xff) / 255.0, ((hex) & 0xff) / 255.0, 1 }
#define RGBA(hex, a) { ((hex) >> 16 & 0xff) / 255.0, ((hex) >> 8 & 0xff) / 255.0, ((hex) & 0xff) / 255.0, (a) }

static const CrfTimelinePalette light = {
  .background = RGB (0xffffff),
  .text = RGB (0x1f1f1f),
  .dim = RGB (0x5e5c64),
  .grid = RGB (0xe8e7e6),
  .frame = RGB (0xd5d3cf),
  .window = RGBA (0x77767b, 0.2),
  .reference = RGBA (0x26a269, 0.15),
  .accent = RGB (0x1c71d8),
  .good = RGB (0x1b7f4f),
  .warning = RGB (0x9a5b00),
  .bad = RGB (0xb4131f),
  .infusion = RGB (0x613583),
  .status = RGB (0x3d3846),
  .grades = { RGB (0x77767b), RGB (0x8a6d00), RGB (0xb85c00), RGB (0xc01c28), RGB (0x8b0f2b), RGB (0x241f31) },
  .series = { RGB (0x1a5fb4), RGB (0xa51d2d), RGB (0x20703f), RGB (0x7a3b9b), RGB (0x8a5200), RGB (0x0b6f7a) },
};

static const CrfTimelinePalette dark = {
  .background = RGB (0x222226),
  .text = RGB (0xf2f2f2),
  .dim = RGB (0xb3b1b8),
  .grid = RGB (0x38383d),
  .frame = RGB (0x4a4a50),
  .window = RGBA (0xc0bfc8, 0.22),
  .reference = RGBA (0x57e389, 0.16),
  .accent = RGB (0x78aeed),
  .good = RGB (0x57d08b),
  .warning = RGB (0xf5c211),
  .bad = RGB (0xff8a80),
  .infusion = RGB (0xc79be8),
  .status = RGB (0xdeddda),
  .grades = { RGB (0xa3a1a8), RGB (0xe5c34a), RGB (0xffa348), RGB (0xff7b73), RGB (0xff9dc0), RGB (0xffffff) },
  .series = { RGB (0x8ab8f0), RGB (0xf59a9a), RGB (0x7ed6a0), RGB (0xcfa6ee), RGB (0xf0bd6e), RGB (0x77d3dc) },
};

const CrfTimelinePalette *
crf_timeline_palette_get (gboolean is_dark,
                          gboolean high_contrast)
{
  static CrfTimelinePalette strong[2];
  CrfTimelinePalette *palette = &strong[is_dark ? 1 : 0];

  if (!high_contrast)
    return is_dark ? &dark : &light;
  *palette = is_dark ? dark : light;
  palette->dim = palette->frame = palette->text;
  palette->grid = is_dark ? dark.frame : light.frame;
  return palette;
}

void
crf_timeline_set_colour (cairo_t                 *cr,
                         const CrfTimelineColour *colour)
{
  cairo_set_source_rgba (cr, colour->red, colour->green, colour->blue, colour->alpha);
}

void
crf_timeline_rounded (cairo_t *cr,
                      double   x,
                      double   y,
                      double   width,
                      double   height,
                      double   radius)
{
  radius = MIN (radius, MIN (width, height) / 2);
  cairo_new_sub_path (cr);
  cairo_arc (cr, x + width - radius, y + radius, radius, -G_PI_2, 0);
  cairo_arc (cr, x + width - radius, y + height - radius, radius, 0, G_PI_2);
  cairo_arc (cr, x + radius, y + height - radius, radius, G_PI_2, G_PI);
  cairo_arc (cr, x + radius, y + radius, radius, G_PI, 1.5 * G_PI);
  cairo_close_path (cr);
}

/* ── Outlines ── */

static void
circle (cairo_t *cr,
        double   x,
        double   y,
        double   radius)
{
  cairo_new_sub_path (cr);
  cairo_arc (cr, x, y, radius, 0, 2 * G_PI);
}

/* A regular polygon; @turn in turns, 0: a corner at the top. */
static void
polygon (cairo_t *cr,
         double   x,
         double   y,
         double   radius,
         int      corners,
         double   turn)
{
  for (int i = 0; i < corners; i++)
    {
      double angle = 2 * G_PI * (i / (double) corners + turn) - G_PI_2;

      cairo_line_to (cr, x + radius * cos (angle), y + radius * sin (angle));
    }
  cairo_close_path (cr);
}

static void
cross (cairo_t *cr,
       double   x,
       double   y,
       double   r)
{
  cairo_move_to (cr, x - r, y - r);
  cairo_line_to (cr, x + r, y + r);
  cairo_move_to (cr, x + r, y - r);
  cairo_line_to (cr, x - r, y + r);
}

/* Filled with @fill, drawn round with @line. */
static void
paint (cairo_t                 *cr,
       const CrfTimelineColour *fill,
       const CrfTimelineColour *line)
{
  crf_timeline_set_colour (cr, fill);
  cairo_fill_preserve (cr);
  crf_timeline_set_colour (cr, line);
  cairo_stroke (cr);
}

/* ── Visits ── */

static void
draw_tick (cairo_t *cr,
           double   x,
           double   y,
           double   r)
{
  cairo_move_to (cr, x - r * 0.5, y + r * 0.02);
  cairo_line_to (cr, x - r * 0.12, y + r * 0.42);
  cairo_line_to (cr, x + r * 0.55, y - r * 0.4);
  cairo_stroke (cr);
}

static void
draw_visit (cairo_t                  *cr,
            const CrfTimelinePalette *p,
            int                       state,
            double                    x,
            double                    y,
            double                    r)
{
  circle (cr, x, y, r);
  switch (state)
    {
    case CRF_VISIT_DONE:
      paint (cr, &p->good, &p->good);
      crf_timeline_set_colour (cr, &p->background);
      draw_tick (cr, x, y, r);
      break;
    case CRF_VISIT_STARTED:
      paint (cr, &p->background, &p->accent);
      cairo_arc (cr, x, y, r, G_PI_2, 1.5 * G_PI);
      cairo_fill (cr);
      break;
    case CRF_VISIT_OPEN:
      paint (cr, &p->background, &p->accent);
      circle (cr, x, y, r * 0.4);
      cairo_fill (cr);
      break;
    case CRF_VISIT_LATE:
      paint (cr, &p->background, &p->warning);
      cairo_move_to (cr, x, y - r * 0.6);
      cairo_line_to (cr, x, y + r * 0.1);
      cairo_stroke (cr);
      circle (cr, x, y + r * 0.52, r * 0.14);
      cairo_fill (cr);
      break;
    case CRF_VISIT_MISSED:
      paint (cr, &p->background, &p->bad);
      cross (cr, x, y, r * 0.45);
      cairo_stroke (cr);
      break;
    case CRF_VISIT_NOT_APPLICABLE:
      paint (cr, &p->background, &p->dim);
      cairo_move_to (cr, x - r * 0.5, y);
      cairo_line_to (cr, x + r * 0.5, y);
      cairo_stroke (cr);
      break;
    default:
      paint (cr, &p->background, &p->dim);
      break;
    }
}

/* ── Infusions: diamonds, filled as far as they were given ── */

static void
draw_infusion (cairo_t                  *cr,
               const CrfTimelinePalette *p,
               int                       kind,
               double                    x,
               double                    y,
               double                    r)
{
  polygon (cr, x, y, r * 1.15, 4, 0);
  if (kind == CRF_TIMELINE_INFUSION_GIVEN)
    {
      paint (cr, &p->infusion, &p->infusion);
      return;
    }
  paint (cr, &p->background, &p->infusion);
  if (kind == CRF_TIMELINE_INFUSION_PARTLY || kind == CRF_TIMELINE_INFUSION_RUNNING)
    {
      double top = kind == CRF_TIMELINE_INFUSION_PARTLY ? 0 : -r * 1.15;

      /* Partly: the lower half; running: the left half. */
      cairo_save (cr);
      cairo_rectangle (cr, x - 2 * r, y + top, kind == CRF_TIMELINE_INFUSION_PARTLY ? 4 * r : 2 * r, 4 * r);
      cairo_clip (cr);
      polygon (cr, x, y, r * 1.15, 4, 0);
      cairo_fill (cr);
      cairo_restore (cr);
    }
  else if (kind == CRF_TIMELINE_INFUSION_NOT_GIVEN)
    {
      cross (cr, x, y, r * 0.35);
      cairo_stroke (cr);
    }
}

/* ── Grades: the number of corners grows ── */

static void
digit (cairo_t *cr,
       int      grade,
       double   x,
       double   y,
       double   r)
{
  char text[2] = { grade > 0 ? (char) ('0' + grade) : '?', '\0' };
  cairo_text_extents_t extents;

  cairo_select_font_face (cr, "sans-serif", CAIRO_FONT_SLANT_NORMAL, CAIRO_FONT_WEIGHT_BOLD);
  cairo_set_font_size (cr, r * 1.35);
  cairo_text_extents (cr, text, &extents);
  cairo_move_to (cr, x - extents.x_bearing - extents.width / 2, y - extents.y_bearing - extents.height / 2);
  cairo_show_text (cr, text);
  cairo_new_path (cr);
}

static void
draw_grade (cairo_t                  *cr,
            const CrfTimelinePalette *p,
            int                       grade,
            double                    x,
            double                    y,
            double                    r)
{
  const CrfTimelineColour *colour = &p->grades[CLAMP (grade, 0, 5)];

  switch (grade)
    {
    case 2:
      crf_timeline_rounded (cr, x - r * 0.92, y - r * 0.92, r * 1.84, r * 1.84, r * 0.25);
      break;
    case 3:
      polygon (cr, x, y + r * 0.06, r * 1.2, 5, 0);
      break;
    case 4:
      polygon (cr, x, y, r * 1.3, 4, 0);
      break;
    case 5:
      polygon (cr, x, y, r * 1.08, 8, 0.0625);
      break;
    case 0:
    case 1:
    default:
      circle (cr, x, y, r);
      break;
    }
  if (grade == 0)
    paint (cr, &p->background, colour);
  else
    paint (cr, colour, colour);
  crf_timeline_set_colour (cr, grade == 0 ? colour : &p->background);
  digit (cr, grade, x, grade == 3 ? y + r * 0.1 : y, r);
}

/* ── Status ── */

static void
draw_status (cairo_t                  *cr,
             const CrfTimelinePalette *p,
             int                       kind,
             double                    x,
             double                    y,
             double                    r)
{
  switch (kind)
    {
    case CRF_TIMELINE_STATUS_CONSENT:
    case CRF_TIMELINE_STATUS_CONSENT_WITHDRAWN:
      crf_timeline_rounded (cr, x - r * 0.8, y - r, r * 1.6, r * 2, r * 0.2);
      paint (cr, &p->background, &p->status);
      if (kind == CRF_TIMELINE_STATUS_CONSENT)
        draw_tick (cr, x, y, r);
      else
        {
          cross (cr, x, y, r * 0.4);
          cairo_stroke (cr);
        }
      break;
    case CRF_TIMELINE_STATUS_ALLOCATED:
      polygon (cr, x, y, r * 1.1, 6, 0);
      paint (cr, &p->status, &p->status);
      break;
    case CRF_TIMELINE_STATUS_TRANSPLANTED:
      polygon (cr, x, y, r * 1.1, 5, 0);
      paint (cr, &p->background, &p->accent);
      polygon (cr, x, y, r * 0.55, 5, 0);
      cairo_fill (cr);
      break;
    case CRF_TIMELINE_STATUS_DIED:
      cairo_rectangle (cr, x - r * 0.18, y - r, r * 0.36, r * 2);
      cairo_rectangle (cr, x - r * 0.7, y - r * 0.5, r * 1.4, r * 0.36);
      crf_timeline_set_colour (cr, &p->status);
      cairo_fill (cr);
      break;
    case CRF_TIMELINE_STATUS_LOT_ALERT:
      polygon (cr, x, y + r * 0.15, r * 1.5, 3, 0);
      paint (cr, &p->bad, &p->bad);
      cairo_rectangle (cr, x - r * 0.14, y - r * 0.6, r * 0.28, r * 0.75);
      cairo_rectangle (cr, x - r * 0.14, y + r * 0.35, r * 0.28, r * 0.28);
      crf_timeline_set_colour (cr, &p->background);
      cairo_fill (cr);
      break;
    case CRF_TIMELINE_STATUS_ENDED:
    default:
      cairo_rectangle (cr, x - r * 0.8, y - r * 0.8, r * 1.6, r * 1.6);
      paint (cr, &p->status, &p->status);
      break;
    }
}

/* ── Values ── */

static void
draw_value (cairo_t                  *cr,
            const CrfTimelinePalette *p,
            int                       shape,
            double                    x,
            double                    y,
            double                    r,
            const CrfTimelineColour  *colour)
{
  const CrfTimelineColour *own = colour != NULL ? colour : &p->text;
  gboolean hollow = shape >= CRF_TIMELINE_SHAPE_HOLLOW;

  if (hollow)
    shape -= CRF_TIMELINE_SHAPE_HOLLOW - CRF_TIMELINE_SHAPE_WITHIN;
  if (shape == CRF_TIMELINE_SHAPE_ABOVE)
    polygon (cr, x, y + r * 0.15, r * 1.4, 3, 0);
  else if (shape == CRF_TIMELINE_SHAPE_BELOW)
    polygon (cr, x, y - r * 0.15, r * 1.4, 3, 0.5);
  else
    circle (cr, x, y, r);
  paint (cr, hollow ? &p->background : own, own);
}

static void
draw_less (cairo_t                  *cr,
           const CrfTimelinePalette *p,
           double                    x,
           double                    y,
           double                    r,
           const CrfTimelineColour  *colour)
{
  crf_timeline_set_colour (cr, colour != NULL ? colour : &p->text);
  cairo_move_to (cr, x, y);
  cairo_line_to (cr, x, y + r * 2.6);
  cairo_move_to (cr, x - r * 0.8, y + r * 1.8);
  cairo_line_to (cr, x, y + r * 2.6);
  cairo_line_to (cr, x + r * 0.8, y + r * 1.8);
  cairo_stroke (cr);
}

static void
draw_line (cairo_t                  *cr,
           const CrfTimelinePalette *p,
           int                       shape,
           double                    x,
           double                    y,
           double                    em)
{
  const double dots[] = { 0.12 * em, 0.25 * em };

  if (shape == CRF_TIMELINE_SHAPE_REFERENCE)
    {
      cairo_rectangle (cr, x - 0.65 * em, y - 0.4 * em, 1.3 * em, 0.8 * em);
      crf_timeline_set_colour (cr, &p->reference);
      cairo_fill_preserve (cr);
      crf_timeline_set_colour (cr, &p->good);
      cairo_set_line_width (cr, 0.04 * em);
      cairo_stroke (cr);
      return;
    }
  if (shape == CRF_TIMELINE_SHAPE_BASELINE)
    {
      cairo_set_dash (cr, dots, 2, 0);
      cairo_move_to (cr, x - 0.7 * em, y);
      cairo_line_to (cr, x + 0.7 * em, y);
      crf_timeline_set_colour (cr, &p->dim);
    }
  else
    {
      cairo_move_to (cr, x, y - 0.6 * em);
      cairo_line_to (cr, x, y + 0.6 * em);
      crf_timeline_set_colour (cr, &p->infusion);
    }
  cairo_stroke (cr);
}

void
crf_timeline_draw_shape (cairo_t                  *cr,
                         const CrfTimelinePalette *palette,
                         int                       shape,
                         double                    x,
                         double                    y,
                         double                    em,
                         const CrfTimelineColour  *colour)
{
  double r = 0.5 * em;

  cairo_save (cr);
  cairo_new_path (cr);
  cairo_set_line_width (cr, MAX (0.12 * em, 1.2));
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  if (shape >= CRF_TIMELINE_SHAPE_REFERENCE)
    draw_line (cr, palette, shape, x, y, em);
  else if (shape == CRF_TIMELINE_SHAPE_LESS)
    draw_less (cr, palette, x, y - 0.2 * em, 0.28 * em, colour);
  else if (shape >= CRF_TIMELINE_SHAPE_WITHIN)
    draw_value (cr, palette, shape, x, y, 0.28 * em, colour);
  else if (shape >= CRF_TIMELINE_SHAPE_STATUS)
    draw_status (cr, palette, shape - CRF_TIMELINE_SHAPE_STATUS, x, y, r);
  else if (shape >= CRF_TIMELINE_SHAPE_DECOMPENSATION)
    {
      polygon (cr, x, y + r * 0.15, r * 1.25, 3, 0);
      paint (cr, &palette->bad, &palette->bad);
    }
  else if (shape >= CRF_TIMELINE_SHAPE_GRADE)
    draw_grade (cr, palette, shape - CRF_TIMELINE_SHAPE_GRADE, x, y, r);
  else if (shape >= CRF_TIMELINE_SHAPE_INFUSION)
    draw_infusion (cr, palette, shape - CRF_TIMELINE_SHAPE_INFUSION, x, y, r);
  else
    draw_visit (cr, palette, shape - CRF_TIMELINE_SHAPE_VISIT, x, y, r);
  cairo_restore (cr);
}
