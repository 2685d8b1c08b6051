/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Sealing and opening. */

#include "crf-seal.h"

#include <glib/gi18n-lib.h>
#include <sodium.h>
#include <string.h>

#include "crf-detail.h"
#include "crf-keyring-private.h"
#include "crf-transaction-private.h"

#define BLOCK 256
#define NONCE crypto_aead_xchacha20poly1305_ietf_NPUBBYTES
#define TAG crypto_aead_xchacha20poly1305_ietf_ABYTES

/* "stemward-box-1\n", then "<length>:<text>\n" for each part: no part can reach into the next. */
static char *
context_header (const CrfSealContext *context)
{
  const char *parts[] = { context->study, context->subject, context->item, context->entry };
  GString *header = g_string_new ("stemward-box-1\n");

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      const char *part = parts[i] != NULL ? parts[i] : "";

      g_string_append_printf (header, "%" G_GSIZE_FORMAT ":%s\n", strlen (part), part);
    }
  return g_string_free (header, FALSE);
}

/* Guarded memory with header, payload and padding; *size is a multiple of BLOCK. */
static guchar *
make_plaintext (const char *header, const guchar *payload, gsize payload_size, gsize *size)
{
  gsize header_size = strlen (header);
  gsize used = header_size + payload_size;
  gsize room = (used / BLOCK + 1) * BLOCK;
  guchar *plain = sodium_malloc (room);

  memcpy (plain, header, header_size);
  if (payload_size > 0)
    memcpy (plain + header_size, payload, payload_size);
  sodium_pad (size, plain, used, BLOCK, room);
  return plain;
}

static gboolean
refuse (GError **error)
{
  g_set_error_literal (
      error, CRF_STORE_ERROR, CRF_STORE_ERROR_KEY,
      _("Sealed content does not open: the key is another one, or the content was exchanged or "
         "damaged. Check the integrity of the study file."));
  return FALSE;
}

static gboolean
take_payload (const char *header,
              const guchar *plain,
              gsize plain_size,
              guchar **payload,
              gsize *size,
              GError **error)
{
  gsize header_size = strlen (header);
  gsize used;

  if (sodium_unpad (&used, plain, plain_size, BLOCK) != 0 || used < header_size
      || sodium_memcmp (plain, header, header_size) != 0)
    return refuse (error);
  *size = used - header_size;
  *payload = sodium_malloc (*size + 1);
  memcpy (*payload, plain + header_size, *size);
  (*payload)[*size] = '\0';
  return TRUE;
}

char *
crf_seal_encode (const guchar *bytes, gsize size)
{
  gsize room = sodium_base64_encoded_len (size, sodium_base64_VARIANT_ORIGINAL);
  char *text = g_malloc (room);

  return sodium_bin2base64 (text, room, bytes, size, sodium_base64_VARIANT_ORIGINAL);
}

gboolean
crf_seal_decode (const char *text, guchar *bytes, gsize size)
{
  gsize found;

  return text != NULL
         && sodium_base642bin (bytes, size, text, strlen (text), NULL, &found, NULL,
                               sodium_base64_VARIANT_ORIGINAL)
                == 0
         && found == size;
}

static guchar *
decode_box (const char *text, gsize *size)
{
  gsize room = text != NULL ? strlen (text) / 4 * 3 + 3 : 0;
  guchar *bytes = room > 0 ? g_malloc (room) : NULL;

  if (bytes == NULL
      || sodium_base642bin (bytes, room, text, strlen (text), NULL, size, NULL,
                            sodium_base64_VARIANT_ORIGINAL)
             != 0)
    g_clear_pointer (&bytes, g_free);
  return bytes;
}

char *
crf_seal_to_public (const CrfSealContext *context,
                    const guchar *payload,
                    gsize size,
                    const guchar public_key[CRF_KEY_SIZE])
{
  g_autofree char *header = context_header (context);
  gsize plain_size;
  guchar *plain = make_plaintext (header, payload, size, &plain_size);
  g_autofree guchar *box = g_malloc (plain_size + crypto_box_SEALBYTES);
  char *text = NULL;

  if (crypto_box_seal (box, plain, plain_size, public_key) == 0)
    text = crf_seal_encode (box, plain_size + crypto_box_SEALBYTES);
  sodium_free (plain);
  return text;
}

gboolean
crf_seal_open_public (const CrfSealContext *context,
                      const char *box,
                      const guchar public_key[CRF_KEY_SIZE],
                      const guchar secret_key[CRF_KEY_SIZE],
                      guchar **payload,
                      gsize *size,
                      GError **error)
{
  g_autofree char *header = context_header (context);
  gsize sealed_size = 0;
  g_autofree guchar *sealed = decode_box (box, &sealed_size);
  guchar *plain;
  gboolean ok;

  if (sealed == NULL || sealed_size < crypto_box_SEALBYTES + BLOCK)
    return refuse (error);
  plain = sodium_malloc (sealed_size - crypto_box_SEALBYTES);
  ok = crypto_box_seal_open (plain, sealed, sealed_size, public_key, secret_key) == 0
           ? take_payload (header, plain, sealed_size - crypto_box_SEALBYTES, payload, size, error)
           : refuse (error);
  sodium_free (plain);
  return ok;
}

char *
crf_seal_with_key (const CrfSealContext *context,
                   const guchar *payload,
                   gsize size,
                   const guchar key[CRF_KEY_SIZE])
{
  g_autofree char *header = context_header (context);
  gsize plain_size;
  guchar *plain = make_plaintext (header, payload, size, &plain_size);
  g_autofree guchar *box = g_malloc (NONCE + plain_size + TAG);

  randombytes_buf (box, NONCE);
  crypto_aead_xchacha20poly1305_ietf_encrypt (box + NONCE, NULL, plain, plain_size,
                                              (const guchar *) header, strlen (header), NULL, box,
                                              key);
  sodium_free (plain);
  return crf_seal_encode (box, NONCE + plain_size + TAG);
}

gboolean
crf_seal_open_key (const CrfSealContext *context,
                   const char *box,
                   const guchar key[CRF_KEY_SIZE],
                   guchar **payload,
                   gsize *size,
                   GError **error)
{
  g_autofree char *header = context_header (context);
  gsize sealed_size = 0;
  g_autofree guchar *sealed = decode_box (box, &sealed_size);
  gsize plain_size;
  guchar *plain;
  gboolean ok;

  if (sealed == NULL || sealed_size < NONCE + TAG + BLOCK)
    return refuse (error);
  plain_size = sealed_size - NONCE - TAG;
  plain = sodium_malloc (plain_size);
  ok = crypto_aead_xchacha20poly1305_ietf_decrypt (plain, NULL, NULL, sealed + NONCE,
                                                   sealed_size - NONCE, (const guchar *) header,
                                                   strlen (header), sealed, key)
               == 0
           ? take_payload (header, plain, plain_size, payload, size, error)
           : refuse (error);
  sodium_free (plain);
  return ok;
}

/* Spaces after the JSON, which no reader minds: what one arm says in few words and the other in many gives boxes of one size. */
#define UNBLINDING_ROOM 768

static char *
pad_payload (char *payload)
{
  gsize used = strlen (payload);
  gsize room = (used / UNBLINDING_ROOM + 1) * UNBLINDING_ROOM;

  payload = g_realloc (payload, room + 1);
  memset (payload + used, ' ', room - used);
  payload[room] = '\0';
  return payload;
}

static char *
entry_payload (const CrfEntry *entry)
{
  gboolean unblinding = entry->seal == CRF_SEAL_UNBLINDING;
  char *payload = crf_detail_new ("value", entry->value, "unit", entry->unit, "cmp", entry->cmp, "missing",
                                  entry->missing, "canon", entry->canon, "detail", entry->detail,
                                  "reason", unblinding ? entry->reason : NULL, "prompt",
                                  unblinding ? entry->prompt : NULL, NULL);

  return unblinding ? pad_payload (payload) : payload;
}

gboolean
_crf_seal_entry (CrfTransaction *txn,
                 const CrfEntry *entry,
                 CrfStored *stored,
                 char **box,
                 char **marker,
                 GError **error)
{
  CrfStudyFile *file = crf_transaction_get_file (txn);
  const char *id = _crf_transaction_next_id (txn, error);
  CrfSealContext context = { file->uuid, entry->subject, entry->item, id };
  g_autofree char *payload = entry_payload (entry);
  guchar key[CRF_KEY_SIZE];
  gboolean ok;

  if (id == NULL)
    return FALSE;
  if (entry->seal == CRF_SEAL_IDENTIFIER)
    {
      ok = _crf_keys_get_subject_key (txn, entry->subject, key, error);
      if (ok)
        *box = crf_seal_with_key (&context, (const guchar *) payload, strlen (payload), key);
      *marker = crf_detail_new ("seal", CRF_ROLE_KEY_IDENTIFIERS, NULL);
    }
  else
    {
      gint64 number;

      ok = _crf_keys_get_role_public (file->db, CRF_ROLE_KEY_ALLOCATION, key, &number, error);
      if (ok)
        *box = crf_seal_to_public (&context, (const guchar *) payload, strlen (payload), key);
      *marker = crf_detail_new ("seal", CRF_ROLE_KEY_ALLOCATION, NULL);
      stored->columns[CRF_COL_REASON] = NULL;
      stored->columns[CRF_COL_PROMPT] = NULL;
    }
  sodium_memzero (key, sizeof key);
  sodium_memzero (payload, strlen (payload));
  if (!ok || *box == NULL)
    return ok ? refuse (error) : FALSE;
  stored->columns[CRF_COL_VALUE] = *box;
  stored->columns[CRF_COL_DETAIL] = *marker;
  stored->columns[CRF_COL_UNIT] = NULL;
  stored->columns[CRF_COL_CMP] = NULL;
  stored->columns[CRF_COL_MISSING] = NULL;
  stored->columns[CRF_COL_CANON] = NULL;
  return TRUE;
}
