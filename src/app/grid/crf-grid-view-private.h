/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the grid's two files share. Sizes are pixels of the widget. */

#pragma once

#include "crf-grid-view.h"

G_BEGIN_DECLS

#define CRF_GRID_ICON_SIZE 16

struct _CrfGridView
{
  GtkWidget parent_instance;

  /* owned */
  CrfGridModel *model;
  GtkAdjustment *adjustments[2]; /* of GtkOrientation */
  GdkTexture *icons[CRF_GRID_N_STATES]; /* in their colours */

  /* of the type's size */
  int em, row_height, head_height, name_width, column_width;

  guint row, column;             /* the cell that has the keyboard */
  gboolean dark, high_contrast;
};

/* The cell under the point of the widget; FALSE: none. */
gboolean crf_grid_view_pick            (CrfGridView  *self,
                                        double        x,
                                        double        y,
                                        guint        *row,
                                        guint        *column);
void     crf_grid_view_get_area        (CrfGridView  *self,
                                        guint         row,
                                        guint         column,
                                        GdkRectangle *area);
/* In whole pixels. */
double   crf_grid_view_get_scrolled    (CrfGridView  *self,
                                        GtkOrientation orientation);
void     crf_grid_view_draw            (CrfGridView  *self,
                                        GtkSnapshot  *snapshot);
/* In words; NULL where there is no such cell or it is not read yet. Free it. */
char    *crf_grid_view_describe_cell   (CrfGridView  *self,
                                        guint         row,
                                        guint         column);
void     crf_grid_view_open            (CrfGridView  *self);
void     crf_grid_view_add_controllers (CrfGridView  *self);

G_END_DECLS
