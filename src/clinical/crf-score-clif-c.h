/* SPDX-License-Identifier: GPL-3.0-or-later */

/* CLIF-C organ failure, ACLF and acute decompensation scores. */

#pragma once

#include "crf-score.h"

G_BEGIN_DECLS

typedef struct {
  CrfLab    bili;  /* mg/dL or µmol/L */
  CrfLab    creat; /* mg/dL or µmol/L */
  CrfAnswer rrt;   /* renal replacement therapy */
  int       he_grade; /* West Haven 0 to 4, CRF_HE_UNKNOWN */
  CrfLab    inr;
  double    map_mmhg;
  CrfAnswer vasopressors;
  double    pao2_fio2; /* mmHg; NAN where only the saturation is known */
  double    spo2_fio2; /* %; NAN where not used */
} CrfClifOfInput;

typedef struct {
  CrfClifOfInput organs;
  double         age_y;
  CrfLab         wbc; /* 10⁹/L */
} CrfClifAclfInput;

typedef struct {
  double age_y;
  CrfLab creat; /* mg/dL or µmol/L */
  CrfLab inr;
  CrfLab wbc;   /* 10⁹/L */
  CrfLab na;    /* mmol/L */
} CrfClifAdInput;

/* 6 to 18 points over six organs. */
CrfScoreResult *crf_score_clif_of   (const CrfClifOfInput   *input);

/* 10 (0.33 OF + 0.04 age + 0.63 ln WBC - 2), kept in 0 to 100. */
CrfScoreResult *crf_score_clif_aclf (const CrfClifAclfInput *input);

/* 10 (0.03 age + 0.66 ln creat + 1.71 ln INR + 0.88 ln WBC - 0.05 Na + 8), kept in 0 to 100. */
CrfScoreResult *crf_score_clif_ad   (const CrfClifAdInput   *input);

G_END_DECLS
