/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Decimal care for binary doubles. A number is carried to decimal text and back where a published
 * cut-off or a rounding rule is meant in decimal; the text routines of GLib that ignore the locale
 * are the only ones used.
 */

#include "crf-decimal.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

/* Both sides of a comparison keep this many digits: measured values have at most
 * 12, and sums of a few terms are good to 15. */
#define COMPARED_DIGITS 13

/* Longer input is no measurement. */
#define MAX_DIGITS 30

G_DEFINE_QUARK (crf-decimal-error-quark, crf_decimal_error)

double
crf_decimal_signif (double x,
                    unsigned digits)
{
  char format[8];
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  if (!isfinite (x) || fabs (x) < G_MINDOUBLE)
    return x;

  g_snprintf (format, sizeof format, "%%.%ue", CLAMP (digits, 1, 15) - 1);
  g_ascii_formatd (text, sizeof text, format, x);
  return g_ascii_strtod (text, NULL);
}

int
crf_decimal_compare (double a,
                     double b)
{
  double left = crf_decimal_signif (a, COMPARED_DIGITS);
  double right = crf_decimal_signif (b, COMPARED_DIGITS);

  return (left > right) - (left < right);
}

double
crf_decimal_round (double x,
                   unsigned decimals)
{
  double scale = pow (10.0, MIN (decimals, 9));
  double scaled = x * scale;

  /* Beyond this a double has no such places left. */
  if (!isfinite (scaled) || fabs (scaled) > 1e14)
    return x;
  return round (crf_decimal_signif (scaled, 14)) / scale;
}

double
crf_decimal_ceil (double x)
{
  return ceil (crf_decimal_signif (x, COMPARED_DIGITS));
}

char *
crf_decimal_format (double x,
                    unsigned decimals)
{
  char format[8];
  char text[400]; /* the longest double has 309 digits before the point */
  double rounded;

  if (!isfinite (x))
    return g_strdup ("NA");

  rounded = crf_decimal_round (x, decimals);
  if (fabs (rounded) < G_MINDOUBLE)
    rounded = 0.0; /* never "-0.00" */
  g_snprintf (format, sizeof format, "%%.%uf", MIN (decimals, 9));
  g_ascii_formatd (text, sizeof text, format, rounded);
  return g_strdup (text);
}

char *
crf_decimal_format_short (double x,
                          unsigned decimals)
{
  char *text = crf_decimal_format (x, decimals);

  if (strchr (text, '.') != NULL)
    {
      char *end = text + strlen (text);

      while (end[-1] == '0')
        *--end = '\0';
      if (end[-1] == '.')
        *--end = '\0';
    }
  return text;
}

/* The length of `digits [(.|,) digits]` at @text, 0 if there is no such number; *@n_digits counts
 * the digits. */
static gsize
number_length (const char *text,
               guint *n_digits)
{
  gsize i = 0;
  guint before = 0, after = 0;

  while (g_ascii_isdigit (text[i]))
    i++, before++;
  if (before == 0)
    return 0;
  if (text[i] == '.' || text[i] == ',')
    {
      i++;
      while (g_ascii_isdigit (text[i]))
        i++, after++;
      if (after == 0)
        return 0;
    }
  *n_digits = before + after;
  return i;
}

gboolean
crf_decimal_parse (const char *text,
                   double *value,
                   char *comparator,
                   GError **error)
{
  g_autofree char *copy = NULL;
  char *p, *number;
  char cmp = 0;
  guint n_digits = 0;
  gsize length;

  g_return_val_if_fail (text != NULL && value != NULL, FALSE);

  copy = g_strstrip (g_strdup (text));
  p = copy;
  if (*p == '<' || *p == '>')
    {
      cmp = *p++;
      while (g_ascii_isspace (*p))
        p++;
    }
  number = p;
  if (*p == '+' || *p == '-')
    p++;
  length = number_length (p, &n_digits);
  if (length == 0 || p[length] != '\0' || n_digits > MAX_DIGITS || (cmp && comparator == NULL))
    {
      g_set_error (error, CRF_DECIMAL_ERROR, CRF_DECIMAL_ERROR_SYNTAX,
                   _("“%.60s” is not a number; write digits with a point or a comma, such as 1.5"),
                   text);
      return FALSE;
    }
  g_strdelimit (number, ",", '.');
  *value = g_ascii_strtod (number, NULL);
  if (comparator != NULL)
    *comparator = cmp;
  return TRUE;
}
