/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Records of patients: an id vector for a list, and pages by id. */

#include "crf-records-private.h"

#define SUBJECT_COLUMNS                                                                            \
  "id, key, number, allocation_number, stratum, status, status_date, registered_at, last_entry_at"

/* Newest visit first; values that are not entered, or only a reason why not, are passed over. */
#define LATEST_CANON(item)                                                                         \
  "(SELECT v.canon FROM form f JOIN value v ON v.form_id = f.id AND v.item = " item                \
  " WHERE f.subject = subject.key AND v.canon IS NOT NULL ORDER BY f.day DESC, f.id DESC LIMIT 1)"

void
crf_subject_record_free (CrfSubjectRecord *record)
{
  if (record == NULL)
    return;
  g_free (record->key);
  g_free (record->number);
  g_free (record->allocation_number);
  g_free (record->stratum);
  g_free (record->status);
  g_free (record->status_date);
  g_free (record->registered_at);
  g_free (record->last_entry_at);
  g_free (record);
}

static gpointer
read_subject (CrfStatement *row)
{
  CrfSubjectRecord *record = g_new0 (CrfSubjectRecord, 1);

  record->id = crf_statement_int (row, 0);
  record->key = _crf_records_text (row, 1);
  record->number = _crf_records_text (row, 2);
  record->allocation_number = _crf_records_text (row, 3);
  record->stratum = _crf_records_text (row, 4);
  record->status = _crf_records_text (row, 5);
  record->status_date = _crf_records_text (row, 6);
  record->registered_at = _crf_records_text (row, 7);
  record->last_entry_at = _crf_records_text (row, 8);
  return record;
}

/* "%part%" with LIKE's own characters escaped by '\'. */
static char *
like_pattern (const char *part)
{
  GString *pattern = g_string_new ("%");

  for (; *part != '\0'; part++)
    {
      if (*part == '%' || *part == '_' || *part == '\\')
        g_string_append_c (pattern, '\\');
      g_string_append_c (pattern, *part);
    }
  g_string_append_c (pattern, '%');
  return g_string_free (pattern, FALSE);
}

/* The order is part of the text, so that an index can serve it; parameters are the same in all. */
static char *
list_sql (const CrfSubjectQuery *query)
{
  const char *down = query->descending ? " DESC" : "";
  g_autoptr (GString) sql
      = g_string_new ("SELECT id FROM subject WHERE (?1 IS NULL OR status = ?1)");

  if (query->search != NULL && *query->search != '\0')
    {
      g_string_append (sql,
                       " AND (number LIKE ?2 ESCAPE '\\' OR allocation_number LIKE ?2 ESCAPE '\\'");
      if (query->search_item != NULL)
        g_string_append (
            sql,
            " OR EXISTS (SELECT 1 FROM form f JOIN value v ON v.form_id = f.id AND v.item = ?3 "
            "WHERE f.subject = subject.key AND v.canon LIKE ?2 ESCAPE '\\')");
      g_string_append (sql, ")");
    }
  g_string_append (sql, " ORDER BY ");
  if (query->sort == CRF_SORT_STATUS)
    g_string_append_printf (sql, "status%s, ", down);
  else if (query->sort == CRF_SORT_LAST_ENTRY)
    g_string_append_printf (sql, "last_entry_at%s, ", down);
  else if (query->sort == CRF_SORT_ITEM && query->sort_item != NULL)
    /* Numbers before texts, each in its own order; those without a value last either way. */
    g_string_append_printf (
        sql,
        LATEST_CANON (
            "?4") " IS NULL, "
                  "iif (" LATEST_CANON ("?4") " GLOB '[-0-9]*' AND " LATEST_CANON (
                      "?4") " NOT GLOB '?*[^.0-9]*',"
                            " CAST (" LATEST_CANON (
                                "?4") " AS REAL), NULL)%s NULLS LAST, " LATEST_CANON ("?4") "%s, ",
        down, down);
  g_string_append_printf (sql, "number%s, id", query->sort == CRF_SORT_NUMBER ? down : "");
  return g_string_free (g_steal_pointer (&sql), FALSE);
}

GArray *
crf_records_subject_ids (CrfStudyFile *file, const CrfSubjectQuery *query, GError **error)
{
  static const CrfSubjectQuery everything = { 0 };
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (CrfStatement) statement = NULL;
  g_autofree char *sql = NULL;
  g_autofree char *pattern = NULL;
  CrfStep step;

  g_return_val_if_fail (file != NULL, NULL);
  if (query == NULL)
    query = &everything;
  sql = list_sql (query);
  pattern = query->search != NULL ? like_pattern (query->search) : NULL;
  statement = crf_db_query (file->db, error, sql, "ssss", query->status, pattern,
                            query->search_item, query->sort_item);
  if (statement == NULL)
    return NULL;
  while ((step = crf_statement_step (statement, error)) == CRF_STEP_ROW)
    {
      gint64 id = crf_statement_int (statement, 0);

      g_array_append_val (ids, id);
    }
  return step == CRF_STEP_DONE ? g_steal_pointer (&ids) : NULL;
}

/* In the order of @ids; ids that are not there are left out. */
GPtrArray *
crf_records_subjects (CrfStudyFile *file, const gint64 *ids, guint n, GError **error)
{
  g_autoptr (GPtrArray) records
      = g_ptr_array_new_with_free_func ((GDestroyNotify) crf_subject_record_free);
  g_autoptr (CrfStatement) query = NULL;

  g_return_val_if_fail (file != NULL, NULL);
  query
      = crf_db_query (file->db, error, "SELECT " SUBJECT_COLUMNS " FROM subject WHERE id = ?1", "");
  if (query == NULL)
    return NULL;
  for (guint i = 0; i < n; i++)
    {
      CrfStep step;

      crf_statement_bind_int (query, 1, ids[i]);
      step = crf_statement_step (query, error);
      if (step == CRF_STEP_ERROR)
        return NULL;
      if (step == CRF_STEP_ROW)
        g_ptr_array_add (records, read_subject (query));
      crf_statement_reset (query);
    }
  return g_steal_pointer (&records);
}

CrfSubjectRecord *
crf_records_find_subject (CrfStudyFile *file, const char *name, GError **error)
{
  g_return_val_if_fail (file != NULL && name != NULL, NULL);

  return _crf_records_first (
      crf_db_query (file->db, error,
                    "SELECT " SUBJECT_COLUMNS
                    " FROM subject WHERE key = ?1 OR number = ?1 OR allocation_number = ?1 "
                    "ORDER BY key = ?1 DESC, number = ?1 DESC LIMIT 1",
                    "s", name),
      read_subject, error);
}

guint
crf_records_count_subjects (CrfStudyFile *file, const char *status)
{
  g_return_val_if_fail (file != NULL, 0);

  return (guint) crf_db_get_int (file->db, NULL, 0,
                                 "SELECT count (*) FROM subject WHERE ?1 IS NULL OR status = ?1",
                                 "s", status);
}

char *
crf_records_allocated_at (CrfStudyFile *file, const char *subject)
{
  g_return_val_if_fail (file != NULL && subject != NULL, NULL);

  return crf_db_get_text (
      file->db, NULL,
      "SELECT coalesce ((SELECT drawn_at FROM slot WHERE subject = ?1), "
      "(SELECT coalesce (json_extract (detail, '$.date'), json_extract (detail, '$.source.at'), at) FROM journal "
      "WHERE subject = ?1 AND item IS NULL AND action IN (?2, ?3) ORDER BY clock LIMIT 1))",
      "sss", subject, CRF_ACTION_ENROL, CRF_ACTION_TRANSFER_ALLOCATION);
}
