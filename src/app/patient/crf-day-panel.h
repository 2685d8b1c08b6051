/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The steps of an infusion day under the infusion's card: what is done, by whom and when, whose turn it is, what keeps it from starting, and a
 * button for each step. */

#pragma once

#include <gtk/gtk.h>

#include "crf-reader-infusion-day.h"

G_BEGIN_DECLS

#define CRF_TYPE_DAY_PANEL (crf_day_panel_get_type ())

G_DECLARE_FINAL_TYPE (CrfDayPanel, crf_day_panel, CRF, DAY_PANEL, GtkBox)

/* Signal "act" (const char *use_case): the person wants to take that step. */
GtkWidget  *crf_day_panel_new         (void);
void        crf_day_panel_pour        (CrfDayPanel *self, const CrfInfusionDay *day);
int         crf_day_panel_get_ordinal (CrfDayPanel *self);

G_END_DECLS
