/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What is frozen or locked: the one place that every write passes. Frozen: no data change; locked: no change at all. What is always possible, whatever
 * is locked: reading, exporting, backups, accounts, an emergency unblinding, and unlocking itself. */

#pragma once

#include "crf-use-case-private.h"

G_BEGIN_DECLS

/* Refuses with code "locked" or "frozen" and returns FALSE if @entry would change something that is held. */
gboolean crf_hold_allows (CrfUseCaseContext *context, const CrfEntry *entry);
/* For what would change how the data of all patients are read, without an entry to any of them: FALSE (refused) while the study as a whole is held. */
gboolean crf_hold_allows_study (CrfUseCaseContext *context);
/* Before a use case of a locked subject or study is begun; FALSE: refused. */
gboolean crf_hold_allows_use_case (CrfUseCaseContext *context);
/* The same for a target that may not be in the file yet: "locked", "frozen" or NULL. Free it. */
char    *crf_hold_of (CrfSession *session, const CrfTarget *target);
/* The use cases freeze, unfreeze, lock and unlock: sets @state ("frozen", "locked", "open") on what the arguments name. */
gboolean crf_hold_act (CrfUseCaseContext *context, const char *state, GError **error);
/* The whole study, without asking who or why: closing and its end. */
gboolean crf_hold_set_study (CrfUseCaseContext *context, const char *state, GError **error);

G_END_DECLS
