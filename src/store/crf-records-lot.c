/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Records of cell lots, with what is left of each. */

#include "crf-records-private.h"
#include "crf-sealed-lot.h"
#include "crf-volume.h"

#define LOT_COLUMNS                                                                                \
  "lot, product, tissue, donor, passage, concentration, basis, viability, bag_volume, bags, "      \
  "received_at, expires_at, "                                                                      \
  "endotoxin, sterility, mycoplasma, identity, state, released_by, storage"

void
crf_lot_record_free (CrfLotRecord *record)
{
  if (record == NULL)
    return;
  g_free (record->lot);
  g_free (record->product);
  g_free (record->tissue);
  g_free (record->donor);
  g_free (record->passage);
  g_free (record->concentration);
  g_free (record->basis);
  g_free (record->viability);
  g_free (record->bag_volume);
  g_free (record->bags);
  g_free (record->received_at);
  g_free (record->expires_at);
  g_free (record->endotoxin);
  g_free (record->sterility);
  g_free (record->mycoplasma);
  g_free (record->identity);
  g_free (record->state);
  g_free (record->released_by);
  g_free (record->storage);
  g_free (record->left_ml);
  g_free (record);
}

static gpointer
read_lot (CrfStatement *row)
{
  CrfLotRecord *record = g_new0 (CrfLotRecord, 1);

  record->lot = _crf_records_text (row, 0);
  record->product = _crf_records_text (row, 1);
  record->tissue = _crf_records_text (row, 2);
  record->donor = _crf_records_text (row, 3);
  record->passage = _crf_records_text (row, 4);
  record->concentration = _crf_records_text (row, 5);
  record->basis = _crf_records_text (row, 6);
  record->viability = _crf_records_text (row, 7);
  record->bag_volume = _crf_records_text (row, 8);
  record->bags = _crf_records_text (row, 9);
  record->received_at = _crf_records_text (row, 10);
  record->expires_at = _crf_records_text (row, 11);
  record->endotoxin = _crf_records_text (row, 12);
  record->sterility = _crf_records_text (row, 13);
  record->mycoplasma = _crf_records_text (row, 14);
  record->identity = _crf_records_text (row, 15);
  record->state = _crf_records_text (row, 16);
  record->released_by = _crf_records_text (row, 17);
  record->storage = _crf_records_text (row, 18);
  return record;
}

typedef struct
{
  GHashTable *reserved; /* subject key or "" → gint64 */
  gboolean known;
  gint64 left;
} Balance;

static void
move (Balance *balance, const char *kind, const char *subject, const char *volume_text)
{
  gint64 volume;
  gint64 *held;

  if (kind == NULL || !crf_volume_parse (volume_text, &volume))
    return;
  balance->known = TRUE;
  held = g_hash_table_lookup (balance->reserved, subject != NULL ? subject : "");
  if (held == NULL)
    {
      held = g_new0 (gint64, 1);
      g_hash_table_insert (balance->reserved, g_strdup (subject != NULL ? subject : ""), held);
    }
  if (g_str_equal (kind, "receive"))
    balance->left += volume;
  else if (g_str_equal (kind, "reserve"))
    {
      balance->left -= volume;
      *held += volume;
    }
  else
    {
      gint64 from_reserved = MIN (volume, *held);

      *held -= from_reserved;
      balance->left -= g_str_equal (kind, "return") ? -from_reserved : volume - from_reserved;
    }
}

/* Received − used − destroyed − what is still reserved. A use or a return for the same patient
 * takes from that patient's reservation first. Without a movement that has a volume: not known.
 * @sealed: movements that the caller could open, in order, or NULL. */
static char *
compute_left (CrfDb *db, const char *lot, GPtrArray *sealed, GError **error)
{
  Balance balance = { g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free), FALSE, 0 };
  g_autoptr (CrfStatement) query = crf_db_query (
      db, error, "SELECT kind, subject, volume_ml FROM lot_movement WHERE lot = ?1 ORDER BY n", "s",
      lot);

  while (query != NULL && crf_statement_step (query, error) == CRF_STEP_ROW)
    move (&balance, crf_statement_text (query, 0), crf_statement_text (query, 1),
          crf_statement_text (query, 2));
  for (guint i = 0; sealed != NULL && i < sealed->len; i++)
    {
      const CrfLotMoveRecord *record = g_ptr_array_index (sealed, i);

      if (g_strcmp0 (record->lot, lot) == 0)
        move (&balance, record->kind, record->subject, record->volume_ml);
    }
  g_hash_table_unref (balance.reserved);
  return balance.known ? crf_volume_format (balance.left) : NULL;
}

void
crf_lot_record_count_sealed (CrfLotRecord *record, CrfStudyFile *file, GPtrArray *moves)
{
  g_return_if_fail (record != NULL && file != NULL);
  g_free (record->left_ml);
  record->left_ml = compute_left (file->db, record->lot, moves, NULL);
}

GPtrArray *
crf_records_lots (CrfStudyFile *file, GError **error)
{
  g_autoptr (GPtrArray) records = NULL;

  g_return_val_if_fail (file != NULL, NULL);
  records = _crf_records_collect (
      crf_db_query (file->db, error, "SELECT " LOT_COLUMNS " FROM lot ORDER BY received_at, lot",
                    ""),
      read_lot, (GDestroyNotify) crf_lot_record_free, error);
  for (guint i = 0; records != NULL && i < records->len; i++)
    {
      CrfLotRecord *record = g_ptr_array_index (records, i);

      record->left_ml = compute_left (file->db, record->lot, NULL, error);
    }
  return g_steal_pointer (&records);
}

CrfLotRecord *
crf_records_find_lot (CrfStudyFile *file, const char *lot, GError **error)
{
  CrfLotRecord *record;

  g_return_val_if_fail (file != NULL && lot != NULL, NULL);
  record = _crf_records_first (
      crf_db_query (file->db, error, "SELECT " LOT_COLUMNS " FROM lot WHERE lot = ?1", "s", lot),
      read_lot, error);
  if (record != NULL)
    record->left_ml = compute_left (file->db, lot, NULL, error);
  return record;
}
