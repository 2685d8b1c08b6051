/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Records of screening. */

#include "crf-records-screening.h"

#include "crf-records-private.h"

static void
prescreen_free (gpointer data)
{
  CrfPrescreenRecord *record = data;

  g_free (record->date);
  g_free (record->age_band);
  g_free (record->sex);
  g_free (record->reason);
  g_free (record->at);
  g_free (record->user);
  g_free (record);
}

static gpointer
read_prescreen (CrfStatement *row)
{
  CrfPrescreenRecord *record = g_new0 (CrfPrescreenRecord, 1);

  record->date = _crf_records_text (row, 0);
  record->age_band = _crf_records_text (row, 1);
  record->sex = _crf_records_text (row, 2);
  record->reason = _crf_records_text (row, 3);
  record->at = _crf_records_text (row, 4);
  record->user = _crf_records_text (row, 5);
  return record;
}

GPtrArray *
crf_records_prescreen (CrfStudyFile *file, GError **error)
{
  g_return_val_if_fail (file != NULL, NULL);

  return _crf_records_collect (crf_db_query (file->db, error, "SELECT date, age_band, sex, reason, at, user FROM prescreen ORDER BY date, at, ws, seq", ""),
                               read_prescreen, prescreen_free, error);
}

static gpointer
read_text (CrfStatement *row)
{
  return _crf_records_text (row, 0);
}

GPtrArray *
crf_records_same_identifier (CrfStudyFile *file, const char *item, const char *hash, const char *except, GError **error)
{
  g_return_val_if_fail (file != NULL && item != NULL && hash != NULL, NULL);

  return _crf_records_collect (
      crf_db_query (file->db, error,
                    "SELECT h.subject FROM identifier_hash h JOIN subject s ON s.key = h.subject "
                    "WHERE h.item = ?1 AND h.hash = ?2 AND h.subject IS NOT ?3 ORDER BY s.id",
                    "sss", item, hash, except),
      read_text, g_free, error);
}

char *
crf_records_find_identifier (CrfStudyFile *file, const char *hash, char **item)
{
  g_return_val_if_fail (file != NULL && hash != NULL && item != NULL, NULL);

  *item = crf_db_get_text (file->db, NULL, "SELECT item FROM identifier_hash WHERE hash = ?1 ORDER BY subject, item LIMIT 1", "s", hash);
  return *item != NULL ? crf_db_get_text (file->db, NULL, "SELECT subject FROM identifier_hash WHERE hash = ?1 ORDER BY subject, item LIMIT 1", "s", hash)
                       : NULL;
}

GPtrArray *
crf_records_identifier_hashes (CrfStudyFile *file, GError **error)
{
  g_return_val_if_fail (file != NULL, NULL);

  return _crf_records_collect (crf_db_query (file->db, error, "SELECT DISTINCT hash FROM identifier_hash", ""), read_text, g_free, error);
}

char *
crf_records_identifier_hash (CrfStudyFile *file, const char *subject, const char *item)
{
  g_return_val_if_fail (file != NULL && subject != NULL && item != NULL, NULL);

  return crf_db_get_text (file->db, NULL, "SELECT hash FROM identifier_hash WHERE subject = ?1 AND item = ?2", "ss", subject, item);
}

char *
crf_records_eligibility_shown (CrfStudyFile *file, const char *subject, char **sha256)
{
  g_return_val_if_fail (file != NULL && subject != NULL, NULL);

  if (sha256 != NULL)
    *sha256 = crf_db_get_text (file->db, NULL, "SELECT sha256 FROM eligibility_shown WHERE subject = ?1", "s", subject);
  return crf_db_get_text (file->db, NULL, "SELECT text FROM eligibility_shown WHERE subject = ?1", "s", subject);
}

void
crf_screen_failure_record_free (CrfScreenFailureRecord *record)
{
  if (record == NULL)
    return;
  g_free (record->subject);
  g_free (record->kind);
  g_free (record->criteria);
  g_free (record->reason);
  g_free (record->date);
  g_free (record->at);
  g_free (record->user);
  g_free (record);
}

static gpointer
read_failure (CrfStatement *row)
{
  CrfScreenFailureRecord *record = g_new0 (CrfScreenFailureRecord, 1);

  record->subject = _crf_records_text (row, 0);
  record->kind = _crf_records_text (row, 1);
  record->criteria = _crf_records_text (row, 2);
  record->reason = _crf_records_text (row, 3);
  record->date = _crf_records_text (row, 4);
  record->at = _crf_records_text (row, 5);
  record->user = _crf_records_text (row, 6);
  return record;
}

CrfScreenFailureRecord *
crf_records_screen_failure (CrfStudyFile *file, const char *subject, GError **error)
{
  g_return_val_if_fail (file != NULL && subject != NULL, NULL);

  return _crf_records_first (
      crf_db_query (file->db, error, "SELECT subject, kind, criteria, reason, date, at, user FROM screen_failure WHERE subject = ?1", "s", subject),
      read_failure, error);
}

static void
true_stratum_free (gpointer data)
{
  CrfTrueStratumRecord *record = data;

  g_free (record->stratum);
  g_free (record->drawn);
  g_free (record->level);
  g_free (record->reason);
  g_free (record->at);
  g_free (record->user);
  g_free (record);
}

static gpointer
read_true_stratum (CrfStatement *row)
{
  CrfTrueStratumRecord *record = g_new0 (CrfTrueStratumRecord, 1);

  record->stratum = _crf_records_text (row, 0);
  record->drawn = _crf_records_text (row, 1);
  record->level = _crf_records_text (row, 2);
  record->reason = _crf_records_text (row, 3);
  record->at = _crf_records_text (row, 4);
  record->user = _crf_records_text (row, 5);
  return record;
}

GPtrArray *
crf_records_true_strata (CrfStudyFile *file, const char *subject, GError **error)
{
  g_return_val_if_fail (file != NULL && subject != NULL, NULL);

  return _crf_records_collect (
      crf_db_query (file->db, error, "SELECT stratum, drawn, level, reason, at, user FROM stratum_true WHERE subject = ?1 ORDER BY stratum", "s", subject),
      read_true_stratum, true_stratum_free, error);
}

char *
crf_records_previous_subject (CrfStudyFile *file, const char *subject)
{
  g_return_val_if_fail (file != NULL && subject != NULL, NULL);

  return crf_db_get_text (file->db, NULL, "SELECT previous FROM rescreening WHERE subject = ?1", "s", subject);
}

char *
crf_records_later_subject (CrfStudyFile *file, const char *subject)
{
  g_return_val_if_fail (file != NULL && subject != NULL, NULL);

  return crf_db_get_text (file->db, NULL, "SELECT subject FROM rescreening WHERE previous = ?1", "s", subject);
}
