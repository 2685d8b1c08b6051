/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Edit checks. The numbers of ranges stand in the definition; guards against swapped units and slipped points are the same in every study and
 * stand here (clinical reference: limits of what laboratories report in the other unit). */

#include "crf-check.h"

#include "crf-check-life.h"
#include "crf-number.h"
#include "crf-readings.h"
#include "crf-session-private.h"
#include "crf-use-case-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

void
crf_finding_free (CrfFinding *finding)
{
  if (finding == NULL)
    return;
  g_free (finding->id);
  g_free (finding->message);
  g_free (finding->suggestion);
  g_free (finding);
}

static CrfFinding *
add_finding (GPtrArray *findings,
             const CrfItem *item,
             char *id,
             gboolean soft,
             char *message)
{
  CrfFinding *finding = g_new0 (CrfFinding, 1);

  finding->id = id;
  finding->soft = soft;
  finding->message = message;
  finding->item = item;
  g_ptr_array_add (findings, finding);
  return finding;
}

static double
check_value_number (const CrfCheck *check,
                    guint index)
{
  double number;

  if (index >= check->values->len || !crf_number_parse_plain (g_ptr_array_index (check->values, index), &number, NULL))
    return NAN;
  return number;
}

/* Whether the number equals one of the check's. A bounded value never surely does; it surely does not where the number is out of its reach. */
static CrfTruth
is_among (const CrfCheck *check,
          double number,
          CrfComparator comparator)
{
  CrfTruth truth = CRF_TRUTH_FALSE;

  for (guint i = 0; i < check->values->len; i++)
    {
      int order = crf_decimal_compare (check_value_number (check, i), number);

      if (comparator == CRF_COMPARATOR_NONE && order == 0)
        return CRF_TRUTH_TRUE;
      if ((comparator == CRF_COMPARATOR_LESS && order < 0) || (comparator == CRF_COMPARATOR_GREATER && order > 0))
        truth = CRF_TRUTH_UNKNOWN;
    }
  return truth;
}

gboolean
crf_check_number_breaks (const CrfCheck *check,
                         double number,
                         CrfComparator comparator)
{
  double limit = check_value_number (check, 0);
  gboolean may_be_more = comparator == CRF_COMPARATOR_GREATER, may_be_less = comparator == CRF_COMPARATOR_LESS;
  int order;

  if (isnan (limit) || isnan (number))
    return FALSE;
  order = crf_decimal_compare (number, limit);
  switch (check->kind)
    {
    case CRF_CHECK_LT:
      return order >= 0 && !may_be_less;
    case CRF_CHECK_LE:
      return may_be_more ? order >= 0 : order > 0 && !may_be_less;
    case CRF_CHECK_GT:
      return order <= 0 && !may_be_more;
    case CRF_CHECK_GE:
      return may_be_less ? order <= 0 : order < 0 && !may_be_more;
    case CRF_CHECK_EQ:
    case CRF_CHECK_IN:
      return is_among (check, number, comparator) == CRF_TRUTH_FALSE;
    case CRF_CHECK_NE:
    case CRF_CHECK_NOT_IN:
      return is_among (check, number, comparator) == CRF_TRUTH_TRUE;
    case CRF_CHECK_EXPRESSION:
    default:
      return FALSE;
    }
}

static gboolean
text_breaks (const CrfCheck *check,
             const char *text)
{
  gboolean found = FALSE;

  for (guint i = 0; i < check->values->len; i++)
    found = found || strcmp (g_ptr_array_index (check->values, i), text) == 0;
  switch (check->kind)
    {
    case CRF_CHECK_EQ:
    case CRF_CHECK_IN:
      return !found;
    case CRF_CHECK_NE:
    case CRF_CHECK_NOT_IN:
      return found;
    case CRF_CHECK_LT:
    case CRF_CHECK_LE:
    case CRF_CHECK_GT:
    case CRF_CHECK_GE:
    case CRF_CHECK_EXPRESSION:
    default:
      return FALSE;
    }
}

static const char *
unit_symbol (const CrfItem *item,
             const CrfUnit *unit,
             const char *language)
{
  const CrfItemUnit *canonical = item->units->len > 0 ? g_ptr_array_index (item->units, 0) : NULL;

  if (unit == NULL && canonical != NULL)
    unit = canonical->unit;
  return unit != NULL ? crf_text_get (unit->symbol, language) : "";
}

/* "612 µmol/L" */
static char *
quote_value (const CrfItem *item,
             const CrfValue *value,
             const char *language)
{
  const char *symbol = unit_symbol (item, value->unit, language);

  return *symbol != '\0' ? g_strdup_printf ("%s %s", value->entered, symbol) : g_strdup (value->entered);
}

static char *
range_message (CrfSession *session,
               const CrfItem *item,
               const CrfCheck *check,
               const CrfValue *value)
{
  const char *language = crf_session_get_language (session);
  const char *text = crf_text_get (check->message, language);
  g_autofree char *quoted = quote_value (item, value, language);

  if (*text != '\0')
    return g_strdup_printf ("%s · %s", quoted, text);
  return g_strdup_printf (check->soft ? _("%s is unusual. Is it right?") : _("%s is hardly possible. Is it right?"), quoted);
}

static void
check_ranges (CrfCasebook *casebook,
              const CrfItem *item,
              const CrfValue *value,
              GPtrArray *findings)
{
  double number = crf_value_get_number (value);

  for (guint i = 0; i < item->checks->len; i++)
    {
      const CrfCheck *check = g_ptr_array_index (item->checks, i);

      if (check->kind == CRF_CHECK_EXPRESSION)
        continue;
      if (isnan (number) ? !text_breaks (check, value->canonical) : !crf_check_number_breaks (check, number, value->comparator))
        continue;
      add_finding (findings, item, g_strdup (check->soft ? "soft-range" : "hard-range"), check->soft,
                   range_message (crf_casebook_get_session (casebook), item, check, value));
    }
}

/* An expression that cannot be evaluated does not fire; check-study finds it. */
static gboolean
expression_breaks (CrfCasebook *casebook,
                   const CrfTarget *field,
                   const char *text)
{
  CrfSession *session = crf_casebook_get_session (casebook);
  CrfExpression *expression = crf_session_get_expression (session, text, NULL);
  CrfCaseView view = { casebook, field->event, field->eventkey, field->form, field->formkey, field->groupkey };
  CrfTruth truth = CRF_TRUTH_UNKNOWN;

  if (expression == NULL)
    return FALSE;
  return crf_expression_test (expression, crf_casebook_resolve, &view, crf_session_get_today (session), &truth, NULL) &&
         truth == CRF_TRUTH_FALSE;
}

static void
check_expressions (CrfCasebook *casebook,
                   const CrfTarget *field,
                   const CrfItem *item,
                   GPtrArray *findings)
{
  CrfSession *session = crf_casebook_get_session (casebook);
  const char *language = crf_session_get_language (session);

  for (guint i = 0; i < item->checks->len; i++)
    {
      const CrfCheck *check = g_ptr_array_index (item->checks, i);
      const char *text;

      if (check->kind != CRF_CHECK_EXPRESSION || check->expression == NULL ||
          !expression_breaks (casebook, field, check->expression))
        continue;
      text = crf_text_get (check->message, language);
      add_finding (findings, item, g_strdup_printf ("check:%s", item->oid), check->soft,
                   *text != '\0' ? g_strdup (text)
                                 : g_strdup_printf (_("%s does not agree with the other entries."),
                                                    crf_text_get (item->question, language)))
        ->cross = TRUE;
    }
}

static gboolean
depends_on (CrfSession *session,
            const CrfItem *other,
            const CrfItem *item)
{
  for (guint i = 0; i < other->checks->len; i++)
    {
      const CrfCheck *check = g_ptr_array_index (other->checks, i);
      CrfExpression *expression;
      const GPtrArray *items;

      if (check->kind != CRF_CHECK_EXPRESSION || check->expression == NULL)
        continue;
      expression = crf_session_get_expression (session, check->expression, NULL);
      items = expression != NULL ? crf_expression_get_items (expression) : NULL;
      for (guint j = 0; items != NULL && j < items->len; j++)
        if (g_ptr_array_index (items, j) == item)
          return TRUE;
    }
  return FALSE;
}

/* Direct bilirubin is checked against the total; changing the total must look there too. */
static void
check_dependents (CrfCasebook *casebook,
                  const CrfTarget *field,
                  const CrfItem *item,
                  GPtrArray *findings)
{
  CrfSession *session = crf_casebook_get_session (casebook);
  CrfFormRecord *form = crf_casebook_find_form (casebook, field);
  GPtrArray *cells = form != NULL ? crf_casebook_get_cells (casebook, form) : NULL;

  for (guint i = 0; cells != NULL && i < cells->len; i++)
    {
      CrfCell *cell = g_ptr_array_index (cells, i);
      CrfTarget other = *field;

      if (cell->item == item || crf_value_is_empty (cell->value) || !depends_on (session, cell->item, item))
        continue;
      other.group = cell->group;
      other.groupkey = cell->groupkey;
      other.item = (char *) cell->item->oid;
      check_expressions (casebook, &other, cell->item, findings);
    }
}

static void
check_life (CrfCasebook *casebook,
            const CrfCell *cell,
            GPtrArray *findings)
{
  char *message = crf_check_life (casebook, cell);

  if (message != NULL)
    add_finding (findings, cell->item, g_strdup ("life"), FALSE, message)->cross = TRUE;
}

/* Ten times or a hundred times too much or too little. */
double
crf_check_decimal_slip (double typed,
                        double last)
{
  static const double shifts[] = { 0.1, 10, 0.01, 100 };
  double best = NAN, best_distance = log (2);

  if (!(typed > 0) || !(last > 0) || fabs (log (typed / last)) < log (5))
    return NAN;
  for (guint i = 0; i < G_N_ELEMENTS (shifts); i++)
    {
      double distance = fabs (log (typed * shifts[i] / last));

      if (distance < best_distance)
        {
          best = typed * shifts[i];
          best_distance = distance;
        }
    }
  return best;
}

static const CrfUnitGuard unit_guards[] = {
  { "lab.alb", 1.5, 6, TRUE, "g/dL", 10 },
  { "lab.tbil", -INFINITY, 3, FALSE, "mg/dL", 17.1 },
  { "lab.creat", -INFINITY, 15, FALSE, "mg/dL", 88.4 },
  { "lab.hgb", -INFINITY, 25, FALSE, "g/dL", 10 },
  { "lab.plt", 1000, INFINITY, FALSE, "/µL", 0.001 },
  { "lab.wbc", 1000, INFINITY, FALSE, "/µL", 0.001 },
  { "lab.inr", 9, 40, TRUE, N_ ("PT in seconds"), NAN },
  { "lab.pt", 0.8, 3, TRUE, N_ ("INR"), NAN },
};

const CrfUnitGuard *
crf_check_unit_guards (guint *n)
{
  *n = G_N_ELEMENTS (unit_guards);
  return unit_guards;
}

gboolean
crf_check_unit_slip (const char *concept,
                     double number,
                     const char **other,
                     double *factor)
{
  for (guint i = 0; concept != NULL && i < G_N_ELEMENTS (unit_guards); i++)
    {
      const CrfUnitGuard *guard = &unit_guards[i];
      int above = crf_decimal_compare (number, guard->low), below = crf_decimal_compare (guard->high, number);

      if (strcmp (guard->concept, concept) != 0 || above < 0 || below < 0 || (!guard->inclusive && (above == 0 || below == 0)))
        continue;
      *other = guard->other;
      *factor = guard->factor;
      return TRUE;
    }
  return FALSE;
}

/* Whether the number would pass unasked. */
static gboolean
is_usual (const CrfItem *item,
          double number)
{
  for (guint i = 0; i < item->checks->len; i++)
    if (crf_check_number_breaks (g_ptr_array_index (item->checks, i), number, CRF_COMPARATOR_NONE))
      return FALSE;
  return TRUE;
}

static void
check_unit (CrfCasebook *casebook,
            const CrfItem *item,
            const CrfValue *value,
            GPtrArray *findings)
{
  const char *language = crf_session_get_language (crf_casebook_get_session (casebook));
  const CrfItemUnit *canonical = item->units->len > 0 ? g_ptr_array_index (item->units, 0) : NULL;
  g_autofree char *quoted = NULL;
  const char *other;
  char buffer[CRF_DECIMAL_SIZE];
  CrfFinding *finding;
  double factor, meant;

  /* Who chose another unit has looked at the unit. */
  if ((canonical != NULL && value->unit != NULL && value->unit != canonical->unit) || value->comparator != CRF_COMPARATOR_NONE ||
      !crf_check_unit_slip (item->concept, crf_value_get_number (value), &other, &factor))
    return;
  quoted = quote_value (item, value, language);
  finding = add_finding (findings, item, g_strdup ("unit-slip"), TRUE, NULL);
  meant = crf_value_get_number (value) * factor;
  /* Another test, or a unit in which the number would be as odd: asked, but with nothing to take over. */
  if (isnan (factor) || !is_usual (item, meant) || crf_decimal_format (meant, buffer) == NULL)
    {
      finding->message = g_strdup_printf (_("%s · is this perhaps %s?"), quoted, _ (other));
      return;
    }
  finding->suggestion = g_strdup (buffer);
  finding->message = g_strdup_printf (_("%s · did you mean %s %s?"), quoted, value->entered, other);
}

/* The latest number of the item before this one, in the unit that is typed; NAN if there is none. */
static double
find_last (CrfCasebook *casebook,
           const CrfTarget *field,
           const CrfItem *item,
           const CrfUnit *unit)
{
  g_autoptr (GPtrArray) list = crf_casebook_list (casebook, item);
  double last = NAN;

  for (guint i = 0; i < list->len; i++)
    {
      CrfCell *cell = g_ptr_array_index (list, i);

      if (strcmp (cell->form->event, field->event) == 0 && g_strcmp0 (cell->form->eventkey, field->eventkey) == 0)
        break;
      last = crf_value_get_number (cell->value);
    }
  return isnan (last) || unit == NULL ? last : crf_item_from_canonical (item, unit, last);
}

gboolean
crf_check_guards_decimals (const CrfItem *item)
{
  return item->concept != NULL && item->code_list == NULL && (item->type == CRF_TYPE_INTEGER || item->type == CRF_TYPE_FLOAT) &&
         (g_str_has_prefix (item->concept, "lab.") || g_str_has_prefix (item->concept, "clin."));
}

static void
check_slip (CrfCasebook *casebook,
            const CrfTarget *field,
            const CrfItem *item,
            const CrfValue *value,
            GPtrArray *findings)
{
  double typed, last, meant;
  char last_text[CRF_DECIMAL_SIZE], meant_text[CRF_DECIMAL_SIZE];
  CrfFinding *finding;

  if (!crf_check_guards_decimals (item) || value->comparator != CRF_COMPARATOR_NONE)
    return;
  typed = crf_value_get_number (value);
  if (isnan (typed))
    return;
  if (value->unit != NULL)
    typed = crf_item_from_canonical (item, value->unit, typed);
  last = find_last (casebook, field, item, value->unit);
  meant = crf_check_decimal_slip (typed, last);
  if (isnan (meant) || crf_decimal_format (meant, meant_text) == NULL || crf_decimal_format (last, last_text) == NULL)
    return;
  finding = add_finding (findings, item, g_strdup ("decimal-slip"), TRUE,
                         g_strdup_printf (_("%s · last %s · did you mean %s?"), value->entered, last_text, meant_text));
  finding->suggestion = g_strdup (meant_text);
}

/* Where a finding says what was meant, the plain "unusual" of the same item adds nothing. */
static void
drop_plain (GPtrArray *findings)
{
  gboolean explained = FALSE;

  for (guint i = 0; i < findings->len; i++)
    explained = explained || ((CrfFinding *) g_ptr_array_index (findings, i))->suggestion != NULL;
  for (guint i = findings->len; explained && i > 0; i--)
    if (strcmp (((CrfFinding *) g_ptr_array_index (findings, i - 1))->id, "soft-range") == 0)
      g_ptr_array_remove_index (findings, i - 1);
}

/* What is hardly possible is also unusual: the harder finding of an item says enough. */
static void
drop_weaker (GPtrArray *findings)
{
  for (guint i = findings->len; i > 0; i--)
    {
      const CrfFinding *soft = g_ptr_array_index (findings, i - 1);

      for (guint j = 0; soft->soft && j < findings->len; j++)
        {
          const CrfFinding *hard = g_ptr_array_index (findings, j);

          if (hard->soft || hard->item != soft->item || hard->cross != soft->cross || soft->suggestion != NULL ||
              strcmp (soft->id, "unit-slip") == 0)
            continue;
          g_ptr_array_remove_index (findings, i - 1);
          break;
        }
    }
}

/* A check that looks at another form which cannot be read has no answer, and does not fire; the value it is about can be recorded all the same. */
static void
forget_unreadable (CrfCasebook *casebook,
                   const CrfReadings *begun)
{
  g_free (crf_readings_excuse (crf_casebook_get_session (casebook), begun));
}

GPtrArray *
crf_check_field (CrfCasebook *casebook,
                 const CrfTarget *field,
                 gboolean cross)
{
  GPtrArray *findings = g_ptr_array_new_with_free_func ((GDestroyNotify) crf_finding_free);
  CrfCell *cell = crf_casebook_find (casebook, field);
  CrfReadings begun = crf_readings_begin (crf_casebook_get_session (casebook));

  if (cell == NULL || cell->sealed)
    return findings;
  if (cell->value->canonical != NULL)
    {
      check_slip (casebook, field, cell->item, cell->value, findings);
      check_unit (casebook, cell->item, cell->value, findings);
      check_ranges (casebook, cell->item, cell->value, findings);
      drop_plain (findings);
    }
  if (cross && !crf_value_is_empty (cell->value))
    check_expressions (casebook, field, cell->item, findings);
  if (cross)
    check_life (casebook, cell, findings);
  if (cross)
    check_dependents (casebook, field, cell->item, findings);
  drop_weaker (findings);
  forget_unreadable (casebook, &begun);
  return findings;
}

GPtrArray *
crf_check_stored (CrfCasebook *casebook,
                  const CrfTarget *field)
{
  GPtrArray *findings = g_ptr_array_new_with_free_func ((GDestroyNotify) crf_finding_free);
  CrfCell *cell = crf_casebook_find (casebook, field);
  CrfReadings begun = crf_readings_begin (crf_casebook_get_session (casebook));

  if (cell == NULL || cell->sealed || cell->value->canonical == NULL)
    return findings;
  check_ranges (casebook, cell->item, cell->value, findings);
  check_expressions (casebook, field, cell->item, findings);
  check_life (casebook, cell, findings);
  drop_weaker (findings);
  forget_unreadable (casebook, &begun);
  return findings;
}
