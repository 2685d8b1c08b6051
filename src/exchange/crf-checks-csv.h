/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The list of checks as CSV: for review, and for the tests that a data management plan asks for. */

#pragma once

#include "crf-session.h"

G_BEGIN_DECLS

/* UTF-8 with a byte order mark, CR LF. FALSE with @refusal or @error; then no file is left that the journal does not know. */
gboolean crf_checks_csv_export (CrfSession *session, const char *path, const char *passphrase, CrfRefusal **refusal, GError **error);

G_END_DECLS
