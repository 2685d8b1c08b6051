/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Alerts about lots: never stored apart, but read from the lots' results and movements, so that neither order of the two loses one. */

#include "crf-reader-lot-alerts.h"

#include "crf-blind.h"
#include "crf-detail.h"
#include "crf-infusion.h"
#include "crf-lot-moves.h"
#include "crf-sealed-lot.h"
#include "crf-trial-gates.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define QUARANTINE "quarantine"

static void
alert_free (gpointer data)
{
  CrfLotAlert *alert = data;

  g_free (alert->lot);
  g_free (alert->test);
  g_free (alert->result);
  g_free (alert->on);
  g_free (alert->subject);
  g_free (alert->number);
  g_free (alert->text);
  g_free (alert);
}

static gboolean
may_see (CrfSession *session)
{
  return !crf_blind_is_ward_blinded (crf_session_get_study (session)) || crf_session_may_know_arms (session);
}

GPtrArray *
crf_lot_alerts_subjects (CrfSession *session,
                         const char *lot)
{
  CrfStudyFile *file = crf_session_get_file (session);
  GPtrArray *subjects = may_see (session) ? crf_records_users_of_lot (file, lot, NULL) : NULL;
  g_autoptr (GPtrArray) sealed = NULL;

  if (subjects == NULL)
    return g_ptr_array_new_with_free_func (g_free);
  if (crf_blind_get_keyring (session) != NULL)
    sealed = crf_records_sealed_moves (file, crf_blind_get_keyring (session), NULL);
  for (guint i = 0; sealed != NULL && i < sealed->len; i++)
    {
      const CrfLotMoveRecord *move = g_ptr_array_index (sealed, i);

      if (g_strcmp0 (move->lot, lot) == 0 && g_strcmp0 (move->kind, "use") == 0 &&
          !g_ptr_array_find_with_equal_func (subjects, move->subject, g_str_equal, NULL))
        g_ptr_array_add (subjects, g_strdup (move->subject));
    }
  return subjects;
}

const char *
crf_lot_alert_test_name (const char *test)
{
  static const struct
  {
    const char *test, *name;
  } names[] = {
    { "sterility", N_("sterility") }, { "mycoplasma", N_("mycoplasma") }, { "identity", N_("identity") },
    { "endotoxin", N_("endotoxin") }, { "viability", N_("viability") }, { QUARANTINE, N_("quarantine") },
  };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (strcmp (names[i].test, test) == 0)
      return _(names[i].name);
  return test;
}

const char *
crf_lot_result_word (const char *result)
{
  static const struct { const char *code, *word; } words[] = {
    { "NEG", N_("negative") }, { "POS", N_("positive") }, { "PEND", N_("pending") }, { "OK", N_("confirmed") }, { "FAILED", N_("not confirmed") },
  };

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (g_strcmp0 (words[i].code, result) == 0)
      return _(words[i].word);
  return result;
}

static gboolean
note_acknowledged (const CrfJournalRecord *record,
                   gpointer data)
{
  CrfLotAlert *alert = data;
  g_autoptr (JsonObject) detail = crf_detail_parse (record->columns[CRF_COL_DETAIL], NULL);
  g_autofree char *lot = detail != NULL ? crf_detail_get (detail, "lot") : NULL;

  alert->acknowledged = g_strcmp0 (record->columns[CRF_COL_ACTION], CRF_ACTION_LOT_ALERT) == 0 && g_strcmp0 (lot, alert->lot) == 0;
  return !alert->acknowledged;
}

static char *
day_of (const CrfLotResult *result)
{
  return result->reported != NULL ? g_strdup (result->reported) : g_strndup (result->at, strlen ("2026-03-02"));
}

/* @corrected: the result that came later and was no longer bad, or NULL. */
static CrfLotAlert *
alert_new (CrfSession *session,
           const CrfLotResult *result,
           const CrfLotResult *corrected,
           CrfSubjectRecord *subject)
{
  CrfLotAlert *alert = g_new0 (CrfLotAlert, 1);
  const CrfEntry target = { .action = CRF_ACTION_LOT_ALERT, .subject = subject->key };

  alert->lot = g_strdup (result->lot);
  alert->test = g_strdup (result->test);
  alert->result = g_strdup (crf_lot_result_word (result->result));
  alert->on = day_of (result);
  alert->subject = g_strdup (subject->key);
  alert->number = g_strdup (subject->number);
  alert->text = g_strdup_printf (_("Lot %1$s: %2$s %3$s (%4$s). %5$s was infused from it."), result->lot, crf_lot_alert_test_name (result->test), alert->result,
                                 alert->on, subject->number);
  if (corrected != NULL)
    {
      g_autofree char *bad = g_steal_pointer (&alert->text), *day = day_of (corrected);

      /* Translators: the sentence on the bad result, the later result, its day */
      alert->text = g_strdup_printf (_("%1$s Corrected since: %2$s (%3$s)."), bad, crf_lot_result_word (corrected->result), day);
    }
  crf_records_journal (crf_session_get_file (session), &target, result->at, 0, TRUE, note_acknowledged, alert, NULL);
  return alert;
}

/* ── A lot that was put in quarantine ── */

CrfLotUse
crf_lot_alerts_use (CrfSession *session,
                    const char *lot,
                    const char *subject)
{
  CrfStudy *study = crf_session_get_study (session);
  CrfLotUse use = CRF_LOT_USE_NONE;
  CrfInfusionPlace place;

  if (!may_see (session))
    return CRF_LOT_USE_NONE;
  for (int ordinal = 1; crf_infusion_find_place (study, ordinal, &place); ordinal++)
    {
      g_autoptr (CrfInfusion) infusion = crf_infusion_read_for (session, subject, ordinal, NULL);

      if (infusion == NULL || infusion->eventkey == NULL)
        break;
      if (g_strcmp0 (crf_infusion_get (infusion, "inf.lot"), lot) != 0)
        continue;
      if (infusion->stage == CRF_INFUSION_STARTED)
        return CRF_LOT_USE_RUNNING;
      if (infusion->stage == CRF_INFUSION_GIVEN || infusion->stage == CRF_INFUSION_PARTLY)
        use = CRF_LOT_USE_GIVEN;
      else if (use == CRF_LOT_USE_NONE && infusion->stage < CRF_INFUSION_STARTED)
        use = CRF_LOT_USE_PLANNED;
    }
  if (use == CRF_LOT_USE_NONE)
    {
      g_autoptr (CrfLotBook) book = crf_records_lot_book (crf_session_get_file (session), lot, NULL, NULL);

      if (book != NULL && crf_lot_book_get_reserved (book, subject) > 0)
        use = CRF_LOT_USE_PLANNED;
    }
  return use;
}

static char *
text_of_use (CrfLotUse use,
             const char *lot,
             const char *day,
             const char *number)
{
  if (use == CRF_LOT_USE_RUNNING)
    return g_strdup_printf (_("Lot %1$s is in quarantine since %2$s, and %3$s is being infused from it NOW."), lot, day, number);
  if (use == CRF_LOT_USE_GIVEN)
    return g_strdup_printf (_("Lot %1$s is in quarantine since %2$s. %3$s was infused from it."), lot, day, number);
  return g_strdup_printf (_("Lot %1$s is in quarantine since %2$s, and planned or set aside for %3$s."), lot, day, number);
}

typedef struct
{
  const char *lot;
  char *at;
} QuarantineSearch;

static gboolean
note_quarantine (const CrfJournalRecord *record,
                 gpointer data)
{
  QuarantineSearch *search = data;
  const char *detail = record->columns[CRF_COL_DETAIL] != NULL ? record->columns[CRF_COL_DETAIL] : "";
  g_autofree char *lot = g_strdup_printf ("\"lot\":\"%s\"", search->lot);

  if (g_strcmp0 (record->columns[CRF_COL_ACTION], CRF_ACTION_LOT_STATE) != 0 || strstr (detail, lot) == NULL || strstr (detail, "quarantined") == NULL)
    return TRUE;
  /* A result that quarantined it alarms by itself, as long as it stands. */
  if (strstr (detail, "\"tests\"") == NULL)
    search->at = g_strdup (record->columns[CRF_COL_AT]);
  return FALSE;
}

static void
add_quarantine (GPtrArray *alerts,
                CrfSession *session,
                const char *lot,
                const CrfSubjectRecord *subject,
                const char *at)
{
  CrfLotUse use = crf_lot_alerts_use (session, lot, subject->key);
  const CrfEntry target = { .action = CRF_ACTION_LOT_ALERT, .subject = subject->key };
  CrfLotAlert *alert;

  if (use == CRF_LOT_USE_NONE)
    return;
  alert = g_new0 (CrfLotAlert, 1);
  alert->lot = g_strdup (lot);
  alert->test = g_strdup (QUARANTINE);
  alert->result = g_strdup (_("in quarantine"));
  alert->on = g_strndup (at, strlen ("2026-03-02"));
  alert->subject = g_strdup (subject->key);
  alert->number = g_strdup (subject->number);
  alert->text = text_of_use (use, lot, alert->on, subject->number);
  crf_records_journal (crf_session_get_file (session), &target, at, 0, TRUE, note_acknowledged, alert, NULL);
  g_ptr_array_add (alerts, alert);
}

/* Nobody quarantines a lot for nothing: whoever runs from it, was infused from it or has it set aside is named, until somebody has looked. */
static void
add_quarantined (GPtrArray *alerts,
                 CrfSession *session,
                 const char *lot,
                 const char *only)
{
  CrfStudyFile *file = crf_session_get_file (session);
  const CrfEntry target = { .action = CRF_ACTION_LOT_STATE };
  const CrfSubjectQuery query = { 0 };
  QuarantineSearch search = { .lot = lot };
  g_autoptr (GArray) ids = crf_records_subject_ids (file, &query, NULL);
  g_autofree char *at = NULL;

  crf_records_journal (file, &target, NULL, 0, TRUE, note_quarantine, &search, NULL);
  at = search.at;
  for (guint i = 0; at != NULL && ids != NULL && i < ids->len; i++)
    {
      g_autoptr (GPtrArray) subjects = crf_records_subjects (file, &g_array_index (ids, gint64, i), 1, NULL);
      const CrfSubjectRecord *subject = subjects != NULL && subjects->len > 0 ? g_ptr_array_index (subjects, 0) : NULL;

      if (subject != NULL && (only == NULL || strcmp (subject->key, only) == 0))
        add_quarantine (alerts, session, lot, subject, at);
    }
}

/* The last result of the same test. */
static const CrfLotResult *
newest_of (const GPtrArray *results,
           const CrfLotResult *result)
{
  const CrfLotResult *newest = result;

  for (guint i = 0; i < results->len; i++)
    if (strcmp (((const CrfLotResult *) g_ptr_array_index (results, i))->test, result->test) == 0)
      newest = g_ptr_array_index (results, i);
  return newest;
}

static void
add_alerts (GPtrArray *alerts,
            CrfSession *session,
            const CrfLotResult *result,
            const CrfLotResult *corrected,
            const char *only)
{
  g_autoptr (GPtrArray) subjects = crf_lot_alerts_subjects (session, result->lot);

  for (guint i = 0; i < subjects->len; i++)
    {
      g_autoptr (CrfSubjectRecord) subject = NULL;
      CrfLotAlert *alert;

      if (only != NULL && strcmp (g_ptr_array_index (subjects, i), only) != 0)
        continue;
      subject = crf_records_find_subject (crf_session_get_file (session), g_ptr_array_index (subjects, i), NULL);
      if (subject == NULL)
        continue;
      alert = alert_new (session, result, corrected, subject);
      if (corrected != NULL && alert->acknowledged)
        alert_free (alert);
      else
        g_ptr_array_add (alerts, alert);
    }
}

/* The newest result of a test counts; one that was bad before stands until a physician has said what was done, though it turned out wrong. */
static void
add_alerts_of_lot (GPtrArray *alerts,
                   CrfSession *session,
                   const GPtrArray *results,
                   const char *only)
{
  CrfStudy *study = crf_session_get_study (session);

  for (guint i = 0; i < results->len; i++)
    {
      const CrfLotResult *result = g_ptr_array_index (results, i), *newest = newest_of (results, result);

      if (!crf_lot_result_fails (study, result->test, result->result))
        continue;
      if (newest == result)
        add_alerts (alerts, session, result, NULL, only);
      else if (!crf_lot_result_fails (study, newest->test, newest->result))
        add_alerts (alerts, session, result, newest, only);
    }
}

GPtrArray *
crf_reader_lot_alerts (CrfSession *session,
                       const char *subject_name,
                       GError **error)
{
  CrfStudyFile *file = crf_session_get_file (session);
  g_autoptr (GPtrArray) alerts = g_ptr_array_new_with_free_func (alert_free);
  g_autoptr (CrfSubjectRecord) subject = NULL;
  g_autoptr (GPtrArray) lots = NULL;

  if (!may_see (session))
    return g_steal_pointer (&alerts);
  if (subject_name != NULL)
    {
      subject = crf_trial_find_subject (file, subject_name, error);
      if (subject == NULL)
        return NULL;
    }
  lots = crf_records_lots (file, error);
  for (guint i = 0; lots != NULL && i < lots->len; i++)
    {
      const CrfLotRecord *lot = g_ptr_array_index (lots, i);
      g_autoptr (GPtrArray) results = crf_records_lot_results (file, lot->lot, NULL);
      guint before = alerts->len;

      if (results != NULL)
        add_alerts_of_lot (alerts, session, results, subject != NULL ? subject->key : NULL);
      /* A bad result says it already. */
      if (alerts->len == before && g_strcmp0 (lot->state, "quarantined") == 0)
        add_quarantined (alerts, session, lot->lot, subject != NULL ? subject->key : NULL);
    }
  return lots != NULL ? g_steal_pointer (&alerts) : NULL;
}
