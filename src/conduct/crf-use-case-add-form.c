/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Adds a repeat of a form that repeats (an adverse event, an unscheduled visit's form), and begins one that does not. */

#include "crf-place.h"

#include <glib/gi18n-lib.h>

static const CrfParameter parameters[] = {
  { "form", N_ ("Form"), "text", TRUE },
  { "event", N_ ("Visit"), "text", FALSE },
  { "eventkey", N_ ("Key of the visit's repeat, or “new”"), "text", FALSE },
  { NULL, NULL, NULL, FALSE },
};

static gboolean
run (CrfUseCaseContext *context,
     GError **error)
{
  CrfTarget names = {
    .event = (char *) crf_context_get (context, "event"),
    .eventkey = (char *) crf_context_get (context, "eventkey"),
    .form = (char *) crf_context_get (context, "form"),
    .formkey = (char *) crf_place_own_key,
  };
  g_auto (CrfPlace) place = { 0 };

  if (!crf_place_find_form (context, &names, &place))
    return TRUE;
  if (!crf_context_add_form (context, place.target, error))
    return FALSE;
  crf_context_result (context, "event", place.target->event);
  crf_context_result (context, "eventkey", place.target->eventkey);
  crf_context_result (context, "form", place.target->form);
  crf_context_result (context, "formkey", place.target->formkey);
  return TRUE;
}

const CrfUseCase crf_use_case_add_form = {
  .name = "add-form",
  .title = N_ ("Add form"),
  .summary = N_ ("Adds a new adverse event, decompensation event or another form that repeats."),
  .roles = CRF_ROLE_NURSE | CRF_ROLE_INVESTIGATOR | CRF_ROLE_PRINCIPAL_INVESTIGATOR | CRF_ROLE_ASSESSOR,
  .task = "enter",
  .needs_subject = TRUE,
  .parameters = parameters,
  .run = run,
};
