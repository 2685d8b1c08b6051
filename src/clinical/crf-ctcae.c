/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Laboratory grades of CTCAE version 5.0 (NCI, 27 November 2017).
 *
 * Baseline rule: for ALT, AST, ALP, GGT and bilirubin the multiples are of the upper limit of normal
 * when the baseline was normal, of the baseline when it was abnormal; grade 1 then starts at 1.5 ×
 * (ALT, AST), 2.0 × (ALP, GGT) or above 1.0 × (bilirubin). Upper ends belong to the lower grade.
 * Units are those of each row. Version 5 leaves a hole between sodium 129 and 130 (129.5): grade 1
 * here; below 125 counts as the next row (124.5: grade 3). INR multiples of the baseline count only on
 * anticoagulants. Version 6.0 differs in several rows and is not offered.
 */

#include "crf-ctcae.h"
#include "crf-score-private.h"

#include <glib/gi18n-lib.h>

#define CITATION "NCI, Common Terminology Criteria for Adverse Events v5.0, 2017"

typedef enum {
  RULE_MULTIPLE,   /* × ULN, or × an abnormal baseline */
  RULE_CREATININE,
  RULE_INR,
  RULE_LOW,        /* below LLN, then absolute floors */
  RULE_HIGH,       /* above ULN, then absolute ceilings */
  RULE_SODIUM_LOW,
  RULE_POTASSIUM_LOW,
} Rule;

typedef struct {
  const char *name;
  const char *term;
  const char *unit;
  const char *key_unit; /* ending of the keys: "value_ul" */
  Rule rule;
  double cuts[3];       /* ends of grade 1, 2, 3; 0: the grade does not exist or is clinical */
  double abnormal_from; /* RULE_MULTIPLE: where grade 1 starts on an abnormal baseline */
  gboolean from_inclusive;
  gboolean clinical_4;
} Row;

static const Row rows[CRF_N_CTCAE_TESTS] = {
  [CRF_CTCAE_ALT] = { "CTCAE5_ALT", N_("Alanine aminotransferase increased"), "U/L", "ul",
                      RULE_MULTIPLE, { 3.0, 5.0, 20.0 }, 1.5, TRUE, FALSE },
  [CRF_CTCAE_AST] = { "CTCAE5_AST", N_("Aspartate aminotransferase increased"), "U/L", "ul",
                      RULE_MULTIPLE, { 3.0, 5.0, 20.0 }, 1.5, TRUE, FALSE },
  [CRF_CTCAE_ALP] = { "CTCAE5_ALP", N_("Alkaline phosphatase increased"), "U/L", "ul",
                      RULE_MULTIPLE, { 2.5, 5.0, 20.0 }, 2.0, TRUE, FALSE },
  [CRF_CTCAE_GGT] = { "CTCAE5_GGT", N_("GGT increased"), "U/L", "ul",
                      RULE_MULTIPLE, { 2.5, 5.0, 20.0 }, 2.0, TRUE, FALSE },
  [CRF_CTCAE_BILIRUBIN] = { "CTCAE5_BILI", N_("Blood bilirubin increased"), "µmol/L", "umol",
                            RULE_MULTIPLE, { 1.5, 3.0, 10.0 }, 1.0, FALSE, FALSE },
  [CRF_CTCAE_CREATININE] = { "CTCAE5_CREAT", N_("Creatinine increased"), "µmol/L", "umol",
                             RULE_CREATININE, { 1.5, 3.0, 6.0 }, 0, FALSE, FALSE },
  [CRF_CTCAE_INR] = { "CTCAE5_INR", N_("INR increased"), "", "",
                      RULE_INR, { 1.5, 2.5, 0 }, 0, FALSE, FALSE },
  [CRF_CTCAE_ALBUMIN] = { "CTCAE5_ALB", N_("Hypoalbuminemia"), "g/L", "gl",
                          RULE_LOW, { 30.0, 20.0, 0 }, 0, FALSE, TRUE },
  [CRF_CTCAE_SODIUM_LOW] = { "CTCAE5_NA_LOW", N_("Hyponatremia"), "mmol/L", "mmol",
                             RULE_SODIUM_LOW, { 129.0, 125.0, 120.0 }, 0, FALSE, FALSE },
  [CRF_CTCAE_SODIUM_HIGH] = { "CTCAE5_NA_HIGH", N_("Hypernatremia"), "mmol/L", "mmol",
                              RULE_HIGH, { 150.0, 155.0, 160.0 }, 0, FALSE, FALSE },
  [CRF_CTCAE_POTASSIUM_LOW] = { "CTCAE5_K_LOW", N_("Hypokalemia"), "mmol/L", "mmol",
                                RULE_POTASSIUM_LOW, { 3.0, 3.0, 2.5 }, 0, FALSE, FALSE },
  [CRF_CTCAE_POTASSIUM_HIGH] = { "CTCAE5_K_HIGH", N_("Hyperkalemia"), "mmol/L", "mmol",
                                 RULE_HIGH, { 5.5, 6.0, 7.0 }, 0, FALSE, FALSE },
  [CRF_CTCAE_PLATELETS] = { "CTCAE5_PLT", N_("Platelet count decreased"), "10⁹/L", "109l",
                            RULE_LOW, { 75.0, 50.0, 25.0 }, 0, FALSE, FALSE },
  [CRF_CTCAE_HAEMOGLOBIN] = { "CTCAE5_HB", N_("Anemia"), "g/L", "gl",
                              RULE_LOW, { 100.0, 80.0, 0 }, 0, FALSE, TRUE },
  [CRF_CTCAE_WBC_LOW] = { "CTCAE5_WBC_LOW", N_("White blood cell decreased"), "10⁹/L", "109l",
                          RULE_LOW, { 3.0, 2.0, 1.0 }, 0, FALSE, FALSE },
  [CRF_CTCAE_WBC_HIGH] = { "CTCAE5_WBC_HIGH", N_("Leukocytosis"), "10⁹/L", "109l",
                           RULE_HIGH, { 0, 100.0, 0 }, 0, FALSE, TRUE },
  [CRF_CTCAE_NEUTROPHILS] = { "CTCAE5_NEUT", N_("Neutrophil count decreased"), "10⁹/L", "109l",
                              RULE_LOW, { 1.5, 1.0, 0.5 }, 0, FALSE, FALSE },
  [CRF_CTCAE_LYMPHOCYTES] = { "CTCAE5_LYMPH", N_("Lymphocyte count decreased"), "10⁹/L", "109l",
                              RULE_LOW, { 0.8, 0.5, 0.2 }, 0, FALSE, FALSE },
};

static double
read_number (CrfScoreResult *self,
             const Row *row,
             const char *what,
             const char *label,
             double x)
{
  g_autofree char *full = self->silent ? NULL : g_strdup_printf ("%s%s%s", what, *row->key_unit ? "_" : "", row->key_unit);
  const char *key = full != NULL ? full : what;

  /* A count or an enzyme can be 0; a limit or a baseline that is multiplied cannot. */
  if (g_str_equal (what, "value"))
    return crf_score_read_zero (self, key, label, row->unit, x);
  return crf_score_read_plain (self, key, label, row->unit, x);
}

static gboolean
above (double x,
       double cut)
{
  return crf_decimal_compare (x, cut) > 0;
}

static gboolean
below (double x,
       double cut)
{
  return crf_decimal_compare (x, cut) < 0;
}

/* Grade 4 by consequence: where nobody has said, the number alone gives 3, and the note says so. */
static int
add_consequence (CrfScoreResult *self,
                 CrfAnswer life_threatening)
{
  if (life_threatening == CRF_ANSWER_UNKNOWN)
    {
      crf_score_step (self, CRF_STEP_NOTE, _("Note"), NAN, "%s",
                      _("grade 4 is a clinical judgement: life-threatening, urgent intervention"));
      return 3;
    }
  return crf_score_ask (self, "life_threatening", _("Life-threatening, urgent intervention"), life_threatening) ? 4 : 3;
}

/* Grade by how many of the three cuts × @unit are passed. */
static int
multiples (const double *cuts,
           double x,
           double unit)
{
  if (above (x, cuts[2] * unit))
    return 4;
  if (above (x, cuts[1] * unit))
    return 3;
  return above (x, cuts[0] * unit) ? 2 : 1;
}

static int
grade_multiple (CrfScoreResult *self,
                const Row *row,
                const CrfCtcaeInput *in,
                double x)
{
  double uln = read_number (self, row, "uln", _("Upper limit of normal"), in->uln);
  double baseline = in->is_baseline
    ? uln : read_number (self, row, "baseline", _("Baseline"), in->baseline);
  gboolean abnormal;
  int start;

  if (!crf_score_usable (self))
    return 0;

  abnormal = above (baseline, uln);
  crf_score_step (self, CRF_STEP_RULE, _("Baseline rule"), NAN, "%s",
                  abnormal ? _("the baseline was abnormal: multiples of the baseline")
                           : _("the baseline was normal: multiples of the upper limit"));
  crf_score_step (self, CRF_STEP_ARITHMETIC, _("Multiple"), x / (abnormal ? baseline : uln),
                  "%s ÷ %s = %s", crf_score_number (self, x),
                  crf_score_number (self, abnormal ? baseline : uln),
                  crf_score_number (self, x / (abnormal ? baseline : uln)));
  if (!abnormal)
    return above (x, uln) ? multiples (row->cuts, x, uln) : 0;

  start = crf_decimal_compare (x, row->abnormal_from * baseline);
  if (start < 0 || (start == 0 && !row->from_inclusive))
    return 0;
  return multiples (row->cuts, x, baseline);
}

static int
grade_creatinine (CrfScoreResult *self,
                  const Row *row,
                  const CrfCtcaeInput *in,
                  double x)
{
  double uln = read_number (self, row, "uln", _("Upper limit of normal"), in->uln);
  double baseline = in->is_baseline
    ? x : read_number (self, row, "baseline", _("Baseline"), in->baseline);

  if (!crf_score_usable (self))
    return 0;

  crf_score_step (self, CRF_STEP_RULE, _("Multiples"), NAN,
                  _("%1$s × upper limit, %2$s × baseline"), crf_score_number (self, x / uln),
                  baseline > 0 ? crf_score_number (self, x / baseline) : "1");
  if (above (x, 6.0 * uln))
    return 4;
  if (above (x, 3.0 * uln) || above (x, 3.0 * baseline))
    return 3;
  if (above (x, 1.5 * uln) || above (x, 1.5 * baseline))
    return 2;
  return above (x, uln) ? 1 : 0;
}

static int
grade_inr (CrfScoreResult *self,
           const Row *row,
           const CrfCtcaeInput *in,
           double x)
{
  gboolean anticoagulant = crf_score_ask (self, "on_anticoagulant", _("On anticoagulants"),
                                          in->on_anticoagulant);
  double baseline = INFINITY;

  if (anticoagulant && !in->is_baseline)
    baseline = read_number (self, row, "baseline", _("Baseline"), in->baseline);
  if (!crf_score_usable (self))
    return 0;

  if (above (x, 2.5) || above (x, 2.5 * baseline))
    return 3;
  if (above (x, 1.5) || above (x, 1.5 * baseline))
    return 2;
  return above (x, 1.2) || above (x, baseline) ? 1 : 0;
}

static int
grade_low (const Row *row,
           double x,
           double lln)
{
  if (row->cuts[2] > 0 && below (x, row->cuts[2]))
    return 4;
  if (below (x, row->cuts[1]))
    return 3;
  if (below (x, row->cuts[0]))
    return 2;
  return below (x, lln) ? 1 : 0;
}

static int
grade_high (CrfScoreResult *self,
            const Row *row,
            const CrfCtcaeInput *in,
            double x)
{
  double uln = INFINITY;

  /* Leukocytosis has no grade 1 and 2, hence no use for a limit. */
  if (row->cuts[0] > 0)
    uln = read_number (self, row, "uln", _("Upper limit of normal"), in->uln);
  if (!crf_score_usable (self))
    return 0;

  if (row->cuts[2] > 0 && above (x, row->cuts[2]))
    return 4;
  if (above (x, row->cuts[1]))
    return 3;
  if (row->cuts[0] > 0 && above (x, row->cuts[0]))
    return 2;
  return above (x, uln) ? 1 : 0;
}

static int
grade_sodium_low (CrfScoreResult *self,
                  const CrfCtcaeInput *in,
                  double x,
                  double lln)
{
  if (below (x, 120.0))
    return 4;
  if (below (x, 125.0))
    return 3;
  if (!above (x, 129.0))
    return crf_score_ask (self, "symptomatic", _("Symptoms"), in->symptomatic) ? 3 : 2;
  return below (x, lln) ? 1 : 0;
}

static int
grade_potassium_low (CrfScoreResult *self,
                     const CrfCtcaeInput *in,
                     double x,
                     double lln)
{
  if (below (x, 2.5))
    return 4;
  if (below (x, 3.0))
    return 3;
  if (!below (x, lln))
    return 0;
  return crf_score_ask (self, "symptomatic", _("Symptoms"), in->symptomatic) ? 2 : 1;
}

static int
grade_by_rule (CrfScoreResult *self,
               const Row *row,
               const CrfCtcaeInput *in,
               double x)
{
  double lln;

  switch (row->rule)
    {
    case RULE_MULTIPLE:
      return grade_multiple (self, row, in, x);
    case RULE_CREATININE:
      return grade_creatinine (self, row, in, x);
    case RULE_INR:
      return grade_inr (self, row, in, x);
    case RULE_HIGH:
      return grade_high (self, row, in, x);
    case RULE_LOW:
    case RULE_SODIUM_LOW:
    case RULE_POTASSIUM_LOW:
    default:
      break;
    }

  lln = read_number (self, row, "lln", _("Lower limit of normal"), in->lln);
  if (!crf_score_usable (self))
    return 0;
  if (row->rule == RULE_SODIUM_LOW)
    return grade_sodium_low (self, in, x, lln);
  if (row->rule == RULE_POTASSIUM_LOW)
    return grade_potassium_low (self, in, x, lln);
  return grade_low (row, x, lln);
}

/* Without a grade @self is no longer usable. */
static int
grade_into (CrfScoreResult *self,
            const Row *row,
            const CrfCtcaeInput *input)
{
  double x = read_number (self, row, "value", _("Value"), input->value);
  int grade = grade_by_rule (self, row, input, x);

  if (crf_score_usable (self) && grade == 3 && row->clinical_4)
    grade = add_consequence (self, input->life_threatening);
  return grade;
}

int
crf_ctcae_grade_number (CrfCtcaeTest test,
                        const CrfCtcaeInput *input)
{
  g_autoptr (CrfScoreResult) self = NULL;
  int grade;

  g_return_val_if_fail (test < CRF_N_CTCAE_TESTS && input != NULL, -1);

  self = crf_score_begin (rows[test].name, "", "", "", "");
  self->silent = TRUE;
  grade = grade_into (self, &rows[test], input);
  return crf_score_usable (self) ? grade : -1;
}

CrfScoreResult *
crf_ctcae_grade (CrfCtcaeTest test,
                 const CrfCtcaeInput *input)
{
  const Row *row;
  CrfScoreResult *self;
  g_autofree char *text = NULL;
  int grade;

  g_return_val_if_fail (test < CRF_N_CTCAE_TESTS && input != NULL, NULL);

  row = &rows[test];
  self = crf_score_begin (row->name, _(row->term), "CTCAE " CRF_CTCAE_VERSION, "", CITATION);
  grade = grade_into (self, row, input);
  if (!crf_score_usable (self))
    return crf_score_finish (self, NAN, NAN, 0, NULL);

  if (input->is_baseline)
    crf_score_variant (self, "is_baseline", "1");
  crf_score_step (self, CRF_STEP_RESULT, self->formula, grade, _("grade %d"), grade);
  text = g_strdup_printf ("%d", grade);
  return crf_score_finish (self, grade, grade, 0, text);
}

const char *
crf_ctcae_term (CrfCtcaeTest test)
{
  g_return_val_if_fail (test < CRF_N_CTCAE_TESTS, NULL);
  return rows[test].term;
}

const char *
crf_ctcae_unit (CrfCtcaeTest test)
{
  g_return_val_if_fail (test < CRF_N_CTCAE_TESTS, NULL);
  return rows[test].unit;
}

gboolean
crf_ctcae_grade_4_is_clinical (CrfCtcaeTest test)
{
  g_return_val_if_fail (test < CRF_N_CTCAE_TESTS, FALSE);
  return rows[test].clinical_4;
}

gboolean
crf_ctcae_is_emergent (int baseline_grade,
                       int grade)
{
  return grade > baseline_grade;
}
