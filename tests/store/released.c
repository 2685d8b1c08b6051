/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Unpacking released files. */

#include "released.h"

#include <gio/gio.h>
#include <string.h>

char *
released_unpack (int format, const char *dir)
{
  g_autofree char *name = g_strdup_printf ("format-%d.stemward", format);
  g_autofree char *packed = g_strdup_printf ("%s/data/released/%s.gz", g_getenv ("G_TEST_SRCDIR"), name);
  char *path = g_build_filename (dir, name, NULL);
  g_autoptr (GFile) from = g_file_new_for_path (packed);
  g_autoptr (GFile) to = g_file_new_for_path (path);
  g_autoptr (GError) error = NULL;
  g_autoptr (GFileInputStream) input = g_file_read (from, NULL, &error);
  g_autoptr (GZlibDecompressor) unzip = g_zlib_decompressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP);
  g_autoptr (GInputStream) plain = NULL;
  g_autoptr (GFileOutputStream) output = NULL;

  g_assert_no_error (error);
  plain = g_converter_input_stream_new (G_INPUT_STREAM (input), G_CONVERTER (unzip));
  output = g_file_create (to, G_FILE_CREATE_PRIVATE, NULL, &error);
  g_assert_no_error (error);
  g_output_stream_splice (G_OUTPUT_STREAM (output), plain, G_OUTPUT_STREAM_SPLICE_CLOSE_TARGET, NULL, &error);
  g_assert_no_error (error);
  return path;
}

gboolean
released_has_backup (const char *dir, int format)
{
  g_autofree char *wanted = g_strdup_printf (".format-%d.", format);
  g_autoptr (GDir) folder = g_dir_open (dir, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (folder)) != NULL)
    if (strstr (name, wanted) != NULL && g_str_has_suffix (name, ".stemward"))
      return TRUE;
  return FALSE;
}
