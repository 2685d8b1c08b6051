/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Electronic signatures. */

#include "crf-signature-private.h"

#include <glib/gi18n-lib.h>
#include <sodium.h>
#include <string.h>

#include "crf-detail.h"
#include "crf-keyring-private.h"
#include "crf-records-private.h"
#include "crf-transaction-private.h"

static void
add_part (GString *message, const char *name, const char *text)
{
  if (text == NULL)
    g_string_append_printf (message, "%s=-\n", name);
  else
    g_string_append_printf (message, "%s=%" G_GSIZE_FORMAT ":%s\n", name, strlen (text), text);
}

char *
_crf_signature_message (const char *study,
                        const char *const columns[CRF_N_COLS],
                        const char *meaning,
                        const char *shown,
                        const char *heads)
{
  static const CrfColumn signed_columns[] = {
    CRF_COL_WS,      CRF_COL_SEQ,     CRF_COL_AT,       CRF_COL_OFF,      CRF_COL_USER,
    CRF_COL_ROLE,    CRF_COL_SUBJECT, CRF_COL_EVENT,    CRF_COL_EVENTKEY, CRF_COL_FORM,
    CRF_COL_FORMKEY, CRF_COL_GROUP,   CRF_COL_GROUPKEY, CRF_COL_ITEM,
  };
  GString *message = g_string_new ("stemward-signature-1\n");

  add_part (message, "study", study);
  for (guint i = 0; i < G_N_ELEMENTS (signed_columns); i++)
    add_part (message, crf_entry_columns[signed_columns[i]], columns[signed_columns[i]]);
  add_part (message, "meaning", meaning);
  add_part (message, "shown", shown);
  add_part (message, "heads", heads);
  return g_string_free (message, FALSE);
}

static void
fill_target (const CrfEntry *target, const char *columns[CRF_N_COLS])
{
  columns[CRF_COL_EVENT] = target->event;
  columns[CRF_COL_EVENTKEY] = target->eventkey;
  columns[CRF_COL_FORM] = target->form;
  columns[CRF_COL_FORMKEY] = target->formkey;
  columns[CRF_COL_GROUP] = target->group;
  columns[CRF_COL_GROUPKEY] = target->groupkey;
  columns[CRF_COL_ITEM] = target->item;
}

/* Whether @detail has a signature of a message that begins with these columns. *@key, where asked for: whose. */
static gboolean
holds (const char *study, const char *const columns[CRF_N_COLS], JsonObject *detail, char **key)
{
  g_autofree char *meaning = crf_detail_get (detail, "meaning");
  g_autofree char *shown = crf_detail_get (detail, "shown");
  g_autofree char *heads = crf_detail_get (detail, "heads");
  g_autofree char *key_text = crf_detail_get (detail, "key");
  g_autofree char *signature_text = crf_detail_get (detail, "signature");
  g_autofree char *message = _crf_signature_message (study, columns, meaning, shown, heads);
  guchar public_key[CRF_KEY_SIZE];
  guchar signature[crypto_sign_BYTES];
  gboolean ok = crf_seal_decode (key_text, public_key, sizeof public_key)
                && crf_seal_decode (signature_text, signature, sizeof signature)
                && crypto_sign_verify_detached (signature, (const guchar *) message, strlen (message), public_key) == 0;

  if (key != NULL)
    *key = g_steal_pointer (&key_text);
  return ok;
}

gboolean
_crf_signature_holds (const char *study, const CrfStored *entry, char **key)
{
  g_autofree char *heads = crf_detail_get (entry->detail, "heads");

  return holds (study, entry->columns, entry->detail, key) && g_strcmp0 (heads, entry->columns[CRF_COL_SEEN]) == 0;
}

gboolean
crf_signature_check_told (const char *detail, const char *id, const char *at, const CrfEntry *target, char **key)
{
  g_autoptr (JsonObject) told = crf_detail_parse (detail, NULL);
  g_autofree char *study = told != NULL ? crf_detail_get (told, "study") : NULL;
  g_autofree char *subject = told != NULL ? crf_detail_get (told, "subject") : NULL;
  g_autofree char *login = told != NULL ? crf_detail_get (told, "login") : NULL;
  g_autofree char *role = told != NULL ? crf_detail_get (told, "role") : NULL;
  g_autofree char *off = told != NULL ? crf_detail_get (told, "off") : NULL;
  g_auto (GStrv) parts = g_strsplit (id != NULL ? id : "", ":", 2);
  const char *columns[CRF_N_COLS] = { NULL };

  if (key != NULL)
    *key = NULL;
  if (study == NULL || login == NULL || at == NULL || g_strv_length (parts) != 2)
    return FALSE;
  columns[CRF_COL_WS] = parts[0];
  columns[CRF_COL_SEQ] = parts[1];
  columns[CRF_COL_AT] = at;
  columns[CRF_COL_OFF] = off;
  columns[CRF_COL_USER] = login;
  columns[CRF_COL_ROLE] = role;
  columns[CRF_COL_SUBJECT] = subject;
  fill_target (target, columns);
  return holds (study, columns, told, key);
}

/* The columns that the entry will have, as far as they are signed. */
static void
fill_columns (CrfTransaction *txn,
              const CrfEntry *target,
              const char *ws,
              const char *seq,
              const char *off,
              const char *columns[CRF_N_COLS])
{
  const CrfActor *actor = crf_transaction_get_actor (txn);

  columns[CRF_COL_WS] = ws;
  columns[CRF_COL_SEQ] = seq;
  columns[CRF_COL_AT] = crf_transaction_get_time (txn);
  columns[CRF_COL_OFF] = off;
  columns[CRF_COL_USER] = actor->user;
  columns[CRF_COL_ROLE] = actor->role;
  columns[CRF_COL_SUBJECT] = target->subject;
  fill_target (target, columns);
}

/* Adds meaning, shown, heads, key and signature to @detail: the signature of the entry that comes
 * next. */
static gboolean
sign_next (CrfTransaction *txn,
           CrfKeyring *keyring,
           const CrfEntry *target,
           const char *meaning,
           const char *shown_hash,
           JsonObject *detail,
           GError **error)
{
  CrfStudyFile *file = crf_transaction_get_file (txn);
  const char *columns[CRF_N_COLS] = { NULL };
  const char *id = _crf_transaction_next_id (txn, error);
  g_autofree char *heads = id != NULL ? crf_journal_heads (file->db, error) : NULL;
  g_autofree char *message = NULL;
  g_autofree char *signature = NULL;
  g_autofree char *key = NULL;

  if (heads == NULL)
    return FALSE;
  fill_columns (txn, target, file->ws, strchr (id, ':') + 1, _crf_transaction_get_offset (txn),
                columns);
  message = _crf_signature_message (file->uuid, columns, meaning, shown_hash, heads);
  signature = _crf_keyring_sign (keyring, message);
  key = crf_seal_encode (keyring->sign_public, CRF_KEY_SIZE);
  json_object_set_string_member (detail, "meaning", meaning);
  json_object_set_string_member (detail, "shown", shown_hash);
  json_object_set_string_member (detail, "heads", heads);
  json_object_set_string_member (detail, "key", key);
  json_object_set_string_member (detail, "signature", signature);
  return TRUE;
}

gboolean
_crf_signature_anchors (const char *action)
{
  return g_strcmp0 (action, CRF_ACTION_SIGN) == 0 || g_strcmp0 (action, CRF_ACTION_SIGN_OUT) == 0
         || g_strcmp0 (action, CRF_ACTION_BACKUP) == 0;
}

char *
_crf_signature_sign_anchor (CrfTransaction *txn, const CrfEntry *entry, GError **error)
{
  CrfKeyring *keyring = crf_transaction_get_actor (txn)->keyring;
  g_autoptr (JsonObject) detail = crf_detail_parse (entry->detail, error);
  g_autofree char *sha256 = crf_detail_get (detail, "sha256");

  if (detail == NULL
      || !sign_next (txn, keyring, entry, entry->action, sha256 != NULL ? sha256 : "", detail,
                     error))
    return NULL;
  return crf_detail_to_text (detail);
}

static gboolean
append_signature (CrfTransaction *txn,
                  CrfKeyring *keyring,
                  const CrfEntry *target,
                  const char *meaning,
                  const char *shown,
                  GError **error)
{
  g_autofree char *shown_hash = g_compute_checksum_for_string (G_CHECKSUM_SHA256, shown, -1);
  g_autoptr (JsonObject) detail = json_object_new ();
  g_autofree char *text = NULL;
  CrfEntry entry = *target;

  if (!sign_next (txn, keyring, target, meaning, shown_hash, detail, error))
    return FALSE;
  text = crf_detail_to_text (detail);
  entry.action = CRF_ACTION_SIGN;
  entry.detail = text;
  entry.seal = CRF_SEAL_NONE;
  return crf_transaction_append (txn, &entry, NULL, error);
}

gboolean
crf_signature_add (CrfTransaction *txn,
                   const CrfEntry *target,
                   const char *meaning,
                   const char *shown,
                   const char *passphrase,
                   GError **error)
{
  const char *user;
  g_autoptr (CrfKeyring) keyring = NULL;

  g_return_val_if_fail (txn != NULL && target != NULL && meaning != NULL && shown != NULL
                            && passphrase != NULL,
                        FALSE);
  user = crf_transaction_get_actor (txn)->user;
  if (user == NULL)
    {
      g_set_error_literal (error, CRF_STORE_ERROR, CRF_STORE_ERROR_PASSPHRASE,
                           _("Only a person can sign."));
      return FALSE;
    }
  keyring = crf_keyring_unlock (crf_transaction_get_file (txn), user, passphrase, error);
  return keyring != NULL && append_signature (txn, keyring, target, meaning, shown, error);
}

gboolean
crf_signature_add_second (CrfTransaction *txn,
                          const CrfEntry *target,
                          const char *meaning,
                          const char *shown,
                          const char *login,
                          const char *role,
                          const char *passphrase,
                          GError **error)
{
  g_autoptr (CrfKeyring) keyring = NULL;
  g_autofree char *first = NULL;
  g_autofree char *first_role = NULL;
  gboolean ok;

  g_return_val_if_fail (txn != NULL && target != NULL && meaning != NULL && shown != NULL, FALSE);
  g_return_val_if_fail (login != NULL && passphrase != NULL, FALSE);

  keyring = crf_keyring_unlock (crf_transaction_get_file (txn), login, passphrase, error);
  if (keyring == NULL)
    return FALSE;
  first = g_strdup (crf_transaction_get_actor (txn)->user);
  first_role = g_strdup (crf_transaction_get_actor (txn)->role);
  _crf_transaction_set_person (txn, login, role);
  ok = append_signature (txn, keyring, target, meaning, shown, error);
  _crf_transaction_set_person (txn, first, first_role);
  return ok;
}

void
crf_signature_record_free (CrfSignatureRecord *record)
{
  if (record == NULL)
    return;
  g_free (record->id);
  g_free (record->login);
  g_free (record->name);
  g_free (record->at);
  g_free (record->off);
  g_free (record->meaning);
  g_free (record->shown_sha256);
  g_free (record);
}

static gpointer
read_signature (CrfStatement *row)
{
  CrfSignatureRecord *record = g_new0 (CrfSignatureRecord, 1);

  record->id = _crf_records_text (row, 0);
  record->login = _crf_records_text (row, 1);
  record->name = _crf_records_text (row, 2);
  record->at = _crf_records_text (row, 3);
  record->off = _crf_records_text (row, 4);
  record->meaning = _crf_records_text (row, 5);
  record->shown_sha256 = _crf_records_text (row, 6);
  record->void_ = !crf_statement_is_null (row, 7);
  return record;
}

GPtrArray *
crf_signature_list (CrfStudyFile *file, const CrfEntry *target, GError **error)
{
  g_return_val_if_fail (file != NULL && target != NULL, NULL);

  return _crf_records_collect (
      crf_db_query (file->db, error,
                    "SELECT s.ws || ':' || s.seq, s.login, a.name, s.at, s.off, s.meaning, "
                    "s.shown, s.void_seq "
                    "FROM signature s JOIN account a ON a.login = s.login "
                    "WHERE (?1 IS NULL OR subject = ?1) AND (?2 IS NULL OR event = ?2) AND (?3 IS "
                    "NULL OR eventkey = ?3) "
                    "AND (?4 IS NULL OR form = ?4) AND (?5 IS NULL OR formkey = ?5) AND (?6 IS "
                    "NULL OR \"group\" = ?6) "
                    "AND (?7 IS NULL OR groupkey = ?7) AND (?8 IS NULL OR item = ?8) "
                    "ORDER BY s.at DESC, s.seq DESC, s.ws",
                    "ssssssss", target->subject, target->event, target->eventkey, target->form,
                    target->formkey, target->group, target->groupkey, target->item),
      read_signature, (GDestroyNotify) crf_signature_record_free, error);
}

GPtrArray *
crf_signature_list_whole (CrfStudyFile *file, const char *subject, GError **error)
{
  g_return_val_if_fail (file != NULL, NULL);

  return _crf_records_collect (
      crf_db_query (file->db, error,
                    "SELECT s.ws || ':' || s.seq, s.login, a.name, s.at, s.off, s.meaning, s.shown, s.void_seq "
                    "FROM signature s JOIN account a ON a.login = s.login "
                    "WHERE s.subject IS ?1 AND s.form IS NULL AND s.event IS NULL ORDER BY s.at DESC, s.seq DESC",
                    "s", subject),
      read_signature, (GDestroyNotify) crf_signature_record_free, error);
}
