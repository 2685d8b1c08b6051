/* SPDX-License-Identifier: GPL-3.0-or-later */

/* How rows become records. */

#pragma once

#include "crf-db.h"
#include "crf-records.h"
#include "crf-study-file-private.h"

G_BEGIN_DECLS

/* Makes a record of the row that @statement stands on. */
typedef gpointer (*CrfReadRow) (CrfStatement *statement);

/* Steps to the end. Takes @statement (NULL: returns NULL). */
GPtrArray *_crf_records_collect (CrfStatement *statement, CrfReadRow read, GDestroyNotify free_record, GError **error);
/* The first row, or NULL. Takes @statement. */
gpointer   _crf_records_first (CrfStatement *statement, CrfReadRow read, GError **error);
/* FALSE with DAMAGED: the row of @item is not what the journal says. Counts as a fault of the file. */
gboolean   _crf_records_refuse_value (CrfStudyFile *file, const char *item, GError **error);
/* A copy of the text; '' becomes NULL. */
char      *_crf_records_text_or_null (CrfStatement *statement, int column);

/* What holds @target, "frozen" or "locked", or NULL. Free it. */
char      *_crf_records_hold (CrfDb *db, const CrfEntry *target, const char **scope, GError **error);

#define _crf_records_text(statement, column) g_strdup (crf_statement_text ((statement), (column)))

G_END_DECLS
