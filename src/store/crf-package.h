/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The signature that goes with a file: a small text beside it (NAME.sig) that says what the file is, its SHA-256, who signed it, in which role, for which
 * study, at which workstation of which site and when, under the Ed25519 key of that person's account. It proves who; whether that person is known here is
 * another question (crf_records_knows_signer).
 *
 *   Stemward signature 1
 *   purpose: allocation-list          (data, allocation-list or study-definition)
 *   sha256: <64 hex digits>
 *   library: <64 hex digits>          (only of a definition that takes in forms from a file that does not come with the program)
 *   study: <StudyOID>
 *   login: … / name: … / role: … / workstation: … / site: …
 *   at: 2026-03-02T01:14:05.123Z
 *   key: <Ed25519 public key, base64>
 *   signature: <Ed25519 over all bytes before this line's line end, base64>
 *
 * UTF-8, LF, one line each; lines that a reader does not know are passed over and signed all the same. Nothing of the file's content stands in it. */

#pragma once

#include "crf-keyring.h"

G_BEGIN_DECLS

#define CRF_PACKAGE_SUFFIX ".sig"
#define CRF_PACKAGE_MAX_MB 1 /* a signature is a few lines */

/* What a signed file is. A signature without a purpose is one of data. */
#define CRF_PACKAGE_DATA "data"
#define CRF_PACKAGE_LIST "allocation-list"
#define CRF_PACKAGE_DEFINITION "study-definition"

/* library: of the file of forms that a definition takes in, "" where the program brings it or none is taken in. digest: SHA-256 of the signature itself, which
 * tells nothing of the file to whoever has not got the signature. */
typedef struct { char *key, *fingerprint, *purpose, *sha256, *library, *study, *login, *name, *role, *workstation, *site, *at, *digest; } CrfPackageSigner;
void              crf_package_signer_free (CrfPackageSigner *signer);

/* What the signer says of the file. library, study, role: may be NULL; at: UTC. */
typedef struct { const char *purpose, *sha256, *library, *study, *role, *at; } CrfPackageClaim;
/* The text of the signature of a file with that SHA-256 (hex), by the person whose key ring it is. KEY if the ring cannot sign. Free it. */
char             *crf_package_sign (CrfStudyFile *file, CrfKeyring *keyring, const CrfPackageClaim *claim, GError **error);
/* Who signed; NULL with DAMAGED where @text is no such signature, or does not hold. Whether it is that of the file at hand is for the caller to compare. */
CrfPackageSigner *crf_package_read (const char *text, gsize length, GError **error);

/* Whether the key is that of an account of this file, or one that was trusted by name and not revoked since. */
gboolean          crf_records_knows_signer (CrfStudyFile *file, const char *key);
/* The login of the account of this file whose key it is, now or once; @current: whether it is in force. NULL: of none. Free it. */
char             *crf_records_signer_account (CrfStudyFile *file, const char *key, gboolean *current);
/* Whether somebody answered for a file that nobody signed. */
gboolean          crf_records_accepted_package (CrfStudyFile *file, const char *sha256);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrfPackageSigner, crf_package_signer_free)

G_END_DECLS
