/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Expressions: the names in the text are looked up among the items of the study and become the
 * typed columns of a subquery, SELECT (text) FROM (SELECT CAST(:i0 AS NUMERIC) AS "ALT", …). SQLite
 * does the rest, in the sandbox. */

#include "crf-expression.h"

#include "crf-bounded-private.h"
#include "crf-expression-scan-private.h"
#include "crf-number.h"
#include "crf-sandbox-private.h"
#include "crf-study-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define MAX_TEXT 16000
/* With more ways than these to choose numbers for bounded values the answer is "unknown". */
#define MAX_CHOICES 4096

G_DEFINE_QUARK (crf - expression - error - quark, crf_expression_error)

/* One item that an expression uses, by one spelling. */
typedef struct
{
  char *written;
  const CrfItem *item;
  const char *event; /* OID; NULL: the current one */
  gboolean numeric;
  int parameter; /* of the statement */
  GArray *may_be; /* double: while it runs, what a bounded value may be; NULL: it has none or is exact */
} Column;

struct _CrfExpression
{
  CrfSandbox *sandbox;
  CrfStudy *study;
  sqlite3_stmt *statement;
  GPtrArray *columns; /* Column */
  GPtrArray *items;
  GPtrArray *events;
  GArray *marks;      /* double: the numbers in the text */
};

static void
column_free (Column *column)
{
  g_clear_pointer (&column->may_be, g_array_unref);
  g_free (column->written);
  g_free (column);
}

/* Codes with a leading zero are no numbers: '01' and '1' are two codes. */
static gboolean
has_numeric_codes (const CrfCodeList *list)
{
  if (list->type != CRF_TYPE_INTEGER && list->type != CRF_TYPE_FLOAT)
    return FALSE;
  for (guint i = 0; i < list->codes->len; i++)
    {
      const char *code = ((CrfCode *) g_ptr_array_index (list->codes, i))->code;
      double value;

      if ((code[0] == '0' && g_ascii_isdigit (code[1]))
          || !crf_number_parse_plain (code, &value, NULL))
        return FALSE;
    }
  return TRUE;
}

static gboolean
is_numeric_item (const CrfItem *item)
{
  if (item->code_list != NULL)
    return has_numeric_codes (item->code_list);
  return item->type == CRF_TYPE_INTEGER || item->type == CRF_TYPE_FLOAT
         || item->type == CRF_TYPE_BOOLEAN;
}

/* The item called @name in any case, or with this OID. *@ambiguous tells that two are called so. */
static const CrfItem *
find_item (const CrfStudy *study, const char *name, gboolean *ambiguous)
{
  const CrfItem *found = NULL;

  for (guint i = 0; i < study->items->len; i++)
    {
      const CrfItem *item = g_ptr_array_index (study->items, i);

      if (g_ascii_strcasecmp (item->name, name) != 0)
        continue;
      if (found != NULL)
        *ambiguous = TRUE;
      found = item;
    }
  return found != NULL ? found : crf_study_find_item (study, name);
}

static gboolean
fail_name (GError **error, const char *format, const char *name)
{
  g_auto (GStrv) parts = g_strsplit (format, "%s", 2);

  g_set_error (error, CRF_EXPRESSION_ERROR, CRF_EXPRESSION_ERROR_NAME, "%s%s%s", parts[0], name,
               parts[1]);
  return FALSE;
}

static void
add_column (CrfExpression *self, char *written, const CrfItem *item, const char *event)
{
  Column *column;

  for (guint i = 0; i < self->columns->len; i++)
    if (g_ascii_strcasecmp (((Column *) g_ptr_array_index (self->columns, i))->written, written)
        == 0)
      {
        g_free (written);
        return;
      }
  column = g_new0 (Column, 1);
  column->written = written;
  column->item = item;
  column->event = event;
  column->numeric = is_numeric_item (item);
  g_ptr_array_add (self->columns, column);
  for (guint i = 0; i < self->items->len; i++)
    if (g_ptr_array_index (self->items, i) == item
        && g_strcmp0 (g_ptr_array_index (self->events, i), event) == 0)
      return;
  g_ptr_array_add (self->items, (gpointer) item);
  g_ptr_array_add (self->events, (gpointer) event);
}

/* Adds the column that a name stands for; a bare name may also be something of SQL, which SQLite
 * will know. */
static gboolean
add_name (CrfExpression *self, const CrfScan *scan, GError **error)
{
  g_autofree char *written = crf_scan_name (scan);
  const char *mark = strstr (written, "::");
  const char *name = mark != NULL ? mark + 2 : written;
  const CrfEvent *event = NULL;
  const CrfItem *item;
  gboolean ambiguous = FALSE;

  if (mark != NULL)
    {
      g_autofree char *event_name = g_strndup (written, (gsize) (mark - written));

      event = crf_study_find_event (self->study, event_name);
      if (event == NULL)
        event = crf_study_find_event_by_name (self->study, event_name);
      if (event == NULL)
        return fail_name (error, _("No event of the study is called “%s”."), event_name);
    }
  item = find_item (self->study, name, &ambiguous);
  if (ambiguous)
    return fail_name (
        error, _("Two items of the study are called “%s”. Write the OID in double quotes."), name);
  if (item != NULL)
    add_column (self, g_steal_pointer (&written), item, event != NULL ? event->oid : NULL);
  else if (scan->kind == CRF_SCAN_QUOTED)
    return fail_name (error, _("No item of the study is called “%s”."), name);
  return TRUE;
}

/* Words that are never an item in an expression, whatever items are called. */
static gboolean
is_keyword (const CrfScan *scan)
{
  static const char *const words[] = {
    "AND",  "AS",     "BETWEEN", "CASE", "CAST", "COLLATE", "DISTINCT", "ELSE",
    "END",  "ESCAPE", "EXISTS",  "FROM", "GLOB", "IN",      "IS",       "ISNULL",
    "LIKE", "NOT",    "NOTNULL", "NULL", "OR",   "SELECT",  "THEN",     "WHEN",
  };

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (crf_scan_is (scan, words[i]))
      return TRUE;
  return FALSE;
}

static void
add_mark (CrfExpression *self, const CrfScan *scan)
{
  g_autofree char *text = g_strndup (scan->start, scan->length);
  double number;

  if (crf_number_parse_plain (text, &number, NULL))
    g_array_append_val (self->marks, number);
}

static gboolean
collect_columns (CrfExpression *self, const char *text, GError **error)
{
  const char *p = text;
  CrfScan scan = crf_scan_next (&p);

  while (scan.kind != CRF_SCAN_END)
    {
      CrfScan next = crf_scan_next (&p);
      gboolean calls = next.kind == CRF_SCAN_MARK && next.start[0] == '(';

      if (scan.kind == CRF_SCAN_PARAMETER
          && (scan.length != 6 || strncmp (scan.start, ":today", 6) != 0))
        {
          g_set_error (error, CRF_EXPRESSION_ERROR, CRF_EXPRESSION_ERROR_FORBIDDEN,
                       _("“%.*s” is not allowed. Write items by their names; :today is the only "
                         "other value."),
                       (int) scan.length, scan.start);
          return FALSE;
        }
      if (scan.kind == CRF_SCAN_NUMBER)
        add_mark (self, &scan);
      if ((scan.kind == CRF_SCAN_QUOTED
           || (scan.kind == CRF_SCAN_NAME && !calls && !is_keyword (&scan)))
          && !add_name (self, &scan, error))
        return FALSE;
      scan = next;
    }
  return TRUE;
}

/* SELECT (text) FROM (SELECT CAST(:i0 AS NUMERIC) AS "ALT", …). The line break keeps a comment at
 * the end of the text from swallowing the rest. */
static char *
write_sql (CrfExpression *self, const char *text)
{
  GString *sql = g_string_new (NULL);

  g_string_append_printf (sql, "SELECT (%s\n) FROM (SELECT 1", text);
  for (guint i = 0; i < self->columns->len; i++)
    {
      const Column *column = g_ptr_array_index (self->columns, i);

      g_string_append_printf (sql, ", CAST(:i%u AS %s) AS \"", i,
                              column->numeric ? "NUMERIC" : "TEXT");
      for (const char *p = column->written; *p != '\0'; p++)
        g_string_append_printf (sql, *p == '"' ? "%c\"" : "%c", *p);
      g_string_append_c (sql, '"');
    }
  g_string_append (sql, ")");
  return g_string_free (sql, FALSE);
}

static gboolean
fail_prepare (CrfExpression *self, int code, GError **error)
{
  /* SQLite quotes the text to the byte. */
  g_autofree char *message = g_utf8_make_valid (sqlite3_errmsg (self->sandbox->db), -1);

  if (self->sandbox->denied != NULL && (code == SQLITE_AUTH || code == SQLITE_ERROR))
    g_set_error (error, CRF_EXPRESSION_ERROR, CRF_EXPRESSION_ERROR_FORBIDDEN,
                 _("“%s” is not allowed in an expression."), self->sandbox->denied);
  else if (code == SQLITE_NOMEM || code == SQLITE_TOOBIG)
    g_set_error_literal (error, CRF_EXPRESSION_ERROR, CRF_EXPRESSION_ERROR_SYNTAX,
                         _("The expression is too long. Split it."));
  else if (g_str_has_prefix (message, "no such table: "))
    g_set_error (error, CRF_EXPRESSION_ERROR, CRF_EXPRESSION_ERROR_FORBIDDEN,
                 _("“%s” is not allowed in an expression."), message + strlen ("no such table: "));
  else if (g_str_has_prefix (message, "no such column: "))
    return fail_name (error, _("No item of the study is called “%s”."),
                      message + strlen ("no such column: "));
  else if (g_str_has_prefix (message, "no such function: "))
    return fail_name (error, _("There is no function “%s”."),
                      message + strlen ("no such function: "));
  else
    g_set_error (error, CRF_EXPRESSION_ERROR, CRF_EXPRESSION_ERROR_SYNTAX,
                 _("The expression cannot be understood: %s."), message);
  return FALSE;
}

static gboolean
prepare (CrfExpression *self, const char *text, GError **error)
{
  g_autofree char *sql = write_sql (self, text);
  const char *tail = NULL;
  int code;

  crf_sandbox_begin (self->sandbox);
  code = sqlite3_prepare_v3 (self->sandbox->db, sql, -1,
                             SQLITE_PREPARE_PERSISTENT | SQLITE_PREPARE_NO_VTAB, &self->statement,
                             &tail);
  if (code != SQLITE_OK)
    return fail_prepare (self, code, error);
  if (self->statement == NULL || tail[0] != '\0' || sqlite3_column_count (self->statement) != 1
      || !sqlite3_stmt_readonly (self->statement)
      || self->sandbox->n_selects != CRF_SANDBOX_N_SELECTS)
    {
      g_set_error_literal (error, CRF_EXPRESSION_ERROR, CRF_EXPRESSION_ERROR_FORBIDDEN,
                           _("The text is more than one expression."));
      return FALSE;
    }
  for (guint i = 0; i < self->columns->len; i++)
    {
      char name[16];

      g_snprintf (name, sizeof name, ":i%u", i);
      ((Column *) g_ptr_array_index (self->columns, i))->parameter
          = sqlite3_bind_parameter_index (self->statement, name);
    }
  return TRUE;
}

CrfExpression *
crf_expression_new (CrfSandbox *sandbox, const CrfStudy *study, const char *text, GError **error)
{
  g_autoptr (CrfExpression) self = NULL;

  g_return_val_if_fail (sandbox != NULL, NULL);
  g_return_val_if_fail (study != NULL, NULL);
  g_return_val_if_fail (text != NULL, NULL);

  if (strlen (text) > MAX_TEXT || !g_utf8_validate (text, -1, NULL))
    {
      g_set_error_literal (error, CRF_EXPRESSION_ERROR, CRF_EXPRESSION_ERROR_SYNTAX,
                           _("The expression is too long, or not UTF-8 text."));
      return NULL;
    }
  self = g_new0 (CrfExpression, 1);
  sandbox->refs++;
  self->sandbox = sandbox;
  self->study = crf_study_ref ((CrfStudy *) study);
  self->columns = g_ptr_array_new_with_free_func ((GDestroyNotify) column_free);
  self->items = g_ptr_array_new ();
  self->events = g_ptr_array_new ();
  self->marks = g_array_new (FALSE, FALSE, sizeof (double));
  if (!collect_columns (self, text, error) || !prepare (self, text, error))
    return NULL;
  return g_steal_pointer (&self);
}

void
crf_expression_free (CrfExpression *self)
{
  if (self == NULL)
    return;
  sqlite3_finalize (self->statement);
  g_ptr_array_unref (self->columns);
  g_ptr_array_unref (self->items);
  g_ptr_array_unref (self->events);
  g_array_unref (self->marks);
  crf_study_unref (self->study);
  crf_sandbox_free (self->sandbox);
  g_free (self);
}

const GPtrArray *
crf_expression_get_items (CrfExpression *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->items;
}

const GPtrArray *
crf_expression_get_events (CrfExpression *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->events;
}

/* A number that is none, such as a code of another version of the study, is no value. */
static void
bind_column (CrfExpression *self, guint i, CrfResolver resolver, gpointer data)
{
  Column *column = g_ptr_array_index (self->columns, i);
  CrfResolved value = { NULL, CRF_COMPARATOR_NONE };
  int index = column->parameter;
  double number;

  if (resolver == NULL || !resolver (column->event, column->item, &value, data)
      || value.canonical == NULL || value.canonical[0] == '\0')
    sqlite3_bind_null (self->statement, index);
  else if (!column->numeric)
    sqlite3_bind_text (self->statement, index, value.canonical, -1, SQLITE_TRANSIENT);
  else if (!crf_number_parse_plain (value.canonical, &number, NULL))
    sqlite3_bind_null (self->statement, index);
  else if (value.comparator == CRF_COMPARATOR_NONE)
    sqlite3_bind_double (self->statement, index, number);
  else
    column->may_be = crf_bounded_values (number, value.comparator, self->marks);
}

static gboolean
fail_result (GError **error, const char *message)
{
  g_set_error_literal (error, CRF_EXPRESSION_ERROR, CRF_EXPRESSION_ERROR_RESULT, message);
  return FALSE;
}

static void
bind_all (CrfExpression *self, CrfResolver resolver, gpointer data, const char *today)
{
  int today_index = sqlite3_bind_parameter_index (self->statement, ":today");

  for (guint i = 0; i < self->columns->len; i++)
    bind_column (self, i, resolver, data);
  if (today_index > 0 && today != NULL)
    sqlite3_bind_text (self->statement, today_index, today, -1, SQLITE_TRANSIENT);
}

/* How many ways there are to choose one number for each bounded value; 1 without any. */
static guint64
count_choices (CrfExpression *self)
{
  guint64 n = 1;

  for (guint i = 0; i < self->columns->len && n <= MAX_CHOICES; i++)
    {
      const Column *column = g_ptr_array_index (self->columns, i);

      if (column->may_be != NULL)
        n *= column->may_be->len;
    }
  return n;
}

static void
choose (CrfExpression *self, guint64 choice)
{
  for (guint i = 0; i < self->columns->len; i++)
    {
      const Column *column = g_ptr_array_index (self->columns, i);

      if (column->may_be == NULL)
        continue;
      sqlite3_bind_double (self->statement, column->parameter,
                           g_array_index (column->may_be, double, choice % column->may_be->len));
      choice /= column->may_be->len;
    }
}

/* Steps to the one row. The caller resets. */
static gboolean
run (CrfExpression *self, GError **error)
{
  crf_sandbox_begin (self->sandbox);
  if (sqlite3_step (self->statement) != SQLITE_ROW)
    {
      g_set_error (error, CRF_EXPRESSION_ERROR, CRF_EXPRESSION_ERROR_RESULT,
                   _("The expression has no result: %s."), sqlite3_errmsg (self->sandbox->db));
      return FALSE;
    }
  if (sqlite3_column_type (self->statement, 0) == SQLITE_FLOAT
      && !isfinite (sqlite3_column_double (self->statement, 0)))
    return fail_result (error, _("The result of the expression is infinite."));
  return TRUE;
}

static void
reset (CrfExpression *self)
{
  sqlite3_reset (self->statement);
  sqlite3_clear_bindings (self->statement);
  for (guint i = 0; i < self->columns->len; i++)
    g_clear_pointer (&((Column *) g_ptr_array_index (self->columns, i))->may_be, g_array_unref);
}

static gboolean
read_truth (CrfExpression *self, CrfTruth *truth, GError **error)
{
  double number;

  switch (sqlite3_column_type (self->statement, 0))
    {
    case SQLITE_NULL:
      *truth = CRF_TRUTH_UNKNOWN;
      return TRUE;
    case SQLITE_INTEGER:
    case SQLITE_FLOAT:
      number = sqlite3_column_double (self->statement, 0);
      *truth = number > 0 || number < 0 ? CRF_TRUTH_TRUE : CRF_TRUTH_FALSE;
      return TRUE;
    default:
      return fail_result (
          error, _("The expression is not a condition: its result is a text. “||” joins texts; "
                   "write OR for “or”."));
    }
}

gboolean
crf_expression_test (CrfExpression *self,
                     CrfResolver resolver,
                     gpointer data,
                     const char *today,
                     CrfTruth *truth,
                     GError **error)
{
  guint64 n;
  gboolean done;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (truth != NULL, FALSE);

  *truth = CRF_TRUTH_UNKNOWN;
  bind_all (self, resolver, data, today);
  n = count_choices (self);
  done = n <= MAX_CHOICES;
  for (guint64 i = 0; done && i < n; i++)
    {
      CrfTruth one = CRF_TRUTH_UNKNOWN;

      choose (self, i);
      done = run (self, error) && read_truth (self, &one, error);
      sqlite3_reset (self->statement);
      if (i > 0 && one != *truth)
        one = CRF_TRUTH_UNKNOWN;
      *truth = one;
      if (one == CRF_TRUTH_UNKNOWN)
        break;
    }
  reset (self);
  return done || n > MAX_CHOICES;
}

static gboolean
read_value (CrfExpression *self, char **text, GError **error)
{
  char buffer[CRF_DECIMAL_SIZE];
  const char *result;

  switch (sqlite3_column_type (self->statement, 0))
    {
    case SQLITE_NULL:
      return TRUE;
    case SQLITE_INTEGER:
    case SQLITE_FLOAT:
      result = crf_decimal_format (sqlite3_column_double (self->statement, 0), buffer);
      if (result == NULL)
        return fail_result (error, _("The result of the expression is too large."));
      break;
    case SQLITE_TEXT:
      result = (const char *) sqlite3_column_text (self->statement, 0);
      break;
    default:
      return fail_result (error,
                          _("The result of the expression is neither a number nor a text."));
    }
  if (result != NULL && result[0] != '\0') /* an empty text is no value */
    *text = g_strdup (result);
  return TRUE;
}

gboolean
crf_expression_evaluate (CrfExpression *self,
                         CrfResolver resolver,
                         gpointer data,
                         const char *today,
                         char **text,
                         GError **error)
{
  guint64 n;
  gboolean done;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (text != NULL, FALSE);

  *text = NULL;
  bind_all (self, resolver, data, today);
  n = count_choices (self);
  done = n <= MAX_CHOICES;
  for (guint64 i = 0; done && i < n; i++)
    {
      g_autofree char *before = g_steal_pointer (text);

      choose (self, i);
      done = run (self, error) && read_value (self, text, error);
      sqlite3_reset (self->statement);
      if (i > 0 && g_strcmp0 (before, *text) != 0)
        g_clear_pointer (text, g_free);
      if (*text == NULL)
        break;
    }
  reset (self);
  return done || n > MAX_CHOICES;
}
