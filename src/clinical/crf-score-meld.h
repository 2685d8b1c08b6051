/* SPDX-License-Identifier: GPL-3.0-or-later */

/* MELD, the UNOS form: model for end-stage liver disease. */

#pragma once

#include "crf-score.h"

G_BEGIN_DECLS

typedef enum {
  CRF_MELD_AETIOLOGY_ALWAYS_1, /* UNOS: the constant 0.643 always counts */
  CRF_MELD_AETIOLOGY_ORIGINAL, /* Kamath 2001: not for cholestatic or alcoholic disease */
} CrfMeldAetiologyTerm;

typedef struct {
  CrfLab               bili;  /* mg/dL or µmol/L */
  CrfLab               inr;
  CrfLab               creat; /* mg/dL or µmol/L */
  CrfAnswer            dialysis; /* two or more, or 24 h of CVVHD, in the prior 7 days */
  CrfMeldAetiologyTerm aetiology_term;
  CrfAnswer            cholestatic_or_alcoholic; /* asked only with the original term */
} CrfMeldInput;

/* 10 × (0.957 ln creat + 0.378 ln bili + 1.120 ln INR + 0.643), nearest integer, 6 to 40.
 * Inputs below 1.0 count as 1.0; creatinine above 4.0, or on dialysis, as 4.0 mg/dL. */
CrfScoreResult *crf_score_meld (const CrfMeldInput *input);

G_END_DECLS
