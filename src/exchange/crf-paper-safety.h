/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The papers of safety: the report of a serious adverse event, to sign and send, and the log of deviations. What the role may not know is not in them. */

#pragma once

#include "crf-session.h"

G_BEGIN_DECLS

/* @event: number of the adverse event of the patient. Writes @path and journals it as an export. FALSE with @refusal or @error; then no file is left. */
gboolean crf_sae_pdf_write (CrfSession *session, const char *subject, const char *event, const char *path, CrfRefusal **refusal, GError **error);
/* The log of deviations, of one patient or (@subject NULL) of all and the site. */
gboolean crf_deviations_pdf_write (CrfSession *session, const char *subject, const char *path, CrfRefusal **refusal, GError **error);

G_END_DECLS
