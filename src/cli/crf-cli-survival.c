/* SPDX-License-Identifier: GPL-3.0-or-later */

/* survival --csv: Kaplan–Meier estimates of a table by group, at chosen times, and the log-rank test. */

#include "crf-cli.h"

#include "crf-csv.h"
#include "crf-number.h"
#include "crf-survival.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define LEVEL 0.95

typedef struct
{
  const char *path;
  int time, event, by;    /* columns; @by -1: one group */
  char **event_values;    /* cells that mean an event; NULL: 0 and 1 */
  GArray *times;          /* CrfSurvivalTime: of all groups */
  GArray *group_of;       /* guint, beside @times */
  GPtrArray *groups;      /* char *: labels, in order */
  GArray *at;             /* double; NULL: all times of the data */
  CrfSurvivalLimits limits;
} Survival;

static void
survival_clear (Survival *survival)
{
  g_clear_pointer (&survival->event_values, g_strfreev);
  g_clear_pointer (&survival->times, g_array_unref);
  g_clear_pointer (&survival->group_of, g_array_unref);
  g_clear_pointer (&survival->groups, g_ptr_array_unref);
  g_clear_pointer (&survival->at, g_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Survival, survival_clear)

/* ── Reading ── */
static int
find_column (const CrfCsv *csv,
             const char *path,
             const char *name)
{
  int column = crf_csv_find_column (csv, name);

  if (column < 0)
    g_printerr (_("%s has no column “%s”.\n"), path, name);
  return column;
}

/* "status", or "status=2" or "status=2,3". */
static gboolean
read_event_option (Survival *survival,
                   const CrfCsv *csv,
                   const char *option)
{
  const char *equals = strchr (option, '=');
  g_autofree char *name = NULL;

  if (equals == NULL || crf_csv_find_column (csv, option) >= 0)
    {
      survival->event = find_column (csv, survival->path, option);
      return survival->event >= 0;
    }
  name = g_strndup (option, (gsize) (equals - option));
  survival->event = find_column (csv, survival->path, name);
  survival->event_values = g_strsplit (equals + 1, ",", -1);
  return survival->event >= 0;
}

static gboolean
fail_cell (const Survival *survival,
           const CrfCsv *csv,
           guint line,
           int column,
           const char *what)
{
  g_printerr (_("%s, line %u, column %s: %s\n"), survival->path, line, (char *) g_ptr_array_index (csv->header, (guint) column), what);
  return FALSE;
}

static gboolean
read_status (const Survival *survival,
             const CrfCsv *csv,
             const CrfCsvRow *row,
             int *status)
{
  const char *cell = g_ptr_array_index (row->cells, (guint) survival->event);
  g_autofree char *what = NULL;

  if (survival->event_values != NULL)
    *status = g_strv_contains ((const char *const *) survival->event_values, cell);
  else if (g_str_equal (cell, "0") || g_str_equal (cell, "1"))
    *status = *cell == '1';
  else
    {
      what = g_strdup_printf (_("“%s” is neither 0 nor 1. Say which values are events with --event COLUMN=VALUE[,VALUE]."), cell);
      return fail_cell (survival, csv, row->line, survival->event, what);
    }
  return TRUE;
}

static gboolean
read_row (Survival *survival,
          const CrfCsv *csv,
          const CrfCsvRow *row,
          GPtrArray *labels)
{
  CrfSurvivalTime time = { 0 };
  g_autoptr (GError) error = NULL;

  if (!crf_number_parse_plain (g_ptr_array_index (row->cells, (guint) survival->time), &time.time, &error))
    return fail_cell (survival, csv, row->line, survival->time, error->message);
  if (time.time < 0)
    return fail_cell (survival, csv, row->line, survival->time, _("a time is 0 or more."));
  if (!read_status (survival, csv, row, &time.status))
    return FALSE;
  g_array_append_val (survival->times, time);
  g_ptr_array_add (labels, survival->by >= 0 ? g_ptr_array_index (row->cells, (guint) survival->by) : (gpointer) "all");
  return TRUE;
}

static gboolean
lacks_a_cell (const Survival *survival,
              const CrfCsvRow *row)
{
  const int columns[] = { survival->time, survival->event, survival->by };

  for (guint i = 0; i < G_N_ELEMENTS (columns); i++)
    if (columns[i] >= 0 && *(char *) g_ptr_array_index (row->cells, (guint) columns[i]) == '\0')
      return TRUE;
  return FALSE;
}

/* Numbers by size, then words by alphabet. */
static int
compare_labels (gconstpointer a,
                gconstpointer b)
{
  const char *first = *(char *const *) a, *second = *(char *const *) b;
  double x, y;
  gboolean x_ok = crf_number_parse_plain (first, &x, NULL), y_ok = crf_number_parse_plain (second, &y, NULL);

  if (x_ok && y_ok && crf_decimal_compare (x, y) != 0)
    return x < y ? -1 : 1;
  if (x_ok != y_ok)
    return x_ok ? -1 : 1;
  return g_strcmp0 (first, second);
}

static void
number_groups (Survival *survival,
               GPtrArray *labels)
{
  g_autoptr (GHashTable) numbers = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < labels->len; i++)
    if (!g_hash_table_contains (numbers, g_ptr_array_index (labels, i)))
      {
        g_hash_table_insert (numbers, g_ptr_array_index (labels, i), NULL);
        g_ptr_array_add (survival->groups, g_strdup (g_ptr_array_index (labels, i)));
      }
  g_ptr_array_sort (survival->groups, compare_labels);
  for (guint i = 0; i < survival->groups->len; i++)
    g_hash_table_insert (numbers, g_ptr_array_index (survival->groups, i), GUINT_TO_POINTER (i));
  for (guint i = 0; i < labels->len; i++)
    {
      guint group = GPOINTER_TO_UINT (g_hash_table_lookup (numbers, g_ptr_array_index (labels, i)));

      g_array_append_val (survival->group_of, group);
    }
}

static gboolean
read_rows (Survival *survival,
           const CrfCsv *csv)
{
  g_autoptr (GPtrArray) labels = g_ptr_array_new ();
  guint left_out = 0;

  for (guint i = 0; i < csv->rows->len; i++)
    {
      const CrfCsvRow *row = g_ptr_array_index (csv->rows, i);

      if (lacks_a_cell (survival, row))
        left_out++;
      else if (!read_row (survival, csv, row, labels))
        return FALSE;
    }
  if (left_out > 0)
    g_printerr (ngettext ("%u row without time, event or group was left out.\n", "%u rows without time, event or group were left out.\n", left_out),
                left_out);
  if (survival->times->len == 0)
    {
      g_printerr (_("%s has no row with a time and an event.\n"), survival->path);
      return FALSE;
    }
  number_groups (survival, labels);
  return TRUE;
}

/* "365,1095" */
static gboolean
read_at (Survival *survival,
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
static CrfSurvivalCurve *
curve_of (const Survival *survival,
          guint group,
          GError **error)
{
  g_autoptr (GArray) own = g_array_new (FALSE, FALSE, sizeof (CrfSurvivalTime));

  for (guint i = 0; i < survival->times->len; i++)
    if (g_array_index (survival->group_of, guint, i) == group)
      g_array_append_val (own, g_array_index (survival->times, CrfSurvivalTime, i));
  return crf_survival_curve_new ((const CrfSurvivalTime *) (gpointer) own->data, own->len, survival->limits, LEVEL, error);
}

/* CrfSurvivalPoint at the chosen times, else at all of the data. */
static GArray *
points_of (const Survival *survival,
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
curves_of (const Survival *survival,
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
add_json_group (JsonBuilder *builder,
                const Survival *survival,
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
  json_builder_end_object (builder);
}

static void
print_json (const Survival *survival,
            const GPtrArray *curves,
            const CrfLogRank *logrank)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
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
  crf_cli_print_json (builder);
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
             const Survival *survival,
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

/* Three tables, a blank line between: groups, survival, test. */
static void
print_tables (const Survival *survival,
              const GPtrArray *curves,
              const CrfLogRank *logrank)
{
  CrfTable *groups = crf_table_new (FALSE, "group", "n", "events", "median", "median_lower", "median_upper", NULL);
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
}

static CrfExit
estimate (Survival *survival,
          gboolean json)
{
  CrfLogRank logrank = { .chi_squared = NAN, .df = NAN, .p = NAN };
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) curves = curves_of (survival, &error);

  if (curves == NULL)
    return crf_cli_fail (error);
  /* One group has nothing to be compared with; the figures stay undefined. */
  if (survival->groups->len > 1 &&
      !crf_log_rank ((const CrfSurvivalTime *) (gpointer) survival->times->data, (const guint *) (gpointer) survival->group_of->data,
                     survival->times->len, survival->groups->len, &logrank, &error))
    return crf_cli_fail (error);
  if (json)
    print_json (survival, curves, &logrank);
  else
    print_tables (survival, curves, &logrank);
  return CRF_EXIT_DONE;
}

CrfExit
crf_cli_survival (int argc,
                  char **argv)
{
  g_autofree char *path = NULL, *time = NULL, *event = NULL, *by = NULL, *at = NULL, *limits = NULL;
  gboolean json = FALSE;
  g_auto (Survival) survival = { .by = -1, .limits = CRF_LIMITS_LOG_LOG };
  g_autoptr (GError) error = NULL;
  g_autoptr (CrfCsv) csv = NULL;
  const GOptionEntry entries[] = {
    { "csv", 0, 0, G_OPTION_ARG_FILENAME, &path, N_("Table with one row a subject"), N_("FILE") },
    { "time", 0, 0, G_OPTION_ARG_STRING, &time, N_("Column of the time to the event or the last follow-up"), N_("COLUMN") },
    { "event", 0, 0, G_OPTION_ARG_STRING, &event, N_("Column of the event: 1 event, 0 censored; or the values that are events"), N_("COLUMN[=VALUE,…]") },
    { "by", 0, 0, G_OPTION_ARG_STRING, &by, N_("Column of the group"), N_("COLUMN") },
    { "at", 0, 0, G_OPTION_ARG_STRING, &at, N_("Times to print instead of all of the data"), N_("TIME,…") },
    { "limits", 0, 0, G_OPTION_ARG_STRING, &limits, N_("Confidence limits: log-log (default), log or plain"), N_("KIND") },
    { "json", 0, 0, G_OPTION_ARG_NONE, &json, N_("Print as JSON"), NULL },
    { NULL }
  };

  if (!crf_cli_parse (crf_cli_find_command ("survival"), NULL, entries, &argc, &argv))
    return CRF_EXIT_USAGE;
  if (argc != 1 || path == NULL || time == NULL || event == NULL)
    return crf_cli_usage ("survival");
  if (limits != NULL && !crf_survival_limits_from_name (limits, &survival.limits))
    {
      g_printerr (_("--limits: “%s” is none of log-log, log and plain.\n"), limits);
      return CRF_EXIT_USAGE;
    }
  survival.path = path;
  survival.times = g_array_new (FALSE, FALSE, sizeof (CrfSurvivalTime));
  survival.group_of = g_array_new (FALSE, FALSE, sizeof (guint));
  survival.groups = g_ptr_array_new_with_free_func (g_free);
  if (!read_at (&survival, at))
    return CRF_EXIT_USAGE;
  csv = crf_csv_read_file (path, &error);
  if (csv == NULL)
    return crf_cli_fail (error);
  survival.time = find_column (csv, path, time);
  survival.by = by != NULL ? find_column (csv, path, by) : -1;
  if (survival.time < 0 || (by != NULL && survival.by < 0) || !read_event_option (&survival, csv, event) || !read_rows (&survival, csv))
    return CRF_EXIT_FILE;
  return estimate (&survival, json);
}
