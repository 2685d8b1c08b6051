/* SPDX-License-Identifier: GPL-3.0-or-later */

/* verification: what is left to compare with its source, patient by patient; and the marks that fell. */

#include "crf-cli.h"

#include "crf-ground.h"
#include "crf-reader-verification.h"
#include "crf-reader.h"

#include <glib/gi18n.h>

static gboolean
print_fallen (CrfSession *session,
              const char *subject,
              gboolean json,
              GError **error)
{
  g_autoptr (GPtrArray) marks = crf_reader_fallen_marks (session, subject, error);
  CrfTable *table;

  if (marks == NULL)
    return FALSE;
  table = crf_table_new (json, "number", "place", "marked", "changed", "by", NULL);
  for (guint i = 0; i < marks->len; i++)
    {
      const CrfFallenMark *mark = g_ptr_array_index (marks, i);

      crf_table_add (table, mark->number);
      crf_table_add (table, mark->place);
      crf_table_add (table, mark->marked);
      crf_table_add (table, mark->when);
      crf_table_add (table, mark->by);
    }
  crf_table_print (table);
  return TRUE;
}

static gboolean
add_subject (CrfTable *table,
             CrfSession *session,
             const char *number,
             GError **error)
{
  CrfTarget target = { .subject = (char *) number };
  CrfVerificationCount count;

  if (!crf_reader_verification (session, &target, &count, error))
    return FALSE;
  crf_table_add (table, number);
  crf_table_add_format (table, "%u", count.forms);
  crf_table_add_format (table, "%u", count.incomplete);
  crf_table_add_format (table, "%u", count.verified);
  crf_table_add_format (table, "%u", count.to_mark);
  crf_table_add_format (table, "%u", count.queried);
  return TRUE;
}

static gboolean
print_counts (CrfSession *session,
              const char *subject,
              gboolean json,
              GError **error)
{
  CrfTable *table;
  gboolean done = TRUE;

  /* Of all before the first line. */
  if (!crf_ground_holds (session, subject, error))
    return FALSE;
  table = crf_table_new (json, "number", "forms", "not-complete", "verified", "to-verify", "queried", NULL);
  if (subject != NULL)
    done = add_subject (table, session, subject, error);
  else
    {
      g_autoptr (GArray) ids = crf_reader_patient_ids (session, NULL, NULL, CRF_PATIENT_SORT_NUMBER, FALSE, error);
      g_autoptr (GPtrArray) patients = ids != NULL ? crf_reader_patients (session, (const gint64 *) (gpointer) ids->data, ids->len, error) : NULL;

      done = patients != NULL;
      for (guint i = 0; done && i < patients->len; i++)
        done = add_subject (table, session, ((const CrfPatient *) g_ptr_array_index (patients, i))->number, error);
    }
  crf_table_print (table);
  return done;
}

CrfExit
crf_cli_verification (int argc,
                      char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *subject = NULL;
  g_auto (CrfCliOptions) options = { 0 };
  CrfSession *session;
  gboolean fallen = FALSE;
  gboolean done;
  CrfExit exit;
  const GOptionEntry entries[] = {
    { "subject", 0, 0, G_OPTION_ARG_STRING, &subject, N_("Of one patient"), "S" },
    { "fallen", 0, 0, G_OPTION_ARG_NONE, &fallen, N_("The marks that fell because the value changed"), NULL },
    { NULL }
  };

  if (!crf_cli_parse (crf_cli_find_command ("verification"), &options, entries, &argc, &argv))
    return CRF_EXIT_USAGE;
  if (argc != 2)
    return crf_cli_usage ("verification");
  session = crf_cli_sign_in (argv[1], &options, NULL, &exit);
  if (session == NULL)
    return exit;
  done = crf_cli_note_view (session, "verification", subject, &error) &&
         (fallen ? print_fallen (session, subject, options.json, &error) : print_counts (session, subject, options.json, &error));
  exit = done ? CRF_EXIT_DONE : crf_cli_fail (error);
  crf_cli_close (session);
  return exit;
}
