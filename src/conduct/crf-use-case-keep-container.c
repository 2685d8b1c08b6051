/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What became of the container: kept for reference, returned to the laboratory, destroyed. Nothing of it is done with the patient: a death before it asks
 * for nothing. */

#include "crf-infusion-steps.h"

#include "crf-number.h"

#include <glib/gi18n-lib.h>
#include <math.h>

static const CrfParameter parameters[] = {
  { "at", N_("At"), "datetime", TRUE },
  { "container", N_("Container"), "choice:KEPT|RETURNED|DESTROYED", TRUE },
  { "residue", N_("Residue, mL"), "number", FALSE },
  { "place", N_("Where"), "text", FALSE },
  { "infusion", N_("Infusion number"), "integer", FALSE },
  { NULL, NULL, NULL, FALSE },
};

/* What was prepared is either in the patient or in the container. A person says what became of the rest. */
static void
account_for_volume (CrfUseCaseContext *context,
                    const CrfInfusion *infusion,
                    double residue)
{
  double prepared = crf_infusion_get_number (infusion, "inf.final_volume");
  double given = crf_infusion_get_number (infusion, "inf.given_volume");
  char figures[4][CRF_DECIMAL_SIZE];

  /* Line and filter keep some: a millilitre is no matter. */
  if (isnan (prepared) || isnan (given) || isnan (residue) || crf_decimal_compare (fabs (prepared - given - residue), 1) <= 0)
    return;
  crf_context_notice (context, _("%s mL given and %s mL left make %s mL, not the %s mL that were prepared: say in a note what became of the rest."),
                      crf_decimal_format (given, figures[0]), crf_decimal_format (residue, figures[1]), crf_decimal_format (given + residue, figures[2]),
                      crf_decimal_format (prepared, figures[3]));
}

static gboolean
run (CrfUseCaseContext *context,
     GError **error)
{
  g_autoptr (CrfInfusion) infusion = NULL;
  g_autofree char *at = NULL;
  double residue;

  if (!crf_infusion_step_begin_after (context, &infusion, &at, error))
    return context->outcome->refusal != NULL;
  if (!crf_infusion_step_volume (context, infusion, "residue", FALSE, &residue))
    return TRUE;
  account_for_volume (context, infusion, residue);
  return crf_infusion_store (context, infusion, "inf.container", crf_context_get (context, "container"), error) &&
         crf_infusion_step_add (context, infusion, CRF_STEP_CONTAINER, at, error, "container", crf_context_get (context, "container"), "residue",
                                crf_context_get (context, "residue"), "place", crf_context_get (context, "place"), NULL);
}

const CrfUseCase crf_use_case_keep_container = {
  .name = "keep-container",
  .title = N_("Container"),
  .summary = N_("Says what became of the empty container."),
  .roles = CRF_ROLE_NURSE | CRF_ROLE_INVESTIGATOR | CRF_ROLE_PRINCIPAL_INVESTIGATOR,
  .task = "infuse",
  .needs_subject = TRUE,
  .parameters = parameters,
  .run = run,
};
