/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Encrypting a study file that is there already. Its only other way in is to be made so. */

#include "crf-file-key-private.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <sodium.h>
#include <string.h>
#include <unistd.h>

#include "crf-backup.h"
#include "crf-db-private.h"
#include "crf-file-lock.h"
#include "crf-keyring-private.h"
#include "crf-study-header.h"
#include "crf-verify.h"

static gboolean
fail (GError **error, int code, const char *path, const char *why)
{
  g_set_error (error, CRF_STORE_ERROR, code, _("“%s” was not encrypted: %s"), path, why);
  return FALSE;
}

#if CRF_SQLCIPHER

/* The copy must be sound and of this version, and so was what it was made from. */
static gboolean
check_sound (const char *path, GError **error)
{
  g_autoptr (CrfVerifyReport) report = crf_verify (path, NULL, NULL, NULL, error);

  if (report == NULL)
    return FALSE;
  return report->faults->len == 0 || fail (error, CRF_STORE_ERROR_DAMAGED, path, _("it is damaged. Check its integrity, and restore a backup."));
}

static gboolean
exec (sqlite3 *db, const char *path, const char *sql, GError **error)
{
  char *message = NULL;

  if (sqlite3_exec (db, sql, NULL, NULL, &message) == SQLITE_OK)
    return TRUE;
  fail (error, CRF_STORE_ERROR_IO, path, message != NULL ? message : sqlite3_errmsg (db));
  sqlite3_free (message);
  return FALSE;
}

static int
read_pragma (sqlite3 *db, const char *sql)
{
  sqlite3_stmt *statement = NULL;
  int value = 0;

  if (sqlite3_prepare_v2 (db, sql, -1, &statement, NULL) == SQLITE_OK && sqlite3_step (statement) == SQLITE_ROW)
    value = sqlite3_column_int (statement, 0);
  sqlite3_finalize (statement);
  return value;
}

/* The whole plain database into the empty file @copy, under its key. */
static gboolean
export_into (const char *path, const char *copy, GError **error)
{
  char hex[2 * CRF_FILE_KEY_SIZE + 1];
  g_autofree char *numbers = NULL;
  char *attach;
  sqlite3 *db = NULL;
  gboolean ok;

  if (sqlite3_open_v2 (path, &db, SQLITE_OPEN_READWRITE, NULL) != SQLITE_OK)
    {
      sqlite3_close (db);
      return fail (error, CRF_STORE_ERROR_IO, path, _("it cannot be read."));
    }
  sodium_bin2hex (hex, sizeof hex, _crf_file_key_find (copy), CRF_FILE_KEY_SIZE);
  attach = sqlite3_mprintf ("ATTACH %Q AS sealed KEY \"x'%s'\"", copy, hex);
  numbers = g_strdup_printf ("PRAGMA sealed.user_version=%d; PRAGMA sealed.application_id=%d; DETACH sealed",
                             read_pragma (db, "PRAGMA user_version"), read_pragma (db, "PRAGMA application_id"));
  /* Its triggers guard what is entered, not what is copied. */
  sqlite3_db_config (db, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, NULL);
  ok = exec (db, path, attach, error) && exec (db, path, "SELECT sqlcipher_export('sealed')", error) && exec (db, path, numbers, error);
  sodium_memzero (attach, strlen (attach));
  sqlite3_free (attach);
  sodium_memzero (hex, sizeof hex);
  sqlite3_close (db);
  return ok;
}

static char *
aside_name (const char *path)
{
  CrfClock clock = crf_clock_system ();
  char at[CRF_INSTANT_SIZE];

  crf_instant_format_utc (crf_clock_now (&clock), at);
  return g_strdup_printf ("%s.before-encryption.%s.stemward", path, g_strdelimit (at, ":", '-'));
}

/* The slots first: a file without them could never be opened. */
static gboolean
put_in_place (const char *path, const char *copy, char **aside, GError **error)
{
  g_autofree char *old = aside_name (path);
  g_autofree char *keys = g_strconcat (copy, CRF_FILE_KEYS_SUFFIX, NULL);
  g_autofree char *final = g_strconcat (path, CRF_FILE_KEYS_SUFFIX, NULL);

  if (g_rename (keys, final) != 0)
    return fail (error, CRF_STORE_ERROR_IO, path, g_strerror (errno));
  if (g_rename (path, old) != 0 || g_rename (copy, path) != 0)
    {
      g_rename (old, path);
      g_unlink (final);
      return fail (error, CRF_STORE_ERROR_IO, path, g_strerror (errno));
    }
  crf_backup_sync_folder_of (path);
  *aside = g_steal_pointer (&old);
  return TRUE;
}

/* Checks the copy as it will be opened, and that this person can open it. */
static gboolean
finish (const char *path, const char *copy, const char *login, const char *passphrase, GError **error)
{
  g_autoptr (CrfDb) db = NULL;
  g_autofree char *study = NULL, *content = NULL;
  guchar *secrets;

  if (!check_sound (copy, error))
    return FALSE;
  db = crf_db_open (copy, CRF_DB_IMMUTABLE, error);
  if (db == NULL)
    return FALSE;
  study = crf_db_get_text (db, NULL, "SELECT value FROM meta WHERE key = 'uuid'", "");
  content = crf_db_get_text (db, NULL,
                             "SELECT k.content FROM keyslot k JOIN account a ON a.login = k.holder "
                             "WHERE k.kind = 'account' AND k.holder = ?1 AND a.enabled = 1",
                             "s", login);
  if (content == NULL || study == NULL)
    return fail (error, CRF_STORE_ERROR_PASSPHRASE, path, _("login or passphrase is wrong."));
  secrets = _crf_keyring_open_slot (study, login, content, passphrase, error);
  if (secrets == NULL)
    return FALSE;
  sodium_free (secrets);
  return _crf_file_key_save (db, study, copy, FALSE, error);
}

gboolean
crf_file_key_protect (const char *path, const char *login, const char *passphrase, char **aside, GError **error)
{
  g_autofree char *full = g_canonicalize_filename (path, NULL);
  g_autofree char *dir = g_path_get_dirname (full);
  g_autofree char *copy = g_build_filename (dir, ".stemward-copy-XXXXXX", NULL);
  g_autofree char *keys = NULL;
  g_autoptr (CrfFileLock) held = NULL;
  gboolean ok;
  int fd;

  if (!crf_study_header_is_plain (full))
    return fail (error, CRF_STORE_ERROR_EXISTS, path, _("it is encrypted already, or is no study file."));
  held = crf_file_lock_take (full, error);
  if (held == NULL)
    return FALSE;
  fd = g_mkstemp_full (copy, O_RDWR | O_CLOEXEC, 0600);
  if (fd < 0)
    return fail (error, CRF_STORE_ERROR_READ_ONLY, path, _("its folder cannot be written."));
  close (fd);
  keys = g_strconcat (copy, CRF_FILE_KEYS_SUFFIX, NULL);
  _crf_file_key_make (copy, copy);
  ok = export_into (full, copy, error) && finish (full, copy, login, passphrase, error) && put_in_place (full, copy, aside, error);
  if (!ok)
    {
      g_unlink (copy);
      g_unlink (keys);
    }
  _crf_file_key_forget_alias (copy);
  return ok;
}

#else

gboolean
crf_file_key_protect (const char *path, const char *login, const char *passphrase, char **aside, GError **error)
{
  return fail (error, CRF_STORE_ERROR_OTHER, path, _("this program was built without SQLCipher. Keep the file on an encrypted disk."));
}

#endif
