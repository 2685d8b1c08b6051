/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What follows from the record of an infusion. */

#include "crf-infusion-settle.h"

#include "crf-blind.h"
#include "crf-detail.h"
#include "crf-dose.h"
#include "crf-infusion-masked.h"
#include "crf-infusion-steps.h"
#include "crf-life-doubt.h"
#include "crf-lot-moves.h"
#include "crf-number.h"
#include "crf-place.h"
#include "crf-volume.h"
#include "crf-session-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

static gboolean
is_given (const CrfInfusion *infusion)
{
  return infusion != NULL && (infusion->stage == CRF_INFUSION_GIVEN || infusion->stage == CRF_INFUSION_PARTLY);
}

/* ── Dose given ── */

/* Only what differs: a file that was written before is not written anew. */
static gboolean
write_figure (CrfUseCaseContext *context,
              const CrfInfusion *infusion,
              const char *concept,
              const char *figure,
              gboolean *changed,
              GError **error)
{
  const CrfItem *item = crf_study_find_item_by_concept (context->study, concept);
  const CrfItemGroup *group = item != NULL ? crf_form_find_group_of (infusion->place.form, item) : NULL;
  const CrfItemUnit *unit = item != NULL && item->units->len > 0 ? g_ptr_array_index (item->units, 0) : NULL;
  g_autoptr (CrfTarget) target = NULL;
  g_autoptr (CrfValue) value = NULL;

  if (group == NULL || g_strcmp0 (crf_infusion_get (infusion, concept), figure) == 0)
    return TRUE;
  value = figure != NULL ? crf_value_parse (item, figure, unit != NULL ? unit->unit->oid : NULL, NULL)
                         : crf_value_new_stored (context->study, NULL, NULL, NULL, NULL, NULL);
  if (value == NULL || g_strcmp0 (value->canonical, crf_infusion_get (infusion, concept)) == 0)
    return TRUE;
  target = crf_infusion_target (infusion, context->subject->key);
  target->group = g_strdup (group->oid);
  target->groupkey = g_strdup ("1");
  target->item = g_strdup (item->oid);
  *changed = TRUE;
  return crf_place_write (context, target, item, value, NULL, NULL, TRUE, "{\"formula\":\"dose-given\"}", NULL, error);
}

/* As printed: with a real minus, and none before 0.0. */
static const char *
sign_of (const CrfScoreResult *deviation)
{
  if (*deviation->display == '-')
    return "−";
  return strpbrk (deviation->display, "123456789") != NULL ? "+" : "";
}

static gboolean
tell_dose (CrfUseCaseContext *context,
           const CrfScoreResult *given,
           const CrfScoreResult *deviation,
           GError **error)
{
  crf_context_notice (context, _("Given %s × 10⁶/kg, %s%s %% from the plan."), given->display, sign_of (deviation),
                      deviation->display + (*deviation->display == '-'));
  if (g_strcmp0 (deviation->grade, "major") != 0)
    return TRUE;
  return crf_context_open_deviation (context, "dose", crf_context_get (context, "reason"), error,
                                     _("The dose given to %s differs from the plan by %s%s %%."), context->subject->number, sign_of (deviation),
                                     deviation->display + (*deviation->display == '-'));
}

/* The lot of an infusion, if it is known here. */
static CrfLotRecord *
lot_of (CrfUseCaseContext *context,
        const CrfInfusion *infusion)
{
  const char *number = infusion != NULL ? crf_infusion_get (infusion, "inf.lot") : NULL;

  return number != NULL ? crf_records_find_lot (context->file, number, NULL) : NULL;
}

gboolean
crf_infusion_derive_dose (CrfUseCaseContext *context,
                          const CrfInfusion *infusion,
                          gboolean tell,
                          GError **error)
{
  const CrfDoseRule *rule = crf_study_get_dose_rule (context->study);
  g_autoptr (CrfLotRecord) lot = lot_of (context, infusion);
  g_autoptr (CrfScoreResult) given = NULL, deviation = NULL;
  char dose[CRF_DECIMAL_SIZE], percent[CRF_DECIMAL_SIZE];
  gboolean changed = FALSE;

  if (crf_blind_is_ward_blinded (context->study))
    return TRUE;
  if (infusion->stage < CRF_INFUSION_GIVEN)
    return TRUE;
  if (!is_given (infusion))
    return write_figure (context, infusion, "inf.dose_given", NULL, &changed, error) &&
           write_figure (context, infusion, "inf.deviation", NULL, &changed, error);
  given = crf_infusion_dose_of_volume (context->study, infusion, lot, crf_infusion_get_number (infusion, "inf.given_volume"),
                                       crf_infusion_get_number (infusion, "inf.weight"));
  if (given->status != CRF_SCORE_DONE)
    {
      g_autofree char *sentence = crf_score_result_sentence (given);

      if (tell)
        crf_context_notice (context, _("The dose given cannot be computed: %s"), sentence);
      return TRUE;
    }
  deviation = crf_dose_deviation (given->raw, crf_infusion_planned_per_kg (crf_session_get_arm (context->session, context->subject->key), infusion),
                                  rule != NULL ? rule->tolerance_percent : NAN);
  if (!write_figure (context, infusion, "inf.dose_given", crf_decimal_format_places (given->raw, 2, dose), &changed, error))
    return FALSE;
  if (deviation->status != CRF_SCORE_DONE)
    return TRUE;
  if (!write_figure (context, infusion, "inf.deviation", crf_decimal_format_places (deviation->raw, 1, percent), &changed, error))
    return FALSE;
  return !changed || !tell || tell_dose (context, given, deviation, error);
}

gboolean
crf_context_derive_doses (CrfUseCaseContext *context,
                          GError **error)
{
  CrfInfusionPlace place;

  if (crf_blind_is_ward_blinded (context->study))
    return TRUE;
  for (int ordinal = 1; crf_infusion_find_place (context->study, ordinal, &place); ordinal++)
    {
      g_autoptr (CrfInfusion) infusion = crf_infusion_read_for (context->session, context->subject->key, ordinal, error);

      if (infusion == NULL || !crf_infusion_derive_dose (context, infusion, FALSE, error))
        return FALSE;
      if (infusion->eventkey == NULL)
        break;
    }
  return TRUE;
}

/* ── The lot's book ── */

typedef struct
{
  const char *lot;
  gint64 used, destroyed; /* millionths of mL of the cell product */
} Booking;

/* Of what was drawn, the part that the patient got is used and the rest is destroyed; a product that was never drawn by plan is what was given of it. */
static Booking
booking_of (const CrfInfusion *infusion)
{
  Booking booking = { .lot = infusion != NULL ? crf_infusion_get (infusion, "inf.lot") : NULL };
  double given, final_volume, part;
  gint64 drawn, volume;

  if (booking.lot == NULL || infusion->stage < CRF_INFUSION_GIVEN)
    return booking;
  if (!crf_volume_parse (crf_infusion_get (infusion, "inf.given_volume"), &volume))
    volume = 0;
  if (!crf_volume_parse (crf_infusion_get (infusion, "inf.volume"), &drawn))
    drawn = volume;
  given = crf_infusion_get_number (infusion, "inf.given_volume");
  final_volume = crf_infusion_get_number (infusion, "inf.final_volume");
  part = !isnan (given) && final_volume > 0 ? MIN (given / final_volume, 1) : 1;
  booking.used = is_given (infusion) ? (gint64) round ((double) drawn * part) : 0;
  booking.destroyed = drawn - booking.used;
  return booking;
}

static gboolean
take (CrfUseCaseContext *context,
      const CrfInfusion *infusion,
      const Booking *booking,
      GError **error)
{
  g_autoptr (CrfLotRecord) lot = lot_of (context, infusion);

  return lot == NULL || crf_lot_take (context, lot, booking->used, booking->destroyed, crf_infusion_get (infusion, "inf.bags"), error);
}

gboolean
crf_infusion_book (CrfUseCaseContext *context,
                   const CrfInfusion *infusion,
                   GError **error)
{
  const Booking booking = booking_of (infusion);

  return booking.lot == NULL || take (context, infusion, &booking, error);
}

/* Nothing is taken back from the book: a counter movement of what was booked, then what is right. */
static gboolean
book_anew (CrfUseCaseContext *context,
           const CrfInfusion *before,
           const CrfInfusion *after,
           GError **error)
{
  const Booking old = is_given (before) ? booking_of (before) : (Booking) { 0 };
  const Booking new = booking_of (after);
  g_autoptr (CrfLotRecord) lot = old.lot != NULL ? lot_of (context, before) : NULL;
  const char *subject = context->subject->key;

  if (g_strcmp0 (old.lot, new.lot) == 0 && old.used == new.used && old.destroyed == new.destroyed)
    return TRUE;
  if (lot != NULL && old.used > 0 && !crf_lot_move (context, lot->lot, "unuse", subject, old.used, NULL, NULL, error))
    return FALSE;
  if (lot != NULL && old.destroyed > 0 && !crf_lot_move (context, lot->lot, "undestroy", subject, old.destroyed, NULL, NULL, error))
    return FALSE;
  return new.lot == NULL || take (context, after, &new, error);
}

/* ── What was done on paper ── */

static gboolean
add_status (CrfUseCaseContext *context,
            const char *start,
            GError **error)
{
  g_autofree char *day = crf_iso_date_part (start);
  g_autofree char *detail = crf_detail_new ("date", day, NULL);
  CrfEntry entry = { .action = CRF_ACTION_SUBJECT_STATUS, .subject = context->subject->key, .canon = "treated", .detail = detail };

  /* Who died or left while it ran, and whose record is completed now. */
  return crf_status_is_final (context->subject->status) || crf_context_append (context, &entry, NULL, error);
}

gboolean
crf_infusion_add_given_steps (CrfUseCaseContext *context,
                              const CrfInfusion *infusion,
                              GError **error)
{
  g_autoptr (GPtrArray) steps = crf_infusion_steps_read (context->file, context->subject->key, infusion, error);
  const char *start = crf_infusion_get (infusion, "inf.start");

  if (steps == NULL)
    return FALSE;
  if (crf_infusion_steps_last (steps, CRF_STEP_START) == NULL && !crf_infusion_step_add (context, infusion, CRF_STEP_START, start, error, NULL))
    return FALSE;
  return crf_infusion_step_add (context, infusion, CRF_STEP_STOP, crf_infusion_get (infusion, "inf.stop"), error, "volume",
                                crf_infusion_get (infusion, "inf.given_volume"), "outcome", crf_infusion_get (infusion, "inf.outcome"), NULL) &&
         add_status (context, start, error);
}

/* An infusion that came in field by field, from an old study's sheet or a table, is one as soon as it says when, how much and how it ended. */
static gboolean
adopt (CrfUseCaseContext *context,
       const CrfInfusion *infusion,
       GError **error)
{
  if (!crf_infusion_add_given_steps (context, infusion, error))
    return FALSE;
  if (!crf_study_is_transcription (context->study) &&
      !crf_context_open_deviation (context, "not-planned", crf_context_get (context, "reason"), error,
                                   _("Infusion %1$d of %2$s was brought in from another record: its checks are not on record here."),
                                   infusion->place.ordinal, context->subject->number))
    return FALSE;
  return crf_blind_is_ward_blinded (context->study) || crf_infusion_book (context, infusion, error);
}

static gboolean
has_stopped (CrfUseCaseContext *context,
             const CrfInfusion *infusion)
{
  g_autoptr (GPtrArray) steps = crf_infusion_steps_read (context->file, context->subject->key, infusion, NULL);

  return crf_infusion_steps_last (steps, CRF_STEP_STOP) != NULL;
}

static gboolean
settle_masked (CrfUseCaseContext *context,
               const CrfInfusion *before,
               const CrfInfusion *after,
               GError **error)
{
  double volume = crf_infusion_get_number (after, "inf.given_volume");

  if (!is_given (before) || !is_given (after) || isnan (volume) ||
      g_strcmp0 (crf_infusion_get (before, "inf.given_volume"), crf_infusion_get (after, "inf.given_volume")) == 0)
    return TRUE;
  return crf_infusion_judge_volume (context, after, volume, error);
}

gboolean
crf_infusion_settle (CrfUseCaseContext *context,
                     const CrfInfusion *before,
                     const CrfInfusion *after,
                     GError **error)
{
  gboolean stopped = has_stopped (context, after);

  if (is_given (after) && !stopped)
    {
      if (crf_infusion_get (after, "inf.start") == NULL || crf_infusion_get (after, "inf.stop") == NULL ||
          crf_infusion_get (after, "inf.given_volume") == NULL)
        return TRUE;
      if (!adopt (context, after, error))
        return FALSE;
    }
  else if (crf_blind_is_ward_blinded (context->study))
    return settle_masked (context, before, after, error);
  else if ((is_given (before) || is_given (after)) && !book_anew (context, before, after, error))
    return FALSE;
  return crf_infusion_derive_dose (context, after, TRUE, error);
}

gboolean
crf_infusion_outcome_fits (const CrfInfusion *infusion,
                           const CrfItem *item,
                           const CrfValue *value,
                           CrfRefusal **refusal)
{
  const char *outcome = value->canonical;

  if (infusion == NULL || g_strcmp0 (item->concept, "inf.outcome") != 0 || is_given (infusion) || infusion->stage < CRF_INFUSION_GIVEN ||
      (g_strcmp0 (outcome, "GIVEN") != 0 && g_strcmp0 (outcome, "PARTLY") != 0))
    return TRUE;
  *refusal = crf_refusal_new ("by-step",
                              infusion->stage == CRF_INFUSION_POSTPONED ? _("Use “Record infusion” with its real times and the reason.")
                                                                        : _("Correct it to “postponed” first, then use “Record infusion”."),
                              _("This infusion is recorded as not given: times, volume and product have to come with the outcome."));
  return FALSE;
}
