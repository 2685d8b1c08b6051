/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Only regular files are read, and only so much of them. Where the reader waited or read on, this would not end. */

#include "crf-file-read.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static guint fails_at; /* which call from now on; 0: none */

/* Stands before the system's: a disk that goes away between two questions. */
int
fstat (int fd, struct stat *info)
{
  char path[sizeof "/proc/self/fd/" + 16];

  if (fails_at > 0 && --fails_at == 0)
    {
      memset (info, 0x7f, sizeof *info);
      errno = EIO;
      return -1;
    }
  g_snprintf (path, sizeof path, "/proc/self/fd/%d", fd);
  return fstatat (AT_FDCWD, path, info, 0);
}

static char *
in_folder (const char *name)
{
  g_autofree char *dir = g_dir_make_tmp ("crf-file-read-XXXXXX", NULL);

  return g_build_filename (dir, name, NULL);
}

static void
remove_with_folder (const char *path)
{
  g_autofree char *dir = g_path_get_dirname (path);

  g_remove (path);
  g_rmdir (dir);
}

static void
assert_refused (const char *path, guint most, GQuark domain, int code, const char *words)
{
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  gsize length;

  g_test_message ("%s", path);
  g_assert_false (crf_file_read (path, NULL, most, &text, &length, &error));
  g_assert_true (g_error_matches (error, domain, code));
  g_assert_nonnull (strstr (error->message, words));
  g_assert_nonnull (strstr (error->message, path));
  g_assert_null (text);
}

static void
test_whole (void)
{
  g_autofree char *path = in_folder ("t"), *text = NULL, *empty = NULL;
  g_autoptr (GError) error = NULL;
  gsize length;

  g_assert_true (g_file_set_contents (path, "a\0b", 3, NULL));
  g_assert_true (crf_file_read (path, NULL, 1, &text, &length, &error));
  g_assert_cmpmem (text, length, "a\0b", 3);
  g_assert_cmpint (text[3], ==, '\0');
  g_assert_true (g_file_set_contents (path, "", 0, NULL));
  g_assert_true (crf_file_read (path, NULL, 1, &empty, NULL, &error));
  g_assert_cmpstr (empty, ==, "");
  remove_with_folder (path);
}

/* A pipe that nobody writes to, and files that never end. */
static void
test_kinds (void)
{
  g_autofree char *pipe = in_folder ("pipe"), *folder = g_path_get_dirname (pipe), *nothing = g_build_filename (folder, "nothing", NULL);

  g_assert_cmpint (mkfifo (pipe, 0600), ==, 0);
  assert_refused (pipe, 1, CRF_FILE_READ_ERROR, CRF_FILE_READ_ERROR_KIND, "a device or a pipe");
  assert_refused ("/dev/zero", 1, CRF_FILE_READ_ERROR, CRF_FILE_READ_ERROR_KIND, "a device or a pipe");
  assert_refused ("/dev/urandom", 1, CRF_FILE_READ_ERROR, CRF_FILE_READ_ERROR_KIND, "a device or a pipe");
  assert_refused (folder, 1, CRF_FILE_READ_ERROR, CRF_FILE_READ_ERROR_KIND, "is a folder");
  assert_refused (nothing, 1, G_FILE_ERROR, G_FILE_ERROR_NOENT, "cannot be read");
  g_assert_cmpint (crf_file_open (pipe, NULL, NULL), ==, -1);
  remove_with_folder (pipe);
}

/* To the byte, and of a file that has a terabyte of nothing. */
static void
test_sizes (void)
{
  g_autofree char *path = in_folder ("t"), *text = NULL;
  g_autoptr (GError) error = NULL;
  gsize length;

  g_assert_true (g_file_set_contents (path, "", 0, NULL));
  g_assert_cmpint (truncate (path, CRF_FILE_MB), ==, 0);
  g_assert_true (crf_file_read (path, NULL, 1, &text, &length, &error));
  g_assert_cmpuint (length, ==, CRF_FILE_MB);
  g_assert_cmpint (truncate (path, CRF_FILE_MB + 1), ==, 0);
  assert_refused (path, 1, CRF_FILE_READ_ERROR, CRF_FILE_READ_ERROR_SIZE, "larger than 1 MB");
  if (truncate (path, (off_t) 1 << 40) == 0)
    assert_refused (path, 32, CRF_FILE_READ_ERROR, CRF_FILE_READ_ERROR_SIZE, "larger than 32 MB");
  remove_with_folder (path);
}

/* What says that it is empty and is not. */
static void
test_unsaid (void)
{
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  gsize length;

  if (!g_file_test ("/proc/self/status", G_FILE_TEST_IS_REGULAR))
    {
      g_test_skip ("no /proc here");
      return;
    }
  g_assert_true (crf_file_read ("/proc/self/status", NULL, 1, &text, &length, &error));
  g_assert_cmpuint (length, >, 0);
  g_assert_cmpuint (strlen (text), ==, length);
}

static void
test_vanishing (void)
{
  g_autofree char *path = in_folder ("a.txt");

  g_assert_true (g_file_set_contents (path, "words", -1, NULL));
  for (guint call = 1; call <= 2; call++)
    {
      fails_at = call;
      assert_refused (path, 1, G_FILE_ERROR, G_FILE_ERROR_IO, "cannot be read");
      g_assert_cmpuint (fails_at, ==, 0);
    }
  remove_with_folder (path);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/study/file-read/a-file-is-read-whole", test_whole);
  g_test_add_func ("/study/file-read/pipes-devices-and-folders-are-refused-at-once", test_kinds);
  g_test_add_func ("/study/file-read/what-is-too-large-is-refused-to-the-byte", test_sizes);
  g_test_add_func ("/study/file-read/a-file-that-says-it-is-empty-is-read", test_unsaid);
  g_test_add_func ("/study/file-read/a-disk-that-goes-away-is-told", test_vanishing);
  return g_test_run ();
}
