/* SPDX-License-Identifier: GPL-3.0-or-later */

/* How accounts get and lose their keys: Argon2id over the passphrase, the account's slot, public
 * keys. */

#include "crf-keyring-private.h"

#include <glib/gi18n-lib.h>
#include <sodium.h>
#include <string.h>

#include "crf-detail.h"
#include "crf-transaction-private.h"

#define CHEAP_OPERATIONS 1
#define CHEAP_MEMORY (64 * 1024)

void
crf_keys_set_cost (CrfStudyFile *file, gboolean cheap)
{
  g_return_if_fail (file != NULL);

  file->cheap = cheap;
}

/* The limits keep a tampered slot from taking all memory. */
gboolean
_crf_keys_derive (const char *passphrase,
                  const guchar salt[CRF_SALT_SIZE],
                  gint64 operations,
                  gint64 memory,
                  guchar *key,
                  GError **error)
{
  if (operations < 1 || operations > 16 || memory < 8192 || memory > G_GINT64_CONSTANT (2) << 30)
    {
      g_set_error_literal (
          error, CRF_STORE_ERROR, CRF_STORE_ERROR_DAMAGED,
          _("A key slot asks for an impossible amount of work. Check the integrity of the study file."));
      return FALSE;
    }
  if (crypto_pwhash (key, CRF_KEY_SIZE, passphrase, strlen (passphrase), salt,
                     (unsigned long long) operations, (size_t) memory, crypto_pwhash_ALG_ARGON2ID13)
      == 0)
    return TRUE;
  g_set_error (error, CRF_STORE_ERROR, CRF_STORE_ERROR_OTHER,
               _("The passphrase could not be checked: %d MiB of memory are needed for a moment. "
                  "Close other programs "
                  "and try again."),
               (int) (memory >> 20));
  return FALSE;
}

/* Wraps the secrets of @keyring under @passphrase into the account's slot. */
static gboolean
set_account_slot (CrfTransaction *txn, CrfKeyring *keyring, const char *passphrase, GError **error)
{
  CrfStudyFile *file = crf_transaction_get_file (txn);
  gint64 operations = file->cheap ? CHEAP_OPERATIONS : (gint64) crypto_pwhash_OPSLIMIT_MODERATE;
  gint64 memory = file->cheap ? CHEAP_MEMORY : (gint64) crypto_pwhash_MEMLIMIT_MODERATE;
  g_autofree char *slot = g_strconcat ("account:", keyring->login, NULL);
  const char *id = _crf_transaction_next_id (txn, error);
  CrfSealContext context = { file->uuid, NULL, slot, id };
  g_autofree char *ops_text = g_strdup_printf ("%" G_GINT64_FORMAT, operations);
  g_autofree char *mem_text = g_strdup_printf ("%" G_GINT64_FORMAT, memory);
  g_autofree char *box = NULL;
  g_autofree char *salt_text = NULL;
  g_autofree char *content = NULL;
  guchar salt[CRF_SALT_SIZE];
  guchar *key;

  if (id == NULL)
    return FALSE;
  key = sodium_malloc (CRF_KEY_SIZE);
  randombytes_buf (salt, sizeof salt);
  if (_crf_keys_derive (passphrase, salt, operations, memory, key, error))
    {
      guchar *secrets = sodium_malloc (2 * CRF_KEY_SIZE);

      memcpy (secrets, keyring->box_secret, CRF_KEY_SIZE);
      memcpy (secrets + CRF_KEY_SIZE, keyring->sign_seed, CRF_KEY_SIZE);
      box = crf_seal_with_key (&context, secrets, 2 * CRF_KEY_SIZE, key);
      sodium_free (secrets);
    }
  sodium_free (key);
  if (box == NULL)
    return FALSE;
  salt_text = crf_seal_encode (salt, sizeof salt);
  content = crf_detail_new ("kdf", "argon2id13", "ops", ops_text, "mem", mem_text, "salt",
                            salt_text, "entry", id, "box", box, NULL);
  return _crf_keyslot_set (txn, slot, "account", keyring->login, content, NULL, error);
}

/* A ring with a fresh pair of each kind. */
static CrfKeyring *
new_keys (const char *login)
{
  CrfKeyring *keyring = _crf_keyring_new (login);
  guchar *sign_secret = sodium_malloc (crypto_sign_SECRETKEYBYTES);

  crypto_box_keypair (keyring->box_public, keyring->box_secret);
  keyring->sign_seed = sodium_malloc (CRF_KEY_SIZE);
  randombytes_buf (keyring->sign_seed, CRF_KEY_SIZE);
  crypto_sign_seed_keypair (keyring->sign_public, sign_secret, keyring->sign_seed);
  sodium_free (sign_secret);
  return keyring;
}

static gboolean
append_public_keys (
    CrfTransaction *txn, CrfKeyring *keyring, const char *action, const char *name, GError **error)
{
  g_autofree char *box = crf_seal_encode (keyring->box_public, CRF_KEY_SIZE);
  g_autofree char *sign = crf_seal_encode (keyring->sign_public, CRF_KEY_SIZE);
  g_autofree char *detail = crf_detail_new ("login", keyring->login, "box", box, "sign", sign,
                                            name != NULL ? "name" : NULL, name, NULL);
  CrfEntry entry = { .action = action, .detail = detail };

  return crf_transaction_append (txn, &entry, NULL, error);
}

static gboolean
check_login (const char *login, GError **error)
{
  gboolean ok = g_utf8_validate (login, -1, NULL) && *login != '\0'
                && g_utf8_strlen (login, -1) <= 64 && !g_str_equal (login, CRF_RECOVERY_HOLDER)
                && !g_str_equal (login, CRF_TRIAL_HOLDER);

  for (const char *p = login; ok && *p != '\0'; p = g_utf8_next_char (p))
    ok = g_unichar_isgraph (g_utf8_get_char (p));
  if (!ok)
    g_set_error (error, CRF_STORE_ERROR, CRF_STORE_ERROR_CONFLICT,
                 _("“%s” cannot be a login: take 1 to 64 letters or digits without blanks."),
                 login);
  return ok;
}

static gboolean
check_passphrase (const char *passphrase, GError **error)
{
  if (passphrase != NULL && *passphrase != '\0')
    return TRUE;
  g_set_error_literal (error, CRF_STORE_ERROR, CRF_STORE_ERROR_CONFLICT,
                       _("The passphrase is empty. Choose one."));
  return FALSE;
}

static gboolean
account_exists (CrfDb *db, const char *login)
{
  return crf_db_get_int (db, NULL, 0, "SELECT 1 FROM account WHERE login = ?1", "s", login) == 1;
}

gboolean
crf_keys_add_account (CrfTransaction *txn,
                      const char *login,
                      const char *name,
                      const char *passphrase,
                      GError **error)
{
  g_autoptr (CrfKeyring) keyring = NULL;

  g_return_val_if_fail (txn != NULL && login != NULL, FALSE);
  if (!check_login (login, error) || !check_passphrase (passphrase, error))
    return FALSE;
  if (account_exists (_crf_study_file_get_db (crf_transaction_get_file (txn)), login))
    {
      g_set_error (
          error, CRF_STORE_ERROR, CRF_STORE_ERROR_CONFLICT,
          _("There is an account “%s” already. A login is never used again: choose another one."),
          login);
      return FALSE;
    }
  keyring = new_keys (login);
  return append_public_keys (txn, keyring, CRF_ACTION_ACCOUNT_ADD, name != NULL ? name : login,
                             error)
         && set_account_slot (txn, keyring, passphrase, error);
}

gboolean
crf_keys_change_passphrase (CrfTransaction *txn,
                            CrfKeyring *keyring,
                            const char *passphrase,
                            GError **error)
{
  g_return_val_if_fail (txn != NULL && keyring != NULL && keyring->login != NULL, FALSE);

  return check_passphrase (passphrase, error) && set_account_slot (txn, keyring, passphrase, error);
}

static gboolean
erase_role_slots (CrfTransaction *txn, const char *login, GError **error)
{
  CrfDb *db = _crf_study_file_get_db (crf_transaction_get_file (txn));
  g_autoptr (GPtrArray) slots = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (CrfStatement) query = crf_db_query (
      db, error, "SELECT slot FROM keyslot WHERE kind = 'role' AND holder = ?1 ORDER BY slot", "s",
      login);
  CrfStep step;

  if (query == NULL)
    return FALSE;
  while ((step = crf_statement_step (query, error)) == CRF_STEP_ROW)
    g_ptr_array_add (slots, g_strdup (crf_statement_text (query, 0)));
  if (step == CRF_STEP_ERROR)
    return FALSE;
  crf_statement_reset (query);
  for (guint i = 0; i < slots->len; i++)
    if (!_crf_keyslot_erase (txn, g_ptr_array_index (slots, i), error))
      return FALSE;
  return TRUE;
}

gboolean
crf_keys_reset_account (CrfTransaction *txn,
                        const char *login,
                        const char *passphrase,
                        GError **error)
{
  g_autoptr (CrfKeyring) keyring = NULL;

  g_return_val_if_fail (txn != NULL && login != NULL, FALSE);
  if (!check_passphrase (passphrase, error))
    return FALSE;
  if (!account_exists (_crf_study_file_get_db (crf_transaction_get_file (txn)), login))
    {
      g_set_error (error, CRF_STORE_ERROR, CRF_STORE_ERROR_CONFLICT,
                   _("There is no account “%s”."), login);
      return FALSE;
    }
  keyring = new_keys (login);
  return append_public_keys (txn, keyring, CRF_ACTION_ACCOUNT_KEYS, NULL, error)
         && set_account_slot (txn, keyring, passphrase, error)
         && erase_role_slots (txn, login, error);
}

gboolean
_crf_keys_get_account_public (CrfDb *db,
                              const char *login,
                              guchar box[CRF_KEY_SIZE],
                              guchar sign[CRF_KEY_SIZE],
                              GError **error)
{
  g_autoptr (CrfStatement) query = crf_db_query (
      db, error, "SELECT box, sign FROM account_key WHERE login = ?1 ORDER BY n DESC LIMIT 1", "s",
      login);
  CrfStep step = query != NULL ? crf_statement_step (query, error) : CRF_STEP_ERROR;

  if (step == CRF_STEP_ERROR)
    return FALSE;
  if (step == CRF_STEP_ROW && crf_seal_decode (crf_statement_text (query, 0), box, CRF_KEY_SIZE)
      && crf_seal_decode (crf_statement_text (query, 1), sign, CRF_KEY_SIZE))
    return TRUE;
  g_set_error (error, CRF_STORE_ERROR, CRF_STORE_ERROR_CONFLICT, _("There is no account “%s”."),
               login);
  return FALSE;
}

char *
crf_keys_fingerprint (CrfStudyFile *file, const char *login)
{
  guchar box[CRF_KEY_SIZE];
  guchar sign[CRF_KEY_SIZE];
  guchar digest[crypto_hash_sha256_BYTES];
  GString *text;

  g_return_val_if_fail (file != NULL && login != NULL, NULL);
  if (!_crf_keys_get_account_public (file->db, login, box, sign, NULL))
    return NULL;
  crypto_hash_sha256 (digest, sign, sizeof sign);
  text = g_string_new (NULL);
  for (int i = 0; i < 8; i++)
    g_string_append_printf (text, "%s%02x", i > 0 && i % 2 == 0 ? " " : "", digest[i]);
  return g_string_free (text, FALSE);
}
