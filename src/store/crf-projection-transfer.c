/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Projection of what came in from other study files. */

#include "crf-projection-private.h"

#include <glib/gi18n-lib.h>

gboolean
_crf_apply_transfer (CrfDb *db, const CrfStored *entry, GError **error)
{
  g_autofree char *name = _crf_projection_need (entry, "name", error);
  g_autofree char *sha256 = name != NULL ? _crf_projection_need (entry, "sha256", error) : NULL;
  g_autofree char *id = g_strconcat (COL (entry, WS), ":", COL (entry, SEQ), NULL);

  return sha256 != NULL
         && crf_db_run (db, error,
                        "INSERT INTO transfer (entry, name, sha256, detail, at, user) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                        "ssssss", id, name, sha256, COL (entry, DETAIL), COL (entry, AT), COL (entry, USER));
}

/* A signature of another file: it stands beside what it was given for, and opens, completes and locks nothing here. */
gboolean
_crf_apply_transfer_record (CrfDb *db, const CrfStored *entry, GError **error)
{
  JsonObject *source = crf_detail_get_object (entry->detail, "source");
  g_autofree char *what = source != NULL ? crf_detail_get (source, "what") : NULL;
  g_autofree char *meaning = source != NULL ? crf_detail_get (source, "meaning") : NULL;
  g_autofree char *who = _crf_projection_who (entry), *when = _crf_projection_when (entry);
  g_autofree char *off = crf_detail_get (entry->detail, "off"), *key = crf_detail_get (entry->detail, "key");

  if (g_strcmp0 (what, "sign") != 0 || meaning == NULL)
    return TRUE;
  return crf_db_run (db, error,
                     "INSERT INTO foreign_signature (ws, seq, subject, event, eventkey, form, formkey, meaning, who, at, off, key, void) "
                     "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
                     "sissssssssssi", COL (entry, WS), entry->seq, COL (entry, SUBJECT), COL (entry, EVENT), COL (entry, EVENTKEY),
                     COL (entry, FORM), COL (entry, FORMKEY), meaning, who, when, off, key,
                     (gint64) crf_detail_get_boolean (entry->detail, "void", FALSE));
}

gboolean
_crf_apply_transfer_allocation (CrfDb *db, const CrfStored *entry, GError **error)
{
  g_autofree char *allocation = _crf_projection_need (entry, "allocation", error);
  g_autofree char *stratum = crf_detail_get (entry->detail, "stratum"), *arm = crf_detail_get (entry->detail, "arm");

  return allocation != NULL
         && crf_db_run (db, error,
                        "UPDATE subject SET allocation_number = ?2, stratum = ?3, arm = ?4 WHERE key = ?1 AND allocation_number IS NULL",
                        "ssss", COL (entry, SUBJECT), allocation, stratum != NULL ? stratum : "", arm)
         && _crf_projection_must_change (db, entry, _("patient without allocation"), error);
}

gboolean
_crf_apply_trust (CrfDb *db, const CrfStored *entry, GError **error)
{
  g_autofree char *key = _crf_projection_need (entry, "key", error);
  g_autofree char *fingerprint = key != NULL ? _crf_projection_need (entry, "fingerprint", error) : NULL;
  g_autofree char *login = crf_detail_get (entry->detail, "login");
  g_autofree char *name = crf_detail_get (entry->detail, "name");
  g_autofree char *workstation = crf_detail_get (entry->detail, "workstation");
  g_autofree char *site = crf_detail_get (entry->detail, "site");

  return fingerprint != NULL
         && crf_db_run (db, error,
                        "INSERT INTO trusted_key (key, fingerprint, login, name, workstation, site, state, reason, at, user) "
                        "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10) ON CONFLICT (key) DO UPDATE SET state = excluded.state, "
                        "reason = excluded.reason, at = excluded.at, user = excluded.user",
                        "ssssssssss", key, fingerprint, login, name, workstation, site, COL (entry, CANON), COL (entry, REASON),
                        COL (entry, AT), COL (entry, USER));
}

gboolean
_crf_apply_accept_package (CrfDb *db, const CrfStored *entry, GError **error)
{
  g_autofree char *sha256 = _crf_projection_need (entry, "sha256", error);
  g_autofree char *name = crf_detail_get (entry->detail, "name");

  return sha256 != NULL
         && crf_db_run (db, error,
                        "INSERT INTO accepted_package (sha256, name, reason, at, user) VALUES (?1, ?2, ?3, ?4, ?5) "
                        "ON CONFLICT (sha256) DO UPDATE SET reason = excluded.reason, at = excluded.at, user = excluded.user",
                        "sssss", sha256, name, COL (entry, REASON), COL (entry, AT), COL (entry, USER));
}
