/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Role keys after somebody has left: the slots of who may hold them no longer are overwritten, and a new key is made for what is sealed later. */

#include "crf-keyring-private.h"

#include <glib/gi18n-lib.h>
#include <sodium.h>

#include "crf-detail.h"
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

  return crf_db_get_int (file->db, NULL, 0, "SELECT 1 FROM keyslot WHERE slot >= 'role:' AND slot < 'role;' AND holder = ?1 LIMIT 1", "s", login) == 1;
}

gboolean
_crf_keys_get_published (CrfDb *db, const char *holder, guchar key[CRF_KEY_SIZE])
{
  /* The detail is as crf_detail_new() writes it: within a text a quotation mark is escaped. */
  g_autofree char *text = crf_db_get_text (db, NULL,
                                           "SELECT detail FROM journal WHERE action = '" CRF_ACTION_KEYSLOT "' AND detail LIKE "
                                           "'%\"holder\":\"' || ?1 || '\"%' AND detail LIKE '%\"public\":\"%' ORDER BY clock DESC LIMIT 1",
                                           "s", holder);
  g_autoptr (JsonObject) detail = text != NULL ? crf_detail_parse (text, NULL) : NULL;
  g_autofree char *encoded = detail != NULL ? crf_detail_get (detail, "public") : NULL;

  return crf_seal_decode (encoded, key, CRF_KEY_SIZE);
}

/* Of the newest number; free it. */
static GPtrArray *
list_holders (CrfDb *db, const char *role_key, GError **error)
{
  g_autoptr (GPtrArray) holders = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (CrfStatement) query
      = crf_db_query (db, error,
                      "SELECT holder FROM keyslot WHERE kind = 'role' AND slot = 'role:' || ?1 || ':' || "
                      "(SELECT max (number) FROM role_key WHERE name = ?1) || ':' || holder ORDER BY holder",
                      "s", role_key);
  CrfStep step = CRF_STEP_ERROR;

  while (query != NULL && (step = crf_statement_step (query, error)) == CRF_STEP_ROW)
    g_ptr_array_add (holders, g_strdup (crf_statement_text (query, 0)));
  return step == CRF_STEP_DONE ? g_steal_pointer (&holders) : NULL;
}

static gboolean
seal_to (CrfTransaction *txn,
         const char *role_key,
         gint64 number,
         const guchar public_key[CRF_KEY_SIZE],
         const guchar *secret,
         const char *holder,
         GError **error)
{
  guchar published[CRF_KEY_SIZE];

  if (!g_str_equal (holder, CRF_RECOVERY_HOLDER) && !g_str_equal (holder, CRF_TRIAL_HOLDER))
    return _crf_keys_seal_to_account (txn, role_key, number, public_key, secret, holder, error);
  if (_crf_keys_get_published (_crf_study_file_get_db (crf_transaction_get_file (txn)), holder, published))
    return _crf_keys_seal_role (txn, role_key, number, secret, holder, published, TRUE, error);
  g_set_error (error, CRF_STORE_ERROR, CRF_STORE_ERROR_DAMAGED, _("The journal does not name the public key of “%s”. Check the integrity of the study file."), holder);
  return FALSE;
}

gboolean
crf_keys_renew (CrfTransaction *txn, const char *role_key, GError **error)
{
  g_autoptr (GPtrArray) holders = NULL;
  guchar public_key[CRF_KEY_SIZE];
  guchar *secret;
  gint64 number;
  gboolean ok;

  g_return_val_if_fail (txn != NULL && role_key != NULL, FALSE);

  holders = list_holders (_crf_study_file_get_db (crf_transaction_get_file (txn)), role_key, error);
  if (holders == NULL)
    return FALSE;
  secret = sodium_malloc (CRF_KEY_SIZE);
  ok = _crf_keys_make_role (txn, role_key, &number, public_key, secret, error);
  for (guint i = 0; ok && i < holders->len; i++)
    ok = seal_to (txn, role_key, number, public_key, secret, g_ptr_array_index (holders, i), error);
  sodium_free (secret);
  return ok;
}
