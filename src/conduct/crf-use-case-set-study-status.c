/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The status of the study. Any investigator may pause it, since a pause protects people; everything else is the principal investigator's. "Locked" is
 * set by locking, which three people sign. */

#include "crf-detail.h"
#include "crf-study-status.h"
#include "crf-use-case-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static const CrfParameter parameters[] = {
  { "status", N_ ("Status of the study"), "choice:recruiting|paused|closed|follow-up|archived", TRUE },
  { "date", N_ ("From"), "date", TRUE },
  { "infusions", N_ ("While paused, infusions of those allocated"), "choice:go-on|stop", FALSE },
  { "reason", N_ ("Reason"), "text", FALSE },
  { NULL, NULL, NULL, FALSE },
};

static gboolean
check_step (CrfUseCaseContext *context,
            const CrfStudyStanding *standing,
            const char *status)
{
  CrfRole role = crf_session_get_role (context->session);

  if (role != CRF_ROLE_PRINCIPAL_INVESTIGATOR && strcmp (status, "paused") != 0)
    return crf_context_refuse (context, "not-permitted", _("Ask the principal investigator."),
                               _("An investigator may pause the study; every other change is the principal investigator's."));
  if (standing->status == CRF_STUDY_ARCHIVED)
    return crf_context_refuse (context, "study-archived", NULL, _("The study is archived."));
  if (standing->status == CRF_STUDY_LOCKED && strcmp (status, "archived") != 0)
    return crf_context_refuse (context, "study-locked", _("Unlock it first, which two people sign."), _("The study is locked."));
  if (standing->status != CRF_STUDY_LOCKED && strcmp (status, "archived") == 0)
    return crf_context_refuse (context, "study-not-locked", _("Lock the study first."), _("Only a locked study is archived."));
  if (strcmp (crf_study_status_get_name (standing->status), status) == 0 && strcmp (status, "paused") != 0)
    return crf_context_refuse (context, "study-status-same", NULL, _("The study has this status already."));
  return TRUE;
}

static gboolean
check_words (CrfUseCaseContext *context,
             const char *status,
             const char *date)
{
  gboolean pause = strcmp (status, "paused") == 0;

  if (strcmp (date, crf_session_get_today (context->session)) > 0)
    return crf_context_refuse (context, "in-the-future", _("Check the date."), _("%s has not come yet."), date);
  if (pause && crf_context_get (context, "reason") == NULL)
    return crf_context_refuse (context, "reason-missing", NULL, _("Say why the study is paused."));
  if (pause && crf_context_get (context, "infusions") == NULL)
    return crf_context_refuse (context, "infusions-missing", _("Choose “go-on” or “stop”."),
                               _("Say whether patients who are already allocated are infused during the pause."));
  return TRUE;
}

static gboolean
run (CrfUseCaseContext *context,
     GError **error)
{
  const char *status = crf_context_get (context, "status");
  g_autoptr (CrfStudyStanding) standing = crf_study_standing (context->session, error);
  g_autofree char *date = NULL;
  g_autofree char *detail = NULL;
  CrfEntry entry = { .action = CRF_ACTION_STUDY_STATUS, .canon = status, .reason = crf_context_get (context, "reason") };

  if (standing == NULL)
    return FALSE;
  if (!crf_context_get_date (context, "date", FALSE, &date))
    return TRUE;
  check_step (context, standing, status);
  if (context->outcome->refusal == NULL)
    check_words (context, status, date);
  if (context->outcome->refusal != NULL)
    return TRUE;
  detail = crf_detail_new ("date", date, "infusions", strcmp (status, "paused") == 0 ? crf_context_get (context, "infusions") : NULL, NULL);
  entry.detail = detail;
  return crf_context_append (context, &entry, NULL, error);
}

const CrfUseCase crf_use_case_set_study_status = {
  .name = "set-study-status",
  .title = N_ ("Change study status"),
  .summary = N_ ("Says whether the study recruits, is paused, closed to entry, in follow-up or archived; it gates registering, allocating and infusing."),
  .roles = CRF_ROLE_INVESTIGATOR | CRF_ROLE_PRINCIPAL_INVESTIGATOR,
  .task = NULL,
  .needs_subject = FALSE,
  .parameters = parameters,
  .run = run,
};
