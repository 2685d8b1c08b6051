/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Journals a backup that was made beside the queue of writing: where, with its SHA-256 and heads. */

#include "crf-detail.h"
#include "crf-use-case-private.h"

#include <glib/gi18n-lib.h>

static const CrfParameter parameters[] = {
  { "to", N_ ("File"), "text", TRUE },
  { "sha256", N_ ("SHA-256"), "text", TRUE },
  { "heads", N_ ("Heads of the copy"), "text", FALSE },
  { NULL, NULL, NULL, FALSE },
};

static gboolean
run (CrfUseCaseContext *context,
     GError **error)
{
  g_autofree char *detail = crf_detail_new ("to", crf_context_get (context, "to"), "sha256", crf_context_get (context, "sha256"), "heads",
                                            crf_context_get (context, "heads"), NULL);
  CrfEntry entry = { .action = CRF_ACTION_BACKUP, .detail = detail };

  return crf_context_append (context, &entry, NULL, error);
}

const CrfUseCase crf_use_case_record_backup = {
  .name = "record-backup",
  .title = N_ ("Record backup"),
  .summary = N_ ("Journals that a copy of the study file was made and checked."),
  .roles = CRF_ROLES_ALL & ~CRF_ROLE_AUDITOR,
  .parameters = parameters,
  .run = run,
};
