/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What an act of consent breaks: recorded all the same, and a deviation draft says so. */

#pragma once

#include "crf-use-case-private.h"

G_BEGIN_DECLS

/* To be called when consent to @version, given at @at (ISO) and explained by @explained_by (login or name), was just recorded for the context's subject:
 * an older version than the one in force, explained by somebody without the task, or given after the allocation. In a transcription nothing is drafted. */
gboolean crf_consent_gates_after (CrfUseCaseContext *context, const char *version, const char *at, const char *explained_by, GError **error);

G_END_DECLS
