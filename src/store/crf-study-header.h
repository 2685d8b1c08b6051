/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Whether a file looks like a study file at all, before SQLite touches it. */

#pragma once

#include "crf-store-error.h"

G_BEGIN_DECLS

/* NOT_FOUND, IO (not readable) or NOT_A_STUDY, with a sentence that names the file. */
gboolean crf_study_header_check (const char *path, GError **error);
/* Whether it begins as a database that is not encrypted. */
gboolean crf_study_header_is_plain (const char *path);

G_END_DECLS
