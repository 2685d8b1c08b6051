/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A list to read; correcting is done in the field. */

#include "crf-history-window.h"

#include <glib/gi18n-lib.h>

#include "crf-reader.h"

struct _CrfHistoryWindow
{
  AdwWindow parent_instance;

  /* Template children */
  GtkLabel *heading;
  GtkListBox *list;
};

G_DEFINE_FINAL_TYPE (CrfHistoryWindow, crf_history_window, ADW_TYPE_WINDOW)

static void
crf_history_window_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), CRF_TYPE_HISTORY_WINDOW);
  G_OBJECT_CLASS (crf_history_window_parent_class)->dispose (object);
}

static void
crf_history_window_class_init (CrfHistoryWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = crf_history_window_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/org/stemward/Stemward/patient/crf-history-window.ui");
  gtk_widget_class_bind_template_child (widget_class, CrfHistoryWindow, heading);
  gtk_widget_class_bind_template_child (widget_class, CrfHistoryWindow, list);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
crf_history_window_init (CrfHistoryWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static char *
describe (const CrfAuditRow *row)
{
  const char *new_value = row->new_value != NULL ? row->new_value : "—";
  g_autofree char *change = row->old_value != NULL ? g_markup_printf_escaped ("<b>%s → %s</b>", row->old_value, new_value)
                                                   : g_markup_printf_escaped ("<b>%s</b>", new_value);
  g_autofree char *who = g_markup_printf_escaped ("%s · %s (%s) · %s", row->at, row->user, row->role,
                                                  row->action_label != NULL ? row->action_label : row->action);
  g_autofree char *why = row->reason != NULL ? g_markup_printf_escaped ("\n“%s”", row->reason) : g_strdup ("");
  /* Translators: %s is what the program had asked before the value was stored. */
  g_autofree char *asked = row->prompt != NULL ? g_markup_printf_escaped (_("asked: %s"), row->prompt) : NULL;

  return g_strconcat (change, "\n<small>", who, "</small>", why, asked != NULL ? "\n<small>" : "", asked != NULL ? asked : "",
                      asked != NULL ? "</small>" : "", NULL);
}

void
crf_history_window_present (GtkWidget  *parent,
                            const char *label,
                            GPtrArray  *rows)
{
  CrfHistoryWindow *self = g_object_new (CRF_TYPE_HISTORY_WINDOW, NULL);

  gtk_label_set_label (self->heading, label != NULL ? label : "");
  for (guint i = 0; i < rows->len; i++)
    {
      g_autofree char *markup = describe (g_ptr_array_index (rows, i));
      GtkWidget *row = gtk_label_new (NULL);

      gtk_label_set_markup (GTK_LABEL (row), markup);
      gtk_label_set_wrap (GTK_LABEL (row), TRUE);
      gtk_label_set_xalign (GTK_LABEL (row), 0);
      gtk_list_box_append (self->list, row);
    }
  gtk_window_set_transient_for (GTK_WINDOW (self), GTK_WINDOW (gtk_widget_get_root (parent)));
  gtk_window_present (GTK_WINDOW (self));
}
