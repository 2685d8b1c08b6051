/* SPDX-License-Identifier: GPL-3.0-or-later */

/* randomise: what the design of a study does over many subjects, taking a statistician's list, making lists again. */

#include "crf-cli.h"

#include "crf-allocation-file.h"
#include "crf-simulate.h"
#include "crf-use-case.h"

#include <glib/gi18n.h>

static void
print_simulation (const CrfSimulation *simulation,
                  gboolean json)
{
  CrfTable *table = crf_table_new (json, "arm", "ratio", "expected", "allocated", "worst_imbalance", "worst_in_stratum", NULL);

  for (guint i = 0; i < simulation->arms->len; i++)
    {
      const CrfSimulatedArm *arm = &g_array_index (simulation->arms, CrfSimulatedArm, i);

      crf_table_add (table, arm->arm->name);
      crf_table_add_format (table, "%d", arm->arm->ratio);
      crf_table_add_format (table, "%.1f", arm->expected);
      crf_table_add_format (table, "%d", arm->allocated);
      crf_table_add_format (table, "%.2f", arm->worst);
      crf_table_add_format (table, "%.2f", arm->worst_level);
    }
  crf_table_print (table);
  g_printerr (_("%d subjects in trials of up to 100; guessed right %.1f %%, by chance %.1f %%\n"), simulation->subjects, simulation->guessed * 100,
              simulation->chance * 100);
}

static CrfExit
simulate (CrfSession *session,
          int subjects,
          gboolean json)
{
  g_autoptr (CrfSimulation) simulation = NULL;
  g_autoptr (CrfRefusal) refusal = NULL;
  g_autoptr (GError) error = NULL;

  simulation = crf_simulate_allocation (crf_session_get_study (session), subjects, &refusal, &error);
  if (simulation != NULL)
    print_simulation (simulation, json);
  else if (refusal != NULL)
    g_printerr ("%s\n", refusal->message);
  return simulation != NULL ? CRF_EXIT_DONE : refusal != NULL ? CRF_EXIT_NO : crf_cli_fail (error);
}

typedef struct
{
  const char *path;             /* of the list; NULL: none */
  gboolean replay;
  const char *confirm, *reason, *signature;
} List;

/* "upload-allocation", which reads the file itself, or "replay-allocation" with the lines of the file where one is given. */
static CrfExit
conduct_list (CrfSession *session,
              const List *list)
{
  g_autoptr (CrfOutcome) outcome = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *rows = NULL, *sha256 = NULL;

  if (list->path != NULL && !crf_allocation_file_read (list->path, &rows, &sha256, &error))
    return crf_cli_fail (error);
  outcome = list->replay ? crf_conduct_with (session, "replay-allocation", NULL, &error, "rows", rows, "sha256", sha256, NULL)
                         : crf_conduct_with (session, "upload-allocation", NULL, &error, "file", list->path, "signature", list->signature, "confirm", list->confirm,
                                             "reason", list->reason, NULL);
  if (outcome == NULL)
    return crf_cli_fail (error);
  if (outcome->refusal != NULL)
    return crf_cli_refused (outcome->refusal);
  if (outcome->prompt != NULL)
    return crf_cli_ask (outcome->prompt);
  for (guint i = 0; i < outcome->notices->len; i++)
    g_print ("%s\n", (const char *) g_ptr_array_index (outcome->notices, i));
  return g_strcmp0 (g_hash_table_lookup (outcome->results, "result"), "differs") == 0 ? CRF_EXIT_NO : CRF_EXIT_DONE;
}

CrfExit
crf_cli_randomise (int argc,
                   char **argv)
{
  g_autofree char *upload = NULL, *source = NULL, *signature = NULL, *confirm = NULL, *reason = NULL;
  gboolean replay = FALSE;
  g_auto (CrfCliOptions) options = { 0 };
  CrfSession *session;
  int subjects = 0;
  CrfExit exit;
  const GOptionEntry entries[] = {
    { "simulate", 0, 0, G_OPTION_ARG_INT, &subjects, N_("Number of subjects to simulate"), "N" },
    { "upload", 0, 0, G_OPTION_ARG_FILENAME, &upload, N_("Seal a list that a statistician made"), "LIST.csv" },
    { "replay", 0, 0, G_OPTION_ARG_NONE, &replay, N_("Make the lists again from their seeds and compare"), NULL },
    { "list", 0, 0, G_OPTION_ARG_FILENAME, &source, N_("With --replay: compare with the file that was uploaded, too"), "LIST.csv" },
    { "signature", 0, 0, G_OPTION_ARG_FILENAME, &signature, N_("With --upload: its signature, where that is not LIST.csv.sig beside it"), "FILE" },
    CRF_CLI_ANSWER_OPTIONS (confirm, reason),
    { NULL }
  };

  if (!crf_cli_parse (crf_cli_find_command ("randomise"), &options, entries, &argc, &argv))
    return CRF_EXIT_USAGE;
  if (argc != 2 || (subjects != 0) + (upload != NULL) + replay != 1 || (source != NULL && !replay)
      || (signature != NULL && upload == NULL) || subjects < 0 || subjects > 10000000)
    return crf_cli_usage ("randomise");
  session = crf_cli_sign_in (argv[1], &options, NULL, &exit);
  if (session == NULL)
    return exit;
  if (subjects > 0)
    exit = simulate (session, subjects, options.json);
  else
    exit = conduct_list (session, &(List) { replay ? source : upload, replay, confirm, reason, signature });
  crf_cli_close (session);
  return exit;
}
