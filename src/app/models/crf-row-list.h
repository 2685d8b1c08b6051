/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A short list in a column view that is read whole and filtered as one types.
 *
 *   GListStore (CrfRowObject) → GtkFilterListModel (text, and what the page asks) → GtkSingleSelection → GtkColumnView */

#pragma once

#include "crf-row-object.h"

G_BEGIN_DECLS

#define CRF_TYPE_ROW_LIST (crf_row_list_get_type ())
G_DECLARE_FINAL_TYPE (CrfRowList, crf_row_list, CRF, ROW_LIST, GObject)

/* Whether the row belongs to what the page has asked for, besides the text. */
typedef gboolean (*CrfRowMatch) (CrfRowObject *row, gpointer user_data);

/* Signal "selected": another row, or none. */

/* @match may be NULL; @user_data must outlive the list. */
CrfRowList   *crf_row_list_new          (GtkColumnView *view,
                                         CrfRowMatch    match,
                                         gpointer       user_data);
void          crf_row_list_clear        (CrfRowList    *self);
/* Takes @row over. */
void          crf_row_list_take         (CrfRowList    *self,
                                         CrfRowObject  *row);
/* Filters again; @text NULL or empty: no text. */
void          crf_row_list_filter       (CrfRowList    *self,
                                         const char    *text);
guint         crf_row_list_count_shown  (CrfRowList    *self);
/* NULL: none. Borrowed. */
CrfRowObject *crf_row_list_get_selected (CrfRowList    *self);
CrfRowObject *crf_row_list_get_shown    (CrfRowList    *self,
                                         guint          position);

G_END_DECLS
