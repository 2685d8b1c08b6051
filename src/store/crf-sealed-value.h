/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a sealed value holds, for those who may open it. */

#pragma once

#include "crf-keyring.h"
#include "crf-seal.h"

G_BEGIN_DECLS

/* Texts that are not there are NULL. */
typedef struct
{
  char *value, *unit, *cmp, *missing, *canon;
  char *reason, *prompt; /* of an unblinding item only */
  char *detail;
} CrfSealedContent;

/* Opens the box of an identifier or of an unblinding item, from the projection or from the
 * journal; @item NULL: of an entry that is no item's (a sealed lot movement or
 * deviation, which may be of no subject either). KEY if the account may
 * not, or the box was exchanged. */
CrfSealedContent *crf_keyring_open_sealed (CrfKeyring *self, CrfStudyFile *file, const char *subject, const char *item,
                                           const char *sealed, GError **error);
/* Overwrites the texts. */
void              crf_sealed_content_free (CrfSealedContent *content);
/* A keyed hash of an identifier (hospital number), the same for all holders of "identifiers":
 * finds the same person registered twice without telling who. 32 hex digits, NULL if the ring
 * does not hold the key. */
char             *crf_keyring_hash_identifier (CrfKeyring *self, const char *text);
/* The same for many texts: the key is derived once, and wiped with it. */
typedef struct _CrfIdentifierHasher CrfIdentifierHasher;
CrfIdentifierHasher *crf_identifier_hasher_new (CrfKeyring *self);
/* The first 16 of the 32 digits, as a number. */
guint64           crf_identifier_hasher_begin (CrfIdentifierHasher *self, const char *text, gsize length);
void              crf_identifier_hasher_free (CrfIdentifierHasher *self);
/* Destroys the patient's own key: what was sealed with it is gone for good, and the chain of
 * the journal holds. */
gboolean          crf_keys_erase_subject (CrfTransaction *txn, const char *subject, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrfSealedContent, crf_sealed_content_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrfIdentifierHasher, crf_identifier_hasher_free)

/* Whether the box of the entry in @context opens there; for verification. */
gboolean _crf_sealed_value_opens (CrfKeyring *self, CrfStudyFile *file, const char *seal, const CrfSealContext *context, const char *sealed);

G_END_DECLS
