/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Planning an infusion: weight × dose → target cells → volume, bags, rate. Refused while something is missing that would make the plan unsafe, in
 * the blocking order of the protocol: allocation, release, expiry, viability, weight. */

#include "crf-blind.h"
#include "crf-infusion-gates.h"
#include "crf-infusion-masked.h"
#include "crf-lot-moves.h"
#include "crf-number.h"
#include "crf-partial-date.h"
#include "crf-subject-values.h"
#include "crf-trial-gates.h"
#include "crf-volume.h"

#include <glib/gi18n-lib.h>
#include <math.h>

static const CrfParameter parameters[] = {
  { "weight", N_("Weight, kg"), "number", TRUE },
  { "weight-date", N_("Weighed at"), "datetime", TRUE },
  { "lot", N_("Lot number"), "text", TRUE },
  { "final-volume", N_("Final volume, mL"), "number", FALSE },
  { "duration", N_("Duration, min"), "number", TRUE },
  { "infusion", N_("Infusion number"), "integer", FALSE },
  { "reason", N_("Reason"), "text", FALSE },
  { NULL, NULL, NULL, FALSE },
};

static gboolean
check_weight (CrfUseCaseContext *context,
              double weight,
              const char *weighed)
{
  const CrfDoseRule *rule = crf_study_get_dose_rule (context->study);
  const char *today = crf_session_get_today (context->session);
  g_autofree char *day = crf_iso_date_part (weighed);
  int days;

  if (!(weight > 0))
    return !crf_context_refuse (context, "weight", _("Weigh the patient and enter the weight in kg."), _("The weight must be above 0 kg."));
  if (weight < 25 || weight > 300)
    return !crf_context_refuse (context, "weight", _("Enter the weight in kg."), _("A weight of %s kg is not possible for an adult patient."),
                                crf_context_get (context, "weight"));
  if (crf_iso_days_between (day, today, &days) && days < 0)
    return !crf_context_refuse (context, "weight-date", NULL, _("The weight is dated in the future (%s)."), day);
  /* The rule speaks of hours; a date alone cannot be read finer than days. */
  if (rule != NULL && rule->weight_age_hours > 0 && crf_iso_days_between (day, today, &days) && days * 24 > rule->weight_age_hours)
    return !crf_context_refuse (context, "weight-old", _("Weigh the patient again."),
                                _("The weight is of %s; the protocol asks for one not older than %d hours."), day, rule->weight_age_hours);
  return TRUE;
}

/* A weight that changed much is said, not refused: the dose is computed from the new one. */
static gboolean
note_weight_change (CrfUseCaseContext *context,
                    double weight,
                    GError **error)
{
  const CrfDoseRule *rule = crf_study_get_dose_rule (context->study);
  g_autoptr (CrfSubjectValues) values = NULL;
  const char *screening;
  double before;

  values = crf_subject_values_read (context->file, context->study, NULL, context->subject->key, error);
  if (values == NULL)
    return FALSE;
  screening = crf_subject_values_get_concept (values, "clin.weight");
  if (rule == NULL || screening == NULL || !crf_number_parse_plain (screening, &before, NULL) || !(before > 0))
    return TRUE;
  if (crf_decimal_compare (fabs (weight / before - 1) * 100, rule->weight_change_percent) > 0)
    {
      char change[CRF_DECIMAL_SIZE];

      crf_context_notice (context, _("The weight changed by %s %% from %s kg: check for ascites or paracentesis."),
                          crf_decimal_format_places ((weight / before - 1) * 100, 1, change), screening);
    }
  return TRUE;
}

/* What is free, and what is set aside for this very patient. */
static gboolean
check_stock (CrfUseCaseContext *context,
             CrfLotRecord *lot,
             double volume)
{
  g_autoptr (CrfLotBook) book = crf_records_lot_book (context->file, lot->lot, NULL, NULL);
  g_autofree char *available = NULL;
  gint64 left;
  double there;

  if (lot->left_ml == NULL || book == NULL || !crf_volume_parse (lot->left_ml, &left))
    return TRUE;
  available = crf_volume_format (left + crf_lot_book_get_reserved (book, context->subject->key));
  if (!crf_number_parse_plain (available, &there, NULL) || crf_decimal_compare (there, volume) >= 0)
    return TRUE;
  return !crf_context_refuse (context, "lot-short", _("Use another lot."), _("Lot %s has %s mL left; the dose needs more."), lot->lot, available);
}

static gboolean
clear_check (CrfUseCaseContext *context,
             const CrfInfusion *infusion,
             GError **error)
{
  const CrfItem *item = crf_study_find_item_by_concept (context->study, "inf.checked_by");
  g_autoptr (CrfTarget) target = crf_infusion_target (infusion, context->subject->key);

  return item == NULL || crf_context_store_value (context, target, item, NULL, NULL, NULL, crf_infusion_reason_for (context, item), error);
}

static gboolean
store_plan (CrfUseCaseContext *context,
            CrfInfusion *infusion,
            const CrfDoseInputs *inputs,
            const CrfDosePlan *plan,
            const char *lot,
            const char *weighed,
            GError **error)
{
  /* A plan that was checked and is made anew is no longer checked. */
  if (crf_infusion_get (infusion, "inf.checked_by") != NULL && !clear_check (context, infusion, error))
    return FALSE;
  if (crf_blind_is_ward_blinded (context->study) && !crf_infusion_number_preparation (context, infusion, error))
    return FALSE;
  return crf_infusion_store_number (context, infusion, "inf.ordinal", infusion->place.ordinal, 0, error) &&
         crf_infusion_store (context, infusion, "inf.weight", crf_context_get (context, "weight"), error) &&
         crf_infusion_store (context, infusion, "inf.weight_date", weighed, error) &&
         crf_infusion_store (context, infusion, "inf.lot", lot, error) &&
         crf_infusion_store_number (context, infusion, "inf.concentration", inputs->concentration, -1, error) &&
         crf_infusion_store_number (context, infusion, "inf.viability", inputs->viability, -1, error) &&
         /* The field is in cells a kilogram, whatever the protocol prescribes in. */
         crf_infusion_store_number (context, infusion, "inf.dose_planned", inputs->fixed ? plan->target / inputs->weight : inputs->dose, 2, error) &&
         crf_infusion_store_number (context, infusion, "inf.target_cells", plan->target, -1, error) &&
         crf_infusion_store_number (context, infusion, "inf.volume", plan->volume, 1, error) &&
         crf_infusion_store_number (context, infusion, "inf.bags", plan->bags > 0 ? plan->bags : NAN, 0, error) &&
         crf_infusion_store_number (context, infusion, "inf.bag_volume", inputs->bag_volume, -1, error) &&
         crf_infusion_store_number (context, infusion, "inf.final_volume", plan->final_volume, 1, error) &&
         crf_infusion_store_number (context, infusion, "inf.duration", inputs->duration, -1, error) &&
         crf_infusion_store_number (context, infusion, "inf.rate", plan->rate, 1, error);
}

/* The figures as results, not as news: whoever checks the plan must not find them on the screen. */
static void
give_figures (CrfUseCaseContext *context,
              const CrfDosePlan *plan)
{
  g_autofree char *arithmetic = NULL;
  char number[CRF_DECIMAL_SIZE];

  crf_context_result (context, "target-cells", crf_decimal_format (plan->target, number));
  crf_context_result (context, "volume", crf_decimal_format_places (plan->volume, 1, number));
  if (!isnan (plan->rate))
    crf_context_result (context, "rate", crf_decimal_format_places (plan->rate, 1, number));
  g_ptr_array_add (plan->steps, NULL);
  arithmetic = g_strjoinv ("; ", (char **) plan->steps->pdata);
  g_ptr_array_remove_index (plan->steps, plan->steps->len - 1);
  crf_context_result (context, "arithmetic", arithmetic);
}

static gboolean
plan_with (CrfUseCaseContext *context,
           CrfInfusion *infusion,
           const CrfArm *arm,
           CrfLotRecord *lot,
           double weight,
           const char *weighed,
           GError **error)
{
  g_autoptr (CrfDosePlan) plan = NULL;
  CrfDoseInputs inputs;
  double final_volume;

  crf_dose_inputs_from (context->study, arm, lot, &inputs);
  inputs.weight = weight;
  if (!crf_context_get_number (context, "duration", &inputs.duration) || !crf_context_get_number (context, "final-volume", &final_volume))
    return TRUE;
  if (crf_blind_is_ward_blinded (context->study) &&
      !crf_infusion_check_masked_volume (context->study, final_volume, &context->outcome->refusal))
    return TRUE;
  if (!isnan (final_volume))
    inputs.final_volume = final_volume;
  plan = crf_dose_plan (&inputs, &context->outcome->refusal);
  if (plan == NULL || !check_stock (context, lot, plan->volume))
    return TRUE;

  give_figures (context, plan);
  return note_weight_change (context, weight, error) && store_plan (context, infusion, &inputs, plan, lot->lot, weighed, error);
}

/* Placebo: the lot is the batch of the vehicle, which is no cell lot; what cells have is stored as empty boxes. */
static gboolean
plan_placebo (CrfUseCaseContext *context,
              CrfInfusion *infusion,
              const CrfArm *arm,
              double weight,
              const char *weighed,
              GError **error)
{
  const char *batch = crf_context_get (context, "lot");
  g_autoptr (CrfLotRecord) lot = crf_records_find_lot (context->file, batch, NULL);
  g_autoptr (CrfDosePlan) plan = NULL;
  CrfDoseInputs inputs;
  double final_volume;

  if (lot != NULL)
    return crf_context_refuse (context, "wrong-product", _("Enter the batch number of the placebo."),
                               _("%s gets “%s”, and lot %s is a cell lot."), context->subject->number,
                               crf_text_get (arm->title, crf_session_get_language (context->session)), lot->lot);
  crf_dose_inputs_from (context->study, NULL, NULL, &inputs);
  if (!crf_context_get_number (context, "duration", &inputs.duration) || !crf_context_get_number (context, "final-volume", &final_volume))
    return TRUE;
  plan = crf_infusion_plan_placebo (context->study, final_volume, inputs.duration, &context->outcome->refusal);
  if (plan == NULL)
    return TRUE;
  inputs.dose = 0;
  give_figures (context, plan);
  return note_weight_change (context, weight, error) && store_plan (context, infusion, &inputs, plan, batch, weighed, error);
}

/* A patient's own cells: marrow was taken, and they grew. FALSE when refused. */
static gboolean
check_culture (CrfUseCaseContext *context)
{
  const CrfDoseRule *rule = crf_study_get_dose_rule (context->study);
  g_autofree char *aspirated = NULL, *failed = NULL;

  if (rule == NULL || !rule->autologous || crf_study_find_item_by_concept (context->study, "marrow.aspirated_at") == NULL)
    return TRUE;
  aspirated = crf_context_value_of (context, "marrow.aspirated_at");
  failed = crf_context_value_of (context, "marrow.culture_failed");
  /* A culture that was judged is of marrow that was taken, whether or not its time is known. */
  if (aspirated == NULL && failed == NULL)
    return !crf_context_refuse (context, "not-aspirated", _("Record when the marrow was taken."), _("No marrow of %s was taken yet."), context->subject->number);
  return g_strcmp0 (failed, "Y") != 0 ||
         !crf_context_refuse (context, "culture-failed", _("Correct the record of the culture if this is wrong; else stop the treatment."),
                              _("The cells of %s did not grow: there is nothing to infuse."), context->subject->number);
}

static gboolean
run (CrfUseCaseContext *context,
     GError **error)
{
  g_autoptr (CrfInfusion) infusion = crf_infusion_of_context (context, error);
  g_autoptr (CrfLotRecord) lot = NULL;
  g_autofree char *weighed = NULL;
  const CrfArm *arm;
  double weight;

  if (infusion == NULL)
    return context->outcome->refusal != NULL;
  if (crf_blind_is_ward_blinded (context->study) && !crf_blind_seals_dose (context->study))
    return crf_context_refuse (context, "would-unblind", _("Use a definition whose dose items are marked as unblinding."),
                               _("This study is masked, but its definition does not seal the planned dose: the plan would show the arm."));
  if (infusion->stage >= CRF_INFUSION_STARTED)
    return crf_context_refuse (context, "started", NULL, _("This infusion has already been started."));
  if (!crf_infusion_patient_is_there (context->subject, crf_session_get_today (context->session), &context->outcome->refusal))
    return TRUE;
  arm = crf_infusion_arm_of_context (context, error);
  if (arm == NULL)
    return context->outcome->refusal != NULL;
  if (infusion->place.ordinal > crf_infusion_count (context->study, arm))
    return crf_context_refuse (context, "no-infusion", NULL, _("All infusions of %s are closed."), context->subject->number);
  if (!check_culture (context) || !crf_context_get_number (context, "weight", &weight) || !crf_context_get_date (context, "weight-date", TRUE, &weighed))
    return TRUE;
  if (arm->placebo && crf_blind_is_ward_blinded (context->study))
    return check_weight (context, weight, weighed) ? plan_placebo (context, infusion, arm, weight, weighed, error) : TRUE;
  lot = crf_blind_find_lot (context->session, crf_context_get (context, "lot"));
  if (lot == NULL)
    return crf_context_refuse (context, "no-such-lot", _("Receive the lot under Cell lots."), _("There is no lot “%s”."), crf_context_get (context, "lot"));
  if (!crf_trial_lot_is_of (context->session, lot, context->subject->key, &context->outcome->refusal) ||
      !crf_trial_lot_fits (context->session, lot, crf_session_get_today (context->session), &context->outcome->refusal) ||
      !check_weight (context, weight, weighed))
    return TRUE;
  return plan_with (context, infusion, arm, lot, weight, weighed, error);
}

const CrfUseCase crf_use_case_plan_infusion = {
  .name = "plan-infusion",
  .title = N_("Plan infusion"),
  .summary = N_("Computes target cells, volume, bags and rate and stores the plan."),
  .roles = CRF_ROLE_NURSE | CRF_ROLE_INVESTIGATOR | CRF_ROLE_PRINCIPAL_INVESTIGATOR | CRF_ROLE_PHARMACIST,
  .task = "prepare",
  .needs_subject = TRUE,
  .parameters = parameters,
  .run = run,
  .rests_on = CRF_RESTS_ON_SUBJECT,
  .blinding = CRF_BLINDING_PRODUCT,
};
