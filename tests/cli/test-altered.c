/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What is printed at the terminal is what the journal says: tables and journal are changed with SQLite, and no command prints figures or a trail of them. */

#include "cli-fixture.h"

#include <sqlite3.h>
#include <string.h>

static void
change (Cli *cli,
        const char *sql)
{
  g_autofree char *path = cli_path (cli, "t.stemward");
  sqlite3 *db = NULL;
  char *message = NULL;

  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  sqlite3_exec (db, sql, NULL, NULL, &message);
  g_assert_cmpstr (message, ==, NULL);
  g_assert_cmpint (sqlite3_changes (db), >, 0);
  sqlite3_close (db);
}

static gboolean
is_skipped (Cli *cli)
{
  if (!cli_is_encrypted (cli, "t.stemward"))
    return FALSE;
  g_test_skip ("SQLite alone does not open a file of this build");
  return TRUE;
}

static void
assert_refuses (Cli *cli,
                const char *command,
                const char *words)
{
  g_assert_cmpint (cli_try (cli, "nurse", CLI_USER_PASSPHRASE, command, "t.stemward", NULL), !=, 0);
  g_assert_cmpstr (cli->out, ==, "");
  cli_assert_says (cli, words);
  /* Once: twice would be two faults. */
  g_assert_null (strstr (strstr (cli->err, words) + 1, words));
}

/* Died, by a table alone. */
static void
figures_are_not_printed_of_tables_that_are_not_the_journals (Cli *cli,
                                                             gconstpointer data)
{
  static const char *const commands[] = { "screening", "survival", "summary", "verification" };

  if (is_skipped (cli))
    return;
  cli_run (cli, "nurse", 0, "do", "t.stemward", "register", "sex=M", "age=50", NULL);
  cli_run (cli, "nurse", 0, "screening", "t.stemward", NULL);
  change (cli, "UPDATE subject SET status = 'died', status_date = '2025-11-01'");
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    assert_refuses (cli, commands[i], "is not what its journal says");
  g_assert_cmpint (cli_try (cli, "nurse", CLI_USER_PASSPHRASE, "meddra", "terms", "t.stemward", NULL), !=, 0);
  g_assert_cmpstr (cli->out, ==, "");
  cli_assert_says (cli, "is not what its journal says");
}

/* A nurse needs the course of a damaged file; whoever keeps what was printed, or asks for the exit status, knows that it is not to be relied on. */
static void
a_patients_record_is_shown_and_says_that_it_was_altered (Cli *cli,
                                                         gconstpointer data)
{
  g_autofree char *changed = NULL, *left = NULL, *sql = NULL;

  if (is_skipped (cli))
    return;
  cli_run (cli, "nurse", 0, "do", "t.stemward", "register", "sex=M", "age=50", NULL);
  changed = cli_result (cli, "number");
  cli_run (cli, "nurse", 0, "do", "t.stemward", "register", "sex=F", "age=51", NULL);
  left = cli_result (cli, "number");
  cli_run (cli, "nurse", 0, "show", "t.stemward", changed, NULL);
  g_assert_null (strstr (cli->out, "ALTERED"));
  sql = g_strdup_printf ("UPDATE subject SET status = 'died', status_date = '2025-11-01' WHERE number = '%s'", changed);
  change (cli, sql);
  g_assert_cmpint (cli_try (cli, "nurse", CLI_USER_PASSPHRASE, "show", "t.stemward", changed, NULL), ==, 1);
  g_assert_true (g_str_has_prefix (cli->out, "ALTERED: not what the journal says\n"));
  g_assert_nonnull (strstr (cli->out, "\nVisits\n"));
  cli_assert_says (cli, "table subject: Row");
  cli_assert_says (cli, "check integrity, and restore the last backup");
  /* Of whom nothing was changed. */
  cli_run (cli, "nurse", 0, "show", "t.stemward", left, NULL);
  g_assert_null (strstr (cli->out, "ALTERED"));
  /* One value: its form is said to be unreadable, the rest is there. */
  change (cli, "UPDATE subject SET status = 'screening', status_date = NULL; UPDATE value SET value = '99', canon = '99' WHERE item LIKE '%AGE%'");
  g_assert_cmpint (cli_try (cli, "nurse", CLI_USER_PASSPHRASE, "show", "t.stemward", changed, NULL), ==, 1);
  g_assert_nonnull (strstr (cli->out, "[Cannot be read]\n"));
  g_assert_nonnull (strstr (cli->out, "\nVisits\n"));
  cli_assert_says (cli, "table value: Row");
}

static gboolean
paper_says (Cli *cli,
            const char *name,
            const char *words)
{
  g_autofree char *path = cli_path (cli, name), *text = NULL;
  const char *argv[] = { "pdftotext", "-raw", path, "-", NULL };
  g_autoptr (GSubprocess) process = g_subprocess_newv (argv, G_SUBPROCESS_FLAGS_STDOUT_PIPE, NULL);

  if (process == NULL)
    {
      g_test_skip ("pdftotext is not there");
      return TRUE;
    }
  g_assert_true (g_subprocess_communicate_utf8 (process, NULL, NULL, &text, NULL, NULL));
  return strstr (text, words) != NULL;
}

/* The log of deviations is filed as it is; the ward's list is needed, and says of what file it is. */
static void
paper_of_an_altered_file_is_not_made_or_says_so (Cli *cli,
                                                 gconstpointer data)
{
  if (is_skipped (cli))
    return;
  cli_run (cli, "nurse", 0, "do", "t.stemward", "register", "sex=M", "age=50", NULL);
  cli_run (cli, "nurse", 0, "sheet", "t.stemward", "--deviations", "--to", "d.pdf", NULL);
  change (cli, "UPDATE subject SET status = 'died', status_date = '2025-11-01'");
  g_assert_cmpint (cli_try (cli, "nurse", CLI_USER_PASSPHRASE, "sheet", "t.stemward", "--deviations", "--to", "e.pdf", NULL), !=, 0);
  cli_assert_says (cli, "is not what its journal says");
  cli_try (cli, "nurse", CLI_USER_PASSPHRASE, "print", "t.stemward", "--paper", "ward-list", "--to", "w.pdf", NULL);
  g_assert_true (paper_says (cli, "w.pdf", "changed by other means"));
}

static void
a_trail_that_was_rewritten_is_not_printed (Cli *cli,
                                           gconstpointer data)
{
  if (is_skipped (cli))
    return;
  cli_run (cli, "nurse", 0, "do", "t.stemward", "register", "sex=M", "age=50", NULL);
  cli_run (cli, "nurse", 0, "journal", "t.stemward", NULL);
  change (cli, "DROP TRIGGER journal_no_update; UPDATE journal SET user = 'mona' WHERE action = 'subject.register'");
  assert_refuses (cli, "journal", "is not as it was written");
}

int
main (int argc,
      char *argv[])
{
  int status;

  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
#define ADD(path, function) g_test_add ("/cli/altered/" path, Cli, NULL, cli_set_up_study, function, cli_tear_down)
  ADD ("figures-are-not-printed-of-tables-that-are-not-the-journals", figures_are_not_printed_of_tables_that_are_not_the_journals);
  ADD ("a-patients-record-is-shown-and-says-that-it-was-altered", a_patients_record_is_shown_and_says_that_it_was_altered);
  ADD ("paper-of-an-altered-file-is-not-made-or-says-so", paper_of_an_altered_file_is_not_made_or_says_so);
  ADD ("a-trail-that-was-rewritten-is-not-printed", a_trail_that_was_rewritten_is_not_printed);
  status = g_test_run ();
  cli_clean_up ();
  return status;
}
