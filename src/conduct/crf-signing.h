/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Signing what was entered: the statement that is signed, and what signatures mean. */

#pragma once

#include "crf-casebook.h"
#include "crf-use-case-private.h"

G_BEGIN_DECLS

#define CRF_MEANING_FORM "form"
#define CRF_MEANING_SAE "sae" /* of the form of a serious adverse event: what "form" is of any other */
#define CRF_MEANING_CASEBOOK "casebook"
#define CRF_MEANING_POPULATIONS "populations"
#define CRF_MEANING_LOCK "lock"
#define CRF_MEANING_UNLOCK "unlock"
#define CRF_MEANING_DELEGATIONS "delegations"
#define CRF_MEANING_CLOSE_OUT "close-out"

/* The sentence that a signature stands for, translated; the word itself for one that this program does not know. */
const char *crf_meaning_label (const char *meaning);
/* The meanings that this program knows, one after the other; NULL after the last. */
const char *crf_meaning_get (guint index);
/* Whether a signature of that meaning is on one form as a whole. */
gboolean    crf_meaning_is_of_form (const char *meaning);
/* What a signature on the form means: CRF_MEANING_FORM, or more where its form has a role of its own. */
const char *crf_signing_meaning_of (CrfCasebook *casebook, CrfFormRecord *form);
/* Appends every value of @form with the entry that it comes from: what a signature is over. */
void        crf_signing_add_form (GString *text, CrfCasebook *casebook, CrfFormRecord *form);
/* Signs @shown on @target with the argument "passphrase", and says so. */
gboolean    crf_signing_sign (CrfUseCaseContext *context, const CrfEntry *target, const char *meaning, const char *shown, GError **error);
/* "2026-03-02 09:14 +08:00": where the signature was given, not where it is read. Free it. */
char       *crf_signature_when (const char *at, const char *off);
/* Whether the person's own signature of that meaning stands on the target. */
gboolean    crf_signing_stands (CrfUseCaseContext *context, const CrfEntry *target, const char *meaning, const char *login);

G_END_DECLS
