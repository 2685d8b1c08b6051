/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Reference ranges: which one was in force for a sample, and what it says about a value. */

#pragma once

#include "crf-casebook.h"
#include "crf-form-state.h"

G_BEGIN_DECLS

/* In the canonical unit; NAN: no limit. */
typedef struct
{
  double low, high;
  gboolean of_site; /* the laboratory's own; FALSE: the definition's placeholder */
} CrfLimits;

/* What decides which range a value falls under. */
typedef struct
{
  const char *laboratory; /* as typed; NULL: not stated */
  const char *sex;        /* code, or NULL */
  int age;                /* completed years on the day; -1: not known */
  const char *on;         /* when the sample was taken, ISO, possibly partial */
  const char *method;     /* as typed; NULL: not stated */
  const char *unit;       /* OID of the unit the value was entered in; NULL: the canonical */
} CrfRangeCase;

/* The site's range of the item in force then, of CrfRangeRecord: the one of the sample's laboratory before one for all, then that of the method, of the
 * sex, of the age, of the unit, and of several the one that began last. A sample whose laboratory (or method) is not stated falls under a laboratory's
 * (or method's) range only where the site has one for the item. A range in another unit holds too: it is converted. NULL: there is none. */
const CrfRangeRecord *crf_range_in_force (const GPtrArray *ranges, const char *item, const CrfRangeCase *sample);

/* The site's range in force when the sample was taken (the visit, today where neither is known), else the definition's placeholder for the
 * sex. FALSE: there is none. */
gboolean crf_limits_of (CrfCasebook *casebook, CrfCell *cell, CrfLimits *limits);
/* The same as if @ranges were the site's. */
gboolean crf_limits_under (CrfCasebook *casebook, CrfCell *cell, const GPtrArray *ranges, CrfLimits *limits);
CrfFlag  crf_limits_flag (const CrfLimits *limits, const CrfValue *value);
/* "7–40", "≤ 21", "≥ 125" in @unit (NULL: canonical). Free it. */
char    *crf_limits_to_text (const CrfLimits *limits, const CrfItem *item, const CrfUnit *unit);

G_END_DECLS
