/* SPDX-License-Identifier: GPL-3.0-or-later */

/* ALBI score and grade. */

#pragma once

#include "crf-score.h"

G_BEGIN_DECLS

typedef struct {
  CrfLab bili; /* µmol/L (si) or mg/dL */
  CrfLab alb;  /* g/L (si) or g/dL */
} CrfAlbiInput;

/* 0.66 log10 bilirubin µmol/L - 0.085 albumin g/L. Grade 1 <= -2.60 < 2 <= -1.39 < 3, on the raw value. */
CrfScoreResult *crf_score_albi (const CrfAlbiInput *input);

G_END_DECLS
