/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What pages show of signatures, locks, verification and the closing of a study. */

#pragma once

#include "crf-form-state.h"
#include "crf-refusal.h"
#include "crf-session.h"

G_BEGIN_DECLS

typedef struct
{
  char *name;     /* who signed */
  char *when;     /* local time of signing with its offset: "2026-03-02 09:14 +08:00" */
  char *meaning;  /* a sentence */
  gboolean voided; /* something under it changed */
  char *elsewhere; /* a sentence: it was given in another study file, has no force here, and whether its key is known; NULL: it was given here */
} CrfSignatureView;
/* Signatures on exactly that form, or on the casebook (@target without a form), newest first, then those that were given in another study file:
 * CrfSignatureView. */
GPtrArray *crf_reader_signatures (CrfSession *session, const CrfTarget *target, GError **error);
void       crf_signature_view_free (CrfSignatureView *view);

typedef struct
{
  CrfTarget *target;
  char *number;   /* of the patient */
  char *what;     /* "Screening · Demographics", or "Casebook" */
  char *name, *when, *meaning;
  gboolean signable; /* by "sign-form" */
  gboolean close_out; /* of an infusion: "close-infusion" */
  char *changed;  /* "Bed: 12 → 14, Li Na, 2026-03-03 10:00" */
} CrfVoidedView;
/* The sentence that a signature on the form stands for, for who is about to give it; translated. */
const char *crf_reader_form_meaning (CrfSession *session, const CrfTarget *target);
/* Signatures that a correction made void and that were not given again; @subject NULL: all. CrfVoidedView, newest first. */
GPtrArray *crf_reader_voided (CrfSession *session, const char *subject, GError **error);
void       crf_voided_view_free (CrfVoidedView *view);

/* The form for second entry, blind to the first: see crf_reader_form(). */
CrfFormState *crf_reader_second_form (CrfSession *session, const CrfTarget *form, GError **error);

/* signed_on: of a delegated task that the principal investigator has signed as it stands. */
typedef struct { char *name, *login, *what, *subject, *from, *to, *training, *signed_on; } CrfDelegationLine;
typedef struct
{
  GPtrArray *lines;     /* CrfDelegationLine: delegated tasks, then trainings */
  guint n_delegations, n_unsigned;
  char *signature;      /* "Chen Jie, 2026-03-02 09:14 +08:00"; NULL: not signed */
  gboolean outdated;    /* a line came after the signature */
} CrfDelegationLog;
CrfDelegationLog *crf_reader_delegation_log (CrfSession *session, GError **error);
void              crf_delegation_log_free (CrfDelegationLog *log);
/* The same as a page of text, for print. Free it. */
char             *crf_delegation_log_to_text (CrfSession *session, const CrfDelegationLog *log);

G_END_DECLS
