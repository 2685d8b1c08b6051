/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Electronic signatures: Ed25519 over what was shown, its target and the heads of all chains. */

#pragma once

#include "crf-keyring.h"

G_BEGIN_DECLS

/* Appends "sign". @target gives the target columns (subject, event … item; NULL where not); @shown is the text that the person saw (its SHA-256 is
 * signed). @passphrase is checked again by unwrapping the account's keys. */
gboolean crf_signature_add (CrfTransaction *txn, const CrfEntry *target, const char *meaning, const char *shown,
                            const char *passphrase, GError **error);
/* The same by a second person beside the one who is signed in: @login, acting in @role, unlocks her own key with her own @passphrase; the first
 * session goes on. */
gboolean crf_signature_add_second (CrfTransaction *txn, const CrfEntry *target, const char *meaning, const char *shown,
                                   const char *login, const char *role, const char *passphrase, GError **error);

typedef struct
{
  char *id; /* ws:seq */
  char *login, *name, *at, *off, *meaning, *shown_sha256;
  gboolean void_; /* something under it changed later */
} CrfSignatureRecord;
void       crf_signature_record_free (CrfSignatureRecord *record);
/* Signatures on the target (exact match of non-NULL columns), newest first. */
GPtrArray *crf_signature_list (CrfStudyFile *file, const CrfEntry *target, GError **error);
/* Signatures on the subject as a whole (NULL: on the study as a whole), newest first. */
GPtrArray *crf_signature_list_whole (CrfStudyFile *file, const char *subject, GError **error);

/* Whether a signature that was given in another study file holds under the key that it names. @detail (JSON): study, subject, login, role, off, meaning,
 * shown, heads, key, signature, all as there; @id: "ws:seq" and @at: UTC, of its entry there; @target: event … item. *@key receives the key (base64, free
 * it). FALSE: it does not, or something of it is not said. */
gboolean   crf_signature_check_told (const char *detail, const char *id, const char *at, const CrfEntry *target, char **key);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrfSignatureRecord, crf_signature_record_free)

G_END_DECLS
