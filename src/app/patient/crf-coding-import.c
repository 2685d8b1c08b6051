/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A dictionary is of no study: reading it is not the writer's work. */

#include "crf-coding-import.h"

#include <glib/gi18n-lib.h>

#include "crf-dialogs.h"
#include "crf-meddra-file.h"

static void
import_thread (GTask        *task,
               gpointer      source,
               gpointer      folder,
               GCancellable *cancellable)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CrfMeddra) meddra = crf_meddra_read_folder (folder, NULL, NULL, &error);
  g_autoptr (GString) notes = NULL;

  if (meddra == NULL || !crf_meddra_store (meddra, &error))
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  notes = g_string_new (NULL);
  g_string_append_printf (notes, _("MedDRA %1$s (%2$s) is imported."), crf_meddra_get_version (meddra), crf_meddra_get_language (meddra));
  for (guint i = 0; i < crf_meddra_get_notes (meddra)->len; i++)
    g_string_append_printf (notes, "\n%s", (const char *) g_ptr_array_index (crf_meddra_get_notes (meddra), i));
  g_task_return_pointer (task, g_string_free (g_steal_pointer (&notes), FALSE), g_free);
}

static void
on_folder (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GFile) folder = crf_dialogs_file_finish (result);

  if (folder == NULL)
    {
      g_task_return_pointer (task, NULL, NULL);
      return;
    }
  g_task_set_task_data (task, g_file_get_path (folder), g_free);
  g_task_run_in_thread (task, import_thread);
}

void
crf_coding_import_async (GtkWidget           *parent,
                         GAsyncReadyCallback  callback,
                         gpointer             user_data)
{
  crf_dialogs_folder_async (parent, _("The folder of your MedDRA distribution with llt.asc"), on_folder, g_task_new (NULL, NULL, callback, user_data));
}

char *
crf_coding_import_finish (GAsyncResult *result,
                          GError      **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
