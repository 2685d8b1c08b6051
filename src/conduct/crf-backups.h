/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Automatic backups as the program makes them for whoever is signed in: when the study is closed, and once a day. */

#pragma once

#include "crf-backup-set.h"
#include "crf-session.h"

G_BEGIN_DECLS

/* Whether there is something that no backup holds yet, and the session may make one. Sign-ins, looking and backups do not count. */
gboolean    crf_backups_due (CrfSession *session);
/* Makes one in @folder (NULL: beside the study file), thins out by @rule (NULL: the usual one) and journals it. Never NULL without @error; results
 * "path", "sha256", "removed". */
CrfOutcome *crf_backups_make (CrfSession *session, const char *folder, const CrfBackupRule *rule, GCancellable *cancellable, GError **error);

G_END_DECLS
