/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Where a subject stands: withdrawn, died, lost (reversible), completed. */

#include "crf-detail.h"
#include "crf-use-case-private.h"

#include <glib/gi18n-lib.h>

static const CrfParameter parameters[] = {
  { "status", N_ ("Status"), "choice:screening|failed|withdrawn|died|lost|completed|treated", TRUE },
  { "date", N_ ("Date"), "date", TRUE },
  { "reason", N_ ("Reason"), "text", FALSE },
  { NULL, NULL, NULL, FALSE },
};

static gboolean
run (CrfUseCaseContext *context,
     GError **error)
{
  const char *status = crf_context_get (context, "status");
  const char *reason = crf_context_get (context, "reason");
  g_autofree char *date = NULL;
  g_autofree char *detail = NULL;
  CrfEntry entry = { .action = CRF_ACTION_SUBJECT_STATUS, .subject = context->subject->key, .canon = status, .reason = reason };

  if (!crf_context_get_date (context, "date", FALSE, &date))
    return TRUE;
  if (g_strcmp0 (date, crf_session_get_today (context->session)) > 0)
    return crf_context_refuse (context, "future", _("Enter the day on which it happened."), _("%s lies in the future."), date);
  if (reason == NULL && g_strcmp0 (status, "died") != 0 && g_strcmp0 (status, "completed") != 0 && g_strcmp0 (status, "treated") != 0)
    return crf_context_refuse (context, "reason-missing", _("Say why in a few words."), _("This change of status needs a reason."));
  /* A death is not taken back by a later status slip. */
  if (g_strcmp0 (context->subject->status, "died") == 0 && g_strcmp0 (status, "died") != 0 && reason == NULL)
    return crf_context_refuse (context, "reason-missing", _("Say why in a few words."), _("%s is recorded as dead."), context->subject->number);
  detail = crf_detail_new ("date", date, NULL);
  entry.detail = detail;
  return crf_context_append (context, &entry, NULL, error);
}

const CrfUseCase crf_use_case_set_status = {
  .name = "set-status",
  .title = N_ ("Change status"),
  .summary = N_ ("Records withdrawal, death, loss to follow-up or completion."),
  .roles = CRF_ROLE_NURSE | CRF_ROLE_INVESTIGATOR | CRF_ROLE_PRINCIPAL_INVESTIGATOR,
  .task = "enter",
  .needs_subject = TRUE,
  .parameters = parameters,
  .run = run,
};
