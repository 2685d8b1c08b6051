/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A protocol deviation that a person found, of a patient or of the site. What the pharmacy of a study finds whose ward is blinded is sealed. */

#include "crf-blind.h"
#include "crf-detail.h"
#include "crf-use-case-private.h"

#include <glib/gi18n-lib.h>

static const CrfParameter parameters[] = {
  { "kind", N_ ("Kind"), "text", FALSE },
  { "text", N_ ("What happened"), "text", TRUE },
  { "class", N_ ("Class"), "choice:minor|major", FALSE },
  { "found-on", N_ ("Found on"), "date", FALSE },
  { "found-by", N_ ("Found by"), "text", FALSE },
  { NULL, NULL, NULL, FALSE },
};

static gboolean
run (CrfUseCaseContext *context,
     GError **error)
{
  const char *kind = crf_context_get (context, "kind");
  g_autofree char *key = crf_transaction_new_key (context->txn);
  g_autofree char *found_on = NULL;
  g_autofree char *detail = NULL;
  CrfEntry entry = { .action = CRF_ACTION_DEVIATION, .reason = crf_context_get (context, "reason") };

  if (!crf_context_get_date (context, "found-on", FALSE, &found_on))
    return TRUE;
  detail = crf_detail_new ("key", key, "kind", kind != NULL ? kind : "other", "text", crf_context_get (context, "text"), "class",
                           crf_context_get (context, "class"), "found_on",
                           found_on != NULL ? found_on : crf_session_get_today (context->session), "found_by",
                           crf_context_get (context, "found-by"), NULL);
  entry.detail = detail;
  entry.subject = context->subject != NULL ? context->subject->key : NULL;
  if (crf_blind_seals_deviation (context->session))
    {
      entry.seal = CRF_SEAL_UNBLINDING;
      entry.groupkey = key;
      crf_context_notice (context, _("The deviation is sealed: only who may know the arms reads it."));
    }
  crf_context_result (context, "deviation", key);
  return crf_context_append (context, &entry, NULL, error);
}

const CrfUseCase crf_use_case_open_deviation = {
  .name = "open-deviation",
  .title = N_ ("Add deviation"),
  .summary = N_ ("Records a deviation from the protocol, of a patient or of the site."),
  .roles = CRF_ROLE_NURSE | CRF_ROLE_INVESTIGATOR | CRF_ROLE_PRINCIPAL_INVESTIGATOR | CRF_ROLE_DATA_MANAGER | CRF_ROLE_MONITOR |
           CRF_ROLE_PHARMACIST | CRF_ROLE_LABORATORY,
  .parameters = parameters,
  .run = run,
};
