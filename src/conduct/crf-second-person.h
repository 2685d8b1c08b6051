/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A person who is named in an act of another's, and signs it or holds what comes of it: the second at the bedside, who takes a patient over, who holds a
 * share of a key. She must be one who could do it in a session of her own. */

#pragma once

#include "crf-use-case-private.h"

G_BEGIN_DECLS

/* Whether the person whose login is the argument @key may do @use_case today: an account that is open and whose passphrase is her own, a role and a task that
 * allow it, trained. The role she does it in; NULL with the refusal set (code @key for account and role, else that of the task or the training) or @error. */
const char *crf_second_person_role (CrfUseCaseContext *context, const char *key, const CrfUseCase *use_case, GError **error);

G_END_DECLS
