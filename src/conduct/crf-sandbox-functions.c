/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Scores as functions of expressions. A missing argument is a missing result, never a guess. */

#include "crf-sandbox-functions.h"

#include "crf-score-albi.h"
#include "crf-score-apri.h"
#include "crf-score-fib4.h"
#include "crf-score-inputs-private.h"
#include "crf-score-meld-3.h"
#include "crf-score-meld-na.h"

#include <string.h>

typedef CrfScoreResult *(*ScoreFunction) (const CrfScalar *arguments, const CrfFormulas *formulas);

static CrfLab
lab (const CrfScalar *argument,
     gboolean si,
     double factor)
{
  if (argument->is_null || !argument->is_number)
    return crf_lab_missing ();
  return (CrfLab) { .value = argument->number, .si = si, .factor = factor };
}

static gboolean
is_code (const CrfScalar *argument,
         const char *code)
{
  return !argument->is_null && !argument->is_number && argument->text != NULL && strcmp (argument->text, code) == 0;
}

static CrfAnswer
answer (const CrfScalar *argument)
{
  if (is_code (argument, "Y"))
    return CRF_ANSWER_YES;
  return is_code (argument, "N") ? CRF_ANSWER_NO : CRF_ANSWER_UNKNOWN;
}

static CrfMeldInput
meld_input (const CrfScalar *bilirubin,
            const CrfScalar *inr,
            const CrfScalar *creatinine,
            const CrfScalar *dialysis,
            const CrfFormulas *formulas)
{
  return (CrfMeldInput) {
    .bili = lab (bilirubin, TRUE, formulas->factor_bilirubin),
    .inr = lab (inr, FALSE, 0),
    .creat = lab (creatinine, TRUE, formulas->factor_creatinine),
    .dialysis = answer (dialysis),
    .aetiology_term = g_strcmp0 (formulas->meld_aetiology, "original") == 0 ? CRF_MELD_AETIOLOGY_ORIGINAL
                                                                            : CRF_MELD_AETIOLOGY_ALWAYS_1,
  };
}

static CrfScoreResult *
meld (const CrfScalar *a,
      const CrfFormulas *formulas)
{
  CrfMeldInput input = meld_input (&a[0], &a[1], &a[2], &a[3], formulas);

  return crf_score_meld (&input);
}

static CrfScoreResult *
meld_na (const CrfScalar *a,
         const CrfFormulas *formulas)
{
  CrfMeldNaInput input = { .meld = meld_input (&a[0], &a[1], &a[2], &a[4], formulas), .na = lab (&a[3], FALSE, 0) };

  return crf_score_meld_na (&input);
}

static CrfScoreResult *
meld_3 (const CrfScalar *a,
        const CrfFormulas *formulas)
{
  CrfMeld3Input input = {
    .bili = lab (&a[0], TRUE, formulas->factor_bilirubin),
    .inr = lab (&a[1], FALSE, 0),
    .creat = lab (&a[2], TRUE, formulas->factor_creatinine),
    .na = lab (&a[3], FALSE, 0),
    .alb = lab (&a[4], TRUE, 0),
    .sex = is_code (&a[5], "M") ? CRF_SEX_MALE : is_code (&a[5], "F") ? CRF_SEX_FEMALE : CRF_SEX_UNKNOWN,
    .dialysis = answer (&a[6]),
    .age_y = NAN,
  };

  return crf_score_meld_3 (&input);
}

/* Encephalopathy is a number where an expression made one of the code. */
static int
he_grade (const CrfScalar *argument)
{
  if (argument->is_null)
    return CRF_HE_UNKNOWN;
  if (!argument->is_number)
    return crf_he_from_code (argument->text);
  return argument->number >= 0 && argument->number <= 4 ? (int) argument->number : CRF_HE_UNKNOWN;
}

static CrfScoreResult *
child_pugh_with (const CrfScalar *a,
                 const CrfScalar *control,
                 const CrfFormulas *formulas)
{
  gboolean by_time = g_strcmp0 (formulas->child_pugh_coagulation, "pt") == 0;
  CrfChildPughInput input = {
    .bili = lab (&a[0], TRUE, formulas->factor_bilirubin),
    .alb = lab (&a[1], TRUE, 0),
    .coagulation = by_time ? CRF_CHILD_PUGH_PT : CRF_CHILD_PUGH_INR,
    .inr = by_time ? crf_lab_missing () : lab (&a[2], FALSE, 0),
    .pt_prolong_s = by_time ? lab (&a[2], FALSE, 0) : crf_lab_missing (),
    .pt_s = crf_lab_missing (),
    .control_s = crf_lab_missing (),
    .ascites = crf_ascites_from_code (a[3].is_null || a[3].is_number ? NULL : a[3].text),
    .he_grade = he_grade (&a[4]),
    .cholestatic = g_strcmp0 (formulas->child_pugh_table, "cholestatic") == 0,
    .table = crf_child_pugh_table_from_name (formulas->child_pugh_table),
  };

  if (control != NULL && !control->is_null && !control->is_number)
    input.he_control = crf_he_control_from_code (control->text);
  return crf_score_child_pugh (&input);
}

static CrfScoreResult *
child_pugh (const CrfScalar *a,
            const CrfFormulas *formulas)
{
  return child_pugh_with (a, NULL, formulas);
}

static CrfScoreResult *
child_pugh_control (const CrfScalar *a,
                    const CrfFormulas *formulas)
{
  return child_pugh_with (a, &a[5], formulas);
}

static CrfScoreResult *
albi (const CrfScalar *a,
      const CrfFormulas *formulas)
{
  CrfAlbiInput input = { .bili = lab (&a[0], TRUE, formulas->factor_bilirubin), .alb = lab (&a[1], TRUE, 0) };

  return crf_score_albi (&input);
}

static CrfScoreResult *
fib4 (const CrfScalar *a,
      const CrfFormulas *formulas)
{
  CrfFib4Input input = { .age_y = a[0].is_null || !a[0].is_number ? NAN : a[0].number, .ast = lab (&a[1], FALSE, 0),
                         .alt = lab (&a[2], FALSE, 0), .plt = lab (&a[3], FALSE, 0) };

  return crf_score_fib4 (&input);
}

static CrfScoreResult *
apri (const CrfScalar *a,
      const CrfFormulas *formulas)
{
  CrfApriInput input = { .ast = lab (&a[0], FALSE, 0), .ast_uln = lab (&a[1], FALSE, 0), .plt = lab (&a[2], FALSE, 0) };

  return crf_score_apri (&input);
}

/* Grades and cut-offs go by the unrounded figure of scores that are no whole points: an ALBI of -2.596 is not -2.60. */
static void
evaluate (ScoreFunction function,
          gboolean raw,
          const CrfScalar *arguments,
          CrfScalar *result,
          const CrfFormulas *formulas)
{
  g_autoptr (CrfScoreResult) score = function (arguments, formulas);

  result->is_null = score->status != CRF_SCORE_DONE;
  result->is_number = TRUE;
  result->number = raw ? score->raw : score->value;
}

#define WRAP(name, raw)                                                                            \
  static void name##_scalar (const CrfScalar *arguments, int n, CrfScalar *result, gpointer data)  \
  {                                                                                                \
    evaluate (name, raw, arguments, result, data);                                                 \
  }

WRAP (meld, FALSE)
WRAP (meld_na, FALSE)
WRAP (meld_3, FALSE)
WRAP (child_pugh, FALSE)
WRAP (child_pugh_control, FALSE)
WRAP (albi, TRUE)
WRAP (fib4, TRUE)
WRAP (apri, TRUE)

gboolean
crf_sandbox_add_scores (CrfSandbox *sandbox,
                        const CrfStudy *study,
                        GError **error)
{
  static const struct { const char *name; int n_args; CrfScalarFunction function; } functions[] = {
    { "meld", 4, meld_scalar }, { "meld_na", 5, meld_na_scalar }, { "meld_3", 7, meld_3_scalar },
    { "child_pugh", 5, child_pugh_scalar }, { "child_pugh", 6, child_pugh_control_scalar }, { "albi", 2, albi_scalar },
    { "fib4", 4, fib4_scalar }, { "apri", 3, apri_scalar },
  };

  for (guint i = 0; i < G_N_ELEMENTS (functions); i++)
    if (!crf_sandbox_add_function (sandbox, functions[i].name, functions[i].n_args, functions[i].function,
                                   (gpointer) crf_study_get_formulas (study), error))
      return FALSE;
  return TRUE;
}
