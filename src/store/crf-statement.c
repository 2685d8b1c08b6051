/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Prepared statements, kept in a cache of their connection, with parameters bound by a string of
 * types. */

#include "crf-db-private.h"

#include <string.h>

struct _CrfStatement
{
  CrfDb *db;
  sqlite3_stmt *stmt;
};

void
_crf_statement_free (CrfStatement *self)
{
  sqlite3_finalize (self->stmt);
  g_free (self);
}

static CrfStatement *
crf_statement_take (CrfDb *db, const char *sql, GError **error)
{
  CrfStatement *self = NULL;
  sqlite3_stmt *stmt = NULL;
  int code;

  if (g_hash_table_steal_extended (db->statements, sql, NULL, (gpointer *) &self))
    return self;
  code = sqlite3_prepare_v3 (db->handle, sql, -1, SQLITE_PREPARE_PERSISTENT, &stmt, NULL);
  if (code != SQLITE_OK)
    {
      _crf_db_fail (db, code, error);
      return NULL;
    }
  self = g_new0 (CrfStatement, 1);
  self->db = db;
  self->stmt = stmt;
  return self;
}

static CrfStatement *
crf_statement_take_bound (
    CrfDb *db, GError **error, const char *sql, const char *types, va_list args)
{
  CrfStatement *self = crf_statement_take (db, sql, error);

  if (self == NULL)
    return NULL;
  for (int i = 0; types[i] != '\0'; i++)
    {
      if (types[i] == 'i')
        crf_statement_bind_int (self, i + 1, va_arg (args, gint64));
      else
        crf_statement_bind_text (self, i + 1, va_arg (args, const char *));
    }
  return self;
}

CrfStatement *
crf_db_query (CrfDb *self, GError **error, const char *sql, const char *types, ...)
{
  CrfStatement *statement;
  va_list args;

  va_start (args, types);
  statement = crf_statement_take_bound (self, error, sql, types, args);
  va_end (args);
  return statement;
}

gboolean
crf_db_run (CrfDb *self, GError **error, const char *sql, const char *types, ...)
{
  g_autoptr (CrfStatement) statement = NULL;
  CrfStep step;
  va_list args;

  va_start (args, types);
  statement = crf_statement_take_bound (self, error, sql, types, args);
  va_end (args);
  if (statement == NULL)
    return FALSE;
  while ((step = crf_statement_step (statement, error)) == CRF_STEP_ROW)
    ;
  return step == CRF_STEP_DONE;
}

char *
crf_db_get_text (CrfDb *self, GError **error, const char *sql, const char *types, ...)
{
  g_autoptr (CrfStatement) statement = NULL;
  va_list args;

  va_start (args, types);
  statement = crf_statement_take_bound (self, error, sql, types, args);
  va_end (args);
  if (statement == NULL || crf_statement_step (statement, error) != CRF_STEP_ROW)
    return NULL;
  return g_strdup (crf_statement_text (statement, 0));
}

gint64
crf_db_get_int (
    CrfDb *self, GError **error, gint64 missing, const char *sql, const char *types, ...)
{
  g_autoptr (CrfStatement) statement = NULL;
  va_list args;

  va_start (args, types);
  statement = crf_statement_take_bound (self, error, sql, types, args);
  va_end (args);
  if (statement == NULL || crf_statement_step (statement, error) != CRF_STEP_ROW
      || crf_statement_is_null (statement, 0))
    return missing;
  return crf_statement_int (statement, 0);
}

CrfStep
crf_statement_step (CrfStatement *self, GError **error)
{
  int code = sqlite3_step (self->stmt);

  if (code == SQLITE_ROW)
    return CRF_STEP_ROW;
  if (code == SQLITE_DONE)
    return CRF_STEP_DONE;
  _crf_db_fail (self->db, code, error);
  return CRF_STEP_ERROR;
}

void
crf_statement_reset (CrfStatement *self)
{
  sqlite3_reset (self->stmt);
}

void
crf_statement_bind_text (CrfStatement *self, int parameter, const char *text)
{
  if (text == NULL)
    sqlite3_bind_null (self->stmt, parameter);
  else
    sqlite3_bind_text (self->stmt, parameter, text, -1, SQLITE_TRANSIENT);
}

void
crf_statement_bind_int (CrfStatement *self, int parameter, gint64 number)
{
  sqlite3_bind_int64 (self->stmt, parameter, number);
}

const char *
crf_statement_text (CrfStatement *self, int column)
{
  return (const char *) sqlite3_column_text (self->stmt, column);
}

gint64
crf_statement_int (CrfStatement *self, int column)
{
  return sqlite3_column_int64 (self->stmt, column);
}

gboolean
crf_statement_is_null (CrfStatement *self, int column)
{
  return sqlite3_column_type (self->stmt, column) == SQLITE_NULL;
}

int
crf_statement_n_columns (CrfStatement *self)
{
  return sqlite3_column_count (self->stmt);
}

const char *
crf_statement_column_name (CrfStatement *self, int column)
{
  return sqlite3_column_name (self->stmt, column);
}

gboolean
crf_statement_equal_rows (CrfStatement *a, CrfStatement *b)
{
  int n = sqlite3_column_count (a->stmt);

  if (n != sqlite3_column_count (b->stmt))
    return FALSE;
  for (int i = 0; i < n; i++)
    {
      int type = sqlite3_column_type (a->stmt, i);

      if (type != sqlite3_column_type (b->stmt, i))
        return FALSE;
      if (type == SQLITE_INTEGER)
        {
          if (sqlite3_column_int64 (a->stmt, i) != sqlite3_column_int64 (b->stmt, i))
            return FALSE;
        }
      else if (type != SQLITE_NULL)
        {
          const void *x = sqlite3_column_blob (a->stmt, i);
          const void *y = sqlite3_column_blob (b->stmt, i);
          int size = sqlite3_column_bytes (a->stmt, i);

          if (size != sqlite3_column_bytes (b->stmt, i))
            return FALSE;
          if (size > 0 && (x == NULL || y == NULL || memcmp (x, y, (size_t) size) != 0))
            return FALSE;
        }
    }
  return TRUE;
}

int
crf_statement_compare (CrfStatement *a, CrfStatement *b, int n)
{
  for (int i = 0; i < n; i++)
    {
      int order;

      if (sqlite3_column_type (a->stmt, i) == SQLITE_INTEGER
          && sqlite3_column_type (b->stmt, i) == SQLITE_INTEGER)
        {
          gint64 x = sqlite3_column_int64 (a->stmt, i);
          gint64 y = sqlite3_column_int64 (b->stmt, i);

          order = x < y ? -1 : x > y;
        }
      else
        order = g_strcmp0 (crf_statement_text (a, i), crf_statement_text (b, i));
      if (order != 0)
        return order;
    }
  return 0;
}

gboolean
crf_statement_hides_text (CrfStatement *self)
{
  for (int i = 0; i < sqlite3_column_count (self->stmt); i++)
    {
      const char *text;

      if (sqlite3_column_type (self->stmt, i) != SQLITE_TEXT)
        continue;
      text = crf_statement_text (self, i);
      if (text != NULL && strlen (text) != (gsize) sqlite3_column_bytes (self->stmt, i))
        return TRUE;
    }
  return FALSE;
}

/* Back into the cache; a second one of the same text, from a nested use, is dropped. */
void
crf_statement_done (CrfStatement *self)
{
  if (self == NULL)
    return;
  sqlite3_reset (self->stmt);
  sqlite3_clear_bindings (self->stmt);
  if (g_hash_table_contains (self->db->statements, sqlite3_sql (self->stmt)))
    _crf_statement_free (self);
  else
    g_hash_table_insert (self->db->statements, (gpointer) sqlite3_sql (self->stmt), self);
}
