/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What roles an account has and which keys go with them. */

#pragma once

#include "crf-use-case-private.h"

G_BEGIN_DECLS

/* "nurse, investigator" → roles; 0 with a refusal naming the word that is no role. */
CrfRole  crf_account_parse_roles (CrfUseCaseContext *context, const char *text);
/* Looks the account up; NULL with a refusal or @error. The array owns it. */
CrfAccountRecord *crf_account_find (CrfUseCaseContext *context, GPtrArray *accounts, const char *login);
/* Appends account.roles. */
gboolean crf_account_append_roles (CrfUseCaseContext *context, const char *login, CrfRole roles, GError **error);
/* Seals the role keys that @roles are entitled to, to the account, as far as the session holds them; says what it could not. */
gboolean crf_account_grant_keys (CrfUseCaseContext *context, const char *login, CrfRole roles, GError **error);
/* Whether any other enabled account is an administrator. */
gboolean crf_account_has_other_administrator (GPtrArray *accounts, const char *login);

G_END_DECLS
