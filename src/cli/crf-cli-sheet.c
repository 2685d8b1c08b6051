/* SPDX-License-Identifier: GPL-3.0-or-later */

/* sheet: what is printed to be signed and sent: the report of a serious adverse event, the log of deviations. */

#include "crf-cli.h"

#include "crf-paper-safety.h"

#include <glib/gi18n-lib.h>

CrfExit
crf_cli_sheet (int argc,
               char **argv)
{
  g_autofree char *to = NULL, *subject = NULL, *event = NULL;
  gboolean deviations = FALSE, done;
  g_autoptr (CrfRefusal) refusal = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (CrfCliOptions) options = { 0 };
  CrfSession *session;
  CrfExit exit;
  const GOptionEntry entries[] = {
    { "to", 'o', 0, G_OPTION_ARG_FILENAME, &to, N_("PDF to write"), N_("FILE") },
    { "subject", 's', 0, G_OPTION_ARG_STRING, &subject, N_("Of this subject"), N_("NUMBER") },
    { "sae", 0, 0, G_OPTION_ARG_STRING, &event, N_("Report of the subject's serious adverse event"), N_("NUMBER") },
    { "deviations", 0, 0, G_OPTION_ARG_NONE, &deviations, N_("Log of protocol deviations"), NULL },
    { NULL }
  };

  if (!crf_cli_parse (crf_cli_find_command ("sheet"), &options, entries, &argc, &argv))
    return CRF_EXIT_USAGE;
  if (argc != 2 || to == NULL || deviations == (event != NULL) || (event != NULL && subject == NULL))
    return crf_cli_usage ("sheet");
  session = crf_cli_sign_in (argv[1], &options, NULL, &exit);
  if (session == NULL)
    return exit;
  exit = CRF_EXIT_DONE;
  done = event != NULL ? crf_sae_pdf_write (session, subject, event, to, &refusal, &error)
                       : crf_deviations_pdf_write (session, subject, to, &refusal, &error);
  if (!done && refusal != NULL)
    {
      g_printerr ("%s\n", refusal->message);
      if (refusal->remedy != NULL)
        g_printerr ("%s\n", refusal->remedy);
      exit = CRF_EXIT_NO;
    }
  else if (!done)
    exit = crf_cli_fail_reading (error);
  crf_cli_close (session);
  return exit;
}
