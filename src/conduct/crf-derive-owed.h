/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What is to be computed again beyond the visits of an import. */

#pragma once

#include "crf-use-case-private.h"

G_BEGIN_DECLS

/* Notes in @owed (char * → CrfDerives, with keys of its own) how far the item reaches, which was stored of the subject. */
void     crf_derive_owed_note (GHashTable *owed, const char *subject, const CrfItem *item);
/* Computes what is noted of the subject of @context, once. */
gboolean crf_derive_owed (CrfUseCaseContext *context, GHashTable *owed, GError **error);

G_END_DECLS
