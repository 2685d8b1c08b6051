/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Opening and recomputing. */

#include "crf-recheck.h"

#include "crf-use-case-private.h"
#include "crf-verify-open.h"

#include <glib/gi18n-lib.h>
#include <string.h>

CrfRecheck *
crf_recheck_new (void)
{
  CrfRecheck *self = g_new0 (CrfRecheck, 1);

  self->faults = g_ptr_array_new_with_free_func ((GDestroyNotify) crf_verify_fault_free);
  return self;
}

void
crf_recheck_free (CrfRecheck *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->faults);
  g_free (self);
}

gboolean
crf_recheck_open (CrfRecheck *self,
                  CrfSession *session,
                  GCancellable *cancellable,
                  GError **error)
{
  CrfVerifyOpened opened = { 0 };

  if (!crf_verify_open (crf_session_get_file (session), crf_session_get_keyring (session), self->faults, &opened, cancellable, error))
    return FALSE;
  self->opened += opened.opened;
  self->not_held += opened.not_held;
  self->erased += opened.erased;
  return TRUE;
}

/* What deriving again appended is what was stored wrongly. */
static gboolean
take_difference (const CrfJournalRecord *record,
                 gpointer data)
{
  CrfRecheck *self = data;
  CrfVerifyFault *fault;

  if (g_strcmp0 (record->columns[CRF_COL_ACTION], CRF_ACTION_DERIVED) != 0)
    return TRUE;
  fault = g_new0 (CrfVerifyFault, 1);
  fault->where = record->columns[CRF_COL_BASE] != NULL
                   ? g_strdup_printf (_("journal %s"), record->columns[CRF_COL_BASE])
                   : g_strdup_printf (_("form %s of %s"), record->columns[CRF_COL_FORM], record->columns[CRF_COL_SUBJECT]);
  fault->what = g_strdup_printf (_("The derived value %s is not what its inputs give."), record->columns[CRF_COL_ITEM]);
  g_ptr_array_add (self->faults, fault);
  return TRUE;
}

static guint
count_derived (CrfStudyFile *file,
               const char *subject)
{
  g_autoptr (GPtrArray) forms = crf_records_forms (file, subject, NULL);
  guint n = 0;

  for (guint i = 0; forms != NULL && i < forms->len; i++)
    {
      g_autoptr (GPtrArray) values = crf_records_values (file, ((CrfFormRecord *) g_ptr_array_index (forms, i))->id, NULL);

      for (guint j = 0; values != NULL && j < values->len; j++)
        n += ((CrfValueRecord *) g_ptr_array_index (values, j))->derived ? 1 : 0;
    }
  return n;
}

static gboolean
compute_subject (CrfRecheck *self,
                 CrfUseCaseContext *context,
                 GError **error)
{
  guint64 before = crf_records_count_entries (context->file);
  guint64 after;

  self->subjects++;
  self->computed += count_derived (context->file, context->subject->key);
  if (!crf_context_derive_all (context, error))
    return FALSE;
  after = crf_records_count_entries (context->file);
  return after == before || crf_records_journal (context->file, NULL, NULL, (guint) (after - before), TRUE, take_difference, self, error);
}

static gboolean
compute_all (CrfRecheck *self,
             CrfUseCaseContext *context,
             CrfProgress progress,
             gpointer data,
             GCancellable *cancellable,
             GError **error)
{
  const CrfSubjectQuery query = { 0 };
  g_autoptr (GArray) ids = crf_records_subject_ids (context->file, &query, error);

  for (guint i = 0; ids != NULL && i < ids->len; i++)
    {
      g_autoptr (GPtrArray) subjects = crf_records_subjects (context->file, &g_array_index (ids, gint64, i), 1, error);
      gboolean ok;

      if (subjects == NULL || subjects->len == 0)
        return subjects != NULL;
      context->subject = g_ptr_array_index (subjects, 0);
      ok = compute_subject (self, context, error);
      context->subject = NULL;
      if (!ok || g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      if (progress != NULL)
        progress ((i + 1.0) / ids->len, data);
    }
  return ids != NULL;
}

/* In a transaction that is never committed: the program's own deriving does the work, and nothing of it stays. */
gboolean
crf_recheck_compute (CrfRecheck *self,
                     CrfSession *session,
                     CrfProgress progress,
                     gpointer data,
                     GCancellable *cancellable,
                     GError **error)
{
  static const CrfUseCase recheck = { .name = "recheck" };
  CrfActor actor = crf_session_get_actor (session);
  CrfUseCaseContext context = { .session = session, .use_case = &recheck, .file = crf_session_get_file (session),
                                .study = crf_session_get_study (session) };
  gboolean ok;

  if (!crf_session_may_read_identifiers (session))
    {
      g_set_error_literal (error, CRF_STORE_ERROR, CRF_STORE_ERROR_KEY,
                           _("Ages and dates go into derived values: sign in as somebody who may read the identifiers."));
      return FALSE;
    }
  context.txn = crf_transaction_begin (context.file, &actor, error);
  if (context.txn == NULL)
    return FALSE;
  context.outcome = crf_outcome_new ();
  context.readings = crf_readings_begin (session);
  ok = compute_all (self, &context, progress, data, cancellable, error) && crf_readings_hold (session, &context.readings, error);
  crf_outcome_free (context.outcome);
  crf_transaction_free (context.txn);
  return ok;
}
