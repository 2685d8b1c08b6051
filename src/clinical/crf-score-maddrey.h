/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Maddrey's discriminant function, alcoholic hepatitis only. */

#pragma once

#include "crf-score.h"

G_BEGIN_DECLS

typedef struct {
  CrfLab   pt_s;      /* patient's prothrombin time, s */
  CrfLab   control_s; /* the laboratory's control, s */
  CrfLab   bili;      /* mg/dL or µmol/L */
  gboolean severe_above; /* FALSE: severe at >= 32, TRUE: at > 32 */
} CrfMaddreyInput;

/* 4.6 (PT - control) + bilirubin mg/dL; grade "severe" or "not severe". */
CrfScoreResult *crf_score_maddrey (const CrfMaddreyInput *input);

G_END_DECLS
