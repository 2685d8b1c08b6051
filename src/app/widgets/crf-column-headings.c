/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The same layout as the rows, so that the words stand over their columns. */

#include "crf-column-headings.h"

#include "crf-row-layout.h"

struct _CrfColumnHeadings
{
  GtkWidget parent_instance;

  /* Template children */
  GtkWidget *last;
};

G_DEFINE_FINAL_TYPE (CrfColumnHeadings, crf_column_headings, GTK_TYPE_WIDGET)

static void
crf_column_headings_dispose (GObject *object)
{
  GtkWidget *child;

  gtk_widget_dispose_template (GTK_WIDGET (object), CRF_TYPE_COLUMN_HEADINGS);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (crf_column_headings_parent_class)->dispose (object);
}

static void
crf_column_headings_class_init (CrfColumnHeadingsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = crf_column_headings_dispose;
  g_type_ensure (CRF_TYPE_ROW_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/stemward/Stemward/widgets/crf-column-headings.ui");
  gtk_widget_class_bind_template_child (widget_class, CrfColumnHeadings, last);
  gtk_widget_class_set_css_name (widget_class, "columnheadings");
}

static void
crf_column_headings_init (CrfColumnHeadings *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
crf_column_headings_show_last (CrfColumnHeadings *self,
                               gboolean           show)
{
  g_return_if_fail (CRF_IS_COLUMN_HEADINGS (self));

  gtk_widget_set_visible (self->last, show);
}
