/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Shown as text, so that nobody tries to type into it. */

#include "crf-derived-row.h"

#include <glib/gi18n-lib.h>

struct _CrfDerivedRow
{
  CrfFieldRow parent_instance;

  /* Template children */
  GtkLabel *value;
};

G_DEFINE_FINAL_TYPE (CrfDerivedRow, crf_derived_row, CRF_TYPE_FIELD_ROW)

static GtkWidget *
crf_derived_row_get_input (CrfFieldRow *row)
{
  return GTK_WIDGET (CRF_DERIVED_ROW (row)->value);
}

static char *
crf_derived_row_dup_text (CrfFieldRow *row)
{
  return NULL;
}

static void
crf_derived_row_set_text (CrfFieldRow *row,
                          const char  *text)
{
  CrfDerivedRow *self = CRF_DERIVED_ROW (row);
  const CrfFieldState *state = crf_field_row_get_state (row);
  g_autofree char *shown = NULL;

  if (state == NULL)
    return;
  if (state->sealed)
    shown = g_strdup (_("sealed: your role may not read this"));
  else if (!crf_value_is_empty (state->value))
    shown = crf_value_to_display (state->value, state->item, crf_field_row_get_language (row));
  gtk_label_set_label (self->value, shown != NULL ? shown : "—");
}

static void
crf_derived_row_set_editable (CrfFieldRow *row,
                              gboolean     editable)
{
}

static void
crf_derived_row_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), CRF_TYPE_DERIVED_ROW);
  G_OBJECT_CLASS (crf_derived_row_parent_class)->dispose (object);
}

static void
crf_derived_row_class_init (CrfDerivedRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  CrfFieldRowClass *row_class = CRF_FIELD_ROW_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = crf_derived_row_dispose;
  row_class->get_input = crf_derived_row_get_input;
  row_class->dup_text = crf_derived_row_dup_text;
  row_class->set_text = crf_derived_row_set_text;
  row_class->set_editable = crf_derived_row_set_editable;

  gtk_widget_class_set_template_from_resource (widget_class, "/org/stemward/Stemward/widgets/crf-derived-row.ui");
  gtk_widget_class_bind_template_child (widget_class, CrfDerivedRow, value);
}

static void
crf_derived_row_init (CrfDerivedRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
