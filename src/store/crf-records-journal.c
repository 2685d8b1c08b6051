/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Reading the journal: the audit trail, the history of a field, the heads. */

#include "crf-records-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "crf-journal.h"

/* The columns of @target that narrow the search, in the order of the parameters. Several actions are told apart by blanks. */
static void
list_filters (const CrfEntry *target, GString *sql, const char **texts, int *n)
{
  const struct
  {
    const char *column;
    const char *text;
  } filters[] = {
    { "action", target->action },   { "subject", target->subject },
    { "event", target->event },     { "eventkey", target->eventkey },
    { "form", target->form },       { "formkey", target->formkey },
    { "\"group\"", target->group }, { "groupkey", target->groupkey },
    { "item", target->item },
  };

  for (guint i = 0; i < G_N_ELEMENTS (filters); i++)
    {
      if (filters[i].text == NULL)
        continue;
      texts[(*n)++] = filters[i].text;
      if (filters[i].text == target->action && strchr (target->action, ' ') != NULL)
        g_string_append_printf (sql, " AND instr (' ' || ?%d || ' ', ' ' || action || ' ') > 0", *n);
      else
        g_string_append_printf (sql, " AND %s = ?%d", filters[i].column, *n);
    }
}

static gboolean
visit_row (CrfStatement *row, CrfJournalVisitor visitor, gpointer data)
{
  CrfJournalRecord record;

  for (int i = 0; i < CRF_N_COLS; i++)
    record.columns[i] = (char *) crf_statement_text (row, i);
  return visitor (&record, data);
}

/* The first clock at which anything is as young as @since; 0: nothing is. The unary plus keeps SQLite from walking the journal in the order of the
 * clock instead of reading the end of the index of times. */
static gint64
first_clock (CrfStudyFile *file, const char *since, GError **error)
{
  return crf_db_get_int (file->db, error, 0, "SELECT min (+clock) FROM journal WHERE at >= ?1", "s", since);
}

/* Filters: the columns of @target, its action included, and @since. */
gboolean
crf_records_journal (CrfStudyFile *file,
                     const CrfEntry *target,
                     const char *since,
                     guint limit,
                     gboolean newest_first,
                     CrfJournalVisitor visitor,
                     gpointer data,
                     GError **error)
{
  g_autoptr (GString) sql = g_string_new ("SELECT " CRF_JOURNAL_COLUMNS " FROM journal WHERE 1");
  g_autoptr (CrfStatement) query = NULL;
  const char *texts[10];
  const char *down = newest_first ? " DESC" : "";
  GError *local_error = NULL;
  gint64 first = 0;
  CrfStep step;
  int n = 0;

  g_return_val_if_fail (file != NULL && visitor != NULL, FALSE);
  if (target != NULL)
    list_filters (target, sql, texts, &n);
  /* The history of a subject has an index of its own. */
  if (since != NULL && (target == NULL || target->subject == NULL))
    {
      first = first_clock (file, since, &local_error);
      if (first == 0)
        return local_error == NULL || (g_propagate_error (error, local_error), FALSE);
      g_string_append_printf (sql, " AND clock >= %" G_GINT64_FORMAT, first);
    }
  if (since != NULL)
    {
      texts[n++] = since;
      g_string_append_printf (sql, " AND +at >= ?%d", n);
    }
  g_string_append_printf (sql, " ORDER BY clock%s, ws%s, seq%s", down, down, down);
  if (limit > 0)
    g_string_append_printf (sql, " LIMIT %u", limit);

  query = crf_db_query (file->db, error, sql->str, "");
  if (query == NULL)
    return FALSE;
  for (int i = 0; i < n; i++)
    crf_statement_bind_text (query, i + 1, texts[i]);
  while ((step = crf_statement_step (query, error)) == CRF_STEP_ROW)
    if (!visit_row (query, visitor, data))
      return TRUE;
  return step == CRF_STEP_DONE;
}

gboolean
crf_records_journal_entry (CrfStudyFile *file, const char *id, CrfJournalVisitor visitor, gpointer data, GError **error)
{
  const char *colon = id != NULL ? strrchr (id, ':') : NULL;
  g_autofree char *ws = colon != NULL ? g_strndup (id, (gsize) (colon - id)) : NULL;
  g_autoptr (CrfStatement) query = NULL;
  CrfStep step;

  g_return_val_if_fail (file != NULL && visitor != NULL, FALSE);
  query = crf_db_query (file->db, error, "SELECT " CRF_JOURNAL_COLUMNS " FROM journal WHERE ws = ?1 AND seq = ?2", "si", ws,
                        colon != NULL ? g_ascii_strtoll (colon + 1, NULL, 10) : (gint64) 0);
  step = query != NULL ? crf_statement_step (query, error) : CRF_STEP_ERROR;
  if (step == CRF_STEP_ROW)
    visit_row (query, visitor, data);
  else if (step == CRF_STEP_DONE)
    g_set_error (error, CRF_STORE_ERROR, CRF_STORE_ERROR_NOT_FOUND, _("There is no entry %s in the journal of “%s”."), id, file->path);
  return step == CRF_STEP_ROW;
}

guint64
crf_records_count_entries (CrfStudyFile *file)
{
  g_return_val_if_fail (file != NULL, 0);

  return (guint64) crf_db_get_int (file->db, NULL, 0, "SELECT count (*) FROM journal", "");
}

char *
crf_records_heads (CrfStudyFile *file)
{
  g_return_val_if_fail (file != NULL, NULL);

  return crf_journal_heads (file->db, NULL);
}

gboolean
crf_records_has_news_since_backup (CrfStudyFile *file)
{
  return crf_db_get_int (file->db, NULL, 0,
                         "SELECT EXISTS (SELECT 1 FROM journal WHERE clock > "
                         "(SELECT coalesce (max (clock), 0) FROM journal WHERE action = ?1) "
                         "AND action NOT IN (?2, ?3, ?4, ?5, ?6))",
                         "ssssss", CRF_ACTION_BACKUP, CRF_ACTION_SIGN_IN, CRF_ACTION_SIGN_OUT, CRF_ACTION_SIGN_IN_FAILED, CRF_ACTION_VIEW,
                         CRF_ACTION_EXPORT)
         != 0;
}
