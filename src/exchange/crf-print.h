/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Sheets of paper as PDF, by cairo and pango: text that flows down the page, pairs, tables with ruled cells, a footer on each page. Lengths in
 * millimetres. What does not fit goes on the next page. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _CrfPrint CrfPrint;

#define CRF_PRINT_A4_WIDTH 210.0
#define CRF_PRINT_A4_HEIGHT 297.0

/* @footer stands on each page, before its number; @mark (may be NULL) large and grey behind it: "DEMO". NULL with @error. */
CrfPrint *crf_print_new     (const char *path, double width, double height, double margin, const char *footer, const char *mark, GError **error);
void      crf_print_title   (CrfPrint *self, const char *text);
void      crf_print_heading (CrfPrint *self, const char *text);
/* @size in points; 0: the usual one. */
void      crf_print_text    (CrfPrint *self, const char *text, double size);
/* A label and its value beside it; "–" where @value is NULL. */
void      crf_print_pair    (CrfPrint *self, const char *label, const char *value);
/* Large, in a frame: what is read from afar. */
void      crf_print_framed  (CrfPrint *self, const char *text, double size);
void      crf_print_space   (CrfPrint *self, double millimetres);
/* Columns as shares of the width; @n of them. Rows follow with crf_print_row(). */
void      crf_print_columns (CrfPrint *self, const double *shares, guint n);
/* One ruled row of as many cells as there are columns (NULL: empty, to be written in); at least @height high. The headings of the last row with
 * @heading are repeated on the next page. */
void      crf_print_row     (CrfPrint *self, const char *const *cells, double height, gboolean heading);
/* A line to sign on, with what it is for below it. */
void      crf_print_sign    (CrfPrint *self, const char *const *labels, guint n);
guint     crf_print_pages   (CrfPrint *self);
/* Writes the last page and frees. FALSE with @error if not all could be written. */
gboolean  crf_print_finish  (CrfPrint *self, GError **error);

G_END_DECLS
