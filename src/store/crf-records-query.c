/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Records of queries, deviations, consents and reference ranges. */

#include "crf-records-private.h"

static void
query_record_free (gpointer data)
{
  CrfQueryRecord *record = data;

  g_free (record->key);
  g_free (record->subject);
  g_free (record->event);
  g_free (record->eventkey);
  g_free (record->form);
  g_free (record->formkey);
  g_free (record->group);
  g_free (record->groupkey);
  g_free (record->item);
  g_free (record->state);
  g_free (record->origin);
  g_free (record->text);
  g_free (record->opened_at);
  g_free (record->opened_by);
  g_free (record->opened_role);
  g_free (record);
}

static gpointer
read_query (CrfStatement *row)
{
  CrfQueryRecord *record = g_new0 (CrfQueryRecord, 1);

  record->key = _crf_records_text (row, 0);
  record->subject = _crf_records_text (row, 1);
  record->event = _crf_records_text (row, 2);
  record->eventkey = _crf_records_text (row, 3);
  record->form = _crf_records_text (row, 4);
  record->formkey = _crf_records_text (row, 5);
  record->group = _crf_records_text (row, 6);
  record->groupkey = _crf_records_text (row, 7);
  record->item = _crf_records_text (row, 8);
  record->state = _crf_records_text (row, 9);
  record->origin = _crf_records_text (row, 10);
  record->text = _crf_records_text (row, 11);
  record->opened_at = _crf_records_text (row, 12);
  record->opened_by = _crf_records_text (row, 13);
  record->opened_role = _crf_records_text (row, 14);
  return record;
}

#define QUERY_COLUMNS                                                                              \
  "key, subject, event, eventkey, form, formkey, \"group\", groupkey, item, state, origin, text, " \
  "opened_at, opened_by, opened_role"

/* Two texts, so that each has its index. */
GPtrArray *
crf_records_queries (CrfStudyFile *file, const char *subject, const char *state, GError **error)
{
  CrfStatement *query;

  g_return_val_if_fail (file != NULL, NULL);
  query = subject != NULL
              ? crf_db_query (file->db, error,
                              "SELECT " QUERY_COLUMNS
                              " FROM query WHERE subject = ?1 AND (?2 IS NULL OR state = ?2) "
                              "ORDER BY opened_at, key",
                              "ss", subject, state)
              : crf_db_query (file->db, error,
                              "SELECT " QUERY_COLUMNS " FROM query WHERE ?1 IS NULL OR state = ?1 "
                              "ORDER BY opened_at, key",
                              "s", state);
  return _crf_records_collect (query, read_query, query_record_free, error);
}

static void
query_message_free (gpointer data)
{
  CrfQueryMessage *message = data;

  g_free (message->state);
  g_free (message->text);
  g_free (message->at);
  g_free (message->user);
  g_free (message);
}

static gpointer
read_message (CrfStatement *row)
{
  CrfQueryMessage *message = g_new0 (CrfQueryMessage, 1);

  message->state = _crf_records_text (row, 0);
  message->text = _crf_records_text (row, 1);
  message->at = _crf_records_text (row, 2);
  message->user = _crf_records_text (row, 3);
  return message;
}

GPtrArray *
crf_records_query_messages (CrfStudyFile *file, const char *key, GError **error)
{
  g_return_val_if_fail (file != NULL && key != NULL, NULL);

  return _crf_records_collect (crf_db_query (file->db, error, "SELECT state, text, at, user FROM query_message WHERE key = ?1 ORDER BY n", "s", key),
                               read_message, query_message_free, error);
}

static void
deviation_record_free (gpointer data)
{
  CrfDeviationRecord *record = data;

  g_free (record->key);
  g_free (record->subject);
  g_free (record->kind);
  g_free (record->class_);
  g_free (record->text);
  g_free (record->reason);
  g_free (record->state);
  g_free (record->found_on);
  g_free (record->opened_at);
  g_free (record->opened_by);
  g_free (record->found_by);
  g_free (record->on_safety);
  g_free (record->on_rights);
  g_free (record->on_data);
  g_free (record->corrective);
  g_free (record->ethics_on);
  g_free (record->closed_on);
  g_free (record->box);
  g_free (record->about);
  g_free (record->said);
  g_free (record->class_first);
  g_free (record->assessment);
  g_free (record->judged_why);
  g_free (record);
}

static gpointer
read_deviation (CrfStatement *row)
{
  CrfDeviationRecord *record = g_new0 (CrfDeviationRecord, 1);

  record->key = _crf_records_text (row, 0);
  record->subject = _crf_records_text (row, 1);
  record->kind = _crf_records_text (row, 2);
  record->class_ = _crf_records_text (row, 3);
  record->text = _crf_records_text (row, 4);
  record->reason = _crf_records_text (row, 5);
  record->state = _crf_records_text (row, 6);
  record->found_on = _crf_records_text (row, 7);
  record->opened_at = _crf_records_text (row, 8);
  record->opened_by = _crf_records_text (row, 9);
  record->found_by = _crf_records_text (row, 10);
  record->on_safety = _crf_records_text (row, 11);
  record->on_rights = _crf_records_text (row, 12);
  record->on_data = _crf_records_text (row, 13);
  record->corrective = _crf_records_text (row, 14);
  record->ethics_on = _crf_records_text (row, 15);
  record->closed_on = _crf_records_text (row, 16);
  record->box = _crf_records_text (row, 17);
  record->about = _crf_records_text (row, 18);
  record->said = _crf_records_text (row, 19);
  record->class_first = _crf_records_text (row, 20);
  record->assessment = _crf_records_text (row, 21);
  record->judged_why = _crf_records_text (row, 22);
  return record;
}

GPtrArray *
crf_records_deviations (CrfStudyFile *file, const char *subject, GError **error)
{
  g_return_val_if_fail (file != NULL, NULL);

  return _crf_records_collect (
      crf_db_query (file->db, error,
                    "SELECT key, subject, kind, class, text, reason, state, found_on, opened_at, "
                    "opened_by, found_by, on_safety, on_rights, on_data, corrective, ethics_on, closed_on, box, about, said, "
                    "class_first, assessment, judged_why FROM deviation "
                    "WHERE ?1 IS NULL OR subject = ?1 ORDER BY opened_at, key",
                    "s", subject),
      read_deviation, deviation_record_free, error);
}

static void
consent_record_free (gpointer data)
{
  CrfConsentRecord *record = data;

  g_free (record->subject);
  g_free (record->version);
  g_free (record->at);
  g_free (record->by);
  g_free (record->explained_by);
  g_free (record->kind);
  g_free (record->detail);
  g_free (record);
}

static gpointer
read_consent (CrfStatement *row)
{
  CrfConsentRecord *record = g_new0 (CrfConsentRecord, 1);

  record->subject = _crf_records_text (row, 0);
  record->version = _crf_records_text (row, 1);
  record->at = _crf_records_text (row, 2);
  record->by = _crf_records_text (row, 3);
  record->explained_by = _crf_records_text (row, 4);
  record->kind = _crf_records_text (row, 5);
  record->detail = _crf_records_text (row, 6);
  return record;
}

/* In the order they were stored. */
GPtrArray *
crf_records_consents (CrfStudyFile *file, const char *subject, GError **error)
{
  g_return_val_if_fail (file != NULL, NULL);

  return _crf_records_collect (crf_db_query (file->db, error,
                                             "SELECT subject, version, at, by, explained_by, kind, detail "
                                             "FROM consent WHERE ?1 IS NULL OR subject = ?1 "
                                             "ORDER BY subject, n",
                                             "s", subject),
                               read_consent, consent_record_free, error);
}

static void
consent_version_record_free (gpointer data)
{
  CrfConsentVersionRecord *record = data;

  g_free (record->number);
  g_free (record->date);
  g_free (record->ethics);
  g_free (record->valid_from);
  g_free (record->resign);
  g_free (record);
}

static gpointer
read_consent_version (CrfStatement *row)
{
  CrfConsentVersionRecord *record = g_new0 (CrfConsentVersionRecord, 1);

  record->number = _crf_records_text (row, 0);
  record->date = _crf_records_text (row, 1);
  record->ethics = _crf_records_text (row, 2);
  record->valid_from = _crf_records_text (row, 3);
  record->resign = _crf_records_text (row, 4);
  return record;
}

GPtrArray *
crf_records_consent_versions (CrfStudyFile *file, GError **error)
{
  g_return_val_if_fail (file != NULL, NULL);

  return _crf_records_collect (
      crf_db_query (file->db, error,
                    "SELECT number, date, ethics, valid_from, resign FROM consent_version "
                    "ORDER BY coalesce (valid_from, date), number",
                    ""),
      read_consent_version, consent_version_record_free, error);
}

static void
range_record_free (gpointer data)
{
  CrfRangeRecord *record = data;

  g_free (record->item);
  g_free (record->laboratory);
  g_free (record->method);
  g_free (record->unit);
  g_free (record->sex);
  g_free (record->age_low);
  g_free (record->age_high);
  g_free (record->at);
  g_free (record->low);
  g_free (record->high);
  g_free (record->from);
  g_free (record->to);
  g_free (record);
}

static gpointer
read_range (CrfStatement *row)
{
  CrfRangeRecord *record = g_new0 (CrfRangeRecord, 1);

  record->item = _crf_records_text (row, 0);
  record->laboratory = _crf_records_text_or_null (row, 1);
  record->unit = _crf_records_text_or_null (row, 2);
  record->sex = _crf_records_text_or_null (row, 3);
  record->low = _crf_records_text (row, 4);
  record->high = _crf_records_text (row, 5);
  record->from = _crf_records_text_or_null (row, 6);
  record->to = _crf_records_text (row, 7);
  record->method = _crf_records_text_or_null (row, 8);
  record->age_low = _crf_records_text_or_null (row, 9);
  record->age_high = _crf_records_text (row, 10);
  record->at = _crf_records_text (row, 11);
  return record;
}

GPtrArray *
crf_records_ranges (CrfStudyFile *file, const char *item, GError **error)
{
  g_return_val_if_fail (file != NULL, NULL);

  return _crf_records_collect (crf_db_query (file->db, error,
                                             "SELECT item, laboratory, unit, sex, low, high, "
                                             "from_date, to_date, method, age_low, age_high, at "
                                             "FROM reference_range "
                                             "WHERE ?1 IS NULL OR item = ?1 ORDER BY item, "
                                             "laboratory, method, unit, sex, age_low, from_date",
                                             "s", item),
                               read_range, range_record_free, error);
}
