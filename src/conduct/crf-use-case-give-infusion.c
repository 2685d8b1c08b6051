/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The infusion as it was given: start, stop, volume → dose given and its deviation from the plan. It can always be recorded: what was missing when
 * it started asks for a reason and opens a protocol deviation. */

#include "crf-blind.h"
#include "crf-dose.h"
#include "crf-infusion-gates.h"
#include "crf-infusion-masked.h"
#include "crf-infusion-settle.h"
#include "crf-infusion-steps.h"
#include "crf-number.h"
#include "crf-partial-date.h"
#include "crf-session-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

static const CrfParameter parameters[] = {
  { "start", N_("Started at"), "datetime", FALSE },
  { "stop", N_("Stopped at"), "datetime", FALSE },
  { "volume", N_("Volume given, mL"), "number", FALSE },
  { "outcome", N_("Outcome"), "choice:GIVEN|PARTLY|POSTPONED|CANCELLED", TRUE },
  { "weight", N_("Weight, kg"), "number", FALSE },
  { "lot", N_("Lot number"), "text", FALSE },
  { "cell-volume", N_("Cell product in it, mL (where nothing was planned)"), "number", FALSE },
  { "infusion", N_("Infusion number"), "integer", FALSE },
  { "reason", N_("Reason"), "text", FALSE },
  { NULL, NULL, NULL, FALSE },
};

static gboolean
was_infused (CrfUseCaseContext *context)
{
  const char *outcome = crf_context_get (context, "outcome");

  return g_strcmp0 (outcome, "GIVEN") == 0 || g_strcmp0 (outcome, "PARTLY") == 0;
}

static gboolean
is_partly (CrfUseCaseContext *context)
{
  return g_strcmp0 (crf_context_get (context, "outcome"), "PARTLY") == 0;
}

/* Start, stop and volume must be there and possible; FALSE when refused. */
static gboolean
check_times (CrfUseCaseContext *context,
             const CrfInfusion *infusion,
             char **start,
             char **stop)
{
  const char *recorded = crf_infusion_get (infusion, "inf.start");

  if (!crf_context_get_date (context, "start", TRUE, start) || !crf_context_get_date (context, "stop", TRUE, stop))
    return FALSE;
  if (*start == NULL)
    *start = g_strdup (recorded);
  /* It was started at that time, through its gates; another time is a correction, with its own reason in the trail. */
  if (recorded != NULL && strcmp (recorded, *start) != 0)
    return !crf_context_refuse (context, "start-differs", _("Leave the start as it was recorded; correct it on the form, with a reason."),
                                _("The start of this infusion was recorded as %1$s, not %2$s."), recorded, *start);
  if (!was_infused (context))
    return TRUE;
  if (*start == NULL)
    return !crf_context_refuse (context, "start-missing", NULL, _("Enter when the infusion started."));
  if (*stop == NULL)
    return !crf_context_refuse (context, "stop-missing", NULL, _("Enter when the infusion stopped."));
  if (g_strcmp0 (*stop, *start) < 0)
    return !crf_context_refuse (context, "stop-before-start", _("Check both times."), _("The infusion cannot stop (%s) before it starts (%s)."), *stop, *start);
  return crf_infusion_check_time (context, *start) && crf_infusion_check_time (context, *stop);
}

/* The lot that hung, which need not be the planned one. NULL: not said. */
static const char *
lot_given (CrfUseCaseContext *context,
           const CrfInfusion *infusion)
{
  const char *said = crf_context_get (context, "lot");

  return said != NULL ? said : crf_infusion_get (infusion, "inf.lot");
}

static gboolean
is_other_lot (CrfUseCaseContext *context,
              const CrfInfusion *infusion)
{
  const char *planned = crf_infusion_get (infusion, "inf.lot");

  return planned != NULL && strcmp (planned, lot_given (context, infusion)) != 0;
}

/* An infusion recorded without a plan still has its weight; another one than the plan's is never passed over. FALSE when refused. */
static gboolean
get_weight (CrfUseCaseContext *context,
            const CrfInfusion *infusion,
            double *weight)
{
  double planned = crf_infusion_get_number (infusion, "inf.weight");

  if (!crf_context_get_number (context, "weight", weight))
    return FALSE;
  if (!isnan (*weight) && !isnan (planned) && crf_decimal_compare (*weight, planned) != 0)
    return !crf_context_refuse (context, "weight-differs", _("Leave the weight as it was planned; correct it on the form, with a reason."),
                                _("The plan was made with %s kg, not with %s kg."), crf_infusion_get (infusion, "inf.weight"),
                                crf_context_get (context, "weight"));
  if (!isnan (planned))
    *weight = planned;
  return TRUE;
}

/* Deviations for all that was missing when it started. FALSE when a reason is asked for (refused) or broken. */
static gboolean
open_deviations (CrfUseCaseContext *context,
                 const CrfInfusion *infusion,
                 const char *start,
                 GError **error)
{
  g_autoptr (GPtrArray) missing = NULL;
  const char *reason = crf_context_get (context, "reason");

  /* Started through its gate: they were all there then. */
  if (infusion->stage == CRF_INFUSION_STARTED && !is_other_lot (context, infusion))
    return TRUE;
  /* What is transcribed was given years ago, under gates of its own. */
  if (crf_study_is_transcription (context->study) && infusion->stage == CRF_INFUSION_NONE)
    return TRUE;
  missing = crf_infusion_list_missing (context->session, context->subject, infusion, lot_given (context, infusion), start);
  if (is_other_lot (context, infusion))
    g_ptr_array_add (missing, crf_refusal_new ("other-lot", NULL, _("Lot %s was given; lot %s was planned."), lot_given (context, infusion),
                                               crf_infusion_get (infusion, "inf.lot")));
  for (guint i = 0; i < missing->len; i++)
    {
      CrfRefusal *gate = g_ptr_array_index (missing, i);

      if (reason == NULL)
        return !crf_context_refuse (context, gate->code, _("If it was given all the same, enter the reason: it becomes a protocol deviation."), "%s",
                                    gate->message);
      if (!crf_context_open_deviation (context, gate->code, reason, error, "%s", gate->message))
        return FALSE;
    }
  return TRUE;
}

/* What hangs cannot be more than was prepared: a slip of the pen is asked about, and then stored as it is meant. FALSE when asked. */
static gboolean
check_volume (CrfUseCaseContext *context,
              const CrfInfusion *infusion,
              double volume)
{
  const char *prepared = crf_infusion_get (infusion, "inf.final_volume");
  double holds = crf_infusion_get_number (infusion, "inf.final_volume");

  if (isnan (holds) && !crf_blind_is_ward_blinded (context->study))
    {
      prepared = crf_infusion_get (infusion, "inf.volume");
      holds = crf_infusion_get_number (infusion, "inf.volume");
    }
  if (isnan (holds) || crf_decimal_compare (volume, holds) <= 0 || crf_context_has_confirmed (context, "volume-over"))
    return TRUE;
  crf_context_ask (context, "volume-over",
                   g_strdup_printf (_("%1$s mL were given, and the preparation holds %2$s mL. Is that right?"), crf_context_get (context, "volume"), prepared));
  return FALSE;
}

/* A bag that hung until after the death. Where it was hung after it too, that is what is missing at the start. FALSE when asked, or with @error. */
static gboolean
check_end (CrfUseCaseContext *context,
           const char *start,
           const char *stop,
           GError **error)
{
  CrfRefusal *end = NULL;
  gboolean was_there = crf_infusion_patient_is_there (context->subject, start, &end);

  crf_refusal_free (end);
  return !was_there || crf_infusion_take_death (context, stop, error);
}

/* Where nothing was planned the volume alone says nothing of the cells: the certificate's figures, the arm's dose and how much of the product was in it take
 * the plan's place. FALSE when refused or with @error. */
static gboolean
store_instead_of_plan (CrfUseCaseContext *context,
                       const CrfInfusion *infusion,
                       CrfLotRecord *lot,
                       double volume,
                       GError **error)
{
  const CrfArm *arm = crf_session_may_know_arms (context->session) ? crf_session_get_arm (context->session, context->subject->key) : NULL;
  double weight = crf_infusion_get_number (infusion, "inf.weight");
  CrfDoseInputs inputs;
  double cells;

  if (infusion->plan_entry != NULL || lot == NULL)
    return TRUE;
  if (!crf_context_get_number (context, "cell-volume", &cells))
    return FALSE;
  if (isnan (weight) && !crf_context_get_number (context, "weight", &weight))
    return FALSE;
  crf_dose_inputs_from (context->study, arm, lot, &inputs);
  if (isnan (cells) && isnan (inputs.concentration))
    return TRUE;
  if (isnan (cells))
    return !crf_context_refuse (context, "cell-volume-missing", _("Enter the mL of the cell product; where it was not diluted, the volume given."),
                                _("Nothing was planned for %s: how much of the %s mL was cell product?"), context->subject->number,
                                crf_context_get (context, "volume"));
  if (!(cells > 0) || crf_decimal_compare (cells, volume) > 0)
    return !crf_context_refuse (context, "cell-volume", NULL, _("The cell product in the volume given is above 0 mL and not more than %s mL."),
                                crf_context_get (context, "volume"));
  return crf_infusion_store_number (context, infusion, "inf.concentration", inputs.concentration, -1, error) &&
         crf_infusion_store_number (context, infusion, "inf.viability", inputs.viability, -1, error) &&
         crf_infusion_store_number (context, infusion, "inf.dose_planned", inputs.fixed ? inputs.dose / weight : inputs.dose, 2, error) &&
         crf_infusion_store_number (context, infusion, "inf.target_cells", inputs.fixed ? inputs.dose : NAN, -1, error) &&
         crf_infusion_store_number (context, infusion, "inf.volume", cells, -1, error) &&
         crf_infusion_store_number (context, infusion, "inf.final_volume", volume, -1, error);
}

/* The infusion as it stands now, with what was stored in this act. */
static CrfInfusion *
read_again (CrfUseCaseContext *context,
            const CrfInfusion *infusion,
            GError **error)
{
  return crf_infusion_read_for (context->session, context->subject->key, infusion->place.ordinal, error);
}

static gboolean
store_record (CrfUseCaseContext *context,
              const CrfInfusion *infusion,
              const char *start,
              const char *stop,
              double volume,
              GError **error)
{
  if (g_strcmp0 (crf_infusion_get (infusion, "inf.start"), start) != 0 && !crf_infusion_store (context, infusion, "inf.start", start, error))
    return FALSE;
  return crf_infusion_store (context, infusion, "inf.stop", stop, error) &&
         crf_infusion_store_number (context, infusion, "inf.given_volume", volume, -1, error) &&
         crf_infusion_store (context, infusion, "inf.outcome", crf_context_get (context, "outcome"), error) &&
         crf_infusion_store (context, infusion, "inf.outcome_reason", is_partly (context) ? crf_context_get (context, "reason") : NULL, error);
}

/* The ward's record: times, volume, outcome. The dose is computed for those who know the preparation; its product was taken from the lot when it
 * was made. */
static gboolean
store_given_masked (CrfUseCaseContext *context,
                    const CrfInfusion *infusion,
                    const char *start,
                    const char *stop,
                    double volume,
                    GError **error)
{
  g_autoptr (CrfInfusion) given = NULL;

  if (!store_record (context, infusion, start, stop, volume, error) || !crf_infusion_judge_volume (context, infusion, volume, error))
    return FALSE;
  given = read_again (context, infusion, error);
  return given != NULL && crf_infusion_add_given_steps (context, given, error);
}

/* Postponed or cancelled. What was thawed or hung already cannot go back: it is destroyed. */
static gboolean
store_not_given (CrfUseCaseContext *context,
                 const CrfInfusion *infusion,
                 GError **error)
{
  const char *number = lot_given (context, infusion);
  g_autoptr (CrfLotRecord) lot = number != NULL ? crf_records_find_lot (context->file, number, NULL) : NULL;
  g_autoptr (GPtrArray) steps = crf_infusion_steps_read (context->file, context->subject->key, infusion, error);
  g_autoptr (CrfInfusion) after = NULL;
  gboolean opened;
  char now[CRF_INSTANT_SIZE];

  if (steps == NULL)
    return FALSE;
  if (crf_context_get (context, "reason") == NULL)
    return crf_context_refuse (context, "reason-missing", NULL, _("Say why the infusion was not given."));
  /* In a masked study the product was taken from its lot when it was prepared. */
  opened = !crf_blind_is_ward_blinded (context->study) && (infusion->stage >= CRF_INFUSION_STARTED || crf_infusion_get (infusion, "inf.thaw") != NULL ||
           crf_infusion_steps_last_after (steps, CRF_STEP_PREPARE, CRF_STEP_ORDER) != NULL);
  crf_instant_format_local (crf_session_now (context->session), now);
  if (opened && lot != NULL)
    crf_context_notice (context, _("The product was prepared already: it is booked as destroyed."));
  if (!crf_infusion_store (context, infusion, "inf.outcome", crf_context_get (context, "outcome"), error) ||
      !crf_infusion_store (context, infusion, "inf.outcome_reason", crf_context_get (context, "reason"), error) ||
      !crf_infusion_step_add (context, infusion, CRF_STEP_STOP, now, error, "outcome", crf_context_get (context, "outcome"), NULL))
    return FALSE;
  after = read_again (context, infusion, error);
  return after != NULL && (!opened || crf_infusion_book (context, after, error));
}

static gboolean
store_given (CrfUseCaseContext *context,
             const CrfInfusion *infusion,
             const char *start,
             const char *stop,
             double volume,
             GError **error)
{
  const char *number = lot_given (context, infusion);
  g_autoptr (CrfLotRecord) lot = number != NULL ? crf_records_find_lot (context->file, number, NULL) : NULL;
  g_autoptr (CrfInfusion) given = NULL;

  if (!store_instead_of_plan (context, infusion, lot, volume, error))
    return context->outcome->refusal != NULL;
  if (crf_infusion_get (infusion, "inf.weight") == NULL && !crf_infusion_store (context, infusion, "inf.weight", crf_context_get (context, "weight"), error))
    return FALSE;
  if (g_strcmp0 (crf_infusion_get (infusion, "inf.lot"), number) != 0 && !crf_infusion_store (context, infusion, "inf.lot", number, error))
    return FALSE;
  if (!store_record (context, infusion, start, stop, volume, error))
    return FALSE;
  given = read_again (context, infusion, error);
  return given != NULL && crf_infusion_add_given_steps (context, given, error) && crf_infusion_derive_dose (context, given, TRUE, error) &&
         crf_infusion_book (context, given, error);
}

static gboolean
run (CrfUseCaseContext *context,
     GError **error)
{
  g_autoptr (CrfInfusion) infusion = crf_infusion_of_context (context, error);
  g_autofree char *start = NULL, *stop = NULL;
  gboolean masked = crf_blind_is_ward_blinded (context->study);
  double volume, weight;

  if (infusion == NULL)
    return context->outcome->refusal != NULL;
  if (masked && (crf_context_get (context, "lot") != NULL || crf_context_get (context, "weight") != NULL))
    return crf_context_refuse (context, "masked", _("Record start, stop and volume."),
                               _("In this masked study lot and dose are the pharmacy's; the ward records times and volume."));
  if (crf_infusion_is_over (infusion->stage))
    return crf_context_refuse (context, "closed", _("Correct the fields of the record, with a reason."), _("This infusion is closed already."));
  if (!check_times (context, infusion, &start, &stop) || !crf_context_get_number (context, "volume", &volume))
    return TRUE;
  if (!was_infused (context))
    return store_not_given (context, infusion, error);
  if (isnan (volume) || !(volume > 0))
    return crf_context_refuse (context, "volume", NULL, _("Enter the volume given, above 0 mL."));
  if (is_partly (context) && crf_context_get (context, "reason") == NULL)
    return crf_context_refuse (context, "reason-missing", NULL, _("Say why not all of it was given."));
  if (!masked && !get_weight (context, infusion, &weight))
    return TRUE;
  if (!check_volume (context, infusion, volume))
    return TRUE;
  if (!check_end (context, start, stop, error))
    return context->outcome->prompt != NULL;
  if (!open_deviations (context, infusion, start, error))
    return context->outcome->refusal != NULL;
  if (masked)
    return store_given_masked (context, infusion, start, stop, volume, error);
  return store_given (context, infusion, start, stop, volume, error);
}

const CrfUseCase crf_use_case_give_infusion = {
  .name = "give-infusion",
  .title = N_("Record infusion"),
  .summary = N_("Records the infusion as given, with dose and deviation."),
  .roles = CRF_ROLE_NURSE | CRF_ROLE_INVESTIGATOR | CRF_ROLE_PRINCIPAL_INVESTIGATOR,
  .task = "infuse",
  .needs_subject = TRUE,
  .parameters = parameters,
  .run = run,
};
