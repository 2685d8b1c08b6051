/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Who holds the key to the arms: at least two accounts that can sign in (architecture.md, Keys), so that a code can be broken, and the key given
 * on, when one of them is away. */

#pragma once

#include "crf-use-case-private.h"

G_BEGIN_DECLS

/* What Today says to administrators and the principal investigator while there are, or within 14 days will be, fewer. NULL: there are enough, the arms
 * are no secret any more, or the session is not of those who see to it. Free it. */
char    *crf_key_holders_warning (CrfSession *session);
/* Asks before @login, with @enabled, @roles and @last_day (NULL: none) from now on, leaves fewer than two. FALSE: the outcome's prompt is set. */
gboolean crf_key_holders_ask (CrfUseCaseContext *context, const char *login, gboolean enabled, CrfRole roles, const char *last_day);

G_END_DECLS
