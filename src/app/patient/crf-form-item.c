/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a form is about is told by its first values: an adverse event by its term and start, a death by its date. */

#include "crf-form-item.h"

#include <glib/gi18n-lib.h>

#define SUMMARY_FIELDS 3

struct _CrfFormItem
{
  GtkListBoxRow parent_instance;

  /* Template children */
  GtkImage *icon;
  GtkLabel *title;
  GtkLabel *state;
  GtkLabel *summary;

  /* Owned */
  CrfTarget *target;
  char *add;
  char *heading;
};

G_DEFINE_FINAL_TYPE (CrfFormItem, crf_form_item, GTK_TYPE_LIST_BOX_ROW)

static void
crf_form_item_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), CRF_TYPE_FORM_ITEM);
  G_OBJECT_CLASS (crf_form_item_parent_class)->dispose (object);
}

static void
crf_form_item_finalize (GObject *object)
{
  CrfFormItem *self = CRF_FORM_ITEM (object);

  g_clear_pointer (&self->target, crf_target_free);
  g_free (self->add);
  g_free (self->heading);
  G_OBJECT_CLASS (crf_form_item_parent_class)->finalize (object);
}

static void
crf_form_item_class_init (CrfFormItemClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = crf_form_item_dispose;
  object_class->finalize = crf_form_item_finalize;
  gtk_widget_class_set_template_from_resource (widget_class, "/org/stemward/Stemward/patient/crf-form-item.ui");
  gtk_widget_class_bind_template_child (widget_class, CrfFormItem, icon);
  gtk_widget_class_bind_template_child (widget_class, CrfFormItem, title);
  gtk_widget_class_bind_template_child (widget_class, CrfFormItem, state);
  gtk_widget_class_bind_template_child (widget_class, CrfFormItem, summary);
}

static void
crf_form_item_init (CrfFormItem *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
crf_form_item_new_add (const char *label,
                       const char *kind)
{
  CrfFormItem *self = g_object_new (CRF_TYPE_FORM_ITEM, "selectable", FALSE, NULL);

  /* Translators: a line that adds a form; %s is its title, as “Adverse event” */
  g_autofree char *text = g_strdup_printf (_("Add: %s"), label);

  self->add = g_strdup (kind);
  gtk_label_set_label (self->title, text);
  gtk_image_set_from_icon_name (self->icon, "list-add-symbolic");
  gtk_widget_set_visible (GTK_WIDGET (self->summary), FALSE);
  gtk_widget_add_css_class (GTK_WIDGET (self), "forms-add");
  return GTK_WIDGET (self);
}

GtkWidget *
crf_form_item_new_overview (void)
{
  CrfFormItem *self = g_object_new (CRF_TYPE_FORM_ITEM, NULL);

  self->add = g_strdup ("overview");
  gtk_label_set_label (self->title, _("Overview"));
  gtk_image_set_from_icon_name (self->icon, "view-list-symbolic");
  gtk_widget_set_visible (GTK_WIDGET (self->summary), FALSE);
  return GTK_WIDGET (self);
}

/* A "Yes" or a "No" without its question. */
static gboolean
says_little (const CrfFieldState *field)
{
  static const char *const answers[] = { "Y", "N", "U", "NA", NULL };

  return field->item->type == CRF_TYPE_BOOLEAN || (field->item->code_list != NULL && field->value->canonical != NULL
                                                   && g_strv_contains (answers, field->value->canonical));
}

static char *
summarise (const CrfFormState *state,
           const char         *language)
{
  g_autoptr (GString) text = g_string_new (NULL);
  guint n = 0;

  for (guint i = 0; i < state->sections->len && n < SUMMARY_FIELDS; i++)
    {
      const CrfSectionState *section = g_ptr_array_index (state->sections, i);

      for (guint j = 0; j < section->fields->len && n < SUMMARY_FIELDS; j++)
        {
          const CrfFieldState *field = g_ptr_array_index (section->fields, j);
          g_autofree char *value = NULL;

          if (!field->shown || field->sealed || crf_value_is_empty (field->value) || field->value->missing != NULL || says_little (field))
            continue;
          value = crf_value_to_display (field->value, field->item, language);
          g_string_append_printf (text, "%s%s", text->len > 0 ? " · " : "", value);
          n++;
        }
    }
  return text->len > 0 ? g_string_free (g_steal_pointer (&text), FALSE) : NULL;
}

static const char *
icon_of (const char *state)
{
  if (g_strcmp0 (state, "empty") == 0)
    return "radio-symbolic";
  if (g_strcmp0 (state, "started") == 0)
    return "document-edit-symbolic";
  if (g_strcmp0 (state, "unreadable") == 0)
    return "dialog-error-symbolic";
  return g_strcmp0 (state, "locked") == 0 ? "changes-prevent-symbolic" : "object-select-symbolic";
}

GtkWidget *
crf_form_item_new (const CrfFormState *state,
                   const char         *title,
                   const char         *language)
{
  CrfFormItem *self = g_object_new (CRF_TYPE_FORM_ITEM, NULL);
  g_autofree char *summary = summarise (state, language);

  gtk_widget_add_css_class (GTK_WIDGET (self), "form-item");
  self->target = crf_target_copy (state->target);
  gtk_label_set_label (self->title, title != NULL ? title : state->title != NULL ? state->title : "");
  gtk_label_set_label (self->state, g_strcmp0 (state->state, "empty") != 0 && state->state_label != NULL ? state->state_label : "");
  if (summary == NULL && g_strcmp0 (state->state, "unreadable") == 0)
    summary = g_strdup (state->unreadable);
  gtk_label_set_label (self->summary, summary != NULL ? summary : "");
  gtk_widget_set_visible (GTK_WIDGET (self->summary), summary != NULL);
  gtk_image_set_from_icon_name (self->icon, icon_of (state->state));
  if (g_strcmp0 (state->state, "empty") == 0)
    gtk_widget_add_css_class (GTK_WIDGET (self), "later");
  return GTK_WIDGET (self);
}

const CrfTarget *
crf_form_item_get_target (CrfFormItem *self)
{
  g_return_val_if_fail (CRF_IS_FORM_ITEM (self), NULL);

  return self->target;
}

const char *
crf_form_item_get_add (CrfFormItem *self)
{
  g_return_val_if_fail (CRF_IS_FORM_ITEM (self), NULL);

  return self->add;
}

void
crf_form_item_set_heading (CrfFormItem *self,
                           const char  *heading)
{
  g_return_if_fail (CRF_IS_FORM_ITEM (self));

  g_free (self->heading);
  self->heading = g_strdup (heading);
}

const char *
crf_form_item_get_heading (CrfFormItem *self)
{
  g_return_val_if_fail (CRF_IS_FORM_ITEM (self), NULL);

  return self->heading;
}
