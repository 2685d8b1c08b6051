/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A copy of the study file in another folder, opened and checked before it counts. */

#include "crf-detail.h"
#include "crf-use-case-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static const CrfParameter parameters[] = {
  { "folder", N_ ("Folder"), "text", TRUE },
  { NULL, NULL, NULL, FALSE },
};

/* "study-2026-03-02T0914.stemward": the time is the session's, so that copies sort. */
static char *
make_path (CrfUseCaseContext *context,
           const char *folder)
{
  g_autofree char *base = g_path_get_basename (crf_study_file_get_path (context->file));
  g_autofree char *stem = g_str_has_suffix (base, ".stemward") ? g_strndup (base, strlen (base) - strlen (".stemward")) : g_strdup (base);
  g_autofree char *name = NULL;
  char local[CRF_INSTANT_SIZE];

  crf_instant_format_local (crf_session_now (context->session), local);
  name = g_strdup_printf ("%s-%s.stemward", stem, local);
  g_strdelimit (name, ":", '.');
  return g_build_filename (folder, name, NULL);
}

static gboolean
run (CrfUseCaseContext *context,
     GError **error)
{
  const char *folder = crf_context_get (context, "folder");
  g_autofree char *path = NULL, *sha256 = NULL, *heads = NULL, *detail = NULL;
  CrfEntry entry = { .action = CRF_ACTION_BACKUP };

  if (!g_file_test (folder, G_FILE_TEST_IS_DIR))
    return crf_context_refuse (context, "no-folder", _("Choose an existing folder."), _("There is no folder “%s”."), folder);
  path = make_path (context, folder);
  if (g_file_test (path, G_FILE_TEST_EXISTS))
    return crf_context_refuse (context, "file-exists", _("Wait a minute and try again."), _("The backup “%s” exists already."), path);
  heads = crf_records_heads (context->file);
  /* Before the entry, so that the copy ends with a committed head. */
  if (!crf_study_file_backup (context->file, path, &sha256, NULL, error))
    return FALSE;
  detail = crf_detail_new ("to", path, "sha256", sha256, "heads", heads, NULL);
  entry.detail = detail;
  crf_context_result (context, "path", path);
  crf_context_result (context, "sha256", sha256);
  return crf_context_append (context, &entry, NULL, error);
}

const CrfUseCase crf_use_case_backup = {
  .name = "backup",
  .title = N_ ("Back up"),
  .summary = N_ ("Copies the study file to a folder and checks the copy."),
  .roles = CRF_ROLES_ALL & ~CRF_ROLE_AUDITOR,
  .parameters = parameters,
  .run = run,
};
