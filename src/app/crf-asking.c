/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Tries until nothing more is asked, or the person goes back. A question may name a patient: it waits while a cover stands before who is asked. */

#include "crf-asking.h"

#include "crf-dialogs.h"
#include "crf-study-view.h"

typedef struct
{
  CrfWriter *writer;
  char *use_case;
  char *subject;
  GHashTable *arguments;
  CrfOutcome *outcome; /* whose question is being answered */
  GtkWidget *covered;  /* borrowed: what must be seen first; NULL: does not wait */
} Asking;

static void
asking_free (gpointer data)
{
  Asking *asking = data;

  g_object_unref (asking->writer);
  g_free (asking->use_case);
  g_free (asking->subject);
  g_hash_table_unref (asking->arguments);
  g_clear_pointer (&asking->outcome, crf_outcome_free);
  g_free (asking);
}

static void attempt (GTask *task);

static void
on_answered (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  Asking *asking = g_task_get_task_data (task);
  g_autofree char *reason = NULL;
  CrfPromptAnswer answer = crf_dialogs_prompt_finish (result, &reason);

  if (answer != CRF_PROMPT_CONFIRM)
    {
      g_task_return_pointer (task, g_steal_pointer (&asking->outcome), (GDestroyNotify) crf_outcome_free);
      return;
    }
  crf_arguments_set (asking->arguments, "confirm", asking->outcome->prompt->id);
  /* A later question without a reason does not take back the reason of an earlier one. */
  if (reason != NULL && *reason != '\0')
    crf_arguments_set (asking->arguments, "reason", reason);
  attempt (g_steal_pointer (&task));
}

/* ── While nobody may see it ── */

/* The pages of the person, whichever of them is shown; else the window that stands before them. */
static GtkWidget *
find_covered (GtkWidget *parent)
{
  GtkWidget *view = gtk_widget_get_ancestor (parent, CRF_TYPE_STUDY_VIEW);

  return view != NULL ? view : parent;
}

/* Nobody waits any more. */
static void
on_let_go (gpointer  user_data,
           GClosure *closure)
{
  g_autoptr (GTask) task = user_data;
  Asking *asking = g_task_get_task_data (task);

  if (asking->covered != NULL)
    g_task_return_pointer (task, g_steal_pointer (&asking->outcome), (GDestroyNotify) crf_outcome_free);
}

/* Whoever was to be asked has signed out. */
static void
on_gone (GTask *task)
{
  g_signal_handlers_disconnect_by_data (((Asking *) g_task_get_task_data (task))->covered, task);
}

static void
on_seen (GTask *task)
{
  Asking *asking = g_task_get_task_data (task);
  GtkWidget *covered = g_steal_pointer (&asking->covered);
  GTask *asked = g_object_ref (task);

  g_signal_handlers_disconnect_by_data (covered, task);
  /* The tab may have gone meanwhile, though the page is there. */
  if (gtk_widget_get_root (g_task_get_source_object (asked)) == NULL)
    {
      g_task_return_pointer (asked, g_steal_pointer (&asking->outcome), (GDestroyNotify) crf_outcome_free);
      g_object_unref (asked);
      return;
    }
  crf_dialogs_prompt_async (g_task_get_source_object (asked), asking->outcome->prompt, on_answered, asked);
}

/* Takes @task. */
static void
ask (GTask *task)
{
  GtkWidget *parent = g_task_get_source_object (task), *covered = find_covered (parent);
  Asking *asking = g_task_get_task_data (task);

  if (gtk_widget_get_mapped (covered))
    {
      crf_dialogs_prompt_async (parent, asking->outcome->prompt, on_answered, task);
      return;
    }
  asking->covered = covered;
  g_signal_connect_swapped (covered, "notify::root", G_CALLBACK (on_gone), task);
  g_signal_connect_swapped (covered, "destroy", G_CALLBACK (on_gone), task);
  g_signal_connect_data (covered, "map", G_CALLBACK (on_seen), task, on_let_go, G_CONNECT_SWAPPED);
}

static void
on_conducted (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  Asking *asking = g_task_get_task_data (task);
  GtkWidget *parent = g_task_get_source_object (task);
  GError *error = NULL;
  CrfOutcome *outcome = crf_writer_conduct_finish (CRF_WRITER (source), result, &error);

  if (outcome == NULL)
    g_task_return_error (task, error);
  /* Of a page that is gone nobody is asked. */
  else if (outcome->refusal != NULL || outcome->prompt == NULL || gtk_widget_get_root (parent) == NULL)
    g_task_return_pointer (task, outcome, (GDestroyNotify) crf_outcome_free);
  else
    {
      g_clear_pointer (&asking->outcome, crf_outcome_free);
      asking->outcome = outcome;
      ask (g_steal_pointer (&task));
    }
}

/* Takes @task. */
static void
attempt (GTask *task)
{
  Asking *asking = g_task_get_task_data (task);

  /* A copy: the writer's thread frees what it gets. */
  crf_writer_conduct_async (asking->writer, asking->use_case, asking->subject, crf_arguments_copy (asking->arguments), NULL, on_conducted, task);
}

void
crf_asking_conduct_async (GtkWidget           *parent,
                          CrfWriter           *writer,
                          const char          *use_case,
                          const char          *subject,
                          GHashTable          *arguments,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  Asking *asking;
  GTask *task;

  g_return_if_fail (GTK_IS_WIDGET (parent));
  g_return_if_fail (CRF_IS_WRITER (writer));
  g_return_if_fail (use_case != NULL);

  asking = g_new0 (Asking, 1);
  asking->writer = g_object_ref (writer);
  asking->use_case = g_strdup (use_case);
  asking->subject = g_strdup (subject);
  asking->arguments = arguments != NULL ? arguments : crf_arguments_new (NULL, NULL);
  task = g_task_new (parent, NULL, callback, user_data);
  g_task_set_source_tag (task, crf_asking_conduct_async);
  g_task_set_task_data (task, asking, asking_free);
  attempt (task);
}

CrfOutcome *
crf_asking_conduct_finish (GAsyncResult *result,
                           GError      **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, crf_asking_conduct_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
