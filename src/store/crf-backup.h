/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Copies of a study file. */

#pragma once

#include "crf-db.h"

G_BEGIN_DECLS

/* "NAME before format N, TIME.stemward" beside the file. */
gboolean crf_backup_before_migration (CrfDb *db, const char *path, int version, GError **error);
/* UUID of the study in the file @path; NULL if it cannot be read. Free it. */
char    *_crf_backup_study_of (const char *path);
/* So that a name that was just given to a file outlives a power cut. */
void     crf_backup_sync_folder_of (const char *path);

G_END_DECLS
