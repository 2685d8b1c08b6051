/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Projections of what keeps a file trustworthy: locks, source data verification, policies, training,
 * populations, and what sign-ins leave. */

#include "crf-projection-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* NULL in the journal is '' in a key. */
static const char *
all_if_null (const char *text)
{
  return text != NULL ? text : "";
}

gboolean
_crf_apply_hold (CrfDb *db, const CrfStored *entry, GError **error)
{
  const char *subject = all_if_null (COL (entry, SUBJECT)), *event = all_if_null (COL (entry, EVENT)),
             *eventkey = all_if_null (COL (entry, EVENTKEY)), *form = all_if_null (COL (entry, FORM)),
             *formkey = all_if_null (COL (entry, FORMKEY));

  if (COL (entry, CANON) == NULL)
    return _crf_projection_refuse (entry, error, _("it does not say whether to freeze, lock or open."));
  if (strcmp (COL (entry, CANON), "open") == 0)
    return crf_db_run (db, error,
                       "DELETE FROM hold WHERE subject = ?1 AND event = ?2 AND eventkey = ?3 AND form = ?4 AND "
                       "formkey = ?5",
                       "sssss", subject, event, eventkey, form, formkey);
  return crf_db_run (db, error,
                     "INSERT INTO hold (subject, event, eventkey, form, formkey, state, reason, at, user) "
                     "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) "
                     "ON CONFLICT (subject, event, eventkey, form, formkey) DO UPDATE SET state = excluded.state, "
                     "reason = excluded.reason, at = excluded.at, user = excluded.user",
                     "sssssssss", subject, event, eventkey, form, formkey, COL (entry, CANON), COL (entry, REASON),
                     COL (entry, AT), COL (entry, USER));
}

gboolean
_crf_apply_verified (CrfDb *db, const CrfStored *entry, GError **error)
{
  const char *group = all_if_null (COL (entry, GROUP)), *groupkey = all_if_null (COL (entry, GROUPKEY)),
             *item = all_if_null (COL (entry, ITEM));
  g_autofree char *level = crf_detail_get (entry->detail, "level"), *who = _crf_projection_who (entry), *when = _crf_projection_when (entry);

  /* Taken back by the monitor: it did not fall. */
  if (g_strcmp0 (COL (entry, CANON), "verified") != 0)
    return crf_db_run (db, error,
                       "DELETE FROM verification WHERE subject = ?1 AND event = ?2 AND eventkey = ?3 AND form = ?4 "
                       "AND formkey = ?5 AND \"group\" = ?6 AND groupkey = ?7 AND item = ?8",
                       "ssssssss", COL (entry, SUBJECT), COL (entry, EVENT), COL (entry, EVENTKEY),
                       COL (entry, FORM), COL (entry, FORMKEY), group, groupkey, item);
  return crf_db_run (db, error,
                     "INSERT INTO verification (subject, event, eventkey, form, formkey, \"group\", groupkey, item, "
                     "at, user, level) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11) "
                     "ON CONFLICT (subject, event, eventkey, form, formkey, \"group\", groupkey, item) DO UPDATE SET "
                     "dropped_at = NULL, dropped_by = NULL, at = excluded.at, user = excluded.user, level = excluded.level",
                     "sssssssssss", COL (entry, SUBJECT), COL (entry, EVENT), COL (entry, EVENTKEY),
                     COL (entry, FORM), COL (entry, FORMKEY), group, groupkey, item, when, who, level);
}

gboolean
_crf_projection_drop_marks (CrfDb *db, const CrfStored *entry, GError **error)
{
  return crf_db_run (db, error,
                     "UPDATE verification SET dropped_at = ?9, dropped_by = ?10 "
                     "WHERE subject = ?1 AND event = ?2 AND eventkey = ?3 AND form = ?4 AND formkey = ?5 "
                     "AND dropped_at IS NULL "
                     "AND (item = '' OR (\"group\" = ?6 AND groupkey = ?7 AND item = ?8))",
                     "ssssssssss", COL (entry, SUBJECT), COL (entry, EVENT), COL (entry, EVENTKEY),
                     COL (entry, FORM), COL (entry, FORMKEY), COL (entry, GROUP), COL (entry, GROUPKEY),
                     COL (entry, ITEM), COL (entry, AT), COL (entry, USER));
}

gboolean
_crf_apply_policy (CrfDb *db, const CrfStored *entry, GError **error)
{
  g_autofree char *name = _crf_projection_need (entry, "name", error);

  if (name == NULL)
    return FALSE;
  if (COL (entry, CANON) == NULL)
    return crf_db_run (db, error, "DELETE FROM policy WHERE name = ?1", "s", name);
  return crf_db_run (db, error,
                     "INSERT INTO policy (name, value, at, user) VALUES (?1, ?2, ?3, ?4) ON CONFLICT (name) DO UPDATE "
                     "SET value = excluded.value, at = excluded.at, user = excluded.user",
                     "ssss", name, COL (entry, CANON), COL (entry, AT), COL (entry, USER));
}

gboolean
_crf_apply_training (CrfDb *db, const CrfStored *entry, GError **error)
{
  g_autofree char *login = _crf_projection_need (entry, "login", error);
  g_autofree char *subject = login != NULL ? _crf_projection_need (entry, "subject", error) : NULL;
  g_autofree char *date = subject != NULL ? _crf_projection_need (entry, "date", error) : NULL;

  return date != NULL
         && crf_db_run (db, error,
                        "INSERT OR REPLACE INTO training (login, subject, date, at, user) VALUES (?1, ?2, ?3, ?4, ?5)",
                        "sssss", login, subject, date, COL (entry, AT), COL (entry, USER));
}

gboolean
_crf_apply_population (CrfDb *db, const CrfStored *entry, GError **error)
{
  gint64 included = crf_detail_get_int (entry->detail, "included", -1);

  if (included < 0 || included > 1 || COL (entry, CANON) == NULL)
    return _crf_projection_refuse (entry, error, _("its detail does not say “%s”."), "included");
  return crf_db_run (db, error,
                     "INSERT INTO population (subject, name, included, reason, at, user) VALUES (?1, ?2, ?3, ?4, ?5, ?6) "
                     "ON CONFLICT (subject, name) DO UPDATE SET included = excluded.included, reason = excluded.reason, "
                     "at = excluded.at, user = excluded.user",
                     "ssisss", COL (entry, SUBJECT), COL (entry, CANON), included, COL (entry, REASON),
                     COL (entry, AT), COL (entry, USER));
}

gboolean
_crf_apply_sign_in (CrfDb *db, const CrfStored *entry, GError **error)
{
  gboolean begins = strcmp (COL (entry, ACTION), CRF_ACTION_SIGN_IN) == 0;

  return COL (entry, USER) == NULL
         || crf_db_run (db, error,
                        "INSERT INTO account_access (login, failures, signed_in_at, open_since) VALUES (?1, 0, ?2, iif (?3, ?2, NULL)) "
                        "ON CONFLICT (login) DO UPDATE SET failures = 0, tries = 0, signed_in_at = excluded.signed_in_at, "
                        "open_since = coalesce (open_since, excluded.open_since)",
                        "ssi", COL (entry, USER), COL (entry, AT), (gint64) begins);
}

/* Of the person who acts, or of the one whose end was missing. */
gboolean
_crf_apply_sign_out (CrfDb *db, const CrfStored *entry, GError **error)
{
  g_autofree char *login = crf_detail_get (entry->detail, "login");

  return crf_db_run (db, error, "UPDATE account_access SET open_since = NULL WHERE login = ?1", "s", login != NULL ? login : COL (entry, USER));
}

/* Only of logins that there are: guessing names must not fill the table. What failed while the account was locked
 * out does not lengthen the time. */
gboolean
_crf_apply_sign_in_failed (CrfDb *db, const CrfStored *entry, GError **error)
{
  g_autofree char *login = crf_detail_get (entry->detail, "login");

  if (login == NULL || crf_detail_get_boolean (entry->detail, "locked_out", FALSE))
    return TRUE;
  return crf_db_run (db, error,
                     "INSERT INTO account_access (login, failures, tries, failed_at) "
                     "SELECT login, 1, 1, ?2 FROM account WHERE login = ?1 "
                     "ON CONFLICT (login) DO UPDATE SET failures = failures + 1, tries = tries + 1, failed_at = excluded.failed_at",
                     "ss", login, COL (entry, AT));
}

gboolean
_crf_apply_keyslot (CrfDb *db, const CrfStored *entry, GError **error)
{
  g_autofree char *slot = crf_detail_get (entry->detail, "slot");

  if (slot == NULL || !g_str_has_prefix (slot, "account:"))
    return TRUE;
  return crf_db_run (db, error,
                     "INSERT INTO account_access (login, passphrase_at) VALUES (?1, ?2) "
                     "ON CONFLICT (login) DO UPDATE SET passphrase_at = excluded.passphrase_at",
                     "ss", slot + strlen ("account:"), COL (entry, AT));
}

gboolean
_crf_projection_note_passphrase (CrfDb *db, const CrfStored *entry, GError **error)
{
  return crf_db_run (db, error, "UPDATE account_access SET failures = 0, tries = 0 WHERE login = ?1", "s", COL (entry, USER));
}

gboolean
_crf_projection_account_access (CrfDb *db, const CrfStored *entry, const char *login, GError **error)
{
  g_autofree char *last_day = crf_detail_get (entry->detail, "last_day");
  gint64 must_change = crf_detail_get_boolean (entry->detail, "must_change", -1);

  if (last_day != NULL
      && !crf_db_run (db, error,
                      "INSERT INTO account_access (login, last_day) VALUES (?1, nullif (?2, '')) "
                      "ON CONFLICT (login) DO UPDATE SET last_day = excluded.last_day",
                      "ss", login, last_day))
    return FALSE;
  if (crf_detail_get_boolean (entry->detail, "enabled", -1) == 1
      && !crf_db_run (db, error, "UPDATE account_access SET failures = 0 WHERE login = ?1", "s", login))
    return FALSE;
  return must_change < 0
         || crf_db_run (db, error,
                        "UPDATE account_access SET reset_by = iif (?2, ?3, NULL), reset_at = iif (?2, ?4, NULL) "
                        "WHERE login = ?1",
                        "siss", login, must_change, COL (entry, USER), COL (entry, AT));
}
