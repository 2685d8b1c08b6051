/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The text goes to the one number grammar as it is; this file knows nothing of numbers. */

#include "crf-number-row.h"

struct _CrfNumberRow
{
  CrfFieldRow parent_instance;

  /* Template children */
  GtkEntry *entry;
};

G_DEFINE_FINAL_TYPE (CrfNumberRow, crf_number_row, CRF_TYPE_FIELD_ROW)

static GtkWidget *
crf_number_row_get_input (CrfFieldRow *row)
{
  return GTK_WIDGET (CRF_NUMBER_ROW (row)->entry);
}

static char *
crf_number_row_dup_text (CrfFieldRow *row)
{
  g_autofree char *text = g_strdup (gtk_editable_get_text (GTK_EDITABLE (CRF_NUMBER_ROW (row)->entry)));

  g_strstrip (text);
  return *text == '\0' ? NULL : g_steal_pointer (&text);
}

static void
crf_number_row_set_text (CrfFieldRow *row,
                         const char  *text)
{
  GtkEditable *editable = GTK_EDITABLE (CRF_NUMBER_ROW (row)->entry);

  if (g_strcmp0 (gtk_editable_get_text (editable), text != NULL ? text : "") != 0)
    gtk_editable_set_text (editable, text != NULL ? text : "");
}

static void
crf_number_row_set_hint (CrfFieldRow *row,
                         const char  *hint)
{
  gtk_entry_set_placeholder_text (CRF_NUMBER_ROW (row)->entry, hint);
}

static void
crf_number_row_set_editable (CrfFieldRow *row,
                             gboolean     editable)
{
  gtk_editable_set_editable (GTK_EDITABLE (CRF_NUMBER_ROW (row)->entry), editable);
}

static void
crf_number_row_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), CRF_TYPE_NUMBER_ROW);
  G_OBJECT_CLASS (crf_number_row_parent_class)->dispose (object);
}

static void
crf_number_row_class_init (CrfNumberRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  CrfFieldRowClass *row_class = CRF_FIELD_ROW_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = crf_number_row_dispose;
  row_class->get_input = crf_number_row_get_input;
  row_class->dup_text = crf_number_row_dup_text;
  row_class->set_text = crf_number_row_set_text;
  row_class->set_hint = crf_number_row_set_hint;
  row_class->set_editable = crf_number_row_set_editable;

  gtk_widget_class_set_template_from_resource (widget_class, "/org/stemward/Stemward/widgets/crf-number-row.ui");
  gtk_widget_class_bind_template_child (widget_class, CrfNumberRow, entry);
  gtk_widget_class_bind_template_callback (widget_class, crf_field_row_typed);
}

static void
crf_number_row_init (CrfNumberRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
