/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The cover. The passphrase is checked on the writer's thread. */

#include "crf-lock-page.h"

#include <glib/gi18n-lib.h>

#include "crf-app.h"
#include "crf-dialogs.h"
#include "crf-session-pin.h"
#include "crf-watch-box.h"
#include "crf-store-error.h"
#include "crf-weak.h"

struct _CrfLockPage
{
  AdwBin parent_instance;

  /* template */
  GtkLabel *study;
  GtkWidget *demo;
  GtkLabel *name;
  CrfWatchBox *watch;
  GtkPasswordEntry *passphrase;
  GtkLabel *message;
  GtkLabel *pin;
  GtkWidget *unlock_button;
  GtkSpinner *spinner;

  /* owned */
  CrfWriter *writer;
};

enum
{
  SIGNAL_UNLOCKED,
  SIGNAL_SWITCH_USER,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CrfLockPage, crf_lock_page, ADW_TYPE_BIN)

static void
set_busy (CrfLockPage *self, gboolean busy)
{
  gtk_widget_set_sensitive (GTK_WIDGET (self->passphrase), !busy);
  gtk_widget_set_sensitive (self->unlock_button, !busy);
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), busy);
  gtk_spinner_set_spinning (self->spinner, busy);
}

static void
show_message (CrfLockPage *self, const char *message)
{
  gtk_label_set_label (self->message, message != NULL ? message : "");
  gtk_widget_set_visible (GTK_WIDGET (self->message), message != NULL);
  if (message != NULL)
    gtk_widget_add_css_class (GTK_WIDGET (self->passphrase), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->passphrase), "error");
}

static gpointer
check_job (CrfSession *session, gpointer data, GCancellable *cancellable, GError **error)
{
  g_autofree char *no_pin = crf_pin_fault (data);
  g_autoptr (GError) fault = NULL;

  /* What cannot be a PIN is a passphrase, and a PIN cannot be one: it is too short. */
  if (no_pin == NULL && crf_session_has_pin (session))
    return GINT_TO_POINTER (crf_session_unlock_with_pin (session, data, error));
  if (crf_session_unlock (session, data, &fault))
    return GINT_TO_POINTER (TRUE);
  if (g_error_matches (fault, CRF_STORE_ERROR, CRF_STORE_ERROR_PASSPHRASE))
    g_set_error_literal (error, CRF_STORE_ERROR, CRF_STORE_ERROR_PASSPHRASE,
                         _("This is not your passphrase. Type it again, or switch to another user."));
  else
    g_propagate_error (error, g_steal_pointer (&fault));
  return NULL;
}

static gpointer
pin_end_job (CrfSession *session, gpointer data, GCancellable *cancellable, GError **error)
{
  return crf_session_dup_pin_end (session);
}

/* Whether a PIN may be typed, and until when. */
static void
show_pin (CrfLockPage *self)
{
  g_autofree char *end = self->writer != NULL ? crf_writer_call (self->writer, pin_end_job, NULL, NULL) : NULL;
  g_autofree char *text = NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->pin), end != NULL);
  if (end == NULL)
    return;
  /* Translators: %s is a time of day */
  text = g_strdup_printf (_("Or the shift PIN until %s: for entry only"), end);
  gtk_label_set_label (self->pin, text);
}

static void
on_checked (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CrfLockPage) self = crf_weak_take (user_data);
  g_autoptr (GError) error = NULL;
  gboolean right = GPOINTER_TO_INT (crf_writer_run_finish (CRF_WRITER (source), result, &error));

  if (self == NULL || self->writer != CRF_WRITER (source))
    return;
  set_busy (self, FALSE);
  gtk_editable_set_text (GTK_EDITABLE (self->passphrase), "");
  if (!right)
    {
      show_message (self, error != NULL ? error->message : NULL);
      show_pin (self);
      gtk_widget_grab_focus (GTK_WIDGET (self->passphrase));
      return;
    }
  show_message (self, NULL);
  g_signal_emit (self, signals[SIGNAL_UNLOCKED], 0);
}

static void
on_unlock (CrfLockPage *self)
{
  const char *passphrase = gtk_editable_get_text (GTK_EDITABLE (self->passphrase));

  if (*passphrase != '\0')
    crf_lock_page_try (self, passphrase);
}

static void
on_switch_clicked (CrfLockPage *self)
{
  g_signal_emit (self, signals[SIGNAL_SWITCH_USER], 0);
}

static void
crf_lock_page_dispose (GObject *object)
{
  CrfLockPage *self = CRF_LOCK_PAGE (object);

  g_clear_object (&self->writer);
  gtk_widget_dispose_template (GTK_WIDGET (self), CRF_TYPE_LOCK_PAGE);

  G_OBJECT_CLASS (crf_lock_page_parent_class)->dispose (object);
}

static void
crf_lock_page_class_init (CrfLockPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = crf_lock_page_dispose;

  signals[SIGNAL_UNLOCKED] = g_signal_new ("unlocked", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                           NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_SWITCH_USER] = g_signal_new ("switch-user", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                              NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (CRF_TYPE_WATCH_BOX);
  gtk_widget_class_set_template_from_resource (widget_class, CRF_RESOURCE_BASE "/pages/crf-lock-page.ui");
  gtk_widget_class_bind_template_child (widget_class, CrfLockPage, study);
  gtk_widget_class_bind_template_child (widget_class, CrfLockPage, demo);
  gtk_widget_class_bind_template_child (widget_class, CrfLockPage, name);
  gtk_widget_class_bind_template_child (widget_class, CrfLockPage, watch);
  gtk_widget_class_bind_template_child (widget_class, CrfLockPage, passphrase);
  gtk_widget_class_bind_template_child (widget_class, CrfLockPage, message);
  gtk_widget_class_bind_template_child (widget_class, CrfLockPage, pin);
  gtk_widget_class_bind_template_child (widget_class, CrfLockPage, unlock_button);
  gtk_widget_class_bind_template_child (widget_class, CrfLockPage, spinner);
  gtk_widget_class_bind_template_callback (widget_class, on_unlock);
  gtk_widget_class_bind_template_callback (widget_class, on_switch_clicked);
}

static void
crf_lock_page_init (CrfLockPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  set_busy (self, FALSE);
}

void
crf_lock_page_set_writer (CrfLockPage *self, CrfWriter *writer)
{
  g_return_if_fail (CRF_IS_LOCK_PAGE (self));

  g_set_object (&self->writer, writer);
  crf_watch_box_set_writer (self->watch, writer);
  if (writer == NULL)
    return;
  gtk_label_set_label (self->study, crf_study_get_protocol (crf_writer_get_study (writer)));
  gtk_widget_set_visible (self->demo, crf_writer_is_demo (writer));
  gtk_label_set_label (self->name, crf_writer_get_name (writer));
}

void
crf_lock_page_focus (CrfLockPage *self)
{
  g_return_if_fail (CRF_IS_LOCK_PAGE (self));

  show_message (self, NULL);
  show_pin (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->passphrase));
  crf_watch_box_refresh (self->watch);
}

void
crf_lock_page_try (CrfLockPage *self, const char *passphrase)
{
  g_return_if_fail (CRF_IS_LOCK_PAGE (self));

  set_busy (self, TRUE);
  crf_writer_run_async (self->writer, check_job, g_strdup (passphrase), (GDestroyNotify) crf_dialogs_wipe, NULL, NULL,
                        on_checked, crf_weak_new (self));
}

void
crf_lock_page_show_why (CrfLockPage *self, const char *sentence)
{
  g_return_if_fail (CRF_IS_LOCK_PAGE (self));

  show_message (self, sentence);
  gtk_widget_remove_css_class (GTK_WIDGET (self->passphrase), "error");
}
