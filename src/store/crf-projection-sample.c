/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Judgements of values that are out of range. */

#include "crf-projection-private.h"

#include <glib/gi18n-lib.h>

gboolean
_crf_apply_judge (CrfDb *db, const CrfStored *entry, GError **error)
{
  gint64 id = _crf_projection_form_id (db, entry, error);
  g_autofree char *of = _crf_projection_need (entry, "of", error);
  g_autofree char *link = crf_detail_get (entry->detail, "link");
  g_autofree char *who = _crf_projection_who (entry), *when = _crf_projection_when (entry);

  return id != 0 && of != NULL
         && crf_db_run (
             db, error,
             "INSERT INTO judgement (form_id, item, \"group\", groupkey, judgement, of, link, at, user) "
             "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) "
             "ON CONFLICT (form_id, item, \"group\", groupkey) DO UPDATE SET judgement = "
             "excluded.judgement, of = excluded.of, link = excluded.link, at = excluded.at, user = "
             "excluded.user",
             "issssssss", id, COL (entry, ITEM), COL (entry, GROUP), COL (entry, GROUPKEY),
             COL (entry, CANON), of, link, when, who)
         && _crf_projection_void_signatures (db, entry, FALSE, error);
}
