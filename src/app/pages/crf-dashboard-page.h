/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The study in charts: enrolment, flow, completeness, queries, safety, change from baseline, survival. */

#pragma once

#include <adwaita.h>

#include "crf-writer.h"

G_BEGIN_DECLS

#define CRF_TYPE_DASHBOARD_PAGE (crf_dashboard_page_get_type ())
G_DECLARE_FINAL_TYPE (CrfDashboardPage, crf_dashboard_page, CRF, DASHBOARD_PAGE, AdwBin)

GtkWidget *crf_dashboard_page_new (CrfWriter *writer);

G_END_DECLS
