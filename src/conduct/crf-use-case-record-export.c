/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What leaves the file is an entry: who, what, where to, with which hash; and so is a look at a patient's record. */

#include "crf-detail.h"
#include "crf-use-case-private.h"

#include <glib/gi18n-lib.h>

static const CrfParameter export_parameters[] = {
  { "to", N_ ("File"), "text", TRUE },
  { "sha256", N_ ("SHA-256"), "text", FALSE },
  { "filter", N_ ("Filter"), "text", FALSE },
  { NULL, NULL, NULL, FALSE },
};

static const CrfParameter no_parameters[] = {
  { NULL, NULL, NULL, FALSE },
};

static gboolean
record_export (CrfUseCaseContext *context,
               GError **error)
{
  g_autofree char *heads = crf_records_heads (context->file);
  g_autofree char *detail = crf_detail_new ("to", crf_context_get (context, "to"), "sha256", crf_context_get (context, "sha256"), "filter",
                                            crf_context_get (context, "filter"), "heads", heads, NULL);
  CrfEntry entry = { .action = CRF_ACTION_EXPORT, .detail = detail };

  return crf_context_append (context, &entry, NULL, error);
}

static gboolean
note_view (CrfUseCaseContext *context,
           GError **error)
{
  CrfEntry entry = { .action = CRF_ACTION_VIEW, .subject = context->subject->key };

  return crf_context_append (context, &entry, NULL, error);
}

const CrfUseCase crf_use_case_record_export = {
  .name = "record-export",
  .title = N_ ("Export"),
  .summary = N_ ("Journals an export with its file's hash."),
  .roles = CRF_ROLES_ALL,
  .parameters = export_parameters,
  .run = record_export,
};

const CrfUseCase crf_use_case_note_view = {
  .name = "note-view",
  .title = N_ ("View patient"),
  .summary = N_ ("Journals that a patient's record was opened."),
  .roles = CRF_ROLES_ALL,
  .needs_subject = TRUE,
  .parameters = no_parameters,
  .run = note_view,
};
