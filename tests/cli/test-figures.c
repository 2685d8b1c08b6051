/* SPDX-License-Identifier: GPL-3.0-or-later */

/* compute, survival, studies and check-study: what needs no study file and no account. */

#include "cli-fixture.h"

#include <json-glib/json-glib.h>
#include <math.h>
#include <string.h>

static void
test_help (Cli *cli,
           gconstpointer data)
{
  static const char *const commands[] = { "studies", "check-study", "create",  "user",   "do",      "demo",    "import",
                                          "export",  "show",        "journal", "verify", "backup", "compute", "survival" };

  cli_run (cli, NULL, 0, "--version", NULL);
  g_assert_true (g_str_has_prefix (cli->out, "stemward-cli "));
  cli_run (cli, NULL, 0, "--help", NULL);
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    cli_assert_says (cli, commands[i]);
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    {
      cli_run (cli, NULL, 0, commands[i], "--help", NULL);
      cli_assert_says (cli, commands[i]);
      cli_run (cli, NULL, 2, commands[i], "--no-such-option", NULL);
    }
}

static void
test_usage (Cli *cli,
            gconstpointer data)
{
  cli_run (cli, NULL, 2, NULL);
  cli_run (cli, NULL, 2, "fly", NULL);
  cli_assert_says (cli, "fly");
  cli_run (cli, NULL, 2, "compute", NULL);
  cli_run (cli, NULL, 2, "show", "t.stemward", NULL);
  cli_run (cli, NULL, 2, "verify", NULL);
  cli_run (cli, NULL, 2, "survival", "--csv", "t.csv", NULL);
  cli_run (cli, NULL, 2, "create", "t.stemward", NULL);
}

static void
test_studies (Cli *cli,
              gconstpointer data)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  JsonArray *rows;

  cli_run (cli, NULL, 0, "studies", NULL);
  g_assert_true (g_str_has_prefix (cli->out, "id\ttitle\tversion\tarms\tvisits\n"));
  cli_assert_says (cli, "nct06167473");
  cli_run (cli, NULL, 0, "studies", "--json", NULL);
  g_assert_true (json_parser_load_from_data (parser, cli->out, -1, NULL));
  rows = json_node_get_array (json_parser_get_root (parser));
  g_assert_cmpuint (json_array_get_length (rows), >=, 1);
  g_assert_true (json_object_has_member (json_array_get_object_element (rows, 0), "title"));
}

/* "sex=choice:F|M [bed=text]" */
static void
assert_explained (Cli *cli,
                  const char *use_case,
                  const char *arguments)
{
  g_auto (GStrv) listed = g_strsplit (arguments, " ", -1), rows = NULL;
  guint n = 0;

  cli_run (cli, NULL, 0, "do", "--list", use_case, NULL);
  rows = g_strsplit (g_strchomp (cli->out), "\n", -1);
  for (guint i = 0; listed[i] != NULL; i++)
    {
      gboolean needed = *listed[i] != '[';
      const char *key = listed[i] + !needed, *equals = strchr (key, '=');
      g_auto (GStrv) cells = NULL;

      if (equals == NULL)
        continue;
      n++;
      g_assert_cmpuint (n, <, g_strv_length (rows));
      cells = g_strsplit (rows[n], "\t", -1);
      g_test_message ("%s: %s", use_case, rows[n]);
      g_assert_cmpuint (g_strv_length (cells), ==, 4);
      g_assert_cmpuint (strlen (cells[0]), ==, equals - key);
      g_assert_true (strncmp (cells[0], key, strlen (cells[0])) == 0);
      g_assert_cmpstr (cells[1], ==, needed ? "yes" : "no");
      g_assert_true (g_str_has_prefix (equals + 1, cells[2]));
      /* A sentence or a word, not the key again. */
      g_assert_cmpstr (cells[3], !=, "");
      g_assert_cmpstr (cells[3], !=, cells[0]);
    }
  g_assert_cmpuint (g_strv_length (rows), ==, n + 1);
}

static void
every_argument_of_every_use_case_is_explained (Cli *cli,
                                               gconstpointer data)
{
  g_auto (GStrv) rows = NULL;

  cli_run (cli, NULL, 0, "do", "--list", NULL);
  rows = g_strsplit (g_strchomp (cli->out), "\n", -1);
  g_assert_cmpuint (g_strv_length (rows), >, 100);
  for (guint i = 1; rows[i] != NULL; i++)
    {
      g_auto (GStrv) cells = g_strsplit (rows[i], "\t", -1);

      g_assert_cmpuint (g_strv_length (cells), ==, 6);
      assert_explained (cli, cells[0], cells[5]);
    }
  cli_run (cli, NULL, 0, "do", "t.stemward", "move-form", "--help", NULL);
  cli_assert_says (cli, "to-infusion\tno\tinteger\tNumber of the right infusion");
  cli_run (cli, NULL, 0, "do", "consent", "--help", NULL);
  cli_assert_says (cli, "order\tno\tchoice:before|after\tOn the day of a withdrawal: before or after it");
  cli_run (cli, NULL, 2, "do", "--list", "no-such-thing", NULL);
  cli_run (cli, NULL, 2, "do", "--list", "consent", "enter", NULL);
}

static void
test_check_study (Cli *cli,
                  gconstpointer data)
{
  g_autofree char *good = g_build_filename (g_getenv ("STEMWARD_DATA_DIR"), "studies", "nct06167473.xml", NULL);
  g_autofree char *path = cli_path (cli, "study.xml");
  g_autofree char *text = NULL;
  char *place;

  cli_run (cli, NULL, 0, "check-study", good, NULL);
  cli_assert_says (cli, "2 arms");
  /* What "create --answer" may say is listed, also for a shipped protocol by its id. */
  cli_run (cli, NULL, 0, "check-study", "nct06167473", "--questions", NULL);
  cli_assert_says (cli, "Q.INFUSIONS.N2");
  cli_run (cli, NULL, 3, "check-study", "absent.xml", NULL);
  g_assert_true (g_file_set_contents (path, "<ODM><Study>", -1, NULL));
  cli_run (cli, NULL, 3, "check-study", path, NULL);
  cli_assert_says (cli, "study.xml");
  /* A form that the study does not have. */
  g_assert_true (g_file_get_contents (good, &text, NULL, NULL));
  place = strstr (text, "FormOID=\"F.CONSENT\"");
  g_assert_nonnull (place);
  memcpy (place, "FormOID=\"F.XYZZYXX\"", strlen ("FormOID=\"F.XYZZYXX\""));
  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  cli_run (cli, NULL, 1, "check-study", path, NULL);
  cli_assert_says (cli, "F.XYZZYXX");
}

/* ── compute ── */
static void
test_compute (Cli *cli,
              gconstpointer data)
{
  /* A worked example of the samples. */
  cli_run (cli, NULL, 0, "compute", "MELD_raw", "bili_mgdl=1.9", "inr=1.9", "creat_mgdl=1.2", "dialysis=0", NULL);
  g_assert_cmpstr (cli->out, ==, "17.789789\n");
  cli_run (cli, NULL, 0, "compute", "MELD_raw", "bili_mgdl=1.9;inr=1.9;creat_mgdl=1.2;dialysis=0", NULL);
  g_assert_cmpstr (cli->out, ==, "17.789789\n");
  cli_run (cli, NULL, 1, "compute", "MELD", "bili_mgdl=1.9", "inr=1.9", "creat_mgdl=", NULL);
  g_assert_cmpstr (cli->out, ==, "NA\n");
  g_assert_cmpstr (cli->err, !=, "");
  cli_run (cli, NULL, 0, "compute", "--explain", "MELD", "bili_mgdl=0.4", "inr=1.9", "creat_mgdl=1.2", "dialysis=0", NULL);
  cli_assert_says (cli, "0.4");
  cli_assert_says (cli, "→ 1");
  cli_run (cli, NULL, 0, "compute", "--list", NULL);
  cli_assert_says (cli, "CHILD_PUGH_POINTS");
  cli_assert_says (cli, "DOSE_VOLUME_ML");
}

static void
test_compute_faults (Cli *cli,
                     gconstpointer data)
{
  g_autofree char *path = cli_path (cli, "t.tsv");

  cli_run (cli, NULL, 2, "compute", "MELDOMETER", "inr=1", NULL);
  cli_assert_says (cli, "--list");
  cli_run (cli, NULL, 2, "compute", "MELD", "height=1", NULL);
  cli_assert_says (cli, "bili_mgdl");
  cli_run (cli, NULL, 2, "compute", "MELD", "inr=two", NULL);
  cli_run (cli, NULL, 2, "compute", "MELD", "inr", NULL);
  cli_run (cli, NULL, 3, "compute", "--table", "absent.tsv", NULL);
  g_assert_true (g_file_set_contents (path, "a\tb\n1\t2\n", -1, NULL));
  cli_run (cli, NULL, 3, "compute", "--table", "t.tsv", NULL);
  cli_assert_says (cli, "score");
  g_assert_true (g_file_set_contents (path, "score\tinputs\nMELD\tinr=1\nFOO\tx=1\n", -1, NULL));
  cli_run (cli, NULL, 3, "compute", "--table", "t.tsv", NULL);
  cli_assert_says (cli, "line 3");
  g_assert_cmpstr (cli->out, ==, "score\tinputs\tcomputed\nMELD\tinr=1\tNA\nFOO\tx=1\tNA\n");
}

/* The rule of the samples' README: figures with six places to 1e-5, everything else as printed. */
static gboolean
agrees (const char *expected,
        const char *computed)
{
  const char *point = strchr (expected, '.');

  if (point == NULL || strlen (point + 1) < 6)
    return g_str_equal (expected, computed);
  return !g_str_equal (computed, "NA") && fabs (g_ascii_strtod (expected, NULL) - g_ascii_strtod (computed, NULL)) <= 1e-5;
}

static void
test_compute_table (Cli *cli,
                    gconstpointer data)
{
  g_autofree char *path = cli_sample ("scores.tsv");

  if (path == NULL)
    return;
  cli_run (cli, NULL, 0, "compute", "--table", path, NULL);
  g_assert_cmpuint (cli_count_rows (cli), ==, 235);
  for (guint row = 1; row <= 235; row++)
    {
      g_autofree char *expected = cli_cell (cli, row, "expected"), *computed = cli_cell (cli, row, "computed");

      if (agrees (expected, computed))
        continue;
      g_test_message ("row %u: expected %s, got %s", row, expected, computed);
      g_test_fail ();
    }
}

/* ── survival ── */
static JsonObject *
parse_object (JsonParser *parser,
              const char *text)
{
  g_autoptr (GError) error = NULL;

  json_parser_load_from_data (parser, text, -1, &error);
  g_assert_no_error (error);
  return json_node_get_object (json_parser_get_root (parser));
}

static void
assert_rounded (double value,
                const char *expected)
{
  char text[32];

  g_ascii_formatd (text, sizeof text, "%.3f", value);
  g_assert_cmpstr (text, ==, expected);
}

static void
assert_at (JsonObject *group,
           guint index,
           gint64 time,
           const char *survival,
           const char *lower,
           const char *upper)
{
  JsonObject *at = json_array_get_object_element (json_object_get_array_member (group, "at"), index);

  g_assert_cmpint (json_object_get_int_member (at, "time"), ==, time);
  assert_rounded (json_object_get_double_member (at, "survival"), survival);
  assert_rounded (json_object_get_double_member (at, "lower"), lower);
  assert_rounded (json_object_get_double_member (at, "upper"), upper);
}

/* Figures of R's survfit and survdiff, in the samples' README. */
static void
test_survival (Cli *cli,
               gconstpointer data)
{
  g_autofree char *path = cli_sample ("udca1.csv");
  g_autoptr (JsonParser) parser = json_parser_new ();
  JsonObject *root, *placebo, *ursodiol, *test;
  char chisq[32];

  if (path == NULL)
    return;
  cli_run (cli, NULL, 0, "survival", "--csv", path, "--time", "futime", "--event", "status", "--by", "trt", "--at", "365,1095", "--json", NULL);
  root = parse_object (parser, cli->out);
  placebo = json_array_get_object_element (json_object_get_array_member (root, "groups"), 0);
  ursodiol = json_array_get_object_element (json_object_get_array_member (root, "groups"), 1);
  g_assert_cmpstr (json_object_get_string_member (placebo, "group"), ==, "0");
  g_assert_cmpint (json_object_get_int_member (placebo, "n") + json_object_get_int_member (ursodiol, "n"), ==, 170);
  assert_at (placebo, 0, 365, "0.913", "0.825", "0.957");
  assert_at (ursodiol, 0, 365, "0.976", "0.908", "0.994");
  assert_at (placebo, 1, 1095, "0.428", "0.311", "0.540");
  assert_at (ursodiol, 1, 1095, "0.731", "0.620", "0.814");
  g_assert_true (json_object_get_null_member (ursodiol, "median"));
  test = json_object_get_object_member (root, "logrank");
  g_ascii_formatd (chisq, sizeof chisq, "%.1f", json_object_get_double_member (test, "chisq"));
  g_assert_cmpstr (chisq, ==, "13.2");
  g_assert_cmpint (json_object_get_int_member (test, "df"), ==, 1);
  g_assert_cmpfloat (fabs (json_object_get_double_member (test, "p") - 0.0003), <, 0.00005);
}

static void
test_survival_options (Cli *cli,
                       gconstpointer data)
{
  g_autofree char *path = cli_path (cli, "t.csv");
  g_autoptr (JsonParser) parser = json_parser_new ();
  JsonObject *root, *group, *at;

  /* Four at risk, one event each at 2 and 5: 3/4, then 3/4 × 1/2. */
  g_assert_true (g_file_set_contents (path, "t;why\n2;dead\n3;lost\n5;tx\n9;\n7;alive\n", -1, NULL));
  cli_run (cli, NULL, 0, "survival", "--csv", "t.csv", "--time", "t", "--event", "why=dead,tx", NULL);
  cli_assert_says (cli, "group\ttime\tn_risk\tn_event\tn_censored\tsurvival\tlower\tupper\nall\t2\t4\t1\t0\t0.75\t");
  cli_assert_says (cli, "\nall\t3\t3\t0\t1\t0.75\t");
  cli_run (cli, NULL, 0, "survival", "--csv", "t.csv", "--time", "t", "--event", "why=dead,tx", "--limits", "plain", "--at", "2,5", "--json", NULL);
  cli_assert_says (cli, "left out");
  root = parse_object (parser, cli->out);
  group = json_array_get_object_element (json_object_get_array_member (root, "groups"), 0);
  g_assert_cmpint (json_object_get_int_member (group, "n"), ==, 4);
  g_assert_cmpint (json_object_get_int_member (group, "events"), ==, 2);
  g_assert_cmpint (json_object_get_int_member (group, "median"), ==, 5);
  at = json_array_get_object_element (json_object_get_array_member (group, "at"), 1);
  assert_rounded (json_object_get_double_member (at, "survival"), "0.375");
  g_assert_true (json_object_get_null_member (json_object_get_object_member (root, "logrank"), "p"));
}

static void
test_survival_faults (Cli *cli,
                      gconstpointer data)
{
  g_autofree char *path = cli_path (cli, "t.csv");

  g_assert_true (g_file_set_contents (path, "t,e\n2,1\n3,2\n", -1, NULL));
  cli_run (cli, NULL, 3, "survival", "--csv", "t.csv", "--time", "t", "--event", "e", NULL);
  cli_assert_says (cli, "line 3, column e");
  cli_run (cli, NULL, 3, "survival", "--csv", "t.csv", "--time", "x", "--event", "e", NULL);
  cli_assert_says (cli, "“x”");
  cli_run (cli, NULL, 2, "survival", "--csv", "t.csv", "--time", "t", "--event", "e", "--limits", "sky", NULL);
  cli_run (cli, NULL, 2, "survival", "--csv", "t.csv", "--time", "t", "--event", "e", "--at", "soon", NULL);
  g_assert_true (g_file_set_contents (path, "t,e\n-2,1\n", -1, NULL));
  cli_run (cli, NULL, 3, "survival", "--csv", "t.csv", "--time", "t", "--event", "e", NULL);
  g_assert_true (g_file_set_contents (path, "t,e\n", -1, NULL));
  cli_run (cli, NULL, 3, "survival", "--csv", "t.csv", "--time", "t", "--event", "e", NULL);
}

/* The endpoint of the study, from the first infusion on, by arm for those who may know. */
static void
test_survival_study (Cli *cli,
                     gconstpointer data)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  JsonObject *root, *group;

  cli_run (cli, NULL, 0, "demo", "d.stemward", "--patients", "6", "--seed", "1", NULL);
  cli_run_with (cli, "nurse", "demo", 0, "survival", "d.stemward", "--json", NULL);
  root = parse_object (parser, cli->out);
  g_assert_nonnull (strstr (json_object_get_string_member (root, "endpoint"), "death: event · transplantation: censored"));
  g_assert_cmpstr (json_object_get_string_member (root, "limits"), ==, "log-log");
  group = json_array_get_object_element (json_object_get_array_member (root, "groups"), 0);
  g_assert_cmpstr (json_object_get_string_member (group, "group"), ==, "low");
  g_assert_cmpint (json_object_get_int_member (json_object_get_object_member (group, "endpoint"), "day"), ==, 365);
  cli_run_with (cli, "nurse", "demo", 0, "survival", "d.stemward", "--transplantation", "event", "--at", "365", NULL);
  cli_assert_says (cli, "transplantation: event");
  cli_assert_says (cli, "\ngroup\tday\tsurvival\tlower\tupper\tknown_alive\tn\n");
  cli_run_with (cli, "nurse", "demo", 2, "survival", "d.stemward", "--endpoint", "EP.LIVER", NULL);
  cli_run_with (cli, "nurse", "demo", 0, "survival", "d.stemward", "--endpoint", "EP.DECOMPENSATION", "--death", "competing", NULL);
  cli_assert_says (cli, "death: competing event");
  cli_run_with (cli, "nurse", "demo", 0, "survival", "d.stemward", "--endpoint", "all", NULL);
  cli_assert_says (cli, "# EP.SURVIVAL\n");
  cli_assert_says (cli, "\n# EP.DECOMPENSATION\n");
  cli_run_with (cli, "nurse", "demo", 0, "survival", "d.stemward", "--endpoint", "all", "--json", NULL);
  root = parse_object (parser, cli->out);
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (root, "endpoints")), ==, 2);
  cli_run_with (cli, "nurse", "demo", 2, "survival", "d.stemward", "--transplantation", "perhaps", NULL);
  cli_run_with (cli, "nurse", "demo", 2, "survival", "d.stemward", "--time", "t", NULL);
  cli_run (cli, NULL, 2, "survival", "d.stemward", NULL);
}

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
#define ADD(path, function) g_test_add ("/cli/" path, Cli, NULL, cli_set_up, function, cli_tear_down)
  ADD ("help/every-command-has-one", test_help);
  ADD ("help/wrong-usage-is-exit-2", test_usage);
  ADD ("do/every-argument-of-every-use-case-is-explained", every_argument_of_every_use_case_is_explained);
  ADD ("studies/shipped-protocols-are-listed", test_studies);
  ADD ("check-study/faults-are-told-apart", test_check_study);
  ADD ("compute/one-figure-is-printed-alone", test_compute);
  ADD ("compute/a-fault-is-named", test_compute_faults);
  ADD ("compute/every-worked-example-is-reproduced", test_compute_table);
  ADD ("survival/figures-are-those-of-r", test_survival);
  ADD ("survival/values-that-are-events-are-chosen", test_survival_options);
  ADD ("survival/a-fault-names-its-line", test_survival_faults);
  ADD ("survival/a-study-file-follows-its-endpoint", test_survival_study);
  return g_test_run ();
}
