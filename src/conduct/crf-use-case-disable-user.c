/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Closes an account. Nothing that the person did is touched. */

#include "crf-accounts.h"
#include "crf-key-holders.h"

#include <glib/gi18n-lib.h>

static const CrfParameter parameters[] = {
  { "login", N_ ("Login"), "text", TRUE },
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
  if (!crf_accounts_check_last_administrator (context, account, FALSE, 0, NULL, accounts) ||
      !crf_key_holders_ask (context, login, FALSE, 0, NULL))
    return TRUE;
  return crf_accounts_append_state (context, login, FALSE, account->must_change, error) &&
         crf_accounts_withdraw (context, login, 0, error);
}

const CrfUseCase crf_use_case_disable_user = {
  .name = "disable-user",
  .title = N_ ("Disable user"),
  .summary = N_ ("Closes an account and takes its keys; what the person did stays."),
  .roles = CRF_ROLE_ADMINISTRATOR,
  .parameters = parameters,
  .run = run,
};
