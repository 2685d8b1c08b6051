/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The end-of-trial key: allocation is sealed to it, and it exists in two shares, each sealed to one person. Alone a share tells nothing. */

#pragma once

#include "crf-keyring.h"

G_BEGIN_DECLS

/* Makes the key and its shares; a holder of allocation does it. Made again, it replaces the former one. */
gboolean crf_trial_key_share (CrfTransaction *txn, CrfKeyring *holder, const char *first, const char *second, GError **error);
/* Who holds the shares; FALSE: nobody yet. Free both. */
gboolean crf_trial_key_get_holders (CrfStudyFile *file, char **first, char **second);
/* Puts the shares of both rings together, gives both accounts allocation and appends trial.unblind. */
gboolean crf_trial_key_unlock (CrfTransaction *txn, CrfKeyring *first, CrfKeyring *second, GError **error);
/* Whether it has been unlocked. */
gboolean crf_trial_key_is_unlocked (CrfStudyFile *file);

G_END_DECLS
