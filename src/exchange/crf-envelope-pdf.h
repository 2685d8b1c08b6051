/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The paper envelopes of the allocation list as a PDF, one page a slot. */

#pragma once

#include "crf-envelopes.h"

G_BEGIN_DECLS

/* Writes @path, readable by its owner only, and journals that it was done. FALSE with @refusal or @error; then no file is left. */
gboolean crf_envelope_pdf_write (CrfSession *session, const char *path, guint *count, CrfRefusal **refusal, GError **error);

G_END_DECLS
