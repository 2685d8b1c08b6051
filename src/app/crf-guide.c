/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Shows the few Markdown forms that the guide uses: headings, paragraphs, numbered lines, *emphasis*. */

#include "crf-guide.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "crf-session.h"

/* The file for the first of the person's languages that has one. */
static char *
load_guide (void)
{
  const char *const *languages = g_get_language_names ();
  g_autofree char *plain = g_build_filename (crf_data_dir (), "help", "guide.md", NULL);
  char *text = NULL;

  for (const char *const *l = languages; *l != NULL; l++)
    {
      g_autofree char *name = g_strdup_printf ("guide.%s.md", *l);
      g_autofree char *path = g_build_filename (crf_data_dir (), "help", name, NULL);

      if (g_file_get_contents (path, &text, NULL, NULL))
        return text;
      if (g_str_has_prefix (*l, "en"))
        break;
    }
  if (g_file_get_contents (plain, &text, NULL, NULL))
    return text;
  return g_strdup_printf (_("The guide is not where it was installed: %s"), plain);
}

static GtkWidget *
paragraph_new (const char *text, const char *css_class)
{
  g_autofree char *escaped = g_markup_escape_text (text, -1);
  g_auto (GStrv) parts = g_strsplit (escaped, "*", -1);
  g_autoptr (GString) markup = g_string_new (NULL);
  GtkWidget *label = gtk_label_new (NULL);

  for (guint i = 0; parts[i] != NULL; i++)
    g_string_append_printf (markup, i % 2 == 1 ? "<i>%s</i>" : "%s", parts[i]);
  gtk_label_set_markup (GTK_LABEL (label), markup->str);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);
  return label;
}

static void
flush (GtkBox *box, GString *paragraph)
{
  if (paragraph->len > 0)
    gtk_box_append (box, paragraph_new (paragraph->str, NULL));
  g_string_truncate (paragraph, 0);
}

static void
add_guide (GtkBox *box, const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  g_autoptr (GString) paragraph = g_string_new (NULL);

  for (char **l = lines; *l != NULL; l++)
    {
      gboolean numbered = g_ascii_isdigit (**l);

      if (**l == '#' || **l == '\0' || numbered)
        flush (box, paragraph);
      if (g_str_has_prefix (*l, "## "))
        gtk_box_append (box, paragraph_new (*l + 3, "title-4"));
      else if (g_str_has_prefix (*l, "# "))
        gtk_box_append (box, paragraph_new (*l + 2, "title-2"));
      else if (**l != '\0')
        g_string_append_printf (paragraph, "%s%s", paragraph->len > 0 ? " " : "", *l);
    }
  flush (box, paragraph);
}

GtkWidget *
crf_guide_new (GtkWindow *parent)
{
  GtkWidget *window = adw_window_new ();
  GtkWidget *column = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);
  GtkWidget *clamp = adw_clamp_new ();
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  GtkEventController *shortcuts = gtk_shortcut_controller_new ();
  g_autofree char *text = load_guide ();

  add_guide (GTK_BOX (box), text);
  gtk_widget_add_css_class (box, "guide");
  adw_clamp_set_child (ADW_CLAMP (clamp), box);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), clamp);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_widget_set_vexpand (scrolled, TRUE);
  gtk_box_append (GTK_BOX (column), adw_header_bar_new ());
  gtk_box_append (GTK_BOX (column), scrolled);
  adw_window_set_content (ADW_WINDOW (window), column);
  gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (shortcuts),
                                        gtk_shortcut_new (gtk_keyval_trigger_new (GDK_KEY_Escape, 0),
                                                          gtk_named_action_new ("window.close")));
  gtk_widget_add_controller (window, shortcuts);
  gtk_window_set_title (GTK_WINDOW (window), _("Guide"));
  gtk_window_set_default_size (GTK_WINDOW (window), 640, 560);
  gtk_window_set_transient_for (GTK_WINDOW (window), parent);
  return window;
}
