/* SPDX-License-Identifier: GPL-3.0-or-later */

/* print: papers as PDF: those of an infusion day, the ward list, the source data list, the delegation log, blank and annotated forms. */

#include "crf-cli.h"

#include "crf-paper-casebook.h"
#include "crf-paper-delegations.h"
#include "crf-paper-infusion.h"
#include "crf-paper-sources.h"
#include "crf-paper-ward-list.h"

#include <glib/gi18n-lib.h>

typedef struct
{
  char *paper, *subject, *to, *form, *event;
  int ordinal;
  gboolean blank, annotated;
} Print;

static gboolean
write_paper (CrfSession *session,
             const Print *print,
             CrfRefusal **refusal,
             GError **error)
{
  if (print->blank || print->annotated)
    return crf_paper_blank_write (session, print->event, print->form, print->annotated, print->to, refusal, error);
  if (g_strcmp0 (print->paper, "sources") == 0)
    return crf_paper_sources_write (session, print->to, refusal, error);
  if (g_strcmp0 (print->paper, "delegations") == 0)
    return crf_paper_delegations_write (session, print->to, refusal, error);
  if (g_strcmp0 (print->paper, "ward-list") == 0)
    return crf_paper_ward_list_write (session, CRF_WORK_BY_BED, FALSE, print->to, refusal, error);
  return crf_paper_infusion_write (session, print->paper, print->subject, print->ordinal, print->to, refusal, error);
}

static CrfExit
print_paper (const char *path,
             const Print *print,
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
  ok = write_paper (session, print, &refusal, &error);
  crf_cli_close (session);
  if (ok)
    return CRF_EXIT_DONE;
  if (refusal == NULL)
    return crf_cli_fail_reading (error);
  g_printerr ("%s\n", refusal->message);
  if (refusal->remedy != NULL)
    g_printerr ("%s\n", refusal->remedy);
  return CRF_EXIT_NO;
}

static void
print_clear (Print *print)
{
  g_free (print->paper);
  g_free (print->subject);
  g_free (print->to);
  g_free (print->form);
  g_free (print->event);
}

CrfExit
crf_cli_print (int argc,
               char **argv)
{
  Print print = { NULL };
  g_auto (CrfCliOptions) options = { 0 };
  CrfExit exit;
  const GOptionEntry entries[] = {
    { "paper", 0, 0, G_OPTION_ARG_STRING, &print.paper, N_("label, identity, flowsheet, handover, ward-list, sources or delegations"), N_("PAPER") },
    { "blank", 0, 0, G_OPTION_ARG_NONE, &print.blank, N_("Blank case report forms"), NULL },
    { "annotated", 0, 0, G_OPTION_ARG_NONE, &print.annotated, N_("Annotated case report form: with names, types and codes"), NULL },
    { "form", 0, 0, G_OPTION_ARG_STRING, &print.form, N_("Only this form"), N_("FORM") },
    { "event", 0, 0, G_OPTION_ARG_STRING, &print.event, N_("Only the forms of this visit"), N_("EVENT") },
    { "subject", 's', 0, G_OPTION_ARG_STRING, &print.subject, N_("Subject number; without it a blank flowsheet or handover sheet"), N_("NUMBER") },
    { "infusion", 0, 0, G_OPTION_ARG_INT, &print.ordinal, N_("Infusion number"), N_("N") },
    { "to", 'o', 0, G_OPTION_ARG_FILENAME, &print.to, N_("PDF file to write"), N_("OUT.pdf") },
    { NULL }
  };

  if (!crf_cli_parse (crf_cli_find_command ("print"), &options, entries, &argc, &argv))
    return CRF_EXIT_USAGE;
  if (argc != 2 || print.to == NULL || (print.paper != NULL) + print.blank + print.annotated != 1)
    exit = crf_cli_usage ("print");
  else
    exit = print_paper (argv[1], &print, &options);
  print_clear (&print);
  return exit;
}
