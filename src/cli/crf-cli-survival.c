/* SPDX-License-Identifier: GPL-3.0-or-later */

/* survival: Kaplan–Meier estimates by group, at chosen times, the log-rank test, and cumulative incidence where events compete. */

#include "crf-cli-survival.h"

#include "crf-follow-up.h"
#include "crf-number.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define LEVEL 0.95

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

/* ── Computing ── */
static const CrfSurvivalTime *
times_of (GArray *array)
{
  return (const CrfSurvivalTime *) (gpointer) array->data;
}

/* Of one group, or of all (ALL_GROUPS). For a curve who had a competing event is censored by it; for the incidence it counts. */
#define ALL_GROUPS G_MAXUINT

static GArray *
select_times (const CrfCliSurvival *survival,
              guint group,
              gboolean competing)
{
  GArray *own = g_array_new (FALSE, FALSE, sizeof (CrfSurvivalTime));

  for (guint i = 0; i < survival->times->len; i++)
    {
      CrfSurvivalTime time = g_array_index (survival->times, CrfSurvivalTime, i);

      if (group != ALL_GROUPS && g_array_index (survival->group_of, guint, i) != group)
        continue;
      if (!competing && time.status > 1)
        time.status = 0;
      g_array_append_val (own, time);
    }
  return own;
}

static CrfSurvivalCurve *
curve_of (const CrfCliSurvival *survival,
          guint group,
          GError **error)
{
  g_autoptr (GArray) own = select_times (survival, group, FALSE);

  return crf_survival_curve_new (times_of (own), own->len, survival->limits, LEVEL, error);
}

/* Who is known to have lived beyond the day, whatever was not observed of the others. */
static guint
count_alive (const CrfCliSurvival *survival,
             guint group)
{
  g_autoptr (GArray) own = select_times (survival, group, TRUE);
  guint n = 0;

  for (guint i = 0; i < own->len; i++)
    {
      const CrfSurvivalTime *time = &g_array_index (own, CrfSurvivalTime, i);
      int order = crf_decimal_compare (time->time, survival->day);

      n += order > 0 || (order == 0 && time->status == 0);
    }
  return n;
}

/* One time of the incidence table. */
typedef struct { double time; CrfIncidencePoint event, competing; gsize n_risk; } Incidence;

/* At the chosen times, else at all of the data; of Incidence. */
static GArray *
incidence_of (const CrfCliSurvival *survival,
              guint group,
              GError **error)
{
  g_autoptr (GArray) own = select_times (survival, group, TRUE);
  g_autoptr (GArray) event = crf_cumulative_incidence (times_of (own), own->len, 1, survival->limits, LEVEL, error);
  g_autoptr (GArray) competing = event != NULL ? crf_cumulative_incidence (times_of (own), own->len, 2, survival->limits, LEVEL, error) : NULL;
  guint n = survival->at != NULL ? survival->at->len : event != NULL ? event->len : 0;
  GArray *list;

  if (competing == NULL)
    return NULL;
  list = g_array_new (FALSE, FALSE, sizeof (Incidence));
  for (guint i = 0; i < n; i++)
    {
      Incidence one = { .time = survival->at != NULL ? g_array_index (survival->at, double, i)
                                                     : g_array_index (event, CrfIncidencePoint, i).time };

      crf_cumulative_incidence_at (event, one.time, &one.event);
      crf_cumulative_incidence_at (competing, one.time, &one.competing);
      for (guint j = 0; j < own->len; j++)
        one.n_risk += crf_decimal_compare (g_array_index (own, CrfSurvivalTime, j).time, one.time) >= 0;
      g_array_append_val (list, one);
    }
  return list;
}

/* CrfSurvivalPoint at the chosen times, else at all of the data. */
static GArray *
points_of (const CrfCliSurvival *survival,
           const CrfSurvivalCurve *curve)
{
  GArray *points = g_array_new (FALSE, FALSE, sizeof (CrfSurvivalPoint));

  for (guint i = 0; survival->at != NULL && i < survival->at->len; i++)
    {
      CrfSurvivalPoint point;

      crf_survival_curve_at (curve, g_array_index (survival->at, double, i), &point);
      g_array_append_val (points, point);
    }
  if (survival->at == NULL)
    g_array_append_vals (points, curve->points->data, curve->points->len);
  return points;
}

static GPtrArray *
curves_of (const CrfCliSurvival *survival,
           GError **error)
{
  g_autoptr (GPtrArray) curves = g_ptr_array_new_with_free_func ((GDestroyNotify) crf_survival_curve_free);

  for (guint i = 0; i < survival->groups->len; i++)
    {
      CrfSurvivalCurve *curve = curve_of (survival, i, error);

      if (curve == NULL)
        return NULL;
      g_ptr_array_add (curves, curve);
    }
  return g_steal_pointer (&curves);
}

/* ── Printing ── */
static void
add_json_number (JsonBuilder *builder,
                 const char *name,
                 double value)
{
  json_builder_set_member_name (builder, name);
  if (!isfinite (value))
    json_builder_add_null_value (builder);
  else if (value <= floor (value) && fabs (value) < 1e15)
    json_builder_add_int_value (builder, (gint64) value);
  else
    json_builder_add_double_value (builder, value);
}

static void
add_json_incidence (JsonBuilder *builder,
                    const CrfCliSurvival *survival,
                    guint group)
{
  g_autoptr (GArray) list = incidence_of (survival, group, NULL);

  json_builder_set_member_name (builder, "incidence");
  json_builder_begin_array (builder);
  for (guint i = 0; list != NULL && i < list->len; i++)
    {
      const Incidence *one = &g_array_index (list, Incidence, i);

      json_builder_begin_object (builder);
      add_json_number (builder, "time", one->time);
      add_json_number (builder, "n_risk", (double) one->n_risk);
      add_json_number (builder, "event", one->event.incidence);
      add_json_number (builder, "event_lower", one->event.lower);
      add_json_number (builder, "event_upper", one->event.upper);
      add_json_number (builder, "competing", one->competing.incidence);
      add_json_number (builder, "competing_lower", one->competing.lower);
      add_json_number (builder, "competing_upper", one->competing.upper);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

/* The endpoint's own day: the estimate, and beside it who is known to live. */
static void
add_json_day (JsonBuilder *builder,
              const CrfCliSurvival *survival,
              guint group,
              const CrfSurvivalCurve *curve)
{
  CrfSurvivalPoint point;

  crf_survival_curve_at (curve, survival->day, &point);
  json_builder_set_member_name (builder, "endpoint");
  json_builder_begin_object (builder);
  add_json_number (builder, "day", survival->day);
  add_json_number (builder, "survival", point.survival);
  add_json_number (builder, "lower", point.lower);
  add_json_number (builder, "upper", point.upper);
  add_json_number (builder, "known_alive", count_alive (survival, group));
  json_builder_end_object (builder);
}

static void
add_json_group (JsonBuilder *builder,
                const CrfCliSurvival *survival,
                guint group,
                const CrfSurvivalCurve *curve)
{
  g_autoptr (GArray) points = points_of (survival, curve);

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "group");
  json_builder_add_string_value (builder, g_ptr_array_index (survival->groups, group));
  add_json_number (builder, "n", (double) curve->n);
  add_json_number (builder, "events", (double) curve->n_events);
  add_json_number (builder, "median", curve->median);
  add_json_number (builder, "median_lower", curve->median_lower);
  add_json_number (builder, "median_upper", curve->median_upper);
  json_builder_set_member_name (builder, "at");
  json_builder_begin_array (builder);
  for (guint i = 0; i < points->len; i++)
    {
      const CrfSurvivalPoint *point = &g_array_index (points, CrfSurvivalPoint, i);

      json_builder_begin_object (builder);
      add_json_number (builder, "time", point->time);
      add_json_number (builder, "n_risk", (double) point->n_risk);
      add_json_number (builder, "survival", point->survival);
      add_json_number (builder, "lower", point->lower);
      add_json_number (builder, "upper", point->upper);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  if (survival->day > 0)
    add_json_day (builder, survival, group, curve);
  if (survival->competing)
    add_json_incidence (builder, survival, group);
  json_builder_end_object (builder);
}

static void
add_json (JsonBuilder *builder,
          const CrfCliSurvival *survival,
          const GPtrArray *curves,
          const CrfLogRank *logrank)
{
  json_builder_begin_object (builder);
  if (survival->title != NULL)
    {
      json_builder_set_member_name (builder, "endpoint");
      json_builder_add_string_value (builder, survival->title);
    }
  json_builder_set_member_name (builder, "limits");
  json_builder_add_string_value (builder, crf_survival_limits_name (survival->limits));
  json_builder_set_member_name (builder, "groups");
  json_builder_begin_array (builder);
  for (guint i = 0; i < curves->len; i++)
    add_json_group (builder, survival, i, g_ptr_array_index (curves, i));
  json_builder_end_array (builder);
  json_builder_set_member_name (builder, "logrank");
  json_builder_begin_object (builder);
  add_json_number (builder, "chisq", logrank->chi_squared);
  add_json_number (builder, "df", logrank->df);
  add_json_number (builder, "p", logrank->p);
  json_builder_end_object (builder);
  json_builder_end_object (builder);
}

/* Six significant digits are more than any of these is known to. */
static void
add_figure (CrfTable *table,
            double value)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  crf_table_add (table, isfinite (value) ? g_ascii_formatd (text, sizeof text, "%.6g", value) : "NA");
}

static void
add_plain (CrfTable *table,
           double value)
{
  char text[CRF_DECIMAL_SIZE];

  crf_table_add (table, isfinite (value) ? crf_decimal_format (value, text) : "NA");
}

static void
print_group (CrfTable *table,
             const CrfCliSurvival *survival,
             guint group,
             const CrfSurvivalCurve *curve)
{
  g_autoptr (GArray) points = points_of (survival, curve);

  for (guint i = 0; i < points->len; i++)
    {
      const CrfSurvivalPoint *point = &g_array_index (points, CrfSurvivalPoint, i);

      crf_table_add (table, g_ptr_array_index (survival->groups, group));
      add_plain (table, point->time);
      crf_table_add_format (table, "%" G_GSIZE_FORMAT, point->n_risk);
      crf_table_add_format (table, "%" G_GSIZE_FORMAT, point->n_event);
      crf_table_add_format (table, "%" G_GSIZE_FORMAT, point->n_censored);
      add_figure (table, point->survival);
      add_figure (table, point->lower);
      add_figure (table, point->upper);
    }
}

static void
print_day (const CrfCliSurvival *survival,
           const GPtrArray *curves)
{
  CrfTable *table = crf_table_new (FALSE, "group", "day", "survival", "lower", "upper", "known_alive", "n", NULL);

  for (guint i = 0; i < curves->len; i++)
    {
      const CrfSurvivalCurve *curve = g_ptr_array_index (curves, i);
      CrfSurvivalPoint point;

      crf_survival_curve_at (curve, survival->day, &point);
      crf_table_add (table, g_ptr_array_index (survival->groups, i));
      crf_table_add_format (table, "%d", survival->day);
      add_figure (table, point.survival);
      add_figure (table, point.lower);
      add_figure (table, point.upper);
      crf_table_add_format (table, "%u", count_alive (survival, i));
      crf_table_add_format (table, "%" G_GSIZE_FORMAT, curve->n);
    }
  g_print ("\n");
  crf_table_print (table);
}

static void
print_incidence (const CrfCliSurvival *survival)
{
  CrfTable *table = crf_table_new (FALSE, "group", "time", "n_risk", "incidence", "lower", "upper", "incidence_competing",
                                   "competing_lower", "competing_upper", NULL);

  for (guint i = 0; i < survival->groups->len; i++)
    {
      g_autoptr (GArray) list = incidence_of (survival, i, NULL);

      for (guint j = 0; list != NULL && j < list->len; j++)
        {
          const Incidence *one = &g_array_index (list, Incidence, j);

          crf_table_add (table, g_ptr_array_index (survival->groups, i));
          add_plain (table, one->time);
          crf_table_add_format (table, "%" G_GSIZE_FORMAT, one->n_risk);
          add_figure (table, one->event.incidence);
          add_figure (table, one->event.lower);
          add_figure (table, one->event.upper);
          add_figure (table, one->competing.incidence);
          add_figure (table, one->competing.lower);
          add_figure (table, one->competing.upper);
        }
    }
  g_print ("\n");
  crf_table_print (table);
}

/* Tables with a blank line between: groups, survival, test; of a study also the endpoint's day and, where events compete, the incidence. */
static void
print_tables (const CrfCliSurvival *survival,
              const GPtrArray *curves,
              const CrfLogRank *logrank)
{
  CrfTable *groups = crf_table_new (FALSE, "group", "n", "events", "median", "median_lower", "median_upper", "limits", NULL);
  CrfTable *times = crf_table_new (FALSE, "group", "time", "n_risk", "n_event", "n_censored", "survival", "lower", "upper", NULL);
  CrfTable *test = crf_table_new (FALSE, "logrank_chisq", "df", "p", NULL);

  for (guint i = 0; i < curves->len; i++)
    {
      const CrfSurvivalCurve *curve = g_ptr_array_index (curves, i);

      crf_table_add (groups, g_ptr_array_index (survival->groups, i));
      crf_table_add_format (groups, "%" G_GSIZE_FORMAT, curve->n);
      crf_table_add_format (groups, "%" G_GSIZE_FORMAT, curve->n_events);
      add_plain (groups, curve->median);
      add_plain (groups, curve->median_lower);
      add_plain (groups, curve->median_upper);
      crf_table_add (groups, crf_survival_limits_name (curve->limits));
      print_group (times, survival, i, curve);
    }
  add_figure (test, logrank->chi_squared);
  add_plain (test, logrank->df);
  add_figure (test, logrank->p);
  crf_table_print (groups);
  g_print ("\n");
  crf_table_print (times);
  g_print ("\n");
  crf_table_print (test);
  if (survival->day > 0)
    print_day (survival, curves);
  if (survival->competing)
    print_incidence (survival);
}

/* As one object of @builder, or as tables where it is NULL. */
static CrfExit
estimate (CrfCliSurvival *survival,
          JsonBuilder *builder)
{
  CrfLogRank logrank = { .chi_squared = NAN, .df = NAN, .p = NAN };
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) curves = curves_of (survival, &error);
  g_autoptr (GArray) all = select_times (survival, ALL_GROUPS, FALSE);

  if (curves == NULL)
    return crf_cli_fail (error);
  /* One group has nothing to be compared with; the figures stay undefined. */
  if (survival->groups->len > 1 &&
      !crf_log_rank (times_of (all), (const guint *) (gpointer) survival->group_of->data, all->len, survival->groups->len, &logrank, &error))
    return crf_cli_fail (error);
  if (builder != NULL)
    add_json (builder, survival, curves, &logrank);
  else
    print_tables (survival, curves, &logrank);
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
  CrfSession *session;
  CrfExit exit;

  if (!check_word ("--death", arguments->death) || !check_word ("--transplantation", arguments->transplantation))
    return CRF_EXIT_USAGE;
  session = crf_cli_sign_in (path, options, NULL, &exit);
  if (session == NULL)
    return exit;
  if (g_strcmp0 (arguments->endpoint, "all") == 0)
    exit = run_all_endpoints (arguments, session, builder);
  else
    exit = run_endpoint (arguments, session, arguments->endpoint, builder);
  crf_session_close (session);
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
  CrfCliOptions options;
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
  crf_cli_options_clear (&options);
  return exit;
}
