/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Builds the model of units, code lists and items: what one field of a form takes. */

#include "crf-reading-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

void
crf_build_units (CrfReading *self)
{
  xmlNode *basic = crf_odm_first (self->study_node, "BasicDefinitions");

  for (xmlNode *node = crf_odm_first (basic, "MeasurementUnit"); node;
       node = crf_odm_next (node, "MeasurementUnit"))
    {
      CrfUnit *unit = crf_study_allocate (self->study, sizeof (CrfUnit));

      unit->oid = crf_reading_claim (self, node, self->study->units_by_oid, unit);
      if (unit->oid == NULL)
        continue;
      unit->name = crf_reading_name (self, node, unit->oid);
      unit->symbol = crf_reading_text (self, crf_odm_first (node, "Symbol"));
      unit->ucum = crf_reading_alias (self, node, "UCUM");
      if (unit->symbol == NULL)
        {
          CrfText *text = crf_study_new_text (self->study);

          crf_study_add_text (self->study, text, NULL, unit->name);
          unit->symbol = text;
        }
      g_ptr_array_add (self->study->units, unit);
    }
}

static CrfDataType
read_type (CrfReading *self, xmlNode *node)
{
  static const struct
  {
    const char *name;
    CrfDataType type;
    gboolean kept; /* FALSE: stored as text, its form unchecked */
  } types[] = {
    { "text", CRF_TYPE_TEXT, TRUE },
    { "string", CRF_TYPE_TEXT, TRUE },
    { "integer", CRF_TYPE_INTEGER, TRUE },
    { "float", CRF_TYPE_FLOAT, TRUE },
    { "double", CRF_TYPE_FLOAT, TRUE },
    { "date", CRF_TYPE_DATE, TRUE },
    { "time", CRF_TYPE_TIME, TRUE },
    { "datetime", CRF_TYPE_DATETIME, TRUE },
    { "boolean", CRF_TYPE_BOOLEAN, TRUE },
    { "partialDate", CRF_TYPE_PARTIAL_DATE, TRUE },
    { "incompleteDate", CRF_TYPE_PARTIAL_DATE, TRUE },
    { "partialDatetime", CRF_TYPE_PARTIAL_DATETIME, TRUE },
    { "incompleteDatetime", CRF_TYPE_PARTIAL_DATETIME, TRUE },
    { "partialTime", CRF_TYPE_TEXT, FALSE },
    { "incompleteTime", CRF_TYPE_TEXT, FALSE },
    { "durationDatetime", CRF_TYPE_TEXT, FALSE },
    { "intervalDatetime", CRF_TYPE_TEXT, FALSE },
    { "URI", CRF_TYPE_TEXT, FALSE },
    { "hexBinary", CRF_TYPE_TEXT, FALSE },
    { "base64Binary", CRF_TYPE_TEXT, FALSE },
    { "hexFloat", CRF_TYPE_TEXT, FALSE },
    { "base64Float", CRF_TYPE_TEXT, FALSE },
  };
  const char *name = crf_odm_attribute (node, "DataType");

  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    if (g_strcmp0 (name, types[i].name) == 0)
      {
        if (!types[i].kept)
          crf_reading_warn (
              self, node, g_strdup_printf (_("Data type “%s” is kept as plain text."), name),
              _("What is entered is stored, but its form is not checked."),
              _("Use text, integer, float, date, time, datetime or a partial date."));
        return types[i].type;
      }
  crf_reading_error (
      self, node,
      g_strdup_printf (_("Data type “%s” is not one of ODM."), name != NULL ? name : ""),
      _("What is entered could not be checked or computed with."),
      _("Use text, integer, float, date, time, datetime or a partial date."));
  return CRF_TYPE_TEXT;
}

/* Another word than these would leave a forbidden medicine without its flag. */
static const char *
read_effect (CrfReading *self, xmlNode *node)
{
  static const char *const effects[] = { "prohibited", "moves-score", NULL };
  const char *effect = crf_odm_extension_attribute (node, "Effect");

  if (effect == NULL)
    return NULL;
  for (guint i = 0; effects[i] != NULL; i++)
    if (g_str_equal (effects[i], effect))
      return effects[i];
  crf_reading_error (self, node, g_strdup_printf (_("The effect “%s” is not known."), effect),
                     _("A prohibited medicine would not be flagged."),
                     _("Write “prohibited” or “moves-score”."));
  return NULL;
}

static void
read_code (CrfReading *self, xmlNode *node, GPtrArray *codes, GHashTable *seen)
{
  CrfCode *code = crf_study_allocate (self->study, sizeof (CrfCode));

  code->code = crf_reading_string (self, node, "CodedValue");
  if (code->code == NULL)
    {
      crf_reading_error (self, node, g_strdup (_("A code is empty.")),
                         _("An answer with this code would look like no answer."),
                         _("Write the code as CodedValue."));
      return;
    }
  if (!g_hash_table_add (seen, (gpointer) code->code))
    {
      crf_reading_error (
          self, node, g_strdup_printf (_("The code “%s” is in the list twice."), code->code),
          _("Two answers would be stored as one."), _("Give each answer its own code."));
      return;
    }
  code->decode = crf_reading_text (self, crf_odm_first (node, "Decode"));
  if (code->decode == NULL)
    {
      CrfText *text = crf_study_new_text (self->study);

      crf_study_add_text (self->study, text, NULL, code->code);
      code->decode = text;
    }
  code->effect = read_effect (self, node);
  g_ptr_array_add (codes, code);
}

void
crf_build_code_lists (CrfReading *self)
{
  for (xmlNode *node = crf_odm_first (self->mdv, "CodeList"); node;
       node = crf_odm_next (node, "CodeList"))
    {
      CrfCodeList *list = crf_study_allocate (self->study, sizeof (CrfCodeList));
      GPtrArray *codes = crf_study_new_array (self->study);
      g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

      list->oid = crf_reading_claim (self, node, self->study->code_lists_by_oid, list);
      if (list->oid == NULL)
        continue;
      list->name = crf_reading_name (self, node, list->oid);
      list->type = read_type (self, node);
      list->codes = codes;
      for (xmlNode *child = crf_odm_first_element (node); child;
           child = crf_odm_next_element (child))
        if (crf_odm_is (child, "CodeListItem") || crf_odm_is (child, "EnumeratedItem"))
          read_code (self, child, codes, seen);
      if (codes->len == 0)
        crf_reading_error (
            self, node, g_strdup (_("The code list is empty.")),
            _("A question with this list cannot be answered."),
            _("Write the codes into the list; lists of outside dictionaries are not read."));
      g_ptr_array_add (self->study->code_lists, list);
    }
}

static void
add_item_unit (CrfReading *self, xmlNode *node, GPtrArray *units, const char *oid, double factor)
{
  const CrfUnit *unit = crf_study_find_unit (self->study, oid);
  CrfItemUnit *item_unit;

  if (unit == NULL)
    {
      crf_reading_dangling (self, node, "MeasurementUnit", oid != NULL ? oid : "");
      return;
    }
  for (guint i = 0; i < units->len; i++)
    if (((CrfItemUnit *) g_ptr_array_index (units, i))->unit == unit)
      {
        crf_reading_error (self, node, g_strdup_printf (_("The unit “%s” is there twice."), oid),
                           _("Which factor applies would be a matter of chance."),
                           _("Remove one of them."));
        return;
      }
  item_unit = crf_study_allocate (self->study, sizeof (CrfItemUnit));
  item_unit->unit = unit;
  item_unit->factor = factor;
  crf_reading_place (self, item_unit, node);
  g_ptr_array_add (units, item_unit);
}

static const GPtrArray *
read_item_units (CrfReading *self, xmlNode *node)
{
  GPtrArray *units = crf_study_new_array (self->study);
  xmlNode *reference = crf_odm_first (node, "MeasurementUnitRef");
  const char *plain_oid
      = reference != NULL ? crf_odm_attribute (reference, "MeasurementUnitOID") : NULL;

  for (xmlNode *child = crf_odm_first_extension (node, "Unit"); child;
       child = crf_odm_next_extension (child, "Unit"))
    add_item_unit (self, child, units, crf_odm_attribute (child, "UnitOID"),
                   crf_reading_number (self, child, "Factor", NAN));
  if (units->len == 0 && reference != NULL)
    add_item_unit (self, reference, units, plain_oid, 1.0);
  else if (units->len > 0 && plain_oid != NULL
           && g_strcmp0 (((CrfItemUnit *) g_ptr_array_index (units, 0))->unit->oid, plain_oid) != 0)
    crf_reading_warn (
        self, reference,
        g_strdup_printf (_("MeasurementUnitRef names “%s”, which is not the first sw:Unit."),
                         plain_oid),
        _("Other programs would read the canonical values in another unit."),
        _("Name the canonical unit in both."));
  if (crf_odm_first_extension (node, "Unit") == NULL && reference != NULL
      && crf_odm_next (reference, "MeasurementUnitRef") != NULL)
    crf_reading_warn (self, reference, g_strdup (_("Only the first of several units is taken.")),
                      _("Values in the other units cannot be converted, and are refused."),
                      _("List the units with their factors as sw:Unit."));
  return units;
}

static gboolean
read_check_kind (CrfReading *self, xmlNode *node, CrfCheckKind *kind)
{
  static const char *const names[] = { "LT", "LE", "GT", "GE", "EQ", "NE", "IN", "NOTIN", NULL };
  const char *name = crf_reading_word (self, node, "Comparator", names);

  for (int i = 0; names[i] != NULL; i++)
    if (g_strcmp0 (name, names[i]) == 0)
      {
        *kind = (CrfCheckKind) i;
        return TRUE;
      }
  return FALSE;
}

static const GPtrArray *
read_checks (CrfReading *self, xmlNode *item_node)
{
  static const char *const soft_hard[] = { "Soft", "Hard", NULL };
  GPtrArray *checks = crf_study_new_array (self->study);

  for (xmlNode *node = crf_odm_first (item_node, "RangeCheck"); node;
       node = crf_odm_next (node, "RangeCheck"))
    {
      CrfCheck *check = crf_study_allocate (self->study, sizeof (CrfCheck));
      GPtrArray *values = crf_study_new_array (self->study);

      check->values = values;
      check->soft = g_strcmp0 (crf_reading_word (self, node, "SoftHard", soft_hard), "Hard") != 0;
      check->message = crf_reading_text (self, crf_odm_first (node, "ErrorMessage"));
      check->expression = crf_reading_expression (self, node);
      for (xmlNode *value = crf_odm_first (node, "CheckValue"); value;
           value = crf_odm_next (value, "CheckValue"))
        {
          g_autofree char *content = crf_odm_content (value);

          g_ptr_array_add (values, (gpointer) crf_study_intern (self->study, content));
        }
      crf_reading_place (self, check, node);
      if (check->expression != NULL)
        check->kind = CRF_CHECK_EXPRESSION;
      else if (crf_odm_first (node, "FormalExpression") != NULL)
        continue; /* in a language that cannot be evaluated: warned of */
      else if (!read_check_kind (self, node, &check->kind) || values->len == 0)
        {
          crf_reading_error (self, node,
                             g_strdup (_("The range check lacks its comparator or its value.")),
                             _("Values outside the range would not be noticed."),
                             _("Give it a Comparator and a CheckValue."));
          continue;
        }
      g_ptr_array_add (checks, check);
    }
  return checks;
}

static const GPtrArray *
read_ranges (CrfReading *self, xmlNode *item_node)
{
  static const char *const sexes[] = { "M", "F", NULL };
  GPtrArray *ranges = crf_study_new_array (self->study);

  for (xmlNode *node = crf_odm_first_extension (item_node, "Range"); node;
       node = crf_odm_next_extension (node, "Range"))
    {
      CrfReferenceRange *range = crf_study_allocate (self->study, sizeof (CrfReferenceRange));

      range->sex = crf_reading_word (self, node, "Sex", sexes);
      range->low = crf_reading_number (self, node, "Low", NAN);
      range->high = crf_reading_number (self, node, "High", NAN);
      crf_reading_place (self, range, node);
      g_ptr_array_add (ranges, range);
    }
  return ranges;
}

void
crf_build_item (CrfReading *self, xmlNode *node)
{
  static const char *const widgets[] = { "radio", "dropdown", "notes", "checklist", NULL };
  CrfItem *item = crf_study_allocate (self->study, sizeof (CrfItem));
  xmlNode *list = crf_odm_first (node, "CodeListRef");
  const char *list_oid = list != NULL ? crf_odm_attribute (list, "CodeListOID") : NULL;

  item->oid = crf_reading_claim (self, node, self->study->items_by_oid, item);
  if (item->oid == NULL)
    return;
  item->name = crf_reading_name (self, node, item->oid);
  item->type = read_type (self, node);
  item->length = crf_reading_int (self, node, "Length", 0);
  item->significant_digits = crf_reading_int (self, node, "SignificantDigits", -1);
  item->question = crf_reading_text (self, crf_odm_first (node, "Question"));
  item->description = crf_reading_text (self, crf_odm_first (node, "Description"));
  item->cdash = crf_reading_alias (self, node, "CDASH");
  item->loinc = crf_reading_alias (self, node, "LOINC");
  item->concept = crf_reading_string (self, node, "sw:Concept");
  item->widget = crf_reading_word (self, node, "sw:Widget", widgets);
  item->identifier = crf_reading_yes (self, node, "sw:Identifier", FALSE);
  item->unblinding = crf_reading_yes (self, node, "sw:Unblinding", FALSE);
  item->critical = crf_reading_yes (self, node, "sw:Critical", FALSE);
  item->alarm_low = crf_reading_number (self, node, "sw:AlarmLow", NAN);
  item->alarm_high = crf_reading_number (self, node, "sw:AlarmHigh", NAN);
  item->alarm_on = crf_reading_string (self, node, "sw:AlarmOn");
  item->max_age_hours = crf_reading_int (self, node, "sw:MaxAgeHours", 0);
  item->panels = crf_reading_string (self, node, "sw:Panels");
  item->code_list = crf_study_find_code_list (self->study, list_oid);
  if (list_oid != NULL && item->code_list == NULL)
    crf_reading_dangling (self, list, "CodeList", list_oid);
  item->units = read_item_units (self, node);
  item->checks = read_checks (self, node);
  item->ranges = read_ranges (self, node);
  g_ptr_array_add (self->study->items, item);
}
