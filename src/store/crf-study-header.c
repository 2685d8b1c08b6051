/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Reads the first 100 bytes: SQLite's magic and our application id
 * (https://sqlite.org/fileformat.html 1.3). */

#include "crf-study-header.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "crf-file-key-private.h"
#include "crf-migrator.h"

#define HEADER_SIZE 100
#define APPLICATION_ID_AT 68

static gboolean
refuse (const char *path, const char *why, GError **error)
{
  g_set_error (error, CRF_STORE_ERROR, CRF_STORE_ERROR_NOT_A_STUDY,
               _("“%s” is not a Stemward study file: %s"), path, why);
  return FALSE;
}

static guint32
read_be32 (const guchar *bytes)
{
  return (guint32) bytes[0] << 24 | (guint32) bytes[1] << 16 | (guint32) bytes[2] << 8 | bytes[3];
}

gboolean
crf_study_header_is_plain (const char *path)
{
  char magic[16];
  int fd = open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  gboolean plain = fd >= 0 && read (fd, magic, sizeof magic) == sizeof magic && memcmp (magic, "SQLite format 3", sizeof magic) == 0;

  if (fd >= 0)
    close (fd);
  return plain;
}

/* The first bytes of an encrypted file are its salt: only its key can tell it from any other. */
static gboolean
check_encrypted (const char *path, gboolean plain, GError **error)
{
  if (plain)
    {
      g_set_error (error, CRF_STORE_ERROR, CRF_STORE_ERROR_PLAIN,
                   _("“%s” is not encrypted, and this program opens only encrypted study files. Encrypt it with “stemward-cli protect”."), path);
      return FALSE;
    }
  if (_crf_file_key_find (path) != NULL)
    return TRUE;
  if (crf_file_key_has_slots (path))
    {
      g_set_error (error, CRF_STORE_ERROR, CRF_STORE_ERROR_KEY, _("“%s” is encrypted. Sign in, or type the recovery key."), path);
      return FALSE;
    }
  return refuse (path, _("it is another kind of file, or “.keys” is missing beside it."), error);
}

gboolean
crf_study_header_check (const char *path, GError **error)
{
  guchar header[HEADER_SIZE];
  struct stat info;
  gssize n;
  int fd = open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);

  if (fd < 0)
    {
      int code = errno;

      g_set_error (
          error, CRF_STORE_ERROR, code == ENOENT ? CRF_STORE_ERROR_NOT_FOUND : CRF_STORE_ERROR_IO,
          code == ENOENT ? _("There is no file “%s” (%s).") : _("“%s” cannot be read (%s)."),
          path, g_strerror (code));
      return FALSE;
    }
  n = fstat (fd, &info) == 0 && S_ISREG (info.st_mode) ? read (fd, header, sizeof header) : -1;
  close (fd);
  if (n < 0)
    return refuse (path, _("it is a folder or a device."), error);
  if (n == 0)
    return refuse (path, _("it is empty."), error);
  if (CRF_SQLCIPHER)
    return check_encrypted (path, n >= 16 && memcmp (header, "SQLite format 3", 16) == 0, error);
  if (n >= 16 && memcmp (header, "SQLite format 3", 16) != 0 && crf_file_key_has_slots (path))
    return refuse (path, _("it is encrypted as a whole. Open it with a Stemward that was built with SQLCipher."), error);
  if (n < HEADER_SIZE || memcmp (header, "SQLite format 3", 16) != 0)
    return refuse (path, _("it is another kind of file, or encrypted."), error);
  if (read_be32 (header + APPLICATION_ID_AT) != CRF_APPLICATION_ID)
    return refuse (path, _("it is a database of another program."), error);
  return TRUE;
}
