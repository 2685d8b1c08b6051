/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The signature that goes with a file from one study file to another: a small text beside it (NAME.sig) that says the SHA-256 of the file, who signed it, at
 * which workstation of which site and when, under the Ed25519 key of that person's account. It proves who; whether that person is known here is another
 * question (crf_records_knows_signer). */

#pragma once

#include "crf-keyring.h"

G_BEGIN_DECLS

#define CRF_PACKAGE_SUFFIX ".sig"

typedef struct { char *key, *fingerprint, *sha256, *login, *name, *workstation, *site, *at; } CrfPackageSigner;
void              crf_package_signer_free (CrfPackageSigner *signer);

/* The text of the signature of a file with that SHA-256 (hex), by the person whose key ring it is. @at: UTC. KEY if the ring cannot sign. Free it. */
char             *crf_package_sign (CrfStudyFile *file, CrfKeyring *keyring, const char *sha256, const char *at, GError **error);
/* Who signed; NULL with DAMAGED where @text is no such signature, or does not hold. Whether it is that of the file at hand is for the caller to compare. */
CrfPackageSigner *crf_package_read (const char *text, gsize length, GError **error);

/* Whether the key is that of an account of this file, or one that was trusted by name and not revoked since. */
gboolean          crf_records_knows_signer (CrfStudyFile *file, const char *key);
/* Whether somebody answered for a file that nobody signed. */
gboolean          crf_records_accepted_package (CrfStudyFile *file, const char *sha256);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrfPackageSigner, crf_package_signer_free)

G_END_DECLS
