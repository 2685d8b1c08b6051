/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Creating, opening and closing a study file: its lock, its schema version, and whether it is the
 * one that this program last wrote. */

#define _GNU_SOURCE

#include "crf-study-file-private.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "crf-backup.h"
#include "crf-base32.h"
#include "crf-detail.h"
#include "crf-file-key-private.h"
#include "crf-journal.h"
#include "crf-migrator.h"
#include "crf-study-header.h"

static CrfStudyFile *
crf_study_file_new (const char *path, GError **error)
{
  CrfStudyFile *self;

  if (sodium_init () < 0)
    {
      g_set_error_literal (error, CRF_STORE_ERROR, CRF_STORE_ERROR_OTHER,
                           _("The cryptographic library could not be started."));
      return NULL;
    }
  self = g_new0 (CrfStudyFile, 1);
  self->path = g_canonicalize_filename (path, NULL);
  crf_base32_new_id (self->ws);
  return self;
}

static char *
random_uuid (void)
{
  guchar b[16];

  randombytes_buf (b, sizeof b);
  b[6] = (b[6] & 0x0f) | 0x40;
  b[8] = (b[8] & 0x3f) | 0x80;
  return g_strdup_printf ("%02x%02x%02x%02x-%02x%02x-%02x%02x-%02x%02x-%02x%02x%02x%02x%02x%02x",
                          b[0], b[1], b[2], b[3], b[4], b[5], b[6], b[7], b[8], b[9], b[10], b[11],
                          b[12], b[13], b[14], b[15]);
}

/* An empty file beside @path, readable by this user only, for the study that is being made. */
static char *
make_temporary (const char *path, GError **error)
{
  g_autofree char *dir = g_path_get_dirname (path);
  g_autofree char *name = g_build_filename (dir, ".stemward-new-XXXXXX", NULL);
  int fd = g_mkstemp_full (name, O_RDWR | O_CLOEXEC, 0600);

  if (fd < 0)
    {
      g_set_error (
          error, CRF_STORE_ERROR,
          errno == ENOSPC ? CRF_STORE_ERROR_FULL : CRF_STORE_ERROR_READ_ONLY,
          _("“%s” cannot be made: its folder cannot be written (%s). Choose another folder."),
          path, g_strerror (errno));
      return NULL;
    }
  close (fd);
  return g_steal_pointer (&name);
}

CrfStudyFile *
crf_study_file_create (const char *path, gboolean demo, GError **error)
{
  g_autoptr (CrfStudyFile) self = NULL;

  g_return_val_if_fail (path != NULL, NULL);
  if (g_file_test (path, G_FILE_TEST_EXISTS))
    {
      g_set_error (error, CRF_STORE_ERROR, CRF_STORE_ERROR_EXISTS,
                   _("“%s” exists already. Choose another name."), path);
      return NULL;
    }
  self = crf_study_file_new (path, error);
  if (self == NULL)
    return NULL;
  self->demo = demo;
  self->uuid = random_uuid ();
  self->unpublished = make_temporary (self->path, error);
  if (self->unpublished == NULL)
    return NULL;
  self->lock = crf_file_lock_take (self->path, error);
  if (self->lock == NULL)
    return NULL;
  _crf_file_key_make (self->path, self->unpublished);
  self->db = crf_db_open (self->unpublished, CRF_DB_NEW, error);
  if (self->db == NULL || !crf_migrator_run (self->db, crf_migrations, error))
    return NULL;
  return g_steal_pointer (&self);
}

/* rename() that never replaces. */
static gboolean
rename_new (const char *from, const char *to)
{
  if (renameat2 (AT_FDCWD, from, AT_FDCWD, to, RENAME_NOREPLACE) == 0)
    return TRUE;
  if (errno != EINVAL && errno != ENOSYS)
    return FALSE;
  if (link (from, to) == 0)
    {
      g_unlink (from);
      return TRUE;
    }
  if (errno == EEXIST)
    return FALSE;
  /* Neither is known to this file system (a USB stick). The lock keeps other programs of ours away.
   */
  if (g_file_test (to, G_FILE_TEST_EXISTS))
    {
      errno = EEXIST;
      return FALSE;
    }
  return g_rename (from, to) == 0;
}

gboolean
_crf_study_file_publish (CrfStudyFile *self, GError **error)
{
  g_clear_pointer (&self->db, crf_db_close);
  self->n_changes++;
  if (!rename_new (self->unpublished, self->path))
    {
      int why = errno; /* opening changes it */

      self->db = crf_db_open (self->unpublished, CRF_DB_NEW, NULL);
      g_set_error (error, CRF_STORE_ERROR,
                   why == EEXIST ? CRF_STORE_ERROR_EXISTS : CRF_STORE_ERROR_IO,
                   _("“%s” cannot be made (%s)."), self->path, g_strerror (why));
      return FALSE;
    }
  g_clear_pointer (&self->unpublished, g_free);
  crf_backup_sync_folder_of (self->path);
  self->db = crf_db_open (self->path, CRF_DB_WRITE, error);
  return self->db != NULL;
}

/* Whether the chain of @ws stands at, or goes on from, the entry @seq with @hash. */
static gboolean
chain_holds (const char *ws, gint64 seq, const char *hash, gpointer data)
{
  CrfStudyFile *self = data;
  g_autofree char *found = crf_db_get_text (
      self->db, NULL, "SELECT hash FROM journal WHERE ws = ?1 AND seq = ?2", "si", ws, seq);

  return g_strcmp0 (found, hash) == 0;
}

/* Takes up the workstation that last wrote here, or notes that the file is another one: restored,
 * copied or cloned. Then it gets a new workstation, so that no chain ever forks. */
static void
recognise (CrfStudyFile *self)
{
  const char *ws = NULL;
  const char *hash = NULL;
  gint64 seq = 0;
  g_autofree char *moved = NULL;
  g_autofree char *heads = NULL;
  g_autofree char *expected = NULL;

  self->record = crf_head_record_open (self->uuid, self->path);
  if (crf_head_record_get (self->record, &ws, &seq, &hash))
    {
      if (chain_holds (ws, seq, hash, self))
        {
          g_strlcpy (self->ws, ws, sizeof self->ws);
          return;
        }
      expected = g_strdup_printf ("%s:%" G_GINT64_FORMAT " %s", ws, seq, hash);
      self->missing = g_strdup_printf ("%s:%" G_GINT64_FORMAT, ws, seq);
    }
  else if (crf_head_record_find_moved (self->uuid, chain_holds, self, &moved))
    {
      g_strlcpy (self->ws, moved, sizeof self->ws);
      return;
    }
  heads = crf_journal_heads (self->db, NULL);
  self->found = crf_detail_new ("expected", expected, "found", heads, NULL);
}

void
_crf_study_file_refresh (CrfStudyFile *self)
{
  char *uuid = crf_db_get_text (self->db, NULL, "SELECT value FROM meta WHERE key = 'uuid'", "");
  g_autofree char *demo
      = crf_db_get_text (self->db, NULL, "SELECT value FROM meta WHERE key = 'demo'", "");

  if (uuid != NULL)
    {
      g_free (self->uuid);
      self->uuid = uuid;
      self->demo = g_strcmp0 (demo, "1") == 0;
    }
  g_free (self->site);
  self->site = crf_db_get_text (self->db, NULL, "SELECT value FROM meta WHERE key = 'site'", "");
  g_free (self->mdv);
  self->mdv = crf_db_get_text (
      self->db, NULL, "SELECT version || ' ' || sha256 FROM definition WHERE active = 1", "");
}

/* Version of the schema: NEWER, or migrated after an automatic backup. */
static gboolean
bring_up_to_date (CrfStudyFile *self, GError **error)
{
  GError *local_error = NULL;
  int version = crf_migrator_get_version (self->db, &local_error);

  if (local_error != NULL)
    {
      g_propagate_error (error, local_error);
      return FALSE;
    }
  if (version >= crf_migrations_latest (crf_migrations))
    return crf_migrator_run (self->db, crf_migrations, error);
  if (self->lock == NULL)
    {
      g_set_error (error, CRF_STORE_ERROR, CRF_STORE_ERROR_READ_ONLY,
                   _("“%s” was written by an older version of Stemward and must be converted, but "
                      "it cannot be "
                      "written here. Copy it to a folder of your own and open the copy."),
                   self->path);
      return FALSE;
    }
  return crf_backup_before_migration (self->db, self->path, version, error)
         && crf_migrator_run (self->db, crf_migrations, error);
}

static gboolean
open_db (CrfStudyFile *self, CrfDbMode mode, GError **error)
{
  self->db = crf_db_open (self->path, mode, error);
  if (self->db == NULL || !bring_up_to_date (self, error))
    return FALSE;
  _crf_study_file_refresh (self);
  if (self->uuid != NULL)
    return TRUE;
  g_set_error (error, CRF_STORE_ERROR, CRF_STORE_ERROR_NOT_A_STUDY,
               _("“%s” holds no study: it was never finished. Create it anew."), self->path);
  return FALSE;
}

/* Read-only media: a WAL database cannot be opened there in the usual way (SQLite 3.40), and what
 * stands in a -wal that was left behind would be missed. */
static gboolean
open_immutable (CrfStudyFile *self, GError **error)
{
  g_autofree char *wal = g_strconcat (self->path, "-wal", NULL);
  GStatBuf info;

  if (g_stat (wal, &info) == 0 && info.st_size > 0)
    {
      g_set_error (error, CRF_STORE_ERROR, CRF_STORE_ERROR_READ_ONLY,
                   _("“%s” was not closed properly and lies where it cannot be written. Copy it "
                      "together with “%s” "
                      "to a folder of your own and open the copy."),
                   self->path, wal);
      return FALSE;
    }
  return open_db (self, CRF_DB_IMMUTABLE, error);
}

static gboolean
can_write (const char *path)
{
  g_autofree char *dir = g_path_get_dirname (path);

  return g_access (path, W_OK) == 0 && g_access (dir, W_OK) == 0;
}

CrfStudyFile *
crf_study_file_open (const char *path, GError **error)
{
  g_autoptr (CrfStudyFile) self = NULL;

  g_return_val_if_fail (path != NULL, NULL);
  if (!crf_study_header_check (path, error))
    return NULL;
  self = crf_study_file_new (path, error);
  if (self == NULL)
    return NULL;
  if (!can_write (self->path))
    return open_immutable (self, error) ? g_steal_pointer (&self) : NULL;
  self->lock = crf_file_lock_take (self->path, error);
  if (self->lock == NULL || !open_db (self, CRF_DB_WRITE, error))
    return NULL;
  recognise (self);
  return g_steal_pointer (&self);
}

CrfStudyFile *
crf_study_file_open_reader (const char *path, GError **error)
{
  g_autoptr (CrfStudyFile) self = NULL;
  gboolean ok;

  g_return_val_if_fail (path != NULL, NULL);
  if (!crf_study_header_check (path, error))
    return NULL;
  self = crf_study_file_new (path, error);
  if (self == NULL)
    return NULL;
  ok = can_write (self->path) ? open_db (self, CRF_DB_READ, error) : open_immutable (self, error);
  return ok ? g_steal_pointer (&self) : NULL;
}

/* SQLite moves the -wal into the file and removes it when the last connection closes; saying
 * TRUNCATE first leaves it empty where a reader keeps it. */
void
crf_study_file_close (CrfStudyFile *self)
{
  if (self == NULL)
    return;
  g_warn_if_fail (self->transaction == NULL);
  if (self->db != NULL && self->lock != NULL && self->unpublished == NULL)
    crf_db_checkpoint (self->db, TRUE, NULL);
  g_clear_pointer (&self->studies, g_hash_table_unref);
  g_clear_pointer (&self->verified, g_hash_table_unref);
  g_clear_pointer (&self->altered, g_hash_table_unref);
  g_free (self->alteration);
  crf_db_close (self->db);
  if (self->unpublished != NULL)
    g_unlink (self->unpublished);
  crf_head_record_close (self->record);
  crf_file_lock_release (self->lock);
  g_free (self->unpublished);
  g_free (self->found);
  g_free (self->missing);
  g_free (self->uuid);
  g_free (self->site);
  g_free (self->mdv);
  g_free (self->path);
  g_free (self);
}

CrfDb *
_crf_study_file_get_db (CrfStudyFile *self)
{
  return self->db;
}

const char *
crf_study_file_get_path (CrfStudyFile *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->path;
}

const char *
crf_study_file_get_workstation (CrfStudyFile *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->ws;
}

/* Before study.create: the one that the entry will get if it does not bring its own. */
const char *
crf_study_file_get_uuid (CrfStudyFile *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->uuid;
}

const char *
crf_study_file_get_site (CrfStudyFile *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->site;
}

gboolean
crf_study_file_is_demo (CrfStudyFile *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->demo;
}

gboolean
crf_study_file_is_read_only (CrfStudyFile *self)
{
  g_return_val_if_fail (self != NULL, TRUE);

  return self->lock == NULL;
}

const char *
crf_study_file_get_protection (CrfStudyFile *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  if (CRF_SQLCIPHER)
    return _("The whole file is encrypted, and in it the identifiers and the allocation list once more. Keep it together with its “.keys”.");
  return _("Identifiers and the allocation list are encrypted. Clinical values are not: keep this "
            "file on an "
            "encrypted disk.");
}

const char *
crf_study_file_get_mdv (CrfStudyFile *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->mdv;
}

const char *
crf_study_file_get_missing (CrfStudyFile *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->missing;
}

guint64
crf_study_file_look_for_changes (CrfStudyFile *self)
{
  g_autoptr (GError) error = NULL;
  gint64 version;

  g_return_val_if_fail (self != NULL, 0);

  version = crf_db_get_int (self->db, &error, 0, "PRAGMA data_version", "");
  if (error != NULL || version != self->data_version)
    self->n_changes++;
  self->data_version = version;
  return self->n_changes;
}

guint64
crf_study_file_get_changes (CrfStudyFile *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->n_changes;
}

guint64
crf_study_file_count_faults (CrfStudyFile *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->db != NULL ? crf_db_get_faults (self->db, NULL) : 0;
}

gboolean
crf_study_file_was_read (CrfStudyFile *self, guint64 before, GError **error)
{
  const GError *last;

  g_return_val_if_fail (self != NULL, FALSE);

  if (self->db == NULL || crf_db_get_faults (self->db, &last) <= before)
    return TRUE;
  g_propagate_error (error, g_error_copy (last));
  return FALSE;
}

void
crf_study_file_checkpoint (CrfStudyFile *self)
{
  g_return_if_fail (self != NULL);

  if (self->lock != NULL && self->unpublished == NULL && self->transaction == NULL)
    crf_db_checkpoint (self->db, FALSE, NULL);
}
