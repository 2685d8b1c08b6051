/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Pictures are laid out for a chart of fixed width; a page shrinks it to its paper. */

#include "crf-timeline-picture.h"

#include <cairo-pdf.h>
#include <cairo-svg.h>
#include <gio/gio.h>
#include <glib/gi18n-lib.h>

#include "crf-picture-draw.h"
#include "crf-timeline-draw.h"

#define PICTURE_WIDTH 1200.0
#define PNG_SCALE 2.0
/* A4 on its side, in points. */
#define PAGE_WIDTH 841.89
#define PAGE_HEIGHT 595.28
#define PAGE_MARGIN 34.0

static cairo_status_t
draw_png (PangoContext          *context,
          const CrfTimelineView *view,
          GByteArray            *bytes)
{
  g_autoptr (CrfTimelineLayout) layout = crf_timeline_layout_for (context, view, PICTURE_WIDTH, 0);
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, (int) (layout->width * PNG_SCALE),
                                                         (int) (layout->height * PNG_SCALE));
  cairo_t *cr = cairo_create (surface);
  cairo_status_t status;

  cairo_scale (cr, PNG_SCALE, PNG_SCALE);
  crf_timeline_draw_layout (cr, context, layout);
  status = cairo_status (cr);
  cairo_destroy (cr);
  if (status == CAIRO_STATUS_SUCCESS)
    status = cairo_surface_write_to_png_stream (surface, crf_picture_append, bytes);
  cairo_surface_destroy (surface);
  return status;
}

/* What is drawn on a surface that writes is all there only when it has been finished. */
static cairo_status_t
finish (cairo_t         *cr,
        cairo_surface_t *surface)
{
  cairo_status_t status = cairo_status (cr);

  cairo_destroy (cr);
  cairo_surface_finish (surface);
  if (status == CAIRO_STATUS_SUCCESS)
    status = cairo_surface_status (surface);
  cairo_surface_destroy (surface);
  return status;
}

static cairo_status_t
draw_svg (PangoContext          *context,
          const CrfTimelineView *view,
          GByteArray            *bytes)
{
  g_autoptr (CrfTimelineLayout) layout = crf_timeline_layout_for (context, view, PICTURE_WIDTH, 0);
  cairo_surface_t *surface = cairo_svg_surface_create_for_stream (crf_picture_append, bytes, layout->width, layout->height);
  cairo_t *cr = cairo_create (surface);

  crf_timeline_draw_layout (cr, context, layout);
  return finish (cr, surface);
}

/* As many of the series from @first on as fit on the page under what the view shows besides. */
static guint
count_fitting (PangoContext    *context,
               CrfTimelineView *view,
               GPtrArray       *all,
               guint            first,
               double           room)
{
  guint n = 0;

  while (first + n < all->len)
    {
      g_autoptr (CrfTimelineLayout) layout = NULL;

      g_ptr_array_add (view->series, g_ptr_array_index (all, first + n));
      layout = crf_timeline_layout_for (context, view, PICTURE_WIDTH, 0);
      if (layout->height > room && (n > 0 || view->lanes != 0))
        {
          g_ptr_array_set_size (view->series, (int) n);
          break;
        }
      n++;
    }
  return n;
}

static void
draw_page (cairo_t               *cr,
           PangoContext          *context,
           const CrfTimelineView *view,
           double                 scale)
{
  g_autoptr (CrfTimelineLayout) layout = crf_timeline_layout_for (context, view, PICTURE_WIDTH, 0);
  /* Lanes that alone are higher than a page are shrunk to it. */
  double fit = MIN (1, (PAGE_HEIGHT - 2 * PAGE_MARGIN) / scale / layout->height);

  cairo_save (cr);
  cairo_translate (cr, PAGE_MARGIN, PAGE_MARGIN);
  cairo_scale (cr, scale * fit, scale * fit);
  cairo_rectangle (cr, 0, 0, layout->width, layout->height);
  cairo_clip (cr);
  crf_timeline_draw_layout (cr, context, layout);
  cairo_restore (cr);
  cairo_show_page (cr);
}

static cairo_status_t
draw_pdf (PangoContext          *context,
          const CrfTimelineView *view,
          GByteArray            *bytes)
{
  cairo_surface_t *surface = cairo_pdf_surface_create_for_stream (crf_picture_append, bytes, PAGE_WIDTH, PAGE_HEIGHT);
  cairo_t *cr = cairo_create (surface);
  double scale = (PAGE_WIDTH - 2 * PAGE_MARGIN) / PICTURE_WIDTH;
  double room = (PAGE_HEIGHT - 2 * PAGE_MARGIN) / scale;
  CrfTimelineView page = *view;
  guint done = 0;

  if (view->heading != NULL)
    cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_TITLE, view->heading);
  do
    {
      g_autoptr (GPtrArray) series = g_ptr_array_new ();

      page.series = series;
      done += count_fitting (context, &page, view->series, done, room);
      draw_page (cr, context, &page, scale);
      page.lanes = 0;
    }
  while (done < view->series->len);
  return finish (cr, surface);
}

GBytes *
crf_timeline_picture_render (const CrfTimelineView *view,
                             CrfTimelineFormat      format,
                             const char            *font,
                             const char            *heading,
                             const char            *foot,
                             GError               **error)
{
  PangoContext *context = crf_picture_context_new (font);
  GByteArray *bytes = g_byte_array_new ();
  CrfTimelineView picture = *view;
  cairo_status_t status;

  picture.dark = FALSE;
  picture.picture = TRUE;
  picture.heading = heading;
  picture.foot = foot;
  if (format == CRF_TIMELINE_PNG)
    status = draw_png (context, &picture, bytes);
  else if (format == CRF_TIMELINE_SVG)
    status = draw_svg (context, &picture, bytes);
  else
    status = draw_pdf (context, &picture, bytes);
  g_object_unref (context);
  if (status == CAIRO_STATUS_SUCCESS)
    return g_byte_array_free_to_bytes (bytes);
  g_byte_array_unref (bytes);
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, _ ("The picture cannot be drawn: %s."),
               cairo_status_to_string (status));
  return NULL;
}

gboolean
crf_timeline_picture_write (const CrfTimelineView *view,
                            CrfTimelineFormat      format,
                            const char            *font,
                            const char            *heading,
                            const char            *foot,
                            const char            *path,
                            GError               **error)
{
  g_autoptr (GBytes) bytes = crf_timeline_picture_render (view, format, font, heading, foot, error);

  return bytes != NULL
         && g_file_set_contents (path, g_bytes_get_data (bytes, NULL), (gssize) g_bytes_get_size (bytes), error);
}
