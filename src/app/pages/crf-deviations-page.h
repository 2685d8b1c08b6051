/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The log of protocol deviations: drafts of the program and what people found, judged, closed, printed. */

#pragma once

#include <adwaita.h>

#include "crf-writer.h"

G_BEGIN_DECLS

#define CRF_TYPE_DEVIATIONS_PAGE (crf_deviations_page_get_type ())
G_DECLARE_FINAL_TYPE (CrfDeviationsPage, crf_deviations_page, CRF, DEVIATIONS_PAGE, AdwBin)

GtkWidget *crf_deviations_page_new (CrfWriter *writer);

G_END_DECLS
