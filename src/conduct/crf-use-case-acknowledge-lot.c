/* SPDX-License-Identifier: GPL-3.0-or-later */

/* In a study whose ward is blinded the pharmacy answers the alarm about a lot as a whole: naming the patients who had it would name arms. */

#include "crf-blind.h"
#include "crf-detail.h"
#include "crf-use-case-private.h"

#include <glib/gi18n-lib.h>

static const CrfParameter parameters[] = {
  { "lot", N_ ("Lot number"), "text", TRUE },
  { "done", N_ ("What was done for those who had it"), "text", TRUE },
  { NULL, NULL, NULL, FALSE },
};

static gboolean
run (CrfUseCaseContext *context,
     GError **error)
{
  const char *number = crf_context_get (context, "lot");
  g_autoptr (CrfLotRecord) lot = crf_records_find_lot (context->file, number, NULL);
  /* Sealed: what was done is done with a patient who was given of it. */
  CrfEntry entry = { .action = CRF_ACTION_LOT_ALERT, .reason = crf_context_get (context, "done"), .seal = CRF_SEAL_UNBLINDING };
  g_autofree char *detail = NULL;

  if (!crf_blind_is_ward_blinded (context->study))
    return crf_context_refuse (context, "not-masked", _("Use “Acknowledge alert” on the page of each patient."),
                               _("In an open study the alert is answered for each patient."));
  if (lot == NULL)
    return crf_context_refuse (context, "no-such-lot", _("Receive the lot first."), _("There is no lot “%s”."), number);
  if (!crf_blind_is_lot_bad (context->session, lot))
    return crf_context_refuse (context, "no-alert", NULL, _("There is no alert about lot “%s”."), number);
  detail = crf_detail_new ("lot", number, "state", "acknowledged", NULL);
  entry.detail = detail;
  return crf_context_append (context, &entry, NULL, error);
}

const CrfUseCase crf_use_case_acknowledge_lot = {
  .name = "acknowledge-lot",
  .title = N_ ("Answer lot alarm"),
  .summary = N_ ("Says what was done about a lot with a bad result, in a study whose ward is blinded."),
  .roles = CRF_ROLE_PHARMACIST,
  .parameters = parameters,
  .run = run,
  .blinding = CRF_BLINDING_PRODUCT,
};
