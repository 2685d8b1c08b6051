/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The product arrives on the ward. A label of another preparation is refused: it is another patient's bag. Failed appearance or label stop the
 * start. What came without an order, or for a patient who is not there any more, is recorded with the reason, as a deviation. */

#include "crf-infusion-gates.h"
#include "crf-infusion-steps.h"

#include "crf-infusion-monitor.h"
#include "crf-partial-date.h"
#include "crf-product-temperature.h"

#include <glib/gi18n-lib.h>

static const CrfParameter parameters[] = {
  { "at", N_("Received at"), "datetime", TRUE },
  { "temperature", N_("Temperature, °C"), "number", FALSE },
  { "appearance", N_("Appearance"), "choice:OK|FAILED", TRUE },
  { "label", N_("Label agrees with the order"), "choice:OK|FAILED", TRUE },
  { "preparation", N_("Preparation number on the label"), "text", TRUE },
  { "infusion", N_("Infusion number"), "integer", FALSE },
  { NULL, NULL, NULL, FALSE },
};

static void
note_minutes_left (CrfUseCaseContext *context,
                   const GPtrArray *steps,
                   const char *at)
{
  const CrfStepRecord *prepared = crf_infusion_steps_last (steps, CRF_STEP_PREPARE);
  g_autofree char *use_before = prepared != NULL ? crf_step_record_get (prepared, "use_before") : NULL;
  g_autofree char *minutes = NULL;
  CrfDate now, end;
  int left;

  if (use_before == NULL || !crf_datetime_parse (use_before, FALSE, &end, NULL) || !crf_datetime_parse (at, FALSE, &now, NULL))
    return;
  left = (int) crf_monitor_between (NULL, crf_date_to_minutes (&now), crf_date_to_minutes (&end));
  minutes = g_strdup_printf ("%d", left);
  crf_context_result (context, "minutes-left", minutes);
  if (left >= 0)
    crf_context_notice (context, ngettext ("%d minute left (use before %s).", "%d minutes left (use before %s).", (gulong) left), left, use_before);
  else
    crf_context_notice (context, _("The time of use ended at %s."), use_before);
}

static gboolean
run (CrfUseCaseContext *context,
     GError **error)
{
  g_autoptr (CrfInfusion) infusion = NULL;
  g_autoptr (GPtrArray) steps = NULL, missing = g_ptr_array_new_with_free_func ((GDestroyNotify) crf_refusal_free);
  g_autofree char *at = NULL, *preparation = NULL;

  if (!crf_infusion_step_begin (context, &infusion, &at, error))
    return context->outcome->refusal != NULL;
  steps = crf_infusion_steps_read (context->file, context->subject->key, infusion, error);
  if (steps == NULL)
    return FALSE;
  preparation = crf_infusion_preparation (infusion, steps);
  if (preparation != NULL && g_ascii_strcasecmp (preparation, crf_context_get (context, "preparation")) != 0)
    return crf_context_refuse (context, "preparation-differs", _("Keep the product apart and call the laboratory."),
                               _("The label says preparation %s; for %s preparation %s was ordered."), crf_context_get (context, "preparation"),
                               context->subject->number, preparation);
  if (!crf_product_temperature_check (context))
    return TRUE;
  crf_infusion_list_unexpected (context, steps, at, missing);
  if (!crf_infusion_take_missing (context, missing, error))
    return context->outcome->prompt != NULL;
  note_minutes_left (context, steps, at);
  return crf_infusion_store (context, infusion, "inf.received", at, error) &&
         crf_infusion_store (context, infusion, "inf.receipt_temp", crf_context_get (context, "temperature"), error) &&
         crf_infusion_store (context, infusion, "inf.appearance", crf_context_get (context, "appearance"), error) &&
         crf_infusion_step_add (context, infusion, CRF_STEP_RECEIVE, at, error, "temperature", crf_context_get (context, "temperature"), "appearance",
                                crf_context_get (context, "appearance"), "label", crf_context_get (context, "label"), NULL);
}

const CrfUseCase crf_use_case_receive_product = {
  .name = "receive-product",
  .title = N_("Receive on the ward"),
  .summary = N_("The product arrives: temperature, appearance, label, minutes left."),
  .roles = CRF_ROLE_NURSE | CRF_ROLE_INVESTIGATOR | CRF_ROLE_PRINCIPAL_INVESTIGATOR,
  .task = "infuse",
  .needs_subject = TRUE,
  .parameters = parameters,
  .run = run,
};
