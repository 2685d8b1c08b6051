/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Values that matter most are not taken from the projections on trust: each is compared with the
 * newest entry of the journal about it, whose hash is computed again. */

#include "crf-records-private.h"

#include <glib/gi18n-lib.h>

#include "crf-journal.h"

static char *
value_key (const char *item, const char *group, const char *groupkey)
{
  return g_strjoin ("\n", item != NULL ? item : "", group != NULL ? group : "",
                    groupkey != NULL ? groupkey : "", NULL);
}

gboolean
_crf_records_refuse_value (CrfStudyFile *file, const char *item, GError **error)
{
  g_autoptr (GError) found = g_error_new (CRF_STORE_ERROR, CRF_STORE_ERROR_DAMAGED,
                                          _("The value of %s in “%s” is not the one in its journal. Do not use it: verify "
                                             "the file and restore the "
                                             "last backup."),
                                          item != NULL ? item : "?", file->path);

  crf_db_note_fault (file->db, found);
  g_propagate_error (error, g_steal_pointer (&found));
  return FALSE;
}

static void
keep_newest (GHashTable *newest, CrfStatement *row)
{
  char **columns = g_new0 (char *, CRF_N_COLS);
  CrfStored entry;

  crf_journal_read_row (row, &entry);
  for (int i = 0; i < CRF_N_COLS; i++)
    columns[i] = g_strdup (entry.columns[i]);
  g_hash_table_insert (
      newest, value_key (columns[CRF_COL_ITEM], columns[CRF_COL_GROUP], columns[CRF_COL_GROUPKEY]),
      columns);
}

/* item, group, key → the newest entry about it. */
static GHashTable *
load_newest (CrfStudyFile *file, gint64 form_id, GError **error)
{
  g_autoptr (GHashTable) newest = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                                         (GDestroyNotify) crf_journal_free_columns);
  g_autoptr (CrfStatement) query = crf_db_query (
      file->db, error,
      "SELECT " CRF_JOURNAL_COLUMNS
      " FROM journal WHERE (subject, event, eventkey, form, formkey) = "
      "(SELECT subject, event, eventkey, form, formkey FROM form WHERE id = ?1) "
      "AND action IN ('" CRF_ACTION_VALUE "', '" CRF_ACTION_DERIVED "') ORDER BY clock, ws, seq",
      "i", form_id);
  CrfStep step = CRF_STEP_ERROR;

  while (query != NULL && (step = crf_statement_step (query, error)) == CRF_STEP_ROW)
    keep_newest (newest, query);
  return step == CRF_STEP_DONE ? g_steal_pointer (&newest) : NULL;
}

static gboolean
is_equal (const CrfValueRecord *value, char **columns)
{
  g_autofree char *id = g_strdup_printf ("%s:%s", columns[CRF_COL_WS], columns[CRF_COL_SEQ]);
  CrfStored entry = { 0 };

  for (int i = 0; i < CRF_N_COLS; i++)
    entry.columns[i] = columns[i];
  return crf_journal_hash_holds (&entry) && g_strcmp0 (value->entry, id) == 0
         && g_strcmp0 (value->value, columns[CRF_COL_VALUE]) == 0
         && g_strcmp0 (value->unit, columns[CRF_COL_UNIT]) == 0
         && g_strcmp0 (value->cmp, columns[CRF_COL_CMP]) == 0
         && g_strcmp0 (value->missing, columns[CRF_COL_MISSING]) == 0
         && g_strcmp0 (value->canon, columns[CRF_COL_CANON]) == 0
         && g_strcmp0 (value->detail, columns[CRF_COL_DETAIL]) == 0
         && g_strcmp0 (value->user, columns[CRF_COL_USER]) == 0
         && g_strcmp0 (value->at, columns[CRF_COL_AT]) == 0;
}

gboolean
crf_records_check_form (CrfStudyFile *file, gint64 form_id, GError **error)
{
  g_autoptr (GHashTable) newest = NULL;
  g_autoptr (GPtrArray) values = NULL;
  GHashTableIter iter;
  gpointer left;

  g_return_val_if_fail (file != NULL, FALSE);
  newest = load_newest (file, form_id, error);
  values = newest != NULL ? crf_records_values (file, form_id, error) : NULL;
  if (values == NULL)
    return FALSE;
  for (guint i = 0; i < values->len; i++)
    {
      const CrfValueRecord *value = g_ptr_array_index (values, i);
      g_autofree char *key = value_key (value->item, value->group, value->groupkey);
      char **columns = g_hash_table_lookup (newest, key);

      if (columns == NULL || !is_equal (value, columns))
        return _crf_records_refuse_value (file, value->item, error);
      g_hash_table_remove (newest, key);
    }
  g_hash_table_iter_init (&iter, newest);
  if (g_hash_table_iter_next (&iter, NULL, &left))
    return _crf_records_refuse_value (file, ((char **) left)[CRF_COL_ITEM], error);
  return TRUE;
}

gboolean
crf_records_check_field (CrfStudyFile *file, const CrfEntry *field, const char *entry, GError **error)
{
  g_autoptr (CrfStatement) query = NULL;
  CrfStep step;

  g_return_val_if_fail (file != NULL && field != NULL, FALSE);
  query = crf_db_query (file->db, error,
                        "SELECT ws || ':' || seq FROM journal WHERE subject = ?1 AND item = ?2 AND event = ?3 AND eventkey = ?4 AND form = ?5 "
                        "AND formkey = ?6 AND \"group\" = ?7 AND groupkey = ?8 AND action IN ('" CRF_ACTION_VALUE "', '" CRF_ACTION_DERIVED "') "
                        "ORDER BY clock DESC, ws DESC, seq DESC LIMIT 1",
                        "ssssssss", field->subject, field->item, field->event, field->eventkey, field->form, field->formkey, field->group,
                        field->groupkey);
  step = query != NULL ? crf_statement_step (query, error) : CRF_STEP_ERROR;
  if (step == CRF_STEP_ERROR)
    return FALSE;
  return g_strcmp0 (step == CRF_STEP_ROW ? crf_statement_text (query, 0) : NULL, entry) == 0
         || _crf_records_refuse_value (file, field->item, error);
}

/* Rows that do not say what the entry says that they name. */
static gboolean
check_rows (CrfStudyFile *file, const char *subject, GError **error)
{
  g_autoptr (CrfStatement) query = crf_db_query (
      file->db, error,
      "SELECT v.item FROM form f JOIN value v ON v.form_id = f.id "
      "LEFT JOIN journal j ON j.ws = v.ws AND j.seq = v.seq "
      "WHERE f.subject = ?1 AND (j.seq IS NULL OR j.subject IS NOT f.subject OR j.item IS NOT v.item "
      "OR j.value IS NOT v.value OR j.unit IS NOT v.unit OR j.cmp IS NOT v.cmp OR j.missing IS NOT v.missing "
      "OR j.canon IS NOT v.canon OR j.formkey IS NOT f.formkey OR j.eventkey IS NOT f.eventkey "
      "OR j.form IS NOT f.form OR j.event IS NOT f.event) LIMIT 1",
      "s", subject);
  CrfStep step = query != NULL ? crf_statement_step (query, error) : CRF_STEP_ERROR;

  if (step == CRF_STEP_ROW)
    return _crf_records_refuse_value (file, crf_statement_text (query, 0), error);
  return step == CRF_STEP_DONE;
}

/* "event … item" of the row's first columns. */
static char *
place_key (CrfStatement *row)
{
  g_autoptr (GString) key = g_string_new (NULL);

  for (int i = 0; i < 7; i++)
    g_string_append_printf (key, "%s\n", crf_statement_is_null (row, i) ? "" : crf_statement_text (row, i));
  return g_string_free (g_steal_pointer (&key), FALSE);
}

/* Where something was entered about the subject → "ws:seq" of the newest entry. */
static GHashTable *
load_newest_of_subject (CrfStudyFile *file, const char *subject, GError **error)
{
  g_autoptr (GHashTable) newest = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (CrfStatement) query
      = crf_db_query (file->db, error,
                      "SELECT event, eventkey, form, formkey, \"group\", groupkey, item, ws || ':' || seq FROM journal WHERE subject = ?1 "
                      "AND action IN ('" CRF_ACTION_VALUE "', '" CRF_ACTION_DERIVED "') ORDER BY clock, ws, seq",
                      "s", subject);
  CrfStep step = CRF_STEP_ERROR;

  while (query != NULL && (step = crf_statement_step (query, error)) == CRF_STEP_ROW)
    g_hash_table_replace (newest, place_key (query), g_strdup (crf_statement_text (query, 7)));
  return step == CRF_STEP_DONE ? g_steal_pointer (&newest) : NULL;
}

/* Rows that name an older entry than the newest, and entries without their row. */
static gboolean
check_newest (CrfStudyFile *file, const char *subject, GError **error)
{
  g_autoptr (GHashTable) newest = load_newest_of_subject (file, subject, error);
  g_autoptr (CrfStatement) query = newest == NULL ? NULL
                                                  : crf_db_query (file->db, error,
                                                                  "SELECT f.event, f.eventkey, f.form, f.formkey, v.\"group\", v.groupkey, v.item, "
                                                                  "v.ws || ':' || v.seq FROM form f JOIN value v ON v.form_id = f.id WHERE f.subject = ?1",
                                                                  "s", subject);
  GHashTableIter iter;
  gpointer place;
  CrfStep step = CRF_STEP_ERROR;

  while (query != NULL && (step = crf_statement_step (query, error)) == CRF_STEP_ROW)
    {
      g_autofree char *key = place_key (query);

      if (g_strcmp0 (g_hash_table_lookup (newest, key), crf_statement_text (query, 7)) != 0)
        return _crf_records_refuse_value (file, crf_statement_text (query, 6), error);
      g_hash_table_remove (newest, key);
    }
  if (step != CRF_STEP_DONE)
    return FALSE;
  g_hash_table_iter_init (&iter, newest);
  if (g_hash_table_iter_next (&iter, &place, NULL))
    {
      g_auto (GStrv) parts = g_strsplit (place, "\n", -1);

      return _crf_records_refuse_value (file, parts[6], error);
    }
  return TRUE;
}

static gboolean
check_subjects (CrfStudyFile *file, GError **error)
{
  gint64 missing = crf_db_get_int (file->db, error, -1,
                                   "SELECT (SELECT count (DISTINCT subject) FROM journal WHERE action = '" CRF_ACTION_SUBJECT_ADD "') "
                                   "- (SELECT count (*) FROM subject)", "");

  if (missing > 0)
    g_set_error (error, CRF_STORE_ERROR, CRF_STORE_ERROR_DAMAGED,
                 _("%d patients that stand in the journal of “%s” are missing from its tables. Do not use them: verify the file and restore the "
                   "last backup."),
                 (int) missing, file->path);
  return missing == 0;
}

gboolean
crf_records_check_values (CrfStudyFile *file, const char *subject, GError **error)
{
  g_autoptr (CrfStatement) query = NULL;
  CrfStep step = CRF_STEP_ERROR;

  g_return_val_if_fail (file != NULL, FALSE);
  if (subject != NULL)
    return check_rows (file, subject, error) && check_newest (file, subject, error);
  if (!check_subjects (file, error))
    return FALSE;
  query = crf_db_query (file->db, error, "SELECT key FROM subject ORDER BY key", "");
  while (query != NULL && (step = crf_statement_step (query, error)) == CRF_STEP_ROW)
    {
      g_autofree char *key = g_strdup (crf_statement_text (query, 0));

      if (!check_rows (file, key, error) || !check_newest (file, key, error))
        return FALSE;
    }
  return step == CRF_STEP_DONE;
}
