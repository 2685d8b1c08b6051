/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the files about keys share. */

#pragma once

#include "crf-db.h"
#include "crf-keyring.h"
#include "crf-seal.h"

G_BEGIN_DECLS

typedef struct
{
  char *name;
  gint64 number;
  guchar public_key[CRF_KEY_SIZE];
  guchar *secret; /* guarded memory */
} CrfRoleSecret;

struct _CrfKeyring
{
  char *login;                         /* NULL for the recovery key */
  guchar box_public[CRF_KEY_SIZE];
  guchar sign_public[CRF_KEY_SIZE];
  guchar *box_secret;                  /* CRF_KEY_SIZE, guarded */
  guchar *sign_seed;                   /* CRF_KEY_SIZE, guarded; NULL for the recovery key */
  GPtrArray *roles;                    /* CrfRoleSecret */
  GPtrArray *aside;                    /* CrfRoleSecret that the session's role may not use */
  gint64 n_slots;                      /* of role keys that the file had for it when they were loaded */
  GHashTable *moves;                   /* subject and box of a sealed lot movement → its detail, opened once; NULL: none yet */
};

CrfKeyring    *_crf_keyring_new (const char *login);
/* Opens an account's slot: box secret and signing seed, 64 bytes of guarded memory. PASSPHRASE if it does not open. */
guchar        *_crf_keyring_open_slot (const char *study, const char *login, const char *content, const char *passphrase, GError **error);
CrfRoleSecret *_crf_keyring_add_role (CrfKeyring *self, const char *name, gint64 number,
                                      const guchar public_key[CRF_KEY_SIZE], const guchar secret[CRF_KEY_SIZE]);
/* The newest the key ring holds, or NULL. */
CrfRoleSecret *_crf_keyring_find_role (CrfKeyring *self, const char *name);
/* Opens all role slots of @holder with the ring's own box key. */
gboolean       _crf_keyring_load_roles (CrfKeyring *self, CrfStudyFile *file, const char *holder, GError **error);
/* Ed25519 over @text, base64. Free it. */
char          *_crf_keyring_sign (CrfKeyring *self, const char *text);

/* Public keys in force of an account; CONFLICT if there is no such account. */
gboolean       _crf_keys_get_account_public (CrfDb *db, const char *login, guchar box[CRF_KEY_SIZE],
                                             guchar sign[CRF_KEY_SIZE], GError **error);
/* The newest public key of the role; KEY if there is none. */
gboolean       _crf_keys_get_role_public (CrfDb *db, const char *name, guchar key[CRF_KEY_SIZE], gint64 *number, GError **error);
/* Seals a role secret into the slot of @holder. @publish: name the holder's public key in the
 * journal (the recovery key's is kept nowhere else). */
gboolean       _crf_keys_seal_role (CrfTransaction *txn, const char *name, gint64 number, const guchar secret[CRF_KEY_SIZE],
                                    const char *holder, const guchar holder_public[CRF_KEY_SIZE], gboolean publish, GError **error);
/* The same for an account; the ring that is signed in learns it. */
gboolean       _crf_keys_seal_to_account (CrfTransaction *txn, const char *name, gint64 number, const guchar public_key[CRF_KEY_SIZE],
                                          const guchar secret[CRF_KEY_SIZE], const char *login, GError **error);
/* A new number of the role key, sealed to nobody yet: journals its public half. @secret is guarded memory of the caller. */
gboolean       _crf_keys_make_role (CrfTransaction *txn, const char *name, gint64 *number, guchar public_key[CRF_KEY_SIZE], guchar *secret,
                                    GError **error);
/* The public key of a holder that is no account (recovery, end of trial), as the journal names it. */
gboolean       _crf_keys_get_published (CrfDb *db, const char *holder, guchar key[CRF_KEY_SIZE]);
gboolean       _crf_keys_get_subject_key (CrfTransaction *txn, const char *subject, guchar key[CRF_KEY_SIZE], GError **error);
/* The same outside a transaction. */
gboolean       _crf_keys_unwrap_subject_key (CrfStudyFile *file, CrfKeyring *keyring, const char *subject,
                                             guchar key[CRF_KEY_SIZE], GError **error);

/* Table keyslot. Writing appends keyslot.set with the content's SHA-256; erasing appends it
 * without. */
char          *_crf_keyslot_get (CrfDb *db, const char *slot, GError **error);
gboolean       _crf_keyslot_set (CrfTransaction *txn, const char *slot, const char *kind, const char *holder,
                                 const char *content, const char *published, GError **error);
gboolean       _crf_keyslot_erase (CrfTransaction *txn, const char *slot, GError **error);

/* Argon2id. The cost stands in the slot. */
#define CRF_SALT_SIZE 16
gboolean       _crf_keys_derive (const char *passphrase, const guchar salt[CRF_SALT_SIZE], gint64 operations, gint64 memory,
                                 guchar *key, GError **error);

#define CRF_RECOVERY_HOLDER "recovery"
#define CRF_TRIAL_HOLDER "end-of-trial"

G_END_DECLS
