/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The investigator orders the preparation of an infusion. The order gives it a preparation number, by which ward and laboratory speak of it:
 * in a masked study the ward knows nothing else. Ordering anew makes a new number and a new bag code; what was checked before does not hold then. */

#include "crf-infusion-gates.h"
#include "crf-infusion-steps.h"

#include "crf-blind.h"
#include "crf-trial-gates.h"

#include <glib/gi18n-lib.h>

static const CrfParameter parameters[] = {
  { "at", N_("Ordered at"), "datetime", TRUE },
  { "for", N_("Infusion planned for"), "datetime", FALSE },
  { "note", N_("Note to the laboratory"), "text", FALSE },
  { "infusion", N_("Infusion number"), "integer", FALSE },
  { NULL, NULL, NULL, FALSE },
};

static gboolean
run (CrfUseCaseContext *context,
     GError **error)
{
  g_autoptr (CrfInfusion) infusion = NULL;
  g_autofree char *at = NULL, *wanted = NULL, *preparation = NULL;

  if (!crf_infusion_step_begin (context, &infusion, &at, error))
    return context->outcome->refusal != NULL;
  if (!crf_context_get_date (context, "for", TRUE, &wanted))
    return TRUE;
  if (!crf_infusion_patient_is_there (context->subject, at, &context->outcome->refusal))
    return TRUE;
  if (!crf_trial_has_consent (context->session, context->subject->key))
    return crf_context_refuse (context, "consent-missing", _("Enter the consent of this patient."), _("No consent of %s is recorded."),
                               context->subject->number);
  if (context->subject->allocation_number == NULL)
    return crf_context_refuse (context, "not-allocated", _("Randomise the patient first."), _("%s is not allocated yet."), context->subject->number);
  if (infusion->place.ordinal > crf_infusion_most_of (context->session, context->subject))
    return crf_context_refuse (context, "extra-infusion", _("Order no more than the protocol has; one that was given all the same is recorded as given."),
                               _("Infusion %1$d of %2$s is more than the protocol has; it gives %3$d."), infusion->place.ordinal, context->subject->number,
                               crf_infusion_most_of (context->session, context->subject));
  if (infusion->stage >= CRF_INFUSION_STARTED)
    return crf_context_refuse (context, "started", NULL, _("This infusion has already been started."));
  /* Where the ward is blinded the pharmacy gives the number out with its plan. */
  if (!crf_blind_is_ward_blinded (context->study))
    {
      preparation = g_strdup_printf ("P-%04u", crf_records_count_steps (context->file, CRF_STEP_ORDER) + 1);
      crf_context_result (context, "preparation", preparation);
      crf_context_notice (context, _("Preparation number %s."), preparation);
    }
  return crf_infusion_step_add (context, infusion, CRF_STEP_ORDER, at, error, "preparation", preparation, "for", wanted, "note",
                                crf_context_get (context, "note"), NULL);
}

const CrfUseCase crf_use_case_order_infusion = {
  .name = "order-infusion",
  .title = N_("Order infusion"),
  .summary = N_("The investigator orders the preparation; it gets its number."),
  .roles = CRF_ROLE_INVESTIGATOR | CRF_ROLE_PRINCIPAL_INVESTIGATOR,
  .task = "prescribe",
  .needs_subject = TRUE,
  .parameters = parameters,
  .run = run,
  .rests_on = CRF_RESTS_ON_SUBJECT,
};
