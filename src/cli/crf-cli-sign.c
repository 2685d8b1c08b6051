/* SPDX-License-Identifier: GPL-3.0-or-later */

/* sign: the signature that goes with a list or a definition to the study file that takes it in. */

#include "crf-cli.h"

#include <glib/gi18n-lib.h>

/* A definition is XML, whatever else it is; a list never is. */
static const char *
use_case_of (const char *path)
{
  g_autofree char *lower = g_ascii_strdown (path, -1);

  return g_str_has_suffix (lower, ".xml") ? "sign-definition" : "sign-list";
}

static CrfExit
sign (CrfSession *session,
      const char *path,
      const char *passphrase)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CrfOutcome) outcome = crf_conduct_with (session, use_case_of (path), NULL, &error, "file", path, "passphrase", passphrase, NULL);

  return outcome != NULL ? crf_cli_report (outcome) : crf_cli_fail (error);
}

CrfExit
crf_cli_sign (int argc,
              char **argv)
{
  g_auto (CrfCliOptions) options = { 0 };
  char *passphrase = NULL;
  CrfSession *session;
  CrfExit exit;

  if (!crf_cli_parse (crf_cli_find_command ("sign"), &options, NULL, &argc, &argv))
    return CRF_EXIT_USAGE;
  if (argc != 3)
    exit = crf_cli_usage ("sign");
  else if ((session = crf_cli_sign_in (argv[1], &options, &passphrase, &exit)) != NULL)
    {
      exit = sign (session, argv[2], passphrase);
      crf_cli_close (session);
    }
  crf_cli_passphrase_free (passphrase);
  return exit;
}
