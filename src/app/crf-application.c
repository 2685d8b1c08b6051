/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The application object: accelerators, about, opening files from the desktop. */

#include "crf-application.h"

#include <glib/gi18n-lib.h>

#include "crf-allocation-file.h"
#include "crf-allocation-source.h"
#include "crf-app.h"
#include "crf-icon-names.h"
#include "crf-inner-names.h"
#include "crf-config.h"

struct _CrfApplication
{
  AdwApplication parent_instance;
};

G_DEFINE_FINAL_TYPE (CrfApplication, crf_application, ADW_TYPE_APPLICATION)

static const struct { const char *action; const char *accels[3]; } shortcuts[] = {
  { "app.quit", { "<Control>q", NULL } },
  { "win.new-study", { "<Control><Shift>n", NULL } },
  { "win.open", { "<Control>o", NULL } },
  { "win.go-to", { "<Control>k", NULL } },
  { "win.register", { "<Control>n", NULL } },
  { "win.lock", { "<Control>l", NULL } },
  { "win.switch-user", { "<Control><Shift>l", NULL } },
  { "win.refresh", { "F5", NULL } },
  { "win.guide", { "F1", NULL } },
  { "win.show-help-overlay", { "<Control>question", NULL } },
  { "window.close", { "<Control>w", NULL } },
};

static void
on_about_activated (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  GtkApplication *application = user_data;

  gtk_show_about_dialog (gtk_application_get_active_window (application),
                         "program-name", "Stemward",
                         "logo-icon-name", CRF_APPLICATION_ID,
                         "version", CRF_VERSION,
                         "comments", _("Case report forms for stem-cell trials in liver disease, without a network."),
                         "license-type", GTK_LICENSE_GPL_3_0,
                         NULL);
}

static void
on_quit_activated (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  GList *windows = g_list_copy (gtk_application_get_windows (user_data));

  /* Each window stores what is under the cursor and signs out before it goes. */
  for (GList *l = windows; l != NULL; l = l->next)
    if (CRF_IS_WINDOW (l->data))
      gtk_window_close (l->data);
  g_list_free (windows);
}

static const GActionEntry entries[] = {
  { .name = "about", .activate = on_about_activated },
  { .name = "quit", .activate = on_quit_activated },
};

static void
crf_application_startup (GApplication *application)
{
  G_APPLICATION_CLASS (crf_application_parent_class)->startup (application);
  crf_allocation_source_set_reader (crf_allocation_file_read);
  g_action_map_add_action_entries (G_ACTION_MAP (application), entries, G_N_ELEMENTS (entries), application);
  for (guint i = 0; i < G_N_ELEMENTS (shortcuts); i++)
    gtk_application_set_accels_for_action (GTK_APPLICATION (application), shortcuts[i].action, shortcuts[i].accels);
  gtk_window_set_default_icon_name (CRF_APPLICATION_ID);
  crf_icon_names_give ();
  crf_inner_names_give ();
}

static void
crf_application_activate (GApplication *application)
{
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (application));

  if (window == NULL)
    window = GTK_WINDOW (crf_window_new (GTK_APPLICATION (application)));
  gtk_window_present (window);
}

static void
crf_application_open (GApplication *application, GFile **files, int n_files, const char *hint)
{
  for (int i = 0; i < n_files; i++)
    {
      g_autofree char *path = g_file_get_path (files[i]);

      if (path != NULL)
        crf_application_open_study (CRF_APPLICATION (application), path);
    }
}

/* What is answered without a display and without another instance. */
static int
crf_application_handle_local_options (GApplication *application, GVariantDict *options)
{
  if (!g_variant_dict_contains (options, "version"))
    return -1;
  g_print ("stemward %s\n", CRF_VERSION);
  return 0;
}

static void
crf_application_class_init (CrfApplicationClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  application_class->startup = crf_application_startup;
  application_class->activate = crf_application_activate;
  application_class->open = crf_application_open;
  application_class->handle_local_options = crf_application_handle_local_options;
}

static void
crf_application_init (CrfApplication *self)
{
  const GOptionEntry options[] = {
    { "version", 0, 0, G_OPTION_ARG_NONE, NULL, N_ ("Print the version and end"), NULL },
    { NULL }
  };

  g_application_add_main_option_entries (G_APPLICATION (self), options);
}

CrfApplication *
crf_application_new (void)
{
  /* The style is loaded at startup from the resource: it has to be there before. */
  crf_app_register_resource ();
  return g_object_new (CRF_TYPE_APPLICATION,
                       "application-id", CRF_APPLICATION_ID,
                       "resource-base-path", CRF_RESOURCE_BASE,
                       "flags", G_APPLICATION_HANDLES_OPEN,
                       NULL);
}

CrfWindow *
crf_application_open_study (CrfApplication *self, const char *path)
{
  CrfWindow *free_window = NULL;

  g_return_val_if_fail (CRF_IS_APPLICATION (self), NULL);
  g_return_val_if_fail (path != NULL, NULL);

  for (GList *l = gtk_application_get_windows (GTK_APPLICATION (self)); l != NULL; l = l->next)
    {
      if (!CRF_IS_WINDOW (l->data))
        continue;
      if (g_strcmp0 (crf_window_get_path (l->data), path) == 0)
        {
          gtk_window_present (l->data);
          return l->data;
        }
      if (crf_window_get_path (l->data) == NULL)
        free_window = l->data;
    }
  if (free_window == NULL)
    free_window = crf_window_new (GTK_APPLICATION (self));
  crf_window_open_file (free_window, path);
  gtk_window_present (GTK_WINDOW (free_window));
  return free_window;
}
