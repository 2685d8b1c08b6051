/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Drawing a sheet, line by line. What does not fit begins the next page; a line is never parted. */

#include "crf-paper.h"

#include <cairo-pdf.h>
#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <pango/pangocairo.h>

/* A4, in points. */
#define PAGE_WIDTH 595.28
#define PAGE_HEIGHT 841.89
#define MARGIN 48.0
#define FOOT (PAGE_HEIGHT - MARGIN)
#define LABEL_WIDTH 170.0
#define GAP 10.0

struct _CrfPaper
{
  char *title, *identity, *footer, *mark;
  GByteArray *bytes;
  cairo_surface_t *surface;
  cairo_t *cr;
  double y;
  guint page;
};

static cairo_status_t
append (void *closure,
        const unsigned char *data,
        unsigned int length)
{
  g_byte_array_append (closure, data, length);
  return CAIRO_STATUS_SUCCESS;
}

static PangoLayout *
new_layout (CrfPaper *self,
            const char *font,
            double width,
            const char *text)
{
  PangoLayout *layout = pango_cairo_create_layout (self->cr);
  PangoFontDescription *description = pango_font_description_from_string (font);

  pango_layout_set_font_description (layout, description);
  pango_font_description_free (description);
  pango_layout_set_width (layout, (int) (width * PANGO_SCALE));
  pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
  pango_layout_set_text (layout, text, -1);
  return layout;
}

static double
height_of (PangoLayout *layout)
{
  int height;

  pango_layout_get_pixel_size (layout, NULL, &height);
  return height;
}

static void
show (CrfPaper *self,
      PangoLayout *layout,
      double x,
      double y)
{
  cairo_move_to (self->cr, x, y);
  pango_cairo_show_layout (self->cr, layout);
}

static double
put (CrfPaper *self,
     const char *font,
     double y,
     const char *text)
{
  g_autoptr (PangoLayout) layout = new_layout (self, font, PAGE_WIDTH - 2 * MARGIN, text);

  show (self, layout, MARGIN, y);
  return y + height_of (layout);
}

static void
rule (CrfPaper *self,
      double y)
{
  cairo_set_line_width (self->cr, 0.5);
  cairo_move_to (self->cr, MARGIN, y);
  cairo_line_to (self->cr, PAGE_WIDTH - MARGIN, y);
  cairo_stroke (self->cr);
}

static void
begin_page (CrfPaper *self)
{
  self->page++;
  self->y = MARGIN;
  if (self->mark != NULL)
    self->y = put (self, "Sans Bold 11", self->y, self->mark) + 2;
  self->y = put (self, self->page == 1 ? "Sans Bold 16" : "Sans Bold 10", self->y, self->title) + 2;
  self->y = put (self, "Sans 9", self->y, self->identity) + 5;
  rule (self, self->y);
  self->y += 8;
}

static void
end_page (CrfPaper *self)
{
  g_autofree char *number = g_strdup_printf (_("Page %u"), self->page);
  g_autofree char *foot = g_strdup_printf ("%s · %s", number, self->footer);

  rule (self, FOOT + 4);
  put (self, "Sans 7", FOOT + 8, foot);
  cairo_show_page (self->cr);
}

static void
need (CrfPaper *self,
      double height)
{
  if (self->y + height <= FOOT)
    return;
  end_page (self);
  begin_page (self);
}

CrfPaper *
crf_paper_new (const char *title,
               const char *identity,
               const char *footer,
               const char *mark)
{
  CrfPaper *self = g_new0 (CrfPaper, 1);

  self->title = g_strdup (title);
  self->identity = g_strdup (identity);
  self->footer = g_strdup (footer);
  self->mark = g_strdup (mark);
  self->bytes = g_byte_array_new ();
  self->surface = cairo_pdf_surface_create_for_stream (append, self->bytes, PAGE_WIDTH, PAGE_HEIGHT);
  self->cr = cairo_create (self->surface);
  begin_page (self);
  return self;
}

void
crf_paper_free (CrfPaper *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->cr, cairo_destroy);
  g_clear_pointer (&self->surface, cairo_surface_destroy);
  g_clear_pointer (&self->bytes, g_byte_array_unref);
  g_free (self->title);
  g_free (self->identity);
  g_free (self->footer);
  g_free (self->mark);
  g_free (self);
}

void
crf_paper_add_heading (CrfPaper *self,
                       const char *text)
{
  need (self, 48);
  self->y = put (self, "Sans Bold 10.5", self->y + 7, text) + 3;
}

void
crf_paper_add_pair (CrfPaper *self,
                    const char *label,
                    const char *value)
{
  g_autoptr (PangoLayout) left = NULL, right = NULL;
  double height;

  if (value == NULL || *value == '\0')
    return;
  left = new_layout (self, "Sans 9", LABEL_WIDTH - GAP, label);
  right = new_layout (self, "Sans 9", PAGE_WIDTH - 2 * MARGIN - LABEL_WIDTH, value);
  height = MAX (height_of (left), height_of (right));
  need (self, height);
  show (self, left, MARGIN, self->y);
  show (self, right, MARGIN + LABEL_WIDTH, self->y);
  self->y += height + 3;
}

void
crf_paper_add_text (CrfPaper *self,
                    const char *text)
{
  g_autoptr (PangoLayout) layout = new_layout (self, "Sans 9", PAGE_WIDTH - 2 * MARGIN, text);

  need (self, height_of (layout));
  show (self, layout, MARGIN, self->y);
  self->y += height_of (layout) + 3;
}

void
crf_paper_add_row (CrfPaper *self,
                   const char *const *cells,
                   guint n,
                   gboolean heading)
{
  double width = (PAGE_WIDTH - 2 * MARGIN) / n, height = 0;
  g_autoptr (GPtrArray) layouts = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < n; i++)
    {
      PangoLayout *layout = new_layout (self, heading ? "Sans Bold 8.5" : "Sans 8.5", width - GAP, cells[i] != NULL ? cells[i] : "");

      height = MAX (height, height_of (layout));
      g_ptr_array_add (layouts, layout);
    }
  need (self, height);
  for (guint i = 0; i < n; i++)
    show (self, g_ptr_array_index (layouts, i), MARGIN + i * width, self->y);
  self->y += height + 3;
  if (heading)
    rule (self, self->y - 2);
}

void
crf_paper_add_line (CrfPaper *self,
                    const char *label)
{
  need (self, 40);
  self->y += 24;
  put (self, "Sans 9", self->y, label);
  cairo_set_line_width (self->cr, 0.5);
  cairo_move_to (self->cr, MARGIN + LABEL_WIDTH, self->y + 12);
  cairo_line_to (self->cr, PAGE_WIDTH - MARGIN, self->y + 12);
  cairo_stroke (self->cr);
  self->y += 16;
}

GBytes *
crf_paper_finish (CrfPaper *self,
                  GError **error)
{
  cairo_status_t status;

  end_page (self);
  status = cairo_status (self->cr);
  g_clear_pointer (&self->cr, cairo_destroy);
  cairo_surface_finish (self->surface);
  if (status == CAIRO_STATUS_SUCCESS)
    status = cairo_surface_status (self->surface);
  if (status == CAIRO_STATUS_SUCCESS)
    return g_byte_array_free_to_bytes (g_steal_pointer (&self->bytes));
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, _("The sheet could not be drawn: %s"), cairo_status_to_string (status));
  return NULL;
}
