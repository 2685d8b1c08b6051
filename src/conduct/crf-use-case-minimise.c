/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Minimisation needs the arms of all earlier patients: it is run by an account that may know them, in a masked study an unblinded one, in an open
 * study whoever randomises. It leaves the same entries as a draw from a list. */

#include "crf-delegations.h"
#include "crf-drawing.h"
#include "crf-session-private.h"

#include <glib/gi18n-lib.h>

static const CrfParameter parameters[] = {
  { "product", N_("The product can be had for this patient"), "flag", FALSE },
  { NULL, NULL, NULL, FALSE },
};

/* Clinical roles allocate by their delegated task; unblinded ones by the key they hold. */
static gboolean
check_task (CrfUseCaseContext *context)
{
  CrfRole clinical = CRF_ROLE_NURSE | CRF_ROLE_INVESTIGATOR | CRF_ROLE_PRINCIPAL_INVESTIGATOR;

  if ((crf_session_get_role (context->session) & clinical) != 0)
    context->outcome->refusal = crf_delegations_check (context->session, crf_session_get_login (context->session),
                                                       crf_session_get_name (context->session), "eligibility");
  return context->outcome->refusal == NULL;
}

static gboolean
run (CrfUseCaseContext *context,
     GError **error)
{
  if (crf_study_get_randomisation (context->study)->method != CRF_RANDOMISATION_MINIMISATION)
    return crf_context_refuse (context, "no-minimisation", _("Randomise or enrol the patient."), _("This study does not minimise."));
  return !check_task (context) || crf_drawing_run (context, TRUE, error);
}

const CrfUseCase crf_use_case_minimise = {
  .name = "minimise",
  .title = N_("Allocate by minimisation"),
  .summary = N_("Chooses the arm that balances the factors best, with the protocol's chance, and seals it in a slot."),
  .roles = CRF_ROLE_NURSE | CRF_ROLE_INVESTIGATOR | CRF_ROLE_PRINCIPAL_INVESTIGATOR | CRF_ROLE_PHARMACIST | CRF_ROLE_STATISTICIAN,
  .needs_subject = TRUE,
  .parameters = parameters,
  .run = run,
  .rests_on = CRF_RESTS_ON_SUBJECT,
  .blinding = CRF_BLINDING_ARMS,
};
