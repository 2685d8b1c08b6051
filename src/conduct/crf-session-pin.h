/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The shift PIN: after a full sign-in, for 12 hours, at this workstation, it unlocks the window for entry only. No key comes back with it: what is
 * sealed stays sealed, and signatures ask for the passphrase as ever. */

#pragma once

#include "crf-session.h"
#include "crf-use-case.h"

G_BEGIN_DECLS

#define CRF_PIN_HOURS 12
/* So many wrong ones in a row take it away. */
#define CRF_PIN_FAILURES_ALLOWED 3

/* NULL if @pin will do, else a sentence. */
char    *crf_pin_fault (const char *pin);
/* Whether there is one that still holds. */
gboolean crf_session_has_pin (CrfSession *self);
/* "20:15": until when. NULL: there is none. Free it. */
char    *crf_session_dup_pin_end (CrfSession *self);
/* Forgets it. */
void     crf_session_clear_pin (CrfSession *self);
/* FALSE with CRF_STORE_ERROR_PASSPHRASE (wrong) or DISABLED (none, over, taken away, or the account is closed). Runs Argon2id. */
gboolean crf_session_unlock_with_pin (CrfSession *self, const char *pin, GError **error);
/* Unlocked by the PIN: for entry only, until the passphrase is typed. */
gboolean crf_session_is_entry_only (CrfSession *self);
/* Whether @use_case is possible so: entry, the steps of a running infusion, and what asks for the passphrase itself. */
gboolean crf_use_case_is_entry (const CrfUseCase *use_case);

G_END_DECLS
