/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Starting an infusion: the act that is gated by allocation, the go/no-go of the day, a released lot, the identity at the bedside and the second
 * check. What was started without them is recorded with "give-infusion" and its reason. The ward clock is asked for each time. */

#include "crf-blind.h"
#include "crf-infusion-gates.h"
#include "crf-infusion-masked.h"
#include "crf-infusion-steps.h"
#include "crf-ward-clock.h"

#include <glib/gi18n-lib.h>

static const CrfParameter parameters[] = {
  { "start", N_("Started at"), "datetime", TRUE },
  { "preparation", N_("Preparation number (masked studies)"), "text", FALSE },
  { "ward-clock", N_("Ward clock shows"), "text", TRUE },
  { "rate", N_("Rate, mL/h"), "number", FALSE },
  { "site", N_("Access site"), "text", FALSE },
  { "infusion", N_("Infusion number"), "integer", FALSE },
  { NULL, NULL, NULL, FALSE },
};

static gboolean
run (CrfUseCaseContext *context,
     GError **error)
{
  g_autoptr (CrfInfusion) infusion = crf_infusion_of_context (context, error);
  g_autofree char *start = NULL;
  double rate;

  if (infusion == NULL)
    return context->outcome->refusal != NULL;
  if (infusion->stage >= CRF_INFUSION_STARTED)
    return crf_context_refuse (context, "started", NULL, _("This infusion has already been started."));
  if (!crf_context_get_date (context, "start", TRUE, &start) || !crf_infusion_check_time (context, start) ||
      !crf_infusion_step_rate (context, &rate))
    return TRUE;
  if (!crf_infusion_may_start (context->session, context->subject, infusion, start, &context->outcome->refusal))
    return TRUE;
  if (crf_blind_is_ward_blinded (context->study) && !crf_infusion_match_preparation (context, infusion))
    return TRUE;
  if (!crf_ward_clock_check (context, error))
    return !crf_outcome_done (context->outcome);
  return crf_infusion_store (context, infusion, "inf.start", start, error) &&
         crf_infusion_step_add (context, infusion, CRF_STEP_START, start, error, "rate", crf_context_get (context, "rate"), "site",
                                crf_context_get (context, "site"), NULL);
}

const CrfUseCase crf_use_case_start_infusion = {
  .name = "start-infusion",
  .title = N_("Start infusion"),
  .summary = N_("Records the start, once go/no-go, release, identity and second check are there."),
  .roles = CRF_ROLE_NURSE | CRF_ROLE_INVESTIGATOR | CRF_ROLE_PRINCIPAL_INVESTIGATOR,
  .task = "infuse",
  .needs_subject = TRUE,
  .parameters = parameters,
  .run = run,
  .rests_on = CRF_RESTS_ON_SUBJECT,
};
