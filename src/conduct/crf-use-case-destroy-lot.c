/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What may not be used any more is destroyed. */

#include "crf-lot-moves.h"

#include <glib/gi18n-lib.h>

static gboolean
run (CrfUseCaseContext *context,
     GError **error)
{
  return crf_lot_take_out (context, "destroy", error);
}

const CrfUseCase crf_use_case_destroy_lot = {
  .name = "destroy-lot",
  .title = N_("Destroy"),
  .summary = N_("Books what of a lot was destroyed, and why."),
  .roles = CRF_ROLE_ADMINISTRATOR | CRF_ROLE_NURSE | CRF_ROLE_INVESTIGATOR | CRF_ROLE_PRINCIPAL_INVESTIGATOR | CRF_ROLE_PHARMACIST |
           CRF_ROLE_LABORATORY,
  .task = "prepare",
  .parameters = crf_lot_take_out_parameters,
  .run = run,
  .blinding = CRF_BLINDING_PRODUCT,
};
