/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Expressions and what they must not do. The attacks are those that were tried when the sandbox was
 * designed. */

#include "crf-expression.h"

#include "study-fixture.h"

#include <math.h>
#include <string.h>

#define TODAY "2026-11-22"

/* Values as "NAME=canonical" or "EVENT::NAME=canonical", with a comparator before the number. */
static gboolean
resolve (const char *event, const CrfItem *item, CrfResolved *value, gpointer data)
{
  char **values = data;
  g_autofree char *key = event != NULL ? g_strdup_printf ("%s::%s=", event, item->name)
                                       : g_strdup_printf ("%s=", item->name);

  for (int i = 0; values != NULL && values[i] != NULL; i++)
    if (g_str_has_prefix (values[i], key))
      {
        value->canonical = values[i] + strlen (key);
        if (*value->canonical == '<' || *value->canonical == '>')
          value->comparator = *value->canonical++ == '<' ? CRF_COMPARATOR_LESS : CRF_COMPARATOR_GREATER;
        return TRUE;
      }
  return FALSE;
}

static char *
evaluate (
    CrfSandbox *sandbox, CrfStudy *study, const char *text, const char *values, GError **error)
{
  g_autoptr (CrfExpression) expression = crf_expression_new (sandbox, study, text, error);
  g_auto (GStrv) split = g_strsplit (values, ";", -1);
  char *result = NULL;

  if (expression != NULL)
    crf_expression_evaluate (expression, resolve, split, TODAY, &result, error);
  return result;
}

static void
test_values (void)
{
  static const struct
  {
    const char *text, *values, *result; /* NULL: SQL NULL */
  } cases[] = {
    { "AGE BETWEEN 18 AND 80", "AGE=54", "1" },
    { "AGE BETWEEN 18 AND 80", "AGE=81", "0" },
    { "AGE BETWEEN 18 AND 80", "", NULL },
    { "age + 1", "AGE=9", "10" },
    { "AGE > 9", "AGE=10", "1" }, /* as numbers, not texts */
    { "AGE / 2", "AGE=5", "2.5" },
    { "AGE * 0.1 * 3", "AGE=1", "0.3" },
    { "TBIL - DBIL", "TBIL=61.2;DBIL=20.1", "41.1" },
    { "TBIL / 0", "TBIL=61.2", NULL },
    { "SEX = 'F' AND AGE < 50", "SEX=F;AGE=40", "1" },
    { "SEX", "SEX=F", "F" },
    { "SEX || ''", "", NULL },
    { "''", "", NULL },
    { "RANK > 3", "RANK=10", "1" }, /* integer codes are numbers */
    { "RANK = 10 AND RANK = '10'", "RANK=10", "1" },
    { "ASC = 1 AND ASC = '1'", "ASC=1", "1" },
    { "SMOKER", "SMOKER=1", "1" },
    { "\"IT.AGE\" + AGE", "AGE=2", "4" },
    { "\"SCREENING::TBIL\"", "SE.SCR::TBIL=7;TBIL=8", "7" },
    { "\"SE.SCR::TBIL\" - TBIL", "SE.SCR::TBIL=7;TBIL=8", "-1" },
    { "\"SCREENING::IT.TBIL\"", "SE.SCR::TBIL=7", "7" },
    { "iif (SEX = 'M', 1, 2)", "SEX=F", "2" },
    { "coalesce (TBIL, 5)", "", "5" },
    { "max (TBIL, DBIL)", "TBIL=61.2;DBIL=70", "70" },
    { "CASE WHEN AGE < 18 THEN 'child' ELSE 'adult' END", "AGE=18", "adult" },
    { "SEX IN ('M', 'F')", "SEX=F", "1" },
    { "VISDAT LIKE '2026-%'", "VISDAT=2026-03-05", "1" },
    { "age_years (BRTHDAT, :today)", "BRTHDAT=1946-11-22", "80" },
    { "age_years (BRTHDAT, :today)", "BRTHDAT=1946-11-23", "79" },
    { "age_years (BRTHDAT, :today)", "BRTHDAT=1946-11", NULL },
    { "days_between (VISDAT, :today)", "VISDAT=2026-11-01", "21" },
    { "days_between (ICDTC, VISDAT)", "VISDAT=2026-11-02;ICDTC=2026-11-01T23:59", "1" },
    { "add_days (VISDAT, 28)", "VISDAT=2026-02-01", "2026-03-01" },
    { "add_days (VISDAT, -1)", "VISDAT=2024-03-01", "2024-02-29" },
    { "add_days (VISDAT, 1000000000)", "VISDAT=2024-03-01", NULL },
    { "add_days (VISDAT, 100000)", "VISDAT=2024-03-01", NULL },
    { "mean (TBIL, DBIL, AGE)", "TBIL=1;AGE=4", "2.5" },
    { "mean (TBIL, DBIL)", "", NULL },
    { "round_half_up (TBIL, 2)", "TBIL=2.675", "2.68" },
    { "round (0.5)", "", "1" },
    { "round (-2.5)", "", "-3" },
    { "round (DBIL, 1)", "", NULL },
    { "is_date (BRTHDAT)", "BRTHDAT=1946-11", "0" },
    { "is_date (BRTHDAT)", "BRTHDAT=1946-11-01", "1" },
    { "is_date (BRTHDAT)", "", NULL },
    { ":today", "", TODAY },
    { "AGE -- years", "AGE=3", "3" },
    { "AGE /* years */ + 1", "AGE=3", "4" },
    { "'a;b'", "", "a;b" },
    { "'it''s :x ?1'", "", "it's :x ?1" },
    { "AGE", "AGE=unknown", NULL }, /* no number: no value */
    { "1e300 * 0", "", "0" },
  };
  g_autoptr (CrfStudy) study = fixture_study ();
  g_autoptr (CrfSandbox) sandbox = crf_sandbox_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *result = evaluate (sandbox, study, cases[i].text, cases[i].values, &error);

      g_test_message ("case %s with %s", cases[i].text, cases[i].values);
      g_assert_no_error (error);
      g_assert_cmpstr (result, ==, cases[i].result);
    }
}

static void
test_refused (void)
{
  static const struct
  {
    const char *text;
    CrfExpressionError code;
  } cases[] = {
    { "AGE +", CRF_EXPRESSION_ERROR_SYNTAX },
    { "\"d.(AI.dB\330\222", CRF_EXPRESSION_ERROR_SYNTAX },
    { "'AGE", CRF_EXPRESSION_ERROR_SYNTAX },
    { "[AGE", CRF_EXPRESSION_ERROR_SYNTAX },
    { "", CRF_EXPRESSION_ERROR_SYNTAX },
    { "AGE ^ 2", CRF_EXPRESSION_ERROR_SYNTAX },
    { "AGE && 1", CRF_EXPRESSION_ERROR_SYNTAX },
    { "AGE /* open", CRF_EXPRESSION_ERROR_SYNTAX },
    { "AGE; DROP TABLE x", CRF_EXPRESSION_ERROR_SYNTAX },
    { "1) ; DROP TABLE x --", CRF_EXPRESSION_ERROR_FORBIDDEN },
    { "1), (2", CRF_EXPRESSION_ERROR_FORBIDDEN },
    { "1) FROM (SELECT 2) --", CRF_EXPRESSION_ERROR_SYNTAX },
    { "HEIGHT > 3", CRF_EXPRESSION_ERROR_NAME },
    { "\"HEIGHT\" > 3", CRF_EXPRESSION_ERROR_NAME },
    { "\"W9::AGE\" > 3", CRF_EXPRESSION_ERROR_NAME },
    { "\"SCREENING::HEIGHT\" > 3", CRF_EXPRESSION_ERROR_NAME },
    { "meld (1, 2, 3, 4)", CRF_EXPRESSION_ERROR_NAME },
    { "1) UNION SELECT (2", CRF_EXPRESSION_ERROR_FORBIDDEN },
    { "(SELECT 1)", CRF_EXPRESSION_ERROR_FORBIDDEN },
    { "EXISTS (SELECT 1)", CRF_EXPRESSION_ERROR_FORBIDDEN },
    { "1 IN (VALUES (1), (2))", CRF_EXPRESSION_ERROR_FORBIDDEN },
    { "(WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r) SELECT max (n) FROM r)",
      CRF_EXPRESSION_ERROR_FORBIDDEN },
    { "(SELECT count (*) FROM sqlite_master)", CRF_EXPRESSION_ERROR_FORBIDDEN },
    { "1 IN sqlite_master", CRF_EXPRESSION_ERROR_FORBIDDEN },
    { "1 IN json_each ('[1]')", CRF_EXPRESSION_ERROR_FORBIDDEN },
    { "1 IN pragma_table_list", CRF_EXPRESSION_ERROR_FORBIDDEN },
    { "printf ('%.*c', 2000000000, 'x')", CRF_EXPRESSION_ERROR_FORBIDDEN },
    { "format ('%d', 1)", CRF_EXPRESSION_ERROR_FORBIDDEN },
    { "zeroblob (100000000)", CRF_EXPRESSION_ERROR_FORBIDDEN },
    { "randomblob (8)", CRF_EXPRESSION_ERROR_FORBIDDEN },
    { "random ()", CRF_EXPRESSION_ERROR_FORBIDDEN },
    { "hex (AGE)", CRF_EXPRESSION_ERROR_FORBIDDEN },
    { "replace ('a', 'a', 'b')", CRF_EXPRESSION_ERROR_FORBIDDEN },
    { "load_extension ('x')", CRF_EXPRESSION_ERROR_FORBIDDEN },
    { "date ('now')", CRF_EXPRESSION_ERROR_FORBIDDEN },
    { "julianday ('2024')", CRF_EXPRESSION_ERROR_FORBIDDEN },
    { "CURRENT_DATE", CRF_EXPRESSION_ERROR_FORBIDDEN },
    { "CURRENT_TIMESTAMP", CRF_EXPRESSION_ERROR_FORBIDDEN },
    { "count (*)", CRF_EXPRESSION_ERROR_FORBIDDEN },
    { "sum (AGE)", CRF_EXPRESSION_ERROR_FORBIDDEN },
    { "group_concat (AGE)", CRF_EXPRESSION_ERROR_FORBIDDEN },
    { "row_number () OVER ()", CRF_EXPRESSION_ERROR_FORBIDDEN },
    { "'{\"a\":1}' -> 'a'", CRF_EXPRESSION_ERROR_FORBIDDEN },
    { "?1", CRF_EXPRESSION_ERROR_FORBIDDEN },
    { ":i0 + AGE", CRF_EXPRESSION_ERROR_FORBIDDEN },
    { ":tomorrow", CRF_EXPRESSION_ERROR_FORBIDDEN },
    { "@x", CRF_EXPRESSION_ERROR_FORBIDDEN },
    { "$SE.SCR::AGE", CRF_EXPRESSION_ERROR_FORBIDDEN },
    { "sqlite_version ()", CRF_EXPRESSION_ERROR_FORBIDDEN },
    { "fts5 (1)", CRF_EXPRESSION_ERROR_FORBIDDEN },
    { "days_between (VISDAT)", CRF_EXPRESSION_ERROR_SYNTAX },
    { "\xff", CRF_EXPRESSION_ERROR_SYNTAX },
  };
  g_autoptr (CrfStudy) study = fixture_study ();
  g_autoptr (CrfSandbox) sandbox = crf_sandbox_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *result = evaluate (sandbox, study, cases[i].text, "AGE=3", &error);

      g_test_message ("case %u: %s", i, error != NULL ? error->message : "accepted");
      g_assert_null (result);
      g_assert_error (error, CRF_EXPRESSION_ERROR, (int) cases[i].code);
    }
}

static char *
repeat (const char *before, const char *what, int n, const char *after)
{
  GString *text = g_string_new (before);

  for (int i = 0; i < n; i++)
    g_string_append (text, what);
  return g_string_free (g_string_append (text, after), FALSE);
}

/* Whatever its size, a text is answered within a second. */
static void
test_size (void)
{
  g_autofree char *texts[] = {
    repeat ("", "(", 300, "1"),
    repeat ("1", " + 1", 5000, ""),
    repeat ("1", " + 1", 100000, ""),
    repeat ("max (1", ", 1", 100, ")"),
    repeat ("'", "x", 200000, "'"),
    repeat ("'a'", " || 'a'", 90, ""),
    repeat ("NOT ", "NOT ", 2000, "1"),
    repeat ("'a' LIKE '", "%a", 400, "'"),
    repeat ("CASE", " WHEN AGE = 1 THEN 2", 700, " END"),
  };
  g_autoptr (CrfStudy) study = fixture_study ();
  g_autoptr (CrfSandbox) sandbox = crf_sandbox_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      gint64 start = g_get_monotonic_time ();
      g_autoptr (GError) error = NULL;
      g_autofree char *result = evaluate (sandbox, study, texts[i], "AGE=3", &error);

      g_test_message ("case %u: %s", i, error != NULL ? error->message : "evaluated");
      g_assert_cmpint (g_get_monotonic_time () - start, <, G_USEC_PER_SEC);
      g_clear_pointer (&texts[i], g_free);
    }
}

/* Words in any order give an expression or a sentence. */
static void
test_random (void)
{
  static const char *const words[] = {
    "AGE",        "TBIL",    "\"SCREENING::TBIL\"",
    "'F'",        "''",      "1",
    "2.5",        "NULL",    "(",
    ")",          ",",       "+",
    "-",          "*",       "/",
    "%",          "||",      "=",
    "<>",         "<",       "IS",
    "NOT",        "IN",      "BETWEEN",
    "AND",        "OR",      "LIKE",
    "CASE",       "WHEN",    "THEN",
    "ELSE",       "END",     "max (",
    "coalesce (", "mean (",  "age_years (",
    ":today",     "SELECT",  "FROM",
    "\"",         "'",       "[",
    "`",          "--",      "/*",
    "*/",         "\n",      ";",
    "CAST (",     "AS",      "COLLATE",
    "EXISTS",     "?",       "x",
    "$",          "::",      "\xe4\xbd\xa0",
    "->",         "RAISE (", "OVER",
    "FILTER (",
  };
  g_autoptr (CrfStudy) study = fixture_study ();
  g_autoptr (CrfSandbox) sandbox = crf_sandbox_new (NULL);
  int n_good = 0;

  for (int i = 0; i < 20000; i++)
    {
      g_autoptr (GString) text = g_string_new (NULL);
      g_autoptr (GError) error = NULL;
      g_autofree char *result = NULL;

      for (int j = g_test_rand_int_range (1, 8); j > 0; j--)
        g_string_append_printf (text, "%s ",
                                words[g_test_rand_int_range (0, G_N_ELEMENTS (words))]);
      result = evaluate (sandbox, study, text->str, "AGE=3;TBIL=4;SE.SCR::TBIL=5", &error);
      g_assert_false (result != NULL && error != NULL);
      n_good += error == NULL;
    }
  g_test_message ("%d were expressions", n_good);
  g_assert_cmpint (n_good, >, 100);
}

static void
test_truth (void)
{
  static const struct
  {
    const char *text, *values;
    CrfTruth truth;
  } cases[] = {
    { "AGE > 3", "AGE=4", CRF_TRUTH_TRUE },
    { "AGE > 3", "AGE=3", CRF_TRUTH_FALSE },
    { "AGE > 3", "", CRF_TRUTH_UNKNOWN },
    { "AGE > 3 OR 1", "", CRF_TRUTH_TRUE },
    { "NOT AGE > 3", "", CRF_TRUTH_UNKNOWN },
    { "AGE IS NULL", "", CRF_TRUTH_TRUE },
    { "0.5", "", CRF_TRUTH_TRUE },
    { "-1", "", CRF_TRUTH_TRUE },
    { "0.0", "", CRF_TRUTH_FALSE },
    { "SEX <> 'M'", "", CRF_TRUTH_UNKNOWN },
    { "AGE IN (1, NULL)", "AGE=2", CRF_TRUTH_UNKNOWN },
  };
  g_autoptr (CrfStudy) study = fixture_study ();
  g_autoptr (CrfSandbox) sandbox = crf_sandbox_new (NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (CrfExpression) text = NULL;
  g_autoptr (CrfExpression) infinite = NULL;
  CrfTruth truth;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (CrfExpression) expression
          = crf_expression_new (sandbox, study, cases[i].text, &error);
      g_auto (GStrv) values = g_strsplit (cases[i].values, ";", -1);

      g_test_message ("case %s", cases[i].text);
      g_assert_no_error (error);
      g_assert_true (crf_expression_test (expression, resolve, values, TODAY, &truth, &error));
      g_assert_cmpint (truth, ==, cases[i].truth);
    }

  text = crf_expression_new (sandbox, study, "'yes'", NULL);
  g_assert_false (crf_expression_test (text, NULL, NULL, TODAY, &truth, &error));
  g_assert_error (error, CRF_EXPRESSION_ERROR, CRF_EXPRESSION_ERROR_RESULT);
  g_clear_error (&error);
  infinite = crf_expression_new (sandbox, study, "1e308 * 10", NULL);
  g_assert_false (crf_expression_test (infinite, NULL, NULL, TODAY, &truth, &error));
  g_assert_error (error, CRF_EXPRESSION_ERROR, CRF_EXPRESSION_ERROR_RESULT);
}

/* A value below or above a limit settles what holds for every number that it may be, on both sides of
 * each limit, and nothing else. */
static void
test_bounded_values (void)
{
  static const struct
  {
    const char *text, *values;
    CrfTruth truth;
  } cases[] = {
    { "TBIL >= 0.3", "TBIL=<0.2", CRF_TRUTH_FALSE },
    { "TBIL < 0.3", "TBIL=<0.2", CRF_TRUTH_TRUE },
    { "TBIL < 0.1", "TBIL=<0.2", CRF_TRUTH_UNKNOWN },
    { "TBIL < 0.2", "TBIL=<0.2", CRF_TRUTH_TRUE },
    { "TBIL <= 0.2", "TBIL=<0.2", CRF_TRUTH_TRUE },
    { "TBIL >= 0.2", "TBIL=<0.2", CRF_TRUTH_FALSE },
    { "TBIL >= 0.19999", "TBIL=<0.2", CRF_TRUTH_UNKNOWN },
    { "TBIL > 0", "TBIL=<0.2", CRF_TRUTH_UNKNOWN },
    { "TBIL >= 0", "TBIL=<0.2", CRF_TRUTH_TRUE },
    { "TBIL BETWEEN 0.05 AND 0.1", "TBIL=<0.2", CRF_TRUTH_UNKNOWN },
    { "TBIL NOT BETWEEN 0.05 AND 0.1", "TBIL=<0.2", CRF_TRUTH_UNKNOWN },
    { "TBIL = 0.1", "TBIL=<0.2", CRF_TRUTH_UNKNOWN },
    { "TBIL = 0.2", "TBIL=<0.2", CRF_TRUTH_FALSE },
    { "TBIL > 3000", "TBIL=>3000", CRF_TRUTH_TRUE },
    { "TBIL <= 3000", "TBIL=>3000", CRF_TRUTH_FALSE },
    { "TBIL > 3001", "TBIL=>3000", CRF_TRUTH_UNKNOWN },
    { "TBIL > 2999", "TBIL=>3000", CRF_TRUTH_TRUE },
    { "TBIL >= 0.3 OR AGE > 18", "TBIL=<0.2;AGE=40", CRF_TRUTH_TRUE },
    { "TBIL < 0.1 OR AGE > 18", "TBIL=<0.2;AGE=40", CRF_TRUTH_TRUE },
    { "TBIL < 0.1 AND AGE > 50", "TBIL=<0.2;AGE=40", CRF_TRUTH_FALSE },
    { "TBIL < 0.1 AND AGE > 18", "TBIL=<0.2;AGE=40", CRF_TRUTH_UNKNOWN },
    { "DBIL <= TBIL", "TBIL=>30;DBIL=20", CRF_TRUTH_TRUE },
    { "DBIL <= TBIL", "TBIL=<30;DBIL=20", CRF_TRUTH_UNKNOWN },
    { "DBIL <= TBIL", "TBIL=<30;DBIL=31", CRF_TRUTH_FALSE },
    { "DBIL <= TBIL", "TBIL=>30;DBIL=<20", CRF_TRUTH_TRUE },
    { "DBIL <= TBIL", "TBIL=>30;DBIL=<40", CRF_TRUTH_UNKNOWN },
    { "AGE / TBIL > 2", "TBIL=<5;AGE=40", CRF_TRUTH_TRUE },
    { "TBIL IS NULL", "TBIL=<5", CRF_TRUTH_FALSE },
  };
  g_autoptr (CrfStudy) study = fixture_study ();
  g_autoptr (CrfSandbox) sandbox = crf_sandbox_new (NULL);
  g_autoptr (GError) error = NULL;
  g_autofree char *floored = evaluate (sandbox, study, "max (TBIL, 1)", "TBIL=<0.2", &error);
  g_autofree char *open = evaluate (sandbox, study, "max (TBIL, 0.1)", "TBIL=<0.2", &error);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (CrfExpression) expression = crf_expression_new (sandbox, study, cases[i].text, &error);
      g_auto (GStrv) values = g_strsplit (cases[i].values, ";", -1);
      g_auto (GStrv) exact = g_strsplit ("TBIL=7;AGE=7;DBIL=7", ";", -1);
      CrfTruth truth;

      g_test_message ("%s with %s", cases[i].text, cases[i].values);
      g_assert_no_error (error);
      /* Whatever ran before leaves nothing behind. */
      g_assert_true (crf_expression_test (expression, resolve, exact, TODAY, &truth, &error));
      g_assert_cmpint (truth, !=, CRF_TRUTH_UNKNOWN);
      g_assert_true (crf_expression_test (expression, resolve, values, TODAY, &truth, &error));
      g_assert_cmpint (truth, ==, cases[i].truth);
    }
  g_assert_cmpstr (floored, ==, "1");
  g_assert_null (open);
}

static void
test_dependencies (void)
{
  g_autoptr (CrfStudy) study = fixture_study ();
  g_autoptr (CrfSandbox) sandbox = crf_sandbox_new (NULL);
  g_autoptr (CrfExpression) expression = crf_expression_new (
      sandbox, study, "TBIL > 'AGE' AND tbil < \"SCREENING::TBIL\" + \"IT.TBIL\" -- SEX", NULL);
  const GPtrArray *items = crf_expression_get_items (expression);
  const GPtrArray *events = crf_expression_get_events (expression);

  g_assert_cmpuint (items->len, ==, 2);
  g_assert_cmpuint (events->len, ==, 2);
  g_assert_true (g_ptr_array_index (items, 0) == crf_study_find_item (study, "IT.TBIL"));
  g_assert_null (g_ptr_array_index (events, 0));
  g_assert_cmpstr (g_ptr_array_index (events, 1), ==, "SE.SCR");
}

static void
twice (const CrfScalar *arguments, int n, CrfScalar *result, gpointer data)
{
  int *calls = data;

  (*calls)++;
  if (n != 1 || arguments[0].is_null)
    return;
  result->is_null = FALSE;
  result->is_number = arguments[0].is_number;
  result->number = 2 * arguments[0].number;
  result->text = arguments[0].text;
}

static void
test_registered (void)
{
  g_autoptr (CrfStudy) study = fixture_study ();
  CrfSandbox *sandbox = crf_sandbox_new (NULL);
  g_autoptr (CrfExpression) before = crf_expression_new (sandbox, study, "AGE + 1", NULL);
  g_autoptr (CrfExpression) expression = NULL;
  char *values[] = { (char *) "AGE=4", NULL };
  g_autofree char *number = NULL;
  g_autofree char *text = NULL;
  g_autofree char *null = NULL;
  g_autofree char *old = NULL;
  int calls = 0;

  g_assert_false (crf_sandbox_has_function (sandbox, "twice"));
  g_assert_true (crf_sandbox_add_function (sandbox, "twice", 1, twice, &calls, NULL));
  g_assert_true (crf_sandbox_has_function (sandbox, "Twice"));
  number = evaluate (sandbox, study, "twice (AGE)", "AGE=4", NULL);
  text = evaluate (sandbox, study, "TWICE (SEX)", "SEX=F", NULL);
  null = evaluate (sandbox, study, "twice (AGE)", "", NULL);
  g_assert_cmpstr (number, ==, "8");
  g_assert_cmpstr (text, ==, "F");
  g_assert_null (null);
  g_assert_cmpint (calls, ==, 3);

  /* Freed first, the sandbox lives on in its expressions; those of before the registration still
   * run. */
  expression = crf_expression_new (sandbox, study, "twice (AGE)", NULL);
  crf_sandbox_free (sandbox);
  g_assert_true (crf_expression_evaluate (before, resolve, values, TODAY, &old, NULL));
  g_assert_cmpstr (old, ==, "5");
}

static void
test_again (void)
{
  g_autoptr (CrfStudy) study = fixture_study ();
  g_autoptr (CrfSandbox) sandbox = crf_sandbox_new (NULL);
  g_autoptr (CrfExpression) expression
      = crf_expression_new (sandbox, study, "TBIL / DBIL > 2 AND SEX = 'F'", NULL);
  char *values[] = { (char *) "TBIL=61.2", (char *) "DBIL=20", (char *) "SEX=F", NULL };
  gint64 start = g_get_monotonic_time ();
  CrfTruth truth;

  for (int i = 0; i < 20000; i++)
    {
      g_assert_true (crf_expression_test (expression, resolve, values, TODAY, &truth, NULL));
      g_assert_cmpint (truth, ==, CRF_TRUTH_TRUE);
    }
  g_test_message ("%.0f evaluations a second",
                  20000.0 * G_USEC_PER_SEC / (g_get_monotonic_time () - start));
  g_assert_true (crf_expression_test (expression, NULL, NULL, NULL, &truth, NULL));
  g_assert_cmpint (truth, ==, CRF_TRUTH_UNKNOWN); /* nothing is left from the time before */
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/study/expression/names-and-functions-give-values", test_values);
  g_test_add_func ("/study/expression/what-is-not-allowed-is-refused-when-written", test_refused);
  g_test_add_func ("/study/expression/no-size-takes-long", test_size);
  g_test_add_func ("/study/expression/words-in-any-order-do-no-harm", test_random);
  g_test_add_func ("/study/expression/unknown-is-a-third-truth", test_truth);
  g_test_add_func ("/study/expression/bounded-values-settle-what-holds-for-all-they-may-be", test_bounded_values);
  g_test_add_func ("/study/expression/dependencies-are-items-and-events", test_dependencies);
  g_test_add_func ("/study/expression/layers-above-add-functions", test_registered);
  g_test_add_func ("/study/expression/one-expression-runs-many-times", test_again);
  return g_test_run ();
}
