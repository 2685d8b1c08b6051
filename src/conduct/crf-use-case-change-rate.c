/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The rate of a running infusion changes. A rate above the protocol's limit is recorded as it was, and is a deviation. */

#include "crf-infusion-gates.h"
#include "crf-infusion-steps.h"

#include "crf-number.h"

#include <glib/gi18n-lib.h>
#include <math.h>

static const CrfParameter parameters[] = {
  { "at", N_("Changed at"), "datetime", TRUE },
  { "rate", N_("Rate, mL/h"), "number", TRUE },
  { "infusion", N_("Infusion number"), "integer", FALSE },
  { NULL, NULL, NULL, FALSE },
};

static gboolean
run (CrfUseCaseContext *context,
     GError **error)
{
  const CrfDoseRule *rule = crf_study_get_dose_rule (context->study);
  g_autoptr (CrfInfusion) infusion = NULL;
  g_autoptr (GPtrArray) steps = NULL;
  g_autofree char *at = NULL;
  double rate;

  if (!crf_infusion_step_begin (context, &infusion, &at, error) || !crf_infusion_step_needs (context, infusion, TRUE) ||
      !crf_infusion_step_follows_start (context, infusion, at))
    return context->outcome->refusal != NULL;
  steps = crf_infusion_steps_read (context->file, context->subject->key, infusion, error);
  if (steps == NULL)
    return FALSE;
  if (crf_infusion_steps_last_after (steps, CRF_STEP_PAUSE, CRF_STEP_RESUME) != NULL)
    return crf_context_refuse (context, "paused", _("Record when it went on."), _("The infusion of %s is paused."), context->subject->number);
  if (!crf_infusion_step_rate (context, &rate))
    return TRUE;
  if (!crf_infusion_take_death (context, at, error))
    return context->outcome->prompt != NULL;
  if (rule != NULL && !isnan (rule->rate_max_ml_min) && crf_decimal_compare (rate, rule->rate_max_ml_min * 60) > 0 &&
      !crf_context_open_deviation (context, "rate", crf_context_get (context, "reason"), error,
                                   _("%s was infused at %s mL/h, faster than the protocol allows."), context->subject->number,
                                   crf_context_get (context, "rate")))
    return FALSE;
  return crf_infusion_step_add (context, infusion, CRF_STEP_RATE, at, error, "rate", crf_context_get (context, "rate"), NULL);
}

const CrfUseCase crf_use_case_change_rate = {
  .name = "change-rate",
  .title = N_("Change rate"),
  .summary = N_("Records a new rate while the infusion runs."),
  .roles = CRF_ROLE_NURSE | CRF_ROLE_INVESTIGATOR | CRF_ROLE_PRINCIPAL_INVESTIGATOR,
  .task = "infuse",
  .needs_subject = TRUE,
  .parameters = parameters,
  .run = run,
};
