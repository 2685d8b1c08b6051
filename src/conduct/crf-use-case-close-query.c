/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The answer will do. */

#include "crf-query-acts.h"

#include <glib/gi18n-lib.h>

static const CrfParameter parameters[] = {
  { "key", N_ ("Query"), "text", TRUE },
  { "text", N_ ("Remark"), "text", FALSE },
  { NULL, NULL, NULL, FALSE },
};

static gboolean
run (CrfUseCaseContext *context,
     GError **error)
{
  static const char *const from[] = { "Open", "Answered", NULL };

  return crf_query_act (context, from, "Closed", error);
}

const CrfUseCase crf_use_case_close_query = {
  .name = "close-query",
  .title = N_ ("Close query"),
  .summary = N_ ("Closes a query whose answer will do."),
  .roles = CRF_ROLE_INVESTIGATOR | CRF_ROLE_PRINCIPAL_INVESTIGATOR | CRF_ROLE_DATA_MANAGER | CRF_ROLE_MONITOR,
  .parameters = parameters,
  .run = run,
};
