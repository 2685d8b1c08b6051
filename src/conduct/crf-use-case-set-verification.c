/* SPDX-License-Identifier: GPL-3.0-or-later */

/* How much of a form the monitor compares with its source: nothing, critical items, or all. */

#include "crf-verification.h"

#include <glib/gi18n-lib.h>

static gboolean
run (CrfUseCaseContext *context,
     GError **error)
{
  return crf_level_act (context, CRF_POLICY_VERIFICATION, error);
}

const CrfUseCase crf_use_case_set_verification = {
  .name = "set-verification",
  .title = N_ ("Set source data verification"),
  .summary = N_ ("Says how much of a form is compared with its source: none, critical items, or all."),
  .roles = CRF_ROLE_DATA_MANAGER,
  .parameters = crf_level_parameters,
  .run = run,
};
