/* SPDX-License-Identifier: GPL-3.0-or-later */

/* "<0.2" stands for every number from 0 up to 0.2, ">3000" for every number above. A condition that
 * compares it with limits is settled by trying both ends and both sides of each limit. */

#include "crf-bounded-private.h"

#include <math.h>

/* As near to the bound, and to a limit, as the twelve digits of a canonical value can tell. */
#define NEAR 1e-11
/* As far from it as any laboratory goes. */
#define FAR 1e9

static void
add (GArray *values, double value, double bound, CrfComparator comparator)
{
  gboolean inside = comparator == CRF_COMPARATOR_LESS ? value < bound && (bound <= 0 || value >= 0)
                                                      : value > bound;

  if (inside && isfinite (value))
    g_array_append_val (values, value);
}

GArray *
crf_bounded_values (double bound, CrfComparator comparator, const GArray *marks)
{
  GArray *values = g_array_new (FALSE, FALSE, sizeof (double));
  double step = bound < 0 || bound > 0 ? fabs (bound) : 1;

  if (comparator == CRF_COMPARATOR_LESS)
    {
      add (values, bound - step * NEAR, bound, comparator);
      add (values, bound > 0 ? bound / FAR : bound - step * FAR, bound, comparator);
    }
  else
    {
      add (values, bound + step * NEAR, bound, comparator);
      add (values, bound + step * FAR, bound, comparator);
    }
  for (guint i = 0; i < marks->len; i++)
    {
      double mark = g_array_index (marks, double, i);

      add (values, mark, bound, comparator);
      add (values, mark - fabs (mark) * NEAR, bound, comparator);
      add (values, mark + fabs (mark) * NEAR, bound, comparator);
    }
  return values;
}
