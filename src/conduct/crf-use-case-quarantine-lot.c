/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A lot is kept apart: nothing of it is planned or started until it is released again. */

#include "crf-detail.h"
#include "crf-use-case-private.h"

#include <glib/gi18n-lib.h>

static const CrfParameter parameters[] = {
  { "lot", N_("Lot number"), "text", TRUE },
  { "why", N_("Why"), "text", TRUE },
  { NULL, NULL, NULL, FALSE },
};

static gboolean
run (CrfUseCaseContext *context,
     GError **error)
{
  g_autoptr (CrfLotRecord) lot = crf_records_find_lot (context->file, crf_context_get (context, "lot"), NULL);
  g_autofree char *detail = NULL;
  CrfEntry entry = { .action = CRF_ACTION_LOT_STATE, .reason = crf_context_get (context, "why") };

  if (lot == NULL)
    return crf_context_refuse (context, "no-such-lot", _("Receive the lot first."), _("There is no lot “%s”."), crf_context_get (context, "lot"));
  if (g_strcmp0 (lot->state, "quarantined") == 0)
    return crf_context_refuse (context, "lot-state", NULL, _("Lot %s is in quarantine already."), lot->lot);
  detail = crf_detail_new ("lot", lot->lot, "state", "quarantined", NULL);
  entry.detail = detail;
  return crf_context_append (context, &entry, NULL, error);
}

const CrfUseCase crf_use_case_quarantine_lot = {
  .name = "quarantine-lot",
  .title = N_("Quarantine lot"),
  .summary = N_("Keeps a lot apart: nothing of it is planned or started."),
  .roles = CRF_ROLE_ADMINISTRATOR | CRF_ROLE_INVESTIGATOR | CRF_ROLE_PRINCIPAL_INVESTIGATOR | CRF_ROLE_PHARMACIST | CRF_ROLE_LABORATORY,
  .task = "prepare",
  .parameters = parameters,
  .run = run,
};
