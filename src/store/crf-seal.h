/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Sealed content. Every plaintext begins with study, subject, item and entry, which are checked
 * on opening, and is padded to a multiple of 256 bytes, so that neither the size nor an
 * exchange of boxes tells anything. Boxes are base64. */

#pragma once

#include "crf-journal.h"
#include "crf-transaction.h"

G_BEGIN_DECLS

#define CRF_KEY_SIZE 32

typedef struct
{
  const char *study;   /* UUID */
  const char *subject; /* opaque key, or "" */
  const char *item;    /* item OID, or what else is in the box: "role:identifiers:1" */
  const char *entry;   /* "ws:seq" */
} CrfSealContext;

/* To the holder of a secret key (crypto_box_seal). */
char    *crf_seal_to_public (const CrfSealContext *context, const guchar *payload, gsize size, const guchar public_key[CRF_KEY_SIZE]);
/* *payload is guarded memory (sodium_free) with a NUL behind it. KEY if the box does not open
 * or belongs elsewhere. */
gboolean crf_seal_open_public (const CrfSealContext *context, const char *box, const guchar public_key[CRF_KEY_SIZE],
                               const guchar secret_key[CRF_KEY_SIZE], guchar **payload, gsize *size, GError **error);
/* Under a symmetric key (XChaCha20-Poly1305, the context as associated data too). */
char    *crf_seal_with_key (const CrfSealContext *context, const guchar *payload, gsize size, const guchar key[CRF_KEY_SIZE]);
gboolean crf_seal_open_key (const CrfSealContext *context, const char *box, const guchar key[CRF_KEY_SIZE],
                            guchar **payload, gsize *size, GError **error);

char    *crf_seal_encode (const guchar *bytes, gsize size);
/* Exactly @size bytes. */
gboolean crf_seal_decode (const char *text, guchar *bytes, gsize size);

/* Puts value, unit, comparator, missing code, canonical value and detail (and reason and
 * prompt, if unblinding) of @entry into a box, which takes the place of the value in @stored.
 * @box and @marker keep what @stored then points at. */
gboolean _crf_seal_entry (CrfTransaction *txn, const CrfEntry *entry, CrfStored *stored, char **box, char **marker, GError **error);

G_END_DECLS
