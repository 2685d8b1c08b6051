/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Runs the built stemward-cli. */

#include "cli-fixture.h"

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#define CLI_ANY G_MAXINT

void
cli_set_up (Cli *cli,
            gconstpointer data)
{
  cli->dir = g_dir_make_tmp ("crf-cli-XXXXXX", NULL);
  g_assert_nonnull (cli->dir);
}

static void
remove_all (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  g_chmod (path, 0700);
  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      if (g_file_test (child, G_FILE_TEST_IS_DIR) && !g_file_test (child, G_FILE_TEST_IS_SYMLINK))
        remove_all (child);
      else
        g_unlink (child);
    }
  g_rmdir (path);
}

void
cli_tear_down (Cli *cli,
               gconstpointer data)
{
  remove_all (cli->dir);
  g_free (cli->dir);
  g_free (cli->out);
  g_free (cli->err);
}

char *
cli_path (Cli *cli,
          const char *name)
{
  return g_build_filename (cli->dir, name, NULL);
}

/* A pipe that holds @text and a line end, to be read by the program. */
static int
pipe_of (const char *text)
{
  int ends[2];

  g_assert_cmpint (pipe (ends), ==, 0);
  g_assert_cmpint (write (ends[1], text, strlen (text)), ==, (gssize) strlen (text));
  g_assert_cmpint (write (ends[1], "\n", 1), ==, 1);
  close (ends[1]);
  return ends[0];
}

static void
run (Cli *cli,
     const char *user,
     const char *passphrase,
     int expected,
     va_list list)
{
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_PIPE);
  g_autoptr (GPtrArray) argv = g_ptr_array_new ();
  g_autoptr (GSubprocess) process = NULL;
  g_autofree char *line = NULL, *home = NULL;
  g_autoptr (GError) error = NULL;

  g_ptr_array_add (argv, (gpointer) g_getenv ("STEMWARD_CLI"));
  for (char *argument = va_arg (list, char *); argument != NULL; argument = va_arg (list, char *))
    g_ptr_array_add (argv, argument);
  if (passphrase != NULL)
    {
      g_subprocess_launcher_take_fd (launcher, pipe_of (passphrase), 3);
      g_subprocess_launcher_take_fd (launcher, pipe_of (CLI_USER_PASSPHRASE), 4);
    }
  if (cli->secret != NULL)
    g_subprocess_launcher_take_fd (launcher, pipe_of (cli->secret), 5);
  if (user != NULL)
    {
      g_ptr_array_add (argv, (gpointer) "--user");
      g_ptr_array_add (argv, (gpointer) user);
    }
  if (user != NULL && passphrase != NULL)
    {
      g_ptr_array_add (argv, (gpointer) "--passphrase-fd=3");
      g_ptr_array_add (argv, (gpointer) "--new-passphrase-fd=4");
    }
  g_ptr_array_add (argv, NULL);
  g_subprocess_launcher_set_cwd (launcher, cli->dir);
  /* The program keeps the last head of each file in the person's state folder. */
  home = g_build_filename (cli->dir, "home", NULL);
  g_subprocess_launcher_setenv (launcher, "HOME", home, TRUE);
  g_subprocess_launcher_setenv (launcher, "XDG_STATE_HOME", home, TRUE);
  g_subprocess_launcher_setenv (launcher, "XDG_DATA_HOME", home, TRUE);
  g_subprocess_launcher_unsetenv (launcher, "STEMWARD_PASSPHRASE_FILE");
  g_subprocess_launcher_setenv (launcher, "LC_ALL", "C.UTF-8", TRUE);
  process = g_subprocess_launcher_spawnv (launcher, (const char *const *) argv->pdata, &error);
  g_assert_no_error (error);
  g_clear_pointer (&cli->out, g_free);
  g_clear_pointer (&cli->err, g_free);
  g_subprocess_communicate_utf8 (process, NULL, NULL, &cli->out, &cli->err, &error);
  g_assert_no_error (error);
  cli->status = g_subprocess_get_if_exited (process) ? g_subprocess_get_exit_status (process) : -1;
  if (cli->status == expected || expected == CLI_ANY)
    return;
  line = g_strjoinv (" ", (char **) argv->pdata);
  g_test_message ("%s\n%s%s", line, cli->out, cli->err);
  g_assert_cmpint (cli->status, ==, expected);
}

void
cli_run (Cli *cli,
         const char *user,
         int expected,
         ...)
{
  va_list list;

  va_start (list, expected);
  run (cli, user, g_strcmp0 (user, "admin") == 0 ? CLI_ADMIN_PASSPHRASE : user != NULL ? CLI_USER_PASSPHRASE : NULL, expected, list);
  va_end (list);
}

void
cli_run_with (Cli *cli,
              const char *user,
              const char *passphrase,
              int expected,
              ...)
{
  va_list list;

  va_start (list, expected);
  run (cli, user, passphrase, expected, list);
  va_end (list);
}

int
cli_try (Cli *cli,
         const char *user,
         const char *passphrase,
         ...)
{
  va_list list;

  va_start (list, passphrase);
  run (cli, user, passphrase, CLI_ANY, list);
  va_end (list);
  return cli->status;
}

/* Making keys takes time: the file is made once, and every test gets a copy. */
static Cli template;

static void
make_template (void)
{
  g_autofree char *recovery = NULL;
  Cli *cli = &template;

  cli_set_up (cli, NULL);
  cli_run_with (cli, NULL, CLI_ADMIN_PASSPHRASE, 0, "create", "t.stemward", "--study", "nct06167473", "--site", "Third Hospital", "--centre", "01",
                "--admin", "admin", "--admin-name", "Zhao Min", "--passphrase-fd=3", NULL);
  recovery = cli_result (cli, "recovery-key");
  cli->secret = recovery;
  cli_run (cli, "admin", 0, "do", "t.stemward", "confirm-recovery-key", "--recovery-key-fd=5", NULL);
  cli->secret = NULL;
  /* Else each of them would choose a passphrase first. */
  cli_run (cli, "admin", 0, "do", "t.stemward", "set-policy", "first-change=no", NULL);
  cli_run (cli, "admin", 0, "user", "t.stemward", "add", "nurse", "nurse", "--name", "Li Na", NULL);
  cli_run (cli, "admin", 0, "user", "t.stemward", "add", "doc", "investigator", NULL);
  cli_run (cli, "admin", 0, "user", "t.stemward", "add", "mona", "monitor", NULL);
  cli_run (cli, "admin", 0, "do", "t.stemward", "add-consent-version", "number=1.0", "valid-from=2020-01-01", NULL);
}

static void
copy (Cli *cli,
      const char *name)
{
  g_autofree char *from = cli_path (&template, name), *to = cli_path (cli, name), *bytes = NULL;
  gsize length;

  g_assert_true (g_file_get_contents (from, &bytes, &length, NULL));
  g_assert_true (g_file_set_contents (to, bytes, (gssize) length, NULL));
}

void
cli_set_up_study (Cli *cli,
                  gconstpointer data)
{
  if (template.dir == NULL)
    make_template ();
  cli_set_up (cli, data);
  copy (cli, "t.stemward");
  if (cli_is_encrypted (&template, "t.stemward"))
    copy (cli, "t.stemward.keys");
}

gboolean
cli_is_encrypted (Cli *cli,
                  const char *name)
{
  g_autofree char *path = cli_path (cli, name), *keys = g_strconcat (path, ".keys", NULL);

  return g_file_test (keys, G_FILE_TEST_EXISTS);
}

const char *
cli_who_opens (Cli *cli,
               const char *name)
{
  return cli_is_encrypted (cli, name) ? "nurse" : NULL;
}

void
cli_clean_up (void)
{
  if (template.dir != NULL)
    cli_tear_down (&template, NULL);
}

char *
cli_result (Cli *cli,
            const char *key)
{
  g_auto (GStrv) lines = g_strsplit (cli->out, "\n", -1);

  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_auto (GStrv) parts = g_strsplit (lines[i], "\t", 2);

      if (parts[0] != NULL && parts[1] != NULL && g_str_equal (parts[0], key))
        return g_strdup (parts[1]);
    }
  g_test_message ("no %s in:\n%s", key, cli->out);
  g_test_fail ();
  return g_strdup ("");
}

void
cli_assert_says (Cli *cli,
                 const char *text)
{
  if (strstr (cli->out, text) != NULL || strstr (cli->err, text) != NULL)
    return;
  g_test_message ("“%s” is not in:\n%s%s", text, cli->out, cli->err);
  g_test_fail ();
}

void
cli_assert_silent_about (Cli *cli,
                         const char *text)
{
  if (strstr (cli->out, text) == NULL && strstr (cli->err, text) == NULL)
    return;
  g_test_message ("“%s” is in:\n%s%s", text, cli->out, cli->err);
  g_test_fail ();
}

char *
cli_cell (Cli *cli,
          guint row,
          const char *column)
{
  g_auto (GStrv) lines = g_strsplit (cli->out, "\n", -1);
  g_auto (GStrv) header = NULL, cells = NULL;

  if (g_strv_length (lines) <= row)
    return g_strdup ("");
  header = g_strsplit (lines[0], "\t", -1);
  cells = g_strsplit (lines[row], "\t", -1);
  for (guint i = 0; header[i] != NULL && cells[i] != NULL; i++)
    if (g_str_equal (header[i], column))
      return g_strdup (cells[i]);
  return g_strdup ("");
}

guint
cli_count_rows (Cli *cli)
{
  guint n = 0;

  for (const char *p = cli->out; *p != '\0'; p++)
    n += *p == '\n';
  return n > 0 ? n - 1 : 0;
}

char *
cli_sample (const char *name)
{
  const char *shared = g_getenv ("STEMWARD_SHARED_DIR");
  g_autofree char *path = shared != NULL ? g_build_filename (shared, "samples", "clinical", name, NULL) : NULL;

  if (path != NULL && g_file_test (path, G_FILE_TEST_EXISTS))
    return g_steal_pointer (&path);
  g_test_skip ("STEMWARD_SHARED_DIR has no such clinical sample");
  return NULL;
}
