/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Compensated sums and the distribution functions. The incomplete beta and gamma functions are the
 * classical continued fractions (Lentz) and series; quantiles are found by bisection, which is slow
 * and cannot fail.
 */

#include "crf-statistics.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define MAX_TERMS 10000

G_DEFINE_QUARK (crf-statistics-error-quark, crf_statistics_error)

gboolean
crf_statistics_check_level (double level,
                            GError **error)
{
  if (level > 0.0 && level < 1.0)
    return TRUE;
  g_set_error (error, CRF_STATISTICS_ERROR, CRF_STATISTICS_ERROR_LEVEL,
               _("A confidence level lies between 0 and 1, such as 0.95"));
  return FALSE;
}

void
crf_sum_add (CrfSum *self,
             double x)
{
  double sum = self->sum + x;

  if (fabs (self->sum) >= fabs (x))
    self->compensation += (self->sum - sum) + x;
  else
    self->compensation += (x - sum) + self->sum;
  self->sum = sum;
}

double
crf_sum_value (const CrfSum *self)
{
  return self->sum + self->compensation;
}

/* ln Γ without the global sign that lgamma() sets. */
static double
log_gamma (double x)
{
  int sign;

  return lgamma_r (x, &sign);
}

/* Lentz needs a denominator that is never 0. */
static double
not_zero (double x)
{
  return fabs (x) < 1e-300 ? 1e-300 : x;
}

static double
beta_fraction (double x,
               double a,
               double b)
{
  double c = 1.0;
  double d = 1.0 / not_zero (1.0 - (a + b) * x / (a + 1.0));
  double h = d;

  for (int m = 1; m < MAX_TERMS; m++)
    {
      double even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
      double odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
      double step;

      d = 1.0 / not_zero (1.0 + even * d);
      c = not_zero (1.0 + even / c);
      h *= d * c;
      d = 1.0 / not_zero (1.0 + odd * d);
      c = not_zero (1.0 + odd / c);
      step = d * c;
      h *= step;
      if (fabs (step - 1.0) < 1e-16)
        break;
    }
  return h;
}

double
crf_incomplete_beta (double x,
                     double a,
                     double b)
{
  double front;

  if (isnan (x) || x <= 0.0)
    return isnan (x) ? NAN : 0.0;
  if (x >= 1.0)
    return 1.0;

  front = exp (log_gamma (a + b) - log_gamma (a) - log_gamma (b) + a * log (x) + b * log1p (-x));
  if (x < (a + 1.0) / (a + b + 2.0))
    return front * beta_fraction (x, a, b) / a;
  return 1.0 - front * beta_fraction (1.0 - x, b, a) / b;
}

static double
gamma_p_series (double a,
                double x)
{
  double term = 1.0 / a;
  double sum = term;

  for (int n = 1; n < MAX_TERMS && fabs (term) > fabs (sum) * 1e-17; n++)
    {
      term *= x / (a + n);
      sum += term;
    }
  return sum * exp (-x + a * log (x) - log_gamma (a));
}

static double
gamma_q_fraction (double a,
                  double x)
{
  double b = x + 1.0 - a;
  double c = 1e300;
  double d = 1.0 / not_zero (b);
  double h = d;

  for (int i = 1; i < MAX_TERMS; i++)
    {
      double an = -i * (i - a);
      double step;

      b += 2.0;
      d = 1.0 / not_zero (an * d + b);
      c = not_zero (b + an / c);
      step = d * c;
      h *= step;
      if (fabs (step - 1.0) < 1e-16)
        break;
    }
  return exp (-x + a * log (x) - log_gamma (a)) * h;
}

double
crf_incomplete_gamma_q (double a,
                        double x)
{
  if (isnan (x) || x <= 0.0)
    return isnan (x) ? NAN : 1.0;
  return x < a + 1.0 ? 1.0 - gamma_p_series (a, x) : gamma_q_fraction (a, x);
}

double
crf_normal_cdf (double z)
{
  return 0.5 * erfc (-z / G_SQRT2);
}

double
crf_normal_quantile (double p)
{
  double low = -40.0, high = 40.0;

  if (isnan (p) || p <= 0.0 || p >= 1.0)
    return NAN;
  /* The lower tail keeps its digits; the upper one is its mirror. */
  if (p > 0.5)
    return -crf_normal_quantile (1.0 - p);

  while (high - low > 1e-15 * MAX (fabs (low), 1e-3))
    {
      double middle = low + (high - low) / 2.0;

      if (middle <= low || middle >= high)
        break;
      if (crf_normal_cdf (middle) < p)
        low = middle;
      else
        high = middle;
    }
  return low + (high - low) / 2.0;
}

double
crf_beta_quantile (double p,
                   double a,
                   double b)
{
  double low = 0.0, high = 1.0;

  if (isnan (p) || p < 0.0 || p > 1.0)
    return NAN;

  for (int i = 0; i < 1100 && high - low > 1e-16 * high; i++)
    {
      double middle = low + (high - low) / 2.0;

      if (middle <= low || middle >= high)
        break;
      if (crf_incomplete_beta (middle, a, b) < p)
        low = middle;
      else
        high = middle;
    }
  return low + (high - low) / 2.0;
}

double
crf_t_p (double t,
         double df)
{
  return crf_incomplete_beta (df / (df + t * t), df / 2.0, 0.5);
}

double
crf_t_critical (double level,
                double df)
{
  /* t² / (df + t²) has a beta distribution; its small end keeps the digits. */
  double y = crf_beta_quantile (level, 0.5, df / 2.0);

  return sqrt (df * y / (1.0 - y));
}

double
crf_chi_squared_p (double x,
                   double df)
{
  return crf_incomplete_gamma_q (df / 2.0, x / 2.0);
}
