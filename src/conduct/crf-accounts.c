/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Accounts and the role keys that go with roles. */

#include "crf-accounts.h"

#include "crf-detail.h"
#include "crf-entitlement.h"
#include "crf-passphrase-rule.h"
#include "crf-session-private.h"
#include "crf-trial-key.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define KNOWS_ARMS "has-known-arms"

static char *
list_labels (CrfRole roles)
{
  GString *text = g_string_new (NULL);

  for (guint bit = 1; bit <= CRF_ROLES_ALL; bit <<= 1)
    if ((roles & bit) != 0)
      g_string_append_printf (text, "%s%s", text->len > 0 ? _(", ") : "", crf_role_get_label ((CrfRole) bit));
  return g_string_free (text, FALSE);
}

/* Nobody is kept from what the same person learns in another role. */
static gboolean
check_blind (CrfUseCaseContext *context,
             CrfRole roles)
{
  CrfRole knowing = crf_entitlement_knowing (context->study);
  g_autofree char *know = list_labels (roles & knowing), *blinded = list_labels (roles & ~knowing);

  if (!crf_entitlement_mixes (context->study, roles))
    return TRUE;
  crf_context_refuse (context, "roles-mix-blinding", _("Give these roles to two people, each with an account of their own."),
                      /* Translators: roles, separated by commas */
                      _("In this masked study nobody has a role that may know the arms (%1$s) together with one that may not (%2$s)."), know, blinded);
  return FALSE;
}

/* Who compares, asks or inspects has no hand in what is compared; and who judges blind does not treat. */
static gboolean
check_duties (CrfUseCaseContext *context,
              CrfRole roles)
{
  const CrfRole treating = CRF_ROLE_NURSE | CRF_ROLE_INVESTIGATOR | CRF_ROLE_PRINCIPAL_INVESTIGATOR;
  const CrfRole writing = treating | CRF_ROLE_ASSESSOR | CRF_ROLE_PHARMACIST | CRF_ROLE_LABORATORY;
  const struct { CrfRole one, others; } apart[] = {
    { CRF_ROLE_MONITOR, writing }, { CRF_ROLE_AUDITOR, CRF_ROLES_ALL & ~CRF_ROLE_AUDITOR }, { CRF_ROLE_ASSESSOR, treating },
  };

  for (guint i = 0; i < G_N_ELEMENTS (apart); i++)
    if ((roles & apart[i].one) != 0 && (roles & apart[i].others) != 0)
      {
        g_autofree char *one = list_labels (apart[i].one), *others = list_labels (roles & apart[i].others);

        crf_context_refuse (context, "roles-of-two-people", _("Give these roles to two people, each with an account of their own."),
                            /* Translators: a role, and one or several others separated by commas */
                            _("One person is not “%1$s” and at the same time %2$s."), one, others);
        return FALSE;
      }
  return TRUE;
}

CrfRole
crf_accounts_parse_roles (CrfUseCaseContext *context,
                          const char *text)
{
  g_auto (GStrv) names = g_strsplit_set (text, ", ;", -1);
  CrfRole roles = 0;

  for (char **name = names; *name != NULL; name++)
    {
      CrfRole role;

      if (**name == '\0')
        continue;
      role = crf_role_from_name (*name);
      if (role == 0)
        {
          crf_context_refuse (context, "role-unknown",
                              _("Roles are: administrator, nurse, investigator, principal-investigator, data-manager, monitor, "
                                "pharmacist, laboratory, assessor, statistician, auditor."),
                              _("There is no role “%s”."), *name);
          return 0;
        }
      roles |= role;
    }
  if (roles == 0)
    crf_context_refuse (context, "role-missing", NULL, _("An account needs at least one role."));
  return check_blind (context, roles) && check_duties (context, roles) ? roles : 0;
}

typedef struct { const char *login; CrfRole roles; } Past;

static gboolean
note_past (const CrfJournalRecord *record,
           gpointer data)
{
  Past *past = data;
  g_autoptr (JsonObject) detail = crf_detail_parse (record->columns[CRF_COL_DETAIL], NULL);
  g_autofree char *login = detail != NULL ? crf_detail_get (detail, "login") : NULL;
  JsonNode *roles = detail != NULL ? json_object_get_member (detail, "roles") : NULL;
  JsonArray *array = roles != NULL && JSON_NODE_HOLDS_ARRAY (roles) ? json_node_get_array (roles) : NULL;

  for (guint i = 0; g_strcmp0 (login, past->login) == 0 && array != NULL && i < json_array_get_length (array); i++)
    {
      JsonNode *name = json_array_get_element (array, i);

      if (json_node_get_value_type (name) == G_TYPE_STRING)
        past->roles |= crf_role_from_name (json_node_get_string (name));
    }
  return TRUE;
}

static void
ask_past (CrfUseCaseContext *context,
          const char *sentence)
{
  CrfPrompt *prompt = crf_context_ask (context, KNOWS_ARMS, g_strdup_printf ("%s %s", sentence,
                                     _("What is known stays known: let somebody else do it, who has an account of their own. If it must be, say why; a deviation is drafted.")));

  prompt->needs_reason = TRUE;
}

gboolean
crf_accounts_check_past (CrfUseCaseContext *context,
                         const char *login,
                         CrfRole roles,
                         GError **error)
{
  const CrfEntry target = { .action = CRF_ACTION_ACCOUNT_ROLES };
  CrfRole knowing = crf_entitlement_knowing (context->study);
  const char *reason = crf_context_get (context, "reason");
  g_autofree char *knew = NULL, *blinded = NULL, *sentence = NULL;
  Past past = { login, 0 };

  if (crf_study_get_masking (context->study) == CRF_MASKING_NONE || (roles & ~knowing) == 0 || crf_trial_key_is_unlocked (context->file))
    return TRUE;
  if (!crf_records_journal (context->file, &target, NULL, 0, FALSE, note_past, &past, error))
    return FALSE;
  if ((past.roles & knowing) == 0)
    return TRUE;
  knew = list_labels (past.roles & knowing);
  blinded = list_labels (roles & ~knowing);
  /* Translators: login; roles, separated by commas (twice) */
  sentence = g_strdup_printf (_("%1$s has had a role that may know the arms (%2$s) and gets one that may not (%3$s)."), login, knew, blinded);
  if (crf_context_has_confirmed (context, KNOWS_ARMS) && reason != NULL)
    return crf_context_open_deviation (context, "blinding", reason, error, "%s", sentence);
  ask_past (context, sentence);
  return FALSE;
}

CrfAccountRecord *
crf_accounts_find (CrfUseCaseContext *context,
                   const char *login,
                   GPtrArray **list,
                   GError **error)
{
  *list = crf_records_accounts (context->file, error);
  for (guint i = 0; *list != NULL && i < (*list)->len; i++)
    {
      CrfAccountRecord *account = g_ptr_array_index (*list, i);

      if (strcmp (account->login, login) == 0)
        return account;
    }
  if (*list != NULL)
    crf_context_refuse (context, "account-unknown", _("Study & users lists all accounts."), _("There is no account “%s”."), login);
  return NULL;
}

gboolean
crf_accounts_get_last_day (CrfUseCaseContext *context,
                           char **last_day)
{
  const char *open_ended = crf_context_get (context, "no-last-day");

  *last_day = NULL;
  if (!crf_context_get_date (context, "last-day", FALSE, last_day))
    return FALSE;
  if (open_ended == NULL || strchr ("yYt1", *open_ended) == NULL)
    return TRUE;
  if (*last_day != NULL)
    {
      crf_context_refuse (context, "last-day-twice", _("Give the one or the other."), _("An account has a last day or it has none."));
      return FALSE;
    }
  *last_day = g_strdup ("");
  return TRUE;
}

/* Inspectors come and go: their account ends by itself. */
static gboolean
check_auditor (CrfUseCaseContext *context,
               CrfRole roles,
               const char *last_day)
{
  if ((roles & CRF_ROLE_AUDITOR) == 0 || (last_day != NULL && *last_day != '\0'))
    return TRUE;
  crf_context_refuse (context, "last-day-missing", _("Give the last day of the audit or inspection."),
                      _("The account of an auditor or inspector needs a last day."));
  return FALSE;
}

gboolean
crf_accounts_append_roles (CrfUseCaseContext *context,
                           const char *login,
                           CrfRole roles,
                           GError **error)
{
  g_autoptr (GString) detail = g_string_new (NULL);
  CrfEntry entry = { .action = CRF_ACTION_ACCOUNT_ROLES };
  g_autofree char *last_day = NULL;
  gboolean first = TRUE;

  /* Logins and role names hold no character that JSON escapes. */
  g_string_append_printf (detail, "{\"login\":\"%s\",\"roles\":[", login);
  for (guint bit = 0; (1u << bit) <= CRF_ROLES_ALL; bit++)
    if ((roles & (1u << bit)) != 0)
      {
        g_string_append_printf (detail, "%s\"%s\"", first ? "" : ",", crf_role_get_name ((CrfRole) (1u << bit)));
        first = FALSE;
      }
  g_string_append (detail, "]");
  if (!crf_accounts_get_last_day (context, &last_day) || !check_auditor (context, roles, last_day))
    return FALSE;
  if (last_day != NULL)
    g_string_append_printf (detail, ",\"last_day\":\"%s\"", last_day);
  g_string_append (detail, "}");
  entry.detail = detail->str;
  entry.reason = crf_context_get (context, "reason");
  return crf_context_append (context, &entry, NULL, error);
}

gboolean
crf_accounts_append_state (CrfUseCaseContext *context,
                           const char *login,
                           gboolean enabled,
                           gboolean must_change,
                           GError **error)
{
  g_autofree char *detail = g_strdup_printf ("{\"login\":\"%s\",\"enabled\":%s,\"must_change\":%s}", login, enabled ? "true" : "false",
                                             must_change ? "true" : "false");
  CrfEntry entry = { .action = CRF_ACTION_ACCOUNT_STATE, .detail = detail, .reason = crf_context_get (context, "reason") };

  return crf_context_append (context, &entry, NULL, error);
}

static gboolean
grant_one (CrfUseCaseContext *context,
           CrfKeyring *recovery,
           const char *role_key,
           const char *login,
           GError **error)
{
  CrfKeyring *own = crf_session_get_keyring (context->session);
  CrfKeyring *holder = recovery != NULL ? recovery : own;

  if (crf_keys_account_holds (context->file, login, role_key))
    return TRUE;
  if (!crf_keyring_holds (holder, role_key))
    {
      crf_context_notice (context, _("%s does not hold the key “%s” yet: somebody who holds it, or the recovery key, must give it."), login,
                          role_key);
      return TRUE;
    }
  return crf_keys_grant (context->txn, holder, role_key, login, error);
}

gboolean
crf_accounts_is_open (CrfUseCaseContext *context,
                      const char *login)
{
  CrfAccountRecord *account = crf_records_account (context->file, login, NULL);
  g_autofree char *ended = crf_access_ended (context->file, login, crf_session_now (context->session));
  gboolean open = account != NULL && account->enabled && ended == NULL;

  g_clear_pointer (&account, crf_account_record_free);
  return open;
}

gboolean
crf_accounts_grant (CrfUseCaseContext *context,
                    const char *login,
                    CrfRole roles,
                    GError **error)
{
  static const char *const role_keys[] = { CRF_ROLE_KEY_IDENTIFIERS, CRF_ROLE_KEY_ALLOCATION };
  const char *text = crf_context_get (context, "recovery-key");
  g_autoptr (CrfKeyring) recovery = text != NULL ? crf_keyring_unlock_recovery (context->file, text, error) : NULL;

  if (text != NULL && recovery == NULL)
    return FALSE;
  /* An account from before this rule. */
  if (!check_blind (context, roles))
    return FALSE;
  if (!crf_accounts_is_open (context, login))
    {
      crf_context_notice (context, _("%s cannot sign in, and is given no keys until the account is open again."), login);
      return TRUE;
    }
  for (guint i = 0; i < G_N_ELEMENTS (role_keys); i++)
    if (crf_entitlement_holds (context->study, roles, role_keys[i]) && !grant_one (context, recovery, role_keys[i], login, error))
      return FALSE;
  return TRUE;
}

static void
tell_share (CrfUseCaseContext *context,
            const char *login)
{
  g_autofree char *first = NULL, *second = NULL;

  if (crf_trial_key_get_holders (context->file, &first, &second) && (strcmp (login, first) == 0 || strcmp (login, second) == 0) &&
      !crf_trial_key_is_unlocked (context->file))
    crf_context_notice (context, _("%s holds a share of the end-of-trial key: let the pharmacist share it anew."), login);
}

gboolean
crf_accounts_withdraw (CrfUseCaseContext *context,
                       const char *login,
                       CrfRole roles,
                       GError **error)
{
  gboolean masked = crf_study_get_masking (context->study) != CRF_MASKING_NONE;
  gboolean knew = masked && crf_keys_account_holds (context->file, login, CRF_ROLE_KEY_ALLOCATION);

  if (!crf_entitlement_withdraw (context->txn, context->study, login, roles, error))
    return FALSE;
  if (knew && !crf_keys_account_holds (context->file, login, CRF_ROLE_KEY_ALLOCATION))
    crf_context_notice (context, _("%s no longer holds the key to the arms; what is sealed from now on has a new one. What %s knows of the arms stays known."),
                        login, login);
  if (roles == 0)
    tell_share (context, login);
  return TRUE;
}

/* How far the account can be counted on to manage the others: it cannot, for a time, always. */
typedef enum { NO_ADMINISTRATOR, UNTIL_A_DAY, ALWAYS } Administers;

static Administers
administers (CrfUseCaseContext *context,
             gboolean enabled,
             CrfRole roles,
             const char *last_day)
{
  if (!enabled || (roles & CRF_ROLE_ADMINISTRATOR) == 0)
    return NO_ADMINISTRATOR;
  if (last_day == NULL)
    return ALWAYS;
  return strcmp (crf_session_get_today (context->session), last_day) <= 0 ? UNTIL_A_DAY : NO_ADMINISTRATOR;
}

static Administers
administers_now (CrfUseCaseContext *context,
                 const CrfAccountRecord *account)
{
  g_autofree char *last_day = crf_access_last_day (context->file, account->login);

  return administers (context, account->enabled, crf_accounts_roles_of (account), last_day);
}

/* An account that ends on a day does not stand in for one that does not. */
gboolean
crf_accounts_check_last_administrator (CrfUseCaseContext *context,
                                       const CrfAccountRecord *account,
                                       gboolean enabled,
                                       CrfRole roles,
                                       const char *last_day,
                                       GPtrArray *accounts)
{
  Administers before = administers_now (context, account);

  if (administers (context, enabled, roles, last_day) >= before)
    return TRUE;
  for (guint i = 0; i < accounts->len; i++)
    {
      const CrfAccountRecord *other = g_ptr_array_index (accounts, i);

      if (strcmp (other->login, account->login) != 0 && administers_now (context, other) >= before)
        return TRUE;
    }
  crf_context_refuse (context, "last-administrator", _("Make another account administrator first, without a last day."),
                      _("%s is the last administrator who can be counted on to sign in: nobody could manage accounts afterwards."), account->login);
  return FALSE;
}

const char *
crf_accounts_new_passphrase (CrfUseCaseContext *context)
{
  const char *passphrase = crf_context_get (context, "new-passphrase");
  const char *login = crf_context_get (context, "login");
  g_autofree char *fault = crf_passphrase_account_fault (passphrase, login != NULL ? login : crf_session_get_login (context->session),
                                                         crf_session_is_demo (context->session));

  if (fault == NULL)
    return passphrase;
  crf_context_refuse (context, "passphrase-weak", _("Choose a longer passphrase; several words are good."), "%s", fault);
  return NULL;
}

CrfRole
crf_accounts_roles_of (const CrfAccountRecord *account)
{
  CrfRole roles = 0;

  for (char **role = account->roles; role != NULL && *role != NULL; role++)
    roles |= crf_role_from_name (*role);
  return roles;
}
