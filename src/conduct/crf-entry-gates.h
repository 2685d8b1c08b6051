/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What has happened is always enterable; what it breaks opens a deviation draft. */

#pragma once

#include "crf-place.h"

G_BEGIN_DECLS

/* After a value was stored: a visit outside its window, or something timed before consent. */
gboolean crf_entry_gates_after (CrfUseCaseContext *context, const CrfPlace *place, const CrfValue *value, GError **error);

/* Whether what stands at @place decided on the allocation that the patient has: it is not changed without a reason. */
gboolean crf_entry_gates_decided_allocation (CrfUseCaseContext *context, const CrfPlace *place);

/* The first alone: a visit of @date that is out of its window opens a deviation draft, once. */
gboolean crf_entry_gates_window (CrfUseCaseContext *context, const CrfEvent *event, const char *eventkey, const char *date, GError **error);

/* Whether a deviation of the context's subject says just that already: one stands for all values of its visit. */
gboolean crf_entry_gates_has_deviation (CrfUseCaseContext *context, const char *kind, const char *text);

G_END_DECLS
