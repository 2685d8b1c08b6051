/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What has been written outside the study file is journalled, or is not left there. */

#pragma once

#include "crf-session.h"

G_BEGIN_DECLS

/* Journals the file at @path as an export, with its name, its SHA-256 and @filter (what it is); @subject NULL: of no single patient. FALSE with
 * @refusal or @error; then the file is removed. From read-only media nothing can be journalled: whoever may export may, and the output says so. */
gboolean crf_written_record (CrfSession *session, const char *subject, const char *filter, const char *path, CrfRefusal **refusal, GError **error);
/* Puts the whole file @temporary in its place, encrypted for transport under @passphrase unless that is NULL (then @path must not exist), and journals it
 * as above. @temporary is gone afterwards in any case. */
gboolean crf_written_place (CrfSession *session, const char *subject, const char *filter, const char *temporary, const char *path,
                            const char *passphrase, CrfRefusal **refusal, GError **error);

G_END_DECLS
