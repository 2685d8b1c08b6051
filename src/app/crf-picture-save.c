/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The picture is drawn before the file is asked for: what is saved is what was seen when the button was pressed. */

#include "crf-picture-save.h"

#include <glib/gi18n-lib.h>

#include "crf-dialogs.h"
#include "crf-ground.h"
#include "crf-readings.h"
#include "crf-written.h"

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

/* On the writer's thread: in the journal before it has its name, as everything that is written. */
static gpointer
write_job (CrfSession   *session,
           gpointer      data,
           GCancellable *cancellable,
           GError      **error)
{
  const Saving *saving = data;
  const CrfWritten what = { .subject = saving->subject, .filter = saving->filter, .to = saving->path };
  CrfOutcome *outcome = crf_outcome_new ();
  gsize size;
  gconstpointer bytes = g_bytes_get_data (saving->bytes, &size);

  /* What is drawn was read some time ago, and a picture is believed wherever it goes. */
  if (!crf_ground_holds (session, saving->subject, error))
    {
      crf_outcome_free (outcome);
      return NULL;
    }
  crf_readings_begin_output (session);
  if (crf_written_data (session, &what, bytes, size, saving->path, &outcome->refusal, error))
    {
      g_hash_table_insert (outcome->results, g_strdup ("name"), g_path_get_basename (saving->path));
    }
  else if (outcome->refusal == NULL)
    g_clear_pointer (&outcome, crf_outcome_free);
  return outcome;
}

static void
on_written (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  CrfOutcome *outcome = crf_writer_run_finish (CRF_WRITER (source), result, &error);

  if (outcome == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, outcome, (GDestroyNotify) crf_outcome_free);
}

static void
on_file_chosen (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GFile) file = crf_dialogs_file_finish (result);
  Saving *saving = g_task_get_task_data (task);

  if (file == NULL || g_file_peek_path (file) == NULL)
    {
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "%s", _("Nothing was saved."));
      return;
    }
  saving->path = g_file_get_path (file);
  /* The task keeps what is written until the job is done. */
  crf_writer_run_async (saving->writer, write_job, saving, NULL, (GDestroyNotify) crf_outcome_free, NULL, on_written, g_object_ref (task));
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
