/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The gates between screening and infusion. */

#include "crf-trial-gates.h"

#include "crf-allocation-list.h"
#include "crf-consent.h"
#include "crf-infusion-gates.h"
#include "crf-partial-date.h"
#include "crf-number.h"
#include "crf-study-status.h"
#include "crf-study-plan.h"
#include "crf-use-case-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

CrfSubjectRecord *
crf_trial_find_subject (CrfStudyFile *file,
                        const char *name,
                        GError **error)
{
  g_autoptr (GError) local = NULL;
  CrfSubjectRecord *subject = crf_records_find_subject (file, name, &local);

  if (subject == NULL && local == NULL)
    g_set_error (error, CRF_STORE_ERROR, CRF_STORE_ERROR_NOT_FOUND,
                 _("There is no patient “%s” in this study file. Check the subject number."), name);
  else if (subject == NULL)
    g_propagate_error (error, g_steal_pointer (&local));
  return subject;
}

static gboolean
target_of_eligibility (CrfSession *session,
                       const char *subject,
                       CrfEntry *target)
{
  const CrfEvent *event;
  const CrfForm *form;

  if (!crf_eligibility_find_form (crf_session_get_study (session), &event, &form))
    return FALSE;
  *target = (CrfEntry) { .action = CRF_ACTION_SIGN, .subject = subject, .event = event->oid, .eventkey = "1",
                         .form = form->oid, .formkey = "1" };
  return TRUE;
}

int
crf_trial_signature_days_left (CrfSession *session,
                               const char *subject,
                               const CrfSignatureRecord *record)
{
  int days = crf_study_get_eligibility_days (crf_session_get_study (session));
  g_autoptr (CrfSubjectRecord) found = crf_records_find_subject (crf_session_get_file (session), subject, NULL);
  char local[CRF_INSTANT_SIZE];
  CrfInstant signed_at;
  int gone;

  /* What was allocated in time stays in time. */
  if (days == 0 || (found != NULL && found->allocation_number != NULL) || !crf_instant_parse_utc (record->at, &signed_at))
    return 0;
  signed_at.offset_minutes = crf_session_now (session).offset_minutes;
  crf_instant_format_local (signed_at, local);
  return crf_iso_days_between (local, crf_session_get_today (session), &gone) ? days - gone : 0;
}

CrfSignatureState
crf_trial_eligibility_signature (CrfSession *session,
                                 const char *subject,
                                 CrfSubjectValues *values,
                                 CrfSignatureRecord **record)
{
  g_autoptr (GPtrArray) signatures = NULL;
  g_autofree char *verdict_text = NULL, *statement = NULL, *sha256 = NULL;
  CrfVerdict verdict;
  CrfEntry target;

  *record = NULL;
  if (!target_of_eligibility (session, subject, &target))
    return CRF_SIGNATURE_NONE;
  signatures = crf_signature_list (crf_session_get_file (session), &target, NULL);
  for (guint i = 0; signatures != NULL && i < signatures->len && *record == NULL; i++)
    {
      CrfSignatureRecord *candidate = g_ptr_array_index (signatures, i);

      if (g_strcmp0 (candidate->meaning, CRF_MEANING_ELIGIBILITY) == 0)
        *record = g_ptr_array_steal_index (signatures, i);
    }
  if (*record == NULL)
    return CRF_SIGNATURE_NONE;

  /* The signature holds for exactly what was shown: data elsewhere that fed a criterion count too. */
  statement = crf_eligibility_statement (crf_session_get_study (session), crf_session_get_sandbox (session), values,
                                         crf_session_get_today (session), &verdict, &verdict_text);
  sha256 = g_compute_checksum_for_string (G_CHECKSUM_SHA256, statement, -1);
  /* An answer that was changed and set back was changed all the same. */
  if ((*record)->void_ || g_strcmp0 (sha256, (*record)->shown_sha256) != 0)
    return CRF_SIGNATURE_VOID;
  return crf_trial_signature_days_left (session, subject, *record) < 0 ? CRF_SIGNATURE_EXPIRED : CRF_SIGNATURE_VALID;
}

gboolean
crf_trial_has_consent (CrfSession *session,
                       const char *subject)
{
  g_autoptr (GPtrArray) consents = crf_consents_by_day (crf_session_get_file (session), subject, NULL);
  gboolean given = FALSE;

  /* What was said last counts, whenever it was recorded: a withdrawal takes the consent back, a new one gives it again. */
  for (guint i = 0; consents != NULL && i < consents->len; i++)
    given = g_strcmp0 (((CrfConsentRecord *) g_ptr_array_index (consents, i))->kind, "withdrawn") != 0;
  return given;
}

static gboolean
refuse (CrfRefusal **refusal,
        CrfRefusal *made,
        const char *remedy_action)
{
  made->remedy_action = g_strdup (remedy_action);
  if (refusal != NULL)
    *refusal = made;
  else
    crf_refusal_free (made);
  return FALSE;
}

gboolean
crf_trial_may_sign_eligibility (CrfSession *session,
                                CrfSubjectRecord *subject,
                                CrfVerdict verdict,
                                const char *verdict_text,
                                CrfRefusal **refusal)
{
  if (!crf_use_case_permitted (session, crf_use_case_find ("sign-eligibility"), refusal))
    return FALSE;
  if (subject->allocation_number != NULL)
    return refuse (refusal, crf_refusal_new ("already-allocated", NULL, _("%s is already allocated as %s."),
                                             subject->number, subject->allocation_number), NULL);
  if (!crf_trial_has_consent (session, subject->key))
    return refuse (refusal, crf_refusal_new ("consent-missing", _("Enter the consent of this patient."),
                                             _("Eligibility of %s cannot be signed yet: no consent is recorded."), subject->number),
                   "page:consent");
  if (verdict == CRF_VERDICT_OPEN)
    return refuse (refusal, crf_refusal_new ("criteria-open", _("Answer the criteria named."),
                                             _("Eligibility of %s cannot be signed yet: %s."), subject->number, verdict_text),
                   "page:eligibility");
  return TRUE;
}

char *
crf_trial_stratum (CrfSession *session,
                   CrfSubjectValues *values,
                   CrfRefusal **refusal)
{
  CrfStudy *study = crf_session_get_study (session);
  const CrfRandomisation *design = crf_study_get_randomisation (study);
  GString *levels = g_string_new (NULL);

  for (guint i = 0; design != NULL && i < design->strata->len; i++)
    {
      const CrfStratum *stratum = g_ptr_array_index (design->strata, i);
      g_autoptr (CrfExpression) expression = crf_expression_new (crf_session_get_sandbox (session), study, stratum->expression, NULL);
      g_autofree char *level = NULL;

      if (expression != NULL)
        crf_expression_evaluate (expression, crf_subject_values_resolve, values, crf_session_get_today (session), &level, NULL);
      if (level == NULL)
        {
          refuse (refusal, crf_refusal_new ("stratum-unknown", _("Enter the data that it is told by."), _("The stratum “%s” cannot be told yet."),
                                            crf_text_get (stratum->title, crf_session_get_language (session))), "page:visits");
          g_string_free (levels, TRUE);
          return NULL;
        }
      if (stratum->levels->len > 0 && crf_stratum_find_level (stratum, level) == NULL)
        {
          refuse (refusal, crf_refusal_new ("stratum-level-unknown", _("Check the data that it is told by, or ask the protocol's author for an amendment."),
                                            _("The stratum “%s” would be “%s”, for which the protocol has no list."),
                                            crf_text_get (stratum->title, crf_session_get_language (session)), level), "page:visits");
          g_string_free (levels, TRUE);
          return NULL;
        }
      g_string_append_printf (levels, "%s%s", i > 0 ? "|" : "", level);
    }
  return g_string_free (levels, FALSE);
}

static gboolean
check_signature (CrfSession *session,
                 CrfSubjectRecord *subject,
                 CrfSubjectValues *values,
                 CrfRefusal **refusal)
{
  g_autoptr (CrfSignatureRecord) record = NULL;
  g_autofree char *statement = NULL, *verdict_text = NULL;
  CrfVerdict verdict;

  switch (crf_trial_eligibility_signature (session, subject->key, values, &record))
    {
    case CRF_SIGNATURE_VALID:
      break;
    case CRF_SIGNATURE_VOID:
      return refuse (refusal, crf_refusal_new ("signature-void", _("The investigator reviews and signs again."),
                                               _("%s cannot be allocated: something under the eligibility signature has changed."),
                                               subject->number), "page:eligibility");
    case CRF_SIGNATURE_EXPIRED:
      return refuse (refusal, crf_refusal_new ("signature-expired", _("The investigator reviews and signs again."),
                                               _("%s cannot be allocated: the eligibility signature is older than %d days."), subject->number,
                                               crf_study_get_eligibility_days (crf_session_get_study (session))), "page:eligibility");
    case CRF_SIGNATURE_NONE:
    default:
      return refuse (refusal, crf_refusal_new ("not-signed", _("An investigator signs the eligibility verdict."),
                                               _("%s cannot be allocated yet: eligibility is not signed."), subject->number),
                     "page:eligibility");
    }
  statement = crf_eligibility_statement (crf_session_get_study (session), crf_session_get_sandbox (session), values,
                                         crf_session_get_today (session), &verdict, &verdict_text);
  if (verdict != CRF_VERDICT_ELIGIBLE)
    return refuse (refusal, crf_refusal_new ("not-eligible", NULL, _("%s cannot be allocated: %s."), subject->number, verdict_text),
                   "page:eligibility");
  return TRUE;
}

gboolean
crf_trial_randomises (CrfStudy *study)
{
  const CrfRandomisation *design = crf_study_get_randomisation (study);

  return design != NULL && design->method != CRF_RANDOMISATION_NONE;
}

gboolean
crf_trial_may_allocate (CrfSession *session,
                        CrfSubjectRecord *subject,
                        CrfSubjectValues *values,
                        const char *use_case,
                        CrfRefusal **refusal)
{
  if (!crf_use_case_permitted (session, crf_use_case_find (use_case), refusal))
    return FALSE;
  if (subject->allocation_number != NULL)
    return refuse (refusal, crf_refusal_new ("already-allocated", NULL, _("%s is already allocated as %s."),
                                             subject->number, subject->allocation_number), NULL);
  if (!crf_study_status_may (session, CRF_STUDY_ACT_ALLOCATE, refusal) ||
      !crf_infusion_patient_is_there (subject, crf_session_get_today (session), refusal))
    return FALSE;
  if (!crf_trial_has_consent (session, subject->key))
    return refuse (refusal, crf_refusal_new ("consent-missing", _("Enter the consent of this patient."),
                                             _("%s cannot be allocated yet: no consent is recorded."), subject->number), "page:consent");
  return check_signature (session, subject, values, refusal);
}

const char *
crf_trial_allocation_use_case (CrfStudy *study)
{
  if (!crf_trial_randomises (study))
    return "enrol";
  return crf_study_get_randomisation (study)->method == CRF_RANDOMISATION_MINIMISATION ? "minimise" : "randomise";
}

static gboolean
refuse_exhausted (CrfSession *session,
                  const char *stratum,
                  CrfRefusal **refusal)
{
  CrfStudyFile *file = crf_session_get_file (session);
  g_autofree char *described = crf_stratum_describe (crf_session_get_study (session), stratum, crf_session_get_language (session));
  int elsewhere = crf_allocation_count_free (file, stratum);

  if (elsewhere > 0)
    return refuse (refusal, crf_refusal_new ("list-elsewhere", _("An account that may know the arms appends slots for this workstation."),
                                             _("All %d free slots of this stratum belong to other workstations; this one is %s. A restored or copied "
                                               "file is a workstation of its own, so that no slot is drawn twice."),
                                             elsewhere, crf_study_file_get_workstation (file)), "append-allocation");
  if (*described != '\0')
    return refuse (refusal, crf_refusal_new ("list-exhausted", _("An account that may know the arms appends slots under Study and users."),
                                             _("The allocation list has no free slot left for this stratum (%s)."), described), "append-allocation");
  return refuse (refusal, crf_refusal_new ("list-exhausted", _("An account that may know the arms appends slots under Study and users."),
                                           _("The allocation list has no free slot left.")), "append-allocation");
}

/* The arms of all earlier patients are needed. */
static gboolean
may_minimise (CrfSession *session,
              CrfSubjectValues *values,
              CrfRefusal **refusal)
{
  g_autoptr (CrfStudyPlan) plan = crf_study_plan_new (crf_session_get_study (session));
  CrfMinimisationPlan minimisation = crf_study_plan_minimisation (plan);
  g_autofree char *stratum = NULL;

  if (!crf_session_may_know_arms (session))
    return refuse (refusal, crf_refusal_new ("may-not-know", _("Ask an account that may know the arms to allocate this patient."),
                                             _("Minimisation needs the arms of the earlier patients, which your role may not know.")), NULL);
  if (!crf_allocation_has_minimisation (crf_session_get_file (session), &minimisation))
    return refuse (refusal, crf_refusal_new ("no-list", _("Generate the allocation list under Study and users."),
                                             _("Minimisation has not begun on this workstation.")), "page:study");
  stratum = crf_trial_stratum (session, values, refusal);
  return stratum != NULL;
}

gboolean
crf_trial_may_randomise (CrfSession *session,
                         CrfSubjectRecord *subject,
                         CrfSubjectValues *values,
                         CrfRefusal **refusal)
{
  CrfStudyFile *file = crf_session_get_file (session);
  CrfStudy *study = crf_session_get_study (session);
  g_autofree char *stratum = NULL;

  if (!crf_trial_may_allocate (session, subject, values, crf_trial_allocation_use_case (study), refusal))
    return FALSE;
  if (!crf_trial_randomises (study))
    return TRUE;
  if (crf_study_get_randomisation (study)->method == CRF_RANDOMISATION_MINIMISATION)
    return may_minimise (session, values, refusal);
  if (crf_allocation_count (file) == 0)
    return refuse (refusal, crf_refusal_new ("no-list", _("Generate the allocation list under Study and users."),
                                             _("There is no allocation list yet.")), "page:study");
  stratum = crf_trial_stratum (session, values, refusal);
  if (stratum == NULL)
    return FALSE;
  return crf_allocation_count_free_here (file, stratum) > 0 || refuse_exhausted (session, stratum, refusal);
}

gboolean
crf_trial_lot_is_viable (CrfSession *session,
                         CrfLotRecord *lot,
                         CrfRefusal **refusal)
{
  const GPtrArray *limits = crf_study_get_release_limits (crf_session_get_study (session));
  double viability;

  if (lot->viability == NULL || !crf_number_parse_plain (lot->viability, &viability, NULL))
    return refuse (refusal, crf_refusal_new ("viability-missing", _("Enter the viability of the certificate."),
                                             _("Lot %s has no viability."), lot->lot), "page:lots");
  for (guint i = 0; i < limits->len; i++)
    {
      const CrfReleaseLimit *limit = g_ptr_array_index (limits, i);

      if (g_strcmp0 (limit->test, "viability") == 0 && limit->block && !isnan (limit->low) &&
          crf_decimal_compare (viability, limit->low) < 0)
        {
          char buffer[CRF_DECIMAL_SIZE];

          return refuse (refusal, crf_refusal_new ("viability-low", _("Use another lot."),
                                                   _("Viability of lot %s is %s %%, below the protocol's limit of %s %%."),
                                                   lot->lot, lot->viability, crf_decimal_format (limit->low, buffer)), "page:lots");
        }
    }
  return TRUE;
}

gboolean
crf_trial_lot_is_released (CrfLotRecord *lot,
                           CrfRefusal **refusal)
{
  if (g_strcmp0 (lot->state, "quarantined") == 0)
    return refuse (refusal, crf_refusal_new ("lot-quarantined", _("Use another lot, and keep this one apart."), _("Lot %s is in quarantine."), lot->lot),
                   "page:lots");
  if (g_strcmp0 (lot->state, "released") != 0)
    return refuse (refusal, crf_refusal_new ("lot-not-released", _("Release the lot under Cell lots."),
                                             _("Lot %s is not released."), lot->lot), "page:lots");
  return TRUE;
}

gboolean
crf_trial_lot_is_of (CrfSession *session,
                     CrfLotRecord *lot,
                     const char *subject,
                     CrfRefusal **refusal)
{
  const CrfDoseRule *rule = crf_study_get_dose_rule (crf_session_get_study (session));

  if (lot->subject != NULL && g_strcmp0 (lot->subject, subject) != 0)
    return refuse (refusal, crf_refusal_new ("lot-of-other-patient", _("Use the lot that was made from this patient's own cells."),
                                             _("Lot %s was made from the cells of another patient."), lot->lot), "page:lots");
  if (lot->subject == NULL && rule != NULL && rule->autologous)
    return refuse (refusal, crf_refusal_new ("lot-unbound", _("Receive the lot with its patient's number."),
                                             _("Lot %s says not whose cells it is made of; this study gives each patient her own."), lot->lot),
                   "page:lots");
  return TRUE;
}

gboolean
crf_trial_lot_is_in_date (CrfLotRecord *lot,
                          const char *date,
                          CrfRefusal **refusal)
{
  int days;

  if (lot->expires_at != NULL && crf_iso_days_between (lot->expires_at, date, &days) && days > 0)
    return refuse (refusal, crf_refusal_new ("lot-expired", _("Use another lot."), _("Lot %s expired on %s."), lot->lot, lot->expires_at),
                   "page:lots");
  return TRUE;
}

gboolean
crf_trial_lot_fits (CrfSession *session,
                    CrfLotRecord *lot,
                    const char *date,
                    CrfRefusal **refusal)
{
  return crf_trial_lot_is_released (lot, refusal) && crf_trial_lot_is_in_date (lot, date, refusal) && crf_trial_lot_is_viable (session, lot, refusal);
}
