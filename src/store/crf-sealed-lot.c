/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Reading sealed lot movements. */

#include "crf-sealed-lot.h"

#include <sodium.h>
#include <string.h>

#include "crf-detail.h"
#include "crf-keyring-private.h"
#include "crf-records-private.h"
#include "crf-sealed-value.h"

void
crf_lot_move_record_free (CrfLotMoveRecord *record)
{
  if (record == NULL)
    return;
  g_free (record->lot);
  g_free (record->kind);
  g_free (record->subject);
  g_free (record->volume_ml);
  g_free (record->bags);
  g_free (record->at);
  g_free (record->user);
  g_free (record);
}

typedef struct { char *subject, *box, *at, *user; } Row;

static void
row_free (Row *row)
{
  g_free (row->subject);
  g_free (row->box);
  g_free (row->at);
  g_free (row->user);
  g_free (row);
}

static gpointer
read_row (CrfStatement *statement)
{
  Row *row = g_new0 (Row, 1);

  row->subject = _crf_records_text (statement, 0);
  row->box = _crf_records_text (statement, 1);
  row->at = _crf_records_text (statement, 2);
  row->user = _crf_records_text (statement, 3);
  return row;
}

static void
wipe (gpointer text)
{
  sodium_memzero (text, strlen (text));
  g_free (text);
}

/* What the box of this patient says. Every count of a lot reads all movements, so the ring remembers what it has opened,
 * until it is wiped itself. NULL: it does not open for this ring; perhaps it will. */
static const char *
open_box (CrfStudyFile *file, CrfKeyring *keyring, const Row *row)
{
  g_autoptr (CrfSealedContent) content = NULL;
  g_autofree char *key = g_strconcat (row->subject != NULL ? row->subject : "", "\n", row->box, NULL);
  const char *known
      = keyring != NULL && keyring->moves != NULL ? g_hash_table_lookup (keyring->moves, key) : NULL;

  if (known != NULL)
    return known;
  content = crf_keyring_open_sealed (keyring, file, row->subject, NULL, row->box, NULL);
  if (content == NULL || content->detail == NULL)
    return NULL;
  if (keyring->moves == NULL)
    keyring->moves = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, wipe);
  known = content->detail;
  g_hash_table_insert (keyring->moves, g_steal_pointer (&key), g_steal_pointer (&content->detail));
  return known;
}

/* NULL: it does not open for this ring. */
static CrfLotMoveRecord *
open_row (CrfStudyFile *file, CrfKeyring *keyring, Row *row)
{
  const char *text = open_box (file, keyring, row);
  g_autoptr (JsonObject) detail = text != NULL ? crf_detail_parse (text, NULL) : NULL;
  CrfLotMoveRecord *record;

  if (detail == NULL)
    return NULL;
  record = g_new0 (CrfLotMoveRecord, 1);
  record->lot = crf_detail_get (detail, "lot");
  record->kind = crf_detail_get (detail, "kind");
  record->volume_ml = crf_detail_get (detail, "volume_ml");
  record->bags = crf_detail_get (detail, "bags");
  record->subject = g_steal_pointer (&row->subject);
  record->at = g_steal_pointer (&row->at);
  record->user = g_steal_pointer (&row->user);
  return record;
}

GPtrArray *
crf_records_sealed_moves (CrfStudyFile *file, CrfKeyring *keyring, GError **error)
{
  g_autoptr (GPtrArray) rows = NULL;
  GPtrArray *records;

  g_return_val_if_fail (file != NULL, NULL);
  rows = _crf_records_collect (
      crf_db_query (file->db, error,
                    "SELECT subject, box, at, user FROM lot_movement_sealed ORDER BY at, ws, seq",
                    ""),
      read_row, (GDestroyNotify) row_free, error);
  if (rows == NULL)
    return NULL;
  records = g_ptr_array_new_with_free_func ((GDestroyNotify) crf_lot_move_record_free);
  for (guint i = 0; i < rows->len; i++)
    {
      CrfLotMoveRecord *record = open_row (file, keyring, g_ptr_array_index (rows, i));

      if (record != NULL)
        g_ptr_array_add (records, record);
    }
  return records;
}

int
crf_records_count_item_entries (CrfStudyFile *file, const char *item)
{
  g_return_val_if_fail (file != NULL && item != NULL, 0);

  return (int) crf_db_get_int (file->db, NULL, 0,
                               "SELECT count (*) FROM journal WHERE item = ?1 AND action = ?2",
                               "ss", item, CRF_ACTION_VALUE);
}
