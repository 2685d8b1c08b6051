/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What stands beside a number: reference range, flag, grade, last value. */

#pragma once

#include "crf-casebook.h"
#include "crf-form-state.h"

G_BEGIN_DECLS

/* In the canonical unit; NAN: no limit. */
typedef struct { double low, high; } CrfLimits;

/* The site's range in force at the cell's time, else the definition's placeholder for the sex. FALSE: there is none. */
gboolean crf_limits_of (CrfCasebook *casebook, CrfCell *cell, CrfLimits *limits);
CrfFlag  crf_limits_flag (const CrfLimits *limits, const CrfValue *value);
/* "7–40", "≤ 21", "≥ 125" in @unit (NULL: canonical). Free it. */
char    *crf_limits_to_text (const CrfLimits *limits, const CrfItem *item, const CrfUnit *unit);
/* "G2" where CTCAE grades the value worse than the baseline; NULL else. Free it. */
char    *crf_grade_of (CrfCasebook *casebook, CrfCell *cell);
/* The value before this one at another visit, in @unit; @when is "Week 1 · 24 Oct". NULL: there is none. Free both. */
char    *crf_last_of (CrfCasebook *casebook, CrfCell *cell, const CrfUnit *unit, char **when);
/* At most four significant digits, no exponent, for converted figures. Free it. */
char    *crf_format_short (double number);

G_END_DECLS
