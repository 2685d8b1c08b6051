/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Backups by SQLite's online backup: written under a temporary name, checked, then named. */

#include "crf-backup.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <sodium.h>
#include <string.h>
#include <unistd.h>

#include "crf-backup-set.h"
#include "crf-file-key-private.h"
#include "crf-head-record.h"
#include "crf-journal.h"
#include "crf-migrator.h"
#include "crf-study-file-private.h"
#include "crf-study-header.h"
#include "crf-verify-private.h"

#define BUFFER_SIZE 65536

static gboolean
fail (CrfStoreError code, const char *path, const char *why, GError **error)
{
  g_set_error (error, CRF_STORE_ERROR, (int) code, _("The backup “%s” was not made: %s"), path,
               why);
  return FALSE;
}

char *
crf_backup_hash_file (const char *path, GCancellable *cancellable, GError **error)
{
  g_autofree guchar *buffer = g_malloc (BUFFER_SIZE);
  crypto_hash_sha256_state state;
  guchar digest[crypto_hash_sha256_BYTES];
  char hex[65];
  gssize n = -1;
  int fd = open (path, O_RDONLY | O_CLOEXEC);

  crypto_hash_sha256_init (&state);
  while (fd >= 0 && !g_cancellable_is_cancelled (cancellable)
         && (n = read (fd, buffer, BUFFER_SIZE)) > 0)
    crypto_hash_sha256_update (&state, buffer, (unsigned long long) n);
  if (fd >= 0)
    close (fd);
  if (n != 0)
    {
      g_set_error (error, CRF_STORE_ERROR,
                   g_cancellable_is_cancelled (cancellable) ? CRF_STORE_ERROR_CANCELLED
                                                            : CRF_STORE_ERROR_IO,
                   _("“%s” could not be read to its end."), path);
      return NULL;
    }
  crypto_hash_sha256_final (&state, digest);
  return g_strdup (sodium_bin2hex (hex, sizeof hex, digest, sizeof digest));
}

/* Opens the copy and walks it: SQLite's own check, every hash, and the same heads as the original.
 */
static gboolean
check_copy (const char *copy, const char *path, const char *heads, GCancellable *cancellable, GError **error)
{
  g_autoptr (CrfDb) db
      = crf_study_header_check (copy, error) ? crf_db_open (copy, CRF_DB_IMMUTABLE, error) : NULL;
  g_autoptr (GPtrArray) faults = _crf_verify_new_faults ();
  g_autofree char *found = NULL;

  if (db == NULL)
    return FALSE;
  found = crf_journal_heads (db, NULL);
  if (!_crf_verify_integrity (db, faults, cancellable, error)
      || !_crf_verify_chains (db, faults, NULL, NULL, NULL, cancellable, error))
    return FALSE;
  if (faults->len == 0 && g_strcmp0 (found, heads) == 0)
    return TRUE;
  return fail (CRF_STORE_ERROR_DAMAGED, path,
               _("the copy is not the same as the study file. Check the integrity of the study file."), error);
}

void
crf_backup_sync_folder_of (const char *path)
{
  g_autofree char *dir = g_path_get_dirname (path);
  int fd = open (dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

  if (fd < 0)
    return;
  fsync (fd);
  close (fd);
}

static gboolean
sync_file (const char *path)
{
  int fd = open (path, O_RDONLY | O_CLOEXEC);
  gboolean ok = fd >= 0 && fsync (fd) == 0;
  int why = errno;

  if (fd >= 0)
    close (fd);
  errno = why; /* of the one that failed first */
  return ok;
}

/* A copy that came to nothing; SQLite leaves its journals where there was no room to write. */
static void
remove_copy (const char *copy)
{
  static const char *const endings[] = { "", "-journal", "-wal", "-shm" };

  for (guint i = 0; i < G_N_ELEMENTS (endings); i++)
    {
      g_autofree char *path = g_strconcat (copy, endings[i], NULL);

      g_unlink (path);
    }
  _crf_file_key_forget_alias (copy);
}

static char *
make_copy (CrfDb *db, const char *path, GCancellable *cancellable, GError **error)
{
  g_autofree char *dir = g_path_get_dirname (path);
  g_autofree char *copy = g_build_filename (dir, ".stemward-copy-XXXXXX", NULL);
  g_autofree char *heads = NULL;
  int fd = g_mkstemp_full (copy, O_RDWR | O_CLOEXEC, 0600);

  if (fd < 0)
    {
      fail (errno == ENOSPC ? CRF_STORE_ERROR_FULL : CRF_STORE_ERROR_IO, path,
            _("its folder cannot be written. Choose another folder."), error);
      return NULL;
    }
  close (fd);
  _crf_file_key_alias (copy, crf_db_get_path (db));
  heads = crf_journal_heads (db, NULL);
  if (crf_db_copy (db, copy, cancellable, error) && check_copy (copy, path, heads, cancellable, error))
    {
      if (sync_file (copy))
        return g_steal_pointer (&copy);
      fail (CRF_STORE_ERROR_IO, path, g_strerror (errno), error);
    }
  remove_copy (copy);
  return NULL;
}

gboolean
crf_backup_before_migration (CrfDb *db, const char *path, int version, GError **error)
{
  CrfClock clock = crf_clock_system ();
  char at[CRF_INSTANT_SIZE];
  g_autofree char *stem = g_str_has_suffix (path, ".stemward") ? g_strndup (path, strlen (path) - 9)
                                                               : g_strdup (path);
  g_autofree char *target = NULL;
  g_autofree char *copy = NULL;

  crf_instant_format_utc (crf_clock_now (&clock), at);
  target = g_strdup_printf ("%s.format-%d.%s.stemward", stem, version, g_strdelimit (at, ":", '-'));
  copy = make_copy (db, target, NULL, error);
  if (copy == NULL)
    return FALSE;
  if (!_crf_file_key_copy_slots (path, target, error))
    {
      remove_copy (copy);
      return FALSE;
    }
  if (g_rename (copy, target) == 0)
    {
      crf_backup_sync_folder_of (target);
      return TRUE;
    }
  remove_copy (copy);
  return fail (CRF_STORE_ERROR_IO, target, g_strerror (errno), error);
}

/* A hard link never replaces; where the file system has none, nobody else takes the name in
 * between. */
static gboolean
give_name (const char *copy, const char *path, GError **error)
{
  if (link (copy, path) == 0)
    {
      g_unlink (copy);
      crf_backup_sync_folder_of (path);
      return TRUE;
    }
  if (errno != EEXIST && g_rename (copy, path) == 0)
    {
      crf_backup_sync_folder_of (path);
      return TRUE;
    }
  return fail (errno == EEXIST ? CRF_STORE_ERROR_EXISTS : CRF_STORE_ERROR_IO, path,
               g_strerror (errno), error);
}

gboolean
crf_study_file_backup (
    CrfStudyFile *self, const char *path, char **sha256, GCancellable *cancellable, GError **error)
{
  g_autoptr (CrfDb) db = NULL;
  g_autofree char *copy = NULL;
  g_autofree char *hash = NULL;

  g_return_val_if_fail (self != NULL && path != NULL, FALSE);
  if (g_file_test (path, G_FILE_TEST_EXISTS))
    return fail (CRF_STORE_ERROR_EXISTS, path,
                 _("there is a file of this name. Choose another name."), error);
  if (!_crf_file_key_check_slots (self->path, path, error))
    return FALSE;
  /* A connection of its own: it sees what is committed, whatever is being written meanwhile. */
  db = crf_db_open (self->path,
                    crf_db_get_mode (self->db) == CRF_DB_IMMUTABLE ? CRF_DB_IMMUTABLE : CRF_DB_READ,
                    error);
  copy = db != NULL ? make_copy (db, path, cancellable, error) : NULL;
  if (copy == NULL)
    return FALSE;
  hash = crf_backup_hash_file (copy, cancellable, error);
  if (hash == NULL || !_crf_file_key_copy_slots (self->path, path, error) || !give_name (copy, path, error))
    {
      remove_copy (copy);
      return FALSE;
    }
  if (sha256 != NULL)
    *sha256 = g_steal_pointer (&hash);
  return TRUE;
}

/* The file that is replaced, if there is one, moves to "NAME.before-restore.TIME.stemward". Its slots go with it: those of the backup take
 * their place, and a passphrase that was set since would open it no more. */
static gboolean
move_aside (const char *path, GError **error)
{
  CrfClock clock = crf_clock_system ();
  char at[CRF_INSTANT_SIZE];
  g_autofree char *wal = g_strconcat (path, "-wal", NULL);
  g_autofree char *shm = g_strconcat (path, "-shm", NULL);
  g_autofree char *aside = NULL;
  g_autofree char *aside_wal = NULL;

  crf_instant_format_utc (crf_clock_now (&clock), at);
  aside = g_strdup_printf ("%s.before-restore.%s.stemward", path, g_strdelimit (at, ":", '-'));
  aside_wal = g_strconcat (aside, "-wal", NULL);
  if (g_file_test (path, G_FILE_TEST_EXISTS) && !_crf_file_key_keep_slots (path, aside, error))
    return FALSE;
  /* A -wal that stays beside another file makes that one unreadable. */
  if ((g_rename (wal, aside_wal) != 0 && errno != ENOENT)
      || (g_unlink (shm) != 0 && errno != ENOENT)
      || (g_rename (path, aside) != 0 && errno != ENOENT))
    {
      g_set_error (error, CRF_STORE_ERROR, CRF_STORE_ERROR_IO,
                   _("“%s” cannot be put aside (%s). Nothing was restored."), path,
                   g_strerror (errno));
      return FALSE;
    }
  return TRUE;
}

/* All of it, as the verification of a study file does: what takes the place of the study must be whole, also where only a projection is not what the
 * journal says. A backup of an older format is checked by its chains, and in full when it has been brought to this format. */
static gboolean
check_backup (CrfDb *db, const char *backup, const char *path, GError **error)
{
  g_autoptr (CrfVerifyReport) report = NULL;
  const CrfVerifyFault *first;

  if (crf_migrator_get_version (db, NULL) < crf_migrations_latest (crf_migrations))
    return TRUE;
  report = crf_verify (backup, NULL, NULL, NULL, error);
  if (report == NULL)
    return FALSE;
  if (report->faults->len == 0)
    return TRUE;
  first = g_ptr_array_index (report->faults, 0);
  g_set_error (error, CRF_STORE_ERROR, CRF_STORE_ERROR_DAMAGED,
               _("The backup “%1$s” is damaged (%2$s: %3$s). Nothing was restored: “%4$s” is as it was. Take an older backup."), backup,
               first->where, first->what, path);
  return FALSE;
}

/* Another study's backup under the same name would put its patients in the place of these. A file that cannot be read does not tell. */
static gboolean
check_study (CrfDb *db, const char *backup, const char *path, GError **error)
{
  g_autofree char *there = _crf_backup_study_of (path);
  g_autofree char *study = crf_db_get_text (db, NULL, "SELECT value FROM meta WHERE key = 'uuid'", "");

  if (there == NULL || study == NULL || g_str_equal (there, study))
    return TRUE;
  g_set_error (error, CRF_STORE_ERROR, CRF_STORE_ERROR_CONFLICT,
               _("“%1$s” is a backup of another study than “%2$s” holds. Nothing was restored. Choose another backup, or another name for the study."),
               backup, path);
  return FALSE;
}

gboolean
crf_study_file_restore (const char *backup, const char *path, GError **error)
{
  g_autoptr (CrfFileLock) lock = NULL;
  g_autoptr (CrfDb) db = NULL;
  g_autofree char *copy = NULL, *uuid = NULL;

  g_return_val_if_fail (backup != NULL && path != NULL, FALSE);
  /* Before anything is put aside. */
  if (!_crf_file_key_check_slots (backup, path, error) || !crf_study_header_check (backup, error))
    return FALSE;
  lock = crf_file_lock_take (path, error);
  db = lock != NULL ? crf_db_open (backup, CRF_DB_IMMUTABLE, error) : NULL;
  copy = db != NULL && check_study (db, backup, path, error) && check_backup (db, backup, path, error) ? make_copy (db, path, NULL, error) : NULL;
  if (copy == NULL)
    return FALSE;
  if (!move_aside (path, error) || !_crf_file_key_copy_slots (backup, path, error) || !give_name (copy, path, error))
    {
      g_unlink (copy);
      return FALSE;
    }
  uuid = crf_db_get_text (db, NULL, "SELECT value FROM meta WHERE key = 'uuid'", "");
  if (uuid != NULL)
    crf_head_record_note_restored (uuid, path);
  return TRUE;
}
