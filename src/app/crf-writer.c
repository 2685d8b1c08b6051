/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One who is signed in, before the thread of crf-desk.c. See the header for who may call what. */

#include "crf-writer.h"

#include "crf-desk-private.h"
#include "crf-ground.h"
#include "crf-note-view.h"

#include <string.h>

#include <glib/gi18n-lib.h>

typedef struct
{
  char *use_case;
  char *subject;
  GHashTable *arguments;
} CrfRequest;

struct _CrfWriter
{
  GObject parent_instance;

  CrfDesk *desk;

  CrfSession *session; /* the thread's, after it has started */
  gboolean closed;

  CrfStudy *study;
  char *login;
  char *name;
  char *language;
  char *path;
  char *told;   /* the thread's: what was last said to be unreadable */
  char *altered; /* the thread's: what was last said of a file that is not what its journal says */
  gboolean barred; /* the thread's: it was said that the session locked itself */
  CrfRole role;
  CrfRole roles;
  gboolean demo;
  gboolean read_only;
  guint pending; /* tasks without an answer yet; main context */
};

enum
{
  SIGNAL_STORED,
  SIGNAL_NOTICED,
  SIGNAL_FAILED,
  SIGNAL_BARRED,
  SIGNAL_UNREAD,
  SIGNAL_ALTERED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CrfWriter, crf_writer, G_TYPE_OBJECT)

static void
request_free (gpointer data)
{
  CrfRequest *request = data;

  g_free (request->use_case);
  g_free (request->subject);
  g_clear_pointer (&request->arguments, g_hash_table_unref);
  g_free (request);
}

typedef struct
{
  CrfWriter *writer;
  char *sentence;
  guint signal;
} CrfTelling;

static gboolean
tell_idle (gpointer data)
{
  CrfTelling *telling = data;

  g_signal_emit (telling->writer, signals[telling->signal], 0, telling->sentence);
  g_object_unref (telling->writer);
  g_free (telling->sentence);
  g_free (telling);
  return G_SOURCE_REMOVE;
}

static void
tell (CrfWriter *self, guint signal, const char *sentence)
{
  CrfTelling *telling = g_new0 (CrfTelling, 1);

  telling->writer = g_object_ref (self);
  telling->sentence = g_strdup (sentence);
  telling->signal = signal;
  g_idle_add (tell_idle, telling);
}

/* Said once for each time that the session locked itself. */
static void
tell_barred (CrfWriter *self)
{
  const char *fault = self->session != NULL ? crf_session_get_account_fault (self->session) : NULL;

  if (fault != NULL && !self->barred)
    tell (self, SIGNAL_BARRED, fault);
  self->barred = fault != NULL;
}

/* What a page shows although something could not be read must not pass for all there is; the same sentence once is enough. */
static void
tell_unread (CrfWriter *self, const CrfReadings *begun)
{
  g_autoptr (GError) error = NULL;

  if (self->session == NULL || crf_readings_hold (self->session, begun, &error) || g_strcmp0 (self->told, error->message) == 0)
    return;
  g_free (self->told);
  self->told = g_strdup (error->message);
  tell (self, SIGNAL_UNREAD, error->message);
}

/* Whatever found it: a page, an act, a look at the trail. */
static void
tell_altered (CrfWriter *self)
{
  g_autofree char *sentence = self->session != NULL ? crf_ground_dup_alteration (self->session) : NULL;

  if (sentence == NULL || g_strcmp0 (self->altered, sentence) == 0)
    return;
  g_free (self->altered);
  self->altered = g_steal_pointer (&sentence);
  tell (self, SIGNAL_ALTERED, self->altered);
}

CrfSession *
_crf_writer_get_session (CrfWriter *self)
{
  return self->session;
}

void
_crf_writer_tell_after (CrfWriter *self, const CrfReadings *begun)
{
  if (begun != NULL)
    tell_unread (self, begun);
  tell_barred (self);
  tell_altered (self);
}

/* The file stays open for those who are still there. */
static gpointer
leave_job (CrfSession *session, gpointer data, GCancellable *cancellable, GError **error)
{
  CrfWriter *self = data;
  GPtrArray *sessions = _crf_desk_get_sessions (self->desk);

  g_ptr_array_remove (sessions, session);
  if (sessions->len > 0)
    crf_session_release_file (session, g_ptr_array_index (sessions, 0));
  else
    crf_session_close (session);
  self->session = NULL;
  return NULL;
}

static gpointer
conduct_job (CrfSession *session, gpointer data, GCancellable *cancellable, GError **error)
{
  CrfRequest *request = data;

  return crf_conduct (session, request->use_case, request->subject, request->arguments, error);
}

static gpointer
permitted_job (CrfSession *session, gpointer data, GCancellable *cancellable, GError **error)
{
  gpointer *pair = data;
  const CrfUseCase *use_case = crf_use_case_find (pair[0]);

  if (use_case == NULL)
    return NULL;
  return GINT_TO_POINTER (crf_use_case_permitted (session, use_case, pair[1]));
}

static gpointer
set_role_job (CrfSession *session, gpointer data, GCancellable *cancellable, GError **error)
{
  return GINT_TO_POINTER (crf_session_set_role (session, GPOINTER_TO_INT (data), error));
}

static gpointer
today_job (CrfSession *session, gpointer data, GCancellable *cancellable, GError **error)
{
  return g_strdup (crf_session_get_today (session));
}

static void
announce (CrfWriter *self, CrfRequest *request, CrfOutcome *outcome)
{
  const char *subject = request->subject;

  /* That somebody looked is an entry and changes nothing that is shown. */
  if (!crf_outcome_done (outcome) || g_str_equal (request->use_case, CRF_NOTE_VIEW))
    return;
  if (subject == NULL && outcome->results != NULL)
    subject = g_hash_table_lookup (outcome->results, "subject");
  g_signal_emit (self, signals[SIGNAL_STORED], 0, request->use_case, subject);
  for (guint i = 0; outcome->notices != NULL && i < outcome->notices->len; i++)
    g_signal_emit (self, signals[SIGNAL_NOTICED], 0, g_ptr_array_index (outcome->notices, i));
}

static void
crf_writer_finalize (GObject *object)
{
  CrfWriter *self = CRF_WRITER (object);

  crf_writer_close (self);
  g_clear_pointer (&self->study, crf_study_unref);
  g_clear_pointer (&self->desk, _crf_desk_unref);
  g_free (self->login);
  g_free (self->name);
  g_free (self->language);
  g_free (self->path);
  g_free (self->told);
  g_free (self->altered);

  G_OBJECT_CLASS (crf_writer_parent_class)->finalize (object);
}

static void
crf_writer_class_init (CrfWriterClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = crf_writer_finalize;

  signals[SIGNAL_STORED] = g_signal_new ("stored", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                         NULL, G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_STRING);
  signals[SIGNAL_NOTICED] = g_signal_new ("noticed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                          NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[SIGNAL_FAILED] = g_signal_new ("failed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                         NULL, G_TYPE_NONE, 1, G_TYPE_ERROR);
  signals[SIGNAL_BARRED] = g_signal_new ("barred", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                         NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[SIGNAL_UNREAD] = g_signal_new ("unread", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                         NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[SIGNAL_ALTERED] = g_signal_new ("altered", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                          NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
crf_writer_init (CrfWriter *self)
{
}

static gpointer
arrive_job (CrfSession *session, gpointer data, GCancellable *cancellable, GError **error)
{
  g_ptr_array_add (_crf_desk_get_sessions (((CrfWriter *) data)->desk), session);
  return NULL;
}

/* Takes @desk over. */
static CrfWriter *
writer_at (CrfDesk *desk, CrfSession *session)
{
  CrfWriter *self = g_object_new (CRF_TYPE_WRITER, NULL);

  self->desk = desk;
  self->session = session;
  self->study = crf_study_ref (crf_session_get_study (session));
  self->login = g_strdup (crf_session_get_login (session));
  self->name = g_strdup (crf_session_get_name (session));
  self->language = g_strdup (crf_session_get_language (session));
  self->role = crf_session_get_role (session);
  self->roles = crf_session_get_roles (session);
  self->demo = crf_session_is_demo (session);
  self->read_only = crf_session_is_read_only (session);
  crf_writer_call (self, arrive_job, self, NULL);
  return self;
}

CrfWriter *
crf_writer_new (CrfSession *session)
{
  g_return_val_if_fail (session != NULL, NULL);

  return writer_at (_crf_desk_new (), session);
}

CrfWriter *
crf_writer_new_beside (CrfWriter *first, CrfSession *session)
{
  CrfWriter *self;

  g_return_val_if_fail (CRF_IS_WRITER (first) && !first->closed, NULL);
  g_return_val_if_fail (session != NULL, NULL);

  self = writer_at (_crf_desk_join (first->desk), session);
  self->path = g_strdup (first->path);
  return self;
}

void
crf_writer_close (CrfWriter *self)
{
  g_return_if_fail (CRF_IS_WRITER (self));

  if (self->closed)
    return;
  self->closed = TRUE;
  if (self->desk == NULL)
    return;
  _crf_desk_call (self->desk, self, leave_job, self, FALSE, NULL);
  _crf_desk_leave (self->desk);
}

static gpointer
tell_again_job (CrfSession *session, gpointer data, GCancellable *cancellable, GError **error)
{
  g_clear_pointer (&((CrfWriter *) data)->told, g_free);
  return NULL;
}

static void
on_task_completed (CrfWriter *self)
{
  self->pending--;
}

void
crf_writer_run_async (CrfWriter *self, CrfWriterFunc func, gpointer data, GDestroyNotify data_free,
                      GDestroyNotify result_free, GCancellable *cancellable, GAsyncReadyCallback callback,
                      gpointer user_data)
{
  GTask *task;

  g_return_if_fail (CRF_IS_WRITER (self));
  g_return_if_fail (func != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, crf_writer_run_async);
  g_signal_connect_swapped (task, "notify::completed", G_CALLBACK (on_task_completed), self);
  self->pending++;
  /* What was stored stays stored, whoever stopped listening. */
  g_task_set_check_cancellable (task, FALSE);
  if (!self->closed)
    {
      _crf_desk_push (self->desk, self, func, data, data_free, result_free, task);
      return;
    }
  g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CLOSED, "%s", _("The study file is closed."));
  if (data_free != NULL)
    data_free (data);
  g_object_unref (task);
}

gpointer
crf_writer_run_finish (CrfWriter *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static gpointer
study_job (CrfSession *session, gpointer data, GCancellable *cancellable, GError **error)
{
  return crf_study_ref (crf_session_get_study (session));
}

/* An amendment puts another definition in force. Pages that still hold the older one may: the study file keeps all. */
static void
follow_study (CrfWriter *self)
{
  CrfStudy *study = crf_writer_call (self, study_job, NULL, NULL);

  if (study == NULL)
    return;
  crf_study_unref (self->study);
  self->study = study;
}

static void
on_conduct_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  CrfWriter *self = CRF_WRITER (source);
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  CrfOutcome *outcome = crf_writer_run_finish (self, result, &error);

  if (outcome == NULL)
    {
      if (error == NULL)
        error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_FAILED, _("Nothing was stored."));
      if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        g_signal_emit (self, signals[SIGNAL_FAILED], 0, error);
      g_task_return_error (task, error);
      return;
    }
  if (strcmp (((CrfRequest *) g_task_get_task_data (task))->use_case, "activate-amendment") == 0)
    follow_study (self);
  announce (self, g_task_get_task_data (task), outcome);
  g_task_return_pointer (task, outcome, (GDestroyNotify) crf_outcome_free);
}

void
crf_writer_conduct_async (CrfWriter *self, const char *use_case, const char *subject, GHashTable *arguments,
                          GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  CrfRequest *request;
  GTask *task;

  g_return_if_fail (CRF_IS_WRITER (self));
  g_return_if_fail (use_case != NULL);

  request = g_new0 (CrfRequest, 1);
  request->use_case = g_strdup (use_case);
  request->subject = g_strdup (subject);
  request->arguments = arguments != NULL ? arguments : crf_arguments_new (NULL, NULL);
  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, crf_writer_conduct_async);
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, request, request_free);
  crf_writer_run_async (self, conduct_job, request, NULL, (GDestroyNotify) crf_outcome_free, cancellable,
                        on_conduct_ready, task);
}

CrfOutcome *
crf_writer_conduct_finish (CrfWriter *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

gpointer
crf_writer_call (CrfWriter *self, CrfWriterFunc func, gpointer data, GError **error)
{
  g_return_val_if_fail (CRF_IS_WRITER (self), NULL);
  g_return_val_if_fail (func != NULL, NULL);

  if (self->closed)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CLOSED, _("The study file is closed."));
      return NULL;
    }
  return _crf_desk_call (self->desk, self, func, data, TRUE, error);
}

gboolean
crf_writer_permitted (CrfWriter *self, const char *use_case, CrfRefusal **refusal)
{
  gpointer pair[2] = { (gpointer) use_case, refusal };

  g_return_val_if_fail (use_case != NULL, FALSE);

  return GPOINTER_TO_INT (crf_writer_call (self, permitted_job, pair, NULL));
}

void
crf_writer_tell_again (CrfWriter *self)
{
  g_return_if_fail (CRF_IS_WRITER (self));

  if (!self->closed)
    crf_writer_run_async (self, tell_again_job, self, NULL, NULL, NULL, NULL, NULL);
}

gboolean
crf_writer_is_idle (CrfWriter *self)
{
  g_return_val_if_fail (CRF_IS_WRITER (self), TRUE);

  return self->pending == 0;
}

CrfStudy *
crf_writer_get_study (CrfWriter *self)
{
  g_return_val_if_fail (CRF_IS_WRITER (self), NULL);

  return self->study;
}

const char *
crf_writer_get_login (CrfWriter *self)
{
  g_return_val_if_fail (CRF_IS_WRITER (self), NULL);

  return self->login;
}

const char *
crf_writer_get_name (CrfWriter *self)
{
  g_return_val_if_fail (CRF_IS_WRITER (self), NULL);

  return self->name;
}

const char *
crf_writer_get_language (CrfWriter *self)
{
  g_return_val_if_fail (CRF_IS_WRITER (self), NULL);

  return self->language;
}

const char *
crf_writer_get_path (CrfWriter *self)
{
  g_return_val_if_fail (CRF_IS_WRITER (self), NULL);

  return self->path;
}

void
crf_writer_set_path (CrfWriter *self, const char *path)
{
  g_return_if_fail (CRF_IS_WRITER (self));

  g_free (self->path);
  self->path = g_strdup (path);
}

CrfRole
crf_writer_get_role (CrfWriter *self)
{
  g_return_val_if_fail (CRF_IS_WRITER (self), 0);

  return self->role;
}

CrfRole
crf_writer_get_roles (CrfWriter *self)
{
  g_return_val_if_fail (CRF_IS_WRITER (self), 0);

  return self->roles;
}

gboolean
crf_writer_set_role (CrfWriter *self, CrfRole role, GError **error)
{
  g_return_val_if_fail (CRF_IS_WRITER (self), FALSE);

  if (!crf_writer_call (self, set_role_job, GINT_TO_POINTER (role), error))
    return FALSE;
  self->role = role;
  return TRUE;
}

gboolean
crf_writer_is_demo (CrfWriter *self)
{
  g_return_val_if_fail (CRF_IS_WRITER (self), FALSE);

  return self->demo;
}

gboolean
crf_writer_is_read_only (CrfWriter *self)
{
  g_return_val_if_fail (CRF_IS_WRITER (self), TRUE);

  return self->read_only;
}

char *
crf_writer_dup_today (CrfWriter *self)
{
  g_return_val_if_fail (CRF_IS_WRITER (self), NULL);

  return crf_writer_call (self, today_job, NULL, NULL);
}
