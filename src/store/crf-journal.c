/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Rows of the journal. */

#include "crf-journal.h"

#include <string.h>

static gboolean
is_integer (int column)
{
  return column == CRF_COL_V || column == CRF_COL_SEQ || column == CRF_COL_CLOCK
         || column == CRF_COL_TXN;
}

gboolean
crf_journal_insert (CrfDb *db, const CrfStored *entry, GError **error)
{
  g_autoptr (CrfStatement) insert = crf_db_query (
      db, error,
      "INSERT INTO journal (" CRF_JOURNAL_COLUMNS ") VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, "
      "?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23, ?24, "
      "?25, ?26, ?27, ?28, ?29, ?30, ?31, ?32)",
      "");

  if (insert == NULL)
    return FALSE;
  for (int i = 0; i < CRF_N_COLS; i++)
    {
      if (is_integer (i))
        crf_statement_bind_int (insert, i + 1, g_ascii_strtoll (entry->columns[i], NULL, 10));
      else
        crf_statement_bind_text (insert, i + 1, entry->columns[i]);
    }
  return crf_statement_step (insert, error) == CRF_STEP_DONE;
}

/* Columns that the schema does not let be NULL. In a damaged file they may be all the same. */
static gboolean
is_required (int column)
{
  return column == CRF_COL_WS || column == CRF_COL_AT || column == CRF_COL_OFF
         || column == CRF_COL_APP || column == CRF_COL_ACTION || column == CRF_COL_HASH;
}

void
crf_journal_read_row (CrfStatement *statement, CrfStored *entry)
{
  entry->seq = crf_statement_int (statement, CRF_COL_SEQ);
  entry->clock = crf_statement_int (statement, CRF_COL_CLOCK);
  entry->detail = NULL;
  for (int i = 0; i < CRF_N_COLS; i++)
    {
      entry->columns[i] = crf_statement_text (statement, i);
      if (entry->columns[i] == NULL && is_required (i))
        entry->columns[i] = "";
    }
}

char *
crf_journal_heads (CrfDb *db, GError **error)
{
  /* One seek a workstation, not a scan. */
  g_autoptr (CrfStatement) query
      = crf_db_query (db, error,
                      "WITH RECURSIVE w (ws) AS ("
                      "  SELECT min (ws) FROM journal"
                      "  UNION ALL SELECT (SELECT min (ws) FROM journal WHERE ws > w.ws) FROM w "
                      "WHERE ws IS NOT NULL) "
                      "SELECT w.ws, j.seq, j.hash FROM w JOIN journal j ON j.ws = w.ws "
                      "AND j.seq = (SELECT max (seq) FROM journal WHERE ws = w.ws) ORDER BY w.ws",
                      "");
  g_autoptr (GString) heads = g_string_new (NULL);
  CrfStep step;

  if (query == NULL)
    return NULL;
  while ((step = crf_statement_step (query, error)) == CRF_STEP_ROW)
    g_string_append_printf (heads, "%s%s:%" G_GINT64_FORMAT " %s", heads->len > 0 ? "\n" : "",
                            crf_statement_text (query, 0), crf_statement_int (query, 1),
                            crf_statement_text (query, 2));
  if (step == CRF_STEP_ERROR || heads->len == 0)
    return NULL;
  return g_string_free (g_steal_pointer (&heads), FALSE);
}

gboolean
crf_journal_head_of (CrfDb *db, const char *ws, gint64 *seq, char **hash, GError **error)
{
  g_autoptr (CrfStatement) query = crf_db_query (
      db, error, "SELECT seq, hash FROM journal WHERE ws = ?1 ORDER BY seq DESC LIMIT 1", "s", ws);
  CrfStep step;

  *seq = 0;
  *hash = NULL;
  if (query == NULL || (step = crf_statement_step (query, error)) == CRF_STEP_ERROR)
    return FALSE;
  if (step == CRF_STEP_ROW)
    {
      *seq = crf_statement_int (query, 0);
      *hash = g_strdup (crf_statement_text (query, 1));
    }
  return TRUE;
}

char **
crf_journal_find (CrfDb *db, const char *ws, gint64 seq, GError **error)
{
  g_autoptr (CrfStatement) query = crf_db_query (
      db, error, "SELECT " CRF_JOURNAL_COLUMNS " FROM journal WHERE ws = ?1 AND seq = ?2", "si", ws,
      seq);
  char **columns;

  if (query == NULL || crf_statement_step (query, error) != CRF_STEP_ROW)
    return NULL;
  columns = g_new0 (char *, CRF_N_COLS);
  for (int i = 0; i < CRF_N_COLS; i++)
    columns[i] = g_strdup (crf_statement_text (query, i));
  return columns;
}

void
crf_journal_free_columns (char **columns)
{
  if (columns == NULL)
    return;
  for (int i = 0; i < CRF_N_COLS; i++)
    g_free (columns[i]);
  g_free (columns);
}

gboolean
crf_journal_hash_holds (const CrfStored *entry)
{
  char hex[65];

  crf_entry_hash (entry->columns, hex);
  return g_strcmp0 (hex, entry->columns[CRF_COL_HASH]) == 0;
}

gboolean
crf_journal_parse_id (const char *id, char *ws, gint64 *seq)
{
  if (id == NULL || strlen (id) < 10 || id[8] != ':')
    return FALSE;
  memcpy (ws, id, 8);
  ws[8] = '\0';
  return g_ascii_string_to_signed (id + 9, 10, 1, G_MAXINT64, seq, NULL);
}
