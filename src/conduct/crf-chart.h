/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A chart as data: what is drawn and, beside it, the same numbers as a table. Texts are translated. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  CRF_CHART_STEPS,  /* lines that go in steps: enrolment, Kaplan–Meier (points have limits) */
  CRF_CHART_MEANS,  /* points with limits, joined: change from baseline */
  CRF_CHART_BARS,   /* one bar a category, of stacked parts */
  CRF_CHART_FLOW,   /* boxes one under the other, with what is lost at each */
} CrfChartKind;

typedef struct { double x, y, lower, upper; } CrfChartPoint; /* NAN: no limits */

typedef struct
{
  char *name;
  GArray *points;  /* CrfChartPoint */
  GArray *marks;   /* CrfChartPoint: censorings */
  gboolean aim;    /* what is aimed at, drawn as a broken line */
} CrfChartSeries;

typedef struct
{
  char *label;
  guint n;
  GPtrArray *losses; /* char *: "2 died" */
} CrfChartStep;

typedef struct
{
  CrfChartKind kind;
  char *id;          /* "enrolment": for file names */
  char *title, *note; /* the note says method, test and its p */
  char *x_title, *y_title;
  GPtrArray *series;     /* CrfChartSeries; of bars: the parts, points' x the number of the category */
  GPtrArray *categories; /* char *: of bars; of others the labels of @ticks */
  GArray *ticks;         /* double: where on the x axis labels stand; empty: chosen when drawn */
  GPtrArray *steps;      /* CrfChartStep */
  GArray *risk;          /* guint: numbers at risk, one row a series, one column a tick; empty: none */
  GPtrArray *columns;    /* char *: headings of the table */
  GPtrArray *cells;      /* char *: by rows */
} CrfChart;

CrfChart       *crf_chart_new         (CrfChartKind kind, const char *id, const char *title);
void            crf_chart_free        (CrfChart *chart);
CrfChartSeries *crf_chart_add_series  (CrfChart *chart, const char *name);
void            crf_chart_series_add  (CrfChartSeries *series, double x, double y, double lower, double upper);
void            crf_chart_add_tick    (CrfChart *chart, double x, const char *label);
CrfChartStep   *crf_chart_add_step    (CrfChart *chart, const char *label, guint n);
/* Headings end with NULL. */
void            crf_chart_set_columns (CrfChart *chart, ...) G_GNUC_NULL_TERMINATED;
void            crf_chart_add_cell    (CrfChart *chart, const char *text);
void            crf_chart_add_cell_format (CrfChart *chart, const char *format, ...) G_GNUC_PRINTF (2, 3);
/* NAN: an empty cell. */
void            crf_chart_add_number  (CrfChart *chart, double number, int decimals);
/* Whether there is anything to draw. */
gboolean        crf_chart_is_empty    (const CrfChart *chart);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrfChart, crf_chart_free)

G_END_DECLS
