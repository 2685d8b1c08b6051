/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A protocol deviation by hand. */

#include "crf-use-case-private.h"

#include <glib/gi18n-lib.h>

static const CrfParameter parameters[] = {
  { "kind", N_ ("Kind"), "text", TRUE },
  { "text", N_ ("What happened"), "text", TRUE },
  { "reason", N_ ("Reason"), "text", FALSE },
  { NULL, NULL, NULL, FALSE },
};

static gboolean
run (CrfUseCaseContext *context,
     GError **error)
{
  return crf_context_open_deviation (context, crf_context_get (context, "kind"), crf_context_get (context, "reason"), error, "%s",
                                     crf_context_get (context, "text"));
}

const CrfUseCase crf_use_case_open_deviation = {
  .name = "open-deviation",
  .title = N_ ("Record deviation"),
  .summary = N_ ("Records a protocol deviation."),
  .roles = CRF_ROLE_NURSE | CRF_ROLE_INVESTIGATOR | CRF_ROLE_PRINCIPAL_INVESTIGATOR | CRF_ROLE_DATA_MANAGER | CRF_ROLE_MONITOR,
  .needs_subject = TRUE,
  .parameters = parameters,
  .run = run,
};
