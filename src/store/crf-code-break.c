/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Codes of slots, what opens with them, and who has opened what. */

#include "crf-code-break.h"

#include <glib/gi18n-lib.h>
#include <sodium.h>
#include <string.h>

#include "crf-allocation-private.h"
#include "crf-base32.h"
#include "crf-detail.h"
#include "crf-journal.h"
#include "crf-records-private.h"
#include "crf-transaction-private.h"

#define GROUP_BYTES 4
#define GROUP_CHARACTERS 8 /* 4 bytes of the key and 1 that checks them: 40 bits */
#define ALL_CHARACTERS (CRF_SLOT_CODE_GROUPS * GROUP_CHARACTERS)

/* The first byte of SHA-256 over a label, the group's place and its bytes: exchanged groups are found too. */
static guchar
check_of (int group, const guchar *bytes)
{
  crypto_hash_sha256_state state;
  guchar digest[crypto_hash_sha256_BYTES];
  guchar place = (guchar) group;

  crypto_hash_sha256_init (&state);
  crypto_hash_sha256_update (&state, (const guchar *) "stemward-slot-code-1\n", 21);
  crypto_hash_sha256_update (&state, &place, 1);
  crypto_hash_sha256_update (&state, bytes, GROUP_BYTES);
  crypto_hash_sha256_final (&state, digest);
  return digest[0];
}

char *
crf_slot_code_format (const guchar *key)
{
  GString *text = g_string_sized_new (ALL_CHARACTERS + CRF_SLOT_CODE_GROUPS);

  for (int i = 0; i < CRF_SLOT_CODE_GROUPS; i++)
    {
      guchar bytes[GROUP_BYTES + 1];
      char group[GROUP_CHARACTERS + 1];

      memcpy (bytes, key + i * GROUP_BYTES, GROUP_BYTES);
      bytes[GROUP_BYTES] = check_of (i, bytes);
      crf_base32_encode (bytes, sizeof bytes, group);
      g_string_append_printf (text, "%s%s", i > 0 ? " " : "", group);
      sodium_memzero (bytes, sizeof bytes);
      sodium_memzero (group, sizeof group);
    }
  return g_string_free (text, FALSE);
}

static gboolean
parse_groups (const char *clean, guchar *key, int *group)
{
  for (int i = 0; i < CRF_SLOT_CODE_GROUPS; i++)
    {
      guchar bytes[GROUP_BYTES + 1];
      char characters[GROUP_CHARACTERS + 1];

      memcpy (characters, clean + i * GROUP_CHARACTERS, GROUP_CHARACTERS);
      characters[GROUP_CHARACTERS] = '\0';
      *group = i + 1;
      if (!crf_base32_decode (characters, bytes, sizeof bytes)
          || bytes[GROUP_BYTES] != check_of (i, bytes))
        return FALSE;
      memcpy (key + i * GROUP_BYTES, bytes, GROUP_BYTES);
    }
  return TRUE;
}

gboolean
crf_slot_code_parse (const char *text, guchar *key, int *group)
{
  char clean[ALL_CHARACTERS + 1];
  gsize n = 0;
  gboolean ok;

  g_return_val_if_fail (key != NULL && group != NULL, FALSE);
  *group = 0;
  for (const char *p = text != NULL ? text : ""; *p != '\0'; p++)
    {
      if (g_ascii_isspace (*p) || *p == '-')
        continue;
      if (n == ALL_CHARACTERS)
        return FALSE;
      clean[n++] = *p;
    }
  clean[n] = '\0';
  ok = n == ALL_CHARACTERS && parse_groups (clean, key, group);
  sodium_memzero (clean, sizeof clean);
  return ok;
}

void
crf_envelope_free (CrfEnvelope *envelope)
{
  if (envelope == NULL)
    return;
  if (envelope->code != NULL)
    sodium_memzero (envelope->code, strlen (envelope->code));
  g_free (envelope->stratum);
  g_free (envelope->arm);
  g_free (envelope->code);
  g_free (envelope);
}

typedef struct
{
  CrfSlot slot;
  char *stratum;
  int list;
} Row;

static void
row_free (Row *row)
{
  _crf_slot_clear (&row->slot);
  g_free (row->stratum);
  g_free (row);
}

static gpointer
read_row (CrfStatement *statement)
{
  Row *row = g_new0 (Row, 1);

  row->slot.list = _crf_records_text (statement, 0);
  row->slot.number = crf_statement_int (statement, 1);
  row->stratum = _crf_records_text (statement, 2);
  row->slot.arm = _crf_records_text (statement, 3);
  row->slot.key = _crf_records_text (statement, 4);
  row->slot.ws = _crf_records_text (statement, 5);
  row->slot.seq = crf_statement_int (statement, 6);
  row->list = (int) crf_statement_int (statement, 7);
  return row;
}

static CrfEnvelope *
open_row (CrfStudyFile *file, CrfKeyring *keyring, const Row *row, GError **error)
{
  CrfEnvelope *envelope;
  char *arm = NULL;
  guchar key[CRF_KEY_SIZE];

  if (!_crf_slot_check_made (file, &row->slot, error))
    return NULL;
  if (_crf_slot_open_key (file, keyring, &row->slot, key, error))
    arm = _crf_slot_open_arm (file, &row->slot, key, error);
  if (arm == NULL)
    return NULL;
  envelope = g_new0 (CrfEnvelope, 1);
  envelope->list = row->list;
  envelope->number = (int) row->slot.number;
  envelope->stratum = g_strdup (row->stratum);
  envelope->arm = arm;
  envelope->code = crf_slot_code_format (key);
  sodium_memzero (key, sizeof key);
  return envelope;
}

#define LIST_ORDINAL "(SELECT count (*) FROM slot_list l WHERE l.at || l.list <= m.at || m.list)"

GPtrArray *
crf_allocation_list_envelopes (CrfStudyFile *file, CrfKeyring *keyring, GError **error)
{
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (GPtrArray) envelopes
      = g_ptr_array_new_with_free_func ((GDestroyNotify) crf_envelope_free);

  g_return_val_if_fail (file != NULL, NULL);
  rows = _crf_records_collect (
      crf_db_query (file->db, error,
                    "SELECT s.list, s.number, s.stratum, s.arm, s.key, s.ws, s.seq, " LIST_ORDINAL
                    " FROM slot s JOIN slot_list m ON m.list = s.list ORDER BY m.at, m.list, s.number",
                    ""),
      read_row, (GDestroyNotify) row_free, error);
  if (rows == NULL)
    return NULL;
  for (guint i = 0; i < rows->len; i++)
    {
      CrfEnvelope *envelope = open_row (file, keyring, g_ptr_array_index (rows, i), error);

      if (envelope == NULL)
        return NULL;
      g_ptr_array_add (envelopes, envelope);
    }
  return g_steal_pointer (&envelopes);
}

gboolean
crf_allocation_find_code (CrfStudyFile *file, const char *code, int *list, int *number, char **subject)
{
  g_autoptr (GPtrArray) rows = NULL;
  guchar key[CRF_KEY_SIZE];
  gboolean found = FALSE;
  int group;

  g_return_val_if_fail (file != NULL && list != NULL && number != NULL && subject != NULL, FALSE);
  *subject = NULL;
  if (!crf_slot_code_parse (code, key, &group))
    return FALSE;
  rows = _crf_records_collect (crf_db_query (file->db, NULL,
                                             "SELECT s.list, s.number, s.stratum, s.arm, s.key, s.ws, s.seq, " LIST_ORDINAL
                                             " FROM slot s JOIN slot_list m ON m.list = s.list",
                                             ""),
                               read_row, (GDestroyNotify) row_free, NULL);
  for (guint i = 0; rows != NULL && i < rows->len && !found; i++)
    {
      const Row *row = g_ptr_array_index (rows, i);
      g_autofree char *arm = _crf_slot_open_arm (file, &row->slot, key, NULL);

      if (arm == NULL)
        continue;
      found = TRUE;
      *list = row->list;
      *number = (int) row->slot.number;
      *subject = crf_db_get_text (file->db, NULL, "SELECT subject FROM slot WHERE list = ?1 AND number = ?2", "si",
                                  row->slot.list, row->slot.number);
      sodium_memzero (arm, strlen (arm));
    }
  sodium_memzero (key, sizeof key);
  return found;
}

gboolean
crf_allocation_find_envelope (CrfStudyFile *file, const char *subject, int *list, int *number)
{
  g_autoptr (CrfStatement) query = crf_db_query (
      file->db, NULL,
      "SELECT " LIST_ORDINAL
      ", s.number FROM slot s JOIN slot_list m ON m.list = s.list WHERE s.subject = ?1",
      "s", subject);

  if (query == NULL || crf_statement_step (query, NULL) != CRF_STEP_ROW)
    return FALSE;
  *list = (int) crf_statement_int (query, 0);
  *number = (int) crf_statement_int (query, 1);
  return TRUE;
}

static char *
refuse_code (GError **error, int group)
{
  if (group > 0)
    g_set_error (error, CRF_STORE_ERROR, CRF_STORE_ERROR_PASSPHRASE,
                 _("Group %d of the code is mistyped. Compare it with the paper."), group);
  else
    g_set_error (error, CRF_STORE_ERROR, CRF_STORE_ERROR_PASSPHRASE,
                 _("A code has %d groups of 8 letters and digits. Compare it with the paper."),
                 CRF_SLOT_CODE_GROUPS);
  return NULL;
}

char *
crf_allocation_open_with_code (CrfStudyFile *file,
                               const char *subject,
                               const char *code,
                               GError **error)
{
  g_auto (CrfSlot) slot = { 0 };
  guchar key[CRF_KEY_SIZE];
  char *arm;
  int group;

  g_return_val_if_fail (file != NULL && subject != NULL, NULL);
  if (!crf_slot_code_parse (code, key, &group))
    return refuse_code (error, group);
  if (!_crf_slot_find_checked (file, subject, &slot, error))
    {
      if (error != NULL && *error == NULL)
        g_set_error_literal (error, CRF_STORE_ERROR, CRF_STORE_ERROR_CONFLICT,
                             _("This patient has not been allocated."));
      return NULL;
    }
  arm = _crf_slot_open_arm (file, &slot, key, NULL);
  sodium_memzero (key, sizeof key);
  if (arm == NULL)
    g_set_error (error, CRF_STORE_ERROR, CRF_STORE_ERROR_PASSPHRASE,
                 _("This code is of another envelope. The envelope of this patient is number %d."),
                 (int) slot.number);
  return arm;
}

gboolean
crf_code_break_append (CrfTransaction *txn,
                       const char *subject,
                       const char *login,
                       const char *via,
                       const char *arm,
                       const char *reason,
                       GError **error)
{
  CrfStudyFile *file = crf_transaction_get_file (txn);
  const char *id = _crf_transaction_next_id (txn, error);
  g_autofree char *item = g_strconcat ("code-break:", login, NULL);
  CrfSealContext context = { file->uuid, subject, item, id };
  g_autofree char *detail = crf_detail_new ("login", login, "via", via, NULL);
  g_autofree char *value = NULL;
  CrfEntry entry = { .action = CRF_ACTION_CODE_BREAK, .subject = subject, .reason = reason, .detail = detail };
  guchar box[CRF_KEY_SIZE];
  guchar sign[CRF_KEY_SIZE];

  if (id == NULL || !_crf_keys_get_account_public (file->db, login, box, sign, error))
    return FALSE;
  entry.value = value = crf_seal_to_public (&context, (const guchar *) arm, strlen (arm), box);
  return value != NULL && crf_transaction_append (txn, &entry, NULL, error);
}

void
crf_code_break_record_free (CrfCodeBreakRecord *record)
{
  if (record == NULL)
    return;
  g_free (record->subject);
  g_free (record->login);
  g_free (record->via);
  g_free (record->by);
  g_free (record->reason);
  g_free (record->at);
  g_free (record->box);
  g_free (record->id);
  g_free (record);
}

static gpointer
read_break (CrfStatement *statement)
{
  CrfCodeBreakRecord *record = g_new0 (CrfCodeBreakRecord, 1);

  record->subject = _crf_records_text (statement, 0);
  record->login = _crf_records_text (statement, 1);
  record->via = _crf_records_text (statement, 2);
  record->by = _crf_records_text (statement, 3);
  record->reason = _crf_records_text (statement, 4);
  record->at = _crf_records_text (statement, 5);
  record->box = _crf_records_text (statement, 6);
  record->id = _crf_records_text (statement, 7);
  return record;
}

GPtrArray *
crf_code_break_list (CrfStudyFile *file, const char *subject, GError **error)
{
  g_return_val_if_fail (file != NULL, NULL);

  return _crf_records_collect (
      crf_db_query (file->db, error,
                    "SELECT subject, login, via, user, reason, at, box, ws || ':' || seq FROM code_break "
                    "WHERE ?1 IS NULL OR subject = ?1 ORDER BY at, ws, seq",
                    "s", subject),
      read_break, (GDestroyNotify) crf_code_break_record_free, error);
}

static char *
open_break (CrfStudyFile *file, CrfKeyring *keyring, const CrfCodeBreakRecord *record)
{
  g_autofree char *item = g_strconcat ("code-break:", record->login, NULL);
  CrfSealContext context = { file->uuid, record->subject, item, record->id };
  guchar *payload = NULL;
  gsize size = 0;
  char *arm = NULL;

  if (crf_seal_open_public (&context, record->box, keyring->box_public, keyring->box_secret, &payload, &size,
                            NULL))
    arm = g_strdup ((const char *) payload);
  sodium_free (payload);
  return arm;
}

char *
crf_code_break_open (CrfStudyFile *file, CrfKeyring *keyring, const char *subject)
{
  g_autoptr (GPtrArray) records = NULL;
  char *arm = NULL;

  g_return_val_if_fail (file != NULL && subject != NULL, NULL);
  if (keyring == NULL)
    return NULL;
  records = crf_code_break_list (file, subject, NULL);
  for (guint i = 0; records != NULL && i < records->len && arm == NULL; i++)
    {
      const CrfCodeBreakRecord *record = g_ptr_array_index (records, i);

      if (g_strcmp0 (record->login, crf_keyring_get_login (keyring)) == 0)
        arm = open_break (file, keyring, record);
    }
  return arm;
}
