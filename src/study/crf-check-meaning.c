/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Checks that an item is what its concept says: the type, the codes and the unit that clinical code counts on, the analyte that its LOINC code names; that what
 * names a person is sealed; that expressions compare codes with codes that are there. */

#include "crf-expression-scan-private.h"
#include "crf-number.h"
#include "crf-reading-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

/* Codes by which clinical code decides; an item of the concept without one of them could never say so. */
static const struct
{
  const char *concept, *codes;
} needed_codes[] = {
  { "demog.sex", "M F" },
  { "clin.ascites_control", "NONE SLIGHT MODERATE" },
  { "clin.encephalopathy", "0 1 2 3 4" },
  { "clin.encephalopathy_control", "NONE MILD SEVERE" },
  { "clin.dialysis", "Y N" },
  { "ae.serious", "Y N" },
  { "ae.grade", "1 2 3 4 5" },
  { "inf.outcome", "GIVEN PARTLY" },
  { "status.vital", "ALIVE DEAD" },
};

/* LOINC codes of one analyte, as the shipped library and laboratories use them (SI and conventional). */
static const struct
{
  const char *concept, *loinc;
} analytes[] = {
  { "lab.alt", "1742-6" },   { "lab.ast", "1920-8" },   { "lab.alp", "6768-6" },  { "lab.ggt", "2324-2" },  { "lab.tbil", "14631-6" },
  { "lab.tbil", "1975-2" },  { "lab.dbil", "14629-0" }, { "lab.dbil", "1968-7" }, { "lab.alb", "1751-7" },  { "lab.prot", "2885-2" },
  { "lab.che", "2098-2" },   { "lab.pt", "5902-2" },    { "lab.pta", "5894-1" },  { "lab.inr", "6301-6" },  { "lab.creat", "14682-9" },
  { "lab.creat", "2160-0" }, { "lab.na", "2951-2" },    { "lab.k", "2823-3" },    { "lab.plt", "777-3" },   { "lab.hgb", "718-7" },
  { "lab.wbc", "6690-2" },   { "lab.neut", "751-8" },   { "lab.lymph", "731-0" }, { "lab.afp", "1834-1" },
};

/* Factors that hold for every substance: entered × factor = canonical. */
static const struct
{
  const char *from, *to;
  double factor;
} conversions[] = {
  { "g/dL", "g/L", 10 },        { "mg/L", "g/L", 0.001 },      { "kU/L", "U/L", 1000 },      { "ukat/L", "U/L", 60 },  { "10*3/uL", "10*9/L", 1 },
  { "/uL", "10*9/L", 0.001 },   { "ng/mL", "ug/L", 1 },        { "ng/L", "ug/L", 0.001 },    { "pg/mL", "ng/L", 1 },   { "nmol/L", "umol/L", 0.001 },
  { "mmol/L", "umol/L", 1000 }, { "umol/L", "mmol/L", 0.001 }, { "g", "kg", 0.001 },         { "L", "mL", 1000 },      { "mg", "g", 0.001 },
  { "U/L", "ukat/L", 1 / 60.0 }, { "g/L", "g/dL", 0.1 },        { "g/L", "mg/L", 1000 },      { "mL", "L", 0.001 },     { "kg", "g", 1000 },
};

static void
check_codes_of_concept (CrfReading *self, const CrfItem *item, const char *codes)
{
  g_auto (GStrv) needed = g_strsplit (codes, " ", -1);

  for (char **code = needed; *code != NULL; code++)
    if (crf_item_find_code (item, *code) == NULL)
      crf_reading_error (self, crf_reading_node (self, item),
                         g_strdup_printf (_("The concept “%s” needs the code “%s”, which the item does not take."), item->concept, *code),
                         _("What the code stands for could not be entered, scored or counted."), _("Add the code to the list, or correct the concept."));
}

static void
check_type_of_concept (CrfReading *self, const CrfItem *item)
{
  gboolean numeric = item->type == CRF_TYPE_INTEGER || item->type == CRF_TYPE_FLOAT;
  gboolean dated = item->type >= CRF_TYPE_DATE && item->type <= CRF_TYPE_PARTIAL_DATETIME && item->type != CRF_TYPE_TIME;
  gboolean wants_date = g_str_has_suffix (item->concept, ".date") || g_str_has_suffix (item->concept, "_date")
                        || g_str_equal (item->concept, "inf.start") || g_str_equal (item->concept, "inf.stop")
                        || g_str_equal (item->concept, "sample.taken_at") || g_str_equal (item->concept, "consent.datetime");

  if (g_str_has_prefix (item->concept, "lab.") && !numeric)
    crf_reading_error (self, crf_reading_node (self, item),
                       g_strdup_printf (_("The concept “%s” is a measurement, but the item is not a number."), item->concept),
                       _("It would never be scored, graded or converted."), _("Say DataType=\"float\", and give the unit."));
  if (wants_date && !dated)
    crf_reading_error (self, crf_reading_node (self, item), g_strdup_printf (_("The concept “%s” is a date, but the item is not."), item->concept),
                       _("No due date, age or study day could be counted from it."), _("Say DataType=\"date\", \"partialDate\" or \"datetime\"."));
}

static void
check_analyte (CrfReading *self, const CrfItem *item)
{
  for (guint i = 0; item->loinc != NULL && i < G_N_ELEMENTS (analytes); i++)
    if (strcmp (analytes[i].loinc, item->loinc) == 0 && strcmp (analytes[i].concept, item->concept) != 0)
      crf_reading_error (self, crf_reading_node (self, item),
                         g_strdup_printf (_("The concept is “%s”, but LOINC %s is “%s”."), item->concept, item->loinc, analytes[i].concept),
                         _("Scores would be computed from another test than is entered."), _("Correct the concept or the LOINC code."));
}

static void
check_conversions (CrfReading *self, const CrfItem *item)
{
  const CrfItemUnit *canonical = item->units->len > 1 ? g_ptr_array_index (item->units, 0) : NULL;

  for (guint i = 1; canonical != NULL && i < item->units->len; i++)
    for (guint j = 0; j < G_N_ELEMENTS (conversions); j++)
      {
        const CrfItemUnit *unit = g_ptr_array_index (item->units, i);
        char own[CRF_DECIMAL_SIZE], right[CRF_DECIMAL_SIZE];

        if (g_strcmp0 (unit->unit->ucum, conversions[j].from) == 0 && g_strcmp0 (canonical->unit->ucum, conversions[j].to) == 0
            && fabs (unit->factor / conversions[j].factor - 1) > 1e-6)
          crf_reading_error (self, crf_reading_node (self, item),
                             g_strdup_printf (_("One %s is %s %s, not %s."), conversions[j].from, crf_decimal_format (conversions[j].factor, right),
                                              conversions[j].to, crf_decimal_format (unit->factor, own)),
                             _("Values typed in this unit would be stored and scored many times too high or too low."), _("Correct the Factor."));
      }
}

static void
check_alarms (CrfReading *self, const CrfItem *item)
{
  g_auto (GStrv) codes = item->alarm_on != NULL ? g_strsplit (item->alarm_on, " ", -1) : NULL;

  if (item->alarm_low > item->alarm_high)
    crf_reading_error (self, crf_reading_node (self, item), g_strdup (_("AlarmLow lies above AlarmHigh.")),
                       _("Every reading would raise an alarm, and people would learn to ignore it."), _("Exchange the two."));
  for (char **code = codes; code != NULL && *code != NULL; code++)
    if (**code != '\0' && crf_item_find_code (item, *code) == NULL)
      crf_reading_error (self, crf_reading_node (self, item), g_strdup_printf (_("AlarmOn names “%s”, which is not a code of the item."), *code),
                         _("The alarm would never be raised, and what should stop an infusion would not."), _("Write a code of the list."));
}

/* Hard limits that refuse what is normal. */
static void
check_limits_and_ranges (CrfReading *self, const CrfItem *item)
{
  for (guint i = 0; i < item->checks->len; i++)
    for (guint j = 0; j < item->ranges->len; j++)
      {
        const CrfCheck *check = g_ptr_array_index (item->checks, i);
        const CrfReferenceRange *range = g_ptr_array_index (item->ranges, j);
        double limit;

        if (check->kind > CRF_CHECK_GE || check->values->len == 0 || !crf_number_parse_plain (g_ptr_array_index (check->values, 0), &limit, NULL))
          continue;
        if ((check->kind <= CRF_CHECK_LE && limit < range->low) || (check->kind >= CRF_CHECK_GT && limit > range->high))
          crf_reading_error (self, crf_reading_node (self, check), g_strdup (_("The check fires on every value of the reference range.")),
                             _("What is normal would be queried, and what is a slip of the unit would not."),
                             _("Write check values in the canonical unit, outside the reference range."));
      }
}

static void
check_person (CrfReading *self, const CrfItem *item)
{
  static const char *const naming[] = { "demog.name", "demog.hospital_no", "demog.phone", NULL };

  if (g_strv_contains (naming, item->concept) && !item->identifier)
    crf_reading_error (self, crf_reading_node (self, item), g_strdup_printf (_("“%s” names a person, but is not an identifier."), item->concept),
                       _("It would lie open in the file, in exports and in the trail, and could never be erased."), _("Say sw:Identifier=\"Yes\"."));
}

void
crf_check_meaning (CrfReading *self)
{
  for (guint i = 0; i < self->study->items->len; i++)
    {
      const CrfItem *item = g_ptr_array_index (self->study->items, i);

      check_conversions (self, item);
      check_alarms (self, item);
      check_limits_and_ranges (self, item);
      if (item->concept == NULL)
        continue;
      check_type_of_concept (self, item);
      check_analyte (self, item);
      check_person (self, item);
      for (guint j = 0; j < G_N_ELEMENTS (needed_codes); j++)
        if (strcmp (needed_codes[j].concept, item->concept) == 0)
          check_codes_of_concept (self, item, needed_codes[j].codes);
    }
}

/* The item that the word names, with or without its event; NULL: none. */
static const CrfItem *
item_of_word (const CrfStudy *study, const CrfScan *word)
{
  g_autofree char *name = word->kind == CRF_SCAN_NAME || word->kind == CRF_SCAN_QUOTED ? crf_scan_name (word) : NULL;
  const char *colons = name != NULL ? strstr (name, "::") : NULL;

  return name != NULL ? crf_study_find_item_by_name (study, colons != NULL ? colons + 2 : name) : NULL;
}

static void
check_literal (CrfReading *self, const CrfItem *item, const CrfScan *word, const char *text, xmlNode *node)
{
  g_autofree char *code = g_strndup (word->start + 1, word->length - 2);

  if (*code != '\0' && crf_item_find_code (item, code) == NULL)
    crf_reading_error (self, node, g_strdup_printf (_("%s is compared with “%s”, which is not a code of its list (%s)."), item->name, code, text),
                       _("The comparison would never be true, and nobody would see that it is not."), _("Write a code of the list."));
}

static gboolean
is_equality (const CrfScan *word)
{
  return (word->kind == CRF_SCAN_MARK && word->length == 1 && strchr ("=<>!", word->start[0]) != NULL) || crf_scan_is (word, "IS") || crf_scan_is (word, "NOT");
}

/* NAME = 'code', NAME IN ('code', …), CASE NAME WHEN 'code': the code must be one that NAME takes. */
void
crf_check_literals (CrfReading *self, const char *text, xmlNode *node)
{
  const CrfItem *item = NULL;
  const char *p = text;
  gboolean compares = FALSE, in_list = FALSE, in_case = FALSE;
  CrfScan word, before = { CRF_SCAN_END, NULL, 0 };

  for (word = crf_scan_next (&p); word.kind != CRF_SCAN_END; before = word, word = crf_scan_next (&p))
    {
      const CrfItem *named = item_of_word (self->study, &word);

      if (named != NULL)
        {
          item = named;
          in_case = crf_scan_is (&before, "CASE");
          compares = in_list = FALSE;
        }
      else if (is_equality (&word))
        compares = item != NULL;
      else if (crf_scan_is (&word, "IN"))
        in_list = item != NULL;
      else if (word.kind == CRF_SCAN_STRING)
        {
          if (item != NULL && item->code_list != NULL && (compares || in_list || (in_case && crf_scan_is (&before, "WHEN"))))
            check_literal (self, item, &word, text, node);
          compares = FALSE;
        }
      else if (word.kind == CRF_SCAN_MARK && *word.start == ')')
        in_list = FALSE;
      else if (crf_scan_is (&word, "AND") || crf_scan_is (&word, "OR") || crf_scan_is (&word, "ELSE") || (crf_scan_is (&word, "THEN") && !in_case))
        {
          compares = in_list = FALSE;
          item = in_case ? item : NULL;
        }
    }
}
