/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Records of contacts, stopped treatment and safety reports. */

#include "crf-records-safety.h"

#include "crf-records-private.h"

static void
contact_free (gpointer data)
{
  CrfContactRecord *record = data;

  g_free (record->day);
  g_free (record->how);
  g_free (record->note);
  g_free (record->at);
  g_free (record->user);
  g_free (record);
}

static gpointer
read_contact (CrfStatement *row)
{
  CrfContactRecord *record = g_new0 (CrfContactRecord, 1);

  record->day = _crf_records_text (row, 0);
  record->how = _crf_records_text (row, 1);
  record->reached = crf_statement_int (row, 2) != 0;
  record->note = _crf_records_text (row, 3);
  record->at = _crf_records_text (row, 4);
  record->user = _crf_records_text (row, 5);
  return record;
}

GPtrArray *
crf_records_contacts (CrfStudyFile *file, const char *subject, GError **error)
{
  g_return_val_if_fail (file != NULL && subject != NULL, NULL);

  return _crf_records_collect (
      crf_db_query (file->db, error, "SELECT day, how, reached, note, at, user FROM contact WHERE subject = ?1 ORDER BY day, n", "s",
                    subject),
      read_contact, contact_free, error);
}

void
crf_treatment_stop_record_free (CrfTreatmentStopRecord *record)
{
  if (record == NULL)
    return;
  g_free (record->day);
  g_free (record->by);
  g_free (record->reason);
  g_free (record->at);
  g_free (record->user);
  g_free (record);
}

static gpointer
read_treatment_stop (CrfStatement *row)
{
  CrfTreatmentStopRecord *record = g_new0 (CrfTreatmentStopRecord, 1);

  record->day = _crf_records_text (row, 0);
  record->by = _crf_records_text (row, 1);
  record->reason = _crf_records_text (row, 2);
  record->at = _crf_records_text (row, 3);
  record->user = _crf_records_text (row, 4);
  return record;
}

CrfTreatmentStopRecord *
crf_records_treatment_stop (CrfStudyFile *file, const char *subject)
{
  g_return_val_if_fail (file != NULL && subject != NULL, NULL);

  return _crf_records_first (
      crf_db_query (file->db, NULL, "SELECT day, by, reason, at, user FROM treatment_stop WHERE subject = ?1", "s", subject),
      read_treatment_stop, NULL);
}

static void
news_free (gpointer data)
{
  CrfSaeNewsRecord *record = data;

  g_free (record->formkey);
  g_free (record->aware_at);
  g_free (record->text);
  g_free (record->at);
  g_free (record->user);
  g_free (record);
}

static gpointer
read_news (CrfStatement *row)
{
  CrfSaeNewsRecord *record = g_new0 (CrfSaeNewsRecord, 1);

  record->formkey = _crf_records_text (row, 0);
  record->n = (int) crf_statement_int (row, 1);
  record->aware_at = _crf_records_text (row, 2);
  record->text = _crf_records_text (row, 3);
  record->at = _crf_records_text (row, 4);
  record->user = _crf_records_text (row, 5);
  return record;
}

GPtrArray *
crf_records_sae_news (CrfStudyFile *file, const char *subject, GError **error)
{
  g_return_val_if_fail (file != NULL && subject != NULL, NULL);

  return _crf_records_collect (
      crf_db_query (file->db, error, "SELECT formkey, n, aware_at, text, at, user FROM sae_news WHERE subject = ?1 ORDER BY formkey, n",
                    "s", subject),
      read_news, news_free, error);
}

static void
report_free (gpointer data)
{
  CrfSaeReportRecord *record = data;

  g_free (record->key);
  g_free (record->formkey);
  g_free (record->kind);
  g_free (record->recipient);
  g_free (record->due_at);
  g_free (record->sent_at);
  g_free (record->how);
  g_free (record->sent_by);
  g_free (record->receipt);
  g_free (record->receipt_at);
  g_free (record->signature);
  g_free (record->reason);
  g_free (record->user);
  g_free (record);
}

static gpointer
read_report (CrfStatement *row)
{
  CrfSaeReportRecord *record = g_new0 (CrfSaeReportRecord, 1);

  record->key = _crf_records_text (row, 0);
  record->formkey = _crf_records_text (row, 1);
  record->kind = _crf_records_text (row, 2);
  record->n = (int) crf_statement_int (row, 3);
  record->recipient = _crf_records_text (row, 4);
  record->due_at = _crf_records_text (row, 5);
  record->sent_at = _crf_records_text (row, 6);
  record->how = _crf_records_text (row, 7);
  record->sent_by = _crf_records_text (row, 8);
  record->receipt = _crf_records_text (row, 9);
  record->receipt_at = _crf_records_text (row, 10);
  record->user = _crf_records_text (row, 11);
  record->signature = _crf_records_text (row, 12);
  record->reason = _crf_records_text (row, 13);
  return record;
}

GPtrArray *
crf_records_sae_reports (CrfStudyFile *file, const char *subject, GError **error)
{
  g_return_val_if_fail (file != NULL && subject != NULL, NULL);

  return _crf_records_collect (
      crf_db_query (file->db, error,
                    "SELECT key, formkey, kind, n, recipient, due_at, sent_at, how, sent_by, receipt, receipt_at, user, signature, reason "
                    "FROM sae_report WHERE subject = ?1 ORDER BY sent_at, key",
                    "s", subject),
      read_report, report_free, error);
}

static void
link_free (gpointer data)
{
  CrfEventLinkRecord *record = data;

  g_free (record->adverse_event);
  g_free (record->decompensation);
  g_free (record);
}

static gpointer
read_link (CrfStatement *row)
{
  CrfEventLinkRecord *record = g_new0 (CrfEventLinkRecord, 1);

  record->adverse_event = _crf_records_text (row, 0);
  record->decompensation = _crf_records_text (row, 1);
  return record;
}

GPtrArray *
crf_records_event_links (CrfStudyFile *file, const char *subject, GError **error)
{
  g_return_val_if_fail (file != NULL && subject != NULL, NULL);

  return _crf_records_collect (
      crf_db_query (file->db, error, "SELECT adverse_event, decompensation FROM event_link WHERE subject = ?1 ORDER BY at", "s", subject),
      read_link, link_free, error);
}

static gpointer
read_key (CrfStatement *row)
{
  return _crf_records_text (row, 0);
}

GPtrArray *
crf_records_subjects_with (CrfStudyFile *file, const char *form, const char *item, const char *canon, GError **error)
{
  g_return_val_if_fail (file != NULL && form != NULL && item != NULL, NULL);

  return _crf_records_collect (
      crf_db_query (file->db, error,
                    "SELECT DISTINCT f.subject FROM form f JOIN value v ON v.form_id = f.id AND v.item = ?2 "
                    "WHERE f.form = ?1 AND v.canon = ?3 ORDER BY f.subject",
                    "sss", form, item, canon),
      read_key, g_free, error);
}

GPtrArray *
crf_records_subjects_with_form (CrfStudyFile *file, const char *form, GError **error)
{
  g_return_val_if_fail (file != NULL && form != NULL, NULL);

  return _crf_records_collect (
      crf_db_query (file->db, error, "SELECT DISTINCT subject FROM form WHERE form = ?1 ORDER BY subject", "s", form), read_key, g_free,
      error);
}

guint
crf_records_count_subjects_with (CrfStudyFile *file, const char *form, const char *item)
{
  g_return_val_if_fail (file != NULL && form != NULL && item != NULL, 0);

  return (guint) crf_db_get_int (file->db, NULL, 0,
                                 "SELECT count (DISTINCT f.subject) FROM form f JOIN value v ON v.form_id = f.id AND v.item = ?2 "
                                 "WHERE f.form = ?1 AND v.canon IS NOT NULL",
                                 "ss", form, item);
}
