/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The delegation and training logs, with the principal investigator's signature. */

#include "crf-reader-trust.h"

#include "crf-delegations.h"
#include "crf-reader.h"
#include "crf-records-trust.h"
#include "crf-session-private.h"
#include "crf-signature.h"
#include "crf-signing.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static void
line_free (CrfDelegationLine *line)
{
  g_free (line->name);
  g_free (line->login);
  g_free (line->what);
  g_free (line->subject);
  g_free (line->from);
  g_free (line->to);
  g_free (line->training);
  g_free (line->signed_on);
  g_free (line);
}

void
crf_delegation_log_free (CrfDelegationLog *log)
{
  if (log == NULL)
    return;
  g_ptr_array_unref (log->lines);
  g_free (log->signature);
  g_free (log);
}

static void
add_signature (CrfSession *session,
               CrfDelegationLog *log,
               const char *newest)
{
  g_autoptr (GPtrArray) signatures = crf_signature_list_whole (crf_session_get_file (session), NULL, NULL);

  for (guint i = 0; signatures != NULL && i < signatures->len; i++)
    {
      const CrfSignatureRecord *record = g_ptr_array_index (signatures, i);
      g_autofree char *when = NULL;

      if (strcmp (record->meaning, CRF_MEANING_DELEGATIONS) != 0)
        continue;
      when = crf_signature_when (record->at, record->off);
      log->signature = g_strdup_printf ("%s, %s", record->name, when);
      log->outdated = log->n_unsigned > 0 || (newest != NULL && strcmp (newest, record->at) > 0);
      return;
    }
}

static void
add_line (CrfDelegationLog *log,
          const char *name,
          const char *login,
          const char *what,
          const char *from,
          const char *to,
          const char *training,
          const char *signed_on)
{
  CrfDelegationLine *line = g_new0 (CrfDelegationLine, 1);

  line->name = g_strdup (name);
  line->login = g_strdup (login);
  line->what = g_strdup (what);
  line->from = g_strdup (from);
  line->to = g_strdup (to);
  line->training = g_strdup (training);
  line->signed_on = g_strdup (signed_on);
  g_ptr_array_add (log->lines, line);
}

CrfDelegationLog *
crf_reader_delegation_log (CrfSession *session,
                           GError **error)
{
  CrfStudyFile *file = crf_session_get_file (session);
  g_autoptr (GPtrArray) delegations = crf_records_delegations (file, error);
  g_autoptr (GPtrArray) trainings = delegations != NULL ? crf_records_trainings (file, error) : NULL;
  CrfDelegationLog *log;
  const char *newest = NULL;

  if (trainings == NULL)
    return NULL;
  log = g_new0 (CrfDelegationLog, 1);
  log->lines = g_ptr_array_new_with_free_func ((GDestroyNotify) line_free);
  log->n_delegations = delegations->len;
  for (guint i = 0; i < delegations->len; i++)
    {
      const CrfDelegationRecord *record = g_ptr_array_index (delegations, i);
      gboolean stands = g_strcmp0 (record->signed_, "1") == 0;

      add_line (log, record->name, record->login, crf_delegations_task_label (record->task), record->from, record->to, record->training,
                stands ? record->signed_on : NULL);
      if (!stands)
        log->n_unsigned++;
      if (newest == NULL || strcmp (record->at, newest) > 0)
        newest = record->at;
    }
  for (guint i = 0; i < trainings->len; i++)
    {
      const CrfTrainingRecord *record = g_ptr_array_index (trainings, i);
      g_autofree char *what = g_strdup_printf (_("Training: %s"), record->subject);

      add_line (log, record->name, record->login, what, record->date, NULL, NULL, NULL);
      ((CrfDelegationLine *) g_ptr_array_index (log->lines, log->lines->len - 1))->subject = g_strdup (record->subject);
      if (newest == NULL || strcmp (record->at, newest) > 0)
        newest = record->at;
    }
  add_signature (session, log, newest);
  return log;
}

char *
crf_delegation_log_to_text (CrfSession *session,
                            const CrfDelegationLog *log)
{
  g_autoptr (GString) text = g_string_new (NULL);

  g_string_append_printf (text, _("Delegation and training log · %s"), crf_study_get_protocol (crf_session_get_study (session)));
  g_string_append (text, "\n\n");
  for (guint i = 0; i < log->lines->len; i++)
    {
      const CrfDelegationLine *line = g_ptr_array_index (log->lines, i);

      g_string_append_printf (text, "%s (%s)\t%s\t%s – %s\t%s\t", line->name, line->login, line->what, line->from, line->to != NULL ? line->to : "",
                              line->training != NULL ? line->training : "");
      if (line->signed_on != NULL)
        g_string_append_printf (text, _("signed %s"), line->signed_on);
      else if (i < log->n_delegations)
        g_string_append (text, _("awaits the signature"));
      g_string_append_c (text, '\n');
    }
  g_string_append_c (text, '\n');
  if (log->signature == NULL)
    g_string_append (text, _("Not signed by the principal investigator."));
  else
    g_string_append_printf (text, _("Signed by the principal investigator: %s"), log->signature);
  if (log->outdated)
    g_string_append_printf (text, "\n%s", _("Lines were added after the signature."));
  g_string_append_c (text, '\n');
  return g_string_free (g_steal_pointer (&text), FALSE);
}
