/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Queries by state; opening one puts the cursor in the field that it is about. */

#pragma once

#include <adwaita.h>

#include "crf-writer.h"

G_BEGIN_DECLS

#define CRF_TYPE_QUERIES_PAGE (crf_queries_page_get_type ())
G_DECLARE_FINAL_TYPE (CrfQueriesPage, crf_queries_page, CRF, QUERIES_PAGE, AdwBin)

GtkWidget *crf_queries_page_new (CrfWriter *writer);

G_END_DECLS
