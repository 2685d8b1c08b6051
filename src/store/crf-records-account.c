/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Records of accounts and their tasks. */

#include "crf-records-private.h"

void
crf_account_record_free (CrfAccountRecord *record)
{
  if (record == NULL)
    return;
  g_free (record->login);
  g_free (record->name);
  g_strfreev (record->roles);
  g_free (record->added_at);
  g_free (record);
}

static gpointer
read_account (CrfStatement *row)
{
  CrfAccountRecord *record = g_new0 (CrfAccountRecord, 1);

  record->login = _crf_records_text (row, 0);
  record->name = _crf_records_text (row, 1);
  record->enabled = crf_statement_int (row, 2) != 0;
  record->must_change = crf_statement_int (row, 3) != 0;
  record->added_at = _crf_records_text (row, 4);
  return record;
}

static char **
read_roles (CrfDb *db, const char *login, GError **error)
{
  g_autoptr (CrfStatement) query = crf_db_query (
      db, error, "SELECT role FROM role_grant WHERE login = ?1 ORDER BY n", "s", login);
  g_autoptr (GPtrArray) roles = g_ptr_array_new_with_free_func (g_free);
  CrfStep step;

  if (query == NULL)
    return NULL;
  while ((step = crf_statement_step (query, error)) == CRF_STEP_ROW)
    g_ptr_array_add (roles, _crf_records_text (query, 0));
  if (step == CRF_STEP_ERROR)
    return NULL;
  g_ptr_array_add (roles, NULL);
  return (char **) g_ptr_array_steal (roles, NULL);
}

GPtrArray *
crf_records_accounts (CrfStudyFile *file, GError **error)
{
  g_autoptr (GPtrArray) records = NULL;

  g_return_val_if_fail (file != NULL, NULL);
  records = _crf_records_collect (crf_db_query (file->db, error,
                                                "SELECT login, name, enabled, must_change, "
                                                "added_at FROM account ORDER BY added_at, login",
                                                ""),
                                  read_account, (GDestroyNotify) crf_account_record_free, error);
  for (guint i = 0; records != NULL && i < records->len; i++)
    {
      CrfAccountRecord *record = g_ptr_array_index (records, i);

      record->roles = read_roles (file->db, record->login, error);
      if (record->roles == NULL)
        return NULL;
    }
  return g_steal_pointer (&records);
}

CrfAccountRecord *
crf_records_account (CrfStudyFile *file, const char *login, GError **error)
{
  CrfAccountRecord *record;

  g_return_val_if_fail (file != NULL && login != NULL, NULL);
  record = _crf_records_first (crf_db_query (file->db, error,
                                             "SELECT login, name, enabled, must_change, added_at "
                                             "FROM account WHERE login = ?1",
                                             "s", login),
                               read_account, error);
  if (record == NULL)
    return NULL;
  record->roles = read_roles (file->db, login, error);
  if (record->roles == NULL)
    g_clear_pointer (&record, crf_account_record_free);
  return record;
}

/* A delegation without beginning or end holds on every date; so does @date NULL ask for any. */
CrfDelegated
crf_records_delegated (CrfStudyFile *file, const char *login, const char *task, const char *date)
{
  g_return_val_if_fail (file != NULL && login != NULL && task != NULL, CRF_DELEGATED_NOT);

  return (CrfDelegated) crf_db_get_int (
      file->db, NULL, CRF_DELEGATED_NOT,
      "SELECT max (CASE WHEN signed_on IS NOT NULL AND (?3 IS NULL OR signed_to IS NULL OR signed_to >= ?3) THEN 2 "
      "WHEN signed = 0 AND (?3 IS NULL OR to_date IS NULL OR to_date >= ?3) THEN 1 ELSE 0 END) "
      "FROM delegation WHERE login = ?1 AND task = ?2 AND (?3 IS NULL OR from_date <= ?3)",
      "sss", login, task, date);
}

gboolean
crf_records_has_delegations (CrfStudyFile *file)
{
  g_return_val_if_fail (file != NULL, FALSE);

  /* A log that cannot be read is one that is kept. What was signed once stays so, also while a change of the line waits. */
  return crf_db_get_int (file->db, NULL, 1, "SELECT count (*) FROM (SELECT 1 FROM delegation WHERE signed_on IS NOT NULL LIMIT 1)", "") != 0;
}
