/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Projections of double entry: what the second person typed, which repeats of the first entry hers are, and the repeats that only one of them
 * has. */

#include "crf-projection-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define OR_EMPTY(text) ((text) != NULL ? (text) : "")
#define FORM_OF(entry) COL (entry, SUBJECT), COL (entry, EVENT), COL (entry, EVENTKEY), COL (entry, FORM)

gboolean
_crf_apply_second (CrfDb *db, const CrfStored *entry, GError **error)
{
  g_autofree char *result = _crf_projection_need (entry, "result", error);
  g_autofree char *form = result != NULL ? crf_detail_get (entry->detail, "form") : NULL;
  g_autofree char *group = result != NULL ? crf_detail_get (entry->detail, "group") : NULL;

  return result != NULL
         && crf_db_run (db, error,
                        "INSERT OR REPLACE INTO second_entry (subject, event, eventkey, form, formkey, \"group\", groupkey, "
                        "item, value, unit, cmp, missing, canon, state, first_formkey, first_groupkey, at, user) "
                        "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18)",
                        "ssssssssssssssssss", FORM_OF (entry), COL (entry, FORMKEY), COL (entry, GROUP),
                        COL (entry, GROUPKEY), COL (entry, ITEM), COL (entry, VALUE), COL (entry, UNIT),
                        COL (entry, CMP), COL (entry, MISSING), COL (entry, CANON), result, form, group,
                        COL (entry, AT), COL (entry, USER));
}

/* Compared as when the second was entered: by what is stored, not by how it was typed. A decision follows the value that it chose. */
gboolean
_crf_projection_compare_second (CrfDb *db, const CrfStored *entry, GError **error)
{
  return crf_db_run (db, error,
                     "UPDATE second_entry SET state = CASE WHEN canon IS ?9 AND missing IS ?10 AND cmp IS ?11 THEN 'same' ELSE 'differs' END "
                     "WHERE subject = ?1 AND event = ?2 AND eventkey = ?3 AND form = ?4 AND first_formkey = ?5 AND \"group\" = ?6 "
                     "AND first_groupkey = ?7 AND item = ?8",
                     "sssssssssss", FORM_OF (entry), COL (entry, FORMKEY), COL (entry, GROUP), COL (entry, GROUPKEY), COL (entry, ITEM),
                     COL (entry, CANON), COL (entry, MISSING), COL (entry, CMP));
}

/* A match that is found anew compares anew: what was decided of another repeat does not hold for this one. */
gboolean
_crf_apply_second_match (CrfDb *db, const CrfStored *entry, GError **error)
{
  g_autofree char *form = crf_detail_get (entry->detail, "form");
  g_autofree char *group = crf_detail_get (entry->detail, "group");
  g_autofree char *differs = crf_detail_get (entry->detail, "differs");
  g_autofree char *list = g_strdup_printf (" %s ", OR_EMPTY (differs));

  return crf_db_run (db, error,
                     "UPDATE second_entry SET first_formkey = ?8, first_groupkey = iif (?8 IS NULL, NULL, "
                     "coalesce (?9, groupkey)), state = CASE WHEN ?8 IS NULL THEN 'alone' "
                     "WHEN instr (?10, ' ' || item || ' ') > 0 THEN 'differs' ELSE 'same' END "
                     "WHERE subject = ?1 AND event = ?2 AND eventkey = ?3 AND form = ?4 AND formkey = ?5 "
                     "AND ((?6 <> '' AND \"group\" = ?6 AND groupkey = ?7) OR (?6 = '' AND groupkey = '1'))",
                     "ssssssssss", FORM_OF (entry), COL (entry, FORMKEY), OR_EMPTY (COL (entry, GROUP)),
                     OR_EMPTY (COL (entry, GROUPKEY)), form, group, list);
}

gboolean
_crf_apply_second_decided (CrfDb *db, const CrfStored *entry, GError **error)
{
  return crf_db_run (db, error,
                     "UPDATE second_entry SET state = 'decided' WHERE subject = ?1 AND event = ?2 AND eventkey = ?3 "
                     "AND form = ?4 AND first_formkey = ?5 AND \"group\" = ?6 AND first_groupkey = ?7 AND item = ?8",
                     "ssssssss", FORM_OF (entry), COL (entry, FORMKEY), COL (entry, GROUP), COL (entry, GROUPKEY),
                     COL (entry, ITEM))
         && _crf_projection_must_change (db, entry, _("second entry"), error);
}

/* What was found before and not decided is found again, or is there no more. */
gboolean
_crf_apply_second_done (CrfDb *db, const CrfStored *entry, GError **error)
{
  return crf_db_run (db, error,
                     "DELETE FROM second_row WHERE subject = ?1 AND event = ?2 AND eventkey = ?3 AND form = ?4 "
                     "AND state = 'open'",
                     "ssss", FORM_OF (entry));
}

gboolean
_crf_apply_second_row (CrfDb *db, const CrfStored *entry, GError **error)
{
  g_autofree char *side = _crf_projection_need (entry, "side", error);

  return side != NULL
         && crf_db_run (db, error,
                        "INSERT INTO second_row (subject, event, eventkey, form, formkey, \"group\", groupkey, side, "
                        "state, at, user) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11) "
                        "ON CONFLICT (subject, event, eventkey, form, formkey, \"group\", groupkey) DO UPDATE SET "
                        "state = excluded.state, at = excluded.at, user = excluded.user",
                        "sssssssssss", FORM_OF (entry), COL (entry, FORMKEY), OR_EMPTY (COL (entry, GROUP)),
                        OR_EMPTY (COL (entry, GROUPKEY)), side, COL (entry, CANON) != NULL ? "decided" : "open",
                        COL (entry, AT), COL (entry, USER));
}
