/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the window's menus, keys and pages ask for. */

#include "crf-window-private.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "crf-app.h"
#include "crf-backups-window.h"
#include "crf-application.h"
#include "crf-demo.h"
#include "crf-dialogs.h"
#include "crf-calculator.h"
#include "crf-guide.h"
#include "crf-new-study-window.h"
#include "crf-refusal-bar.h"
#include "crf-use-case-dialog.h"
#include "crf-weak.h"
#include "crf-restore.h"

/* Where a refusal is remedied: use case → page of the window, or tab of the patient page. */
static const struct { const char *action; const char *page; const char *tab; } remedies[] = {
  { "answer", NULL, "eligibility" },
  { "sign-eligibility", NULL, "eligibility" },
  { "randomise", NULL, "eligibility" },
  { "plan-infusion", NULL, "infusions" },
  { "check-infusion", NULL, "infusions" },
  { "start-infusion", NULL, "infusions" },
  { "give-infusion", NULL, "infusions" },
  { "enter", NULL, "visits" },
  { "complete", NULL, "visits" },
  { "consent", NULL, "record" },
  { "receive-lot", "lots", NULL },
  { "release-lot", "lots", NULL },
  { "register", "patients", NULL },
  { "generate-allocation", "study", NULL },
  { "confirm-recovery-key", "study", NULL },
  { "add-consent-version", "study", NULL },
  { "add-user", "study", NULL },
  { "set-roles", "study", NULL },
  { "delegate", "study", NULL },
};

static void
open_patient (CrfWindow *self, GVariant *parameter, const char *tab)
{
  g_autoptr (CrfTarget) target = crf_target_from_variant (parameter);

  if (target->subject != NULL)
    crf_study_view_show_patient (self->view, target->subject, tab, target->form != NULL ? target : NULL);
}

static void
on_open_patient (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CrfWindow *self = CRF_WINDOW (widget);
  const char *tab = NULL;

  if (self->view == NULL)
    return;
  g_variant_lookup (parameter, "tab", "&s", &tab);
  open_patient (self, parameter, tab);
}

static void
on_remedy (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CrfWindow *self = CRF_WINDOW (widget);
  const char *action = NULL, *page = NULL, *tab = NULL;

  if (self->view == NULL)
    return;
  g_variant_lookup (parameter, "action", "&s", &action);
  if (action != NULL && g_str_has_prefix (action, "page:"))
    page = tab = action + strlen ("page:");
  for (guint i = 0; action != NULL && i < G_N_ELEMENTS (remedies); i++)
    if (g_str_equal (remedies[i].action, action))
      {
        page = remedies[i].page;
        tab = remedies[i].tab;
      }
  if (page != NULL)
    crf_study_view_show_page (self->view, page);
  if (page == NULL || g_strcmp0 (crf_study_view_get_page (self->view), page) != 0)
    open_patient (self, parameter, tab);
}

static void
on_show_page (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CrfWindow *self = CRF_WINDOW (widget);

  if (self->view != NULL)
    crf_study_view_show_page (self->view, g_variant_get_string (parameter, NULL));
}

static void
on_toast (GtkWidget *widget, const char *name, GVariant *parameter)
{
  crf_window_toast (CRF_WINDOW (widget), g_variant_get_string (parameter, NULL));
}

static void
on_go_to (GtkWidget *widget, const char *name, GVariant *parameter)
{
  if (CRF_WINDOW (widget)->view != NULL)
    crf_study_view_go_to (CRF_WINDOW (widget)->view);
}

static void
on_register (GtkWidget *widget, const char *name, GVariant *parameter)
{
  if (CRF_WINDOW (widget)->view != NULL)
    crf_study_view_register (CRF_WINDOW (widget)->view);
}

static void
on_refresh (GtkWidget *widget, const char *name, GVariant *parameter)
{
  if (CRF_WINDOW (widget)->view != NULL)
    crf_study_view_refresh (CRF_WINDOW (widget)->view);
}

static void
on_lock (GtkWidget *widget, const char *name, GVariant *parameter)
{
  crf_window_lock (CRF_WINDOW (widget));
}

static void
on_switch_user (GtkWidget *widget, const char *name, GVariant *parameter)
{
  crf_window_switch_user (CRF_WINDOW (widget));
}

static void
on_sign_out (GtkWidget *widget, const char *name, GVariant *parameter)
{
  crf_window_leave (CRF_WINDOW (widget));
}

static void
on_close_study (GtkWidget *widget, const char *name, GVariant *parameter)
{
  crf_window_sign_out (CRF_WINDOW (widget), FALSE);
}

static void
on_shift_pin (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CrfWindow *self = CRF_WINDOW (widget);

  if (self->writer != NULL)
    crf_use_case_dialog_present (widget, self->writer, "set-shift-pin", NULL);
}

static void
on_role (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CrfWindow *self = CRF_WINDOW (widget);
  g_autoptr (GError) error = NULL;

  if (self->writer == NULL)
    return;
  if (!crf_writer_set_role (self->writer, crf_role_from_name (g_variant_get_string (parameter, NULL)), &error))
    {
      crf_dialogs_error (widget, _("The role could not be changed."), error);
      return;
    }
  crf_study_view_role_changed (self->view);
  _crf_window_update_actions (self);
}

static void
on_change_passphrase (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CrfWindow *self = CRF_WINDOW (widget);

  if (self->writer != NULL)
    crf_use_case_dialog_present (widget, self->writer, "change-passphrase", NULL);
}

static void
on_calculator (GtkWidget *widget, const char *name, GVariant *parameter)
{
  gtk_window_present (GTK_WINDOW (crf_calculator_new (GTK_WINDOW (widget))));
}

static void
on_guide (GtkWidget *widget, const char *name, GVariant *parameter)
{
  gtk_window_present (GTK_WINDOW (crf_guide_new (GTK_WINDOW (widget))));
}

/* Built when it is first asked for: most starts never show it, and building it made every start longer by a tenth. */
static void
on_show_help_overlay (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GtkApplicationWindow *window = GTK_APPLICATION_WINDOW (widget);

  if (gtk_application_window_get_help_overlay (window) == NULL)
    {
      g_autoptr (GtkBuilder) builder = gtk_builder_new_from_resource (CRF_RESOURCE_BASE "/crf-help-overlay.ui");

      gtk_application_window_set_help_overlay (window, GTK_SHORTCUTS_WINDOW (gtk_builder_get_object (builder, "help_overlay")));
    }
  gtk_window_present (GTK_WINDOW (gtk_application_window_get_help_overlay (window)));
}

static void
open_path (CrfWindow *self, const char *path)
{
  GtkApplication *application = gtk_window_get_application (GTK_WINDOW (self));

  if (CRF_IS_APPLICATION (application))
    crf_application_open_study (CRF_APPLICATION (application), path);
  else
    crf_window_open_file (self, path);
}

static void
on_open_recent (GtkWidget *widget, const char *name, GVariant *parameter)
{
  open_path (CRF_WINDOW (widget), g_variant_get_string (parameter, NULL));
}

static void
on_file_chosen (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CrfWindow) self = crf_weak_take (user_data);
  g_autoptr (GFile) file = crf_dialogs_file_finish (result);

  if (self != NULL && file != NULL)
    open_path (self, g_file_peek_path (file));
}

static void
on_open (GtkWidget *widget, const char *name, GVariant *parameter)
{
  crf_dialogs_open_file_async (widget, _("Open a study file"), CRF_FILE_STUDY, on_file_chosen, crf_weak_new (widget));
}

/* ── Backup ── */

static void
on_backed_up (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CrfWindow) self = crf_weak_take (user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (CrfOutcome) outcome = crf_writer_conduct_finish (CRF_WRITER (source), result, &error);

  if (self == NULL)
    return;
  if (outcome == NULL)
    crf_dialogs_error (GTK_WIDGET (self), _("The file could not be backed up."), error);
  else if (outcome->refusal != NULL)
    crf_dialogs_refusal (GTK_WIDGET (self), outcome->refusal);
  else if (outcome->prompt != NULL)
    crf_dialogs_message (GTK_WIDGET (self), _("The file could not be backed up."), outcome->prompt->message);
  else
    {
      const char *path = g_hash_table_lookup (outcome->results, "path");
      /* Translators: %s is the path of a copy of the study file. */
      g_autofree char *sentence = g_strdup_printf (_("Backed up and checked: %s"), path != NULL ? path : "—");

      crf_window_toast (self, sentence);
    }
}

static void
on_backup_folder_chosen (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CrfWindow) self = crf_weak_take (user_data);
  g_autoptr (GFile) folder = crf_dialogs_file_finish (result);

  if (self == NULL || self->writer == NULL || folder == NULL)
    return;
  crf_window_toast (self, _("Backing up…"));
  crf_writer_conduct_async (self->writer, "backup", NULL, crf_arguments_new ("folder", g_file_peek_path (folder), NULL), NULL,
                            on_backed_up, crf_weak_new (self));
}

static void
on_backup (GtkWidget *widget, const char *name, GVariant *parameter)
{
  crf_dialogs_folder_async (widget, _("Where shall the copy be? Another disk is best."), on_backup_folder_chosen,
                            crf_weak_new (widget));
}

typedef struct
{
  char *backup, *path;
} Restoring;

static void
restoring_free (Restoring *restoring)
{
  g_free (restoring->backup);
  g_free (restoring->path);
  g_free (restoring);
}

/* The backup is verified in full, which takes its time. */
static void
restore_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  const Restoring *restoring = task_data;
  GError *error = NULL;

  if (crf_study_file_restore (restoring->backup, restoring->path, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
on_restored (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CrfWindow) self = crf_weak_take (user_data);
  const Restoring *restoring = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error) && self != NULL)
    crf_dialogs_error (GTK_WIDGET (self), _("The backup was not put back."), error);
  if (self == NULL)
    return;
  gtk_widget_set_sensitive (GTK_WIDGET (self), TRUE);
  crf_window_open_file (self, restoring->path);
}

static void
on_restore (CrfWindow *self, const char *backup)
{
  Restoring *restoring = g_new0 (Restoring, 1);
  g_autoptr (GTask) task = g_task_new (NULL, NULL, on_restored, crf_weak_new (self));

  restoring->path = g_strdup (self->path);
  restoring->backup = g_strdup (backup);
  g_task_set_source_tag (task, on_restore);
  g_task_set_task_data (task, restoring, (GDestroyNotify) restoring_free);
  /* The file is closed first, with whatever was typed. */
  crf_window_sign_out (self, FALSE);
  gtk_widget_set_sensitive (GTK_WIDGET (self), FALSE);
  g_task_run_in_thread (task, restore_thread);
}

static void
on_backups (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CrfWindow *self = CRF_WINDOW (widget);
  GtkWidget *window;

  if (self->path == NULL)
    return;
  window = crf_backups_window_new (GTK_WINDOW (self), self->care, self->path);
  g_signal_connect_object (window, "restore", G_CALLBACK (on_restore), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (window));
}

static void
on_study_created (CrfWindow *self, CrfSession *session, const char *path)
{
  crf_window_take_session (self, session, path);
}

static void
on_new_study (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GtkWidget *window = crf_new_study_window_new (GTK_WINDOW (widget));

  g_signal_connect_object (window, "created", G_CALLBACK (on_study_created), widget, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (window));
}

/* ── The demonstration ── */

static char *
demo_path (void)
{
  return g_build_filename (g_get_user_data_dir (), "stemward", "demonstration.stemward", NULL);
}

static void
demo_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  g_autofree char *folder = g_path_get_dirname (task_data);
  CrfDemoOptions options = { 0 };
  GError *error = NULL;

  if (g_mkdir_with_parents (folder, 0700) != 0)
    {
      g_task_return_new_error (task, G_IO_ERROR, g_io_error_from_errno (errno),
                               _("The folder %s cannot be made: %s. Choose another place by XDG_DATA_HOME."), folder,
                               g_strerror (errno));
      return;
    }
  if (!crf_demo_create (task_data, &options, NULL, NULL, cancellable, &error))
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

static void
on_demo_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CrfWindow) self = crf_weak_take (user_data);
  g_autoptr (GError) error = NULL;
  g_autofree char *path = demo_path ();

  if (self == NULL)
    return;
  crf_welcome_page_set_busy (self->welcome, NULL);
  if (!g_task_propagate_boolean (G_TASK (result), &error))
    crf_dialogs_error (GTK_WIDGET (self), _("The demonstration study could not be made."), error);
  else
    crf_window_open_file (self, path);
}

static void
on_demo (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CrfWindow *self = CRF_WINDOW (widget);
  g_autofree char *path = demo_path ();
  g_autoptr (GTask) task = NULL;

  if (g_file_test (path, G_FILE_TEST_EXISTS))
    {
      open_path (self, path);
      return;
    }
  crf_welcome_page_set_busy (self->welcome, _("Making the demonstration study…"));
  task = g_task_new (NULL, NULL, on_demo_ready, crf_weak_new (self));
  g_task_set_task_data (task, g_steal_pointer (&path), g_free);
  g_task_run_in_thread (task, demo_thread);
}

void
_crf_window_install_actions (GtkWidgetClass *widget_class)
{
  static const struct
  {
    const char *name;
    const char *type;
    GtkWidgetActionActivateFunc activate;
  } actions[] = {
    { "win.open-patient", "a{ss}", on_open_patient },
    { "win.remedy", "a{ss}", on_remedy },
    { "win.show-page", "s", on_show_page },
    { "win.toast", "s", on_toast },
    { "win.open-recent", "s", on_open_recent },
    { "win.role", "s", on_role },
    { "win.go-to", NULL, on_go_to },
    { "win.register", NULL, on_register },
    { "win.refresh", NULL, on_refresh },
    { "win.lock", NULL, on_lock },
    { "win.switch-user", NULL, on_switch_user },
    { "win.sign-out", NULL, on_sign_out },
    { "win.close-study", NULL, on_close_study },
    { "win.shift-pin", NULL, on_shift_pin },
    { "win.change-passphrase", NULL, on_change_passphrase },
    { "win.backup", NULL, on_backup },
    { "win.backups", NULL, on_backups },
    { "win.calculator", NULL, on_calculator },
    { "win.guide", NULL, on_guide },
    { "win.show-help-overlay", NULL, on_show_help_overlay },
    { "win.new-study", NULL, on_new_study },
    { "win.open", NULL, on_open },
    { "win.demo", NULL, on_demo },
  };

  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    gtk_widget_class_install_action (widget_class, actions[i].name, actions[i].type, actions[i].activate);
}

void
_crf_window_update_actions (CrfWindow *self)
{
  static const char *const in_study[] = { "win.go-to", "win.refresh", "win.lock", "win.switch-user", "win.sign-out", "win.close-study",
                                          "win.open-patient", "win.show-page", "win.backups" };
  gboolean open = self->writer != NULL && !self->locked;
  gboolean broken = self->writer == NULL && self->seats->len == 0 && self->sign_in != NULL && crf_sign_in_page_is_broken (self->sign_in);

  for (guint i = 0; i < G_N_ELEMENTS (in_study); i++)
    gtk_widget_action_set_enabled (GTK_WIDGET (self), in_study[i], open);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.backups", open || broken);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.register",
                                 open && crf_writer_permitted (self->writer, "register", NULL));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.change-passphrase",
                                 open && crf_writer_permitted (self->writer, "change-passphrase", NULL));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.shift-pin",
                                 open && crf_writer_permitted (self->writer, "set-shift-pin", NULL));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.backup",
                                 open && crf_writer_permitted (self->writer, "backup", NULL));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.new-study", !self->locked);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.open", !self->locked);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.demo", self->writer == NULL);
}
