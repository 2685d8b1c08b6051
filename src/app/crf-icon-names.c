/* SPDX-License-Identifier: GPL-3.0-or-later */

/* GTK 4.8 calls such a button "GtkImage", and the focus of a menu button lies on a button within that nobody can name in a template. One place sees all of
 * them: each is mapped before anybody can come to it. */

#include "crf-icon-names.h"

static void
give (GtkWidget *widget, const char *name)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static gboolean
on_map (GSignalInvocationHint *hint, guint n, const GValue *values, gpointer data)
{
  GtkWidget *widget = g_value_get_object (&values[0]);
  const char *tooltip = gtk_widget_get_tooltip_text (widget);

  if (tooltip == NULL)
    return TRUE;
  if (GTK_IS_MENU_BUTTON (widget) && gtk_menu_button_get_label (GTK_MENU_BUTTON (widget)) == NULL)
    {
      give (widget, tooltip);
      give (gtk_widget_get_first_child (widget), tooltip);
    }
  else if (GTK_IS_BUTTON (widget) && gtk_button_get_icon_name (GTK_BUTTON (widget)) != NULL)
    give (widget, tooltip);
  return TRUE;
}

void
crf_icon_names_give (void)
{
  static gpointer klass; /* the signal is there once the class is */

  if (klass != NULL)
    return;
  klass = g_type_class_ref (GTK_TYPE_WIDGET);
  g_signal_add_emission_hook (g_signal_lookup ("map", GTK_TYPE_WIDGET), 0, on_map, NULL, NULL);
}
