/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Projections of what happens to a patient outside visits: contacts, treatment stopped, reports of serious adverse events. */

#include "crf-projection-private.h"

#include <glib/gi18n-lib.h>

gboolean
_crf_apply_contact (CrfDb *db, const CrfStored *entry, GError **error)
{
  g_autofree char *day = _crf_projection_need (entry, "day", error);
  g_autofree char *how = crf_detail_get (entry->detail, "how");
  g_autofree char *reached = crf_detail_get (entry->detail, "reached");
  g_autofree char *who = _crf_projection_who (entry), *when = _crf_projection_when (entry);

  return day != NULL
         && crf_db_run (db, error,
                        "INSERT INTO contact (subject, n, day, how, reached, note, at, user) VALUES (?1, "
                        "(SELECT 1 + count (*) FROM contact WHERE subject = ?1), ?2, ?3, ?4 IS '1', ?5, ?6, ?7)",
                        "sssssss", COL (entry, SUBJECT), day, how, reached, COL (entry, REASON),
                        when, who);
}

gboolean
_crf_apply_treatment (CrfDb *db, const CrfStored *entry, GError **error)
{
  g_autofree char *day = _crf_projection_need (entry, "day", error);
  g_autofree char *by = crf_detail_get (entry->detail, "by");
  g_autofree char *who = _crf_projection_who (entry), *when = _crf_projection_when (entry);

  if (day == NULL)
    return FALSE;
  if (g_strcmp0 (COL (entry, CANON), "stopped") != 0)
    return crf_db_run (db, error, "DELETE FROM treatment_stop WHERE subject = ?1", "s", COL (entry, SUBJECT));
  return crf_db_run (db, error,
                     "INSERT INTO treatment_stop (subject, day, by, reason, at, user) VALUES (?1, ?2, ?3, ?4, ?5, ?6) "
                     "ON CONFLICT (subject) DO UPDATE SET day = excluded.day, by = excluded.by, reason = excluded.reason, "
                     "at = excluded.at, user = excluded.user",
                     "ssssss", COL (entry, SUBJECT), day, by, COL (entry, REASON), when, who);
}

gboolean
_crf_apply_sae_news (CrfDb *db, const CrfStored *entry, GError **error)
{
  g_autofree char *n = _crf_projection_need (entry, "n", error);
  g_autofree char *aware_at = crf_detail_get (entry->detail, "aware_at");
  g_autofree char *text = crf_detail_get (entry->detail, "text");
  g_autofree char *who = _crf_projection_who (entry), *when = _crf_projection_when (entry);

  return n != NULL
         && crf_db_run (db, error,
                        "INSERT INTO sae_news (subject, formkey, n, aware_at, text, at, user) "
                        "VALUES (?1, ?2, CAST (?3 AS INTEGER), ?4, ?5, ?6, ?7)",
                        "sssssss", COL (entry, SUBJECT), COL (entry, FORMKEY), n, aware_at, text,
                        when, who);
}

gboolean
_crf_apply_sae_report (CrfDb *db, const CrfStored *entry, GError **error)
{
  g_autofree char *key = _crf_projection_need (entry, "key", error);
  g_autofree char *kind = crf_detail_get (entry->detail, "kind");
  g_autofree char *n = crf_detail_get (entry->detail, "n");
  g_autofree char *recipient = crf_detail_get (entry->detail, "recipient");
  g_autofree char *due_at = crf_detail_get (entry->detail, "due_at");
  g_autofree char *sent_at = crf_detail_get (entry->detail, "sent_at");
  g_autofree char *how = crf_detail_get (entry->detail, "how");
  g_autofree char *sent_by = crf_detail_get (entry->detail, "sent_by");
  g_autofree char *signature = crf_detail_get (entry->detail, "signature");
  g_autofree char *who = _crf_projection_who (entry), *when = _crf_projection_when (entry);

  return key != NULL
         && crf_db_run (db, error,
                        "INSERT INTO sae_report (key, subject, formkey, kind, n, recipient, due_at, sent_at, how, sent_by, at, user, signature, reason) "
                        "VALUES (?1, ?2, ?3, ?4, CAST (?5 AS INTEGER), ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)",
                        "ssssssssssssss", key, COL (entry, SUBJECT), COL (entry, FORMKEY), kind, n, recipient, due_at, sent_at,
                        how, sent_by, when, who, signature, COL (entry, REASON));
}

gboolean
_crf_apply_sae_receipt (CrfDb *db, const CrfStored *entry, GError **error)
{
  g_autofree char *key = _crf_projection_need (entry, "key", error);
  g_autofree char *receipt = crf_detail_get (entry->detail, "receipt");
  g_autofree char *receipt_at = crf_detail_get (entry->detail, "receipt_at");

  return key != NULL
         && crf_db_run (db, error, "UPDATE sae_report SET receipt = ?2, receipt_at = ?3 WHERE key = ?1", "sss", key, receipt,
                        receipt_at)
         && _crf_projection_must_change (db, entry, _("report"), error);
}

gboolean
_crf_apply_event_link (CrfDb *db, const CrfStored *entry, GError **error)
{
  g_autofree char *adverse_event = _crf_projection_need (entry, "adverse_event", error);
  g_autofree char *decompensation = crf_detail_get (entry->detail, "decompensation");
  g_autofree char *when = _crf_projection_when (entry);

  return adverse_event != NULL
         && crf_db_run (db, error,
                        "INSERT INTO event_link (subject, adverse_event, decompensation, at) VALUES (?1, ?2, ?3, ?4) "
                        "ON CONFLICT (subject, adverse_event) DO UPDATE SET decompensation = excluded.decompensation, at = excluded.at",
                        "ssss", COL (entry, SUBJECT), adverse_event, decompensation, when);
}
