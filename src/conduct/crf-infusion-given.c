/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The dose that a given volume comes to. */

#include "crf-infusion.h"

#include "crf-dose.h"

#include <math.h>

CrfScoreResult *
crf_infusion_dose_of_volume (CrfStudy *study,
                             const CrfInfusion *infusion,
                             const CrfLotRecord *lot,
                             double volume,
                             double weight)
{
  double final_volume = crf_infusion_get_number (infusion, "inf.final_volume");
  double drawn = crf_infusion_get_number (infusion, "inf.volume");
  double cells_volume = volume;
  CrfDoseProduct product;
  CrfDoseInputs inputs;

  crf_dose_inputs_from (study, NULL, lot, &inputs);
  /* What the plan was made with, and was corrected since, goes before the certificate. */
  if (!isnan (crf_infusion_get_number (infusion, "inf.concentration")))
    inputs.concentration = crf_infusion_get_number (infusion, "inf.concentration");
  if (!isnan (crf_infusion_get_number (infusion, "inf.viability")))
    inputs.viability = crf_infusion_get_number (infusion, "inf.viability");
  /* The bag that hangs is the diluted product: its cells are those of the drawn volume. */
  if (!isnan (final_volume) && !isnan (drawn) && final_volume > 0)
    cells_volume = volume * drawn / final_volume;
  product = (CrfDoseProduct) { .total_conc_1e6_per_ml = inputs.concentration_viable ? NAN : inputs.concentration,
                               .viable_conc_1e6_per_ml = inputs.concentration_viable ? inputs.concentration : NAN,
                               .viability_pct = inputs.viability,
                               .basis = inputs.dose_viable ? CRF_DOSE_BASIS_VIABLE : CRF_DOSE_BASIS_TOTAL };
  return crf_dose_given (cells_volume, &product, weight);
}

double
crf_infusion_planned_per_kg (const CrfArm *arm,
                             const CrfInfusion *infusion)
{
  double target = crf_infusion_get_number (infusion, "inf.target_cells"), weight = crf_infusion_get_number (infusion, "inf.weight");

  if (arm != NULL && arm->dose_fixed && !isnan (target) && weight > 0)
    return target / weight;
  return crf_infusion_get_number (infusion, "inf.dose_planned");
}
