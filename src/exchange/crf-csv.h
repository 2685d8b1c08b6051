/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Reads delimited text as people have it: comma, semicolon or tab; LF, CRLF or CR; quotes; a byte-order mark; UTF-8. */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct
{
  GPtrArray *header;  /* char * */
  GPtrArray *rows;    /* CrfCsvRow */
  char delimiter;
} CrfCsv;

typedef struct
{
  guint line;         /* of the file, 1 is the first */
  GPtrArray *cells;   /* char *: as many as the header */
} CrfCsvRow;

#define CRF_CSV_ERROR (crf_csv_error_quark ())
typedef enum
{
  CRF_CSV_ERROR_ENCODING,
  CRF_CSV_ERROR_RAGGED, /* a row has more or fewer cells than the header */
  CRF_CSV_ERROR_QUOTE,  /* a quote is never closed */
  CRF_CSV_ERROR_HEADER, /* no header, or a name twice */
} CrfCsvError;

GQuark  crf_csv_error_quark (void);
/* Blank lines are passed over. Messages name file and line. */
CrfCsv *crf_csv_read_file (const char *path, GError **error);
CrfCsv *crf_csv_read_text (const char *text, gsize length, const char *name, GError **error);
void    crf_csv_free (CrfCsv *csv);
/* Index of the column, or -1. */
int     crf_csv_find_column (const CrfCsv *csv, const char *name);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrfCsv, crf_csv_free)

G_END_DECLS
