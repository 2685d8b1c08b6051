/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The query should not have been asked. */

#include "crf-query-acts.h"

#include <glib/gi18n-lib.h>

static const CrfParameter parameters[] = {
  { "key", N_ ("Query"), "text", TRUE },
  { "text", N_ ("Reason"), "text", TRUE },
  { NULL, NULL, NULL, FALSE },
};

static gboolean
run (CrfUseCaseContext *context,
     GError **error)
{
  static const char *const from[] = { "Candidate", "Open", "Answered", NULL };

  return crf_query_act (context, from, "Cancelled", error);
}

const CrfUseCase crf_use_case_cancel_query = {
  .name = "cancel-query",
  .title = N_ ("Cancel query"),
  .summary = N_ ("Withdraws a query that should not have been asked."),
  .roles = CRF_ROLE_INVESTIGATOR | CRF_ROLE_PRINCIPAL_INVESTIGATOR | CRF_ROLE_DATA_MANAGER | CRF_ROLE_MONITOR,
  .parameters = parameters,
  .run = run,
};
