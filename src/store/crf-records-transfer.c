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

static void
signature_free (gpointer data)
{
  CrfForeignSignatureRecord *record = data;
  char *const texts[] = { record->entry, record->event, record->eventkey, record->form, record->formkey, record->meaning, record->who, record->at,
                          record->off, record->key };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    g_free (texts[i]);
  g_free (record);
}

static gpointer
read_signature (CrfStatement *row)
{
  CrfForeignSignatureRecord *record = g_new0 (CrfForeignSignatureRecord, 1);
  char **const texts[] = { &record->entry, &record->event, &record->eventkey, &record->form, &record->formkey, &record->meaning, &record->who,
                           &record->at, &record->off, &record->key };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    *texts[i] = _crf_records_text (row, (int) i);
  record->void_ = crf_statement_int (row, G_N_ELEMENTS (texts)) != 0;
  return record;
}

GPtrArray *
crf_records_foreign_signatures (CrfStudyFile *file, const CrfEntry *target, GError **error)
{
  g_return_val_if_fail (file != NULL && target != NULL && target->subject != NULL, NULL);

  return _crf_records_collect (
      crf_db_query (file->db, error,
                    "SELECT ws || ':' || seq, event, eventkey, form, formkey, meaning, who, at, off, key, void FROM foreign_signature "
                    "WHERE subject = ?1 AND (?2 IS NULL OR (event = ?2 AND eventkey = ?3 AND form = ?4 AND formkey = ?5)) "
                    "ORDER BY at DESC, seq DESC",
                    "sssss", target->subject, target->form != NULL ? target->event : NULL, target->eventkey, target->form, target->formkey),
      read_signature, signature_free, error);
}

gboolean
crf_records_is_void (CrfStudyFile *file, const char *id)
{
  g_auto (GStrv) parts = g_strsplit (id, ":", 2);

  g_return_val_if_fail (file != NULL && g_strv_length (parts) == 2, FALSE);
  return crf_db_get_int (file->db, NULL, 0,
                         "SELECT EXISTS (SELECT 1 FROM signature WHERE ws = ?1 AND seq = ?2 AND void_seq IS NOT NULL) "
                         "OR EXISTS (SELECT 1 FROM foreign_signature WHERE ws = ?1 AND seq = ?2 AND void = 1)",
                         "si", parts[0], g_ascii_strtoll (parts[1], NULL, 10)) == 1;
}

gboolean
crf_records_has_act (CrfStudyFile *file, const char *key)
{
  g_return_val_if_fail (file != NULL && key != NULL, FALSE);

  return crf_db_get_int (file->db, NULL, 0,
                         "SELECT EXISTS (SELECT 1 FROM query WHERE key = ?1) OR EXISTS (SELECT 1 FROM deviation WHERE key = ?1) "
                         "OR EXISTS (SELECT 1 FROM sae_report WHERE key = ?1)",
                         "s", key) == 1;
}

char *
crf_records_value_entry (CrfStudyFile *file, const CrfEntry *target, const char *id)
{
  gint64 form;

  g_return_val_if_fail (file != NULL && target != NULL, NULL);
  form = crf_records_find_form_id (file, target->subject, target->event, target->eventkey, target->form, target->formkey, NULL);
  if (form == 0)
    return NULL;
  return crf_db_get_text (file->db, NULL, "SELECT ws || ':' || seq FROM value WHERE form_id = ?1 AND item = ?2 AND \"group\" = ?3 AND groupkey = ?4 "
                          "AND coalesce (json_extract (detail, '$.source.id') = ?5, 1)",
                          "issss", form, target->item, target->group, target->groupkey, id);
}
