/* SPDX-License-Identifier: GPL-3.0-or-later */

/* print: the papers of an infusion day as PDF. */

#include "crf-cli.h"

#include "crf-paper-infusion.h"

#include <glib/gi18n-lib.h>

static CrfExit
print_paper (const char *path,
             const char *paper,
             const char *subject,
             int ordinal,
             const char *to,
             const CrfCliOptions *options)
{
  g_autoptr (CrfRefusal) refusal = NULL;
  g_autoptr (GError) error = NULL;
  CrfSession *session;
  CrfExit exit;
  gboolean ok;

  session = crf_cli_sign_in (path, options, NULL, &exit);
  if (session == NULL)
    return exit;
  ok = crf_paper_infusion_write (session, paper, subject, ordinal, to, &refusal, &error);
  crf_session_close (session);
  if (ok)
    return CRF_EXIT_DONE;
  if (refusal == NULL)
    return crf_cli_fail_reading (error);
  g_printerr ("%s\n", refusal->message);
  if (refusal->remedy != NULL)
    g_printerr ("%s\n", refusal->remedy);
  return CRF_EXIT_NO;
}

CrfExit
crf_cli_print (int argc,
               char **argv)
{
  g_autofree char *paper = NULL, *subject = NULL, *to = NULL;
  int ordinal = 0;
  CrfCliOptions options;
  CrfExit exit;
  const GOptionEntry entries[] = {
    { "paper", 0, 0, G_OPTION_ARG_STRING, &paper, N_("label, identity, flowsheet or handover"), N_("PAPER") },
    { "subject", 's', 0, G_OPTION_ARG_STRING, &subject, N_("Subject number; without it a blank flowsheet or handover sheet"), N_("NUMBER") },
    { "infusion", 0, 0, G_OPTION_ARG_INT, &ordinal, N_("Infusion number"), N_("N") },
    { "to", 0, 0, G_OPTION_ARG_FILENAME, &to, N_("PDF file to write"), N_("OUT.pdf") },
    { NULL }
  };

  if (!crf_cli_parse (crf_cli_find_command ("print"), &options, entries, &argc, &argv))
    return CRF_EXIT_USAGE;
  if (argc != 2 || paper == NULL || to == NULL)
    exit = crf_cli_usage ("print");
  else
    exit = print_paper (argv[1], paper, subject, ordinal, to, &options);
  crf_cli_options_clear (&options);
  return exit;
}
