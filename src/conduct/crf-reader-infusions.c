/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The infusions page: each infusion of the subject's arm, how it stands, what may be done next, and the calculator. */

#include "crf-allocation-list.h"
#include "crf-blind.h"
#include "crf-dose.h"
#include "crf-infusion-gates.h"
#include "crf-infusion-masked.h"
#include "crf-number.h"
#include "crf-reader.h"
#include "crf-session-private.h"
#include "crf-trial-gates.h"
#include "crf-version.h"
#include "crf-readings.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

void
crf_infusion_state_free (CrfInfusionState *state)
{
  g_clear_pointer (&state->target, crf_target_free);
  g_clear_pointer (&state->arithmetic, g_ptr_array_unref);
  g_clear_pointer (&state->plan_refusal, crf_refusal_free);
  g_clear_pointer (&state->check_refusal, crf_refusal_free);
  g_clear_pointer (&state->give_refusal, crf_refusal_free);
  g_free (state->state);
  g_free (state->state_label);
  g_free (state->planned_text);
  g_free (state->given_text);
  g_free (state->deviation_text);
  g_free (state->product);
  g_free (state->preparation);
  g_free (state->use_before);
  g_free (state);
}

static const char *
or_dash (const CrfInfusion *infusion,
         const char *concept)
{
  const char *text = crf_infusion_get (infusion, concept);

  return text != NULL ? text : "–";
}

/* What the ward gets to know of a masked preparation, the same for every arm: "P-0003 · 50.0 mL · 60.0 mL/h" */
static char *
describe_preparation (const CrfInfusion *infusion)
{
  const char *number = crf_infusion_get (infusion, "inf.preparation");

  if (number == NULL)
    return NULL;
  /* Translators: preparation number, volume in mL, rate in mL/h */
  return g_strdup_printf (_("%s · %s mL · %s mL/h"), number, or_dash (infusion, "inf.final_volume"), or_dash (infusion, "inf.rate"));
}

/* "186.0 × 10⁶ cells · 3.00 × 10⁶/kg · 4.4 mL of lot L-0231" */
static char *
describe_plan (const CrfInfusion *infusion)
{
  double cells = crf_infusion_get_number (infusion, "inf.target_cells");
  const char *dose = crf_infusion_get (infusion, "inf.dose_planned");
  char number[CRF_DECIMAL_SIZE];

  if (isnan (cells))
    return describe_preparation (infusion);
  if (!(cells > 0))
    /* Translators: volume in mL, batch number of the placebo */
    return g_strdup_printf (_("placebo · %s mL of batch %s"), or_dash (infusion, "inf.volume"), or_dash (infusion, "inf.lot"));
  /* Translators: target cells in millions, dose per kg in millions, volume in mL, lot number */
  return g_strdup_printf (_("%s × 10⁶ cells · %s × 10⁶/kg · %s mL of lot %s"), crf_decimal_format_places (cells, 1, number),
                          dose != NULL ? dose : "–", or_dash (infusion, "inf.volume"), or_dash (infusion, "inf.lot"));
}

static char *
describe_given (const CrfInfusion *infusion)
{
  const char *dose = crf_infusion_get (infusion, "inf.dose_given");
  const char *volume = crf_infusion_get (infusion, "inf.given_volume");

  g_autofree char *start = g_strdup (or_dash (infusion, "inf.start"));

  if (volume == NULL)
    return NULL;
  g_strdelimit (start, "T", ' ');
  if (dose == NULL)
    /* Translators: volume in mL, start time */
    return g_strdup_printf (_("%s mL · started %s"), volume, start);
  /* Translators: dose per kg in millions, volume in mL, start time */
  return g_strdup_printf (_("%s × 10⁶/kg · %s mL · started %s"), dose, volume, start);
}

static char *
describe_deviation (const CrfInfusion *infusion)
{
  const char *deviation = crf_infusion_get (infusion, "inf.deviation");

  return deviation != NULL ? g_strdup_printf (_("%s %% from the plan"), deviation) : NULL;
}

/* The stored plan's figures, computed again from the stored inputs, in words. */
static GPtrArray *
explain (CrfSession *session,
         const CrfInfusion *infusion,
         const CrfArm *arm)
{
  g_autoptr (CrfLotRecord) lot = NULL;
  g_autoptr (CrfDosePlan) plan = NULL;
  CrfRefusal *refusal = NULL;
  CrfDoseInputs inputs;

  if (arm == NULL || infusion->stage == CRF_INFUSION_NONE || crf_infusion_get (infusion, "inf.lot") == NULL)
    return g_ptr_array_new_with_free_func (g_free);
  if (arm->placebo && crf_blind_is_ward_blinded (crf_session_get_study (session)))
    {
      plan = crf_infusion_plan_placebo (crf_session_get_study (session), NAN, crf_infusion_get_number (infusion, "inf.duration"), &refusal);
      g_clear_pointer (&refusal, crf_refusal_free);
      return plan != NULL ? g_ptr_array_ref (plan->steps) : g_ptr_array_new_with_free_func (g_free);
    }
  lot = crf_records_find_lot (crf_session_get_file (session), crf_infusion_get (infusion, "inf.lot"), NULL);
  crf_dose_inputs_from (crf_session_get_study (session), arm, lot, &inputs);
  inputs.weight = crf_infusion_get_number (infusion, "inf.weight");
  inputs.dose = crf_infusion_get_number (infusion, inputs.fixed ? "inf.target_cells" : "inf.dose_planned");
  inputs.final_volume = crf_infusion_get_number (infusion, "inf.final_volume");
  inputs.duration = crf_infusion_get_number (infusion, "inf.duration");
  plan = crf_dose_plan (&inputs, &refusal);
  g_clear_pointer (&refusal, crf_refusal_free);
  return plan != NULL ? g_ptr_array_ref (plan->steps) : g_ptr_array_new_with_free_func (g_free);
}

static gboolean
may (CrfSession *session,
     const char *use_case,
     gboolean stage_fits,
     CrfRefusal *otherwise,
     CrfRefusal **refusal)
{
  if (!crf_use_case_permitted (session, crf_use_case_find (use_case), refusal))
    {
      crf_refusal_free (otherwise);
      return FALSE;
    }
  /* Plan and check of a blinded ward's infusions are the pharmacy's. */
  if (strcmp (use_case, "give-infusion") != 0 && crf_blind_is_ward_blinded (crf_session_get_study (session)) && !crf_session_may_know_arms (session))
    {
      crf_refusal_free (otherwise);
      *refusal = crf_refusal_new ("may-not-know", NULL, _("The pharmacy plans and checks the preparations of this masked study."));
      return FALSE;
    }
  if (stage_fits)
    {
      crf_refusal_free (otherwise);
      return TRUE;
    }
  *refusal = otherwise;
  return FALSE;
}

static void
judge_next (CrfInfusionState *state,
            CrfSession *session,
            CrfSubjectRecord *subject,
            const CrfInfusion *infusion)
{
  gboolean allocated = subject->allocation_number != NULL;
  gboolean open = infusion->stage < CRF_INFUSION_STARTED || infusion->stage == CRF_INFUSION_POSTPONED;
  gboolean own = crf_infusion_was_planned_by (infusion, crf_session_get_login (session));

  state->can_plan = may (session, "plan-infusion", allocated && open,
                         allocated ? crf_refusal_new ("started", NULL, _("This infusion has already been started."))
                                   : crf_refusal_new ("not-allocated", _("Randomise the patient first."), _("%s is not allocated yet."), subject->number),
                         &state->plan_refusal);
  state->can_check = may (session, "check-infusion", infusion->stage >= CRF_INFUSION_PLANNED && infusion->stage < CRF_INFUSION_STARTED && !own,
                          own ? crf_refusal_new ("same-person", _("Another person signs in for the check."),
                                                 _("The plan is yours: a second person must check it."))
                              : crf_refusal_new ("not-planned", _("Plan the infusion first."), _("There is no plan to check for %s."), subject->number),
                          &state->check_refusal);
  /* Who may not record an infusion need not hear it of one that is over. */
  if (crf_infusion_is_over (infusion->stage))
    state->give_refusal = crf_refusal_new ("closed", _("Correct the fields of the record, with a reason."), _("This infusion is closed already."));
  else
    state->can_give = may (session, "give-infusion", TRUE, NULL, &state->give_refusal);
}

static CrfInfusionState *
describe (CrfSession *session,
          CrfSubjectRecord *subject,
          const CrfInfusion *infusion,
          const CrfArm *arm)
{
  CrfInfusionState *state = g_new0 (CrfInfusionState, 1);

  state->ordinal = infusion->place.ordinal;
  state->target = crf_infusion_target (infusion, subject->key);
  state->state = g_strdup (crf_infusion_stage_get_name (infusion->stage));
  state->state_label = g_strdup (crf_infusion_stage_get_label (infusion->stage));
  state->masked = crf_blind_is_ward_blinded (crf_session_get_study (session));
  state->placebo = arm != NULL && arm->placebo;
  if (arm != NULL && state->masked)
    state->product = g_strdup (crf_text_get (arm->title, crf_session_get_language (session)));
  state->preparation = g_strdup (crf_infusion_get (infusion, "inf.preparation"));
  state->use_before = g_strdup (crf_infusion_get (infusion, "inf.use_before"));
  state->planned_text = describe_plan (infusion);
  state->given_text = describe_given (infusion);
  state->deviation_text = describe_deviation (infusion);
  state->arithmetic = explain (session, infusion, arm);
  judge_next (state, session, subject, infusion);
  return state;
}

/* Whether a later infusion was started all the same, out of turn. */
static gboolean
is_any_later (CrfSession *session,
              const char *subject,
              int ordinal)
{
  CrfInfusionPlace place;

  while (crf_infusion_find_place (crf_session_get_study (session), ++ordinal, &place))
    {
      g_autoptr (CrfInfusion) later = crf_infusion_read_for (session, subject, ordinal, NULL);

      if (later == NULL || later->eventkey == NULL)
        return FALSE;
      if (later->stage >= CRF_INFUSION_STARTED)
        return TRUE;
    }
  return FALSE;
}

GPtrArray *
crf_reader_infusions (CrfSession *session,
                      const char *subject_name,
                      GError **error)
{
  g_auto (CrfVersionScope) scope = crf_version_enter (session, subject_name, NULL, error);
  CrfStudyFile *file = crf_session_get_file (session);
  CrfStudy *study = crf_session_get_study (session);
  g_autoptr (CrfSubjectRecord) subject = !scope.failed ? crf_trial_find_subject (file, subject_name, error) : NULL;
  g_autoptr (GPtrArray) states = g_ptr_array_new_with_free_func ((GDestroyNotify) crf_infusion_state_free);
  CrfInfusionPlace place;
  const CrfArm *arm;
  int count;

  if (subject == NULL)
    return NULL;
  arm = crf_session_may_know_arms (session) ? crf_session_get_arm (session, subject->key) : NULL;
  /* Who may not know the arm sees as many places as the longest arm has. */
  count = arm == NULL && crf_blind_is_ward_blinded (study) ? crf_infusion_most (study) : crf_infusion_count (study, arm);
  for (int ordinal = 1; crf_infusion_find_place (study, ordinal, &place); ordinal++)
    {
      g_autoptr (CrfInfusion) infusion = crf_infusion_read_for (session, subject->key, ordinal, error);

      if (infusion == NULL)
        return NULL;
      /* One that was given beyond what the arm has stands there too. */
      if (ordinal > count && infusion->stage < CRF_INFUSION_STARTED)
        break;
      g_ptr_array_add (states, describe (session, subject, infusion, arm));
      if (!crf_infusion_is_over (infusion->stage) && !is_any_later (session, subject->key, ordinal))
        break;
    }
  return g_steal_pointer (&states);
}

/* A figure that is still being typed: blank is "not entered", anything else must be a number. */
static gboolean
take_number (const char *text,
             const char *label,
             double *value,
             CrfRefusal **refusal)
{
  g_autoptr (GError) error = NULL;

  if (text == NULL || *text == '\0')
    return TRUE;
  if (crf_number_parse_plain (text, value, &error))
    return TRUE;
  *refusal = crf_refusal_new ("not-a-number", NULL, _("%s: %s"), label, error->message);
  return FALSE;
}

static GPtrArray *
try_placebo (CrfSession *session,
             const char *duration,
             const char *final_volume,
             CrfRefusal **refusal)
{
  double minutes = NAN, volume = NAN;
  g_autoptr (CrfDosePlan) plan = NULL;

  if (!take_number (duration, _("Duration"), &minutes, refusal) || !take_number (final_volume, _("Final volume"), &volume, refusal))
    return NULL;
  plan = crf_infusion_plan_placebo (crf_session_get_study (session), volume, minutes, refusal);
  return plan != NULL ? g_ptr_array_ref (plan->steps) : NULL;
}

static GPtrArray *
read_try_dose (CrfSession *session,
               const char *subject_name,
               const char *weight,
               const char *lot_number,
               const char *duration,
               const char *final_volume,
               CrfRefusal **refusal,
               GError **error)
{
  g_auto (CrfVersionScope) scope = crf_version_enter_infusion (session, subject_name, error);
  CrfStudyFile *file = crf_session_get_file (session);
  g_autoptr (CrfSubjectRecord) subject = !scope.failed ? crf_trial_find_subject (file, subject_name, error) : NULL;
  g_autoptr (CrfLotRecord) lot = NULL;
  g_autoptr (CrfDosePlan) plan = NULL;
  const CrfArm *arm;
  CrfDoseInputs inputs;

  if (subject == NULL)
    return NULL;
  arm = crf_session_may_know_arms (session) ? crf_session_get_arm (session, subject->key) : NULL;
  if (arm == NULL)
    {
      *refusal = crf_session_arm_is_elsewhere (session, subject->key)
                     ? crf_refusal_new ("no-arm", _("Plan it in the study file in which the patient was allocated."),
                                        _("The arm of %s is not in this file: the patient was allocated in another one."), subject->number)
                 : subject->allocation_number != NULL && crf_session_may_know_arms (session)
                     ? crf_refusal_new ("arm-unreadable", _("Check integrity and restore the last backup."), _("The arm of %s cannot be read."), subject->number)
                     : crf_refusal_new ("not-allocated", _("Randomise the patient first."), _("%s is not allocated yet."), subject->number);
      return NULL;
    }
  if (arm->placebo && crf_blind_is_ward_blinded (crf_session_get_study (session)))
    return try_placebo (session, duration, final_volume, refusal);
  lot = lot_number != NULL && *lot_number != '\0' ? crf_records_find_lot (file, lot_number, NULL) : NULL;
  if (lot == NULL)
    {
      *refusal = crf_refusal_new ("lot-missing", NULL, _("Choose the cell lot."));
      return NULL;
    }
  if (!crf_trial_lot_fits (session, lot, crf_session_get_today (session), refusal))
    return NULL;
  crf_dose_inputs_from (crf_session_get_study (session), arm, lot, &inputs);
  if (!take_number (weight, _("Weight"), &inputs.weight, refusal) || !take_number (duration, _("Duration"), &inputs.duration, refusal) ||
      !take_number (final_volume, _("Final volume"), &inputs.final_volume, refusal))
    return NULL;
  plan = crf_dose_plan (&inputs, refusal);
  return plan != NULL ? g_ptr_array_ref (plan->steps) : NULL;
}

GPtrArray *
crf_reader_try_dose (CrfSession *session,
                     const char *subject_name,
                     const char *weight,
                     const char *lot_number,
                     const char *duration,
                     const char *final_volume,
                     CrfRefusal **refusal,
                     GError **error)
{
  CrfReadings begun = crf_readings_begin (session);

  return crf_readings_pass (session, &begun,
                            read_try_dose (session, subject_name, weight, lot_number, duration,
                                           final_volume, refusal, error),
                            (GDestroyNotify) g_ptr_array_unref, error);
}
