/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Whether the entries' people were allowed what they did, and whether the tables that say so are those of the journal. Somebody who can write to the
 * file with other means could give himself a role or take a lock away, act, and put the row back: chains and tables would agree. */

#include "crf-verify-private.h"

#include "crf-action-kind.h"
#include "crf-detail.h"
#include "crf-journal.h"
#include "crf-migrator.h"
#include "crf-projection-private.h"
#include "crf-records-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define COL(entry, name) ((entry)->columns[CRF_COL_##name])

struct _CrfVerifyAccess
{
  CrfDb *db;           /* as the replay left it before the entry */
  GHashTable *granted; /* "login\trole" that were looked up; emptied when an account changes */
  gboolean has_roles, has_hold;
};

CrfVerifyAccess *
_crf_verify_access_new (CrfDb *db)
{
  CrfVerifyAccess *self = g_new0 (CrfVerifyAccess, 1);

  self->db = db;
  self->granted = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  return self;
}

void
_crf_verify_access_free (CrfVerifyAccess *self)
{
  g_hash_table_unref (self->granted);
  g_free (self);
}

static void
check_person (CrfVerifyAccess *self,
              const CrfStored *entry,
              const char *where,
              GPtrArray *faults)
{
  const char *user = COL (entry, USER), *role = COL (entry, ROLE);
  g_autofree char *key = g_strconcat (user, "\t", role, NULL);

  if (g_hash_table_contains (self->granted, key))
    return;
  if (crf_db_get_int (self->db, NULL, 0, "SELECT enabled FROM account WHERE login = ?1", "s", user) == 0)
    _crf_verify_add (faults, where, _("There was no account “%s” that could write it, or it was disabled."), user);
  else if (role != NULL && crf_db_get_int (self->db, NULL, 0, "SELECT 1 FROM role_grant WHERE login = ?1 AND role = ?2", "ss", user, role) == 0)
    _crf_verify_add (faults, where, _("It was written in the role “%s”, which “%s” had not been given."), role, user);
  else
    g_hash_table_add (self->granted, g_steal_pointer (&key));
}

static void
check_hold (CrfVerifyAccess *self,
            const CrfStored *entry,
            const char *where,
            GPtrArray *faults)
{
  const CrfEntry target = { .subject = COL (entry, SUBJECT), .event = COL (entry, EVENT), .eventkey = COL (entry, EVENTKEY), .form = COL (entry, FORM),
                            .formkey = COL (entry, FORMKEY) };
  g_autofree char *state = NULL;

  /* An emergency that no lock stops leaves its deviation on the locked record. */
  if (g_str_has_prefix (COL (entry, ACTION), "deviation.") || !crf_action_is_held (COL (entry, ACTION), target.subject != NULL, "locked"))
    return;
  state = _crf_records_hold (self->db, &target, NULL, NULL);
  if (crf_action_is_held (COL (entry, ACTION), target.subject != NULL, state))
    _crf_verify_add (faults, where, strcmp (state, "locked") == 0 ? _("It changes what was locked.") : _("It changes what was frozen."));
}

void
_crf_verify_access_check (CrfVerifyAccess *self,
                          const CrfStored *entry,
                          const char *where,
                          GPtrArray *faults)
{
  const char *action = COL (entry, ACTION);

  /* Who makes the study is nobody before he gives himself a role. Whoever has just lost one, or his account, may still sign out; failures name
   * anybody. */
  if (self->has_roles && COL (entry, USER) != NULL && !g_str_has_prefix (action, "session."))
    check_person (self, entry, where, faults);
  if (self->has_hold)
    check_hold (self, entry, where, faults);
  if (g_str_has_prefix (action, "account."))
    g_hash_table_remove_all (self->granted);
  self->has_roles = self->has_roles || g_strcmp0 (action, CRF_ACTION_ACCOUNT_ROLES) == 0;
  self->has_hold = self->has_hold || g_strcmp0 (action, CRF_ACTION_HOLD) == 0;
}

/* ── The tables alone ── */

/* Who is who, what each may, and what is held. */
static const char *const tables[] = { "account", "account_key", "role_grant", "account_access", "delegation", "hold", "policy" };

/* The entries that make them, as the index journal_access names them. The study's own signatures tell which lines of the delegation log count. */
#define ACCESS_ENTRIES                                                                                                                            \
  "SELECT " CRF_JOURNAL_COLUMNS " FROM journal WHERE action IN ('account.add', 'account.roles', 'account.state', 'account.keys', "                   \
  "'delegation.add', 'hold.set', 'policy.set', 'keyslot.set', 'sign', 'sign.void', 'session.sign-in', 'session.sign-in-failed', 'session.unlock', "  \
  "'session.sign-out', 'session.sign-out-missing') ORDER BY clock, ws, seq"

gboolean
_crf_verify_access_again (CrfStudyFile *file,
                          GError **error)
{
  return file->access_version == 0 || file->access_version == crf_db_get_int (file->db, NULL, 0, "PRAGMA data_version", "") ||
         crf_verify_access (file, error);
}

static gboolean
replay_access (CrfDb *db,
               CrfDb *target,
               GError **error)
{
  g_autoptr (CrfStatement) query = crf_db_query (db, error, ACCESS_ENTRIES, "");
  CrfStep step = CRF_STEP_ERROR;

  while (query != NULL && (step = crf_statement_step (query, error)) == CRF_STEP_ROW)
    {
      g_autoptr (JsonObject) detail = NULL;
      CrfStored entry;

      crf_journal_read_row (query, &entry);
      /* Of what is signed on a patient only that the passphrase was right. */
      if (COL (&entry, SUBJECT) != NULL && g_str_has_prefix (COL (&entry, ACTION), CRF_ACTION_SIGN))
        {
          if (strcmp (COL (&entry, ACTION), CRF_ACTION_SIGN) == 0 && !_crf_projection_note_passphrase (target, &entry, error))
            return FALSE;
          continue;
        }
      detail = crf_detail_parse (entry.columns[CRF_COL_DETAIL], error);
      entry.detail = detail;
      if (detail == NULL || !crf_projection_apply (target, &entry, error))
        return FALSE;
    }
  return step == CRF_STEP_DONE;
}

gboolean
crf_verify_access (CrfStudyFile *file,
                   GError **error)
{
  g_autoptr (CrfDb) target = crf_db_open (NULL, CRF_DB_TEMPORARY, error);
  g_autoptr (GPtrArray) faults = _crf_verify_new_faults ();
  guint64 rows = 0;
  gboolean read;

  g_return_val_if_fail (file != NULL, FALSE);
  if (target == NULL || !crf_migrator_run (target, crf_migrations, error) || !crf_db_exec (target, "BEGIN", error))
    return FALSE;
  read = replay_access (file->db, target, error);
  for (guint i = 0; read && i < G_N_ELEMENTS (tables); i++)
    _crf_verify_table (file->db, target, tables[i], faults, &rows);
  crf_db_exec (target, "ROLLBACK", NULL);
  if (read && faults->len == 0)
    file->access_version = crf_db_get_int (file->db, NULL, 0, "PRAGMA data_version", "");
  if (!read || faults->len == 0)
    return read;
  g_set_error (error, CRF_STORE_ERROR, CRF_STORE_ERROR_DAMAGED,
               _("Who may do what, or what is locked, was changed in “%s” by other means than Stemward (%s: %s). Do not use it: check integrity, and "
                 "restore the last backup."),
               file->path, ((CrfVerifyFault *) g_ptr_array_index (faults, 0))->where, ((CrfVerifyFault *) g_ptr_array_index (faults, 0))->what);
  return FALSE;
}
