/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Allocation in a design without randomisation: the enrolment number and the arm, under the same gates as a draw. */

#include "crf-allocation-list.h"
#include "crf-drawing.h"
#include "crf-trial-gates.h"

#include <glib/gi18n-lib.h>

static const CrfParameter parameters[] = {
  { "arm", N_ ("Arm, where there are several"), "text", FALSE },
  { "product", N_ ("The product can be had for this patient"), "flag", FALSE },
  { "date", N_ ("Enrolled on, where it lies in the past"), "date", FALSE },
  { NULL, NULL, NULL, FALSE },
};

/* The arm that is named, or the only one; NULL with a refusal. */
static const CrfArm *
find_arm (CrfUseCaseContext *context)
{
  const GPtrArray *arms = crf_study_get_arms (context->study);
  const char *name = crf_context_get (context, "arm");

  if (name == NULL && arms->len == 1)
    return g_ptr_array_index (arms, 0);
  for (guint i = 0; name != NULL && i < arms->len; i++)
    {
      const CrfArm *arm = g_ptr_array_index (arms, i);

      if (g_strcmp0 (arm->oid, name) == 0 || g_strcmp0 (arm->name, name) == 0)
        return arm;
    }
  crf_context_refuse (context, "no-such-arm", _("Use the name of an arm of the protocol."), _("Say which arm the patient is enrolled in."));
  return NULL;
}

/* Only a study that transcribes what lies in the past enrols on another day than today. FALSE when refused. */
static gboolean
find_date (CrfUseCaseContext *context,
           char **date)
{
  if (!crf_context_get_date (context, "date", FALSE, date))
    return FALSE;
  if (*date == NULL || g_strcmp0 (*date, crf_session_get_today (context->session)) == 0)
    return TRUE;
  if (g_strcmp0 (*date, crf_session_get_today (context->session)) > 0)
    return !crf_context_refuse (context, "in-the-future", _("Check the date."), _("%s has not come yet."), *date);
  return crf_study_is_transcription (context->study) ||
         !crf_context_refuse (context, "date-in-the-past", _("Leave the date empty, and open a deviation if the patient was treated before."),
                              _("A patient is enrolled on the day it is done; only a transcribed study enrols on a day in the past."));
}

static gboolean
run (CrfUseCaseContext *context,
     GError **error)
{
  g_autoptr (CrfSubjectValues) values = NULL;
  g_autofree char *number = NULL, *date = NULL;
  const CrfArm *arm;

  if (crf_trial_randomises (context->study))
    return crf_context_refuse (context, "randomised-design", _("Randomise the patient."), _("This study allocates by its sealed list."));
  values = crf_subject_values_read (context->file, context->study, crf_session_get_keyring (context->session), context->subject->key, error);
  if (values == NULL)
    return FALSE;
  if (!crf_trial_may_allocate (context->session, context->subject, values, "enrol", &context->outcome->refusal) ||
      !crf_drawing_confirm_product (context))
    return TRUE;
  arm = find_arm (context);
  if (arm == NULL || !find_date (context, &date) || crf_drawing_ask_about_number (context))
    return TRUE;
  if (!crf_allocation_enrol (context->txn, context->subject->key, arm->oid, date, &number, error))
    return FALSE;
  return crf_drawing_record (context, number, NULL, error);
}

const CrfUseCase crf_use_case_enrol = {
  .name = "enrol",
  .title = N_ ("Enrol"),
  .summary = N_ ("Enrols an eligible patient in a study without randomisation."),
  .roles = CRF_ROLE_NURSE | CRF_ROLE_INVESTIGATOR | CRF_ROLE_PRINCIPAL_INVESTIGATOR,
  .task = "eligibility",
  .needs_subject = TRUE,
  .parameters = parameters,
  .run = run,
  .rests_on = CRF_RESTS_ON_SUBJECT,
};
