/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A radio group cannot be emptied by clicking: Delete does, and the field's menu. A choice made with the mouse is stored a moment after it
 * was made; arrow keys pass through the answers without storing each. */

#include "crf-choice-row.h"

#include "crf-field-codes.h"
#include "crf-reveal.h"
#include "crf-wrap-box.h"

#define SETTLE_MS 700
#define SHORT_LABEL 20 /* characters: fits beside anything */

struct _CrfChoiceRow
{
  CrfFieldRow parent_instance;

  /* Template children */
  CrfWrapBox *box;
  GtkLabel *hint;

  /* Owned */
  GPtrArray *codes;   /* CrfFieldCode */
  GPtrArray *buttons; /* GtkCheckButton, borrowed from the box */
  guint settle_id;
  gboolean quiet;
};

G_DEFINE_FINAL_TYPE (CrfChoiceRow, crf_choice_row, CRF_TYPE_FIELD_ROW)

static gboolean
on_settled (gpointer data)
{
  CrfChoiceRow *self = CRF_CHOICE_ROW (data);

  self->settle_id = 0;
  crf_field_row_commit (CRF_FIELD_ROW (self));
  return G_SOURCE_REMOVE;
}

static void
on_toggled (CrfChoiceRow   *self,
            GtkCheckButton *button)
{
  if (self->quiet || !gtk_check_button_get_active (button))
    return;
  crf_field_row_typed (CRF_FIELD_ROW (self));
  g_clear_handle_id (&self->settle_id, g_source_remove);
  self->settle_id = g_timeout_add (SETTLE_MS, on_settled, self);
}

static gboolean
on_key_pressed (CrfChoiceRow   *self,
                guint           keyval,
                guint           keycode,
                GdkModifierType state)
{
  const CrfFieldState *field = crf_field_row_get_state (CRF_FIELD_ROW (self));

  if ((keyval != GDK_KEY_Delete && keyval != GDK_KEY_BackSpace) || field == NULL || !field->editable)
    return GDK_EVENT_PROPAGATE;
  crf_field_row_set_missing (CRF_FIELD_ROW (self), NULL);
  return GDK_EVENT_STOP;
}

static GtkWidget *
new_button (CrfChoiceRow       *self,
            const CrfFieldCode *code)
{
  GtkWidget *button = gtk_check_button_new ();
  GtkWidget *label = gtk_label_new (NULL);
  g_autofree char *markup = NULL;

  if (code->digit >= 0)
    markup = g_markup_printf_escaped ("<span alpha=\"55%%\" size=\"small\">%d</span> %s", code->digit, code->label);
  else
    markup = g_markup_escape_text (code->label, -1);
  gtk_label_set_markup (GTK_LABEL (label), markup);
  /* A text that may wrap is laid out a dozen times to find its width; "Yes" need not be. */
  gtk_label_set_wrap (GTK_LABEL (label), g_utf8_strlen (code->label, -1) > SHORT_LABEL);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_check_button_set_child (GTK_CHECK_BUTTON (button), label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, code->label, -1);
  g_signal_connect_swapped (button, "toggled", G_CALLBACK (on_toggled), self);
  return button;
}

static void
crf_choice_row_build (CrfFieldRow         *row,
                      const CrfFieldState *state,
                      const char          *language)
{
  CrfChoiceRow *self = CRF_CHOICE_ROW (row);

  self->codes = crf_field_codes_new (state->item, language);
  for (guint i = 0; i < self->codes->len; i++)
    {
      GtkWidget *button = new_button (self, g_ptr_array_index (self->codes, i));

      if (i > 0)
        gtk_check_button_set_group (GTK_CHECK_BUTTON (button), g_ptr_array_index (self->buttons, 0));
      g_ptr_array_add (self->buttons, button);
      crf_wrap_box_append (self->box, button);
    }
  /* The hint ("not done") stands after the answers. */
  gtk_widget_insert_before (GTK_WIDGET (self->hint), GTK_WIDGET (self->box), NULL);
}

static int
active_index (CrfChoiceRow *self)
{
  for (guint i = 0; i < self->buttons->len; i++)
    if (gtk_check_button_get_active (g_ptr_array_index (self->buttons, i)))
      return (int) i;
  return -1;
}

static GtkWidget *
crf_choice_row_get_input (CrfFieldRow *row)
{
  return GTK_WIDGET (CRF_CHOICE_ROW (row)->box);
}

static char *
crf_choice_row_dup_text (CrfFieldRow *row)
{
  CrfChoiceRow *self = CRF_CHOICE_ROW (row);
  int active = active_index (self);

  return active < 0 ? NULL : g_strdup (((CrfFieldCode *) g_ptr_array_index (self->codes, active))->code);
}

static void
crf_choice_row_set_text (CrfFieldRow *row,
                         const char  *text)
{
  CrfChoiceRow *self = CRF_CHOICE_ROW (row);

  self->quiet = TRUE;
  for (guint i = 0; i < self->buttons->len; i++)
    {
      const CrfFieldCode *code = g_ptr_array_index (self->codes, i);

      gtk_check_button_set_active (g_ptr_array_index (self->buttons, i), g_strcmp0 (code->code, text) == 0);
    }
  self->quiet = FALSE;
}

static void
crf_choice_row_set_hint (CrfFieldRow *row,
                         const char  *hint)
{
  CrfChoiceRow *self = CRF_CHOICE_ROW (row);

  gtk_label_set_label (self->hint, hint != NULL ? hint : "");
  gtk_widget_set_visible (GTK_WIDGET (self->hint), hint != NULL);
}

static void
crf_choice_row_set_editable (CrfFieldRow *row,
                             gboolean     editable)
{
  gtk_widget_set_sensitive (GTK_WIDGET (CRF_CHOICE_ROW (row)->box), editable);
}

static gboolean
crf_choice_row_pick (CrfFieldRow *row,
                     int          digit)
{
  CrfChoiceRow *self = CRF_CHOICE_ROW (row);

  for (guint i = 0; i < self->codes->len; i++)
    {
      const CrfFieldCode *code = g_ptr_array_index (self->codes, i);

      if (code->digit != digit)
        continue;
      crf_choice_row_set_text (row, code->code);
      crf_field_row_typed (row);
      return TRUE;
    }
  return FALSE;
}

static gboolean
focus_a_button (CrfChoiceRow *self)
{
  int active = active_index (self);

  if (self->buttons->len == 0)
    return FALSE;
  return gtk_widget_grab_focus (g_ptr_array_index (self->buttons, MAX (active, 0)));
}

static gboolean
crf_choice_row_grab_focus (GtkWidget *widget)
{
  if (gtk_widget_is_sensitive (GTK_WIDGET (CRF_CHOICE_ROW (widget)->box)))
    return focus_a_button (CRF_CHOICE_ROW (widget));
  /* Nothing to choose: the row itself, where it can be read by key. */
  return GTK_WIDGET_CLASS (crf_choice_row_parent_class)->grab_focus (widget);
}

/* The group is one stop for Tab, whether or not an answer has been chosen. */
static gboolean
crf_choice_row_focus (GtkWidget        *widget,
                      GtkDirectionType  direction)
{
  CrfChoiceRow *self = CRF_CHOICE_ROW (widget);
  gboolean is_tab = direction == GTK_DIR_TAB_FORWARD || direction == GTK_DIR_TAB_BACKWARD;

  if (!is_tab || !gtk_widget_is_sensitive (GTK_WIDGET (self->box)))
    return GTK_WIDGET_CLASS (crf_choice_row_parent_class)->focus (widget, direction);
  if (crf_has_focus (GTK_WIDGET (self->box)))
    return FALSE;
  if (!crf_has_focus (widget))
    return focus_a_button (self);
  return GTK_WIDGET_CLASS (crf_choice_row_parent_class)->focus (widget, direction);
}

static void
crf_choice_row_dispose (GObject *object)
{
  CrfChoiceRow *self = CRF_CHOICE_ROW (object);

  g_clear_handle_id (&self->settle_id, g_source_remove);
  gtk_widget_dispose_template (GTK_WIDGET (object), CRF_TYPE_CHOICE_ROW);
  G_OBJECT_CLASS (crf_choice_row_parent_class)->dispose (object);
}

static void
crf_choice_row_finalize (GObject *object)
{
  CrfChoiceRow *self = CRF_CHOICE_ROW (object);

  g_clear_pointer (&self->codes, g_ptr_array_unref);
  g_clear_pointer (&self->buttons, g_ptr_array_unref);
  G_OBJECT_CLASS (crf_choice_row_parent_class)->finalize (object);
}

static void
crf_choice_row_class_init (CrfChoiceRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  CrfFieldRowClass *row_class = CRF_FIELD_ROW_CLASS (klass);

  object_class->dispose = crf_choice_row_dispose;
  object_class->finalize = crf_choice_row_finalize;
  widget_class->focus = crf_choice_row_focus;
  widget_class->grab_focus = crf_choice_row_grab_focus;
  row_class->build = crf_choice_row_build;
  row_class->get_input = crf_choice_row_get_input;
  row_class->dup_text = crf_choice_row_dup_text;
  row_class->set_text = crf_choice_row_set_text;
  row_class->set_hint = crf_choice_row_set_hint;
  row_class->set_editable = crf_choice_row_set_editable;
  row_class->pick = crf_choice_row_pick;

  g_type_ensure (CRF_TYPE_WRAP_BOX);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/stemward/Stemward/widgets/crf-choice-row.ui");
  gtk_widget_class_bind_template_child (widget_class, CrfChoiceRow, box);
  gtk_widget_class_bind_template_child (widget_class, CrfChoiceRow, hint);
  gtk_widget_class_bind_template_callback (widget_class, on_key_pressed);
}

static void
crf_choice_row_init (CrfChoiceRow *self)
{
  self->buttons = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}
