/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Projections of the file itself: meta, definitions, sources, reference ranges, opaque keys. */

#include "crf-projection-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static gboolean
set_meta (CrfDb *db, const char *key, const char *value, GError **error)
{
  return crf_db_run (db, error, "INSERT INTO meta (key, value) VALUES (?1, ?2)", "ss", key, value);
}

gboolean
_crf_apply_study_create (CrfDb *db, const CrfStored *entry, GError **error)
{
  g_autofree char *uuid = _crf_projection_need (entry, "uuid", error);
  g_autofree char *site = crf_detail_get (entry->detail, "site");
  gboolean demo = crf_detail_get_boolean (entry->detail, "demo", FALSE);

  return uuid != NULL && set_meta (db, "uuid", uuid, error)
         && set_meta (db, "site", site != NULL ? site : "", error)
         && set_meta (db, "demo", demo ? "1" : "0", error)
         && set_meta (db, "created_at", COL (entry, AT), error);
}

gboolean
_crf_apply_definition_add (CrfDb *db, const CrfStored *entry, GError **error)
{
  g_autofree char *version = _crf_projection_need (entry, "version", error);
  g_autofree char *oid = crf_detail_get (entry->detail, "oid");
  g_autofree char *sha256 = NULL;

  if (version == NULL)
    return FALSE;
  if (COL (entry, VALUE) == NULL)
    return _crf_projection_refuse (entry, error, _("it holds no document."));
  sha256 = g_compute_checksum_for_string (G_CHECKSUM_SHA256, COL (entry, VALUE), -1);
  if (g_strcmp0 (sha256, COL (entry, CANON)) != 0)
    return _crf_projection_refuse (
        entry, error, _("the document does not have the SHA-256 that the entry says."));
  return crf_db_run (db, error,
                     "INSERT INTO definition (sha256, study_oid, version, ws, seq, added_at) "
                     "VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                     "ssssis", sha256, oid, version, COL (entry, WS), entry->seq, COL (entry, AT));
}

gboolean
_crf_apply_definition_activate (CrfDb *db, const CrfStored *entry, GError **error)
{
  return crf_db_run (db, error, "UPDATE definition SET active = 0 WHERE active = 1", "")
         && crf_db_run (db, error,
                        "UPDATE definition SET active = 1, activated_at = ?2 WHERE sha256 = ?1",
                        "ss", COL (entry, CANON), COL (entry, AT))
         && _crf_projection_must_change (db, entry, _("definition"), error)
         && _crf_note_amendment (db, entry, error);
}

gboolean
_crf_apply_source (CrfDb *db, const CrfStored *entry, GError **error)
{
  return crf_db_run (db, error,
                     "INSERT INTO source (item, kind, at, user) VALUES (?1, ?2, ?3, ?4) "
                     "ON CONFLICT (item) DO UPDATE SET kind = excluded.kind, at = excluded.at, "
                     "user = excluded.user",
                     "ssss", COL (entry, ITEM), COL (entry, CANON), COL (entry, AT),
                     COL (entry, USER));
}

/* A member of a key: '' where it is not said. */
static char *
get_key_member (const CrfStored *entry, const char *member)
{
  char *text = crf_detail_get (entry->detail, member);

  return text != NULL ? text : g_strdup ("");
}

gboolean
_crf_apply_range (CrfDb *db, const CrfStored *entry, GError **error)
{
  g_autofree char *laboratory = get_key_member (entry, "laboratory");
  g_autofree char *method = get_key_member (entry, "method");
  g_autofree char *unit = get_key_member (entry, "unit");
  g_autofree char *sex = get_key_member (entry, "sex");
  g_autofree char *age_low = get_key_member (entry, "age_low");
  g_autofree char *age_high = crf_detail_get (entry->detail, "age_high");
  g_autofree char *low = crf_detail_get (entry->detail, "low");
  g_autofree char *high = crf_detail_get (entry->detail, "high");
  g_autofree char *from = get_key_member (entry, "from");
  g_autofree char *to = crf_detail_get (entry->detail, "to"), *who = _crf_projection_who (entry), *when = _crf_projection_when (entry);

  return crf_db_run (
      db, error,
      "INSERT INTO reference_range (item, laboratory, method, unit, sex, age_low, age_high, "
      "low, high, from_date, to_date, at, user) "
      "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13) "
      "ON CONFLICT (item, laboratory, method, unit, sex, age_low, from_date) DO UPDATE SET "
      "age_high = excluded.age_high, low = excluded.low, high = excluded.high, "
      "to_date = excluded.to_date, at = excluded.at, user = excluded.user",
      "sssssssssssss", COL (entry, ITEM), laboratory, method, unit, sex, age_low, age_high, low,
      high, from, to, when, who);
}

/* Notes "<ws>.<n>" as used. Other texts, "1" above all, are no opaque keys. */
static gboolean
note_key (CrfDb *db, const char *key, GError **error)
{
  char ws[9];
  gint64 n;

  if (key == NULL || strlen (key) < 10 || key[8] != '.'
      || !g_ascii_string_to_signed (key + 9, 10, 1, G_MAXINT64, &n, NULL))
    return TRUE;
  memcpy (ws, key, 8);
  ws[8] = '\0';
  return crf_db_run (
      db, error,
      "INSERT INTO opaque_key (ws, last) VALUES (?1, ?2) "
      "ON CONFLICT (ws) DO UPDATE SET last = excluded.last WHERE excluded.last > last",
      "si", ws, n);
}

gboolean
_crf_apply_opaque_keys (CrfDb *db, const CrfStored *entry, GError **error)
{
  g_autofree char *key = crf_detail_get (entry->detail, "key");
  g_autofree char *list = crf_detail_get (entry->detail, "list");

  return note_key (db, COL (entry, SUBJECT), error) && note_key (db, COL (entry, EVENTKEY), error)
         && note_key (db, COL (entry, FORMKEY), error)
         && note_key (db, COL (entry, GROUPKEY), error) && note_key (db, key, error)
         && note_key (db, list, error);
}
