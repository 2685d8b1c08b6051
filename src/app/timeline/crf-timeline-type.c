/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One Pango layout for all texts of a drawing. */

#include "crf-timeline-type.h"

#include <math.h>

static double
type_size (PangoContext *context)
{
  const PangoFontDescription *font = pango_context_get_font_description (context);
  double size = font != NULL ? pango_font_description_get_size (font) / (double) PANGO_SCALE : 0;
  double resolution = pango_cairo_context_get_resolution (context);

  if (size <= 0)
    size = 11;
  if (font != NULL && pango_font_description_get_size_is_absolute (font))
    return size;
  return size * (resolution > 0 ? resolution : 96) / 72;
}

void
crf_timeline_type_init (CrfTimelineType *type,
                        PangoContext    *context)
{
  /* The chart is dense: its body text is a little smaller than the window's. */
  type->em = type_size (context) * 0.92;
  type->layout = pango_layout_new (context);
  pango_layout_set_single_paragraph_mode (type->layout, TRUE);
}

void
crf_timeline_type_clear (CrfTimelineType *type)
{
  g_clear_object (&type->layout);
}

static void
set_text (CrfTimelineType *type,
          const char      *text,
          CrfTimelineFace  face)
{
  static const double sizes[] = { 1, 0.88, 1, 1.3 };
  PangoContext *context = pango_layout_get_context (type->layout);
  g_autoptr (PangoFontDescription) font = pango_font_description_copy (pango_context_get_font_description (context));

  pango_font_description_set_absolute_size (font, type->em * sizes[face] * PANGO_SCALE);
  if (face == CRF_TIMELINE_FACE_BOLD || face == CRF_TIMELINE_FACE_TITLE)
    pango_font_description_set_weight (font, PANGO_WEIGHT_BOLD);
  pango_layout_set_font_description (type->layout, font);
  pango_layout_set_width (type->layout, -1);
  pango_layout_set_text (type->layout, text, -1);
}

double
crf_timeline_type_measure (const char      *text,
                           CrfTimelineFace  face,
                           gpointer         data)
{
  CrfTimelineType *type = data;
  int width;

  set_text (type, text, face);
  pango_layout_get_size (type->layout, &width, NULL);
  return width / (double) PANGO_SCALE;
}

/* On the screen the text is stamped around itself, which is quicker than stroking its outline; in a file it would
 * then be there nine times. */
static void
draw_halo (CrfTimelineType         *type,
           cairo_t                 *cr,
           double                   x,
           double                   y,
           const CrfTimelineColour *halo)
{
  double reach = 0.13 * type->em;

  crf_timeline_set_colour (cr, halo);
  if (cairo_surface_get_type (cairo_get_target (cr)) != CAIRO_SURFACE_TYPE_IMAGE)
    {
      cairo_save (cr);
      cairo_move_to (cr, x, y);
      pango_cairo_layout_path (cr, type->layout);
      cairo_set_line_width (cr, 2 * reach);
      cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
      cairo_stroke (cr);
      cairo_restore (cr);
      return;
    }
  for (int i = 0; i < 8; i++)
    {
      cairo_move_to (cr, x + reach * cos (i * G_PI / 4), y + reach * sin (i * G_PI / 4));
      pango_cairo_show_layout (cr, type->layout);
    }
}

void
crf_timeline_type_draw (CrfTimelineType         *type,
                        cairo_t                 *cr,
                        const char              *text,
                        CrfTimelineFace          face,
                        CrfTimelineAlign         align,
                        double                   x,
                        double                   y,
                        double                   width,
                        const CrfTimelineColour *colour,
                        const CrfTimelineColour *halo)
{
  int w, h;

  set_text (type, text, face);
  if (width >= 0)
    {
      pango_layout_set_width (type->layout, (int) ceil (width * PANGO_SCALE));
      pango_layout_set_ellipsize (type->layout, PANGO_ELLIPSIZE_END);
    }
  pango_layout_get_size (type->layout, &w, &h);
  x -= align == CRF_TIMELINE_END      ? w / (double) PANGO_SCALE
       : align == CRF_TIMELINE_MIDDLE ? w / (2.0 * PANGO_SCALE)
                                      : 0;
  y -= h / (2.0 * PANGO_SCALE);
  cairo_new_path (cr);
  if (halo != NULL)
    draw_halo (type, cr, x, y, halo);
  cairo_move_to (cr, x, y);
  crf_timeline_set_colour (cr, colour);
  pango_cairo_show_layout (cr, type->layout);
  cairo_new_path (cr);
}

static void
set_lines (CrfTimelineType *type,
           const char      *text,
           CrfTimelineFace  face,
           double           width)
{
  set_text (type, text, face);
  pango_layout_set_width (type->layout, (int) ceil (width * PANGO_SCALE));
  pango_layout_set_wrap (type->layout, PANGO_WRAP_WORD_CHAR);
  pango_layout_set_ellipsize (type->layout, PANGO_ELLIPSIZE_NONE);
}

double
crf_timeline_type_measure_lines (CrfTimelineType *type,
                                 const char      *text,
                                 CrfTimelineFace  face,
                                 double           width)
{
  int height;

  set_lines (type, text, face, width);
  pango_layout_get_size (type->layout, NULL, &height);
  return height / (double) PANGO_SCALE;
}

void
crf_timeline_type_draw_lines (CrfTimelineType         *type,
                              cairo_t                 *cr,
                              const char              *text,
                              CrfTimelineFace          face,
                              double                   x,
                              double                   y,
                              double                   width,
                              const CrfTimelineColour *colour)
{
  set_lines (type, text, face, width);
  cairo_new_path (cr);
  cairo_move_to (cr, x, y);
  crf_timeline_set_colour (cr, colour);
  pango_cairo_show_layout (cr, type->layout);
  cairo_new_path (cr);
}

double
crf_timeline_type_draw_name (CrfTimelineType         *type,
                             cairo_t                 *cr,
                             const char              *text,
                             double                   x,
                             double                   y,
                             double                   width,
                             const CrfTimelineColour *colour)
{
  int height, lines;

  set_text (type, text, CRF_TIMELINE_FACE_BOLD);
  pango_layout_set_width (type->layout, (int) ceil (width * PANGO_SCALE));
  pango_layout_set_height (type->layout, -3);
  pango_layout_set_wrap (type->layout, PANGO_WRAP_WORD_CHAR);
  pango_layout_set_ellipsize (type->layout, PANGO_ELLIPSIZE_END);
  pango_layout_get_size (type->layout, NULL, &height);
  lines = pango_layout_get_line_count (type->layout);
  cairo_move_to (cr, x, y - height / (2.0 * PANGO_SCALE * lines));
  crf_timeline_set_colour (cr, colour);
  pango_cairo_show_layout (cr, type->layout);
  cairo_new_path (cr);
  pango_layout_set_height (type->layout, -1);
  return height / (double) PANGO_SCALE * (lines - 1) / lines + 1.4 * type->em;
}
