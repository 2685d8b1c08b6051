/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A new account: login, name, roles, first passphrase, and the keys that its roles are entitled to. */

#include "crf-account-roles.h"
#include "crf-session-private.h"

#include <glib/gi18n-lib.h>

static const CrfParameter parameters[] = {
  { "login", N_ ("Login"), "text", TRUE },
  { "name", N_ ("Full name"), "text", TRUE },
  { "roles", N_ ("Roles"), "text", TRUE },
  { "new-passphrase", N_ ("First passphrase"), "passphrase", TRUE },
  { NULL, NULL, NULL, FALSE },
};

static gboolean
check (CrfUseCaseContext *context,
       GPtrArray *accounts,
       const char *login)
{
  g_autofree char *fault = crf_login_fault (login);

  if (fault != NULL)
    return !crf_context_refuse (context, "login-invalid", _("Choose another login."), "%s", fault);
  for (guint i = 0; i < accounts->len; i++)
    if (g_strcmp0 (((CrfAccountRecord *) g_ptr_array_index (accounts, i))->login, login) == 0)
      return !crf_context_refuse (context, "login-exists", _("Choose another login; logins are never used again."),
                                  _("There is an account “%s” already."), login);
  fault = crf_passphrase_fault (crf_context_get (context, "new-passphrase"), crf_session_is_demo (context->session));
  if (fault != NULL)
    return !crf_context_refuse (context, "passphrase-weak", _("Choose a longer passphrase; several words are good."), "%s", fault);
  return TRUE;
}

static gboolean
run (CrfUseCaseContext *context,
     GError **error)
{
  const char *login = crf_context_get (context, "login");
  g_autoptr (GPtrArray) accounts = crf_records_accounts (context->file, error);
  CrfRole roles;

  if (accounts == NULL)
    return FALSE;
  roles = crf_account_parse_roles (context, crf_context_get (context, "roles"));
  if (roles == 0 || !check (context, accounts, login))
    return TRUE;
  if ((roles & CRF_ROLE_ADMINISTRATOR) && (roles & (CRF_ROLE_NURSE | CRF_ROLE_INVESTIGATOR | CRF_ROLE_PRINCIPAL_INVESTIGATOR)))
    crf_context_notice (context, _("%s is administrator and treats patients too: this is flagged on every export."), login);
  crf_context_result (context, "login", login);
  return crf_keys_add_account (context->txn, login, crf_context_get (context, "name"), crf_context_get (context, "new-passphrase"), error) &&
         crf_account_append_roles (context, login, roles, error) && crf_account_grant_keys (context, login, roles, error);
}

const CrfUseCase crf_use_case_add_user = {
  .name = "add-user",
  .title = N_ ("Add user"),
  .summary = N_ ("Adds an account with its roles and a first passphrase."),
  .roles = CRF_ROLE_ADMINISTRATOR,
  .parameters = parameters,
  .run = run,
};
