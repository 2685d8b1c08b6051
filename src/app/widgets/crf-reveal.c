/* SPDX-License-Identifier: GPL-3.0-or-later */

/* GtkViewport follows the focus, but at the moment of the focus: a line that has just been added has no place yet. */

#include "crf-reveal.h"

#define MARGIN 8

static gboolean
on_laid_out (GtkWidget     *widget,
             GdkFrameClock *clock,
             gpointer       user_data)
{
  int *frames = user_data;
  GtkWidget *viewport = gtk_widget_get_ancestor (widget, GTK_TYPE_VIEWPORT);
  GtkAdjustment *adjustment;
  graphene_rect_t bounds;
  double top, bottom, value, page;

  if (viewport == NULL || gtk_viewport_get_child (GTK_VIEWPORT (viewport)) == NULL)
    return G_SOURCE_REMOVE;
  /* The size of a new child is known one frame later. */
  if (++*frames < 2)
    return G_SOURCE_CONTINUE;
  adjustment = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (viewport));
  /* In the coordinates of the content: the viewport may be on its way to the focus. Setting the value ends that. */
  if (!gtk_widget_compute_bounds (widget, gtk_viewport_get_child (GTK_VIEWPORT (viewport)), &bounds))
    return G_SOURCE_REMOVE;
  value = gtk_adjustment_get_value (adjustment);
  page = gtk_adjustment_get_page_size (adjustment);
  top = (double) bounds.origin.y - MARGIN;
  bottom = (double) bounds.origin.y + (double) bounds.size.height + MARGIN;
  if (bottom > value + page)
    value = bottom - page;
  gtk_adjustment_set_value (adjustment, MIN (value, top));
  return G_SOURCE_REMOVE;
}

void
crf_reveal (GtkWidget *widget)
{
  g_return_if_fail (GTK_IS_WIDGET (widget));

  gtk_widget_add_tick_callback (widget, on_laid_out, g_new0 (int, 1), g_free);
}

gboolean
crf_has_focus (GtkWidget *widget)
{
  GtkRoot *root = gtk_widget_get_root (widget);
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  return focus != NULL && (focus == widget || gtk_widget_is_ancestor (focus, widget));
}

gboolean
crf_focus_through (GtkWidget *widget, GtkDirectionType direction)
{
  gboolean back = direction == GTK_DIR_TAB_BACKWARD || direction == GTK_DIR_UP || direction == GTK_DIR_LEFT;
  GtkWidget *child = crf_has_focus (widget) ? gtk_widget_get_focus_child (widget) : NULL;

  if (child == NULL)
    child = back ? gtk_widget_get_last_child (widget) : gtk_widget_get_first_child (widget);
  for (; child != NULL; child = back ? gtk_widget_get_prev_sibling (child) : gtk_widget_get_next_sibling (child))
    if (gtk_widget_child_focus (child, direction))
      return TRUE;
  return FALSE;
}
