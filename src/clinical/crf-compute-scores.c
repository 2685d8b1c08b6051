/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The scores in the registry: names, input keys, and how texts become the input structs. */

#include "crf-compute-private.h"

#include "crf-bsa.h"
#include "crf-isbt128.h"
#include "crf-pta.h"
#include "crf-score-albi.h"
#include "crf-score-apri.h"
#include "crf-score-child-pugh.h"
#include "crf-score-clif-c.h"
#include "crf-score-fib4.h"
#include "crf-score-maddrey.h"
#include "crf-score-meld-3.h"
#include "crf-score-meld-na.h"

#include <glib/gi18n-lib.h>

#define LAB(key, label, unit, group)                                                               \
  { key, label, unit, CRF_INPUT_LAB, CRF_INPUT_REQUIRED, group, NULL, NULL }
#define NUMBER(key, label, unit)                                                                   \
  { key, label, unit, CRF_INPUT_NUMBER, CRF_INPUT_REQUIRED, NULL, NULL, NULL }
#define OPTIONAL(key, label, unit)                                                                 \
  { key, label, unit, CRF_INPUT_NUMBER, CRF_INPUT_OPTIONAL, NULL, NULL, NULL }
#define ANSWER(key, label)                                                                         \
  { key, label, "", CRF_INPUT_ANSWER, CRF_INPUT_REQUIRED, NULL, NULL, NULL }
#define CHOICE(key, label, choices)                                                                \
  { key, label, "", CRF_INPUT_CHOICE, CRF_INPUT_REQUIRED, NULL, choices, NULL }
#define SETTING(key, label, choices, fallback)                                                     \
  { key, label, "", CRF_INPUT_CHOICE, CRF_INPUT_CONFIG, NULL, choices, fallback }
#define CUT_OFF(key, label, unit, fallback)                                                        \
  { key, label, unit, CRF_INPUT_NUMBER, CRF_INPUT_CONFIG, NULL, NULL, fallback }

#define BILI                                                                                       \
  LAB ("bili_mgdl", N_("Bilirubin, total"), "mg/dL", "bili"),                                      \
  LAB ("bili_umol", N_("Bilirubin, total"), "µmol/L", "bili"),                                     \
  CUT_OFF ("factor_bili", N_("Bilirubin: µmol/L in 1 mg/dL"), "", "17.1")
#define CREAT                                                                                      \
  LAB ("creat_mgdl", N_("Creatinine"), "mg/dL", "creat"),                                          \
  LAB ("creat_umol", N_("Creatinine"), "µmol/L", "creat"),                                         \
  CUT_OFF ("factor_creat", N_("Creatinine: µmol/L in 1 mg/dL"), "", "88.4")
#define ALB                                                                                        \
  LAB ("alb_gdl", N_("Albumin"), "g/dL", "alb"), LAB ("alb_gl", N_("Albumin"), "g/L", "alb")
#define INR LAB ("inr", N_("INR"), "", NULL)
#define NA LAB ("na", N_("Sodium"), "mmol/L", "na"), LAB ("na_mmol", N_("Sodium"), "mmol/L", "na")
#define PLT LAB ("plt_109l", N_("Platelets"), "10⁹/L", NULL)
#define WBC LAB ("wbc_109l", N_("White cells"), "10⁹/L", NULL)
#define AST                                                                                        \
  LAB ("ast_ul", N_("AST"), "U/L", "ast"), LAB ("ast_ukat", N_("AST"), "µkat/L", "ast")
#define ALT                                                                                        \
  LAB ("alt_ul", N_("ALT"), "U/L", "alt"), LAB ("alt_ukat", N_("ALT"), "µkat/L", "alt")
#define AGE NUMBER ("age_y", N_("Age"), N_("years"))
#define DIALYSIS ANSWER ("dialysis", N_("Dialysis in the prior week"))
#define HE CHOICE ("he_grade", N_("Encephalopathy, West Haven grade"), "0 1 2 3 4 minimal")
#define MELD_INPUTS                                                                                \
  BILI, INR, CREAT, DIALYSIS,                                                                      \
  SETTING ("aetiology_term", N_("Aetiology term of MELD"), "always_1 original", "always_1"),       \
  { "cholestatic_or_alcoholic", N_("Cholestatic or alcoholic liver disease"), "",                  \
    CRF_INPUT_ANSWER, CRF_INPUT_OPTIONAL, NULL, NULL, NULL }
#define CLIF_OF_INPUTS                                                                             \
  BILI, CREAT, ANSWER ("rrt", N_("Renal replacement therapy")), HE, INR,                           \
  NUMBER ("map_mmhg", N_("Mean arterial pressure"), "mmHg"),                                       \
  ANSWER ("vasopressors", N_("Vasopressors")),                                                     \
  { "pao2_fio2", "PaO₂/FiO₂", "mmHg", CRF_INPUT_NUMBER, CRF_INPUT_REQUIRED, "lung", NULL, NULL },  \
  { "spo2_fio2", "SpO₂/FiO₂", "", CRF_INPUT_NUMBER, CRF_INPUT_REQUIRED, "lung", NULL, NULL }
#define CHILD_PUGH_COMMON                                                                          \
  BILI, ALB, CHOICE ("ascites", N_("Ascites"), "none slight moderate"), HE,                        \
  { "inr", N_("INR"), "", CRF_INPUT_LAB, CRF_INPUT_REQUIRED, NULL, NULL, NULL },                   \
  { "pt_prolong_s", N_("Prothrombin time over control"), "s", CRF_INPUT_LAB, CRF_INPUT_OPTIONAL,   \
    NULL, NULL, NULL },                                                                            \
  { "pt_s", N_("Prothrombin time"), "s", CRF_INPUT_LAB, CRF_INPUT_OPTIONAL, NULL, NULL, NULL },    \
  { "control_s", N_("Control prothrombin time"), "s", CRF_INPUT_LAB, CRF_INPUT_OPTIONAL, NULL,     \
    NULL, NULL },                                                                                  \
  { "he_control", N_("Encephalopathy with medicine"), "", CRF_INPUT_CHOICE, CRF_INPUT_OPTIONAL,    \
    NULL, "none suppressed refractory", NULL },                                                    \
  CUT_OFF ("cut_alb_low_gl", N_("Albumin, 3 points below"), "g/L", "28"),                          \
  CUT_OFF ("cut_alb_high_gl", N_("Albumin, 1 point above"), "g/L", "35"),                          \
  CUT_OFF ("cut_inr_low", N_("INR, 1 point below"), "", "1.7"),                                    \
  CUT_OFF ("cut_inr_high", N_("INR, 3 points above"), "", "2.3"),                                  \
  CUT_OFF ("cut_pt_low_s", N_("Prothrombin time over control, 1 point below"), "s", "4"),          \
  CUT_OFF ("cut_pt_high_s", N_("Prothrombin time over control, 3 points above"), "s", "6")
#define CHILD_PUGH_SETTINGS(table, coagulation, cholestatic)                                       \
  SETTING ("table", N_("Bilirubin table"), "by_unit mgdl si_34_51 si_34.2_51.3", table),           \
  SETTING ("coagulation", N_("Coagulation test"), "inr pt", coagulation),                          \
  { "cholestatic", N_("PBC, PSC or other cholestatic disease"), "", CRF_INPUT_ANSWER,              \
    CRF_INPUT_CONFIG, NULL, NULL, cholestatic }

static const CrfComputationInput meld_inputs[] = { MELD_INPUTS };
static const CrfComputationInput meld_na_inputs[] = { MELD_INPUTS, NA };
static const CrfComputationInput meld_3_inputs[] = {
  CHOICE ("sex", N_("Sex"), "M F male female"), BILI, INR, CREAT, NA, ALB, DIALYSIS,
  OPTIONAL ("age_y", N_("Age"), N_("years")),
};
static const CrfComputationInput child_pugh_inputs[] = {
  CHILD_PUGH_COMMON, CHILD_PUGH_SETTINGS ("by_unit", NULL, "0"),
};
static const CrfComputationInput child_pugh_pt_inputs[] = {
  CHILD_PUGH_COMMON, CHILD_PUGH_SETTINGS ("by_unit", "pt", "0"),
};
static const CrfComputationInput child_pugh_cholestatic_inputs[] = {
  CHILD_PUGH_COMMON, CHILD_PUGH_SETTINGS ("by_unit", NULL, "1"),
};
static const CrfComputationInput child_pugh_si_inputs[] = {
  CHILD_PUGH_COMMON, CHILD_PUGH_SETTINGS ("si_34_51", NULL, "0"),
};
static const CrfComputationInput albi_inputs[] = { BILI, ALB };
static const CrfComputationInput fib4_inputs[] = {
  AGE, AST, ALT, PLT,
  CUT_OFF ("cut_low", N_("FIB-4, low below"), "", "1.45"),
  CUT_OFF ("cut_high", N_("FIB-4, high above"), "", "3.25"),
};
static const CrfComputationInput apri_inputs[] = {
  AST,
  LAB ("ast_uln", N_("Upper limit of normal of AST"), "U/L", "ast_uln"),
  LAB ("ast_uln_ukat", N_("Upper limit of normal of AST"), "µkat/L", "ast_uln"),
  PLT,
};
static const CrfComputationInput clif_of_inputs[] = {
  CLIF_OF_INPUTS, OPTIONAL ("age_y", N_("Age"), N_("years")),
  { "wbc_109l", N_("White cells"), "10⁹/L", CRF_INPUT_LAB, CRF_INPUT_OPTIONAL, NULL, NULL, NULL },
};
static const CrfComputationInput clif_aclf_inputs[] = { CLIF_OF_INPUTS, AGE, WBC };
static const CrfComputationInput clif_ad_inputs[] = { AGE, CREAT, INR, WBC, NA };
static const CrfComputationInput maddrey_inputs[] = {
  LAB ("pt_s", N_("Prothrombin time"), "s", NULL),
  LAB ("control_s", N_("Control prothrombin time"), "s", NULL), BILI,
  SETTING ("severe", N_("Severe from"), "at_least_32 above_32", "at_least_32"),
};
static const CrfComputationInput bsa_inputs[] = {
  NUMBER ("weight_kg", N_("Weight"), "kg"), NUMBER ("height_cm", N_("Height"), "cm"),
};
static const CrfComputationInput pta_inputs[] = {
  NUMBER ("pt_s", N_("Prothrombin time"), "s"),
  NUMBER ("control_s", N_("Control prothrombin time"), "s"),
};
static const CrfComputationInput din_inputs[] = {
  { "din", N_("Donation identification number"), "", CRF_INPUT_TEXT, CRF_INPUT_REQUIRED, NULL, NULL,
    NULL },
};

/* Sodium has one unit and two customary keys. */
static CrfLab
read_na (const CrfInputs *in)
{
  CrfLabSpec spec = crf_spec_na;

  if (crf_inputs_given (in, "na_mmol"))
    spec.key = "na_mmol";
  return crf_inputs_lab (in, &spec);
}

static int
read_he (const CrfInputs *in)
{
  int choice = crf_inputs_choice (in, "he_grade");

  return choice < 0 ? CRF_HE_UNKNOWN : choice == 5 ? 0 : choice;
}

static CrfMeldInput
read_meld (const CrfInputs *in)
{
  return (CrfMeldInput) {
    .bili = crf_inputs_lab (in, &crf_spec_bili),
    .inr = crf_inputs_lab (in, &crf_spec_inr),
    .creat = crf_inputs_lab (in, &crf_spec_creat),
    .dialysis = crf_inputs_answer (in, "dialysis"),
    .aetiology_term = crf_inputs_choice (in, "aetiology_term") == 1 ? CRF_MELD_AETIOLOGY_ORIGINAL
                                                                   : CRF_MELD_AETIOLOGY_ALWAYS_1,
    .cholestatic_or_alcoholic = crf_inputs_answer (in, "cholestatic_or_alcoholic"),
  };
}

static CrfScoreResult *
compute_meld (const CrfComputation *self,
              const CrfInputs *in)
{
  CrfMeldInput input = read_meld (in);

  return crf_score_meld (&input);
}

static CrfScoreResult *
compute_meld_na (const CrfComputation *self,
                 const CrfInputs *in)
{
  CrfMeldNaInput input = { read_meld (in), read_na (in) };

  return crf_score_meld_na (&input);
}

static CrfScoreResult *
compute_meld_3 (const CrfComputation *self,
                const CrfInputs *in)
{
  static const CrfSex sexes[] = {
    CRF_SEX_MALE, CRF_SEX_FEMALE, CRF_SEX_MALE, CRF_SEX_FEMALE,
  };
  int sex = crf_inputs_choice (in, "sex");
  CrfMeld3Input input = {
    .sex = sex < 0 ? CRF_SEX_UNKNOWN : sexes[sex],
    .bili = crf_inputs_lab (in, &crf_spec_bili),
    .inr = crf_inputs_lab (in, &crf_spec_inr),
    .creat = crf_inputs_lab (in, &crf_spec_creat),
    .na = read_na (in),
    .alb = crf_inputs_lab (in, &crf_spec_alb),
    .dialysis = crf_inputs_answer (in, "dialysis"),
    .age_y = crf_inputs_number (in, "age_y"),
    .uncapped = self->detail != 0,
  };

  return crf_score_meld_3 (&input);
}

/* The study's test; where it did not say, the one that was given. */
static CrfChildPughCoagulation
read_coagulation (const CrfInputs *in)
{
  int choice = crf_inputs_choice (in, "coagulation");

  if (choice >= 0)
    return choice == 1 ? CRF_CHILD_PUGH_PT : CRF_CHILD_PUGH_INR;
  if (!crf_inputs_given (in, "inr")
      && (crf_inputs_given (in, "pt_prolong_s") || crf_inputs_given (in, "pt_s")))
    return CRF_CHILD_PUGH_PT;
  return CRF_CHILD_PUGH_INR;
}

static CrfScoreResult *
compute_child_pugh (const CrfComputation *self,
                    const CrfInputs *in)
{
  int ascites = crf_inputs_choice (in, "ascites");
  CrfChildPughInput input = {
    .bili = crf_inputs_lab (in, &crf_spec_bili),
    .alb = crf_inputs_lab (in, &crf_spec_alb),
    .coagulation = read_coagulation (in),
    .inr = crf_inputs_lab (in, &crf_spec_inr),
    .pt_prolong_s = crf_inputs_lab (in, &crf_spec_pt_prolong),
    .pt_s = crf_inputs_lab (in, &crf_spec_pt),
    .control_s = crf_inputs_lab (in, &crf_spec_control),
    .ascites = ascites < 0 ? CRF_ASCITES_UNKNOWN : (CrfAscites) (ascites + CRF_ASCITES_NONE),
    .he_grade = read_he (in),
    .he_control = (CrfHeControl) (crf_inputs_choice (in, "he_control") + CRF_HE_CONTROL_NONE),
    .cholestatic = crf_inputs_flag (in, "cholestatic"),
    .table = (CrfChildPughTable) crf_inputs_choice (in, "table"),
    .alb_low_gl = crf_inputs_cut_off (in, "cut_alb_low_gl"),
    .alb_high_gl = crf_inputs_cut_off (in, "cut_alb_high_gl"),
    .inr_low = crf_inputs_cut_off (in, "cut_inr_low"),
    .inr_high = crf_inputs_cut_off (in, "cut_inr_high"),
    .pt_low_s = crf_inputs_cut_off (in, "cut_pt_low_s"),
    .pt_high_s = crf_inputs_cut_off (in, "cut_pt_high_s"),
  };

  return crf_score_child_pugh (&input);
}

static CrfScoreResult *
compute_albi (const CrfComputation *self,
              const CrfInputs *in)
{
  CrfAlbiInput input = {
    crf_inputs_lab (in, &crf_spec_bili), crf_inputs_lab (in, &crf_spec_alb),
  };

  return crf_score_albi (&input);
}

static CrfScoreResult *
compute_fib4 (const CrfComputation *self,
              const CrfInputs *in)
{
  CrfFib4Input input = {
    .age_y = crf_inputs_number (in, "age_y"),
    .ast = crf_inputs_lab (in, &crf_spec_ast),
    .alt = crf_inputs_lab (in, &crf_spec_alt),
    .plt = crf_inputs_lab (in, &crf_spec_plt),
    .low = crf_inputs_cut_off (in, "cut_low"),
    .high = crf_inputs_cut_off (in, "cut_high"),
  };

  return crf_score_fib4 (&input);
}

static CrfScoreResult *
compute_apri (const CrfComputation *self,
              const CrfInputs *in)
{
  CrfApriInput input = {
    crf_inputs_lab (in, &crf_spec_ast),
    crf_inputs_lab (in, &crf_spec_ast_uln),
    crf_inputs_lab (in, &crf_spec_plt),
  };

  return crf_score_apri (&input);
}

static CrfClifOfInput
read_clif_of (const CrfInputs *in)
{
  return (CrfClifOfInput) {
    .bili = crf_inputs_lab (in, &crf_spec_bili),
    .creat = crf_inputs_lab (in, &crf_spec_creat),
    .rrt = crf_inputs_answer (in, "rrt"),
    .he_grade = read_he (in),
    .inr = crf_inputs_lab (in, &crf_spec_inr),
    .map_mmhg = crf_inputs_number (in, "map_mmhg"),
    .vasopressors = crf_inputs_answer (in, "vasopressors"),
    .pao2_fio2 = crf_inputs_number (in, "pao2_fio2"),
    .spo2_fio2 = crf_inputs_number (in, "spo2_fio2"),
  };
}

static CrfScoreResult *
compute_clif_of (const CrfComputation *self,
                 const CrfInputs *in)
{
  CrfClifOfInput input = read_clif_of (in);

  return crf_score_clif_of (&input);
}

static CrfScoreResult *
compute_clif_aclf (const CrfComputation *self,
                   const CrfInputs *in)
{
  CrfClifAclfInput input = {
    read_clif_of (in), crf_inputs_number (in, "age_y"), crf_inputs_lab (in, &crf_spec_wbc),
  };

  return crf_score_clif_aclf (&input);
}

static CrfScoreResult *
compute_clif_ad (const CrfComputation *self,
                 const CrfInputs *in)
{
  CrfClifAdInput input = {
    .age_y = crf_inputs_number (in, "age_y"),
    .creat = crf_inputs_lab (in, &crf_spec_creat),
    .inr = crf_inputs_lab (in, &crf_spec_inr),
    .wbc = crf_inputs_lab (in, &crf_spec_wbc),
    .na = read_na (in),
  };

  return crf_score_clif_ad (&input);
}

static CrfScoreResult *
compute_maddrey (const CrfComputation *self,
                 const CrfInputs *in)
{
  CrfMaddreyInput input = {
    .pt_s = crf_inputs_lab (in, &crf_spec_pt),
    .control_s = crf_inputs_lab (in, &crf_spec_control),
    .bili = crf_inputs_lab (in, &crf_spec_bili),
    .severe_above = crf_inputs_choice (in, "severe") == 1,
  };

  return crf_score_maddrey (&input);
}

static CrfScoreResult *
compute_bsa (const CrfComputation *self,
             const CrfInputs *in)
{
  double kg = crf_inputs_number (in, "weight_kg");
  double cm = crf_inputs_number (in, "height_cm");

  return self->detail == 0 ? crf_bsa_mosteller (kg, cm) : crf_bsa_du_bois (kg, cm);
}

static CrfScoreResult *
compute_pta (const CrfComputation *self,
             const CrfInputs *in)
{
  return crf_pta (crf_inputs_number (in, "pt_s"), crf_inputs_number (in, "control_s"),
                  (CrfPtaRule) self->detail);
}

static CrfScoreResult *
compute_din (const CrfComputation *self,
             const CrfInputs *in)
{
  return crf_isbt128_check (crf_inputs_text (in, "din"));
}

#define ENTRY(name, label, unit, output, decimals, func, in, detail)                               \
  { name, label, unit, CRF_OUTPUT_##output, decimals, func, in, G_N_ELEMENTS (in), detail, 0, NULL }

const CrfComputation crf_computations_scores[] = {
  ENTRY ("MELD", N_("MELD"), "", VALUE, 0, compute_meld, meld_inputs, 0),
  ENTRY ("MELD_raw", N_("MELD, unrounded"), "", RAW, 6, compute_meld, meld_inputs, 0),
  ENTRY ("MELD_SI", N_("MELD"), "", VALUE, 0, compute_meld, meld_inputs, 0),
  ENTRY ("MELD_SI_raw", N_("MELD, unrounded"), "", RAW, 6, compute_meld, meld_inputs, 0),
  ENTRY ("MELD_NA_2016", N_("MELD-Na"), "", VALUE, 0, compute_meld_na, meld_na_inputs, 0),
  ENTRY ("MELD3", N_("MELD 3.0"), "", VALUE, 0, compute_meld_3, meld_3_inputs, 0),
  ENTRY ("MELD3_raw", N_("MELD 3.0, unrounded"), "", RAW, 6, compute_meld_3, meld_3_inputs, 0),
  ENTRY ("MELD3_UNCAPPED", N_("MELD 3.0, without upper bound"), "", VALUE, 0, compute_meld_3,
         meld_3_inputs, 1),
  ENTRY ("CHILD_PUGH_POINTS", N_("Child-Pugh points"), "", VALUE, 0, compute_child_pugh,
         child_pugh_inputs, 0),
  ENTRY ("CHILD_PUGH_CLASS", N_("Child-Pugh class"), "", GRADE, 0, compute_child_pugh,
         child_pugh_inputs, 0),
  ENTRY ("CHILD_PUGH_POINTS_PT", N_("Child-Pugh points, by prothrombin time"), "", VALUE, 0,
         compute_child_pugh, child_pugh_pt_inputs, 0),
  ENTRY ("CHILD_PUGH_POINTS_CHOLESTATIC", N_("Child-Pugh points, cholestatic disease"), "", VALUE,
         0, compute_child_pugh, child_pugh_cholestatic_inputs, 0),
  ENTRY ("CHILD_PUGH_POINTS_SI_34_51", N_("Child-Pugh points, SI table"), "", VALUE, 0,
         compute_child_pugh, child_pugh_si_inputs, 0),
  ENTRY ("ALBI", N_("ALBI"), "", RAW, 6, compute_albi, albi_inputs, 0),
  ENTRY ("ALBI_GRADE", N_("ALBI grade"), "", GRADE, 0, compute_albi, albi_inputs, 0),
  ENTRY ("FIB4", N_("FIB-4"), "", RAW, 6, compute_fib4, fib4_inputs, 0),
  ENTRY ("APRI", N_("APRI"), "", RAW, 6, compute_apri, apri_inputs, 0),
  ENTRY ("CLIF_C_OF", N_("CLIF-C OF"), "", VALUE, 0, compute_clif_of, clif_of_inputs, 0),
  ENTRY ("CLIF_C_ACLF", N_("CLIF-C ACLF"), "", RAW, 6, compute_clif_aclf, clif_aclf_inputs, 0),
  ENTRY ("CLIF_C_AD", N_("CLIF-C AD"), "", RAW, 6, compute_clif_ad, clif_ad_inputs, 0),
  ENTRY ("MADDREY_DF", N_("Maddrey discriminant function"), "", RAW, 6, compute_maddrey,
         maddrey_inputs, 0),
  ENTRY ("BSA_MOSTELLER_m2", N_("Body surface area, Mosteller"), "m²", RAW, 6, compute_bsa,
         bsa_inputs, 0),
  ENTRY ("BSA_DUBOIS_m2", N_("Body surface area, Du Bois"), "m²", RAW, 6, compute_bsa, bsa_inputs,
         1),
  ENTRY ("PTA_PCT_0P6", N_("Prothrombin activity, 0.6 rule"), "%", RAW, 2, compute_pta, pta_inputs,
         CRF_PTA_0P6),
  ENTRY ("PTA_PCT_RATIO", N_("Prothrombin activity, ratio rule"), "%", RAW, 2, compute_pta,
         pta_inputs, CRF_PTA_RATIO),
  ENTRY ("ISBT128_DIN_CHECK", N_("Donation number check character"), "", GRADE, 0, compute_din,
         din_inputs, 0),
};

const guint crf_n_computations_scores = G_N_ELEMENTS (crf_computations_scores);
