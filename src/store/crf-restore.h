/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Putting a backup in place: needs no open study file and gives no handle to one. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Puts a checked copy of @backup at @path, which must not be open. A file that was there is kept beside it under another name. */
gboolean crf_study_file_restore (const char *backup, const char *path, GError **error);

G_END_DECLS
