/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Projections of screening: lines of the pre-screening log, keyed hashes of identifiers, what an eligibility signature froze, why screening failed. */

#include "crf-projection-private.h"

gboolean
_crf_apply_prescreen (CrfDb *db, const CrfStored *entry, GError **error)
{
  g_autofree char *date = _crf_projection_need (entry, "date", error);
  g_autofree char *age_band = date != NULL ? _crf_projection_need (entry, "age_band", error) : NULL;
  g_autofree char *sex = age_band != NULL ? _crf_projection_need (entry, "sex", error) : NULL;

  return sex != NULL
         && crf_db_run (db, error,
                        "INSERT INTO prescreen (ws, seq, date, age_band, sex, reason, at, user) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
                        "sissssss", COL (entry, WS), entry->seq, date, age_band, sex, COL (entry, REASON), COL (entry, AT), COL (entry, USER));
}

gboolean
_crf_apply_identifier_hash (CrfDb *db, const CrfStored *entry, GError **error)
{
  if (COL (entry, CANON) == NULL) /* the identifier was cleared */
    return crf_db_run (db, error, "DELETE FROM identifier_hash WHERE subject = ?1 AND item = ?2", "ss", COL (entry, SUBJECT), COL (entry, ITEM));
  return crf_db_run (db, error,
                     "INSERT INTO identifier_hash (subject, item, hash) VALUES (?1, ?2, ?3) "
                     "ON CONFLICT (subject, item) DO UPDATE SET hash = excluded.hash",
                     "sss", COL (entry, SUBJECT), COL (entry, ITEM), COL (entry, CANON));
}

gboolean
_crf_apply_eligibility_shown (CrfDb *db, const CrfStored *entry, GError **error)
{
  g_autofree char *when = _crf_projection_when (entry);

  return crf_db_run (db, error,
                     "INSERT INTO eligibility_shown (subject, sha256, text, at) VALUES (?1, ?2, ?3, ?4) "
                     "ON CONFLICT (subject) DO UPDATE SET sha256 = excluded.sha256, text = excluded.text, at = excluded.at",
                     "ssss", COL (entry, SUBJECT), COL (entry, CANON), COL (entry, VALUE), when);
}

gboolean
_crf_apply_screen_failure (CrfDb *db, const CrfStored *entry, GError **error)
{
  g_autofree char *kind = crf_detail_get (entry->detail, "kind");
  g_autofree char *criteria = crf_detail_get (entry->detail, "criteria");
  g_autofree char *date = crf_detail_get (entry->detail, "date");

  if (g_strcmp0 (COL (entry, CANON), "failed") != 0)
    return crf_db_run (db, error, "DELETE FROM screen_failure WHERE subject = ?1", "s", COL (entry, SUBJECT));
  return crf_db_run (db, error,
                     "INSERT INTO screen_failure (subject, kind, criteria, reason, date, at, user) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) "
                     "ON CONFLICT (subject) DO UPDATE SET kind = excluded.kind, criteria = excluded.criteria, reason = excluded.reason, "
                     "date = excluded.date, at = excluded.at, user = excluded.user",
                     "sssssss", COL (entry, SUBJECT), kind, criteria, COL (entry, REASON), date, COL (entry, AT), COL (entry, USER));
}
