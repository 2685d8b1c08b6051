/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Source data verification and double entry: what the study asks for, form by form, and the marks. */

#pragma once

#include "crf-casebook.h"
#include "crf-use-case-private.h"

G_BEGIN_DECLS

typedef enum
{
  CRF_LEVEL_NONE,
  CRF_LEVEL_CRITICAL, /* items that the definition calls critical */
  CRF_LEVEL_ALL,
} CrfExtent;

#define CRF_POLICY_VERIFICATION "verification"
#define CRF_POLICY_DOUBLE_ENTRY "double-entry"

/* What people decided for the form, else for all forms, else @otherwise. */
CrfExtent crf_level_of (CrfSession *session, const char *policy, const char *form, CrfExtent otherwise);
/* Appends policy.set for the argument "form" (absent: all forms) and "level". */
extern const CrfParameter crf_level_parameters[];
gboolean crf_level_act (CrfUseCaseContext *context, const char *policy, GError **error);
/* Whether a value of @cell is to be verified under @level: entered, not computed, and critical where only these count. */
gboolean crf_level_asks (CrfExtent level, const CrfItem *item, gboolean derived);
gboolean crf_policy_set (CrfUseCaseContext *context, const char *name, const char *value, GError **error);

G_END_DECLS
