/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The list of backups. */

#include "crf-backups-window.h"

#include <glib/gi18n-lib.h>

#include "crf-dialogs.h"
#include "crf-preferences.h"
#include "crf-weak.h"

struct _CrfBackupsWindow
{
  AdwWindow parent_instance;

  GtkLabel *state;
  GtkButton *now;
  AdwActionRow *folder;
  GtkListBox *list;
  GtkWidget *empty;

  CrfFileCare *care;
  char *path;
  GCancellable *cancellable;
};

enum
{
  SIGNAL_RESTORE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CrfBackupsWindow, crf_backups_window, ADW_TYPE_WINDOW)

static void
check_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  GPtrArray *files = task_data;

  for (guint i = 0; i < files->len && !g_cancellable_is_cancelled (cancellable); i++)
    crf_backup_file_check (g_ptr_array_index (files, i), cancellable, NULL);
  g_task_return_boolean (task, TRUE);
}

static void
on_restore_answered (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree char *backup = g_object_steal_data (G_OBJECT (user_data), "crf-restore");
  g_autoptr (CrfBackupsWindow) self = user_data;

  if (!crf_dialogs_confirm_finish (result))
    return;
  g_signal_emit (self, signals[SIGNAL_RESTORE], 0, backup);
  gtk_window_destroy (GTK_WINDOW (self));
}

static void
on_restore_clicked (GtkButton *button, gpointer user_data)
{
  CrfBackupsWindow *self = user_data;

  g_object_set_data_full (G_OBJECT (self), "crf-restore", g_strdup (g_object_get_data (G_OBJECT (button), "crf-path")), g_free);
  crf_dialogs_confirm_async (GTK_WIDGET (self), _("Put this backup back?"),
                             _("What was entered after it will not be in the study file. The present file is kept beside it under another name, and "
                               "everybody signs in again."),
                             _("_Put back"), TRUE, on_restore_answered, g_object_ref (self));
}

static GtkWidget *
make_row (CrfBackupsWindow *self, const CrfBackupFile *file)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *icon = gtk_image_new_from_icon_name (!file->checked ? "content-loading-symbolic"
                                                  : file->fault == NULL ? "object-select-symbolic" : "dialog-warning-symbolic");
  g_autofree char *size = g_format_size ((guint64) file->size);
  g_autofree char *folder = g_path_get_dirname (file->path);
  g_autofree char *subtitle = NULL, *escaped = NULL;
  /* Translators: %s says what is wrong with a backup. */
  g_autofree char *damaged = file->fault != NULL ? g_strdup_printf (_("damaged: %s"), file->fault) : NULL;
  const char *state = !file->checked ? _("being checked…") : damaged == NULL ? _("whole") : damaged;
  char at[CRF_INSTANT_SIZE];

  crf_instant_format_local (file->at, at);
  at[10] = ' ';
  /* State, size and folder of a backup. */
  subtitle = g_strdup_printf ("%s · %s · %s", state, size, folder);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), at);
  escaped = g_markup_escape_text (subtitle, -1); /* 1.2 reads it as markup */
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), escaped);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 4);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), icon);
  gtk_widget_set_tooltip_text (row, file->path);
  if (file->checked && file->fault == NULL)
    {
      GtkWidget *button = gtk_button_new_with_mnemonic (_("_Put back…"));

      gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
      gtk_accessible_update_relation (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_RELATION_DESCRIBED_BY, row, NULL, -1);
      g_object_set_data_full (G_OBJECT (button), "crf-path", g_strdup (file->path), g_free);
      g_signal_connect (button, "clicked", G_CALLBACK (on_restore_clicked), self);
      adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
    }
  return row;
}

static void
show_files (CrfBackupsWindow *self, GPtrArray *files)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->list))) != NULL)
    gtk_list_box_remove (self->list, child);
  for (guint i = 0; i < files->len; i++)
    gtk_list_box_append (self->list, make_row (self, g_ptr_array_index (files, i)));
  gtk_widget_set_visible (GTK_WIDGET (self->list), files->len > 0);
  gtk_widget_set_visible (self->empty, files->len == 0);
}

static void
on_checked (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CrfBackupsWindow) self = crf_weak_take (user_data);

  if (self != NULL && !g_cancellable_is_cancelled (g_task_get_cancellable (G_TASK (result))))
    show_files (self, g_task_get_task_data (G_TASK (result)));
}

static void
refresh (CrfBackupsWindow *self)
{
  g_autofree char *details = self->care != NULL ? crf_file_care_dup_details (self->care)
                                                : g_strdup (_("The study file cannot be opened. A copy that is whole can be put in its place."));
  g_autofree char *chosen = crf_preferences_get_backup_folder ();
  g_auto (GStrv) folders = crf_file_care_dup_folders ();
  g_autoptr (GTask) task = NULL;
  GPtrArray *files = crf_backup_set_list (self->path, (const char *const *) folders);

  gtk_label_set_label (self->state, details);
  gtk_widget_set_sensitive (GTK_WIDGET (self->now), self->care != NULL && crf_file_care_is_on (self->care) && !crf_file_care_is_asked (self->care));
  gtk_widget_set_visible (GTK_WIDGET (self->now), self->care != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->folder), self->care != NULL);
  adw_action_row_set_subtitle (self->folder, chosen != NULL ? chosen : _("None. Another disk protects against the loss of this one."));
  show_files (self, files);
  g_cancellable_cancel (self->cancellable);
  g_object_unref (self->cancellable);
  self->cancellable = g_cancellable_new ();
  task = g_task_new (NULL, self->cancellable, on_checked, crf_weak_new (self));
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, files, (GDestroyNotify) g_ptr_array_unref);
  g_task_run_in_thread (task, check_thread);
}

static void
on_folder_chosen (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CrfBackupsWindow) self = crf_weak_take (user_data);
  g_autoptr (GFile) folder = crf_dialogs_file_finish (result);

  if (self == NULL || folder == NULL)
    return;
  crf_preferences_set_backup_folder (g_file_peek_path (folder));
  refresh (self);
}

static void
on_choose (CrfBackupsWindow *self)
{
  crf_dialogs_folder_async (GTK_WIDGET (self), _("Where shall a second copy go? A USB disk, or a folder on a network."), on_folder_chosen,
                            crf_weak_new (self));
}

static void
on_no_folder (CrfBackupsWindow *self)
{
  crf_preferences_set_backup_folder (NULL);
  refresh (self);
}

static void
on_now (CrfBackupsWindow *self)
{
  crf_file_care_back_up (self->care);
}

static GtkWidget *
make_state (CrfBackupsWindow *self)
{
  GtkWidget *group = adw_preferences_group_new ();
  GtkWidget *choose = gtk_button_new_with_mnemonic (_("_Choose…"));
  GtkWidget *none = gtk_button_new_with_mnemonic (_("_None"));

  self->state = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_wrap (self->state, TRUE);
  gtk_label_set_xalign (self->state, 0);
  gtk_widget_set_margin_top (GTK_WIDGET (self->state), 12);
  self->folder = ADW_ACTION_ROW (adw_action_row_new ());
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (self->folder), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->folder), _("Second folder"));
  gtk_widget_set_valign (choose, GTK_ALIGN_CENTER);
  gtk_widget_set_valign (none, GTK_ALIGN_CENTER);
  g_signal_connect_swapped (choose, "clicked", G_CALLBACK (on_choose), self);
  g_signal_connect_swapped (none, "clicked", G_CALLBACK (on_no_folder), self);
  adw_action_row_add_suffix (self->folder, none);
  adw_action_row_add_suffix (self->folder, choose);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), GTK_WIDGET (self->state));
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), GTK_WIDGET (self->folder));
  return group;
}

static GtkWidget *
make_list (CrfBackupsWindow *self)
{
  GtkWidget *group = adw_preferences_group_new ();

  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), _("Copies"));
  adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (group),
                                         _("Made when the study is closed and once a day; the last of 7 days, 4 weeks and 12 months are kept."));
  self->list = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_list_box_set_selection_mode (self->list, GTK_SELECTION_NONE);
  gtk_widget_add_css_class (GTK_WIDGET (self->list), "boxed-list");
  self->empty = gtk_label_new (_("There is no backup yet."));
  gtk_widget_add_css_class (self->empty, "dim-label");
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), GTK_WIDGET (self->list));
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), self->empty);
  return group;
}

static void
crf_backups_window_dispose (GObject *object)
{
  CrfBackupsWindow *self = CRF_BACKUPS_WINDOW (object);

  if (self->care != NULL)
    g_signal_handlers_disconnect_by_data (self->care, self);
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->care);
  g_clear_pointer (&self->path, g_free);

  G_OBJECT_CLASS (crf_backups_window_parent_class)->dispose (object);
}

static void
crf_backups_window_class_init (CrfBackupsWindowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = crf_backups_window_dispose;
  signals[SIGNAL_RESTORE] = g_signal_new ("restore", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                                          G_TYPE_STRING);
  gtk_widget_class_add_binding_action (GTK_WIDGET_CLASS (klass), GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
crf_backups_window_init (CrfBackupsWindow *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *header = adw_header_bar_new ();
  GtkWidget *page = adw_preferences_page_new ();

  self->cancellable = g_cancellable_new ();
  self->now = GTK_BUTTON (gtk_button_new_with_mnemonic (_("_Back up now")));
  gtk_widget_add_css_class (GTK_WIDGET (self->now), "suggested-action");
  g_signal_connect_swapped (self->now, "clicked", G_CALLBACK (on_now), self);
  adw_header_bar_pack_start (ADW_HEADER_BAR (header), GTK_WIDGET (self->now));
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (page), ADW_PREFERENCES_GROUP (make_state (self)));
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (page), ADW_PREFERENCES_GROUP (make_list (self)));
  gtk_widget_set_vexpand (page, TRUE);
  gtk_box_append (GTK_BOX (box), header);
  gtk_box_append (GTK_BOX (box), page);
  adw_window_set_content (ADW_WINDOW (self), box);
  gtk_window_set_default_size (GTK_WINDOW (self), 720, 560);
  gtk_window_set_title (GTK_WINDOW (self), _("Backups"));
}

GtkWidget *
crf_backups_window_new (GtkWindow *parent, CrfFileCare *care, const char *path)
{
  CrfBackupsWindow *self = g_object_new (CRF_TYPE_BACKUPS_WINDOW, "transient-for", parent, "modal", TRUE, NULL);

  g_set_object (&self->care, care);
  self->path = g_strdup (path);
  if (care != NULL)
    g_signal_connect_swapped (care, "changed", G_CALLBACK (refresh), self);
  refresh (self);
  return GTK_WIDGET (self);
}
