/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One page a slot. What may be read from outside stands above the fold: study, site, number, stratum. Below it, for whoever opens the envelope: the
 * arm in words, for when the machine is dead, and the code that opens this slot alone. */

#include "crf-envelope-pdf.h"

#include "crf-reader.h"
#include "crf-use-case.h"

#include <cairo-pdf.h>
#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <pango/pangocairo.h>
#include <string.h>

/* A4 upright, in points. */
#define PAGE_WIDTH 595.28
#define PAGE_HEIGHT 841.89
#define MARGIN 56.0
#define FOLD (PAGE_HEIGHT / 2)
#define GROUPS_IN_ROW 4

typedef struct
{
  cairo_t *cr;
  const CrfStudySummary *study;
  gboolean demo;
  guint total;
} Paper;

/* Draws @text under @y; returns where the next may begin. */
static double
put (const Paper *paper,
     double y,
     const char *font,
     PangoAlignment alignment,
     const char *text)
{
  g_autoptr (PangoLayout) layout = pango_cairo_create_layout (paper->cr);
  g_autoptr (PangoFontDescription) description = pango_font_description_from_string (font);
  int height;

  pango_layout_set_font_description (layout, description);
  pango_layout_set_width (layout, (int) ((PAGE_WIDTH - 2 * MARGIN) * PANGO_SCALE));
  pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
  pango_layout_set_alignment (layout, alignment);
  pango_layout_set_text (layout, text, -1);
  pango_layout_get_pixel_size (layout, NULL, &height);
  cairo_move_to (paper->cr, MARGIN, y);
  pango_cairo_show_layout (paper->cr, layout);
  return y + height;
}

static void
draw_outside (const Paper *paper,
              const CrfPaperEnvelope *envelope)
{
  g_autofree char *number = g_strdup_printf (_("Envelope %d"), envelope->number);
  g_autofree char *list = envelope->list > 1 ? g_strdup_printf (_("List %d"), envelope->list) : NULL;
  double y = MARGIN;

  y = put (paper, y, "Sans Bold 13", PANGO_ALIGN_LEFT, paper->study->title) + 4;
  y = put (paper, y, "Sans 11", PANGO_ALIGN_LEFT, paper->study->protocol) + 4;
  y = put (paper, y, "Sans 11", PANGO_ALIGN_LEFT, paper->study->site) + 40;
  y = put (paper, y, "Sans Bold 40", PANGO_ALIGN_CENTER, number) + 6;
  if (list != NULL)
    y = put (paper, y, "Sans 13", PANGO_ALIGN_CENTER, list) + 4;
  if (*envelope->stratum != '\0')
    {
      g_autofree char *stratum = g_strdup_printf (_("Stratum: %s"), envelope->stratum);

      y = put (paper, y, "Sans 13", PANGO_ALIGN_CENTER, stratum) + 4;
    }
  y = put (paper, y + 30, "Sans 11", PANGO_ALIGN_CENTER,
           _("Code break. Open only when the care of this patient depends on knowing the treatment."));
  if (paper->demo)
    put (paper, y + 14, "Sans Bold 16", PANGO_ALIGN_CENTER, _("DEMO: synthetic patients"));
}

static void
draw_fold (const Paper *paper)
{
  const double dashes[] = { 6, 4 };

  cairo_save (paper->cr);
  cairo_set_line_width (paper->cr, 0.7);
  cairo_set_dash (paper->cr, dashes, G_N_ELEMENTS (dashes), 0);
  cairo_move_to (paper->cr, 0, FOLD);
  cairo_line_to (paper->cr, PAGE_WIDTH, FOLD);
  cairo_stroke (paper->cr);
  cairo_restore (paper->cr);
}

/* "ABCDEFGH  …" in rows of four, each group numbered as the program names it when it is mistyped. */
static double
draw_code (const Paper *paper,
           double y,
           const char *code)
{
  g_auto (GStrv) groups = g_strsplit (code, " ", -1);
  double width = (PAGE_WIDTH - 2 * MARGIN) / GROUPS_IN_ROW;

  for (guint i = 0; groups[i] != NULL; i++)
    {
      g_autoptr (PangoLayout) layout = pango_cairo_create_layout (paper->cr);
      g_autoptr (PangoFontDescription) font = pango_font_description_from_string ("Monospace Bold 15");
      g_autoptr (PangoLayout) place = pango_cairo_create_layout (paper->cr);
      g_autoptr (PangoFontDescription) small = pango_font_description_from_string ("Sans 8");
      g_autofree char *ordinal = g_strdup_printf ("%u", i + 1);
      double x = MARGIN + i % GROUPS_IN_ROW * width;
      double row = y + i / GROUPS_IN_ROW * 46.0;

      pango_layout_set_font_description (place, small);
      pango_layout_set_text (place, ordinal, -1);
      cairo_move_to (paper->cr, x, row);
      pango_cairo_show_layout (paper->cr, place);
      pango_layout_set_font_description (layout, font);
      pango_layout_set_text (layout, groups[i], -1);
      cairo_move_to (paper->cr, x, row + 12);
      pango_cairo_show_layout (paper->cr, layout);
      memset (groups[i], 0, strlen (groups[i]));
    }
  return y + 2 * 46.0;
}

static void
draw_inside (const Paper *paper,
             const CrfPaperEnvelope *envelope)
{
  g_autofree char *number = g_strdup_printf (_("Envelope %d of %u"), envelope->number, paper->total);
  double y = FOLD + 40;

  y = put (paper, y, "Sans 11", PANGO_ALIGN_LEFT, number) + 14;
  y = put (paper, y, "Sans 11", PANGO_ALIGN_LEFT, _("The treatment is:")) + 4;
  y = put (paper, y, "Sans Bold 17", PANGO_ALIGN_LEFT, envelope->arm) + 24;
  y = put (paper, y, "Sans 11", PANGO_ALIGN_LEFT, _("Code for “Break code” on the page of this patient:")) + 8;
  y = draw_code (paper, y, envelope->code) + 10;
  put (paper, y, "Sans 10", PANGO_ALIGN_LEFT,
       _("Opened by: ____________________   Date and time: ____________________\n\nReason: ______________________________________________"));
}

static cairo_status_t
append (void *closure,
        const unsigned char *data,
        unsigned int length)
{
  g_byte_array_append (closure, data, length);
  return CAIRO_STATUS_SUCCESS;
}

static gboolean
draw (CrfSession *session,
      GPtrArray *envelopes,
      GByteArray *bytes,
      GError **error)
{
  g_autoptr (CrfStudySummary) study = crf_reader_study (session, error);
  cairo_surface_t *surface;
  cairo_status_t status;
  Paper paper;

  if (study == NULL)
    return FALSE;
  surface = cairo_pdf_surface_create_for_stream (append, bytes, PAGE_WIDTH, PAGE_HEIGHT);
  paper = (Paper) { .cr = cairo_create (surface), .study = study, .demo = crf_session_is_demo (session), .total = envelopes->len };
  for (guint i = 0; i < envelopes->len; i++)
    {
      const CrfPaperEnvelope *envelope = g_ptr_array_index (envelopes, i);

      draw_outside (&paper, envelope);
      draw_fold (&paper);
      draw_inside (&paper, envelope);
      cairo_show_page (paper.cr);
    }
  status = cairo_status (paper.cr);
  cairo_destroy (paper.cr);
  cairo_surface_finish (surface);
  if (status == CAIRO_STATUS_SUCCESS)
    status = cairo_surface_status (surface);
  cairo_surface_destroy (surface);
  if (status != CAIRO_STATUS_SUCCESS)
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, _("The envelopes could not be drawn: %s"), cairo_status_to_string (status));
  return status == CAIRO_STATUS_SUCCESS;
}

static gboolean
record (CrfSession *session,
        const char *path,
        const GByteArray *bytes,
        guint count,
        CrfRefusal **refusal,
        GError **error)
{
  g_autofree char *name = g_path_get_basename (path);
  g_autofree char *sha256 = g_compute_checksum_for_data (G_CHECKSUM_SHA256, bytes->data, bytes->len);
  g_autofree char *number = g_strdup_printf ("%u", count);
  g_autoptr (CrfOutcome) outcome = crf_conduct_with (session, "record-envelopes", NULL, error, "to", name, "sha256", sha256, "count", number, NULL);

  if (outcome == NULL)
    return FALSE;
  *refusal = g_steal_pointer (&outcome->refusal);
  return *refusal == NULL;
}

gboolean
crf_envelope_pdf_write (CrfSession *session,
                        const char *path,
                        guint *count,
                        CrfRefusal **refusal,
                        GError **error)
{
  g_autoptr (GPtrArray) envelopes = NULL;
  g_autoptr (GByteArray) bytes = NULL;
  gboolean done;

  g_return_val_if_fail (session != NULL && path != NULL && count != NULL && refusal != NULL, FALSE);
  envelopes = crf_envelopes_open (session, refusal, error);
  if (envelopes == NULL)
    return FALSE;
  bytes = g_byte_array_new ();
  *count = envelopes->len;
  done = draw (session, envelopes, bytes, error) &&
         g_file_set_contents_full (path, (const char *) bytes->data, bytes->len, G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0600, error);
  if (done && !record (session, path, bytes, envelopes->len, refusal, error))
    {
      g_unlink (path);
      done = FALSE;
    }
  memset (bytes->data, 0, bytes->len);
  return done;
}
