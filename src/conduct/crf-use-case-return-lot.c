/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What is not needed goes back to the cell laboratory. */

#include "crf-blind.h"
#include "crf-detail.h"
#include "crf-lot-moves.h"
#include "crf-volume.h"

#include <glib/gi18n-lib.h>

static const CrfParameter parameters[] = {
  { "lot", N_("Lot number"), "text", TRUE },
  { "volume", N_("Volume, mL"), "number", TRUE },
  { "why", N_("Why"), "text", TRUE },
  { NULL, NULL, NULL, FALSE },
};

static gboolean
run (CrfUseCaseContext *context,
     GError **error)
{
  g_autoptr (CrfLotRecord) lot = crf_blind_find_lot (context->session, crf_context_get (context, "lot"));
  g_autofree char *typed = g_strdelimit (g_strdup (crf_context_get (context, "volume")), ",", '.');
  g_autofree char *detail = NULL, *moved = NULL;
  CrfEntry entry = { .action = CRF_ACTION_LOT_MOVE, .reason = crf_context_get (context, "why") };
  gint64 volume, left;

  if (!crf_blind_may_handle_product (context))
    return TRUE;
  if (lot == NULL)
    return crf_context_refuse (context, "no-such-lot", _("Receive the lot first."), _("There is no lot “%s”."), crf_context_get (context, "lot"));
  if (!crf_volume_parse (g_strstrip (typed), &volume) || volume <= 0)
    return crf_context_refuse (context, "volume", NULL, _("Enter a volume above 0 mL."));
  if (lot->left_ml == NULL || !crf_volume_parse (lot->left_ml, &left) || volume > left)
    return crf_context_refuse (context, "lot-short", _("Free what is reserved first, or correct the volume."), _("Only %s mL of lot %s are free."),
                               lot->left_ml != NULL ? lot->left_ml : "0", lot->lot);
  moved = crf_volume_format (volume);
  detail = crf_detail_new ("lot", lot->lot, "kind", "return", "volume_ml", moved, NULL);
  entry.detail = detail;
  return crf_context_append (context, &entry, NULL, error);
}

const CrfUseCase crf_use_case_return_lot = {
  .name = "return-lot",
  .title = N_("Return to laboratory"),
  .summary = N_("Books what of a lot goes back to the cell laboratory."),
  .roles = CRF_ROLE_ADMINISTRATOR | CRF_ROLE_NURSE | CRF_ROLE_INVESTIGATOR | CRF_ROLE_PRINCIPAL_INVESTIGATOR | CRF_ROLE_PHARMACIST |
           CRF_ROLE_LABORATORY,
  .task = "prepare",
  .parameters = parameters,
  .run = run,
};
