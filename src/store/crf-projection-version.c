/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Projections of amendments: what each is, and which version of the definition a patient is followed under. */

#include "crf-projection-private.h"

#include <glib/gi18n-lib.h>

static gboolean
add_version (CrfDb *db, const CrfStored *entry, const char *mdv, GError **error)
{
  return crf_db_run (db, error,
                     "INSERT INTO subject_version (subject, n, mdv, event, at, user) "
                     "SELECT ?1, 1 + coalesce (max (n), 0), ?2, ?3, ?4, ?5 FROM subject_version "
                     "WHERE subject = ?1",
                     "sssss", COL (entry, SUBJECT), mdv, COL (entry, EVENT), COL (entry, AT),
                     COL (entry, USER));
}

gboolean
_crf_note_first_version (CrfDb *db, const CrfStored *entry, GError **error)
{
  return COL (entry, MDV) == NULL || add_version (db, entry, COL (entry, MDV), error);
}

gboolean
_crf_apply_subject_version (CrfDb *db, const CrfStored *entry, GError **error)
{
  g_autofree char *mdv = _crf_projection_need (entry, "mdv", error);

  if (mdv == NULL)
    return FALSE;
  if (COL (entry, CANON) == NULL || !g_str_has_suffix (mdv, COL (entry, CANON)))
    return _crf_projection_refuse (entry, error, _("its version is not that of its SHA-256."));
  if (crf_db_get_int (db, NULL, 0, "SELECT 1 FROM definition WHERE sha256 = ?1", "s", COL (entry, CANON)) == 0)
    return _crf_projection_refuse (entry, error, _("there is no such %s."), _("definition"));
  return add_version (db, entry, mdv, error);
}

gboolean
_crf_note_amendment (CrfDb *db, const CrfStored *entry, GError **error)
{
  g_autofree char *number = crf_detail_get (entry->detail, "number");
  g_autofree char *mdv = crf_detail_get (entry->detail, "mdv");
  g_autofree char *date = crf_detail_get (entry->detail, "date");
  g_autofree char *ethics = crf_detail_get (entry->detail, "ethics");
  g_autofree char *consent = crf_detail_get (entry->detail, "consent");
  g_autofree char *applies = crf_detail_get (entry->detail, "applies");
  g_autofree char *retrain = crf_detail_get (entry->detail, "retrain");
  g_autofree char *summary = crf_detail_get (entry->detail, "summary");

  if (number == NULL)
    return TRUE;
  return crf_db_run (db, error,
                     "INSERT INTO amendment (number, mdv, date, ethics, consent, applies, retrain, "
                     "summary, at, user) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
                     "ssssssssss", number, mdv, date, ethics, consent,
                     applies != NULL ? applies : "new", retrain, summary, COL (entry, AT),
                     COL (entry, USER));
}
