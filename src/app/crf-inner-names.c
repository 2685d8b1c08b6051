/* SPDX-License-Identifier: GPL-3.0-or-later */

/* GTK 4.8 names a drop-down, a menu button or a table for assistive technology, but the keyboard goes to a button or list inside it, which is then called
 * "GtkToggleButton" or "GtkColumnListView". What is inside takes its name from what it is inside of, at the moment it comes into sight. */

#include "crf-inner-names.h"

/* The one that is seen: a drop-down keeps another, "(None)", for when nothing is chosen. */
static GtkWidget *
find_label (GtkWidget *root)
{
  GtkWidget *found = NULL;

  if (GTK_IS_LABEL (root))
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL && found == NULL; child = gtk_widget_get_next_sibling (child))
    if (!GTK_IS_POPOVER (child) && gtk_widget_get_child_visible (child))
      found = find_label (child);
  return found;
}

/* The question and, where there is one, the answer: "Status All statuses". */
static void
name_after (GtkWidget *inner, GtkWidget *outer, GtkWidget *answer)
{
  GList *labels = gtk_widget_list_mnemonic_labels (outer);
  GtkWidget *question = labels != NULL ? labels->data : outer;

  if (answer != NULL)
    gtk_accessible_update_relation (GTK_ACCESSIBLE (inner), GTK_ACCESSIBLE_RELATION_LABELLED_BY, question, answer, NULL, -1);
  else
    gtk_accessible_update_relation (GTK_ACCESSIBLE (inner), GTK_ACCESSIBLE_RELATION_LABELLED_BY, question, NULL, -1);
  g_list_free (labels);
}

/* One with words on it is called by them; one with a picture has been given a name. */
static void
name_menu_button (GtkWidget *menu, GtkWidget *button)
{
  GtkWidget *label = find_label (button);

  if (gtk_menu_button_get_label (GTK_MENU_BUTTON (menu)) == NULL || label == NULL)
    {
      name_after (button, menu, NULL);
      return;
    }
  gtk_accessible_update_relation (GTK_ACCESSIBLE (menu), GTK_ACCESSIBLE_RELATION_LABELLED_BY, label, NULL, -1);
  gtk_accessible_update_relation (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_RELATION_LABELLED_BY, label, NULL, -1);
}

static gboolean
on_map (GSignalInvocationHint *hint, guint n_values, const GValue *values, gpointer data)
{
  GtkWidget *widget = g_value_get_object (values), *first;

  if (!GTK_IS_DROP_DOWN (widget) && !GTK_IS_MENU_BUTTON (widget) && !GTK_IS_COLUMN_VIEW (widget))
    return TRUE;
  first = gtk_widget_get_first_child (widget);
  if (GTK_IS_DROP_DOWN (widget) && GTK_IS_BUTTON (first))
    name_after (first, widget, find_label (first));
  else if (GTK_IS_MENU_BUTTON (widget) && GTK_IS_BUTTON (first))
    name_menu_button (widget, first);
  else if (GTK_IS_COLUMN_VIEW (widget))
    for (GtkWidget *child = first; child != NULL; child = gtk_widget_get_next_sibling (child))
      if (GTK_IS_LIST_VIEW (child))
        name_after (child, widget, NULL);
  return TRUE;
}

void
crf_inner_names_give (void)
{
  static gsize done = 0;

  if (!g_once_init_enter (&done))
    return;
  g_type_class_unref (g_type_class_ref (GTK_TYPE_WIDGET));
  g_signal_add_emission_hook (g_signal_lookup ("map", GTK_TYPE_WIDGET), 0, on_map, NULL, NULL);
  g_once_init_leave (&done, 1);
}
