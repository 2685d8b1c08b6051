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
  if (n < HEADER_SIZE || memcmp (header, "SQLite format 3", 16) != 0)
    return refuse (path, _("it is another kind of file, or encrypted."), error);
  if (read_be32 (header + APPLICATION_ID_AT) != CRF_APPLICATION_ID)
    return refuse (path, _("it is a database of another program."), error);
  return TRUE;
}
