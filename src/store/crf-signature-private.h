/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What is signed, for making and for checking a signature. */

#pragma once

#include "crf-journal.h"
#include "crf-signature.h"

G_BEGIN_DECLS

/* Study, entry, person, time, target, meaning, what was shown, heads: each with its name and
 * length, so that a signature that is copied to another record fails. @columns as in the
 * journal; free it. */
char    *_crf_signature_message (const char *study, const char *const columns[CRF_N_COLS], const char *meaning, const char *shown,
                                 const char *heads);
/* Whether the signature in the detail of an entry "sign" holds under its own key. @key, if not
 * NULL, receives that key (base64, free it). */
gboolean _crf_signature_holds (const char *study, const CrfStored *entry, char **key);

/* Whether entries of this action list the heads of all chains: signatures, sign-out, backup. */
gboolean _crf_signature_anchors (const char *action);
/* The detail of a sign-out or backup with the heads signed by the actor's key ring. Free it. */
char    *_crf_signature_sign_anchor (CrfTransaction *txn, const CrfEntry *entry, GError **error);

G_END_DECLS
