/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Role keys: sealed to each account that is entitled, and to the recovery key; and the keys of
 * single patients, sealed to the role key "identifiers". */

#include "crf-keyring-private.h"

#include <glib/gi18n-lib.h>
#include <sodium.h>
#include <string.h>

#include "crf-detail.h"
#include "crf-transaction-private.h"

gboolean
_crf_keys_get_role_public (
    CrfDb *db, const char *name, guchar key[CRF_KEY_SIZE], gint64 *number, GError **error)
{
  g_autoptr (CrfStatement) query = crf_db_query (
      db, error, "SELECT number, public FROM role_key WHERE name = ?1 ORDER BY number DESC LIMIT 1",
      "s", name);
  CrfStep step = query != NULL ? crf_statement_step (query, error) : CRF_STEP_ERROR;

  if (step == CRF_STEP_ERROR)
    return FALSE;
  if (step == CRF_STEP_ROW && crf_seal_decode (crf_statement_text (query, 1), key, CRF_KEY_SIZE))
    {
      *number = crf_statement_int (query, 0);
      return TRUE;
    }
  g_set_error (error, CRF_STORE_ERROR, CRF_STORE_ERROR_KEY,
               _("This study file has no key “%s” yet. Make it first."), name);
  return FALSE;
}

static char *
slot_content (const char *entry, const char *box)
{
  return crf_detail_new ("entry", entry, "box", box, NULL);
}

gboolean
_crf_keys_seal_role (CrfTransaction *txn,
                     const char *name,
                     gint64 number,
                     const guchar secret[CRF_KEY_SIZE],
                     const char *holder,
                     const guchar holder_public[CRF_KEY_SIZE],
                     gboolean publish,
                     GError **error)
{
  g_autofree char *slot = g_strdup_printf ("role:%s:%" G_GINT64_FORMAT ":%s", name, number, holder);
  g_autofree char *item = g_strdup_printf ("role:%s:%" G_GINT64_FORMAT, name, number);
  const char *id = _crf_transaction_next_id (txn, error);
  CrfSealContext context = { crf_transaction_get_file (txn)->uuid, NULL, item, id };
  g_autofree char *published = publish ? crf_seal_encode (holder_public, CRF_KEY_SIZE) : NULL;
  g_autofree char *box = NULL;
  g_autofree char *content = NULL;

  if (id == NULL)
    return FALSE;
  box = crf_seal_to_public (&context, secret, CRF_KEY_SIZE, holder_public);
  content = slot_content (id, box);
  return _crf_keyslot_set (txn, slot, "role", holder, content, published, error);
}

/* The ring that is signed in learns a key that its account has just been given. */
static void
teach_actor (CrfTransaction *txn,
             const char *login,
             const char *name,
             gint64 number,
             const guchar public_key[CRF_KEY_SIZE],
             const guchar secret[CRF_KEY_SIZE])
{
  CrfKeyring *keyring = crf_transaction_get_actor (txn)->keyring;

  if (keyring != NULL && g_strcmp0 (keyring->login, login) == 0)
    _crf_keyring_add_role (keyring, name, number, public_key, secret);
}

gboolean
_crf_keys_seal_to_account (CrfTransaction *txn,
                           const char *name,
                           gint64 number,
                           const guchar public_key[CRF_KEY_SIZE],
                           const guchar secret[CRF_KEY_SIZE],
                           const char *login,
                           GError **error)
{
  guchar box[CRF_KEY_SIZE];
  guchar sign[CRF_KEY_SIZE];

  if (!_crf_keys_get_account_public (_crf_study_file_get_db (crf_transaction_get_file (txn)), login,
                                     box, sign, error)
      || !_crf_keys_seal_role (txn, name, number, secret, login, box, FALSE, error))
    return FALSE;
  teach_actor (txn, login, name, number, public_key, secret);
  return TRUE;
}

static gboolean
append_role_key (CrfTransaction *txn,
                 const char *name,
                 gint64 number,
                 const guchar public_key[CRF_KEY_SIZE],
                 GError **error)
{
  g_autofree char *number_text = g_strdup_printf ("%" G_GINT64_FORMAT, number);
  g_autofree char *public_text = crf_seal_encode (public_key, CRF_KEY_SIZE);
  g_autofree char *detail
      = crf_detail_new ("name", name, "number", number_text, "public", public_text, NULL);
  CrfEntry entry = { .action = CRF_ACTION_ROLE_KEY, .detail = detail };

  return crf_transaction_append (txn, &entry, NULL, error);
}

gboolean
_crf_keys_make_role (CrfTransaction *txn,
                     const char *name,
                     gint64 *number,
                     guchar public_key[CRF_KEY_SIZE],
                     guchar *secret,
                     GError **error)
{
  *number = 1
            + crf_db_get_int (_crf_study_file_get_db (crf_transaction_get_file (txn)), NULL, 0,
                              "SELECT max (number) FROM role_key WHERE name = ?1", "s", name);
  crypto_box_keypair (public_key, secret);
  return append_role_key (txn, name, *number, public_key, error);
}

gboolean
crf_keys_add_role_key (CrfTransaction *txn,
                       const char *name,
                       const char *const *logins,
                       const guchar *recovery_public,
                       GError **error)
{
  guchar public_key[CRF_KEY_SIZE];
  guchar *secret;
  gint64 number;
  gboolean ok;

  g_return_val_if_fail (txn != NULL && name != NULL, FALSE);
  secret = sodium_malloc (CRF_KEY_SIZE);
  ok = _crf_keys_make_role (txn, name, &number, public_key, secret, error);
  for (guint i = 0; ok && logins != NULL && logins[i] != NULL; i++)
    ok = _crf_keys_seal_to_account (txn, name, number, public_key, secret, logins[i], error);
  if (ok && recovery_public != NULL)
    ok = _crf_keys_seal_role (txn, name, number, secret, CRF_RECOVERY_HOLDER, recovery_public, TRUE,
                              error);
  sodium_free (secret);
  return ok;
}

static gboolean
refuse_not_held (const char *name, GError **error)
{
  g_set_error (error, CRF_STORE_ERROR, CRF_STORE_ERROR_KEY,
               _("This account does not hold the key “%s”. Somebody who holds it can give it."),
               name);
  return FALSE;
}

/* All numbers of the key that the holder has: older content stays readable to the new one. */
gboolean
crf_keys_grant (CrfTransaction *txn,
                CrfKeyring *holder,
                const char *role_key,
                const char *login,
                GError **error)
{
  gboolean any = FALSE;

  g_return_val_if_fail (txn != NULL && role_key != NULL && login != NULL, FALSE);
  for (guint i = 0; holder != NULL && i < holder->roles->len; i++)
    {
      CrfRoleSecret *role = g_ptr_array_index (holder->roles, i);

      if (!g_str_equal (role->name, role_key))
        continue;
      if (!_crf_keys_seal_to_account (txn, role->name, role->number, role->public_key, role->secret,
                                      login, error))
        return FALSE;
      any = TRUE;
    }
  return any || refuse_not_held (role_key, error);
}

gboolean
crf_keys_account_holds (CrfStudyFile *file, const char *login, const char *role_key)
{
  g_return_val_if_fail (file != NULL && login != NULL && role_key != NULL, FALSE);

  return crf_db_get_int (file->db, NULL, 0,
                         "SELECT 1 FROM keyslot WHERE slot = 'role:' || ?1 || ':' || "
                         "(SELECT max (number) FROM role_key WHERE name = ?1) || ':' || ?2",
                         "ss", role_key, login)
         == 1;
}

gboolean
crf_transaction_add_subject_key (CrfTransaction *self, const char *subject, GError **error)
{
  CrfStudyFile *file;
  g_autofree char *slot = NULL;
  g_autofree char *box = NULL;
  g_autofree char *content = NULL;
  CrfSealContext context = { 0 };
  guchar public_key[CRF_KEY_SIZE];
  guchar *key;
  gint64 number;

  g_return_val_if_fail (self != NULL && subject != NULL, FALSE);
  file = crf_transaction_get_file (self);
  if (!_crf_keys_get_role_public (file->db, CRF_ROLE_KEY_IDENTIFIERS, public_key, &number, error))
    return FALSE;
  slot = g_strconcat ("subject:", subject, NULL);
  context = (CrfSealContext){ file->uuid, subject, slot, _crf_transaction_next_id (self, error) };
  if (context.entry == NULL)
    return FALSE;
  key = sodium_malloc (CRF_KEY_SIZE);
  randombytes_buf (key, CRF_KEY_SIZE);
  box = crf_seal_to_public (&context, key, CRF_KEY_SIZE, public_key);
  content = slot_content (context.entry, box);
  _crf_transaction_keep_subject_key (self, subject, key);
  sodium_free (key);
  return _crf_keyslot_set (self, slot, "subject", CRF_ROLE_KEY_IDENTIFIERS, content, NULL, error);
}

/* The slot names no number: the role keys that are held are tried, newest last made first. */
gboolean
_crf_keys_unwrap_subject_key (CrfStudyFile *file,
                              CrfKeyring *keyring,
                              const char *subject,
                              guchar key[CRF_KEY_SIZE],
                              GError **error)
{
  g_autofree char *slot = g_strconcat ("subject:", subject, NULL);
  g_autofree char *content = _crf_keyslot_get (file->db, slot, NULL);
  g_autoptr (JsonObject) detail = content != NULL ? crf_detail_parse (content, NULL) : NULL;
  g_autofree char *entry = crf_detail_get (detail, "entry");
  g_autofree char *box = crf_detail_get (detail, "box");
  CrfSealContext context = { file->uuid, subject, slot, entry };

  if (keyring == NULL || _crf_keyring_find_role (keyring, CRF_ROLE_KEY_IDENTIFIERS) == NULL)
    return refuse_not_held (CRF_ROLE_KEY_IDENTIFIERS, error);
  for (guint i = keyring->roles->len; i > 0; i--)
    {
      CrfRoleSecret *role = g_ptr_array_index (keyring->roles, i - 1);
      guchar *payload = NULL;
      gsize size = 0;
      gboolean ok = g_str_equal (role->name, CRF_ROLE_KEY_IDENTIFIERS)
                    && crf_seal_open_public (&context, box, role->public_key, role->secret,
                                             &payload, &size, NULL)
                    && size == CRF_KEY_SIZE;

      if (ok)
        memcpy (key, payload, CRF_KEY_SIZE);
      sodium_free (payload);
      if (ok)
        return TRUE;
    }
  g_set_error_literal (error, CRF_STORE_ERROR, CRF_STORE_ERROR_KEY,
                       content == NULL
                           ? _("The identifying data of this patient have been erased.")
                           : _("The key of this patient does not open. Check the integrity of the study file."));
  return FALSE;
}

gboolean
_crf_keys_get_subject_key (CrfTransaction *txn,
                           const char *subject,
                           guchar key[CRF_KEY_SIZE],
                           GError **error)
{
  const guchar *kept = subject != NULL ? _crf_transaction_get_subject_key (txn, subject) : NULL;

  if (subject == NULL)
    {
      g_set_error_literal (error, CRF_STORE_ERROR, CRF_STORE_ERROR_CONFLICT,
                           _("An identifying value must belong to a patient."));
      return FALSE;
    }
  if (kept != NULL)
    {
      memcpy (key, kept, CRF_KEY_SIZE);
      return TRUE;
    }
  if (!_crf_keys_unwrap_subject_key (crf_transaction_get_file (txn),
                                     crf_transaction_get_actor (txn)->keyring, subject, key, error))
    return FALSE;
  _crf_transaction_keep_subject_key (txn, subject, key);
  return TRUE;
}
