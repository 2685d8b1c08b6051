/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What roles an account has and which keys go with them. */

#include "crf-account-roles.h"

#include <glib/gi18n-lib.h>
#include <json-glib/json-glib.h>

/* Who works with names and hospital numbers. Monitors, statisticians and blinded assessors read pseudonyms. */
#define IDENTIFIER_ROLES                                                                                                    \
  (CRF_ROLE_ADMINISTRATOR | CRF_ROLE_NURSE | CRF_ROLE_INVESTIGATOR | CRF_ROLE_PRINCIPAL_INVESTIGATOR)

CrfRole
crf_account_parse_roles (CrfUseCaseContext *context,
                         const char *text)
{
  g_auto (GStrv) words = g_strsplit_set (text, ", ", -1);
  CrfRole roles = 0;

  for (guint i = 0; words[i] != NULL; i++)
    {
      CrfRole role;

      if (*words[i] == '\0')
        continue;
      role = crf_role_from_name (words[i]);
      if (role == 0)
        {
          crf_context_refuse (context, "no-such-role", _("Use names such as nurse, investigator or administrator."), _("There is no role “%s”."), words[i]);
          return 0;
        }
      roles |= role;
    }
  if (roles == 0)
    crf_context_refuse (context, "role-missing", _("Choose at least one role."), _("The account has no role."));
  return roles;
}

CrfAccountRecord *
crf_account_find (CrfUseCaseContext *context,
                  GPtrArray *accounts,
                  const char *login)
{
  for (guint i = 0; i < accounts->len; i++)
    {
      CrfAccountRecord *account = g_ptr_array_index (accounts, i);

      if (g_strcmp0 (account->login, login) == 0)
        return account;
    }
  crf_context_refuse (context, "no-such-account", _("Check the login."), _("There is no account “%s”."), login);
  return NULL;
}

gboolean
crf_account_append_roles (CrfUseCaseContext *context,
                          const char *login,
                          CrfRole roles,
                          GError **error)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;
  g_autofree char *detail = NULL;
  CrfEntry entry = { .action = CRF_ACTION_ACCOUNT_ROLES };

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "login");
  json_builder_add_string_value (builder, login);
  json_builder_set_member_name (builder, "roles");
  json_builder_begin_array (builder);
  for (guint bit = 1; bit <= CRF_ROLE_AUDITOR; bit <<= 1)
    if (roles & bit)
      json_builder_add_string_value (builder, crf_role_get_name ((CrfRole) bit));
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  detail = json_to_string (root, FALSE);
  entry.detail = detail;
  return crf_context_append (context, &entry, NULL, error);
}

static gboolean
grant (CrfUseCaseContext *context,
       const char *role_key,
       const char *login,
       GError **error)
{
  CrfKeyring *keyring = crf_session_get_keyring (context->session);

  if (crf_keys_account_holds (context->file, login, role_key))
    return TRUE;
  if (crf_keyring_holds (keyring, role_key))
    return crf_keys_grant (context->txn, keyring, role_key, login, error);
  crf_context_notice (context, _("The key “%s” could not be given to %s: an account that holds it gives it, or the recovery key."), role_key, login);
  return TRUE;
}

/* In an open study all roles that randomise or treat know the arms; in a masked one only those that the definition names. */
static gboolean
may_know (CrfStudy *study,
          CrfRole roles)
{
  for (guint bit = 1; bit <= CRF_ROLE_AUDITOR; bit <<= 1)
    if ((roles & bit) && crf_study_role_may_know (study, crf_role_get_name ((CrfRole) bit)))
      return TRUE;
  return FALSE;
}

gboolean
crf_account_grant_keys (CrfUseCaseContext *context,
                        const char *login,
                        CrfRole roles,
                        GError **error)
{
  if ((roles & IDENTIFIER_ROLES) && !grant (context, CRF_ROLE_KEY_IDENTIFIERS, login, error))
    return FALSE;
  if (!may_know (context->study, roles))
    return TRUE;
  return grant (context, CRF_ROLE_KEY_ALLOCATION, login, error);
}

gboolean
crf_account_has_other_administrator (GPtrArray *accounts,
                                     const char *login)
{
  for (guint i = 0; i < accounts->len; i++)
    {
      CrfAccountRecord *account = g_ptr_array_index (accounts, i);

      if (account->enabled && g_strcmp0 (account->login, login) != 0 &&
          g_strv_contains ((const char *const *) account->roles, crf_role_get_name (CRF_ROLE_ADMINISTRATOR)))
        return TRUE;
    }
  return FALSE;
}
