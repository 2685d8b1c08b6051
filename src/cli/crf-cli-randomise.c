/* SPDX-License-Identifier: GPL-3.0-or-later */

/* randomise --simulate: what the design of a study does over many subjects. */

#include "crf-cli.h"

#include "crf-simulate.h"

#include <glib/gi18n.h>

static void
print_simulation (const CrfSimulation *simulation,
                  gboolean json)
{
  CrfTable *table = crf_table_new (json, "arm", "ratio", "expected", "allocated", "worst_imbalance", NULL);

  for (guint i = 0; i < simulation->arms->len; i++)
    {
      const CrfSimulatedArm *arm = &g_array_index (simulation->arms, CrfSimulatedArm, i);

      crf_table_add (table, arm->arm->name);
      crf_table_add_format (table, "%d", arm->arm->ratio);
      crf_table_add_format (table, "%.1f", arm->expected);
      crf_table_add_format (table, "%d", arm->allocated);
      crf_table_add_format (table, "%.2f", arm->worst);
    }
  crf_table_print (table);
  g_printerr (_("%d subjects in trials of up to 100; guessed right %.1f %%, by chance %.1f %%\n"), simulation->subjects, simulation->guessed * 100,
              simulation->chance * 100);
}

CrfExit
crf_cli_randomise (int argc,
                   char **argv)
{
  g_autoptr (CrfSimulation) simulation = NULL;
  g_autoptr (CrfRefusal) refusal = NULL;
  g_autoptr (GError) error = NULL;
  CrfCliOptions options;
  CrfSession *session;
  int subjects = 0;
  CrfExit exit;
  const GOptionEntry entries[] = {
    { "simulate", 0, 0, G_OPTION_ARG_INT, &subjects, N_("Number of subjects to simulate"), "N" },
    { NULL }
  };

  if (!crf_cli_parse (crf_cli_find_command ("randomise"), &options, entries, &argc, &argv))
    return CRF_EXIT_USAGE;
  if (argc != 2 || subjects < 1 || subjects > 10000000)
    return crf_cli_usage ("randomise");
  session = crf_cli_sign_in (argv[1], &options, NULL, &exit);
  if (session == NULL)
    return exit;
  simulation = crf_simulate_allocation (crf_session_get_study (session), subjects, &refusal, &error);
  if (simulation != NULL)
    print_simulation (simulation, options.json);
  else if (refusal != NULL)
    g_printerr ("%s\n", refusal->message);
  exit = simulation != NULL ? CRF_EXIT_DONE : refusal != NULL ? CRF_EXIT_NO : crf_cli_fail (error);
  crf_session_close (session);
  crf_cli_options_clear (&options);
  return exit;
}
