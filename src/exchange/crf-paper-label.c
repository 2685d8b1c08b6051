/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The bag label. Where the ward is blinded it says preparation number, code, volume and the one use-before rule of all arms, and nothing else. */

#include "crf-paper-infusion-private.h"

#include "crf-number.h"

#include <glib/gi18n-lib.h>

static const char *
volume_of (const CrfInfusionPaper *self)
{
  const char *final_volume = crf_infusion_paper_get (self, "inf.final_volume");

  return final_volume != NULL ? final_volume : crf_infusion_paper_get (self, "inf.volume");
}

/* "1.00 × 10⁶/kg": two decimals, as on every screen. */
static char *
dose_of (const CrfInfusionPaper *self)
{
  const char *planned = crf_infusion_paper_get (self, "inf.dose_planned");
  char buffer[CRF_DECIMAL_SIZE];
  double dose;

  if (planned == NULL || !crf_number_parse_plain (planned, &dose, NULL))
    return g_strdup (planned);
  return g_strdup_printf ("%s × 10⁶/kg", crf_decimal_format_places (dose, 2, buffer));
}

static void
add_facts (const CrfInfusionPaper *self,
           CrfPaper *paper)
{
  g_autofree char *identity = crf_paper_identity (self->patient), *volume = crf_infusion_paper_with_unit (volume_of (self), "mL");
  g_autofree char *dose = dose_of (self);

  if (!self->masked)
    {
      crf_paper_add_fact (paper, _("Patient"), identity);
      crf_paper_add_fact (paper, _("Lot"), crf_infusion_paper_get (self, "inf.lot"));
    }
  crf_paper_add_fact (paper, _("Volume"), volume);
  if (!self->masked)
    crf_paper_add_fact (paper, _("Dose"), dose);
  crf_infusion_paper_add_use_before (self, paper);
  crf_paper_add_text (paper, self->masked ? _("For clinical trial use only. Do not filter.")
                                          : _("Living cells. For clinical trial use only. Do not irradiate."), 7);
}

CrfPaper *
crf_paper_label (const CrfInfusionPaper *self,
                 CrfRefusal **refusal,
                 GError **error)
{
  const CrfPaperKind kind = { "label", _("Bag label"), CRF_PAPER_LABEL, TRUE, NULL };
  g_autofree char *large = NULL;
  CrfPaper *paper;

  if (self->day->code == NULL)
    {
      *refusal = crf_refusal_new ("not-planned", _("Order and plan the infusion first."), _("There is no label before the infusion is ordered and planned."));
      return NULL;
    }
  paper = crf_paper_new (self->session, &kind, self->patient, error);
  if (paper == NULL)
    return NULL;
  large = g_strdup_printf ("%s    %s", self->day->preparation != NULL ? self->day->preparation : "", self->day->code);
  crf_paper_add_framed (paper, large, 17);
  add_facts (self, paper);
  return paper;
}
