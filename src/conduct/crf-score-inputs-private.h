/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What scores look at, taken from one visit. Only for the files that compute scores. */

#pragma once

#include "crf-casebook.h"
#include "crf-score-child-pugh.h"
#include "crf-score.h"

G_BEGIN_DECLS

typedef enum
{
  CRF_SCORE_INPUT_BILIRUBIN,
  CRF_SCORE_INPUT_CREATININE,
  CRF_SCORE_INPUT_INR,
  CRF_SCORE_INPUT_ALBUMIN,
  CRF_SCORE_INPUT_SODIUM,
  CRF_SCORE_INPUT_PT,
  CRF_SCORE_INPUT_PT_CONTROL,
  CRF_SCORE_INPUT_AST,
  CRF_SCORE_INPUT_ALT,
  CRF_SCORE_INPUT_PLATELETS,
  CRF_SCORE_INPUT_WHITE_CELLS,
  CRF_N_SCORE_LABS,
  CRF_SCORE_INPUT_WEIGHT = CRF_N_SCORE_LABS,
  CRF_SCORE_INPUT_HEIGHT,
  CRF_SCORE_INPUT_SBP,
  CRF_SCORE_INPUT_DBP,
  CRF_SCORE_INPUT_PAO2_FIO2,
  CRF_SCORE_INPUT_SPO2_FIO2,
  CRF_SCORE_INPUT_DIALYSIS,
  CRF_SCORE_INPUT_RRT,
  CRF_SCORE_INPUT_VASOPRESSORS,
  CRF_SCORE_INPUT_ASCITES,
  CRF_SCORE_INPUT_HE,
  CRF_SCORE_INPUT_HE_CONTROL,
  CRF_SCORE_INPUT_AETIOLOGY,
  CRF_SCORE_INPUT_SEX,
  CRF_SCORE_INPUT_AGE,     /* of the subject on the day of the sample */
  CRF_SCORE_INPUT_AST_ULN, /* of the laboratory on that day */
  CRF_N_SCORE_INPUTS,
} CrfScoreInput;

#define CRF_SCORE_BIT(input) (1u << CRF_SCORE_INPUT_##input)

/* Everything that scores look at, taken from one event instance. Pointers are the casebook's. */
typedef struct
{
  const CrfFormulas *formulas;
  CrfLab labs[CRF_N_SCORE_LABS];
  CrfCell *cells[CRF_N_SCORE_INPUTS];
  const char *codes[CRF_N_SCORE_INPUTS];
  const char *times[CRF_N_SCORE_INPUTS]; /* when the sample was taken, or NULL */
  double age;                            /* completed years on the day of the sample; NAN: not known */
  double age_today;                      /* where the day of the sample is not known; NAN: not known either */
  CrfLab ast_uln;
  gboolean purified;                     /* plasma exchange, MARS … in the 72 h before */
  gboolean infused_albumin;              /* albumin or plasma in the 7 days before */
  gboolean he_control_asked;             /* the study asks how encephalopathy answers to medicine */
  const char *gap_reason;                /* why scores count although the samples lie apart; NULL: nobody said so */
} CrfScoreInputs;

void         crf_score_inputs_gather (CrfScoreInputs *inputs, CrfCasebook *casebook, const char *event, const char *eventkey);
/* Bits of the inputs that a value of the concept is; all where it is more than a result. @may_move_day: it is a result of a sample, and where it comes
 * or goes, the day may be another, to which the age is counted. */
guint        crf_score_inputs_of_concept (const char *concept, gboolean *may_move_day);
/* Hours that the samples of the @used inputs lie apart at least, rounded up. Samples without a time count as taken with the others of the visit. */
int          crf_score_inputs_hours_apart (const CrfScoreInputs *inputs, guint used);
/* Compact JSON: concept → {value, unit, entry}. Free it. */
char        *crf_score_inputs_to_json (const CrfScoreInputs *inputs, guint used);
/* A number that is no laboratory value, in its canonical unit; NAN where it is missing. */
double       crf_score_inputs_get_number (const CrfScoreInputs *inputs, CrfScoreInput input);
CrfAnswer    crf_score_inputs_get_answer (const CrfScoreInputs *inputs, CrfScoreInput input);
CrfSex       crf_score_inputs_get_sex (const CrfScoreInputs *inputs);
CrfAscites   crf_score_inputs_get_ascites (const CrfScoreInputs *inputs);
int          crf_score_inputs_get_he (const CrfScoreInputs *inputs);
CrfHeControl crf_score_inputs_get_he_control (const CrfScoreInputs *inputs);

/* The codes of the form library, shared with the functions of expressions. */
CrfAscites   crf_ascites_from_code (const char *code);
/* West Haven; minimal encephalopathy is found by tests only and counts as none. */
int          crf_he_from_code (const char *code);
CrfHeControl crf_he_control_from_code (const char *code);
CrfChildPughTable crf_child_pugh_table_from_name (const char *name);

G_END_DECLS
