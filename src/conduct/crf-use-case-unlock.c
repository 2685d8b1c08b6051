/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Unlocks a form or the record of a patient, with a reason. */

#include "crf-hold.h"

#include <glib/gi18n-lib.h>

static const CrfParameter parameters[] = {
  { "scope", N_ ("What"), "choice:form|subject", FALSE },
  { "event", N_ ("Visit"), "text", FALSE },
  { "eventkey", N_ ("Key of the visit's repeat"), "text", FALSE },
  { "form", N_ ("Form"), "text", FALSE },
  { "formkey", N_ ("Key of the form's repeat"), "text", FALSE },
  { "reason", N_ ("Reason"), "text", TRUE },
  { NULL, NULL, NULL, FALSE },
};

static gboolean
run (CrfUseCaseContext *context,
     GError **error)
{
  return crf_hold_act (context, "open", error);
}

const CrfUseCase crf_use_case_unlock = {
  .name = "unlock",
  .title = N_ ("Unlock"),
  .summary = N_ ("Opens a locked form or patient again, with a reason."),
  .roles = CRF_ROLE_DATA_MANAGER,
  .parameters = parameters,
  .run = run,
  .on_locked = TRUE,
};
