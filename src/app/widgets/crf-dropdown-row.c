/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Position 0 is “— not entered —”: a GtkDropDown always has something selected, and must not select an answer by itself. */

#include "crf-dropdown-row.h"

#include <glib/gi18n-lib.h>

#include "crf-field-codes.h"

struct _CrfDropdownRow
{
  CrfFieldRow parent_instance;

  /* Template children */
  GtkDropDown *dropdown;

  /* Owned */
  GtkStringList *labels;
  GPtrArray *codes; /* CrfFieldCode */
  gboolean quiet;
};

G_DEFINE_FINAL_TYPE (CrfDropdownRow, crf_dropdown_row, CRF_TYPE_FIELD_ROW)

static void
on_selected (CrfDropdownRow *self)
{
  if (self->quiet)
    return;
  crf_field_row_typed (CRF_FIELD_ROW (self));
  /* Choosing in the list is an act of its own; arrow keys alone do not select. */
  crf_field_row_commit (CRF_FIELD_ROW (self));
}

static void
crf_dropdown_row_build (CrfFieldRow         *row,
                        const CrfFieldState *state,
                        const char          *language)
{
  CrfDropdownRow *self = CRF_DROPDOWN_ROW (row);

  self->codes = crf_field_codes_new (state->item, language);
  self->quiet = TRUE;
  self->labels = gtk_string_list_new (NULL);
  gtk_string_list_append (self->labels, _("— not entered —"));
  for (guint i = 0; i < self->codes->len; i++)
    gtk_string_list_append (self->labels, ((CrfFieldCode *) g_ptr_array_index (self->codes, i))->label);
  gtk_drop_down_set_model (self->dropdown, G_LIST_MODEL (self->labels));
  self->quiet = FALSE;
}

static GtkWidget *
crf_dropdown_row_get_input (CrfFieldRow *row)
{
  return GTK_WIDGET (CRF_DROPDOWN_ROW (row)->dropdown);
}

static char *
crf_dropdown_row_dup_text (CrfFieldRow *row)
{
  CrfDropdownRow *self = CRF_DROPDOWN_ROW (row);
  guint selected = gtk_drop_down_get_selected (self->dropdown);

  if (self->codes == NULL || selected == 0 || selected > self->codes->len)
    return NULL;
  return g_strdup (((CrfFieldCode *) g_ptr_array_index (self->codes, selected - 1))->code);
}

static void
crf_dropdown_row_set_text (CrfFieldRow *row,
                           const char  *text)
{
  CrfDropdownRow *self = CRF_DROPDOWN_ROW (row);
  guint selected = 0;

  for (guint i = 0; text != NULL && i < self->codes->len; i++)
    if (g_str_equal (((CrfFieldCode *) g_ptr_array_index (self->codes, i))->code, text))
      selected = i + 1;
  self->quiet = TRUE;
  gtk_drop_down_set_selected (self->dropdown, selected);
  self->quiet = FALSE;
}

static void
crf_dropdown_row_set_hint (CrfFieldRow *row,
                           const char  *hint)
{
  CrfDropdownRow *self = CRF_DROPDOWN_ROW (row);
  g_autofree char *first = hint != NULL ? g_strdup_printf ("— %s —", hint) : g_strdup (_("— not entered —"));
  guint selected = gtk_drop_down_get_selected (self->dropdown);

  if (g_strcmp0 (gtk_string_list_get_string (self->labels, 0), first) == 0)
    return;
  self->quiet = TRUE;
  gtk_string_list_splice (self->labels, 0, 1, (const char *[]) { first, NULL });
  gtk_drop_down_set_selected (self->dropdown, selected);
  self->quiet = FALSE;
}

static void
crf_dropdown_row_set_editable (CrfFieldRow *row,
                               gboolean     editable)
{
  gtk_widget_set_sensitive (GTK_WIDGET (CRF_DROPDOWN_ROW (row)->dropdown), editable);
}

static gboolean
crf_dropdown_row_pick (CrfFieldRow *row,
                       int          digit)
{
  CrfDropdownRow *self = CRF_DROPDOWN_ROW (row);

  for (guint i = 0; i < self->codes->len; i++)
    {
      const CrfFieldCode *code = g_ptr_array_index (self->codes, i);

      if (code->digit != digit)
        continue;
      crf_dropdown_row_set_text (row, code->code);
      crf_field_row_typed (row);
      return TRUE;
    }
  return FALSE;
}

static void
crf_dropdown_row_dispose (GObject *object)
{
  CRF_DROPDOWN_ROW (object)->quiet = TRUE;
  gtk_widget_dispose_template (GTK_WIDGET (object), CRF_TYPE_DROPDOWN_ROW);
  G_OBJECT_CLASS (crf_dropdown_row_parent_class)->dispose (object);
}

static void
crf_dropdown_row_finalize (GObject *object)
{
  CrfDropdownRow *self = CRF_DROPDOWN_ROW (object);

  g_clear_object (&self->labels);
  g_clear_pointer (&self->codes, g_ptr_array_unref);
  G_OBJECT_CLASS (crf_dropdown_row_parent_class)->finalize (object);
}

static void
crf_dropdown_row_class_init (CrfDropdownRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  CrfFieldRowClass *row_class = CRF_FIELD_ROW_CLASS (klass);

  object_class->dispose = crf_dropdown_row_dispose;
  object_class->finalize = crf_dropdown_row_finalize;
  row_class->build = crf_dropdown_row_build;
  row_class->get_input = crf_dropdown_row_get_input;
  row_class->dup_text = crf_dropdown_row_dup_text;
  row_class->set_text = crf_dropdown_row_set_text;
  row_class->set_hint = crf_dropdown_row_set_hint;
  row_class->set_editable = crf_dropdown_row_set_editable;
  row_class->pick = crf_dropdown_row_pick;

  gtk_widget_class_set_template_from_resource (widget_class, "/org/stemward/Stemward/widgets/crf-dropdown-row.ui");
  gtk_widget_class_bind_template_child (widget_class, CrfDropdownRow, dropdown);
  gtk_widget_class_bind_template_callback (widget_class, on_selected);
}

static void
crf_dropdown_row_init (CrfDropdownRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
