/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The field of a parameter. A choice starts with nothing chosen: radio buttons where there are few, else a drop-down whose first
 * item is "not entered". */

#include "crf-parameter-field.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "crf-dialogs.h"
#include "crf-use-case-dialog.h"
#include "crf-weak.h"

#define MOST_RADIOS 4

struct _CrfParameterField
{
  GtkBox parent_instance;

  /* children */
  GtkLabel *label;
  GtkBox *line;
  GtkEditable *text;
  GtkEditable *again; /* a new passphrase is typed twice */
  GtkCheckButton *flag;
  GtkDropDown *drop_down;
  GPtrArray *radios; /* GtkCheckButton, borrowed */
  GPtrArray *roles;  /* the same, of key "roles" */
  GtkLabel *hint;
  GtkLabel *error;

  /* owned */
  char *key;
  char *kind;
  char *now;
  GStrv codes;
  gboolean required;
};

enum
{
  SIGNAL_SUBMIT,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CrfParameterField, crf_parameter_field, GTK_TYPE_BOX)

static gboolean
is_kind (CrfParameterField *self, const char *kind)
{
  return g_str_equal (self->kind, kind);
}

static gboolean
is_file (CrfParameterField *self)
{
  return g_str_has_prefix (self->kind, "file:");
}

static void
on_activated (CrfParameterField *self)
{
  g_signal_emit (self, signals[SIGNAL_SUBMIT], 0);
}

static void
on_changed (CrfParameterField *self)
{
  crf_parameter_field_set_error (self, NULL);
}

static void
on_now_clicked (CrfParameterField *self)
{
  g_autofree char *text = g_strdup (self->now);
  char *t = strchr (text, 'T');

  if (t != NULL)
    *t = ' ';
  gtk_editable_set_text (self->text, text);
}

static void
add_now_button (CrfParameterField *self)
{
  GtkWidget *button = gtk_button_new_with_label (C_ ("button that enters a time", "Now"));

  gtk_widget_add_css_class (button, "flat");
  g_signal_connect_swapped (button, "clicked", G_CALLBACK (on_now_clicked), self);
  gtk_box_append (self->line, button);
}

static void
set_placeholder (CrfParameterField *self, GtkEntry *entry)
{
  if (is_kind (self, "date"))
    gtk_entry_set_placeholder_text (entry, _("YYYY-MM-DD"));
  else if (is_kind (self, "datetime"))
    gtk_entry_set_placeholder_text (entry, _("YYYY-MM-DD HH:MM"));
}

/* ── Files ── */

static void
on_file_chosen (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CrfParameterField) self = crf_weak_take (user_data);
  g_autoptr (GFile) file = crf_dialogs_file_finish (result);

  if (self != NULL && file != NULL && self->text != NULL && g_file_peek_path (file) != NULL)
    gtk_editable_set_text (self->text, g_file_peek_path (file));
}

static void
on_browse_clicked (CrfParameterField *self)
{
  CrfFileKind kind = is_kind (self, "file:csv") ? CRF_FILE_CSV : is_kind (self, "file:xml") ? CRF_FILE_DEFINITION
                     : is_kind (self, "file:sig") ? CRF_FILE_SIGNATURE : CRF_FILE_ANY;

  crf_dialogs_open_file_async (GTK_WIDGET (self), gtk_label_get_text (self->label), kind, on_file_chosen, crf_weak_new (self));
}

static void
add_browse_button (CrfParameterField *self)
{
  GtkWidget *button = gtk_button_new_from_icon_name ("document-open-symbolic");

  gtk_widget_set_tooltip_text (button, _("Choose a file"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Choose a file"), -1);
  g_signal_connect_swapped (button, "clicked", G_CALLBACK (on_browse_clicked), self);
  gtk_box_append (self->line, button);
}

static void
add_entry (CrfParameterField *self)
{
  gboolean wide = is_kind (self, "text") || is_file (self);
  GtkWidget *entry = gtk_entry_new ();
  gboolean number = is_kind (self, "number") || is_kind (self, "integer");

  if (number)
    {
      gtk_entry_set_input_purpose (GTK_ENTRY (entry), GTK_INPUT_PURPOSE_NUMBER);
      gtk_widget_add_css_class (entry, "numeric");
    }
  set_placeholder (self, GTK_ENTRY (entry));
  gtk_editable_set_width_chars (GTK_EDITABLE (entry), number ? 10 : (wide ? 28 : 18));
  gtk_widget_set_hexpand (entry, wide);
  gtk_box_append (self->line, entry);
  self->text = GTK_EDITABLE (entry);
  gtk_label_set_mnemonic_widget (self->label, entry);
  g_signal_connect_swapped (entry, "activate", G_CALLBACK (on_activated), self);
  g_signal_connect_swapped (entry, "changed", G_CALLBACK (on_changed), self);
  if (self->now != NULL && is_kind (self, "datetime"))
    add_now_button (self);
  if (is_file (self))
    add_browse_button (self);
}

static GtkWidget *
passphrase_new (CrfParameterField *self)
{
  GtkWidget *entry = gtk_password_entry_new ();

  gtk_password_entry_set_show_peek_icon (GTK_PASSWORD_ENTRY (entry), TRUE);
  gtk_widget_set_hexpand (entry, TRUE);
  g_signal_connect_swapped (entry, "activate", G_CALLBACK (on_activated), self);
  g_signal_connect_swapped (entry, "changed", G_CALLBACK (on_changed), self);
  gtk_box_append (self->line, entry);
  return entry;
}

static void
add_passphrase (CrfParameterField *self)
{
  self->text = GTK_EDITABLE (passphrase_new (self));
  gtk_label_set_mnemonic_widget (self->label, GTK_WIDGET (self->text));
  /* What exists already, one's own or the second person's, is typed once. */
  if (g_str_equal (self->key, "passphrase") || g_str_equal (self->key, "second-passphrase") || is_kind (self, "secret"))
    return;
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self->line), GTK_ORIENTATION_VERTICAL);
  self->again = GTK_EDITABLE (passphrase_new (self));
  g_object_set (self->again, "placeholder-text", _("The same again"), NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->again), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("The same passphrase again"), -1);
}

static void
clear_line (CrfParameterField *self)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->line))) != NULL)
    gtk_box_remove (self->line, child);
  self->text = self->again = NULL;
  self->flag = NULL;
  self->drop_down = NULL;
  g_ptr_array_set_size (self->radios, 0);
}

static void
add_radios (CrfParameterField *self, const char *const *labels)
{
  for (guint i = 0; self->codes[i] != NULL; i++)
    {
      GtkWidget *radio = gtk_check_button_new_with_label (labels[i]);

      if (i > 0)
        gtk_check_button_set_group (GTK_CHECK_BUTTON (radio), g_ptr_array_index (self->radios, 0));
      else
        gtk_label_set_mnemonic_widget (self->label, radio);
      gtk_widget_set_margin_end (radio, 12);
      g_signal_connect_swapped (radio, "toggled", G_CALLBACK (on_changed), self);
      gtk_box_append (self->line, radio);
      g_ptr_array_add (self->radios, radio);
    }
}

static void
add_drop_down (CrfParameterField *self, const char *const *labels)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) items = NULL;

  g_strv_builder_add (builder, _("— not entered —"));
  for (guint i = 0; labels[i] != NULL; i++)
    g_strv_builder_add (builder, labels[i]);
  items = g_strv_builder_end (builder);
  self->drop_down = GTK_DROP_DOWN (gtk_drop_down_new_from_strings ((const char *const *) items));
  gtk_widget_set_hexpand (GTK_WIDGET (self->drop_down), TRUE);
  g_signal_connect_swapped (self->drop_down, "notify::selected", G_CALLBACK (on_changed), self);
  gtk_box_append (self->line, GTK_WIDGET (self->drop_down));
  gtk_label_set_mnemonic_widget (self->label, GTK_WIDGET (self->drop_down));
}

static void
add_choice (CrfParameterField *self)
{
  g_auto (GStrv) codes = g_strsplit (self->kind + strlen ("choice:"), "|", -1);
  g_autoptr (GPtrArray) labels = g_ptr_array_new ();

  for (char **code = codes; *code != NULL; code++)
    g_ptr_array_add (labels, (gpointer) crf_choice_get_label_of (self->key, *code));
  g_ptr_array_add (labels, NULL);
  crf_parameter_field_set_choices (self, (const char *const *) codes, (const char *const *) labels->pdata);
}

/* An account may have several roles. The value is their names, joined by commas. */
static void
add_roles (CrfParameterField *self)
{
  GtkWidget *flow = gtk_flow_box_new ();

  gtk_flow_box_set_selection_mode (GTK_FLOW_BOX (flow), GTK_SELECTION_NONE);
  gtk_flow_box_set_min_children_per_line (GTK_FLOW_BOX (flow), 2);
  gtk_flow_box_set_max_children_per_line (GTK_FLOW_BOX (flow), 3);
  gtk_flow_box_set_homogeneous (GTK_FLOW_BOX (flow), TRUE);
  gtk_widget_set_hexpand (flow, TRUE);
  for (guint bit = 1; bit & CRF_ROLES_ALL; bit <<= 1)
    {
      GtkWidget *check = gtk_check_button_new_with_label (crf_role_get_label (bit));

      g_object_set_data (G_OBJECT (check), "crf-role", (gpointer) crf_role_get_name (bit));
      g_signal_connect_swapped (check, "toggled", G_CALLBACK (on_changed), self);
      gtk_flow_box_append (GTK_FLOW_BOX (flow), check);
      gtk_widget_set_focusable (gtk_widget_get_parent (check), FALSE);
      g_ptr_array_add (self->roles, check);
    }
  gtk_box_append (self->line, flow);
  /* Where they are typed they are separated by commas; here they are ticked. */
  gtk_label_set_label (self->label, _("Roles"));
  gtk_label_set_mnemonic_widget (self->label, g_ptr_array_index (self->roles, 0));
}

static char *
dup_roles (CrfParameterField *self)
{
  g_autoptr (GString) names = g_string_new (NULL);

  for (guint i = 0; i < self->roles->len; i++)
    {
      GtkCheckButton *check = g_ptr_array_index (self->roles, i);

      if (gtk_check_button_get_active (check))
        g_string_append_printf (names, "%s%s", names->len > 0 ? "," : "",
                                (const char *) g_object_get_data (G_OBJECT (check), "crf-role"));
    }
  return names->len > 0 ? g_string_free (g_steal_pointer (&names), FALSE) : NULL;
}

static void
set_roles (CrfParameterField *self, const char *value)
{
  g_auto (GStrv) names = g_strsplit_set (value != NULL ? value : "", ", ", -1);

  for (guint i = 0; i < self->roles->len; i++)
    {
      GtkCheckButton *check = g_ptr_array_index (self->roles, i);

      gtk_check_button_set_active (check, g_strv_contains ((const char *const *) names,
                                                           g_object_get_data (G_OBJECT (check), "crf-role")));
    }
}

static void
add_widget (CrfParameterField *self, const char *label)
{
  if (g_str_has_prefix (self->kind, "choice:"))
    add_choice (self);
  else if (is_kind (self, "passphrase") || is_kind (self, "secret"))
    add_passphrase (self);
  else if (g_str_equal (self->key, "roles"))
    add_roles (self);
  else if (is_kind (self, "flag"))
    {
      self->flag = GTK_CHECK_BUTTON (gtk_check_button_new_with_label (label));
      gtk_box_append (self->line, GTK_WIDGET (self->flag));
      gtk_widget_set_visible (GTK_WIDGET (self->label), FALSE);
    }
  else
    add_entry (self);
}

static GtkLabel *
line_label_new (CrfParameterField *self, const char *css_class)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_widget_add_css_class (label, css_class);
  gtk_widget_add_css_class (label, "caption");
  gtk_widget_set_visible (label, FALSE);
  gtk_box_append (GTK_BOX (self), label);
  return GTK_LABEL (label);
}

static void
crf_parameter_field_finalize (GObject *object)
{
  CrfParameterField *self = CRF_PARAMETER_FIELD (object);

  g_ptr_array_unref (self->radios);
  g_ptr_array_unref (self->roles);
  g_free (self->key);
  g_free (self->kind);
  g_free (self->now);
  g_strfreev (self->codes);

  G_OBJECT_CLASS (crf_parameter_field_parent_class)->finalize (object);
}

static void
crf_parameter_field_class_init (CrfParameterFieldClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = crf_parameter_field_finalize;

  signals[SIGNAL_SUBMIT] = g_signal_new ("submit", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                         NULL, G_TYPE_NONE, 0);
}

static void
crf_parameter_field_init (CrfParameterField *self)
{
  self->radios = g_ptr_array_new ();
  self->roles = g_ptr_array_new ();
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (self), 3);
  gtk_widget_add_css_class (GTK_WIDGET (self), "parameter-field");
  self->label = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_xalign (self->label, 0);
  gtk_label_set_wrap (self->label, TRUE);
  gtk_widget_add_css_class (GTK_WIDGET (self->label), "caption-heading");
  gtk_box_append (GTK_BOX (self), GTK_WIDGET (self->label));
  self->line = GTK_BOX (gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6));
  gtk_box_append (GTK_BOX (self), GTK_WIDGET (self->line));
  self->hint = line_label_new (self, "dim-label");
  self->error = line_label_new (self, "error");
}

GtkWidget *
crf_parameter_field_new (const char *key, const char *label, const char *kind, gboolean required, const char *now)
{
  CrfParameterField *self = g_object_new (CRF_TYPE_PARAMETER_FIELD, NULL);
  g_autofree char *markup = NULL;

  self->key = g_strdup (key);
  self->kind = g_strdup (kind);
  self->now = g_strdup (now);
  self->required = required;
  if (required)
    markup = g_markup_escape_text (label, -1);
  else
    markup = g_markup_printf_escaped ("%s  <span weight=\"normal\" alpha=\"60%%\">%s</span>", label, _("optional"));
  gtk_label_set_markup (self->label, markup);
  add_widget (self, label);
  return GTK_WIDGET (self);
}

const char *
crf_parameter_field_get_key (CrfParameterField *self)
{
  g_return_val_if_fail (CRF_IS_PARAMETER_FIELD (self), NULL);

  return self->key;
}

char *
crf_parameter_field_dup_value (CrfParameterField *self)
{
  g_return_val_if_fail (CRF_IS_PARAMETER_FIELD (self), NULL);

  if (self->flag != NULL)
    return gtk_check_button_get_active (self->flag) ? g_strdup ("1") : NULL;
  if (self->roles->len > 0)
    return dup_roles (self);
  if (self->drop_down != NULL)
    {
      guint selected = gtk_drop_down_get_selected (self->drop_down);

      return selected > 0 && selected != GTK_INVALID_LIST_POSITION ? g_strdup (self->codes[selected - 1]) : NULL;
    }
  for (guint i = 0; i < self->radios->len; i++)
    if (gtk_check_button_get_active (g_ptr_array_index (self->radios, i)))
      return g_strdup (self->codes[i]);
  if (self->text == NULL || *gtk_editable_get_text (self->text) == '\0')
    return NULL;
  if (is_kind (self, "passphrase"))
    return g_strdup (gtk_editable_get_text (self->text));
  return g_strstrip (g_strdup (gtk_editable_get_text (self->text)));
}

void
crf_parameter_field_set_value (CrfParameterField *self, const char *value)
{
  g_return_if_fail (CRF_IS_PARAMETER_FIELD (self));

  set_roles (self, value);
  if (self->flag != NULL)
    gtk_check_button_set_active (self->flag, value != NULL && !g_str_equal (value, "0"));
  for (guint i = 0; self->codes != NULL && self->codes[i] != NULL; i++)
    {
      gboolean same = g_strcmp0 (self->codes[i], value) == 0;

      if (self->drop_down != NULL && same)
        gtk_drop_down_set_selected (self->drop_down, i + 1);
      if (i < self->radios->len)
        gtk_check_button_set_active (g_ptr_array_index (self->radios, i), same);
    }
  if (self->text != NULL)
    gtk_editable_set_text (self->text, value != NULL ? value : "");
  if (self->again != NULL)
    gtk_editable_set_text (self->again, value != NULL ? value : "");
}

void
crf_parameter_field_set_choices (CrfParameterField *self, const char *const *codes, const char *const *labels)
{
  g_return_if_fail (CRF_IS_PARAMETER_FIELD (self));

  clear_line (self);
  g_strfreev (self->codes);
  self->codes = g_strdupv ((char **) codes);
  if (g_strv_length (self->codes) <= MOST_RADIOS)
    add_radios (self, labels);
  else
    add_drop_down (self, labels);
}

void
crf_parameter_field_set_hint (CrfParameterField *self, const char *hint)
{
  g_return_if_fail (CRF_IS_PARAMETER_FIELD (self));

  gtk_label_set_label (self->hint, hint != NULL ? hint : "");
  gtk_widget_set_visible (GTK_WIDGET (self->hint), hint != NULL);
  if (hint != NULL && self->text != NULL)
    gtk_accessible_update_relation (GTK_ACCESSIBLE (self->text), GTK_ACCESSIBLE_RELATION_DESCRIBED_BY, self->hint,
                                    NULL, -1);
}

void
crf_parameter_field_set_error (CrfParameterField *self, const char *sentence)
{
  GtkWidget *widget;

  g_return_if_fail (CRF_IS_PARAMETER_FIELD (self));

  gtk_label_set_label (self->error, sentence != NULL ? sentence : "");
  gtk_widget_set_visible (GTK_WIDGET (self->error), sentence != NULL);
  if (self->text == NULL)
    return;
  widget = GTK_WIDGET (self->text);
  gtk_accessible_update_state (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_STATE_INVALID,
                               sentence != NULL ? GTK_ACCESSIBLE_INVALID_TRUE : GTK_ACCESSIBLE_INVALID_FALSE, -1);
  if (sentence != NULL)
    gtk_accessible_update_relation (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_RELATION_DESCRIBED_BY, self->error, NULL, -1);
  if (sentence != NULL)
    gtk_widget_add_css_class (widget, "error");
  else
    gtk_widget_remove_css_class (widget, "error");
}

const char *
crf_parameter_field_check (CrfParameterField *self)
{
  g_autofree char *value = NULL;

  g_return_val_if_fail (CRF_IS_PARAMETER_FIELD (self), NULL);

  value = crf_parameter_field_dup_value (self);
  if (self->required && self->flag == NULL && value == NULL)
    return _("This is needed.");
  if (self->again != NULL
      && !g_str_equal (gtk_editable_get_text (self->text), gtk_editable_get_text (self->again)))
    return _("The two passphrases differ. Type both again.");
  return NULL;
}

gboolean
crf_parameter_field_is_wide (CrfParameterField *self)
{
  g_return_val_if_fail (CRF_IS_PARAMETER_FIELD (self), FALSE);

  return self->again != NULL || self->radios->len > 3 || self->roles->len > 0;
}

gboolean
crf_parameter_field_focus (CrfParameterField *self)
{
  g_return_val_if_fail (CRF_IS_PARAMETER_FIELD (self), FALSE);

  return gtk_widget_child_focus (GTK_WIDGET (self->line), GTK_DIR_TAB_FORWARD);
}
