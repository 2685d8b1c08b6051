/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Checks of expressions: that each compiles over the items of the study, that a condition is one,
 * that derivations do not go in circles, that a criterion does not turn "unknown" into an answer.
 */

#include "crf-reading-private.h"

#include "crf-expression-scan-private.h"
#include "crf-expression.h"

#include <glib/gi18n-lib.h>
#include <string.h>

typedef enum
{
  USE_CONDITION,
  USE_VALUE,
} Use;

typedef struct
{
  CrfReading *reading;
  CrfSandbox *sandbox;
  GHashTable *compiled;   /* char * → CrfExpression, or NULL after a fault */
  GHashTable *depends_on; /* CrfItem → GHashTable of CrfItem: what its derivation needs */
  GHashTable *shown_by;   /* the same, and what decides whether it is collected, at the same event */
} Check;

static void
outside_function (const CrfScalar *arguments, int n, CrfScalar *result, gpointer data)
{
}

static void
expression_free (gpointer expression)
{
  crf_expression_free (expression);
}

static CrfExpression *
compile (Check *self, const char *text, xmlNode *node, Use use)
{
  g_autoptr (GError) error = NULL;
  CrfExpression *expression;
  CrfTruth truth;

  if (g_hash_table_contains (self->compiled, text))
    return g_hash_table_lookup (self->compiled, text);
  if (self->reading->study->events->len == 0 && strstr (text, "::") != NULL)
    return NULL; /* a library by itself: the events come with the study */
  expression = crf_expression_new (self->sandbox, self->reading->study, text, &error);
  if (expression != NULL && use == USE_CONDITION
      && !crf_expression_test (expression, NULL, NULL, "2026-01-01", &truth, &error))
    g_clear_pointer (&expression, crf_expression_free);
  if (expression == NULL)
    crf_reading_error (self->reading, node, g_strdup_printf ("%s (%s)", error->message, text),
                       _("What it should check or compute cannot be done for any patient."),
                       _("Correct the expression; items are written by their Name."));
  else
    crf_check_literals (self->reading, text, node);
  g_hash_table_insert (self->compiled, (gpointer) text, expression);
  return expression;
}

static GHashTable *
needs_of (GHashTable *graph, const CrfItem *item)
{
  GHashTable *needs = g_hash_table_lookup (graph, item);

  if (needs == NULL)
    {
      needs = g_hash_table_new (NULL, NULL);
      g_hash_table_insert (graph, (gpointer) item, needs);
    }
  return needs;
}

static void
add_dependencies (Check *self, const CrfItem *item, CrfExpression *derivation)
{
  const GPtrArray *items = crf_expression_get_items (derivation);

  for (guint i = 0; i < items->len; i++)
    {
      g_hash_table_add (needs_of (self->depends_on, item), g_ptr_array_index (items, i));
      if (g_ptr_array_index (crf_expression_get_events (derivation), i) == NULL)
        g_hash_table_add (needs_of (self->shown_by, item), g_ptr_array_index (items, i));
    }
}

static void
check_skip (Check *self, const CrfItemRef *ref, xmlNode *node)
{
  CrfExpression *expression = compile (self, ref->skip_if, node, USE_CONDITION);
  const GPtrArray *items = expression != NULL ? crf_expression_get_items (expression) : NULL;
  const GPtrArray *events = expression != NULL ? crf_expression_get_events (expression) : NULL;

  for (guint i = 0; items != NULL && i < items->len; i++)
    if (g_ptr_array_index (events, i) == NULL && g_ptr_array_index (items, i) != ref->item)
      g_hash_table_add (needs_of (self->shown_by, ref->item), g_ptr_array_index (items, i));
    else if (g_ptr_array_index (items, i) == ref->item && g_ptr_array_index (events, i) == NULL)
      crf_reading_error (self->reading, node,
                         g_strdup (_("The item is not collected depending on itself.")),
                         _("A value would disappear as soon as it is entered."),
                         _("Take the item out of its own condition."));
}

static void
check_refs (Check *self, const CrfItemGroup *group)
{
  for (guint i = 0; i < group->items->len; i++)
    {
      const CrfItemRef *ref = g_ptr_array_index (group->items, i);
      xmlNode *node = crf_reading_node (self->reading, ref);

      if (ref->skip_if != NULL)
        check_skip (self, ref, node);
      if (ref->derivation != NULL)
        {
          CrfExpression *expression = compile (self, ref->derivation, node, USE_VALUE);

          if (expression != NULL)
            add_dependencies (self, ref->item, expression);
        }
    }
}

static void
check_item_checks (Check *self, const CrfItem *item)
{
  for (guint i = 0; i < item->checks->len; i++)
    {
      const CrfCheck *check = g_ptr_array_index (item->checks, i);

      if (check->kind == CRF_CHECK_EXPRESSION)
        compile (self, check->expression, crf_reading_node (self->reading, check), USE_CONDITION);
    }
}

static void
check_criterion (Check *self, const CrfCriterion *criterion)
{
  xmlNode *node = crf_reading_node (self->reading, criterion);

  if (criterion->expression == NULL)
    return;
  compile (self, criterion->expression, node, USE_CONDITION);
  if (crf_scan_has_is_literal (criterion->expression))
    crf_reading_warn (
        self->reading, node,
        g_strdup_printf (
            _("IS or IS NOT with a literal gives an answer where the value is unknown (%s)."),
            criterion->expression),
        _("A patient could be included or excluded without the value being known."),
        _("Write = or <> instead, so that the criterion is “cannot tell”."));
}

/* Whether @item needs, by any number of derivations, @goal. */
static gboolean
reaches (GHashTable *graph, const CrfItem *item, const CrfItem *goal, GHashTable *seen)
{
  GHashTable *needs = g_hash_table_lookup (graph, item);
  GHashTableIter iter;
  gpointer next;

  if (needs == NULL)
    return FALSE;
  g_hash_table_iter_init (&iter, needs);
  while (g_hash_table_iter_next (&iter, &next, NULL))
    if (next == goal || (g_hash_table_add (seen, next) && reaches (graph, next, goal, seen)))
      return TRUE;
  return FALSE;
}

static void
check_cycles (Check *self)
{
  for (guint i = 0; i < self->reading->study->items->len; i++)
    {
      const CrfItem *item = g_ptr_array_index (self->reading->study->items, i);
      g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);

      g_autoptr (GHashTable) shown = g_hash_table_new (NULL, NULL);
      gboolean computed = reaches (self->depends_on, item, item, seen);

      if (!computed && reaches (self->shown_by, item, item, shown))
        crf_reading_error (
            self->reading, crf_reading_node (self->reading, item),
            g_strdup (_("Whether the item is collected hangs, through others, on the item itself.")),
            _("Answers would hide each other, and what is kept would hang on the order of entry."),
            _("Break the circle of ConditionDefs."));
      else if (computed)
        crf_reading_error (
            self->reading, crf_reading_node (self->reading, item),
            g_strdup (_("The item is computed from itself, directly or through others.")),
            _("Its value would depend on how often it is computed."),
            _("Break the circle of MethodDefs."));
    }
}

void
crf_check_expressions (CrfReading *reading)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CrfSandbox) sandbox = crf_sandbox_new (&error);
  Check self = { reading, sandbox, NULL, NULL, NULL };
  const CrfStudy *study = reading->study;

  for (int i = 0; sandbox != NULL && crf_sandbox_outside_functions[i] != NULL; i++)
    if (!crf_sandbox_add_function (sandbox, crf_sandbox_outside_functions[i], -1, outside_function,
                                   NULL, &error))
      break;
  if (error != NULL)
    {
      crf_reading_error (reading, reading->mdv, g_strdup (error->message),
                         _("No expression could be checked."),
                         _("Install SQLite 3.40 or newer."));
      return;
    }
  self.compiled = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, expression_free);
  self.depends_on = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) g_hash_table_unref);
  self.shown_by = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) g_hash_table_unref);
  for (guint i = 0; i < study->items->len; i++)
    check_item_checks (&self, g_ptr_array_index (study->items, i));
  for (guint i = 0; i < study->groups->len; i++)
    check_refs (&self, g_ptr_array_index (study->groups, i));
  for (guint i = 0; i < study->criteria->len; i++)
    check_criterion (&self, g_ptr_array_index (study->criteria, i));
  for (guint i = 0; i < study->randomisation->strata->len; i++)
    {
      const CrfStratum *stratum = g_ptr_array_index (study->randomisation->strata, i);

      compile (&self, stratum->expression, crf_reading_node (reading, stratum), USE_VALUE);
    }
  for (guint i = 0; i < study->stopping_rules->len; i++)
    {
      const CrfStoppingRule *rule = g_ptr_array_index (study->stopping_rules, i);

      if (rule->expression != NULL)
        compile (&self, rule->expression, crf_reading_node (reading, rule), USE_CONDITION);
    }
  check_cycles (&self);
  g_hash_table_unref (self.compiled);
  g_hash_table_unref (self.depends_on);
  g_hash_table_unref (self.shown_by);
}
