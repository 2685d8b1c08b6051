/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Change from baseline: only subjects with both values. Nothing is carried forward. */

#pragma once

#include "crf-summary.h"

G_BEGIN_DECLS

typedef struct {
  gsize      n_baseline_only; /* subjects left out for want of the later value */
  gsize      n_value_only;    /* … of the baseline */
  CrfSummary baseline;        /* of the pairs */
  CrfSummary value;
  CrfSummary change;          /* value - baseline */
  CrfSummary percent;         /* 100 × change / baseline, pairs with a baseline other than 0 */
} CrfChange;

/* Two arrays of @n subjects in the same order, NAN where missing. */
gboolean crf_change_compute (const double *baseline,
                             const double *values,
                             gsize         n,
                             double        level,
                             CrfChange    *change,
                             GError      **error);

G_END_DECLS
