/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Records of cell lots, with what is left of each. */

#include "crf-lot-book.h"
#include "crf-records-private.h"
#include "crf-sealed-lot.h"
#include "crf-volume.h"

#define LOT_COLUMNS                                                                                \
  "lot, product, tissue, donor, passage, concentration, basis, viability, bag_volume, bags, "      \
  "received_at, expires_at, "                                                                      \
  "endotoxin, sterility, mycoplasma, identity, state, released_by, storage, subject, dmso"

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
  g_free (record->subject);
  g_free (record->dmso);
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
  record->subject = _crf_records_text (row, 19);
  record->dmso = _crf_records_text (row, 20);
  return record;
}

/* What is free: neither reserved nor gone. Without a movement that has a volume: not known. @sealed: movements that the caller
 * could open, or NULL. */
static char *
compute_left (CrfStudyFile *file, const char *lot, GPtrArray *sealed, GError **error)
{
  g_autoptr (CrfLotBook) book = crf_records_lot_book (file, lot, sealed, error);
  CrfLotBalance balance;

  if (book == NULL || !crf_lot_book_is_known (book))
    return NULL;
  crf_lot_book_get_balance (book, &balance);
  return crf_volume_format (balance.free);
}

void
crf_lot_record_count_sealed (CrfLotRecord *record, CrfStudyFile *file, GPtrArray *moves)
{
  g_return_if_fail (record != NULL && file != NULL);
  g_free (record->left_ml);
  record->left_ml = compute_left (file, record->lot, moves, NULL);
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

      record->left_ml = compute_left (file, record->lot, NULL, error);
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
    record->left_ml = compute_left (file, lot, NULL, error);
  return record;
}
