/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A text view in the manner of the other inputs: Tab leaves it. */

#include "crf-notes-row.h"

struct _CrfNotesRow
{
  CrfFieldRow parent_instance;

  /* Template children */
  GtkTextView *view;
  GtkTextBuffer *buffer;
  GtkLabel *hint;
};

G_DEFINE_FINAL_TYPE (CrfNotesRow, crf_notes_row, CRF_TYPE_FIELD_ROW)

static GtkWidget *
crf_notes_row_get_input (CrfFieldRow *row)
{
  return GTK_WIDGET (CRF_NOTES_ROW (row)->view);
}

static char *
crf_notes_row_dup_text (CrfFieldRow *row)
{
  GtkTextBuffer *buffer = CRF_NOTES_ROW (row)->buffer;
  g_autofree char *text = NULL;
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  text = gtk_text_buffer_get_text (buffer, &start, &end, FALSE);
  g_strstrip (text);
  return *text == '\0' ? NULL : g_steal_pointer (&text);
}

static void
crf_notes_row_set_text (CrfFieldRow *row,
                        const char  *text)
{
  g_autofree char *standing = crf_notes_row_dup_text (row);

  if (g_strcmp0 (standing, text) != 0)
    gtk_text_buffer_set_text (CRF_NOTES_ROW (row)->buffer, text != NULL ? text : "", -1);
}

static void
crf_notes_row_set_hint (CrfFieldRow *row,
                        const char  *hint)
{
  CrfNotesRow *self = CRF_NOTES_ROW (row);

  gtk_label_set_label (self->hint, hint != NULL ? hint : "");
  gtk_widget_set_visible (GTK_WIDGET (self->hint), hint != NULL);
}

static void
crf_notes_row_set_editable (CrfFieldRow *row,
                            gboolean     editable)
{
  gtk_text_view_set_editable (CRF_NOTES_ROW (row)->view, editable);
}

static void
crf_notes_row_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), CRF_TYPE_NOTES_ROW);
  G_OBJECT_CLASS (crf_notes_row_parent_class)->dispose (object);
}

static void
crf_notes_row_class_init (CrfNotesRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  CrfFieldRowClass *row_class = CRF_FIELD_ROW_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = crf_notes_row_dispose;
  row_class->get_input = crf_notes_row_get_input;
  row_class->dup_text = crf_notes_row_dup_text;
  row_class->set_text = crf_notes_row_set_text;
  row_class->set_hint = crf_notes_row_set_hint;
  row_class->set_editable = crf_notes_row_set_editable;
  row_class->multiline = TRUE;

  gtk_widget_class_set_template_from_resource (widget_class, "/org/stemward/Stemward/widgets/crf-notes-row.ui");
  gtk_widget_class_bind_template_child (widget_class, CrfNotesRow, view);
  gtk_widget_class_bind_template_child (widget_class, CrfNotesRow, buffer);
  gtk_widget_class_bind_template_child (widget_class, CrfNotesRow, hint);
  gtk_widget_class_bind_template_callback (widget_class, crf_field_row_typed);
}

static void
crf_notes_row_init (CrfNotesRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
