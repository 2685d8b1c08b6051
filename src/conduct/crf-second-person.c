/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Whether a second person may. Permission asks the same of the person who is signed in. */

#include "crf-second-person.h"

#include "crf-delegations.h"
#include "crf-retraining.h"
#include "crf-session-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static const CrfAccountRecord *
find (GPtrArray *accounts,
      const char *login)
{
  for (guint i = 0; i < accounts->len; i++)
    if (strcmp (((const CrfAccountRecord *) g_ptr_array_index (accounts, i))->login, login) == 0)
      return g_ptr_array_index (accounts, i);
  return NULL;
}

/* "Research nurse, Investigator": free it. */
static char *
list_roles (CrfRole roles)
{
  GString *text = g_string_new (NULL);

  for (guint bit = 1; bit <= CRF_ROLES_ALL; bit <<= 1)
    if ((roles & bit) != 0)
      g_string_append_printf (text, "%s%s", text->len > 0 ? _(", ") : "", crf_role_get_label ((CrfRole) bit));
  return g_string_free (text, FALSE);
}

/* FALSE: the account cannot act at all. */
static gboolean
check_account (CrfUseCaseContext *context,
               const char *key,
               const CrfAccountRecord *account)
{
  g_autofree char *ended = crf_access_ended (context->file, account->login, crf_session_now (context->session));

  if (!account->enabled)
    crf_context_refuse (context, key, _("Name a colleague whose account is open."), _("The account of %s is closed."), account->name);
  else if (ended != NULL)
    crf_context_refuse (context, key, _("Name a colleague whose account is open."), "%s", ended);
  else if (account->must_change)
    crf_context_refuse (context, key, _("She or he signs in once and chooses a passphrase."),
                        _("%s has not chosen a passphrase of her or his own yet."), account->name);
  else
    return TRUE;
  return FALSE;
}

static const char *
find_role (CrfUseCaseContext *context,
           const char *key,
           const CrfAccountRecord *account,
           const CrfUseCase *use_case)
{
  g_autofree char *allowed = NULL;

  for (char **role = account->roles; role != NULL && *role != NULL; role++)
    if ((crf_role_from_name (*role) & use_case->roles) != 0)
      return g_intern_string (*role);
  allowed = list_roles (use_case->roles);
  crf_context_refuse (context, key, NULL, _("%1$s has no role that allows “%2$s”. These do: %3$s."), account->name, _ (use_case->title), allowed);
  return NULL;
}

const char *
crf_second_person_role (CrfUseCaseContext *context,
                        const char *key,
                        const CrfUseCase *use_case,
                        GError **error)
{
  g_autoptr (GPtrArray) accounts = crf_records_accounts (context->file, error);
  const char *login = crf_context_get (context, key);
  const CrfAccountRecord *account;
  const char *role;

  if (accounts == NULL)
    return NULL;
  account = find (accounts, login);
  if (account == NULL)
    crf_context_refuse (context, key, _("Study & users lists all accounts."), _("There is no account “%s”."), login);
  if (account == NULL || !check_account (context, key, account))
    return NULL;
  role = find_role (context, key, account, use_case);
  if (role == NULL)
    return NULL;
  if (use_case->task != NULL)
    context->outcome->refusal = crf_delegations_check (context->session, login, account->name, use_case->task);
  if (context->outcome->refusal == NULL)
    context->outcome->refusal = crf_retraining_check_person (context->session, login, use_case);
  return context->outcome->refusal == NULL ? role : NULL;
}
