/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Journals an export: what was written where, with its SHA-256. */

#include "crf-detail.h"
#include "crf-use-case-private.h"

#include <glib/gi18n-lib.h>

static const CrfParameter parameters[] = {
  { "to", N_ ("File"), "text", TRUE },
  { "sha256", N_ ("SHA-256"), "text", TRUE },
  { "filter", N_ ("What was chosen"), "text", FALSE },
  { "fault", N_ ("Why it was not written"), "text", FALSE },
  { NULL, NULL, NULL, FALSE },
};

static gboolean
run (CrfUseCaseContext *context,
     GError **error)
{
  g_autofree char *heads = crf_records_heads (context->file);
  g_autofree char *detail = crf_detail_new ("to", crf_context_get (context, "to"), "sha256", crf_context_get (context, "sha256"), "filter",
                                            crf_context_get (context, "filter"), "heads", heads, "fault",
                                            crf_context_get (context, "fault"), NULL);
  CrfEntry entry = { .action = CRF_ACTION_EXPORT, .detail = detail };

  entry.subject = context->subject != NULL ? context->subject->key : NULL;
  return crf_context_append (context, &entry, NULL, error);
}

const CrfUseCase crf_use_case_record_export = {
  .name = "record-export",
  .title = N_ ("Record export"),
  .summary = N_ ("Journals that data were written to a file outside the study."),
  .roles = CRF_ROLES_ALL,
  .parameters = parameters,
  .run = run,
  .on_locked = TRUE,
};
