/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Naming, listing, making and thinning out automatic backups. */

#include "crf-backup-set.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>

#include "crf-file-key-private.h"
#include "crf-backup.h"
#include "crf-journal.h"
#include "crf-study-file-private.h"
#include "crf-study-header.h"
#include "crf-verify.h"

#define SUFFIX ".stemward"
#define AUTOMATIC ".auto."
#define COPY_PREFIX ".stemward-copy-"
#define STALE_SECONDS (24 * 60 * 60)

static char *
stem_of (const char *study)
{
  g_autofree char *base = g_path_get_basename (study);

  return g_str_has_suffix (base, SUFFIX) ? g_strndup (base, strlen (base) - strlen (SUFFIX)) : g_steal_pointer (&base);
}

char *
crf_backup_set_folder (const char *study)
{
  g_autofree char *path = g_canonicalize_filename (study, NULL);
  g_autofree char *dir = g_path_get_dirname (path);
  g_autofree char *stem = stem_of (path);
  g_autofree char *name = g_strconcat (stem, ".backups", NULL);

  return g_build_filename (dir, name, NULL);
}

/* "STEM.auto.2026-03-02T011405Z.stemward": no colon, which a USB stick's file system refuses. */
static char *
make_name (const char *stem, CrfInstant now)
{
  char at[CRF_INSTANT_SIZE];
  g_auto (GStrv) parts = NULL;
  g_autofree char *joined = NULL;

  crf_instant_format_utc (now, at);
  at[19] = '\0';
  parts = g_strsplit (at, ":", -1);
  joined = g_strjoinv ("", parts);
  return g_strconcat (stem, AUTOMATIC, joined, "Z" SUFFIX, NULL);
}

/* The time in such a name. */
static gboolean
parse_name (const char *stem, const char *name, CrfInstant *at)
{
  gsize skip = strlen (stem) + strlen (AUTOMATIC);
  char text[CRF_INSTANT_SIZE];

  if (!g_str_has_prefix (name, stem) || strlen (name) != skip + 18 + strlen (SUFFIX)
      || !g_str_has_prefix (name + strlen (stem), AUTOMATIC))
    return FALSE;
  g_snprintf (text, sizeof text, "%.13s:%.2s:%.3s", name + skip, name + skip + 13, name + skip + 15);
  return crf_instant_parse_utc (text, at);
}

static int
local_offset (CrfInstant at)
{
  CrfClock clock = crf_clock_system ();

  return at.offset_minutes != 0 ? at.offset_minutes : crf_clock_now (&clock).offset_minutes;
}

void
crf_backup_file_free (CrfBackupFile *file)
{
  if (file == NULL)
    return;
  g_free (file->path);
  g_free (file->name);
  g_free (file->study);
  g_free (file->fault);
  g_free (file);
}

static CrfBackupFile *
look_at (const char *folder, const char *name, const char *stem)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  CrfBackupFile *file;
  GStatBuf info;

  if (!g_str_has_prefix (name, stem) || (name[strlen (stem)] != '.' && name[strlen (stem)] != '-')
      || !g_str_has_suffix (name, SUFFIX) || g_stat (path, &info) != 0 || !S_ISREG (info.st_mode))
    return NULL;
  file = g_new0 (CrfBackupFile, 1);
  file->path = g_steal_pointer (&path);
  file->name = g_strdup (name);
  file->size = info.st_size;
  file->automatic = parse_name (stem, name, &file->at);
  if (!file->automatic)
    file->at.utc_ms = (gint64) info.st_mtime * 1000;
  file->at.offset_minutes = local_offset (file->at);
  return file;
}

char *
_crf_backup_study_of (const char *path)
{
  g_autoptr (CrfDb) db = crf_study_header_check (path, NULL) ? crf_db_open (path, CRF_DB_IMMUTABLE, NULL) : NULL;

  return db != NULL ? crf_db_get_text (db, NULL, "SELECT value FROM meta WHERE key = 'uuid'", "") : NULL;
}

/* @uuid: of the study, or NULL. Two studies may have files of one name, and share the disk that their backups lie on. */
static void
list_folder (const char *folder, const char *stem, const char *study, const char *uuid, GPtrArray *files)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      CrfBackupFile *file = look_at (folder, name, stem);

      if (file != NULL && g_str_equal (file->path, study))
        g_clear_pointer (&file, crf_backup_file_free);
      if (file != NULL)
        file->study = _crf_backup_study_of (file->path);
      if (file != NULL && uuid != NULL && file->study != NULL && !g_str_equal (file->study, uuid))
        g_clear_pointer (&file, crf_backup_file_free);
      if (file != NULL)
        g_ptr_array_add (files, file);
    }
}

static int
newest_first (gconstpointer a, gconstpointer b)
{
  const CrfBackupFile *x = *(CrfBackupFile *const *) a;
  const CrfBackupFile *y = *(CrfBackupFile *const *) b;

  if (x->at.utc_ms != y->at.utc_ms)
    return x->at.utc_ms > y->at.utc_ms ? -1 : 1;
  return strcmp (x->path, y->path);
}

GPtrArray *
crf_backup_set_list (const char *study, const char *const *folders)
{
  g_autofree char *path = g_canonicalize_filename (study, NULL);
  g_autofree char *own = crf_backup_set_folder (study);
  g_autofree char *stem = stem_of (path), *uuid = _crf_backup_study_of (path);
  GPtrArray *files = g_ptr_array_new_with_free_func ((GDestroyNotify) crf_backup_file_free);

  list_folder (own, stem, path, uuid, files);
  for (; folders != NULL && *folders != NULL; folders++)
    {
      g_autofree char *folder = g_canonicalize_filename (*folders, NULL);

      if (!g_str_equal (folder, own))
        list_folder (folder, stem, path, uuid, files);
    }
  g_ptr_array_sort (files, newest_first);
  return files;
}

gboolean
crf_backup_set_is_mixed (const GPtrArray *files)
{
  const char *study = NULL;

  for (guint i = 0; i < files->len; i++)
    {
      const CrfBackupFile *file = g_ptr_array_index (files, i);

      if (study != NULL && file->study != NULL && !g_str_equal (study, file->study))
        return TRUE;
      study = study != NULL ? study : file->study;
    }
  return FALSE;
}

gboolean
crf_backup_file_check (CrfBackupFile *file, GCancellable *cancellable, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (CrfVerifyReport) report = crf_verify (file->path, NULL, NULL, cancellable, &local_error);

  if (g_error_matches (local_error, CRF_STORE_ERROR, CRF_STORE_ERROR_CANCELLED)
      || g_error_matches (local_error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  file->checked = TRUE;
  g_clear_pointer (&file->fault, g_free);
  if (report == NULL)
    file->fault = g_strdup (local_error->message);
  else if (report->faults->len > 0)
    {
      CrfVerifyFault *first = g_ptr_array_index (report->faults, 0);

      file->fault = g_strdup_printf (_("The backup “%s” is damaged (%s: %s). Keep it, but do not rely on it."), file->path,
                                     first->where, first->what);
    }
  return TRUE;
}

/* Days, weeks that begin on Monday, and months, as numbers that differ where the calendar's do. */
static gint64
bucket (CrfInstant at, int kind)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_offset (at.offset_minutes * 60);
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (at.utc_ms / 1000);
  g_autoptr (GDateTime) local = utc != NULL ? g_date_time_to_timezone (utc, zone) : NULL;

  if (local == NULL)
    return at.utc_ms;
  if (kind == 0)
    return g_date_time_get_year (local) * G_GINT64_CONSTANT (1000) + g_date_time_get_day_of_year (local);
  if (kind == 1)
    return g_date_time_get_week_numbering_year (local) * G_GINT64_CONSTANT (100) + g_date_time_get_week_of_year (local);
  return g_date_time_get_year (local) * G_GINT64_CONSTANT (100) + g_date_time_get_month (local);
}

void
crf_backup_rule_apply (const CrfBackupRule *rule, const CrfInstant *times, guint n, gboolean *keep)
{
  const guint most[] = { rule->daily, rule->weekly, rule->monthly };

  for (guint i = 0; i < n; i++)
    keep[i] = i == 0; /* the newest always */
  for (int kind = 0; kind < 3; kind++)
    {
      gint64 last = G_MININT64;
      guint kept = 0;

      for (guint i = 0; i < n && kept < most[kind]; i++)
        {
          gint64 now = bucket (times[i], kind);

          if (now == last)
            continue;
          last = now;
          keep[i] = TRUE;
          kept++;
        }
    }
}

gboolean
crf_backup_rule_parse (const char *text, CrfBackupRule *rule)
{
  g_auto (GStrv) parts = g_strsplit (text, ",", -1);
  guint64 numbers[3];

  if (g_strv_length (parts) != 3)
    return FALSE;
  for (int i = 0; i < 3; i++)
    if (!g_ascii_string_to_unsigned (parts[i], 10, 0, 1000, &numbers[i], NULL))
      return FALSE;
  *rule = (CrfBackupRule){ (guint) numbers[0], (guint) numbers[1], (guint) numbers[2] };
  return TRUE;
}

/* What cannot be read in a folder that others may use too is nobody's to remove. */
static gboolean
is_removable (const CrfBackupFile *file, gboolean own)
{
  return file->automatic && (own || file->study != NULL);
}

static guint
thin_out (const char *folder, gboolean own, const char *stem, const char *study, const char *uuid, const CrfBackupRule *rule)
{
  g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func ((GDestroyNotify) crf_backup_file_free);
  g_autofree CrfInstant *times = NULL;
  g_autofree gboolean *keep = NULL;
  guint removed = 0;

  list_folder (folder, stem, study, uuid, files);
  for (guint i = files->len; i > 0; i--)
    if (!is_removable (g_ptr_array_index (files, i - 1), own))
      g_ptr_array_remove_index (files, i - 1);
  g_ptr_array_sort (files, newest_first);
  times = g_new0 (CrfInstant, files->len + 1);
  keep = g_new0 (gboolean, files->len + 1);
  for (guint i = 0; i < files->len; i++)
    times[i] = ((CrfBackupFile *) g_ptr_array_index (files, i))->at;
  crf_backup_rule_apply (rule, times, files->len, keep);
  for (guint i = 0; i < files->len; i++)
    if (!keep[i] && g_unlink (((CrfBackupFile *) g_ptr_array_index (files, i))->path) == 0)
      {
        g_autofree char *keys = g_strconcat (((CrfBackupFile *) g_ptr_array_index (files, i))->path, CRF_FILE_KEYS_SUFFIX, NULL);

        g_unlink (keys);
        removed++;
      }
  return removed;
}

/* A power cut in the middle of a copy leaves it without a name of its own. One that is being made now is younger. */
static void
remove_leftovers (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      GStatBuf info;

      if (g_str_has_prefix (name, COPY_PREFIX) && g_stat (path, &info) == 0 && S_ISREG (info.st_mode)
          && (gint64) info.st_mtime + STALE_SECONDS < g_get_real_time () / G_USEC_PER_SEC)
        g_unlink (path);
    }
}

static gboolean
need_folder (const char *folder, gboolean own, GError **error)
{
  if (own ? g_mkdir_with_parents (folder, 0700) == 0 : g_file_test (folder, G_FILE_TEST_IS_DIR))
    return TRUE;
  if (own)
    g_set_error (error, CRF_STORE_ERROR, errno == ENOSPC ? CRF_STORE_ERROR_FULL : CRF_STORE_ERROR_READ_ONLY,
                 _("The backup folder “%s” cannot be made (%s)."), folder, g_strerror (errno));
  else
    g_set_error (error, CRF_STORE_ERROR, CRF_STORE_ERROR_NOT_FOUND,
                 _("The backup folder “%s” is not there. Plug in its disk, or choose another folder."), folder);
  return FALSE;
}

gboolean
crf_backup_set_make (const char *study,
                     const char *folder,
                     CrfInstant now,
                     const CrfBackupRule *rule,
                     CrfBackupMade *made,
                     GCancellable *cancellable,
                     GError **error)
{
  g_autofree char *where = folder != NULL ? g_canonicalize_filename (folder, NULL) : crf_backup_set_folder (study);
  g_autofree char *full = g_canonicalize_filename (study, NULL);
  g_autofree char *stem = stem_of (full);
  g_autofree char *name = make_name (stem, now);
  g_autofree char *target = g_build_filename (where, name, NULL), *uuid = NULL;
  g_autoptr (CrfStudyFile) file = NULL;

  if (!need_folder (where, folder == NULL, error) || !_crf_file_key_check_slots (full, target, error))
    return FALSE;
  file = crf_study_file_open_reader (study, error);
  if (file == NULL)
    return FALSE;
  made->path = g_steal_pointer (&target);
  made->heads = crf_journal_heads (_crf_study_file_get_db (file), NULL);
  if (!crf_study_file_backup (file, made->path, &made->sha256, cancellable, error))
    {
      crf_backup_made_clear (made);
      return FALSE;
    }
  uuid = crf_db_get_text (_crf_study_file_get_db (file), NULL, "SELECT value FROM meta WHERE key = 'uuid'", "");
  made->removed = uuid != NULL ? thin_out (where, folder == NULL, stem, full, uuid, rule) : 0;
  remove_leftovers (where);
  return TRUE;
}

void
crf_backup_made_clear (CrfBackupMade *made)
{
  g_clear_pointer (&made->path, g_free);
  g_clear_pointer (&made->sha256, g_free);
  g_clear_pointer (&made->heads, g_free);
}
