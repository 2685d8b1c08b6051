/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Charts as they are put together. */

#include "crf-chart.h"

#include "crf-number.h"

#include <math.h>
#include <stdarg.h>

static void
series_free (CrfChartSeries *series)
{
  g_free (series->name);
  g_array_unref (series->points);
  g_array_unref (series->marks);
  g_free (series);
}

static void
step_free (CrfChartStep *step)
{
  g_free (step->label);
  g_ptr_array_unref (step->losses);
  g_free (step);
}

CrfChart *
crf_chart_new (CrfChartKind kind,
               const char *id,
               const char *title)
{
  CrfChart *chart = g_new0 (CrfChart, 1);

  chart->kind = kind;
  chart->id = g_strdup (id);
  chart->title = g_strdup (title);
  chart->series = g_ptr_array_new_with_free_func ((GDestroyNotify) series_free);
  chart->categories = g_ptr_array_new_with_free_func (g_free);
  chart->ticks = g_array_new (FALSE, FALSE, sizeof (double));
  chart->steps = g_ptr_array_new_with_free_func ((GDestroyNotify) step_free);
  chart->risk = g_array_new (FALSE, FALSE, sizeof (guint));
  chart->columns = g_ptr_array_new_with_free_func (g_free);
  chart->cells = g_ptr_array_new_with_free_func (g_free);
  return chart;
}

void
crf_chart_free (CrfChart *chart)
{
  if (chart == NULL)
    return;
  g_free (chart->id);
  g_free (chart->title);
  g_free (chart->note);
  g_free (chart->x_title);
  g_free (chart->y_title);
  g_ptr_array_unref (chart->series);
  g_ptr_array_unref (chart->categories);
  g_array_unref (chart->ticks);
  g_ptr_array_unref (chart->steps);
  g_array_unref (chart->risk);
  g_ptr_array_unref (chart->columns);
  g_ptr_array_unref (chart->cells);
  g_free (chart);
}

CrfChartSeries *
crf_chart_add_series (CrfChart *chart,
                      const char *name)
{
  CrfChartSeries *series = g_new0 (CrfChartSeries, 1);

  series->name = g_strdup (name);
  series->points = g_array_new (FALSE, FALSE, sizeof (CrfChartPoint));
  series->marks = g_array_new (FALSE, FALSE, sizeof (CrfChartPoint));
  g_ptr_array_add (chart->series, series);
  return series;
}

void
crf_chart_series_add (CrfChartSeries *series,
                      double x,
                      double y,
                      double lower,
                      double upper)
{
  CrfChartPoint point = { x, y, lower, upper };

  g_array_append_val (series->points, point);
}

void
crf_chart_add_tick (CrfChart *chart,
                    double x,
                    const char *label)
{
  g_array_append_val (chart->ticks, x);
  g_ptr_array_add (chart->categories, g_strdup (label));
}

CrfChartStep *
crf_chart_add_step (CrfChart *chart,
                    const char *label,
                    guint n)
{
  CrfChartStep *step = g_new0 (CrfChartStep, 1);

  step->label = g_strdup (label);
  step->n = n;
  step->losses = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (chart->steps, step);
  return step;
}

void
crf_chart_set_columns (CrfChart *chart,
                       ...)
{
  const char *column;
  va_list columns;

  va_start (columns, chart);
  while ((column = va_arg (columns, const char *)) != NULL)
    g_ptr_array_add (chart->columns, g_strdup (column));
  va_end (columns);
}

void
crf_chart_add_cell (CrfChart *chart,
                    const char *text)
{
  g_ptr_array_add (chart->cells, g_strdup (text != NULL ? text : ""));
}

void
crf_chart_add_cell_format (CrfChart *chart,
                           const char *format,
                           ...)
{
  va_list arguments;

  va_start (arguments, format);
  g_ptr_array_add (chart->cells, g_strdup_vprintf (format, arguments));
  va_end (arguments);
}

void
crf_chart_add_number (CrfChart *chart,
                      double number,
                      int decimals)
{
  char text[CRF_DECIMAL_SIZE];

  crf_chart_add_cell (chart, isnan (number) ? NULL : crf_decimal_format_places (number, decimals, text));
}

gboolean
crf_chart_is_empty (const CrfChart *chart)
{
  for (guint i = 0; i < chart->series->len; i++)
    {
      const CrfChartSeries *series = g_ptr_array_index (chart->series, i);

      if (!series->aim && series->points->len > 0)
        return FALSE;
    }
  return chart->steps->len == 0;
}
