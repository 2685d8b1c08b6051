/* SPDX-License-Identifier: GPL-3.0-or-later */

/* journal: the audit trail as a table. */

#include "crf-cli.h"

#include "crf-audit-csv.h"
#include "crf-partial-date.h"
#include "crf-reader.h"
#include "crf-review.h"

#include <glib/gi18n-lib.h>

static void
print_rows (const GPtrArray *rows,
            gboolean json)
{
  CrfTable *table = crf_table_new (json, "entry", "at", "user", "role", "action", "subject", "place", "old", "new", "reason", "prompt", NULL);

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
      crf_table_add (table, row->prompt);
    }
  crf_table_print (table);
}

/* "2026-03-02", "2026-03-02 09:14" in local time, or the journal's own "2026-03-02T01:14:05.123Z". */
static gboolean
read_time (const char *option,
           const char *text,
           CrfDate *local,
           CrfInstant *utc)
{
  *local = (CrfDate) { 0 };
  if (crf_instant_parse_utc (text, utc) || crf_date_parse (text, FALSE, local, NULL) || crf_datetime_parse (text, FALSE, local, NULL))
    return TRUE;
  g_printerr (_("%s: “%s” is no date and no date with time; write 2026-03-02 or 2026-03-02T09:14.\n"), option, text);
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
             const CrfAuditFilter *filter,
             gboolean json)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows = crf_reader_audit_filtered (session, filter, 0, &error);

  if (rows == NULL)
    return crf_cli_fail_reading (g_steal_pointer (&error));
  print_rows (rows, json);
  return CRF_EXIT_DONE;
}

static CrfExit
print_review (CrfSession *session,
              const char *since,
              gboolean json)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CrfReview) review = crf_reader_review (session, since, 0, &error);
  CrfTable *table;

  if (review == NULL)
    return crf_cli_fail_reading (g_steal_pointer (&error));
  table = crf_table_new (json, "finding", "person", "subject", "place", "when", "n", "what", NULL);
  for (guint i = 0; i < review->lines->len; i++)
    {
      const CrfReviewLine *line = g_ptr_array_index (review->lines, i);

      crf_table_add (table, crf_review_kind_label (line->kind));
      crf_table_add (table, line->person);
      crf_table_add (table, line->number);
      crf_table_add (table, line->what);
      crf_table_add (table, line->when);
      crf_table_add_format (table, "%u", line->n);
      crf_table_add (table, line->sentence);
    }
  crf_table_print (table);
  return CRF_EXIT_DONE;
}

static CrfExit
write_csv (CrfSession *session,
           const char *path,
           const CrfAuditFilter *filter)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *sha256 = NULL;

  if (!crf_audit_csv_export_filtered (session, path, filter, &sha256, &error))
    return crf_cli_fail (g_steal_pointer (&error));
  g_print ("sha256\t%s\n", sha256);
  return CRF_EXIT_DONE;
}

CrfExit
crf_cli_journal (int argc,
                 char **argv)
{
  g_autofree char *subject = NULL, *since = NULL, *until = NULL, *person = NULL, *form = NULL, *action = NULL, *to = NULL;
  gboolean review = FALSE;
  char from_buffer[CRF_INSTANT_SIZE], to_buffer[CRF_INSTANT_SIZE];
  CrfInstant from = { 0 }, end = { 0 };
  CrfDate local_from = { 0 }, local_end = { 0 };
  g_autoptr (GError) error = NULL;
  CrfAuditFilter filter;
  g_auto (CrfCliOptions) options = { 0 };
  CrfSession *session;
  CrfExit exit;
  const GOptionEntry entries[] = {
    { "subject", 's', 0, G_OPTION_ARG_STRING, &subject, N_("Only this subject"), N_("NUMBER") },
    { "since", 0, 0, G_OPTION_ARG_STRING, &since, N_("Only entries from this time on"), N_("TIME") },
    { "until", 0, 0, G_OPTION_ARG_STRING, &until, N_("Only entries before this time"), N_("TIME") },
    { "person", 0, 0, G_OPTION_ARG_STRING, &person, N_("Only entries of this login"), N_("LOGIN") },
    { "form", 0, 0, G_OPTION_ARG_STRING, &form, N_("Only this form"), N_("OID") },
    { "action", 0, 0, G_OPTION_ARG_STRING, &action, N_("Only this action, or one of data, queries, signatures, trial, accounts, outside"), N_("ACTION") },
    { "review", 0, 0, G_OPTION_ARG_NONE, &review, N_("The review report instead: late entries, batches, off hours, most corrected"), NULL },
    { "to", 0, 0, G_OPTION_ARG_FILENAME, &to, N_("Write the trail, or the entries that pass, to this CSV file"), N_("FILE") },
    { NULL }
  };

  if (!crf_cli_parse (crf_cli_find_command ("journal"), &options, entries, &argc, &argv))
    return CRF_EXIT_USAGE;
  if (argc != 2)
    return crf_cli_usage ("journal");
  if (review && to != NULL)
    {
      g_printerr (_("--review is a report, --to writes entries: choose one of them.\n"));
      return CRF_EXIT_USAGE;
    }
  if ((since != NULL && !read_time ("--since", since, &local_from, &from)) || (until != NULL && !read_time ("--until", until, &local_end, &end)))
    return CRF_EXIT_USAGE;
  session = crf_cli_sign_in (argv[1], &options, NULL, &exit);
  if (session == NULL)
    return exit;
  crf_cli_warn_read_only (session);
  if (since != NULL)
    format_since (session, &local_from, &from, from_buffer);
  if (until != NULL)
    format_since (session, &local_end, &end, to_buffer);
  filter = (CrfAuditFilter) { subject, person, form, action, since != NULL ? from_buffer : NULL, until != NULL ? to_buffer : NULL };
  /* The table is journalled as an export. */
  if (to == NULL && !crf_cli_note_view (session, review ? "review" : "trail", review ? NULL : subject, &error))
    exit = crf_cli_fail_reading (error);
  else if (to != NULL)
    exit = write_csv (session, to, &filter);
  else if (review)
    exit = print_review (session, since != NULL ? from_buffer : NULL, options.json);
  else
    exit = print_trail (session, &filter, options.json);
  crf_cli_close (session);
  return exit;
}
