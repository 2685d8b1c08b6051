/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A medicine is no longer taken: its line of the list ends. */

#include "crf-medication-line.h"

#include <glib/gi18n-lib.h>

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
  CrfFormRecord *line;

  if (casebook == NULL)
    return FALSE;
  line = crf_medication_line_find (context, casebook, "on", &on);
  return line == NULL || crf_medication_line_end (context, line, on, reason != NULL ? reason : _("medicine stopped"), error);
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
