/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One SQLite connection: the only place that opens one. Sets and checks the pragmas that
 * durability and the journal rest on, and turns SQLite's codes into sentences that name the
 * file. */

#pragma once

#include <gio/gio.h>

#include "crf-store-error.h"

G_BEGIN_DECLS

typedef struct _CrfDb CrfDb;
typedef struct _CrfStatement CrfStatement;

typedef enum
{
  CRF_DB_NEW,       /* an empty file that is being made: rollback journal, renamed afterwards */
  CRF_DB_WRITE,     /* WAL, synchronous=FULL */
  CRF_DB_READ,      /* query_only; sees what the writer commits */
  CRF_DB_IMMUTABLE, /* read-only media: no lock, no -wal, no -shm */
  CRF_DB_TEMPORARY, /* private and empty, gone when closed */
  CRF_DB_PUBLIC_NEW,  /* a new file that holds nothing of a study: in the clear in every build */
  CRF_DB_PUBLIC_READ, /* such a file, read only */
} CrfDbMode;

CrfDb        *crf_db_open (const char *path, CrfDbMode mode, GError **error);
/* @leave_wal: as the last connection, do not move the -wal into the file (for checks that must
 * not write). */
void          crf_db_close (CrfDb *self);
void          crf_db_leave_wal (CrfDb *self);
const char   *crf_db_get_path (CrfDb *self);
CrfDbMode     crf_db_get_mode (CrfDb *self);
/* Lets the migrator, and nobody else, change the schema. */
void          crf_db_allow_schema (CrfDb *self, gboolean allow);
/* Runs one or more statements without parameters. */
gboolean      crf_db_exec (CrfDb *self, const char *sql, GError **error);
gboolean      crf_db_in_transaction (CrfDb *self);
int           crf_db_changes (CrfDb *self);
void          crf_db_interrupt (CrfDb *self);
/* How often SQLite has failed here because the file is damaged, gone or cannot be read, whether or not somebody looked at the error; and the last
 * of these errors (NULL: none). What was read meanwhile may be incomplete. */
guint64       crf_db_get_faults (CrfDb *self, const GError **last);
/* Adds one that SQLite did not see. */
void          crf_db_note_fault (CrfDb *self, const GError *error);
/* PASSIVE, or TRUNCATE: the -wal is emptied. */
gboolean      crf_db_checkpoint (CrfDb *self, gboolean truncate, GError **error);
/* Copies the whole database to the new file @path. */
gboolean      crf_db_copy (CrfDb *self, const char *path, GCancellable *cancellable, GError **error);

/* A statement from the cache with its parameters bound. @types has a letter for each: 's' const
 * char * (NULL: SQL NULL), 'i' gint64. Give it back with crf_statement_done() before the
 * connection closes. */
CrfStatement *crf_db_query (CrfDb *self, GError **error, const char *sql, const char *types, ...);
/* Runs such a statement to its end. */
gboolean      crf_db_run (CrfDb *self, GError **error, const char *sql, const char *types, ...);
/* First column of the first row; NULL without error: no row, or SQL NULL. */
char         *crf_db_get_text (CrfDb *self, GError **error, const char *sql, const char *types, ...);
/* The same as a number; @missing if there is no row or SQL NULL, or on error (then @error is
 * set). */
gint64        crf_db_get_int (CrfDb *self, GError **error, gint64 missing, const char *sql, const char *types, ...);

typedef enum
{
  CRF_STEP_ERROR = -1,
  CRF_STEP_DONE,
  CRF_STEP_ROW,
} CrfStep;

CrfStep       crf_statement_step (CrfStatement *self, GError **error);
/* Again, with other parameters. */
void          crf_statement_reset (CrfStatement *self);
void          crf_statement_bind_text (CrfStatement *self, int parameter, const char *text);
void          crf_statement_bind_int (CrfStatement *self, int parameter, gint64 number);
/* Valid until the next step. NULL for SQL NULL. */
const char   *crf_statement_text (CrfStatement *self, int column);
gint64        crf_statement_int (CrfStatement *self, int column);
gboolean      crf_statement_is_null (CrfStatement *self, int column);
int           crf_statement_n_columns (CrfStatement *self);
const char   *crf_statement_column_name (CrfStatement *self, int column);
/* Whether both stand on rows that are equal in type and bytes of every column. */
gboolean      crf_statement_equal_rows (CrfStatement *a, CrfStatement *b);
/* Order of the first @n columns of two rows: numbers by size, texts by bytes. */
int           crf_statement_compare (CrfStatement *a, CrfStatement *b, int n);
/* Whether a text of the row holds a NUL byte, which nothing of ours writes and C strings would
 * hide. */
gboolean      crf_statement_hides_text (CrfStatement *self);
void          crf_statement_done (CrfStatement *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrfDb, crf_db_close)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrfStatement, crf_statement_done)

G_END_DECLS
