/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Comparison of two samples. Each result names its method, for the line under the table. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct {
  const char *method;    /* N_(): "Welch t-test" … */
  gsize       n_x, n_y;  /* values that were used */
  double      statistic; /* t, V or W; NAN: no test possible */
  double      df;        /* NAN where there is none */
  double      p;         /* two-sided */
  double      estimate;  /* mean difference, x - y; NAN for rank tests */
  double      lower;     /* 95 % t limits of the difference */
  double      upper;
} CrfTestResult;

/* Paired tests use the pairs with both values (NAN: missing); the difference is x - y. */
gboolean crf_test_paired_t      (const double  *x,
                                 const double  *y,
                                 gsize          n,
                                 CrfTestResult *result,
                                 GError       **error);

/* Signed rank: exact below 50 pairs without ties and zeros, else normal with continuity correction. */
gboolean crf_test_signed_rank   (const double  *x,
                                 const double  *y,
                                 gsize          n,
                                 CrfTestResult *result,
                                 GError       **error);

gboolean crf_test_welch         (const double  *x,
                                 gsize          n_x,
                                 const double  *y,
                                 gsize          n_y,
                                 CrfTestResult *result,
                                 GError       **error);

/* Exact below 50 in both groups without ties, else normal with tie and continuity correction. */
gboolean crf_test_mann_whitney  (const double  *x,
                                 gsize          n_x,
                                 const double  *y,
                                 gsize          n_y,
                                 CrfTestResult *result,
                                 GError       **error);

G_END_DECLS
