/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The recipient has confirmed a report of a serious adverse event. */

#include "crf-detail.h"
#include "crf-records-safety.h"
#include "crf-use-case-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static const CrfParameter parameters[] = {
  { "report", N_ ("Report"), "text", TRUE },
  { "receipt", N_ ("Receipt (number or name)"), "text", TRUE },
  { "received-at", N_ ("Received at"), "datetime", TRUE },
  { NULL, NULL, NULL, FALSE },
};

static gboolean
run (CrfUseCaseContext *context,
     GError **error)
{
  g_autoptr (GPtrArray) reports = crf_records_sae_reports (context->file, context->subject->key, error);
  const char *key = crf_context_get (context, "report");
  const CrfSaeReportRecord *found = NULL;
  g_autofree char *at = NULL;
  g_autofree char *detail = NULL;
  CrfEntry entry = { .action = CRF_ACTION_SAE_RECEIPT, .subject = context->subject->key, .reason = crf_context_get (context, "reason") };

  if (reports == NULL)
    return FALSE;
  if (!crf_context_get_date (context, "received-at", TRUE, &at))
    return TRUE;
  for (guint i = 0; i < reports->len; i++)
    if (strcmp (((CrfSaeReportRecord *) g_ptr_array_index (reports, i))->key, key) == 0)
      found = g_ptr_array_index (reports, i);
  if (found == NULL)
    return crf_context_refuse (context, "report-unknown", NULL, _("%s has no report “%s”."), context->subject->number, key);
  if (strcmp (at, found->sent_at) < 0)
    return crf_context_refuse (context, "receipt-before-sent", _("Check both times."), _("The receipt (%s) lies before the report was sent (%s)."), at,
                               found->sent_at);
  detail = crf_detail_new ("key", key, "receipt", crf_context_get (context, "receipt"), "receipt_at", at, NULL);
  entry.detail = detail;
  return crf_context_append (context, &entry, NULL, error);
}

const CrfUseCase crf_use_case_sae_receipt = {
  .name = "sae-receipt",
  .title = N_ ("Record receipt"),
  .summary = N_ ("Records that a recipient confirmed a report of a serious adverse event."),
  .roles = CRF_ROLE_NURSE | CRF_ROLE_INVESTIGATOR | CRF_ROLE_PRINCIPAL_INVESTIGATOR,
  .task = "enter",
  .needs_subject = TRUE,
  .parameters = parameters,
  .run = run,
};
