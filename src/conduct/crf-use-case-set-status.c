/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Where a patient stands: failed screening, withdrawn, lost, died, completed, or back again. Allocation and infusion set theirs themselves. */

#include "crf-casebook.h"
#include "crf-detail.h"
#include "crf-life-doubt.h"
#include "crf-records-safety.h"
#include "crf-use-case-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static const CrfParameter parameters[] = {
  { "status", N_ ("Status"), "choice:failed|withdrawn|died|lost|completed|resume", TRUE },
  { "date", N_ ("Date"), "date", TRUE },
  { "reason", N_ ("Reason"), "text", FALSE },
  { NULL, NULL, NULL, FALSE },
};

/* Loss to follow-up is reversible: what the patient was before follows from what has been done. */
static const char *
status_before (CrfUseCaseContext *context)
{
  g_autoptr (CrfCasebook) casebook = crf_casebook_new (context->session, context->subject->key, NULL);

  if (casebook != NULL && crf_casebook_get_first_infusion (casebook) != NULL)
    return "treated";
  return context->subject->allocation_number != NULL ? "allocated" : "screening";
}

#define ATTEMPTS 3

/* Attempts since the patient was last reached. */
static guint
count_attempts (CrfUseCaseContext *context)
{
  g_autoptr (GPtrArray) contacts = crf_records_contacts (context->file, context->subject->key, NULL);
  guint n = 0;

  for (guint i = 0; contacts != NULL && i < contacts->len; i++)
    n = ((CrfContactRecord *) g_ptr_array_index (contacts, i))->reached ? 0 : n + 1;
  return n;
}

static gboolean
check (CrfUseCaseContext *context,
       const char *status,
       const char *date)
{
  gboolean allocated = context->subject->allocation_number != NULL;

  if (strcmp (date, crf_session_get_today (context->session)) > 0)
    return crf_context_refuse (context, "in-the-future", _("Check the date."), _("%s has not come yet."), date);
  if (strcmp (status, "failed") == 0 && allocated)
    return crf_context_refuse (context, "allocated", _("Choose withdrawn, lost, died or completed."),
                               _("%s is allocated; screening cannot fail any more."), context->subject->number);
  if (strcmp (status, "completed") == 0 && !allocated)
    return crf_context_refuse (context, "not-allocated", _("Choose failed, withdrawn, lost or died."),
                               _("%s was never allocated and so cannot complete the study."), context->subject->number);
  if (strcmp (status, "lost") == 0 && count_attempts (context) < ATTEMPTS && crf_context_get (context, "reason") == NULL)
    return crf_context_refuse (context, "attempts-missing", _("Log the attempts to reach the patient; what an old record does not tell goes by a reason."),
                               _("%1$s is lost after three attempts without an answer; %2$u are logged."), context->subject->number,
                               count_attempts (context));
  if (strcmp (status, "failed") == 0 && crf_context_get (context, "reason") == NULL)
    return crf_context_refuse (context, "reason-missing", NULL, _("The reason why screening failed is missing."));
  return TRUE;
}

static gboolean
run (CrfUseCaseContext *context,
     GError **error)
{
  const char *status = crf_context_get (context, "status");
  g_autofree char *date = NULL, *detail = NULL;
  g_auto (CrfStatusDoubt) doubt = { 0 };
  CrfEntry entry = { .action = CRF_ACTION_SUBJECT_STATUS, .subject = context->subject->key,
                     .reason = crf_context_get (context, "reason") };

  if (!crf_context_get_date (context, "date", FALSE, &date))
    return TRUE;
  check (context, status, date);
  if (context->outcome->refusal != NULL)
    return TRUE;
  if (!crf_status_doubt_ask (context, status, date, FALSE, &doubt, error))
    return context->outcome->prompt != NULL;
  detail = crf_detail_new ("date", date, NULL);
  entry.canon = strcmp (status, "resume") == 0 ? status_before (context) : status;
  entry.detail = detail;
  if (!crf_context_append (context, &entry, NULL, error) || !crf_status_doubt_open_queries (context, status, &doubt, error))
    return FALSE;
  if (strcmp (status, "lost") != 0 || count_attempts (context) >= ATTEMPTS)
    return TRUE;
  return crf_context_open_deviation (context, "lost-without-attempts", crf_context_get (context, "reason"), error,
                                     _("%s was called lost without three logged attempts."), context->subject->number);
}

const CrfUseCase crf_use_case_set_status = {
  .name = "set-status",
  .title = N_ ("Change status"),
  .summary = N_ ("Says that a patient failed screening, withdrew, was lost, died or completed the study, or takes that back."),
  .roles = CRF_ROLE_NURSE | CRF_ROLE_INVESTIGATOR | CRF_ROLE_PRINCIPAL_INVESTIGATOR,
  .task = "enter",
  .needs_subject = TRUE,
  .parameters = parameters,
  .run = run,
};
