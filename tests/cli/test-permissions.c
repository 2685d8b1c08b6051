/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What "permissions" prints is what "do" does: each role tries each use case at the command line, and is told 4, not permitted, where the table has a
 * hyphen, and nowhere else. The quick run has the roles that write no data; the thorough one all. */

#include "cli-fixture.h"

#include <string.h>

#define PASS "demo"

static const struct { const char *role, *login; gboolean quick; } people[] = {
  { "administrator", "admin", FALSE },   { "nurse", "nurse", FALSE },          { "investigator", "investigator", FALSE },
  { "principal-investigator", "principal", FALSE }, { "data-manager", "manager", TRUE }, { "monitor", "monitor", TRUE },
  { "pharmacist", "pharmacist", FALSE }, { "laboratory", "laboratory", FALSE }, { "assessor", "assessor", FALSE },
  { "statistician", "statistician", FALSE }, { "auditor", "auditor", TRUE },
};

static int
column_of (char **header,
           const char *name)
{
  for (int i = 0; header[i] != NULL; i++)
    if (strcmp (header[i], name) == 0)
      return i;
  g_assert_not_reached ();
}

static guint
try_role (Cli *cli,
          char **lines,
          char **header,
          guint person)
{
  int column = column_of (header, people[person].role);
  guint refused = 0;

  for (guint i = 1; lines[i] != NULL && *lines[i] != '\0'; i++)
    {
      g_auto (GStrv) cells = g_strsplit (lines[i], "\t", -1);
      gboolean denied = strcmp (cells[column], "-") == 0;
      int status;

      /* Some would end the session's own account or take a file. */
      if (*cells[0] == '(' || strcmp (cells[0], "change-passphrase") == 0)
        continue;
      status = cli_try (cli, people[person].login, PASS, "do", "a.stemward", cells[0], NULL);
      if ((status == 4) != denied)
        g_error ("%s as %s: exit %d, “%s” in the table\n%s", cells[0], people[person].role, status, cells[column], cli->err);
      refused += denied;
    }
  return refused;
}

static void
test_matrix (Cli *cli,
             gconstpointer protocol)
{
  g_auto (GStrv) lines = NULL;
  g_auto (GStrv) header = NULL;
  guint refused = 0;

  cli_run (cli, NULL, 0, "demo", "a.stemward", "--study", protocol, "--patients", "2", "--seed", "1", NULL);
  cli_run (cli, NULL, 0, "permissions", protocol, NULL);
  lines = g_strsplit (cli->out, "\n", -1);
  header = g_strsplit (lines[0], "\t", -1);
  for (guint i = 0; i < G_N_ELEMENTS (people); i++)
    if (people[i].quick || g_test_thorough ())
      refused += try_role (cli, lines, header, i);
  g_test_message ("%u refused", refused);
  g_assert_cmpuint (refused, >, 250);
}

int
main (int argc,
      char **argv)
{
  int status;

  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add ("/cli/permissions/the-table-is-what-is-done", Cli, "nct06167473", cli_set_up, test_matrix, cli_tear_down);
  if (g_test_thorough ())
    g_test_add ("/cli/permissions/the-table-is-what-is-done-in-a-masked-study", Cli, "nct01218464", cli_set_up, test_matrix, cli_tear_down);
  status = g_test_run ();
  cli_clean_up ();
  return status;
}
