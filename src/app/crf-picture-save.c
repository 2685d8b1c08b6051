/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The picture is drawn before the file is asked for: what is saved is what was seen when the button was pressed. */

#include "crf-picture-save.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "crf-dialogs.h"

typedef struct
{
  CrfWriter *writer;
  char *subject, *filter;
  GBytes *bytes;
  char *path;
} Saving;

static const struct { const char *name; CrfFileKind kind; } formats[] = {
  { "png", CRF_FILE_PICTURE },
  { "svg", CRF_FILE_SVG },
  { "pdf", CRF_FILE_PDF },
};

static void
saving_free (gpointer data)
{
  Saving *saving = data;

  g_clear_object (&saving->writer);
  g_clear_pointer (&saving->bytes, g_bytes_unref);
  g_free (saving->subject);
  g_free (saving->filter);
  g_free (saving->path);
  g_free (saving);
}

static void
on_journalled (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  Saving *saving = g_task_get_task_data (task);
  GError *error = NULL;
  CrfOutcome *outcome = crf_writer_conduct_finish (CRF_WRITER (source), result, &error);

  if (outcome == NULL || !crf_outcome_done (outcome))
    g_unlink (saving->path);
  if (outcome == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  if (outcome->results != NULL)
    g_hash_table_insert (outcome->results, g_strdup ("name"), g_path_get_basename (saving->path));
  g_task_return_pointer (task, outcome, (GDestroyNotify) crf_outcome_free);
}

static void
on_file_chosen (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GFile) file = crf_dialogs_file_finish (result);
  g_autofree char *sha256 = NULL;
  Saving *saving = g_task_get_task_data (task);
  GError *error = NULL;

  if (file == NULL || g_file_peek_path (file) == NULL)
    {
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "%s", _("Nothing was saved."));
      return;
    }
  saving->path = g_file_get_path (file);
  if (!g_file_set_contents (saving->path, g_bytes_get_data (saving->bytes, NULL),
                            (gssize) g_bytes_get_size (saving->bytes), &error))
    {
      g_task_return_error (task, error);
      return;
    }
  sha256 = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, saving->bytes);
  crf_writer_conduct_async (saving->writer, "record-export", saving->subject,
                            crf_arguments_new ("to", saving->path, "sha256", sha256, "filter", saving->filter, NULL), NULL,
                            on_journalled, g_object_ref (task));
}

void
crf_picture_save_async (GtkWidget           *widget,
                        CrfWriter           *writer,
                        GBytes              *bytes,
                        const char          *format,
                        const char          *name,
                        const char          *subject,
                        const char          *filter,
                        GAsyncReadyCallback  callback,
                        gpointer             user_data)
{
  g_autoptr (GTask) task = g_task_new (widget, NULL, callback, user_data);
  Saving *saving = g_new0 (Saving, 1);
  guint i = 0;

  g_task_set_source_tag (task, crf_picture_save_async);
  g_task_set_task_data (task, saving, saving_free);
  saving->writer = g_object_ref (writer);
  saving->bytes = g_bytes_ref (bytes);
  saving->subject = g_strdup (subject);
  saving->filter = g_strdup (filter);
  while (i + 1 < G_N_ELEMENTS (formats) && !g_str_equal (formats[i].name, format))
    i++;
  crf_dialogs_save_file_async (widget, _ ("Save the picture"), formats[i].kind, name, on_file_chosen, g_object_ref (task));
}

CrfOutcome *
crf_picture_save_finish (GAsyncResult *result,
                         GError      **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
