/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Arithmetic of a cell infusion: target, cap, volume, bags, dose given, dilution, rate, and the
 * limits for DMSO and endotoxin. Cells are in 10⁶, concentrations in 10⁶ cells/mL, volumes in mL,
 * weights in kg, times in minutes or hours as named. NAN is missing; a figure that cannot be (weight
 * 0, viability 0 or above 100 %) is refused with a sentence. Raw values are unrounded.
 */

#pragma once

#include "crf-score.h"

G_BEGIN_DECLS

typedef enum {
  CRF_DOSE_BASIS_VIABLE, /* "cells/kg" means living cells: viability counts */
  CRF_DOSE_BASIS_TOTAL,  /* all cells: viability does not enter */
} CrfDoseBasis;

typedef struct {
  double dose_1e6_per_kg; /* or NAN with a fixed dose */
  double weight_kg;       /* not asked with a fixed dose */
  double fixed_1e6;       /* total dose in 10⁶ cells, NAN: per kilogram */
  double cap_1e6;         /* NAN: none */
} CrfDoseTarget;

typedef struct {
  double       total_conc_1e6_per_ml;  /* of all cells; NAN when the viable one is given */
  double       viable_conc_1e6_per_ml; /* certificate's viable concentration: viability not applied again */
  double       viability_pct;          /* above 0, at most 100 */
  CrfDoseBasis basis;
} CrfDoseProduct;

/* A dose per kilogram; @cap_1e6 NAN: no cap. */
static inline CrfDoseTarget
crf_dose_per_kg (double dose_1e6_per_kg,
                 double weight_kg,
                 double cap_1e6)
{
  return (CrfDoseTarget) { dose_1e6_per_kg, weight_kg, NAN, cap_1e6 };
}

/* A fixed dose in 10⁶ cells. */
static inline CrfDoseTarget
crf_dose_fixed (double cells_1e6)
{
  return (CrfDoseTarget) { NAN, NAN, cells_1e6, NAN };
}

/* A certificate with total concentration and viability, living cells counted. */
static inline CrfDoseProduct
crf_dose_product (double total_conc_1e6_per_ml,
                  double viability_pct)
{
  return (CrfDoseProduct) { total_conc_1e6_per_ml, NAN, viability_pct, CRF_DOSE_BASIS_VIABLE };
}

/* dose × weight, kept at or below the cap; 10⁶ cells. grade "capped" when the cap was used. */
CrfScoreResult *crf_dose_target_cells (const CrfDoseTarget  *target);

/* target / (concentration × viability), mL. */
CrfScoreResult *crf_dose_volume       (const CrfDoseTarget  *target,
                                       const CrfDoseProduct *product);

/* Whole bags, rounded up: target / (cells per bag × viability × recovery). */
CrfScoreResult *crf_dose_bags         (const CrfDoseTarget  *target,
                                       double                cells_per_bag_1e6,
                                       double                viability_pct,
                                       double                recovery_pct,
                                       CrfDoseBasis          basis);

/* Cells of those bags beyond the target, 10⁶. */
CrfScoreResult *crf_dose_surplus      (const CrfDoseTarget  *target,
                                       double                cells_per_bag_1e6,
                                       double                viability_pct,
                                       double                recovery_pct,
                                       CrfDoseBasis          basis);

/* infused mL × concentration × viability / weight, 10⁶/kg. */
CrfScoreResult *crf_dose_given        (double                volume_ml,
                                       const CrfDoseProduct *product,
                                       double                weight_kg);

/* The same without the weight: cells given, 10⁶. */
CrfScoreResult *crf_dose_given_cells  (double                volume_ml,
                                       const CrfDoseProduct *product);

/* (given / planned - 1) × 100, %. Any unit, both the same. grade "major" when beyond
 * ± @tolerance_pct (NAN: 10), exactly on it is not. */
CrfScoreResult *crf_dose_deviation    (double                given,
                                       double                planned,
                                       double                tolerance_pct);

/* Both steps in one, per kilogram: the dose given against the planned dose. */
CrfScoreResult *crf_dose_given_deviation (double              volume_ml,
                                          const CrfDoseProduct *product,
                                          double              weight_kg,
                                          double              dose_1e6_per_kg,
                                          double              tolerance_pct);

/* final volume - cell volume, mL. */
CrfScoreResult *crf_dose_diluent      (double                cell_volume_ml,
                                       double                final_volume_ml);

/* cells / final volume, 10⁶/mL. */
CrfScoreResult *crf_dose_final_conc   (double                cells_1e6,
                                       double                final_volume_ml);

CrfScoreResult *crf_dose_rate_ml_h    (double                volume_ml,
                                       double                minutes);

CrfScoreResult *crf_dose_rate_drops   (double                volume_ml,
                                       double                minutes,
                                       double                drops_per_ml);

#define CRF_DOSE_DMSO_LIMIT 1.0      /* g/kg a day */
#define CRF_DOSE_ENDOTOXIN_LIMIT 5.0 /* EU/kg/h */

/* g/kg; density in g/mL (NAN: 1.10). grade "over" above 1 g/kg a day. */
CrfScoreResult *crf_dose_dmso         (double                product_ml,
                                       double                dmso_pct_vv,
                                       double                weight_kg,
                                       double                density_g_ml);

/* EU/kg/h. grade "over" above 5. */
CrfScoreResult *crf_dose_endotoxin    (double                eu_per_ml,
                                       double                volume_ml,
                                       double                weight_kg,
                                       double                hours);

/* (infusion day / screening - 1) × 100, %. grade "recalculate" when beyond ± @limit_pct (NAN: 10). */
CrfScoreResult *crf_dose_weight_change (double               screening_kg,
                                        double               infusion_day_kg,
                                        double               limit_pct);

/* "247.35 ×10⁶": cells as people write them, 3 significant digits at least. Free it. */
char           *crf_dose_format_cells (double                cells_1e6);

G_END_DECLS
