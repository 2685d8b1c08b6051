/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Somebody tried to reach the patient, or reached her: what "lost to follow-up" and "last known alive" rest on. */

#include "crf-detail.h"
#include "crf-use-case-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static const CrfParameter parameters[] = {
  { "date", N_ ("Date"), "date", TRUE },
  { "how", N_ ("How"), "choice:phone|message|letter|visit|relative|registry", TRUE },
  { "reached", N_ ("Known to be alive"), "flag", TRUE },
  { "reason", N_ ("Note"), "text", FALSE },
  { NULL, NULL, NULL, FALSE },
};

static gboolean
run (CrfUseCaseContext *context,
     GError **error)
{
  const char *reached = crf_context_get (context, "reached");
  gboolean alive = g_strv_contains ((const char *const[]) { "yes", "true", "1", "Y", NULL }, reached);
  g_autofree char *day = NULL, *detail = NULL;
  CrfEntry entry = { .action = CRF_ACTION_CONTACT, .subject = context->subject->key, .reason = crf_context_get (context, "reason") };

  if (!crf_context_get_date (context, "date", FALSE, &day))
    return TRUE;
  if (strcmp (day, crf_session_get_today (context->session)) > 0)
    return crf_context_refuse (context, "in-the-future", _("Check the date."), _("%s has not come yet."), day);
  detail = crf_detail_new ("day", day, "how", crf_context_get (context, "how"), "reached", alive ? "1" : "0", NULL);
  entry.detail = detail;
  if (alive && strcmp (context->subject->status, "lost") == 0)
    crf_context_notice (context, _("%s is not lost any more: take the status back with “resume”."), context->subject->number);
  return crf_context_append (context, &entry, NULL, error);
}

const CrfUseCase crf_use_case_log_contact = {
  .name = "log-contact",
  .title = N_ ("Log contact"),
  .summary = N_ ("Records an attempt to reach the patient outside a visit, and whether she was known to be alive then."),
  .roles = CRF_ROLE_NURSE | CRF_ROLE_INVESTIGATOR | CRF_ROLE_PRINCIPAL_INVESTIGATOR,
  .task = "enter",
  .needs_subject = TRUE,
  .parameters = parameters,
  .run = run,
};
