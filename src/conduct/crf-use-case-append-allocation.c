/* SPDX-License-Identifier: GPL-3.0-or-later */

/* More slots, where they run out or a further workstation may randomise: a list of its own with a seed of its own. What was drawn, and what is
 * still free, stays as it is. */

#include "crf-listing.h"

#include <glib/gi18n-lib.h>

static const CrfParameter parameters[] = {
  { "slots", N_("Slots in each stratum"), "integer", FALSE },
  { "stratum", N_("Stratum, where not all need slots"), "text", FALSE },
  { "stations", N_("Workstations that may randomise"), "text", FALSE },
  { "seed", N_("Seed (demonstration files only)"), "text", FALSE },
  { NULL, NULL, NULL, FALSE },
};

static gboolean
run (CrfUseCaseContext *context,
     GError **error)
{
  if (crf_allocation_count_lists (context->file) == 0)
    return crf_context_refuse (context, "no-list", _("Generate the allocation list under Study and users."), _("There is no allocation list yet."));
  return crf_listing_generate (context, error);
}

const CrfUseCase crf_use_case_append_allocation = {
  .name = "append-allocation",
  .title = N_("Append slots"),
  .summary = N_("Appends slots to the sealed allocation list. What was drawn is not touched."),
  .roles = CRF_ROLE_ADMINISTRATOR | CRF_ROLE_STATISTICIAN | CRF_ROLE_PHARMACIST | CRF_ROLE_PRINCIPAL_INVESTIGATOR,
  .parameters = parameters,
  .run = run,
  .blinding = CRF_BLINDING_ARMS,
};
