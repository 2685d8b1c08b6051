/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The daily look at the ward clock. */

#include "crf-ward-clock.h"

#include <glib/gi18n-lib.h>

static const CrfParameter parameters[] = {
  { "ward-clock", N_("Ward clock shows"), "text", TRUE },
  { NULL, NULL, NULL, FALSE },
};

static gboolean
run (CrfUseCaseContext *context,
     GError **error)
{
  return crf_ward_clock_check (context, error) || !crf_outcome_done (context->outcome);
}

const CrfUseCase crf_use_case_check_clock = {
  .name = "check-clock",
  .title = N_("Check clock"),
  .summary = N_("Compares this workstation with the ward clock and journals the difference."),
  .roles = CRF_ROLE_ADMINISTRATOR | CRF_ROLE_NURSE | CRF_ROLE_INVESTIGATOR | CRF_ROLE_PRINCIPAL_INVESTIGATOR | CRF_ROLE_PHARMACIST |
           CRF_ROLE_LABORATORY,
  .parameters = parameters,
  .run = run,
};
