/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The visit grid drawn by itself: a patient a line, a visit a column, both heads in sight however far one has scrolled. One cell has the keyboard; arrows,
 * Home, End and the page keys move it, Enter opens it. Only what is seen is drawn and read, so that a thousand patients scroll like ten. */

#pragma once

#include <gtk/gtk.h>

#include "crf-grid-model.h"

G_BEGIN_DECLS

#define CRF_TYPE_GRID_VIEW (crf_grid_view_get_type ())
G_DECLARE_FINAL_TYPE (CrfGridView, crf_grid_view, CRF, GRID_VIEW, GtkWidget)

/* Signal "open" (guint row, guint column). Signal "moved": another cell has the keyboard, or it was read. */

GtkWidget *crf_grid_view_new       (void);
void       crf_grid_view_set_model (CrfGridView  *self,
                                    CrfGridModel *model);
CrfGridModel *crf_grid_view_get_model (CrfGridView *self);
/* The cell that has the keyboard, kept within the grid. */
void       crf_grid_view_move_to   (CrfGridView  *self,
                                    guint         row,
                                    guint         column);
void       crf_grid_view_get_cell  (CrfGridView  *self,
                                    guint        *row,
                                    guint        *column);
/* That cell in words: "01-S-003 ZHHO · Week 4: Overdue · 12–18 Nov 2026". NULL: there is none. Free it. */
char      *crf_grid_view_describe  (CrfGridView  *self);

G_END_DECLS
