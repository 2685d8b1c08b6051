/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The one thread that uses the session. Where several people are signed in on one open file, each has a writer and all writers share the thread: the file
 * is used by one at a time. A CrfSession (and the study file behind it) is used from one thread at a time: here it belongs
 * to the writer's thread from crf_writer_new() to crf_writer_close(), and everything that the window wants of it is a job in one queue.
 *
 *   crf_writer_conduct_async()  a use case; nothing is written in another way
 *   crf_writer_run_async()      any function of the session: slow reading, passphrase checks, exports
 *   crf_writer_call()           a short read (≤ a few ms) that the caller waits for: it goes to the front of the queue
 *
 * Callbacks run in the main context. What never changes (study, login, name) may be read from every thread. */

#pragma once

#include <gio/gio.h>

#include "crf-arguments.h"
#include "crf-reader.h"
#include "crf-session.h"
#include "crf-use-case.h"

G_BEGIN_DECLS

#define CRF_TYPE_WRITER (crf_writer_get_type ())
G_DECLARE_FINAL_TYPE (CrfWriter, crf_writer, CRF, WRITER, GObject)

/* Signal "stored" (const char *use_case, const char *subject): after each use case that was done, in the main context. Pages
 * that show the subject (or lists) read again. @subject is what was passed to the use case, or the new one's key, or NULL.
 * Signal "noticed" (const char *sentence): each of an outcome's notices, for who has not asked itself; pages show their own in place.
 * Signal "unread" (const char *sentence): what a page was read without because it cannot be read. The window shows it. The same sentence comes once, until
 *   crf_writer_tell_again().
 * Signal "altered" (const char *sentence): the file is not what its journal says. The window shows it until the file is closed.
 * Signal "failed" (GError *): something is broken (disk full …); the caller has it too. */

/* A job on the writer's thread. NULL with @error for failure; a result that may be NULL without one is fine. */
typedef gpointer (*CrfWriterFunc) (CrfSession *session, gpointer data, GCancellable *cancellable, GError **error);

/* Takes @session over. */
CrfWriter  *crf_writer_new             (CrfSession          *session);
/* For a further person on the file that @first has open: the same thread, the same queue. Takes @session over, which was signed in on that file there. */
CrfWriter  *crf_writer_new_beside      (CrfWriter           *first,
                                        CrfSession          *session);
/* Waits for the queue, signs out (journalled), closes the file with the last who is signed in on it. Everything asked afterwards fails
 * with G_IO_ERROR_CLOSED. */
void        crf_writer_close           (CrfWriter           *self);

/* @arguments: char * → char *, may be NULL; taken over (transfer full). See crf_arguments_new(). */
void        crf_writer_conduct_async   (CrfWriter           *self,
                                        const char          *use_case,
                                        const char          *subject,
                                        GHashTable          *arguments,
                                        GCancellable        *cancellable,
                                        GAsyncReadyCallback  callback,
                                        gpointer             user_data);
CrfOutcome *crf_writer_conduct_finish  (CrfWriter           *self,
                                        GAsyncResult        *result,
                                        GError             **error);

void        crf_writer_run_async       (CrfWriter           *self,
                                        CrfWriterFunc        func,
                                        gpointer             data,
                                        GDestroyNotify       data_free,
                                        GDestroyNotify       result_free,
                                        GCancellable        *cancellable,
                                        GAsyncReadyCallback  callback,
                                        gpointer             user_data);
gpointer    crf_writer_run_finish      (CrfWriter           *self,
                                        GAsyncResult        *result,
                                        GError             **error);

/* Waits for the result. For short reads only. */
gpointer    crf_writer_call            (CrfWriter           *self,
                                        CrfWriterFunc        func,
                                        gpointer             data,
                                        GError             **error);
/* crf_use_case_permitted(), asked on the writer's thread: the sensitivity of every action comes from here. An unknown name is
 * not permitted. @refusal may be NULL. */
gboolean    crf_writer_permitted       (CrfWriter           *self,
                                        const char          *use_case,
                                        CrfRefusal         **refusal);

/* What was said to be unread was not shown, or has been put away: it is said anew where it still cannot be read. */
void        crf_writer_tell_again      (CrfWriter           *self);

/* Nothing is queued, running or waiting for its callback. For tests. */
gboolean    crf_writer_is_idle         (CrfWriter           *self);

/* What does not change while the writer lives, or only by crf_writer_set_role(). */
CrfStudy   *crf_writer_get_study       (CrfWriter           *self);
const char *crf_writer_get_login       (CrfWriter           *self);
const char *crf_writer_get_name        (CrfWriter           *self);
const char *crf_writer_get_language    (CrfWriter           *self);
const char *crf_writer_get_path        (CrfWriter           *self); /* of the study file; NULL if not said */
void        crf_writer_set_path        (CrfWriter           *self,
                                        const char          *path);
CrfRole     crf_writer_get_role        (CrfWriter           *self);
CrfRole     crf_writer_get_roles       (CrfWriter           *self);
gboolean    crf_writer_set_role        (CrfWriter           *self,
                                        CrfRole              role,
                                        GError             **error);
gboolean    crf_writer_is_demo         (CrfWriter           *self);
gboolean    crf_writer_is_read_only    (CrfWriter           *self);
/* The session's local date, ISO. Free it. */
char       *crf_writer_dup_today       (CrfWriter           *self);

G_END_DECLS
