/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Whether a run of words of a long text can be a name at all. All that is known of the file's identifiers lies in memory then, as beginnings of
 * keyed hashes, and nothing is asked of the database for the many runs that are none: a letter that was pasted would be waited for. */

#pragma once

#include "crf-sealed-value.h"

G_BEGIN_DECLS

/* A word of the text. @turns: it may stand in another order than in the file. */
typedef struct { const char *start, *end; gboolean turns; } CrfWord;

typedef struct _CrfNameFilter CrfNameFilter;

/* @known: further hashes (char * → whatever). @words stay the caller's. NULL: the account does not hold the key, or the file cannot be read. */
CrfNameFilter *crf_name_filter_new (CrfKeyring *keyring, CrfStudyFile *file, GHashTable *known, const CrfWord *words, guint n_words);
void           crf_name_filter_free (CrfNameFilter *self);
/* FALSE: the @n words from @first on, as they are written or in another order (as far as @most_turned words), are nothing that is known. */
gboolean       crf_name_filter_may_be_known (CrfNameFilter *self, guint first, guint n, guint most_turned);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrfNameFilter, crf_name_filter_free)

G_END_DECLS
