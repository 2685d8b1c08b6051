/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Premedication of an infusion; several drugs are several steps, and one line of the infusion form. What was given before anyone ordered an infusion, or
 * to a patient who is not there any more, is recorded with the reason, as a deviation. */

#include "crf-infusion-gates.h"
#include "crf-infusion-steps.h"

#include <glib/gi18n-lib.h>

static const CrfParameter parameters[] = {
  { "at", N_("Given at"), "datetime", TRUE },
  { "drug", N_("Drug"), "text", TRUE },
  { "dose", N_("Dose"), "text", FALSE },
  { "route", N_("Route"), "text", FALSE },
  { "infusion", N_("Infusion number"), "integer", FALSE },
  { NULL, NULL, NULL, FALSE },
};

static gboolean
run (CrfUseCaseContext *context,
     GError **error)
{
  g_autoptr (CrfInfusion) infusion = NULL;
  g_autoptr (GPtrArray) steps = NULL, missing = g_ptr_array_new_with_free_func ((GDestroyNotify) crf_refusal_free);
  CrfRefusal *end = NULL;
  g_autofree char *at = NULL, *line = NULL, *all = NULL;
  const char *before;

  if (!crf_infusion_step_begin (context, &infusion, &at, error))
    return context->outcome->refusal != NULL;
  steps = crf_infusion_steps_read (context->file, context->subject->key, infusion, error);
  if (steps == NULL)
    return FALSE;
  if (!crf_infusion_patient_is_there (context->subject, at, &end))
    g_ptr_array_add (missing, end);
  /* One that runs without an order has its deviations already. */
  if (infusion->stage < CRF_INFUSION_STARTED && crf_infusion_steps_last (steps, CRF_STEP_ORDER) == NULL)
    g_ptr_array_add (missing, crf_refusal_new ("not-ordered", NULL, _("No infusion of %s is ordered."), context->subject->number));
  if (!crf_infusion_take_missing (context, missing, error))
    return context->outcome->prompt != NULL;
  line = g_strjoin (" ", crf_context_get (context, "drug"), crf_context_get (context, "dose") != NULL ? crf_context_get (context, "dose") : "",
                    crf_context_get (context, "route") != NULL ? crf_context_get (context, "route") : "", NULL);
  before = crf_infusion_get (infusion, "inf.premedication");
  all = before != NULL ? g_strdup_printf ("%s; %s", before, g_strstrip (line)) : g_strdup (g_strstrip (line));
  return crf_infusion_store (context, infusion, "inf.premedication", all, error) &&
         crf_infusion_step_add (context, infusion, CRF_STEP_PREMEDICATE, at, error, "drug", crf_context_get (context, "drug"), "dose",
                                crf_context_get (context, "dose"), "route", crf_context_get (context, "route"), NULL);
}

const CrfUseCase crf_use_case_premedicate = {
  .name = "premedicate",
  .title = N_("Premedication"),
  .summary = N_("Records what was given before the infusion."),
  .roles = CRF_ROLE_NURSE | CRF_ROLE_INVESTIGATOR | CRF_ROLE_PRINCIPAL_INVESTIGATOR,
  .task = "infuse",
  .needs_subject = TRUE,
  .parameters = parameters,
  .run = run,
};
