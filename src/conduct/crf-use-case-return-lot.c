/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What is not needed goes back to the cell laboratory. */

#include "crf-lot-moves.h"

#include <glib/gi18n-lib.h>

static gboolean
run (CrfUseCaseContext *context,
     GError **error)
{
  return crf_lot_take_out (context, "return", error);
}

const CrfUseCase crf_use_case_return_lot = {
  .name = "return-lot",
  .title = N_("Return to laboratory"),
  .summary = N_("Books what of a lot goes back to the cell laboratory."),
  .roles = CRF_ROLE_ADMINISTRATOR | CRF_ROLE_NURSE | CRF_ROLE_INVESTIGATOR | CRF_ROLE_PRINCIPAL_INVESTIGATOR | CRF_ROLE_PHARMACIST |
           CRF_ROLE_LABORATORY,
  .task = "prepare",
  .parameters = crf_lot_take_out_parameters,
  .run = run,
  .blinding = CRF_BLINDING_PRODUCT,
};
