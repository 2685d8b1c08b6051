/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Files from elsewhere at the command line: a definition and a list, signed in one study file and taken in by another. */

#include "cli-fixture.h"

#include <glib/gstdio.h>
#include <string.h>

#define ARMS "number,arm\n1001,low\n1002,medium-high\n1003,medium-high\n1004,low\n"

static void
write_file (Cli *cli,
            const char *name,
            const char *text)
{
  g_autofree char *path = cli_path (cli, name);

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
}

static char *
read_file (Cli *cli,
           const char *name)
{
  g_autofree char *path = cli_path (cli, name);
  char *text = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  return text;
}

static void
move_file (Cli *cli,
           const char *from,
           const char *to)
{
  g_autofree char *old = cli_path (cli, from), *new = cli_path (cli, to);

  g_assert_cmpint (g_rename (old, new), ==, 0);
}

/* NCT06167473 with a list that is made elsewhere: own.xml. */
static void
write_definition (Cli *cli)
{
  g_autofree char *path = g_build_filename (g_getenv ("STEMWARD_DATA_DIR"), "studies", "nct06167473.xml", NULL), *text = NULL;
  g_autoptr (GString) changed = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  changed = g_string_new (text);
  g_assert_cmpuint (g_string_replace (changed, "Method=\"permuted-blocks\" BlockSizes=\"2 4\" Slots=\"40\"", "Method=\"list\" BlockSizes=\"2\" Slots=\"40\"", 0), ==, 1);
  g_string_replace (changed, "Attribute=\"BlockSizes\" Value=\"2 4\"", "Attribute=\"BlockSizes\" Value=\"2\"", 0);
  g_string_replace (changed, "Attribute=\"Method\" Value=\"permuted-blocks\"", "Attribute=\"Method\" Value=\"list\"", 0);
  write_file (cli, "own.xml", changed->str);
}

/* What "key: value" the signature says. Free it. */
static char *
signed_line (Cli *cli,
             const char *file,
             const char *name)
{
  g_autofree char *text = read_file (cli, file), *mark = g_strdup_printf ("\n%s: ", name);
  const char *start = strstr (text, mark);

  g_assert_nonnull (start);
  start += strlen (mark);
  return g_strndup (start, strcspn (start, "\n"));
}

/* As it is read out over the telephone. Free it. */
static char *
figures_of (Cli *cli,
            const char *file)
{
  g_autofree char *key = signed_line (cli, file, "key"), *hash = NULL;
  g_autofree guchar *bytes = NULL;
  gsize length;

  bytes = g_base64_decode (key, &length);
  hash = g_compute_checksum_for_data (G_CHECKSUM_SHA256, bytes, length);
  return g_strndup (hash, 16);
}

static int
create_ward (Cli *cli,
             const char *confirm,
             const char *reason)
{
  return cli_try (cli, NULL, CLI_ADMIN_PASSPHRASE, "create", "ward.stemward", "--study", "own.xml", "--site", "Ward", "--admin", "admin", "--passphrase-fd=3",
                  confirm != NULL ? "--confirm" : NULL, confirm, "--reason", reason, NULL);
}

/* From an own definition in the office to a sealed list on the ward. */
static void
test_from_office_to_ward (Cli *cli,
                          gconstpointer data)
{
  g_autofree char *figures = NULL, *signer = NULL, *argument = NULL, *definition = NULL, *changed = NULL, *list_figures = NULL;

  write_definition (cli);
  write_file (cli, "list.csv", ARMS);
  cli_run (cli, NULL, 0, "demo", "office.stemward", "--study", "nct06167473", "--patients", "0", NULL);

  /* Who may sign, and that it is done once. */
  cli_run_with (cli, "nurse", "demo", 4, "sign", "office.stemward", "own.xml", NULL);
  cli_run_with (cli, "manager", "demo", 4, "sign", "office.stemward", "list.csv", NULL);
  cli_run_with (cli, "manager", "demo", 0, "sign", "office.stemward", "own.xml", NULL);
  cli_run_with (cli, "manager", "demo", 1, "sign", "office.stemward", "own.xml", NULL);
  cli_assert_says (cli, "own.xml.sig");
  cli_run_with (cli, "pharmacist", "demo", 0, "sign", "office.stemward", "list.csv", NULL);
  cli_run_with (cli, "manager", "demo", 0, "journal", "office.stemward", "--action", "package.sign", NULL);
  g_assert_cmpuint (cli_count_rows (cli), ==, 2);

  /* The ward knows nobody: figures are compared, and an exchanged file is refused whatever is answered. */
  figures = figures_of (cli, "own.xml.sig");
  signer = g_strconcat ("signer=", figures, NULL);
  g_assert_cmpint (create_ward (cli, NULL, NULL), ==, 1);
  cli_assert_says (cli, signer);
  g_assert_cmpint (create_ward (cli, "unsigned", "it is ours"), ==, 1);
  definition = read_file (cli, "own.xml");
  changed = g_strconcat (definition, "\n", NULL);
  write_file (cli, "own.xml", changed);
  g_assert_cmpint (create_ward (cli, signer, "by telephone"), ==, 1);
  cli_assert_says (cli, "changed since");
  write_file (cli, "own.xml", definition);
  /* A signature that does not stand beside its file is named. */
  move_file (cli, "own.xml.sig", "definition.sig");
  g_assert_cmpint (create_ward (cli, NULL, NULL), ==, 1);
  cli_assert_says (cli, "--confirm unsigned");
  cli_run_with (cli, NULL, CLI_ADMIN_PASSPHRASE, 0, "create", "ward.stemward", "--study", "own.xml", "--signature", "definition.sig", "--site", "Ward", "--admin",
                "admin", "--passphrase-fd=3", "--confirm", signer, "--reason", "by telephone", NULL);

  /* The list: signed by somebody who is not known yet, then by somebody who is. */
  cli_run (cli, "admin", 1, "randomise", "ward.stemward", "--upload", "list.csv", NULL);
  cli_assert_says (cli, "trust-signer");
  list_figures = figures_of (cli, "list.csv.sig");
  argument = g_strconcat ("fingerprint=", list_figures, NULL);
  cli_run (cli, "admin", 0, "do", "ward.stemward", "trust-signer", "signature=list.csv.sig", argument, "reason=by telephone", NULL);
  write_file (cli, "list.csv", ARMS "1005,low\n");
  cli_run (cli, "admin", 1, "do", "ward.stemward", "upload-allocation", "file=list.csv", "confirm=unsigned", "reason=it is ours", NULL);
  cli_assert_says (cli, "changed since");
  write_file (cli, "list.csv", ARMS);
  move_file (cli, "list.csv.sig", "list-by-mail.sig");
  cli_run (cli, "admin", 1, "randomise", "ward.stemward", "--upload", "list.csv", NULL);
  cli_run (cli, "admin", 1, "randomise", "ward.stemward", "--upload", "list.csv", "--signature", "definition.sig", NULL);
  cli_run (cli, "admin", 0, "randomise", "ward.stemward", "--upload", "list.csv", "--signature", "list-by-mail.sig", NULL);
  cli_run (cli, "admin", 0, "journal", "ward.stemward", "--action", "package.take", NULL);
  g_assert_cmpuint (cli_count_rows (cli), ==, 2);
  cli_assert_says (cli, "(pharmacist)");
  cli_assert_says (cli, "(manager)");
  cli_run (cli, "admin", 0, "randomise", "ward.stemward", "--replay", "--list", "list.csv", NULL);
  cli_run (cli, cli_is_encrypted (cli, "ward.stemward") ? "admin" : NULL, 0, "verify", "ward.stemward", NULL);
  cli_run_with (cli, cli_is_encrypted (cli, "office.stemward") ? "admin" : NULL, "demo", 0, "verify", "office.stemward", NULL);
}

static void
test_unsigned (Cli *cli,
               gconstpointer data)
{
  g_autofree char *ward = cli_path (cli, "ward.stemward");

  write_definition (cli);
  write_file (cli, "list.csv", ARMS);
  g_assert_cmpint (create_ward (cli, NULL, NULL), ==, 1);
  cli_assert_says (cli, "--confirm unsigned --reason");
  g_assert_false (g_file_test (ward, G_FILE_TEST_EXISTS));
  g_assert_cmpint (create_ward (cli, "unsigned", "our own protocol"), ==, 0);
  cli_run (cli, "admin", 1, "randomise", "ward.stemward", "--upload", "list.csv", NULL);
  cli_assert_says (cli, "--confirm unsigned");
  cli_run (cli, "admin", 1, "do", "ward.stemward", "upload-allocation", "file=list.csv", NULL);
  cli_assert_says (cli, "confirm=unsigned");
  cli_run (cli, "admin", 0, "randomise", "ward.stemward", "--upload", "list.csv", "--confirm", "unsigned", "--reason", "handed over", NULL);
  cli_run (cli, "admin", 0, "journal", "ward.stemward", "--action", "package.take", NULL);
  g_assert_cmpuint (cli_count_rows (cli), ==, 2);
  cli_assert_says (cli, "our own protocol");
  cli_assert_says (cli, "handed over");
  cli_run (cli, "admin", 3, "randomise", "ward.stemward", "--upload", "nowhere.csv", NULL);
  cli_run (cli, cli_is_encrypted (cli, "ward.stemward") ? "admin" : NULL, 0, "verify", "ward.stemward", NULL);
}

int
main (int argc,
      char **argv)
{
  int status;

  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add ("/cli/signing/from-office-to-ward", Cli, NULL, cli_set_up, test_from_office_to_ward, cli_tear_down);
  g_test_add ("/cli/signing/what-nobody-signed-is-asked-about", Cli, NULL, cli_set_up, test_unsigned, cli_tear_down);
  status = g_test_run ();
  cli_clean_up ();
  return status;
}
