/* SPDX-License-Identifier: GPL-3.0-or-later */

/* For tests in which root takes the part of another person, whom permissions bind. */

#pragma once

#include <glib/gstdio.h>
#include <unistd.h>

/* Newer GLib gives each test program a folder of its own for temporary files, into which only its owner comes: others may go through it to @folder. */
static inline void
others_go_through_to (const char *folder)
{
  g_autofree char *parent = g_path_get_dirname (folder);
  GStatBuf status;

  g_assert_cmpint (g_stat (parent, &status), ==, 0);
  if (status.st_uid == geteuid () && (status.st_mode & 0011) != 0011)
    g_assert_cmpint (g_chmod (parent, (int) ((status.st_mode & 07777) | 0011)), ==, 0);
}
