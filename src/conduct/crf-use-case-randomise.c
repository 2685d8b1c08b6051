/* SPDX-License-Identifier: GPL-3.0-or-later */

/* To randomise is to take the next free slot of the sealed list, which needs no key: who draws cannot know. In an open study the arm is opened
 * by readers after the draw is committed, never here. */

#include "crf-allocation-list.h"
#include "crf-detail.h"
#include "crf-trial-gates.h"
#include "crf-use-case-private.h"

#include <glib/gi18n-lib.h>

static const CrfParameter parameters[] = {
  { NULL, NULL, NULL, FALSE },
};

static gboolean
run (CrfUseCaseContext *context,
     GError **error)
{
  g_autoptr (CrfSubjectValues) values = NULL;
  g_autofree char *stratum = NULL, *number = NULL, *detail = NULL;
  CrfEntry status;
  int left;

  values = crf_subject_values_read (context->file, context->study, crf_session_get_keyring (context->session), context->subject->key, error);
  if (values == NULL)
    return FALSE;
  if (!crf_trial_randomises (context->study))
    return crf_context_refuse (context, "no-randomisation", _("Enrol the patient."), _("This study enrols without randomisation."));
  if (!crf_trial_may_randomise (context->session, context->subject, values, &context->outcome->refusal))
    return TRUE;
  stratum = crf_trial_stratum (context->session, values, &context->outcome->refusal);
  if (stratum == NULL)
    return TRUE;
  if (!crf_allocation_draw (context->txn, context->subject->key, stratum, &number, error))
    return FALSE;

  detail = crf_detail_new ("date", crf_session_get_today (context->session), NULL);
  status = (CrfEntry) { .action = CRF_ACTION_SUBJECT_STATUS, .subject = context->subject->key, .canon = "allocated", .detail = detail };
  crf_context_result (context, "number", number);
  left = crf_allocation_count_free (context->file, stratum);
  if (left <= 4)
    crf_context_notice (context, g_dngettext (GETTEXT_PACKAGE, "%d free slot is left in this stratum: append slots in time.",
                                              "%d free slots are left in this stratum: append slots in time.", left), left);
  return crf_context_append (context, &status, NULL, error);
}

const CrfUseCase crf_use_case_randomise = {
  .name = "randomise",
  .title = N_("Randomise"),
  .summary = N_("Takes the next free slot of the sealed allocation list."),
  .roles = CRF_ROLE_NURSE | CRF_ROLE_INVESTIGATOR | CRF_ROLE_PRINCIPAL_INVESTIGATOR,
  .task = "eligibility",
  .needs_subject = TRUE,
  .parameters = parameters,
  .run = run,
};
