/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Exact limits of a proportion (Clopper, Pearson, Biometrika 1934;26:404) and Fisher's exact test, for
 * the small cells of small trials.
 */

#include "crf-proportion.h"

#include "crf-statistics.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* Tables as probable as the observed one differ from it by rounding only. */
#define PROBABILITY_TOLERANCE 1e-7

gboolean
crf_proportion_compute (gsize events,
                        gsize n,
                        double level,
                        CrfProportion *proportion,
                        GError **error)
{
  double tail = (1.0 - level) / 2.0;
  double x = (double) events, m = (double) n;

  g_return_val_if_fail (proportion != NULL, FALSE);

  if (!crf_statistics_check_level (level, error))
    return FALSE;
  if (events > n)
    {
      g_set_error (error, CRF_STATISTICS_ERROR, CRF_STATISTICS_ERROR_VALUE,
                   _("%zu of %zu is no proportion"), events, n);
      return FALSE;
    }
  *proportion = (CrfProportion) { events, n, NAN, level, NAN, NAN };
  if (n == 0)
    return TRUE;

  proportion->proportion = x / m;
  proportion->lower = events == 0 ? 0.0 : crf_beta_quantile (tail, x, m - x + 1.0);
  proportion->upper = events == n ? 1.0 : 1.0 - crf_beta_quantile (tail, m - x, x + 1.0);
  return TRUE;
}

static double
log_choose (double n,
            double k)
{
  int sign;

  return lgamma_r (n + 1.0, &sign) - lgamma_r (k + 1.0, &sign) - lgamma_r (n - k + 1.0, &sign);
}

double
crf_fisher_exact (gsize a,
                  gsize b,
                  gsize c,
                  gsize d)
{
  double row1 = (double) (a + b), row2 = (double) (c + d), column1 = (double) (a + c);
  double all = log_choose (row1 + row2, column1);
  double low = MAX (column1 - row2, 0.0), high = MIN (row1, column1);
  double observed = log_choose (row1, (double) a) + log_choose (row2, (double) c) - all;
  CrfSum p = { 0 };

  for (double x = low; x <= high + 0.5; x += 1.0)
    {
      double probability = log_choose (row1, x) + log_choose (row2, column1 - x) - all;

      if (probability <= observed + PROBABILITY_TOLERANCE)
        crf_sum_add (&p, exp (probability));
    }
  return MIN (crf_sum_value (&p), 1.0);
}
