/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Making automatic backups. */

#include "crf-backups.h"

#include "crf-records.h"
#include "crf-use-case.h"

gboolean
crf_backups_due (CrfSession *session)
{
  const CrfUseCase *use_case = crf_use_case_find ("record-backup");

  return !crf_session_is_read_only (session) && crf_use_case_permitted (session, use_case, NULL) &&
         crf_records_has_news_since_backup (crf_session_get_file (session));
}

CrfOutcome *
crf_backups_make (CrfSession *session,
                  const char *folder,
                  const CrfBackupRule *rule,
                  GCancellable *cancellable,
                  GError **error)
{
  const CrfBackupRule usual = CRF_BACKUP_RULE_USUAL;
  const char *study = crf_study_file_get_path (crf_session_get_file (session));
  g_auto (CrfBackupMade) made = { 0 };
  g_autofree char *removed = NULL;
  CrfOutcome *outcome;

  if (!crf_backup_set_make (study, folder, crf_session_now (session), rule != NULL ? rule : &usual, &made, cancellable, error))
    return NULL;
  outcome = crf_conduct_with (session, "record-backup", NULL, error, "to", made.path, "sha256", made.sha256, "heads", made.heads, NULL);
  if (outcome == NULL || !crf_outcome_done (outcome))
    return outcome;
  removed = g_strdup_printf ("%u", made.removed);
  g_hash_table_insert (outcome->results, g_strdup ("path"), g_strdup (made.path));
  g_hash_table_insert (outcome->results, g_strdup ("sha256"), g_strdup (made.sha256));
  g_hash_table_insert (outcome->results, g_strdup ("removed"), g_steal_pointer (&removed));
  return outcome;
}
