/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Child-Pugh points and class. Sources disagree on cut-offs, so they are a study's choice. */

#pragma once

#include "crf-score.h"

G_BEGIN_DECLS

typedef enum {
  CRF_CHILD_PUGH_BY_UNIT, /* mg/dL table for mg/dL, SI 34/51 for µmol/L */
  CRF_CHILD_PUGH_MGDL,    /* 2 and 3 mg/dL (cholestatic 4 and 10) */
  CRF_CHILD_PUGH_SI,      /* 34 and 51 µmol/L (cholestatic 68 and 170) */
  CRF_CHILD_PUGH_SI_EXACT, /* 34.2 and 51.3 µmol/L (cholestatic 68.4 and 171) */
} CrfChildPughTable;

typedef enum {
  CRF_CHILD_PUGH_INR,
  CRF_CHILD_PUGH_PT, /* seconds over the laboratory's control */
} CrfChildPughCoagulation;

/* What Child-Pugh asks beside the grade: how encephalopathy answers to medicine. */
typedef enum {
  CRF_HE_CONTROL_NOT_ASKED, /* the grade alone decides */
  CRF_HE_CONTROL_NONE,      /* no encephalopathy, or minimal only */
  CRF_HE_CONTROL_SUPPRESSED, /* grade 1 to 2, or suppressed by medicine: at least 2 points */
  CRF_HE_CONTROL_REFRACTORY, /* grade 3 to 4, or refractory: 3 points */
} CrfHeControl;

typedef struct {
  CrfLab                  bili; /* mg/dL or µmol/L, compared in the table's unit */
  CrfLab                  alb;  /* g/dL or g/L */
  CrfChildPughCoagulation coagulation;
  CrfLab                  inr;          /* with CRF_CHILD_PUGH_INR */
  CrfLab                  pt_prolong_s; /* with CRF_CHILD_PUGH_PT: seconds over control, or … */
  CrfLab                  pt_s, control_s; /* … both times, when pt_prolong_s is missing */
  CrfAscites              ascites;
  int                     he_grade; /* West Haven 0 to 4, CRF_HE_UNKNOWN; minimal counts as 0 */
  CrfHeControl            he_control; /* the worse of grade and control counts */
  gboolean                cholestatic; /* PBC, PSC: wider bilirubin limits */
  CrfChildPughTable       table;
  /* 0: the usual 28 and 35 g/L, 1.7 and 2.3, 4 and 6 s */
  double                  alb_low_gl, alb_high_gl;
  double                  inr_low, inr_high;
  double                  pt_low_s, pt_high_s;
} CrfChildPughInput;

/* 5 to 15 points; A 5-6, B 7-9, C 10-15. A value on a cut-off takes 2 points. */
CrfScoreResult *crf_score_child_pugh (const CrfChildPughInput *input);

G_END_DECLS
