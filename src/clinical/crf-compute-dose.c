/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The dose and infusion figures in the registry. */

#include "crf-compute-private.h"

#include "crf-dose.h"

#include <glib/gi18n-lib.h>

#define NUMBER(key, label, unit)                                                                   \
  { key, label, unit, CRF_INPUT_NUMBER, CRF_INPUT_REQUIRED, NULL, NULL, NULL }
#define OPTIONAL(key, label, unit)                                                                 \
  { key, label, unit, CRF_INPUT_NUMBER, CRF_INPUT_OPTIONAL, NULL, NULL, NULL }
#define SETTING(key, label, unit, fallback)                                                        \
  { key, label, unit, CRF_INPUT_NUMBER, CRF_INPUT_CONFIG, NULL, NULL, fallback }

#define WEIGHT NUMBER ("weight_kg", N_("Weight"), "kg")
#define VOLUME NUMBER ("volume_ml", N_("Volume"), "mL")
#define MINUTES NUMBER ("minutes", N_("Time"), "min")
#define BASIS                                                                                      \
  { "basis", N_("Cells that count"), "", CRF_INPUT_CHOICE, CRF_INPUT_CONFIG, NULL, "viable total", \
    "viable" }
#define TARGET                                                                                     \
  NUMBER ("dose_1e6_per_kg", N_("Dose"), "× 10⁶/kg"), WEIGHT,                                       \
  OPTIONAL ("fixed_1e6", N_("Fixed dose"), "× 10⁶"), OPTIONAL ("cap_1e6", N_("Cap"), "× 10⁶")
#define PRODUCT                                                                                    \
  { "total_conc_1e6_per_ml", N_("Concentration"), "× 10⁶/mL", CRF_INPUT_NUMBER, CRF_INPUT_REQUIRED, \
    "concentration", NULL, NULL },                                                                 \
  { "viable_conc_1e6_per_ml", N_("Viable concentration"), "× 10⁶/mL", CRF_INPUT_NUMBER,             \
    CRF_INPUT_OPTIONAL, "concentration", NULL, NULL },                                             \
  NUMBER ("viability_pct", N_("Viability"), "%"), BASIS
#define TOLERANCE SETTING ("tolerance_pct", N_("Tolerance"), "%", "10")
#define DMSO_INPUTS                                                                                \
  NUMBER ("product_ml", N_("Thawed product"), "mL"),                                               \
  NUMBER ("dmso_pct_vv", N_("DMSO by volume"), "%"), WEIGHT,                                       \
  SETTING ("density_g_ml", N_("Density of DMSO"), "g/mL", "1.10")

static const CrfComputationInput target_inputs[] = { TARGET };
static const CrfComputationInput volume_inputs[] = { TARGET, PRODUCT };
static const CrfComputationInput bags_inputs[] = {
  TARGET, NUMBER ("cells_per_bag_1e6", N_("Cells in one bag"), "× 10⁶"),
  NUMBER ("viability_pct", N_("Viability"), "%"),
  NUMBER ("recovery_pct", N_("Recovery after thawing"), "%"), BASIS,
};
static const CrfComputationInput given_inputs[] = { VOLUME, PRODUCT, WEIGHT };
static const CrfComputationInput given_cells_inputs[] = { VOLUME, PRODUCT };
static const CrfComputationInput deviation_inputs[] = {
  VOLUME, PRODUCT, WEIGHT, NUMBER ("dose_1e6_per_kg", N_("Planned dose"), "× 10⁶/kg"), TOLERANCE,
};
static const CrfComputationInput diluent_inputs[] = {
  NUMBER ("cell_volume_ml", N_("Cell volume"), "mL"),
  NUMBER ("final_volume_ml", N_("Final volume"), "mL"),
};
static const CrfComputationInput final_conc_inputs[] = {
  NUMBER ("cells_1e6", N_("Cells"), "× 10⁶"), NUMBER ("final_volume_ml", N_("Final volume"), "mL"),
};
static const CrfComputationInput weight_change_inputs[] = {
  NUMBER ("screening_kg", N_("Weight at screening"), "kg"),
  NUMBER ("infusion_day_kg", N_("Weight on infusion day"), "kg"),
  SETTING ("limit_pct", N_("Limit"), "%", "10"),
};
static const CrfComputationInput dmso_inputs[] = { DMSO_INPUTS };
static const CrfComputationInput rate_inputs[] = { VOLUME, MINUTES };
static const CrfComputationInput drops_inputs[] = {
  VOLUME, MINUTES, NUMBER ("drops_per_ml", N_("Drops per mL of the set"), "/mL"),
};
static const CrfComputationInput endotoxin_inputs[] = {
  NUMBER ("eu_per_ml", N_("Endotoxin in the product"), "EU/mL"), VOLUME, WEIGHT,
  NUMBER ("hours", N_("Time"), "h"),
};

static CrfDoseTarget
read_target (const CrfInputs *in)
{
  return (CrfDoseTarget) {
    .dose_1e6_per_kg = crf_inputs_number (in, "dose_1e6_per_kg"),
    .weight_kg = crf_inputs_number (in, "weight_kg"),
    .fixed_1e6 = crf_inputs_number (in, "fixed_1e6"),
    .cap_1e6 = crf_inputs_number (in, "cap_1e6"),
  };
}

static CrfDoseBasis
read_basis (const CrfInputs *in)
{
  return crf_inputs_choice (in, "basis") == 1 ? CRF_DOSE_BASIS_TOTAL : CRF_DOSE_BASIS_VIABLE;
}

static CrfDoseProduct
read_product (const CrfInputs *in)
{
  return (CrfDoseProduct) {
    .total_conc_1e6_per_ml = crf_inputs_number (in, "total_conc_1e6_per_ml"),
    .viable_conc_1e6_per_ml = crf_inputs_number (in, "viable_conc_1e6_per_ml"),
    .viability_pct = crf_inputs_number (in, "viability_pct"),
    .basis = read_basis (in),
  };
}

static CrfScoreResult *
compute_target (const CrfComputation *self,
                const CrfInputs *in)
{
  CrfDoseTarget target = read_target (in);

  return crf_dose_target_cells (&target);
}

static CrfScoreResult *
compute_volume (const CrfComputation *self,
                const CrfInputs *in)
{
  CrfDoseTarget target = read_target (in);
  CrfDoseProduct product = read_product (in);

  return crf_dose_volume (&target, &product);
}

static CrfScoreResult *
compute_bags (const CrfComputation *self,
              const CrfInputs *in)
{
  CrfDoseTarget target = read_target (in);
  double content = crf_inputs_number (in, "cells_per_bag_1e6");
  double viability = crf_inputs_number (in, "viability_pct");
  double recovery = crf_inputs_number (in, "recovery_pct");

  if (self->detail == 1)
    return crf_dose_surplus (&target, content, viability, recovery, read_basis (in));
  return crf_dose_bags (&target, content, viability, recovery, read_basis (in));
}

static CrfScoreResult *
compute_given (const CrfComputation *self,
               const CrfInputs *in)
{
  CrfDoseProduct product = read_product (in);

  return crf_dose_given (crf_inputs_number (in, "volume_ml"), &product,
                         crf_inputs_number (in, "weight_kg"));
}

static CrfScoreResult *
compute_given_cells (const CrfComputation *self,
                     const CrfInputs *in)
{
  CrfDoseProduct product = read_product (in);

  return crf_dose_given_cells (crf_inputs_number (in, "volume_ml"), &product);
}

static CrfScoreResult *
compute_deviation (const CrfComputation *self,
                   const CrfInputs *in)
{
  CrfDoseProduct product = read_product (in);

  return crf_dose_given_deviation (crf_inputs_number (in, "volume_ml"), &product,
                                   crf_inputs_number (in, "weight_kg"),
                                   crf_inputs_number (in, "dose_1e6_per_kg"),
                                   crf_inputs_number (in, "tolerance_pct"));
}

static CrfScoreResult *
compute_diluent (const CrfComputation *self,
                 const CrfInputs *in)
{
  return crf_dose_diluent (crf_inputs_number (in, "cell_volume_ml"),
                           crf_inputs_number (in, "final_volume_ml"));
}

static CrfScoreResult *
compute_final_conc (const CrfComputation *self,
                    const CrfInputs *in)
{
  return crf_dose_final_conc (crf_inputs_number (in, "cells_1e6"),
                              crf_inputs_number (in, "final_volume_ml"));
}

static CrfScoreResult *
compute_weight_change (const CrfComputation *self,
                       const CrfInputs *in)
{
  return crf_dose_weight_change (crf_inputs_number (in, "screening_kg"),
                                 crf_inputs_number (in, "infusion_day_kg"),
                                 crf_inputs_number (in, "limit_pct"));
}

static CrfScoreResult *
compute_dmso (const CrfComputation *self,
              const CrfInputs *in)
{
  return crf_dose_dmso (crf_inputs_number (in, "product_ml"),
                        crf_inputs_number (in, "dmso_pct_vv"),
                        crf_inputs_number (in, "weight_kg"),
                        crf_inputs_number (in, "density_g_ml"));
}

static CrfScoreResult *
compute_rate (const CrfComputation *self,
              const CrfInputs *in)
{
  return crf_dose_rate_ml_h (crf_inputs_number (in, "volume_ml"),
                             crf_inputs_number (in, "minutes"));
}

static CrfScoreResult *
compute_drops (const CrfComputation *self,
               const CrfInputs *in)
{
  return crf_dose_rate_drops (crf_inputs_number (in, "volume_ml"),
                              crf_inputs_number (in, "minutes"),
                              crf_inputs_number (in, "drops_per_ml"));
}

static CrfScoreResult *
compute_endotoxin (const CrfComputation *self,
                   const CrfInputs *in)
{
  return crf_dose_endotoxin (crf_inputs_number (in, "eu_per_ml"),
                             crf_inputs_number (in, "volume_ml"),
                             crf_inputs_number (in, "weight_kg"), crf_inputs_number (in, "hours"));
}

#define FIGURE(name, label, unit, decimals, func, in)                                              \
  { name, label, unit, CRF_OUTPUT_RAW, decimals, func, in, G_N_ELEMENTS (in), 0, 0, NULL }
#define CELLS(name, label, func, in)                                                               \
  { name, label, N_("cells"), CRF_OUTPUT_RAW, 0, func, in, G_N_ELEMENTS (in), 0, 1e6, NULL }
#define FLAG(name, label, func, in, flag)                                                          \
  { name, label, "", CRF_OUTPUT_FLAG, 0, func, in, G_N_ELEMENTS (in), 0, 0, flag }

const CrfComputation crf_computations_dose[] = {
  CELLS ("DOSE_TARGET_CELLS", N_("Target cells"), compute_target, target_inputs),
  CELLS ("DOSE_TARGET_CELLS_CAPPED", N_("Target cells with cap"), compute_target, target_inputs),
  FIGURE ("DOSE_VOLUME_ML", N_("Volume to draw"), "mL", 3, compute_volume, volume_inputs),
  FIGURE ("DOSE_BAGS", N_("Bags"), "", 0, compute_bags, bags_inputs),
  { "DOSE_BAGS_SURPLUS_1E6", N_("Surplus cells"), "× 10⁶", CRF_OUTPUT_RAW, 3, compute_bags,
    bags_inputs, G_N_ELEMENTS (bags_inputs), 1, 0, NULL },
  FIGURE ("DOSE_GIVEN_1E6_PER_KG", N_("Dose given"), "× 10⁶/kg", 4, compute_given, given_inputs),
  CELLS ("DOSE_GIVEN_CELLS", N_("Cells given"), compute_given_cells, given_cells_inputs),
  FIGURE ("DOSE_DEVIATION_PCT", N_("Deviation from the plan"), "%", 2, compute_deviation,
          deviation_inputs),
  FLAG ("DOSE_DEVIATION_MAJOR", N_("Major deviation from the plan"), compute_deviation,
        deviation_inputs, "major"),
  FIGURE ("DOSE_DILUENT_ML", N_("Diluent"), "mL", 3, compute_diluent, diluent_inputs),
  FIGURE ("DOSE_FINAL_CONC_1E6_PER_ML", N_("Final concentration"), "× 10⁶/mL", 4,
          compute_final_conc, final_conc_inputs),
  FIGURE ("WEIGHT_CHANGE_PCT", N_("Change of weight"), "%", 2, compute_weight_change,
          weight_change_inputs),
  FLAG ("WEIGHT_CHANGE_FLAG_GT10", N_("Weight changed beyond the limit"), compute_weight_change,
        weight_change_inputs, "recalculate"),
  FIGURE ("DMSO_G_PER_KG", N_("DMSO"), "g/kg", 4, compute_dmso, dmso_inputs),
  FLAG ("DMSO_OVER_1G_PER_KG", N_("DMSO above 1 g/kg"), compute_dmso, dmso_inputs, "over"),
  FIGURE ("RATE_ML_H", N_("Rate"), "mL/h", 2, compute_rate, rate_inputs),
  FIGURE ("RATE_DROPS_MIN", N_("Drop rate"), "/min", 1, compute_drops, drops_inputs),
  FIGURE ("ENDOTOXIN_EU_KG_H", N_("Endotoxin"), "EU/kg/h", 4, compute_endotoxin, endotoxin_inputs),
  FLAG ("ENDOTOXIN_OVER_5", N_("Endotoxin above 5 EU/kg/h"), compute_endotoxin, endotoxin_inputs,
        "over"),
};

const guint crf_n_computations_dose = G_N_ELEMENTS (crf_computations_dose);
