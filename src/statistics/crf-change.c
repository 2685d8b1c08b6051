/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Change from baseline over the subjects with both values, with the number of those left out, so that
 * a table can say it.
 */

#include "crf-change.h"

#include <math.h>

gboolean
crf_change_compute (const double *baseline,
                    const double *values,
                    gsize n,
                    double level,
                    CrfChange *change,
                    GError **error)
{
  g_autofree double *before = g_new (double, MAX (n, 1));
  g_autofree double *after = g_new (double, MAX (n, 1));
  g_autofree double *difference = g_new (double, MAX (n, 1));
  g_autofree double *percent = g_new (double, MAX (n, 1));
  gsize pairs = 0;

  g_return_val_if_fail ((baseline != NULL && values != NULL) || n == 0, FALSE);
  g_return_val_if_fail (change != NULL, FALSE);

  change->n_baseline_only = 0;
  change->n_value_only = 0;
  for (gsize i = 0; i < n; i++)
    {
      if (isnan (baseline[i]) || isnan (values[i]))
        {
          change->n_baseline_only += !isnan (baseline[i]);
          change->n_value_only += !isnan (values[i]);
          continue;
        }
      before[pairs] = baseline[i];
      after[pairs] = values[i];
      difference[pairs] = values[i] - baseline[i];
      percent[pairs] = fabs (baseline[i]) > 0 ? 100.0 * difference[pairs] / baseline[i] : NAN;
      pairs++;
    }
  return crf_summary_compute (before, pairs, level, &change->baseline, error)
         && crf_summary_compute (after, pairs, level, &change->value, error)
         && crf_summary_compute (difference, pairs, level, &change->change, error)
         && crf_summary_compute (percent, pairs, level, &change->percent, error);
}
