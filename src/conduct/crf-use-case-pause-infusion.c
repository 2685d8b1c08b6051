/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The infusion pauses, with the reason. */

#include "crf-infusion-gates.h"
#include "crf-infusion-steps.h"

#include <glib/gi18n-lib.h>

static const CrfParameter parameters[] = {
  { "at", N_("Paused at"), "datetime", TRUE },
  { "why", N_("Why"), "text", TRUE },
  { "volume", N_("Volume given so far, mL"), "number", FALSE },
  { "infusion", N_("Infusion number"), "integer", FALSE },
  { NULL, NULL, NULL, FALSE },
};

static gboolean
run (CrfUseCaseContext *context,
     GError **error)
{
  g_autoptr (CrfInfusion) infusion = NULL;
  g_autoptr (GPtrArray) steps = NULL;
  g_autofree char *at = NULL, *line = NULL, *all = NULL;
  const char *before;
  double volume;

  if (!crf_infusion_step_begin (context, &infusion, &at, error) || !crf_infusion_step_needs (context, infusion, TRUE) ||
      !crf_infusion_step_follows_start (context, infusion, at) ||
      !crf_infusion_step_volume (context, infusion, "volume", FALSE, &volume))
    return context->outcome->refusal != NULL;
  steps = crf_infusion_steps_read (context->file, context->subject->key, infusion, error);
  if (steps == NULL)
    return FALSE;
  if (crf_infusion_steps_last_after (steps, CRF_STEP_PAUSE, CRF_STEP_RESUME) != NULL)
    return crf_context_refuse (context, "paused", _("Record when it went on."), _("The infusion of %s is paused already."), context->subject->number);
  if (!crf_infusion_take_death (context, at, error))
    return context->outcome->prompt != NULL;
  before = crf_infusion_get (infusion, "inf.pauses");
  line = g_strdup_printf ("%s %s", at, crf_context_get (context, "why"));
  all = before != NULL ? g_strdup_printf ("%s; %s", before, line) : g_strdup (line);
  return crf_infusion_store (context, infusion, "inf.pauses", all, error) &&
         crf_infusion_step_add (context, infusion, CRF_STEP_PAUSE, at, error, "why", crf_context_get (context, "why"), "volume",
                                crf_context_get (context, "volume"), NULL);
}

const CrfUseCase crf_use_case_pause_infusion = {
  .name = "pause-infusion",
  .title = N_("Pause"),
  .summary = N_("The infusion pauses, and why."),
  .roles = CRF_ROLE_NURSE | CRF_ROLE_INVESTIGATOR | CRF_ROLE_PRINCIPAL_INVESTIGATOR,
  .task = "infuse",
  .needs_subject = TRUE,
  .parameters = parameters,
  .run = run,
};
