/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Rounding and writing of computed figures. Sums and products of measured values carry binary noise in
 * their last digits; a figure is brought to 14 significant decimal digits before it is rounded.
 */

#include "crf-figure.h"

#include <math.h>
#include <string.h>

#define KEPT_DIGITS 14

static double
without_noise (double x)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  if (!isfinite (x))
    return x;
  g_ascii_formatd (text, sizeof text, "%.13e", x); /* KEPT_DIGITS */
  return g_ascii_strtod (text, NULL);
}

double
crf_figure_round (double x,
                  unsigned places)
{
  double scale = pow (10.0, MIN (places, 9));
  double scaled = x * scale;

  /* Beyond this a double has no such places left. */
  if (!isfinite (scaled) || fabs (scaled) > pow (10.0, KEPT_DIGITS))
    return x;
  return round (without_noise (scaled)) / scale;
}

double
crf_figure_ceil (double x)
{
  return ceil (without_noise (x));
}

char *
crf_figure_format (double x,
                   unsigned places)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];
  char buffer[400]; /* the longest double has 309 digits before the point */
  double rounded;

  if (!isfinite (x))
    return g_strdup ("NA");

  rounded = crf_figure_round (x, places);
  if (fabs (rounded) < G_MINDOUBLE)
    rounded = 0.0; /* never "-0.00" */
  g_snprintf (text, sizeof text, "%%.%uf", MIN (places, 9));
  g_ascii_formatd (buffer, sizeof buffer, text, rounded);
  return g_strdup (buffer);
}

char *
crf_figure_format_short (double x,
                         unsigned places)
{
  char *text = crf_figure_format (x, places);

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
