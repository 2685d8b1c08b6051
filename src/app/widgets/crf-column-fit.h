/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The columns of a list share the width that there is: the usual widths where they fit, narrower ones on a small screen, and there a column that others
 * can stand in for leaves before anything important is out of sight. Widths are those of text at its usual size; larger text gets more. */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

typedef struct
{
  int least;    /* pixels; narrower is of no use */
  int usual;
  guint share;  /* of what is left over: 0 none */
  guint leaves; /* 0: never; 1 leaves first, then 2 … */
} CrfColumnRoom;

/* From now on. @rooms: @n of them, for the columns of @view in their order. What the list has not enough room for even so is scrolled to. */
void     crf_column_fit        (GtkColumnView       *view,
                                const CrfColumnRoom *rooms,
                                guint                n);
/* A column that the person wants to see, or not: then none leaves by itself any more. */
void     crf_column_fit_choose (GtkColumnView       *view,
                                GtkColumnViewColumn *column,
                                gboolean             wanted);
/* Whether the column is wanted, though there may be no room for it. */
gboolean crf_column_fit_wants  (GtkColumnView       *view,
                                GtkColumnViewColumn *column);

G_END_DECLS
