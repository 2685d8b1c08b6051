/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The lock beside a study file: flock() on "<file>.lock", which holds user, host, process and time.
 */

#include "crf-file-lock.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "crf-clock.h"
#include "crf-file-read.h"

struct _CrfFileLock
{
  char *path;
  int fd;
};

static void
set_busy_error (const char *study, const char *lock, GError **error)
{
  g_autoptr (GKeyFile) holder = g_key_file_new ();
  g_autofree char *user = NULL;
  g_autofree char *host = NULL;
  g_autofree char *pid = NULL;
  g_autofree char *since = NULL, *text = NULL;
  gsize size;

  if (crf_file_read (lock, NULL, 1, &text, &size, NULL) && size > 0 && g_key_file_load_from_data (holder, text, size, G_KEY_FILE_NONE, NULL))
    {
      user = g_key_file_get_string (holder, "holder", "user", NULL);
      host = g_key_file_get_string (holder, "holder", "host", NULL);
      pid = g_key_file_get_string (holder, "holder", "pid", NULL);
      since = g_key_file_get_string (holder, "holder", "since", NULL);
    }
  if (user != NULL && host != NULL && since != NULL)
    g_set_error (
        error, CRF_STORE_ERROR, CRF_STORE_ERROR_BUSY,
        _("“%s” is open elsewhere: %s has it on %s (process %s) since %s. Close it there first."),
        study, user, host, pid != NULL ? pid : "?", since);
  else
    g_set_error (error, CRF_STORE_ERROR, CRF_STORE_ERROR_BUSY,
                 _("“%s” is open elsewhere. Close it there first."), study);
}

/* Some network and user-space file systems know no locks: nobody has the file open, and nobody could be kept out. */
static void
set_no_lock_error (const char *study, int why, GError **error)
{
  g_set_error (error, CRF_STORE_ERROR, CRF_STORE_ERROR_IO,
               _("“%s” cannot be locked where it lies (%s): two programs could write to it at once. Copy it to a disk of this computer and open it there."), study,
               g_strerror (why));
}

static gboolean
write_holder (int fd)
{
  CrfClock clock = crf_clock_system ();
  char at[CRF_INSTANT_SIZE];
  g_autofree char *text = g_strdup_printf ("[holder]\nuser=%s\nhost=%s\npid=%d\nsince=%s\n",
                                           g_get_user_name (), g_get_host_name (), (int) getpid (),
                                           crf_instant_format_local (crf_clock_now (&clock), at));

  return ftruncate (fd, 0) == 0 && pwrite (fd, text, strlen (text), 0) == (gssize) strlen (text);
}

/* Whether the file that is locked is still the one that has the name: its last holder may have
 * removed it between open() and flock(). */
static gboolean
is_same_file (int fd, const char *path)
{
  struct stat a;
  struct stat b;

  return fstat (fd, &a) == 0 && stat (path, &b) == 0 && a.st_dev == b.st_dev
         && a.st_ino == b.st_ino;
}

/* The name that all other names of the file lead to: who opens it through a link asks at the same lock. A file with a second name of equal right
 * would get a second -wal, and each of the two would write over the other. */
static char *
find_lock_path (const char *path, GError **error)
{
  g_autofree char *real = NULL;
  char *resolved = realpath (path, NULL);
  struct stat info;

  if (resolved == NULL)
    return g_strconcat (path, ".lock", NULL); /* not there yet */
  real = g_strdup (resolved);
  free (resolved);
  if (stat (real, &info) == 0 && S_ISREG (info.st_mode) && info.st_nlink > 1)
    {
      g_set_error (error, CRF_STORE_ERROR, CRF_STORE_ERROR_OTHER,
                   _("“%s” has a second name on this disk (a hard link): written under one name, it would be damaged under the other. Copy it, and open the copy."),
                   path);
      return NULL;
    }
  return g_strconcat (real, ".lock", NULL);
}

CrfFileLock *
crf_file_lock_take (const char *path, GError **error)
{
  g_autofree char *lock = find_lock_path (path, error);

  if (lock == NULL)
    return NULL;
  for (int attempt = 0; attempt < 100; attempt++)
    {
      int fd = open (lock, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0644);
      CrfFileLock *self;

      if (fd < 0)
        {
          g_set_error (error, CRF_STORE_ERROR,
                       errno == ENOSPC ? CRF_STORE_ERROR_FULL : CRF_STORE_ERROR_READ_ONLY,
                       _("The lock beside “%s” cannot be written (%s)."), path,
                       g_strerror (errno));
          return NULL;
        }
      if (flock (fd, LOCK_EX | LOCK_NB) != 0)
        {
          int why = errno;

          close (fd);
          if (why == EINTR)
            continue;
          if (why == EWOULDBLOCK)
            set_busy_error (path, lock, error);
          else
            set_no_lock_error (path, why, error);
          return NULL;
        }
      if (!is_same_file (fd, lock))
        {
          close (fd);
          continue;
        }
      write_holder (fd); /* what it says only makes the refusal friendlier */
      self = g_new0 (CrfFileLock, 1);
      self->path = g_steal_pointer (&lock);
      self->fd = fd;
      return self;
    }
  set_busy_error (path, lock, error);
  return NULL;
}

void
crf_file_lock_release (CrfFileLock *self)
{
  if (self == NULL)
    return;
  g_unlink (self->path);
  close (self->fd);
  g_free (self->path);
  g_free (self);
}
