/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The workbook being written and the cells that all sheets use. Rows are written in order (constant memory). */

#pragma once

#include "crf-export.h"
#include "crf-value.h"
#include "crf-xlsx-export.h"

#include <xlsxwriter.h>

G_BEGIN_DECLS

typedef struct
{
  CrfSession *session;
  CrfStudy *study;
  const CrfXlsxOptions *options;
  GPtrArray *patients;       /* CrfPatient */
  lxw_workbook *workbook;
  lxw_format *header, *date, *datetime, *decimals[5];
  CrfXlsxProgress progress;
  gpointer progress_data;
  GCancellable *cancellable;
} CrfWorkbook;

typedef struct
{
  CrfWorkbook *book;
  lxw_worksheet *sheet;
  lxw_row_t row;
  lxw_col_t column;          /* of the next cell */
  lxw_col_t width;           /* columns of the header */
} CrfSheet;

/* A sheet with a frozen, filtered header. @headers ends with NULL; widths in characters follow from them unless given by crf_sheet_set_width(). */
gboolean crf_sheet_begin (CrfSheet *sheet, CrfWorkbook *book, const char *name, GError **error);
void     crf_sheet_add_header (CrfSheet *sheet, const char *text, double width);
/* Freezes the header. */
void     crf_sheet_end_header (CrfSheet *sheet);
/* The next row; FALSE when the sheet is full or the export was cancelled. */
gboolean crf_sheet_next_row (CrfSheet *sheet, GError **error);
void     crf_sheet_add_text (CrfSheet *sheet, const char *text);
void     crf_sheet_add_number (CrfSheet *sheet, double value, int decimals);
/* Real dates and times where complete; partial ones as text. */
void     crf_sheet_add_iso (CrfSheet *sheet, const char *iso);
void     crf_sheet_skip (CrfSheet *sheet);
void     crf_sheet_end (CrfSheet *sheet);

/* Columns of an item: value and, for coded items, label; units in the header. */
void     crf_sheet_add_item_header (CrfSheet *sheet, const CrfItem *item);
/* @canonical may be NULL: empty cells. */
void     crf_sheet_add_item (CrfSheet *sheet, const CrfItem *item, const char *canonical, const char *comparator, const char *missing);

/* Values of one subject by event instance: what sheets with one row a visit look up. */
typedef struct
{
  const CrfEvent *event;
  char *eventkey;
  int ordinal;
  const CrfForm *form;     /* of a repeating form: one row a form */
  char *formkey;
  GHashTable *values;      /* item OID → CrfCell */
} CrfVisitRow;
typedef struct { char *canonical, *comparator, *missing; } CrfCell;

/* Rows of the subject in protocol order. @repeating: rows of repeating forms instead of those of visits. */
GPtrArray *crf_visit_rows_read (CrfWorkbook *book, const CrfPatient *patient, gboolean repeating, GError **error);
const CrfCell *crf_visit_row_find (const CrfVisitRow *row, const CrfItem *item);

gboolean crf_xlsx_write_study (CrfWorkbook *book, GError **error);
gboolean crf_xlsx_write_dictionary (CrfWorkbook *book, GError **error);
gboolean crf_xlsx_write_subjects (CrfWorkbook *book, GError **error);
/* Eligibility, infusions, visits and scores are written together: constant memory takes sheets one after the other, so each reads anew. */
gboolean crf_xlsx_write_eligibility (CrfWorkbook *book, GError **error);
gboolean crf_xlsx_write_infusions (CrfWorkbook *book, GError **error);
gboolean crf_xlsx_write_visits (CrfWorkbook *book, GError **error);
gboolean crf_xlsx_write_scores (CrfWorkbook *book, GError **error);
gboolean crf_xlsx_write_repeats (CrfWorkbook *book, GError **error);
gboolean crf_xlsx_write_audit (CrfWorkbook *book, GError **error);

G_END_DECLS
