/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Records of events, forms and values. */

#include "crf-records-private.h"

/* How far a form has come: what holds it, else who signed or verified it, else whether it is complete. */
#define FORM_STATE                                                                                 \
  "coalesce ((SELECT h.state FROM hold h WHERE h.subject IN ('', f.subject) AND (h.form = '' OR "  \
  "(h.event = f.event AND h.eventkey = f.eventkey AND h.form = f.form AND h.formkey = f.formkey)) " \
  "ORDER BY h.state DESC LIMIT 1), "                                                               \
  "(SELECT 'signed' FROM signature s WHERE s.subject = f.subject AND s.void_seq IS NULL "          \
  "AND s.meaning IN ('form', 'sae', 'casebook') AND (s.form IS NULL OR (s.event = f.event AND "    \
  "s.eventkey = f.eventkey AND s.form = f.form AND s.formkey = f.formkey)) LIMIT 1), "             \
  "(SELECT 'verified' FROM verification v WHERE v.subject = f.subject AND v.event = f.event AND "  \
  "v.eventkey = f.eventkey AND v.form = f.form AND v.formkey = f.formkey AND v.\"group\" = '' "    \
  "AND v.groupkey = '' AND v.item = '' AND v.dropped_at IS NULL AND f.state <> 'started' AND "      \
  "coalesce (v.level, 'all') IN ('all', coalesce ((SELECT p.value FROM policy p WHERE p.name = "   \
  "'verification:' || f.form), (SELECT p.value FROM policy p WHERE p.name = 'verification'), 'all'))), " \
  "f.state)"
#define FORM_COLUMNS                                                                               \
  "f.id, f.subject, f.event, f.eventkey, f.form, f.formkey, " FORM_STATE ", f.mdv, f.changed_at, " \
  "f.ordinal, f.reopened"
#define N_FORM_COLUMNS 11
/* Whether the row says what the entry says that it names: nothing is looked at that was changed behind the journal's back. */
#define VALUE_HOLDS                                                                                \
  "EXISTS (SELECT 1 FROM journal j WHERE j.ws = v.ws AND j.seq = v.seq AND j.item IS v.item "      \
  "AND j.\"group\" IS v.\"group\" AND j.groupkey IS v.groupkey AND j.value IS v.value "            \
  "AND j.unit IS v.unit AND j.cmp IS v.cmp AND j.missing IS v.missing AND j.canon IS v.canon)"
#define N_VALUE_COLUMNS 15
#define VALUE_COLUMNS                                                                              \
  "v.\"group\", v.groupkey, v.item, v.value, v.unit, v.cmp, v.missing, v.canon, v.ws || ':' || "   \
  "v.seq, v.derived, "                                                                             \
  "v.sealed, v.detail, v.at, v.user, v.settled"

static void
event_record_free (gpointer data)
{
  CrfEventRecord *record = data;

  g_free (record->subject);
  g_free (record->event);
  g_free (record->eventkey);
  g_free (record->state);
  g_free (record->reason);
  g_free (record);
}

static gpointer
read_event (CrfStatement *row)
{
  CrfEventRecord *record = g_new0 (CrfEventRecord, 1);

  record->subject = _crf_records_text (row, 0);
  record->event = _crf_records_text (row, 1);
  record->eventkey = _crf_records_text (row, 2);
  record->state = _crf_records_text (row, 3);
  record->reason = _crf_records_text (row, 4);
  record->ordinal = (int) crf_statement_int (row, 5);
  return record;
}

GPtrArray *
crf_records_events (CrfStudyFile *file, const char *subject, GError **error)
{
  g_return_val_if_fail (file != NULL && subject != NULL, NULL);

  return _crf_records_collect (
      crf_db_query (
          file->db, error,
          "SELECT subject, event, eventkey, state, reason, ordinal FROM event WHERE subject = ?1 "
          "ORDER BY event, ordinal, eventkey",
          "s", subject),
      read_event, event_record_free, error);
}

void
crf_form_record_free (CrfFormRecord *record)
{
  if (record == NULL)
    return;
  g_free (record->subject);
  g_free (record->event);
  g_free (record->eventkey);
  g_free (record->form);
  g_free (record->formkey);
  g_free (record->state);
  g_free (record->mdv);
  g_free (record->changed_at);
  g_free (record->reopened);
  g_free (record);
}

static gpointer
read_form (CrfStatement *row)
{
  CrfFormRecord *record = g_new0 (CrfFormRecord, 1);

  record->id = crf_statement_int (row, 0);
  record->subject = _crf_records_text (row, 1);
  record->event = _crf_records_text (row, 2);
  record->eventkey = _crf_records_text (row, 3);
  record->form = _crf_records_text (row, 4);
  record->formkey = _crf_records_text (row, 5);
  record->state = _crf_records_text (row, 6);
  record->mdv = _crf_records_text (row, 7);
  record->changed_at = _crf_records_text (row, 8);
  record->ordinal = (int) crf_statement_int (row, 9);
  record->reopened = _crf_records_text (row, 10);
  return record;
}

GPtrArray *
crf_records_forms (CrfStudyFile *file, const char *subject, GError **error)
{
  g_return_val_if_fail (file != NULL && subject != NULL, NULL);

  return _crf_records_collect (crf_db_query (file->db, error,
                                             "SELECT " FORM_COLUMNS
                                             " FROM form f WHERE f.subject = ?1 ORDER BY f.id",
                                             "s", subject),
                               read_form, (GDestroyNotify) crf_form_record_free, error);
}

CrfFormRecord *
crf_records_find_form (CrfStudyFile *file,
                       const char *subject,
                       const char *event,
                       const char *eventkey,
                       const char *form,
                       const char *formkey,
                       GError **error)
{
  g_return_val_if_fail (file != NULL, NULL);

  return _crf_records_first (
      crf_db_query (file->db, error,
                    "SELECT " FORM_COLUMNS
                    " FROM form f WHERE f.subject = ?1 AND f.event = ?2 AND f.eventkey = ?3 "
                    "AND f.form = ?4 AND f.formkey = ?5",
                    "sssss", subject, event, eventkey, form, formkey),
      read_form, error);
}

gboolean
crf_records_has_group (CrfStudyFile *file, gint64 form_id, const char *group, const char *groupkey)
{
  g_return_val_if_fail (file != NULL && group != NULL && groupkey != NULL, FALSE);

  return crf_db_get_int (file->db, NULL, 0,
                         "SELECT 1 FROM item_group WHERE form_id = ?1 AND \"group\" = ?2 AND groupkey = ?3 "
                         "UNION ALL SELECT 1 FROM value WHERE form_id = ?1 AND \"group\" = ?2 AND groupkey = ?3 "
                         "UNION ALL SELECT 1 FROM sample WHERE form_id = ?1 AND \"group\" = ?2 AND groupkey = ?3 LIMIT 1",
                         "iss", form_id, group, groupkey) != 0;
}

gint64
crf_records_find_form_id (CrfStudyFile *file,
                          const char *subject,
                          const char *event,
                          const char *eventkey,
                          const char *form,
                          const char *formkey,
                          GError **error)
{
  g_return_val_if_fail (file != NULL, 0);

  return crf_db_get_int (file->db, error, 0,
                         "SELECT id FROM form WHERE subject = ?1 AND event = ?2 AND eventkey = ?3 "
                         "AND form = ?4 AND formkey = ?5",
                         "sssss", subject, event, eventkey, form, formkey);
}

void
crf_value_record_free (CrfValueRecord *record)
{
  if (record == NULL)
    return;
  g_free (record->group);
  g_free (record->groupkey);
  g_free (record->item);
  g_free (record->value);
  g_free (record->unit);
  g_free (record->cmp);
  g_free (record->missing);
  g_free (record->canon);
  g_free (record->entry);
  g_free (record->detail);
  g_free (record->at);
  g_free (record->user);
  g_free (record);
}

static CrfValueRecord *
read_value_at (CrfStatement *row, int i)
{
  CrfValueRecord *record = g_new0 (CrfValueRecord, 1);

  record->group = _crf_records_text (row, i);
  record->groupkey = _crf_records_text (row, i + 1);
  record->item = _crf_records_text (row, i + 2);
  record->value = _crf_records_text (row, i + 3);
  record->unit = _crf_records_text (row, i + 4);
  record->cmp = _crf_records_text (row, i + 5);
  record->missing = _crf_records_text (row, i + 6);
  record->canon = _crf_records_text (row, i + 7);
  record->entry = _crf_records_text (row, i + 8);
  record->derived = crf_statement_int (row, i + 9) != 0;
  record->sealed = crf_statement_int (row, i + 10) != 0;
  record->detail = _crf_records_text (row, i + 11);
  record->at = _crf_records_text (row, i + 12);
  record->user = _crf_records_text (row, i + 13);
  record->settled = crf_statement_int (row, i + 14) != 0;
  return record;
}

static gpointer
read_value (CrfStatement *row)
{
  return read_value_at (row, 0);
}

/* NULL with @error for a row that is not what the journal says. */
static CrfValueRecord *
read_true_value (CrfStudyFile *file, CrfStatement *row, GError **error)
{
  if (crf_statement_int (row, N_VALUE_COLUMNS) != 0)
    return read_value_at (row, 0);
  _crf_records_refuse_value (file, crf_statement_text (row, 2), error);
  return NULL;
}

GPtrArray *
crf_records_values (CrfStudyFile *file, gint64 form_id, GError **error)
{
  g_autoptr (GPtrArray) records = g_ptr_array_new_with_free_func ((GDestroyNotify) crf_value_record_free);
  g_autoptr (CrfStatement) query = NULL;
  CrfStep step = CRF_STEP_ERROR;

  g_return_val_if_fail (file != NULL, NULL);

  query = crf_db_query (file->db, error,
                        "SELECT " VALUE_COLUMNS ", " VALUE_HOLDS
                        " FROM value v WHERE v.form_id = ?1 ORDER BY v.item, v.\"group\", v.groupkey",
                        "i", form_id);
  while (query != NULL && (step = crf_statement_step (query, error)) == CRF_STEP_ROW)
    {
      CrfValueRecord *record = read_true_value (file, query, error);

      if (record == NULL)
        return NULL;
      g_ptr_array_add (records, record);
    }
  return step == CRF_STEP_DONE ? g_steal_pointer (&records) : NULL;
}

CrfValueRecord *
crf_records_value (CrfStudyFile *file,
                   gint64 form_id,
                   const char *item,
                   const char *group,
                   const char *groupkey,
                   GError **error)
{
  g_autoptr (CrfStatement) query = NULL;

  g_return_val_if_fail (file != NULL && item != NULL, NULL);

  query = crf_db_query (file->db, error,
                        "SELECT " VALUE_COLUMNS ", " VALUE_HOLDS
                        " FROM value v WHERE v.form_id = ?1 AND v.item = ?2 "
                        "AND v.\"group\" = ?3 AND v.groupkey = ?4",
                        "isss", form_id, item, group, groupkey);
  return query != NULL && crf_statement_step (query, error) == CRF_STEP_ROW ? read_true_value (file, query, error) : NULL;
}

static void
found_value_free (gpointer data)
{
  CrfFoundValue *found = data;

  crf_form_record_free (found->form);
  crf_value_record_free (found->value);
  g_free (found);
}

static gpointer
read_found (CrfStatement *row)
{
  CrfFoundValue *found = g_new0 (CrfFoundValue, 1);

  found->form = read_form (row);
  found->value = read_value_at (row, N_FORM_COLUMNS);
  return found;
}

GPtrArray *
crf_records_item_values (CrfStudyFile *file, const char *subject, const char *item, GError **error)
{
  g_return_val_if_fail (file != NULL && subject != NULL && item != NULL, NULL);

  return _crf_records_collect (
      crf_db_query (
          file->db, error,
          "SELECT " FORM_COLUMNS ", " VALUE_COLUMNS " FROM form f JOIN value v ON v.form_id = f.id "
          "AND v.item = ?2 WHERE f.subject = ?1 ORDER BY f.day, f.id, v.\"group\", v.groupkey",
          "ss", subject, item),
      read_found, found_value_free, error);
}

/* Of the newest visit that has one: values that are empty, or only a reason why there is none, are
 * passed over. */
CrfValueRecord *
crf_records_latest_value (CrfStudyFile *file, const char *subject, const char *item, GError **error)
{
  g_return_val_if_fail (file != NULL && subject != NULL && item != NULL, NULL);

  return _crf_records_first (
      crf_db_query (file->db, error,
                    "SELECT " VALUE_COLUMNS
                    " FROM form f JOIN value v ON v.form_id = f.id AND v.item = ?2 "
                    "WHERE f.subject = ?1 AND (v.canon IS NOT NULL OR v.sealed = 1) "
                    "ORDER BY f.day DESC, f.id DESC LIMIT 1",
                    "ss", subject, item),
      read_value, error);
}
