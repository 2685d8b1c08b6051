/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A patient who was enrolled or randomised although not eligible: a protocol deviation, never an edit of what was signed. */

#include "crf-eligibility.h"
#include "crf-use-case-private.h"

#include <glib/gi18n-lib.h>

static const CrfParameter parameters[] = {
  { "criteria", N_ ("Criteria that were not met"), "text", TRUE },
  { "reason", N_ ("How it came about"), "text", TRUE },
  { NULL, NULL, NULL, FALSE },
};

static gboolean
run (CrfUseCaseContext *context,
     GError **error)
{
  g_autofree char *criteria = NULL;

  if (context->subject->allocation_number == NULL)
    return crf_context_refuse (context, "not-allocated", _("Correct the answer instead."), _("%s is not allocated: eligibility can still be answered."),
                               context->subject->number);
  if (!crf_eligibility_take_criteria (context, crf_context_get (context, "criteria"), &criteria))
    return TRUE;
  return crf_context_open_deviation (context, "eligibility", crf_context_get (context, "reason"), error, _("Allocated as %s although not eligible: %s."),
                                     context->subject->allocation_number, criteria);
}

const CrfUseCase crf_use_case_note_ineligible = {
  .name = "note-ineligible",
  .title = N_ ("Record allocation in error"),
  .summary = N_ ("Opens a protocol deviation for a patient who was allocated although not eligible. Nothing that was signed is changed."),
  .roles = CRF_ROLE_NURSE | CRF_ROLE_INVESTIGATOR | CRF_ROLE_PRINCIPAL_INVESTIGATOR | CRF_ROLE_DATA_MANAGER,
  .needs_subject = TRUE,
  .parameters = parameters,
  .run = run,
};
