/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The secrets of a signed-in account. */

#include "crf-keyring-private.h"

#include <glib/gi18n-lib.h>
#include <sodium.h>
#include <string.h>

#include "crf-detail.h"
#include "crf-study-file-private.h"

static void
role_secret_free (gpointer data)
{
  CrfRoleSecret *role = data;

  g_free (role->name);
  sodium_free (role->secret);
  g_free (role);
}

CrfKeyring *
_crf_keyring_new (const char *login)
{
  CrfKeyring *self = g_new0 (CrfKeyring, 1);

  self->login = g_strdup (login);
  self->box_secret = sodium_malloc (CRF_KEY_SIZE);
  self->roles = g_ptr_array_new_with_free_func (role_secret_free);
  self->aside = g_ptr_array_new_with_free_func (role_secret_free);
  return self;
}

void
crf_keyring_free (CrfKeyring *self)
{
  if (self == NULL)
    return;
  sodium_free (self->box_secret);
  sodium_free (self->sign_seed);
  g_ptr_array_unref (self->roles);
  g_ptr_array_unref (self->aside);
  g_clear_pointer (&self->moves, g_hash_table_unref);
  g_free (self->login);
  g_free (self);
}

const char *
crf_keyring_get_login (CrfKeyring *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->login;
}

gboolean
crf_keyring_holds (CrfKeyring *self, const char *role_key)
{
  return self != NULL && _crf_keyring_find_role (self, role_key) != NULL;
}

void
crf_keyring_lay_aside (CrfKeyring *self, const char *role_key, gboolean aside)
{
  GPtrArray *from, *to;

  g_return_if_fail (self != NULL && role_key != NULL);

  from = aside ? self->roles : self->aside;
  to = aside ? self->aside : self->roles;
  for (guint i = 0; i < from->len;)
    {
      CrfRoleSecret *role = g_ptr_array_index (from, i);

      if (g_strcmp0 (role->name, role_key) == 0)
        g_ptr_array_add (to, g_ptr_array_steal_index (from, i));
      else
        i++;
    }
}

gboolean
crf_keyring_reload (CrfKeyring *self, CrfStudyFile *file, GError **error)
{
  g_return_val_if_fail (self != NULL && self->login != NULL && file != NULL, FALSE);

  g_ptr_array_set_size (self->roles, 0);
  g_ptr_array_set_size (self->aside, 0);
  g_clear_pointer (&self->moves, g_hash_table_unref);
  return _crf_keyring_load_roles (self, file, self->login, error);
}

CrfRoleSecret *
_crf_keyring_find_role (CrfKeyring *self, const char *name)
{
  CrfRoleSecret *found = NULL;

  for (guint i = 0; i < self->roles->len; i++)
    {
      CrfRoleSecret *role = g_ptr_array_index (self->roles, i);

      if (g_strcmp0 (role->name, name) == 0 && (found == NULL || role->number > found->number))
        found = role;
    }
  return found;
}

CrfRoleSecret *
_crf_keyring_add_role (CrfKeyring *self,
                       const char *name,
                       gint64 number,
                       const guchar public_key[CRF_KEY_SIZE],
                       const guchar secret[CRF_KEY_SIZE])
{
  CrfRoleSecret *role = g_new0 (CrfRoleSecret, 1);

  role->name = g_strdup (name);
  role->number = number;
  memcpy (role->public_key, public_key, CRF_KEY_SIZE);
  role->secret = sodium_malloc (CRF_KEY_SIZE);
  memcpy (role->secret, secret, CRF_KEY_SIZE);
  g_ptr_array_add (self->roles, role);
  return role;
}

/* One role slot. What does not open is passed over: using the key will say so, and verify names it.
 */
static void
load_role (CrfKeyring *self,
           CrfStudyFile *file,
           const char *holder,
           const char *name,
           gint64 number,
           const char *public_text)
{
  g_autofree char *slot = g_strdup_printf ("role:%s:%" G_GINT64_FORMAT ":%s", name, number, holder);
  g_autofree char *item = g_strdup_printf ("role:%s:%" G_GINT64_FORMAT, name, number);
  g_autofree char *content = _crf_keyslot_get (file->db, slot, NULL);
  g_autoptr (JsonObject) detail = content != NULL ? crf_detail_parse (content, NULL) : NULL;
  g_autofree char *entry = crf_detail_get (detail, "entry");
  g_autofree char *box = crf_detail_get (detail, "box");
  CrfSealContext context = { file->uuid, NULL, item, entry };
  guchar public_key[CRF_KEY_SIZE];
  guchar derived[CRF_KEY_SIZE];
  guchar *secret = NULL;
  gsize size = 0;

  if (box == NULL || !crf_seal_decode (public_text, public_key, CRF_KEY_SIZE)
      || !crf_seal_open_public (&context, box, self->box_public, self->box_secret, &secret, &size,
                                NULL))
    return;
  if (size == CRF_KEY_SIZE && crypto_scalarmult_base (derived, secret) == 0
      && memcmp (derived, public_key, CRF_KEY_SIZE) == 0)
    _crf_keyring_add_role (self, name, number, public_key, secret);
  sodium_free (secret);
}

static gint64
count_slots (CrfStudyFile *file, const char *holder)
{
  /* By the primary key: asked before each act, and every patient has a slot too. */
  return crf_db_get_int (file->db, NULL, 0, "SELECT count (*) FROM keyslot WHERE slot >= 'role:' AND slot < 'role;' AND holder = ?1", "s", holder);
}

gboolean
crf_keyring_is_current (CrfKeyring *self, CrfStudyFile *file)
{
  g_return_val_if_fail (self != NULL && self->login != NULL && file != NULL, FALSE);

  return count_slots (file, self->login) == self->n_slots;
}

gboolean
_crf_keyring_load_roles (CrfKeyring *self, CrfStudyFile *file, const char *holder, GError **error)
{
  g_autoptr (CrfStatement) query = crf_db_query (
      file->db, error, "SELECT name, number, public FROM role_key ORDER BY name, number", "");
  CrfStep step;

  if (query == NULL)
    return FALSE;
  self->n_slots = count_slots (file, holder);
  while ((step = crf_statement_step (query, error)) == CRF_STEP_ROW)
    load_role (self, file, holder, crf_statement_text (query, 0), crf_statement_int (query, 1),
               crf_statement_text (query, 2));
  return step == CRF_STEP_DONE;
}

static void
set_wrong_passphrase (GError **error)
{
  g_set_error_literal (
      error, CRF_STORE_ERROR, CRF_STORE_ERROR_PASSPHRASE,
      _("Login or passphrase is wrong. Type both again; an administrator can reset a forgotten "
         "passphrase."));
}

/* The same work for a login that does not exist, so that the time it takes does not tell. */
static void
waste_time (CrfStudyFile *file, const char *passphrase)
{
  g_autofree char *content = crf_db_get_text (
      file->db, NULL, "SELECT content FROM keyslot WHERE kind = 'account' LIMIT 1", "");
  g_autoptr (JsonObject) detail = content != NULL ? crf_detail_parse (content, NULL) : NULL;
  guchar salt[CRF_SALT_SIZE] = { 0 };
  guchar key[CRF_KEY_SIZE];

  if (detail == NULL)
    return;
  _crf_keys_derive (passphrase, salt, crf_detail_get_int (detail, "ops", 0),
                    crf_detail_get_int (detail, "mem", 0), key, NULL);
  sodium_memzero (key, sizeof key);
}

guchar *
_crf_keyring_open_slot (const char *study, const char *login, const char *content, const char *passphrase, GError **error)
{
  g_autoptr (JsonObject) detail = crf_detail_parse (content, error);
  g_autofree char *slot = g_strconcat ("account:", login, NULL);
  g_autofree char *entry = crf_detail_get (detail, "entry");
  g_autofree char *salt_text = crf_detail_get (detail, "salt");
  g_autofree char *box = crf_detail_get (detail, "box");
  CrfSealContext context = { study, NULL, slot, entry };
  guchar salt[CRF_SALT_SIZE];
  guchar *key;
  guchar *secrets = NULL;
  gsize size = 0;

  if (detail == NULL || !crf_seal_decode (salt_text, salt, sizeof salt))
    {
      set_wrong_passphrase (error);
      return NULL;
    }
  key = sodium_malloc (CRF_KEY_SIZE);
  if (_crf_keys_derive (passphrase, salt, crf_detail_get_int (detail, "ops", 0),
                        crf_detail_get_int (detail, "mem", 0), key, error)
      && (!crf_seal_open_key (&context, box, key, &secrets, &size, NULL)
          || size != 2 * CRF_KEY_SIZE))
    {
      g_clear_pointer (&secrets, sodium_free);
      set_wrong_passphrase (error);
    }
  sodium_free (key);
  return secrets;
}

/* Whether the secrets belong to the public keys that the journal gives the account. */
static gboolean
take_secrets (CrfKeyring *self, CrfStudyFile *file, const guchar *secrets, GError **error)
{
  guchar box[CRF_KEY_SIZE];
  guchar sign[CRF_KEY_SIZE];
  guchar *sign_secret = sodium_malloc (crypto_sign_SECRETKEYBYTES);
  gboolean ok;

  memcpy (self->box_secret, secrets, CRF_KEY_SIZE);
  self->sign_seed = sodium_malloc (CRF_KEY_SIZE);
  memcpy (self->sign_seed, secrets + CRF_KEY_SIZE, CRF_KEY_SIZE);
  crypto_sign_seed_keypair (self->sign_public, sign_secret, self->sign_seed);
  sodium_free (sign_secret);
  ok = crypto_scalarmult_base (self->box_public, self->box_secret) == 0
       && _crf_keys_get_account_public (file->db, self->login, box, sign, NULL)
       && memcmp (box, self->box_public, CRF_KEY_SIZE) == 0
       && memcmp (sign, self->sign_public, CRF_KEY_SIZE) == 0;
  if (!ok)
    g_set_error (error, CRF_STORE_ERROR, CRF_STORE_ERROR_DAMAGED,
                 _("The keys of “%s” are not those in the journal. Check the integrity of the study file."),
                 self->login);
  return ok;
}

CrfKeyring *
crf_keyring_unlock (CrfStudyFile *file, const char *login, const char *passphrase, GError **error)
{
  g_autoptr (CrfKeyring) self = NULL;
  g_autofree char *slot = NULL;
  g_autofree char *content = NULL;
  guchar *secrets;
  gboolean ok;

  g_return_val_if_fail (file != NULL && login != NULL && passphrase != NULL, NULL);
  slot = g_strconcat ("account:", login, NULL);
  content = _crf_keyslot_get (file->db, slot, NULL);
  if (content == NULL)
    {
      waste_time (file, passphrase);
      set_wrong_passphrase (error);
      return NULL;
    }
  secrets = _crf_keyring_open_slot (file->uuid, login, content, passphrase, error);
  if (secrets == NULL)
    return NULL;
  self = _crf_keyring_new (login);
  ok = take_secrets (self, file, secrets, error);
  sodium_free (secrets);
  if (!ok)
    return NULL;
  if (crf_db_get_int (file->db, NULL, 0, "SELECT enabled FROM account WHERE login = ?1", "s", login)
      != 1)
    {
      g_set_error (error, CRF_STORE_ERROR, CRF_STORE_ERROR_DISABLED,
                   _("The account “%s” is disabled. Ask an administrator."), login);
      return NULL;
    }
  return _crf_keyring_load_roles (self, file, login, error) ? g_steal_pointer (&self) : NULL;
}

char *
_crf_keyring_sign (CrfKeyring *self, const char *text)
{
  guchar public_key[CRF_KEY_SIZE];
  guchar signature[crypto_sign_BYTES];
  guchar *secret;

  if (self->sign_seed == NULL)
    return NULL;
  secret = sodium_malloc (crypto_sign_SECRETKEYBYTES);
  crypto_sign_seed_keypair (public_key, secret, self->sign_seed);
  crypto_sign_detached (signature, NULL, (const guchar *) text, strlen (text), secret);
  sodium_free (secret);
  return crf_seal_encode (signature, sizeof signature);
}
