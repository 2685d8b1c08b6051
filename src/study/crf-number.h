/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Numbers as people type them, and as the journal keeps them. One grammar serves the
 * window, the importer and the command line; the locale is never asked. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* 12 significant digits, without exponent: up to 12 digits, a sign, a point and leading
 * zeros of small numbers. */
#define CRF_DECIMAL_SIZE 64

typedef enum
{
  CRF_COMPARATOR_NONE,
  CRF_COMPARATOR_LESS,    /* "<0.2": below the detection limit */
  CRF_COMPARATOR_GREATER, /* ">40": above the measuring range */
} CrfComparator;

typedef struct
{
  CrfComparator comparator;
  double value;
} CrfNumber;

#define CRF_NUMBER_ERROR (crf_number_error_quark ())
typedef enum
{
  CRF_NUMBER_ERROR_EMPTY,
  CRF_NUMBER_ERROR_SYNTAX,
  CRF_NUMBER_ERROR_AMBIGUOUS, /* "1,234" or "1.234,5": a thousands separator cannot be told from a decimal mark */
  CRF_NUMBER_ERROR_RANGE,
} CrfNumberError;

GQuark      crf_number_error_quark (void);

/* Parses "12.5", "12,5", "<0.2", "> 40", "-3", with blanks around and between comparator and
 * digits. No exponent, no thousands separators, no NaN or Inf; full-width digits and marks, as
 * Chinese input methods produce them, count as their plain forms. "1,234" (comma followed by
 * exactly three digits after a non-zero digit) is refused as ambiguous. */
gboolean    crf_number_parse (const char *text, CrfNumber *number, GError **error);

/* Like crf_number_parse() for a plain number; a comparator is a syntax error. */
gboolean    crf_number_parse_plain (const char *text, double *value, GError **error);

/* Writes @value with 12 significant digits, no exponent, no trailing zeros, point as the mark
 * ("0.25", "1000000"). @buffer has CRF_DECIMAL_SIZE bytes. Returns @buffer, or NULL for a value
 * that is not finite or has more than 40 digits. */
const char *crf_decimal_format (double value, char *buffer);

/* Rounds half away from zero in decimal (2.675 to 2 places is 2.68) and always prints @places
 * decimals. */
const char *crf_decimal_format_places (double value, int places, char *buffer);

/* -1, 0, 1: compares after rounding both sides to 12 significant digits, so that 3 × 1.1 equals
 * 3.3. */
int         crf_decimal_compare (double a, double b);

const char *crf_comparator_to_string (CrfComparator comparator); /* "<", ">" or NULL */
CrfComparator crf_comparator_from_string (const char *text);

G_END_DECLS
