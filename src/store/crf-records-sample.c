/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Samples, and what was said of values that are out of range. */

#include "crf-records-private.h"

void
crf_sample_record_free (CrfSampleRecord *record)
{
  if (record == NULL)
    return;
  g_free (record->group);
  g_free (record->groupkey);
  g_free (record->state);
  g_free (record);
}

void
crf_judgement_record_free (CrfJudgementRecord *record)
{
  if (record == NULL)
    return;
  g_free (record->item);
  g_free (record->group);
  g_free (record->groupkey);
  g_free (record->judgement);
  g_free (record->of);
  g_free (record->link);
  g_free (record->user);
  g_free (record);
}

static gpointer
read_sample (CrfStatement *row)
{
  CrfSampleRecord *record = g_new0 (CrfSampleRecord, 1);

  record->group = _crf_records_text (row, 0);
  record->groupkey = _crf_records_text (row, 1);
  record->state = _crf_records_text (row, 2);
  record->analysed = (int) crf_statement_int (row, 3);
  return record;
}

GPtrArray *
crf_records_samples (CrfStudyFile *file, gint64 form_id, GError **error)
{
  g_return_val_if_fail (file != NULL, NULL);

  return _crf_records_collect (
      crf_db_query (file->db, error,
                    "SELECT \"group\", groupkey, state, coalesce (analysed, -1) FROM sample WHERE form_id = ?1", "i", form_id),
      read_sample, (GDestroyNotify) crf_sample_record_free, error);
}

static gpointer
read_judgement (CrfStatement *row)
{
  CrfJudgementRecord *record = g_new0 (CrfJudgementRecord, 1);

  record->item = _crf_records_text (row, 0);
  record->group = _crf_records_text (row, 1);
  record->groupkey = _crf_records_text (row, 2);
  record->judgement = _crf_records_text (row, 3);
  record->of = _crf_records_text (row, 4);
  record->link = _crf_records_text (row, 5);
  record->user = _crf_records_text (row, 6);
  return record;
}

GPtrArray *
crf_records_judgements (CrfStudyFile *file, gint64 form_id, GError **error)
{
  g_return_val_if_fail (file != NULL, NULL);

  return _crf_records_collect (
      crf_db_query (file->db, error,
                    "SELECT item, \"group\", groupkey, judgement, of, link, user FROM judgement WHERE form_id = ?1", "i", form_id),
      read_judgement, (GDestroyNotify) crf_judgement_record_free, error);
}
