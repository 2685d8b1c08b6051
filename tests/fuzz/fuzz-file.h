/* SPDX-License-Identifier: GPL-3.0-or-later */

/* For targets that read files: the input as a file in memory, the same path each time. */

#pragma once

#include "fuzz.h"

#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include <glib/gstdio.h>

G_BEGIN_DECLS

/* "/dev/shm/stemward-fuzz-PID.ending", or in the temporary folder. */
static inline const char *
fuzz_path (const char *ending)
{
  static char path[256];

  snprintf (path, sizeof path, "%s/stemward-fuzz-%d.%s", access ("/dev/shm", W_OK) == 0 ? "/dev/shm" : g_get_tmp_dir (), (int) getpid (),
            ending);
  return path;
}

/* For what the program remembers outside of its files: not the person's business, and in memory. */
static inline char *
fuzz_state_folder (void)
{
  g_autofree char *folder = g_build_filename (access ("/dev/shm", W_OK) == 0 ? "/dev/shm" : g_get_tmp_dir (), "stemward-fuzz-XXXXXX", NULL);

  FUZZ_ASSERT (g_mkdtemp (folder) != NULL);
  g_setenv ("XDG_STATE_HOME", folder, TRUE);
  return g_steal_pointer (&folder);
}

static inline void
fuzz_write (const char *path,
            const guint8 *data,
            gsize size)
{
  int fd = open (path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

  FUZZ_ASSERT (fd >= 0 && write (fd, data, size) == (gssize) size);
  close (fd);
}

G_END_DECLS
