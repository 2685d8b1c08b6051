/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The secrets of one account while it is signed in, and how accounts get and lose them. A passphrase gives, by Argon2id, a key that unwraps
 * the account's X25519 and Ed25519 secrets; role keys are sealed to each entitled account and to the recovery key. */

#pragma once

#include "crf-study-file.h"
#include "crf-transaction.h"

G_BEGIN_DECLS

typedef struct _CrfKeyring CrfKeyring;

#define CRF_ROLE_KEY_IDENTIFIERS "identifiers"
#define CRF_ROLE_KEY_ALLOCATION "allocation"

/* Argon2id moderate takes about half a second and 256 MiB: call it on a worker thread where someone waits. Fails with
 * PASSPHRASE (the same for an unknown login) or DISABLED. */
CrfKeyring *crf_keyring_unlock (CrfStudyFile *file, const char *login, const char *passphrase, GError **error);
/* Wipes all secrets. */
void        crf_keyring_free (CrfKeyring *self);
const char *crf_keyring_get_login (CrfKeyring *self);
gboolean    crf_keyring_holds (CrfKeyring *self, const char *role_key);
/* What is laid aside opens nothing and is not held, until it is taken up again: a person may hold a key for one of several roles. */
void        crf_keyring_lay_aside (CrfKeyring *self, const char *role_key, gboolean aside);
/* Whether the account has as many slots of role keys as when they were loaded: somebody else may have given, taken or renewed some. */
gboolean    crf_keyring_is_current (CrfKeyring *self, CrfStudyFile *file);
/* Takes the role keys from the account's slots anew, after somebody changed them; nothing is laid aside then. */
gboolean    crf_keyring_reload (CrfKeyring *self, CrfStudyFile *file, GError **error);

/* Makes the account's keys and slots: appends account.add and keyslot.set. */
gboolean    crf_keys_add_account (CrfTransaction *txn, const char *login, const char *name, const char *passphrase, GError **error);
/* New passphrase, known by the account itself: re-wraps, overwrites the slot. */
gboolean    crf_keys_change_passphrase (CrfTransaction *txn, CrfKeyring *keyring, const char *passphrase, GError **error);
/* New keys after a forgotten passphrase; role keys are lost to the account until granted again. */
gboolean    crf_keys_reset_account (CrfTransaction *txn, const char *login, const char *passphrase, GError **error);
/* Makes the role key @name and seals it to @logins (NULL-terminated) and, if @recovery is not NULL, to that recovery public key. */
gboolean    crf_keys_add_role_key (CrfTransaction *txn, const char *name, const char *const *logins, const guchar *recovery_public, GError **error);
/* A holder gives the role key to another account. */
gboolean    crf_keys_grant (CrfTransaction *txn, CrfKeyring *holder, const char *role_key, const char *login, GError **error);
/* Takes the role key from an account: its slots of every number are overwritten. */
gboolean    crf_keys_revoke (CrfTransaction *txn, const char *role_key, const char *login, GError **error);
/* A new number of the role key for what is sealed from now on, given to whoever holds the newest now: accounts, recovery key, end-of-trial key. It
 * needs no secret; who lost the key opens nothing that is sealed later, also with an old copy of the file. */
gboolean    crf_keys_renew (CrfTransaction *txn, const char *role_key, GError **error);
gboolean    crf_keys_account_holds (CrfStudyFile *file, const char *login, const char *role_key);
/* Any number of any role key. */
gboolean    crf_keys_account_holds_any (CrfStudyFile *file, const char *login);

/* A recovery key: 256 random bits printed as 13 groups of 4 base32 characters plus a check group; @public_key has 32 bytes. */
char       *crf_recovery_new (guchar *public_key);
/* Reads back what was printed (blanks, case, hyphens folded); FALSE if the check does not hold. */
gboolean    crf_recovery_parse (const char *text, guchar *public_key);
/* A key ring that holds the role keys sealed to the recovery key, for granting them again. */
CrfKeyring *crf_keyring_unlock_recovery (CrfStudyFile *file, const char *text, GError **error);
/* Whether @text is this file's recovery key: it is typed back before the first patient. */
gboolean    crf_recovery_matches (CrfStudyFile *file, const char *text);

/* Opens a sealed identifier value (as stored in the projection). Free it (it is secret). */
char       *crf_keyring_open_identifier (CrfKeyring *self, CrfStudyFile *file, const char *subject, const char *item, const char *sealed, GError **error);
/* The first 16 hex digits of SHA-256 over the account's Ed25519 public key, in groups of 4: printed with the recovery key. */
char       *crf_keys_fingerprint (CrfStudyFile *file, const char *login);

/* Lets tests and DEMO files take a cheaper Argon2id; the cost is written in each slot, files keep the one they were made with. */
void        crf_keys_set_cost (CrfStudyFile *file, gboolean cheap);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrfKeyring, crf_keyring_free)

G_END_DECLS
