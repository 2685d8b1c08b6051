/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Records of what was done on infusion days. */

#include "crf-records-infusion.h"

#include "crf-records-private.h"

#define STEP_COLUMNS "subject, event, eventkey, kind, at, detail, reason, user, role, entry, stored_at, box"

void
crf_step_record_free (CrfStepRecord *record)
{
  if (record == NULL)
    return;
  g_free (record->subject);
  g_free (record->event);
  g_free (record->eventkey);
  g_free (record->kind);
  g_free (record->at);
  g_clear_pointer (&record->detail, json_object_unref);
  g_free (record->reason);
  g_free (record->user);
  g_free (record->role);
  g_free (record->entry);
  g_free (record->stored_at);
  g_free (record->box);
  g_free (record);
}

char *
crf_step_record_get (const CrfStepRecord *record, const char *member)
{
  return record->detail != NULL ? crf_detail_get (record->detail, member) : NULL;
}

static gpointer
read_step (CrfStatement *row)
{
  CrfStepRecord *record = g_new0 (CrfStepRecord, 1);
  g_autofree char *detail = _crf_records_text (row, 5);

  record->subject = _crf_records_text (row, 0);
  record->event = _crf_records_text (row, 1);
  record->eventkey = _crf_records_text (row, 2);
  record->kind = _crf_records_text (row, 3);
  record->at = _crf_records_text (row, 4);
  record->detail = crf_detail_parse (detail, NULL);
  record->reason = _crf_records_text (row, 6);
  record->user = _crf_records_text (row, 7);
  record->role = _crf_records_text (row, 8);
  record->entry = _crf_records_text (row, 9);
  record->stored_at = _crf_records_text (row, 10);
  record->box = _crf_records_text (row, 11);
  return record;
}

GPtrArray *
crf_records_infusion_steps (CrfStudyFile *file, const char *subject, const char *event, const char *eventkey, GError **error)
{
  g_return_val_if_fail (file != NULL && subject != NULL, NULL);

  return _crf_records_collect (
      crf_db_query (file->db, error,
                    "SELECT " STEP_COLUMNS " FROM infusion_step WHERE subject = ?1 AND (?2 IS NULL OR event = ?2) "
                    "AND (?3 IS NULL OR eventkey = ?3) ORDER BY event, eventkey, n",
                    "sss", subject, event, eventkey),
      read_step, (GDestroyNotify) crf_step_record_free, error);
}

GPtrArray *
crf_records_steps_since (CrfStudyFile *file, const char *kind, const char *since, GError **error)
{
  g_return_val_if_fail (file != NULL && kind != NULL && since != NULL, NULL);

  return _crf_records_collect (
      crf_db_query (file->db, error,
                    "SELECT " STEP_COLUMNS " FROM infusion_step WHERE kind = ?1 AND at >= ?2 ORDER BY at, subject",
                    "ss", kind, since),
      read_step, (GDestroyNotify) crf_step_record_free, error);
}

guint
crf_records_count_steps (CrfStudyFile *file, const char *kind)
{
  g_return_val_if_fail (file != NULL && kind != NULL, 0);

  return (guint) crf_db_get_int (file->db, NULL, 0, "SELECT count (*) FROM infusion_step WHERE kind = ?1", "s", kind);
}
