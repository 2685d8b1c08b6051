/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The CTCAE grades in the registry. Keys carry the unit of the test; other units of the same test are
 * converted before grading.
 */

#include "crf-compute-private.h"

#include "crf-ctcae.h"

#include <glib/gi18n-lib.h>

#define NUMBER(key, label, unit, need, group)                                                      \
  { key, label, unit, CRF_INPUT_NUMBER, need, group, NULL, NULL }
#define REQUIRED(key, label, unit, group) NUMBER (key, label, unit, CRF_INPUT_REQUIRED, group)
#define ANSWER(key, label, need)                                                                   \
  { key, label, "", CRF_INPUT_ANSWER, need, NULL, NULL, NULL }
#define IS_BASELINE                                                                                \
  { "is_baseline", N_("This value is the baseline"), "", CRF_INPUT_ANSWER, CRF_INPUT_CONFIG, NULL, \
    NULL, "0" }
#define LIFE_THREATENING                                                                           \
  ANSWER ("life_threatening", N_("Life-threatening, urgent intervention"), CRF_INPUT_OPTIONAL)
#define FACTOR(key, label, fallback)                                                               \
  { key, label, "", CRF_INPUT_NUMBER, CRF_INPUT_CONFIG, NULL, NULL, fallback }
#define VALUE N_("Value")
#define BASELINE N_("Baseline")
#define ULN N_("Upper limit of normal")
#define LLN N_("Lower limit of normal")

static const CrfComputationInput enzyme_inputs[] = {
  REQUIRED ("value_ul", VALUE, "U/L", "value"), REQUIRED ("value_ukat", VALUE, "µkat/L", "value"),
  REQUIRED ("baseline_ul", BASELINE, "U/L", "baseline"),
  REQUIRED ("baseline_ukat", BASELINE, "µkat/L", "baseline"),
  REQUIRED ("uln_ul", ULN, "U/L", "uln"), REQUIRED ("uln_ukat", ULN, "µkat/L", "uln"), IS_BASELINE,
};
static const CrfComputationInput bili_inputs[] = {
  REQUIRED ("value_umol", VALUE, "µmol/L", "value"), REQUIRED ("value_mgdl", VALUE, "mg/dL", "value"),
  REQUIRED ("baseline_umol", BASELINE, "µmol/L", "baseline"),
  REQUIRED ("baseline_mgdl", BASELINE, "mg/dL", "baseline"),
  REQUIRED ("uln_umol", ULN, "µmol/L", "uln"), REQUIRED ("uln_mgdl", ULN, "mg/dL", "uln"),
  IS_BASELINE, FACTOR ("factor_bili", N_("Bilirubin: µmol/L in 1 mg/dL"), "17.1"),
};
static const CrfComputationInput creat_inputs[] = {
  REQUIRED ("value_umol", VALUE, "µmol/L", "value"), REQUIRED ("value_mgdl", VALUE, "mg/dL", "value"),
  REQUIRED ("baseline_umol", BASELINE, "µmol/L", "baseline"),
  REQUIRED ("baseline_mgdl", BASELINE, "mg/dL", "baseline"),
  REQUIRED ("uln_umol", ULN, "µmol/L", "uln"), REQUIRED ("uln_mgdl", ULN, "mg/dL", "uln"),
  IS_BASELINE, FACTOR ("factor_creat", N_("Creatinine: µmol/L in 1 mg/dL"), "88.4"),
};
static const CrfComputationInput inr_inputs[] = {
  REQUIRED ("value", VALUE, "", NULL),
  NUMBER ("baseline", BASELINE, "", CRF_INPUT_OPTIONAL, NULL),
  ANSWER ("on_anticoagulant", N_("On anticoagulants"), CRF_INPUT_REQUIRED), IS_BASELINE,
};
static const CrfComputationInput protein_inputs[] = {
  REQUIRED ("value_gl", VALUE, "g/L", "value"), REQUIRED ("value_gdl", VALUE, "g/dL", "value"),
  REQUIRED ("lln_gl", LLN, "g/L", "lln"), REQUIRED ("lln_gdl", LLN, "g/dL", "lln"), LIFE_THREATENING,
};
static const CrfComputationInput ion_low_inputs[] = {
  REQUIRED ("value_mmol", VALUE, "mmol/L", NULL), REQUIRED ("lln_mmol", LLN, "mmol/L", NULL),
  ANSWER ("symptomatic", N_("Symptoms"), CRF_INPUT_OPTIONAL),
};
static const CrfComputationInput ion_high_inputs[] = {
  REQUIRED ("value_mmol", VALUE, "mmol/L", NULL), REQUIRED ("uln_mmol", ULN, "mmol/L", NULL),
};
static const CrfComputationInput count_inputs[] = {
  REQUIRED ("value_109l", VALUE, "10⁹/L", NULL), REQUIRED ("lln_109l", LLN, "10⁹/L", NULL),
};
static const CrfComputationInput count_high_inputs[] = {
  REQUIRED ("value_109l", VALUE, "10⁹/L", NULL), LIFE_THREATENING,
};

/* How a test's keys end, its own unit first, and the factor from the second to the first. */
typedef struct {
  const char *ending;
  const char *other;
  double factor;
  const char *factor_key;
} Units;

static Units
units_of (CrfCtcaeTest test)
{
  switch (test)
    {
    case CRF_CTCAE_ALT:
    case CRF_CTCAE_AST:
    case CRF_CTCAE_ALP:
    case CRF_CTCAE_GGT:
      return (Units) { "_ul", "_ukat", 60.0, NULL };
    case CRF_CTCAE_BILIRUBIN:
      return (Units) { "_umol", "_mgdl", 17.1, "factor_bili" };
    case CRF_CTCAE_CREATININE:
      return (Units) { "_umol", "_mgdl", 88.4, "factor_creat" };
    case CRF_CTCAE_ALBUMIN:
    case CRF_CTCAE_HAEMOGLOBIN:
      return (Units) { "_gl", "_gdl", 10.0, NULL };
    case CRF_CTCAE_SODIUM_LOW:
    case CRF_CTCAE_SODIUM_HIGH:
    case CRF_CTCAE_POTASSIUM_LOW:
    case CRF_CTCAE_POTASSIUM_HIGH:
      return (Units) { "_mmol", NULL, 0, NULL };
    case CRF_CTCAE_PLATELETS:
    case CRF_CTCAE_WBC_LOW:
    case CRF_CTCAE_WBC_HIGH:
    case CRF_CTCAE_NEUTROPHILS:
    case CRF_CTCAE_LYMPHOCYTES:
      return (Units) { "_109l", NULL, 0, NULL };
    case CRF_CTCAE_INR:
    case CRF_N_CTCAE_TESTS:
    default:
      return (Units) { "", NULL, 0, NULL };
    }
}

static double
read_in_unit (const CrfInputs *in,
              const char *what,
              const Units *units)
{
  g_autofree char *key = g_strconcat (what, units->ending, NULL);
  g_autofree char *other = units->other != NULL ? g_strconcat (what, units->other, NULL) : NULL;
  double factor = units->factor;

  if (other == NULL || !crf_inputs_given (in, other))
    return crf_inputs_number (in, key);
  if (units->factor_key != NULL)
    factor = crf_inputs_cut_off (in, units->factor_key);
  return crf_inputs_number (in, other) * factor;
}

static CrfScoreResult *
compute_ctcae (const CrfComputation *self,
               const CrfInputs *in)
{
  Units units = units_of (self->detail);
  CrfCtcaeInput input = {
    .value = read_in_unit (in, "value", &units),
    .baseline = read_in_unit (in, "baseline", &units),
    .uln = read_in_unit (in, "uln", &units),
    .lln = read_in_unit (in, "lln", &units),
    .is_baseline = crf_inputs_flag (in, "is_baseline"),
    .symptomatic = crf_inputs_answer (in, "symptomatic"),
    .life_threatening = crf_inputs_answer (in, "life_threatening"),
    .on_anticoagulant = crf_inputs_answer (in, "on_anticoagulant"),
  };

  return crf_ctcae_grade (self->detail, &input);
}

#define ENTRY(name, label, in, test)                                                               \
  { name, label, "", CRF_OUTPUT_GRADE, 0, compute_ctcae, in, G_N_ELEMENTS (in), test, 0, NULL }

const CrfComputation crf_computations_ctcae[] = {
  ENTRY ("CTCAE5_ALT", N_("CTCAE grade of ALT"), enzyme_inputs, CRF_CTCAE_ALT),
  ENTRY ("CTCAE5_AST", N_("CTCAE grade of AST"), enzyme_inputs, CRF_CTCAE_AST),
  ENTRY ("CTCAE5_ALP", N_("CTCAE grade of ALP"), enzyme_inputs, CRF_CTCAE_ALP),
  ENTRY ("CTCAE5_GGT", N_("CTCAE grade of GGT"), enzyme_inputs, CRF_CTCAE_GGT),
  ENTRY ("CTCAE5_BILI", N_("CTCAE grade of bilirubin"), bili_inputs, CRF_CTCAE_BILIRUBIN),
  ENTRY ("CTCAE5_CREAT", N_("CTCAE grade of creatinine"), creat_inputs, CRF_CTCAE_CREATININE),
  ENTRY ("CTCAE5_INR", N_("CTCAE grade of INR"), inr_inputs, CRF_CTCAE_INR),
  ENTRY ("CTCAE5_ALB", N_("CTCAE grade of albumin"), protein_inputs, CRF_CTCAE_ALBUMIN),
  ENTRY ("CTCAE5_NA_LOW", N_("CTCAE grade of low sodium"), ion_low_inputs, CRF_CTCAE_SODIUM_LOW),
  ENTRY ("CTCAE5_NA_HIGH", N_("CTCAE grade of high sodium"), ion_high_inputs,
         CRF_CTCAE_SODIUM_HIGH),
  ENTRY ("CTCAE5_K_LOW", N_("CTCAE grade of low potassium"), ion_low_inputs,
         CRF_CTCAE_POTASSIUM_LOW),
  ENTRY ("CTCAE5_K_HIGH", N_("CTCAE grade of high potassium"), ion_high_inputs,
         CRF_CTCAE_POTASSIUM_HIGH),
  ENTRY ("CTCAE5_PLT", N_("CTCAE grade of platelets"), count_inputs, CRF_CTCAE_PLATELETS),
  ENTRY ("CTCAE5_HB", N_("CTCAE grade of haemoglobin"), protein_inputs, CRF_CTCAE_HAEMOGLOBIN),
  ENTRY ("CTCAE5_WBC_LOW", N_("CTCAE grade of low white cells"), count_inputs, CRF_CTCAE_WBC_LOW),
  ENTRY ("CTCAE5_WBC_HIGH", N_("CTCAE grade of high white cells"), count_high_inputs,
         CRF_CTCAE_WBC_HIGH),
  ENTRY ("CTCAE5_NEUT", N_("CTCAE grade of neutrophils"), count_inputs, CRF_CTCAE_NEUTROPHILS),
  ENTRY ("CTCAE5_LYMPH", N_("CTCAE grade of lymphocytes"), count_inputs, CRF_CTCAE_LYMPHOCYTES),
};

const guint crf_n_computations_ctcae = G_N_ELEMENTS (crf_computations_ctcae);
