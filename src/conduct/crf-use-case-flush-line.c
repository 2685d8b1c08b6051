/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The line is flushed after the bag, so that no cells stay in it. */

#include "crf-infusion-gates.h"
#include "crf-infusion-steps.h"

#include <glib/gi18n-lib.h>

static const CrfParameter parameters[] = {
  { "at", N_("Flushed at"), "datetime", TRUE },
  { "volume", N_("Volume, mL"), "number", FALSE },
  { "infusion", N_("Infusion number"), "integer", FALSE },
  { NULL, NULL, NULL, FALSE },
};

static gboolean
run (CrfUseCaseContext *context,
     GError **error)
{
  g_autoptr (CrfInfusion) infusion = NULL;
  g_autofree char *at = NULL;
  double volume;

  if (!crf_infusion_step_begin_after (context, &infusion, &at, error) || !crf_infusion_step_needs (context, infusion, FALSE) ||
      !crf_infusion_step_volume (context, infusion, "volume", TRUE, &volume))
    return context->outcome->refusal != NULL;
  if (!crf_infusion_take_death (context, at, error))
    return context->outcome->prompt != NULL;
  return crf_infusion_store (context, infusion, "inf.flush", crf_context_get (context, "volume"), error) &&
         crf_infusion_step_add (context, infusion, CRF_STEP_FLUSH, at, error, "volume", crf_context_get (context, "volume"), NULL);
}

const CrfUseCase crf_use_case_flush_line = {
  .name = "flush-line",
  .title = N_("Flush"),
  .summary = N_("Records the flush of the line after the bag."),
  .roles = CRF_ROLE_NURSE | CRF_ROLE_INVESTIGATOR | CRF_ROLE_PRINCIPAL_INVESTIGATOR,
  .task = "infuse",
  .needs_subject = TRUE,
  .parameters = parameters,
  .run = run,
};
