/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Records of what the study as a whole is at. */

#include "crf-records-status.h"

#include "crf-records-private.h"

void
crf_study_status_record_free (CrfStudyStatusRecord *record)
{
  if (record == NULL)
    return;
  g_free (record->status);
  g_free (record->date);
  g_free (record->infusions);
  g_free (record->reason);
  g_free (record->at);
  g_free (record->user);
  g_free (record);
}

static gpointer
read_status (CrfStatement *row)
{
  CrfStudyStatusRecord *record = g_new0 (CrfStudyStatusRecord, 1);

  record->status = _crf_records_text (row, 0);
  record->date = _crf_records_text (row, 1);
  record->infusions = _crf_records_text (row, 2);
  record->reason = _crf_records_text (row, 3);
  record->at = _crf_records_text (row, 4);
  record->user = _crf_records_text (row, 5);
  return record;
}

GPtrArray *
crf_records_study_statuses (CrfStudyFile *file, GError **error)
{
  g_return_val_if_fail (file != NULL, NULL);

  return _crf_records_collect (
      crf_db_query (file->db, error,
                    "SELECT status, date, infusions, reason, at, user FROM study_status ORDER BY n", ""),
      read_status, (GDestroyNotify) crf_study_status_record_free, error);
}
