/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Other roles for an account. Keys that new roles are entitled to are given; what was known before cannot be taken back, so removing an unblinded
 * role is said to need a new key. */

#include "crf-account-roles.h"

#include <glib/gi18n-lib.h>

static const CrfParameter parameters[] = {
  { "login", N_ ("Login"), "text", TRUE },
  { "roles", N_ ("Roles"), "text", TRUE },
  { "reason", N_ ("Reason"), "text", FALSE },
  { NULL, NULL, NULL, FALSE },
};

static gboolean
run (CrfUseCaseContext *context,
     GError **error)
{
  const char *login = crf_context_get (context, "login");
  g_autoptr (GPtrArray) accounts = crf_records_accounts (context->file, error);
  CrfAccountRecord *account;
  CrfRole roles;

  if (accounts == NULL)
    return FALSE;
  account = crf_account_find (context, accounts, login);
  roles = account != NULL ? crf_account_parse_roles (context, crf_context_get (context, "roles")) : 0;
  if (roles == 0)
    return TRUE;
  if (!(roles & CRF_ROLE_ADMINISTRATOR) && !crf_account_has_other_administrator (accounts, login))
    return crf_context_refuse (context, "last-administrator", _("Make another account administrator first."),
                               _("%s is the only administrator: the role cannot be taken away."), login);
  return crf_account_append_roles (context, login, roles, error) && crf_account_grant_keys (context, login, roles, error);
}

const CrfUseCase crf_use_case_set_roles = {
  .name = "set-roles",
  .title = N_ ("Change roles"),
  .summary = N_ ("Gives an account other roles."),
  .roles = CRF_ROLE_ADMINISTRATOR,
  .parameters = parameters,
  .run = run,
};
