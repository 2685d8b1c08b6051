/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The file as such: backup, backups, restore, verify. */

#include "crf-cli.h"

#include "crf-backups.h"
#include "crf-file-key.h"
#include "crf-recheck.h"
#include "crf-restore.h"
#include "crf-transport.h"
#include "crf-verify.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
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

/* The copy is replaced by an encrypted one. */
static CrfExit
encrypt_backup (CrfOutcome *outcome,
                const char *passphrase)
{
  const char *plain = g_hash_table_lookup (outcome->results, "path");
  g_autofree char *sealed = g_strconcat (plain, CRF_TRANSPORT_SUFFIX, NULL);
  g_autoptr (GError) error = NULL;
  gboolean done = crf_transport_encrypt (plain, sealed, passphrase, crf_cli_cancellable (), &error);

  g_unlink (plain);
  if (!done)
    return crf_cli_fail (error);
  g_print ("encrypted\t%s\n", sealed);
  return CRF_EXIT_DONE;
}

/* Before anything is written: what is refused leaves no backup and no entry of one. */
static gboolean
ask_passphrase (CrfSession *session,
                const CrfCliOptions *options,
                char **passphrase,
                CrfExit *exit)
{
  *passphrase = crf_cli_read_new_passphrase (options->new_passphrase_fd, _("Passphrase of the encrypted file"));
  *exit = *passphrase == NULL ? CRF_EXIT_USAGE : CRF_EXIT_NO;
  return *passphrase != NULL && crf_cli_check_transport (session, *passphrase);
}

CrfExit
crf_cli_backup (int argc,
                char **argv)
{
  g_autofree char *to = NULL, *keep = NULL;
  g_autoptr (CrfOutcome) outcome = NULL;
  g_autoptr (GError) error = NULL;
  CrfBackupRule rule = CRF_BACKUP_RULE_USUAL;
  gboolean automatic = FALSE, encrypt = FALSE;
  char *passphrase = NULL;
  g_auto (CrfCliOptions) options = { 0 };
  CrfSession *session;
  CrfExit exit;
  const GOptionEntry entries[] = {
    { "auto", 0, 0, G_OPTION_ARG_NONE, &automatic, N_("Into the study's own backup folder, thinned out by a rule"), NULL },
    { "to", 0, 0, G_OPTION_ARG_FILENAME, &to, N_("With --auto: into this folder (a USB disk)"), N_("DIR") },
    { "keep", 0, 0, G_OPTION_ARG_STRING, &keep, N_("With --auto: how many days, weeks and months to keep (7,4,12)"), N_("D,W,M") },
    { "encrypt", 0, 0, G_OPTION_ARG_NONE, &encrypt, N_("Under a passphrase of its own (not with --auto)"), NULL },
    { NULL }
  };

  if (!crf_cli_parse (crf_cli_find_command ("backup"), &options, entries, &argc, &argv))
    return CRF_EXIT_USAGE;
  if (argc != (automatic ? 2 : 3) || (automatic ? encrypt : to != NULL || keep != NULL) || (keep != NULL && !crf_backup_rule_parse (keep, &rule)))
    return crf_cli_usage ("backup");
  session = crf_cli_sign_in (argv[1], &options, NULL, &exit);
  if (session == NULL)
    return exit;
  if (!encrypt || ask_passphrase (session, &options, &passphrase, &exit))
    {
      outcome = automatic ? back_up_automatically (session, to, &rule, &error)
                          : crf_conduct_with (session, "backup", NULL, &error, "folder", argv[2], NULL);
      exit = outcome != NULL ? crf_cli_report (outcome) : crf_cli_fail (error);
      if (encrypt && exit == CRF_EXIT_DONE)
        exit = encrypt_backup (outcome, passphrase);
    }
  crf_cli_passphrase_free (passphrase);
  crf_cli_close (session);
  return exit;
}

/* A file that is encrypted as a whole says nothing without a key. The passphrase is asked for once, tried on each of @paths that is not open,
 * and left in @passphrase for who goes on with it. One that opens is enough: of the others it is said what is wrong with them. */
static gboolean
unlock_files (const char *const *paths,
              const CrfCliOptions *options,
              char **passphrase,
              CrfExit *exit)
{
  g_autoptr (GError) error = NULL;
  gboolean opened = FALSE;

  for (guint i = 0; paths[i] != NULL; i++)
    {
      if (crf_file_key_is_open (paths[i]))
        continue;
      *exit = CRF_EXIT_USAGE;
      if (options->user == NULL)
        {
          g_printerr ("%s\n", _("Say who you are with --user LOGIN."));
          return FALSE;
        }
      if (*passphrase == NULL)
        *passphrase = crf_cli_read_passphrase (options->passphrase_fd, _("Passphrase"));
      if (*passphrase == NULL)
        return FALSE;
      if (crf_file_key_unlock (paths[i], options->user, *passphrase, error == NULL ? &error : NULL))
        opened = TRUE;
    }
  if (error == NULL || opened)
    return TRUE;
  *exit = crf_cli_fail (error);
  return FALSE;
}

/* The same of one file, with the passphrase for who signs in to it next. */
static gboolean
unlock_file (const char *path,
             const CrfCliOptions *options,
             char **passphrase,
             CrfExit *exit)
{
  const char *const paths[] = { path, NULL };

  return unlock_files (paths, options, passphrase, exit);
}

static gboolean
unlock_backups (const GPtrArray *files,
                const CrfCliOptions *options,
                CrfExit *exit)
{
  g_autoptr (GPtrArray) paths = g_ptr_array_new ();
  char *passphrase = NULL;
  gboolean done;

  for (guint i = 0; i < files->len; i++)
    g_ptr_array_add (paths, ((CrfBackupFile *) g_ptr_array_index (files, i))->path);
  g_ptr_array_add (paths, NULL);
  done = unlock_files ((const char *const *) paths->pdata, options, &passphrase, exit);
  crf_cli_passphrase_free (passphrase);
  return done;
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
  gboolean whole;
  g_auto (CrfCliOptions) options = { 0 };
  CrfTable *table;
  CrfExit exit;
  const GOptionEntry entries[] = {
    { "in", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &folders, N_("A further folder with backups"), N_("DIR") },
    { NULL }
  };

  if (!crf_cli_parse (crf_cli_find_command ("backups"), &options, entries, &argc, &argv))
    return CRF_EXIT_USAGE;
  if (argc != 2)
    return crf_cli_usage ("backups");
  files = crf_backup_set_list (argv[1], (const char *const *) folders);
  if (!unlock_backups (files, &options, &exit))
    return exit;
  table = crf_table_new (options.json, "made", "automatic", "bytes", "state", "path", NULL);
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
find_latest (const GPtrArray *files,
             const char *study,
             GError **error)
{
  if (crf_backup_set_is_mixed (files))
    {
      g_set_error (error, CRF_STORE_ERROR, CRF_STORE_ERROR_CONFLICT,
                   _("There are backups of more than one study named like “%s”. Look at them with “backups”, and restore one by its name."), study);
      return NULL;
    }
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

static CrfExit
restore (const char *backup,
         const char *study,
         gboolean say_which)
{
  g_autoptr (GError) error = NULL;

  if (!crf_study_file_restore (backup, study, &error))
    return crf_cli_fail (error);
  if (say_which)
    g_print ("backup\t%s\n", backup);
  g_printerr (_("“%s” holds the study again as the backup had it. What was entered after the backup is not in it.\n"), study);
  return CRF_EXIT_DONE;
}

static CrfExit
restore_one (const char *backup,
             const char *study,
             const CrfCliOptions *options)
{
  char *passphrase = NULL;
  CrfExit exit;

  if (unlock_file (backup, options, &passphrase, &exit))
    exit = restore (backup, study, FALSE);
  crf_cli_passphrase_free (passphrase);
  return exit;
}

static CrfExit
restore_latest (const char *study,
                char **folders,
                const CrfCliOptions *options)
{
  g_autoptr (GPtrArray) files = crf_backup_set_list (study, (const char *const *) folders);
  g_autofree char *backup = NULL;
  g_autoptr (GError) error = NULL;
  CrfExit exit;

  if (!unlock_backups (files, options, &exit))
    return exit;
  backup = find_latest (files, study, &error);
  return backup != NULL ? restore (backup, study, TRUE) : crf_cli_fail (error);
}

CrfExit
crf_cli_restore (int argc,
                 char **argv)
{
  g_auto (GStrv) folders = NULL;
  gboolean latest = FALSE;
  g_auto (CrfCliOptions) options = { 0 };
  CrfExit exit;
  const GOptionEntry entries[] = {
    { "latest", 0, 0, G_OPTION_ARG_NONE, &latest, N_("The newest backup that is whole"), NULL },
    { "in", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &folders, N_("With --latest: a further folder with backups"), N_("DIR") },
    { NULL }
  };

  if (!crf_cli_parse (crf_cli_find_command ("restore"), &options, entries, &argc, &argv))
    return CRF_EXIT_USAGE;
  if (argc != (latest ? 2 : 3))
    exit = crf_cli_usage ("restore");
  else
    exit = latest ? restore_latest (argv[1], folders, &options) : restore_one (argv[1], argv[2], &options);
  return exit;
}

/* ── Verification ── */
static void
print_faults (const GPtrArray *faults)
{
  for (guint i = 0; i < faults->len; i++)
    {
      const CrfVerifyFault *fault = g_ptr_array_index (faults, i);

      g_print ("%s\t%s\n", fault->where, fault->what);
    }
}

/* What needs no key, first: a file that was changed is not opened further. */
static CrfExit
verify_without_keys (const char *path)
{
  g_autoptr (CrfVerifyReport) report = NULL;
  g_autoptr (GError) error = NULL;

  report = crf_verify (path, crf_cli_progress, NULL, crf_cli_cancellable (), &error);
  if (report == NULL)
    return crf_cli_fail (error);
  print_faults (report->faults);
  g_print (_("%" PRIu64 " entries, %" PRIu64 " signatures, %" PRIu64 " projected rows: %s\n"), report->entries,
           report->signatures, report->projected_rows, report->faults->len == 0 ? _("all agree") : _("faults found"));
  return report->faults->len == 0 ? CRF_EXIT_DONE : CRF_EXIT_NO;
}

static CrfExit
verify_with_keys (CrfSession *session,
                  gboolean open_boxes,
                  gboolean compute)
{
  g_autoptr (CrfRecheck) recheck = crf_recheck_new ();
  g_autoptr (GError) error = NULL;

  if (open_boxes && !crf_recheck_open (recheck, session, crf_cli_cancellable (), &error))
    return crf_cli_fail (error);
  if (compute && !crf_recheck_compute (recheck, session, crf_cli_progress, NULL, crf_cli_cancellable (), &error))
    return crf_cli_fail (error);
  print_faults (recheck->faults);
  if (open_boxes)
    g_print (_("%u sealed boxes opened, %u sealed to keys that this account does not hold, %u erased\n"), recheck->opened, recheck->not_held,
             recheck->erased);
  if (compute)
    g_print (_("%u derived values of %u patients computed again\n"), recheck->computed, recheck->subjects);
  return recheck->faults->len == 0 ? CRF_EXIT_DONE : CRF_EXIT_NO;
}

CrfExit
crf_cli_verify (int argc,
                char **argv)
{
  gboolean open_boxes = FALSE, compute = FALSE;
  g_auto (CrfCliOptions) options = { 0 };
  CrfSession *session;
  char *passphrase = NULL;
  CrfExit exit;
  const GOptionEntry entries[] = {
    { "open", 0, 0, G_OPTION_ARG_NONE, &open_boxes, N_("Also open what is sealed, with the keys of --user"), NULL },
    { "recompute", 0, 0, G_OPTION_ARG_NONE, &compute, N_("Also compute all derived values again, signed in as --user"), NULL },
    { NULL }
  };

  if (!crf_cli_parse (crf_cli_find_command ("verify"), &options, entries, &argc, &argv))
    return CRF_EXIT_USAGE;
  if (argc != 2)
    return crf_cli_usage ("verify");
  if (unlock_file (argv[1], &options, &passphrase, &exit))
    exit = verify_without_keys (argv[1]);
  if (exit == CRF_EXIT_DONE && (open_boxes || compute))
    {
      session = passphrase != NULL ? crf_cli_sign_in_with (argv[1], &options, passphrase, &exit)
                                   : crf_cli_sign_in (argv[1], &options, NULL, &exit);
      if (session != NULL)
        exit = verify_with_keys (session, open_boxes, compute);
      g_clear_pointer (&session, crf_cli_close);
    }
  crf_cli_passphrase_free (passphrase);
  return exit;
}

/* ── Encryption of the whole file ── */

/* What was there is a backup now, and is journalled as one. */
static CrfExit
record_aside (const char *path,
              const CrfCliOptions *options,
              const char *passphrase,
              const char *aside)
{
  g_autoptr (CrfOutcome) outcome = NULL;
  g_autoptr (GError) error = NULL;
  CrfSession *session = crf_session_sign_in (path, options->user, passphrase, options->role, crf_clock_system (), &error);
  g_autofree char *bytes = NULL, *sha256 = NULL;
  gsize size;
  CrfExit exit;

  if (session == NULL || !g_file_get_contents (aside, &bytes, &size, &error))
    exit = crf_cli_fail (error);
  else
    {
      sha256 = g_compute_checksum_for_data (G_CHECKSUM_SHA256, (const guchar *) bytes, size);
      outcome = crf_conduct_with (session, "record-backup", NULL, &error, "to", aside, "sha256", sha256, NULL);
      exit = outcome != NULL ? crf_cli_report (outcome) : crf_cli_fail (error);
    }
  g_clear_pointer (&session, crf_cli_close);
  return exit;
}

CrfExit
crf_cli_protect (int argc,
                 char **argv)
{
  g_autofree char *aside = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (CrfCliOptions) options = { 0 };
  char *passphrase;
  CrfExit exit;

  if (!crf_cli_parse (crf_cli_find_command ("protect"), &options, NULL, &argc, &argv))
    return CRF_EXIT_USAGE;
  if (argc != 2 || options.user == NULL)
    return crf_cli_usage ("protect");
  passphrase = crf_cli_read_passphrase (options.passphrase_fd, _("Passphrase"));
  if (passphrase == NULL)
    return CRF_EXIT_USAGE;
  if (!crf_file_key_protect (argv[1], options.user, passphrase, &aside, &error))
    exit = crf_cli_fail (error);
  else
    {
      g_print ("aside\t%s\n", aside);
      g_printerr (_("“%s” is encrypted now; keep “%s.keys” with it. “%s” is the file as it was, not encrypted: keep it in a safe place, or delete it.\n"),
                  argv[1], argv[1], aside);
      exit = record_aside (argv[1], &options, passphrase, aside);
    }
  crf_cli_passphrase_free (passphrase);
  return exit;
}
