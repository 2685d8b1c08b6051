/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What stands beside a number: the last value, figures in short form. Ranges and grades: crf-limits.h, crf-grade.h. */

#pragma once

#include "crf-casebook.h"
#include "crf-form-state.h"

G_BEGIN_DECLS

/* The value before this one at another visit, in @unit; @when is "Week 1 · 24 Oct". NULL: there is none. Free both. */
char    *crf_last_of (CrfCasebook *casebook, CrfCell *cell, const CrfUnit *unit, char **when);
/* At most four significant digits, no exponent, for converted figures. Free it. */
char    *crf_format_short (double number);

G_END_DECLS
