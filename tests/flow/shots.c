/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The frame of the programs that take pictures. */

#include "shots.h"

#include <unistd.h>

#include <glib/gstdio.h>

#include "crf-study-view.h"
#include "crf-ui-demo.h"
#include "crf-use-case-dialog.h"

/* Without a window manager GTK draws a border of 5 pixels into the window. */
#define BORDER 10

static void
read_options (CrfShots *shots, int argc, char *argv[], const GOptionEntry *more)
{
  gboolean dark = FALSE;
  const GOptionEntry options[] = {
    { "out", 0, 0, G_OPTION_ARG_FILENAME, &shots->out, "Folder of the pictures", "FOLDER" },
    { "width", 0, 0, G_OPTION_ARG_INT, &shots->width, "Width of the window", "PIXELS" },
    { "height", 0, 0, G_OPTION_ARG_INT, &shots->height, "Height of the window", "PIXELS" },
    { "dark", 0, 0, G_OPTION_ARG_NONE, &dark, "The dark style", NULL },
    { NULL },
  };
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autoptr (GError) error = NULL;

  g_option_context_add_main_entries (context, options, NULL);
  if (more != NULL)
    g_option_context_add_main_entries (context, more, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error) || shots->out == NULL)
    {
      g_printerr ("%s\n", error != NULL ? error->message : "--out is needed");
      crf_ui_remove_folder (shots->folder);
      _exit (2);
    }
  if (dark)
    adw_style_manager_set_color_scheme (adw_style_manager_get_default (), ADW_COLOR_SCHEME_FORCE_DARK);
}

CrfShots *
shots_begin (int argc, char *argv[], const GOptionEntry *more)
{
  CrfShots *shots = g_new0 (CrfShots, 1);
  g_autofree char *data = NULL;

  shots->width = 1366;
  shots->height = 768;
  /* A dictionary is imported for the pictures; those of whoever takes them stay as they are. */
  shots->folder = g_dir_make_tmp ("stemward-XXXXXX", NULL);
  data = g_build_filename (shots->folder, "data", NULL);
  g_setenv ("XDG_DATA_HOME", data, TRUE);
  crf_ui_program_init ();
  shots->application = crf_application_new ();
  g_application_register (G_APPLICATION (shots->application), NULL, NULL);
  read_options (shots, argc, argv, more);
  g_mkdir_with_parents (shots->out, 0755);
  return shots;
}

void
shots_open_window (CrfShots *shots)
{
  shots->window = crf_window_new (GTK_APPLICATION (shots->application));
  gtk_window_set_default_size (GTK_WINDOW (shots->window), shots->width + BORDER, shots->height + BORDER);
  gtk_window_present (GTK_WINDOW (shots->window));
  crf_ui_spin (300);
}

void
shots_end (CrfShots *shots)
{
  gtk_window_destroy (GTK_WINDOW (shots->window));
  g_object_unref (shots->application);
  crf_ui_remove_folder (shots->folder);
  g_free (shots->folder);
  g_free (shots->out);
  g_free (shots);
}

char *
shots_make_demo (CrfShots *shots, const char *name, const char *protocol, int patients)
{
  char *path = g_build_filename (shots->folder, name, NULL);
  g_autoptr (GError) error = NULL;

  if (!crf_ui_demo_create (path, protocol, patients, &error))
    {
      g_printerr ("The demonstration study could not be made: %s\n", error->message);
      _exit (1);
    }
  return path;
}

void
shots_take (CrfShots *shots, const char *name)
{
  crf_ui_settle (shots->window);
  crf_ui_shot (GTK_WINDOW (shots->window), shots->out, name);
}

gboolean
shots_take_dialog (CrfShots *shots, const char *use_case, const char *subject, const char *name)
{
  CrfWriter *writer = crf_window_get_writer (shots->window);
  GtkWidget *view = GTK_WIDGET (crf_window_get_view (shots->window));

  if (!crf_writer_permitted (writer, use_case, NULL) || crf_use_case_dialog_present (view, writer, use_case, subject) == NULL)
    return FALSE;
  shots_take (shots, name);
  shots_close_dialogs (shots);
  return TRUE;
}

void
shots_close_dialogs (CrfShots *shots)
{
  GListModel *toplevels = gtk_window_get_toplevels ();

  for (guint i = g_list_model_get_n_items (toplevels); i > 0; i--)
    {
      g_autoptr (GtkWindow) toplevel = g_list_model_get_item (toplevels, i - 1);

      if (toplevel != NULL && toplevel != GTK_WINDOW (shots->window))
        gtk_window_destroy (toplevel);
    }
  crf_ui_spin (50);
}

GtkWidget *
shots_show_page (CrfShots *shots, const char *page)
{
  crf_study_view_show_page (crf_window_get_view (shots->window), page);
  crf_ui_settle (shots->window);
  return crf_study_view_find_page (crf_window_get_view (shots->window), page);
}

void
shots_press (CrfShots *shots, GtkWidget *root, const char *label, const char *name)
{
  GtkWidget *button = root != NULL ? crf_ui_find_button (root, crf_ui_tr (label)) : NULL;

  if (button == NULL || !gtk_widget_is_sensitive (button))
    {
      g_printerr ("%s: no button “%s”\n", name, label);
      return;
    }
  g_signal_emit_by_name (button, "clicked");
  shots_take (shots, name);
  shots_close_dialogs (shots);
}

void
shots_scroll_to (GtkWidget *root, const char *id)
{
  GtkWidget *widget = crf_ui_find (root, id);
  GtkWidget *scrolled = widget != NULL ? gtk_widget_get_ancestor (widget, GTK_TYPE_SCROLLED_WINDOW) : NULL;
  GtkAdjustment *adjustment;
  graphene_point_t point;

  if (scrolled == NULL || !gtk_widget_compute_point (widget, scrolled, &GRAPHENE_POINT_INIT (0, 0), &point))
    return;
  adjustment = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scrolled));
  gtk_adjustment_set_value (adjustment, gtk_adjustment_get_value (adjustment) + point.y - 70);
}

gboolean
shots_scroll_to_end (GtkWidget *root)
{
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL; child = gtk_widget_get_next_sibling (child))
    if (!GTK_IS_SCROLLED_WINDOW (child) && shots_scroll_to_end (child))
      return TRUE;
    else if (GTK_IS_SCROLLED_WINDOW (child))
      {
        GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (child));

        if (!gtk_widget_get_mapped (child) || gtk_adjustment_get_upper (adjustment) <= gtk_adjustment_get_page_size (adjustment))
          continue;
        gtk_adjustment_set_value (adjustment, gtk_adjustment_get_upper (adjustment));
        return TRUE;
      }
  return FALSE;
}
