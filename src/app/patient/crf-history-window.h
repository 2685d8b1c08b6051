/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What happened to one field: who, when, old → new, why. */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define CRF_TYPE_HISTORY_WINDOW (crf_history_window_get_type ())
G_DECLARE_FINAL_TYPE (CrfHistoryWindow, crf_history_window, CRF, HISTORY_WINDOW, AdwWindow)

/* @rows: CrfAuditRow. Escape closes it. */
void crf_history_window_present (GtkWidget  *parent,
                                 const char *label,
                                 GPtrArray  *rows);

G_END_DECLS
