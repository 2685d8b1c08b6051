/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The thread and its queue; see the header. */

#include "crf-desk-private.h"

struct _CrfDesk
{
  GThread *thread;
  GAsyncQueue *queue;
  GMutex lock;
  GCond done;
  GPtrArray *sessions; /* CrfSession, borrowed; the thread's */
  guint users;         /* writers that are not closed; main context */
  gatomicrefcount references;
};

typedef struct
{
  CrfWriter *writer;
  CrfWriterFunc func;
  gpointer data;
  GDestroyNotify data_free;
  GDestroyNotify result_free;
  GTask *task;      /* of an asynchronous job; else the caller waits for done */
  gboolean quit;

  /* A caller that waits: */
  gpointer result;
  GError *error;
  gboolean done;
} CrfJob;

void
_crf_desk_unref (CrfDesk *self)
{
  if (!g_atomic_ref_count_dec (&self->references))
    return;
  g_async_queue_unref (self->queue);
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->done);
  g_ptr_array_unref (self->sessions);
  g_free (self);
}

static void
job_free (CrfJob *job)
{
  if (job->data_free != NULL)
    job->data_free (job->data);
  g_clear_object (&job->task);
  g_free (job);
}

static void
run_for_task (CrfJob *job)
{
  GCancellable *cancellable = g_task_get_cancellable (job->task);
  GError *error = NULL;
  gpointer result;

  /* What was asked for and is no longer wanted is not begun; what has begun is finished. */
  if (!g_task_return_error_if_cancelled (job->task))
    {
      CrfSession *session = _crf_writer_get_session (job->writer);
      CrfReadings begun = crf_readings_begin (session);

      result = job->func (session, job->data, cancellable, &error);
      _crf_writer_tell_after (job->writer, error == NULL ? &begun : NULL);
      if (error != NULL)
        g_task_return_error (job->task, error);
      else
        g_task_return_pointer (job->task, result, job->result_free);
    }
  job_free (job);
}

static void
run_for_caller (CrfDesk *desk, CrfJob *job)
{
  GError *error = NULL;
  CrfSession *session = _crf_writer_get_session (job->writer);
  CrfReadings begun = crf_readings_begin (session);
  gpointer result = job->func (session, job->data, NULL, &error);

  _crf_writer_tell_after (job->writer, error == NULL ? &begun : NULL);
  g_mutex_lock (&desk->lock);
  job->result = result;
  job->error = error;
  job->done = TRUE;
  g_cond_broadcast (&desk->done);
  g_mutex_unlock (&desk->lock);
}

static gpointer
writer_thread (gpointer data)
{
  CrfDesk *desk = data;

  for (;;)
    {
      CrfJob *job = g_async_queue_pop (desk->queue);

      if (job->quit)
        {
          g_free (job);
          break;
        }
      if (job->task != NULL)
        run_for_task (job);
      else
        run_for_caller (desk, job);
    }
  _crf_desk_unref (desk);
  return NULL;
}

CrfDesk *
_crf_desk_new (void)
{
  CrfDesk *self = g_new0 (CrfDesk, 1);

  self->queue = g_async_queue_new ();
  g_mutex_init (&self->lock);
  g_cond_init (&self->done);
  self->sessions = g_ptr_array_new ();
  self->users = 1;
  /* The thread's own, and the writer's. */
  g_atomic_ref_count_init (&self->references);
  g_atomic_ref_count_inc (&self->references);
  self->thread = g_thread_new ("crf-writer", writer_thread, self);
  return self;
}

CrfDesk *
_crf_desk_join (CrfDesk *self)
{
  g_atomic_ref_count_inc (&self->references);
  self->users++;
  return self;
}

void
_crf_desk_leave (CrfDesk *self)
{
  CrfJob *job;

  if (--self->users > 0)
    return;
  job = g_new0 (CrfJob, 1);
  job->quit = TRUE;
  g_async_queue_push (self->queue, job);
  g_clear_pointer (&self->thread, g_thread_join);
}

GPtrArray *
_crf_desk_get_sessions (CrfDesk *self)
{
  return self->sessions;
}

void
_crf_desk_push (CrfDesk        *self,
                CrfWriter      *writer,
                CrfWriterFunc   func,
                gpointer        data,
                GDestroyNotify  data_free,
                GDestroyNotify  result_free,
                GTask          *task)
{
  CrfJob *job = g_new0 (CrfJob, 1);

  job->writer = writer;
  job->func = func;
  job->data = data;
  job->data_free = data_free;
  job->result_free = result_free;
  job->task = task;
  g_async_queue_push (self->queue, job);
}

gpointer
_crf_desk_call (CrfDesk        *self,
                CrfWriter      *writer,
                CrfWriterFunc   func,
                gpointer        data,
                gboolean        front,
                GError        **error)
{
  CrfJob job = { .writer = writer, .func = func, .data = data };

  if (front)
    g_async_queue_push_front (self->queue, &job);
  else
    g_async_queue_push (self->queue, &job);
  g_mutex_lock (&self->lock);
  while (!job.done)
    g_cond_wait (&self->done, &self->lock);
  g_mutex_unlock (&self->lock);
  if (job.error != NULL)
    g_propagate_error (error, job.error);
  return job.result;
}
