/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Locks a form or the record of a patient: nothing about it changes any more. */

#include "crf-hold.h"

#include <glib/gi18n-lib.h>

static const CrfParameter parameters[] = {
  { "scope", N_ ("What"), "choice:form|subject", FALSE },
  { "event", N_ ("Visit"), "text", FALSE },
  { "eventkey", N_ ("Key of the visit's repeat"), "text", FALSE },
  { "form", N_ ("Form"), "text", FALSE },
  { "formkey", N_ ("Key of the form's repeat"), "text", FALSE },
  { "reason", N_ ("Reason"), "text", FALSE },
  { NULL, NULL, NULL, FALSE },
};

static gboolean
run (CrfUseCaseContext *context,
     GError **error)
{
  return crf_hold_act (context, "locked", error);
}

const CrfUseCase crf_use_case_lock = {
  .name = "lock",
  .title = N_ ("Lock"),
  .summary = N_ ("Stops every change of a form or a patient. The study as a whole is locked by signatures."),
  .roles = CRF_ROLE_DATA_MANAGER,
  .parameters = parameters,
  .run = run,
  .on_locked = TRUE,
};
