/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A table of signatures, as casebooks and reports have it. */

#include "crf-paper-signatures.h"

#include "crf-reader-trust.h"

#include <glib/gi18n-lib.h>

static void
add_signature (CrfPaper *paper,
               const CrfSignatureView *view)
{
  g_autofree char *elsewhere = view->elsewhere != NULL && view->voided ? g_strdup_printf ("%s. %s", view->elsewhere, _("VOID: changed after signing")) : NULL;
  const char *const cells[] = { view->name, view->when, view->meaning, elsewhere != NULL ? elsewhere : view->elsewhere != NULL ? view->elsewhere :
                                view->voided ? _("VOID: changed after signing") : _("in force") };

  crf_paper_add_row (paper, cells, 0);
}

gboolean
crf_paper_add_signatures (CrfPaper *paper,
                          CrfSession *session,
                          const CrfTarget *target,
                          guint *n_standing,
                          GError **error)
{
  static const double shares[] = { 2, 2.2, 4, 2 };
  const char *const header[] = { _("Signed electronically by"), _("Date and time"), _("Meaning"), _("State") };
  g_autoptr (GPtrArray) signatures = crf_reader_signatures (session, target, error);

  if (signatures == NULL)
    return FALSE;
  if (signatures->len == 0)
    return TRUE;
  crf_paper_add_space (paper, 1);
  crf_paper_set_columns (paper, shares, G_N_ELEMENTS (shares));
  crf_paper_add_header (paper, header);
  for (guint i = 0; i < signatures->len; i++)
    {
      const CrfSignatureView *view = g_ptr_array_index (signatures, i);

      add_signature (paper, view);
      if (n_standing != NULL)
        *n_standing += !view->voided;
    }
  crf_paper_add_space (paper, 2);
  return TRUE;
}
