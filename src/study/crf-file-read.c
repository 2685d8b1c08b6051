/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Reading a file whole. What it is, is asked of the descriptor and not of the name, so that nothing is exchanged in between; and what is larger than it said
 * is not read to its end. */

#include "crf-file-read.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <sys/stat.h>
#include <unistd.h>

#define PIECE (64 * 1024)

G_DEFINE_QUARK (crf-file-read-error-quark, crf_file_read_error)

static gboolean
fail_io (const char *name, int code, GError **error)
{
  g_set_error (error, G_FILE_ERROR, (int) g_file_error_from_errno (code), _("“%s” cannot be read (%s)."), name, g_strerror (code));
  return FALSE;
}

static gboolean
fail_size (const char *name, guint most, GError **error)
{
  g_set_error (error, CRF_FILE_READ_ERROR, CRF_FILE_READ_ERROR_SIZE, _("“%1$s” is larger than %2$u MB, which no such file is. Choose another one."), name, most);
  return FALSE;
}

int
crf_file_open (const char *path, const char *name, GError **error)
{
  g_autofree char *display = g_filename_display_name (path);
  /* A pipe that nobody writes to would be waited for. */
  int fd = g_open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK, 0), code = errno;
  struct stat info;

  if (name == NULL)
    name = display;
  if (fd < 0)
    {
      fail_io (name, code, error);
      return -1;
    }
  if (fstat (fd, &info) != 0)
    fail_io (name, errno, error);
  else if (S_ISREG (info.st_mode))
    return fd;
  else if (S_ISDIR (info.st_mode))
    g_set_error (error, CRF_FILE_READ_ERROR, CRF_FILE_READ_ERROR_KIND, _("“%s” is a folder. Choose a file in it."), name);
  else
    g_set_error (error, CRF_FILE_READ_ERROR, CRF_FILE_READ_ERROR_KIND, _("“%s” is a device or a pipe. Save what it gives as a file, and choose that."), name);
  close (fd);
  return -1;
}

/* Files of the system say 0 and have something in them: what counts is what comes. */
static gboolean
read_all (int fd, GByteArray *bytes, gsize most, int *code)
{
  for (;;)
    {
      gsize before = bytes->len;
      gssize n;

      if (before > most)
        return TRUE;
      g_byte_array_set_size (bytes, (guint) (before + PIECE));
      n = read (fd, bytes->data + before, PIECE);
      *code = errno;
      g_byte_array_set_size (bytes, (guint) (before + (n > 0 ? (gsize) n : 0)));
      if (n == 0)
        return TRUE;
      if (n < 0 && *code != EINTR)
        return FALSE;
    }
}

gboolean
crf_file_read (const char *path, const char *name, guint most, char **text, gsize *length, GError **error)
{
  g_autofree char *display = g_filename_display_name (path);
  g_autoptr (GByteArray) bytes = NULL;
  gsize limit = (gsize) most * CRF_FILE_MB;
  struct stat info;
  gboolean done;
  int fd, code = 0;

  g_return_val_if_fail (most > 0 && most < 2048, FALSE);

  *text = NULL;
  if (name == NULL)
    name = display;
  fd = crf_file_open (path, name, error);
  if (fd < 0)
    return FALSE;
  if (fstat (fd, &info) != 0)
    {
      code = errno;
      close (fd);
      return fail_io (name, code, error);
    }
  if ((guint64) info.st_size > limit)
    {
      close (fd);
      return fail_size (name, most, error);
    }
  bytes = g_byte_array_sized_new ((guint) info.st_size + PIECE + 1);
  done = read_all (fd, bytes, limit, &code);
  close (fd);
  if (!done)
    return fail_io (name, code, error);
  if (bytes->len > limit)
    return fail_size (name, most, error);
  if (length != NULL)
    *length = bytes->len;
  g_byte_array_append (bytes, (const guint8 *) "", 1);
  *text = (char *) g_byte_array_free (g_steal_pointer (&bytes), FALSE);
  return TRUE;
}
