/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Records of what came in from other study files. */

#include "crf-records-transfer.h"

#include "crf-records-private.h"

static void
record_free (gpointer data)
{
  CrfTransferInRecord *record = data;

  g_free (record->entry);
  g_free (record->name);
  g_free (record->sha256);
  g_free (record->at);
  g_free (record->user);
  g_clear_pointer (&record->detail, json_object_unref);
  g_free (record);
}

static gpointer
read_row (CrfStatement *row)
{
  CrfTransferInRecord *record = g_new0 (CrfTransferInRecord, 1);
  g_autofree char *detail = _crf_records_text (row, 3);

  record->entry = _crf_records_text (row, 0);
  record->name = _crf_records_text (row, 1);
  record->sha256 = _crf_records_text (row, 2);
  record->detail = crf_detail_parse (detail, NULL);
  record->at = _crf_records_text (row, 4);
  record->user = _crf_records_text (row, 5);
  return record;
}

GPtrArray *
crf_records_transfers (CrfStudyFile *file, GError **error)
{
  g_return_val_if_fail (file != NULL, NULL);

  return _crf_records_collect (
      crf_db_query (file->db, error, "SELECT entry, name, sha256, detail, at, user FROM transfer ORDER BY at, entry", ""), read_row,
      record_free, error);
}
