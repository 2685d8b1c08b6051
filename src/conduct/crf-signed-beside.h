/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a correction on one form does to the signatures on others: on what is computed from it, and on what is flagged by it. */

#pragma once

#include "crf-casebook.h"
#include "crf-place.h"

G_BEGIN_DECLS

/* The question; it is the last of those that entering a value asks. */
#define CRF_SIGNED_OTHERWISE "signed-otherwise"

/* Whether other forms than its own show something that rests on the item. */
gboolean   crf_signed_beside_is_met_by (CrfUseCaseContext *context, const CrfPlace *place);
/* CrfTarget of the patient's signed forms other than @form. NULL with @error. */
GPtrArray *crf_signed_beside_list (CrfUseCaseContext *context, const CrfTarget *form, GError **error);
/* After the value was stored: asks, by the ids that were answered before (@before, NULL: none), where signatures of @listed do not stand any more. FALSE
 * with @error. */
gboolean   crf_signed_beside_ask (CrfUseCaseContext *context, const GPtrArray *listed, const char *before, const char *reason, GError **error);
/* The same for who cannot be asked any more, or asks once for many values: a notice that names them. */
gboolean   crf_signed_beside_tell (CrfUseCaseContext *context, const GPtrArray *listed, GError **error);

G_END_DECLS
