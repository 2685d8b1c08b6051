/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Moving a query on. */

#pragma once

#include "crf-use-case-private.h"

G_BEGIN_DECLS

/* Sets the state of the query named by the argument "key", with the message "text". @from: states that it may be in. */
gboolean crf_query_act (CrfUseCaseContext *context, const char *const *from, const char *state, GError **error);

G_END_DECLS
