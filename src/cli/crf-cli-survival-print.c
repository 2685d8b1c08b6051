/* SPDX-License-Identifier: GPL-3.0-or-later */

/* survival: the estimates as JSON or as tables. */

#include "crf-cli-survival-estimate.h"

#include "crf-number.h"

#include <math.h>

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
  g_autoptr (GArray) list = crf_cli_survival_incidence (survival, group, NULL);

  json_builder_set_member_name (builder, "incidence");
  json_builder_begin_array (builder);
  for (guint i = 0; list != NULL && i < list->len; i++)
    {
      const CrfCliIncidence *one = &g_array_index (list, CrfCliIncidence, i);

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
  add_json_number (builder, "known_alive", crf_cli_survival_count_alive (survival, group));
  json_builder_end_object (builder);
}

static void
add_json_group (JsonBuilder *builder,
                const CrfCliSurvival *survival,
                guint group,
                const CrfSurvivalCurve *curve)
{
  g_autoptr (GArray) points = crf_cli_survival_points (survival, curve);

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

void
crf_cli_survival_add_json (JsonBuilder *builder,
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
  g_autoptr (GArray) points = crf_cli_survival_points (survival, curve);

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
      crf_table_add_format (table, "%u", crf_cli_survival_count_alive (survival, i));
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
      g_autoptr (GArray) list = crf_cli_survival_incidence (survival, i, NULL);

      for (guint j = 0; list != NULL && j < list->len; j++)
        {
          const CrfCliIncidence *one = &g_array_index (list, CrfCliIncidence, j);

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

void
crf_cli_survival_print_tables (const CrfCliSurvival *survival,
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
