/* SPDX-License-Identifier: GPL-3.0-or-later */

/* MELD 3.0. */

#pragma once

#include "crf-score.h"

G_BEGIN_DECLS

typedef struct {
  CrfSex    sex;   /* as the allocation rule uses it */
  CrfLab    bili;  /* mg/dL or µmol/L */
  CrfLab    inr;
  CrfLab    creat; /* mg/dL or µmol/L */
  CrfLab    na;    /* mmol/L */
  CrfLab    alb;   /* g/dL or g/L */
  CrfAnswer dialysis;
  double    age_y; /* completed years; NAN: not given. Under 18 is refused */
  gboolean  uncapped; /* Kim 2021 has no upper bound; OPTN keeps 6 to 40 */
} CrfMeld3Input;

/* Kim 2021, bounds bili, INR, creat >= 1.0, creat <= 3.0 (and 3.0 on dialysis), Na 125 to 137,
 * albumin 1.5 to 3.5 g/dL. */
CrfScoreResult *crf_score_meld_3 (const CrfMeld3Input *input);

G_END_DECLS
