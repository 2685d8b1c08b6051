/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The file as such: backup, backups, restore, verify. */

#include "crf-cli.h"

#include "crf-backups.h"
#include "crf-restore.h"
#include "crf-verify.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>

/* ── Backups ── */
static CrfOutcome *
back_up_automatically (CrfSession *session,
                       const char *folder,
                       const CrfBackupRule *rule,
                       GError **error)
{
  if (!crf_backups_due (session))
    g_printerr ("%s\n", _("Nothing was entered since the last backup; this one holds the same."));
  return crf_backups_make (session, folder, rule, crf_cli_cancellable (), error);
}

CrfExit
crf_cli_backup (int argc,
                char **argv)
{
  g_autofree char *to = NULL, *keep = NULL;
  g_autoptr (CrfOutcome) outcome = NULL;
  g_autoptr (GError) error = NULL;
  CrfBackupRule rule = CRF_BACKUP_RULE_USUAL;
  gboolean automatic = FALSE;
  CrfCliOptions options;
  CrfSession *session;
  CrfExit exit;
  const GOptionEntry entries[] = {
    { "auto", 0, 0, G_OPTION_ARG_NONE, &automatic, N_("Into the study's own backup folder, thinned out by a rule"), NULL },
    { "to", 0, 0, G_OPTION_ARG_FILENAME, &to, N_("With --auto: into this folder (a USB disk)"), N_("DIR") },
    { "keep", 0, 0, G_OPTION_ARG_STRING, &keep, N_("With --auto: how many days, weeks and months to keep (7,4,12)"), N_("D,W,M") },
    { NULL }
  };

  if (!crf_cli_parse (crf_cli_find_command ("backup"), &options, entries, &argc, &argv))
    return CRF_EXIT_USAGE;
  if (argc != (automatic ? 2 : 3) || (!automatic && (to != NULL || keep != NULL)) || (keep != NULL && !crf_backup_rule_parse (keep, &rule)))
    return crf_cli_usage ("backup");
  session = crf_cli_sign_in (argv[1], &options, NULL, &exit);
  if (session == NULL)
    return exit;
  outcome = automatic ? back_up_automatically (session, to, &rule, &error)
                      : crf_conduct_with (session, "backup", NULL, &error, "folder", argv[2], NULL);
  exit = outcome != NULL ? crf_cli_report (outcome) : crf_cli_fail (error);
  crf_session_close (session);
  crf_cli_options_clear (&options);
  return exit;
}

/* TRUE if all are whole. Each damaged one is named on standard error. */
static gboolean
check_all (GPtrArray *files,
           CrfTable *table,
           GError **error)
{
  gboolean whole = TRUE;

  for (guint i = 0; i < files->len; i++)
    {
      CrfBackupFile *file = g_ptr_array_index (files, i);
      char at[CRF_INSTANT_SIZE];

      if (!crf_backup_file_check (file, crf_cli_cancellable (), error))
        return FALSE;
      crf_table_add (table, crf_instant_format_local (file->at, at));
      crf_table_add (table, file->automatic ? "yes" : "no");
      crf_table_add_format (table, "%" PRId64, file->size);
      crf_table_add (table, file->fault == NULL ? "whole" : "damaged");
      crf_table_add (table, file->path);
      if (file->fault != NULL)
        g_printerr ("%s\n", file->fault);
      whole = whole && file->fault == NULL;
    }
  return whole;
}

CrfExit
crf_cli_backups (int argc,
                 char **argv)
{
  g_auto (GStrv) folders = NULL;
  g_autoptr (GPtrArray) files = NULL;
  g_autoptr (GError) error = NULL;
  gboolean json = FALSE, whole;
  CrfTable *table;
  const GOptionEntry entries[] = {
    { "in", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &folders, N_("A further folder with backups"), N_("DIR") },
    { "json", 0, 0, G_OPTION_ARG_NONE, &json, N_("Print JSON"), NULL },
    { NULL }
  };

  if (!crf_cli_parse (crf_cli_find_command ("backups"), NULL, entries, &argc, &argv))
    return CRF_EXIT_USAGE;
  if (argc != 2)
    return crf_cli_usage ("backups");
  files = crf_backup_set_list (argv[1], (const char *const *) folders);
  table = crf_table_new (json, "made", "automatic", "bytes", "state", "path", NULL);
  whole = check_all (files, table, &error);
  crf_table_print (table);
  if (error != NULL)
    return crf_cli_fail (error);
  if (files->len == 0)
    g_printerr (_("There is no backup of “%s”.\n"), argv[1]);
  return whole && files->len > 0 ? CRF_EXIT_DONE : CRF_EXIT_NO;
}

/* The newest that is whole; those that are damaged are named. Free it. */
static char *
find_latest (const char *study,
             char **folders,
             GError **error)
{
  g_autoptr (GPtrArray) files = crf_backup_set_list (study, (const char *const *) folders);

  for (guint i = 0; i < files->len; i++)
    {
      CrfBackupFile *file = g_ptr_array_index (files, i);

      if (!crf_backup_file_check (file, crf_cli_cancellable (), error))
        return NULL;
      if (file->fault == NULL)
        return g_strdup (file->path);
      g_printerr ("%s\n", file->fault);
    }
  g_set_error (error, CRF_STORE_ERROR, CRF_STORE_ERROR_NOT_FOUND, _("There is no whole backup of “%s”. Name its folder with --in."), study);
  return NULL;
}

CrfExit
crf_cli_restore (int argc,
                 char **argv)
{
  g_auto (GStrv) folders = NULL;
  g_autofree char *backup = NULL;
  g_autoptr (GError) error = NULL;
  gboolean latest = FALSE;
  const char *study;
  const GOptionEntry entries[] = {
    { "latest", 0, 0, G_OPTION_ARG_NONE, &latest, N_("The newest backup that is whole"), NULL },
    { "in", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &folders, N_("With --latest: a further folder with backups"), N_("DIR") },
    { NULL }
  };

  if (!crf_cli_parse (crf_cli_find_command ("restore"), NULL, entries, &argc, &argv))
    return CRF_EXIT_USAGE;
  if (argc != (latest ? 2 : 3))
    return crf_cli_usage ("restore");
  study = argv[latest ? 1 : 2];
  backup = latest ? find_latest (study, folders, &error) : g_strdup (argv[1]);
  if (backup == NULL || !crf_study_file_restore (backup, study, &error))
    return crf_cli_fail (error);
  if (latest)
    g_print ("backup\t%s\n", backup);
  g_printerr (_("“%s” holds the study again as the backup had it. What was entered after the backup is not in it.\n"), study);
  return CRF_EXIT_DONE;
}

/* ── Verification ── */
CrfExit
crf_cli_verify (int argc,
                char **argv)
{
  g_autoptr (CrfVerifyReport) report = NULL;
  g_autoptr (GError) error = NULL;

  if (!crf_cli_parse (crf_cli_find_command ("verify"), NULL, NULL, &argc, &argv))
    return CRF_EXIT_USAGE;
  if (argc != 2)
    return crf_cli_usage ("verify");
  report = crf_verify (argv[1], crf_cli_progress, NULL, crf_cli_cancellable (), &error);
  if (report == NULL)
    return crf_cli_fail (error);
  for (guint i = 0; i < report->faults->len; i++)
    {
      const CrfVerifyFault *fault = g_ptr_array_index (report->faults, i);

      g_print ("%s\t%s\n", fault->where, fault->what);
    }
  g_print (_("%" PRIu64 " entries, %" PRIu64 " signatures, %" PRIu64 " projected rows: %s\n"), report->entries,
           report->signatures, report->projected_rows, report->faults->len == 0 ? _("all agree") : _("faults found"));
  return report->faults->len == 0 ? CRF_EXIT_DONE : CRF_EXIT_NO;
}
