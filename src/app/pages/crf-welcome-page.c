/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The welcome page. Everything it offers is an action of the window. */

#include "crf-welcome-page.h"

#include <glib/gi18n-lib.h>

#include "crf-app.h"
#include "crf-preferences.h"

struct _CrfWelcomePage
{
  AdwBin parent_instance;

  /* template */
  GtkWidget *recent_box;
  GtkListBox *recent;
  GtkWidget *choices;
  GtkWidget *busy;
  GtkLabel *busy_label;
};

G_DEFINE_FINAL_TYPE (CrfWelcomePage, crf_welcome_page, ADW_TYPE_BIN)

static GtkWidget *
recent_row_new (const char *path)
{
  g_autofree char *name = g_path_get_basename (path);
  g_autofree char *folder = g_path_get_dirname (path);
  const char *home = g_get_home_dir ();
  g_autofree char *place = NULL;
  GtkWidget *row = adw_action_row_new ();
  char *dot = g_strrstr (name, ".stemward");

  if (dot != NULL)
    *dot = '\0';
  place = g_str_has_prefix (folder, home) ? g_strconcat ("~", folder + strlen (home), NULL) : g_strdup (folder);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), name);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), place);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 1);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), gtk_image_new_from_icon_name ("go-next-symbolic"));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (row), "win.open-recent");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (row), "s", path);
  return row;
}

static void
crf_welcome_page_map (GtkWidget *widget)
{
  crf_welcome_page_refresh (CRF_WELCOME_PAGE (widget));
  GTK_WIDGET_CLASS (crf_welcome_page_parent_class)->map (widget);
}

static void
crf_welcome_page_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), CRF_TYPE_WELCOME_PAGE);

  G_OBJECT_CLASS (crf_welcome_page_parent_class)->dispose (object);
}

static void
crf_welcome_page_class_init (CrfWelcomePageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = crf_welcome_page_dispose;
  widget_class->map = crf_welcome_page_map;

  gtk_widget_class_set_template_from_resource (widget_class, CRF_RESOURCE_BASE "/pages/crf-welcome-page.ui");
  gtk_widget_class_bind_template_child (widget_class, CrfWelcomePage, recent_box);
  gtk_widget_class_bind_template_child (widget_class, CrfWelcomePage, recent);
  gtk_widget_class_bind_template_child (widget_class, CrfWelcomePage, choices);
  gtk_widget_class_bind_template_child (widget_class, CrfWelcomePage, busy);
  gtk_widget_class_bind_template_child (widget_class, CrfWelcomePage, busy_label);
}

static void
crf_welcome_page_init (CrfWelcomePage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
crf_welcome_page_refresh (CrfWelcomePage *self)
{
  g_auto (GStrv) paths = NULL;
  GtkWidget *child;

  g_return_if_fail (CRF_IS_WELCOME_PAGE (self));

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->recent))) != NULL)
    gtk_list_box_remove (self->recent, child);
  paths = crf_preferences_get_recent ();
  for (char **p = paths; *p != NULL; p++)
    gtk_list_box_append (self->recent, recent_row_new (*p));
  gtk_widget_set_visible (self->recent_box, *paths != NULL);
}

void
crf_welcome_page_set_busy (CrfWelcomePage *self, const char *sentence)
{
  g_return_if_fail (CRF_IS_WELCOME_PAGE (self));

  gtk_widget_set_visible (self->busy, sentence != NULL);
  gtk_label_set_label (self->busy_label, sentence != NULL ? sentence : "");
  gtk_widget_set_sensitive (self->choices, sentence == NULL);
}
