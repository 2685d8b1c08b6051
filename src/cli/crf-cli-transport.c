/* SPDX-License-Identifier: GPL-3.0-or-later */

/* encrypt, decrypt: files on their way by mail or on a stick. */

#include "crf-cli.h"

#include "crf-passphrase-rule.h"
#include "crf-transport.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* The name without the suffix. NULL, said on standard error, where there is none to take off. */
static char *
plain_name (const char *path)
{
  if (g_str_has_suffix (path, CRF_TRANSPORT_SUFFIX) && strlen (path) > strlen (CRF_TRANSPORT_SUFFIX))
    return g_strndup (path, strlen (path) - strlen (CRF_TRANSPORT_SUFFIX));
  g_printerr (_("“%s” does not end in %s: say how the decrypted file shall be called.\n"), path, CRF_TRANSPORT_SUFFIX);
  return NULL;
}

gboolean
crf_cli_check_transport (CrfSession *session,
                         const char *passphrase)
{
  g_autofree char *fault = crf_passphrase_transport_fault (session, passphrase);

  if (fault == NULL)
    return TRUE;
  g_printerr ("%s\n%s\n", fault, _("Choose a longer passphrase; several words are good."));
  return FALSE;
}

static CrfExit
convert (const char *command,
         int argc,
         char **argv,
         gboolean encrypt)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *to = NULL;
  g_auto (CrfCliOptions) options = { 0 };
  char *passphrase;
  gboolean done;

  if (!crf_cli_parse (crf_cli_find_command (command), &options, NULL, &argc, &argv))
    return CRF_EXIT_USAGE;
  if (argc != 2 && argc != 3)
    return crf_cli_usage (command);
  to = argc == 3 ? g_strdup (argv[2]) : encrypt ? g_strconcat (argv[1], CRF_TRANSPORT_SUFFIX, NULL) : plain_name (argv[1]);
  if (to == NULL)
    return CRF_EXIT_USAGE;
  passphrase = encrypt ? crf_cli_read_new_passphrase (options.new_passphrase_fd, _("Passphrase of the encrypted file"))
                       : crf_cli_read_passphrase (options.passphrase_fd, _("Passphrase of the encrypted file"));
  if (passphrase == NULL)
    return CRF_EXIT_USAGE;
  if (encrypt && !crf_cli_check_transport (NULL, passphrase))
    {
      crf_cli_passphrase_free (passphrase);
      return CRF_EXIT_NO;
    }
  done = encrypt ? crf_transport_encrypt (argv[1], to, passphrase, crf_cli_cancellable (), &error)
                 : crf_transport_decrypt (argv[1], to, passphrase, crf_cli_cancellable (), &error);
  crf_cli_passphrase_free (passphrase);
  if (!done)
    {
      CrfExit exit = crf_cli_fail (error);

      return g_error_matches (error, CRF_STORE_ERROR, CRF_STORE_ERROR_DAMAGED) ? CRF_EXIT_NO : exit;
    }
  g_print ("file\t%s\n", to);
  return CRF_EXIT_DONE;
}

CrfExit
crf_cli_encrypt (int argc,
                 char **argv)
{
  return convert ("encrypt", argc, argv, TRUE);
}

CrfExit
crf_cli_decrypt (int argc,
                 char **argv)
{
  return convert ("decrypt", argc, argv, FALSE);
}
