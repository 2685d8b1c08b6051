/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Which of several measurements stands for a visit. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct {
  int    day;   /* from day 0 */
  double value; /* NAN: taken without a valid result */
} CrfVisitCandidate;

/* The measurement nearest to @target among those from @before days earlier to @after days later,
 * both included; of two equally near the earlier, of several on one day the first in the array that
 * is valid. Its index, or -1 where none lies in the window. */
gssize crf_visit_select (const CrfVisitCandidate *candidates,
                         gsize                    n,
                         int                      target,
                         int                      before,
                         int                      after);

G_END_DECLS
