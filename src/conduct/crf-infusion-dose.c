/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The arithmetic of one infusion, step by step in words. */

#include "crf-infusion.h"

#include "crf-dose.h"
#include "crf-number.h"
#include "crf-product-release.h"

#include <glib/gi18n-lib.h>
#include <math.h>

void
crf_dose_inputs_from (CrfStudy *study,
                      const CrfArm *arm,
                      const CrfLotRecord *lot,
                      CrfDoseInputs *inputs)
{
  const CrfDoseRule *rule = crf_study_get_dose_rule (study);

  *inputs = (CrfDoseInputs) { .weight = NAN, .dose = NAN, .cap = NAN, .dose_viable = TRUE, .concentration = NAN, .viability = NAN,
                              .bag_volume = NAN, .final_volume = NAN, .duration = NAN, .drops_per_ml = NAN, .dmso = NAN, .endotoxin = NAN };
  if (rule != NULL)
    {
      inputs->cap = rule->cap_million;
      inputs->dose_viable = rule->viable;
      inputs->final_volume = rule->final_volume_ml;
      inputs->drops_per_ml = rule->drops_per_ml;
    }
  if (arm != NULL && arm->has_dose)
    {
      inputs->dose = arm->dose_low;
      inputs->fixed = arm->dose_fixed;
    }
  if (lot != NULL)
    {
      inputs->concentration_viable = g_strcmp0 (lot->basis, "viable") == 0;
      if (lot->concentration != NULL)
        crf_number_parse_plain (lot->concentration, &inputs->concentration, NULL);
      if (lot->viability != NULL)
        crf_number_parse_plain (lot->viability, &inputs->viability, NULL);
      if (lot->bag_volume != NULL)
        crf_number_parse_plain (lot->bag_volume, &inputs->bag_volume, NULL);
      inputs->dmso = crf_product_read_figure (lot->dmso);
      inputs->endotoxin = crf_product_read_figure (lot->endotoxin);
    }
}

/* Takes over the result's figure and its words; FALSE with @refusal when there is none. */
static gboolean
take (CrfDosePlan *plan,
      CrfScoreResult *result,
      double *figure,
      CrfRefusal **refusal)
{
  g_autoptr (CrfScoreResult) owned = result;

  if (owned->status != CRF_SCORE_DONE)
    {
      g_autofree char *sentence = crf_score_result_sentence (owned);

      *refusal = crf_refusal_new ("dose-not-computable", _("Check weight, lot figures and dose."), "%s", sentence);
      return FALSE;
    }
  for (guint i = 0; i < owned->steps->len; i++)
    {
      CrfScoreStep *step = g_ptr_array_index (owned->steps, i);
      g_autofree char *line = g_strdup_printf (_("%s: %s"), step->label, step->text);

      /* Each figure explains itself from the start; a step that two share is shown once. */
      if (step->kind != CRF_STEP_INPUT && !g_ptr_array_find_with_equal_func (plan->steps, line, g_str_equal, NULL))
        g_ptr_array_add (plan->steps, g_steal_pointer (&line));
    }
  *figure = owned->raw;
  return TRUE;
}

static double
round_tenth (double value)
{
  char buffer[CRF_DECIMAL_SIZE];
  double rounded = value;

  crf_number_parse_plain (crf_decimal_format_places (value, 1, buffer), &rounded, NULL);
  return rounded;
}

/* The bag's content, as counted: 10⁶ cells. A certificate that counts viable cells must not lose viability twice. */
static gboolean
take_bags (CrfDosePlan *plan,
           const CrfDoseInputs *inputs,
           const CrfDoseTarget *target,
           CrfRefusal **refusal)
{
  CrfDoseBasis basis = inputs->dose_viable && !inputs->concentration_viable ? CRF_DOSE_BASIS_VIABLE : CRF_DOSE_BASIS_TOTAL;
  double bags;

  if (isnan (inputs->bag_volume))
    return TRUE;
  if (!take (plan, crf_dose_bags (target, inputs->concentration * inputs->bag_volume, inputs->viability, 100, basis), &bags, refusal))
    return FALSE;
  plan->bags = (int) lround (bags);
  return TRUE;
}

/* Beyond what a vein or a bag takes, whatever the protocol: 100 mL/min, and five litres. [P] */
#define MAX_RATE_ML_H 6000
#define MAX_VOLUME_ML 5000

static gboolean
is_possible (const CrfDosePlan *plan,
             CrfRefusal **refusal)
{
  char figure[CRF_DECIMAL_SIZE];

  if (plan->final_volume > MAX_VOLUME_ML)
    *refusal = crf_refusal_new ("volume-impossible", _("Check the volumes, the concentration and the viability."), _("%s mL cannot be infused at once."),
                                crf_decimal_format_places (plan->final_volume, 1, figure));
  else if (!isnan (plan->rate) && plan->rate > MAX_RATE_ML_H)
    *refusal = crf_refusal_new ("rate-impossible", _("Check the volume and the minutes."), _("%s mL/h is faster than anything can be infused."),
                                crf_decimal_format_places (plan->rate, 1, figure));
  else
    return TRUE;
  return FALSE;
}

static gboolean
take_rate (CrfDosePlan *plan,
           const CrfDoseInputs *inputs,
           CrfRefusal **refusal)
{
  double diluent, drops;

  plan->final_volume = isnan (inputs->final_volume) ? plan->volume : inputs->final_volume;
  if (!isnan (inputs->final_volume) &&
      !take (plan, crf_dose_diluent (plan->volume, inputs->final_volume), &diluent, refusal))
    return FALSE;
  plan->rate = NAN;
  if (isnan (inputs->duration))
    return is_possible (plan, refusal);
  if (!take (plan, crf_dose_rate_ml_h (plan->final_volume, inputs->duration), &plan->rate, refusal) || !is_possible (plan, refusal))
    return FALSE;
  return isnan (inputs->drops_per_ml) ||
         take (plan, crf_dose_rate_drops (plan->final_volume, inputs->duration, inputs->drops_per_ml), &drops, refusal);
}

/* What comes with the cells, in words, so that plan and check show it before the gate speaks of it. */
static gboolean
take_company (CrfDosePlan *plan,
              const CrfDoseInputs *inputs,
              CrfRefusal **refusal)
{
  double figure;

  if (isnan (inputs->weight))
    return TRUE;
  /* What the certificate does not state is not judged, and that is said. */
  if (isnan (inputs->dmso))
    g_ptr_array_add (plan->steps, g_strdup (_("DMSO: not stated for this lot")));
  if (isnan (inputs->endotoxin))
    g_ptr_array_add (plan->steps, g_strdup (_("Endotoxin: not stated for this lot")));
  if (!isnan (inputs->dmso) && !take (plan, crf_dose_dmso (plan->volume, inputs->dmso, inputs->weight, NAN), &figure, refusal))
    return FALSE;
  return isnan (inputs->endotoxin) || isnan (inputs->duration) || !(inputs->duration > 0) ||
         take (plan, crf_dose_endotoxin (inputs->endotoxin, plan->volume, inputs->weight, inputs->duration / 60), &figure, refusal);
}

CrfDosePlan *
crf_dose_plan (const CrfDoseInputs *inputs,
               CrfRefusal **refusal)
{
  g_autoptr (CrfDosePlan) plan = g_new0 (CrfDosePlan, 1);
  CrfDoseTarget target = { .dose_1e6_per_kg = inputs->fixed ? NAN : inputs->dose, .weight_kg = inputs->weight,
                           .fixed_1e6 = inputs->fixed ? inputs->dose : NAN, .cap_1e6 = inputs->cap };
  CrfDoseProduct product = { .total_conc_1e6_per_ml = inputs->concentration_viable ? NAN : inputs->concentration,
                             .viable_conc_1e6_per_ml = inputs->concentration_viable ? inputs->concentration : NAN,
                             .viability_pct = inputs->viability,
                             .basis = inputs->dose_viable ? CRF_DOSE_BASIS_VIABLE : CRF_DOSE_BASIS_TOTAL };
  char drawn[CRF_DECIMAL_SIZE];
  double volume;

  plan->steps = g_ptr_array_new_with_free_func (g_free);
  if (!take (plan, crf_dose_target_cells (&target), &plan->target, refusal) ||
      !take (plan, crf_dose_volume (&target, &product), &volume, refusal))
    return NULL;
  plan->volume = round_tenth (volume);
  crf_decimal_format_places (volume, 1, drawn);
  g_ptr_array_add (plan->steps, g_strdup_printf (_("Read on the syringe: %s mL"), drawn));
  if (!take_bags (plan, inputs, &target, refusal) || !take_rate (plan, inputs, refusal) || !take_company (plan, inputs, refusal))
    return NULL;
  return g_steal_pointer (&plan);
}

void
crf_dose_plan_free (CrfDosePlan *plan)
{
  g_clear_pointer (&plan->steps, g_ptr_array_unref);
  g_free (plan);
}
