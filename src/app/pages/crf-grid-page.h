/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The visit grid: how every visit of every patient stands, on one page. */

#pragma once

#include <adwaita.h>

#include "crf-writer.h"

G_BEGIN_DECLS

#define CRF_TYPE_GRID_PAGE (crf_grid_page_get_type ())
G_DECLARE_FINAL_TYPE (CrfGridPage, crf_grid_page, CRF, GRID_PAGE, AdwBin)

GtkWidget *crf_grid_page_new (CrfWriter *writer);

G_END_DECLS
