/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Pointer and keyboard of the grid. */

#include "crf-grid-view-private.h"

/* Rows that a page key goes on by. */
static guint
rows_a_page (CrfGridView *self)
{
  int height = gtk_widget_get_height (GTK_WIDGET (self)) - self->head_height;

  return (guint) MAX (1, height / MAX (1, self->row_height) - 1);
}

static void
step (CrfGridView *self, int down, int across)
{
  guint row = down < 0 && self->row < (guint) -down ? 0 : self->row + (guint) down;
  guint column = across < 0 && self->column < (guint) -across ? 0 : self->column + (guint) across;

  if (crf_grid_model_get_n_rows (self->model) > 0)
    crf_grid_view_move_to (self, row, column);
}

static gboolean
on_arrow (CrfGridView *self, guint key, gboolean far)
{
  int many = far ? G_MAXINT / 2 : 1;

  switch (key)
    {
    case GDK_KEY_Up:
    case GDK_KEY_KP_Up:
      step (self, -many, 0);
      return TRUE;
    case GDK_KEY_Down:
    case GDK_KEY_KP_Down:
      step (self, many, 0);
      return TRUE;
    case GDK_KEY_Left:
    case GDK_KEY_KP_Left:
      step (self, 0, -many);
      return TRUE;
    case GDK_KEY_Right:
    case GDK_KEY_KP_Right:
      step (self, 0, many);
      return TRUE;
    default:
      return FALSE;
    }
}

static gboolean
on_key (CrfGridView *self, guint key, guint code, GdkModifierType state)
{
  gboolean far;

  state &= gtk_accelerator_get_default_mod_mask ();
  far = state == GDK_CONTROL_MASK;
  if (self->model == NULL || (state != 0 && !far))
    return FALSE;
  if (on_arrow (self, key, far))
    return TRUE;
  switch (key)
    {
    case GDK_KEY_Home:
    case GDK_KEY_KP_Home:
      crf_grid_view_move_to (self, far ? 0 : self->row, 0);
      return TRUE;
    case GDK_KEY_End:
    case GDK_KEY_KP_End:
      crf_grid_view_move_to (self, far ? G_MAXUINT : self->row, G_MAXUINT);
      return TRUE;
    case GDK_KEY_Page_Up:
    case GDK_KEY_KP_Page_Up:
      step (self, -(int) rows_a_page (self), 0);
      return TRUE;
    case GDK_KEY_Page_Down:
    case GDK_KEY_KP_Page_Down:
      step (self, (int) rows_a_page (self), 0);
      return TRUE;
    case GDK_KEY_Return:
    case GDK_KEY_KP_Enter:
    case GDK_KEY_ISO_Enter:
    case GDK_KEY_space:
      crf_grid_view_open (self);
      return TRUE;
    default:
      return FALSE;
    }
}

static void
on_pressed (CrfGridView *self, int n_press, double x, double y)
{
  guint row, column;

  gtk_widget_grab_focus (GTK_WIDGET (self));
  if (!crf_grid_view_pick (self, x, y, &row, &column))
    return;
  crf_grid_view_move_to (self, row, column);
  if (n_press == 2)
    crf_grid_view_open (self);
}

static gboolean
on_query_tooltip (GtkWidget *widget, int x, int y, gboolean keyboard, GtkTooltip *tooltip)
{
  CrfGridView *self = CRF_GRID_VIEW (widget);
  guint row = self->row, column = self->column;
  g_autofree char *text = NULL;
  GdkRectangle area;

  if (!keyboard && !crf_grid_view_pick (self, x, y, &row, &column))
    return FALSE;
  text = crf_grid_view_describe_cell (self, row, column);
  if (text == NULL)
    return FALSE;
  crf_grid_view_get_area (self, row, column, &area);
  gtk_tooltip_set_text (tooltip, text);
  gtk_tooltip_set_tip_area (tooltip, &area);
  return TRUE;
}

void
crf_grid_view_add_controllers (CrfGridView *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkGesture *click = gtk_gesture_click_new ();

  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (on_key), self);
  g_signal_connect_swapped (click, "pressed", G_CALLBACK (on_pressed), self);
  g_signal_connect (self, "query-tooltip", G_CALLBACK (on_query_tooltip), NULL);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
}
