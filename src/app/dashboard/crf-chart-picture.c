/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A chart as the bytes of a file: drawn as on the screen, in light colours, with heading and foot. */

#include "crf-chart-draw.h"

#include <cairo-pdf.h>
#include <cairo-svg.h>
#include <gio/gio.h>
#include <glib/gi18n-lib.h>

#include "crf-picture-draw.h"

#define PICTURE_WIDTH 900.0
#define PNG_SCALE 2.0
#define POINTS_PER_PIXEL 0.75

static cairo_surface_t *
surface_new (CrfChartFormat format,
             GByteArray *bytes,
             double height)
{
  switch (format)
    {
    case CRF_CHART_SVG:
      return cairo_svg_surface_create_for_stream (crf_picture_append, bytes, PICTURE_WIDTH, height);
    case CRF_CHART_PDF:
      return cairo_pdf_surface_create_for_stream (crf_picture_append, bytes, PICTURE_WIDTH * POINTS_PER_PIXEL, height * POINTS_PER_PIXEL);
    case CRF_CHART_PNG:
    default:
      return cairo_image_surface_create (CAIRO_FORMAT_RGB24, (int) (PICTURE_WIDTH * PNG_SCALE), (int) (height * PNG_SCALE));
    }
}

GBytes *
crf_chart_render (const CrfChart *chart,
                  CrfChartFormat format,
                  const char *font,
                  const char *heading,
                  const char *foot,
                  GError **error)
{
  CrfChartView view = { .chart = chart, .heading = heading, .foot = foot };
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  PangoContext *context = crf_picture_context_new (font);
  double height = crf_chart_get_height (context, &view, PICTURE_WIDTH);
  cairo_surface_t *surface = surface_new (format, bytes, height);
  cairo_t *cr = cairo_create (surface);
  cairo_status_t status;

  cairo_scale (cr, format == CRF_CHART_PNG ? PNG_SCALE : format == CRF_CHART_PDF ? POINTS_PER_PIXEL : 1,
               format == CRF_CHART_PNG ? PNG_SCALE : format == CRF_CHART_PDF ? POINTS_PER_PIXEL : 1);
  crf_chart_draw (cr, context, &view, PICTURE_WIDTH, height);
  status = cairo_status (cr);
  cairo_destroy (cr);
  if (status == CAIRO_STATUS_SUCCESS && format == CRF_CHART_PNG)
    status = cairo_surface_write_to_png_stream (surface, crf_picture_append, bytes);
  cairo_surface_finish (surface);
  if (status == CAIRO_STATUS_SUCCESS && format != CRF_CHART_PNG)
    status = cairo_surface_status (surface);
  cairo_surface_destroy (surface);
  g_object_unref (context);
  if (status == CAIRO_STATUS_SUCCESS)
    return g_byte_array_free_to_bytes (g_steal_pointer (&bytes));
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, _("The picture cannot be drawn: %s."), cairo_status_to_string (status));
  return NULL;
}
