/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A row of a short list (queries, lots, accounts, audit trail): its cells' texts, and what it stands for. */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CRF_TYPE_ROW_OBJECT (crf_row_object_get_type ())
G_DECLARE_FINAL_TYPE (CrfRowObject, crf_row_object, CRF, ROW_OBJECT, GObject)

#define CRF_ROW_MOST_CELLS 14

/* Takes @data over. @texts: @n cells, each may be NULL. */
CrfRowObject *crf_row_object_new      (gpointer            data,
                                       GDestroyNotify      data_free,
                                       const char *const  *texts,
                                       guint               n);
gpointer      crf_row_object_get_data (CrfRowObject       *self);
const char   *crf_row_object_get_text (CrfRowObject       *self,
                                       guint               i);
/* Whether one of the cells holds @folded (g_utf8_casefold'ed). */
gboolean      crf_row_object_matches  (CrfRowObject       *self,
                                       const char         *folded);

typedef enum
{
  CRF_COLUMN_PLAIN = 0,
  CRF_COLUMN_END = 1 << 0,     /* figures: aligned at the end */
  CRF_COLUMN_DIM = 1 << 1,
  CRF_COLUMN_HEADING = 1 << 2,
  CRF_COLUMN_EXPAND = 1 << 3,
} CrfColumnFlags;

/* Appends a column that shows cell @i; @width 0: natural. */
GtkColumnViewColumn *crf_column_view_add (GtkColumnView  *view,
                                          const char     *title,
                                          guint           i,
                                          int             width,
                                          CrfColumnFlags  flags);

G_END_DECLS
