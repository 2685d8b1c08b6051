/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What all of this folder shares: the error domain, sums that do not lose small terms, and the
 * distributions behind limits and p-values.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define CRF_STATISTICS_ERROR (crf_statistics_error_quark ())

typedef enum {
  CRF_STATISTICS_ERROR_VALUE,  /* not finite, a negative time, more events than trials … */
  CRF_STATISTICS_ERROR_GROUPS, /* fewer than 2 or more than 10 groups */
  CRF_STATISTICS_ERROR_STATUS, /* a competing event where only events and censorings are understood */
  CRF_STATISTICS_ERROR_LEVEL,  /* a confidence level that is not between 0 and 1 */
} CrfStatisticsError;

GQuark   crf_statistics_error_quark (void);

/* TRUE when 0 < level < 1. */
gboolean crf_statistics_check_level (double        level,
                                     GError      **error);

/* Neumaier's compensated sum. Zero-filled to begin with. */
typedef struct {
  double sum;
  double compensation;
} CrfSum;

void     crf_sum_add            (CrfSum       *self,
                                 double        x);
double   crf_sum_value          (const CrfSum *self);

/* Regularised incomplete beta and gamma functions. */
double   crf_incomplete_beta    (double        x,
                                 double        a,
                                 double        b);
double   crf_incomplete_gamma_q (double        a,
                                 double        x);

double   crf_normal_cdf         (double        z);
double   crf_normal_quantile    (double        p);
double   crf_beta_quantile      (double        p,
                                 double        a,
                                 double        b);
/* Two-sided p-value and two-sided critical value (0.95 → 1.96 as df grows). */
double   crf_t_p                (double        t,
                                 double        df);
double   crf_t_critical         (double        level,
                                 double        df);
double   crf_chi_squared_p      (double        x,
                                 double        df);

G_END_DECLS
