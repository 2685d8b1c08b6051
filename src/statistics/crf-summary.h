/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Summary of a set of numbers. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* NAN: not defined, such as SD and limits with n = 1. */
typedef struct {
  gsize  n;
  gsize  n_missing; /* NAN among the values */
  double mean;
  double sd;        /* n - 1 */
  double median;
  double q1, q3;    /* type 7 of R, as PERCENTILE.INC of spreadsheets */
  double min, max;
  double level;     /* of the limits, 0.95 */
  double ci_lower;  /* t limits of the mean */
  double ci_upper;
} CrfSummary;

/* Name of the quartile rule for tables: N_("type 7"). */
#define CRF_QUANTILE_RULE "type 7"

/* NAN is a missing value; FALSE with @error for infinity and for a level outside 0 to 1. */
gboolean crf_summary_compute (const double *values,
                              gsize         n,
                              double        level,
                              CrfSummary   *summary,
                              GError      **error);

/* The @p quantile of @n sorted numbers, type 7; NAN with n = 0. */
double   crf_quantile_sorted (const double *sorted,
                              gsize         n,
                              double        p);

G_END_DECLS
