/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One chart of the dashboard as a card: title, drawing or table, note, and the menu that saves it. */

#pragma once

#include <adwaita.h>

#include "crf-chart.h"

G_BEGIN_DECLS

#define CRF_TYPE_CHART_CARD (crf_chart_card_get_type ())
G_DECLARE_FINAL_TYPE (CrfChartCard, crf_chart_card, CRF, CHART_CARD, AdwBin)

/* Signal "save" (const char *format): "png", "svg" or "pdf". @chart must outlive the card. */
GtkWidget      *crf_chart_card_new       (const CrfChart *chart);
const CrfChart *crf_chart_card_get_chart (CrfChartCard   *self);
/* Whether the numbers are shown instead of the drawing. */
void            crf_chart_card_show_table (CrfChartCard  *self,
                                           gboolean       table);

G_END_DECLS
