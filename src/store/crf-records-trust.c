/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Records of locks, marks, second entries, policies, training, populations, voided signatures and sign-ins. */

#include "crf-records-trust.h"

#include "crf-records-private.h"

#include <stddef.h>
#include <string.h>

/* Records of texts only: their members lie one after the other, in the order of the columns. */
#define DEFINE_TEXT_RECORD(Type, name)                                                                                \
  G_STATIC_ASSERT (sizeof (Type) % sizeof (char *) == 0);                                                              \
  static gpointer read_##name (CrfStatement *row)                                                                      \
  {                                                                                                                    \
    Type *record = g_new0 (Type, 1);                                                                                   \
    char **members = (char **) (gpointer) record;                                                                      \
                                                                                                                       \
    for (guint i = 0; i < sizeof (Type) / sizeof (char *); i++)                                                        \
      members[i] = _crf_records_text (row, (int) i);                                                                   \
    return record;                                                                                                     \
  }                                                                                                                    \
  static void name##_record_free (gpointer record)                                                                     \
  {                                                                                                                    \
    char **members = record;                                                                                           \
                                                                                                                       \
    for (guint i = 0; i < sizeof (Type) / sizeof (char *); i++)                                                        \
      g_free (members[i]);                                                                                             \
    g_free (record);                                                                                                   \
  }

DEFINE_TEXT_RECORD (CrfHoldRecord, hold)
DEFINE_TEXT_RECORD (CrfMarkRecord, mark)
DEFINE_TEXT_RECORD (CrfSecondRecord, second)
DEFINE_TEXT_RECORD (CrfSecondRowRecord, second_row)
DEFINE_TEXT_RECORD (CrfPolicyRecord, policy)
DEFINE_TEXT_RECORD (CrfDelegationRecord, delegation)
DEFINE_TEXT_RECORD (CrfTrainingRecord, training)
DEFINE_TEXT_RECORD (CrfVoidedRecord, voided)

#define OR_ALL(text) ((text) != NULL ? (text) : "")

/* Where the event or form is not named, only what covers the whole subject or study counts. */
char *
_crf_records_hold (CrfDb *db, const CrfEntry *target, const char **scope, GError **error)
{
  g_autoptr (CrfStatement) row = NULL;

  /* Asked at every entry, and nearly always there is none: then nothing needs sorting. */
  if (crf_db_get_int (db, error, 0, "SELECT 1 FROM hold WHERE subject IN ('', ?1) LIMIT 1", "s", OR_ALL (target->subject)) == 0)
    return NULL;
  row = crf_db_query (db, error,
                      "SELECT state, iif (subject = '', 'study', iif (form = '', 'subject', 'form')) FROM hold "
                      "WHERE subject IN ('', ?1) AND (form = '' OR (event = ?2 AND eventkey = ?3 AND form = ?4 AND "
                      "formkey = ?5)) ORDER BY state = 'locked' DESC, subject = '' DESC, form = '' DESC LIMIT 1",
                      "sssss", OR_ALL (target->subject), OR_ALL (target->event), OR_ALL (target->eventkey),
                      OR_ALL (target->form), OR_ALL (target->formkey));
  if (row == NULL || crf_statement_step (row, error) != CRF_STEP_ROW)
    return NULL;
  if (scope != NULL)
    *scope = g_intern_string (crf_statement_text (row, 1));
  return _crf_records_text (row, 0);
}

char *
crf_records_hold (CrfStudyFile *file, const CrfEntry *target, const char **scope, GError **error)
{
  g_return_val_if_fail (file != NULL && target != NULL, NULL);

  return _crf_records_hold (file->db, target, scope, error);
}

char *
crf_records_own_hold (CrfStudyFile *file, const CrfEntry *target, GError **error)
{
  g_return_val_if_fail (file != NULL && target != NULL, NULL);

  return crf_db_get_text (file->db, error,
                          "SELECT state FROM hold WHERE subject = ?1 AND event = ?2 AND eventkey = ?3 AND form = ?4 AND "
                          "formkey = ?5",
                          "sssss", OR_ALL (target->subject), OR_ALL (target->event), OR_ALL (target->eventkey),
                          OR_ALL (target->form), OR_ALL (target->formkey));
}

GPtrArray *
crf_records_holds (CrfStudyFile *file, const char *subject, GError **error)
{
  g_return_val_if_fail (file != NULL, NULL);

  return _crf_records_collect (
      crf_db_query (file->db, error,
                    "SELECT subject, event, eventkey, form, formkey, state, reason, at, user FROM hold "
                    "WHERE ?1 IS NULL OR subject IN ('', ?1) ORDER BY subject, event, eventkey, form, formkey",
                    "s", subject),
      read_hold, hold_record_free, error);
}

GPtrArray *
crf_records_marks (CrfStudyFile *file, const char *subject, gboolean dropped, GError **error)
{
  g_return_val_if_fail (file != NULL, NULL);

  return _crf_records_collect (
      crf_db_query (file->db, error,
                    "SELECT subject, event, eventkey, form, formkey, \"group\", groupkey, item, dropped_at, "
                    "dropped_by, at, user, level FROM verification v "
                    "WHERE (?1 IS NULL OR subject = ?1) AND (dropped_at IS NOT NULL) = ?2 "
                    "AND (?2 = 0 OR item <> '' OR NOT EXISTS (SELECT 1 FROM verification i WHERE i.subject = v.subject "
                    "AND i.event = v.event AND i.eventkey = v.eventkey AND i.form = v.form AND i.formkey = v.formkey "
                    "AND i.item <> '' AND i.dropped_at IS NOT NULL)) "
                    "ORDER BY subject, event, eventkey, form, formkey, \"group\", groupkey, item",
                    "si", subject, (gint64) (dropped != FALSE)),
      read_mark, mark_record_free, error);
}

gboolean
crf_records_holds_mark (CrfStudyFile *file, const CrfEntry *target, const char *entry)
{
  g_autofree char *last = NULL;

  g_return_val_if_fail (file != NULL && target != NULL && entry != NULL, FALSE);
  if (crf_db_get_int (file->db, NULL, 0,
                      "SELECT EXISTS (SELECT 1 FROM verification WHERE subject = ?1 AND event = ?2 AND eventkey = ?3 AND form = ?4 AND formkey = ?5 "
                      "AND \"group\" = ?6 AND groupkey = ?7 AND item = ?8 AND dropped_at IS NULL)",
                      "ssssssss", target->subject, target->event, target->eventkey, target->form, target->formkey, OR_ALL (target->group),
                      OR_ALL (target->groupkey), OR_ALL (target->item)) == 0)
    return FALSE;
  last = crf_db_get_text (file->db, NULL,
                          "SELECT ws || ':' || seq FROM journal WHERE action = '" CRF_ACTION_VERIFIED "' AND subject = ?1 AND item IS ?2 AND event = ?3 "
                          "AND eventkey = ?4 AND form = ?5 AND formkey = ?6 AND \"group\" IS ?7 AND groupkey IS ?8 "
                          "ORDER BY clock DESC, ws DESC, seq DESC LIMIT 1",
                          "ssssssss", target->subject, target->item, target->event, target->eventkey, target->form, target->formkey, target->group,
                          target->groupkey);
  return g_strcmp0 (last, entry) == 0;
}

GPtrArray *
crf_records_seconds (CrfStudyFile *file, const CrfEntry *target, GError **error)
{
  g_return_val_if_fail (file != NULL && target != NULL, NULL);

  return _crf_records_collect (crf_db_query (file->db, error,
                                             "SELECT formkey, \"group\", groupkey, item, value, unit, cmp, missing, canon, "
                                             "state, first_formkey, first_groupkey, at, user FROM second_entry "
                                             "WHERE subject = ?1 AND event = ?2 AND eventkey = ?3 AND form = ?4 "
                                             "ORDER BY formkey, \"group\", groupkey, item",
                                             "ssss", target->subject, target->event, target->eventkey, target->form),
                               read_second, second_record_free, error);
}

GPtrArray *
crf_records_second_rows (CrfStudyFile *file, const CrfEntry *target, GError **error)
{
  g_return_val_if_fail (file != NULL && target != NULL, NULL);

  return _crf_records_collect (crf_db_query (file->db, error,
                                             "SELECT formkey, \"group\", groupkey, side, state, at, user FROM second_row "
                                             "WHERE subject = ?1 AND event = ?2 AND eventkey = ?3 AND form = ?4 "
                                             "ORDER BY side, formkey, \"group\", groupkey",
                                             "ssss", target->subject, target->event, target->eventkey, target->form),
                               read_second_row, second_row_record_free, error);
}

guint
crf_records_count_second_rows (CrfStudyFile *file, const char *state)
{
  g_return_val_if_fail (file != NULL && state != NULL, 0);

  return (guint) crf_db_get_int (file->db, NULL, 0, "SELECT count (*) FROM second_row WHERE state = ?1", "s", state);
}

#define COVERS(table, void_) \
  "NOT EXISTS (SELECT 1 FROM " table " s WHERE s.subject = f.subject AND " void_ " AND ((s.meaning = 'casebook' AND s.form IS NULL) " \
  "OR (s.meaning IN ('form', 'sae', 'eligibility', 'close-out') AND s.event = f.event AND s.eventkey = f.eventkey AND s.form = f.form " \
  "AND s.formkey = f.formkey)))"
#define UNSIGNED                                                                                                                         \
  " FROM form f WHERE f.state <> 'started' AND (?1 IS NULL OR f.subject = ?1) AND " COVERS ("signature", "s.void_seq IS NULL") " AND " \
  COVERS ("foreign_signature", "s.void = 0")

guint
crf_records_count_unsigned (CrfStudyFile *file, const char *subject)
{
  g_return_val_if_fail (file != NULL, 0);

  return (guint) crf_db_get_int (file->db, NULL, 0, "SELECT count (*)" UNSIGNED, "s", subject);
}

guint
crf_records_count_unsigned_subjects (CrfStudyFile *file)
{
  g_return_val_if_fail (file != NULL, 0);

  return (guint) crf_db_get_int (file->db, NULL, 0, "SELECT count (DISTINCT f.subject)" UNSIGNED, "s", NULL);
}

guint
crf_records_count_seconds (CrfStudyFile *file, const char *state)
{
  g_return_val_if_fail (file != NULL && state != NULL, 0);

  return (guint) crf_db_get_int (file->db, NULL, 0, "SELECT count (*) FROM second_entry WHERE state = ?1", "s", state);
}

char *
crf_records_policy (CrfStudyFile *file, const char *name)
{
  g_return_val_if_fail (file != NULL && name != NULL, NULL);

  return crf_db_get_text (file->db, NULL, "SELECT value FROM policy WHERE name = ?1", "s", name);
}

GPtrArray *
crf_records_policies (CrfStudyFile *file, GError **error)
{
  g_return_val_if_fail (file != NULL, NULL);

  return _crf_records_collect (
      crf_db_query (file->db, error, "SELECT name, value, at, user FROM policy ORDER BY name", ""), read_policy,
      policy_record_free, error);
}

static gpointer
read_access (CrfStatement *row)
{
  CrfAccessRecord *record = g_new0 (CrfAccessRecord, 1);

  record->login = _crf_records_text (row, 0);
  record->failures = crf_statement_int (row, 1);
  record->failed_at = _crf_records_text (row, 2);
  record->signed_in_at = _crf_records_text (row, 3);
  record->passphrase_at = _crf_records_text (row, 4);
  record->last_day = _crf_records_text (row, 5);
  record->reset_by = _crf_records_text (row, 6);
  record->reset_at = _crf_records_text (row, 7);
  record->open_since = _crf_records_text (row, 8);
  record->tries = crf_statement_int (row, 9);
  return record;
}

void
crf_access_record_free (CrfAccessRecord *record)
{
  if (record == NULL)
    return;
  g_free (record->login);
  g_free (record->failed_at);
  g_free (record->signed_in_at);
  g_free (record->passphrase_at);
  g_free (record->last_day);
  g_free (record->reset_by);
  g_free (record->reset_at);
  g_free (record->open_since);
  g_free (record);
}

GPtrArray *
crf_records_access (CrfStudyFile *file, const char *login, GError **error)
{
  g_return_val_if_fail (file != NULL, NULL);

  return _crf_records_collect (crf_db_query (file->db, error,
                                             "SELECT login, failures, failed_at, signed_in_at, passphrase_at, "
                                             "last_day, reset_by, reset_at, open_since, tries FROM account_access "
                                             "WHERE ?1 IS NULL OR login = ?1 ORDER BY login",
                                             "s", login),
                               read_access, (GDestroyNotify) crf_access_record_free, error);
}

GPtrArray *
crf_records_delegations (CrfStudyFile *file, GError **error)
{
  g_return_val_if_fail (file != NULL, NULL);

  return _crf_records_collect (crf_db_query (file->db, error,
                                             "SELECT d.login, a.name, d.task, d.from_date, d.to_date, d.training, d.at, "
                                             "d.user, d.signed, d.signed_on FROM delegation d JOIN account a ON a.login = d.login "
                                             "ORDER BY a.name, d.login, d.from_date, d.task",
                                             ""),
                               read_delegation, delegation_record_free, error);
}

GPtrArray *
crf_records_trainings (CrfStudyFile *file, GError **error)
{
  g_return_val_if_fail (file != NULL, NULL);

  return _crf_records_collect (
      crf_db_query (file->db, error,
                    "SELECT t.login, a.name, t.subject, t.date, t.at, t.user FROM training t "
                    "JOIN account a ON a.login = t.login ORDER BY a.name, t.login, t.date, t.subject",
                    ""),
      read_training, training_record_free, error);
}

static gpointer
read_source (CrfStatement *row)
{
  CrfSourceRecord *record = g_new0 (CrfSourceRecord, 1);

  record->item = _crf_records_text (row, 0);
  record->kind = _crf_records_text (row, 1);
  record->at = _crf_records_text (row, 2);
  record->user = _crf_records_text (row, 3);
  return record;
}

static void
source_record_free (gpointer data)
{
  CrfSourceRecord *record = data;

  g_free (record->item);
  g_free (record->kind);
  g_free (record->at);
  g_free (record->user);
  g_free (record);
}

GPtrArray *
crf_records_sources (CrfStudyFile *file, GError **error)
{
  g_return_val_if_fail (file != NULL, NULL);

  return _crf_records_collect (crf_db_query (file->db, error, "SELECT item, kind, at, user FROM source ORDER BY item", ""), read_source,
                               source_record_free, error);
}

static gpointer
read_population (CrfStatement *row)
{
  CrfPopulationRecord *record = g_new0 (CrfPopulationRecord, 1);

  record->subject = _crf_records_text (row, 0);
  record->name = _crf_records_text (row, 1);
  record->included = crf_statement_int (row, 2) != 0;
  record->reason = _crf_records_text (row, 3);
  record->at = _crf_records_text (row, 4);
  record->user = _crf_records_text (row, 5);
  return record;
}

static void
population_record_free (gpointer data)
{
  CrfPopulationRecord *record = data;

  g_free (record->subject);
  g_free (record->name);
  g_free (record->reason);
  g_free (record->at);
  g_free (record->user);
  g_free (record);
}

GPtrArray *
crf_records_populations (CrfStudyFile *file, GError **error)
{
  g_return_val_if_fail (file != NULL, NULL);

  return _crf_records_collect (crf_db_query (file->db, error,
                                             "SELECT p.subject, p.name, p.included, p.reason, p.at, p.user "
                                             "FROM population p JOIN subject s ON s.key = p.subject "
                                             "ORDER BY p.name, s.number",
                                             ""),
                               read_population, population_record_free, error);
}

/* A later signature of the same meaning on the same target, by whoever, mends it. */
GPtrArray *
crf_records_voided (CrfStudyFile *file, const char *subject, GError **error)
{
  g_return_val_if_fail (file != NULL, NULL);

  return _crf_records_collect (
      crf_db_query (file->db, error,
                    "SELECT s.ws || ':' || s.seq, s.subject, s.event, s.eventkey, s.form, s.formkey, s.login, a.name, "
                    "s.meaning, s.at, s.void_ws || ':' || s.void_seq "
                    "FROM signature s JOIN account a ON a.login = s.login "
                    "WHERE s.void_seq IS NOT NULL AND (?1 IS NULL OR s.subject = ?1) AND NOT EXISTS ("
                    "SELECT 1 FROM signature n WHERE n.subject IS s.subject "
                    /* An event that turned serious is signed as one. */
                    "AND (n.meaning = s.meaning OR (n.meaning IN ('form', 'sae') AND s.meaning IN ('form', 'sae'))) "
                    "AND n.event IS s.event AND n.eventkey IS s.eventkey AND n.form IS s.form "
                    "AND n.formkey IS s.formkey AND (n.at, n.seq) > (s.at, s.seq)) "
                    "ORDER BY s.at DESC, s.seq DESC",
                    "s", subject),
      read_voided, voided_record_free, error);
}

char *
crf_records_newest_at (CrfStudyFile *file)
{
  g_return_val_if_fail (file != NULL, NULL);

  return crf_db_get_text (file->db, NULL, "SELECT at FROM journal WHERE ws = ?1 ORDER BY seq DESC LIMIT 1", "s",
                          file->ws);
}

guint
crf_records_count_forms_in (CrfStudyFile *file, const char *state)
{
  g_return_val_if_fail (file != NULL && state != NULL, 0);

  return (guint) crf_db_get_int (file->db, NULL, 0, "SELECT count (*) FROM form WHERE state = ?1", "s", state);
}

guint
crf_records_count_queries_open (CrfStudyFile *file)
{
  g_return_val_if_fail (file != NULL, 0);

  return (guint) crf_db_get_int (file->db, NULL, 0,
                                 "SELECT count (*) FROM query WHERE state IN ('Candidate', 'Open', 'Answered')", "");
}

guint
crf_records_count_deviations_open (CrfStudyFile *file)
{
  g_return_val_if_fail (file != NULL, 0);

  return (guint) crf_db_get_int (file->db, NULL, 0, "SELECT count (*) FROM deviation WHERE state <> 'closed'", "");
}

char *
crf_records_event_day (CrfStudyFile *file, const char *subject, const char *event, const char *eventkey)
{
  g_return_val_if_fail (file != NULL, NULL);

  return crf_db_get_text (file->db, NULL,
                          "SELECT day FROM event WHERE subject = ?1 AND event = ?2 AND eventkey = ?3", "sss", subject,
                          event, eventkey);
}
