/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What entries of the audit trail say, in words. */

#pragma once

#include "crf-reader.h"

G_BEGIN_DECLS

/* Of entries whose content is a code: "frozen" → "Frozen". NULL: nothing is known, or there is nothing to say beside the action. @known: FALSE if the
 * content should be shown as it is. Free the text. */
char    *crf_audit_words (char *const *columns, gboolean *known);

/* "Roles changed", translated; the action itself where this program does not know it. */
const char *crf_audit_action_label (const char *action);
/* What the entry says beside a value, as the trail shows it to the session: "nurse2 · Monitor"; "sealed" where it is not for its role. NULL: nothing
 * beyond its action, or it is a value. Free it. */
char    *crf_audit_text (CrfSession *session, char *const *columns);

/* Groups of actions for a filter: "data", "queries", "signatures", "accounts", "outside", "trial". */
typedef struct { const char *name, *label; } CrfAuditGroup;
const CrfAuditGroup *crf_audit_groups (guint *n);
/* Whether the action belongs to @group (NULL: to any), or is that action. */
gboolean crf_audit_in_group (const char *action, const char *group);
/* By person, action and end; NULL: all do. Subject, form and begin are asked of the journal itself. */
gboolean crf_audit_filter_passes (const CrfAuditFilter *filter, char *const *columns);

G_END_DECLS
