/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Registers a patient: screening number in order of registration, and only what screening needs. */

#include "crf-registering.h"

#include "crf-identity.h"

#include "crf-partial-date.h"
#include "crf-study-status.h"

#include <glib/gi18n-lib.h>
#include <math.h>

static const CrfParameter parameters[] = {
  { "sex", N_ ("Sex"), "choice:M|F|U", TRUE },
  { "birth-date", N_ ("Birth date"), "date", FALSE },
  { "age", N_ ("Age, where the birth date is not known"), "integer", FALSE },
  { "initials", N_ ("Initials"), "text", FALSE },
  { "name", N_ ("Name"), "text", FALSE },
  { "hospital-no", N_ ("Hospital number"), "text", FALSE },
  { "phone", N_ ("Phone"), "text", FALSE },
  { "bed", N_ ("Bed"), "text", FALSE },
  { "consent-version", N_ ("Version of the consent form"), "text", FALSE },
  { "consent-at", N_ ("Consent given at"), "datetime", FALSE },
  { "consent-by", N_ ("Signed by"), "choice:subject|guardian|witness", FALSE },
  { "explained-by", N_ ("Explained by"), "text", FALSE },
  { "copy", N_ ("Copy given"), "flag", FALSE },
  { "rescreens", N_ ("Screened before as"), "text", FALSE },
  { NULL, NULL, NULL, FALSE },
};

static gboolean
take_consent (CrfUseCaseContext *context,
              GError **error)
{
  const char *version = crf_context_get (context, "consent-version");
  g_autofree char *at = NULL;

  if (version == NULL)
    {
      crf_context_notice (context, _("No consent is recorded yet for %s."), context->subject->number);
      return TRUE;
    }
  if (!crf_context_get_date (context, "consent-at", TRUE, &at))
    return TRUE;
  return crf_registering_consent (context, version, at, crf_context_get (context, "consent-by"),
                                  crf_context_get (context, "explained-by"), crf_context_get (context, "copy"), error);
}

static gboolean
run (CrfUseCaseContext *context,
     GError **error)
{
  g_autoptr (CrfRefusal) gate = NULL;
  g_autoptr (CrfSubjectRecord) previous = NULL;

  if (!crf_registering_permitted (context) ||
      !crf_registering_check_age (context, crf_context_get (context, "birth-date"), crf_context_get (context, "age")) ||
      !crf_registering_check_study (context, &gate))
    return TRUE;
  if (!crf_identity_take_previous (context, &previous) || crf_identity_ask (context, previous != NULL ? previous->key : NULL))
    return TRUE;
  if (!crf_registering_add_subject (context, previous != NULL ? previous->key : NULL, error) || !crf_registering_store_demographics (context, error))
    return FALSE;
  if (!crf_registering_note_gate (context, gate, error))
    return FALSE;
  if (context->outcome->refusal != NULL)
    return TRUE;
  return take_consent (context, error) && crf_context_derive_all (context, error);
}

const CrfUseCase crf_use_case_register = {
  .name = "register",
  .title = N_ ("Register patient"),
  .summary = N_ ("Registers a patient for screening and gives the screening number."),
  .roles = CRF_ROLE_NURSE | CRF_ROLE_INVESTIGATOR | CRF_ROLE_PRINCIPAL_INVESTIGATOR,
  .task = "enter",
  .needs_subject = FALSE,
  .parameters = parameters,
  .run = run,
};
