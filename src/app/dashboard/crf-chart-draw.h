/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The one drawing function of a dashboard chart: screen, PNG, SVG and PDF show the same. Needs no display. */

#pragma once

#include <pango/pangocairo.h>

#include "crf-chart.h"

G_BEGIN_DECLS

typedef struct
{
  const CrfChart *chart;
  gboolean dark, high_contrast;
  const char *heading, *foot; /* of a picture; NULL: on the screen the card has them */
} CrfChartView;

typedef enum { CRF_CHART_PNG, CRF_CHART_SVG, CRF_CHART_PDF } CrfChartFormat;

/* What the chart needs at that width. */
double  crf_chart_get_height (PangoContext       *context,
                              const CrfChartView *view,
                              double              width);
void    crf_chart_draw       (cairo_t            *cr,
                              PangoContext       *context,
                              const CrfChartView *view,
                              double              width,
                              double              height);
/* In light colours, as the bytes of a file. @font: family and size, NULL for the default. */
GBytes *crf_chart_render     (const CrfChart     *chart,
                              CrfChartFormat      format,
                              const char         *font,
                              const char         *heading,
                              const char         *foot,
                              GError            **error);

G_END_DECLS
