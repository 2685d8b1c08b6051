/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Sheets of paper as PDF. */

#include "crf-print.h"

#include <cairo-pdf.h>
#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <pango/pangocairo.h>

#define POINTS_PER_MM (72.0 / 25.4)
#define FONT "Sans"
#define SIZE 9.5
#define MOST_COLUMNS 24
#define PADDING 3.0 /* points inside a cell */

struct _CrfPrint
{
  cairo_surface_t *surface;
  cairo_t *cr;
  char *footer, *mark, *path;
  double width, height, margin, y; /* points */
  double shares[MOST_COLUMNS];
  guint n_columns;
  char **heading; /* to be repeated on the next page */
  double heading_height;
  guint page;
};

static PangoLayout *
layout_new (CrfPrint *self,
            const char *text,
            double size,
            gboolean bold,
            double width)
{
  PangoLayout *layout = pango_cairo_create_layout (self->cr);
  PangoFontDescription *font = pango_font_description_from_string (FONT);

  pango_font_description_set_size (font, (int) (size * PANGO_SCALE));
  if (bold)
    pango_font_description_set_weight (font, PANGO_WEIGHT_BOLD);
  pango_layout_set_font_description (layout, font);
  pango_font_description_free (font);
  pango_layout_set_text (layout, text != NULL ? text : "", -1);
  if (width > 0)
    {
      pango_layout_set_width (layout, (int) (width * PANGO_SCALE));
      pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
    }
  return layout;
}

static double
height_of (PangoLayout *layout)
{
  int height;

  pango_layout_get_size (layout, NULL, &height);
  return (double) height / PANGO_SCALE;
}

static void
show (CrfPrint *self,
      PangoLayout *layout,
      double x,
      double y)
{
  cairo_move_to (self->cr, x, y);
  pango_cairo_show_layout (self->cr, layout);
}

static void
draw_mark (CrfPrint *self)
{
  g_autoptr (PangoLayout) layout = NULL;
  int width;

  if (self->mark == NULL)
    return;
  layout = layout_new (self, self->mark, self->height / 9, TRUE, 0);
  pango_layout_get_size (layout, &width, NULL);
  cairo_save (self->cr);
  cairo_set_source_rgb (self->cr, 0.93, 0.93, 0.93);
  show (self, layout, (self->width - (double) width / PANGO_SCALE) / 2, self->height * 0.4);
  cairo_restore (self->cr);
}

static void
draw_footer (CrfPrint *self)
{
  g_autofree char *text = g_strdup_printf (_("%s · page %u"), self->footer, self->page);
  g_autoptr (PangoLayout) layout = layout_new (self, text, 6.5, FALSE, self->width - 2 * self->margin);

  show (self, layout, self->margin, self->height - self->margin + 2);
}

static double
bottom (CrfPrint *self)
{
  return self->height - self->margin - 6;
}

static void
next_page (CrfPrint *self)
{
  draw_footer (self);
  cairo_show_page (self->cr);
  self->page++;
  self->y = self->margin;
  draw_mark (self);
}

static void
need (CrfPrint *self,
      double height)
{
  if (self->y + height > bottom (self) && self->y > self->margin)
    next_page (self);
}

static gboolean
check (CrfPrint *self,
       cairo_status_t status,
       GError **error)
{
  if (status == CAIRO_STATUS_SUCCESS)
    return TRUE;
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, _("“%s” could not be written: %s"), self->path, cairo_status_to_string (status));
  return FALSE;
}

static void
print_free (CrfPrint *self)
{
  g_clear_pointer (&self->cr, cairo_destroy);
  g_clear_pointer (&self->surface, cairo_surface_destroy);
  g_strfreev (self->heading);
  g_free (self->footer);
  g_free (self->mark);
  g_free (self->path);
  g_free (self);
}

CrfPrint *
crf_print_new (const char *path,
               double width,
               double height,
               double margin,
               const char *footer,
               const char *mark,
               GError **error)
{
  CrfPrint *self = g_new0 (CrfPrint, 1);

  self->path = g_strdup (path);
  self->footer = g_strdup (footer);
  self->mark = g_strdup (mark);
  self->width = width * POINTS_PER_MM;
  self->height = height * POINTS_PER_MM;
  self->margin = self->y = margin * POINTS_PER_MM;
  self->page = 1;
  self->surface = cairo_pdf_surface_create (path, self->width, self->height);
  self->cr = cairo_create (self->surface);
  if (!check (self, cairo_surface_status (self->surface), error))
    {
      print_free (self);
      return NULL;
    }
  cairo_set_line_width (self->cr, 0.5);
  draw_mark (self);
  return self;
}

static void
print_block (CrfPrint *self,
             const char *text,
             double size,
             gboolean bold,
             double after)
{
  g_autoptr (PangoLayout) layout = layout_new (self, text, size, bold, self->width - 2 * self->margin);
  double height = height_of (layout);

  need (self, height);
  show (self, layout, self->margin, self->y);
  self->y += height + after;
}

void
crf_print_title (CrfPrint *self,
                 const char *text)
{
  print_block (self, text, 14, TRUE, 4);
}

void
crf_print_heading (CrfPrint *self,
                   const char *text)
{
  self->y += 5;
  print_block (self, text, 10.5, TRUE, 3);
}

void
crf_print_text (CrfPrint *self,
                const char *text,
                double size)
{
  print_block (self, text, size > 0 ? size : SIZE, FALSE, 2);
}

void
crf_print_pair (CrfPrint *self,
                const char *label,
                const char *value)
{
  double inner = self->width - 2 * self->margin, left = inner * 0.36;
  g_autoptr (PangoLayout) name = layout_new (self, label, SIZE - 1.5, FALSE, left - 6);
  g_autoptr (PangoLayout) text = layout_new (self, value != NULL ? value : "–", SIZE, TRUE, inner - left);
  double height = MAX (height_of (name), height_of (text));

  need (self, height);
  show (self, name, self->margin, self->y + 1);
  show (self, text, self->margin + left, self->y);
  self->y += height + 2;
}

void
crf_print_framed (CrfPrint *self,
                  const char *text,
                  double size)
{
  g_autoptr (PangoLayout) layout = layout_new (self, text, size, TRUE, 0);
  int width;
  double height = height_of (layout);

  pango_layout_get_size (layout, &width, NULL);
  need (self, height + 10);
  show (self, layout, self->margin + 6, self->y + 3);
  cairo_rectangle (self->cr, self->margin, self->y, (double) width / PANGO_SCALE + 12, height + 6);
  cairo_stroke (self->cr);
  self->y += height + 10;
}

void
crf_print_space (CrfPrint *self,
                 double millimetres)
{
  self->y += millimetres * POINTS_PER_MM;
}

void
crf_print_columns (CrfPrint *self,
                   const double *shares,
                   guint n)
{
  double sum = 0;

  g_return_if_fail (n > 0 && n <= MOST_COLUMNS);

  for (guint i = 0; i < n; i++)
    sum += shares[i];
  for (guint i = 0; i < n; i++)
    self->shares[i] = shares[i] / sum;
  self->n_columns = n;
  g_clear_pointer (&self->heading, g_strfreev);
}

static void
draw_row (CrfPrint *self,
          const char *const *cells,
          double height,
          gboolean heading)
{
  double inner = self->width - 2 * self->margin, x = self->margin, tallest = height;
  PangoLayout *layouts[MOST_COLUMNS];

  for (guint i = 0; i < self->n_columns; i++)
    {
      layouts[i] = layout_new (self, cells[i], heading ? 7.5 : SIZE - 1, heading, inner * self->shares[i] - 2 * PADDING);
      tallest = MAX (tallest, height_of (layouts[i]) + 2 * PADDING);
    }
  if (!heading && self->y + tallest > bottom (self))
    {
      next_page (self);
      if (self->heading != NULL)
        draw_row (self, (const char *const *) self->heading, self->heading_height, TRUE);
    }
  for (guint i = 0; i < self->n_columns; i++)
    {
      show (self, layouts[i], x + PADDING, self->y + PADDING);
      cairo_rectangle (self->cr, x, self->y, inner * self->shares[i], tallest);
      cairo_stroke (self->cr);
      x += inner * self->shares[i];
      g_object_unref (layouts[i]);
    }
  self->y += tallest;
}

void
crf_print_row (CrfPrint *self,
               const char *const *cells,
               double height,
               gboolean heading)
{
  if (heading)
    {
      g_strfreev (self->heading);
      self->heading = g_new0 (char *, self->n_columns + 1);
      for (guint i = 0; i < self->n_columns; i++)
        self->heading[i] = g_strdup (cells[i] != NULL ? cells[i] : "");
      self->heading_height = height * POINTS_PER_MM;
      need (self, height * POINTS_PER_MM + 40);
    }
  draw_row (self, cells, height * POINTS_PER_MM, heading);
}

void
crf_print_sign (CrfPrint *self,
                const char *const *labels,
                guint n)
{
  double inner = self->width - 2 * self->margin, each = inner / n;

  need (self, 44);
  self->y += 28;
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (PangoLayout) layout = layout_new (self, labels[i], 7, FALSE, each - 10);

      cairo_move_to (self->cr, self->margin + each * i, self->y);
      cairo_line_to (self->cr, self->margin + each * (i + 1) - 10, self->y);
      cairo_stroke (self->cr);
      show (self, layout, self->margin + each * i, self->y + 2);
    }
  self->y += 16;
}

guint
crf_print_pages (CrfPrint *self)
{
  return self->page;
}

gboolean
crf_print_finish (CrfPrint *self,
                  GError **error)
{
  gboolean ok;

  draw_footer (self);
  cairo_show_page (self->cr);
  ok = check (self, cairo_status (self->cr), error);
  cairo_surface_finish (self->surface);
  ok = ok && check (self, cairo_surface_status (self->surface), error);
  print_free (self);
  return ok;
}
