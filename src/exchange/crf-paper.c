/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What stands on a page, and the end: drawing all pages, writing and journalling them. */

#include "crf-config.h"

#include "crf-paper-private.h"

#include "crf-written.h"

#include <cairo-pdf.h>
#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#define LABEL_SHARE 0.36 /* of a pair's label */
#define PADDING 3.0      /* inside a cell */

static void
mark_free (CrfPaperMark *mark)
{
  g_free (mark->title);
  g_free (mark);
}

void
crf_paper_free (CrfPaper *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->cr, cairo_destroy);
  g_ptr_array_unref (self->pages);
  for (guint i = 0; i < self->marks->len; i++)
    mark_free (g_ptr_array_index (self->marks, i));
  g_ptr_array_unref (self->marks);
  g_strfreev (self->header);
  g_free (self->subject);
  g_free (self->title);
  g_free (self->study);
  g_free (self->site);
  g_free (self->printed);
  g_free (self->heads);
  g_free (self->mark);
  g_free (self->warning);
  g_free (self->identity);
  g_free (self);
}

void
crf_paper_encrypt (CrfPaper *self,
                   const char *passphrase)
{
  self->passphrase = passphrase;
}

guint
crf_paper_count_pages (CrfPaper *self)
{
  return self->pages->len;
}

/* ── Layouts ── */

/* Glyphs stand where the type says, not on the pixels of some screen: spacing is even, and texts can be searched. Points are points: a layout measures in
 * 96 dpi where it is not told. */
static void
set_print_metrics (PangoLayout *layout)
{
  PangoContext *context = pango_layout_get_context (layout);
  cairo_font_options_t *options = cairo_font_options_create ();

  cairo_font_options_set_hint_style (options, CAIRO_HINT_STYLE_NONE);
  cairo_font_options_set_hint_metrics (options, CAIRO_HINT_METRICS_OFF);
  pango_cairo_context_set_font_options (context, options);
  cairo_font_options_destroy (options);
  pango_context_set_round_glyph_positions (context, FALSE);
  pango_cairo_context_set_resolution (context, 72);
  pango_layout_context_changed (layout);
}

PangoLayout *
crf_paper_layout (CrfPaper *self,
                  const char *text,
                  double size,
                  gboolean bold,
                  double width)
{
  PangoLayout *layout = pango_cairo_create_layout (self->cr);
  PangoFontDescription *font = pango_font_description_from_string ("Sans");

  pango_font_description_set_size (font, (int) (size * PANGO_SCALE));
  if (bold)
    pango_font_description_set_weight (font, PANGO_WEIGHT_BOLD);
  set_print_metrics (layout);
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

double
crf_paper_layout_height (PangoLayout *layout)
{
  int height;

  pango_layout_get_size (layout, NULL, &height);
  return (double) height / PANGO_SCALE;
}

double
crf_paper_layout_width (PangoLayout *layout)
{
  int width;

  pango_layout_get_size (layout, &width, NULL);
  return (double) width / PANGO_SCALE;
}

void
crf_paper_show (CrfPaper *self,
                PangoLayout *layout,
                double x,
                double y)
{
  cairo_move_to (self->cr, x, y);
  pango_cairo_show_layout (self->cr, layout);
}

void
crf_paper_need (CrfPaper *self,
                double height)
{
  if (self->y + height > self->bottom && !self->fresh)
    crf_paper_next_page (self);
}

void
crf_paper_flow (CrfPaper *self,
                PangoLayout *layout,
                double x)
{
  PangoLayoutIter *lines = pango_layout_get_iter (layout);

  do
    {
      PangoRectangle logical;
      double height;

      pango_layout_iter_get_line_extents (lines, NULL, &logical);
      height = (double) logical.height / PANGO_SCALE;
      crf_paper_need (self, height);
      cairo_move_to (self->cr, x + (double) logical.x / PANGO_SCALE, self->y + (double) (pango_layout_iter_get_baseline (lines) - logical.y) / PANGO_SCALE);
      pango_cairo_show_layout_line (self->cr, pango_layout_iter_get_line_readonly (lines));
      self->y += height;
      self->fresh = FALSE;
    }
  while (pango_layout_iter_next_line (lines));
  pango_layout_iter_free (lines);
}

void
crf_paper_add_mark (CrfPaper *self,
                    const char *title,
                    guint level)
{
  CrfPaperMark *mark = g_new0 (CrfPaperMark, 1);

  mark->title = g_strdup (title);
  mark->page = self->pages->len;
  mark->level = level;
  g_ptr_array_add (self->marks, mark);
}

/* ── Text ── */

static void
add_block (CrfPaper *self,
           const char *text,
           double size,
           gboolean bold,
           double after)
{
  g_autoptr (PangoLayout) layout = crf_paper_layout (self, text, size, bold, crf_paper_inner_width (self));

  crf_paper_flow (self, layout, self->margin);
  self->y += after;
}

void
crf_paper_add_heading (CrfPaper *self,
                       const char *text)
{
  crf_paper_need (self, 60);
  self->y += self->fresh ? 0 : 8;
  crf_paper_add_mark (self, text, 1);
  add_block (self, text, 12, TRUE, 3);
}

void
crf_paper_add_subheading (CrfPaper *self,
                          const char *text)
{
  crf_paper_need (self, 44);
  self->y += self->fresh ? 0 : 5;
  add_block (self, text, 10, TRUE, 2);
}

void
crf_paper_add_text (CrfPaper *self,
                    const char *text,
                    double size)
{
  add_block (self, text, size > 0 ? size : CRF_PAPER_TYPE_SIZE, FALSE, 3);
}

void
crf_paper_add_warning (CrfPaper *self,
                       const char *text)
{
  add_block (self, text, CRF_PAPER_TYPE_SIZE, TRUE, 3);
}

void
crf_paper_add_note (CrfPaper *self,
                    const char *text)
{
  double left = crf_paper_inner_width (self) * LABEL_SHARE;
  g_autoptr (PangoLayout) layout = crf_paper_layout (self, text, CRF_PAPER_TYPE_SIZE - 1.5, FALSE, crf_paper_inner_width (self) - left);

  crf_paper_flow (self, layout, self->margin + left);
  self->y += 2;
}

void
crf_paper_add_centred (CrfPaper *self,
                       const char *text,
                       double size,
                       gboolean bold)
{
  g_autoptr (PangoLayout) layout = crf_paper_layout (self, text, size, bold, crf_paper_inner_width (self));

  pango_layout_set_alignment (layout, PANGO_ALIGN_CENTER);
  crf_paper_flow (self, layout, self->margin);
  self->y += 4;
}

void
crf_paper_add_framed (CrfPaper *self,
                      const char *text,
                      double size)
{
  g_autoptr (PangoLayout) layout = crf_paper_layout (self, text, size, TRUE, 0);
  double height = crf_paper_layout_height (layout);

  crf_paper_need (self, height + 10);
  crf_paper_show (self, layout, self->margin + 6, self->y + 3);
  cairo_rectangle (self->cr, self->margin, self->y, crf_paper_layout_width (layout) + 12, height + 6);
  cairo_stroke (self->cr);
  self->y += height + 10;
  self->fresh = FALSE;
}

void
crf_paper_add_space (CrfPaper *self,
                     double millimetres)
{
  self->y += millimetres * CRF_PAPER_POINTS_PER_MM;
}

/* A value that fills more than a page stands below its label and flows. */
static void
add_pair (CrfPaper *self,
          const char *label,
          const char *value,
          gboolean bold)
{
  double inner = crf_paper_inner_width (self), left = inner * LABEL_SHARE;
  g_autoptr (PangoLayout) name = crf_paper_layout (self, label, CRF_PAPER_TYPE_SIZE - 0.5, FALSE, left - 8);
  g_autoptr (PangoLayout) text = crf_paper_layout (self, value, CRF_PAPER_TYPE_SIZE, bold, inner - left);
  double height = MAX (crf_paper_layout_height (name), crf_paper_layout_height (text));

  if (height > (self->bottom - self->margin) / 2)
    {
      crf_paper_flow (self, name, self->margin);
      crf_paper_flow (self, text, self->margin + left);
      self->y += 3;
      return;
    }
  crf_paper_need (self, height);
  crf_paper_show (self, name, self->margin, self->y + 0.5);
  crf_paper_show (self, text, self->margin + left, self->y);
  self->y += height + 2.5;
  self->fresh = FALSE;
}

void
crf_paper_add_pair (CrfPaper *self,
                    const char *label,
                    const char *value)
{
  if (value != NULL && *value != '\0')
    add_pair (self, label, value, FALSE);
}

void
crf_paper_add_fact (CrfPaper *self,
                    const char *label,
                    const char *value)
{
  add_pair (self, label, value != NULL && *value != '\0' ? value : "–", TRUE);
}

/* ── Tables ── */

void
crf_paper_set_columns (CrfPaper *self,
                       const double *shares,
                       guint n)
{
  double sum = 0;

  g_return_if_fail (n > 0 && n <= CRF_PAPER_MOST_COLUMNS);

  for (guint i = 0; i < n; i++)
    sum += shares[i];
  for (guint i = 0; i < n; i++)
    self->shares[i] = shares[i] / sum;
  self->n_columns = n;
  g_clear_pointer (&self->header, g_strfreev);
}

/* A row that would fill more than half a page: its cells as pairs, which can flow. */
static void
add_long_row (CrfPaper *self,
              const char *const *cells)
{
  for (guint i = 0; i < self->n_columns; i++)
    crf_paper_add_pair (self, self->header != NULL ? self->header[i] : "", cells[i]);
}

static void
draw_row (CrfPaper *self,
          PangoLayout **layouts,
          double height)
{
  double x = self->margin;

  for (guint i = 0; i < self->n_columns; i++)
    {
      double width = crf_paper_inner_width (self) * self->shares[i];

      crf_paper_show (self, layouts[i], x + PADDING, self->y + PADDING);
      cairo_rectangle (self->cr, x, self->y, width, height);
      cairo_stroke (self->cr);
      x += width;
    }
  self->y += height;
  self->fresh = FALSE;
}

/* FALSE: it is too high, and nothing is drawn. */
static gboolean
add_cells (CrfPaper *self,
           const char *const *cells,
           double least,
           gboolean heading)
{
  PangoLayout *layouts[CRF_PAPER_MOST_COLUMNS];
  double height = least * CRF_PAPER_POINTS_PER_MM;
  gboolean fits;

  for (guint i = 0; i < self->n_columns; i++)
    {
      layouts[i] = crf_paper_layout (self, cells[i], heading ? 7.5 : CRF_PAPER_TYPE_SIZE - 1, heading,
                                     crf_paper_inner_width (self) * self->shares[i] - 2 * PADDING);
      height = MAX (height, crf_paper_layout_height (layouts[i]) + 2 * PADDING);
    }
  fits = height <= (self->bottom - self->margin) / 2;
  if (fits)
    {
      guint page = self->pages->len;

      crf_paper_need (self, heading ? height + 30 : height);
      if (self->pages->len != page && !heading && self->header != NULL)
        add_cells (self, (const char *const *) self->header, 0, TRUE);
      draw_row (self, layouts, height);
    }
  for (guint i = 0; i < self->n_columns; i++)
    g_object_unref (layouts[i]);
  return fits;
}

void
crf_paper_add_header (CrfPaper *self,
                      const char *const *cells)
{
  g_strfreev (self->header);
  self->header = g_new0 (char *, self->n_columns + 1);
  for (guint i = 0; i < self->n_columns; i++)
    self->header[i] = g_strdup (cells[i] != NULL ? cells[i] : "");
  add_cells (self, cells, 0, TRUE);
}

void
crf_paper_add_row (CrfPaper *self,
                   const char *const *cells,
                   double height)
{
  if (!add_cells (self, cells, height, FALSE))
    add_long_row (self, cells);
}

/* ── To be written on ── */

void
crf_paper_add_box (CrfPaper *self,
                   const char *label,
                   double height)
{
  double points = height * CRF_PAPER_POINTS_PER_MM;

  crf_paper_need (self, points + 16);
  if (label != NULL)
    add_block (self, label, CRF_PAPER_TYPE_SIZE - 0.5, TRUE, 2);
  cairo_rectangle (self->cr, self->margin, self->y, crf_paper_inner_width (self), points);
  cairo_stroke (self->cr);
  self->y += points + 5;
  self->fresh = FALSE;
}

void
crf_paper_add_sign (CrfPaper *self,
                    const char *const *labels,
                    guint n)
{
  double each = crf_paper_inner_width (self) / n, tallest = 0;

  crf_paper_need (self, 50);
  self->y += 30;
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (PangoLayout) layout = crf_paper_layout (self, labels[i], 7, FALSE, each - 10);
      double x = self->margin + each * i;

      cairo_move_to (self->cr, x, self->y);
      cairo_line_to (self->cr, x + each - 10, self->y);
      cairo_stroke (self->cr);
      crf_paper_show (self, layout, x, self->y + 2);
      tallest = MAX (tallest, crf_paper_layout_height (layout));
    }
  self->y += tallest + 6;
  self->fresh = FALSE;
}

void
crf_paper_add_fold (CrfPaper *self,
                    double share)
{
  const double dashes[] = { 6, 4 };
  double y = self->height * share;

  cairo_save (self->cr);
  cairo_set_dash (self->cr, dashes, G_N_ELEMENTS (dashes), 0);
  cairo_move_to (self->cr, 0, y);
  cairo_line_to (self->cr, self->width, y);
  cairo_stroke (self->cr);
  cairo_restore (self->cr);
  self->y = y + 40;
}

/* ── The end ── */

static cairo_status_t
append (void *closure,
        const unsigned char *data,
        unsigned int length)
{
  g_byte_array_append (closure, data, length);
  return CAIRO_STATUS_SUCCESS;
}

static void
add_outline (CrfPaper *self,
             cairo_surface_t *pdf)
{
  int parents[2] = { CAIRO_PDF_OUTLINE_ROOT, CAIRO_PDF_OUTLINE_ROOT };

  for (guint i = 0; self->marks->len > 1 && i < self->marks->len; i++)
    {
      const CrfPaperMark *mark = g_ptr_array_index (self->marks, i);
      g_autofree char *place = g_strdup_printf ("page=%u", mark->page);
      int id = cairo_pdf_surface_add_outline (pdf, mark->level == 0 ? CAIRO_PDF_OUTLINE_ROOT : parents[0], mark->title, place, 0);

      if (mark->level == 0)
        parents[0] = id;
    }
}

static void
draw_page (CrfPaper *self,
           cairo_t *cr,
           guint i)
{
  cairo_set_source_surface (cr, g_ptr_array_index (self->pages, i), 0, 0);
  cairo_paint (cr);
  cairo_set_source_rgb (cr, 0, 0, 0);
  crf_paper_draw_foot (self, cr, i + 1);
  cairo_show_page (cr);
}

GByteArray *
crf_paper_draw (CrfPaper *self,
                GError **error)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  cairo_surface_t *pdf = cairo_pdf_surface_create_for_stream (append, bytes, self->width, self->height);
  cairo_t *cr = cairo_create (pdf);
  cairo_status_t status;

  cairo_pdf_surface_set_metadata (pdf, CAIRO_PDF_METADATA_TITLE, self->title);
  cairo_pdf_surface_set_metadata (pdf, CAIRO_PDF_METADATA_AUTHOR, crf_session_get_name (self->session));
  cairo_pdf_surface_set_metadata (pdf, CAIRO_PDF_METADATA_SUBJECT, self->study);
  cairo_pdf_surface_set_metadata (pdf, CAIRO_PDF_METADATA_CREATOR, "Stemward " CRF_VERSION);
  for (guint i = 0; i < self->pages->len; i++)
    draw_page (self, cr, i);
  add_outline (self, pdf);
  status = cairo_status (cr);
  cairo_destroy (cr);
  cairo_surface_finish (pdf);
  if (status == CAIRO_STATUS_SUCCESS)
    status = cairo_surface_status (pdf);
  cairo_surface_destroy (pdf);
  if (status == CAIRO_STATUS_SUCCESS)
    return g_steal_pointer (&bytes);
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, _("The paper could not be drawn: %s"), cairo_status_to_string (status));
  return NULL;
}

gboolean
crf_paper_finish (CrfPaper *self,
                  const char *path,
                  const char *filter,
                  CrfRefusal **refusal,
                  GError **error)
{
  g_autofree char *temporary = g_strconcat (path, ".part", NULL);
  g_autoptr (GByteArray) bytes = crf_paper_draw (self, error);

  return bytes != NULL
         && g_file_set_contents_full (temporary, (const char *) bytes->data, (gssize) bytes->len,
                                      G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0600, error)
         && crf_written_place (self->session, self->subject, filter != NULL ? filter : self->kind.name, temporary, path, self->passphrase, refusal, error);
}
