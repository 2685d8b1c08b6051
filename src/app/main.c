/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The program. */

#include <locale.h>

#include <glib/gi18n.h>

#include "crf-app.h"
#include "crf-application.h"
#include "crf-config.h"
#include "crf-process.h"

int
main (int argc, char *argv[])
{
  const char *locale_dir = g_getenv ("STEMWARD_LOCALE_DIR"); /* a build folder's catalogues */
  g_autoptr (CrfApplication) application = NULL;

  crf_process_protect ();
  crf_app_prepare_environment ();
  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, locale_dir != NULL ? locale_dir : CRF_LOCALE_DIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);

  application = crf_application_new ();
  return g_application_run (G_APPLICATION (application), argc, argv);
}
