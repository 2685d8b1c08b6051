/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The verdict on a decompensation event: is it one, of which kind, and was the condition there at baseline? What the ward entered stays as it is. */

#include "crf-common-form.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static const CrfParameter parameters[] = {
  { "decompensation", N_ ("Decompensation event (number)"), "text", TRUE },
  { "verdict", N_ ("Verdict"), "choice:YES|NO|UNCLEAR", TRUE },
  { "kind", N_ ("Kind, as adjudicated"), "choice:GIB|ASCITES|HE|OTHER", FALSE },
  { "prior", N_ ("Against baseline, as adjudicated"), "choice:NEW|WORSE|AGAIN|SAME", FALSE },
  { "date", N_ ("Adjudicated on"), "date", TRUE },
  { "reason", N_ ("Why"), "text", FALSE },
  { NULL, NULL, NULL, FALSE },
};

static gboolean
store (CrfUseCaseContext *context,
       const CrfTarget *target,
       const char *date,
       GError **error)
{
  const char *verdict = crf_context_get (context, "verdict");
  const struct { const char *concept, *text; } values[] = {
    { "ce.verdict", verdict },
    { "ce.verdict_kind", crf_context_get (context, "kind") },
    { "ce.verdict_prior", crf_context_get (context, "prior") },
    { "ce.verdict_date", date },
    { "ce.verdict_by", crf_session_get_name (context->session) },
    { "ce.verdict_reason", crf_context_get (context, "reason") },
  };

  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    if (values[i].text != NULL &&
        !crf_context_store_concept (context, target, values[i].concept, values[i].text, NULL, crf_context_get (context, "reason"), error))
      return FALSE;
  return TRUE;
}

static gboolean
run (CrfUseCaseContext *context,
     GError **error)
{
  g_autoptr (CrfCasebook) casebook = crf_casebook_new (context->session, context->subject->key, error);
  const char *verdict = crf_context_get (context, "verdict");
  g_autofree char *date = NULL;
  g_autoptr (CrfTarget) target = NULL;
  CrfFormRecord *form;

  if (casebook == NULL)
    return FALSE;
  form = crf_common_form_find (casebook, "decompensation", crf_context_get (context, "decompensation"), NULL);
  if (form == NULL)
    return crf_context_refuse (context, "event-unknown", NULL, _("%s has no decompensation event “%s”."), context->subject->number,
                               crf_context_get (context, "decompensation"));
  if (!crf_context_get_date (context, "date", FALSE, &date))
    return TRUE;
  if (strcmp (date, crf_session_get_today (context->session)) > 0)
    return crf_context_refuse (context, "in-the-future", _("Check the date."), _("%s has not come yet."), date);
  if (strcmp (verdict, "YES") == 0 && crf_context_get (context, "prior") == NULL)
    return crf_context_refuse (context, "prior-missing", _("Say whether the condition was there at baseline."),
                               _("A decompensation event counts or not by what was there at baseline."));
  if (strcmp (verdict, "YES") != 0 && crf_context_get (context, "reason") == NULL)
    return crf_context_refuse (context, "reason-missing", NULL, _("Say why."));
  target = crf_common_form_target (form);
  return store (context, target, date, error);
}

const CrfUseCase crf_use_case_adjudicate = {
  .name = "adjudicate",
  .title = N_ ("Adjudicate decompensation"),
  .summary = N_ ("Records the verdict on a decompensation event, also where the condition was there before."),
  .roles = CRF_ROLE_INVESTIGATOR | CRF_ROLE_PRINCIPAL_INVESTIGATOR | CRF_ROLE_ASSESSOR,
  .task = "causality",
  .needs_subject = TRUE,
  .parameters = parameters,
  .run = run,
  .rests_on = CRF_RESTS_ON_SUBJECT,
};
