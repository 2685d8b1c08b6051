/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Projections of a patient as such: registration, status, consent, deviations. */

#include "crf-projection-private.h"

#include <glib/gi18n-lib.h>

gboolean
_crf_apply_subject_add (CrfDb *db, const CrfStored *entry, GError **error)
{
  g_autofree char *number = _crf_projection_need (entry, "number", error);
  g_autofree char *previous = crf_detail_get (entry->detail, "previous");

  return number != NULL
         && crf_db_run (db, error,
                        "INSERT INTO subject (key, number, status, registered_at, last_entry_at) "
                        "VALUES (?1, ?2, 'screening', ?3, ?3)",
                        "sss", COL (entry, SUBJECT), number, COL (entry, AT))
         && (previous == NULL
             || crf_db_run (db, error, "INSERT INTO rescreening (subject, previous) VALUES (?1, ?2)", "ss",
                            COL (entry, SUBJECT), previous))
         && _crf_note_first_version (db, entry, error);
}

gboolean
_crf_apply_subject_status (CrfDb *db, const CrfStored *entry, GError **error)
{
  g_autofree char *date = crf_detail_get (entry->detail, "date");

  return crf_db_run (db, error, "UPDATE subject SET status = ?2, status_date = ?3 WHERE key = ?1",
                     "sss", COL (entry, SUBJECT), COL (entry, CANON), date)
         && _crf_projection_must_change (db, entry, _("patient"), error)
         && _crf_apply_screen_failure (db, entry, error);
}

gboolean
_crf_apply_consent_version (CrfDb *db, const CrfStored *entry, GError **error)
{
  g_autofree char *number = _crf_projection_need (entry, "number", error);
  g_autofree char *date = crf_detail_get (entry->detail, "date");
  g_autofree char *ethics = crf_detail_get (entry->detail, "ethics");
  g_autofree char *valid_from = crf_detail_get (entry->detail, "valid_from");
  g_autofree char *resign = crf_detail_get (entry->detail, "resign");

  return number != NULL
         && crf_db_run (
             db, error,
             "INSERT INTO consent_version (number, date, ethics, valid_from, resign, at) "
             "VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (number) DO UPDATE SET date = "
             "excluded.date, "
             "ethics = excluded.ethics, valid_from = excluded.valid_from, resign = "
             "excluded.resign, "
             "at = excluded.at",
             "ssssss", number, date, ethics, valid_from, resign, COL (entry, AT));
}

gboolean
_crf_apply_consent (CrfDb *db, const CrfStored *entry, GError **error)
{
  g_autofree char *kind = crf_detail_get (entry->detail, "kind");
  g_autofree char *version = crf_detail_get (entry->detail, "version");
  g_autofree char *at = crf_detail_get (entry->detail, "at");
  g_autofree char *by = crf_detail_get (entry->detail, "by");
  g_autofree char *explained_by = crf_detail_get (entry->detail, "explained_by");
  g_autofree char *copy = crf_detail_get (entry->detail, "copy");
  g_autofree char *who = _crf_projection_who (entry), *when = _crf_projection_when (entry);

  return crf_db_run (
      db, error,
      "INSERT INTO consent (subject, n, version, at, by, explained_by, copy, kind, detail, "
      "stored_at, user) VALUES (?1, (SELECT 1 + count (*) FROM consent WHERE subject = ?1), "
      "?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
      "ssssssssss", COL (entry, SUBJECT), version, at, by, explained_by, copy,
      kind != NULL ? kind : "given", COL (entry, DETAIL), when, who);
}

gboolean
_crf_apply_deviation (CrfDb *db, const CrfStored *entry, GError **error)
{
  g_autofree char *seal = crf_detail_get (entry->detail, "seal");
  /* Of a sealed one the key alone is said in the open. */
  g_autofree char *key = seal != NULL ? g_strdup (COL (entry, GROUPKEY)) : _crf_projection_need (entry, "key", error);
  g_autofree char *kind = crf_detail_get (entry->detail, "kind");
  g_autofree char *text = crf_detail_get (entry->detail, "text");
  g_autofree char *class_ = crf_detail_get (entry->detail, "class");
  g_autofree char *found_on = crf_detail_get (entry->detail, "found_on");
  g_autofree char *found_by = crf_detail_get (entry->detail, "found_by");
  g_autofree char *about = crf_detail_get (entry->detail, "about");
  g_autofree char *who = _crf_projection_who (entry), *when = _crf_projection_when (entry);

  return key != NULL
         && crf_db_run (
             db, error,
             "INSERT INTO deviation (key, subject, kind, text, class, reason, state, found_on, "
             "found_by, opened_at, opened_by, box, about) VALUES (?1, ?2, ?3, ?4, ?5, ?6, 'open', ?7, ?8, ?9, ?10, ?11, ?12)",
             "ssssssssssss", key, COL (entry, SUBJECT), kind, text, class_, COL (entry, REASON),
             found_on, found_by, when, who, seal != NULL ? COL (entry, VALUE) : NULL, about);
}

/* What the entry does not say stays as it is, and so do the words and the class that were reported. A sealed one holds what was written, and nothing
 * else. */
gboolean
_crf_apply_deviation_state (CrfDb *db, const CrfStored *entry, GError **error)
{
  g_autofree char *seal = crf_detail_get (entry->detail, "seal");
  g_autofree char *key = seal != NULL ? g_strdup (COL (entry, GROUPKEY)) : _crf_projection_need (entry, "key", error);
  g_autofree char *state = crf_detail_get (entry->detail, "state");
  g_autofree char *text = crf_detail_get (entry->detail, "text");
  g_autofree char *class_ = crf_detail_get (entry->detail, "class");
  g_autofree char *on_safety = crf_detail_get (entry->detail, "on_safety");
  g_autofree char *on_rights = crf_detail_get (entry->detail, "on_rights");
  g_autofree char *on_data = crf_detail_get (entry->detail, "on_data");
  g_autofree char *corrective = crf_detail_get (entry->detail, "corrective");
  g_autofree char *ethics_on = crf_detail_get (entry->detail, "ethics_on");
  g_autofree char *closed_on = crf_detail_get (entry->detail, "closed_on");

  if (key != NULL && seal != NULL)
    return crf_db_run (db, error, "UPDATE deviation SET said = ?2 WHERE key = ?1", "ss", key, COL (entry, VALUE))
           && _crf_projection_must_change (db, entry, _("deviation"), error);
  return key != NULL
         && crf_db_run (
             db, error,
             "UPDATE deviation SET state = coalesce (?2, state), class_first = coalesce (class_first, class), class = coalesce (?3, class), "
             "assessment = coalesce (?4, assessment), judged_why = coalesce (?11, judged_why), on_safety = coalesce (?5, on_safety), on_rights = coalesce (?6, on_rights), "
             "on_data = coalesce (?7, on_data), corrective = coalesce (?8, corrective), "
             "ethics_on = coalesce (?9, ethics_on), closed_on = coalesce (?10, closed_on) WHERE key = ?1",
             "sssssssssss", key, state, class_, text, on_safety, on_rights, on_data, corrective, ethics_on, closed_on,
             COL (entry, REASON))
         && _crf_projection_must_change (db, entry, _("deviation"), error);
}
