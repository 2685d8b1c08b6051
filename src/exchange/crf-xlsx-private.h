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
  GString *xml;              /* the cell being written */
  CrfXlsxProgress progress;
  gpointer progress_data;
  GCancellable *cancellable;
  gboolean coded;            /* something in the study is coded with a dictionary: terms have columns for it */
} CrfWorkbook;

typedef struct
{
  CrfWorkbook *book;
  lxw_worksheet *sheet;
  lxw_row_t row;
  lxw_col_t column;          /* of the next cell */
  lxw_col_t width;           /* columns of the header */
  gboolean in_row;           /* a row is begun and not ended */
  char row_name[12];         /* of that row, as Excel counts */
} CrfSheet;

/* Rows below the header, written as libxlsxwriter would write them, at a fraction of its cost a cell (see crf-xlsx-cells.c). */
void     crf_sheet_begin_row (CrfSheet *sheet);
void     crf_sheet_end_row (CrfSheet *sheet);
void     crf_sheet_write_text (CrfSheet *sheet, const char *text);
void     crf_sheet_write_number (CrfSheet *sheet, double value, lxw_format *format);

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

/* Values of one subject by event instance, or by repeat of a form. */
typedef struct
{
  const CrfEvent *event;
  char *eventkey;
  int ordinal;
  const CrfForm *form;     /* of a repeating form: one row a form */
  char *formkey;
  const CrfItemGroup *group; /* of a section that repeats: one row a repeat; NULL */
  char *groupkey;
  int line;                /* which of them it is */
  GHashTable *values;      /* item OID → CrfCell */
  guint n_results, n_analysed; /* of samples that are not the visit's only one */
  GString *not_analysed;   /* the names of the other results; NULL: none */
} CrfVisitRow;
typedef struct { char *canonical, *comparator, *missing; } CrfCell;

/* All of a subject's values, read once; CrfVisitRow in protocol order. */
typedef struct
{
  GPtrArray *visits;       /* one row a visit */
  GPtrArray *repeats;      /* one row a repeat of a form */
  GPtrArray *lines;        /* one row a repeat of a section, in whatever form */
  GPtrArray *terms;        /* CrfCodableTerm; NULL: nothing is coded */
} CrfPatientRows;

gboolean crf_patient_rows_read (CrfPatientRows *rows, CrfWorkbook *book, const CrfPatient *patient, GError **error);
void     crf_patient_rows_clear (CrfPatientRows *rows);
const CrfCell *crf_visit_row_find (const CrfVisitRow *row, const CrfItem *item);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CrfPatientRows, crf_patient_rows_clear)

/* A sheet with rows of patients. All of them are written side by side, patient after patient: each sheet gets its rows in order, which is
 * what constant memory asks for, and each patient is read once. */
typedef struct _CrfPatientSheet CrfPatientSheet;
struct _CrfPatientSheet
{
  CrfSheet sheet;
  GPtrArray *items;        /* CrfItem: its columns */
  const CrfForm *repeated; /* NULL: rows of visits */
  const CrfItemGroup *group; /* of @repeated: rows of a section that repeats; NULL */
  gboolean tells_use;      /* has a column for whether the samples of the row are analysed */
  const CrfItem *dated_by; /* what the study day of a row is counted to; NULL: no such column */
  gboolean (*write) (CrfPatientSheet *self, const CrfPatient *patient, const CrfPatientRows *rows, GError **error);
};
/* What a term is coded with, after the items of a sheet that has one (crf-xlsx-coding.c): AELLT, AELLTCD, AEDECOD … */
void     crf_sheet_add_coding_headers (CrfPatientSheet *self);
void     crf_sheet_add_coding (CrfPatientSheet *self, const CrfPatient *patient, const CrfVisitRow *row, const GPtrArray *terms);

/* Adds a sheet to @sheets, its header begun. NULL with @error. Takes @items. */
CrfPatientSheet *crf_patient_sheet_add (GPtrArray *sheets, CrfWorkbook *book, const char *name, GPtrArray *items, GError **error);

gboolean crf_xlsx_begin_subjects (CrfWorkbook *book, GPtrArray *sheets, GError **error);
gboolean crf_xlsx_begin_eligibility (CrfWorkbook *book, GPtrArray *sheets, GError **error);
gboolean crf_xlsx_begin_infusions (CrfWorkbook *book, GPtrArray *sheets, GError **error);
gboolean crf_xlsx_begin_visits (CrfWorkbook *book, GPtrArray *sheets, GError **error);
gboolean crf_xlsx_begin_scores (CrfWorkbook *book, GPtrArray *sheets, GError **error);
gboolean crf_xlsx_begin_repeats (CrfWorkbook *book, GPtrArray *sheets, GError **error);
gboolean crf_xlsx_begin_lines (CrfWorkbook *book, GPtrArray *sheets, GError **error);

/* What is in the sheets, kept beyond workbook_close(); NULL: some of it could not be written. Free the array. */
typedef struct _CrfKeptRows CrfKeptRows;
GPtrArray *crf_xlsx_keep_rows (lxw_workbook *workbook);
/* Whether the closed workbook is whole and holds just these rows; syncs it to the disk. */
gboolean crf_xlsx_check_file (const char *path, const GPtrArray *kept);
/* The temporary files of the sheets. A workbook that cannot be closed leaves them open, nameless and taking room until the program ends: after
 * workbook_close() they are released, emptied if it failed. */
GArray  *crf_xlsx_hold_files (lxw_workbook *workbook);
void     crf_xlsx_release_files (GArray *files, gboolean empty);

gboolean crf_xlsx_write_study (CrfWorkbook *book, GError **error);
gboolean crf_xlsx_write_dictionary (CrfWorkbook *book, GError **error);
gboolean crf_xlsx_write_checks (CrfWorkbook *book, GError **error);
gboolean crf_xlsx_write_patients (CrfWorkbook *book, GError **error);
gboolean crf_xlsx_write_deviations (CrfWorkbook *book, GError **error);
/* Nothing where nothing is coded, or one patient is exported. */
gboolean crf_xlsx_write_classes (CrfWorkbook *book, GError **error);
/* Accounts, delegations, trainings (of the whole study only), signatures and queries. */
gboolean crf_xlsx_write_logs (CrfWorkbook *book, GError **error);
gboolean crf_xlsx_write_audit (CrfWorkbook *book, GError **error);

G_END_DECLS
