/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A medicine is no longer taken: its line of the list ends. */

#include "crf-common-form.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static const CrfParameter parameters[] = {
  { "medication", N_ ("Medicine (number)"), "text", TRUE },
  { "on", N_ ("Last taken on"), "date", TRUE },
  { NULL, NULL, NULL, FALSE },
};

static gboolean
run (CrfUseCaseContext *context,
     GError **error)
{
  g_autoptr (CrfCasebook) casebook = crf_casebook_new (context->session, context->subject->key, error);
  const char *reason = crf_context_get (context, "reason");
  g_autofree char *on = NULL;
  g_autoptr (CrfTarget) target = NULL;
  CrfFormRecord *line;
  const char *start;

  if (casebook == NULL)
    return FALSE;
  line = crf_common_form_find (casebook, "medication", crf_context_get (context, "medication"), NULL);
  if (line == NULL)
    return crf_context_refuse (context, "medication-unknown", NULL, _("%s has no medicine “%s”."), context->subject->number,
                               crf_context_get (context, "medication"));
  if (!crf_context_get_date (context, "on", FALSE, &on))
    return TRUE;
  start = crf_common_form_get (casebook, line, "cm.start");
  if (g_strcmp0 (crf_common_form_get (casebook, line, "cm.ongoing"), "N") == 0)
    return crf_context_refuse (context, "medication-ended", _("Correct the line, with a reason."), _("This medicine has ended already."));
  if (strcmp (on, crf_session_get_today (context->session)) > 0)
    return crf_context_refuse (context, "in-the-future", _("Check the date."), _("%s has not come yet."), on);
  if (start != NULL && strncmp (on, start, MIN (strlen (on), strlen (start))) < 0)
    return crf_context_refuse (context, "before-start", _("Check both dates."), _("The medicine cannot end (%s) before it was begun (%s)."), on, start);
  target = crf_common_form_target (line);
  return crf_context_store_concept (context, target, "cm.ongoing", "N", NULL, reason != NULL ? reason : _("medicine stopped"), error) &&
         crf_context_store_concept (context, target, "cm.end", on, NULL, reason != NULL ? reason : _("medicine stopped"), error);
}

const CrfUseCase crf_use_case_stop_medication = {
  .name = "stop-medication",
  .title = N_ ("Stop medicine"),
  .summary = N_ ("Ends a line of the medication list."),
  .roles = CRF_ROLE_NURSE | CRF_ROLE_INVESTIGATOR | CRF_ROLE_PRINCIPAL_INVESTIGATOR,
  .task = "enter",
  .needs_subject = TRUE,
  .parameters = parameters,
  .run = run,
};
