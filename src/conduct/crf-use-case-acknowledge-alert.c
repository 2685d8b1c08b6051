/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A physician has seen the alert about a lot that a patient was infused from, and says what was done. */

#include "crf-blind.h"
#include "crf-detail.h"
#include "crf-reader-lot-alerts.h"
#include "crf-use-case-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static const CrfParameter parameters[] = {
  { "lot", N_("Lot number"), "text", TRUE },
  { "done", N_("What was done for the patient"), "text", TRUE },
  { NULL, NULL, NULL, FALSE },
};

static gboolean
run (CrfUseCaseContext *context,
     GError **error)
{
  g_autoptr (GPtrArray) alerts = crf_reader_lot_alerts (context->session, context->subject->key, error);
  g_autofree char *detail = NULL;
  CrfEntry entry = { .action = CRF_ACTION_LOT_ALERT, .subject = context->subject->key, .reason = crf_context_get (context, "done") };
  gboolean found = FALSE;

  for (guint i = 0; alerts != NULL && i < alerts->len; i++)
    found |= strcmp (((const CrfLotAlert *) g_ptr_array_index (alerts, i))->lot, crf_context_get (context, "lot")) == 0;
  if (alerts == NULL)
    return FALSE;
  if (crf_blind_is_ward_blinded (context->study))
    return crf_context_refuse (context, "masked", _("The pharmacy answers for the lot as a whole, with “Answer lot alarm”."), _("In this masked study the record would show the arm."));
  if (!found)
    return crf_context_refuse (context, "no-alert", NULL, _("There is no alert about lot “%s” for %s."), crf_context_get (context, "lot"),
                               context->subject->number);
  detail = crf_detail_new ("lot", crf_context_get (context, "lot"), "state", "acknowledged", NULL);
  entry.detail = detail;
  return crf_context_append (context, &entry, NULL, error);
}

const CrfUseCase crf_use_case_acknowledge_alert = {
  .name = "acknowledge-alert",
  .title = N_("Acknowledge alert"),
  .summary = N_("Says what was done for a patient who was infused from a lot with a bad result."),
  .roles = CRF_ROLE_INVESTIGATOR | CRF_ROLE_PRINCIPAL_INVESTIGATOR | CRF_ROLE_PHARMACIST,
  .needs_subject = TRUE,
  .parameters = parameters,
  .run = run,
};
