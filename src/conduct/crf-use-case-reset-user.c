/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A forgotten passphrase: new keys, a passphrase to be changed at the next sign-in, and role keys from somebody who holds them. */

#include "crf-accounts.h"
#include "crf-key-holders.h"
#include "crf-session-private.h"

#include <glib/gi18n-lib.h>

static const CrfParameter parameters[] = {
  { "login", N_ ("Login"), "text", TRUE },
  { "new-passphrase", N_ ("First passphrase"), "passphrase", TRUE },
  { "recovery-key", N_ ("Recovery key, where nobody signed in holds a key that is needed"), "secret", FALSE },
  { NULL, NULL, NULL, FALSE },
};

/* The keys that the account holds are lost, unless who resets it has them to give. */
static gboolean
check_keys (CrfUseCaseContext *context,
            const char *login)
{
  return crf_context_get (context, "recovery-key") != NULL || crf_keyring_holds (crf_session_get_keyring (context->session), CRF_ROLE_KEY_ALLOCATION) ||
         crf_key_holders_ask (context, login, TRUE, 0, NULL);
}

static gboolean
run (CrfUseCaseContext *context,
     GError **error)
{
  const char *login = crf_context_get (context, "login");
  const char *passphrase = crf_accounts_new_passphrase (context);
  g_autoptr (GPtrArray) accounts = NULL;
  CrfAccountRecord *account;

  if (passphrase == NULL)
    return TRUE;
  account = crf_accounts_find (context, login, &accounts, error);
  if (account == NULL)
    return accounts != NULL;
  if (g_strcmp0 (login, crf_session_get_login (context->session)) == 0)
    return crf_context_refuse (context, "own-account", _("Use “Change passphrase”, or ask another administrator."),
                               _("You cannot reset your own account: the keys that you hold would be lost."));
  if (!check_keys (context, login))
    return TRUE;
  return crf_keys_reset_account (context->txn, login, passphrase, error)
         && crf_accounts_append_state (context, login, account->enabled, TRUE, error)
         && crf_accounts_grant (context, login, crf_accounts_roles_of (account), error);
}

const CrfUseCase crf_use_case_reset_user = {
  .name = "reset-user",
  .title = N_ ("Reset passphrase"),
  .summary = N_ ("Gives an account new keys and a first passphrase, after the old one was forgotten."),
  .roles = CRF_ROLE_ADMINISTRATOR,
  .parameters = parameters,
  .run = run,
};
