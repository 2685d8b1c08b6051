/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Projections of who was told what: broken codes, the end of the blind. */

#include "crf-projection-private.h"

gboolean
_crf_apply_code_break (CrfDb *db, const CrfStored *entry, GError **error)
{
  g_autofree char *login = _crf_projection_need (entry, "login", error);
  g_autofree char *via = login != NULL ? _crf_projection_need (entry, "via", error) : NULL;

  return via != NULL
         && crf_db_run (db, error,
                        "INSERT INTO code_break (ws, seq, subject, login, via, box, reason, at, user) VALUES "
                        "(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
                        "sisssssss", COL (entry, WS), entry->seq, COL (entry, SUBJECT), login, via,
                        COL (entry, VALUE), COL (entry, REASON), COL (entry, AT), COL (entry, USER));
}

gboolean
_crf_apply_trial_unblind (CrfDb *db, const CrfStored *entry, GError **error)
{
  g_autofree char *first = _crf_projection_need (entry, "first", error);
  g_autofree char *second = first != NULL ? _crf_projection_need (entry, "second", error) : NULL;

  return second != NULL
         && crf_db_run (db, error,
                        "INSERT INTO trial_unblinding (ws, seq, first, second, at) VALUES (?1, ?2, ?3, ?4, ?5)",
                        "sisss", COL (entry, WS), entry->seq, first, second, COL (entry, AT));
}
