/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Which values of a form are entered twice: none, critical items, or all. */

#include "crf-verification.h"

#include <glib/gi18n-lib.h>

static gboolean
run (CrfUseCaseContext *context,
     GError **error)
{
  return crf_level_act (context, CRF_POLICY_DOUBLE_ENTRY, error);
}

const CrfUseCase crf_use_case_set_double_entry = {
  .name = "set-double-entry",
  .title = N_ ("Set double entry"),
  .summary = N_ ("Says which values of a form two people enter: none, critical items, or all."),
  .roles = CRF_ROLE_DATA_MANAGER,
  .parameters = crf_level_parameters,
  .run = run,
};
