/* SPDX-License-Identifier: GPL-3.0-or-later */

/* import. */

#include "crf-cli.h"

#include "crf-import.h"

#include <glib/gi18n-lib.h>

static void
print_import (const CrfImportReport *report,
              gboolean json)
{
  static const char *const results[] = { "stored", "refused", "query" };
  CrfTable *table = crf_table_new (json, "line", "column", "subject", "item", "before", "after", "result", "reason", NULL);

  for (guint i = 0; i < report->cells->len; i++)
    {
      const CrfImportCell *cell = g_ptr_array_index (report->cells, i);

      crf_table_add_format (table, "%u", cell->line);
      crf_table_add (table, cell->column);
      crf_table_add (table, cell->subject);
      crf_table_add (table, cell->item);
      crf_table_add (table, cell->before);
      crf_table_add (table, cell->after);
      crf_table_add (table, results[cell->result]);
      crf_table_add (table, cell->reason);
    }
  crf_table_print (table);
}

static void
list_refused (const CrfImportReport *report)
{
  for (guint i = 0; i < report->cells->len; i++)
    {
      const CrfImportCell *cell = g_ptr_array_index (report->cells, i);

      if (cell->result == CRF_IMPORT_REFUSED)
        g_printerr (_("line %u, column %s: %s\n"), cell->line, cell->column != NULL ? cell->column : "–", cell->reason);
    }
}

static CrfExit
summarise_import (const CrfImportReport *report,
                  const CrfImportOptions *options)
{
  list_refused (report);
  for (guint i = 0; i < report->unused->len; i++)
    g_printerr (_("column %s: not in the map, left out\n"), (char *) g_ptr_array_index (report->unused, i));
  for (guint i = 0; i < report->notes->len; i++)
    g_printerr ("%s\n", (char *) g_ptr_array_index (report->notes, i));
  g_printerr (_("%u rows, %u new subjects, %u values, %u refused, %u queries.\n"), report->rows, report->subjects, report->stored, report->refused,
              report->queries);
  if (report->committed)
    return CRF_EXIT_DONE;
  if (options->dry_run)
    {
      g_printerr ("%s\n", _("A trial run: nothing was stored."));
      return report->refused > 0 ? CRF_EXIT_NO : CRF_EXIT_DONE;
    }
  if (report->blocked)
    {
      g_printerr ("%s\n", _("Nothing was stored: nobody whom this study file knows answers for the file."));
      return CRF_EXIT_NO;
    }
  if (report->whole)
    {
      g_printerr ("%s\n", _("Nothing was stored: what another study file says comes in whole or not at all."));
      return CRF_EXIT_NO;
    }
  g_printerr ("%s\n", _("Nothing was stored, because cells were refused. Mend them, say with --reason why complete forms are changed, or use --skip-refused to import the rest."));
  return CRF_EXIT_NO;
}

CrfExit
crf_cli_import (int argc,
                char **argv)
{
  g_autofree char *map = NULL, *reason = NULL, *signature = NULL;
  g_autoptr (CrfImportReport) report = NULL;
  g_autoptr (GError) error = NULL;
  CrfImportOptions import = { 0 };
  g_auto (CrfCliOptions) options = { 0 };
  CrfSession *session;
  CrfExit exit;
  const GOptionEntry entries[] = {
    { "map", 'm', 0, G_OPTION_ARG_FILENAME, &map, N_("Which column goes into which item"), N_("MAP") },
    { "dry-run", 'n', 0, G_OPTION_ARG_NONE, &import.dry_run, N_("Store nothing"), NULL },
    { "skip-refused", 0, 0, G_OPTION_ARG_NONE, &import.skip_refused, N_("Import the rest when cells are refused"), NULL },
    { "signature", 0, 0, G_OPTION_ARG_FILENAME, &signature, N_("Signature of an ODM file, where it is not FILE.sig beside it"), N_("FILE") },
    { "reason", 0, 0, G_OPTION_ARG_STRING, &reason, N_("Why values of complete or signed forms are changed; without it they are refused"), N_("TEXT") },
    { NULL }
  };

  if (!crf_cli_parse (crf_cli_find_command ("import"), &options, entries, &argc, &argv))
    return CRF_EXIT_USAGE;
  if (argc != 3)
    return crf_cli_usage ("import");
  session = crf_cli_sign_in (argv[1], &options, NULL, &exit);
  if (session == NULL)
    return exit;
  import.reason = reason;
  import.signature = signature;
  report = crf_import_file (session, argv[2], map, &import, crf_cli_progress, NULL, crf_cli_cancellable (), &error);
  if (report == NULL)
    exit = crf_cli_fail (error);
  else
    {
      print_import (report, options.json);
      exit = summarise_import (report, &import);
    }
  crf_cli_close (session);
  return exit;
}
