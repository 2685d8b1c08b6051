/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A printed sheet: headings, lines of label and value, tables; it breaks pages and repeats who it is about on each. A4 upright, PDF. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _CrfPaper CrfPaper;

/* @identity stands at the head of each page, @footer at its foot before "page n". @mark (NULL: none) stands large at the head: "DEMO …". */
CrfPaper *crf_paper_new         (const char *title, const char *identity, const char *footer, const char *mark);
void      crf_paper_free        (CrfPaper *self);
void      crf_paper_add_heading (CrfPaper *self, const char *text);
/* Nothing where there is no @value. */
void      crf_paper_add_pair    (CrfPaper *self, const char *label, const char *value);
void      crf_paper_add_text    (CrfPaper *self, const char *text);
/* One row of a table of equal columns; NULL cells are empty. */
void      crf_paper_add_row     (CrfPaper *self, const char *const *cells, guint n, gboolean heading);
/* A line to sign on. */
void      crf_paper_add_line    (CrfPaper *self, const char *label);
/* Ends the last page. NULL with @error if it could not be drawn. */
GBytes   *crf_paper_finish      (CrfPaper *self, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrfPaper, crf_paper_free)

G_END_DECLS
