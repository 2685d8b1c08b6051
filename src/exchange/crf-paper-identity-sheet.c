/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The sheet of the identity check at the bedside: two people read aloud and write down what they read. */

#include "crf-paper-infusion-private.h"

#include <glib/gi18n-lib.h>

CrfPaper *
crf_paper_identity_sheet (const CrfInfusionPaper *self,
                          CrfRefusal **refusal,
                          GError **error)
{
  static const double shares[] = { 3, 2, 2 };
  const CrfPaperKind kind = { "identity", _("Identity check at the bedside"), CRF_PAPER_UPRIGHT, TRUE, NULL };
  const char *const header[] = { _("Read aloud and write down what you read"), _("First person"), _("Second person") };
  const char *const lines[] = { _("Subject number on the wristband"), _("Birth year, as the patient says it"), _("Code on the bag label"), _("Date and time") };
  const char *const signatures[] = { _("First person: name, signature"), _("Second person: name, signature") };
  CrfPaper *paper;

  if (self->day->code == NULL)
    {
      *refusal = crf_refusal_new ("not-planned", _("Order and plan the infusion first."),
                                  _("There is no identity sheet before the infusion is ordered and planned."));
      return NULL;
    }
  paper = crf_paper_new (self->session, &kind, self->patient, error);
  if (paper == NULL)
    return NULL;
  crf_paper_add_framed (paper, self->day->code, 34);
  crf_paper_add_fact (paper, _("Preparation"), self->day->preparation);
  crf_infusion_paper_add_use_before (self, paper);
  crf_paper_add_space (paper, 4);
  crf_paper_set_columns (paper, shares, G_N_ELEMENTS (shares));
  crf_paper_add_header (paper, header);
  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      const char *const cells[] = { lines[i], NULL, NULL };

      crf_paper_add_row (paper, cells, 12);
    }
  crf_paper_add_space (paper, 3);
  crf_paper_add_text (paper, _("The code must be the one on the bag. If anything differs: stop, keep the bag apart, call the laboratory."), 0);
  crf_paper_add_sign (paper, signatures, G_N_ELEMENTS (signatures));
  return paper;
}
