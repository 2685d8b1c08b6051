/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Role keys and roles. */

#include "crf-entitlement.h"

#include "crf-names.h"
#include "crf-records.h"
#include "crf-session-private.h"
#include "crf-trial-key.h"
#include "crf-use-case-private.h"

#include <string.h>

static const char *const role_keys[] = { CRF_ROLE_KEY_IDENTIFIERS, CRF_ROLE_KEY_ALLOCATION };

CrfRole
crf_entitlement_knowing (CrfStudy *study)
{
  CrfRole roles = 0;

  for (guint bit = 1; bit <= CRF_ROLES_ALL; bit <<= 1)
    if (crf_study_role_may_know (study, crf_role_get_name ((CrfRole) bit)))
      roles |= bit;
  return roles;
}

gboolean
crf_entitlement_mixes (CrfStudy *study,
                       CrfRole roles)
{
  CrfRole knowing = crf_entitlement_knowing (study);

  return crf_study_get_masking (study) != CRF_MASKING_NONE && (roles & knowing) != 0 && (roles & ~knowing) != 0;
}

gboolean
crf_entitlement_holds (CrfStudy *study,
                       CrfRole roles,
                       const char *role_key)
{
  if (strcmp (role_key, CRF_ROLE_KEY_IDENTIFIERS) == 0)
    return (roles & crf_names_get_roles ()) != 0;
  /* An administrator of an open study holds the key to hand it on; never in a masked one. */
  return (roles & crf_entitlement_knowing (study)) != 0 || ((roles & CRF_ROLE_ADMINISTRATOR) != 0 && crf_study_get_masking (study) == CRF_MASKING_NONE);
}

/* After the trial was unblinded there is nothing left to keep; who put the end-of-trial key together analyses the arms in whatever role. */
static gboolean
stays (CrfTransaction *txn,
       CrfStudy *study,
       CrfRole roles,
       const char *role_key)
{
  return crf_entitlement_holds (study, roles, role_key) ||
         (strcmp (role_key, CRF_ROLE_KEY_ALLOCATION) == 0 && roles != 0 && crf_trial_key_is_unlocked (crf_transaction_get_file (txn)));
}

static gboolean
needs_renewal (CrfTransaction *txn,
               CrfStudy *study,
               const char *role_key)
{
  return strcmp (role_key, CRF_ROLE_KEY_ALLOCATION) == 0 && crf_study_get_masking (study) != CRF_MASKING_NONE &&
         !crf_trial_key_is_unlocked (crf_transaction_get_file (txn));
}

gboolean
crf_entitlement_withdraw (CrfTransaction *txn,
                          CrfStudy *study,
                          const char *login,
                          CrfRole roles,
                          GError **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (role_keys); i++)
    {
      gboolean held = crf_keys_account_holds (crf_transaction_get_file (txn), login, role_keys[i]);

      if (stays (txn, study, roles, role_keys[i]))
        continue;
      if (!crf_keys_revoke (txn, role_keys[i], login, error)
          || (held && needs_renewal (txn, study, role_keys[i])
              && !crf_keys_renew (txn, role_keys[i], error)))
        return FALSE;
    }
  return TRUE;
}

/* Logins that hold role keys and may not come in. */
static GPtrArray *
list_gone (CrfSession *session,
           GError **error)
{
  CrfStudyFile *file = crf_session_get_file (session);
  g_autoptr (GPtrArray) accounts = crf_records_accounts (file, error);
  g_autoptr (GPtrArray) gone = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; accounts != NULL && i < accounts->len; i++)
    {
      const CrfAccountRecord *account = g_ptr_array_index (accounts, i);
      g_autofree char *ended = crf_access_ended (file, account->login, crf_session_now (session));

      if ((!account->enabled || ended != NULL) && crf_keys_account_holds_any (file, account->login))
        g_ptr_array_add (gone, g_strdup (account->login));
    }
  return accounts != NULL ? g_steal_pointer (&gone) : NULL;
}

gboolean
crf_entitlement_follow_accounts (CrfSession *session,
                                 GError **error)
{
  g_autoptr (GPtrArray) gone = crf_session_is_read_only (session) ? NULL : list_gone (session, error);
  CrfActor actor = crf_session_get_actor (session);
  g_autoptr (CrfTransaction) txn = NULL;

  if (gone == NULL || gone->len == 0)
    return gone != NULL || crf_session_is_read_only (session);
  txn = crf_transaction_begin (crf_session_get_file (session), &actor, error);
  for (guint i = 0; txn != NULL && i < gone->len; i++)
    if (!crf_entitlement_withdraw (txn, crf_session_get_study (session), g_ptr_array_index (gone, i), 0, error))
      return FALSE;
  return txn != NULL && crf_transaction_commit (txn, error);
}
