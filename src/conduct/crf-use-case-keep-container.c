/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What became of the container: kept for reference, returned to the laboratory, destroyed. */

#include "crf-infusion-steps.h"

#include <glib/gi18n-lib.h>

static const CrfParameter parameters[] = {
  { "at", N_("At"), "datetime", TRUE },
  { "container", N_("Container"), "choice:KEPT|RETURNED|DESTROYED", TRUE },
  { "residue", N_("Residue, mL"), "number", FALSE },
  { "place", N_("Where"), "text", FALSE },
  { "infusion", N_("Infusion number"), "integer", FALSE },
  { NULL, NULL, NULL, FALSE },
};

static gboolean
run (CrfUseCaseContext *context,
     GError **error)
{
  g_autoptr (CrfInfusion) infusion = NULL;
  g_autofree char *at = NULL;

  if (!crf_infusion_step_begin_after (context, &infusion, &at, error))
    return context->outcome->refusal != NULL;
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
