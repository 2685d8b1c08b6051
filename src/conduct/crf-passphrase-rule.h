/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a passphrase must be, of an account and of a file that leaves: long, and not found by the first guess. Demonstrations take any. */

#pragma once

#include "crf-session.h"

G_BEGIN_DECLS

/* Of the account @login: NULL if it will do, else a sentence. Free it. */
char *crf_passphrase_account_fault (const char *passphrase, const char *login, gboolean demo);
/* Of a file that is encrypted for transport; who has it can try at leisure. @session NULL: it is not known of which study the file is, and the rule of
 * a real one holds. Free it. */
char *crf_passphrase_transport_fault (CrfSession *session, const char *passphrase);

G_END_DECLS
