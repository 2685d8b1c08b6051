/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the trial is judged by: the endpoints of its definition, each with its role in the analysis. */

#pragma once

#include <gtk/gtk.h>

#include "crf-study.h"

G_BEGIN_DECLS

/* A card; NULL where the definition names no endpoint. */
GtkWidget *crf_endpoint_list_new (CrfStudy *study, const char *language);

/* "Primary endpoint: survival · day 365", one a line; NULL where none is named. Free it. */
char      *crf_endpoint_list_dup_primary (CrfStudy *study, const char *language);

G_END_DECLS
