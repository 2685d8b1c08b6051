/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Records an act of consent: version, time, by whom, explained by whom. */

#include "crf-registering.h"

#include <glib/gi18n-lib.h>

static const CrfParameter parameters[] = {
  { "version", N_ ("Version of the consent form"), "text", TRUE },
  { "at", N_ ("Given at"), "datetime", TRUE },
  { "by", N_ ("Signed by"), "choice:subject|guardian|witness", FALSE },
  { "explained-by", N_ ("Explained by"), "text", TRUE },
  { "copy", N_ ("Copy given"), "flag", FALSE },
  { NULL, NULL, NULL, FALSE },
};

static gboolean
run (CrfUseCaseContext *context,
     GError **error)
{
  g_autofree char *at = NULL;

  if (!crf_context_get_date (context, "at", TRUE, &at))
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
