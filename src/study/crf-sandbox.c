/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The sandbox of expressions. They come from study files and must not be able to reach, change or
 * delay anything: a private in-memory database without tables, an authorizer that knows only two
 * SELECTs (ours) and a list of functions, and limits. With one SELECT too few for a subquery there
 * are no loops, so that the length of the text bounds the time; the progress handler is only a
 * belt. A denylist would not do: printf alone can run for seconds. */

#include "crf-sandbox-private.h"

#include "crf-number.h"
#include "crf-partial-date.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define PROGRESS_OPS 1000
#define PROGRESS_CALLS 200

typedef struct
{
  CrfScalarFunction function;
  gpointer data;
} Registration;

/* Of SQLite itself. No printf, format, zeroblob, randomblob, random, replace, char, load_extension,
 * date functions. */
static const char *const builtin_functions[] = {
  "abs",   "ceil",   "ceiling",   "coalesce", "exp",   "floor", "glob",  "ifnull",
  "iif",   "instr",  "length",    "like",     "ln",    "log",   "log10", "lower",
  "ltrim", "max",    "min",       "nullif",   "pow",   "power", "rtrim", "sign",
  "sqrt",  "substr", "substring", "trim",     "upper",
};

const char *const crf_sandbox_outside_functions[] = {
  "meld", "meld_na", "meld_3", "child_pugh", "albi", "fib4", "apri", NULL,
};

static int
authorize (void *data,
           int action,
           const char *first,
           const char *second,
           const char *schema,
           const char *trigger)
{
  CrfSandbox *self = data;

  switch (action)
    {
    case SQLITE_SELECT:
      if (++self->n_selects <= CRF_SANDBOX_N_SELECTS)
        return SQLITE_OK;
      g_free (self->denied);
      self->denied = g_strdup ("SELECT");
      return SQLITE_DENY;
    case SQLITE_FUNCTION:
      if (second != NULL && crf_sandbox_has_function (self, second))
        return SQLITE_OK;
      g_free (self->denied);
      self->denied = g_strdup (second);
      return SQLITE_DENY;
    case SQLITE_READ:
      if (first == NULL || first[0] == '\0')
        return SQLITE_OK;
      break;
    default:
      break;
    }
  g_free (self->denied);
  self->denied = g_strdup (first);
  return SQLITE_DENY;
}

static int
on_progress (void *data)
{
  CrfSandbox *self = data;

  return ++self->n_progress > PROGRESS_CALLS;
}

void
crf_sandbox_begin (CrfSandbox *self)
{
  self->n_selects = 0; /* stepping may prepare again */
  self->n_progress = 0;
  g_clear_pointer (&self->denied, g_free);
}

/* A complete ISO date of an argument, or NULL. */
static const char *
argument_text (sqlite3_value *value)
{
  return sqlite3_value_type (value) == SQLITE_TEXT ? (const char *) sqlite3_value_text (value)
                                                   : NULL;
}

static gboolean
is_number (sqlite3_value *value)
{
  int type = sqlite3_value_type (value);

  return type == SQLITE_INTEGER || type == SQLITE_FLOAT;
}

static void
do_age_years (sqlite3_context *context, int n, sqlite3_value **arguments)
{
  int years;

  if (crf_iso_age_years (argument_text (arguments[0]), argument_text (arguments[1]), &years))
    sqlite3_result_int (context, years);
}

static void
do_days_between (sqlite3_context *context, int n, sqlite3_value **arguments)
{
  int days;

  if (crf_iso_days_between (argument_text (arguments[0]), argument_text (arguments[1]), &days))
    sqlite3_result_int (context, days);
}

static void
do_add_days (sqlite3_context *context, int n, sqlite3_value **arguments)
{
  char buffer[CRF_DATE_SIZE];
  CrfDate date;
  double days;
  int past;

  if (!is_number (arguments[1])
      || !crf_iso_days_between ("1970-01-01", argument_text (arguments[0]), &past))
    return;
  days = sqlite3_value_double (arguments[1]);
  if (!(fabs (days) < 1e6))
    return;
  crf_date_from_days (past + (int) floor (days), &date);
  crf_date_format (&date, buffer);
  if (crf_iso_days_between (buffer, buffer, &past)) /* still in the calendar */
    sqlite3_result_text (context, buffer, -1, SQLITE_TRANSIENT);
}

static void
do_is_date (sqlite3_context *context, int n, sqlite3_value **arguments)
{
  const char *text = argument_text (arguments[0]);
  int days;

  if (sqlite3_value_type (arguments[0]) != SQLITE_NULL)
    sqlite3_result_int (context, crf_iso_days_between (text, text, &days));
}

/* Skips what is NULL; all NULL gives NULL. */
static void
do_mean (sqlite3_context *context, int n, sqlite3_value **arguments)
{
  double sum = 0;
  int count = 0;

  for (int i = 0; i < n; i++)
    {
      if (sqlite3_value_type (arguments[i]) == SQLITE_NULL)
        continue;
      if (!is_number (arguments[i]))
        {
          sqlite3_result_error (context, "mean() takes numbers", -1);
          return;
        }
      sum += sqlite3_value_double (arguments[i]);
      count++;
    }
  if (count > 0)
    sqlite3_result_double (context, sum / count);
}

static void
do_round (sqlite3_context *context, int n, sqlite3_value **arguments)
{
  char buffer[CRF_DECIMAL_SIZE];
  int places = n > 1 && is_number (arguments[1]) ? sqlite3_value_int (arguments[1]) : 0;
  const char *rounded;
  CrfNumber number;

  if (!is_number (arguments[0]) || (n > 1 && !is_number (arguments[1])))
    return;
  rounded = crf_decimal_format_places (sqlite3_value_double (arguments[0]), CLAMP (places, 0, 12),
                                       buffer);
  if (rounded != NULL && crf_number_parse (rounded, &number, NULL))
    sqlite3_result_double (context, number.value);
}

static void
call_registered (sqlite3_context *context, int n, sqlite3_value **values)
{
  const Registration *registration = sqlite3_user_data (context);
  g_autofree CrfScalar *arguments = g_new0 (CrfScalar, n + 1);
  CrfScalar result = { TRUE, FALSE, 0, NULL };

  for (int i = 0; i < n; i++)
    {
      arguments[i].is_number = is_number (values[i]);
      arguments[i].text = argument_text (values[i]);
      arguments[i].is_null = !arguments[i].is_number && arguments[i].text == NULL;
      if (arguments[i].is_number)
        arguments[i].number = sqlite3_value_double (values[i]);
    }
  registration->function (arguments, n, &result, registration->data);
  if (result.is_null)
    sqlite3_result_null (context);
  else if (result.is_number)
    sqlite3_result_double (context, result.number);
  else if (result.text != NULL)
    sqlite3_result_text (context, result.text, -1, SQLITE_TRANSIENT);
}

static gboolean
set_limits (sqlite3 *db)
{
  static const struct
  {
    int id;
    int value;
  } limits[] = {
    { SQLITE_LIMIT_LENGTH, 100000 },       { SQLITE_LIMIT_SQL_LENGTH, 40000 },
    { SQLITE_LIMIT_EXPR_DEPTH, 100 },      { SQLITE_LIMIT_COMPOUND_SELECT, 2 },
    { SQLITE_LIMIT_VDBE_OP, 5000 },        { SQLITE_LIMIT_FUNCTION_ARG, 64 },
    { SQLITE_LIMIT_VARIABLE_NUMBER, 250 }, { SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 200 },
    { SQLITE_LIMIT_ATTACHED, 0 },          { SQLITE_LIMIT_TRIGGER_DEPTH, 0 },
    { SQLITE_LIMIT_COLUMN, 250 },          { SQLITE_LIMIT_WORKER_THREADS, 0 },
  };
  static const struct
  {
    int option;
    int value;
  } options[] = {
    { SQLITE_DBCONFIG_DEFENSIVE, 1 },
    { SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0 },
    { SQLITE_DBCONFIG_DQS_DML, 0 },
    { SQLITE_DBCONFIG_DQS_DDL, 0 },
    { SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (limits); i++)
    sqlite3_limit (db, limits[i].id, limits[i].value);
  for (guint i = 0; i < G_N_ELEMENTS (options); i++)
    if (sqlite3_db_config (db, options[i].option, options[i].value, NULL) != SQLITE_OK)
      return FALSE;
  return TRUE;
}

static void
allow_function (CrfSandbox *self, const char *name)
{
  g_hash_table_add (self->functions, g_ascii_strdown (name, -1));
}

static gboolean
add_own_functions (CrfSandbox *self)
{
  static const struct
  {
    const char *name;
    int n_args;
    void (*function) (sqlite3_context *, int, sqlite3_value **);
  } functions[] = {
    { "age_years", 2, do_age_years }, { "days_between", 2, do_days_between },
    { "add_days", 2, do_add_days },   { "is_date", 1, do_is_date },
    { "mean", -1, do_mean },          { "round", 1, do_round },
    { "round", 2, do_round },         { "round_half_up", 1, do_round },
    { "round_half_up", 2, do_round },
  };

  for (guint i = 0; i < G_N_ELEMENTS (functions); i++)
    {
      if (sqlite3_create_function_v2 (self->db, functions[i].name, functions[i].n_args,
                                      SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS, NULL,
                                      functions[i].function, NULL, NULL, NULL)
          != SQLITE_OK)
        return FALSE;
      allow_function (self, functions[i].name);
    }
  for (guint i = 0; i < G_N_ELEMENTS (builtin_functions); i++)
    allow_function (self, builtin_functions[i]);
  return TRUE;
}

CrfSandbox *
crf_sandbox_new (GError **error)
{
  g_autoptr (CrfSandbox) self = g_new0 (CrfSandbox, 1);
  int flags
      = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_MEMORY | SQLITE_OPEN_FULLMUTEX;

  self->refs = 1;
  self->functions = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  if (sqlite3_open_v2 (":memory:", &self->db, flags, NULL) != SQLITE_OK || !set_limits (self->db)
      || !add_own_functions (self)
      || sqlite3_set_authorizer (self->db, authorize, self) != SQLITE_OK)
    {
      g_set_error (error, CRF_EXPRESSION_ERROR, CRF_EXPRESSION_ERROR_FORBIDDEN,
                   _("Expressions cannot be evaluated here: %s"),
                   self->db != NULL ? sqlite3_errmsg (self->db) : "SQLite");
      return NULL;
    }
  sqlite3_progress_handler (self->db, PROGRESS_OPS, on_progress, self);
  return g_steal_pointer (&self);
}

/* Expressions hold the sandbox, so that neither order of freeing is wrong. */
void
crf_sandbox_free (CrfSandbox *self)
{
  if (self == NULL || --self->refs > 0)
    return;
  sqlite3_close_v2 (self->db);
  g_hash_table_unref (self->functions);
  g_free (self->denied);
  g_free (self);
}

gboolean
crf_sandbox_has_function (CrfSandbox *self, const char *name)
{
  g_autofree char *lower = NULL;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (name != NULL, FALSE);

  lower = g_ascii_strdown (name, -1);
  return g_hash_table_contains (self->functions, lower);
}

gboolean
crf_sandbox_add_function (CrfSandbox *self,
                          const char *name,
                          int n_args,
                          CrfScalarFunction function,
                          gpointer data,
                          GError **error)
{
  Registration *registration;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (name != NULL, FALSE);
  g_return_val_if_fail (function != NULL, FALSE);

  registration = g_new (Registration, 1);
  registration->function = function;
  registration->data = data;
  if (sqlite3_create_function_v2 (self->db, name, n_args,
                                  SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS,
                                  registration, call_registered, NULL, NULL, g_free)
      != SQLITE_OK)
    {
      g_set_error (error, CRF_EXPRESSION_ERROR, CRF_EXPRESSION_ERROR_NAME,
                   _("The function %s() cannot be made known to expressions: %s"), name,
                   sqlite3_errmsg (self->db));
      return FALSE;
    }
  allow_function (self, name);
  return TRUE;
}
