/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Whether a file from elsewhere may come in: signed by somebody whom this study file knows, or answered for by a data manager. */

#pragma once

#include "crf-session.h"

#include "crf-package.h"

G_BEGIN_DECLS

/* The file that is signed or taken in. library: SHA-256 of the forms that a definition takes in from beside it; NULL: none. study: StudyOID of a definition,
 * which may be of another study than the file in which it is signed; NULL: that of the session. signature: path of the signature where it does not stand beside
 * the file (NULL: NAME.sig), as what is chosen by a portal has nothing beside it. */
typedef struct { const char *path, *sha256, *purpose, *library, *study, *signature; } CrfPackageFile;

/* The signature of the file by whoever is signed in, for NAME.sig beside it. NULL without an error: nobody's key is at hand (read only). */
char *crf_package_gate_sign (CrfSession *session, const CrfPackageFile *file, GError **error);
/* Who signed the file, whether known or not: NULL with *@fault NULL where no signature stands beside it; NULL with *@fault (free it) where one does that is
 * not the file's. */
CrfPackageSigner *crf_package_gate_read (const CrfPackageFile *file, char **fault);
/* NULL: it may come in; *@signer says who signed, or is NULL where a data manager accepted it unsigned. Else why not, and what to do (free it); *@wrong: the
 * signature is not that of the file, or its signer is unknown, so that nothing of it is to be looked at. */
char *crf_package_gate_check (CrfSession *session, const CrfPackageFile *file, CrfPackageSigner **signer, gboolean *wrong);

/* Roles whose signature counts for a file of that purpose. */
CrfRole     crf_package_roles (const char *purpose);
/* "allocation list": in a sentence, translated. */
const char *crf_package_purpose_label (const char *purpose);
/* "He Bo (he), statistician, at workstation K7…, Shenyang: 1a2b …" as the journal keeps it. Free it. */
char       *crf_package_signer_text (const CrfPackageSigner *signer);

G_END_DECLS
