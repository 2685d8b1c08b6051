/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Laboratory grades of CTCAE version 5.0 with the abnormal-baseline rule. PTA, PT, cholinesterase,
 * AFP, total protein and direct bilirubin have no grade there and get none here.
 */

#pragma once

#include "crf-score.h"

G_BEGIN_DECLS

#define CRF_CTCAE_VERSION "5.0"

typedef enum {
  CRF_CTCAE_ALT,       /* U/L */
  CRF_CTCAE_AST,       /* U/L */
  CRF_CTCAE_ALP,       /* U/L */
  CRF_CTCAE_GGT,       /* U/L */
  CRF_CTCAE_BILIRUBIN, /* µmol/L */
  CRF_CTCAE_CREATININE, /* µmol/L */
  CRF_CTCAE_INR,
  CRF_CTCAE_ALBUMIN,   /* g/L */
  CRF_CTCAE_SODIUM_LOW, /* mmol/L */
  CRF_CTCAE_SODIUM_HIGH,
  CRF_CTCAE_POTASSIUM_LOW,
  CRF_CTCAE_POTASSIUM_HIGH,
  CRF_CTCAE_PLATELETS, /* 10⁹/L */
  CRF_CTCAE_HAEMOGLOBIN, /* g/L */
  CRF_CTCAE_WBC_LOW,   /* 10⁹/L */
  CRF_CTCAE_WBC_HIGH,
  CRF_CTCAE_NEUTROPHILS,
  CRF_CTCAE_LYMPHOCYTES,
  CRF_N_CTCAE_TESTS,
} CrfCtcaeTest;

/* All numbers in the test's unit; NAN is missing. Only what the test uses is asked. */
typedef struct {
  double    value;
  double    baseline; /* last value before the first infusion */
  double    uln;
  double    lln;
  gboolean  is_baseline; /* this value is the baseline: graded by ULN, no baseline asked */
  CrfAnswer symptomatic; /* low sodium 125 to 129, low potassium above 3.0 */
  CrfAnswer life_threatening; /* albumin, haemoglobin, white cells high, at grade 3; unknown: grade 3 with a note */
  CrfAnswer on_anticoagulant; /* INR: only then multiples of the baseline count */
} CrfCtcaeInput;

/* Grade 0 to 4 as value and grade text; the term is the result's formula. */
CrfScoreResult *crf_ctcae_grade  (CrfCtcaeTest         test,
                                  const CrfCtcaeInput *input);

/* The same grade alone, without the words that explain it; -1: none can be given. */
int             crf_ctcae_grade_number (CrfCtcaeTest         test,
                                        const CrfCtcaeInput *input);

/* N_() term: "Alanine aminotransferase increased". */
const char     *crf_ctcae_term   (CrfCtcaeTest         test);
const char     *crf_ctcae_unit   (CrfCtcaeTest         test);

/* TRUE when the form must ask whether grade 4 criteria by consequence are met
 * (albumin, haemoglobin, white cells high). */
gboolean        crf_ctcae_grade_4_is_clinical (CrfCtcaeTest test);

/* Treatment-emergent: a grade after the first infusion higher than the baseline's. */
gboolean        crf_ctcae_is_emergent (int baseline_grade,
                                       int grade);

G_END_DECLS
