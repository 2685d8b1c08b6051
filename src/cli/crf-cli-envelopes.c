/* SPDX-License-Identifier: GPL-3.0-or-later */

/* envelopes: the paper envelopes of the allocation list. */

#include "crf-cli.h"

#include "crf-envelope-pdf.h"

#include <glib/gi18n.h>

CrfExit
crf_cli_envelopes (int argc,
                   char **argv)
{
  g_autofree char *to = NULL;
  CrfRefusal *refusal = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (CrfCliOptions) options = { 0 };
  CrfSession *session;
  CrfExit exit;
  guint count = 0;
  const GOptionEntry entries[] = {
    { "to", 'o', 0, G_OPTION_ARG_FILENAME, &to, N_("PDF to write"), N_("FILE") },
    { NULL }
  };

  if (!crf_cli_parse (crf_cli_find_command ("envelopes"), &options, entries, &argc, &argv))
    return CRF_EXIT_USAGE;
  if (argc != 2 || to == NULL)
    return crf_cli_usage ("envelopes");
  session = crf_cli_sign_in (argv[1], &options, NULL, &exit);
  if (session == NULL)
    return exit;
  if (crf_envelope_pdf_write (session, to, &count, &refusal, &error))
    {
      g_printerr (g_dngettext (GETTEXT_PACKAGE, "%u envelope was written. Keep it closed in the safe and delete the file.\n",
                               "%u envelopes were written. Keep them closed in the safe and delete the file.\n", count), count);
      exit = CRF_EXIT_DONE;
    }
  else if (refusal != NULL)
    {
      g_autoptr (CrfOutcome) outcome = crf_outcome_new ();

      outcome->refusal = refusal;
      exit = crf_cli_report (outcome);
    }
  else
    exit = crf_cli_fail (error);
  crf_cli_close (session);
  return exit;
}
