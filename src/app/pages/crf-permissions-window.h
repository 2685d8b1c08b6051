/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The permission matrix as the program uses it: every act and every role of this study. Anybody who is signed in may read it; it says nothing about a
 * patient. Printed for an inspector. */

#pragma once

#include <adwaita.h>

#include "crf-writer.h"

G_BEGIN_DECLS

#define CRF_TYPE_PERMISSIONS_WINDOW (crf_permissions_window_get_type ())
G_DECLARE_FINAL_TYPE (CrfPermissionsWindow, crf_permissions_window, CRF, PERMISSIONS_WINDOW, AdwWindow)

/* Before @parent. */
CrfPermissionsWindow *crf_permissions_window_present (GtkWidget *parent, CrfWriter *writer);

/* Only what the role may; 0: all roles. */
void                  crf_permissions_window_choose  (CrfPermissionsWindow *self, CrfRole role);
guint                 crf_permissions_window_count   (CrfPermissionsWindow *self);
/* What the table says at the row, as it is shown: "–", "yes" or "task". NULL: there is no such row among those shown. */
const char           *crf_permissions_window_get     (CrfPermissionsWindow *self, const char *use_case, CrfRole role);
/* What is printed. */
const char           *crf_permissions_window_get_text (CrfPermissionsWindow *self);

G_END_DECLS
