/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What must be there before an infusion starts. */

#include "crf-infusion-gates.h"

#include "crf-infusion-monitor.h"
#include "crf-blind.h"
#include "crf-check-life.h"
#include "crf-go.h"
#include "crf-infusion-masked.h"
#include "crf-consent.h"
#include "crf-infusion-steps.h"
#include "crf-number.h"
#include "crf-partial-date.h"
#include "crf-product-release.h"
#include "crf-session-private.h"
#include "crf-study-status.h"
#include "crf-trial-gates.h"
#include "crf-visits.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

static void
add (GPtrArray *missing,
     CrfRefusal *refusal,
     const char *action)
{
  refusal->remedy_action = g_strdup (action);
  g_ptr_array_add (missing, refusal);
}

/* A refusal that a check made, if it made one. */
static void
take (GPtrArray *missing,
      gboolean fits,
      CrfRefusal *refusal)
{
  if (!fits && refusal != NULL)
    g_ptr_array_add (missing, refusal);
}

/* In a masked study the arm's own number would tell it. */
int
crf_infusion_most_of (CrfSession *session,
                      CrfSubjectRecord *subject)
{
  CrfStudy *study = crf_session_get_study (session);
  const CrfArm *arm = crf_blind_is_ward_blinded (study) || !crf_session_may_know_arms (session) ? NULL : crf_session_get_arm (session, subject->key);

  return arm != NULL ? crf_infusion_count (study, arm) : crf_infusion_most (study);
}

/* The first infusion within so many days of the allocation, and not more of them than the arm has; where the ward is blinded, than any arm has. */
static void
add_course (GPtrArray *missing,
            CrfSession *session,
            CrfSubjectRecord *subject,
            const CrfInfusion *infusion,
            const char *start)
{
  CrfStudy *study = crf_session_get_study (session);
  g_autofree char *allocated = infusion->place.ordinal == 1 ? crf_allocation_date_of (session, subject) : NULL;
  int most = crf_infusion_most_of (session, subject);
  g_autofree char *day = crf_iso_date_part (start);
  int days;

  if (allocated != NULL && crf_study_get_baseline_days (study) > 0 && crf_iso_days_between (allocated, day, &days) &&
      days > crf_study_get_baseline_days (study))
    add (missing, crf_refusal_new ("allocation-old", _("An investigator lets it go on by name, or the patient stays without infusion."),
                                   _("%1$s was allocated on %2$s: the first infusion is due within %3$d days, and this is day %4$d."), subject->number,
                                   allocated, crf_study_get_baseline_days (study), days), "override-block");
  if (subject->allocation_number != NULL && infusion->place.ordinal > most)
    add (missing, crf_refusal_new ("extra-infusion", _("Give no more than the protocol has."),
                                   _("Infusion %1$d of %2$s is more than the protocol has; it gives %3$d."), infusion->place.ordinal, subject->number, most),
         NULL);
}

/* Where the end itself is on that day, nobody can tell which came first. */
gboolean
crf_infusion_patient_is_there (CrfSubjectRecord *subject,
                               const char *at,
                               CrfRefusal **refusal)
{
  const char *status = subject->status != NULL ? subject->status : "", *date = subject->status_date != NULL ? subject->status_date : "?";
  g_autofree char *sentence = NULL;

  if (strcmp (status, "died") == 0)
    sentence = g_strdup_printf (_("%1$s died on %2$s, as the record says."), subject->number, date);
  else if (strcmp (status, "withdrawn") == 0)
    sentence = g_strdup_printf (_("%1$s left the study on %2$s, as the record says."), subject->number, date);
  else if (strcmp (status, "lost") == 0)
    sentence = g_strdup_printf (_("%1$s has been lost since %2$s, as the record says."), subject->number, date);
  else if (strcmp (status, "completed") == 0)
    sentence = g_strdup_printf (_("%1$s completed the study on %2$s, as the record says."), subject->number, date);
  else if (strcmp (status, "failed") == 0)
    sentence = g_strdup_printf (_("The screening of %1$s failed on %2$s, as the record says."), subject->number, date);
  if (sentence == NULL || strncmp (at, date, MIN (strlen (at), MIN (strlen (date), strlen ("2026-03-02")))) <= 0)
    return TRUE;
  *refusal = crf_refusal_new ("patient-ended", _("Make sure that this is the right patient. If the status is wrong, take it back first."), "%s", sentence);
  return FALSE;
}

void
crf_infusion_list_unexpected (CrfUseCaseContext *context,
                              const GPtrArray *steps,
                              const char *at,
                              GPtrArray *missing)
{
  CrfRefusal *end = NULL;

  if (!crf_infusion_patient_is_there (context->subject, at, &end))
    g_ptr_array_add (missing, end);
  if (crf_infusion_steps_last (steps, CRF_STEP_ORDER) == NULL)
    g_ptr_array_add (missing, crf_refusal_new ("not-ordered", NULL, _("No infusion of %s is ordered."), context->subject->number));
}

static void
add_before_product (GPtrArray *missing,
                    CrfSession *session,
                    CrfSubjectRecord *subject,
                    const CrfInfusion *infusion,
                    const char *start)
{
  CrfRefusal *status = NULL, *consent = NULL, *end = NULL;

  if (!crf_infusion_patient_is_there (subject, start, &end))
    g_ptr_array_add (missing, end);
  if (!crf_study_status_may (session, CRF_STUDY_ACT_INFUSE, &status))
    g_ptr_array_add (missing, status);
  if (!crf_consent_may_infuse (session, subject, &consent))
    g_ptr_array_add (missing, consent);
  if (!crf_trial_has_consent (session, subject->key))
    add (missing, crf_refusal_new ("consent-missing", _("Enter the consent of this patient."), _("No consent of %s is recorded."), subject->number),
         "page:consent");
  if (subject->allocation_number == NULL)
    add (missing, crf_refusal_new ("not-allocated", _("Randomise the patient first."), _("%s is not allocated yet."), subject->number),
         "page:eligibility");
  if (infusion->stage == CRF_INFUSION_NONE && !crf_blind_is_ward_blinded (crf_session_get_study (session)))
    add (missing, crf_refusal_new ("not-planned", _("Plan the infusion first."), _("The infusion of %s is not planned."), subject->number),
         "page:infusions");
}

static void
add_go (GPtrArray *missing,
        CrfSession *session,
        CrfSubjectRecord *subject,
        const CrfInfusion *infusion,
        const char *start)
{
  CrfRefusal *refusal = NULL;
  gboolean go = crf_go_holds (session, subject, infusion, start, &refusal);

  take (missing, go, refusal);
}

/* Identity comes right after the release, before all that concerns the product's quality: nothing overrides it. */
static void
add_identity (GPtrArray *missing,
              CrfSession *session,
              CrfSubjectRecord *subject,
              CrfLotRecord *lot,
              const GPtrArray *steps,
              const CrfInfusion *infusion)
{
  const CrfStepRecord *received = crf_infusion_steps_last_after (steps, CRF_STEP_RECEIVE, CRF_STEP_ORDER);
  const CrfStepRecord *checked = crf_infusion_steps_last_after (steps, CRF_STEP_IDENTITY, CRF_STEP_ORDER);
  g_autofree char *label = received != NULL ? crf_step_record_get (received, "label") : NULL;
  g_autofree char *seen = checked != NULL ? crf_step_record_get (checked, "code") : NULL;
  g_autofree char *code = crf_infusion_bag_code (crf_session_get_file (session), subject->key, infusion, steps);
  CrfRefusal *refusal = NULL;
  gboolean fits;

  if (lot != NULL)
    {
      fits = crf_trial_lot_is_of (session, lot, subject->key, &refusal);
      take (missing, fits, refusal);
    }
  if (g_strcmp0 (label, "FAILED") == 0)
    add (missing, crf_refusal_new ("identity-label", _("Keep the bag apart and call the laboratory."),
                                   _("The label of the product that arrived for %s does not agree with the order."), subject->number), NULL);
  if (checked == NULL)
    add (missing, crf_refusal_new ("identity-unchecked", _("Two people check wristband and bag at the bedside."),
                                   _("The identity of %s has not been checked at the bedside by two people."), subject->number), "check-identity");
  else if (g_strcmp0 (seen, code) != 0)
    add (missing, crf_refusal_new ("identity-changed", _("Print the label anew and check again."),
                                   _("The plan of %s changed after the identity check: the label is of another preparation."), subject->number),
         "check-identity");
}

/* The time of use and what the ward saw of the product when it came. */
static void
add_condition (GPtrArray *missing,
               CrfSession *session,
               const CrfInfusion *infusion,
               const GPtrArray *steps,
               const char *start)
{
  const CrfDoseRule *rule = crf_study_get_dose_rule (crf_session_get_study (session));
  const CrfStepRecord *prepared = crf_infusion_steps_last_after (steps, CRF_STEP_PREPARE, CRF_STEP_ORDER);
  const CrfStepRecord *received = crf_infusion_steps_last_after (steps, CRF_STEP_RECEIVE, CRF_STEP_ORDER);
  g_autofree char *use_before = prepared != NULL ? crf_step_record_get (prepared, "use_before") : NULL;
  g_autofree char *appearance = received != NULL ? crf_step_record_get (received, "appearance") : NULL;
  const char *thaw = crf_infusion_get (infusion, "inf.thaw");
  CrfDate date;

  /* Thaw and start may have been typed without the step: the protocol's clock counts all the same. */
  if (use_before == NULL && thaw != NULL && rule != NULL && rule->thaw_minutes > 0 && crf_datetime_parse (thaw, FALSE, &date, NULL))
    use_before = crf_minutes_to_iso (crf_monitor_after (NULL, crf_date_to_minutes (&date), rule->thaw_minutes));
  if (use_before != NULL && strcmp (start, use_before) > 0)
    add (missing, crf_refusal_new ("thaw-expired", _("Destroy it and prepare anew, or an investigator overrides by name."),
                                   _("The product was to be used before %s."), use_before), "override-block");
  if (g_strcmp0 (appearance, "FAILED") == 0)
    add (missing, crf_refusal_new ("appearance-failed", _("Keep the product apart and call the laboratory."),
                                   _("The appearance of the product did not conform when it arrived.")), "override-block");
}

static void
add_dose (GPtrArray *missing,
          CrfSession *session,
          CrfSubjectRecord *subject,
          const CrfInfusion *infusion)
{
  const CrfDoseRule *rule = crf_study_get_dose_rule (crf_session_get_study (session));
  double target = crf_infusion_get_number (infusion, "inf.target_cells");

  if (rule != NULL && !isnan (rule->cap_million) && !isnan (target) && crf_decimal_compare (target, rule->cap_million) > 0)
    add (missing, crf_refusal_new ("dose-over-cap", _("Plan the infusion anew."), _("The planned cells of %s are above the protocol's cap."),
                                   subject->number), "page:infusions");
  if (!infusion->checked && crf_infusion_get (infusion, "inf.checked_by") != NULL)
    add (missing, crf_refusal_new ("no-second-check", _("A second person checks the dose again, as it stands now."),
                                   _("The second check of the dose of %s does not hold: a figure under it was changed."), subject->number), "check-infusion");
  else if (!infusion->checked)
    add (missing, crf_refusal_new ("no-second-check", _("A second person checks the dose."),
                                   _("The dose of %s has not been checked by a second person."), subject->number), "check-infusion");
}

/* What a named override of this order lets pass. It never names consent, allocation or identity: "override-block" does not take them. */
static void
remove_overridden (GPtrArray *missing,
                   const GPtrArray *steps)
{
  for (guint i = steps->len; i > 0; i--)
    {
      const CrfStepRecord *step = g_ptr_array_index (steps, i - 1);
      g_autofree char *block = NULL;

      if (strcmp (step->kind, CRF_STEP_ORDER) == 0)
        return;
      if (strcmp (step->kind, CRF_STEP_OVERRIDE) != 0)
        continue;
      block = crf_step_record_get (step, "block");
      for (guint j = missing->len; j > 0; j--)
        if (g_strcmp0 (((const CrfRefusal *) g_ptr_array_index (missing, j - 1))->code, block) == 0)
          g_ptr_array_remove_index (missing, j - 1);
    }
}

/* In the protocol's order: release of the lot and of this product, go/no-go and identity of the patient, expiry and thaw, viability, cap, second check. */
static void
add_product (GPtrArray *missing,
             CrfSession *session,
             CrfSubjectRecord *subject,
             const CrfInfusion *infusion,
             const GPtrArray *steps,
             const char *lot_number,
             const char *start)
{
  g_autoptr (CrfLotRecord) lot = lot_number != NULL ? crf_records_find_lot (crf_session_get_file (session), lot_number, NULL) : NULL;
  g_autofree char *day = crf_iso_date_part (start);
  CrfRefusal *refusal = NULL;
  gboolean fits;

  if (lot_number != NULL && lot == NULL)
    add (missing, crf_refusal_new ("no-such-lot", _("Receive the lot under Cell lots."), _("There is no lot “%s”."), lot_number), "page:lots");
  if (lot != NULL)
    {
      fits = crf_trial_lot_is_released (lot, &refusal);
      take (missing, fits, refusal);
    }
  if (infusion->stage > CRF_INFUSION_NONE)
    crf_product_release_list_missing (session, subject, infusion, steps, missing);
  add_go (missing, session, subject, infusion, start);
  add_identity (missing, session, subject, lot, steps, infusion);
  if (lot != NULL)
    {
      fits = crf_trial_lot_is_in_date (lot, day, &refusal);
      take (missing, fits, refusal);
    }
  add_condition (missing, session, infusion, steps, start);
  if (lot != NULL)
    {
      fits = crf_trial_lot_is_viable (session, lot, &refusal);
      take (missing, fits, refusal);
    }
  crf_product_list_over_limits (session, subject, infusion, lot, start, missing);
  add_dose (missing, session, subject, infusion);
}

/* The ward of a masked study knows a preparation: released by the pharmacy, of this patient, in time. */
static void
add_masked (GPtrArray *missing,
            CrfSession *session,
            CrfSubjectRecord *subject,
            const CrfInfusion *infusion,
            const GPtrArray *steps,
            const char *start)
{
  gboolean released = infusion->checked && crf_product_release_holds (crf_session_get_file (session), subject->key, infusion, steps);

  if (!released)
    crf_infusion_list_masked_missing (subject, infusion, released, start, missing);
  add_go (missing, session, subject, infusion, start);
  add_identity (missing, session, subject, NULL, steps, infusion);
  if (released)
    crf_infusion_list_masked_missing (subject, infusion, released, start, missing);
}

GPtrArray *
crf_infusion_list_missing (CrfSession *session,
                           CrfSubjectRecord *subject,
                           const CrfInfusion *infusion,
                           const char *lot_number,
                           const char *start)
{
  GPtrArray *missing = g_ptr_array_new_with_free_func ((GDestroyNotify) crf_refusal_free);
  g_autoptr (GPtrArray) steps = crf_infusion_steps_read (crf_session_get_file (session), subject->key, infusion, NULL);

  add_before_product (missing, session, subject, infusion, start);
  add_course (missing, session, subject, infusion, start);
  if (crf_blind_is_ward_blinded (crf_session_get_study (session)))
    add_masked (missing, session, subject, infusion, steps, start);
  else
    add_product (missing, session, subject, infusion, steps, lot_number, start);
  if (steps != NULL)
    remove_overridden (missing, steps);
  return missing;
}

gboolean
crf_infusion_may_start (CrfSession *session,
                        CrfSubjectRecord *subject,
                        const CrfInfusion *infusion,
                        const char *start,
                        CrfRefusal **refusal)
{
  g_autoptr (GPtrArray) missing = NULL;

  if (!crf_use_case_permitted (session, crf_use_case_find ("start-infusion"), refusal))
    return FALSE;
  missing = crf_infusion_list_missing (session, subject, infusion, crf_infusion_get (infusion, "inf.lot"), start);
  if (missing->len == 0)
    return TRUE;
  *refusal = g_ptr_array_steal_index (missing, 0);
  return FALSE;
}

gboolean
crf_infusion_take_missing (CrfUseCaseContext *context,
                           const GPtrArray *missing,
                           GError **error)
{
  const char *reason = crf_context_get (context, "reason");
  g_autoptr (GString) message = g_string_new (NULL);

  if (missing->len == 0 || crf_study_is_transcription (context->study))
    return TRUE;
  for (guint i = 0; i < missing->len; i++)
    g_string_append_printf (message, "%s\n", ((const CrfRefusal *) g_ptr_array_index (missing, i))->message);
  if (reason == NULL || !crf_context_has_confirmed (context, CRF_INFUSION_OUT_OF_ORDER))
    {
      g_string_append (message, _("If it happened all the same, give the reason: it becomes a protocol deviation."));
      crf_context_ask (context, CRF_INFUSION_OUT_OF_ORDER, g_string_free (g_steal_pointer (&message), FALSE))->needs_reason = TRUE;
      return FALSE;
    }
  for (guint i = 0; i < missing->len; i++)
    {
      const CrfRefusal *gate = g_ptr_array_index (missing, i);

      if (!crf_context_open_deviation (context, gate->code, reason, error, "%s", gate->message))
        return FALSE;
    }
  return TRUE;
}

gboolean
crf_infusion_take_death (CrfUseCaseContext *context,
                         const char *at,
                         GError **error)
{
  g_autoptr (CrfCasebook) casebook = crf_casebook_new (context->session, context->subject->key, error);
  g_autofree char *death = casebook != NULL ? crf_check_life_death_before (casebook, at) : NULL;
  g_autoptr (GPtrArray) missing = g_ptr_array_new_with_free_func ((GDestroyNotify) crf_refusal_free);

  if (casebook == NULL)
    return FALSE;
  if (death != NULL)
    g_ptr_array_add (missing, crf_refusal_new ("patient-died", NULL, _("%1$s died on %2$s, as the record says."), context->subject->number, death));
  return crf_infusion_take_missing (context, missing, error);
}

gboolean
crf_infusion_check_time (CrfUseCaseContext *context,
                         const char *iso)
{
  CrfInstant now = crf_session_now (context->session);
  CrfDate date;

  if (!crf_datetime_parse (iso, FALSE, &date, NULL))
    return TRUE;
  /* Wall clocks differ by minutes; more than five ahead is a slip. */
  if (crf_date_to_minutes (&date) > now.utc_ms / 60000 + now.offset_minutes + 5)
    return !crf_context_refuse (context, "future", _("Enter the time at which it happened."), _("%s lies in the future."), iso);
  return TRUE;
}
