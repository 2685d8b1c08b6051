/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Any bytes as an expression of a study definition, over the items of a real protocol: it is refused with a sentence, or it has a result that can be
 * stored, the same each time, and within the time that a page can wait. */

#include "fuzz.h"

#include "crf-expression.h"
#include "crf-study-reader.h"

#include <string.h>

static CrfStudy *study;
static CrfSandbox *sandbox;

/* As the layers above register theirs. */
static void
sum (const CrfScalar *arguments,
     int n,
     CrfScalar *result,
     gpointer data)
{
  result->is_null = FALSE;
  result->is_number = TRUE;
  for (int i = 0; i < n; i++)
    result->number += arguments[i].is_number ? arguments[i].number : 1;
}

static void
set_up (void)
{
  const char *data = g_getenv ("STEMWARD_DATA_DIR");
  g_autofree char *path = g_build_filename (data != NULL ? data : FUZZ_DATA_DIR, "studies", "nct06167473.xml", NULL);
  g_autofree char *forms = g_build_filename (data != NULL ? data : FUZZ_DATA_DIR, "forms", NULL);

  study = crf_study_read_file (path, forms, NULL, NULL, NULL);
  sandbox = crf_sandbox_new (NULL);
  FUZZ_ASSERT (study != NULL && sandbox != NULL);
  for (guint i = 0; crf_sandbox_outside_functions[i] != NULL; i++)
    FUZZ_ASSERT (crf_sandbox_has_function (sandbox, crf_sandbox_outside_functions[i]) ||
                 crf_sandbox_add_function (sandbox, crf_sandbox_outside_functions[i], -1, sum, NULL, NULL));
}

/* Of each kind of answer one, decided by the item's name. */
static gboolean
resolve (const char *event,
         const CrfItem *item,
         CrfResolved *value,
         gpointer data)
{
  static const char *const answers[] = { "61.2", "0", "-1", "2026-03-02", "Y", "谷", "10", "1e-7" };
  guint which = g_str_hash (item->oid) + (event != NULL);

  if (which % 11 == 0)
    return FALSE;
  value->canonical = answers[which % G_N_ELEMENTS (answers)];
  if (which % 7 == 0 && g_ascii_isdigit (*value->canonical))
    value->comparator = which % 2 == 0 ? CRF_COMPARATOR_LESS : CRF_COMPARATOR_GREATER;
  return TRUE;
}

static void
check_error (gboolean ok,
             const GError *error)
{
  FUZZ_ASSERT (ok == (error == NULL));
  FUZZ_ASSERT (ok || (*error->message != '\0' && g_utf8_validate (error->message, -1, NULL)));
}

static char *
evaluate (CrfExpression *expression)
{
  g_autoptr (GError) error = NULL;
  char *text = NULL;
  gboolean ok = crf_expression_evaluate (expression, resolve, NULL, "2026-11-22", &text, &error);

  check_error (ok, error);
  FUZZ_ASSERT (ok || text == NULL);
  FUZZ_ASSERT (text == NULL || g_utf8_validate (text, -1, NULL));
  return text;
}

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize size)
{
  g_autofree char *text = g_strndup ((const char *) data, size), *once = NULL, *again = NULL;
  g_autoptr (CrfExpression) expression = NULL;
  g_autoptr (GError) error = NULL, test_error = NULL;
  CrfTruth truth = CRF_TRUTH_UNKNOWN;
  gboolean tested;

  if (study == NULL)
    set_up ();
  expression = crf_expression_new (sandbox, study, text, &error);
  check_error (expression != NULL, error);
  if (expression == NULL)
    return 0;
  FUZZ_ASSERT (crf_expression_get_items (expression)->len == crf_expression_get_events (expression)->len);
  once = evaluate (expression);
  again = evaluate (expression);
  FUZZ_ASSERT (g_strcmp0 (once, again) == 0);
  tested = crf_expression_test (expression, resolve, NULL, "2026-11-22", &truth, &test_error);
  check_error (tested, test_error);
  FUZZ_ASSERT (truth == CRF_TRUTH_FALSE || truth == CRF_TRUTH_TRUE || truth == CRF_TRUTH_UNKNOWN);
  return 0;
}
