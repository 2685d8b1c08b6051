/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Who may know what tells the arm. */

#include "crf-blind.h"

#include "crf-detail.h"
#include "crf-lot-book.h"
#include "crf-reader-lot-alerts.h"
#include "crf-sealed-lot.h"
#include "crf-session-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

gboolean
crf_blind_is_ward_blinded (CrfStudy *study)
{
  return !crf_study_role_may_know (study, crf_role_get_name (CRF_ROLE_NURSE)) ||
         !crf_study_role_may_know (study, crf_role_get_name (CRF_ROLE_INVESTIGATOR));
}

gboolean
crf_blind_seals_dose (CrfStudy *study)
{
  const CrfItem *dose = crf_study_find_item_by_concept (study, "inf.dose_planned");

  return dose == NULL || dose->unblinding;
}

CrfKeyring *
crf_blind_get_keyring (CrfSession *session)
{
  return crf_session_may_know_arms (session) ? crf_session_get_keyring (session) : NULL;
}

CrfSealedContent *
crf_blind_open (CrfSession *session,
                const char *subject,
                const char *item,
                const char *box)
{
  CrfKeyring *keyring = crf_blind_get_keyring (session);

  return keyring != NULL && box != NULL ? crf_keyring_open_sealed (keyring, crf_session_get_file (session), subject, item, box, NULL) : NULL;
}

gboolean
crf_blind_hides (CrfSession *session,
                 const CrfItem *item)
{
  return item != NULL && item->unblinding && !crf_session_may_know_arms (session);
}

gboolean
crf_blind_seals_deviation (CrfSession *session)
{
  CrfStudy *study = crf_session_get_study (session);

  return crf_blind_is_ward_blinded (study) && crf_study_role_may_know (study, crf_role_get_name (crf_session_get_role (session)));
}

gboolean
crf_blind_hides_entry (CrfSession *session,
                       char *const *columns)
{
  return g_str_has_prefix (columns[CRF_COL_ACTION], "lot.") && crf_blind_is_ward_blinded (crf_session_get_study (session)) &&
         !crf_session_may_know_arms (session);
}

CrfLotRecord *
crf_blind_find_lot (CrfSession *session,
                    const char *number)
{
  CrfStudyFile *file = crf_session_get_file (session);
  CrfKeyring *keyring = crf_blind_get_keyring (session);
  CrfLotRecord *lot = number != NULL ? crf_records_find_lot (file, number, NULL) : NULL;
  g_autoptr (GPtrArray) moves = NULL;

  if (lot == NULL || keyring == NULL)
    return lot;
  moves = crf_records_sealed_moves (file, keyring, NULL);
  crf_lot_record_count_sealed (lot, file, moves);
  return lot;
}

GPtrArray *
crf_blind_list_lots (CrfSession *session,
                     GError **error)
{
  CrfStudyFile *file = crf_session_get_file (session);
  CrfKeyring *keyring = crf_blind_get_keyring (session);
  GPtrArray *lots = crf_records_lots (file, error);
  g_autoptr (GPtrArray) moves = NULL;

  if (lots == NULL || keyring == NULL)
    return lots;
  moves = crf_records_sealed_moves (file, keyring, NULL);
  for (guint i = 0; moves != NULL && moves->len > 0 && i < lots->len; i++)
    crf_lot_record_count_sealed (g_ptr_array_index (lots, i), file, moves);
  return lots;
}

static void
alert_free (CrfProductAlert *alert)
{
  g_free (alert->subject);
  g_free (alert->text);
  g_free (alert);
}

/* The first test whose result is not what the protocol expects, in words; NULL: none. A result that is not there yet is none. */
static char *
find_bad_result (CrfStudy *study,
                 const CrfLotRecord *lot)
{
  const GPtrArray *limits = crf_study_get_release_limits (study);
  const struct { const char *test, *result; } results[] = {
    { "sterility", lot->sterility }, { "mycoplasma", lot->mycoplasma }, { "identity", lot->identity },
  };

  for (guint i = 0; i < limits->len; i++)
    {
      const CrfReleaseLimit *limit = g_ptr_array_index (limits, i);

      for (guint j = 0; j < G_N_ELEMENTS (results); j++)
        if (g_strcmp0 (limit->test, results[j].test) == 0 && results[j].result != NULL && limit->expected != NULL && *limit->expected != '\0' &&
            g_strcmp0 (results[j].result, "PEND") != 0 && g_strcmp0 (results[j].result, limit->expected) != 0)
          return g_strdup_printf ("%s %s", _(results[j].test), crf_lot_result_word (results[j].result));
    }
  return NULL;
}

gboolean
crf_blind_is_lot_bad (CrfSession *session,
                      const CrfLotRecord *lot)
{
  g_autofree char *result = find_bad_result (crf_session_get_study (session), lot);

  return result != NULL;
}

typedef struct { CrfSession *session; const char *lot; char *at; } AnswerSearch;

static gboolean
note_answer (const CrfJournalRecord *record,
             gpointer data)
{
  AnswerSearch *search = data;
  g_autoptr (CrfSealedContent) content = NULL;
  g_autoptr (JsonObject) detail = NULL;
  g_autofree char *lot = NULL, *state = NULL;

  if (g_strcmp0 (record->columns[CRF_COL_ACTION], CRF_ACTION_LOT_ALERT) != 0)
    return TRUE;
  content = crf_blind_open (search->session, record->columns[CRF_COL_SUBJECT], NULL, record->columns[CRF_COL_VALUE]);
  detail = crf_detail_parse (content != NULL ? content->detail : record->columns[CRF_COL_DETAIL], NULL);
  lot = detail != NULL ? crf_detail_get (detail, "lot") : NULL;
  state = detail != NULL ? crf_detail_get (detail, "state") : NULL;
  if (g_strcmp0 (lot, search->lot) == 0 && g_strcmp0 (state, "acknowledged") == 0)
    search->at = g_strdup (record->columns[CRF_COL_AT]);
  return search->at == NULL;
}

/* Since the newest result of the lot the pharmacy has said what was done. */
static gboolean
was_answered (CrfSession *session,
              const char *lot)
{
  CrfStudyFile *file = crf_session_get_file (session);
  const CrfEntry target = { .action = CRF_ACTION_LOT_ALERT };
  g_autoptr (GPtrArray) results = crf_records_lot_results (file, lot, NULL);
  AnswerSearch search = { .session = session, .lot = lot };
  g_autofree char *at = NULL;

  crf_records_journal (file, &target, NULL, 0, TRUE, note_answer, &search, NULL);
  at = search.at;
  for (guint i = 0; at != NULL && results != NULL && i < results->len; i++)
    if (strcmp (((const CrfLotResult *) g_ptr_array_index (results, i))->at, at) > 0)
      return FALSE;
  return at != NULL;
}

static void
add_alerts_of (GPtrArray *alerts,
               const GPtrArray *moves,
               const CrfLotRecord *lot,
               const char *result)
{
  for (guint i = 0; i < moves->len; i++)
    {
      const CrfLotMoveRecord *move = g_ptr_array_index (moves, i);
      CrfProductAlert *alert;

      if (g_strcmp0 (move->lot, lot->lot) != 0 || g_strcmp0 (move->kind, "use") != 0)
        continue;
      alert = g_new0 (CrfProductAlert, 1);
      alert->subject = g_strdup (move->subject);
      /* Translators: lot number, test and result */
      alert->text = g_strdup_printf (_("Lot %s was prepared for this patient: %s"), lot->lot, result);
      g_ptr_array_add (alerts, alert);
    }
}

GPtrArray *
crf_blind_list_alerts (CrfSession *session)
{
  CrfStudyFile *file = crf_session_get_file (session);
  CrfKeyring *keyring = crf_blind_get_keyring (session);
  g_autoptr (GPtrArray) lots = NULL, moves = NULL;
  GPtrArray *alerts;

  if (keyring == NULL || !crf_blind_is_ward_blinded (crf_session_get_study (session)))
    return NULL;
  lots = crf_records_lots (file, NULL);
  moves = crf_records_sealed_moves (file, keyring, NULL);
  alerts = g_ptr_array_new_with_free_func ((GDestroyNotify) alert_free);
  for (guint i = 0; lots != NULL && moves != NULL && i < lots->len; i++)
    {
      const CrfLotRecord *lot = g_ptr_array_index (lots, i);
      g_autofree char *result = find_bad_result (crf_session_get_study (session), lot);

      if (result != NULL && !was_answered (session, lot->lot))
        add_alerts_of (alerts, moves, lot, result);
    }
  return alerts;
}

gboolean
crf_blind_may_enter (CrfSession *session,
                     const CrfItem *item,
                     CrfRefusal **refusal)
{
  static const char *const steps[] = { "inf.preparation", "inf.use_before", "inf.checked_by", NULL };

  if (crf_blind_hides (session, item))
    {
      *refusal = crf_refusal_new ("may-not-know", _("Ask the unblinded pharmacist."), _("This field is kept from your role: it could tell the arm."));
      return FALSE;
    }
  if (item->concept != NULL && g_strv_contains (steps, item->concept) && crf_blind_is_ward_blinded (crf_session_get_study (session)))
    {
      *refusal = crf_refusal_new ("by-step", _("The pharmacist plans and checks the preparation."),
                                  _("This field is filled by the preparation itself; it cannot be typed."));
      return FALSE;
    }
  return TRUE;
}
