/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Accounts: what the use cases that change them share. */

#pragma once

#include "crf-use-case-private.h"

G_BEGIN_DECLS

/* "nurse,investigator" → roles; 0 with the refusal set for none or an unknown one. */
CrfRole  crf_accounts_parse_roles (CrfUseCaseContext *context, const char *text);
/* The account, or NULL with the refusal set. Free with g_ptr_array_unref (@list). */
/* Before roles are given to an account that there is: whoever has ever had a role that may know the arms of a masked study works blinded only when it is said
 * so, with the reason; a deviation of the site tells it. FALSE: the outcome asks, or @error. */
gboolean crf_accounts_check_past (CrfUseCaseContext *context, const char *login, CrfRole roles, GError **error);
CrfAccountRecord *crf_accounts_find (CrfUseCaseContext *context, const char *login, GPtrArray **list, GError **error);
CrfRole  crf_accounts_roles_of (const CrfAccountRecord *account);
gboolean crf_accounts_append_roles (CrfUseCaseContext *context, const char *login, CrfRole roles, GError **error);
gboolean crf_accounts_append_state (CrfUseCaseContext *context, const char *login, gboolean enabled, gboolean must_change, GError **error);
/* Whether the account may come in today: enabled, and its last day is not over. */
gboolean crf_accounts_is_open (CrfUseCaseContext *context, const char *login);
/* Gives the account the role keys that its roles are entitled to and that it lacks, from the session's own or, with the argument "recovery-key", from the
 * recovery key. A key that nobody here holds is told in a notice. */
gboolean crf_accounts_grant (CrfUseCaseContext *context, const char *login, CrfRole roles, GError **error);
/* Takes the keys that do not go with @roles (0: the account closes), and tells what that means for the blind. */
gboolean crf_accounts_withdraw (CrfUseCaseContext *context, const char *login, CrfRole roles, GError **error);
/* Refuses what would leave the study without an administrator who can be counted on: enabled, and without a last day. @enabled, @roles and @last_day
 * (NULL: none) are what @account is to be. TRUE: fine. */
gboolean crf_accounts_check_last_administrator (CrfUseCaseContext *context, const CrfAccountRecord *account, gboolean enabled, CrfRole roles,
                                                const char *last_day, GPtrArray *accounts);
/* The arguments "last-day" and "no-last-day": NULL: neither, "": the account has none from now on. FALSE with the refusal set. Free it. */
gboolean crf_accounts_get_last_day (CrfUseCaseContext *context, char **last_day);
/* The argument "new-passphrase", or NULL with the refusal set. */
const char *crf_accounts_new_passphrase (CrfUseCaseContext *context);

G_END_DECLS
