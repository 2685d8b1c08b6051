/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Changing one's own passphrase, and the reset of a forgotten one. A reset makes new account keys: role keys come back only from a holder. */

#include "crf-account-roles.h"
#include "crf-session-private.h"

#include <glib/gi18n-lib.h>

static const CrfParameter change_parameters[] = {
  { "passphrase", N_ ("Present passphrase"), "passphrase", TRUE },
  { "new-passphrase", N_ ("New passphrase"), "passphrase", TRUE },
  { NULL, NULL, NULL, FALSE },
};

static const CrfParameter reset_parameters[] = {
  { "login", N_ ("Login"), "text", TRUE },
  { "new-passphrase", N_ ("First passphrase"), "passphrase", TRUE },
  { "reason", N_ ("Reason"), "text", FALSE },
  { NULL, NULL, NULL, FALSE },
};

/* TRUE when refused. */
static gboolean
refuse_weak (CrfUseCaseContext *context)
{
  g_autofree char *fault = crf_passphrase_fault (crf_context_get (context, "new-passphrase"), crf_session_is_demo (context->session));

  return fault != NULL && crf_context_refuse (context, "passphrase-weak", _("Choose a longer passphrase; several words are good."), "%s", fault);
}

static gboolean
append_must_change (CrfUseCaseContext *context,
                    const char *login,
                    gboolean must,
                    GError **error)
{
  g_autofree char *detail = g_strdup_printf ("{\"login\":\"%s\",\"enabled\":true,\"must_change\":%s}", login, must ? "true" : "false");
  CrfEntry entry = { .action = CRF_ACTION_ACCOUNT_STATE, .detail = detail, .reason = crf_context_get (context, "reason") };

  return crf_context_append (context, &entry, NULL, error);
}

static gboolean
change (CrfUseCaseContext *context,
        GError **error)
{
  const char *login = crf_session_get_login (context->session);

  if (refuse_weak (context))
    return TRUE;
  if (!crf_session_check_passphrase (context->session, crf_context_get (context, "passphrase")))
    return crf_context_refuse (context, "passphrase-wrong", _("Type it again."), _("The present passphrase is wrong."));
  return crf_keys_change_passphrase (context->txn, crf_session_get_keyring (context->session), crf_context_get (context, "new-passphrase"), error) &&
         append_must_change (context, login, FALSE, error);
}

static gboolean
reset (CrfUseCaseContext *context,
       GError **error)
{
  const char *login = crf_context_get (context, "login");
  g_autoptr (GPtrArray) accounts = crf_records_accounts (context->file, error);
  CrfAccountRecord *account;
  CrfRole roles = 0;

  if (accounts == NULL)
    return FALSE;
  account = crf_account_find (context, accounts, login);
  if (account == NULL || refuse_weak (context))
    return TRUE;
  if (g_strcmp0 (login, crf_session_get_login (context->session)) == 0)
    return crf_context_refuse (context, "own-account", _("Use “Change passphrase”."), _("Your own passphrase is changed, not reset."));
  for (guint i = 0; account->roles[i] != NULL; i++)
    roles |= crf_role_from_name (account->roles[i]);
  return crf_keys_reset_account (context->txn, login, crf_context_get (context, "new-passphrase"), error) &&
         append_must_change (context, login, TRUE, error) && crf_account_grant_keys (context, login, roles, error);
}

const CrfUseCase crf_use_case_change_passphrase = {
  .name = "change-passphrase",
  .title = N_ ("Change passphrase"),
  .summary = N_ ("Changes one's own passphrase."),
  .roles = CRF_ROLES_ALL,
  .parameters = change_parameters,
  .run = change,
};

const CrfUseCase crf_use_case_reset_user = {
  .name = "reset-user",
  .title = N_ ("Reset passphrase"),
  .summary = N_ ("Gives an account a new passphrase and new keys after the old one was forgotten."),
  .roles = CRF_ROLE_ADMINISTRATOR,
  .parameters = reset_parameters,
  .run = reset,
};
