/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The window: which page of its stack is shown, who is signed in, and the lock. */

#include "crf-window-private.h"

#include <glib/gi18n-lib.h>

#include "crf-app.h"
#include "crf-dialogs.h"
#include "crf-idle.h"
#include "crf-preferences.h"
#include "crf-session-pin.h"
#include "crf-use-case-dialog.h"
#include "crf-weak.h"

#define IDLE_CHECK_SECONDS 5

G_DEFINE_FINAL_TYPE (CrfWindow, crf_window, ADW_TYPE_APPLICATION_WINDOW)

static void
seat_free (gpointer data)
{
  CrfSeat *seat = data;

  g_clear_object (&seat->writer);
  g_free (seat);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrfSeat, seat_free)

/* A locked window's dialogs would show what the cover hides. Those that were open come back, with the person whose they are, and no others. */
static void
hide_dialogs (CrfWindow *self, gboolean hide)
{
  g_autoptr (GList) windows = gtk_window_list_toplevels ();

  for (GList *l = windows; l != NULL; l = l->next)
    {
      gboolean hidden = self->view != NULL && g_object_get_data (l->data, "crf-hidden") == self->view;

      if (gtk_window_get_transient_for (l->data) != GTK_WINDOW (self) || (hide ? !gtk_widget_get_visible (l->data) : !hidden))
        continue;
      g_object_set_data (l->data, "crf-hidden", hide ? self->view : NULL);
      gtk_widget_set_visible (l->data, !hide);
    }
}

static void
set_title (CrfWindow *self)
{
  g_autofree char *title = NULL;

  if (self->writer == NULL)
    {
      gtk_window_set_title (GTK_WINDOW (self), "Stemward");
      return;
    }
  /* Never a patient: titles are shown by the desktop, also while the window is locked. */
  title = g_strdup_printf ("%s · Stemward", crf_study_get_protocol (crf_writer_get_study (self->writer)));
  gtk_window_set_title (GTK_WINDOW (self), title);
}

static void
show_child (CrfWindow *self, const char *name)
{
  if (g_str_equal (name, "study"))
    gtk_stack_set_visible_child (self->stack, GTK_WIDGET (self->view));
  else
    gtk_stack_set_visible_child_name (self->stack, name);
  set_title (self);
  _crf_window_update_actions (self);
}

static void
on_failed (CrfWindow *self, GError *error)
{
  crf_window_toast (self, error->message);
}

/* Not behind the cover, where everything is read again when it is lifted, and not of somebody who has handed over. */
static void
on_unread (CrfWindow *self, const char *sentence, CrfWriter *writer)
{
  if (self->writer == writer && !self->locked)
    crf_study_view_show_unread (self->view, sentence);
  else
    crf_writer_tell_again (writer);
}

/* On the pages that these people see, who come back to it after the cover, too. */
static void
on_altered (CrfWindow *self, const char *sentence, CrfWriter *writer)
{
  if (self->writer == writer && self->view != NULL)
    crf_study_view_show_altered (self->view, sentence);
}

/* The session has locked itself: the cover says why. */
static void
on_barred (CrfWindow *self, const char *sentence, CrfWriter *writer)
{
  if (self->writer != writer)
    return;
  crf_window_lock (self);
  crf_lock_page_show_why (self->lock, sentence);
}

static void
on_signed_in (CrfWindow *self, CrfSession *session, const char *path)
{
  crf_window_take_session (self, session, path);
}

static void show_care (CrfWindow *self);
static void on_unlocked (CrfWindow *self);

static void
sit_back_down (CrfWindow *self, CrfSeat *seat)
{
  g_autoptr (CrfSeat) taken = seat;

  self->writer = g_steal_pointer (&taken->writer);
  self->view = taken->view;
  crf_file_care_set_writer (self->care, self->writer);
  crf_lock_page_set_writer (self->lock, self->writer);
  show_care (self);
}

static void
on_sign_in_left (CrfWindow *self)
{
  /* Nobody else came: the cover of who was there last. */
  if (self->writer == NULL && self->seats->len > 0)
    {
      sit_back_down (self, g_ptr_array_steal_index (self->seats, self->seats->len - 1));
      self->locked = TRUE;
      show_child (self, "locked");
      crf_lock_page_focus (self->lock);
      return;
    }
  g_clear_pointer (&self->path, g_free);
  crf_welcome_page_refresh (self->welcome);
  show_child (self, "welcome");
}

static void
on_returned (CrfWindow *self, CrfWriter *writer)
{
  for (guint i = 0; i < self->seats->len; i++)
    if (((CrfSeat *) g_ptr_array_index (self->seats, i))->writer == writer)
      {
        sit_back_down (self, g_ptr_array_steal_index (self->seats, i));
        on_unlocked (self);
        return;
      }
}

static gpointer
entry_only_job (CrfSession *session, gpointer data, GCancellable *cancellable, GError **error)
{
  return crf_session_is_entry_only (session) ? crf_session_dup_pin_end (session) : NULL;
}

static char *join_notices (CrfSession *session);
static void tell_notices (CrfWindow *self, const char *notices, gboolean must_change);

static gpointer
notices_job (CrfSession *session, gpointer data, GCancellable *cancellable, GError **error)
{
  return join_notices (session);
}

static void
on_unlocked (CrfWindow *self)
{
  g_autofree char *end = crf_writer_call (self->writer, entry_only_job, NULL, NULL);
  g_autofree char *notices = crf_writer_call (self->writer, notices_job, NULL, NULL);

  self->locked = FALSE;
  self->entry_only = end != NULL;
  crf_study_view_show_entry_only (self->view, end);
  crf_idle_touch ();
  show_child (self, "study");
  hide_dialogs (self, FALSE);
  /* What was read meanwhile was read without keys. */
  crf_study_view_refresh (self->view);
  tell_notices (self, notices, FALSE);
}

static gpointer
lock_job (CrfSession *session, gpointer data, GCancellable *cancellable, GError **error)
{
  crf_session_lock (session);
  return NULL;
}

static void
show_care (CrfWindow *self)
{
  g_autofree char *label = NULL;
  g_autofree char *details = NULL;

  if (self->view == NULL || self->care == NULL)
    return;
  label = crf_file_care_is_on (self->care) ? crf_file_care_dup_label (self->care) : NULL;
  details = crf_file_care_dup_details (self->care);
  crf_study_view_show_care (self->view, label, details, crf_file_care_has_fault (self->care));
}

static void
on_switch_user (CrfWindow *self)
{
  crf_window_switch_user (self);
}

/* Neither page is seen at the start, which need not wait for them. */
static void
need_sign_in_page (CrfWindow *self)
{
  if (self->sign_in != NULL)
    return;
  self->sign_in = g_object_new (CRF_TYPE_SIGN_IN_PAGE, NULL);
  g_signal_connect_object (self->sign_in, "signed-in", G_CALLBACK (on_signed_in), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->sign_in, "returned", G_CALLBACK (on_returned), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->sign_in, "left", G_CALLBACK (on_sign_in_left), self, G_CONNECT_SWAPPED);
  gtk_stack_add_named (self->stack, GTK_WIDGET (self->sign_in), "sign-in");
}

static void
need_lock_page (CrfWindow *self)
{
  if (self->lock != NULL)
    return;
  self->lock = g_object_new (CRF_TYPE_LOCK_PAGE, NULL);
  g_signal_connect_object (self->lock, "unlocked", G_CALLBACK (on_unlocked), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->lock, "switch-user", G_CALLBACK (on_switch_user), self, G_CONNECT_SWAPPED);
  gtk_stack_add_named (self->stack, GTK_WIDGET (self->lock), "locked");
}

/* Unlocked by a PIN whose shift is over. */
static gboolean
is_shift_over (CrfWindow *self)
{
  g_autofree char *end = NULL;

  if (!self->entry_only)
    return FALSE;
  end = crf_writer_call (self->writer, entry_only_job, NULL, NULL);
  return end == NULL;
}

static gboolean
on_idle_check (gpointer user_data)
{
  CrfWindow *self = user_data;

  if (self->writer != NULL && !self->locked && is_shift_over (self))
    crf_window_lock (self);
  if (self->writer != NULL && !self->locked
      && crf_idle_get_seconds () >= 60.0 * crf_preferences_get_idle_minutes ())
    crf_window_lock (self);
  return G_SOURCE_CONTINUE;
}

/* Nothing is asked of the writer afterwards. */
static void
remove_view (CrfWindow *self, CrfStudyView *view)
{
  GList *windows = gtk_window_list_toplevels ();

  for (GList *l = windows; l != NULL; l = l->next)
    g_object_ref (l->data);
  /* Dialogs of this person that wait behind the cover go with her. */
  for (GList *l = windows; l != NULL; l = l->next)
    if (gtk_window_get_transient_for (l->data) == GTK_WINDOW (self) && g_object_get_data (l->data, "crf-hidden") == view)
      gtk_window_destroy (l->data);
  g_list_free_full (windows, g_object_unref);
  crf_study_view_leave (view);
  gtk_stack_remove (self->stack, GTK_WIDGET (view));
}

/* The present person goes; her writer waits for what is queued. */
static void
stand_up (CrfWindow *self)
{
  if (self->view != NULL)
    remove_view (self, g_steal_pointer (&self->view));
  if (self->writer != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->writer, self);
      if (self->lock != NULL)
        crf_lock_page_set_writer (self->lock, NULL);
      crf_writer_close (self->writer);
      g_clear_object (&self->writer);
    }
  self->locked = FALSE;
  self->entry_only = FALSE;
}

static void
close_seats (CrfWindow *self)
{
  for (guint i = 0; i < self->seats->len; i++)
    {
      CrfSeat *seat = g_ptr_array_index (self->seats, i);

      remove_view (self, seat->view);
      g_signal_handlers_disconnect_by_data (seat->writer, self);
      crf_writer_close (seat->writer);
    }
  g_ptr_array_set_size (self->seats, 0);
}

static void
close_study (CrfWindow *self)
{
  if (self->care != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->care, self);
      crf_file_care_close (self->care);
      g_clear_object (&self->care);
    }
  if (self->sign_in != NULL)
    crf_sign_in_page_forget (self->sign_in);
  stand_up (self);
  close_seats (self);
}

static gboolean
crf_window_close_request (GtkWindow *window)
{
  CrfWindow *self = CRF_WINDOW (window);
  int width, height;

  gtk_window_get_default_size (window, &width, &height);
  crf_preferences_set_window (width, height, gtk_window_is_maximized (window));
  /* The field under the cursor is left, and stored, before the file is closed. */
  gtk_window_set_focus (window, NULL);
  /* The last backup may take a while: nobody need look at a window that does not answer. */
  if (self->care != NULL && crf_file_care_is_on (self->care))
    gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
  close_study (self);
  return GTK_WINDOW_CLASS (crf_window_parent_class)->close_request (window);
}

static void
crf_window_dispose (GObject *object)
{
  CrfWindow *self = CRF_WINDOW (object);

  g_clear_handle_id (&self->idle_timer, g_source_remove);
  if (self->stack != NULL)
    close_study (self);
  g_clear_pointer (&self->seats, g_ptr_array_unref);
  g_clear_pointer (&self->path, g_free);
  g_clear_weak_pointer (&self->toast);
  gtk_widget_dispose_template (GTK_WIDGET (self), CRF_TYPE_WINDOW);

  G_OBJECT_CLASS (crf_window_parent_class)->dispose (object);
}

static void
crf_window_class_init (CrfWindowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GtkWindowClass *window_class = GTK_WINDOW_CLASS (klass);

  object_class->dispose = crf_window_dispose;
  window_class->close_request = crf_window_close_request;

  g_type_ensure (CRF_TYPE_WELCOME_PAGE);
  gtk_widget_class_set_template_from_resource (widget_class, CRF_RESOURCE_BASE "/crf-window.ui");
  gtk_widget_class_bind_template_child (widget_class, CrfWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, CrfWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, CrfWindow, welcome);
  _crf_window_install_actions (widget_class);
}

static void
crf_window_init (CrfWindow *self)
{
  int width, height;
  gboolean maximized;

  self->seats = g_ptr_array_new_with_free_func (seat_free);
  gtk_widget_init_template (GTK_WIDGET (self));
  crf_preferences_get_window (&width, &height, &maximized);
  gtk_window_set_default_size (GTK_WINDOW (self), width, height);
  if (maximized)
    gtk_window_maximize (GTK_WINDOW (self));
  crf_idle_watch ();
  self->idle_timer = g_timeout_add_seconds (IDLE_CHECK_SECONDS, on_idle_check, self);
  show_child (self, "welcome");
}

CrfWindow *
crf_window_new (GtkApplication *application)
{
  return g_object_new (CRF_TYPE_WINDOW, "application", application, NULL);
}

void
crf_window_open_file (CrfWindow *self, const char *path)
{
  g_return_if_fail (CRF_IS_WINDOW (self));
  g_return_if_fail (path != NULL);

  close_study (self);
  g_free (self->path);
  self->path = g_strdup (path);
  need_sign_in_page (self);
  crf_sign_in_page_show_file (self->sign_in, path);
  show_child (self, "sign-in");
  crf_sign_in_page_focus (self->sign_in);
}

/* What is said at the door stays until it has been read. */
static void
tell_notices (CrfWindow *self, const char *notices, gboolean must_change)
{
  if (notices != NULL)
    crf_dialogs_message (GTK_WIDGET (self), _("Before you begin"), notices);
  if (must_change)
    crf_use_case_dialog_present (GTK_WIDGET (self), self->writer, "change-passphrase", NULL);
}

static char *
join_notices (CrfSession *session)
{
  const GPtrArray *notices = crf_session_get_notices (session);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; notices != NULL && i < notices->len; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? "\n\n" : "", (const char *) g_ptr_array_index (notices, i));
  return text->len > 0 ? g_string_free (g_steal_pointer (&text), FALSE) : NULL;
}

/* The first who opens the file is looked after its backups with; whoever joins takes them over. */
static void
begin_care (CrfWindow *self)
{
  if (self->care != NULL)
    {
      crf_file_care_set_writer (self->care, self->writer);
      return;
    }
  self->care = crf_file_care_new (self->writer, self->path);
  g_signal_connect_swapped (self->care, "changed", G_CALLBACK (show_care), self);
  g_signal_connect_swapped (self->care, "alarm", G_CALLBACK (crf_window_toast), self);
}

void
crf_window_take_session (CrfWindow *self, CrfSession *session, const char *path)
{
  g_autofree char *notices = NULL;
  gboolean must_change;

  g_return_if_fail (CRF_IS_WINDOW (self));
  g_return_if_fail (session != NULL);

  if (self->writer != NULL || self->seats->len == 0)
    close_study (self);
  if (self->path != path && g_strcmp0 (self->path, path) != 0)
    {
      g_free (self->path);
      self->path = g_strdup (path);
    }
  crf_preferences_add_recent (self->path);
  notices = join_notices (session);
  must_change = crf_session_must_change_passphrase (session);
  self->writer = self->seats->len > 0
                     ? crf_writer_new_beside (((CrfSeat *) g_ptr_array_index (self->seats, 0))->writer, session)
                     : crf_writer_new (session);
  crf_writer_set_path (self->writer, self->path);
  g_signal_connect_swapped (self->writer, "failed", G_CALLBACK (on_failed), self);
  g_signal_connect_swapped (self->writer, "unread", G_CALLBACK (on_unread), self);
  g_signal_connect_swapped (self->writer, "altered", G_CALLBACK (on_altered), self);
  g_signal_connect_swapped (self->writer, "barred", G_CALLBACK (on_barred), self);
  self->view = CRF_STUDY_VIEW (crf_study_view_new (self->writer));
  gtk_stack_add_child (self->stack, GTK_WIDGET (self->view));
  begin_care (self);
  show_care (self);
  need_lock_page (self);
  crf_lock_page_set_writer (self->lock, self->writer);
  crf_idle_touch ();
  show_child (self, "study");
  crf_study_view_show_page (self->view, "today");
  tell_notices (self, notices, must_change);
}

static void
ask_beside (CrfWindow *self)
{
  g_autoptr (GPtrArray) writers = g_ptr_array_new ();

  for (guint i = self->seats->len; i > 0; i--)
    g_ptr_array_add (writers, ((CrfSeat *) g_ptr_array_index (self->seats, i - 1))->writer);
  need_sign_in_page (self);
  crf_sign_in_page_show_beside (self->sign_in, self->path, writers);
  show_child (self, "sign-in");
  crf_sign_in_page_focus (self->sign_in);
}

void
crf_window_switch_user (CrfWindow *self)
{
  CrfSeat *seat;

  g_return_if_fail (CRF_IS_WINDOW (self));

  if (self->writer == NULL)
    return;
  /* What was typed is stored, dialogs are hidden, the keys are wiped: as under the cover. */
  crf_window_lock (self);
  seat = g_new0 (CrfSeat, 1);
  seat->writer = g_steal_pointer (&self->writer);
  seat->view = g_steal_pointer (&self->view);
  g_ptr_array_add (self->seats, seat);
  self->locked = FALSE;
  self->entry_only = FALSE;
  crf_lock_page_set_writer (self->lock, NULL);
  ask_beside (self);
}

void
crf_window_leave (CrfWindow *self)
{
  g_return_if_fail (CRF_IS_WINDOW (self));

  if (self->seats->len == 0)
    {
      crf_window_sign_out (self, FALSE);
      return;
    }
  gtk_window_set_focus (GTK_WINDOW (self), NULL);
  crf_file_care_set_writer (self->care, ((CrfSeat *) g_ptr_array_index (self->seats, self->seats->len - 1))->writer);
  stand_up (self);
  ask_beside (self);
}

guint
crf_window_count_others (CrfWindow *self)
{
  g_return_val_if_fail (CRF_IS_WINDOW (self), 0);

  return self->seats->len;
}

void
crf_window_sign_out (CrfWindow *self, gboolean again)
{
  g_autofree char *path = NULL;

  g_return_if_fail (CRF_IS_WINDOW (self));

  gtk_window_set_focus (GTK_WINDOW (self), NULL);
  close_study (self);
  path = g_steal_pointer (&self->path);
  if (again && path != NULL)
    crf_window_open_file (self, path);
  else
    on_sign_in_left (self);
}

/* Read again without keys, the pages let go of names, and what they freed is overwritten; what is typed and not stored stays. */
static void
on_keys_wiped (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CrfWindow) self = crf_weak_take (user_data);

  if (self != NULL && self->locked && self->view != NULL && self->writer == CRF_WRITER (source))
    crf_study_view_refresh (self->view);
}

void
crf_window_lock (CrfWindow *self)
{
  g_return_if_fail (CRF_IS_WINDOW (self));

  if (self->writer == NULL || self->locked)
    return;
  gtk_window_set_focus (GTK_WINDOW (self), NULL);
  self->locked = TRUE;
  hide_dialogs (self, TRUE);
  show_child (self, "locked");
  /* After what is queued: the field that was left is stored first. */
  crf_writer_run_async (self->writer, lock_job, NULL, NULL, NULL, NULL, on_keys_wiped, crf_weak_new (self));
  crf_lock_page_focus (self->lock);
}

gboolean
crf_window_is_locked (CrfWindow *self)
{
  g_return_val_if_fail (CRF_IS_WINDOW (self), FALSE);

  return self->locked;
}

void
crf_window_toast (CrfWindow *self, const char *sentence)
{
  g_autofree char *escaped = NULL;
  AdwToast *toast;

  g_return_if_fail (CRF_IS_WINDOW (self));

  escaped = g_markup_escape_text (sentence, -1); /* toasts read markup */
  /* The new sentence is not kept waiting by the old one. */
  if (self->toast != NULL)
    adw_toast_dismiss (self->toast);
  toast = adw_toast_new (escaped);
  g_set_weak_pointer (&self->toast, toast);
  adw_toast_set_timeout (toast, 6);
  adw_toast_overlay_add_toast (self->toasts, toast);
}

const char *
crf_window_get_path (CrfWindow *self)
{
  g_return_val_if_fail (CRF_IS_WINDOW (self), NULL);

  return self->path;
}

CrfWriter *
crf_window_get_writer (CrfWindow *self)
{
  g_return_val_if_fail (CRF_IS_WINDOW (self), NULL);

  return self->writer;
}

CrfStudyView *
crf_window_get_view (CrfWindow *self)
{
  g_return_val_if_fail (CRF_IS_WINDOW (self), NULL);

  return self->view;
}
