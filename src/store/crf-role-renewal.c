/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Role keys after somebody has left: the slots of who may hold them no longer are overwritten. */

#include "crf-keyring-private.h"

#include "crf-study-file-private.h"
#include "crf-transaction-private.h"

/* All numbers of the role key; free it. */
static GPtrArray *
list_slots (CrfDb *db, const char *role_key, const char *login, GError **error)
{
  g_autofree char *prefix = g_strdup_printf ("role:%s:", role_key);
  g_autoptr (GPtrArray) slots = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (CrfStatement) query
      = crf_db_query (db, error, "SELECT slot FROM keyslot WHERE kind = 'role' AND holder = ?1 AND substr (slot, 1, length (?2)) = ?2 ORDER BY slot",
                      "ss", login, prefix);
  CrfStep step = CRF_STEP_ERROR;

  while (query != NULL && (step = crf_statement_step (query, error)) == CRF_STEP_ROW)
    g_ptr_array_add (slots, g_strdup (crf_statement_text (query, 0)));
  return step == CRF_STEP_DONE ? g_steal_pointer (&slots) : NULL;
}

gboolean
crf_keys_revoke (CrfTransaction *txn, const char *role_key, const char *login, GError **error)
{
  g_autoptr (GPtrArray) slots = NULL;

  g_return_val_if_fail (txn != NULL && role_key != NULL && login != NULL, FALSE);

  slots = list_slots (_crf_study_file_get_db (crf_transaction_get_file (txn)), role_key, login, error);
  for (guint i = 0; slots != NULL && i < slots->len; i++)
    if (!_crf_keyslot_erase (txn, g_ptr_array_index (slots, i), error))
      return FALSE;
  return slots != NULL;
}

gboolean
crf_keys_account_holds_any (CrfStudyFile *file, const char *login)
{
  g_return_val_if_fail (file != NULL && login != NULL, FALSE);

  return crf_db_get_int (file->db, NULL, 0, "SELECT 1 FROM keyslot WHERE kind = 'role' AND holder = ?1 AND substr (slot, 1, 5) = 'role:' LIMIT 1", "s",
                         login)
         == 1;
}
