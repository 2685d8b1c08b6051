/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Decimal care for binary doubles: comparison with cut-offs that are exact in
 * decimal (1.45, 3.25, 1.5 × ULN), rounding half away from zero as published
 * score tables do, and text that never depends on the locale.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define CRF_DECIMAL_ERROR (crf_decimal_error_quark ())

typedef enum {
  CRF_DECIMAL_ERROR_SYNTAX,
} CrfDecimalError;

GQuark   crf_decimal_error_quark   (void);

/* x rounded to @digits (1 to 15) significant digits; not finite: unchanged. */
double   crf_decimal_signif        (double      x,
                                    unsigned    digits);

/* -1, 0 or 1 after rounding both sides to 13 significant digits. Neither may be NaN. */
int      crf_decimal_compare       (double      a,
                                    double      b);

/* Half away from zero at @decimals (0 to 9) places, judged in decimal: 2.675 → 2.68. */
double   crf_decimal_round         (double      x,
                                    unsigned    decimals);

/* The next integer at or above x, where binary noise does not count: 2.0000000000000004 → 2. */
double   crf_decimal_ceil          (double      x);

/* Fixed decimals with a point, rounded as crf_decimal_round(); "NA" when not finite. Free it. */
char    *crf_decimal_format        (double      x,
                                    unsigned    decimals);

/* At most @decimals places, trailing zeros dropped: 34.10 → "34.1". Free it. */
char    *crf_decimal_format_short  (double      x,
                                    unsigned    decimals);

/* Reads `[<|>] [+|-] digits [(.|,) digits]` and nothing else: no exponent, no
 * thousands separator, no "nan". @comparator (may be NULL) gets '<', '>' or 0. */
gboolean crf_decimal_parse         (const char *text,
                                    double     *value,
                                    char       *comparator,
                                    GError    **error);

G_END_DECLS
