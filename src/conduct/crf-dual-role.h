/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Who keeps the accounts and works in the trial too: allowed, told when it is made so, and marked wherever accounts are listed or printed. */

#pragma once

#include "crf-reader-logs.h"
#include "crf-use-case-private.h"

G_BEGIN_DECLS

/* Says so in a notice where the roles are given. */
void crf_roles_tell_dual (CrfUseCaseContext *context, const char *login, CrfRole roles);

G_END_DECLS
