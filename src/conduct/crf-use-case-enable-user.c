/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Opens a disabled account again. */

#include "crf-accounts.h"

#include <glib/gi18n-lib.h>

static const CrfParameter parameters[] = {
  { "login", N_ ("Login"), "text", TRUE },
  { "recovery-key", N_ ("Recovery key, where nobody signed in holds a key that is needed"), "secret", FALSE },
  { NULL, NULL, NULL, FALSE },
};

static gboolean
run (CrfUseCaseContext *context,
     GError **error)
{
  const char *login = crf_context_get (context, "login");
  g_autoptr (GPtrArray) accounts = NULL;
  CrfAccountRecord *account = crf_accounts_find (context, login, &accounts, error);

  if (account == NULL)
    return accounts != NULL;
  return crf_accounts_append_state (context, login, TRUE, account->must_change, error) &&
         crf_accounts_grant (context, login, crf_accounts_roles_of (account), error);
}

const CrfUseCase crf_use_case_enable_user = {
  .name = "enable-user",
  .title = N_ ("Enable user"),
  .summary = N_ ("Opens a disabled account again, with the keys of its roles."),
  .roles = CRF_ROLE_ADMINISTRATOR,
  .parameters = parameters,
  .run = run,
};
