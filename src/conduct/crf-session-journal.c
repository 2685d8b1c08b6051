/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Entries of the journal that a session writes or looks for outside use cases. */

#include "crf-session-private.h"
#include "crf-use-case-private.h"

gboolean
crf_session_append_alone (CrfStudyFile *file,
                          const CrfActor *actor,
                          const CrfEntry *entry,
                          GError **error)
{
  g_autoptr (CrfTransaction) txn = crf_transaction_begin (file, actor, error);

  return txn != NULL && crf_transaction_append (txn, entry, NULL, error) && crf_transaction_commit (txn, error);
}

static gboolean
note_found (const CrfJournalRecord *record,
            gpointer data)
{
  *(gboolean *) data = TRUE;
  return FALSE;
}

gboolean
crf_session_has_entry (CrfSession *self,
                       const char *action)
{
  CrfEntry target = { .action = action };
  gboolean found = FALSE;

  crf_records_journal (crf_session_get_file (self), &target, NULL, 1, FALSE, note_found, &found, NULL);
  return found;
}
