/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Feeds kept inputs to a fuzz target, so that they are tested in every build: each file of the folders given, and its beginnings. */

#include "fuzz.h"

#include <gio/gio.h>

#ifndef BEGINNINGS
#define BEGINNINGS 256
#endif

static guint
replay_file (const char *path)
{
  g_autofree char *data = NULL;
  gsize size;

  if (!g_file_get_contents (path, &data, &size, NULL))
    return 0;
  /* Of a long one not every beginning, but the whole. */
  for (gsize length = 0; length < size; length += 1 + size / BEGINNINGS)
    LLVMFuzzerTestOneInput ((const guint8 *) data, length);
  LLVMFuzzerTestOneInput ((const guint8 *) data, size);
  return 1;
}

int
main (int argc,
      char **argv)
{
  guint n = 0;

  for (int i = 1; i < argc; i++)
    {
      g_autoptr (GDir) dir = g_dir_open (argv[i], 0, NULL);
      const char *name;

      while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
        {
          g_autofree char *path = g_build_filename (argv[i], name, NULL);

          n += replay_file (path);
        }
    }
  g_print ("%u inputs\n", n);
  return n > 0 ? 0 : 1;
}
