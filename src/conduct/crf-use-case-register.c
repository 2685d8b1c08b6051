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
check_age (CrfUseCaseContext *context)
{
  const char *birth = crf_context_get (context, "birth-date");
  const char *today = crf_session_get_today (context->session);
  char iso[CRF_DATE_SIZE];
  double age;
  CrfDate date;
  int days;

  if (!crf_context_get_number (context, "age", &age))
    return FALSE;
  if (birth == NULL && isnan (age))
    {
      crf_context_refuse (context, "birth-date-missing", _("Give the birth date, or the age where it is not known."),
                          _("Neither birth date nor age is given."));
      return FALSE;
    }
  if (!isnan (age) && (age < 0 || age > 120))
    {
      crf_context_refuse (context, "age-impossible", _("Check the age."), _("An age of %.0f years cannot be."), age);
      return FALSE;
    }
  if (birth == NULL || !crf_date_parse (birth, TRUE, &date, NULL))
    return TRUE;
  crf_date_format (&date, iso);
  if ((crf_iso_days_between (iso, today, &days) && days < 0) || date.year > g_ascii_strtoll (today, NULL, 10))
    {
      crf_context_refuse (context, "in-the-future", _("Check the birth date."), _("The birth date %s has not come yet."), iso);
      return FALSE;
    }
  return TRUE;
}

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

/* Who signed all the same while nobody was to be registered is in the trial, whatever its status: recorded with the reason, as a deviation. */
static gboolean
check_study (CrfUseCaseContext *context,
             CrfRefusal **gate)
{
  if (crf_study_status_may (context->session, CRF_STUDY_ACT_REGISTER, gate) || crf_context_get (context, "reason") != NULL)
    return TRUE;
  context->outcome->refusal = g_steal_pointer (gate);
  return FALSE;
}

static gboolean
run (CrfUseCaseContext *context,
     GError **error)
{
  g_autoptr (CrfRefusal) gate = NULL;
  g_autoptr (CrfSubjectRecord) previous = NULL;

  if (!crf_registering_permitted (context) || !check_age (context) || !check_study (context, &gate))
    return TRUE;
  if (!crf_identity_take_previous (context, &previous) || crf_identity_ask (context, previous != NULL ? previous->key : NULL))
    return TRUE;
  if (!crf_registering_add_subject (context, previous != NULL ? previous->key : NULL, error) || !crf_registering_store_demographics (context, error))
    return FALSE;
  if (gate != NULL && !crf_context_open_deviation (context, gate->code, crf_context_get (context, "reason"), error, _("%s was registered all the same. %s"),
                                                   context->subject->number, gate->message))
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
