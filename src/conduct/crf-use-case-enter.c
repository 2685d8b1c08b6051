/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Enters, changes or clears one value. */

#include "crf-enter.h"

#include <glib/gi18n-lib.h>

static const CrfParameter parameters[] = {
  { "event", N_ ("Visit"), "text", FALSE },
  { "eventkey", N_ ("Key of the visit's repeat"), "text", FALSE },
  { "form", N_ ("Form"), "text", FALSE },
  { "formkey", N_ ("Key of the form's repeat"), "text", FALSE },
  { "group", N_ ("Section"), "text", FALSE },
  { "groupkey", N_ ("Key of the section's repeat"), "text", FALSE },
  { "item", N_ ("Item"), "text", TRUE },
  { "value", N_ ("Value"), "text", FALSE },
  { "unit", N_ ("Unit"), "text", FALSE },
  { "missing", N_ ("Why there is no value"), "choice:ND|NA|UNK|REF|PEND", FALSE },
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
    .formkey = (char *) crf_context_get (context, "formkey"),
    .group = (char *) crf_context_get (context, "group"),
    .groupkey = (char *) crf_context_get (context, "groupkey"),
    .item = (char *) crf_context_get (context, "item"),
  };
  CrfEntering entering = {
    .text = crf_context_get (context, "value"),
    .unit = crf_context_get (context, "unit"),
    .missing = crf_context_get (context, "missing"),
    .reason = crf_context_get (context, "reason"),
    .confirm = crf_context_get (context, "confirm"),
  };

  if (entering.text != NULL && entering.missing != NULL)
    return crf_context_refuse (context, "value-and-missing", NULL, _("A value and a reason why it is missing exclude each other."));
  return crf_enter_value (context, &names, &entering, CRF_ENTER_ASK, error);
}

const CrfUseCase crf_use_case_enter = {
  .name = "enter",
  .title = N_ ("Enter value"),
  .summary = N_ ("Stores one value of a form; an empty value clears the field."),
  .roles = CRF_ROLE_NURSE | CRF_ROLE_INVESTIGATOR | CRF_ROLE_PRINCIPAL_INVESTIGATOR | CRF_ROLE_ASSESSOR,
  .task = "enter",
  .needs_subject = TRUE,
  .parameters = parameters,
  .run = run,
};
