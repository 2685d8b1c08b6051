/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Projections of what the study as a whole is at. */

#include "crf-projection-private.h"

gboolean
_crf_apply_study_status (CrfDb *db, const CrfStored *entry, GError **error)
{
  g_autofree char *date = _crf_projection_need (entry, "date", error);
  g_autofree char *infusions = crf_detail_get (entry->detail, "infusions");

  return date != NULL
         && crf_db_run (db, error,
                        "INSERT INTO study_status (n, status, date, infusions, reason, at, user) "
                        "VALUES ((SELECT 1 + count (*) FROM study_status), ?1, ?2, ?3, ?4, ?5, ?6)",
                        "ssssss", COL (entry, CANON), date, infusions, COL (entry, REASON),
                        COL (entry, AT), COL (entry, USER));
}
