/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The answer to a query; a new answer may follow. */

#include "crf-query-acts.h"

#include <glib/gi18n-lib.h>

static const CrfParameter parameters[] = {
  { "key", N_ ("Query"), "text", TRUE },
  { "text", N_ ("Answer"), "text", TRUE },
  { NULL, NULL, NULL, FALSE },
};

static gboolean
run (CrfUseCaseContext *context,
     GError **error)
{
  static const char *const from[] = { "Open", "Answered", NULL };

  return crf_query_act (context, from, "Answered", error);
}

const CrfUseCase crf_use_case_answer_query = {
  .name = "answer-query",
  .title = N_ ("Answer query"),
  .summary = N_ ("Answers a query; who asked closes it or asks again."),
  .roles = CRF_ROLE_NURSE | CRF_ROLE_INVESTIGATOR | CRF_ROLE_PRINCIPAL_INVESTIGATOR | CRF_ROLE_ASSESSOR,
  .parameters = parameters,
  .run = run,
};
