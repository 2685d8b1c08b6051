/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Screening failed: why, and by which criteria, in one act. What was answered stays as it is. */

#include "crf-detail.h"
#include "crf-eligibility.h"
#include "crf-life-doubt.h"
#include "crf-use-case-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static const CrfParameter parameters[] = {
  { "why", N_ ("Why"), "choice:criteria|consent-withdrawn|lost|died|investigator|other", TRUE },
  { "criteria", N_ ("Criteria that were not met"), "text", FALSE },
  { "date", N_ ("Date"), "date", TRUE },
  { "reason", N_ ("Reason in words"), "text", FALSE },
  { NULL, NULL, NULL, FALSE },
};

/* The criteria that are named, or those of the verdict. FALSE when refused or broken; *list NULL: none. */
static gboolean
take_criteria (CrfUseCaseContext *context,
               char **list,
               GError **error)
{
  const char *named = crf_context_get (context, "criteria");
  g_autoptr (CrfSubjectValues) values = NULL;

  *list = NULL;
  if (named != NULL)
    return crf_eligibility_take_criteria (context, named, list);
  if (g_strcmp0 (crf_context_get (context, "why"), "criteria") != 0)
    return TRUE;
  values = crf_subject_values_read (context->file, context->study, crf_session_get_keyring (context->session), context->subject->key, error);
  if (values == NULL)
    return FALSE;
  *list = crf_eligibility_failed_criteria (context->study, crf_session_get_sandbox (context->session), values,
                                           crf_session_get_today (context->session));
  if (*list != NULL)
    return TRUE;
  return !crf_context_refuse (context, "criteria-missing", _("Answer the criterion first, or name it."),
                              _("No criterion of %s is answered so that it excludes."), context->subject->number);
}

static gboolean
check (CrfUseCaseContext *context,
       const char *date)
{
  const char *why = crf_context_get (context, "why");

  if (context->subject->allocation_number != NULL)
    return !crf_context_refuse (context, "allocated", _("Record that the patient was allocated in error, or a withdrawal."),
                                _("%s is allocated; screening cannot fail any more."), context->subject->number);
  if (g_strcmp0 (context->subject->status, "failed") == 0)
    return !crf_context_refuse (context, "already-failed", NULL, _("The screening of %s has failed already."), context->subject->number);
  if (strcmp (date, crf_session_get_today (context->session)) > 0)
    return !crf_context_refuse (context, "in-the-future", _("Check the date."), _("%s has not come yet."), date);
  if ((strcmp (why, "other") == 0 || strcmp (why, "investigator") == 0) && crf_context_get (context, "reason") == NULL)
    return !crf_context_refuse (context, "reason-missing", NULL, _("The reason why screening failed is missing."));
  return TRUE;
}

static gboolean
run (CrfUseCaseContext *context,
     GError **error)
{
  const char *why = crf_context_get (context, "why");
  const char *sentence = crf_context_get (context, "reason");
  g_autofree char *date = NULL, *criteria = NULL, *detail = NULL, *reason = NULL;
  g_auto (CrfStatusDoubt) doubt = { 0 };
  CrfEntry entry = { .action = CRF_ACTION_SUBJECT_STATUS, .subject = context->subject->key, .canon = "failed" };

  if (!crf_context_get_date (context, "date", FALSE, &date) || !check (context, date))
    return TRUE;
  if (!take_criteria (context, &criteria, error))
    return context->outcome->refusal != NULL;
  if (!crf_status_doubt_ask (context, "failed", date, strcmp (why, "died") == 0, &doubt, error))
    return context->outcome->prompt != NULL;
  /* The trail names a reason even where nobody wrote a sentence. */
  if (sentence != NULL)
    reason = g_strdup (sentence);
  else
    reason = criteria != NULL ? g_strdup_printf (_("Not eligible: %s"), criteria) : g_strdup (why);
  detail = crf_detail_new ("date", date, "kind", why, "criteria", criteria, NULL);
  entry.detail = detail;
  entry.reason = reason;
  crf_context_result (context, "criteria", criteria);
  return crf_context_append (context, &entry, NULL, error) && crf_status_doubt_open_queries (context, "failed", &doubt, error);
}

const CrfUseCase crf_use_case_fail_screening = {
  .name = "fail-screening",
  .title = N_ ("Record screen failure"),
  .summary = N_ ("Records why screening failed. Answers and data stay as they are; the patient can be screened again under a new number."),
  .roles = CRF_ROLE_NURSE | CRF_ROLE_INVESTIGATOR | CRF_ROLE_PRINCIPAL_INVESTIGATOR,
  .task = "enter",
  .needs_subject = TRUE,
  .parameters = parameters,
  .run = run,
};
