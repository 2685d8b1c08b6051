/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The table is made when it is first asked for; it carries the same numbers for screen readers. */

#include "crf-chart-card.h"

#include <glib/gi18n-lib.h>

#include "crf-app.h"
#include "crf-chart-draw.h"

/* Drawings are as high as this width asks for, and then as wide as there is room; where words are broken into lines, as high as their width asks for. */
#define USUAL_WIDTH 540

struct _CrfChartCard
{
  AdwBin parent_instance;

  /* template */
  GtkLabel *title;
  GtkLabel *note;
  GtkToggleButton *table_button;
  GtkStack *stack;
  GtkDrawingArea *area;
  GtkGrid *table;

  const CrfChart *chart; /* borrowed */
};

enum { SIGNAL_SAVE, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CrfChartCard, crf_chart_card, ADW_TYPE_BIN)

static CrfChartView
view_of (CrfChartCard *self)
{
  AdwStyleManager *manager = adw_style_manager_get_default ();

  return (CrfChartView) { .chart = self->chart, .dark = adw_style_manager_get_dark (manager),
                          .high_contrast = adw_style_manager_get_high_contrast (manager) };
}

static void
draw (GtkDrawingArea *area, cairo_t *cr, int width, int height, gpointer user_data)
{
  CrfChartView view = view_of (user_data);

  crf_chart_draw (cr, gtk_widget_get_pango_context (GTK_WIDGET (area)), &view, width, height);
}

static void
set_height (CrfChartCard *self, int width)
{
  CrfChartView view = view_of (self);
  int height = (int) crf_chart_get_height (gtk_widget_get_pango_context (GTK_WIDGET (self->area)), &view, width);

  if (height != gtk_drawing_area_get_content_height (self->area))
    gtk_drawing_area_set_content_height (self->area, height);
}

/* Not while sizes are being given out. */
static gboolean
on_tick (GtkWidget *area, GdkFrameClock *clock, gpointer user_data)
{
  set_height (user_data, gtk_widget_get_width (area));
  return G_SOURCE_REMOVE;
}

static void
on_resize (GtkDrawingArea *area, int width, int height, gpointer user_data)
{
  gtk_widget_add_tick_callback (GTK_WIDGET (area), on_tick, user_data, NULL);
}

static void
add_cell (CrfChartCard *self, const char *text, int column, int row)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), column == 0 ? 0 : 1);
  gtk_label_set_wrap (GTK_LABEL (label), column > 0 && self->chart->kind == CRF_CHART_FLOW);
  gtk_label_set_selectable (GTK_LABEL (label), row > 0);
  gtk_widget_add_css_class (label, row == 0 ? "heading" : "numeric");
  gtk_grid_attach (self->table, label, column, row, 1, 1);
}

static void
fill_table (CrfChartCard *self)
{
  guint n = self->chart->columns->len;

  if (gtk_widget_get_first_child (GTK_WIDGET (self->table)) != NULL || n == 0)
    return;
  for (guint i = 0; i < n; i++)
    add_cell (self, g_ptr_array_index (self->chart->columns, i), (int) i, 0);
  for (guint i = 0; i < self->chart->cells->len; i++)
    add_cell (self, g_ptr_array_index (self->chart->cells, i), (int) (i % n), (int) (i / n) + 1);
}

static void
on_table_toggled (CrfChartCard *self)
{
  gboolean table = gtk_toggle_button_get_active (self->table_button);

  if (table)
    fill_table (self);
  gtk_stack_set_visible_child_name (self->stack, table ? "table" : crf_chart_is_empty (self->chart) ? "empty" : "chart");
}

void
crf_chart_card_show_table (CrfChartCard *self, gboolean table)
{
  g_return_if_fail (CRF_IS_CHART_CARD (self));

  gtk_toggle_button_set_active (self->table_button, table);
}

static void
on_save (GtkWidget *widget, const char *action, GVariant *parameter)
{
  g_signal_emit (widget, signals[SIGNAL_SAVE], 0, g_variant_get_string (parameter, NULL));
}

static void
on_style_changed (CrfChartCard *self)
{
  gtk_widget_queue_draw (GTK_WIDGET (self->area));
}

static void
crf_chart_card_dispose (GObject *object)
{
  CrfChartCard *self = CRF_CHART_CARD (object);

  if (self->area != NULL)
    gtk_drawing_area_set_draw_func (self->area, NULL, NULL, NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), CRF_TYPE_CHART_CARD);
  G_OBJECT_CLASS (crf_chart_card_parent_class)->dispose (object);
}

static void
crf_chart_card_class_init (CrfChartCardClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = crf_chart_card_dispose;

  signals[SIGNAL_SAVE] = g_signal_new ("save", CRF_TYPE_CHART_CARD, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  gtk_widget_class_set_template_from_resource (widget_class, CRF_RESOURCE_BASE "/dashboard/crf-chart-card.ui");
  gtk_widget_class_bind_template_child (widget_class, CrfChartCard, title);
  gtk_widget_class_bind_template_child (widget_class, CrfChartCard, note);
  gtk_widget_class_bind_template_child (widget_class, CrfChartCard, table_button);
  gtk_widget_class_bind_template_child (widget_class, CrfChartCard, stack);
  gtk_widget_class_bind_template_child (widget_class, CrfChartCard, area);
  gtk_widget_class_bind_template_child (widget_class, CrfChartCard, table);
  gtk_widget_class_bind_template_callback (widget_class, on_table_toggled);
  gtk_widget_class_install_action (widget_class, "chart.save", "s", on_save);
}

static void
crf_chart_card_init (CrfChartCard *self)
{
  AdwStyleManager *manager = adw_style_manager_get_default ();

  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_object (manager, "notify::dark", G_CALLBACK (on_style_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (manager, "notify::high-contrast", G_CALLBACK (on_style_changed), self, G_CONNECT_SWAPPED);
}

GtkWidget *
crf_chart_card_new (const CrfChart *chart)
{
  CrfChartCard *self = g_object_new (CRF_TYPE_CHART_CARD, NULL);

  self->chart = chart;
  set_height (self, USUAL_WIDTH);
  if (chart->kind == CRF_CHART_FLOW)
    g_signal_connect (self->area, "resize", G_CALLBACK (on_resize), self);
  gtk_label_set_label (self->title, chart->title);
  gtk_label_set_label (self->note, chart->note != NULL ? chart->note : "");
  gtk_widget_set_visible (GTK_WIDGET (self->note), chart->note != NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->area), GTK_ACCESSIBLE_PROPERTY_LABEL, chart->title, -1);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "chart.save", !crf_chart_is_empty (chart));
  gtk_drawing_area_set_draw_func (self->area, draw, self, NULL);
  on_table_toggled (self);
  return GTK_WIDGET (self);
}

const CrfChart *
crf_chart_card_get_chart (CrfChartCard *self)
{
  g_return_val_if_fail (CRF_IS_CHART_CARD (self), NULL);

  return self->chart;
}
