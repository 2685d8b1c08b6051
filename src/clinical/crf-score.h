/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What every score, grade and dose figure has in common: inputs that may be
 * missing, and a result that says which formula was used, what was done with
 * each input, or why there is no figure.
 */

#pragma once

#include "crf-number.h"

#include <glib.h>
#include <math.h>

G_BEGIN_DECLS

/* One laboratory value. A zero-filled one is 0 and is refused where 0 cannot be;
 * a missing one is made by crf_lab_missing(). */
typedef struct {
  double        value;      /* NAN: not measured */
  gboolean      si;         /* TRUE: µmol/L, g/L, µkat/L; FALSE: mg/dL, g/dL, U/L */
  double        factor;     /* SI units in one conventional unit; 0: the default (17.1, 88.4, 10) */
  CrfComparator comparator; /* a value beyond the method's range */
} CrfLab;

static inline CrfLab
crf_lab_missing (void)
{
  return (CrfLab) { .value = NAN };
}

/* A value in the conventional unit, or in the only unit there is (INR, mmol/L, 10⁹/L, s). */
static inline CrfLab
crf_lab (double value)
{
  return (CrfLab) { .value = value };
}

static inline CrfLab
crf_lab_si (double value)
{
  return (CrfLab) { .value = value, .si = TRUE };
}

/* An answer that may not have been given. Unknown is never "no". */
typedef enum {
  CRF_ANSWER_UNKNOWN,
  CRF_ANSWER_NO,
  CRF_ANSWER_YES,
} CrfAnswer;

typedef enum {
  CRF_SEX_UNKNOWN,
  CRF_SEX_MALE,
  CRF_SEX_FEMALE,
} CrfSex;

/* Ascites as Child-Pugh asks it: the response to diuretics decides, not the ICA grade. */
typedef enum {
  CRF_ASCITES_UNKNOWN,
  CRF_ASCITES_NONE,
  CRF_ASCITES_SLIGHT,   /* slight, or controlled by diuretics */
  CRF_ASCITES_MODERATE, /* at least moderate despite diuretics */
} CrfAscites;

/* West Haven grade of hepatic encephalopathy where an examination gave one. */
#define CRF_HE_UNKNOWN -1

typedef enum {
  CRF_SCORE_DONE,    /* there is a figure */
  CRF_SCORE_MISSING, /* no figure: `missing` lists the inputs */
  CRF_SCORE_REFUSED, /* no figure: `reason` is a sentence */
} CrfScoreStatus;

typedef enum {
  CRF_STEP_INPUT,      /* a value as entered, with unit */
  CRF_STEP_CONVERSION, /* unit conversion with its factor */
  CRF_STEP_CLAMP,      /* a bound was applied: "0.6 → 1.0 mg/dL" */
  CRF_STEP_RULE,       /* a rule decided: points, dialysis, baseline rule */
  CRF_STEP_ARITHMETIC, /* a sum with its numbers */
  CRF_STEP_RESULT,     /* rounding, class, grade */
  CRF_STEP_NOTE,       /* a caution for the reader */
} CrfStepKind;

typedef struct {
  CrfStepKind kind;
  const char *label; /* translated: "Creatinine" */
  const char *text;  /* translated words and numbers: "0.6 → 1.0 mg/dL" */
  double      value; /* the number this step ends with, or NAN */
} CrfScoreStep;

/* Immutable once returned; pass it between threads and share it by reference. */
typedef struct _CrfScoreResult CrfScoreResult;
struct _CrfScoreResult {
  CrfScoreStatus status;
  const char    *name;     /* registry name: "MELD_NA_2016" */
  const char    *formula;  /* translated name: "MELD-Na" */
  const char    *version;  /* "OPTN policy 9.1.D, January 2016" */
  const char    *variant;  /* study choices that were used: "factor_bili=17.1; …", "" if none */
  const char    *citation;
  const char    *unit;     /* of the figure, or "" */
  double         raw;      /* unrounded, unbounded; NAN without a figure */
  double         value;    /* as shown */
  const char    *grade;    /* "A", "2"; NULL where the score has none */
  const char    *display;  /* as shown to people: "18", "-1.25"; "" without a figure */
  const char    *text;     /* as `compute` prints it: "-1.253004"; "NA" without a figure */
  GPtrArray     *steps;    /* CrfScoreStep*, in order */
  GPtrArray     *missing;  /* const char*, input keys: "creat_umol" */
  GPtrArray     *missing_labels; /* const char*, translated, same order */
  const char    *reason;   /* translated sentence when refused, else NULL */
  /*< private >*/
  GStringChunk  *strings;
  gboolean       silent;   /* only the figure is asked for: no steps are written */
};

CrfScoreResult *crf_score_result_ref     (CrfScoreResult       *self);
void            crf_score_result_unref   (CrfScoreResult       *self);

/* One sentence for a result without a figure (what is missing, or why refused);
 * NULL when there is a figure. Free it. */
char           *crf_score_result_sentence (const CrfScoreResult *self);

/* The grade in words, translated: "capped" → "capped at the maximum"; classes and numbers as they
 * are. NULL where there is none. */
const char     *crf_score_result_grade_label (const CrfScoreResult *self);

/* All steps as lines "label: text", for a terminal or a report. Free it. */
char           *crf_score_result_explain  (const CrfScoreResult *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrfScoreResult, crf_score_result_unref)

G_END_DECLS
