/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The gates between screening and infusion: what must be there before an eligibility signature, an allocation, a plan, a start. A gate stops an
 * act, never a record. Use cases refuse by them, pages grey out by them. */

#pragma once

#include "crf-eligibility.h"
#include "crf-records.h"
#include "crf-signature.h"

G_BEGIN_DECLS

typedef enum
{
  CRF_SIGNATURE_NONE,
  CRF_SIGNATURE_VALID,
  CRF_SIGNATURE_VOID, /* what was signed is not what stands now */
  CRF_SIGNATURE_EXPIRED, /* signed longer ago than the protocol allows before allocation */
} CrfSignatureState;

#define CRF_MEANING_ELIGIBILITY "eligibility"

/* By number or key; a sentence where there is none. */
CrfSubjectRecord *crf_trial_find_subject (CrfStudyFile *file, const char *name, GError **error);

/* @record receives the newest eligibility signature, or NULL. */
CrfSignatureState crf_trial_eligibility_signature (CrfSession *session, const char *subject, CrfSubjectValues *values,
                                                   CrfSignatureRecord **record);
/* Days that the signature still holds for an allocation, negative: expired; 0 where the protocol sets no end, too. */
int      crf_trial_signature_days_left (CrfSession *session, const char *subject, const CrfSignatureRecord *record);
gboolean crf_trial_has_consent (CrfSession *session, const char *subject);
gboolean crf_trial_may_sign_eligibility (CrfSession *session, CrfSubjectRecord *subject, CrfVerdict verdict,
                                         const char *verdict_text, CrfRefusal **refusal);
/* What allocates in this design: "randomise" (a list), "minimise" or "enrol". */
const char *crf_trial_allocation_use_case (CrfStudy *study);
/* Whether the design allocates by a list ("randomise") or enrols ("enrol"). */
gboolean crf_trial_randomises (CrfStudy *study);
/* Consent, a valid signature on "eligible", not yet allocated: what "randomise" and "enrol" both ask. */
gboolean crf_trial_may_allocate (CrfSession *session, CrfSubjectRecord *subject, CrfSubjectValues *values, const char *use_case, CrfRefusal **refusal);
gboolean crf_trial_may_randomise (CrfSession *session, CrfSubjectRecord *subject, CrfSubjectValues *values, CrfRefusal **refusal);
/* The stratum of the subject as the definition's expressions give it ("" without strata). NULL with @refusal when one cannot be told. */
char    *crf_trial_stratum (CrfSession *session, CrfSubjectValues *values, CrfRefusal **refusal);

/* Whether the lot may be infused on @date (ISO): released, not expired, viability not below the limit. */
gboolean crf_trial_lot_fits (CrfSession *session, CrfLotRecord *lot, const char *date, CrfRefusal **refusal);
/* Its parts, in the blocking order of the protocol. */
gboolean crf_trial_lot_is_released (CrfLotRecord *lot, CrfRefusal **refusal);
gboolean crf_trial_lot_is_in_date (CrfLotRecord *lot, const char *date, CrfRefusal **refusal);
gboolean crf_trial_lot_is_viable (CrfSession *session, CrfLotRecord *lot, CrfRefusal **refusal);
/* Whether the lot may go to @subject (key) at all: an autologous one is its patient's alone. Never overridden. */
gboolean crf_trial_lot_is_of (CrfSession *session, CrfLotRecord *lot, const char *subject, CrfRefusal **refusal);

G_END_DECLS
