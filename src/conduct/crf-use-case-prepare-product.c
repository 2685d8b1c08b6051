/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The product is prepared. From the thaw the protocol's clock runs; in a masked study it runs from the preparation for both arms, and of the
 * thaw the ward's steps say nothing. What was prepared without an order, or for a patient who is not there any more, is recorded with the reason, as a
 * deviation. */

#include "crf-infusion-steps.h"

#include "crf-infusion-monitor.h"
#include "crf-blind.h"
#include "crf-infusion-gates.h"
#include "crf-partial-date.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static const CrfParameter parameters[] = {
  { "at", N_("Prepared at"), "datetime", TRUE },
  { "thaw", N_("Thawed at"), "datetime", FALSE },
  { "use-before", N_("Use before"), "datetime", FALSE },
  { "next", N_("Handed to"), "text", FALSE },
  { "infusion", N_("Infusion number"), "integer", FALSE },
  { NULL, NULL, NULL, FALSE },
};

/* NULL: the protocol does not say. */
static char *
usable_until (CrfStudy *study,
              const char *prepared,
              const char *thaw)
{
  const CrfDoseRule *rule = crf_study_get_dose_rule (study);
  const char *from = thaw != NULL && crf_study_get_masking (study) == CRF_MASKING_NONE ? thaw : prepared;
  CrfDate date;
  gint64 end;

  if (rule == NULL || rule->thaw_minutes <= 0 || !crf_datetime_parse (from, FALSE, &date, NULL))
    return NULL;
  end = crf_monitor_after (NULL, crf_date_to_minutes (&date), rule->thaw_minutes);
  return crf_minutes_to_iso (end);
}

static gboolean
run (CrfUseCaseContext *context,
     GError **error)
{
  g_autoptr (CrfInfusion) infusion = NULL;
  g_autoptr (GPtrArray) steps = NULL, missing = g_ptr_array_new_with_free_func ((GDestroyNotify) crf_refusal_free);
  g_autofree char *at = NULL, *thaw = NULL, *use_before = NULL;

  if (!crf_infusion_step_begin (context, &infusion, &at, error))
    return context->outcome->refusal != NULL;
  if (!crf_context_get_date (context, "thaw", TRUE, &thaw) || !crf_context_get_date (context, "use-before", TRUE, &use_before))
    return TRUE;
  if (thaw != NULL && !crf_infusion_check_time (context, thaw))
    return TRUE;
  if (thaw != NULL && strcmp (thaw, at) > 0)
    return crf_context_refuse (context, "thaw", _("Check both times."), _("The product cannot be thawed (%s) after it was prepared (%s)."), thaw, at);
  if (thaw != NULL && crf_blind_is_ward_blinded (context->study))
    return crf_context_refuse (context, "masked", _("The pharmacy writes it on its own form."), _("A thaw would show the arm of %s."),
                               context->subject->number);
  if (use_before != NULL && strcmp (use_before, at) < 0)
    return crf_context_refuse (context, "use-before", _("Check both times."), _("The product cannot be of use only before %s: it was prepared at %s."), use_before,
                               at);
  steps = crf_infusion_steps_read (context->file, context->subject->key, infusion, error);
  if (steps == NULL)
    return FALSE;
  crf_infusion_list_unexpected (context, steps, at, missing);
  if (!crf_infusion_take_missing (context, missing, error))
    return context->outcome->prompt != NULL;
  if (use_before == NULL)
    use_before = usable_until (context->study, at, thaw);
  crf_context_result (context, "use-before", use_before);
  return crf_infusion_store (context, infusion, "inf.thaw", thaw, error) &&
         crf_infusion_step_add (context, infusion, CRF_STEP_PREPARE, at, error, "use_before", use_before, "next", crf_context_get (context, "next"),
                                NULL);
}

const CrfUseCase crf_use_case_prepare_product = {
  .name = "prepare-product",
  .title = N_("Prepare product"),
  .summary = N_("Records preparation, thaw and until when the product may be used."),
  .roles = CRF_ROLE_LABORATORY | CRF_ROLE_PHARMACIST |
           CRF_ROLE_NURSE | CRF_ROLE_INVESTIGATOR | CRF_ROLE_PRINCIPAL_INVESTIGATOR,
  .task = "prepare",
  .needs_subject = TRUE,
  .parameters = parameters,
  .run = run,
  .rests_on = CRF_RESTS_ON_SUBJECT,
};
