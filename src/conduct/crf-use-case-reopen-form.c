/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Takes a completed form back to entry, with a reason. What was signed on it becomes void. */

#include "crf-form-acts.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static const CrfParameter parameters[] = {
  { "event", N_ ("Visit"), "text", FALSE },
  { "eventkey", N_ ("Key of the visit's repeat"), "text", FALSE },
  { "form", N_ ("Form"), "text", TRUE },
  { "formkey", N_ ("Key of the form's repeat"), "text", FALSE },
  { "reason", N_ ("Reason"), "text", TRUE },
  { NULL, NULL, NULL, FALSE },
};

static gboolean
run (CrfUseCaseContext *context,
     GError **error)
{
  g_auto (CrfPlace) place = { 0 };
  g_autoptr (CrfFormRecord) form = NULL;
  GError *fault = NULL;

  if (!crf_form_act_find (context, &place, &form, &fault))
    {
      if (fault != NULL)
        g_propagate_error (error, fault);
      return fault == NULL;
    }
  if (!crf_form_act_is_open (context, place.target))
    return TRUE;
  if (strcmp (form->state, "started") == 0)
    return crf_context_refuse (context, "form-open", NULL, _("The form is open already."));
  return crf_form_act_set_state (context, place.target, "started", error);
}

const CrfUseCase crf_use_case_reopen_form = {
  .name = "reopen-form",
  .title = N_ ("Reopen form"),
  .summary = N_ ("Takes a completed form back to entry, with a reason."),
  .roles = CRF_ROLE_NURSE | CRF_ROLE_INVESTIGATOR | CRF_ROLE_PRINCIPAL_INVESTIGATOR,
  .task = "enter",
  .needs_subject = TRUE,
  .parameters = parameters,
  .run = run,
};
