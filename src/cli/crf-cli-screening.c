/* SPDX-License-Identifier: GPL-3.0-or-later */

/* screening: the screening log, with the anonymous lines from before consent; and the slots of the allocation lists. */

#include "crf-cli.h"

#include "crf-reader-screening.h"

#include <glib/gi18n.h>

static void
add_text (CrfTable *table,
          const char *text)
{
  crf_table_add (table, text != NULL ? text : "");
}

static gboolean
print_log (CrfSession *session,
           gboolean json,
           GError **error)
{
  g_autoptr (GPtrArray) log = crf_reader_screening_log (session, error);
  CrfTable *table;

  if (log == NULL)
    return FALSE;
  table = crf_table_new (json, "date", "number", "age", "sex", "outcome", "reason", "link", "order", NULL);
  for (guint i = 0; i < log->len; i++)
    {
      const CrfScreeningLine *line = g_ptr_array_index (log, i);

      add_text (table, line->date);
      add_text (table, line->number);
      add_text (table, line->age);
      add_text (table, line->sex);
      add_text (table, line->outcome);
      add_text (table, line->reason);
      add_text (table, line->link);
      add_text (table, line->order);
    }
  crf_table_print (table);
  return TRUE;
}

static gboolean
print_slots (CrfSession *session,
             gboolean json,
             GError **error)
{
  g_autoptr (GPtrArray) slots = crf_reader_slots (session, error);
  g_autoptr (GPtrArray) announcements = crf_reader_slot_announcements (session, NULL);
  CrfTable *table;

  if (slots == NULL)
    return FALSE;
  table = crf_table_new (json, "stratum", "workstation", "slots", "free", NULL);
  for (guint i = 0; i < slots->len; i++)
    {
      const CrfSlotLine *line = g_ptr_array_index (slots, i);

      add_text (table, line->stratum);
      add_text (table, line->station);
      crf_table_add_format (table, "%d", line->total);
      crf_table_add_format (table, "%d", line->free);
    }
  crf_table_print (table);
  for (guint i = 0; announcements != NULL && i < announcements->len; i++)
    g_printerr ("%s\n", (const char *) g_ptr_array_index (announcements, i));
  return TRUE;
}

CrfExit
crf_cli_screening (int argc,
                   char **argv)
{
  g_autoptr (GError) error = NULL;
  g_auto (CrfCliOptions) options = { 0 };
  CrfSession *session;
  gboolean slots = FALSE;
  gboolean done;
  CrfExit exit;
  const GOptionEntry entries[] = {
    { "slots", 0, 0, G_OPTION_ARG_NONE, &slots, N_("The slots of the allocation lists instead"), NULL },
    { NULL }
  };

  if (!crf_cli_parse (crf_cli_find_command ("screening"), &options, entries, &argc, &argv))
    return CRF_EXIT_USAGE;
  if (argc != 2)
    return crf_cli_usage ("screening");
  session = crf_cli_sign_in (argv[1], &options, NULL, &exit);
  if (session == NULL)
    return exit;
  done = crf_cli_begin_figures (session, slots ? "slots" : "screening", &error) &&
         (slots ? print_slots (session, options.json, &error) : print_log (session, options.json, &error));
  exit = done ? CRF_EXIT_DONE : crf_cli_fail (error);
  crf_cli_close (session);
  return exit;
}
