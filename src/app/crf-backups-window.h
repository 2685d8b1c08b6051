/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The backups of the open study file: when, where, whether whole; one now, into which second folder, and putting one back. */

#pragma once

#include <adwaita.h>

#include "crf-file-care.h"

G_BEGIN_DECLS

#define CRF_TYPE_BACKUPS_WINDOW (crf_backups_window_get_type ())
G_DECLARE_FINAL_TYPE (CrfBackupsWindow, crf_backups_window, CRF, BACKUPS_WINDOW, AdwWindow)

/* Signal "restore" (const char *backup): the person has chosen it and confirmed. @care NULL: the file cannot be opened. */
GtkWidget *crf_backups_window_new (GtkWindow *parent, CrfFileCare *care, const char *path);

G_END_DECLS
