/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A coding is of the words that were coded: when these change, it falls, and the journal says so. */

#pragma once

#include "crf-use-case-private.h"

G_BEGIN_DECLS

/* After @item was written at @target (down to the item) by the entry @entry: its words are @text now, NULL: none. */
gboolean crf_coding_follow (CrfUseCaseContext *context, const CrfTarget *target, const CrfItem *item, const char *text, const char *entry, GError **error);

G_END_DECLS
