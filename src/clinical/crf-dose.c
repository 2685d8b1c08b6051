/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Arithmetic of a cell dose: target, cap, volume, bags, dose given, deviation.
 *
 * Dose rules are a study's own; the arithmetic is that of a pharmacy sheet, each figure with its sum
 * in words. Cells are written in 10⁶, never as a bare power. Bags are rounded up, and binary noise
 * never costs a bag.
 */

#include "crf-dose.h"
#include "crf-score-private.h"

#include <glib/gi18n-lib.h>

#define CITATION "" /* plain arithmetic */
#define VERSION "1"
#define CELLS "× 10⁶"
#define CONCENTRATION "× 10⁶/mL"

char *
crf_dose_format_cells (double cells_1e6)
{
  g_autofree char *number = crf_figure_format_short (cells_1e6, fabs (cells_1e6) < 10.0 ? 3 : 2);

  return g_strdup_printf ("%s %s", number, CELLS);
}

/* A percentage above 0 and at most 100. */
static double
read_percentage (CrfScoreResult *self,
                 const char *key,
                 const char *label,
                 double pct)
{
  double x = crf_score_read_plain (self, key, label, "%", pct);

  if (x > 100.0)
    {
      crf_score_refuse (self, _("%1$s is %2$s %%; it cannot be above 100 %%"), label,
                        crf_score_number (self, x));
      return NAN;
    }
  return x;
}

/* The target in 10⁶ cells before and after the cap. */
static double
read_target (CrfScoreResult *self,
             const CrfDoseTarget *target,
             gboolean *capped)
{
  double dose, weight, cells;

  *capped = FALSE;
  if (!isnan (target->fixed_1e6))
    cells = crf_score_read_plain (self, "fixed_1e6", _("Fixed dose"), CELLS, target->fixed_1e6);
  else
    {
      dose = crf_score_read_plain (self, "dose_1e6_per_kg", _("Dose"), "× 10⁶/kg",
                                   target->dose_1e6_per_kg);
      weight = crf_score_read_plain (self, "weight_kg", _("Weight"), "kg", target->weight_kg);
      cells = dose * weight;
      if (crf_score_usable (self))
        crf_score_step (self, CRF_STEP_ARITHMETIC, _("Target cells"), cells,
                        "%s × 10⁶/kg × %s kg = %s × 10⁶", crf_score_number (self, dose),
                        crf_score_number (self, weight), crf_score_number (self, cells));
    }

  if (!isnan (target->cap_1e6))
    {
      double cap = crf_score_read_plain (self, "cap_1e6", _("Cap"), CELLS, target->cap_1e6);

      if (crf_score_usable (self) && crf_decimal_compare (cells, cap) > 0)
        {
          *capped = TRUE;
          crf_score_step (self, CRF_STEP_CLAMP, _("Target cells"), cap,
                          _("capped: %1$s → %2$s × 10⁶"), crf_score_number (self, cells),
                          crf_score_number (self, cap));
          cells = cap;
        }
    }
  return cells;
}

/* Cells that count per mL of the product. */
static double
read_concentration (CrfScoreResult *self,
                    const CrfDoseProduct *product)
{
  double total, viability, viable;

  crf_score_variant (self, "basis",
                     product->basis == CRF_DOSE_BASIS_TOTAL ? "total" : "viable");
  if (product->basis == CRF_DOSE_BASIS_VIABLE && !isnan (product->viable_conc_1e6_per_ml))
    {
      viable = crf_score_read_plain (self, "viable_conc_1e6_per_ml", _("Viable concentration"),
                                     CONCENTRATION, product->viable_conc_1e6_per_ml);
      crf_score_step (self, CRF_STEP_RULE, _("Viability"), NAN, "%s",
                      _("already in the viable concentration, not applied again"));
      return viable;
    }

  total = crf_score_read_plain (self, "total_conc_1e6_per_ml", _("Concentration"), CONCENTRATION,
                                product->total_conc_1e6_per_ml);
  if (product->basis == CRF_DOSE_BASIS_TOTAL)
    return total;

  viability = read_percentage (self, "viability_pct", _("Viability"), product->viability_pct);
  viable = total * viability / 100.0;
  if (crf_score_usable (self))
    crf_score_step (self, CRF_STEP_ARITHMETIC, _("Viable concentration"), viable,
                    "%s × 10⁶/mL × %s %% = %s × 10⁶/mL", crf_score_number (self, total),
                    crf_score_number (self, viability), crf_score_number (self, viable));
  return viable;
}

CrfScoreResult *
crf_dose_target_cells (const CrfDoseTarget *target)
{
  CrfScoreResult *self = crf_score_begin ("DOSE_TARGET_CELLS", _("Target cells"), VERSION, CELLS,
                                          CITATION);
  gboolean capped;
  double cells = read_target (self, target, &capped);

  return crf_score_finish (self, cells, crf_figure_round (cells, 2), 2, capped ? "capped" : NULL);
}

CrfScoreResult *
crf_dose_volume (const CrfDoseTarget *target,
                 const CrfDoseProduct *product)
{
  CrfScoreResult *self = crf_score_begin ("DOSE_VOLUME_ML", _("Volume to draw"), VERSION, "mL",
                                          CITATION);
  gboolean capped;
  double cells = read_target (self, target, &capped);
  double concentration = read_concentration (self, product);
  double raw = cells / concentration;

  if (crf_score_usable (self))
    crf_score_step (self, CRF_STEP_ARITHMETIC, self->formula, raw, "%s × 10⁶ ÷ %s × 10⁶/mL = %s mL",
                    crf_score_number (self, cells), crf_score_number (self, concentration),
                    crf_score_number (self, raw));
  return crf_score_finish (self, raw, crf_figure_round (raw, 1), 1, capped ? "capped" : NULL);
}

typedef struct {
  double cells;   /* target */
  double per_bag; /* usable cells of one bag */
  double bags;
  gboolean capped;
} Bags;

static Bags
count_bags (CrfScoreResult *self,
            const CrfDoseTarget *target,
            double cells_per_bag_1e6,
            double viability_pct,
            double recovery_pct,
            CrfDoseBasis basis)
{
  Bags b = { 0 };
  double content, viability, recovery;

  crf_score_variant (self, "basis", basis == CRF_DOSE_BASIS_TOTAL ? "total" : "viable");
  b.cells = read_target (self, target, &b.capped);
  content = crf_score_read_plain (self, "cells_per_bag_1e6", _("Cells in one bag"), CELLS,
                                  cells_per_bag_1e6);
  viability = basis == CRF_DOSE_BASIS_TOTAL
    ? 100.0 : read_percentage (self, "viability_pct", _("Viability"), viability_pct);
  recovery = read_percentage (self, "recovery_pct", _("Recovery after thawing"), recovery_pct);
  if (!crf_score_usable (self))
    return b;

  b.per_bag = content * viability * recovery / 10000.0;
  crf_score_step (self, CRF_STEP_ARITHMETIC, _("Usable cells in one bag"), b.per_bag,
                  "%s × 10⁶ × %s %% × %s %% = %s × 10⁶", crf_score_number (self, content),
                  crf_score_number (self, viability), crf_score_number (self, recovery),
                  crf_score_number (self, b.per_bag));
  b.bags = crf_figure_ceil (b.cells / b.per_bag);
  crf_score_step (self, CRF_STEP_ARITHMETIC, _("Bags"), b.bags,
                  _("%1$s × 10⁶ ÷ %2$s × 10⁶ = %3$s, rounded up to %4$s"),
                  crf_score_number (self, b.cells), crf_score_number (self, b.per_bag),
                  crf_score_number (self, b.cells / b.per_bag), crf_score_number (self, b.bags));
  return b;
}

CrfScoreResult *
crf_dose_bags (const CrfDoseTarget *target,
               double cells_per_bag_1e6,
               double viability_pct,
               double recovery_pct,
               CrfDoseBasis basis)
{
  CrfScoreResult *self = crf_score_begin ("DOSE_BAGS", _("Bags"), VERSION, "", CITATION);
  Bags b = count_bags (self, target, cells_per_bag_1e6, viability_pct, recovery_pct, basis);

  return crf_score_finish (self, b.bags, b.bags, 0, b.capped ? "capped" : NULL);
}

CrfScoreResult *
crf_dose_surplus (const CrfDoseTarget *target,
                  double cells_per_bag_1e6,
                  double viability_pct,
                  double recovery_pct,
                  CrfDoseBasis basis)
{
  CrfScoreResult *self = crf_score_begin ("DOSE_BAGS_SURPLUS_1E6", _("Surplus cells"), VERSION,
                                          CELLS, CITATION);
  Bags b = count_bags (self, target, cells_per_bag_1e6, viability_pct, recovery_pct, basis);
  double raw = MAX (b.bags * b.per_bag - b.cells, 0.0);

  if (crf_score_usable (self))
    crf_score_step (self, CRF_STEP_ARITHMETIC, self->formula, raw, "%s × %s − %s = %s × 10⁶",
                    crf_score_number (self, b.bags), crf_score_number (self, b.per_bag),
                    crf_score_number (self, b.cells), crf_score_number (self, raw));
  return crf_score_finish (self, raw, crf_figure_round (raw, 2), 2, NULL);
}

CrfScoreResult *
crf_dose_given_cells (double volume_ml,
                      const CrfDoseProduct *product)
{
  CrfScoreResult *self = crf_score_begin ("DOSE_GIVEN_CELLS_1E6", _("Cells given"), VERSION, CELLS,
                                          CITATION);
  double volume = crf_score_read_zero (self, "volume_ml", _("Volume infused"), "mL", volume_ml);
  double concentration = read_concentration (self, product);
  double raw = volume * concentration;

  if (crf_score_usable (self))
    crf_score_step (self, CRF_STEP_ARITHMETIC, self->formula, raw, "%s mL × %s × 10⁶/mL = %s × 10⁶",
                    crf_score_number (self, volume), crf_score_number (self, concentration),
                    crf_score_number (self, raw));
  return crf_score_finish (self, raw, crf_figure_round (raw, 2), 2, NULL);
}

static double
given_per_kg (CrfScoreResult *self,
              double volume_ml,
              const CrfDoseProduct *product,
              double weight_kg)
{
  double volume = crf_score_read_zero (self, "volume_ml", _("Volume infused"), "mL", volume_ml);
  double concentration = read_concentration (self, product);
  double weight = crf_score_read_plain (self, "weight_kg", _("Weight"), "kg", weight_kg);
  double raw = volume * concentration / weight;

  if (crf_score_usable (self))
    crf_score_step (self, CRF_STEP_ARITHMETIC, _("Dose given"), raw,
                    "%s mL × %s × 10⁶/mL ÷ %s kg = %s × 10⁶/kg", crf_score_number (self, volume),
                    crf_score_number (self, concentration), crf_score_number (self, weight),
                    crf_score_number (self, raw));
  return raw;
}

CrfScoreResult *
crf_dose_given (double volume_ml,
                const CrfDoseProduct *product,
                double weight_kg)
{
  CrfScoreResult *self = crf_score_begin ("DOSE_GIVEN_1E6_PER_KG", _("Dose given"), VERSION,
                                          "× 10⁶/kg", CITATION);
  double raw = given_per_kg (self, volume_ml, product, weight_kg);

  return crf_score_finish (self, raw, crf_figure_round (raw, 2), 2, NULL);
}

/* Closes @self with the deviation of @given from @plan, both read before. */
static CrfScoreResult *
finish_deviation (CrfScoreResult *self,
                  double given,
                  double plan,
                  double tolerance_pct)
{
  double tolerance = isnan (tolerance_pct) ? 10.0 : tolerance_pct;
  double raw;
  gboolean major;

  if (!isfinite (tolerance) || tolerance < 0)
    crf_score_refuse (self, _("The tolerance must be a percentage of 0 or more"));
  crf_score_variant (self, "tolerance_pct", crf_score_number (self, tolerance));
  if (!crf_score_usable (self))
    return crf_score_finish (self, NAN, NAN, 1, NULL);

  raw = (given / plan - 1.0) * 100.0;
  /* The amounts are compared, because subtracting 1 leaves the last digits as noise. */
  major = crf_decimal_compare (given, plan * (1.0 + tolerance / 100.0)) > 0
          || crf_decimal_compare (given, plan * (1.0 - tolerance / 100.0)) < 0;
  crf_score_step (self, CRF_STEP_ARITHMETIC, self->formula, raw, "(%s ÷ %s − 1) × 100 = %s %%",
                  crf_score_number (self, given), crf_score_number (self, plan),
                  crf_score_number (self, raw));
  crf_score_step (self, CRF_STEP_RESULT, _("Tolerance"), NAN,
                  major ? _("beyond ±%s %%: major deviation") : _("within ±%s %%"),
                  crf_score_number (self, tolerance));
  return crf_score_finish (self, raw, crf_figure_round (raw, 1), 1, major ? "major" : "within");
}

static CrfScoreResult *
begin_deviation (void)
{
  return crf_score_begin ("DOSE_DEVIATION_PCT", _("Deviation from the plan"), VERSION, "%",
                          CITATION);
}

CrfScoreResult *
crf_dose_deviation (double given,
                    double planned,
                    double tolerance_pct)
{
  CrfScoreResult *self = begin_deviation ();
  /* Nothing given is a deviation of -100 %, not a missing value. */
  double g = crf_score_read_zero (self, "given", _("Given"), "", given);
  double plan = crf_score_read_plain (self, "planned", _("Planned"), "", planned);

  return finish_deviation (self, g, plan, tolerance_pct);
}

CrfScoreResult *
crf_dose_given_deviation (double volume_ml,
                          const CrfDoseProduct *product,
                          double weight_kg,
                          double dose_1e6_per_kg,
                          double tolerance_pct)
{
  CrfScoreResult *self = begin_deviation ();
  double given = given_per_kg (self, volume_ml, product, weight_kg);
  double plan = crf_score_read_plain (self, "dose_1e6_per_kg", _("Planned dose"), "× 10⁶/kg",
                                      dose_1e6_per_kg);

  return finish_deviation (self, given, plan, tolerance_pct);
}
