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
/* A file, read once: what is hashed is what is taken in. */
typedef struct { char *name, *text, *sha256; gsize length; } CrfImportText;
/* FALSE with @error: it cannot be read, is larger than @most megabytes, or is not the one that was looked at (@options). */
gboolean         crf_import_text_read (CrfImportText *self, const char *path, guint most, const CrfImportOptions *options, GError **error);
void             crf_import_text_clear (CrfImportText *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CrfImportText, crf_import_text_clear)
/* An ODM file, ours or another's. */
CrfImportReport *crf_import_odm (CrfSession *session, const char *path, const char *map_path, const CrfImportOptions *options,
                                 CrfImportProgress progress, gpointer data, GCancellable *cancellable, GError **error);

G_END_DECLS
