/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the importers of tables and of ODM share. */

#pragma once

#include "crf-import.h"

G_BEGIN_DECLS

/* Empty; @unused: what of the file has no place. */
CrfImportReport *crf_import_report_new (GPtrArray *unused);
/* Adds a cell and counts it. The strings are copied; the cell is the report's. */
CrfImportCell   *crf_import_report_add (CrfImportReport *report, guint line, const char *column, const char *subject, const char *item,
                                        CrfImportResult result, const char *reason);
/* An ODM file, ours or another's. */
CrfImportReport *crf_import_odm (CrfSession *session, const char *path, const char *map_path, const CrfImportOptions *options,
                                 CrfImportProgress progress, gpointer data, GCancellable *cancellable, GError **error);

G_END_DECLS
