/* SPDX-License-Identifier: GPL-3.0-or-later */

/* To randomise is to take the next free slot of the sealed list, which needs no key: who draws cannot know. In an open study the arm is opened
 * by readers after the draw is committed, never here. */

#include "crf-drawing.h"
#include "crf-trial-gates.h"

#include <glib/gi18n-lib.h>

static const CrfParameter parameters[] = {
  { "product", N_("The product can be had for this patient"), "flag", FALSE },
  { NULL, NULL, NULL, FALSE },
};

static gboolean
run (CrfUseCaseContext *context,
     GError **error)
{
  if (!crf_trial_randomises (context->study))
    return crf_context_refuse (context, "no-randomisation", _("Enrol the patient."), _("This study enrols without randomisation."));
  if (crf_study_get_randomisation (context->study)->method == CRF_RANDOMISATION_MINIMISATION)
    return crf_context_refuse (context, "minimised-design", _("Allocate by minimisation."), _("This study has no list to draw from: it minimises."));
  return crf_drawing_run (context, FALSE, error);
}

const CrfUseCase crf_use_case_randomise = {
  .name = "randomise",
  .title = N_("Randomise"),
  .summary = N_("Takes the next free slot of the sealed allocation list."),
  .roles = CRF_ROLE_NURSE | CRF_ROLE_INVESTIGATOR | CRF_ROLE_PRINCIPAL_INVESTIGATOR,
  .task = "eligibility",
  .needs_subject = TRUE,
  .parameters = parameters,
  .run = run,
  .rests_on = CRF_RESTS_ON_SUBJECT,
};
