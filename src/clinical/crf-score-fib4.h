/* SPDX-License-Identifier: GPL-3.0-or-later */

/* FIB-4, a fibrosis index. Exploratory in established cirrhosis. */

#pragma once

#include "crf-score.h"

G_BEGIN_DECLS

typedef struct {
  double age_y; /* completed years on the sample's date; NAN: missing */
  CrfLab ast;   /* U/L, or µkat/L (si) */
  CrfLab alt;   /* U/L, or µkat/L (si) */
  CrfLab plt;   /* 10⁹/L */
  double low;   /* 0: 1.45 */
  double high;  /* 0: 3.25 */
} CrfFib4Input;

/* age × AST / (platelets × √ALT); grade "low" < 1.45, "high" > 3.25, else "indeterminate". */
CrfScoreResult *crf_score_fib4 (const CrfFib4Input *input);

G_END_DECLS
