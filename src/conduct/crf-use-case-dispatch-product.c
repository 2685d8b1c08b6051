/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The product leaves the cell laboratory for the ward. */

#include "crf-infusion-steps.h"

#include <glib/gi18n-lib.h>

static const CrfParameter parameters[] = {
  { "at", N_("Dispatched at"), "datetime", TRUE },
  { "box", N_("Box"), "text", FALSE },
  { "temperature", N_("Temperature in the box, °C"), "number", FALSE },
  { "carrier", N_("Carried by"), "text", FALSE },
  { "next", N_("Handed to"), "text", FALSE },
  { "infusion", N_("Infusion number"), "integer", FALSE },
  { NULL, NULL, NULL, FALSE },
};

static gboolean
run (CrfUseCaseContext *context,
     GError **error)
{
  g_autoptr (CrfInfusion) infusion = NULL;
  g_autofree char *at = NULL;

  if (!crf_infusion_step_begin (context, &infusion, &at, error))
    return context->outcome->refusal != NULL;
  return crf_infusion_step_add (context, infusion, CRF_STEP_DISPATCH, at, error, "box", crf_context_get (context, "box"), "temperature",
                                crf_context_get (context, "temperature"), "carrier", crf_context_get (context, "carrier"), "next",
                                crf_context_get (context, "next"), NULL);
}

const CrfUseCase crf_use_case_dispatch_product = {
  .name = "dispatch-product",
  .title = N_("Dispatch product"),
  .summary = N_("The product leaves the laboratory: box and temperature."),
  .roles = CRF_ROLE_LABORATORY | CRF_ROLE_PHARMACIST |
           CRF_ROLE_NURSE | CRF_ROLE_INVESTIGATOR | CRF_ROLE_PRINCIPAL_INVESTIGATOR,
  .task = "prepare",
  .needs_subject = TRUE,
  .parameters = parameters,
  .run = run,
};
