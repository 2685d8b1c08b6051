/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Scores as functions of expressions. A missing argument is a missing result, never a guess. */

#include "crf-sandbox-functions.h"

#include "crf-score-albi.h"
#include "crf-score-child-pugh.h"
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

static CrfScoreResult *
child_pugh (const CrfScalar *a,
            const CrfFormulas *formulas)
{
  CrfChildPughInput input = {
    .bili = lab (&a[0], TRUE, formulas->factor_bilirubin),
    .alb = lab (&a[1], TRUE, 0),
    .coagulation = CRF_CHILD_PUGH_INR,
    .inr = lab (&a[2], FALSE, 0),
    .pt_prolong_s = crf_lab_missing (),
    .pt_s = crf_lab_missing (),
    .control_s = crf_lab_missing (),
    .ascites = is_code (&a[3], "NONE")       ? CRF_ASCITES_NONE
               : is_code (&a[3], "SLIGHT")   ? CRF_ASCITES_SLIGHT
               : is_code (&a[3], "MODERATE") ? CRF_ASCITES_MODERATE
                                             : CRF_ASCITES_UNKNOWN,
    .he_grade = CRF_HE_UNKNOWN,
    .cholestatic = g_strcmp0 (formulas->child_pugh_table, "cholestatic") == 0,
    .table = g_strcmp0 (formulas->child_pugh_table, "si_34p2_51p3") == 0 ? CRF_CHILD_PUGH_SI_EXACT : CRF_CHILD_PUGH_BY_UNIT,
  };

  if (is_code (&a[4], "MIN"))
    input.he_grade = 0;
  else if (!a[4].is_null && a[4].is_number)
    input.he_grade = (int) a[4].number;
  else if (!a[4].is_null && a[4].text != NULL && g_ascii_isdigit (a[4].text[0]) && a[4].text[1] == '\0')
    input.he_grade = a[4].text[0] - '0';
  return crf_score_child_pugh (&input);
}

static CrfScoreResult *
albi (const CrfScalar *a,
      const CrfFormulas *formulas)
{
  CrfAlbiInput input = { .bili = lab (&a[0], TRUE, formulas->factor_bilirubin), .alb = lab (&a[1], TRUE, 0) };

  return crf_score_albi (&input);
}

static void
evaluate (ScoreFunction function,
          const CrfScalar *arguments,
          CrfScalar *result,
          const CrfFormulas *formulas)
{
  g_autoptr (CrfScoreResult) score = function (arguments, formulas);

  result->is_null = score->status != CRF_SCORE_DONE;
  result->is_number = TRUE;
  result->number = score->value;
}

#define WRAP(name)                                                                                 \
  static void name##_scalar (const CrfScalar *arguments, int n, CrfScalar *result, gpointer data)  \
  {                                                                                                \
    evaluate (name, arguments, result, data);                                                      \
  }

WRAP (meld)
WRAP (meld_na)
WRAP (meld_3)
WRAP (child_pugh)
WRAP (albi)

gboolean
crf_sandbox_add_scores (CrfSandbox *sandbox,
                        const CrfStudy *study,
                        GError **error)
{
  static const struct { const char *name; int n_args; CrfScalarFunction function; } functions[] = {
    { "meld", 4, meld_scalar }, { "meld_na", 5, meld_na_scalar }, { "meld_3", 7, meld_3_scalar },
    { "child_pugh", 5, child_pugh_scalar }, { "albi", 2, albi_scalar },
  };

  for (guint i = 0; i < G_N_ELEMENTS (functions); i++)
    if (!crf_sandbox_add_function (sandbox, functions[i].name, functions[i].n_args, functions[i].function,
                                   (gpointer) crf_study_get_formulas (study), error))
      return FALSE;
  return TRUE;
}
