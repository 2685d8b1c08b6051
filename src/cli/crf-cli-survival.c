/* SPDX-License-Identifier: GPL-3.0-or-later */

/* survival: Kaplan–Meier estimates by group, at chosen times, the log-rank test, and cumulative incidence where events compete. */

#include "crf-cli-survival-estimate.h"

#include "crf-follow-up.h"
#include "crf-number.h"

#include <glib/gi18n-lib.h>
#include <math.h>

void
crf_cli_survival_clear (CrfCliSurvival *survival)
{
  g_clear_pointer (&survival->event_values, g_strfreev);
  g_clear_pointer (&survival->times, g_array_unref);
  g_clear_pointer (&survival->group_of, g_array_unref);
  g_clear_pointer (&survival->groups, g_ptr_array_unref);
  g_clear_pointer (&survival->at, g_array_unref);
  g_clear_pointer (&survival->title, g_free);
}

/* "365,1095" */
static gboolean
read_at (CrfCliSurvival *survival,
         const char *text)
{
  g_auto (GStrv) parts = NULL;

  if (text == NULL)
    return TRUE;
  parts = g_strsplit (text, ",", -1);
  survival->at = g_array_new (FALSE, FALSE, sizeof (double));
  for (guint i = 0; parts[i] != NULL; i++)
    {
      double time;

      if (!crf_number_parse_plain (parts[i], &time, NULL) || time < 0)
        {
          g_printerr (_("--at: “%s” is no time; write numbers of 0 or more, separated by commas.\n"), parts[i]);
          return FALSE;
        }
      g_array_append_val (survival->at, time);
    }
  return TRUE;
}

static GPtrArray *
curves_of (const CrfCliSurvival *survival,
           GError **error)
{
  g_autoptr (GPtrArray) curves = g_ptr_array_new_with_free_func ((GDestroyNotify) crf_survival_curve_free);

  for (guint i = 0; i < survival->groups->len; i++)
    {
      CrfSurvivalCurve *curve = crf_cli_survival_curve (survival, i, error);

      if (curve == NULL)
        return NULL;
      g_ptr_array_add (curves, curve);
    }
  return g_steal_pointer (&curves);
}

/* As one object of @builder, or as tables where it is NULL. */
static CrfExit
estimate (CrfCliSurvival *survival,
          JsonBuilder *builder)
{
  CrfLogRank logrank = { .chi_squared = NAN, .df = NAN, .p = NAN };
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) curves = curves_of (survival, &error);

  if (curves == NULL)
    return crf_cli_fail (error);
  /* One group has nothing to be compared with; the figures stay undefined. */
  if (survival->groups->len > 1 && !crf_cli_survival_log_rank (survival, &logrank, &error))
    return crf_cli_fail (error);
  if (builder != NULL)
    crf_cli_survival_add_json (builder, survival, curves, &logrank);
  else
    crf_cli_survival_print_tables (survival, curves, &logrank);
  return CRF_EXIT_DONE;
}

/* What is given on the command line. */
typedef struct
{
  char *path, *at, *limits, *endpoint, *death, *transplantation;
  CrfCliSurvivalColumns columns;
} Arguments;

static void
arguments_clear (Arguments *arguments)
{
  g_free (arguments->path);
  g_free (arguments->at);
  g_free (arguments->limits);
  g_free (arguments->endpoint);
  g_free (arguments->death);
  g_free (arguments->transplantation);
  g_free (arguments->columns.time);
  g_free (arguments->columns.event);
  g_free (arguments->columns.by);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Arguments, arguments_clear)

/* A table has columns, a study has an endpoint; neither takes what is the other's. */
static gboolean
check_arguments (const Arguments *arguments,
                 int argc)
{
  const CrfCliSurvivalColumns *columns = &arguments->columns;
  gboolean of_study = arguments->endpoint != NULL || arguments->death != NULL || arguments->transplantation != NULL;

  if (arguments->path != NULL)
    return argc == 1 && columns->time != NULL && columns->event != NULL && !of_study;
  return argc == 2 && columns->time == NULL && columns->event == NULL && columns->by == NULL;
}

static gboolean
start (CrfCliSurvival *survival,
       const Arguments *arguments)
{
  if (arguments->limits != NULL && !crf_survival_limits_from_name (arguments->limits, &survival->limits))
    {
      g_printerr (_("--limits: “%s” is none of log-log, log and plain.\n"), arguments->limits);
      return FALSE;
    }
  survival->times = g_array_new (FALSE, FALSE, sizeof (CrfSurvivalTime));
  survival->group_of = g_array_new (FALSE, FALSE, sizeof (guint));
  survival->groups = g_ptr_array_new_with_free_func (g_free);
  return read_at (survival, arguments->at);
}

static CrfExit
run_table (const Arguments *arguments,
           JsonBuilder *builder)
{
  g_auto (CrfCliSurvival) survival = { .path = arguments->path, .by = -1, .limits = CRF_LIMITS_LOG_LOG };
  CrfExit exit;

  if (!start (&survival, arguments))
    return CRF_EXIT_USAGE;
  exit = crf_cli_survival_read_table (&survival, &arguments->columns);
  return exit == CRF_EXIT_DONE ? estimate (&survival, builder) : exit;
}

static CrfExit
run_endpoint (const Arguments *arguments,
              CrfSession *session,
              const char *endpoint,
              JsonBuilder *builder)
{
  g_auto (CrfCliSurvival) survival = { .by = -1, .limits = CRF_LIMITS_LOG_LOG };
  CrfExit exit;

  if (!start (&survival, arguments))
    return CRF_EXIT_USAGE;
  exit = crf_cli_survival_read_study (&survival, session, endpoint, arguments->death, arguments->transplantation);
  if (exit != CRF_EXIT_DONE)
    return exit;
  /* How the endpoint was read is not a row of the table. */
  if (survival.title != NULL && builder == NULL)
    g_printerr ("%s\n", survival.title);
  return estimate (&survival, builder);
}

/* Each endpoint of the definition that is a time to an event, with its OID before its tables. */
static CrfExit
run_all_endpoints (const Arguments *arguments,
                   CrfSession *session,
                   JsonBuilder *builder)
{
  const GPtrArray *endpoints = crf_study_get_endpoints (crf_session_get_study (session));
  CrfExit exit = CRF_EXIT_NO;

  if (builder != NULL)
    {
      json_builder_begin_object (builder);
      json_builder_set_member_name (builder, "endpoints");
      json_builder_begin_array (builder);
    }
  for (guint i = 0; i < endpoints->len; i++)
    {
      const CrfEndpoint *endpoint = g_ptr_array_index (endpoints, i);

      if (!crf_endpoint_has_time (endpoint))
        continue;
      if (builder == NULL)
        g_print ("%s# %s\n", exit == CRF_EXIT_DONE ? "\n" : "", endpoint->oid);
      exit = run_endpoint (arguments, session, endpoint->oid, builder);
      if (exit != CRF_EXIT_DONE)
        return exit;
    }
  if (exit != CRF_EXIT_DONE)
    g_printerr (_("The study defines no endpoint of survival or decompensation.\n"));
  if (builder != NULL)
    {
      json_builder_end_array (builder);
      json_builder_end_object (builder);
    }
  return exit;
}

/* Before the passphrase is asked for. */
static gboolean
check_word (const char *option,
            const char *word)
{
  CrfEnds ends;

  if (word == NULL || crf_ends_from_name (word, &ends))
    return TRUE;
  g_printerr (_("%s: “%s” is none of censored, event and competing.\n"), option, word);
  return FALSE;
}

static CrfExit
run_study (const Arguments *arguments,
           const CrfCliOptions *options,
           const char *path,
           JsonBuilder *builder)
{
  g_autoptr (GError) error = NULL;
  CrfSession *session;
  CrfExit exit;

  if (!check_word ("--death", arguments->death) || !check_word ("--transplantation", arguments->transplantation))
    return CRF_EXIT_USAGE;
  session = crf_cli_sign_in (path, options, NULL, &exit);
  if (session == NULL)
    return exit;
  if (!crf_cli_begin_figures (session, "survival", &error))
    exit = crf_cli_fail_reading (error);
  else if (g_strcmp0 (arguments->endpoint, "all") == 0)
    exit = run_all_endpoints (arguments, session, builder);
  else
    exit = run_endpoint (arguments, session, arguments->endpoint, builder);
  crf_cli_close (session);
  return exit;
}

static CrfExit
run (const Arguments *arguments,
     const CrfCliOptions *options,
     const char *study)
{
  g_autoptr (JsonBuilder) builder = options->json ? json_builder_new () : NULL;
  CrfExit exit = arguments->path != NULL ? run_table (arguments, builder) : run_study (arguments, options, study, builder);

  if (exit == CRF_EXIT_DONE && builder != NULL)
    crf_cli_print_json (builder);
  return exit;
}

CrfExit
crf_cli_survival (int argc,
                  char **argv)
{
  g_auto (Arguments) arguments = { 0 };
  g_auto (CrfCliOptions) options = { 0 };
  CrfExit exit;
  const GOptionEntry entries[] = {
    { "csv", 0, 0, G_OPTION_ARG_FILENAME, &arguments.path, N_("Table with one row a subject"), N_("FILE") },
    { "time", 0, 0, G_OPTION_ARG_STRING, &arguments.columns.time, N_("Column of the time to the event or the last follow-up"), N_("COLUMN") },
    { "event", 0, 0, G_OPTION_ARG_STRING, &arguments.columns.event,
      N_("Column of the event: 1 event, 0 censored; or the values that are events"), N_("COLUMN[=VALUE,…]") },
    { "by", 0, 0, G_OPTION_ARG_STRING, &arguments.columns.by, N_("Column of the group"), N_("COLUMN") },
    { "at", 0, 0, G_OPTION_ARG_STRING, &arguments.at, N_("Times to print instead of all of the data"), N_("TIME,…") },
    { "limits", 0, 0, G_OPTION_ARG_STRING, &arguments.limits, N_("Confidence limits: log-log (default), log or plain"), N_("KIND") },
    { "endpoint", 0, 0, G_OPTION_ARG_STRING, &arguments.endpoint, N_("Endpoint of the study file, of survival or decompensation (default: the first of survival), or “all”"),
      N_("OID") },
    { "death", 0, 0, G_OPTION_ARG_STRING, &arguments.death, N_("What a death is, instead of what the endpoint says: event, censored, competing"),
      N_("ROLE") },
    { "transplantation", 0, 0, G_OPTION_ARG_STRING, &arguments.transplantation, N_("The same of a liver transplantation"), N_("ROLE") },
    { NULL }
  };

  if (!crf_cli_parse (crf_cli_find_command ("survival"), &options, entries, &argc, &argv))
    return CRF_EXIT_USAGE;
  exit = check_arguments (&arguments, argc) ? run (&arguments, &options, argc > 1 ? argv[1] : NULL) : crf_cli_usage ("survival");
  return exit;
}
