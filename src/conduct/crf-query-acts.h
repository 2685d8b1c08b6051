/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Moving a query on. */

#pragma once

#include "crf-use-case-private.h"

G_BEGIN_DECLS

/* Sets the state of the query named by the argument "key", with the message "text". @from: states that it may be in. */
gboolean crf_query_act (CrfUseCaseContext *context, const char *const *from, const char *state, GError **error);

/* Opens one on @target (NULL: on the subject). @check: OID of the check that asks, NULL: a person. @state "Candidate": a draft, NULL: open. */
gboolean crf_query_open (CrfUseCaseContext *context, const CrfTarget *target, const char *check, const char *state, const char *text, GError **error);

G_END_DECLS
