/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Opens SQLite, with the pragmas that durability and the journal rest on, and turns its codes into
 * sentences that name the file. */

#include "crf-db-private.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <sodium.h>
#include <string.h>

#include "crf-file-key-private.h"

#define BUSY_TIMEOUT_MS 5000
#define COPY_PAGES 512

/* SQLITE_IOERR_SHMSIZE comes without an errno: the -shm could not grow. */
static CrfStoreError
error_from_code (int code, int system_errno)
{
  if (code == SQLITE_IOERR_SHMSIZE)
    return CRF_STORE_ERROR_FULL;
  switch (code & 0xff)
    {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return CRF_STORE_ERROR_BUSY;
    case SQLITE_READONLY:
      return CRF_STORE_ERROR_READ_ONLY;
    case SQLITE_FULL:
      return CRF_STORE_ERROR_FULL;
    case SQLITE_IOERR:
      return system_errno == ENOSPC || system_errno == EFBIG || system_errno == EDQUOT
                 ? CRF_STORE_ERROR_FULL
                 : CRF_STORE_ERROR_IO;
    case SQLITE_CANTOPEN:
    case SQLITE_PERM:
      return CRF_STORE_ERROR_IO;
    case SQLITE_CORRUPT:
      return CRF_STORE_ERROR_DAMAGED;
    case SQLITE_NOTADB:
      /* Nothing is opened there without the file's own key: what does not open with it is no longer what it was. */
      return CRF_SQLCIPHER ? CRF_STORE_ERROR_DAMAGED : CRF_STORE_ERROR_NOT_A_STUDY;
    case SQLITE_CONSTRAINT:
    case SQLITE_MISMATCH:
      return CRF_STORE_ERROR_CONFLICT;
    case SQLITE_INTERRUPT:
      return CRF_STORE_ERROR_CANCELLED;
    default:
      return CRF_STORE_ERROR_OTHER;
    }
}

static const char *
sentence_for (CrfStoreError error)
{
  switch ((int) error)
    {
    case CRF_STORE_ERROR_BUSY:
      return _("“%s” is in use by another program. Close it there, or wait, and try again. (%s)");
    case CRF_STORE_ERROR_READ_ONLY:
      return _("“%s” cannot be written: the file or its folder is read-only. Copy it to a folder "
                "of your own. (%s)");
    case CRF_STORE_ERROR_FULL:
      return _("The disk of “%s” is full. Nothing of this change was stored. Make room and store "
                "it again. (%s)");
    case CRF_STORE_ERROR_IO:
      return _("“%s” could not be read or written. Nothing of this change was stored. Check the "
                "disk. (%s)");
    case CRF_STORE_ERROR_DAMAGED:
      return _("“%s” is damaged. Keep the file as it is and restore the last backup. (%s)");
    case CRF_STORE_ERROR_NOT_A_STUDY:
      return _("“%s” is not a Stemward study file. (%s)");
    case CRF_STORE_ERROR_CONFLICT:
      return _("“%s” refuses this entry because it contradicts what is stored. (%s)");
    case CRF_STORE_ERROR_CANCELLED:
      return _("Reading “%s” was cancelled. (%s)");
    default:
      return _("“%s” could not be used. (%s)");
    }
}

static const char *
too_large (void)
{
  return _("“%s” has become larger than the file system of its disk allows (FAT: 4 GB). Nothing of this change was stored. Use a disk "
           "with another file system: exFAT, NTFS or ext4. (%s)");
}

/* Not those that are an answer (a constraint) or that only writing meets. */
static gboolean
is_fault (CrfStoreError kind)
{
  return kind == CRF_STORE_ERROR_DAMAGED || kind == CRF_STORE_ERROR_IO || kind == CRF_STORE_ERROR_NOT_A_STUDY || kind == CRF_STORE_ERROR_BUSY
         || kind == CRF_STORE_ERROR_OTHER;
}

/* Readers that pass no error on are found out by this. */
void
crf_db_note_fault (CrfDb *self, const GError *error)
{
  self->n_faults++;
  g_clear_error (&self->fault);
  self->fault = g_error_copy (error);
}

gboolean
_crf_db_fail (CrfDb *self, int code, GError **error)
{
  g_autoptr (GError) found = NULL;
  int extended = self->handle != NULL ? sqlite3_extended_errcode (self->handle) : code;
  int system_errno = self->handle != NULL ? sqlite3_system_errno (self->handle) : 0;
  const char *message
      = self->handle != NULL ? sqlite3_errmsg (self->handle) : sqlite3_errstr (code);
  CrfStoreError kind
      = error_from_code ((extended & 0xff) == (code & 0xff) ? extended : code, system_errno);
  const char *sentence = system_errno == EFBIG && kind == CRF_STORE_ERROR_FULL
                             ? too_large ()
                             : sentence_for (kind);

  if ((extended & 0xff) != (code & 0xff))
    message = sqlite3_errstr (code);
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
  found = g_error_new (CRF_STORE_ERROR, (int) kind, sentence, self->path, message);
#pragma GCC diagnostic pop
  if (is_fault (kind))
    crf_db_note_fault (self, found);
  g_propagate_error (error, g_steal_pointer (&found));
  return FALSE;
}

guint64
crf_db_get_faults (CrfDb *self, const GError **last)
{
  if (last != NULL)
    *last = self->fault;
  return self->n_faults;
}

/* Defence in depth behind the triggers: our own connections do not even compile a statement that
 * would change an entry, the schema, or reach another file. */
static int
authorize (
    void *data, int action, const char *a, const char *b, const char *database, const char *trigger)
{
  const CrfDb *self = data;

  switch (action)
    {
    case SQLITE_UPDATE:
    case SQLITE_DELETE:
      return g_strcmp0 (a, "journal") == 0 ? SQLITE_DENY : SQLITE_OK;
    case SQLITE_CREATE_INDEX:
    case SQLITE_CREATE_TABLE:
    case SQLITE_CREATE_TRIGGER:
    case SQLITE_CREATE_VIEW:
    case SQLITE_CREATE_VTABLE:
    case SQLITE_DROP_INDEX:
    case SQLITE_DROP_TABLE:
    case SQLITE_DROP_TRIGGER:
    case SQLITE_DROP_VIEW:
    case SQLITE_DROP_VTABLE:
    case SQLITE_ALTER_TABLE:
      return self->schema_allowed ? SQLITE_OK : SQLITE_DENY;
    case SQLITE_ATTACH:
    case SQLITE_DETACH:
      return SQLITE_DENY;
    default:
      return SQLITE_OK;
    }
}

static gboolean
set_pragma (CrfDb *self, const char *name, const char *value, const char *expected, GError **error)
{
  g_autofree char *write = g_strdup_printf ("PRAGMA %s=%s", name, value);
  g_autofree char *read = g_strdup_printf ("PRAGMA %s", name);
  g_autofree char *found = NULL;
  GError *local_error = NULL;

  if (!crf_db_exec (self, write, error))
    return FALSE;
  found = crf_db_get_text (self, &local_error, read, "");
  if (local_error != NULL)
    {
      g_propagate_error (error, local_error);
      return FALSE;
    }
  if (g_strcmp0 (found, expected) != 0)
    {
      g_set_error (error, CRF_STORE_ERROR, CRF_STORE_ERROR_OTHER,
                   _("“%s” cannot be used safely: SQLite refuses %s=%s (it says %s)."), self->path,
                   name, value, found != NULL ? found : "nothing");
      return FALSE;
    }
  return TRUE;
}

static gboolean
set_durability (CrfDb *self, GError **error)
{
  switch (self->mode)
    {
    case CRF_DB_NEW:
    case CRF_DB_PUBLIC_NEW:
      return set_pragma (self, "journal_mode", "DELETE", "delete", error)
             && set_pragma (self, "synchronous", "FULL", "2", error);
    case CRF_DB_WRITE:
      return set_pragma (self, "journal_mode", "WAL", "wal", error)
             && set_pragma (self, "synchronous", "FULL", "2", error)
             && set_pragma (self, "wal_autocheckpoint", "1000", "1000", error)
             && set_pragma (self, "cache_size", "-16000", "-16000", error);
    case CRF_DB_READ:
    case CRF_DB_IMMUTABLE:
    case CRF_DB_PUBLIC_READ:
      return set_pragma (self, "query_only", "ON", "1", error);
    case CRF_DB_TEMPORARY:
      return set_pragma (self, "synchronous", "OFF", "0", error);
    default:
      return TRUE;
    }
}

#if CRF_SQLCIPHER

/* Gives the connection the key of the file at @path, and makes sure that there is a cipher at all: linked with a plain SQLite, the
 * pragma would do nothing and the file would be plain. */
static gboolean
set_key (CrfDb *self, const char *path, GError **error)
{
  const guchar *key = _crf_file_key_find (path);
  char hex[2 * CRF_FILE_KEY_SIZE + 1];
  g_autofree char *pragma = NULL;
  g_autofree char *version = NULL;
  int code;

  if (key == NULL)
    {
      g_set_error (error, CRF_STORE_ERROR, CRF_STORE_ERROR_KEY,
                   _("“%s” is encrypted. Sign in, or type the recovery key; “%s.keys” must lie beside it."), path, path);
      return FALSE;
    }
  sodium_bin2hex (hex, sizeof hex, key, CRF_FILE_KEY_SIZE);
  pragma = g_strdup_printf ("PRAGMA key = \"x'%s'\"", hex);
  code = sqlite3_exec (self->handle, pragma, NULL, NULL, NULL);
  sodium_memzero (hex, sizeof hex);
  sodium_memzero (pragma, strlen (pragma));
  if (code != SQLITE_OK)
    return _crf_db_fail (self, code, error);
  version = crf_db_get_text (self, NULL, "PRAGMA cipher_version", "");
  if (version != NULL && *version != '\0')
    return TRUE;
  g_set_error (error, CRF_STORE_ERROR, CRF_STORE_ERROR_OTHER,
               _("“%s” was not opened: this program should encrypt it and has no SQLCipher. Install it again."), path);
  return FALSE;
}

#endif

static gboolean
is_public (CrfDbMode mode)
{
  return mode == CRF_DB_PUBLIC_NEW || mode == CRF_DB_PUBLIC_READ;
}

static gboolean
crf_db_set_up (CrfDb *self, GError **error)
{
  sqlite3_busy_timeout (self->handle, BUSY_TIMEOUT_MS);
  sqlite3_extended_result_codes (self->handle, 1);
  sqlite3_db_config (self->handle, SQLITE_DBCONFIG_ENABLE_TRIGGER, 1, NULL);
  sqlite3_db_config (self->handle, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0, NULL);
  sqlite3_db_config (self->handle, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
  sqlite3_db_config (self->handle, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
  sqlite3_db_config (self->handle, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);

#if CRF_SQLCIPHER
  if (self->mode != CRF_DB_TEMPORARY && !is_public (self->mode) && !set_key (self, self->path, error))
    return FALSE;
#endif
  /* Sorting and statement journals would otherwise lie in the temporary folder for a while. */
  if (!set_pragma (self, "temp_store", "MEMORY", "2", error))
    return FALSE;

  /* recursive_triggers is off by default on Debian in spite of its compile option, and INSERT OR
   * REPLACE would then delete without asking the journal's triggers. */
  if (!set_pragma (self, "recursive_triggers", "ON", "1", error)
      || !set_pragma (self, "foreign_keys", "ON", "1", error)
      || !set_pragma (self, "trusted_schema", "OFF", "0", error)
      || !set_pragma (self, "cell_size_check", "ON", "1", error)
      || !set_pragma (self, "secure_delete", "ON", "1", error) || !set_durability (self, error))
    return FALSE;
  sqlite3_set_authorizer (self->handle, authorize, self);
  return TRUE;
}

/* SQL texts are long and many: a few bytes of each tell them apart well enough. */
static guint
hash_sql (gconstpointer key)
{
  const char *sql = key;
  gsize size = strlen (sql);
  guint hash = (guint) size;

  for (gsize i = 0; i < 16; i++)
    hash = hash * 33 + (guchar) sql[i * size / 16];
  return hash;
}

/* file:…?immutable=1 with the characters escaped that mean something in a URI. */
static char *
immutable_uri (const char *path)
{
  g_autofree char *escaped = g_uri_escape_string (path, "/", FALSE);

  return g_strconcat ("file:", escaped, "?immutable=1", NULL);
}

CrfDb *
crf_db_open (const char *path, CrfDbMode mode, GError **error)
{
  g_autoptr (CrfDb) self = g_new0 (CrfDb, 1);
  g_autofree char *uri = NULL;
  int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_FULLMUTEX;
  int code;

  self->path = g_strdup (path != NULL ? path : "");
  self->mode = mode;
  self->statements
      = g_hash_table_new_full (hash_sql, g_str_equal, NULL, (GDestroyNotify) _crf_statement_free);

  if (is_public (mode))
    flags = (mode == CRF_DB_PUBLIC_NEW ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE : SQLITE_OPEN_READONLY) | SQLITE_OPEN_FULLMUTEX;
  else if (mode == CRF_DB_IMMUTABLE)
    {
      uri = immutable_uri (self->path);
      flags = SQLITE_OPEN_READONLY | SQLITE_OPEN_FULLMUTEX | SQLITE_OPEN_URI;
    }
  else if (mode == CRF_DB_TEMPORARY)
    flags |= SQLITE_OPEN_CREATE;

#if CRF_SQLCIPHER
  /* What is encrypted on disk is not spilled there in the clear. */
  if (mode == CRF_DB_TEMPORARY)
    uri = g_strdup (":memory:");
#endif
  code = sqlite3_open_v2 (uri != NULL ? uri : self->path, &self->handle, flags, NULL);
  if (code != SQLITE_OK)
    {
      _crf_db_fail (self, code, error);
      return NULL;
    }
  if (!crf_db_set_up (self, error))
    return NULL;
  return g_steal_pointer (&self);
}

void
crf_db_close (CrfDb *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->statements, g_hash_table_unref);
  if (sqlite3_close (self->handle) != SQLITE_OK)
    {
      g_critical ("%s: a statement was still in use when its connection was closed", self->path);
      sqlite3_close_v2 (self->handle);
    }
  g_clear_error (&self->fault);
  g_free (self->path);
  g_free (self);
}

void
crf_db_leave_wal (CrfDb *self)
{
  sqlite3_db_config (self->handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
}

const char *
crf_db_get_path (CrfDb *self)
{
  return self->path;
}

CrfDbMode
crf_db_get_mode (CrfDb *self)
{
  return self->mode;
}

void
crf_db_allow_schema (CrfDb *self, gboolean allow)
{
  self->schema_allowed = allow;
}

gboolean
crf_db_exec (CrfDb *self, const char *sql, GError **error)
{
  int code = sqlite3_exec (self->handle, sql, NULL, NULL, NULL);

  return code == SQLITE_OK || _crf_db_fail (self, code, error);
}

gboolean
crf_db_in_transaction (CrfDb *self)
{
  return !sqlite3_get_autocommit (self->handle);
}

int
crf_db_changes (CrfDb *self)
{
  return sqlite3_changes (self->handle);
}

void
crf_db_interrupt (CrfDb *self)
{
  sqlite3_interrupt (self->handle);
}

gboolean
crf_db_checkpoint (CrfDb *self, gboolean truncate, GError **error)
{
  int mode = truncate ? SQLITE_CHECKPOINT_TRUNCATE : SQLITE_CHECKPOINT_PASSIVE;
  int code = sqlite3_wal_checkpoint_v2 (self->handle, NULL, mode, NULL, NULL);

  return code == SQLITE_OK || _crf_db_fail (self, code, error);
}

static gboolean
fail_too_large (CrfDb *self, const char *message, GError **error)
{
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
  g_set_error (error, CRF_STORE_ERROR, CRF_STORE_ERROR_FULL, too_large (), self->path, message);
#pragma GCC diagnostic pop
  return FALSE;
}

static gboolean
copy_steps (sqlite3_backup *backup, CrfDb *target, GCancellable *cancellable, GError **error)
{
  int code;

  errno = 0;
  do
    {
      if (g_cancellable_is_cancelled (cancellable))
        {
          g_set_error (error, CRF_STORE_ERROR, CRF_STORE_ERROR_CANCELLED,
                       _("Copying to “%s” was cancelled."), target->path);
          return FALSE;
        }
      code = sqlite3_backup_step (backup, COPY_PAGES);
      if (code == SQLITE_BUSY || code == SQLITE_LOCKED)
        sqlite3_sleep (20);
    }
  while (code == SQLITE_OK || code == SQLITE_BUSY || code == SQLITE_LOCKED);

  /* The target's connection does not know it. */
  if ((code & 0xff) == SQLITE_IOERR && errno == EFBIG)
    return fail_too_large (target, sqlite3_errstr (code), error);
  return code == SQLITE_DONE || _crf_db_fail (target, code, error);
}

gboolean
crf_db_copy (CrfDb *self, const char *path, GCancellable *cancellable, GError **error)
{
  g_autoptr (CrfDb) target = g_new0 (CrfDb, 1);
  sqlite3_backup *backup;
  gboolean ok;
  int code;

  target->path = g_strdup (path);
  target->statements = g_hash_table_new_full (hash_sql, g_str_equal, NULL, (GDestroyNotify) _crf_statement_free);
  code = sqlite3_open_v2 (path, &target->handle,
                          SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_FULLMUTEX, NULL);
  if (code != SQLITE_OK)
    return _crf_db_fail (target, code, error);
  sqlite3_extended_result_codes (target->handle, 1);
#if CRF_SQLCIPHER
  if (!set_key (target, path, error))
    return FALSE;
#endif

  backup = sqlite3_backup_init (target->handle, "main", self->handle, "main");
  if (backup == NULL)
    return _crf_db_fail (target, sqlite3_errcode (target->handle), error);
  ok = copy_steps (backup, target, cancellable, error);
  code = sqlite3_backup_finish (backup);
  if (ok && code != SQLITE_OK)
    return _crf_db_fail (target, code, error);
  /* The copy of a WAL database says WAL: a folder that cannot be written could not open it. */
  return ok && crf_db_exec (target, "PRAGMA journal_mode=DELETE", error);
}
