/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What was found out from the values of one subject: kept with them by the session, so that saving one value does not find out anew what hangs on
 * the others. Only casebooks that show the values as they are stored now, with nothing imagined, recall or keep anything. */

#pragma once

#include "crf-casebook-private.h"
#include "crf-grade.h"
#include "crf-limits.h"

G_BEGIN_DECLS

/* Forgets what hangs on a value of @item that is about to change, and all that was found out about its cell @old; both NULL: everything. */
void       crf_case_store_forget (CrfCaseStore *self, const CrfItem *item, CrfCell *old);
void       crf_kept_free (CrfKept *self);

/* See crf_casebook_list(). NULL: not kept. Borrowed, for as long as the casebook is. */
GPtrArray *crf_casebook_recall_list (CrfCasebook *self, const CrfItem *item);
void       crf_casebook_keep_list (CrfCasebook *self, const CrfItem *item, GPtrArray *list);
/* See crf_casebook_find_baseline(). */
gboolean   crf_casebook_recall_baseline (CrfCasebook *self, const CrfItem *item, CrfCell **baseline);
void       crf_casebook_keep_baseline (CrfCasebook *self, const CrfItem *item, CrfCell *baseline);
/* See crf_limits_of(). @found: what that returned. */
gboolean   crf_casebook_recall_limits (CrfCasebook *self, const CrfCell *cell, CrfLimits *limits, gboolean *found);
void       crf_casebook_keep_limits (CrfCasebook *self, CrfCell *cell, const CrfLimits *limits, gboolean found);
/* The worst grade of the value, without words. *@grade NULL: it has none. Borrowed. */
gboolean   crf_casebook_recall_grade (CrfCasebook *self, const CrfCell *cell, const CrfGrade **grade);
void       crf_casebook_keep_grade (CrfCasebook *self, CrfCell *cell, const CrfGrade *grade);

G_END_DECLS
