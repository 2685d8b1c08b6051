/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Copies of a study file. */

#pragma once

#include "crf-db.h"

G_BEGIN_DECLS

/* "NAME before format N, TIME.stemward" beside the file. */
gboolean crf_backup_before_migration (CrfDb *db, const char *path, int version, GError **error);
/* Lower-case hex SHA-256 of a file's bytes. */
char    *crf_backup_hash_file (const char *path, GCancellable *cancellable, GError **error);
/* So that a name that was just given to a file outlives a power cut. */
void     crf_backup_sync_folder_of (const char *path);

G_END_DECLS
