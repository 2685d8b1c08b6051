/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The lock beside a study file, held by whoever may write. It names its holder, so that the
 * refusal can. */

#pragma once

#include "crf-store-error.h"

G_BEGIN_DECLS

typedef struct _CrfFileLock CrfFileLock;

/* BUSY, naming who has it and since when, if another program holds it. */
CrfFileLock *crf_file_lock_take (const char *path, GError **error);
/* Removes the lock file. */
void         crf_file_lock_release (CrfFileLock *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrfFileLock, crf_file_lock_release)

G_END_DECLS
