/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A passphrase asked for in the middle of work (signature, code break, second person) is guarded like the one at the door: a wrong one is journalled and
 * counts, and after too many the account is closed for a while (21 CFR 11.300(d)). */

#pragma once

#include "crf-use-case-private.h"

G_BEGIN_DECLS

/* Before the use case runs; FALSE: the refusal is set. */
gboolean crf_passphrase_guard_allows (CrfUseCaseContext *context);
/* After it was refused, and its transaction is over. */
void     crf_passphrase_guard_note (CrfUseCaseContext *context);

G_END_DECLS
