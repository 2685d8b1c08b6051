/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Projections of queries and of signatures, and when a signature is void. */

#include "crf-projection-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

gboolean
_crf_apply_query (CrfDb *db, const CrfStored *entry, GError **error)
{
  g_autofree char *key = _crf_projection_need (entry, "key", error);
  g_autofree char *origin = crf_detail_get (entry->detail, "origin");
  g_autofree char *check = crf_detail_get (entry->detail, "check");
  g_autofree char *state = crf_detail_get (entry->detail, "state");
  g_autofree char *who = _crf_projection_who (entry), *when = _crf_projection_when (entry);
  JsonObject *source = crf_detail_get_object (entry->detail, "source");
  g_autofree char *role = source != NULL ? crf_detail_get (source, "role") : g_strdup (COL (entry, ROLE));

  return key != NULL
         && crf_db_run (db, error,
                        "INSERT INTO query (key, subject, event, eventkey, form, formkey, "
                        "\"group\", groupkey, item, "
                        "state, origin, check_oid, text, opened_at, opened_by, opened_role) "
                        "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)",
                        "ssssssssssssssss", key, COL (entry, SUBJECT), COL (entry, EVENT),
                        COL (entry, EVENTKEY), COL (entry, FORM), COL (entry, FORMKEY),
                        COL (entry, GROUP), COL (entry, GROUPKEY), COL (entry, ITEM),
                        state != NULL ? state : "Open", origin, check, COL (entry, PROMPT),
                        when, who, role);
}

gboolean
_crf_apply_query_state (CrfDb *db, const CrfStored *entry, GError **error)
{
  g_autofree char *key = _crf_projection_need (entry, "key", error);
  g_autofree char *state = key != NULL ? _crf_projection_need (entry, "state", error) : NULL;
  g_autofree char *who = _crf_projection_who (entry), *when = _crf_projection_when (entry);

  return state != NULL
         && crf_db_run (db, error, "UPDATE query SET state = ?2 WHERE key = ?1", "ss", key, state)
         && _crf_projection_must_change (db, entry, _("query"), error)
         && crf_db_run (db, error,
                        "INSERT INTO query_message (key, n, state, text, at, user) VALUES (?1, "
                        "(SELECT 1 + count (*) FROM query_message WHERE key = ?1), ?2, ?3, ?4, ?5)",
                        "sssss", key, state, COL (entry, VALUE), when,
                        who);
}

gboolean
_crf_apply_sign (CrfDb *db, const CrfStored *entry, GError **error)
{
  g_autofree char *meaning = _crf_projection_need (entry, "meaning", error);
  g_autofree char *shown = meaning != NULL ? _crf_projection_need (entry, "shown", error) : NULL;

  return shown != NULL
         && crf_db_run (db, error,
                        "INSERT INTO signature (ws, seq, subject, event, eventkey, form, formkey, "
                        "\"group\", groupkey, "
                        "item, login, meaning, shown, at, off) "
                        "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)",
                        "sisssssssssssss", COL (entry, WS), entry->seq, COL (entry, SUBJECT),
                        COL (entry, EVENT), COL (entry, EVENTKEY), COL (entry, FORM),
                        COL (entry, FORMKEY), COL (entry, GROUP), COL (entry, GROUPKEY),
                        COL (entry, ITEM), COL (entry, USER), meaning, shown, COL (entry, AT),
                        COL (entry, OFF))
         && _crf_projection_note_passphrase (db, entry, error)
         && (strcmp (meaning, "delegations") != 0 || g_strcmp0 (COL (entry, ROLE), "principal-investigator") != 0
             || _crf_projection_sign_delegations (db, entry, error));
}

/* Of one meaning on exactly this target; what made it void is written elsewhere in the patient's record. */
gboolean
_crf_apply_sign_void (CrfDb *db, const CrfStored *entry, GError **error)
{
  g_autofree char *meaning = _crf_projection_need (entry, "meaning", error);

  return meaning != NULL
         && crf_db_run (db, error,
                        "UPDATE signature SET void_ws = ?1, void_seq = ?2 WHERE void_seq IS NULL AND meaning = ?3 AND subject = ?4 "
                        "AND event IS ?5 AND eventkey IS ?6 AND form IS ?7 AND formkey IS ?8",
                        "sissssss", COL (entry, WS), entry->seq, meaning, COL (entry, SUBJECT), COL (entry, EVENT),
                        COL (entry, EVENTKEY), COL (entry, FORM), COL (entry, FORMKEY))
         && crf_db_run (db, error,
                        "UPDATE foreign_signature SET void = 1 WHERE void = 0 AND meaning = ?1 AND subject = ?2 "
                        "AND event IS ?3 AND eventkey IS ?4 AND form IS ?5 AND formkey IS ?6",
                        "ssssss", meaning, COL (entry, SUBJECT), COL (entry, EVENT), COL (entry, EVENTKEY), COL (entry, FORM), COL (entry, FORMKEY));
}

/* Of signatures on a step of an infusion day. */
#define STEP_MEANINGS "'go-no-go', 'dose-check', 'identity', 'identity-second', 'product-release', 'override', 'handover'"

/* Whether the entry is an item's first value: it adds to the record and corrects nothing. */
static gboolean
is_first_value (const CrfStored *entry)
{
  return COL (entry, BASE) == NULL
         && (strcmp (COL (entry, ACTION), CRF_ACTION_VALUE) == 0
             || strcmp (COL (entry, ACTION), CRF_ACTION_DERIVED) == 0);
}

/* Those of other files are shown beside the data too, so that what was changed since is said of them as well. */
static gboolean
void_foreign (CrfDb *db, const CrfStored *entry, gboolean upper, GError **error)
{
  return crf_db_run (db, error,
                     "UPDATE foreign_signature SET void = 1 WHERE subject = ?1 AND void = 0 "
                     "AND (event IS NULL OR (event = ?2 AND eventkey IS ?3)) "
                     "AND (form IS NULL OR (?6 = 0 AND form = ?4 AND formkey IS ?5)) "
                     "AND (?7 = 0 OR meaning NOT IN (" STEP_MEANINGS "))",
                     "sssssii", COL (entry, SUBJECT), COL (entry, EVENT), COL (entry, EVENTKEY), COL (entry, FORM), COL (entry, FORMKEY),
                     (gint64) upper, (gint64) is_first_value (entry));
}

gboolean
_crf_projection_void_casebook (CrfDb *db, const CrfStored *entry, GError **error)
{
  static const char *const actions[] = { CRF_ACTION_FORM_ADD,  CRF_ACTION_EVENT_STATE,   CRF_ACTION_SUBJECT_STATUS, CRF_ACTION_CONSENT,
                                         CRF_ACTION_TREATMENT, CRF_ACTION_INFUSION_STEP, CRF_ACTION_EVENT_LINK,     NULL };

  if (COL (entry, SUBJECT) == NULL || !g_strv_contains (actions, COL (entry, ACTION)))
    return TRUE;
  return crf_db_run (db, error,
                     "UPDATE signature SET void_ws = ?1, void_seq = ?2 "
                     "WHERE subject = ?3 AND void_seq IS NULL AND event IS NULL AND form IS NULL AND meaning = 'casebook'",
                     "sis", COL (entry, WS), entry->seq, COL (entry, SUBJECT));
}

/* A column that the signature leaves open covers everything under it. A signature on no subject
 * (on the study) is never void by data: closing a study is a matter of its state. Who signs a step
 * of an infusion signs what stands there at that moment: the next step, written on the same form,
 * does not take it back, a correction does. */
gboolean
_crf_projection_void_signatures (CrfDb *db, const CrfStored *entry, gboolean upper, GError **error)
{
  if (COL (entry, SUBJECT) == NULL)
    return TRUE;
  return void_foreign (db, entry, upper, error)
         && crf_db_run (db, error,
                     "UPDATE signature SET void_ws = ?1, void_seq = ?2 "
                     "WHERE subject = ?3 AND void_seq IS NULL "
                     "AND (event IS NULL OR (event = ?4 AND eventkey IS ?5)) "
                     "AND (form IS NULL OR (?11 = 0 AND form = ?6 AND formkey IS ?7)) "
                     "AND (\"group\" IS NULL OR (\"group\" = ?8 AND groupkey IS ?9)) "
                     "AND (item IS NULL OR item = ?10) "
                     "AND (?12 = 0 OR meaning NOT IN (" STEP_MEANINGS "))",
                     "sissssssssii", COL (entry, WS), entry->seq, COL (entry, SUBJECT),
                     COL (entry, EVENT), COL (entry, EVENTKEY), COL (entry, FORM),
                     COL (entry, FORMKEY), COL (entry, GROUP), COL (entry, GROUPKEY),
                     COL (entry, ITEM), (gint64) upper, (gint64) is_first_value (entry));
}
