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
                                          _("The value of %s in “%s” is not the one in its journal. Do not use it: check integrity and "
                                             "restore the last backup."),
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
