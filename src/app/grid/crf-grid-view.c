/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Size and scrolling of the grid. How it is drawn, and what the pointer and the keyboard do, is in the files beside it. */

#include "crf-grid-view-private.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>
#include <math.h>

#include "crf-day.h"

enum
{
  PROP_0,
  PROP_HADJUSTMENT,
  PROP_VADJUSTMENT,
  PROP_HSCROLL_POLICY,
  PROP_VSCROLL_POLICY,
};

enum
{
  SIGNAL_OPEN,
  SIGNAL_MOVED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void scrollable_init (GtkScrollableInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (CrfGridView, crf_grid_view, GTK_TYPE_WIDGET, G_IMPLEMENT_INTERFACE (GTK_TYPE_SCROLLABLE, scrollable_init))

/* ── Sizes ── */

static guint
n_rows (CrfGridView *self)
{
  return self->model != NULL ? crf_grid_model_get_n_rows (self->model) : 0;
}

static guint
n_columns (CrfGridView *self)
{
  return self->model != NULL ? crf_grid_model_get_columns (self->model)->len : 0;
}

static int
least_column_width (CrfGridView *self)
{
  return 5 * self->em;
}

static void
measure_type (CrfGridView *self)
{
  /* As wide as numbers and initials are, whatever is in the file: the columns stand still while rows are read. */
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), "000-S-0000  WWWW");
  int width, height;

  pango_layout_get_pixel_size (layout, &width, &height);
  self->em = MAX (height, 8);
  self->row_height = MAX (CRF_GRID_ICON_SIZE + 12, self->em + 12);
  self->head_height = 2 * self->em + 14;
  self->name_width = width + 20;
  self->column_width = MAX (self->column_width, least_column_width (self));
}

double
crf_grid_view_get_scrolled (CrfGridView *self, GtkOrientation orientation)
{
  GtkAdjustment *adjustment = self->adjustments[orientation];

  return adjustment != NULL ? floor (gtk_adjustment_get_value (adjustment)) : 0;
}

static void
configure (CrfGridView *self, GtkOrientation orientation, int size, int head, int content)
{
  GtkAdjustment *adjustment = self->adjustments[orientation];
  double page = MAX (1, size - head), upper = MAX (content, page);

  if (adjustment != NULL)
    gtk_adjustment_configure (adjustment, CLAMP (gtk_adjustment_get_value (adjustment), 0, upper - page), 0, upper,
                              orientation == GTK_ORIENTATION_VERTICAL ? self->row_height : self->column_width, page * 0.9, page);
}

static void
crf_grid_view_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  CrfGridView *self = CRF_GRID_VIEW (widget);
  int columns = (int) n_columns (self), rows = (int) n_rows (self);

  /* What room there is the columns share, as far as it helps. */
  self->column_width = columns > 0 ? CLAMP ((width - self->name_width) / columns, least_column_width (self), 8 * self->em) : self->column_width;
  configure (self, GTK_ORIENTATION_HORIZONTAL, width, self->name_width, columns * self->column_width);
  configure (self, GTK_ORIENTATION_VERTICAL, height, self->head_height, rows * self->row_height);
}

static void
crf_grid_view_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural, int *minimum_baseline,
                       int *natural_baseline)
{
  CrfGridView *self = CRF_GRID_VIEW (widget);

  *minimum_baseline = *natural_baseline = -1;
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = self->name_width + 2 * least_column_width (self);
      *natural = MAX (*minimum, self->name_width + (int) n_columns (self) * least_column_width (self));
    }
  else
    {
      *minimum = self->head_height + 3 * self->row_height;
      *natural = MAX (*minimum, self->head_height + (int) MIN (n_rows (self), 1000) * self->row_height);
    }
}

void
crf_grid_view_get_area (CrfGridView *self, guint row, guint column, GdkRectangle *area)
{
  area->x = self->name_width + (int) column * self->column_width - (int) crf_grid_view_get_scrolled (self, GTK_ORIENTATION_HORIZONTAL);
  area->y = self->head_height + (int) row * self->row_height - (int) crf_grid_view_get_scrolled (self, GTK_ORIENTATION_VERTICAL);
  area->width = self->column_width;
  area->height = self->row_height;
}

gboolean
crf_grid_view_pick (CrfGridView *self, double x, double y, guint *row, guint *column)
{
  double across = x - self->name_width + crf_grid_view_get_scrolled (self, GTK_ORIENTATION_HORIZONTAL);
  double down = y - self->head_height + crf_grid_view_get_scrolled (self, GTK_ORIENTATION_VERTICAL);

  if (x < self->name_width || y < self->head_height)
    return FALSE;
  *row = (guint) (down / self->row_height);
  *column = (guint) (across / self->column_width);
  return *row < n_rows (self) && *column < n_columns (self);
}

/* ── Drawing ── */

static void
crf_grid_view_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  crf_grid_view_draw (CRF_GRID_VIEW (widget), snapshot);
}

/* ── The cell with the keyboard ── */

char *
crf_grid_view_describe_cell (CrfGridView *self, guint row, guint column)
{
  const CrfGridRow *line = self->model != NULL ? crf_grid_model_get_row (self->model, row) : NULL;
  const GPtrArray *columns = self->model != NULL ? crf_grid_model_get_columns (self->model) : NULL;
  const CrfGridCell *cell;
  g_autofree char *days = NULL;
  GString *text;

  if (line == NULL || column >= line->cells->len || column >= columns->len)
    return NULL;
  cell = &g_array_index (line->cells, CrfGridCell, column);
  days = cell->visit_date != NULL ? crf_day_format (cell->visit_date) : crf_day_format_window (cell->from, cell->to);
  text = g_string_new (line->number);
  if (line->initials != NULL)
    g_string_append_printf (text, " %s", line->initials);
  g_string_append_printf (text, _(" · %s: %s"), ((const CrfGridColumn *) g_ptr_array_index (columns, column))->title,
                          cell->n > 0 ? crf_grid_state_get_label (cell->state) : C_ ("visits that nobody planned", "none"));
  if (cell->n > 1)
    g_string_append_printf (text, " · %u ×", cell->n);
  if (cell->why != NULL)
    g_string_append_printf (text, " · %s", cell->why);
  if (days != NULL && cell->state != CRF_GRID_NOT_APPLICABLE)
    g_string_append_printf (text, cell->provisional && cell->visit_date == NULL ? " · ≈ %s" : " · %s", days);
  return g_string_free (text, FALSE);
}

char *
crf_grid_view_describe (CrfGridView *self)
{
  g_return_val_if_fail (CRF_IS_GRID_VIEW (self), NULL);

  return crf_grid_view_describe_cell (self, self->row, self->column);
}

static void
tell (CrfGridView *self)
{
  g_autofree char *text = crf_grid_view_describe (self);

  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text != NULL ? text : "", -1);
  gtk_widget_queue_draw (GTK_WIDGET (self));
  g_signal_emit (self, signals[SIGNAL_MOVED], 0);
}

static void
show_range (GtkAdjustment *adjustment, double from, double to)
{
  if (adjustment != NULL)
    gtk_adjustment_clamp_page (adjustment, from, to);
}

void
crf_grid_view_move_to (CrfGridView *self, guint row, guint column)
{
  g_return_if_fail (CRF_IS_GRID_VIEW (self));

  self->row = MIN (row, MAX (n_rows (self), 1) - 1);
  self->column = MIN (column, MAX (n_columns (self), 1) - 1);
  show_range (self->adjustments[GTK_ORIENTATION_VERTICAL], (double) self->row * self->row_height, (double) (self->row + 1) * self->row_height);
  show_range (self->adjustments[GTK_ORIENTATION_HORIZONTAL], (double) self->column * self->column_width,
              (double) (self->column + 1) * self->column_width);
  tell (self);
}

void
crf_grid_view_get_cell (CrfGridView *self, guint *row, guint *column)
{
  g_return_if_fail (CRF_IS_GRID_VIEW (self));

  *row = self->row;
  *column = self->column;
}

void
crf_grid_view_open (CrfGridView *self)
{
  if (self->row < n_rows (self) && self->column < n_columns (self))
    g_signal_emit (self, signals[SIGNAL_OPEN], 0, self->row, self->column);
}

/* ── Scrolling ── */

static void
set_adjustment (CrfGridView *self, GtkOrientation orientation, GtkAdjustment *adjustment)
{
  GtkAdjustment **own = &self->adjustments[orientation];

  if (*own != NULL)
    g_signal_handlers_disconnect_by_data (*own, self);
  g_clear_object (own);
  if (adjustment == NULL)
    return;
  *own = g_object_ref_sink (adjustment);
  g_signal_connect_swapped (adjustment, "value-changed", G_CALLBACK (gtk_widget_queue_draw), self);
  gtk_widget_queue_allocate (GTK_WIDGET (self));
}

static gboolean
crf_grid_view_get_border (GtkScrollable *scrollable, GtkBorder *border)
{
  CrfGridView *self = CRF_GRID_VIEW (scrollable);

  *border = (GtkBorder) { .left = (gint16) self->name_width, .top = (gint16) self->head_height };
  return TRUE;
}

static void
scrollable_init (GtkScrollableInterface *iface)
{
  iface->get_border = crf_grid_view_get_border;
}

static void
crf_grid_view_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  CrfGridView *self = CRF_GRID_VIEW (object);

  switch (id)
    {
    case PROP_HADJUSTMENT:
      set_adjustment (self, GTK_ORIENTATION_HORIZONTAL, g_value_get_object (value));
      break;
    case PROP_VADJUSTMENT:
      set_adjustment (self, GTK_ORIENTATION_VERTICAL, g_value_get_object (value));
      break;
    case PROP_HSCROLL_POLICY:
    case PROP_VSCROLL_POLICY:
      break; /* the least size is small: there is nothing to choose */
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
crf_grid_view_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  CrfGridView *self = CRF_GRID_VIEW (object);

  switch (id)
    {
    case PROP_HADJUSTMENT:
      g_value_set_object (value, self->adjustments[GTK_ORIENTATION_HORIZONTAL]);
      break;
    case PROP_VADJUSTMENT:
      g_value_set_object (value, self->adjustments[GTK_ORIENTATION_VERTICAL]);
      break;
    case PROP_HSCROLL_POLICY:
    case PROP_VSCROLL_POLICY:
      g_value_set_enum (value, GTK_SCROLL_MINIMUM);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

/* ── Class ── */

static void
forget_icons (CrfGridView *self)
{
  for (guint i = 0; i < CRF_GRID_N_STATES; i++)
    g_clear_object (&self->icons[i]);
}

static void
crf_grid_view_css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (crf_grid_view_parent_class)->css_changed (widget, change);
  forget_icons (CRF_GRID_VIEW (widget));
  measure_type (CRF_GRID_VIEW (widget));
  gtk_widget_queue_resize (widget);
}

static void
on_style_changed (CrfGridView *self)
{
  AdwStyleManager *manager = adw_style_manager_get_default ();

  self->dark = adw_style_manager_get_dark (manager);
  self->high_contrast = adw_style_manager_get_high_contrast (manager);
  forget_icons (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
crf_grid_view_dispose (GObject *object)
{
  CrfGridView *self = CRF_GRID_VIEW (object);

  crf_grid_view_set_model (self, NULL);
  set_adjustment (self, GTK_ORIENTATION_HORIZONTAL, NULL);
  set_adjustment (self, GTK_ORIENTATION_VERTICAL, NULL);
  forget_icons (self);

  G_OBJECT_CLASS (crf_grid_view_parent_class)->dispose (object);
}

static void
crf_grid_view_class_init (CrfGridViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = crf_grid_view_dispose;
  object_class->set_property = crf_grid_view_set_property;
  object_class->get_property = crf_grid_view_get_property;
  widget_class->measure = crf_grid_view_measure;
  widget_class->size_allocate = crf_grid_view_size_allocate;
  widget_class->snapshot = crf_grid_view_snapshot;
  widget_class->css_changed = crf_grid_view_css_changed;

  g_object_class_override_property (object_class, PROP_HADJUSTMENT, "hadjustment");
  g_object_class_override_property (object_class, PROP_VADJUSTMENT, "vadjustment");
  g_object_class_override_property (object_class, PROP_HSCROLL_POLICY, "hscroll-policy");
  g_object_class_override_property (object_class, PROP_VSCROLL_POLICY, "vscroll-policy");

  signals[SIGNAL_OPEN] = g_signal_new ("open", CRF_TYPE_GRID_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2, G_TYPE_UINT,
                                       G_TYPE_UINT);
  signals[SIGNAL_MOVED] = g_signal_new ("moved", CRF_TYPE_GRID_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_css_name (widget_class, "visitgrid");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
crf_grid_view_init (CrfGridView *self)
{
  AdwStyleManager *manager = adw_style_manager_get_default ();

  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_set_has_tooltip (GTK_WIDGET (self), TRUE);
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  measure_type (self);
  crf_grid_view_add_controllers (self);
  g_signal_connect_object (manager, "notify::dark", G_CALLBACK (on_style_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (manager, "notify::high-contrast", G_CALLBACK (on_style_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect (self, "notify::has-focus", G_CALLBACK (gtk_widget_queue_draw), NULL);
  g_signal_connect (self, "notify::scale-factor", G_CALLBACK (forget_icons), NULL);
  on_style_changed (self);
}

GtkWidget *
crf_grid_view_new (void)
{
  return g_object_new (CRF_TYPE_GRID_VIEW, NULL);
}

static void
on_model_changed (CrfGridView *self)
{
  crf_grid_view_move_to (self, self->row, self->column);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

void
crf_grid_view_set_model (CrfGridView *self, CrfGridModel *model)
{
  g_return_if_fail (CRF_IS_GRID_VIEW (self));

  if (self->model != NULL)
    g_signal_handlers_disconnect_by_data (self->model, self);
  g_set_object (&self->model, model);
  if (model == NULL)
    return;
  g_signal_connect_swapped (model, "changed", G_CALLBACK (on_model_changed), self);
  g_signal_connect_swapped (model, "rows", G_CALLBACK (tell), self);
}

CrfGridModel *
crf_grid_view_get_model (CrfGridView *self)
{
  g_return_val_if_fail (CRF_IS_GRID_VIEW (self), NULL);

  return self->model;
}
