/* SPDX-License-Identifier: GPL-3.0-or-later */

/* stemward-cli: the use cases of the window without a window. */

#include "crf-allocation-file.h"
#include "crf-allocation-source.h"
#include "crf-cli.h"
#include "crf-config.h"
#include "crf-process.h"

#include <glib/gi18n-lib.h>
#include <locale.h>

static const CrfCommand commands[] = {
  { "studies", "", N_("Lists the shipped protocols."), crf_cli_studies },
  { "check-study", "ODM.xml|ID", N_("Reads a study definition and reports its faults."), crf_cli_check_study },
  { "create", "FILE --study ID|ODM.xml --site NAME --admin LOGIN", N_("Creates a study file."), crf_cli_create },
  { "user", "FILE add|role|disable|enable|reset|list [LOGIN] …", N_("Manages accounts."), crf_cli_user },
  { "do", "FILE USE-CASE [--subject S] key=value … | --list [USE-CASE]", N_("Runs a use case."), crf_cli_do },
  { "demo", "FILE [--study ID] [--patients N] [--seed S]", N_("Creates a demonstration study with synthetic patients."), crf_cli_demo },
  { "import", "FILE DATA.csv|DATA.xml [--map MAP] [--dry-run] [--skip-refused] [--reason TEXT] [--signature FILE]", N_("Imports a table or an ODM file into subjects and forms."), crf_cli_import },
  { "export", "FILE --to OUT.xlsx|OUT.pdf|OUT.xml [--subject S] [--transactional] | --checks --to OUT.csv | --to OUT.xlsx.enc --encrypt", N_("Writes the Excel workbook, casebooks as PDF, CDISC ODM, or the list of edit checks."), crf_cli_export },
  { "sheet", "FILE --sae NUMBER --subject S|--deviations [--subject S] --to OUT.pdf", N_("Writes the report of a serious adverse event, or the log of deviations."), crf_cli_sheet },
  { "screening", "FILE [--slots]", N_("Prints the screening log, or the slots of the allocation lists."), crf_cli_screening },
  { "print", "FILE --blank|--annotated|--paper label|identity|flowsheet|handover|ward-list|sources [--subject S] --to OUT.pdf", N_("Prints blank or annotated forms, the ward list, or a paper of an infusion day."), crf_cli_print },
  { "show", "FILE SUBJECT", N_("Prints a patient's record as text."), crf_cli_show },
  { "journal", "FILE [--subject S] [--since T] [--person L] [--action A] [--review] [--to OUT.csv]", N_("Prints the audit trail, or the review report on it."), crf_cli_journal },
  { "verify", "FILE [--open] [--recompute]", N_("Checks the integrity of a study file; needs an account only to open or compute, or where it is encrypted as a whole."), crf_cli_verify },
  { "backup", "FILE DIR | FILE --auto [--to DIR] [--keep D,W,M]", N_("Copies the study file and checks the copy."), crf_cli_backup },
  { "backups", "FILE [--in DIR]", N_("Lists the backups of a study file and checks each; needs an account only where they are encrypted as a whole."), crf_cli_backups },
  { "restore", "BACKUP FILE | --latest FILE [--in DIR]", N_("Puts a checked backup in place; what was there is kept beside it. Needs an account only where it is encrypted as a whole."), crf_cli_restore },
  { "protect", "FILE", N_("Encrypts a study file as a whole, where the program was built with SQLCipher; what was there is kept beside it."), crf_cli_protect },
  { "encrypt", "IN [OUT]", N_("Encrypts a file for transport under a passphrase."), crf_cli_encrypt },
  { "decrypt", "IN.enc [OUT]", N_("Decrypts such a file; one that was changed or cut is refused."), crf_cli_decrypt },
  { "permissions", "[ID|ODM.xml]", N_("Prints who may do what, and with a study who may know the arms."), crf_cli_permissions },
  { "verification", "FILE [--subject S] [--fallen]", N_("Prints what is left to compare with its source, or the marks that fell."), crf_cli_verification },
  { "sign", "FILE LIST.csv|ODM.xml", N_("Signs an allocation list or a study definition for the study file that takes it in: LIST.csv.sig beside it."), crf_cli_sign },
  { "randomise", "FILE --simulate N | --upload LIST.csv | --replay [--list LIST.csv]",
    N_("Balance and predictability of the design over simulated subjects; sealing a list; making lists again from their seeds."), crf_cli_randomise },
  { "envelopes", "FILE --to OUT.pdf", N_("Writes the code-break envelopes of the allocation list, a page a slot."), crf_cli_envelopes },
  { "meddra", "import FOLDER [--version V] | list | search TEXT … | terms FILE [--subject S] [--open]",
    N_("Takes your own MedDRA distribution in, searches it, lists what there is to code; “do FILE code-event” codes."), crf_cli_meddra },
  { "compute", "NAME key=value … | --table IN.tsv | --list", N_("Computes a score, grade, conversion or dose figure."), crf_cli_compute },
  { "summary", "FILE [--item NAME,…] [--unscheduled]", N_("Laboratory tests and scores by visit, change from baseline, comparisons."), crf_cli_summary },
  { "survival", "--csv F --time C --event C [--by C] | FILE", N_("Kaplan–Meier estimate with limits and log-rank test."), crf_cli_survival },
};

const CrfCommand *
crf_cli_find_command (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    if (g_strcmp0 (commands[i].name, name) == 0)
      return &commands[i];
  return NULL;
}

static void
print_help (void)
{
  g_print (_("stemward-cli %s: case report forms without a window\n\n"), CRF_VERSION);
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    g_print ("  %s %s\n      %s\n", commands[i].name, commands[i].usage, _(commands[i].summary));
  g_print ("\n%s\n", _("“stemward-cli COMMAND --help” says more. Exit status: 0 done, 1 the answer is no, 2 wrong usage, 3 file or format, 4 not permitted."));
}

int
main (int argc,
      char **argv)
{
  const CrfCommand *command;
  CrfExit status;

  crf_process_protect ();
  setlocale (LC_ALL, "");
  /* Results are the same in every country; only words are not. */
  setlocale (LC_NUMERIC, "C");
  bindtextdomain (GETTEXT_PACKAGE, g_getenv ("STEMWARD_LOCALE_DIR") != NULL ? g_getenv ("STEMWARD_LOCALE_DIR") : CRF_LOCALE_DIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  crf_allocation_source_set_reader (crf_allocation_file_read);

  if (argc < 2 || g_str_equal (argv[1], "--help") || g_str_equal (argv[1], "-h") || g_str_equal (argv[1], "help"))
    {
      print_help ();
      return argc < 2 ? CRF_EXIT_USAGE : CRF_EXIT_DONE;
    }
  if (g_str_equal (argv[1], "--version"))
    {
      g_print ("stemward-cli %s\n", CRF_VERSION);
      return CRF_EXIT_DONE;
    }
  command = crf_cli_find_command (argv[1]);
  if (command == NULL)
    {
      g_printerr (_("There is no command “%s”. “stemward-cli --help” lists them.\n"), argv[1]);
      return CRF_EXIT_USAGE;
    }
  status = command->run (argc - 1, argv + 1);
  return (int) (status == CRF_EXIT_DONE && crf_cli_is_incomplete () ? CRF_EXIT_FILE : status);
}
