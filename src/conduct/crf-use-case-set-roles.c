/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Changes the roles of an account. */

#include "crf-accounts.h"
#include "crf-session-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static const CrfParameter parameters[] = {
  { "login", N_ ("Login"), "text", TRUE },
  { "roles", N_ ("Roles, separated by commas"), "text", TRUE },
  { "last-day", N_ ("Last day of the account"), "date", FALSE },
  { "recovery-key", N_ ("Recovery key, where nobody signed in holds a key that is needed"), "text", FALSE },
  { NULL, NULL, NULL, FALSE },
};

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
  if ((roles & CRF_ROLE_ADMINISTRATOR) == 0 && !crf_accounts_check_last_administrator (context, login, accounts))
    return TRUE;
  return crf_accounts_append_roles (context, login, roles, error) && crf_accounts_withdraw (context, login, roles, error) &&
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
