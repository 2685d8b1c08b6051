/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the importers of tables and of ODM share. */

#pragma once

#include "crf-import-batch.h"
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

/* Whose import it is, and who wants to know how far it is. */
typedef struct
{
  CrfSession *session;
  const CrfImportOptions *options;
  CrfImportProgress progress;
  gpointer progress_data;
  GCancellable *cancellable;
} CrfImportRun;

/* Says that @done of @all were looked at; FALSE with @error where it was cancelled. */
gboolean         crf_import_run_goes_on (const CrfImportRun *run, guint done, guint all, GError **error);
/* Commits what is to be stored. Takes @report, and gives it back or NULL. */
CrfImportReport *crf_import_run_end (const CrfImportRun *run, CrfBatch *batch, CrfImportReport *report, GError **error);
/* The field's value as people read it; NULL: nothing is there. Free it. */
char            *crf_import_run_value_at (const CrfImportRun *run, const char *subject, const CrfTarget *place, const CrfItem *item);
/* Of who came without an act of consent, in the file or before: a query. */
gboolean         crf_import_ask_for_consent (CrfBatch *batch, CrfImportReport *report, const char *subject, GError **error);
/* Scores and cross-checks of an event that got a value; a cell for each query. @line and @number: of the row, or 0 and NULL. */
gboolean         crf_import_derive (CrfBatch *batch, CrfImportReport *report, const char *subject, const char *event, guint line, const char *number,
                                    GError **error);
/* An ODM file, ours or another's. */
CrfImportReport *crf_import_odm (const CrfImportRun *run, const char *path, const char *map_path, GError **error);

G_END_DECLS
