/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The delegation and training logs on paper, with the principal investigator's signatures. */

#pragma once

#include "crf-session.h"

G_BEGIN_DECLS

/* Writes @path and journals it as an export. FALSE with @refusal or @error; then no file is left. */
gboolean crf_paper_delegations_write (CrfSession *session, const char *path, CrfRefusal **refusal, GError **error);

G_END_DECLS
