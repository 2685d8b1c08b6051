/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The patient withdraws: from treatment, from visits, or from any further data, each with its date. What was collected before stays. */

#include "crf-consent.h"
#include "crf-detail.h"
#include "crf-partial-date.h"
#include "crf-use-case-private.h"
#include "crf-withdrawal-watch.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define SAME_DAY "same-day"

static const CrfParameter parameters[] = {
  { "scope", N_ ("Withdraws from"), "choice:treatment|visits|data", TRUE },
  { "date", N_ ("Date"), "date", TRUE },
  { "by", N_ ("Said by"), "choice:subject|guardian", FALSE },
  { "order", N_ ("On the day of a consent: before or after it"), "choice:before|after", FALSE },
  { "reason", N_ ("Reason, if the patient gave one"), "text", FALSE },
  { NULL, NULL, NULL, FALSE },
};

static gboolean
check (CrfUseCaseContext *context,
       const char *scope,
       const char *date)
{
  g_auto (CrfWithdrawals) withdrawals = { 0 };
  const char *known;

  crf_withdrawals_of (context->session, context->subject->key, &withdrawals);
  known = strcmp (scope, "treatment") == 0 ? withdrawals.treatment : strcmp (scope, "visits") == 0 ? withdrawals.visits : withdrawals.data;
  if (known != NULL)
    return crf_context_refuse (context, "withdrawn", NULL, _("%1$s withdrew from this on %2$s already."), context->subject->number, known);
  if (strcmp (date, crf_session_get_today (context->session)) > 0)
    return crf_context_refuse (context, "in-the-future", _("Check the date."), _("%s has not come yet."), date);
  return TRUE;
}

/* A withdrawal has a day, a consent a time: on one day nobody but who was there can tell which came first. FALSE with a question. */
static gboolean
check_order (CrfUseCaseContext *context,
             const char *date)
{
  g_autoptr (GPtrArray) acts = crf_consents_by_day (context->file, context->subject->key, NULL);
  const CrfConsentRecord *given = acts != NULL ? crf_consent_on_same_day (acts, "given", date) : NULL;
  g_autofree char *at = NULL;

  if (given == NULL || crf_context_get (context, "order") != NULL || crf_context_has_confirmed (context, SAME_DAY))
    return TRUE;
  at = crf_iso_to_display (given->at);
  crf_context_ask (context, SAME_DAY, g_strdup_printf (_("%1$s signed version %2$s of the consent form on that day (%3$s). Was the withdrawal after it? If it was before, "
                                                         "go back and choose so."), context->subject->number, given->version, at));
  return FALSE;
}

static gboolean
stop_treatment (CrfUseCaseContext *context,
                const char *date,
                GError **error)
{
  g_autofree char *detail = crf_detail_new ("day", date, "by", "subject", NULL);
  CrfEntry entry = { .action = CRF_ACTION_TREATMENT, .subject = context->subject->key, .canon = "stopped", .detail = detail,
                     .reason = crf_context_get (context, "reason") };

  return crf_context_append (context, &entry, NULL, error);
}

static gboolean
leave_study (CrfUseCaseContext *context,
             const char *date,
             GError **error)
{
  g_autofree char *detail = crf_detail_new ("date", date, NULL);
  CrfEntry entry = { .action = CRF_ACTION_SUBJECT_STATUS, .subject = context->subject->key, .canon = "withdrawn", .detail = detail,
                     .reason = crf_context_get (context, "reason") };

  return crf_context_append (context, &entry, NULL, error);
}

/* Recorded late, it may have been taken back by a consent that was given after it: then it ends nothing now. */
static gboolean
is_in_force (CrfUseCaseContext *context)
{
  g_auto (CrfWithdrawals) withdrawals = { 0 };

  crf_withdrawals_of (context->session, context->subject->key, &withdrawals);
  if (withdrawals.treatment == NULL)
    crf_context_notice (context, _("%s has given consent again since: the withdrawal is recorded, and ends nothing now."), context->subject->number);
  return withdrawals.treatment != NULL;
}

static gboolean
run (CrfUseCaseContext *context,
     GError **error)
{
  const char *scope = crf_context_get (context, "scope");
  const char *by = crf_context_get (context, "by");
  gboolean from_visits = strcmp (scope, "treatment") != 0;
  g_autofree char *date = NULL, *detail = NULL;
  CrfEntry entry = { .action = CRF_ACTION_CONSENT, .subject = context->subject->key, .reason = crf_context_get (context, "reason") };

  if (!crf_context_get_date (context, "date", FALSE, &date))
    return TRUE;
  check (context, scope, date);
  if (context->outcome->refusal != NULL || !check_order (context, date))
    return TRUE;
  detail = crf_detail_new ("kind", "withdrawn", "scope", scope, "at", date, "by", by != NULL ? by : "subject", "order",
                           crf_context_get (context, "order"), NULL);
  entry.detail = detail;
  if (!crf_context_append (context, &entry, NULL, error))
    return FALSE;
  if (!is_in_force (context))
    return crf_withdrawal_watch_review (context, error);
  if (!stop_treatment (context, date, error))
    return FALSE;
  if (strcmp (scope, "visits") == 0)
    crf_context_notice (context, _("Vital status may still be collected from charts and registries; adverse events that began before are followed."));
  else if (strcmp (scope, "data") == 0)
    crf_context_notice (context, _("Nothing observed after %s is collected any more; what is entered stays."), date);
  else
    crf_context_notice (context, _("%s stays in the study: visits go on, infusions do not."), context->subject->number);
  return (!from_visits || strcmp (context->subject->status, "died") == 0 || leave_study (context, date, error)) &&
         crf_withdrawal_watch_review (context, error);
}

const CrfUseCase crf_use_case_withdraw_consent = {
  .name = "withdraw-consent",
  .title = N_ ("Record withdrawal"),
  .summary = N_ ("Records that the patient withdraws from treatment, from visits, or from any further data."),
  .roles = CRF_ROLE_NURSE | CRF_ROLE_INVESTIGATOR | CRF_ROLE_PRINCIPAL_INVESTIGATOR,
  .task = "consent",
  .needs_subject = TRUE,
  .parameters = parameters,
  .run = run,
};
