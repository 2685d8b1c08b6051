/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Figures as published tables and pharmacy sheets write them: rounded half away from zero in
 * decimal, never by the locale. Parsing and comparison are those of crf-number.h.
 */

#pragma once

#include "crf-number.h"

G_BEGIN_DECLS

/* Half away from zero at @places (0 to 9), judged in decimal: 2.675 → 2.68. */
double crf_figure_round        (double   x,
                                unsigned places);

/* The next integer at or above x, where binary noise does not count: 2.0000000000000004 → 2. */
double crf_figure_ceil         (double   x);

/* Fixed places with a point, rounded as crf_figure_round(); "NA" when not finite. Free it. */
char  *crf_figure_format       (double   x,
                                unsigned places);

/* At most @places, trailing zeros dropped: 34.10 → "34.1". Free it. */
char  *crf_figure_format_short (double   x,
                                unsigned places);

G_END_DECLS
