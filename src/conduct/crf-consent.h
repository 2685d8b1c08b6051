/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What follows from the acts of consent: who signs again, what was withdrawn, whether treatment goes on. */

#pragma once

#include "crf-records.h"
#include "crf-session.h"

G_BEGIN_DECLS

/* One act, as shown. */
typedef struct
{
  char *kind;         /* "given", "withdrawn" */
  char *version, *at; /* ISO date and time; of a withdrawal the day */
  char *by, *explained_by; /* @by translated */
  char *who;          /* guardian or witness by name; NULL */
  char *capacity;     /* translated; NULL: not said */
  char *options;      /* optional parts, as typed; NULL */
  char *scope;        /* of a withdrawal: "treatment", "visits", "data" */
  char *sentence;     /* translated: "Version 1.0, signed by the guardian (Li Hua) …" */
} CrfConsentAct;

void       crf_consent_act_free (CrfConsentAct *act);
/* CrfConsentAct, in the order in which they were recorded. */
GPtrArray *crf_reader_consents (CrfSession *session, const char *subject, GError **error);
GPtrArray *crf_reader_consent_versions (CrfSession *session, GError **error); /* CrfConsentVersionRecord, by their first day */

/* Whether another act of @consents (CrfConsentRecord, as recorded) said the same version again, without a withdrawal between: it corrects act @i. */
gboolean   crf_consent_is_corrected (const GPtrArray *consents, guint i);
/* CrfConsentRecord *, as they happened, whenever they were recorded, without those that were corrected. On one day as recorded, unless the act says that
 * it came before the other (detail "order"). */
GPtrArray *crf_consents_by_day (CrfStudyFile *file, const char *subject, GError **error);
/* The last act of @kind ("given", "withdrawn") on the day of @at, which cannot be told to be before or after another act of that day. NULL: none.
 * Borrowed from @consents. */
const CrfConsentRecord *crf_consent_on_same_day (const GPtrArray *consents, const char *kind, const char *at);

typedef enum
{
  CRF_RECONSENT_NONE,
  CRF_RECONSENT_VERSION,  /* a newer version of the form asks for it */
  CRF_RECONSENT_CAPACITY, /* the guardian signed, and the patient can now decide */
  CRF_RECONSENT_GUARDIAN, /* the patient signed, and cannot decide now */
} CrfReconsentWhy;

typedef struct
{
  CrfReconsentWhy why;
  char *version;   /* to sign; NULL with CAPACITY: the one in force */
  char *since;     /* ISO date */
  gboolean at_once; /* else at the next visit */
  char *sentence;  /* translated */
} CrfReconsent;

void          crf_reconsent_free (CrfReconsent *reconsent);
/* What @subject has to sign again; never NULL. Nobody who has left the study signs again. */
CrfReconsent *crf_reconsent_of (CrfSession *session, const CrfSubjectRecord *subject);

/* First days of the withdrawals in force, ISO or NULL: a consent given later takes them back, from its day on; @until, NULL: they are in force. */
typedef struct { char *treatment, *visits, *data, *until; } CrfWithdrawals;
void          crf_withdrawals_clear (CrfWithdrawals *withdrawals);
/* CrfWithdrawals *: those that a consent has taken back since, and last those in force; empty: she never withdrew. */
GPtrArray    *crf_withdrawals_list (CrfSession *session, const char *subject);
void          crf_withdrawals_of (CrfSession *session, const char *subject, CrfWithdrawals *withdrawals);

/* Whether the patient may be infused as far as consent and her treatment go: not withdrawn, not stopped, nothing to sign again. */
gboolean      crf_consent_may_infuse (CrfSession *session, const CrfSubjectRecord *subject, CrfRefusal **refusal);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrfConsentAct, crf_consent_act_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrfReconsent, crf_reconsent_free)
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CrfWithdrawals, crf_withdrawals_clear)

G_END_DECLS
