/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Gives an account the role keys that its roles are entitled to and that it lacks. */

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
  return crf_accounts_grant (context, login, crf_accounts_roles_of (account), error);
}

const CrfUseCase crf_use_case_grant_keys = {
  .name = "grant-keys",
  .title = N_ ("Give role keys"),
  .summary = N_ ("Gives an account the keys of its roles, from your own or from the recovery key."),
  .roles = CRF_ROLE_ADMINISTRATOR | CRF_ROLE_PHARMACIST,
  .parameters = parameters,
  .run = run,
};
