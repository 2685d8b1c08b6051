/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Changes the roles of an account. */

#include "crf-accounts.h"
#include "crf-dual-role.h"
#include "crf-key-holders.h"
#include "crf-session-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static const CrfParameter parameters[] = {
  { "login", N_ ("Login"), "text", TRUE },
  { "roles", N_ ("Roles, separated by commas"), "text", TRUE },
  { "last-day", N_ ("Last day of the account"), "date", FALSE },
  { "no-last-day", N_ ("Without a last day from now on"), "flag", FALSE },
  { "recovery-key", N_ ("Recovery key, where nobody signed in holds a key that is needed"), "secret", FALSE },
  { NULL, NULL, NULL, FALSE },
};

static gboolean
check_who_is_left (CrfUseCaseContext *context,
                   const CrfAccountRecord *account,
                   CrfRole roles,
                   GPtrArray *accounts)
{
  g_autofree char *last_day = NULL;

  if (!crf_accounts_get_last_day (context, &last_day))
    return FALSE;
  if (last_day == NULL)
    last_day = crf_access_last_day (context->file, account->login);
  else if (*last_day == '\0')
    g_clear_pointer (&last_day, g_free);
  return crf_accounts_check_last_administrator (context, account, account->enabled, roles, last_day, accounts) &&
         crf_key_holders_ask (context, account->login, account->enabled, roles, last_day);
}

static gboolean
run (CrfUseCaseContext *context,
     GError **error)
{
  const char *login = crf_context_get (context, "login");
  CrfRole roles = crf_accounts_parse_roles (context, crf_context_get (context, "roles"));
  g_autoptr (GPtrArray) accounts = NULL;
  CrfAccountRecord *account;

  if (roles == 0)
    return TRUE;
  account = crf_accounts_find (context, login, &accounts, error);
  if (account == NULL)
    return accounts != NULL;
  if (!crf_accounts_check_past (context, login, roles, error))
    return context->outcome->prompt != NULL;
  crf_roles_tell_dual (context, login, roles);
  if (!check_who_is_left (context, account, roles, accounts))
    return TRUE;
  if (!crf_accounts_append_roles (context, login, roles, error))
    return FALSE;
  return crf_accounts_withdraw (context, login, crf_accounts_is_open (context, login) ? roles : 0, error) &&
         crf_accounts_grant (context, login, roles, error);
}

const CrfUseCase crf_use_case_set_roles = {
  .name = "set-roles",
  .title = N_ ("Change roles"),
  .summary = N_ ("Replaces the roles of an account: it gets the keys that go with the new ones, and loses the others."),
  .roles = CRF_ROLE_ADMINISTRATOR,
  .parameters = parameters,
  .run = run,
};
