/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Arithmetic at the bedside: dilution, rate, drops, and the limits for DMSO, endotoxin and a changed
 * weight.
 *
 * Limits: DMSO 1 g/kg a day is the stem-cell transplant convention (10 % v/v is 0.11 g/mL at
 * 1.10 g/mL); endotoxin 5 EU/kg/h is the pharmacopoeia's; a weight that changed by more than 10 %
 * since screening asks for a new dose, exactly 10 % does not.
 */

#include "crf-dose.h"
#include "crf-score-private.h"

#include <glib/gi18n-lib.h>

#define CITATION "" /* plain arithmetic */
#define VERSION "1"

CrfScoreResult *
crf_dose_diluent (double cell_volume_ml,
                  double final_volume_ml)
{
  CrfScoreResult *self = crf_score_begin ("DOSE_DILUENT_ML", _("Diluent"), VERSION, "mL", CITATION);
  double cells = crf_score_read_plain (self, "cell_volume_ml", _("Cell volume"), "mL",
                                       cell_volume_ml);
  double final = crf_score_read_plain (self, "final_volume_ml", _("Final volume"), "mL",
                                       final_volume_ml);
  double raw = final - cells;

  if (crf_score_usable (self) && crf_decimal_compare (final, cells) < 0)
    crf_score_refuse (self, _("The final volume of %1$s mL is less than the %2$s mL of cells"),
                      crf_score_number (self, final), crf_score_number (self, cells));
  if (crf_score_usable (self))
    crf_score_step (self, CRF_STEP_ARITHMETIC, self->formula, raw, "%s mL − %s mL = %s mL",
                    crf_score_number (self, final), crf_score_number (self, cells),
                    crf_score_number (self, raw));
  return crf_score_finish (self, raw, crf_figure_round (raw, 1), 1, NULL);
}

CrfScoreResult *
crf_dose_final_conc (double cells_1e6,
                     double final_volume_ml)
{
  CrfScoreResult *self = crf_score_begin ("DOSE_FINAL_CONC_1E6_PER_ML", _("Final concentration"),
                                          VERSION, "× 10⁶/mL", CITATION);
  double cells = crf_score_read_plain (self, "cells_1e6", _("Cells"), "× 10⁶", cells_1e6);
  double final = crf_score_read_plain (self, "final_volume_ml", _("Final volume"), "mL",
                                       final_volume_ml);
  double raw = cells / final;

  if (crf_score_usable (self))
    crf_score_step (self, CRF_STEP_ARITHMETIC, self->formula, raw, "%s × 10⁶ ÷ %s mL = %s × 10⁶/mL",
                    crf_score_number (self, cells), crf_score_number (self, final),
                    crf_score_number (self, raw));
  return crf_score_finish (self, raw, crf_figure_round (raw, 2), 2, NULL);
}

CrfScoreResult *
crf_dose_rate_ml_h (double volume_ml,
                    double minutes)
{
  CrfScoreResult *self = crf_score_begin ("RATE_ML_H", _("Rate"), VERSION, "mL/h", CITATION);
  double volume = crf_score_read_plain (self, "volume_ml", _("Volume"), "mL", volume_ml);
  double time = crf_score_read_plain (self, "minutes", _("Time"), "min", minutes);
  double raw = volume / time * 60.0;

  if (crf_score_usable (self))
    crf_score_step (self, CRF_STEP_ARITHMETIC, self->formula, raw, "%s mL ÷ %s min × 60 = %s mL/h",
                    crf_score_number (self, volume), crf_score_number (self, time),
                    crf_score_number (self, raw));
  return crf_score_finish (self, raw, crf_figure_round (raw, 1), 1, NULL);
}

CrfScoreResult *
crf_dose_rate_drops (double volume_ml,
                     double minutes,
                     double drops_per_ml)
{
  CrfScoreResult *self = crf_score_begin ("RATE_DROPS_MIN", _("Drop rate"), VERSION, "/min",
                                          CITATION);
  double volume = crf_score_read_plain (self, "volume_ml", _("Volume"), "mL", volume_ml);
  double time = crf_score_read_plain (self, "minutes", _("Time"), "min", minutes);
  double drops = crf_score_read_plain (self, "drops_per_ml", _("Drops per mL of the set"), "/mL",
                                       drops_per_ml);
  double raw = volume * drops / time;

  if (crf_score_usable (self))
    crf_score_step (self, CRF_STEP_ARITHMETIC, self->formula, raw,
                    _("%1$s mL × %2$s drops/mL ÷ %3$s min = %4$s drops/min"),
                    crf_score_number (self, volume), crf_score_number (self, drops),
                    crf_score_number (self, time), crf_score_number (self, raw));
  return crf_score_finish (self, raw, crf_figure_round (raw, 1), 1, NULL);
}

/* Closes a figure that has a limit, with "over" or "within". */
static CrfScoreResult *
finish_with_limit (CrfScoreResult *self,
                   double raw,
                   unsigned decimals,
                   double limit)
{
  gboolean over;

  if (!crf_score_usable (self))
    return crf_score_finish (self, NAN, NAN, decimals, NULL);

  over = crf_decimal_compare (raw, limit) > 0;
  crf_score_step (self, CRF_STEP_RESULT, _("Limit"), limit,
                  over ? _("above the limit of %1$s %2$s") : _("within the limit of %1$s %2$s"),
                  crf_score_number (self, limit), self->unit);
  return crf_score_finish (self, raw, crf_figure_round (raw, decimals), decimals,
                           over ? "over" : "within");
}

CrfScoreResult *
crf_dose_dmso (double product_ml,
               double dmso_pct_vv,
               double weight_kg,
               double density_g_ml)
{
  CrfScoreResult *self = crf_score_begin ("DMSO_G_PER_KG", _("DMSO"), VERSION, "g/kg", CITATION);
  double volume = crf_score_read_plain (self, "product_ml", _("Thawed product"), "mL", product_ml);
  double pct = crf_score_read_zero (self, "dmso_pct_vv", _("DMSO by volume"), "%", dmso_pct_vv);
  double weight = crf_score_read_plain (self, "weight_kg", _("Weight"), "kg", weight_kg);
  double density = crf_score_read_plain (self, "density_g_ml", _("Density of DMSO"), "g/mL",
                                         isnan (density_g_ml) ? 1.10 : density_g_ml);
  double raw = volume * pct / 100.0 * density / weight;

  if (pct > 100.0)
    crf_score_refuse (self, _("%1$s is %2$s %%; it cannot be above 100 %%"), _("DMSO by volume"),
                      crf_score_number (self, pct));
  if (crf_score_usable (self))
    crf_score_step (self, CRF_STEP_ARITHMETIC, self->formula, raw,
                    "%s mL × %s %% × %s g/mL ÷ %s kg = %s g/kg", crf_score_number (self, volume),
                    crf_score_number (self, pct), crf_score_number (self, density),
                    crf_score_number (self, weight), crf_score_number (self, raw));
  return finish_with_limit (self, raw, 4, CRF_DOSE_DMSO_LIMIT);
}

CrfScoreResult *
crf_dose_endotoxin (double eu_per_ml,
                    double volume_ml,
                    double weight_kg,
                    double hours)
{
  CrfScoreResult *self = crf_score_begin ("ENDOTOXIN_EU_KG_H", _("Endotoxin"), VERSION, "EU/kg/h",
                                          CITATION);
  double eu = crf_score_read_zero (self, "eu_per_ml", _("Endotoxin in the product"), "EU/mL",
                                   eu_per_ml);
  double volume = crf_score_read_plain (self, "volume_ml", _("Volume"), "mL", volume_ml);
  double weight = crf_score_read_plain (self, "weight_kg", _("Weight"), "kg", weight_kg);
  double time = crf_score_read_plain (self, "hours", _("Time"), "h", hours);
  double raw = eu * volume / weight / time;

  if (crf_score_usable (self))
    crf_score_step (self, CRF_STEP_ARITHMETIC, self->formula, raw,
                    "%s EU/mL × %s mL ÷ %s kg ÷ %s h = %s EU/kg/h", crf_score_number (self, eu),
                    crf_score_number (self, volume), crf_score_number (self, weight),
                    crf_score_number (self, time), crf_score_number (self, raw));
  return finish_with_limit (self, raw, 4, CRF_DOSE_ENDOTOXIN_LIMIT);
}

CrfScoreResult *
crf_dose_weight_change (double screening_kg,
                        double infusion_day_kg,
                        double limit_pct)
{
  CrfScoreResult *self = crf_score_begin ("WEIGHT_CHANGE_PCT", _("Change of weight"), VERSION, "%",
                                          CITATION);
  double before = crf_score_read_plain (self, "screening_kg", _("Weight at screening"), "kg",
                                        screening_kg);
  double now = crf_score_read_plain (self, "infusion_day_kg", _("Weight on infusion day"), "kg",
                                     infusion_day_kg);
  double limit = isnan (limit_pct) ? 10.0 : limit_pct;
  double raw = (now / before - 1.0) * 100.0;
  gboolean beyond;

  if (!isfinite (limit) || limit < 0)
    crf_score_refuse (self, _("The limit must be a percentage of 0 or more"));
  crf_score_variant (self, "limit_pct", crf_score_number (self, limit));
  if (!crf_score_usable (self))
    return crf_score_finish (self, NAN, NAN, 1, NULL);

  beyond = crf_decimal_compare (now, before * (1.0 + limit / 100.0)) > 0
           || crf_decimal_compare (now, before * (1.0 - limit / 100.0)) < 0;
  crf_score_step (self, CRF_STEP_ARITHMETIC, self->formula, raw, "(%s ÷ %s − 1) × 100 = %s %%",
                  crf_score_number (self, now), crf_score_number (self, before),
                  crf_score_number (self, raw));
  crf_score_step (self, CRF_STEP_RESULT, _("Limit"), limit,
                  beyond ? _("changed by more than %s %%: calculate the dose again")
                         : _("changed by no more than %s %%"),
                  crf_score_number (self, limit));
  return crf_score_finish (self, raw, crf_figure_round (raw, 1), 1,
                           beyond ? "recalculate" : "within");
}
