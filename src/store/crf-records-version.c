/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Records of definitions and amendments, and of what is stored under them. */

#include "crf-records-private.h"

static void
definition_record_free (gpointer data)
{
  CrfDefinitionRecord *record = data;

  g_free (record->mdv);
  g_free (record->version);
  g_free (record->added_at);
  g_free (record->activated_at);
  g_free (record);
}

static gpointer
read_definition (CrfStatement *row)
{
  CrfDefinitionRecord *record = g_new0 (CrfDefinitionRecord, 1);

  record->mdv = _crf_records_text (row, 0);
  record->version = _crf_records_text (row, 1);
  record->added_at = _crf_records_text (row, 2);
  record->activated_at = _crf_records_text (row, 3);
  record->active = crf_statement_int (row, 4) != 0;
  return record;
}

GPtrArray *
crf_records_definitions (CrfStudyFile *file, GError **error)
{
  g_return_val_if_fail (file != NULL, NULL);

  return _crf_records_collect (
      crf_db_query (file->db, error,
                    "SELECT version || ' ' || sha256, version, added_at, activated_at, active "
                    "FROM definition ORDER BY added_at, seq",
                    ""),
      read_definition, definition_record_free, error);
}

static void
amendment_record_free (gpointer data)
{
  CrfAmendmentRecord *record = data;
  char **texts[] = { &record->number, &record->mdv, &record->date, &record->ethics, &record->consent,
                     &record->applies, &record->retrain, &record->summary, &record->at, &record->user };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    g_free (*texts[i]);
  g_free (record);
}

static gpointer
read_amendment (CrfStatement *row)
{
  CrfAmendmentRecord *record = g_new0 (CrfAmendmentRecord, 1);
  char **texts[] = { &record->number, &record->mdv, &record->date, &record->ethics, &record->consent,
                     &record->applies, &record->retrain, &record->summary, &record->at, &record->user };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    *texts[i] = _crf_records_text (row, (int) i);
  return record;
}

GPtrArray *
crf_records_amendments (CrfStudyFile *file, GError **error)
{
  g_return_val_if_fail (file != NULL, NULL);

  return _crf_records_collect (
      crf_db_query (file->db, error,
                    "SELECT number, mdv, date, ethics, consent, applies, retrain, summary, at, user "
                    "FROM amendment ORDER BY at, number",
                    ""),
      read_amendment, amendment_record_free, error);
}

char *
crf_records_subject_version (CrfStudyFile *file, const char *subject)
{
  g_return_val_if_fail (file != NULL && subject != NULL, NULL);

  return crf_db_get_text (file->db, NULL,
                          "SELECT mdv FROM subject_version WHERE subject = ?1 ORDER BY n DESC LIMIT 1",
                          "s", subject);
}

char *
crf_records_event_version (CrfStudyFile *file, const char *subject, const char *event, const char *eventkey)
{
  g_return_val_if_fail (file != NULL && subject != NULL && event != NULL, NULL);

  return crf_db_get_text (file->db, NULL,
                          "SELECT mdv FROM form WHERE subject = ?1 AND event = ?2 AND eventkey = ?3 "
                          "ORDER BY id LIMIT 1",
                          "sss", subject, event, eventkey != NULL ? eventkey : "1");
}

static void
use_record_free (gpointer data)
{
  CrfUseRecord *record = data;

  g_free (record->event);
  g_free (record->form);
  g_free (record->group);
  g_free (record->item);
  g_free (record->unit);
  g_free (record->canon);
  g_free (record);
}

static gpointer
read_use (CrfStatement *row)
{
  CrfUseRecord *record = g_new0 (CrfUseRecord, 1);

  record->event = _crf_records_text (row, 0);
  record->form = _crf_records_text (row, 1);
  record->group = _crf_records_text (row, 2);
  record->item = _crf_records_text (row, 3);
  record->unit = _crf_records_text (row, 4);
  record->canon = _crf_records_text (row, 5);
  record->sealed = crf_statement_int (row, 6) != 0;
  record->n_values = crf_statement_int (row, 7);
  record->n_subjects = crf_statement_int (row, 8);
  record->n_repeats = crf_statement_int (row, 9);
  return record;
}

/* Codes are short and few; numbers and texts would give a row each, and nobody asks for them. */
GPtrArray *
crf_records_uses (CrfStudyFile *file, GError **error)
{
  g_return_val_if_fail (file != NULL, NULL);

  return _crf_records_collect (
      crf_db_query (file->db, error,
                    "SELECT f.event, f.form, v.\"group\", v.item, v.unit, "
                    "CASE WHEN v.unit IS NULL AND length (v.canon) <= 20 THEN v.canon END AS code, "
                    "v.sealed, count (*), count (DISTINCT f.subject), "
                    "count (*) - count (DISTINCT f.id) "
                    "FROM value v JOIN form f ON f.id = v.form_id "
                    "WHERE v.value IS NOT NULL OR v.missing IS NOT NULL "
                    "GROUP BY 1, 2, 3, 4, 5, code, v.sealed",
                    ""),
      read_use, use_record_free, error);
}
