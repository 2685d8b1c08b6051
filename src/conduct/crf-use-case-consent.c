/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Records an act of consent: version, time, by whom, explained by whom. */

#include "crf-consent.h"
#include "crf-registering.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static const CrfParameter parameters[] = {
  { "version", N_ ("Version of the consent form"), "text", TRUE },
  { "at", N_ ("Given at"), "datetime", TRUE },
  { "by", N_ ("Signed by"), "choice:subject|guardian|witness", FALSE },
  { "explained-by", N_ ("Explained by"), "text", TRUE },
  { "copy", N_ ("Copy given"), "flag", FALSE },
  { "who", N_ ("Name of the guardian or witness"), "text", FALSE },
  { "capacity", N_ ("Patient can decide"), "flag", FALSE },
  { "options", N_ ("Optional parts agreed to"), "text", FALSE },
  { "order", N_ ("On the day of a withdrawal: before or after it"), "choice:before|after", FALSE },
  { NULL, NULL, NULL, FALSE },
};

/* The latest West Haven grade is 2 or more: can the patient decide? Asked back, since the grade may have changed meanwhile. */
static gboolean
ask_capacity (CrfUseCaseContext *context)
{
  const char *by = crf_context_get (context, "by");
  g_autofree char *grade = NULL;

  if (by != NULL && strcmp (by, "guardian") == 0)
    return FALSE;
  if (crf_context_has_confirmed (context, "capacity") && crf_context_get (context, "reason") != NULL)
    return FALSE;
  grade = crf_context_value_of (context, "clin.encephalopathy");
  if (grade == NULL || !g_strv_contains ((const char *const[]) { "2", "3", "4", NULL }, grade))
    return FALSE;
  crf_context_ask (context, "capacity", g_strdup_printf (_("The last encephalopathy grade of %1$s is West Haven %2$s: does the guardian sign? If the patient can decide, say how it was found."),
                                                         context->subject->number, grade))->needs_reason = TRUE;
  return TRUE;
}

/* TRUE if it is asked whether it was signed before or after a withdrawal of that day. */
static gboolean
ask_order (CrfUseCaseContext *context,
           const char *at)
{
  g_autoptr (GPtrArray) acts = crf_consents_by_day (context->file, context->subject->key, NULL);

  if (acts == NULL || crf_consent_on_same_day (acts, "withdrawn", at) == NULL || crf_context_get (context, "order") != NULL ||
      crf_context_has_confirmed (context, "same-day"))
    return FALSE;
  crf_context_ask (context, "same-day", g_strdup_printf (_("%s withdrew on that day. Was this signed after it, so that consent holds again? If it was before, "
                                                           "go back and choose so."), context->subject->number));
  return TRUE;
}

static gboolean
run (CrfUseCaseContext *context,
     GError **error)
{
  const char *by = crf_context_get (context, "by");
  g_autofree char *at = NULL;

  if (!crf_context_get_date (context, "at", TRUE, &at))
    return TRUE;
  if (by != NULL && strcmp (by, "subject") != 0 && crf_context_get (context, "who") == NULL)
    return crf_context_refuse (context, "who-missing", NULL, _("The name of the guardian or witness is missing."));
  if (ask_capacity (context) || ask_order (context, at))
    return TRUE;
  return crf_registering_consent (context, crf_context_get (context, "version"), at, crf_context_get (context, "by"),
                                  crf_context_get (context, "explained-by"), crf_context_get (context, "copy"), error);
}

const CrfUseCase crf_use_case_consent = {
  .name = "consent",
  .title = N_ ("Record consent"),
  .summary = N_ ("Records that the patient has consented, to which version, when, and who explained."),
  .roles = CRF_ROLE_NURSE | CRF_ROLE_INVESTIGATOR | CRF_ROLE_PRINCIPAL_INVESTIGATOR,
  .task = "consent",
  .needs_subject = TRUE,
  .parameters = parameters,
  .run = run,
};
