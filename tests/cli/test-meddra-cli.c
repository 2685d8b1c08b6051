/* SPDX-License-Identifier: GPL-3.0-or-later */

/* From the user's own MedDRA to coded events, at the command line. The dictionary is made up and says so. */

#include "cli-fixture.h"

#include "crf-test-meddra.h"

#include <string.h>

#define PASSPHRASE "demo"
#define FILE_NAME "coded.stemward"

static void
set_up (Cli *cli,
        gconstpointer data)
{
  cli_set_up (cli, data);
  cli_run_with (cli, NULL, PASSPHRASE, 0, "demo", FILE_NAME, "--patients", "6", "--seed", "4", NULL);
}

static void
a_dictionary_is_imported_searched_and_listed (Cli *cli,
                                              gconstpointer data)
{
  char *folder = crf_test_meddra_folder ();
  g_autofree char *pt = NULL, *version = NULL;

  cli_run (cli, NULL, 3, "meddra", "search", "itching", NULL);
  cli_assert_says (cli, "MedDRA is licensed and not part of Stemward");
  cli_run (cli, NULL, 0, "meddra", "import", folder, NULL);
  cli_assert_says (cli, "6 lowest level terms, 2 preferred terms, 2 system organ classes");
  cli_run (cli, NULL, 0, "meddra", "search", "ITCHING", "made-up", NULL);
  g_assert_cmpuint (cli_count_rows (cli), ==, 1);
  pt = cli_cell (cli, 1, "pt");
  g_assert_cmpstr (pt, ==, "Inventitis pruriens");
  cli_run (cli, NULL, 1, "meddra", "search", "no such thing", NULL);
  cli_run (cli, NULL, 0, "meddra", "list", NULL);
  version = cli_cell (cli, 1, "version");
  g_assert_cmpstr (version, ==, "0.1");
  crf_test_meddra_put (folder, "pt.asc", "99000031$only$two$fields\n", -1);
  cli_run (cli, NULL, 3, "meddra", "import", folder, NULL);
  cli_assert_says (cli, "pt.asc, line 1: 4 fields where there are 11");
  cli_run (cli, NULL, 2, "meddra", "no-such-thing", NULL);
  crf_test_meddra_remove (folder);
}

static void
an_event_is_coded_exported_and_the_file_stays_whole (Cli *cli,
                                                     gconstpointer data)
{
  char *folder = crf_test_meddra_folder ();
  g_autofree char *subject = NULL, *event = NULL, *state = NULL, *soc = NULL, *number = NULL;

  cli_run (cli, NULL, 0, "meddra", "import", folder, NULL);
  cli_run_with (cli, "manager", PASSPHRASE, 0, "meddra", "terms", FILE_NAME, "--open", NULL);
  /* Without a coding nothing is counted by class. */
  cli_run_with (cli, "manager", PASSPHRASE, 0, "summary", FILE_NAME, "--item", "ALT", NULL);
  cli_assert_silent_about (cli, "soc_code");
  cli_run_with (cli, "manager", PASSPHRASE, 0, "meddra", "terms", FILE_NAME, "--open", NULL);
  subject = cli_cell (cli, 1, "subject");
  number = cli_cell (cli, 1, "number");
  event = g_strconcat ("event=", number, NULL);
  cli_run_with (cli, "monitor", PASSPHRASE, 4, "do", FILE_NAME, "code-event", "--subject", subject, event, "code=99000043", NULL);
  cli_run_with (cli, "manager", PASSPHRASE, 0, "do", FILE_NAME, "code-event", "--subject", subject, event, "code=99000043", NULL);
  cli_run_with (cli, "manager", PASSPHRASE, 0, "meddra", "terms", FILE_NAME, "--subject", subject, NULL);
  state = cli_cell (cli, 1, "state");
  soc = cli_cell (cli, 1, "soc");
  g_assert_cmpstr (state, ==, "coded");
  g_assert_cmpstr (soc, ==, "Invented belly class");
  cli_run_with (cli, "manager", PASSPHRASE, 0, "journal", FILE_NAME, "--subject", subject, "--action", "term.code", NULL);
  cli_assert_says (cli, "Made-up ache of the belly (99000043)");
  cli_run_with (cli, "manager", PASSPHRASE, 0, "summary", FILE_NAME, "--item", "ALT", NULL);
  cli_assert_says (cli, "soc_code");
  cli_assert_says (cli, "not coded");
  cli_run_with (cli, cli_who_opens (cli, FILE_NAME), PASSPHRASE, 0, "verify", FILE_NAME, NULL);
  crf_test_meddra_remove (folder);
}

int
main (int argc,
      char *argv[])
{
  int status;

  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

#define ADD(name, function) g_test_add ("/cli/meddra/" name, Cli, NULL, set_up, function, cli_tear_down)
  ADD ("a-dictionary-is-imported-searched-and-listed", a_dictionary_is_imported_searched_and_listed);
  ADD ("an-event-is-coded-exported-and-the-file-stays-whole", an_event_is_coded_exported_and_the_file_stays_whole);
#undef ADD

  status = g_test_run ();
  cli_clean_up ();
  return status;
}
