/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Freezes a form, the record of a patient or all data: nothing is entered or corrected until it is unfrozen; queries, marks and signatures go on. */

#include "crf-hold.h"

#include <glib/gi18n-lib.h>

static const CrfParameter parameters[] = {
  { "scope", N_ ("What"), "choice:form|subject|study", FALSE },
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
  return crf_hold_act (context, "frozen", error);
}

const CrfUseCase crf_use_case_freeze = {
  .name = "freeze",
  .title = N_ ("Freeze"),
  .summary = N_ ("Stops all data changes of a form, a patient or the study; queries, marks and signatures go on."),
  .roles = CRF_ROLE_DATA_MANAGER,
  .parameters = parameters,
  .run = run,
  .on_locked = TRUE,
};
