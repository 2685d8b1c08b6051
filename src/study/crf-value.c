/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Values of items: the text as entered stays as it is; beside it the canonical form, in the
 * canonical unit, that everything computes with. A value that is not there has a reason or is
 * empty, never a default. */

#include "crf-value.h"

#include "crf-partial-date.h"
#include "crf-typed-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

G_DEFINE_QUARK (crf - value - error - quark, crf_value_error)

const char *const crf_missing_codes[][2] = {
  { "ND", N_("not done") }, { "NA", N_("not applicable") }, { "UNK", N_("unknown") },
  { "REF", N_("refused") }, { "PEND", N_("pending") },      { NULL, NULL },
};

static const char *
find_missing_label (const char *code)
{
  for (int i = 0; crf_missing_codes[i][0] != NULL; i++)
    if (g_strcmp0 (code, crf_missing_codes[i][0]) == 0)
      return crf_missing_codes[i][1];
  return NULL;
}

static gboolean
fail_from (GError **error, const GError *cause)
{
  g_set_error_literal (error, CRF_VALUE_ERROR, CRF_VALUE_ERROR_TYPE, cause->message);
  return FALSE;
}

static char *
list_units (const CrfItem *item)
{
  GString *list = g_string_new (NULL);

  for (guint i = 0; i < item->units->len; i++)
    {
      const CrfItemUnit *unit = g_ptr_array_index (item->units, i);

      g_string_append_printf (list, "%s%s", i > 0 ? ", " : "",
                              crf_text_get (unit->unit->symbol, NULL));
    }
  return g_string_free (list, FALSE);
}

/* The unit that @text means, or the only one. *@chosen is NULL for an item without units. */
static gboolean
choose_unit (const CrfItem *item, const char *text, const CrfItemUnit **chosen, GError **error)
{
  g_autofree char *list = NULL;
  g_autofree char *quoted = NULL;

  *chosen = NULL;
  if (text != NULL && text[0] == '\0')
    text = NULL;
  if (text == NULL && item->units->len <= 1)
    {
      if (item->units->len == 1)
        *chosen = g_ptr_array_index (item->units, 0);
      return TRUE;
    }
  list = list_units (item);
  if (text == NULL)
    {
      g_set_error (error, CRF_VALUE_ERROR, CRF_VALUE_ERROR_UNIT,
                   _("The unit is missing. %s takes: %s."), item->name, list);
      return FALSE;
    }
  *chosen = crf_item_find_unit (item, text);
  if (*chosen != NULL)
    return TRUE;
  quoted = crf_typed_quote (text);
  if (item->units->len == 0)
    g_set_error (error, CRF_VALUE_ERROR, CRF_VALUE_ERROR_UNIT,
                 _("%s has no unit, but “%s” was given."), item->name, quoted);
  else
    g_set_error (error, CRF_VALUE_ERROR, CRF_VALUE_ERROR_UNIT,
                 _("“%s” is not a unit of %s, which takes: %s."), quoted, item->name, list);
  return FALSE;
}

static gboolean
parse_code (const CrfItem *item, const char *text, CrfValue *value, GError **error)
{
  const CrfCode *code = crf_item_find_code (item, text);
  g_autofree char *quoted = NULL;
  g_autoptr (GString) list = NULL;

  if (code != NULL)
    {
      value->canonical = g_strdup (code->code);
      return TRUE;
    }
  quoted = crf_typed_quote (text);
  list = g_string_new (NULL);
  for (guint i = 0; i < item->code_list->codes->len && i < 12; i++)
    g_string_append_printf (list, "%s%s", i > 0 ? ", " : "",
                            ((CrfCode *) g_ptr_array_index (item->code_list->codes, i))->code);
  if (item->code_list->codes->len > 12)
    g_string_append (list, ", …");
  g_set_error (error, CRF_VALUE_ERROR, CRF_VALUE_ERROR_CODE,
               _("“%s” is not an answer of %s, which takes: %s."), quoted, item->name, list->str);
  return FALSE;
}

static gboolean
parse_number (
    const CrfItem *item, const char *text, const CrfItemUnit *unit, CrfValue *value, GError **error)
{
  g_autoptr (GError) cause = NULL;
  char buffer[CRF_DECIMAL_SIZE];
  g_autofree char *quoted = NULL;
  CrfNumber number;

  if (!crf_number_parse (text, &number, &cause))
    return fail_from (error, cause);
  quoted = crf_typed_quote (text);
  if (item->type == CRF_TYPE_INTEGER && fabs (number.value - nearbyint (number.value)) > 0)
    {
      g_set_error (error, CRF_VALUE_ERROR, CRF_VALUE_ERROR_TYPE,
                   _("“%s” has decimals. %s takes whole numbers only."), quoted, item->name);
      return FALSE;
    }
  if (item->type == CRF_TYPE_INTEGER && fabs (number.value) >= 1e12)
    {
      g_set_error (error, CRF_VALUE_ERROR, CRF_VALUE_ERROR_TYPE,
                   _("“%s” has more than 12 digits, of which the last would be lost. Check what was "
                     "typed."),
                   quoted);
      return FALSE;
    }
  if (unit != NULL)
    number.value *= unit->factor;
  if (crf_decimal_format (number.value, buffer) == NULL)
    {
      g_set_error (error, CRF_VALUE_ERROR, CRF_VALUE_ERROR_TYPE,
                   _("“%s” is too large. Check what was typed."), quoted);
      return FALSE;
    }
  value->comparator = number.comparator;
  value->canonical = g_strdup (buffer);
  return TRUE;
}

static gboolean
parse_date (const CrfItem *item, const char *text, CrfValue *value, GError **error)
{
  gboolean with_time = item->type == CRF_TYPE_DATETIME || item->type == CRF_TYPE_PARTIAL_DATETIME;
  gboolean partial = item->type == CRF_TYPE_PARTIAL_DATE || item->type == CRF_TYPE_PARTIAL_DATETIME;
  g_autoptr (GError) cause = NULL;
  char buffer[CRF_DATE_SIZE];
  CrfDate date;

  if (!(with_time ? crf_datetime_parse : crf_date_parse) (text, partial, &date, &cause))
    return fail_from (error, cause);
  value->canonical = g_strdup (crf_date_format (&date, buffer));
  return TRUE;
}

static gboolean
parse_time (const char *text, CrfValue *value, GError **error)
{
  g_autoptr (GError) cause = NULL;
  int minutes;

  if (!crf_time_parse (text, &minutes, &cause))
    return fail_from (error, cause);
  value->canonical = g_strdup_printf ("%02d:%02d", minutes / 60, minutes % 60);
  return TRUE;
}

static gboolean
parse_boolean (const CrfItem *item, const char *text, CrfValue *value, GError **error)
{
  g_autofree char *plain = crf_typed_to_plain (text);
  g_autofree char *quoted = NULL;

  if (plain != NULL && (g_str_equal (plain, "1") || g_ascii_strcasecmp (plain, "true") == 0))
    value->canonical = g_strdup ("1");
  else if (plain != NULL && (g_str_equal (plain, "0") || g_ascii_strcasecmp (plain, "false") == 0))
    value->canonical = g_strdup ("0");
  else
    {
      quoted = crf_typed_quote (text);
      g_set_error (error, CRF_VALUE_ERROR, CRF_VALUE_ERROR_TYPE,
                   _("“%s” is neither 1 (yes) nor 0 (no), which %s takes."), quoted, item->name);
      return FALSE;
    }
  return TRUE;
}

static gboolean
parse_text (const CrfItem *item, const char *text, CrfValue *value, GError **error)
{
  g_autofree char *stripped = g_strstrip (g_strdup (text));

  for (const char *p = stripped; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (g_unichar_iscntrl (c) && c != '\n' && c != '\t' && c != '\r')
        {
          g_set_error (error, CRF_VALUE_ERROR, CRF_VALUE_ERROR_TYPE,
                       _("The text of %s holds a character that cannot be printed (U+%04X). Type it "
                         "again."),
                       item->name, c);
          return FALSE;
        }
    }
  if (item->length > 0 && g_utf8_strlen (stripped, -1) > item->length)
    {
      g_set_error (error, CRF_VALUE_ERROR, CRF_VALUE_ERROR_LENGTH,
                   _("The text of %s has %ld characters; at most %d fit. Shorten it."), item->name,
                   g_utf8_strlen (stripped, -1), item->length);
      return FALSE;
    }
  value->canonical = g_steal_pointer (&stripped);
  return TRUE;
}

static gboolean
parse_typed (
    const CrfItem *item, const char *text, const CrfItemUnit *unit, CrfValue *value, GError **error)
{
  if (item->code_list != NULL)
    return parse_code (item, text, value, error);
  switch (item->type)
    {
    case CRF_TYPE_INTEGER:
    case CRF_TYPE_FLOAT:
      return parse_number (item, text, unit, value, error);
    case CRF_TYPE_DATE:
    case CRF_TYPE_DATETIME:
    case CRF_TYPE_PARTIAL_DATE:
    case CRF_TYPE_PARTIAL_DATETIME:
      return parse_date (item, text, value, error);
    case CRF_TYPE_TIME:
      return parse_time (text, value, error);
    case CRF_TYPE_BOOLEAN:
      return parse_boolean (item, text, value, error);
    case CRF_TYPE_TEXT:
    default:
      return parse_text (item, text, value, error);
    }
}

static gboolean
is_blank (const char *text)
{
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    if (!g_unichar_isspace (g_utf8_get_char (p)))
      return FALSE;
  return TRUE;
}

CrfValue *
crf_value_parse (const CrfItem *item, const char *text, const char *unit, GError **error)
{
  g_autoptr (CrfValue) value = NULL;
  const CrfItemUnit *item_unit;

  g_return_val_if_fail (item != NULL, NULL);

  value = g_new0 (CrfValue, 1);
  if (text == NULL)
    return g_steal_pointer (&value);
  if (!g_utf8_validate (text, -1, NULL))
    {
      g_set_error (
          error, CRF_VALUE_ERROR, CRF_VALUE_ERROR_TYPE,
          _("The text for %s is not valid UTF-8. Save its source as UTF-8, or type it again."),
          item->name);
      return NULL;
    }
  if (is_blank (text))
    return g_steal_pointer (&value);
  if (!choose_unit (item, unit, &item_unit, error)
      || !parse_typed (item, text, item_unit, value, error))
    return NULL;
  value->entered = g_strdup (text);
  value->unit = item_unit != NULL ? item_unit->unit : NULL;
  return g_steal_pointer (&value);
}

CrfValue *
crf_value_new_missing (const char *code, GError **error)
{
  CrfValue *value;

  if (find_missing_label (code) == NULL)
    {
      g_autofree char *quoted = crf_typed_quote (code != NULL ? code : "");

      g_set_error (error, CRF_VALUE_ERROR, CRF_VALUE_ERROR_MISSING,
                   _("“%s” is not a reason for a missing value. Use ND, NA, UNK, REF or PEND."),
                   quoted);
      return NULL;
    }
  value = g_new0 (CrfValue, 1);
  value->missing = g_strdup (code);
  return value;
}

CrfValue *
crf_value_new_stored (const CrfStudy *study,
                      const char *entered,
                      const char *unit_oid,
                      const char *comparator,
                      const char *canonical,
                      const char *missing)
{
  CrfValue *value = g_new0 (CrfValue, 1);

  value->entered = g_strdup (entered);
  value->unit = study != NULL && unit_oid != NULL ? crf_study_find_unit (study, unit_oid) : NULL;
  value->comparator = crf_comparator_from_string (comparator);
  value->canonical = g_strdup (canonical);
  value->missing = g_strdup (missing);
  return value;
}

CrfValue *
crf_value_copy (const CrfValue *value)
{
  CrfValue *copy;

  if (value == NULL)
    return NULL;
  copy = g_new0 (CrfValue, 1);
  copy->entered = g_strdup (value->entered);
  copy->unit = value->unit;
  copy->comparator = value->comparator;
  copy->canonical = g_strdup (value->canonical);
  copy->missing = g_strdup (value->missing);
  return copy;
}

/* It may be a name. */
static void
wipe (char *text)
{
  if (text != NULL)
    explicit_bzero (text, strlen (text));
  g_free (text);
}

void
crf_value_free (CrfValue *value)
{
  if (value == NULL)
    return;
  wipe (value->entered);
  wipe (value->canonical);
  g_free (value->missing);
  g_free (value);
}

gboolean
crf_value_equal (const CrfValue *a, const CrfValue *b)
{
  if (a == b)
    return TRUE;
  if (a == NULL || b == NULL)
    return FALSE;
  return a->comparator == b->comparator
         && g_strcmp0 (a->unit != NULL ? a->unit->oid : NULL, b->unit != NULL ? b->unit->oid : NULL)
                == 0
         && g_strcmp0 (a->entered, b->entered) == 0 && g_strcmp0 (a->canonical, b->canonical) == 0
         && g_strcmp0 (a->missing, b->missing) == 0;
}

gboolean
crf_value_is_empty (const CrfValue *value)
{
  return value == NULL
         || (value->entered == NULL && value->canonical == NULL && value->missing == NULL);
}

double
crf_value_get_number (const CrfValue *value)
{
  double number;

  if (value == NULL || value->canonical == NULL
      || !crf_number_parse_plain (value->canonical, &number, NULL))
    return NAN;
  return number;
}

double
crf_item_from_canonical (const CrfItem *item, const CrfUnit *unit, double value)
{
  g_return_val_if_fail (item != NULL, NAN);

  for (guint i = 0; i < item->units->len; i++)
    {
      const CrfItemUnit *item_unit = g_ptr_array_index (item->units, i);

      if (item_unit->unit == unit
          || (unit != NULL && g_str_equal (item_unit->unit->oid, unit->oid)))
        return value / item_unit->factor;
    }
  return unit == NULL ? value : NAN;
}

/* A computed value, which nobody typed: with the decimals that the item asks for. */
static char *
display_canonical (const CrfValue *value, const CrfItem *item, const char *language)
{
  const CrfUnit *unit
      = item->units->len > 0 ? ((CrfItemUnit *) g_ptr_array_index (item->units, 0))->unit : NULL;
  const char *comparator = crf_comparator_to_string (value->comparator);
  const char *text = value->canonical;
  char buffer[CRF_DECIMAL_SIZE];

  if (item->type == CRF_TYPE_FLOAT && item->significant_digits >= 0
      && item->significant_digits <= 12 && !isnan (crf_value_get_number (value)))
    text = crf_decimal_format_places (crf_value_get_number (value), item->significant_digits,
                                      buffer);
  return g_strdup_printf ("%s%s%s%s", comparator != NULL ? comparator : "",
                          text != NULL ? text : value->canonical, unit != NULL ? " " : "",
                          unit != NULL ? crf_text_get (unit->symbol, language) : "");
}

char *
crf_value_to_display (const CrfValue *value, const CrfItem *item, const char *language)
{
  const CrfCode *code;

  g_return_val_if_fail (item != NULL, NULL);

  if (crf_value_is_empty (value))
    return g_strdup ("");
  if (value->missing != NULL)
    {
      const char *label = find_missing_label (value->missing);

      return g_strdup (label != NULL ? g_dgettext (GETTEXT_PACKAGE, label) : value->missing);
    }
  code = crf_item_find_code (item, value->canonical);
  if (code != NULL)
    return g_strdup (crf_text_get (code->decode, language));
  if (item->type == CRF_TYPE_BOOLEAN && value->canonical != NULL)
    return g_strdup (g_str_equal (value->canonical, "1") ? _("Yes") : _("No"));
  if (value->canonical != NULL && item->type != CRF_TYPE_INTEGER && item->type != CRF_TYPE_FLOAT)
    {
      char *text = g_strdup (value->canonical);
      char *mark = item->type == CRF_TYPE_TEXT ? NULL : strchr (text, 'T');

      if (mark != NULL)
        *mark = ' ';
      return text;
    }
  if (value->entered == NULL)
    return display_canonical (value, item, language);
  return g_strdup_printf ("%s%s%s", value->entered, value->unit != NULL ? " " : "",
                          value->unit != NULL ? crf_text_get (value->unit->symbol, language) : "");
}
