/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What is chosen is written on the writer's thread, because it reads through the session and is journalled; while it runs a dialog with
 * progress and Cancel stands before the window, so that nothing else is asked of the session. */

#include "crf-exports-page.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "crf-app.h"
#include "crf-decrypt-box.h"
#include "crf-dialogs.h"
#include "crf-export-formats.h"
#include "crf-import-batch.h"
#include "crf-import-window.h"
#include "crf-names.h"
#include "crf-page.h"
#include "crf-progress-window.h"
#include "crf-refusal-bar.h"
#include "crf-weak.h"
#include "crf-transport.h"

#define LEAST_CHARACTERS 8 /* of a passphrase */

struct _CrfExportsPage
{
  AdwBin parent_instance;

  /* template */
  CrfRefusalBar *bar;
  GtkDropDown *format;
  GtkLabel *description;
  GtkCheckButton *all_patients;
  GtkCheckButton *one_patient;
  GtkEntry *number;
  GtkCheckButton *audit;
  GtkCheckButton *identifiers;
  GtkLabel *no_names;
  GtkCheckButton *encrypt;
  GtkEditable *passphrase;
  GtkEditable *again;
  GtkWidget *export_button;
  GtkWidget *result;
  GtkLabel *result_title;
  GtkLabel *result_path;
  GtkLabel *result_hash;
  GtkWidget *import_card;

  /* owned */
  CrfWriter *writer;
  char *refused; /* why names are not for who is signed in; NULL: they are */

  /* borrowed: the dialog while an export runs */
  CrfProgressWindow *progress;
};

typedef struct
{
  CrfExportChoice choice;
  const CrfExportFormat *format;
  CrfProgressValue *value;
} CrfExport;

typedef struct
{
  char *path;
  char *sha256;
  CrfRefusal *refusal;
} CrfExported;

static void crf_exports_page_page_init (CrfPageInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (CrfExportsPage, crf_exports_page, ADW_TYPE_BIN,
                               G_IMPLEMENT_INTERFACE (CRF_TYPE_PAGE, crf_exports_page_page_init))

static void
export_free (gpointer data)
{
  CrfExport *request = data;

  g_free (request->choice.path);
  g_free (request->choice.subject);
  crf_dialogs_wipe (request->choice.passphrase);
  crf_progress_value_unref (request->value);
  g_free (request);
}

static void
exported_free (gpointer data)
{
  CrfExported *exported = data;

  g_free (exported->path);
  g_free (exported->sha256);
  g_clear_pointer (&exported->refusal, crf_refusal_free);
  g_free (exported);
}

static void
on_progress (double fraction, gpointer data)
{
  crf_progress_value_set (data, fraction);
}

/* Of the bytes on the disk. */
static char *
hash_of (const char *path)
{
  g_autoptr (GMappedFile) file = g_mapped_file_new (path, FALSE, NULL);
  g_autoptr (GBytes) bytes = file != NULL ? g_mapped_file_get_bytes (file) : NULL;

  return bytes != NULL ? g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes) : NULL;
}

static gpointer
export_job (CrfSession *session, gpointer data, GCancellable *cancellable, GError **error)
{
  CrfExport *request = data;
  CrfExported *exported = g_new0 (CrfExported, 1);

  exported->path = g_strdup (request->choice.path);
  if (request->format->write (session, &request->choice, on_progress, request->value, cancellable, &exported->refusal, error))
    exported->sha256 = hash_of (exported->path);
  else if (exported->refusal == NULL)
    g_clear_pointer (&exported, exported_free);
  return exported;
}

static void
close_progress (CrfExportsPage *self)
{
  if (self->progress != NULL)
    gtk_window_destroy (GTK_WINDOW (self->progress));
  self->progress = NULL;
}

static void
show_result (CrfExportsPage *self, const CrfExported *exported)
{
  g_autofree char *name = g_path_get_basename (exported->path);
  /* Translators: %s is the name of a file. */
  g_autofree char *title = g_strdup_printf (_("%s is written"), name);
  g_autofree char *hash = g_strdup_printf ("SHA-256 %s", exported->sha256 != NULL ? exported->sha256 : "—");

  gtk_label_set_label (self->result_title, title);
  gtk_label_set_label (self->result_path, exported->path);
  gtk_label_set_label (self->result_hash, hash);
  gtk_widget_set_visible (self->result, TRUE);
}

static void
on_exported (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CrfExportsPage) self = crf_weak_take (user_data);
  g_autoptr (GError) error = NULL;
  CrfExported *exported = crf_writer_run_finish (CRF_WRITER (source), result, &error);

  if (self != NULL)
    {
      close_progress (self);
      gtk_widget_set_sensitive (self->export_button, TRUE);
      if (exported != NULL && exported->refusal != NULL)
        crf_refusal_bar_show_refusal (self->bar, exported->refusal);
      else if (exported != NULL)
        show_result (self, exported);
      else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        crf_refusal_bar_show_notice (self->bar, _("The export was cancelled. No file was written."));
      else
        crf_refusal_bar_show_error (self->bar, error);
    }
  g_clear_pointer (&exported, exported_free);
}

static const CrfExportFormat *
get_format (CrfExportsPage *self)
{
  guint n, selected = gtk_drop_down_get_selected (self->format);
  const CrfExportFormat *formats = crf_export_formats (&n);

  return &formats[selected < n ? selected : 0];
}

static gboolean
is_encrypted (CrfExportsPage *self)
{
  return (get_format (self)->heeds & CRF_EXPORT_ENCRYPT) != 0 && gtk_check_button_get_active (self->encrypt);
}

static void
start_export (CrfExportsPage *self, const char *path)
{
  CrfExport *request = g_new0 (CrfExport, 1);

  self->progress = CRF_PROGRESS_WINDOW (crf_progress_window_new (GTK_WIDGET (self), _("Writing the file…")));
  request->format = get_format (self);
  request->choice.path = g_strdup (path);
  if ((request->format->heeds & CRF_EXPORT_SUBJECT) != 0 && gtk_check_button_get_active (self->one_patient))
    request->choice.subject = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->number))));
  request->choice.identifiers = gtk_check_button_get_active (self->identifiers);
  request->choice.audit = gtk_check_button_get_active (self->audit);
  if (is_encrypted (self))
    request->choice.passphrase = g_strdup (gtk_editable_get_text (self->passphrase));
  gtk_editable_set_text (self->passphrase, "");
  gtk_editable_set_text (self->again, "");
  request->value = crf_progress_window_ref_value (self->progress);
  crf_refusal_bar_clear (self->bar);
  gtk_widget_set_visible (self->result, FALSE);
  gtk_widget_set_sensitive (self->export_button, FALSE);
  gtk_window_present (GTK_WINDOW (self->progress));
  crf_writer_run_async (self->writer, export_job, request, export_free, exported_free,
                        crf_progress_window_get_cancellable (self->progress), on_exported, crf_weak_new (self));
}

static void
on_file_chosen (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CrfExportsPage) self = crf_weak_take (user_data);
  g_autoptr (GFile) file = crf_dialogs_file_finish (result);

  if (self != NULL && file != NULL)
    start_export (self, g_file_peek_path (file));
}

/* "DEMO-PROTOCOL-casebooks-2026-03-02.pdf.enc" */
static char *
suggest_name (CrfExportsPage *self)
{
  const CrfExportFormat *format = get_format (self);
  g_autofree char *today = crf_writer_dup_today (self->writer);
  g_autoptr (GString) safe = g_string_new (crf_study_get_protocol (crf_writer_get_study (self->writer)));

  g_string_replace (safe, "/", "-", 0);
  return g_strdup_printf ("%s%s%s%s-%s%s%s", crf_writer_is_demo (self->writer) ? "DEMO-" : "", safe->str, *format->part != '\0' ? "-" : "", format->part,
                          today, format->ending, is_encrypted (self) ? CRF_TRANSPORT_SUFFIX : "");
}

/* NULL: all is there. Otherwise what is missing, and @field is where. */
static const char *
find_missing (CrfExportsPage *self, GtkWidget **field)
{
  const char *passphrase = gtk_editable_get_text (self->passphrase);

  *field = GTK_WIDGET (self->number);
  if ((get_format (self)->heeds & CRF_EXPORT_SUBJECT) != 0 && gtk_check_button_get_active (self->one_patient)
      && *gtk_editable_get_text (GTK_EDITABLE (self->number)) == '\0')
    return _("Type the number of the patient, or choose all patients.");
  *field = GTK_WIDGET (self->passphrase);
  if (is_encrypted (self) && g_utf8_strlen (passphrase, -1) < LEAST_CHARACTERS)
    return _("Type a passphrase for the file: at least 8 characters, several words are good.");
  *field = GTK_WIDGET (self->again);
  if (is_encrypted (self) && strcmp (passphrase, gtk_editable_get_text (self->again)) != 0)
    return _("The two passphrases differ. Type the same twice.");
  return NULL;
}

static void
on_export_clicked (CrfExportsPage *self)
{
  GtkWidget *field;
  const char *missing = find_missing (self, &field);
  g_autofree char *name = suggest_name (self);

  if (missing != NULL)
    {
      crf_refusal_bar_show_notice (self->bar, missing);
      gtk_widget_grab_focus (field);
      return;
    }
  crf_dialogs_save_file_async (GTK_WIDGET (self), _(get_format (self)->label), is_encrypted (self) ? CRF_FILE_ENCRYPTED : get_format (self)->kind, name,
                               on_file_chosen, crf_weak_new (self));
}

/* What a format does not heed cannot be chosen. */
static void
on_format_changed (CrfExportsPage *self)
{
  const CrfExportFormat *format = get_format (self);

  gtk_label_set_label (self->description, _(format->description));
  gtk_widget_set_sensitive (GTK_WIDGET (self->all_patients), (format->heeds & CRF_EXPORT_SUBJECT) != 0);
  gtk_widget_set_sensitive (GTK_WIDGET (self->one_patient), (format->heeds & CRF_EXPORT_SUBJECT) != 0);
  gtk_widget_set_sensitive (GTK_WIDGET (self->identifiers), (format->heeds & CRF_EXPORT_IDENTIFIERS) != 0 && self->refused == NULL);
  gtk_widget_set_sensitive (GTK_WIDGET (self->audit), (format->heeds & CRF_EXPORT_AUDIT) != 0);
  gtk_widget_set_sensitive (GTK_WIDGET (self->encrypt), (format->heeds & CRF_EXPORT_ENCRYPT) != 0);
}

static gpointer
names_job (CrfSession *session, gpointer data, GCancellable *cancellable, GError **error)
{
  g_autoptr (CrfRefusal) refusal = NULL;

  return crf_names_permitted (session, &refusal) ? NULL : g_strdup (refusal->message);
}

static void
on_names_known (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CrfExportsPage) self = crf_weak_take (user_data);
  g_autofree char *refused = crf_writer_run_finish (CRF_WRITER (source), result, NULL);

  if (self == NULL)
    return;
  g_free (self->refused);
  self->refused = g_steal_pointer (&refused);
  if (self->refused != NULL)
    gtk_check_button_set_active (self->identifiers, FALSE);
  gtk_label_set_label (self->no_names, self->refused != NULL ? self->refused : "");
  gtk_widget_set_visible (GTK_WIDGET (self->no_names), self->refused != NULL);
  on_format_changed (self);
}

/* Roles and keys change while the page stands. */
static void
crf_exports_page_refresh (CrfPage *page)
{
  CrfExportsPage *self = CRF_EXPORTS_PAGE (page);

  crf_writer_run_async (self->writer, names_job, NULL, NULL, g_free, NULL, on_names_known, crf_weak_new (self));
}

static void
on_copy_hash (CrfExportsPage *self)
{
  const char *text = gtk_label_get_label (self->result_hash);

  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), text + strlen ("SHA-256 "));
}

static void
on_import_clicked (CrfExportsPage *self)
{
  crf_import_window_present (GTK_WIDGET (self), self->writer);
}

static void
crf_exports_page_page_init (CrfPageInterface *iface)
{
  iface->refresh = crf_exports_page_refresh;
}

static void
crf_exports_page_dispose (GObject *object)
{
  CrfExportsPage *self = CRF_EXPORTS_PAGE (object);

  if (self->progress != NULL)
    g_cancellable_cancel (crf_progress_window_get_cancellable (self->progress));
  close_progress (self);
  g_clear_object (&self->writer);
  gtk_widget_dispose_template (GTK_WIDGET (self), CRF_TYPE_EXPORTS_PAGE);

  G_OBJECT_CLASS (crf_exports_page_parent_class)->dispose (object);
}

static void
crf_exports_page_finalize (GObject *object)
{
  g_free (CRF_EXPORTS_PAGE (object)->refused);

  G_OBJECT_CLASS (crf_exports_page_parent_class)->finalize (object);
}

static void
crf_exports_page_class_init (CrfExportsPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = crf_exports_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = crf_exports_page_finalize;

  g_type_ensure (CRF_TYPE_DECRYPT_BOX);
  g_type_ensure (CRF_TYPE_REFUSAL_BAR);
  gtk_widget_class_set_template_from_resource (widget_class, CRF_RESOURCE_BASE "/pages/crf-exports-page.ui");
  gtk_widget_class_bind_template_child (widget_class, CrfExportsPage, bar);
  gtk_widget_class_bind_template_child (widget_class, CrfExportsPage, format);
  gtk_widget_class_bind_template_child (widget_class, CrfExportsPage, description);
  gtk_widget_class_bind_template_child (widget_class, CrfExportsPage, all_patients);
  gtk_widget_class_bind_template_child (widget_class, CrfExportsPage, one_patient);
  gtk_widget_class_bind_template_child (widget_class, CrfExportsPage, number);
  gtk_widget_class_bind_template_child (widget_class, CrfExportsPage, audit);
  gtk_widget_class_bind_template_child (widget_class, CrfExportsPage, identifiers);
  gtk_widget_class_bind_template_child (widget_class, CrfExportsPage, no_names);
  gtk_widget_class_bind_template_child (widget_class, CrfExportsPage, encrypt);
  gtk_widget_class_bind_template_child (widget_class, CrfExportsPage, passphrase);
  gtk_widget_class_bind_template_child (widget_class, CrfExportsPage, again);
  gtk_widget_class_bind_template_child (widget_class, CrfExportsPage, export_button);
  gtk_widget_class_bind_template_child (widget_class, CrfExportsPage, result);
  gtk_widget_class_bind_template_child (widget_class, CrfExportsPage, result_title);
  gtk_widget_class_bind_template_child (widget_class, CrfExportsPage, result_path);
  gtk_widget_class_bind_template_child (widget_class, CrfExportsPage, result_hash);
  gtk_widget_class_bind_template_child (widget_class, CrfExportsPage, import_card);
  gtk_widget_class_bind_template_callback (widget_class, on_export_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_format_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_copy_hash);
  gtk_widget_class_bind_template_callback (widget_class, on_import_clicked);
}

static void
crf_exports_page_init (CrfExportsPage *self)
{
  g_autoptr (GtkStringList) labels = gtk_string_list_new (NULL);
  guint n;
  const CrfExportFormat *formats = crf_export_formats (&n);

  gtk_widget_init_template (GTK_WIDGET (self));
  for (guint i = 0; i < n; i++)
    gtk_string_list_append (labels, _(formats[i].label));
  gtk_drop_down_set_model (self->format, G_LIST_MODEL (labels));
  on_format_changed (self);
}

GtkWidget *
crf_exports_page_new (CrfWriter *writer)
{
  CrfExportsPage *self = g_object_new (CRF_TYPE_EXPORTS_PAGE, NULL);

  self->writer = g_object_ref (writer);
  gtk_widget_set_visible (self->import_card, (crf_batch_roles (crf_writer_get_study (writer)) & crf_writer_get_role (writer)) != 0);
  return GTK_WIDGET (self);
}
