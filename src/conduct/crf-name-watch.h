/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Names, hospital and telephone numbers of patients in what is written as free text: sealed where they are fields, they would lie readable in a remark, a
 * reason, a query. Known by keyed hashes, so that it is noticed by accounts that hold the key of identifiers; others cannot tell. The watch stands over the
 * whole of a use case, so that no way of writing passes beside it. */

#pragma once

#include "crf-place.h"

G_BEGIN_DECLS

typedef struct _CrfNameWatch CrfNameWatch;

/* NULL where the account does not hold the key. @may_ask: FALSE for a batch, of which each value must be taken by. */
CrfNameWatch *crf_name_watch_new (CrfUseCaseContext *context, gboolean may_ask);
void          crf_name_watch_free (CrfNameWatch *self);
/* The answers to all other prompts. */
const char   *crf_name_watch_get_confirm (CrfNameWatch *self);
/* The hash that stands for an identifier of the kind of @item; NULL: no key, or too short to be told from other words. Free it. */
char         *crf_name_watch_hash (CrfUseCaseContext *context, const CrfItem *item, const char *text);
/* After @entry was appended. @self may be NULL, as below. */
void          crf_name_watch_note (CrfNameWatch *self, CrfUseCaseContext *context, const CrfEntry *entry);
/* After the use case is done: sets the outcome's prompt if something was noted. */
void          crf_name_watch_end (CrfNameWatch *self, CrfUseCaseContext *context);
/* Before a value is stored where nobody can be asked: FALSE, with the refusal set, if it or its reason names a patient. */
gboolean      crf_name_watch_takes (CrfNameWatch *self, CrfUseCaseContext *context, const CrfPlace *place, const char *text, const char *reason);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrfNameWatch, crf_name_watch_free)

G_END_DECLS
