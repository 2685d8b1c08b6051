/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Verification by replay: the stored entries, applied to an empty database, must give the stored
 * projections. Sealed content is copied, never opened; derived values are entries, never
 * recomputed. */

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <string.h>

#include "crf-detail.h"
#include "crf-migrator.h"
#include "crf-projection.h"
#include "crf-verify-private.h"

#define CANCEL_EVERY 256

/* FALSE with *stopped if an entry cannot be applied: there is nothing to compare with then. */
static gboolean
replay_entry (
    CrfDb *target, CrfVerifyAccess *access, CrfStatement *row, GPtrArray *faults, gboolean *stopped, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (JsonObject) detail = NULL;
  g_autofree char *where = NULL;
  CrfStored entry;

  crf_journal_read_row (row, &entry);
  detail = crf_detail_parse (entry.columns[CRF_COL_DETAIL], &local_error);
  entry.detail = detail;
  where = g_strdup_printf (_("journal %s:%" PRId64), entry.columns[CRF_COL_WS], entry.seq);
  if (detail != NULL)
    _crf_verify_access_check (access, &entry, where, faults);
  if (detail != NULL && crf_projection_apply (target, &entry, &local_error))
    return TRUE;
  if (!g_error_matches (local_error, CRF_STORE_ERROR, CRF_STORE_ERROR_CONFLICT))
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  _crf_verify_add (faults, where,
                   _("The entry cannot be replayed, so the tables were not compared."));
  *stopped = TRUE;
  return FALSE;
}

static gboolean
replay (CrfDb *source,
        CrfDb *target,
        GPtrArray *faults,
        CrfVerifyReport *report,
        gboolean *stopped,
        CrfProgress progress,
        gpointer data,
        GCancellable *cancellable,
        GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (CrfVerifyAccess) access = _crf_verify_access_new (target);
  g_autoptr (CrfStatement) query
      = crf_db_query (source, &local_error,
                      "SELECT " CRF_JOURNAL_COLUMNS " FROM journal ORDER BY clock, ws, seq", "");
  guint64 n = 0;

  while (query != NULL && crf_statement_step (query, &local_error) == CRF_STEP_ROW)
    {
      if (!replay_entry (target, access, query, faults, stopped, error))
        return *stopped;
      if (++n % CANCEL_EVERY != 0)
        continue;
      if (progress != NULL)
        progress (0.5 + 0.4 * (double) n / (double) MAX (report->entries, 1), data);
      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
    }
  if (local_error != NULL)
    {
      _crf_verify_add (faults, _("journal"), "%s", local_error->message);
      *stopped = TRUE;
    }
  return TRUE;
}

/* "SELECT key columns, * FROM table ORDER BY key columns" */
static char *
table_sql (CrfDb *db, const char *table, const char *restriction, int *n_keys, GError **error)
{
  g_autoptr (CrfStatement) query = crf_db_query (
      db, error, "SELECT name FROM pragma_table_info (?1) WHERE pk > 0 ORDER BY pk", "s", table);
  g_autoptr (GString) keys = g_string_new (NULL);

  CrfStep step = CRF_STEP_ERROR;

  *n_keys = 0;
  while (query != NULL && (step = crf_statement_step (query, error)) == CRF_STEP_ROW)
    g_string_append_printf (keys, "%s\"%s\"", (*n_keys)++ > 0 ? ", " : "",
                            crf_statement_text (query, 0));
  if (step == CRF_STEP_ERROR || *n_keys == 0)
    return NULL;
  return g_strdup_printf ("SELECT %s, * FROM \"%s\"%s ORDER BY %s", keys->str, table, restriction, keys->str);
}

/* "item I.ALT, group G1 (journal ABCD2345:17)": names, never values. */
static char *
describe_row (CrfStatement *row, int n_keys)
{
  GString *text = g_string_new (NULL);
  const char *ws = NULL;
  const char *seq = NULL;

  for (int i = 0; i < n_keys; i++)
    g_string_append_printf (text, "%s%s %s", i > 0 ? ", " : "", crf_statement_column_name (row, i),
                            crf_statement_text (row, i) != NULL ? crf_statement_text (row, i)
                                                                : "-");
  for (int i = n_keys; i < crf_statement_n_columns (row); i++)
    {
      if (g_str_equal (crf_statement_column_name (row, i), "ws"))
        ws = crf_statement_text (row, i);
      else if (g_str_equal (crf_statement_column_name (row, i), "seq"))
        seq = crf_statement_text (row, i);
    }
  if (ws != NULL && seq != NULL)
    g_string_append_printf (text, " (journal %s:%s)", ws, seq);
  return g_string_free (text, FALSE);
}

static void
add_row_fault (
    GPtrArray *faults, const char *table, CrfStatement *row, int n_keys, const char *format)
{
  g_autofree char *where = g_strdup_printf (_("table %s"), table);
  g_autofree char *name = describe_row (row, n_keys);

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
  _crf_verify_add (faults, where, format, name);
#pragma GCC diagnostic pop
}

static gboolean
compare_rows (CrfStatement *stored,
              CrfStatement *expected,
              const char *table,
              int n_keys,
              GPtrArray *faults,
              guint64 *rows,
              GError **error)
{
  CrfStep a = crf_statement_step (stored, error);
  CrfStep b = a != CRF_STEP_ERROR ? crf_statement_step (expected, error) : CRF_STEP_ERROR;

  while (a == CRF_STEP_ROW || b == CRF_STEP_ROW)
    {
      int order = a != CRF_STEP_ROW   ? 1
                  : b != CRF_STEP_ROW ? -1
                                      : crf_statement_compare (stored, expected, n_keys);

      if (a == CRF_STEP_ERROR || b == CRF_STEP_ERROR)
        break;
      if (order < 0)
        add_row_fault (faults, table, stored, n_keys, _("Row %s is in no entry of the journal."));
      else if (order > 0)
        add_row_fault (faults, table, expected, n_keys, _("Row %s is missing."));
      else if (!crf_statement_equal_rows (stored, expected))
        add_row_fault (faults, table, expected, n_keys, _("Row %s is not what the journal says."));
      if (order <= 0)
        {
          (*rows)++;
          a = crf_statement_step (stored, error);
        }
      if (order >= 0)
        b = crf_statement_step (expected, error);
    }
  return a == CRF_STEP_DONE && b == CRF_STEP_DONE;
}

static gboolean
has_column (CrfDb *db, const char *table, const char *column)
{
  return crf_db_get_int (db, NULL, 0, "SELECT 1 FROM pragma_table_info (?1) WHERE name = ?2", "ss", table, column) != 0;
}

/* Which rows of the table are the subject ?1's; NULL: none is anybody's. */
static const char *
restrict_to_subject (CrfDb *db, const char *table)
{
  if (g_str_equal (table, "subject"))
    return " WHERE key = ?1";
  if (g_str_equal (table, "query_message"))
    return " WHERE key IN (SELECT key FROM query WHERE subject = ?1)";
  if (has_column (db, table, "subject"))
    return " WHERE subject = ?1";
  return has_column (db, table, "form_id") ? " WHERE form_id IN (SELECT id FROM form WHERE subject = ?1)" : NULL;
}

static void
compare_table (CrfDb *source, CrfDb *target, const char *table, const char *restriction, const char *subject, GPtrArray *faults, guint64 *rows)
{
  g_autoptr (GError) error = NULL;
  const char *types = subject != NULL ? "s" : "";
  int n_keys;
  g_autofree char *sql = table_sql (target, table, restriction, &n_keys, &error);
  g_autoptr (CrfStatement) stored = sql != NULL ? crf_db_query (source, &error, sql, types, subject) : NULL;
  g_autoptr (CrfStatement) expected
      = stored != NULL ? crf_db_query (target, &error, sql, types, subject) : NULL;

  if (expected == NULL || !compare_rows (stored, expected, table, n_keys, faults, rows, &error))
    {
      g_autofree char *where = g_strdup_printf (_("table %s"), table);

      _crf_verify_add (faults, where, "%s",
                       error != NULL ? error->message : _("The table cannot be read."));
    }
}

void
_crf_verify_table (CrfDb *source, CrfDb *target, const char *table, GPtrArray *faults, guint64 *rows)
{
  compare_table (source, target, table, "", NULL, faults, rows);
}

void
_crf_verify_table_of (CrfDb *source, CrfDb *target, const char *table, const char *subject, GPtrArray *faults, guint64 *rows)
{
  const char *restriction = restrict_to_subject (target, table);

  if (restriction != NULL)
    compare_table (source, target, table, restriction, subject, faults, rows);
}

gboolean
_crf_verify_replay (CrfDb *db,
                    GPtrArray *faults,
                    CrfVerifyReport *report,
                    CrfProgress progress,
                    gpointer data,
                    GCancellable *cancellable,
                    GError **error)
{
  g_autoptr (CrfDb) target = crf_db_open (NULL, CRF_DB_TEMPORARY, error);
  gboolean stopped = FALSE;
  gboolean ok;

  if (target == NULL || !crf_migrator_run (target, crf_migrations, error)
      || !crf_db_exec (target, "BEGIN", error))
    return FALSE;
  ok = replay (db, target, faults, report, &stopped, progress, data, cancellable, error);
  for (int i = 0; ok && !stopped && crf_projection_tables[i] != NULL; i++)
    {
      _crf_verify_table (db, target, crf_projection_tables[i], faults, &report->projected_rows);
      ok = !g_cancellable_set_error_if_cancelled (cancellable, error);
    }
  crf_db_exec (target, "ROLLBACK", NULL);
  return ok;
}
