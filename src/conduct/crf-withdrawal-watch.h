/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What was observed after the patient had withdrawn: from further data anything, from visits what she came for, from treatment an infusion. It can be
 * recorded, since it has happened, but not unasked and not without a deviation; a table that brings many values leaves it out. What was observed up to that
 * day goes in as ever. The watch stands over the whole of a use case, so that no way of writing passes beside it. */

#pragma once

#include "crf-casebook.h"
#include "crf-place.h"

G_BEGIN_DECLS

typedef struct _CrfWithdrawalWatch CrfWithdrawalWatch;

/* NULL where the context's subject has withdrawn from nothing. @may_ask: FALSE for a batch, which each value must be taken by. */
CrfWithdrawalWatch *crf_withdrawal_watch_new (CrfUseCaseContext *context, gboolean may_ask);
void                crf_withdrawal_watch_free (CrfWithdrawalWatch *self);
/* The answers to the prompts of the use case itself, without that to the watch's. */
const char         *crf_withdrawal_watch_get_confirm (CrfWithdrawalWatch *self);
/* After @entry was appended. */
void                crf_withdrawal_watch_note (CrfWithdrawalWatch *self, const CrfEntry *entry);
/* After the use case is done: opens the deviations, or sets the outcome's prompt. @self may be NULL. */
gboolean            crf_withdrawal_watch_end (CrfWithdrawalWatch *self, CrfUseCaseContext *context, GError **error);
/* After a withdrawal was recorded, perhaps late: deviations for what stands in the file already and was observed after its day. */
gboolean            crf_withdrawal_watch_review (CrfUseCaseContext *context, GError **error);
/* Before a value is stored where nobody can be asked: FALSE, with the refusal set, for a value that was observed after the withdrawal, or
 * nobody can tell when. @self may be NULL. */
gboolean            crf_withdrawal_watch_takes (CrfWithdrawalWatch *self, CrfUseCaseContext *context, CrfCasebook *casebook, const CrfPlace *place,
                                                const CrfValue *value);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrfWithdrawalWatch, crf_withdrawal_watch_free)

G_END_DECLS
