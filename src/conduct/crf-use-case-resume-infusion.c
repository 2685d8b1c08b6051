/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The infusion goes on after a pause. */

#include "crf-infusion-gates.h"
#include "crf-infusion-steps.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static const CrfParameter parameters[] = {
  { "at", N_("Went on at"), "datetime", TRUE },
  { "rate", N_("Rate, mL/h"), "number", FALSE },
  { "infusion", N_("Infusion number"), "integer", FALSE },
  { NULL, NULL, NULL, FALSE },
};

static gboolean
run (CrfUseCaseContext *context,
     GError **error)
{
  g_autoptr (CrfInfusion) infusion = NULL;
  g_autoptr (GPtrArray) steps = NULL;
  g_autofree char *at = NULL;
  const CrfStepRecord *pause;
  double rate;

  if (!crf_infusion_step_begin (context, &infusion, &at, error) || !crf_infusion_step_needs (context, infusion, TRUE) ||
      !crf_infusion_step_rate (context, &rate))
    return context->outcome->refusal != NULL;
  steps = crf_infusion_steps_read (context->file, context->subject->key, infusion, error);
  if (steps == NULL)
    return FALSE;
  pause = crf_infusion_steps_last_after (steps, CRF_STEP_PAUSE, CRF_STEP_RESUME);
  if (pause == NULL)
    return crf_context_refuse (context, "not-paused", NULL, _("The infusion of %s is not paused."), context->subject->number);
  if (strcmp (at, pause->at) < 0)
    return crf_context_refuse (context, "at", _("Check both times."), _("It cannot go on (%s) before it paused (%s)."), at, pause->at);
  if (!crf_infusion_take_death (context, at, error))
    return context->outcome->prompt != NULL;
  return crf_infusion_step_add (context, infusion, CRF_STEP_RESUME, at, error, "rate", crf_context_get (context, "rate"), NULL);
}

const CrfUseCase crf_use_case_resume_infusion = {
  .name = "resume-infusion",
  .title = N_("Resume"),
  .summary = N_("The infusion goes on after a pause."),
  .roles = CRF_ROLE_NURSE | CRF_ROLE_INVESTIGATOR | CRF_ROLE_PRINCIPAL_INVESTIGATOR,
  .task = "infuse",
  .needs_subject = TRUE,
  .parameters = parameters,
  .run = run,
};
