/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The thread of one open study file: one queue of jobs, and the sessions of those who are signed in on that file. For crf-writer.c alone. */

#pragma once

#include "crf-readings.h"
#include "crf-writer.h"

G_BEGIN_DECLS

typedef struct _CrfDesk CrfDesk;

/* A new thread, for one writer. */
CrfDesk   *_crf_desk_new          (void);
/* A reference for one writer more. */
CrfDesk   *_crf_desk_join         (CrfDesk        *self);
/* A writer is done: with the last one the thread ends, after what is queued. The reference stays. */
void       _crf_desk_leave        (CrfDesk        *self);
void       _crf_desk_unref        (CrfDesk        *self);

/* CrfSession, borrowed: the thread's alone. */
GPtrArray *_crf_desk_get_sessions (CrfDesk        *self);

/* Runs @func with the session of @writer (borrowed: it waits for its jobs before it goes). The answer is that of @task, which is taken over. */
void       _crf_desk_push         (CrfDesk        *self,
                                   CrfWriter      *writer,
                                   CrfWriterFunc   func,
                                   gpointer        data,
                                   GDestroyNotify  data_free,
                                   GDestroyNotify  result_free,
                                   GTask          *task);
/* The same for a caller that waits; @front: before what is queued. */
gpointer   _crf_desk_call         (CrfDesk        *self,
                                   CrfWriter      *writer,
                                   CrfWriterFunc   func,
                                   gpointer        data,
                                   gboolean        front,
                                   GError        **error);

/* What the thread asks of a writer. */
CrfSession *_crf_writer_get_session (CrfWriter         *self);
/* After each job. @begun: what could be read when a job began that came to its end; else NULL. */
void        _crf_writer_tell_after  (CrfWriter         *self,
                                     const CrfReadings *begun);

G_END_DECLS
