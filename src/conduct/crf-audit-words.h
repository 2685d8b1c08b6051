/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What entries of the audit trail say, in words. */

#pragma once

#include "crf-session.h"

G_BEGIN_DECLS

/* Of entries whose content is a code: "frozen" → "Frozen". NULL: nothing is known, or there is nothing to say beside the action. @known: FALSE if the
 * content should be shown as it is. Free the text. */
char    *crf_audit_words (char *const *columns, gboolean *known);

/* Groups of actions for a filter: "data", "queries", "signatures", "accounts", "outside", "trial". */
typedef struct { const char *name, *label; } CrfAuditGroup;
const CrfAuditGroup *crf_audit_groups (guint *n);
/* Whether the action belongs to @group (NULL: to any), or is that action. */
gboolean crf_audit_in_group (const char *action, const char *group);

G_END_DECLS
