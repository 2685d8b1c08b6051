/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The source data list. */

#include "crf-paper-sources.h"

#include "crf-paper.h"
#include "crf-reader-sources.h"

#include <glib/gi18n-lib.h>

static void
add_line (CrfPaper *paper,
          const CrfSourceLine *line)
{
  g_autofree char *said = line->since != NULL ? g_strdup_printf ("%s, %s", line->since, line->by != NULL ? line->by : "") : NULL;
  const char *cells[] = { line->item->name, line->label, line->source, said };

  crf_paper_add_row (paper, cells, 0);
}

gboolean
crf_paper_sources_write (CrfSession *session,
                         const char *path,
                         CrfRefusal **refusal,
                         GError **error)
{
  const CrfPaperKind kind = { "sources", _("Source data list"), CRF_PAPER_UPRIGHT, TRUE, NULL };
  const double shares[] = { 0.16, 0.44, 0.22, 0.18 };
  const char *const heads[] = { _("Item"), _("Question"), _("Original"), _("Said on, by") };
  const char *const signatures[] = { _("Principal investigator, date") };
  g_autoptr (GPtrArray) lines = crf_reader_sources (session, error);
  g_autoptr (CrfPaper) paper = lines != NULL ? crf_paper_new (session, &kind, NULL, error) : NULL;
  const CrfForm *form = NULL;

  if (paper == NULL)
    return FALSE;
  for (guint i = 0; i < lines->len; i++)
    {
      const CrfSourceLine *line = g_ptr_array_index (lines, i);

      if (line->form != form)
        {
          crf_paper_add_subheading (paper, crf_text_get (line->form->title, crf_session_get_language (session)));
          crf_paper_set_columns (paper, shares, G_N_ELEMENTS (shares));
          crf_paper_add_header (paper, heads);
        }
      form = line->form;
      add_line (paper, line);
    }
  crf_paper_add_sign (paper, signatures, G_N_ELEMENTS (signatures));
  return crf_paper_finish (paper, path, NULL, refusal, error);
}
