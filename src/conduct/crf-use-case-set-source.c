/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Where the original of an item is. */

#include "crf-place.h"

#include <glib/gi18n-lib.h>

static const CrfParameter parameters[] = {
  { "item", N_ ("Item"), "text", TRUE },
  { "source", N_ ("Source"), "choice:chart|laboratory|paper|device|system", TRUE },
  { NULL, NULL, NULL, FALSE },
};

static gboolean
run (CrfUseCaseContext *context,
     GError **error)
{
  const CrfItem *item = crf_place_find_item (context->study, crf_context_get (context, "item"));
  CrfEntry entry = { .action = CRF_ACTION_SOURCE, .canon = crf_context_get (context, "source"),
                     .reason = crf_context_get (context, "reason") };

  if (item == NULL)
    return crf_context_refuse (context, "item-unknown", NULL, _("The study has no item “%s”."), crf_context_get (context, "item"));
  entry.item = item->oid;
  return crf_context_append (context, &entry, NULL, error);
}

const CrfUseCase crf_use_case_set_source = {
  .name = "set-source",
  .title = N_ ("Set source"),
  .summary = N_ ("Says where the original of an item is: chart, laboratory report, paper, device or this system."),
  .roles = CRF_ROLE_ADMINISTRATOR | CRF_ROLE_DATA_MANAGER | CRF_ROLE_INVESTIGATOR | CRF_ROLE_PRINCIPAL_INVESTIGATOR,
  .parameters = parameters,
  .run = run,
};
