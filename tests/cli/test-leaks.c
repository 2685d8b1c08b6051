/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A stolen folder: the study file, its -wal while somebody works and after a crash, backups, exports, encrypted files, the program's own state. None
 * holds a name, a hospital number or a telephone number that was typed, in any spelling of the bytes. */

#include "cli-fixture.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#define NAME "Planted-Zhuge"
#define NAME_ZH "诸葛亮明"
#define HOSPITAL "HN7730019955"
#define PHONE "13912345678"

static gboolean
contains (const char *bytes,
          gsize size,
          const char *needle,
          gsize length)
{
  const char *end = bytes + size;

  for (const char *p = bytes; (p = memchr (p, needle[0], (gsize) (end - p))) != NULL; p++)
    if ((gsize) (end - p) >= length && memcmp (p, needle, length) == 0)
      return TRUE;
  return FALSE;
}

/* As it is, as UTF-16, and as base64 of each of the three alignments (without the characters that its neighbours decide). */
static void
assert_without (const char *path,
                const char *bytes,
                gsize size,
                const char *secret)
{
  g_autofree gunichar2 *wide = NULL;
  glong units = 0;

  if (contains (bytes, size, secret, strlen (secret)))
    g_error ("%s holds “%s”", path, secret);
  wide = g_utf8_to_utf16 (secret, -1, NULL, &units, NULL);
  if (contains (bytes, size, (const char *) wide, (gsize) units * 2))
    g_error ("%s holds “%s” as UTF-16", path, secret);
  for (gsize shift = 0; shift < 3; shift++)
    {
      g_autofree char *padded = g_strconcat (&"xxx"[3 - shift], secret, NULL);
      g_autofree char *encoded = g_base64_encode ((const guchar *) padded, strlen (padded));
      gsize from = shift > 0 ? 4 : 0, length = strlen (padded) / 3 * 4;

      if (length > from + 6 && contains (bytes, size, encoded + from, length - from))
        g_error ("%s holds “%s” in base64", path, secret);
    }
}

/* What is packed in a workbook is unpacked first. */
static char *
read_file (const char *path,
           gsize *size)
{
  const char *argv[] = { "python3", "-c", "import sys, zipfile\nz = zipfile.ZipFile(sys.argv[1])\nfor n in z.namelist(): sys.stdout.buffer.write(z.read(n))",
                         path, NULL };
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GBytes) output = NULL;
  char *bytes = NULL;

  if (g_str_has_suffix (path, ".xlsx"))
    {
      process = g_subprocess_newv (argv, G_SUBPROCESS_FLAGS_STDOUT_PIPE, NULL);
      if (process != NULL && g_subprocess_communicate (process, NULL, NULL, &output, NULL, NULL) && g_bytes_get_size (output) > 0)
        return g_bytes_unref_to_data (g_steal_pointer (&output), size);
    }
  g_file_get_contents (path, &bytes, size, NULL);
  return bytes;
}

static guint
search (const char *folder)
{
  static const char *const secrets[] = { NAME, NAME_ZH, HOSPITAL, PHONE };
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;
  guint n = 0;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL), *bytes = NULL;
      gsize size = 0;

      if (g_file_test (path, G_FILE_TEST_IS_SYMLINK))
        continue;
      if (g_file_test (path, G_FILE_TEST_IS_DIR))
        {
          n += search (path);
          continue;
        }
      bytes = read_file (path, &size);
      for (guint i = 0; bytes != NULL && i < G_N_ELEMENTS (secrets); i++)
        {
          assert_without (name, name, strlen (name), secrets[i]);
          assert_without (path, bytes, size, secrets[i]);
        }
      n++;
    }
  return n;
}

static void
plant (Cli *cli)
{
  cli_run (cli, "nurse", 0, "do", "t.stemward", "register", "sex=M", "birth-date=1972-05-04", "name=" NAME, "hospital-no=" HOSPITAL, "phone=" PHONE,
           NULL);
  cli_run (cli, "nurse", 0, "do", "t.stemward", "register", "sex=F", "birth-date=1981-01-04", "name=" NAME_ZH, NULL);
}

static void
test_folder (Cli *cli,
             gconstpointer data)
{
  g_autofree char *copies = cli_path (cli, "copies");

  plant (cli);
  g_assert_cmpint (g_mkdir (copies, 0700), ==, 0);
  cli_run (cli, "admin", 0, "backup", "t.stemward", "copies", NULL);
  cli_run (cli, "nurse", 0, "backup", "t.stemward", "--auto", NULL);
  cli_run (cli, "nurse", 0, "export", "t.stemward", "--to", "t.xlsx", NULL);
  cli_run (cli, "nurse", 0, "export", "t.stemward", "--to", "with.xlsx.enc", "--identifiers", "--encrypt", NULL);
  g_assert_cmpuint (search (cli->dir), >=, 5);
  /* The search would find them: a workbook with identifiers has them. */
  cli_run (cli, "nurse", 0, "export", "t.stemward", "--to", "with.xlsx", "--identifiers", NULL);
  {
    g_autofree char *path = cli_path (cli, "with.xlsx"), *bytes = NULL;
    gsize size;

    bytes = read_file (path, &size);
    if (bytes != NULL && !g_str_has_prefix (bytes, "PK"))
      g_assert_true (contains (bytes, size, HOSPITAL, strlen (HOSPITAL)));
  }
}

/* While a process has the file open, and after it was killed. */
static void
test_killed (Cli *cli,
             gconstpointer data)
{
  g_autofree char *home = g_build_filename (cli->dir, "home", NULL);
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_SILENCE | G_SUBPROCESS_FLAGS_STDERR_SILENCE);
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *limits_path = NULL, *limits = NULL;
  int ends[2];

  plant (cli);
  /* It waits for a passphrase that does not come: nothing to steal yet, and no core to come. */
  g_assert_cmpint (pipe (ends), ==, 0);
  g_subprocess_launcher_take_fd (launcher, ends[0], 3);
  g_subprocess_launcher_set_cwd (launcher, cli->dir);
  g_subprocess_launcher_setenv (launcher, "HOME", home, TRUE);
  process = g_subprocess_launcher_spawn (launcher, &error, g_getenv ("STEMWARD_CLI"), "show", "t.stemward", "01-S-001", "--user", "nurse",
                                         "--passphrase-fd=3", NULL);
  g_assert_no_error (error);
  g_usleep (300 * 1000);
  limits_path = g_strdup_printf ("/proc/%s/limits", g_subprocess_get_identifier (process));
  if (g_file_get_contents (limits_path, &limits, NULL, NULL))
    {
      const char *core = strstr (limits, "Max core file size");

      g_assert_nonnull (core);
      g_assert_cmpint (g_ascii_strtoll (core + strlen ("Max core file size"), NULL, 10), ==, 0);
    }
  g_subprocess_send_signal (process, SIGSEGV);
  g_subprocess_wait (process, NULL, NULL);
  close (ends[1]);
  g_assert_cmpuint (search (cli->dir), >=, 1);
}

int
main (int argc,
      char **argv)
{
  int status;

  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add ("/cli/leaks/no-identifier-is-in-any-file-of-the-folder", Cli, NULL, cli_set_up_study, test_folder, cli_tear_down);
  g_test_add ("/cli/leaks/a-killed-program-leaves-no-core-and-no-identifier", Cli, NULL, cli_set_up_study, test_killed, cli_tear_down);
  status = g_test_run ();
  cli_clean_up ();
  return status;
}
