/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A second version of each protocol from outside, in a study that is lived: previewed with the figures of whom and what it concerns, activated, what was
 * entered before reads as before, and a patient goes over at a visit. */

#include "cli-fixture.h"

#include <string.h>

#define PASSPHRASE "demo"
#define FILE_NAME "lived.stemward"
#define NARROW "answers=Q.WINDOWS=Q.WINDOWS.NARROW"

/* The first visit that the narrow windows of the protocol change, and its window before and after (clinical.md D1 to D5, and the option's own words). */
static const struct
{
  const char *protocol, *visit, *window;
} cases[] = {
  { "nct06242405", "SE.W12", "Week 12: day 84 ± 7 → day 84 ± 3" },
  { "nct06167473", "SE.W1", "Week 1: day 7 ± 2 → day 7 ± 1" },
  { "nct01854125", "SE.W1", "Week 1: day 7 ± 2 → day 7 ± 1" },
  { "nct01218464", "SE.W4", "Week 4: day 28 ± 3 → day 28 ± 2" },
  { "liang2017", "SE.M6", "Month 6: day 182 ± 30 → day 182 ± 14" },
};

static char *
show (Cli *cli,
      const char *subject)
{
  cli_run_with (cli, "nurse", PASSPHRASE, 0, "show", FILE_NAME, subject, NULL);
  return g_strdup (cli->out);
}

/* Somebody new, consented, whose screening is begun under the first version. */
static char *
register_one (Cli *cli)
{
  char *number;
  g_autofree char *today = NULL, *value = NULL;
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();

  cli_run_with (cli, "nurse", PASSPHRASE, 0, "do", FILE_NAME, "register", "sex=F", "birth-date=1970-05-02", "initials=ZHHO", NULL);
  number = cli_result (cli, "number");
  today = g_date_time_format (now, "%Y-%m-%d");
  value = g_strconcat ("value=", today, NULL);
  cli_run_with (cli, "nurse", PASSPHRASE, 0, "do", FILE_NAME, "enter", "--subject", number, "event=SE.SCREENING", "item=VISDAT", value, "reason=came", NULL);
  return number;
}

/* "under NCT06167473.1, go", of the version in force. */
static char *
preview (Cli *cli,
         guint i,
         const char *number)
{
  g_autofree char *patients = NULL, *forms = NULL, *refusals = NULL, *to = NULL, *from = NULL;

  cli_run_with (cli, "admin", PASSPHRASE, 0, "do", FILE_NAME, "preview-amendment", NARROW, NULL);
  patients = cli_result (cli, "patients");
  forms = cli_result (cli, "forms");
  refusals = cli_result (cli, "refusals");
  to = cli_result (cli, "to");
  from = cli_result (cli, "from");
  g_test_message ("%s: %s patients, %s forms\n%s", cases[i].protocol, patients, forms, cli->err);
  g_assert_cmpint (g_ascii_strtoll (patients, NULL, 10), >, 0);
  g_assert_cmpint (g_ascii_strtoll (forms, NULL, 10), >, 0);
  g_assert_cmpstr (refusals, ==, "0");
  g_assert_true (g_str_has_suffix (to, ".1.1"));
  cli_assert_says (cli, cases[i].window);
  cli_assert_says (cli, number);
  /* In sum: no line for each patient. */
  cli_assert_silent_about (cli, "Patient S-");
  return g_strdup_printf ("under %s, go", from);
}

/* The next amendment would list the patient under @version. */
static void
assert_under (Cli *cli,
              const char *number,
              const char *version)
{
  g_auto (GStrv) lines = NULL;
  gboolean found = FALSE;

  cli_run_with (cli, "admin", PASSPHRASE, 0, "do", FILE_NAME, "preview-amendment", "answers=Q.WINDOWS=Q.WINDOWS.PROPOSED", NULL);
  lines = g_strsplit (cli->err, "\n", -1);
  /* Whom a line is about stands in the next. */
  for (guint i = 1; i < g_strv_length (lines); i++)
    found = found || (strstr (lines[i - 1], version) != NULL && strstr (lines[i], number) != NULL);
  g_test_message ("%s%s", version, cli->err);
  g_assert_true (found);
}

static void
each_protocol_is_amended (Cli *cli,
                          gconstpointer data)
{
  guint i = GPOINTER_TO_UINT (data);
  g_autofree char *number = NULL, *old = NULL, *before = NULL, *after = NULL, *event = g_strconcat ("event=", cases[i].visit, NULL), *value = NULL;
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *today = g_date_time_format (now, "%Y-%m-%d");

  cli_run_with (cli, NULL, NULL, 0, "demo", FILE_NAME, "--study", cases[i].protocol, "--patients", "3", "--seed", "4", NULL);
  number = register_one (cli);
  before = show (cli, "S-001");
  old = preview (cli, i, number);
  cli_run_with (cli, "admin", PASSPHRASE, 0, "do", FILE_NAME, "activate-amendment", NARROW, "number=1", "summary=Narrow windows", "date=2026-02-01",
                "ethics=EC-2", "applies=next-visit", "retrain=none", NULL);
  /* What was entered before is read in its own version. */
  after = show (cli, "S-001");
  g_assert_cmpstr (before, ==, after);
  assert_under (cli, number, old);
  value = g_strconcat ("value=", today, NULL);
  cli_run_with (cli, "nurse", PASSPHRASE, 0, "do", FILE_NAME, "enter", "--subject", number, event, "item=VISDAT", value, "reason=came", NULL);
  assert_under (cli, number, ".1.1, go");
  cli_run_with (cli, cli_who_opens (cli, FILE_NAME), PASSPHRASE, 0, "verify", FILE_NAME, NULL);
}

int
main (int argc,
      char **argv)
{
  int status;

  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/cli/amendments/each-protocol-is-amended/%s", cases[i].protocol);

      g_test_add (path, Cli, GUINT_TO_POINTER (i), cli_set_up, each_protocol_is_amended, cli_tear_down);
    }
  status = g_test_run ();
  cli_clean_up ();
  return status;
}
