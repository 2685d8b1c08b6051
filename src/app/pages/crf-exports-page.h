/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Exports: the Excel workbook, with progress and Cancel. */

#pragma once

#include <adwaita.h>

#include "crf-writer.h"

G_BEGIN_DECLS

#define CRF_TYPE_EXPORTS_PAGE (crf_exports_page_get_type ())
G_DECLARE_FINAL_TYPE (CrfExportsPage, crf_exports_page, CRF, EXPORTS_PAGE, AdwBin)

GtkWidget *crf_exports_page_new (CrfWriter *writer);

G_END_DECLS
