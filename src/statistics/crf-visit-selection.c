/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One value a subject and visit: nearest to the target day inside the window, tie to the earlier, the
 * first valid sample of a day. Nothing outside a window is carried into it.
 */

#include "crf-visit-selection.h"

#include <math.h>

gssize
crf_visit_select (const CrfVisitCandidate *candidates,
                  gsize n,
                  int target,
                  int before,
                  int after)
{
  gssize best = -1;
  gint64 best_distance = 0;

  g_return_val_if_fail (candidates != NULL || n == 0, -1);

  for (gsize i = 0; i < n; i++)
    {
      gint64 off = (gint64) candidates[i].day - target;
      gint64 distance = ABS (off);

      if (!isfinite (candidates[i].value) || off < -(gint64) before || off > (gint64) after)
        continue;
      if (best < 0 || distance < best_distance
          || (distance == best_distance && candidates[i].day < candidates[best].day))
        {
          best = (gssize) i;
          best_distance = distance;
        }
    }
  return best;
}
