/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Whether a file from elsewhere may come in: signed by somebody whom this study file knows, or answered for by a data manager. */

#pragma once

#include "crf-session.h"

#include "crf-package.h"

G_BEGIN_DECLS

/* The signature of a file with that SHA-256 by whoever is signed in, for NAME.sig beside it. NULL without an error: nobody's key is at hand (read only). */
char *crf_package_gate_sign (CrfSession *session, const char *sha256, GError **error);
/* NULL: it may come in; *@signer says who signed, or is NULL where a data manager accepted it unsigned. Else why not, and what to do (free it); *@wrong: the
 * signature is not that of the file, or its signer is unknown, so that nothing of it is to be looked at. */
char *crf_package_gate_check (CrfSession *session, const char *path, const char *sha256, CrfPackageSigner **signer, gboolean *wrong);

G_END_DECLS
