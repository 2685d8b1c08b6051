/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Projections of the sealed allocation list. */

#include "crf-projection-private.h"

#include <glib/gi18n-lib.h>

gboolean
_crf_apply_list (CrfDb *db, const CrfStored *entry, GError **error)
{
  g_autofree char *list = _crf_projection_need (entry, "list", error);
  g_autofree char *seed = list != NULL ? _crf_projection_need (entry, "seed", error) : NULL;
  g_autofree char *commitment
      = seed != NULL ? _crf_projection_need (entry, "commitment", error) : NULL;
  g_autofree char *design = crf_detail_get (entry->detail, "design");

  return commitment != NULL
         && crf_db_run (db, error,
                        "INSERT INTO slot_list (list, seed, commitment, design, at) VALUES (?1, "
                        "?2, ?3, ?4, ?5)",
                        "sssss", list, seed, commitment, design, COL (entry, AT));
}

gboolean
_crf_apply_slot (CrfDb *db, const CrfStored *entry, GError **error)
{
  g_autofree char *list = _crf_projection_need (entry, "list", error);
  g_autofree char *key = list != NULL ? _crf_projection_need (entry, "key", error) : NULL;
  g_autofree char *stratum = crf_detail_get (entry->detail, "stratum");
  g_autofree char *station = crf_detail_get (entry->detail, "station");
  g_autofree char *label = crf_detail_get (entry->detail, "label");

  return key != NULL
         && crf_db_run (db, error,
                        "INSERT INTO slot (list, number, stratum, arm, key, ws, seq, station, label) "
                        "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
                        "sissssiss", list, crf_detail_get_int (entry->detail, "number", 0),
                        stratum != NULL ? stratum : "", COL (entry, VALUE), key, COL (entry, WS),
                        entry->seq, station, label);
}

gboolean
_crf_apply_slot_draw (CrfDb *db, const CrfStored *entry, GError **error)
{
  g_autofree char *list = _crf_projection_need (entry, "list", error);
  g_autofree char *allocation
      = list != NULL ? _crf_projection_need (entry, "allocation", error) : NULL;
  g_autofree char *stratum = crf_detail_get (entry->detail, "stratum");

  return allocation != NULL
         && crf_db_run (db, error,
                        "UPDATE slot SET subject = ?3, drawn_at = ?4 "
                        "WHERE list = ?1 AND number = ?2 AND subject IS NULL",
                        "siss", list, crf_detail_get_int (entry->detail, "number", 0),
                        COL (entry, SUBJECT), COL (entry, AT))
         && _crf_projection_must_change (db, entry, _("free slot"), error)
         && crf_db_run (db, error,
                        "UPDATE subject SET allocation_number = ?2, stratum = ?3 WHERE key = ?1",
                        "sss", COL (entry, SUBJECT), allocation, stratum != NULL ? stratum : "");
}

gboolean
_crf_apply_enrol (CrfDb *db, const CrfStored *entry, GError **error)
{
  g_autofree char *allocation = _crf_projection_need (entry, "allocation", error);
  g_autofree char *arm = allocation != NULL ? _crf_projection_need (entry, "arm", error) : NULL;

  return arm != NULL
         && crf_db_run (db, error,
                        "UPDATE subject SET allocation_number = ?2, arm = ?3, stratum = '' "
                        "WHERE key = ?1 AND allocation_number IS NULL",
                        "sss", COL (entry, SUBJECT), allocation, arm)
         && _crf_projection_must_change (db, entry, _("patient without allocation"), error);
}

/* The slot and the patient keep the stratum that was drawn with. */
gboolean
_crf_apply_stratum (CrfDb *db, const CrfStored *entry, GError **error)
{
  g_autofree char *stratum = _crf_projection_need (entry, "stratum", error);
  g_autofree char *drawn = crf_detail_get (entry->detail, "drawn");
  g_autofree char *who = _crf_projection_who (entry), *when = _crf_projection_when (entry);

  return stratum != NULL
         && crf_db_run (db, error,
                        "INSERT INTO stratum_true (subject, stratum, drawn, level, reason, at, user) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) "
                        "ON CONFLICT (subject, stratum) DO UPDATE SET level = excluded.level, reason = excluded.reason, at = excluded.at, "
                        "user = excluded.user",
                        "sssssss", COL (entry, SUBJECT), stratum, drawn, COL (entry, CANON), COL (entry, REASON), when, who);
}
