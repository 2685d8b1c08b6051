/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Sign-in. The passphrase is checked (and the file opened) on a worker thread: it takes half a second by design. */

#include "crf-sign-in-page.h"

#include <glib/gi18n-lib.h>

#include "crf-app.h"
#include "crf-backup-set.h"
#include "crf-dialogs.h"
#include "crf-file-care.h"
#include "crf-refusal-bar.h"
#include "crf-watch-box.h"
#include "crf-weak.h"

#define DEMO_PASSPHRASE "demo"

struct _CrfSignInPage
{
  AdwBin parent_instance;

  /* template */
  GtkStack *steps;
  GtkLabel *protocol;
  GtkLabel *title;
  GtkLabel *site;
  GtkLabel *file;
  GtkWidget *demo;
  GtkWidget *demo_box;
  GtkFlowBox *demo_logins;
  GtkWidget *fields;
  GtkEntry *login;
  GtkPasswordEntry *passphrase;
  GtkWidget *sign_in_button;
  GtkSpinner *spinner;
  CrfRefusalBar *bar;
  GtkWidget *backups_button;
  GtkBox *roles;
  CrfWatchBox *watch;

  /* owned */
  char *path;
  gboolean broken; /* cannot be opened, but has backups */
  GPtrArray *seats;    /* CrfWriter: who is there already; NULL: nobody */
  CrfSession *session; /* while the role is being chosen */
};

enum
{
  SIGNAL_SIGNED_IN,
  SIGNAL_RETURNED,
  SIGNAL_LEFT,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CrfSignInPage, crf_sign_in_page, ADW_TYPE_BIN)

typedef struct
{
  char *path;
  char *login;
  char *passphrase;
} CrfSignIn;

static void
sign_in_free (gpointer data)
{
  CrfSignIn *request = data;

  g_free (request->path);
  g_free (request->login);
  crf_dialogs_wipe (request->passphrase);
  g_free (request);
}

static gpointer
close_job (CrfSession *session, gpointer data, GCancellable *cancellable, GError **error)
{
  crf_session_close (data);
  return NULL;
}

/* Who did not choose a role is not there. A session on a file that others use is closed where they use it. */
static void
drop_session (CrfSignInPage *self)
{
  CrfSession *session = g_steal_pointer (&self->session);

  if (session == NULL)
    return;
  if (self->seats != NULL)
    crf_writer_run_async (g_ptr_array_index (self->seats, 0), close_job, session, NULL, NULL, NULL, NULL, NULL);
  else
    crf_session_close (session);
}

static void
forget_seats (CrfSignInPage *self)
{
  g_clear_pointer (&self->seats, g_ptr_array_unref);
  crf_watch_box_set_writer (self->watch, NULL);
}

static void
set_busy (CrfSignInPage *self, gboolean busy)
{
  gtk_widget_set_sensitive (self->fields, !busy);
  gtk_widget_set_sensitive (self->sign_in_button, !busy);
  gtk_widget_set_sensitive (self->demo_box, !busy);
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), busy);
  gtk_spinner_set_spinning (self->spinner, busy);
}

static void
finish_with_session (CrfSignInPage *self)
{
  CrfSession *session = g_steal_pointer (&self->session);

  gtk_editable_set_text (GTK_EDITABLE (self->passphrase), "");
  g_signal_emit (self, signals[SIGNAL_SIGNED_IN], 0, session, self->path);
  forget_seats (self);
}

static void
on_role_clicked (GtkButton *button, gpointer user_data)
{
  CrfSignInPage *self = user_data;
  CrfRole role = GPOINTER_TO_INT (g_object_get_data (G_OBJECT (button), "crf-role"));
  g_autoptr (GError) error = NULL;

  if (!crf_session_set_role (self->session, role, &error))
    {
      crf_refusal_bar_show_error (self->bar, error);
      return;
    }
  finish_with_session (self);
}

/* TRUE if there is something to choose. */
static gboolean
offer_roles (CrfSignInPage *self)
{
  CrfRole roles = crf_session_get_roles (self->session);
  GtkWidget *child, *first = NULL;
  guint n = 0;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->roles))) != NULL)
    gtk_box_remove (self->roles, child);
  for (guint bit = 1; bit & CRF_ROLES_ALL; bit <<= 1)
    {
      GtkWidget *button;

      if ((roles & bit) == 0)
        continue;
      button = gtk_button_new_with_label (crf_role_get_label (bit));
      g_object_set_data (G_OBJECT (button), "crf-role", GINT_TO_POINTER (bit));
      g_signal_connect (button, "clicked", G_CALLBACK (on_role_clicked), self);
      gtk_box_append (self->roles, button);
      first = n == 0 ? button : first;
      n++;
    }
  if (n < 2)
    return FALSE;
  gtk_stack_set_visible_child_name (self->steps, "role");
  gtk_widget_grab_focus (first);
  return TRUE;
}

static void
sign_in_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  CrfSignIn *request = task_data;
  GError *error = NULL;
  CrfSession *session;

  session = crf_session_sign_in (request->path, request->login, request->passphrase, NULL,
                                 crf_app_get_clock (), &error);
  if (session == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  crf_session_set_language (session, crf_app_language ());
  g_task_return_pointer (task, session, (GDestroyNotify) crf_session_close);
}

static void
show_failure (CrfSignInPage *self, const GError *error)
{
  crf_refusal_bar_show_error (self->bar, error);
  gtk_editable_set_text (GTK_EDITABLE (self->passphrase), "");
  gtk_widget_grab_focus (GTK_WIDGET (self->passphrase));
}

static void
take_session (CrfSignInPage *self, CrfSession *session)
{
  drop_session (self);
  self->session = session;
  if (!offer_roles (self))
    finish_with_session (self);
}

static void
on_sign_in_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CrfSignInPage) self = crf_weak_take (user_data);
  g_autoptr (GError) error = NULL;
  CrfSession *session = g_task_propagate_pointer (G_TASK (result), &error);

  if (self == NULL)
    {
      g_clear_pointer (&session, crf_session_close);
      return;
    }
  set_busy (self, FALSE);
  if (session == NULL)
    show_failure (self, error);
  else
    take_session (self, session);
}

/* ── Beside others ── */

static gpointer
join_job (CrfSession *session, gpointer data, GCancellable *cancellable, GError **error)
{
  CrfSignIn *request = data;
  CrfSession *joined = crf_session_sign_in_file (crf_session_get_file (session), request->login, request->passphrase, NULL,
                                                 crf_app_get_clock (), error);

  if (joined != NULL)
    crf_session_set_language (joined, crf_app_language ());
  return joined;
}

static gpointer
return_job (CrfSession *session, gpointer data, GCancellable *cancellable, GError **error)
{
  return GINT_TO_POINTER (crf_session_unlock (session, ((CrfSignIn *) data)->passphrase, error));
}

static void
on_joined (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CrfSignInPage) self = crf_weak_take (user_data);
  g_autoptr (GError) error = NULL;
  CrfSession *session = crf_writer_run_finish (CRF_WRITER (source), result, &error);

  /* The window went meanwhile, and with it those who were there. */
  if (self == NULL || self->seats == NULL)
    {
      if (session != NULL)
        crf_writer_run_async (CRF_WRITER (source), close_job, session, NULL, NULL, NULL, NULL, NULL);
      return;
    }
  set_busy (self, FALSE);
  if (session == NULL)
    show_failure (self, error);
  else
    take_session (self, session);
}

static void
on_returned (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CrfSignInPage) self = crf_weak_take (user_data);
  g_autoptr (GError) error = NULL;
  gboolean right = GPOINTER_TO_INT (crf_writer_run_finish (CRF_WRITER (source), result, &error));

  if (self == NULL || self->seats == NULL)
    return;
  set_busy (self, FALSE);
  if (!right)
    {
      show_failure (self, error);
      return;
    }
  gtk_editable_set_text (GTK_EDITABLE (self->passphrase), "");
  g_signal_emit (self, signals[SIGNAL_RETURNED], 0, source);
  forget_seats (self);
}

/* Takes @request over. */
static void
try_beside (CrfSignInPage *self, CrfSignIn *request)
{
  for (guint i = 0; i < self->seats->len; i++)
    {
      CrfWriter *writer = g_ptr_array_index (self->seats, i);

      if (g_ascii_strcasecmp (crf_writer_get_login (writer), request->login) != 0)
        continue;
      crf_writer_run_async (writer, return_job, request, sign_in_free, NULL, NULL, on_returned, crf_weak_new (self));
      return;
    }
  crf_writer_run_async (g_ptr_array_index (self->seats, 0), join_job, request, sign_in_free, NULL, NULL, on_joined, crf_weak_new (self));
}

static void
on_login_activated (CrfSignInPage *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self->passphrase));
}

static void
on_sign_in (CrfSignInPage *self)
{
  const char *login = gtk_editable_get_text (GTK_EDITABLE (self->login));
  const char *passphrase = gtk_editable_get_text (GTK_EDITABLE (self->passphrase));

  if (*login == '\0')
    gtk_widget_grab_focus (GTK_WIDGET (self->login));
  else if (*passphrase == '\0')
    gtk_widget_grab_focus (GTK_WIDGET (self->passphrase));
  else
    crf_sign_in_page_try (self, login, passphrase);
}

static void
on_back (CrfSignInPage *self)
{
  drop_session (self);
  forget_seats (self);
  gtk_editable_set_text (GTK_EDITABLE (self->passphrase), "");
  g_signal_emit (self, signals[SIGNAL_LEFT], 0);
}

static void
on_back_activated (GtkWidget *widget, const char *action, GVariant *parameter)
{
  on_back (CRF_SIGN_IN_PAGE (widget));
}

static void
on_demo_login_clicked (GtkButton *button, gpointer user_data)
{
  CrfSignInPage *self = user_data;
  const char *login = gtk_button_get_label (button);

  gtk_editable_set_text (GTK_EDITABLE (self->login), login);
  crf_sign_in_page_try (self, login, DEMO_PASSPHRASE);
}

static void
show_demo_logins (CrfSignInPage *self, char **logins)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->demo_logins))) != NULL)
    gtk_flow_box_remove (self->demo_logins, child);
  for (char **login = logins; login != NULL && *login != NULL; login++)
    {
      GtkWidget *button = gtk_button_new_with_label (*login);

      g_signal_connect (button, "clicked", G_CALLBACK (on_demo_login_clicked), self);
      gtk_flow_box_append (self->demo_logins, button);
    }
}

static void
crf_sign_in_page_dispose (GObject *object)
{
  CrfSignInPage *self = CRF_SIGN_IN_PAGE (object);

  g_clear_pointer (&self->session, crf_session_close);
  g_clear_pointer (&self->seats, g_ptr_array_unref);
  g_clear_pointer (&self->path, g_free);
  gtk_widget_dispose_template (GTK_WIDGET (self), CRF_TYPE_SIGN_IN_PAGE);

  G_OBJECT_CLASS (crf_sign_in_page_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, CrfSignInPage, steps);
  gtk_widget_class_bind_template_child (widget_class, CrfSignInPage, protocol);
  gtk_widget_class_bind_template_child (widget_class, CrfSignInPage, title);
  gtk_widget_class_bind_template_child (widget_class, CrfSignInPage, site);
  gtk_widget_class_bind_template_child (widget_class, CrfSignInPage, file);
  gtk_widget_class_bind_template_child (widget_class, CrfSignInPage, demo);
  gtk_widget_class_bind_template_child (widget_class, CrfSignInPage, demo_box);
  gtk_widget_class_bind_template_child (widget_class, CrfSignInPage, demo_logins);
  gtk_widget_class_bind_template_child (widget_class, CrfSignInPage, fields);
  gtk_widget_class_bind_template_child (widget_class, CrfSignInPage, login);
  gtk_widget_class_bind_template_child (widget_class, CrfSignInPage, passphrase);
  gtk_widget_class_bind_template_child (widget_class, CrfSignInPage, sign_in_button);
  gtk_widget_class_bind_template_child (widget_class, CrfSignInPage, spinner);
  gtk_widget_class_bind_template_child (widget_class, CrfSignInPage, bar);
  gtk_widget_class_bind_template_child (widget_class, CrfSignInPage, backups_button);
  gtk_widget_class_bind_template_child (widget_class, CrfSignInPage, roles);
  gtk_widget_class_bind_template_child (widget_class, CrfSignInPage, watch);
}

static void
crf_sign_in_page_class_init (CrfSignInPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = crf_sign_in_page_dispose;

  signals[SIGNAL_SIGNED_IN] = g_signal_new ("signed-in", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                            NULL, G_TYPE_NONE, 2, G_TYPE_POINTER, G_TYPE_STRING);
  signals[SIGNAL_RETURNED] = g_signal_new ("returned", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                           NULL, G_TYPE_NONE, 1, CRF_TYPE_WRITER);
  signals[SIGNAL_LEFT] = g_signal_new ("left", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                       NULL, G_TYPE_NONE, 0);

  g_type_ensure (CRF_TYPE_REFUSAL_BAR);
  g_type_ensure (CRF_TYPE_WATCH_BOX);
  gtk_widget_class_set_template_from_resource (widget_class, CRF_RESOURCE_BASE "/pages/crf-sign-in-page.ui");
  bind_children (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, on_login_activated);
  gtk_widget_class_bind_template_callback (widget_class, on_sign_in);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "sign-in.back", NULL);
  gtk_widget_class_install_action (widget_class, "sign-in.back", NULL, on_back_activated);
}

static void
crf_sign_in_page_init (CrfSignInPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  set_busy (self, FALSE);
}

/* What is left of a file that cannot be opened: the copies that were made of it. */
static void
show_backups (CrfSignInPage *self, gboolean broken)
{
  g_auto (GStrv) folders = broken ? crf_file_care_dup_folders () : NULL;
  g_autoptr (GPtrArray) backups = broken ? crf_backup_set_list (self->path, (const char *const *) folders) : NULL;

  self->broken = backups != NULL && backups->len > 0;
  gtk_widget_set_visible (self->backups_button, self->broken);
}

gboolean
crf_sign_in_page_is_broken (CrfSignInPage *self)
{
  g_return_val_if_fail (CRF_IS_SIGN_IN_PAGE (self), FALSE);

  return self->broken;
}

void
crf_sign_in_page_show_file (CrfSignInPage *self, const char *path)
{
  g_autoptr (CrfFileSummary) summary = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *network = NULL;

  g_return_if_fail (CRF_IS_SIGN_IN_PAGE (self));
  g_return_if_fail (path != NULL);

  drop_session (self);
  forget_seats (self);
  g_free (self->path);
  self->path = g_strdup (path);
  summary = crf_file_summary_read (path, &error);
  gtk_stack_set_visible_child_name (self->steps, "passphrase");
  gtk_widget_set_visible (self->fields, summary != NULL);
  gtk_widget_set_visible (self->sign_in_button, summary != NULL);
  gtk_label_set_label (self->protocol, summary != NULL ? summary->protocol : _("This file cannot be opened"));
  gtk_label_set_label (self->title, summary != NULL ? summary->title : "");
  gtk_widget_set_visible (GTK_WIDGET (self->title), summary != NULL);
  gtk_label_set_label (self->site, summary != NULL && summary->site != NULL ? summary->site : "");
  gtk_widget_set_visible (GTK_WIDGET (self->site), *gtk_label_get_label (self->site) != '\0');
  gtk_label_set_label (self->file, path);
  gtk_widget_set_visible (self->demo, summary != NULL && summary->demo);
  gtk_widget_set_visible (self->demo_box, summary != NULL && summary->demo);
  show_demo_logins (self, summary != NULL && summary->demo ? summary->logins : NULL);
  show_backups (self, summary == NULL);
  crf_refusal_bar_clear (self->bar);
  if (summary == NULL)
    crf_refusal_bar_show_error (self->bar, error);
  else if ((network = crf_file_network_warning (path)) != NULL)
    crf_refusal_bar_show_notice (self->bar, network);
}

/* Where the path stands else: the file is open already. */
static void
show_who_is_there (CrfSignInPage *self)
{
  g_autoptr (GString) names = g_string_new (NULL);
  g_autofree char *text = NULL;

  for (guint i = 0; i < self->seats->len; i++)
    g_string_append_printf (names, "%s%s", i > 0 ? _(", ") : "", crf_writer_get_name (g_ptr_array_index (self->seats, i)));
  /* Translators: %s is one or more names */
  text = g_strdup_printf (_("Still signed in, with keys wiped and work kept: %s"), names->str);
  gtk_label_set_label (self->file, text);
}

void
crf_sign_in_page_show_beside (CrfSignInPage *self, const char *path, GPtrArray *writers)
{
  g_return_if_fail (CRF_IS_SIGN_IN_PAGE (self));
  g_return_if_fail (writers != NULL && writers->len > 0);

  crf_sign_in_page_show_file (self, path);
  self->seats = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < writers->len; i++)
    g_ptr_array_add (self->seats, g_object_ref (g_ptr_array_index (writers, i)));
  show_who_is_there (self);
  /* An infusion that runs is watched here as well as on the cover. */
  crf_watch_box_set_writer (self->watch, g_ptr_array_index (self->seats, 0));
  crf_watch_box_refresh (self->watch);
}

void
crf_sign_in_page_forget (CrfSignInPage *self)
{
  g_return_if_fail (CRF_IS_SIGN_IN_PAGE (self));

  drop_session (self);
  forget_seats (self);
}

void
crf_sign_in_page_focus (CrfSignInPage *self)
{
  g_return_if_fail (CRF_IS_SIGN_IN_PAGE (self));

  gtk_widget_grab_focus (GTK_WIDGET (self->login));
}

void
crf_sign_in_page_try (CrfSignInPage *self, const char *login, const char *passphrase)
{
  g_autoptr (GTask) task = NULL;
  CrfSignIn *request;

  g_return_if_fail (CRF_IS_SIGN_IN_PAGE (self));

  request = g_new0 (CrfSignIn, 1);
  request->path = g_strdup (self->path);
  request->login = g_strstrip (g_strdup (login));
  request->passphrase = g_strdup (passphrase);
  crf_refusal_bar_clear (self->bar);
  set_busy (self, TRUE);
  if (self->seats != NULL)
    {
      try_beside (self, request);
      return;
    }
  task = g_task_new (NULL, NULL, on_sign_in_ready, crf_weak_new (self));
  g_task_set_source_tag (task, crf_sign_in_page_try);
  g_task_set_task_data (task, request, sign_in_free);
  g_task_run_in_thread (task, sign_in_thread);
}

const char *
crf_sign_in_page_get_message (CrfSignInPage *self)
{
  g_return_val_if_fail (CRF_IS_SIGN_IN_PAGE (self), NULL);

  return crf_refusal_bar_get_message (self->bar);
}
