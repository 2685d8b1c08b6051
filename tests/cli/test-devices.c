/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Every command that reads a file that a person names, given what never ends: a device, a pipe that nobody writes to, a file larger than any such file is.
 * Each says so at once. Where one waited or read on, this would not end. And every command called wrongly, which under a leak checker leaves nothing behind. */

#include "cli-fixture.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* The devices in the working folder, so that the arguments are short. */
static void
set_up (Cli *cli,
        gconstpointer data)
{
  g_autofree char *pipe = NULL, *zero = NULL, *large = NULL;

  cli_set_up_study (cli, data);
  pipe = cli_path (cli, "pipe");
  zero = cli_path (cli, "zero");
  large = cli_path (cli, "large");
  g_assert_cmpint (mkfifo (pipe, 0600), ==, 0);
  g_assert_cmpint (symlink ("/dev/zero", zero), ==, 0);
  g_assert_true (g_file_set_contents (large, "", 0, NULL));
  g_assert_cmpint (truncate (large, (off_t) 1 << 40), ==, 0);
}

static const char *const names[] = { "pipe", "zero", "large" };

static void
assert_said (Cli *cli,
             const char *name)
{
  g_test_message ("%s", cli->err);
  g_assert_true (strstr (cli->err, "a device or a pipe") != NULL || strstr (cli->err, "larger than") != NULL || strstr (cli->err, "cannot be read") != NULL);
  g_assert_nonnull (strstr (cli->err, name));
}

static void
test_readers (Cli *cli,
              gconstpointer data)
{
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *signature = g_strconcat ("signature=", names[i], NULL);
      g_autofree char *map = cli_path (cli, "t.csv"), *path = cli_path (cli, names[i]);

      g_assert_true (g_file_set_contents (map, "sex,born\nF,1970-01-01\n", -1, NULL));
      cli_run (cli, "nurse", 3, "import", "t.stemward", names[i], NULL);
      assert_said (cli, names[i]);
      cli_run (cli, "nurse", 3, "import", "t.stemward", "t.csv", "--map", names[i], NULL);
      assert_said (cli, names[i]);
      cli_run (cli, NULL, 3, "check-study", names[i], NULL);
      assert_said (cli, names[i]);
      cli_run_with (cli, NULL, CLI_ADMIN_PASSPHRASE, 3, "create", "new.stemward", "--study", path, "--site", "01", "--admin",
                    "admin", "--passphrase-fd=3", NULL);
      assert_said (cli, names[i]);
      cli_run (cli, "admin", 3, "randomise", "t.stemward", "--upload", names[i], NULL);
      assert_said (cli, names[i]);
      cli_run (cli, NULL, 3, "compute", "--table", names[i], NULL);
      assert_said (cli, names[i]);
      cli_run (cli, NULL, 3, "survival", "--csv", names[i], "--time", "t", "--event", "e", NULL);
      assert_said (cli, names[i]);
      cli_run_with (cli, NULL, CLI_USER_PASSPHRASE, 3, "decrypt", names[i], "out", "--passphrase-fd=3", NULL);
      cli_run (cli, "admin", 1, "do", "t.stemward", "trust-signer", signature, "fingerprint=0", "reason=r", NULL);
      assert_said (cli, names[i]);
      cli_run (cli, NULL, 3, "verify", names[i], NULL);
    }
  for (guint i = 0; i < 2; i++)
    {
      cli_run_with (cli, NULL, CLI_USER_PASSPHRASE, 3, "encrypt", names[i], "out.enc", "--new-passphrase-fd=4", NULL);
      assert_said (cli, names[i]);
    }
}

/* The signature beside a definition, and a file of a dictionary. */
static void
test_beside (Cli *cli,
             gconstpointer data)
{
  g_autofree char *folder = cli_path (cli, "meddra"), *terms = g_build_filename (folder, "llt.asc", NULL), *own = cli_path (cli, "own.xml");
  g_autofree char *signature = cli_path (cli, "own.xml.sig"), *text = NULL;
  g_autofree char *shipped = g_build_filename (g_getenv ("STEMWARD_DATA_DIR"), "studies", "nct06242405.xml", NULL);

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_assert_cmpint (mkfifo (terms, 0600), ==, 0);
  cli_run (cli, NULL, 3, "meddra", "import", "meddra", NULL);
  g_assert_true (g_file_get_contents (shipped, &text, NULL, NULL));
  g_assert_true (g_file_set_contents (own, text, -1, NULL));
  g_assert_cmpint (mkfifo (signature, 0600), ==, 0);
  g_assert_cmpint (cli_try (cli, NULL, CLI_ADMIN_PASSPHRASE, "create", "new.stemward", "--study", "own.xml", "--site", "01", "--admin", "admin",
                            "--passphrase-fd=3", NULL), !=, 0);
  cli_assert_says (cli, "signature of “own.xml” cannot be read");
}

/* More than any command takes, with what each has to let go of. */
static void
test_wrong_calls (Cli *cli,
                  gconstpointer data)
{
  static const char *const commands[] = { "import", "do", "user", "export", "backup", "backups", "restore", "verify", "protect", "journal", "sheet",
                                          "screening", "print", "show", "encrypt", "decrypt", "verification", "sign", "randomise", "envelopes", "meddra",
                                          "summary", "survival", "create", "demo" };

  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    {
      g_test_message ("%s", commands[i]);
      cli_run (cli, "nurse", 2, commands[i], "--role", "nurse", "--language", "en", "a", "b", "c", "d", "e", "f", "g", NULL);
    }
}

int
main (int argc,
      char **argv)
{
  int status;

  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
#define ADD(path, function) g_test_add ("/cli/devices/" path, Cli, NULL, set_up, function, cli_tear_down)
  ADD ("what-never-ends-is-not-read", test_readers);
  ADD ("nor-what-lies-beside-a-file", test_beside);
  ADD ("a-wrong-call-leaves-nothing-behind", test_wrong_calls);
#undef ADD
  status = g_test_run ();
  cli_clean_up ();
  return status;
}
