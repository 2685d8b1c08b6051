/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The grid with its legend under it, and a line that says in words what the chosen cell is. */

#include "crf-grid-page.h"

#include <glib/gi18n-lib.h>

#include "crf-app.h"
#include "crf-grid-view.h"
#include "crf-page.h"
#include "crf-refusal-bar.h"
#include "crf-status-list.h"
#include "crf-wrap-box.h"

struct _CrfGridPage
{
  AdwBin parent_instance;

  /* template */
  GtkLabel *count;
  GtkSearchEntry *search;
  GtkDropDown *status;
  CrfRefusalBar *bar;
  GtkStack *stack;
  CrfGridView *view;
  GtkLabel *line;
  CrfWrapBox *legend;

  /* owned */
  CrfWriter *writer;
  CrfGridModel *model;
};

static void page_init (CrfPageInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (CrfGridPage, crf_grid_page, ADW_TYPE_BIN, G_IMPLEMENT_INTERFACE (CRF_TYPE_PAGE, page_init))

static void
on_question_changed (CrfGridPage *self)
{
  if (self->model != NULL)
    crf_grid_model_query (self->model, gtk_editable_get_text (GTK_EDITABLE (self->search)),
                          crf_status_list_get_name (gtk_drop_down_get_selected (self->status)));
}

static void
on_search_activated (CrfGridPage *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self->view));
}

static void
on_search_stopped (CrfGridPage *self)
{
  gtk_editable_set_text (GTK_EDITABLE (self->search), "");
  gtk_widget_grab_focus (GTK_WIDGET (self->view));
}

static void
on_show_all (CrfGridPage *self)
{
  gtk_editable_set_text (GTK_EDITABLE (self->search), "");
  gtk_drop_down_set_selected (self->status, 0);
}

static gboolean
is_filtered (CrfGridPage *self)
{
  return gtk_drop_down_get_selected (self->status) != 0 || *gtk_editable_get_text (GTK_EDITABLE (self->search)) != '\0';
}

static void
on_changed (CrfGridPage *self, GError *error)
{
  guint n = crf_grid_model_get_n_rows (self->model);
  g_autofree char *text = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u patient", "%u patients", n), n);

  if (error != NULL)
    crf_refusal_bar_show_error (self->bar, error);
  gtk_label_set_label (self->count, n > 0 ? text : "");
  gtk_stack_set_visible_child_name (self->stack, n > 0 ? "grid" : is_filtered (self) ? "none" : "empty");
}

static void
on_moved (CrfGridPage *self)
{
  g_autofree char *text = crf_grid_view_describe (self->view);

  gtk_label_set_label (self->line, text != NULL ? text : "");
}

static void
on_open (CrfGridPage *self, guint row, guint column)
{
  const CrfGridRow *line = crf_grid_model_get_row (self->model, row);
  const CrfGridCell *cell = line != NULL ? &g_array_index (line->cells, CrfGridCell, column) : NULL;
  const CrfGridColumn *head = g_ptr_array_index (crf_grid_model_get_columns (self->model), column);
  CrfTarget patient = { .subject = line != NULL ? line->key : NULL };

  if (cell != NULL)
    gtk_widget_activate_action_variant (GTK_WIDGET (self), "win.open-patient",
                                        crf_target_to_variant (cell->target != NULL ? cell->target : &patient, "tab",
                                                               g_strcmp0 (head->event->kind, "treatment") == 0 ? "infusions" : "visits"));
}

/* ── The legend ── */

static const char *
class_of (CrfGridState state)
{
  switch (state)
    {
    case CRF_GRID_DUE:
      return "accent";
    case CRF_GRID_OVERDUE:
    case CRF_GRID_MISSED:
      return "error";
    case CRF_GRID_STARTED:
      return "warning";
    case CRF_GRID_COMPLETE:
    case CRF_GRID_VERIFIED:
      return "success";
    case CRF_GRID_SIGNED:
      return "signed";
    case CRF_GRID_EMPTY:
    case CRF_GRID_NOT_APPLICABLE:
    case CRF_GRID_FROZEN:
    case CRF_GRID_LOCKED:
    case CRF_GRID_N_STATES:
    default:
      return "later";
    }
}

static void
add_legend (CrfGridPage *self)
{
  for (int state = CRF_GRID_EMPTY; state < CRF_GRID_N_STATES; state++)
    {
      GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 5);
      GtkWidget *icon = gtk_image_new_from_icon_name (crf_grid_state_get_icon ((CrfGridState) state));
      GtkWidget *label = gtk_label_new (crf_grid_state_get_label ((CrfGridState) state));

      gtk_widget_add_css_class (icon, "legend");
      gtk_widget_add_css_class (icon, class_of ((CrfGridState) state));
      gtk_widget_add_css_class (label, "caption");
      gtk_widget_add_css_class (label, "dim-label");
      gtk_image_set_pixel_size (GTK_IMAGE (icon), 14);
      gtk_box_append (GTK_BOX (box), icon);
      gtk_box_append (GTK_BOX (box), label);
      crf_wrap_box_append (self->legend, box);
    }
}

/* ── Class ── */

static void
refresh (CrfPage *page)
{
  CrfGridPage *self = CRF_GRID_PAGE (page);

  if (self->model != NULL)
    crf_grid_model_refresh (self->model);
}

static void
focus (CrfPage *page)
{
  gtk_widget_grab_focus (GTK_WIDGET (CRF_GRID_PAGE (page)->view));
}

static void
page_init (CrfPageInterface *iface)
{
  iface->refresh = refresh;
  iface->focus = focus;
}

static void
crf_grid_page_dispose (GObject *object)
{
  CrfGridPage *self = CRF_GRID_PAGE (object);

  if (self->model != NULL)
    g_signal_handlers_disconnect_by_data (self->model, self);
  gtk_widget_dispose_template (GTK_WIDGET (self), CRF_TYPE_GRID_PAGE);
  g_clear_object (&self->model);
  g_clear_object (&self->writer);

  G_OBJECT_CLASS (crf_grid_page_parent_class)->dispose (object);
}

static void
crf_grid_page_class_init (CrfGridPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = crf_grid_page_dispose;

  g_type_ensure (CRF_TYPE_REFUSAL_BAR);
  g_type_ensure (CRF_TYPE_GRID_VIEW);
  g_type_ensure (CRF_TYPE_WRAP_BOX);
  gtk_widget_class_set_template_from_resource (widget_class, CRF_RESOURCE_BASE "/pages/crf-grid-page.ui");
  gtk_widget_class_bind_template_child (widget_class, CrfGridPage, count);
  gtk_widget_class_bind_template_child (widget_class, CrfGridPage, search);
  gtk_widget_class_bind_template_child (widget_class, CrfGridPage, status);
  gtk_widget_class_bind_template_child (widget_class, CrfGridPage, bar);
  gtk_widget_class_bind_template_child (widget_class, CrfGridPage, stack);
  gtk_widget_class_bind_template_child (widget_class, CrfGridPage, view);
  gtk_widget_class_bind_template_child (widget_class, CrfGridPage, line);
  gtk_widget_class_bind_template_child (widget_class, CrfGridPage, legend);
  gtk_widget_class_bind_template_callback (widget_class, on_question_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_search_activated);
  gtk_widget_class_bind_template_callback (widget_class, on_search_stopped);
  gtk_widget_class_bind_template_callback (widget_class, on_show_all);
  gtk_widget_class_bind_template_callback (widget_class, on_moved);
  gtk_widget_class_bind_template_callback (widget_class, on_open);
}

static void
crf_grid_page_init (CrfGridPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  crf_status_list_fill (self->status);
  add_legend (self);
}

GtkWidget *
crf_grid_page_new (CrfWriter *writer)
{
  CrfGridPage *self = g_object_new (CRF_TYPE_GRID_PAGE, NULL);

  self->writer = g_object_ref (writer);
  self->model = crf_grid_model_new (writer);
  g_signal_connect_swapped (self->model, "changed", G_CALLBACK (on_changed), self);
  crf_grid_view_set_model (self->view, self->model);
  return GTK_WIDGET (self);
}
