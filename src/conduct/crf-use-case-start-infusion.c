/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Starting an infusion: the act that is gated by allocation, a released lot and the second check. What was started without them is recorded with
 * "give-infusion" and its reason. */

#include "crf-infusion-gates.h"
#include "crf-infusion-private.h"

#include <glib/gi18n-lib.h>

static const CrfParameter parameters[] = {
  { "start", N_("Started at"), "datetime", TRUE },
  { "infusion", N_("Infusion number"), "integer", FALSE },
  { NULL, NULL, NULL, FALSE },
};

static gboolean
run (CrfUseCaseContext *context,
     GError **error)
{
  g_autoptr (CrfInfusion) infusion = crf_infusion_of_context (context, error);
  g_autofree char *start = NULL;

  if (infusion == NULL)
    return context->outcome->refusal != NULL;
  if (infusion->stage >= CRF_INFUSION_STARTED)
    return crf_context_refuse (context, "started", NULL, _("This infusion has already been started."));
  if (!crf_context_get_date (context, "start", TRUE, &start) || !crf_infusion_check_time (context, start))
    return TRUE;
  if (!crf_infusion_may_start (context->session, context->subject, infusion, start, &context->outcome->refusal))
    return TRUE;
  return crf_infusion_store (context, infusion, "inf.start", start, error);
}

const CrfUseCase crf_use_case_start_infusion = {
  .name = "start-infusion",
  .title = N_("Start infusion"),
  .summary = N_("Records the start, once allocation, release and second check are there."),
  .roles = CRF_ROLE_NURSE | CRF_ROLE_INVESTIGATOR | CRF_ROLE_PRINCIPAL_INVESTIGATOR,
  .task = "infuse",
  .needs_subject = TRUE,
  .parameters = parameters,
  .run = run,
};
