/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Opening sealed values. */

#include "crf-sealed-value.h"

#include <glib/gi18n-lib.h>
#include <sodium.h>
#include <string.h>

#include "crf-detail.h"
#include "crf-keyring-private.h"
#include "crf-study-file-private.h"

void
crf_sealed_content_free (CrfSealedContent *content)
{
  char **texts[] = { &content->value, &content->unit,   &content->cmp,    &content->missing,
                     &content->canon, &content->reason, &content->prompt, &content->detail };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    if (*texts[i] != NULL)
      {
        sodium_memzero (*texts[i], strlen (*texts[i]));
        g_free (*texts[i]);
      }
  g_free (content);
}

/* The entry that holds exactly this box: a box that was moved to another patient, item or entry is
 * not found there, or does not open. *seal receives the name of its role key. */
static char *
find_entry (CrfDb *db,
            const char *subject,
            const char *item,
            const char *sealed,
            char **seal,
            GError **error)
{
  g_autoptr (CrfStatement) query = crf_db_query (db, error,
                                                 "SELECT ws || ':' || seq, detail FROM journal "
                                                 "WHERE subject IS ?1 AND item IS ?2 AND value = ?3",
                                                 "sss", subject, item, sealed);
  g_autoptr (JsonObject) detail = NULL;

  if (query == NULL)
    return NULL;
  if (crf_statement_step (query, error) == CRF_STEP_ROW)
    {
      detail = crf_detail_parse (crf_statement_text (query, 1), NULL);
      *seal = crf_detail_get (detail, "seal");
      return g_strdup (crf_statement_text (query, 0));
    }
  if (error == NULL || *error == NULL)
    g_set_error (error, CRF_STORE_ERROR, CRF_STORE_ERROR_KEY,
                 _("This sealed value is in no entry of %s for this patient: it was exchanged. "
                    "Check the integrity of the study file."),
                 item != NULL ? item : "-");
  return NULL;
}

static gboolean
open_with_subject_key (CrfKeyring *self,
                       CrfStudyFile *file,
                       const CrfSealContext *context,
                       const char *sealed,
                       guchar **payload,
                       gsize *size,
                       GError **error)
{
  guchar key[CRF_KEY_SIZE];
  gboolean ok = _crf_keys_unwrap_subject_key (file, self, context->subject, key, error)
                && crf_seal_open_key (context, sealed, key, payload, size, error);

  sodium_memzero (key, sizeof key);
  return ok;
}

static gboolean
open_with_role_key (CrfKeyring *self,
                    const char *name,
                    const CrfSealContext *context,
                    const char *sealed,
                    guchar **payload,
                    gsize *size,
                    GError **error)
{
  for (guint i = 0; self != NULL && i < self->roles->len; i++)
    {
      CrfRoleSecret *role = g_ptr_array_index (self->roles, i);

      if (g_strcmp0 (role->name, name) == 0
          && crf_seal_open_public (context, sealed, role->public_key, role->secret, payload, size,
                                   NULL))
        return TRUE;
    }
  g_set_error (error, CRF_STORE_ERROR, CRF_STORE_ERROR_KEY,
               _("This account does not hold the key “%s” that this value is sealed to."),
               name != NULL ? name : "?");
  return FALSE;
}

gboolean
_crf_sealed_value_opens (CrfKeyring *self, CrfStudyFile *file, const char *seal, const CrfSealContext *context, const char *sealed)
{
  guchar *payload = NULL;
  gsize size = 0;
  gboolean ok = sealed != NULL
                && (g_strcmp0 (seal, CRF_ROLE_KEY_IDENTIFIERS) == 0
                        ? context->subject != NULL && open_with_subject_key (self, file, context, sealed, &payload, &size, NULL)
                        : open_with_role_key (self, seal, context, sealed, &payload, &size, NULL));

  if (payload != NULL)
    sodium_free (payload);
  return ok;
}

static CrfSealedContent *
parse_content (const guchar *payload, GError **error)
{
  g_autoptr (JsonObject) object = crf_detail_parse ((const char *) payload, error);
  CrfSealedContent *content;

  if (object == NULL)
    return NULL;
  content = g_new0 (CrfSealedContent, 1);
  content->value = crf_detail_get (object, "value");
  content->unit = crf_detail_get (object, "unit");
  content->cmp = crf_detail_get (object, "cmp");
  content->missing = crf_detail_get (object, "missing");
  content->canon = crf_detail_get (object, "canon");
  content->reason = crf_detail_get (object, "reason");
  content->prompt = crf_detail_get (object, "prompt");
  content->detail = crf_detail_get (object, "detail");
  return content;
}

CrfSealedContent *
crf_keyring_open_sealed (CrfKeyring *self,
                         CrfStudyFile *file,
                         const char *subject,
                         const char *item,
                         const char *sealed,
                         GError **error)
{
  g_autofree char *seal = NULL;
  g_autofree char *id = NULL;
  GError *local_error = NULL;
  CrfSealedContent *content = NULL;
  guchar *payload = NULL;
  gsize size = 0;
  gboolean ok;

  g_return_val_if_fail (file != NULL && sealed != NULL, NULL);
  id = find_entry (file->db, subject, item, sealed, &seal, &local_error);
  if (id != NULL)
    {
      CrfSealContext context = { file->uuid, subject, item, id };

      ok = g_strcmp0 (seal, CRF_ROLE_KEY_IDENTIFIERS) == 0
               ? open_with_subject_key (self, file, &context, sealed, &payload, &size, &local_error)
               : open_with_role_key (self, seal, &context, sealed, &payload, &size, &local_error);
      if (ok)
        content = parse_content (payload, &local_error);
      sodium_free (payload);
    }
  if (local_error != NULL)
    g_propagate_error (error, local_error);
  return content;
}

char *
crf_keyring_open_identifier (CrfKeyring *self,
                             CrfStudyFile *file,
                             const char *subject,
                             const char *item,
                             const char *sealed,
                             GError **error)
{
  CrfSealedContent *content = crf_keyring_open_sealed (self, file, subject, item, sealed, error);
  char *value;

  if (content == NULL)
    return NULL;
  value = content->value != NULL ? g_steal_pointer (&content->value) : g_strdup ("");
  crf_sealed_content_free (content);
  return value;
}

#define DIGEST 16 /* bytes */

struct _CrfIdentifierHasher
{
  guchar key[crypto_generichash_KEYBYTES];
};

CrfIdentifierHasher *
crf_identifier_hasher_new (CrfKeyring *keyring)
{
  CrfRoleSecret *role = NULL;
  CrfIdentifierHasher *self;

  for (guint i = 0; keyring != NULL && i < keyring->roles->len; i++)
    {
      CrfRoleSecret *candidate = g_ptr_array_index (keyring->roles, i);

      /* The first number: the hash stays the same when later numbers are made. */
      if (g_str_equal (candidate->name, CRF_ROLE_KEY_IDENTIFIERS) && candidate->number == 1)
        role = candidate;
    }
  if (role == NULL)
    return NULL;
  self = g_new0 (CrfIdentifierHasher, 1);
  crypto_generichash (self->key, sizeof self->key, (const guchar *) "stemward-hash-1", 15, role->secret,
                      CRF_KEY_SIZE);
  return self;
}

void
crf_identifier_hasher_free (CrfIdentifierHasher *self)
{
  if (self == NULL)
    return;
  sodium_memzero (self->key, sizeof self->key);
  g_free (self);
}

guint64
crf_identifier_hasher_begin (CrfIdentifierHasher *self, const char *text, gsize length)
{
  guchar digest[DIGEST];
  guint64 begin = 0;

  g_return_val_if_fail (self != NULL && text != NULL, 0);
  crypto_generichash (digest, sizeof digest, (const guchar *) text, length, self->key, sizeof self->key);
  for (guint i = 0; i < sizeof begin; i++)
    begin = begin << 8 | digest[i];
  return begin;
}

char *
crf_keyring_hash_identifier (CrfKeyring *self, const char *text)
{
  g_autoptr (CrfIdentifierHasher) hasher = crf_identifier_hasher_new (self);
  guchar digest[DIGEST];
  char hex[2 * DIGEST + 1];

  g_return_val_if_fail (text != NULL, NULL);
  if (hasher == NULL)
    return NULL;
  crypto_generichash (digest, sizeof digest, (const guchar *) text, strlen (text), hasher->key, sizeof hasher->key);
  return g_strdup (sodium_bin2hex (hex, sizeof hex, digest, sizeof digest));
}

gboolean
crf_keys_erase_subject (CrfTransaction *txn, const char *subject, GError **error)
{
  g_autofree char *slot = NULL;

  g_return_val_if_fail (txn != NULL && subject != NULL, FALSE);
  slot = g_strconcat ("subject:", subject, NULL);
  return _crf_keyslot_erase (txn, slot, error);
}
