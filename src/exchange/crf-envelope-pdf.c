/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One page a slot. What may be read from outside stands above the fold: study, site, number, stratum. Below it, for whoever opens the envelope: the
 * arm in words, for when the machine is dead, and the code that opens this slot alone. */

#include "crf-envelope-pdf.h"

#include "crf-paper-private.h"
#include "crf-readings.h"
#include "crf-use-case.h"
#include "crf-written.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>

#define FOLD 0.5
#define GROUPS_IN_ROW 4
#define GROUP_HEIGHT 46.0

static void
add_outside (CrfPaper *paper,
             const CrfPaperEnvelope *envelope)
{
  g_autofree char *label = crf_envelope_label (envelope->list, envelope->number);
  g_autofree char *number = g_strdup_printf (_("Envelope %s"), label);

  crf_paper_add_space (paper, 14);
  crf_paper_add_centred (paper, number, 40, TRUE);
  crf_paper_add_centred (paper, _("The ward's papers of the patient name this number."), 11, FALSE);
  if (*envelope->stratum != '\0')
    {
      g_autofree char *stratum = g_strdup_printf (_("Stratum: %s"), envelope->stratum);

      crf_paper_add_centred (paper, stratum, 13, FALSE);
    }
  crf_paper_add_space (paper, 8);
  crf_paper_add_centred (paper, _("Code break. Open only when the care of this patient depends on knowing the treatment."), 11, FALSE);
}

/* "ABCDEFGH  …" in rows of four, each group numbered as the program names it when it is mistyped. */
static void
add_code (CrfPaper *paper,
          const char *code)
{
  g_auto (GStrv) groups = g_strsplit (code, " ", -1);
  double width = crf_paper_inner_width (paper) / GROUPS_IN_ROW;

  for (guint i = 0; groups[i] != NULL; i++)
    {
      g_autofree char *ordinal = g_strdup_printf ("%u", i + 1);
      g_autoptr (PangoLayout) place = crf_paper_layout (paper, ordinal, 8, FALSE, 0);
      g_autoptr (PangoLayout) layout = crf_paper_layout (paper, groups[i], 15, TRUE, 0);
      g_autoptr (PangoFontDescription) font = pango_font_description_from_string ("Monospace Bold 15");
      double x = paper->margin + i % GROUPS_IN_ROW * width, y = paper->y + i / GROUPS_IN_ROW * GROUP_HEIGHT;

      pango_layout_set_font_description (layout, font);
      crf_paper_show (paper, place, x, y);
      crf_paper_show (paper, layout, x, y + 12);
      memset (groups[i], 0, strlen (groups[i]));
    }
  paper->y += 2 * GROUP_HEIGHT;
}

static void
add_inside (CrfPaper *paper,
            const CrfPaperEnvelope *envelope)
{
  g_autofree char *label = crf_envelope_label (envelope->list, envelope->number);
  g_autofree char *number = g_strdup_printf (_("Envelope %s"), label);

  crf_paper_add_fold (paper, FOLD);
  crf_paper_add_text (paper, number, 11);
  crf_paper_add_space (paper, 3);
  crf_paper_add_text (paper, _("The treatment is:"), 11);
  crf_paper_add_centred (paper, envelope->arm, 17, TRUE);
  crf_paper_add_space (paper, 5);
  crf_paper_add_text (paper, _("Code for “Break code” on the page of this patient:"), 11);
  add_code (paper, envelope->code);
  crf_paper_add_text (paper,
                      _("Opened by: ____________________   Date and time: ____________________\n\nReason: ______________________________________________"),
                      10);
}

static GByteArray *
draw (CrfSession *session,
      GPtrArray *envelopes,
      GError **error)
{
  const CrfPaperKind kind = { "envelopes", _("Code-break envelope"), CRF_PAPER_UPRIGHT, TRUE, NULL };
  g_autoptr (CrfPaper) paper = crf_paper_new (session, &kind, NULL, error);

  if (paper == NULL)
    return NULL;
  for (guint i = 0; i < envelopes->len; i++)
    {
      crf_paper_turn (paper, NULL);
      add_outside (paper, g_ptr_array_index (envelopes, i));
      add_inside (paper, g_ptr_array_index (envelopes, i));
    }
  return crf_paper_draw (paper, error);
}

/* From read-only media nothing could be journalled, and an envelope that nobody knows of breaks the blind. */
static gboolean
publish (CrfSession *session,
         const char *path,
         const GByteArray *bytes,
         guint count,
         CrfRefusal **refusal,
         GError **error)
{
  g_autofree char *name = g_path_get_basename (path);
  g_autofree char *number = g_strdup_printf ("%u", count);
  const CrfWritten what = { .to = name, .envelopes = number };

  return crf_written_data (session, &what, bytes->data, bytes->len, path, refusal, error);
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
  crf_readings_begin_output (session);
  envelopes = crf_envelopes_open (session, refusal, error);
  if (envelopes == NULL)
    return FALSE;
  bytes = draw (session, envelopes, error);
  *count = envelopes->len;
  done = bytes != NULL && publish (session, path, bytes, envelopes->len, refusal, error);
  /* Arms and codes in the clear. */
  if (bytes != NULL)
    explicit_bzero (bytes->data, bytes->len);
  return done;
}
