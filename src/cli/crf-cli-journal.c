/* SPDX-License-Identifier: GPL-3.0-or-later */

/* journal: the audit trail as a table. */

#include "crf-cli.h"

#include "crf-partial-date.h"
#include "crf-reader.h"

#include <glib/gi18n-lib.h>

static void
print_rows (const GPtrArray *rows,
            gboolean json)
{
  CrfTable *table = crf_table_new (json, "entry", "at", "user", "role", "action", "subject", "place", "old", "new", "reason", NULL);

  for (guint i = 0; i < rows->len; i++)
    {
      const CrfAuditRow *row = g_ptr_array_index (rows, i);

      crf_table_add (table, row->id);
      crf_table_add (table, row->at);
      crf_table_add (table, row->user);
      crf_table_add (table, row->role);
      crf_table_add (table, row->action);
      crf_table_add (table, row->subject_number);
      crf_table_add (table, row->place);
      crf_table_add (table, row->old_value);
      crf_table_add (table, row->new_value);
      crf_table_add (table, row->reason);
    }
  crf_table_print (table);
}

/* "2026-03-02" or "2026-03-02 09:14"; NULL when it is neither. */
static char *
read_since (const char *text)
{
  char iso[CRF_DATE_SIZE];
  CrfDate date;

  if (crf_date_parse (text, FALSE, &date, NULL) || crf_datetime_parse (text, FALSE, &date, NULL))
    return g_strdup (crf_date_format (&date, iso));
  g_printerr (_("--since: “%s” is no date and no date with time; write 2026-03-02 or 2026-03-02T09:14.\n"), text);
  return NULL;
}

static CrfExit
print_trail (const char *path,
             const char *subject,
             const char *since,
             const CrfCliOptions *options)
{
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (GError) error = NULL;
  CrfPatient *patient = NULL;
  CrfSession *session;
  CrfExit exit;

  session = crf_cli_sign_in (path, options, NULL, &exit);
  if (session == NULL)
    return exit;
  crf_cli_warn_read_only (session);
  if (subject != NULL)
    patient = crf_reader_patient (session, subject, &error);
  if (subject == NULL || patient != NULL)
    rows = crf_reader_audit (session, patient != NULL ? patient->key : NULL, NULL, since, 0, &error);
  if (rows != NULL)
    print_rows (rows, options->json);
  else
    exit = crf_cli_fail (error);
  crf_patient_free (patient);
  crf_session_close (session);
  return exit;
}

CrfExit
crf_cli_journal (int argc,
                 char **argv)
{
  g_autofree char *subject = NULL, *since = NULL, *from = NULL;
  CrfCliOptions options;
  CrfExit exit;
  const GOptionEntry entries[] = {
    { "subject", 's', 0, G_OPTION_ARG_STRING, &subject, N_("Only this subject"), N_("NUMBER") },
    { "since", 0, 0, G_OPTION_ARG_STRING, &since, N_("Only entries from this time on"), N_("TIME") },
    { NULL }
  };

  if (!crf_cli_parse (crf_cli_find_command ("journal"), &options, entries, &argc, &argv))
    return CRF_EXIT_USAGE;
  if (argc != 2)
    exit = crf_cli_usage ("journal");
  else if (since != NULL && (from = read_since (since)) == NULL)
    exit = CRF_EXIT_USAGE;
  else
    exit = print_trail (argv[1], subject, from, &options);
  crf_cli_options_clear (&options);
  return exit;
}
