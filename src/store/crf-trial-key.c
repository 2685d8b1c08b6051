/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Sharing the end-of-trial key between two people. */

#include "crf-trial-key.h"

#include <glib/gi18n-lib.h>
#include <sodium.h>
#include <string.h>

#include "crf-detail.h"
#include "crf-keyring-private.h"
#include "crf-transaction-private.h"

#define SLOT "share:end-of-trial:"

static gboolean
seal_share (CrfTransaction *txn, const char *place, const char *login, const guchar share[CRF_KEY_SIZE], GError **error)
{
  CrfStudyFile *file = crf_transaction_get_file (txn);
  g_autofree char *slot = g_strconcat (SLOT, place, NULL);
  const char *id = _crf_transaction_next_id (txn, error);
  CrfSealContext context = { file->uuid, NULL, slot, id };
  g_autofree char *box = NULL;
  g_autofree char *content = NULL;
  guchar box_public[CRF_KEY_SIZE];
  guchar sign_public[CRF_KEY_SIZE];

  if (id == NULL || !_crf_keys_get_account_public (file->db, login, box_public, sign_public, error))
    return FALSE;
  box = crf_seal_to_public (&context, share, CRF_KEY_SIZE, box_public);
  content = crf_detail_new ("entry", id, "box", box, NULL);
  return _crf_keyslot_set (txn, slot, "role", login, content, NULL, error);
}

/* Every number of the role key that the holder has. */
static gboolean
seal_allocation (CrfTransaction *txn, CrfKeyring *holder, const guchar public_key[CRF_KEY_SIZE], GError **error)
{
  gboolean any = FALSE;

  for (guint i = 0; holder != NULL && i < holder->roles->len; i++)
    {
      CrfRoleSecret *role = g_ptr_array_index (holder->roles, i);

      if (!g_str_equal (role->name, CRF_ROLE_KEY_ALLOCATION))
        continue;
      if (!_crf_keys_seal_role (txn, role->name, role->number, role->secret, CRF_TRIAL_HOLDER, public_key, TRUE, error))
        return FALSE;
      any = TRUE;
    }
  if (!any)
    g_set_error (error, CRF_STORE_ERROR, CRF_STORE_ERROR_KEY, _("This account does not hold the key “%s”. Somebody who holds it can give it."),
                 CRF_ROLE_KEY_ALLOCATION);
  return any;
}

static gboolean
append_pair (CrfTransaction *txn, const char *action, const char *first, const char *second, GError **error)
{
  g_autofree char *detail = crf_detail_new ("first", first, "second", second, NULL);
  CrfEntry entry = { .action = action, .detail = detail };

  return crf_transaction_append (txn, &entry, NULL, error);
}

gboolean
crf_trial_key_share (CrfTransaction *txn, CrfKeyring *holder, const char *first, const char *second, GError **error)
{
  guchar public_key[CRF_KEY_SIZE];
  guchar *secret, *one, *other;
  gboolean ok;

  g_return_val_if_fail (txn != NULL && first != NULL && second != NULL, FALSE);
  secret = sodium_malloc (CRF_KEY_SIZE);
  one = sodium_malloc (CRF_KEY_SIZE);
  other = sodium_malloc (CRF_KEY_SIZE);
  crypto_box_keypair (public_key, secret);
  randombytes_buf (one, CRF_KEY_SIZE);
  for (gsize i = 0; i < CRF_KEY_SIZE; i++)
    other[i] = secret[i] ^ one[i];
  ok = seal_allocation (txn, holder, public_key, error) && seal_share (txn, "1", first, one, error) && seal_share (txn, "2", second, other, error)
       && append_pair (txn, CRF_ACTION_TRIAL_KEY, first, second, error);
  sodium_free (other);
  sodium_free (one);
  sodium_free (secret);
  return ok;
}

gboolean
crf_trial_key_get_holders (CrfStudyFile *file, char **first, char **second)
{
  g_return_val_if_fail (file != NULL, FALSE);
  *first = crf_db_get_text (file->db, NULL, "SELECT holder FROM keyslot WHERE slot = '" SLOT "1'", "");
  *second = crf_db_get_text (file->db, NULL, "SELECT holder FROM keyslot WHERE slot = '" SLOT "2'", "");
  return *first != NULL && *second != NULL;
}

static guchar *
open_share (CrfStudyFile *file, const char *place, CrfKeyring *keyring)
{
  g_autofree char *slot = g_strconcat (SLOT, place, NULL);
  g_autofree char *content = _crf_keyslot_get (file->db, slot, NULL);
  g_autoptr (JsonObject) detail = content != NULL ? crf_detail_parse (content, NULL) : NULL;
  g_autofree char *entry = crf_detail_get (detail, "entry");
  g_autofree char *box = crf_detail_get (detail, "box");
  CrfSealContext context = { file->uuid, NULL, slot, entry };
  guchar *share = NULL;
  gsize size = 0;

  if (box == NULL || !crf_seal_open_public (&context, box, keyring->box_public, keyring->box_secret, &share, &size, NULL))
    return NULL;
  if (size != CRF_KEY_SIZE)
    g_clear_pointer (&share, sodium_free);
  return share;
}

/* Whoever of the two comes first. */
static gboolean
open_shares (CrfStudyFile *file, CrfKeyring *first, CrfKeyring *second, guchar **one, guchar **other, GError **error)
{
  *one = open_share (file, "1", first);
  *other = open_share (file, "2", *one != NULL ? second : first);
  if (*one == NULL)
    *one = open_share (file, "1", second);
  if (*one != NULL && *other != NULL)
    return TRUE;
  g_set_error_literal (error, CRF_STORE_ERROR, CRF_STORE_ERROR_KEY,
                       _("These two accounts do not hold the two shares of the end-of-trial key."));
  return FALSE;
}

static CrfKeyring *
ring_of_shares (CrfStudyFile *file, const guchar *one, const guchar *other, GError **error)
{
  g_autoptr (CrfKeyring) ring = _crf_keyring_new (NULL);

  for (gsize i = 0; i < CRF_KEY_SIZE; i++)
    ring->box_secret[i] = one[i] ^ other[i];
  if (crypto_scalarmult_base (ring->box_public, ring->box_secret) != 0 || !_crf_keyring_load_roles (ring, file, CRF_TRIAL_HOLDER, error))
    return NULL;
  if (crf_keyring_holds (ring, CRF_ROLE_KEY_ALLOCATION))
    return g_steal_pointer (&ring);
  g_set_error_literal (error, CRF_STORE_ERROR, CRF_STORE_ERROR_DAMAGED, _("The end-of-trial key opens nothing. Check the integrity of the study file."));
  return NULL;
}

gboolean
crf_trial_key_unlock (CrfTransaction *txn, CrfKeyring *first, CrfKeyring *second, GError **error)
{
  CrfStudyFile *file = crf_transaction_get_file (txn);
  g_autoptr (CrfKeyring) ring = NULL;
  guchar *one = NULL, *other = NULL;

  g_return_val_if_fail (txn != NULL && first != NULL && second != NULL, FALSE);
  if (open_shares (file, first, second, &one, &other, error))
    ring = ring_of_shares (file, one, other, error);
  sodium_free (one);
  sodium_free (other);
  return ring != NULL && crf_keys_grant (txn, ring, CRF_ROLE_KEY_ALLOCATION, first->login, error)
         && crf_keys_grant (txn, ring, CRF_ROLE_KEY_ALLOCATION, second->login, error)
         && append_pair (txn, CRF_ACTION_TRIAL_UNBLIND, first->login, second->login, error);
}

gboolean
crf_trial_key_is_unlocked (CrfStudyFile *file)
{
  g_return_val_if_fail (file != NULL, FALSE);

  return crf_db_get_int (file->db, NULL, 0, "SELECT count (*) FROM trial_unblinding", "") > 0;
}
