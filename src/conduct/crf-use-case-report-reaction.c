/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A reaction to the infusion becomes an adverse event in one step: its form is begun with what is known, the physician adds her judgement. */

#include "crf-infusion-steps.h"
#include "crf-life-doubt.h"
#include "crf-partial-date.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static const CrfParameter parameters[] = {
  { "at", N_("Began at"), "datetime", TRUE },
  { "term", N_("What (in the words of the chart)"), "text", FALSE },
  { "grade", N_("Grade (CTCAE)"), "choice:1|2|3|4|5", TRUE },
  { "note", N_("What was done"), "text", FALSE },
  { "infusion", N_("Infusion number"), "integer", FALSE },
  { NULL, NULL, NULL, FALSE },
};

/* The worst counts as the infusion's reaction. */
static gboolean
store_worst (CrfUseCaseContext *context,
             const CrfInfusion *infusion,
             GError **error)
{
  const char *before = crf_infusion_get (infusion, "inf.reaction"), *grade = crf_context_get (context, "grade");

  return (before != NULL && strcmp (before, grade) >= 0) || crf_infusion_store (context, infusion, "inf.reaction", grade, error);
}

static gboolean
add_event (CrfUseCaseContext *context,
           const char *term,
           const char *at,
           const char *doubt,
           GError **error)
{
  g_autoptr (CrfTarget) target = crf_target_for (context->study, "adverse-event");

  if (target == NULL)
    return crf_context_refuse (context, "no-form", NULL, _("This study has no adverse event form."));
  target->subject = g_strdup (context->subject->key);
  if (!crf_context_add_form (context, target, error) ||
      !crf_context_store_concept (context, target, "ae.term", term, NULL, NULL, error) ||
      !crf_context_store_concept (context, target, "ae.start", at, NULL, NULL, error) ||
      !crf_context_store_concept (context, target, "ae.grade", crf_context_get (context, "grade"), NULL, NULL, error) ||
      !crf_context_store_concept (context, target, "ae.ongoing", "Y", NULL, NULL, error) ||
      (doubt != NULL && !crf_life_doubt_open_query (context, target, "ae.start", doubt, error)))
    return FALSE;
  crf_context_result (context, "event", target->event);
  crf_context_result (context, "eventkey", target->eventkey);
  crf_context_result (context, "form", target->form);
  crf_context_result (context, "formkey", target->formkey);
  return TRUE;
}

static gboolean
run (CrfUseCaseContext *context,
     GError **error)
{
  g_autoptr (CrfInfusion) infusion = NULL;
  g_autofree char *at = NULL, *doubt = NULL;
  const char *term = crf_context_get (context, "term");

  if (!crf_infusion_step_begin_after (context, &infusion, &at, error) || !crf_infusion_step_needs (context, infusion, FALSE))
    return context->outcome->refusal != NULL;
  if (strcmp (at, crf_infusion_get (infusion, "inf.start")) < 0)
    return crf_context_refuse (context, "at", _("Record it as an adverse event on the safety page."), _("The reaction (%s) lies before the start (%s)."),
                               at, crf_infusion_get (infusion, "inf.start"));
  /* An adverse event as on the safety page: nothing begins with the dead. */
  if (!crf_life_doubt_ask (context, at, TRUE, &doubt, error))
    return context->outcome->prompt != NULL;
  if (term == NULL)
    term = "Infusion related reaction"; /* CTCAE's own term: data, not a text of the program */
  if (!add_event (context, term, at, doubt, error) || context->outcome->refusal != NULL)
    return context->outcome->refusal != NULL;
  crf_context_notice (context, _("The adverse event was begun: relation, outcome and seriousness are still to be judged."));
  return store_worst (context, infusion, error) &&
         crf_infusion_step_add (context, infusion, CRF_STEP_REACTION, at, error, "term", term, "grade", crf_context_get (context, "grade"), "note",
                                crf_context_get (context, "note"), NULL);
}

const CrfUseCase crf_use_case_report_reaction = {
  .name = "report-reaction",
  .title = N_("Reaction"),
  .summary = N_("Records a reaction to the infusion and begins its adverse event."),
  .roles = CRF_ROLE_NURSE | CRF_ROLE_INVESTIGATOR | CRF_ROLE_PRINCIPAL_INVESTIGATOR,
  .task = "infuse",
  .needs_subject = TRUE,
  .parameters = parameters,
  .run = run,
};
