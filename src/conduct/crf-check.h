/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What is odd about a value: ranges, cross-checks, units that look swapped, a slipped decimal point. Nothing here refuses a value: a soft finding asks,
 * a hard one asks for a reason and opens a query. */

#pragma once

#include "crf-casebook.h"

G_BEGIN_DECLS

typedef struct
{
  char *id;           /* "soft-range", "hard-range", "unit-slip", "decimal-slip", "life", "check:ITEM": stable, for confirm and queries */
  char *message;      /* sentence in the session's language */
  char *suggestion;   /* what was perhaps meant, as it would be typed; NULL */
  gboolean soft;
  gboolean cross;     /* an expression over several items */
  const CrfItem *item; /* the one whose check fires */
} CrfFinding;

void       crf_finding_free (CrfFinding *finding);
/* All that fires on the value that stands at @field of @casebook (put it there with crf_casebook_replace()). Cross-checks of other fields of the form that
 * look at this one are included with @cross. */
GPtrArray *crf_check_field (CrfCasebook *casebook, const CrfTarget *field, gboolean cross);
/* Only the item's own ranges and cross-checks, in the field's place: what a form shows beside a stored value. */
GPtrArray *crf_check_stored (CrfCasebook *casebook, const CrfTarget *field);

/* Pure parts. Whether @number breaks the check. One with a comparator breaks it where every number does that it may stand for: "<0.2" is not ≥ 0.3, and
 * whether it is ≥ 0.1 nobody can tell. */
gboolean   crf_check_number_breaks (const CrfCheck *check, double number, CrfComparator comparator);
/* The decimal shift of @typed that lies near @last where @typed does not; NAN if there is none. */
double     crf_check_decimal_slip (double typed, double last);
/* What @number may be instead, if it looks like another unit or another test: "g/dL" and the number in the canonical unit; FALSE if nothing. */
gboolean   crf_check_unit_slip (const char *concept, double number, const char **other, double *factor);

/* What the guard against another unit works by. */
typedef struct
{
  const char *concept;
  double low, high;   /* what is suspicious lies between */
  gboolean inclusive; /* so do the ends */
  const char *other;
  double factor;      /* canonical = typed × factor; NAN: another test */
} CrfUnitGuard;
const CrfUnitGuard *crf_check_unit_guards (guint *n);
/* Whether a slipped decimal point is looked for. */
gboolean   crf_check_guards_decimals (const CrfItem *item);

G_END_DECLS
