/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Journals a backup that was made beside the queue of writing: where, with its SHA-256 and heads. */

#include "crf-backup-set.h"
#include "crf-detail.h"
#include "crf-use-case-private.h"

#include <glib/gi18n-lib.h>

static const CrfParameter parameters[] = {
  { "to", N_ ("File"), "text", TRUE },
  { "sha256", N_ ("SHA-256"), "text", TRUE },
  { "heads", N_ ("Heads of the copy"), "text", FALSE },
  { NULL, NULL, NULL, FALSE },
};

/* A backup that is not there would keep the next one from being made. */
static gboolean
check_copy (CrfUseCaseContext *context)
{
  const char *path = crf_context_get (context, "to");
  g_autoptr (GError) fault = NULL;
  g_autofree char *sha256 = crf_backup_hash_file (path, NULL, &fault);

  if (sha256 == NULL)
    return !crf_context_refuse (context, "no-copy", _("Make a backup: the entry is made with the copy."), "%s", fault->message);
  if (g_ascii_strcasecmp (sha256, crf_context_get (context, "sha256")) != 0)
    return !crf_context_refuse (context, "other-copy", _("Make a new backup."), _("“%s” is not the copy that was made: its SHA-256 is another one."), path);
  return TRUE;
}

static gboolean
run (CrfUseCaseContext *context,
     GError **error)
{
  g_autofree char *detail = crf_detail_new ("to", crf_context_get (context, "to"), "sha256", crf_context_get (context, "sha256"), "heads",
                                            crf_context_get (context, "heads"), NULL);
  CrfEntry entry = { .action = CRF_ACTION_BACKUP, .detail = detail };

  return !check_copy (context) || crf_context_append (context, &entry, NULL, error);
}

const CrfUseCase crf_use_case_record_backup = {
  .name = "record-backup",
  .title = N_ ("Record backup"),
  .summary = N_ ("Journals that a copy of the study file was made and checked."),
  .roles = CRF_ROLES_ALL & ~CRF_ROLE_AUDITOR,
  .parameters = parameters,
  .run = run,
};
