/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Journals that the paper envelopes were printed: who, when, how many, into which file. */

#include "crf-detail.h"
#include "crf-use-case-private.h"

#include <glib/gi18n-lib.h>

static const CrfParameter parameters[] = {
  { "to", N_ ("File"), "text", TRUE },
  { "sha256", N_ ("SHA-256"), "text", TRUE },
  { "count", N_ ("Envelopes"), "integer", TRUE },
  { "fault", N_ ("Why it was not written"), "text", FALSE },
  { NULL, NULL, NULL, FALSE },
};

static gboolean
run (CrfUseCaseContext *context,
     GError **error)
{
  g_autofree char *detail = crf_detail_new ("to", crf_context_get (context, "to"), "sha256", crf_context_get (context, "sha256"), "number",
                                            crf_context_get (context, "count"), "fault", crf_context_get (context, "fault"), NULL);
  CrfEntry entry = { .action = CRF_ACTION_ENVELOPES, .detail = detail };

  return crf_context_append (context, &entry, NULL, error);
}

const CrfUseCase crf_use_case_record_envelopes = {
  .name = "record-envelopes",
  .title = N_ ("Print envelopes"),
  .summary = N_ ("Journals that the paper envelopes of the allocation list were printed."),
  .roles = CRF_ROLE_STATISTICIAN | CRF_ROLE_PHARMACIST,
  .parameters = parameters,
  .run = run,
  .blinding = CRF_BLINDING_ARMS,
};
