/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The passphrase is typed first, then the file and its new place are chosen; Argon2id runs on a thread of its own. */

#include "crf-decrypt-box.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "crf-app.h"
#include "crf-dialogs.h"
#include "crf-transport.h"
#include "crf-weak.h"

struct _CrfDecryptBox
{
  AdwBin parent_instance;

  /* template */
  GtkEditable *passphrase;
  GtkWidget *open_button;
  GtkLabel *said;

  /* owned */
  char *from; /* chosen, until its new place is */
};

typedef struct
{
  char *from, *to, *passphrase;
} Job;

G_DEFINE_FINAL_TYPE (CrfDecryptBox, crf_decrypt_box, ADW_TYPE_BIN)

static void
job_free (gpointer data)
{
  Job *job = data;

  g_free (job->from);
  g_free (job->to);
  crf_dialogs_wipe (job->passphrase);
  g_free (job);
}

static void
say (CrfDecryptBox *self, const char *sentence, gboolean fault)
{
  gtk_label_set_label (self->said, sentence);
  gtk_widget_set_visible (GTK_WIDGET (self->said), TRUE);
  if (fault)
    gtk_widget_add_css_class (GTK_WIDGET (self->said), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->said), "error");
}

static void
decrypt_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Job *job = data;
  GError *error = NULL;

  if (crf_transport_decrypt (job->from, job->to, job->passphrase, cancellable, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
on_decrypted (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CrfDecryptBox) self = crf_weak_take (user_data);
  const Job *job = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;
  g_autofree char *sentence = NULL;
  gboolean done = g_task_propagate_boolean (G_TASK (result), &error);

  if (self == NULL)
    return;
  gtk_widget_set_sensitive (self->open_button, TRUE);
  if (done)
    gtk_editable_set_text (self->passphrase, "");
  sentence = done ? g_strdup_printf (_("“%s” is there now, no longer encrypted."), job->to) : g_strdup (error->message);
  say (self, sentence, !done);
}

static void
on_place_chosen (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CrfDecryptBox) self = crf_weak_take (user_data);
  g_autoptr (GFile) file = crf_dialogs_file_finish (result);
  g_autoptr (GTask) task = NULL;
  Job *job;

  if (self == NULL || file == NULL)
    return;
  job = g_new0 (Job, 1);
  job->from = g_steal_pointer (&self->from);
  job->to = g_file_get_path (file);
  job->passphrase = g_strdup (gtk_editable_get_text (self->passphrase));
  gtk_widget_set_sensitive (self->open_button, FALSE);
  say (self, _("Opening…"), FALSE);
  task = g_task_new (NULL, NULL, on_decrypted, crf_weak_new (self));
  g_task_set_task_data (task, job, job_free);
  g_task_run_in_thread (task, decrypt_thread);
}

static void
on_file_chosen (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CrfDecryptBox) self = crf_weak_take (user_data);
  g_autoptr (GFile) file = crf_dialogs_file_finish (result);
  g_autofree char *name = NULL;

  if (self == NULL || file == NULL)
    return;
  if (!crf_transport_is_encrypted (g_file_peek_path (file)))
    {
      say (self, _("This is not a file that Stemward encrypted for transport. Choose one that ends in .enc."), TRUE);
      return;
    }
  g_free (self->from);
  self->from = g_file_get_path (file);
  name = g_path_get_basename (self->from);
  if (g_str_has_suffix (name, CRF_TRANSPORT_SUFFIX))
    name[strlen (name) - strlen (CRF_TRANSPORT_SUFFIX)] = '\0';
  crf_dialogs_save_file_async (GTK_WIDGET (self), _("Where shall the opened file go?"), CRF_FILE_ANY, name, on_place_chosen, crf_weak_new (self));
}

static void
on_open_clicked (CrfDecryptBox *self)
{
  if (*gtk_editable_get_text (self->passphrase) == '\0')
    {
      say (self, _("Type the passphrase of the file first. Who sent the file knows it."), TRUE);
      gtk_widget_grab_focus (GTK_WIDGET (self->passphrase));
      return;
    }
  crf_dialogs_open_file_async (GTK_WIDGET (self), _("Open an encrypted file"), CRF_FILE_ENCRYPTED, on_file_chosen, crf_weak_new (self));
}

static void
crf_decrypt_box_dispose (GObject *object)
{
  CrfDecryptBox *self = CRF_DECRYPT_BOX (object);

  g_clear_pointer (&self->from, g_free);
  gtk_widget_dispose_template (GTK_WIDGET (self), CRF_TYPE_DECRYPT_BOX);
  G_OBJECT_CLASS (crf_decrypt_box_parent_class)->dispose (object);
}

static void
crf_decrypt_box_class_init (CrfDecryptBoxClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = crf_decrypt_box_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, CRF_RESOURCE_BASE "/pages/crf-decrypt-box.ui");
  gtk_widget_class_bind_template_child (widget_class, CrfDecryptBox, passphrase);
  gtk_widget_class_bind_template_child (widget_class, CrfDecryptBox, open_button);
  gtk_widget_class_bind_template_child (widget_class, CrfDecryptBox, said);
  gtk_widget_class_bind_template_callback (widget_class, on_open_clicked);
}

static void
crf_decrypt_box_init (CrfDecryptBox *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
