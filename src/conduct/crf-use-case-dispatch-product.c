/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The product leaves the cell laboratory for the ward. It leaves after it was ordered and released; one that left before is recorded with the reason,
 * as a deviation. */

#include "crf-infusion-gates.h"
#include "crf-product-release.h"
#include "crf-product-temperature.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static const CrfParameter parameters[] = {
  { "at", N_("Dispatched at"), "datetime", TRUE },
  { "box", N_("Box"), "text", FALSE },
  { "temperature", N_("Temperature in the box, °C"), "number", FALSE },
  { "carrier", N_("Carried by"), "text", FALSE },
  { "next", N_("Handed to"), "text", FALSE },
  { "infusion", N_("Infusion number"), "integer", FALSE },
  { NULL, NULL, NULL, FALSE },
};

/* What was not done when it left, as refusals. */
static GPtrArray *
list_missing (CrfUseCaseContext *context,
              const CrfInfusion *infusion,
              const GPtrArray *steps,
              const char *at)
{
  GPtrArray *missing = g_ptr_array_new_with_free_func ((GDestroyNotify) crf_refusal_free);
  const CrfStepRecord *released = crf_infusion_steps_last_after (steps, CRF_STEP_RELEASE, CRF_STEP_ORDER);

  crf_infusion_list_unexpected (context, steps, at, missing);
  crf_product_release_list_missing (context->session, context->subject, infusion, steps, missing);
  if (released != NULL && strcmp (at, released->at) < 0)
    g_ptr_array_add (missing, crf_refusal_new ("product-not-released", NULL, _("The product of %1$s left at %2$s and was released at %3$s."),
                                               context->subject->number, at, released->at));
  return missing;
}

static gboolean
run (CrfUseCaseContext *context,
     GError **error)
{
  g_autoptr (CrfInfusion) infusion = NULL;
  g_autoptr (GPtrArray) steps = NULL, missing = NULL;
  g_autofree char *at = NULL;

  if (!crf_infusion_step_begin (context, &infusion, &at, error))
    return context->outcome->refusal != NULL;
  if (!crf_product_temperature_check (context))
    return TRUE;
  steps = crf_infusion_steps_read (context->file, context->subject->key, infusion, error);
  if (steps == NULL)
    return FALSE;
  missing = list_missing (context, infusion, steps, at);
  if (!crf_infusion_take_missing (context, missing, error))
    return context->outcome->prompt != NULL;
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
