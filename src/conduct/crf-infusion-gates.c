/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What must be there before an infusion starts. */

#include "crf-infusion-gates.h"

#include "crf-blind.h"
#include "crf-infusion-masked.h"
#include "crf-consent.h"
#include "crf-partial-date.h"
#include "crf-study-status.h"
#include "crf-trial-gates.h"

#include <glib/gi18n-lib.h>

static void
add (GPtrArray *missing,
     CrfRefusal *refusal,
     const char *action)
{
  refusal->remedy_action = g_strdup (action);
  g_ptr_array_add (missing, refusal);
}

GPtrArray *
crf_infusion_list_missing (CrfSession *session,
                           CrfSubjectRecord *subject,
                           const CrfInfusion *infusion,
                           const char *lot_number,
                           const char *start)
{
  GPtrArray *missing = g_ptr_array_new_with_free_func ((GDestroyNotify) crf_refusal_free);
  g_autofree char *day = crf_iso_date_part (start);
  CrfRefusal *status = NULL, *consent = NULL;

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
  if (crf_blind_is_ward_blinded (crf_session_get_study (session)))
    {
      crf_infusion_list_masked_missing (subject, infusion, start, missing);
      return missing;
    }
  if (infusion->stage == CRF_INFUSION_NONE)
    add (missing, crf_refusal_new ("not-planned", _("Plan the infusion first."), _("The infusion of %s is not planned."), subject->number),
         "page:infusions");
  if (lot_number != NULL)
    {
      g_autoptr (CrfLotRecord) lot = crf_records_find_lot (crf_session_get_file (session), lot_number, NULL);
      CrfRefusal *refusal = NULL;

      if (lot == NULL)
        add (missing, crf_refusal_new ("no-such-lot", _("Receive the lot under Cell lots."), _("There is no lot “%s”."), lot_number), "page:lots");
      else if (!crf_trial_lot_fits (session, lot, day, &refusal))
        g_ptr_array_add (missing, refusal);
    }
  if (infusion->stage < CRF_INFUSION_CHECKED && crf_infusion_get (infusion, "inf.checked_by") == NULL)
    add (missing, crf_refusal_new ("no-second-check", _("A second person checks the dose."),
                                   _("The dose of %s has not been checked by a second person."), subject->number), "check-infusion");
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
