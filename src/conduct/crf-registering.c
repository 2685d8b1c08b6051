/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Registering a subject and recording consent. */

#include "crf-registering.h"

#include "crf-consent-gates.h"
#include "crf-detail.h"
#include "crf-partial-date.h"
#include "crf-number.h"
#include "crf-session-private.h"
#include "crf-study-status.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

const CrfDemographic crf_demographics[] = {
  { "sex", "demog.sex" },
  { "birth-date", "demog.birth_date" },
  { "age", "demog.age_reported" },
  { "initials", "demog.initials" },
  { "name", "demog.name" },
  { "hospital-no", "demog.hospital_no" },
  { "phone", "demog.phone" },
  { "bed", "demog.bed" },
  { NULL, NULL },
};

gboolean
crf_registering_permitted (CrfUseCaseContext *context)
{
  if (crf_session_is_recovery_confirmed (context->session))
    return TRUE;
  crf_context_refuse (context, "recovery-key-unconfirmed", _("An administrator types the printed recovery key back under Study & users."),
                      _("The first patient cannot be registered yet: nobody has shown that the printed recovery key is at hand."));
  context->outcome->refusal->remedy_action = g_strdup ("confirm-recovery-key");
  return FALSE;
}

static gboolean
check_birth (CrfUseCaseContext *context,
             const char *birth)
{
  const char *today = crf_session_get_today (context->session);
  char iso[CRF_DATE_SIZE];
  CrfDate date;
  int days;

  if (!crf_date_parse (birth, TRUE, &date, NULL))
    return TRUE;
  crf_date_format (&date, iso);
  if ((!crf_iso_days_between (iso, today, &days) || days >= 0) && date.year <= g_ascii_strtoll (today, NULL, 10))
    return TRUE;
  crf_context_refuse (context, "in-the-future", _("Check the birth date."), _("The birth date %s has not come yet."), iso);
  return FALSE;
}

gboolean
crf_registering_check_age (CrfUseCaseContext *context,
                           const char *birth,
                           const char *age)
{
  g_autoptr (GError) fault = NULL;
  double years = NAN;

  if (age != NULL && !crf_number_parse_plain (age, &years, &fault))
    crf_context_refuse (context, "not-a-number", _("Type a number such as 12.5."), "%s: %s", _("Age"), fault->message);
  else if (birth == NULL && isnan (years))
    crf_context_refuse (context, "birth-date-missing", _("Give the birth date, or the age where it is not known."),
                        _("Neither birth date nor age is given."));
  else if (!isnan (years) && (years < 0 || years > 120))
    crf_context_refuse (context, "age-impossible", _("Check the age."), _("An age of %.0f years cannot be."), years);
  else
    return birth == NULL || check_birth (context, birth);
  return FALSE;
}

/* Who signed all the same while nobody was to be registered is in the trial, whatever its status: recorded with the reason, as a deviation. */
gboolean
crf_registering_check_study (CrfUseCaseContext *context,
                             CrfRefusal **gate)
{
  if (crf_study_status_may (context->session, CRF_STUDY_ACT_REGISTER, gate) || crf_context_get (context, "reason") != NULL)
    return TRUE;
  context->outcome->refusal = g_steal_pointer (gate);
  return FALSE;
}

gboolean
crf_registering_note_gate (CrfUseCaseContext *context,
                           const CrfRefusal *gate,
                           GError **error)
{
  return gate == NULL || crf_context_open_deviation (context, gate->code, crf_context_get (context, "reason"), error,
                                                     _("%s was registered all the same. %s"), context->subject->number, gate->message);
}

char *
crf_registering_next_number (CrfUseCaseContext *context)
{
  const char *centre = crf_session_get_centre (context->session);

  /* Nobody is ever removed, so the count is the last number given; a number that came from elsewhere is stepped over. */
  for (guint n = crf_records_count_subjects (context->file, NULL) + 1;; n++)
    {
      g_autofree char *number = g_strdup_printf ("%s%sS-%03u", centre, *centre != '\0' ? "-" : "", n);
      g_autoptr (CrfSubjectRecord) taken = crf_records_find_subject (context->file, number, NULL);

      if (taken == NULL)
        return g_steal_pointer (&number);
    }
}

gboolean
crf_registering_add_subject (CrfUseCaseContext *context,
                             const char *previous,
                             GError **error)
{
  g_autofree char *number = crf_registering_next_number (context);

  return crf_registering_add_subject_as (context, number, previous, error);
}

gboolean
crf_registering_add_subject_as (CrfUseCaseContext *context,
                                const char *number,
                                const char *previous,
                                GError **error)
{
  g_autofree char *key = crf_transaction_new_key (context->txn);
  g_autofree char *detail = crf_detail_new ("number", number, "previous", previous, NULL);
  CrfEntry entry = { .action = CRF_ACTION_SUBJECT_ADD, .subject = key, .detail = detail };

  if (!crf_context_append (context, &entry, NULL, error) || !crf_transaction_add_subject_key (context->txn, key, error))
    return FALSE;
  g_clear_pointer (&context->subject, crf_subject_record_free); /* that of an act on a patient who is registered again */
  context->subject = crf_records_find_subject (context->file, key, error);
  crf_context_result (context, "subject", key);
  crf_context_result (context, "number", number);
  return context->subject != NULL;
}

gboolean
crf_registering_store_demographics (CrfUseCaseContext *context,
                                    GError **error)
{
  g_autoptr (CrfTarget) form = crf_target_for (context->study, "demographics");

  if (form == NULL)
    return TRUE;
  for (const CrfDemographic *d = crf_demographics; d->argument != NULL; d++)
    {
      const char *text = crf_context_get (context, d->argument);

      if (text != NULL && !crf_context_store_concept (context, form, d->concept, text, NULL, NULL, error))
        return FALSE;
      if (context->outcome->refusal != NULL)
        return TRUE;
    }
  return TRUE;
}

static CrfConsentVersionRecord *
find_version (GPtrArray *versions,
              const char *number)
{
  for (guint i = 0; i < versions->len; i++)
    {
      CrfConsentVersionRecord *version = g_ptr_array_index (versions, i);

      if (strcmp (version->number, number) == 0)
        return version;
    }
  return NULL;
}

static gboolean
check_consent (CrfUseCaseContext *context,
               const char *version,
               const char *at,
               GError **error)
{
  g_autoptr (GPtrArray) versions = crf_records_consent_versions (context->file, error);
  g_autofree char *birth = crf_context_value_of (context, "demog.birth_date");
  CrfConsentVersionRecord *found;
  char now[CRF_INSTANT_SIZE];
  int days;

  if (versions == NULL)
    return FALSE;
  found = find_version (versions, version);
  if (found == NULL)
    return crf_context_refuse (context, "consent-version-unknown", _("Add the version of the consent form under Study & users first."),
                               _("The study has no consent form of version “%s”."), version);
  if (found->valid_from != NULL && strncmp (at, found->valid_from, strlen ("2026-03-02")) < 0)
    return crf_context_refuse (context, "consent-version-not-valid", _("Check the date, or choose the version that was signed."),
                               _("Version %s of the consent form is valid from %s; the consent is dated %s."), version,
                               found->valid_from, at);
  crf_instant_format_local (crf_session_now (context->session), now);
  if (strcmp (at, now) > 0)
    return crf_context_refuse (context, "in-the-future", _("Check date and time."), _("The consent is dated %s, which has not come yet."), at);
  if (birth != NULL && crf_iso_days_between (birth, at, &days) && days < 0)
    return crf_context_refuse (context, "before-birth", _("Check both dates."), _("The consent (%s) lies before the birth date (%s)."), at,
                               birth);
  return TRUE;
}

static gboolean
store_consent_form (CrfUseCaseContext *context,
                    const char *version,
                    const char *at,
                    const char *by,
                    const char *explained_by,
                    const char *copy,
                    GError **error)
{
  g_autoptr (CrfTarget) form = crf_target_for (context->study, "consent");
  const struct { const char *concept, *text; } values[] = {
    { "consent.version", version }, { "consent.datetime", at }, { "consent.explained_by", explained_by },
    { "consent.signed_by", by },    { "consent.copy_given", copy },
  };

  if (form == NULL)
    return TRUE;
  if (!crf_context_add_form (context, form, error))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    {
      const CrfItem *item = crf_study_find_item_by_concept (context->study, values[i].concept);
      g_autofree char *code = NULL;

      if (item == NULL || values[i].text == NULL)
        continue;
      /* Codes are upper case in the library ("SUBJECT", "Y"), small letters in arguments. */
      code = item->code_list != NULL ? g_ascii_strup (values[i].text, -1) : g_strdup (values[i].text);
      if (!crf_context_store_concept (context, form, values[i].concept, code, NULL, NULL, error))
        return FALSE;
    }
  return crf_context_derive_all (context, error);
}

/* The consent form is that of the first act, which eligibility and age look at; signing again is an act of its own, also of the same version where it was
 * withdrawn before. A correction of the same version corrects the form. */
static gboolean
is_first_or_same (CrfUseCaseContext *context,
                  const char *version)
{
  g_autofree char *known = crf_context_value_of (context, "consent.version");
  g_autoptr (GPtrArray) acts = crf_records_consents (context->file, context->subject->key, NULL);

  for (guint i = 0; acts != NULL && known != NULL && i < acts->len; i++)
    if (g_strcmp0 (((const CrfConsentRecord *) g_ptr_array_index (acts, i))->kind, "withdrawn") == 0)
      return FALSE;
  return known == NULL || g_strcmp0 (known, version) == 0;
}

static const char *
yes_or_no (const char *flag)
{
  if (flag == NULL)
    return NULL;
  return g_strv_contains ((const char *const[]) { "yes", "true", "1", "Y", NULL }, flag) ? "Y" : "N";
}

/* A guardian signs for who cannot decide, unless it is said otherwise. */
static const char *
capacity_of (CrfUseCaseContext *context,
             const char *by)
{
  const char *said = yes_or_no (crf_context_get (context, "capacity"));

  return said != NULL ? said : g_strcmp0 (by, "guardian") == 0 ? "N" : NULL;
}

gboolean
crf_registering_consent (CrfUseCaseContext *context,
                         const char *version,
                         const char *at,
                         const char *by,
                         const char *explained_by,
                         const char *copy,
                         GError **error)
{
  g_autofree char *detail = NULL;
  CrfEntry entry = { .action = CRF_ACTION_CONSENT, .subject = context->subject->key };

  if (at == NULL)
    return crf_context_refuse (context, "consent-time-missing", NULL, _("Date and time of the consent are missing."));
  if (explained_by == NULL)
    return crf_context_refuse (context, "consent-explained-missing", NULL, _("Who explained the study to the patient is missing."));
  if (!check_consent (context, version, at, error))
    return FALSE;
  if (context->outcome->refusal != NULL)
    return TRUE;
  detail = crf_detail_new ("version", version, "at", at, "by", by != NULL ? by : "subject", "explained_by", explained_by, "copy",
                           yes_or_no (copy), "kind", "given", "who", crf_context_get (context, "who"), "capacity",
                           capacity_of (context, by), "options", crf_context_get (context, "options"), "order", crf_context_get (context, "order"), NULL);
  entry.detail = detail;
  if (!crf_context_append (context, &entry, NULL, error) || !crf_consent_gates_after (context, version, at, explained_by, error))
    return FALSE;
  return !is_first_or_same (context, version) ||
         store_consent_form (context, version, at, by != NULL ? by : "subject", explained_by, yes_or_no (copy), error);
}
