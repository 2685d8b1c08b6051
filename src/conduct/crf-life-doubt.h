/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What an act says of a day that does not go with the patient's death, or with a day on which she was seen: a wrong day or a wrong patient. It is asked
 * about, and stored with a query once it was confirmed. */

#pragma once

#include "crf-use-case-private.h"

G_BEGIN_DECLS

/* The question about something that happened after the death. */
#define CRF_LIFE_DOUBT "life"

/* @doubt receives what a query is to say of @day (ISO), once it was confirmed (with a reason where @needs_reason); NULL: there is nothing. FALSE when asked
 * back, or with @error. */
gboolean crf_life_doubt_ask (CrfUseCaseContext *context, const char *day, gboolean needs_reason, char **doubt, GError **error);
/* Opens the query at the item of @concept on @form. */
gboolean crf_life_doubt_open_query (CrfUseCaseContext *context, const CrfTarget *form, const char *concept, const char *doubt, GError **error);

/* Whether the patient died, left, was lost or completed the study by @status: what is recorded late of an infusion or of her eligibility does not bring her
 * back, only "set-status" does. */
gboolean crf_status_is_final (const char *status);

/* What speaks against a status from a day on. */
typedef struct { char *died, *seen; } CrfStatusDoubt;

/* "failed", "withdrawn", "lost", "completed" or "died" on @date: not after the death, and not before a day on which the patient was seen. @caused: it is
 * because of the death, and may be later. FALSE when asked back, or with @error. */
gboolean crf_status_doubt_ask (CrfUseCaseContext *context, const char *status, const char *date, gboolean caused, CrfStatusDoubt *doubt, GError **error);
gboolean crf_status_doubt_open_queries (CrfUseCaseContext *context, const char *status, const CrfStatusDoubt *doubt, GError **error);
void     crf_status_doubt_clear (CrfStatusDoubt *doubt);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CrfStatusDoubt, crf_status_doubt_clear)

G_END_DECLS
