/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The source data list, to be signed. */

#pragma once

#include "crf-refusal.h"
#include "crf-session.h"

G_BEGIN_DECLS

/* Each item with the place of its original, form by form; what was not said is an empty field to be filled by hand. Writes @path and journals it as an
 * export. FALSE with @refusal or @error; then no file is left. */
gboolean crf_paper_sources_write (CrfSession *session, const char *path, CrfRefusal **refusal, GError **error);

G_END_DECLS
