/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Items of a sample whose concept says so (taken at, specimen number, laboratory, condition) stand in one line at the top; the others are rows
 * in columns. */

#include "crf-form-section.h"

#include <glib/gi18n-lib.h>

#include "crf-column-headings.h"
#include "crf-wrap-box.h"

#define SAMPLE_PREFIX "sample."

struct _CrfFormSection
{
  GtkBox parent_instance;

  /* Template children */
  GtkLabel *title;
  GtkLabel *last_when;
  GtkWidget *head;
  CrfWrapBox *sample;
  CrfColumnHeadings *columns;
  GtkBox *rows_box;
  GtkMenuButton *acts;

  /* Owned */
  GPtrArray *rows; /* CrfFieldRow, borrowed from the boxes */
  char *elsewhere;
  char *acts_of; /* what the menu was made of */
};

G_DEFINE_FINAL_TYPE (CrfFormSection, crf_form_section, GTK_TYPE_BOX)

static gboolean
is_elsewhere (CrfFormSection      *self,
              const CrfFieldState *field)
{
  return self->elsewhere != NULL && g_strcmp0 (field->item->concept, self->elsewhere) == 0;
}

static gboolean
describes_sample (const CrfSectionState *section,
                  const CrfFieldState   *field)
{
  return section->is_sample && field->item->concept != NULL && g_str_has_prefix (field->item->concept, SAMPLE_PREFIX);
}

/* The previous visit and day that most "last" values are from; NULL: there is none. */
static const char *
commonest_when (const CrfSectionState *section)
{
  const char *best = NULL;
  guint most = 0;

  for (guint i = 0; i < section->fields->len; i++)
    {
      const CrfFieldState *field = g_ptr_array_index (section->fields, i);
      guint n = 0;

      if (field->last == NULL || field->last_when == NULL || describes_sample (section, field))
        continue;
      for (guint j = 0; j < section->fields->len; j++)
        {
          const CrfFieldState *other = g_ptr_array_index (section->fields, j);

          n += other->last != NULL && !describes_sample (section, other) && g_strcmp0 (other->last_when, field->last_when) == 0;
        }
      if (n > most)
        {
          most = n;
          best = field->last_when;
        }
    }
  return best;
}

/* It stands once in the head; a value of another day says so in its row. */
static void
show_last_when (CrfFormSection        *self,
                const CrfSectionState *section)
{
  const char *when = commonest_when (section);
  /* Translators: before the visit and date that the column of last values is from */
  g_autofree char *text = when != NULL ? g_strdup_printf (_("last: %s"), when) : NULL;

  gtk_label_set_label (self->last_when, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->last_when), when != NULL);
  crf_column_headings_show_last (self->columns, when != NULL);
  for (guint i = 0; i < self->rows->len; i++)
    crf_field_row_show_when (g_ptr_array_index (self->rows, i), when);
}

static void
show_columns (CrfFormSection *self)
{
  gboolean numeric = FALSE;

  for (guint i = 0; i < self->rows->len && !numeric; i++)
    {
      CrfFieldRow *row = g_ptr_array_index (self->rows, i);

      numeric = crf_field_row_get_state (row)->reference != NULL && crf_field_row_is_numeric (row);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->columns), numeric);
}

static void
add_rows (CrfFormSection        *self,
          const CrfSectionState *section,
          const char            *language)
{
  gboolean has_sample = FALSE;

  for (guint i = 0; i < section->fields->len; i++)
    {
      const CrfFieldState *field = g_ptr_array_index (section->fields, i);
      CrfFieldRow *row;

      if (is_elsewhere (self, field))
        continue;
      row = crf_field_row_new_for (field, language);
      g_ptr_array_add (self->rows, row);
      if (describes_sample (section, field))
        {
          crf_field_row_set_inline (row);
          crf_wrap_box_append (self->sample, GTK_WIDGET (row));
          has_sample = TRUE;
        }
      else
        gtk_box_append (self->rows_box, GTK_WIDGET (row));
    }
  gtk_widget_set_visible (GTK_WIDGET (self->sample), has_sample);
}

static void
crf_form_section_dispose (GObject *object)
{
  CrfFormSection *self = CRF_FORM_SECTION (object);

  g_clear_pointer (&self->rows, g_ptr_array_unref);
  gtk_widget_dispose_template (GTK_WIDGET (self), CRF_TYPE_FORM_SECTION);
  G_OBJECT_CLASS (crf_form_section_parent_class)->dispose (object);
}

static void
crf_form_section_finalize (GObject *object)
{
  g_free (CRF_FORM_SECTION (object)->elsewhere);
  g_free (CRF_FORM_SECTION (object)->acts_of);
  G_OBJECT_CLASS (crf_form_section_parent_class)->finalize (object);
}

static void
crf_form_section_class_init (CrfFormSectionClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = crf_form_section_dispose;
  object_class->finalize = crf_form_section_finalize;

  g_type_ensure (CRF_TYPE_WRAP_BOX);
  g_type_ensure (CRF_TYPE_COLUMN_HEADINGS);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/stemward/Stemward/patient/crf-form-section.ui");
  gtk_widget_class_bind_template_child (widget_class, CrfFormSection, title);
  gtk_widget_class_bind_template_child (widget_class, CrfFormSection, last_when);
  gtk_widget_class_bind_template_child (widget_class, CrfFormSection, head);
  gtk_widget_class_bind_template_child (widget_class, CrfFormSection, sample);
  gtk_widget_class_bind_template_child (widget_class, CrfFormSection, columns);
  gtk_widget_class_bind_template_child (widget_class, CrfFormSection, rows_box);
  gtk_widget_class_bind_template_child (widget_class, CrfFormSection, acts);
  gtk_widget_class_set_css_name (widget_class, "formsection");
}

static void
crf_form_section_init (CrfFormSection *self)
{
  self->rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
show_title (CrfFormSection        *self,
            const CrfSectionState *section)
{
  g_autofree char *title = NULL;

  /* Translators: title of a sample, what it is at, and of several whether it is analysed: "Liver function · reported · analysed" */
  if (section->title != NULL && section->sample_state != NULL && section->sample_use != NULL)
    title = g_strdup_printf (_("%1$s · %2$s · %3$s"), section->title, section->sample_state, section->sample_use);
  /* Translators: title of a sample, and what it is at: "Liver function · results pending" */
  else if (section->title != NULL && (section->sample_state != NULL || section->sample_use != NULL))
    title = g_strdup_printf (_("%1$s · %2$s"), section->title, section->sample_state != NULL ? section->sample_state : section->sample_use);
  gtk_label_set_label (self->title, title != NULL ? title : section->title != NULL ? section->title : "");
}

/* The actions are those of the form around it. */
static void
append_act (GMenu      *menu,
            const char *label,
            const char *action,
            GVariant   *target)
{
  g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);

  g_menu_item_set_action_and_target_value (item, action, target);
  g_menu_append_item (menu, item);
}

static gboolean
has_empty_result (const CrfSectionState *section)
{
  for (guint i = 0; i < section->fields->len; i++)
    {
      const CrfFieldState *field = g_ptr_array_index (section->fields, i);

      if (field->required && field->editable && !describes_sample (section, field) && crf_value_is_empty (field->value))
        return TRUE;
    }
  return FALSE;
}

static void
show_acts (CrfFormSection        *self,
           const CrfSectionState *section)
{
  const char *key = section->groupkey != NULL ? section->groupkey : "";
  gboolean pending = section->may_paste && has_empty_result (section);
  g_autofree char *acts = g_strdup_printf ("%s %d %d %d %s", key, section->may_paste, pending, section->may_choose,
                                           section->further != NULL ? section->further : "");
  g_autoptr (GMenu) menu = NULL;

  /* Making a menu takes longer than pouring all rows. */
  if (!section->is_sample || g_strcmp0 (acts, self->acts_of) == 0)
    return;
  g_free (self->acts_of);
  self->acts_of = g_steal_pointer (&acts);
  menu = g_menu_new ();
  if (section->may_paste)
    append_act (menu, _("_Paste results…"), "form.paste", NULL);
  if (pending)
    append_act (menu, _("All empty results of this sample are p_ending"), "form.sample",
                g_variant_new ("(sss)", section->group->oid, key, "pending"));
  if (section->further != NULL)
    append_act (menu, _("A _further sample of this visit"), "form.further", g_variant_new_string (section->further));
  if (section->may_choose)
    append_act (menu, _("_Analyse this sample…"), "form.choose", g_variant_new ("(ss)", section->group->oid, key));
  gtk_widget_set_visible (GTK_WIDGET (self->acts), g_menu_model_get_n_items (G_MENU_MODEL (menu)) > 0);
  gtk_menu_button_set_menu_model (self->acts, G_MENU_MODEL (menu));
}

GtkWidget *
crf_form_section_new (const CrfSectionState *section,
                      const char            *language,
                      const char            *elsewhere)
{
  CrfFormSection *self = g_object_new (CRF_TYPE_FORM_SECTION, NULL);

  g_return_val_if_fail (section != NULL, NULL);

  self->elsewhere = g_strdup (elsewhere);
  show_title (self, section);
  gtk_widget_set_visible (self->head, (section->title != NULL && *section->title != '\0') || section->is_sample);
  add_rows (self, section, language);
  show_last_when (self, section);
  show_columns (self);
  show_acts (self, section);
  gtk_widget_set_visible (GTK_WIDGET (self), self->rows->len > 0);
  return GTK_WIDGET (self);
}

GPtrArray *
crf_form_section_get_rows (CrfFormSection *self)
{
  g_return_val_if_fail (CRF_IS_FORM_SECTION (self), NULL);

  return self->rows;
}

static gboolean
same_class (const CrfFieldState *a,
            const CrfFieldState *b)
{
  return a->item == b->item && a->derived == b->derived && a->sealed == b->sealed;
}

gboolean
crf_form_section_pour (CrfFormSection        *self,
                       const CrfSectionState *section)
{
  guint n = 0;

  g_return_val_if_fail (CRF_IS_FORM_SECTION (self), FALSE);

  for (guint i = 0; i < section->fields->len; i++)
    {
      const CrfFieldState *field = g_ptr_array_index (section->fields, i);

      if (is_elsewhere (self, field))
        continue;
      if (n >= self->rows->len || !same_class (crf_field_row_get_state (g_ptr_array_index (self->rows, n)), field))
        return FALSE;
      n++;
    }
  if (n != self->rows->len)
    return FALSE;
  n = 0;
  for (guint i = 0; i < section->fields->len; i++)
    {
      const CrfFieldState *field = g_ptr_array_index (section->fields, i);

      if (!is_elsewhere (self, field))
        crf_field_row_pour (g_ptr_array_index (self->rows, n++), field);
    }
  show_title (self, section);
  show_last_when (self, section);
  show_acts (self, section);
  return TRUE;
}
