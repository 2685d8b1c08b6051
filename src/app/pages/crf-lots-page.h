/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Cell lots: receive, release by checklist, what is left. */

#pragma once

#include <adwaita.h>

#include "crf-writer.h"

G_BEGIN_DECLS

#define CRF_TYPE_LOTS_PAGE (crf_lots_page_get_type ())
G_DECLARE_FINAL_TYPE (CrfLotsPage, crf_lots_page, CRF, LOTS_PAGE, AdwBin)

GtkWidget *crf_lots_page_new (CrfWriter *writer);

G_END_DECLS
