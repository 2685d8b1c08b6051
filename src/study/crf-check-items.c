/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Checks of items that no schema makes: codes, check values, units and reference ranges against the
 * type, concepts. */

#include "crf-reading-private.h"

#include "crf-number.h"
#include "crf-partial-date.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

static gboolean
is_numeric (const CrfItem *item)
{
  return item->type == CRF_TYPE_INTEGER || item->type == CRF_TYPE_FLOAT;
}

/* Whether @text, as a definition writes it, is a value of @type. */
static gboolean
fits_type (CrfDataType type, const char *text)
{
  double number;
  int minutes;
  CrfDate date;

  switch (type)
    {
    case CRF_TYPE_INTEGER:
      return strchr (text, ',') == NULL && crf_number_parse_plain (text, &number, NULL)
             && !(fabs (number - nearbyint (number)) > 0);
    case CRF_TYPE_FLOAT:
      return strchr (text, ',') == NULL && crf_number_parse_plain (text, &number, NULL);
    case CRF_TYPE_BOOLEAN:
      return g_str_equal (text, "0") || g_str_equal (text, "1");
    case CRF_TYPE_DATE:
      return crf_date_parse (text, FALSE, &date, NULL);
    case CRF_TYPE_PARTIAL_DATE:
      return crf_date_parse (text, TRUE, &date, NULL);
    case CRF_TYPE_DATETIME:
    case CRF_TYPE_PARTIAL_DATETIME:
      return crf_datetime_parse (text, TRUE, &date, NULL);
    case CRF_TYPE_TIME:
      return crf_time_parse (text, &minutes, NULL);
    case CRF_TYPE_TEXT:
    default:
      return TRUE;
    }
}

static void
check_codes (CrfReading *self, const CrfItem *item, xmlNode *node)
{
  for (guint i = 0; i < item->code_list->codes->len; i++)
    {
      const CrfCode *code = g_ptr_array_index (item->code_list->codes, i);

      if (!fits_type (item->type, code->code))
        crf_reading_error (
            self, node,
            g_strdup_printf (_("The code “%s” of list %s does not fit the data type of the item."),
                             code->code, item->code_list->oid),
            _("The answer could not be stored, or would be computed with wrongly."),
            _("Make the item text, or change the codes."));
      else if (item->type == CRF_TYPE_TEXT && item->length > 0
               && g_utf8_strlen (code->code, -1) > item->length)
        crf_reading_warn (
            self, node,
            g_strdup_printf (_("The code “%s” is longer than the Length of the item."),
                             code->code),
            _("Other programs may cut the answer off."), _("Raise the Length."));
    }
}

static void
check_check_value (CrfReading *self, const CrfItem *item, const CrfCheck *check, const char *value)
{
  xmlNode *node = crf_reading_node (self, check);

  if (!fits_type (item->type, value))
    crf_reading_error (
        self, node,
        g_strdup_printf (_("The check value “%s” does not fit the data type of the item."), value),
        _("Values outside the range would not be noticed."),
        _("Write a value of the item's type, numbers with a point."));
  else if (item->code_list != NULL && crf_item_find_code (item, value) == NULL)
    crf_reading_error (self, node,
                       g_strdup_printf (_("The check value “%s” is not a code of list %s."), value,
                                        item->code_list->oid),
                       _("The check would never fire, or always."),
                       _("Write a code of the list."));
}

static void
check_checks (CrfReading *self, const CrfItem *item)
{
  for (guint i = 0; i < item->checks->len; i++)
    {
      const CrfCheck *check = g_ptr_array_index (item->checks, i);
      gboolean one = check->kind != CRF_CHECK_IN && check->kind != CRF_CHECK_NOT_IN;

      if (check->kind == CRF_CHECK_EXPRESSION)
        continue;
      for (guint j = 0; j < check->values->len; j++)
        check_check_value (self, item, check, g_ptr_array_index (check->values, j));
      if (one && check->values->len > 1)
        crf_reading_warn (
            self, crf_reading_node (self, check),
            g_strdup (_("The check has several values, of which only the first counts.")),
            _("The others are not looked at."), _("Use IN or NOTIN, or one value."));
      if (item->type == CRF_TYPE_TEXT && item->code_list == NULL && check->kind <= CRF_CHECK_GE)
        crf_reading_warn (
            self, crf_reading_node (self, check), g_strdup (_("A text is compared by size.")),
            _("Texts have no order that means anything; the check may fire on good values."),
            _("Make the item a number, or use EQ, NE, IN or NOTIN."));
    }
}

static void
check_units (CrfReading *self, const CrfItem *item, xmlNode *node)
{
  for (guint i = 0; i < item->units->len; i++)
    {
      const CrfItemUnit *unit = g_ptr_array_index (item->units, i);
      xmlNode *place = crf_reading_node (self, unit);

      if (!(unit->factor > 0))
        crf_reading_error (
            self, place,
            g_strdup_printf (_("The factor of unit “%s” is missing or not above zero."),
                             unit->unit->oid),
            _("Values in this unit would be converted to nonsense."),
            _("Write the factor by which an entered value becomes canonical."));
      else if (i == 0 && crf_decimal_compare (unit->factor, 1) != 0)
        crf_reading_error (
            self, place,
            g_strdup_printf (
                _("The first unit, “%s”, is the canonical one, but its factor is not 1."),
                unit->unit->oid),
            _("All values of the item would be off by the factor."),
            _("Put the canonical unit first, with factor 1."));
    }
  if (item->units->len > 0 && (!is_numeric (item) || item->code_list != NULL))
    crf_reading_warn (self, node, g_strdup (_("An item that is not a number has a unit.")),
                      _("The unit is offered, but nothing is converted."),
                      _("Remove the unit, or make it a number."));
}

static void
check_ranges (CrfReading *self, const CrfItem *item)
{
  for (guint i = 0; i < item->ranges->len; i++)
    {
      const CrfReferenceRange *range = g_ptr_array_index (item->ranges, i);
      xmlNode *node = crf_reading_node (self, range);

      if (range->low > range->high)
        crf_reading_error (
            self, node, g_strdup (_("The reference range ends below its beginning.")),
            _("Every value would be marked as abnormal."), _("Exchange Low and High."));
      else if (!is_numeric (item))
        crf_reading_error (
            self, node, g_strdup (_("A reference range stands at an item that is not a number.")),
            _("Nothing can be compared with it."), _("Remove the range, or make it a number."));
      else if (isnan (range->low) && isnan (range->high))
        crf_reading_warn (self, node,
                          g_strdup (_("The reference range has neither Low nor High.")),
                          _("No value is marked as abnormal."), _("Write at least one of them."));
    }
}

static void
check_concept (CrfReading *self, const CrfItem *item, xmlNode *node)
{
  if (item->concept == NULL)
    return;
  if (!crf_concept_is_known (item->concept))
    crf_reading_warn (self, node,
                      g_strdup_printf (_("The concept “%s” is not known."), item->concept),
                      _("Scores and checks that need it will not find the item."),
                      _("Correct the word; data/schema/README.md lists them."));
  else if (crf_study_find_item_by_concept (self->study, item->concept) != item)
    crf_reading_warn (
        self, node,
        g_strdup_printf (_("The concept “%s” stands at %s too."), item->concept,
                         crf_study_find_item_by_concept (self->study, item->concept)->oid),
        _("Scores and checks use the first of them, whatever is entered here."),
        _("Leave the concept at one item only."));
}

static void
check_item (CrfReading *self, const CrfItem *item)
{
  xmlNode *node = crf_reading_node (self, item);

  if (item->length < 0 || item->significant_digits < -1)
    crf_reading_error (self, node, g_strdup (_("Length or SignificantDigits is below zero.")),
                       _("How many characters or decimals are kept is not known."),
                       _("Write a number of at least 0, or remove the attribute."));
  if (self->design != NULL && item->question == NULL)
    crf_reading_warn (self, node, g_strdup (_("The item has no Question.")),
                      _("The field has no label but its name."), _("Add a Question."));
  if (item->code_list != NULL)
    check_codes (self, item, node);
  check_checks (self, item);
  check_units (self, item, node);
  check_ranges (self, item);
  check_concept (self, item, node);
}

static void
warn_empty (CrfReading *self, gconstpointer structure, const GPtrArray *children)
{
  if (children->len == 0)
    crf_reading_warn (self, crf_reading_node (self, structure), g_strdup (_("Nothing is in it.")),
                      _("People see an empty page."), _("Fill it, or remove it."));
}

/* Items that stand in no group are never asked for. */
static void
check_orphans (CrfReading *self)
{
  g_autoptr (GHashTable) used = g_hash_table_new (NULL, NULL);

  for (guint i = 0; i < self->study->groups->len; i++)
    {
      const CrfItemGroup *group = g_ptr_array_index (self->study->groups, i);

      for (guint j = 0; j < group->items->len; j++)
        g_hash_table_add (used,
                          (gpointer) ((CrfItemRef *) g_ptr_array_index (group->items, j))->item);
    }
  for (guint i = 0; i < self->study->items->len; i++)
    {
      const CrfItem *item = g_ptr_array_index (self->study->items, i);

      if (!g_hash_table_contains (used, item))
        crf_reading_warn (self, crf_reading_node (self, item),
                          g_strdup (_("No item group holds this item.")),
                          _("It is never asked for."), _("Add an ItemRef, or remove the item."));
    }
}

void
crf_check_items (CrfReading *self)
{
  for (guint i = 0; i < self->study->items->len; i++)
    check_item (self, g_ptr_array_index (self->study->items, i));
  if (self->design == NULL)
    return;
  for (guint i = 0; i < self->study->groups->len; i++)
    {
      const CrfItemGroup *group = g_ptr_array_index (self->study->groups, i);

      warn_empty (self, group, group->items);
    }
  for (guint i = 0; i < self->study->forms->len; i++)
    {
      const CrfForm *form = g_ptr_array_index (self->study->forms, i);

      warn_empty (self, form, form->groups);
    }
  check_orphans (self);
}
