/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Blind review: whether a patient belongs to an analysis population. */

#include "crf-closing.h"
#include "crf-detail.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static const CrfParameter parameters[] = {
  { "population", N_ ("Population"), "choice:full-analysis|per-protocol|safety", TRUE },
  { "included", N_ ("Belongs to it"), "flag", TRUE },
  { "reason", N_ ("Reason, where not"), "text", FALSE },
  { NULL, NULL, NULL, FALSE },
};

static gboolean
run (CrfUseCaseContext *context,
     GError **error)
{
  gboolean included = strchr ("yYt1", *crf_context_get (context, "included")) != NULL;
  g_autofree char *detail = crf_detail_new ("included", included ? "1" : "0", NULL);
  CrfEntry entry = { .action = CRF_ACTION_POPULATION, .subject = context->subject->key, .canon = crf_context_get (context, "population"),
                     .detail = detail, .reason = crf_context_get (context, "reason") };

  if (!included && entry.reason == NULL)
    return crf_context_refuse (context, "reason-missing", NULL, _("Say why the patient does not belong to this population."));
  return crf_context_append (context, &entry, NULL, error);
}

const CrfUseCase crf_use_case_decide_population = {
  .name = "decide-population",
  .title = N_ ("Decide population"),
  .summary = N_ ("Says, in the blind review, whether a patient belongs to an analysis population."),
  .roles = CRF_ROLE_INVESTIGATOR | CRF_ROLE_PRINCIPAL_INVESTIGATOR | CRF_ROLE_DATA_MANAGER | CRF_ROLE_STATISTICIAN,
  .needs_subject = TRUE,
  .parameters = parameters,
  .run = run,
};
