/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Numbers as people type them, and decimals as the journal keeps them. The grammar is checked by
 * hand; only text that passed it reaches g_ascii_strtod(), so neither the locale nor exponents,
 * "inf" or hexadecimal can get in. */

#include "crf-number.h"

#include "crf-typed-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define SIGNIFICANT_DIGITS 12
#define MAX_DIGITS 40
#define MAX_PLACES 20

G_DEFINE_QUARK (crf - number - error - quark, crf_number_error)

/* The digits of a decimal: 0.DIGITS × 10^point. */
typedef struct
{
  gboolean negative;
  char digits[SIGNIFICANT_DIGITS + 2]; /* without trailing zeros; one more for a carry */
  int n_digits;                        /* 0 for zero */
  int point;
} Decimal;

static gboolean
fail_syntax (GError **error, const char *text)
{
  g_autofree char *quoted = crf_typed_quote (text);

  g_set_error (
      error, CRF_NUMBER_ERROR, CRF_NUMBER_ERROR_SYNTAX,
      _("“%s” is not a number. Type digits with a point or a comma for the decimals, such as 12.5; "
        "“<” or “>” may stand before it."),
      quoted);
  return FALSE;
}

static gboolean
fail_ambiguous (GError **error, const char *text)
{
  g_autofree char *quoted = crf_typed_quote (text);

  g_set_error (
      error, CRF_NUMBER_ERROR, CRF_NUMBER_ERROR_AMBIGUOUS,
      _("“%s” can be read in two ways, because a thousands separator looks like a decimal mark. "
        "Type it without thousands separators and with a point for the decimals."),
      quoted);
  return FALSE;
}

static gboolean
fail_range (GError **error, const char *text)
{
  g_autofree char *quoted = crf_typed_quote (text);

  g_set_error (error, CRF_NUMBER_ERROR, CRF_NUMBER_ERROR_RANGE,
               _("“%s” has too many digits. Type at most 40."), quoted);
  return FALSE;
}

static gboolean
fail_limit (GError **error, const char *text)
{
  g_autofree char *quoted = crf_typed_quote (text);

  g_set_error (error, CRF_NUMBER_ERROR, CRF_NUMBER_ERROR_SYNTAX,
               _("“%s” is a limit. Type an exact number here, without “<” or “>”."), quoted);
  return FALSE;
}

/* With two or more marks: thousands separators if whole groups of three digits lie between them. */
static gboolean
looks_grouped (const char *text)
{
  gboolean seen_mark = FALSE;
  int group = 0;

  for (const char *p = text; *p != '\0'; p++)
    {
      if (g_ascii_isdigit (*p))
        group++;
      else if (seen_mark && group != 3)
        return FALSE;
      else if (!seen_mark && group == 0)
        return FALSE;
      else
        {
          seen_mark = TRUE;
          group = 0;
        }
    }
  return group > 0;
}

/* Checks the digits and marks of an unsigned number and makes the mark a point. */
static gboolean
check_digits (char *digits, const char *text, GError **error)
{
  const char *mark = strpbrk (digits, ".,");
  gsize n_digits = 0;
  gboolean zero_before = TRUE;
  guint n_marks = 0;

  for (const char *p = digits; *p != '\0'; p++)
    {
      if (g_ascii_isdigit (*p))
        n_digits++;
      else if (*p == '.' || *p == ',')
        n_marks++;
      else
        return fail_syntax (error, text);
      if (*p != '0' && (mark == NULL || p < mark))
        zero_before = FALSE;
    }
  if (n_marks > 1)
    return looks_grouped (digits) ? fail_ambiguous (error, text) : fail_syntax (error, text);
  if (n_digits == 0 || (mark != NULL && mark[1] == '\0'))
    return fail_syntax (error, text);
  if (mark != NULL && *mark == ',' && strlen (mark + 1) == 3 && mark > digits && !zero_before)
    return fail_ambiguous (error, text);
  if (n_digits > MAX_DIGITS)
    return fail_range (error, text);
  g_strdelimit (digits, ",", '.');
  return TRUE;
}

gboolean
crf_number_parse (const char *text, CrfNumber *number, GError **error)
{
  g_autofree char *plain = NULL;
  CrfComparator comparator = CRF_COMPARATOR_NONE;
  char buffer[CRF_DECIMAL_SIZE];
  gboolean negative = FALSE;
  char *p;

  g_return_val_if_fail (text != NULL, FALSE);
  g_return_val_if_fail (number != NULL, FALSE);

  plain = crf_typed_to_plain (text);
  if (plain == NULL)
    return fail_syntax (error, text);
  if (plain[0] == '\0')
    {
      g_set_error_literal (error, CRF_NUMBER_ERROR, CRF_NUMBER_ERROR_EMPTY,
                           _("No number was typed."));
      return FALSE;
    }

  p = plain;
  if (*p == '<' || *p == '>')
    comparator = *p++ == '<' ? CRF_COMPARATOR_LESS : CRF_COMPARATOR_GREATER;
  while (*p == ' ')
    p++;
  if (*p == '-')
    {
      negative = TRUE;
      p++;
    }
  if (!check_digits (p, text, error))
    return FALSE;

  number->comparator = comparator;
  number->value = g_ascii_strtod (p, NULL);
  /* Rounded up to one digit more; only what was about as long can become too long. */
  if (strlen (p) > MAX_DIGITS - SIGNIFICANT_DIGITS && crf_decimal_format (number->value, buffer) == NULL)
    return fail_range (error, text);
  if (negative && number->value > 0)
    number->value = -number->value;
  return TRUE;
}

gboolean
crf_number_parse_plain (const char *text, double *value, GError **error)
{
  CrfNumber number;

  g_return_val_if_fail (text != NULL, FALSE);
  g_return_val_if_fail (value != NULL, FALSE);

  if (!crf_number_parse (text, &number, error))
    return FALSE;
  if (number.comparator != CRF_COMPARATOR_NONE)
    return fail_limit (error, text);
  *value = number.value;
  return TRUE;
}

/* Splits the finite @value into its first 12 significant decimal digits. */
static void
decimal_init (Decimal *decimal, double value)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];
  char *exponent;

  memset (decimal, 0, sizeof *decimal);
  g_ascii_formatd (buffer, sizeof buffer, "%.11e", fabs (value)); /* d.ddddddddddde±xx */
  exponent = strchr (buffer, 'e');
  decimal->negative = value < 0;
  decimal->digits[0] = buffer[0];
  memcpy (decimal->digits + 1, buffer + 2, SIGNIFICANT_DIGITS - 1);
  decimal->n_digits = SIGNIFICANT_DIGITS;
  decimal->point = (int) g_ascii_strtoll (exponent + 1, NULL, 10) + 1;
  while (decimal->n_digits > 0 && decimal->digits[decimal->n_digits - 1] == '0')
    decimal->n_digits--;
  if (decimal->n_digits == 0)
    {
      decimal->negative = FALSE;
      decimal->point = 1;
    }
}

/* Rounds half away from zero to @places decimals. */
static void
decimal_round (Decimal *decimal, int places)
{
  int keep = decimal->point + places;
  gboolean up;

  if (keep >= decimal->n_digits)
    return;
  up = keep >= 0 && decimal->digits[keep] >= '5';
  decimal->n_digits = MAX (keep, 0);
  if (up)
    {
      int i = decimal->n_digits - 1;

      while (i >= 0 && decimal->digits[i] == '9')
        i--;
      if (i < 0) /* 9.99 becomes 10.0 */
        {
          decimal->digits[0] = '1';
          decimal->n_digits = 1;
          decimal->point++;
        }
      else
        {
          decimal->digits[i]++;
          decimal->n_digits = i + 1;
        }
    }
  if (decimal->n_digits == 0)
    {
      decimal->negative = FALSE;
      decimal->point = 1;
    }
}

/* The digit that stands for 10^-(index - point + 1), zero outside the kept digits. */
static char
decimal_digit (const Decimal *decimal, int index)
{
  return index >= 0 && index < decimal->n_digits ? decimal->digits[index] : '0';
}

static const char *
decimal_write (const Decimal *decimal, int places, char *buffer)
{
  int whole = MAX (decimal->point, 1);
  char *p = buffer;

  if (whole > MAX_DIGITS || whole + places > MAX_DIGITS + MAX_PLACES)
    return NULL;
  if (decimal->negative)
    *p++ = '-';
  for (int i = 0; i < whole; i++)
    *p++ = decimal_digit (decimal, decimal->point - whole + i);
  if (places > 0)
    *p++ = '.';
  for (int i = 0; i < places; i++)
    *p++ = decimal_digit (decimal, decimal->point + i);
  *p = '\0';
  return buffer;
}

const char *
crf_decimal_format (double value, char *buffer)
{
  Decimal decimal;
  int places;

  g_return_val_if_fail (buffer != NULL, NULL);

  if (!isfinite (value))
    return NULL;
  decimal_init (&decimal, value);
  places = MAX (decimal.n_digits - decimal.point, 0);
  if (MAX (decimal.point, 1) + places > MAX_DIGITS)
    return NULL;
  return decimal_write (&decimal, places, buffer);
}

const char *
crf_decimal_format_places (double value, int places, char *buffer)
{
  Decimal decimal;

  g_return_val_if_fail (buffer != NULL, NULL);
  g_return_val_if_fail (places >= 0 && places <= MAX_PLACES, NULL);

  if (!isfinite (value))
    return NULL;
  decimal_init (&decimal, value);
  decimal_round (&decimal, places);
  return decimal_write (&decimal, places, buffer);
}

int
crf_decimal_compare (double a, double b)
{
  Decimal x, y;
  int order;

  if (!isfinite (a) || !isfinite (b))
    {
      if (isnan (a) || isnan (b)) /* not-a-number sorts first */
        return (isnan (b) ? 1 : 0) - (isnan (a) ? 1 : 0);
      return a < b ? -1 : a > b;
    }
  /* Further apart than neighbours with that many digits: writing both down would say the same. */
  if (fabs (a - b) > 1e-10 * MAX (fabs (a), fabs (b)))
    return a < b ? -1 : 1;
  decimal_init (&x, a);
  decimal_init (&y, b);
  if (x.negative != y.negative)
    return x.negative ? -1 : 1;
  if (x.n_digits == 0 || y.n_digits == 0)
    order = (x.n_digits != 0) - (y.n_digits != 0);
  else if (x.point != y.point)
    order = x.point < y.point ? -1 : 1;
  else
    {
      int common = memcmp (x.digits, y.digits, MIN (x.n_digits, y.n_digits));

      order = common != 0 ? common : x.n_digits - y.n_digits;
      order = order < 0 ? -1 : order > 0;
    }
  return x.negative ? -order : order;
}

const char *
crf_comparator_to_string (CrfComparator comparator)
{
  switch (comparator)
    {
    case CRF_COMPARATOR_LESS:
      return "<";
    case CRF_COMPARATOR_GREATER:
      return ">";
    case CRF_COMPARATOR_NONE:
    default:
      return NULL;
    }
}

CrfComparator
crf_comparator_from_string (const char *text)
{
  if (g_strcmp0 (text, "<") == 0)
    return CRF_COMPARATOR_LESS;
  if (g_strcmp0 (text, ">") == 0)
    return CRF_COMPARATOR_GREATER;
  return CRF_COMPARATOR_NONE;
}
