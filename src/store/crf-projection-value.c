/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Projections of what is entered: events, forms, item groups, values, samples. */

#include "crf-projection-private.h"

#include <glib/gi18n-lib.h>

gint64
_crf_projection_form_id (CrfDb *db, const CrfStored *entry, GError **error)
{
  GError *local_error = NULL;
  gint64 id
      = crf_db_get_int (db, &local_error, 0,
                        "SELECT id FROM form WHERE subject = ?1 AND event = ?2 AND eventkey = ?3 "
                        "AND form = ?4 AND formkey = ?5",
                        "sssss", COL (entry, SUBJECT), COL (entry, EVENT), COL (entry, EVENTKEY),
                        COL (entry, FORM), COL (entry, FORMKEY));

  if (local_error != NULL)
    {
      g_propagate_error (error, local_error);
      return 0;
    }
  if (id == 0)
    _crf_projection_refuse (entry, error, _("form %s has not been opened at %s."),
                            COL (entry, FORM) != NULL ? COL (entry, FORM) : "-",
                            COL (entry, EVENT) != NULL ? COL (entry, EVENT) : "-");
  return id;
}

gboolean
_crf_apply_event_add (CrfDb *db, const CrfStored *entry, GError **error)
{
  g_autofree char *date = crf_detail_get (entry->detail, "date");

  if (date == NULL)
    date = _crf_projection_local_date (entry);
  return crf_db_run (db, error,
                     "INSERT INTO event (subject, event, eventkey, ordinal, day, at) VALUES (?1, "
                     "?2, ?3, ?4, ?5, ?6)",
                     "sssiss", COL (entry, SUBJECT), COL (entry, EVENT), COL (entry, EVENTKEY),
                     crf_detail_get_int (entry->detail, "ordinal", 1), date, COL (entry, AT));
}

gboolean
_crf_apply_event_state (CrfDb *db, const CrfStored *entry, GError **error)
{
  g_autofree char *date = crf_detail_get (entry->detail, "date");

  if (!crf_db_run (db, error,
                   "UPDATE event SET state = ?4, reason = ?5, day = coalesce (?6, day) "
                   "WHERE subject = ?1 AND event = ?2 AND eventkey = ?3",
                   "ssssss", COL (entry, SUBJECT), COL (entry, EVENT), COL (entry, EVENTKEY),
                   COL (entry, CANON), COL (entry, REASON), date)
      || !_crf_projection_must_change (db, entry, _("event"), error))
    return FALSE;
  if (date != NULL
      && !crf_db_run (
          db, error, "UPDATE form SET day = ?4 WHERE subject = ?1 AND event = ?2 AND eventkey = ?3",
          "ssss", COL (entry, SUBJECT), COL (entry, EVENT), COL (entry, EVENTKEY), date))
    return FALSE;
  return _crf_projection_void_signatures (db, entry, TRUE, error);
}

gboolean
_crf_apply_form_add (CrfDb *db, const CrfStored *entry, GError **error)
{
  return crf_db_run (
             db, error,
             "INSERT INTO form (subject, event, eventkey, form, formkey, ordinal, state, mdv, day, "
             "changed_at) "
             "SELECT subject, event, eventkey, ?4, ?5, ?6, 'started', ?7, day, ?8 FROM event "
             "WHERE subject = ?1 AND event = ?2 AND eventkey = ?3",
             "sssssiss", COL (entry, SUBJECT), COL (entry, EVENT), COL (entry, EVENTKEY),
             COL (entry, FORM), COL (entry, FORMKEY),
             crf_detail_get_int (entry->detail, "ordinal", 1), COL (entry, MDV), COL (entry, AT))
         && _crf_projection_must_change (db, entry, _("event"), error);
}

static int
rank_of_state (const char *state)
{
  static const char *const states[] = { "started", "complete", "verified", "signed", "locked" };

  for (guint i = 0; i < G_N_ELEMENTS (states); i++)
    if (g_strcmp0 (state, states[i]) == 0)
      return (int) i;
  return -1;
}

/* What stands in a form that is completed, or is reopened, was stated to be right. A result that is awaited is not there yet. What was stated before it was
 * cleared with a reason stays so until the form is complete without it. */
static gboolean
settle_values (CrfDb *db, const CrfStored *entry, gint64 id, gboolean completed, GError **error)
{
  return crf_db_run (db, error,
                     "UPDATE value SET settled = (value IS NOT NULL OR (missing IS NOT NULL AND missing <> 'PEND')) OR (settled AND ?2) "
                     "WHERE form_id = ?1 AND derived = 0 "
                     "AND settled <> ((value IS NOT NULL OR (missing IS NOT NULL AND missing <> 'PEND')) OR (settled AND ?2))",
                     "ii", id, (gint64) !completed)
         && crf_db_run (db, error, "UPDATE form SET reopened = ?2 WHERE id = ?1", "is", id, completed ? NULL : COL (entry, REASON));
}

gboolean
_crf_apply_form_state (CrfDb *db, const CrfStored *entry, GError **error)
{
  gint64 id = _crf_projection_form_id (db, entry, error);
  g_autofree char *old = NULL;

  if (id == 0)
    return FALSE;
  old = crf_db_get_text (db, error, "SELECT state FROM form WHERE id = ?1", "i", id);
  if (old != NULL && (rank_of_state (old) > 0) != (rank_of_state (COL (entry, CANON)) > 0)
      && !settle_values (db, entry, id, rank_of_state (old) <= 0, error))
    return FALSE;
  if (old == NULL
      || !crf_db_run (db, error, "UPDATE form SET state = ?2, changed_at = ?3 WHERE id = ?1", "iss",
                      id, COL (entry, CANON), COL (entry, AT)))
    return FALSE;
  /* Reopening a form takes back what was signed; going forward does not. */
  return rank_of_state (COL (entry, CANON)) >= rank_of_state (old)
         || _crf_projection_void_signatures (db, entry, FALSE, error);
}

gboolean
_crf_apply_group_add (CrfDb *db, const CrfStored *entry, GError **error)
{
  gint64 id = _crf_projection_form_id (db, entry, error);

  return id != 0
         && crf_db_run (db, error,
                        "INSERT INTO item_group (form_id, \"group\", groupkey, ordinal) VALUES "
                        "(?1, ?2, ?3, ?4)",
                        "issi", id, COL (entry, GROUP), COL (entry, GROUPKEY),
                        crf_detail_get_int (entry->detail, "ordinal", 1));
}

/* A group that does not repeat has key "1" and needs no entry of its own. */
static gboolean
group_exists (CrfDb *db, gint64 form_id, const CrfStored *entry, GError **error)
{
  GError *local_error = NULL;
  gint64 found;

  if (g_strcmp0 (COL (entry, GROUPKEY), "1") == 0)
    return TRUE;
  found = crf_db_get_int (
      db, &local_error, 0,
      "SELECT 1 FROM item_group WHERE form_id = ?1 AND \"group\" = ?2 AND groupkey = ?3", "iss",
      form_id, COL (entry, GROUP), COL (entry, GROUPKEY));
  if (local_error != NULL)
    {
      g_propagate_error (error, local_error);
      return FALSE;
    }
  return found != 0
         || _crf_projection_refuse (entry, error, _("item group %s has no such repeat."),
                                    COL (entry, GROUP) != NULL ? COL (entry, GROUP) : "-");
}

gboolean
_crf_apply_value (CrfDb *db, const CrfStored *entry, GError **error)
{
  gboolean derived = g_strcmp0 (COL (entry, ACTION), CRF_ACTION_DERIVED) == 0;
  gboolean sealed = json_object_has_member (entry->detail, "seal");
  gint64 id = _crf_projection_form_id (db, entry, error);

  return id != 0 && group_exists (db, id, entry, error)
         && crf_db_run (
             db, error,
             "INSERT INTO value (form_id, item, \"group\", groupkey, value, unit, cmp, missing, "
             "canon, "
             "detail, derived, sealed, ws, seq, at, user) "
             "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16) "
             "ON CONFLICT (form_id, item, \"group\", groupkey) DO UPDATE SET value = "
             "excluded.value, "
             "unit = excluded.unit, cmp = excluded.cmp, missing = excluded.missing, "
             "canon = excluded.canon, detail = excluded.detail, derived = excluded.derived, "
             "sealed = excluded.sealed, ws = excluded.ws, seq = excluded.seq, at = excluded.at, "
             "user = excluded.user",
             "isssssssssiisiss", id, COL (entry, ITEM), COL (entry, GROUP), COL (entry, GROUPKEY),
             COL (entry, VALUE), COL (entry, UNIT), COL (entry, CMP), COL (entry, MISSING),
             COL (entry, CANON), COL (entry, DETAIL), (gint64) derived, (gint64) sealed,
             COL (entry, WS), entry->seq, COL (entry, AT), COL (entry, USER))
         && crf_db_run (db, error, "UPDATE form SET changed_at = ?2 WHERE id = ?1", "is", id,
                        COL (entry, AT))
         && (derived || sealed || _crf_projection_compare_second (db, entry, error))
         && _crf_projection_drop_marks (db, entry, error)
         && _crf_projection_void_signatures (db, entry, FALSE, error);
}

gboolean
_crf_apply_sample (CrfDb *db, const CrfStored *entry, GError **error)
{
  gint64 id = _crf_projection_form_id (db, entry, error);
  g_autofree char *state = _crf_projection_need (entry, "state", error);
  gint64 analysed = crf_detail_get_boolean (entry->detail, "analysed", -1);
  g_autofree char *who = _crf_projection_who (entry), *when = _crf_projection_when (entry);

  return id != 0 && state != NULL
         && crf_db_run (
             db, error,
             "INSERT INTO sample (form_id, \"group\", groupkey, state, analysed, at, user) "
             "VALUES (?1, ?2, ?3, ?4, iif (?5 < 0, NULL, ?5), ?6, ?7) "
             "ON CONFLICT (form_id, \"group\", groupkey) DO UPDATE SET state = excluded.state, "
             "analysed = coalesce (excluded.analysed, analysed), at = excluded.at, user = "
             "excluded.user",
             "isssiss", id, COL (entry, GROUP), COL (entry, GROUPKEY), state, analysed,
             when, who)
         && _crf_projection_void_signatures (db, entry, FALSE, error);
}
