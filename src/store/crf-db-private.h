/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What crf-db.c and crf-statement.c share. */

#pragma once

#include "crf-db.h"

#include <sqlite3.h>

G_BEGIN_DECLS

struct _CrfDb
{
  sqlite3 *handle;
  char *path;
  CrfDbMode mode;
  gboolean schema_allowed;
  GHashTable *statements; /* SQL → CrfStatement that nobody uses now */
  guint64 n_faults;       /* see crf_db_get_faults() */
  GError *fault;          /* the last of them */
};

/* Sets @error from the connection's last result; always returns FALSE. */
gboolean _crf_db_fail (CrfDb *self, int code, GError **error);

void     _crf_statement_free (CrfStatement *self);

G_END_DECLS
