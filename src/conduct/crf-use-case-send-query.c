/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A draft goes to the site; an answer that does not answer is asked about again. */

#include "crf-query-acts.h"

#include <glib/gi18n-lib.h>

static const CrfParameter parameters[] = {
  { "key", N_ ("Query"), "text", TRUE },
  { "text", N_ ("What is still unclear"), "text", FALSE },
  { NULL, NULL, NULL, FALSE },
};

static gboolean
run (CrfUseCaseContext *context,
     GError **error)
{
  static const char *const from[] = { "Candidate", "Answered", NULL };

  return crf_query_act (context, from, "Open", error);
}

const CrfUseCase crf_use_case_send_query = {
  .name = "send-query",
  .title = N_ ("Send query"),
  .summary = N_ ("Sends a draft to the site, or asks again after an answer."),
  .roles = CRF_ROLE_INVESTIGATOR | CRF_ROLE_PRINCIPAL_INVESTIGATOR | CRF_ROLE_DATA_MANAGER | CRF_ROLE_MONITOR,
  .parameters = parameters,
  .run = run,
};
