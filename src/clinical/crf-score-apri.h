/* SPDX-License-Identifier: GPL-3.0-or-later */

/* APRI, AST to platelet ratio index. Exploratory in established cirrhosis. */

#pragma once

#include "crf-score.h"

G_BEGIN_DECLS

typedef struct {
  CrfLab ast;     /* U/L, or µkat/L (si) */
  CrfLab ast_uln; /* the laboratory's own upper limit, same units */
  CrfLab plt;     /* 10⁹/L */
} CrfApriInput;

/* AST / ULN / platelets × 100; grade "low" <= 0.5, "high" > 1.5, else "indeterminate". */
CrfScoreResult *crf_score_apri (const CrfApriInput *input);

G_END_DECLS
