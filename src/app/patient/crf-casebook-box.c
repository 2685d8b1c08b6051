/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A button below the list of forms; what it opens asks what shall stand on the paper. */

#include "crf-casebook-box.h"

#include <glib/gi18n-lib.h>

#include "crf-dialogs.h"
#include "crf-paper-casebook.h"
#include "crf-patient-menu.h"
#include "crf-patient-reads.h"
#include "crf-progress-window.h"
#include "crf-weak.h"

struct _CrfCasebookBox
{
  AdwBin parent_instance;

  /* template */
  GtkMenuButton *button;
  GtkWidget *sign;
  GtkCheckButton *audit;
  GtkCheckButton *identifiers;

  /* owned */
  CrfWriter *writer;
  char *subject;

  /* borrowed: the dialog while it is printed */
  CrfProgressWindow *progress;
};

typedef struct
{
  char *subject, *path;
  gboolean audit, identifiers;
  CrfProgressValue *value;
} Print;

G_DEFINE_FINAL_TYPE (CrfCasebookBox, crf_casebook_box, ADW_TYPE_BIN)

static void
print_free (gpointer data)
{
  Print *print = data;

  g_free (print->subject);
  g_free (print->path);
  crf_progress_value_unref (print->value);
  g_free (print);
}

static void
on_progress (double fraction, gpointer data)
{
  crf_progress_value_set (data, fraction);
}

static gpointer
print_job (CrfSession *session, gpointer data, GCancellable *cancellable, GError **error)
{
  const Print *print = data;
  const CrfCasebookOptions options = { .subject = print->subject, .audit = print->audit, .identifiers = print->identifiers };
  g_autoptr (CrfOutcome) outcome = crf_outcome_new ();

  if (!crf_paper_casebook_write (session, &options, print->path, on_progress, print->value, cancellable, &outcome->refusal, error)
      && outcome->refusal == NULL)
    return NULL;
  return g_steal_pointer (&outcome);
}

static void
close_progress (CrfCasebookBox *self)
{
  if (self->progress != NULL)
    gtk_window_destroy (GTK_WINDOW (self->progress));
  self->progress = NULL;
}

static void
on_printed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CrfCasebookBox) self = crf_weak_take (user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (CrfOutcome) outcome = crf_writer_run_finish (CRF_WRITER (source), result, &error);

  if (self == NULL)
    return;
  close_progress (self);
  if (outcome != NULL && outcome->refusal != NULL)
    crf_dialogs_refusal (GTK_WIDGET (self), outcome->refusal);
  else if (outcome == NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    crf_dialogs_error (GTK_WIDGET (self), _("The casebook is not printed"), error);
}

static void
on_file_chosen (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CrfCasebookBox) self = crf_weak_take (user_data);
  g_autoptr (GFile) file = crf_dialogs_file_finish (result);
  Print *print;

  if (self == NULL || self->writer == NULL || file == NULL)
    return;
  self->progress = CRF_PROGRESS_WINDOW (crf_progress_window_new (GTK_WIDGET (self), _("Printing the casebook…")));
  print = g_new0 (Print, 1);
  print->subject = g_strdup (self->subject);
  print->path = g_file_get_path (file);
  print->audit = gtk_check_button_get_active (self->audit);
  print->identifiers = gtk_check_button_get_active (self->identifiers);
  print->value = crf_progress_window_ref_value (self->progress);
  gtk_window_present (GTK_WINDOW (self->progress));
  crf_writer_run_async (self->writer, print_job, print, print_free, (GDestroyNotify) crf_outcome_free,
                        crf_progress_window_get_cancellable (self->progress), on_printed, crf_weak_new (self));
}

static void
on_print_clicked (CrfCasebookBox *self)
{
  g_autoptr (CrfPatient) patient = crf_read_patient (self->writer, self->subject, NULL);
  g_autofree char *name = g_strdup_printf ("%scasebook-%s.pdf", crf_writer_is_demo (self->writer) ? "DEMO-" : "",
                                           patient != NULL ? patient->number : "");

  gtk_menu_button_popdown (self->button);
  crf_dialogs_save_file_async (GTK_WIDGET (self), _("Save the casebook as PDF"), CRF_FILE_PDF, name, on_file_chosen, crf_weak_new (self));
}

static void
on_sign_clicked (CrfCasebookBox *self)
{
  gtk_menu_button_popdown (self->button);
  /* As from the patient's menu: the page says what came of it. */
  gtk_widget_activate_action (GTK_WIDGET (self), "patient.do", "s", "sign-casebook");
}

static void
on_opened (CrfCasebookBox *self)
{
  gtk_widget_set_sensitive (self->sign, crf_writer_permitted (self->writer, "sign-casebook", NULL));
}

void
crf_casebook_box_set_writer (CrfCasebookBox *self, CrfWriter *writer)
{
  g_return_if_fail (CRF_IS_CASEBOOK_BOX (self));

  g_set_object (&self->writer, writer);
}

void
crf_casebook_box_set_subject (CrfCasebookBox *self, const char *subject)
{
  g_return_if_fail (CRF_IS_CASEBOOK_BOX (self));

  g_free (self->subject);
  self->subject = g_strdup (subject);
}

static void
crf_casebook_box_dispose (GObject *object)
{
  CrfCasebookBox *self = CRF_CASEBOOK_BOX (object);

  if (self->progress != NULL)
    g_cancellable_cancel (crf_progress_window_get_cancellable (self->progress));
  close_progress (self);
  g_clear_object (&self->writer);
  gtk_widget_dispose_template (GTK_WIDGET (self), CRF_TYPE_CASEBOOK_BOX);
  G_OBJECT_CLASS (crf_casebook_box_parent_class)->dispose (object);
}

static void
crf_casebook_box_finalize (GObject *object)
{
  g_free (CRF_CASEBOOK_BOX (object)->subject);
  G_OBJECT_CLASS (crf_casebook_box_parent_class)->finalize (object);
}

static void
crf_casebook_box_class_init (CrfCasebookBoxClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = crf_casebook_box_dispose;
  G_OBJECT_CLASS (klass)->finalize = crf_casebook_box_finalize;
  gtk_widget_class_set_template_from_resource (widget_class, "/org/stemward/Stemward/patient/crf-casebook-box.ui");
  gtk_widget_class_bind_template_child (widget_class, CrfCasebookBox, button);
  gtk_widget_class_bind_template_child (widget_class, CrfCasebookBox, sign);
  gtk_widget_class_bind_template_child (widget_class, CrfCasebookBox, audit);
  gtk_widget_class_bind_template_child (widget_class, CrfCasebookBox, identifiers);
  gtk_widget_class_bind_template_callback (widget_class, on_print_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_sign_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_opened);
}

static void
crf_casebook_box_init (CrfCasebookBox *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
