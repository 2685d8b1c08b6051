/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Takes data in from a file: a table (laboratory results, an old study) by a map, or CDISC ODM. First it is only looked at: what would be stored, what stands
 * there, what is refused and why, who signed it; then all of it is stored, or nothing. */

#pragma once

#include <adwaita.h>

#include "crf-writer.h"

G_BEGIN_DECLS

#define CRF_TYPE_IMPORT_WINDOW (crf_import_window_get_type ())
G_DECLARE_FINAL_TYPE (CrfImportWindow, crf_import_window, CRF, IMPORT_WINDOW, AdwWindow)

/* Presents the window over @parent's, or says in a dialog why this role takes nothing in; NULL then. */
CrfImportWindow *crf_import_window_present   (GtkWidget       *parent,
                                              CrfWriter       *writer);

/* For tests and pictures. @map may be NULL. */
void             crf_import_window_look_at   (CrfImportWindow *self,
                                              const char      *path,
                                              const char      *map);
/* As the button. */
void             crf_import_window_import    (CrfImportWindow *self);
gboolean         crf_import_window_can_import (CrfImportWindow *self);
/* What is said of the file, and the refusal that is shown; NULL: nothing. */
const char      *crf_import_window_get_summary (CrfImportWindow *self);
const char      *crf_import_window_get_signer  (CrfImportWindow *self);
const char      *crf_import_window_get_message (CrfImportWindow *self);

G_END_DECLS
