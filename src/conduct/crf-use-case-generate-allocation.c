/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Generates the sealed allocation list from the design of the definition, or begins minimisation. Only an account that may know the arms does it. */

#include "crf-listing.h"

#include <glib/gi18n-lib.h>

static const CrfParameter parameters[] = {
  { "slots", N_("Slots in each stratum"), "integer", FALSE },
  { "seed", N_("Seed (demonstration files only)"), "text", FALSE },
  { "stations", N_("Workstations that may randomise"), "text", FALSE },
  { NULL, NULL, NULL, FALSE },
};

static gboolean
run (CrfUseCaseContext *context,
     GError **error)
{
  const CrfRandomisation *design = crf_study_get_randomisation (context->study);

  if (design->method == CRF_RANDOMISATION_PERMUTED_BLOCKS && crf_allocation_count (context->file) > 0)
    return crf_context_refuse (context, "list-exists", _("Append slots to it where they run out."), _("The allocation list exists already."));
  return crf_listing_generate (context, error);
}

const CrfUseCase crf_use_case_generate_allocation = {
  .name = "generate-allocation",
  .title = N_("Generate allocation list"),
  .summary = N_("Generates the sealed allocation list before the first patient."),
  .roles = CRF_ROLE_ADMINISTRATOR | CRF_ROLE_STATISTICIAN | CRF_ROLE_PHARMACIST | CRF_ROLE_PRINCIPAL_INVESTIGATOR,
  .parameters = parameters,
  .run = run,
  .blinding = CRF_BLINDING_ARMS,
};
