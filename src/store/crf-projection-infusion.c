/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Projection of the steps of infusion days. */

#include "crf-projection-private.h"

#include <glib/gi18n-lib.h>

gboolean
_crf_apply_infusion_step (CrfDb *db, const CrfStored *entry, GError **error)
{
  g_autofree char *kind = _crf_projection_need (entry, "kind", error);
  g_autofree char *at = kind != NULL ? _crf_projection_need (entry, "at", error) : NULL;
  g_autofree char *id = g_strconcat (COL (entry, WS), ":", COL (entry, SEQ), NULL);
  JsonObject *source = crf_detail_get_object (entry->detail, "source");
  g_autofree char *role = source != NULL ? crf_detail_get (source, "role") : NULL;
  g_autofree char *who = _crf_projection_who (entry), *when = _crf_projection_when (entry);

  return at != NULL
         && crf_db_run (db, error,
                        "INSERT INTO infusion_step (subject, event, eventkey, n, kind, at, detail, reason, user, "
                        "role, entry, stored_at) VALUES (?1, ?2, ?3, (SELECT 1 + count (*) FROM infusion_step "
                        "WHERE subject = ?1 AND event = ?2 AND eventkey = ?3), ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
                        "sssssssssss", COL (entry, SUBJECT), COL (entry, EVENT), COL (entry, EVENTKEY), kind, at,
                        COL (entry, DETAIL), COL (entry, REASON), who, role != NULL ? role : COL (entry, ROLE), id,
                        when);
}

gboolean
_crf_apply_step_note (CrfDb *db, const CrfStored *entry, GError **error)
{
  return crf_db_run (db, error, "UPDATE infusion_step SET box = ?1 WHERE subject = ?2 AND event = ?3 AND eventkey = ?4 AND entry = ?5", "sssss",
                     COL (entry, VALUE), COL (entry, SUBJECT), COL (entry, EVENT), COL (entry, EVENTKEY), COL (entry, GROUPKEY))
         && _crf_projection_must_change (db, entry, _("step"), error);
}
