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

/* "2026-03-02", "2026-03-02 09:14" in local time, or the journal's own "2026-03-02T01:14:05.123Z". */
static gboolean
read_since (const char *text,
            CrfDate *local,
            CrfInstant *utc)
{
  *local = (CrfDate) { 0 };
  if (crf_instant_parse_utc (text, utc) || crf_date_parse (text, FALSE, local, NULL) || crf_datetime_parse (text, FALSE, local, NULL))
    return TRUE;
  g_printerr (_("--since: “%s” is no date and no date with time; write 2026-03-02 or 2026-03-02T09:14.\n"), text);
  return FALSE;
}

/* As the journal writes it, in UTC. */
static const char *
format_since (CrfSession *session,
              const CrfDate *local,
              CrfInstant *utc,
              char *buffer)
{
  if (local->year > 0)
    utc->utc_ms = (crf_date_to_minutes (local) - crf_session_now (session).offset_minutes) * 60000;
  return crf_instant_format_utc (*utc, buffer);
}

static CrfExit
print_trail (CrfSession *session,
             const char *subject,
             const char *since,
             gboolean json)
{
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (GError) error = NULL;
  CrfPatient *patient = subject != NULL ? crf_reader_patient (session, subject, &error) : NULL;

  if (subject == NULL || patient != NULL)
    rows = crf_reader_audit (session, patient != NULL ? patient->key : NULL, NULL, since, 0, &error);
  crf_patient_free (patient);
  if (rows == NULL)
    return crf_cli_fail_reading (error);
  print_rows (rows, json);
  return CRF_EXIT_DONE;
}

CrfExit
crf_cli_journal (int argc,
                 char **argv)
{
  g_autofree char *subject = NULL, *since = NULL;
  char buffer[CRF_INSTANT_SIZE];
  CrfInstant utc = { 0 };
  CrfDate local = { 0 };
  CrfCliOptions options;
  CrfSession *session;
  CrfExit exit;
  const GOptionEntry entries[] = {
    { "subject", 's', 0, G_OPTION_ARG_STRING, &subject, N_("Only this subject"), N_("NUMBER") },
    { "since", 0, 0, G_OPTION_ARG_STRING, &since, N_("Only entries from this time on"), N_("TIME") },
    { NULL }
  };

  if (!crf_cli_parse (crf_cli_find_command ("journal"), &options, entries, &argc, &argv))
    return CRF_EXIT_USAGE;
  if (argc != 2)
    return crf_cli_usage ("journal");
  if (since != NULL && !read_since (since, &local, &utc))
    return CRF_EXIT_USAGE;
  session = crf_cli_sign_in (argv[1], &options, NULL, &exit);
  if (session == NULL)
    return exit;
  crf_cli_warn_read_only (session);
  exit = print_trail (session, subject, since != NULL ? format_since (session, &local, &utc, buffer) : NULL, options.json);
  crf_session_close (session);
  crf_cli_options_clear (&options);
  return exit;
}
