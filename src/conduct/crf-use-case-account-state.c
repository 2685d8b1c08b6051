/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Disabling and enabling accounts. An account is never deleted: its name stands in the trail. */

#include "crf-account-roles.h"

#include <glib/gi18n-lib.h>

static const CrfParameter parameters[] = {
  { "login", N_ ("Login"), "text", TRUE },
  { "reason", N_ ("Reason"), "text", FALSE },
  { NULL, NULL, NULL, FALSE },
};

static gboolean
append_state (CrfUseCaseContext *context,
              const char *login,
              gboolean enabled,
              GError **error)
{
  g_autofree char *detail = g_strdup_printf ("{\"login\":\"%s\",\"enabled\":%s}", login, enabled ? "true" : "false");
  CrfEntry entry = { .action = CRF_ACTION_ACCOUNT_STATE, .detail = detail, .reason = crf_context_get (context, "reason") };

  return crf_context_append (context, &entry, NULL, error);
}

static gboolean
change (CrfUseCaseContext *context,
        gboolean enabled,
        GError **error)
{
  const char *login = crf_context_get (context, "login");
  g_autoptr (GPtrArray) accounts = crf_records_accounts (context->file, error);
  CrfAccountRecord *account;

  if (accounts == NULL)
    return FALSE;
  account = crf_account_find (context, accounts, login);
  if (account == NULL)
    return TRUE;
  if (account->enabled == enabled)
    {
      crf_context_notice (context, enabled ? _("%s is enabled already.") : _("%s is disabled already."), login);
      return TRUE;
    }
  if (!enabled && !crf_account_has_other_administrator (accounts, login))
    return crf_context_refuse (context, "last-administrator", _("Make another account administrator first."),
                               _("%s is the only administrator and cannot be disabled."), login);
  return append_state (context, login, enabled, error);
}

static gboolean
disable (CrfUseCaseContext *context,
         GError **error)
{
  return change (context, FALSE, error);
}

static gboolean
enable (CrfUseCaseContext *context,
        GError **error)
{
  return change (context, TRUE, error);
}

const CrfUseCase crf_use_case_disable_user = {
  .name = "disable-user",
  .title = N_ ("Disable user"),
  .summary = N_ ("Disables an account; it stays in the trail."),
  .roles = CRF_ROLE_ADMINISTRATOR,
  .parameters = parameters,
  .run = disable,
};

const CrfUseCase crf_use_case_enable_user = {
  .name = "enable-user",
  .title = N_ ("Enable user"),
  .summary = N_ ("Enables a disabled account again."),
  .roles = CRF_ROLE_ADMINISTRATOR,
  .parameters = parameters,
  .run = enable,
};
