/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The page may be gone before the file is chosen or written. */

#include "crf-paper-save.h"

#include "crf-dialogs.h"
#include "crf-weak.h"

typedef struct
{
  gpointer bar; /* crf_weak_new(); NULL when it was taken */
  CrfWriter *writer;
  char *path;
  char *done;
  CrfPaperFunc func;
  gpointer data;
  GDestroyNotify data_free;
} Saving;

static void
saving_free (gpointer user_data)
{
  Saving *saving = user_data;

  g_clear_object (&saving->writer);
  g_free (saving->path);
  g_free (saving->done);
  if (saving->data_free != NULL)
    saving->data_free (saving->data);
  g_free (saving);
}

static gpointer
write_job (CrfSession *session, gpointer data, GCancellable *cancellable, GError **error)
{
  const Saving *saving = data;
  CrfOutcome *outcome = crf_outcome_new ();

  if (saving->func (session, saving->data, saving->path, &outcome->refusal, error) || outcome->refusal != NULL)
    return outcome;
  crf_outcome_free (outcome);
  return NULL;
}

typedef struct
{
  gpointer bar;
  char *done;
} Answer;

static void
on_written (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Answer *answer = user_data;
  g_autoptr (CrfRefusalBar) bar = crf_weak_take (answer->bar);
  g_autofree char *done = answer->done;
  g_autoptr (GError) error = NULL;
  g_autoptr (CrfOutcome) outcome = crf_writer_run_finish (CRF_WRITER (source), result, &error);

  g_free (answer);
  if (bar != NULL && crf_refusal_bar_take_outcome (bar, outcome, error))
    crf_refusal_bar_show_notice (bar, done);
}

static void
on_file_chosen (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Saving *saving = user_data;
  g_autoptr (GFile) file = crf_dialogs_file_finish (result);
  g_autoptr (CrfRefusalBar) bar = crf_weak_take (saving->bar);
  g_autoptr (CrfWriter) writer = g_object_ref (saving->writer);
  Answer *answer;

  if (file == NULL || bar == NULL)
    {
      saving_free (saving);
      return;
    }
  answer = g_new0 (Answer, 1);
  answer->bar = crf_weak_new (bar);
  answer->done = g_strdup (saving->done);
  saving->path = g_file_get_path (file);
  crf_writer_run_async (writer, write_job, saving, saving_free, (GDestroyNotify) crf_outcome_free, NULL, on_written, answer);
}

void
crf_paper_save (CrfRefusalBar *bar, CrfWriter *writer, const char *title, const char *name, const char *done, CrfPaperFunc func, gpointer data,
                GDestroyNotify data_free)
{
  Saving *saving = g_new0 (Saving, 1);

  saving->bar = crf_weak_new (bar);
  saving->writer = g_object_ref (writer);
  saving->done = g_strdup (done);
  saving->func = func;
  saving->data = data;
  saving->data_free = data_free;
  crf_refusal_bar_clear (bar);
  crf_dialogs_save_file_async (GTK_WIDGET (bar), title, CRF_FILE_PDF, name, on_file_chosen, saving);
}
