/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A new account: one person, one or several roles, and the role keys that go with them. */

#include "crf-accounts.h"
#include "crf-dual-role.h"
#include "crf-identity.h"
#include "crf-records-trust.h"
#include "crf-session-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define SAME_NAME "same-name"

static const CrfParameter parameters[] = {
  { "login", N_ ("Login"), "text", TRUE },
  { "name", N_ ("Name"), "text", TRUE },
  { "roles", N_ ("Roles, separated by commas"), "text", TRUE },
  { "new-passphrase", N_ ("First passphrase"), "passphrase", TRUE },
  { "first-change", N_ ("Must choose a passphrase of their own first"), "flag", FALSE },
  { "last-day", N_ ("Last day of the account"), "date", FALSE },
  { "recovery-key", N_ ("Recovery key, where nobody signed in holds a key that is needed"), "secret", FALSE },
  { NULL, NULL, NULL, FALSE },
};

static gboolean
check_login (CrfUseCaseContext *context,
             const char *login,
             GError **error)
{
  g_autofree char *fault = crf_login_fault (login);
  g_autoptr (GPtrArray) accounts = NULL;

  if (fault != NULL)
    return crf_context_refuse (context, "login-invalid", _("Choose another login."), "%s", fault);
  accounts = crf_records_accounts (context->file, error);
  for (guint i = 0; accounts != NULL && i < accounts->len; i++)
    if (strcmp (((CrfAccountRecord *) g_ptr_array_index (accounts, i))->login, login) == 0)
      return crf_context_refuse (context, "login-exists", _("Choose another login; a login is never used for a second person."),
                                 _("There is an account “%s” already."), login);
  return accounts != NULL;
}

/* Whose name is on paper is one person: another of the same name is somebody whom nobody tells apart there. TRUE if the outcome asks. */
static gboolean
ask_name (CrfUseCaseContext *context,
          const char *name,
          GError **error)
{
  g_autoptr (GPtrArray) accounts = crf_records_accounts (context->file, error);
  g_autofree char *folded = crf_identity_fold (name);

  for (guint i = 0; accounts != NULL && i < accounts->len; i++)
    {
      const CrfAccountRecord *account = g_ptr_array_index (accounts, i);
      g_autofree char *other = crf_identity_fold (account->name);

      if (strcmp (folded, other) != 0 || crf_context_has_confirmed (context, SAME_NAME))
        continue;
      crf_context_ask (context, SAME_NAME, g_strdup_printf (_("“%1$s” is the name of the account “%2$s” already: signatures on paper would not tell the two apart. Add to the name "
                                           "what does, such as the department. Add the account with the same name all the same?"),
                                         account->name, account->login));
      return TRUE;
    }
  return accounts == NULL;
}

/* As the administrator says, else as the study's rule is. */
static gboolean
first_change (CrfUseCaseContext *context)
{
  const char *said = crf_context_get (context, "first-change");
  g_autofree char *rule = crf_records_policy (context->file, "first-change");

  return said != NULL ? strchr ("yYt1", *said) != NULL : rule != NULL;
}

static gboolean
run (CrfUseCaseContext *context,
     GError **error)
{
  const char *login = crf_context_get (context, "login");
  CrfRole roles = crf_accounts_parse_roles (context, crf_context_get (context, "roles"));
  const char *passphrase = crf_accounts_new_passphrase (context);
  g_autofree char *fingerprint = NULL;

  if (!check_login (context, login, error))
    return FALSE;
  if (context->outcome->refusal != NULL)
    return TRUE;
  if (ask_name (context, crf_context_get (context, "name"), error))
    return context->outcome->prompt != NULL;
  if (!crf_keys_add_account (context->txn, login, crf_context_get (context, "name"), passphrase, error) ||
      !crf_accounts_append_roles (context, login, roles, error) || !crf_accounts_grant (context, login, roles, error))
    return FALSE;
  if (first_change (context) && !crf_accounts_append_state (context, login, TRUE, TRUE, error))
    return FALSE;
  fingerprint = crf_keys_fingerprint (context->file, login);
  crf_context_result (context, "fingerprint", fingerprint);
  crf_roles_tell_dual (context, login, roles);
  return TRUE;
}

const CrfUseCase crf_use_case_add_user = {
  .name = "add-user",
  .title = N_ ("Add user"),
  .summary = N_ ("Adds an account with one or several roles."),
  .roles = CRF_ROLE_ADMINISTRATOR,
  .parameters = parameters,
  .run = run,
};
