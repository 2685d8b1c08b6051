/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Which function applies which action, and replaying the whole journal. */

#include "crf-projection-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "crf-clock.h"

const char *const crf_projection_tables[] = { "meta",
                                              "opaque_key",
                                              "definition",
                                              "account",
                                              "account_key",
                                              "role_grant",
                                              "delegation",
                                              "role_key",
                                              "subject",
                                              "event",
                                              "form",
                                              "item_group",
                                              "value",
                                              "sample",
                                              "consent_version",
                                              "consent",
                                              "reference_range",
                                              "source",
                                              "deviation",
                                              "query",
                                              "query_message",
                                              "signature",
                                              "slot_list",
                                              "slot",
                                              "stratum_true",
                                              "prescreen",
                                              "identifier_hash",
                                              "rescreening",
                                              "eligibility_shown",
                                              "screen_failure",
                                              "lot",
                                              "lot_movement",
                                              "study_status",
                                              "hold",
                                              "verification",
                                              "second_entry",
                                              "second_row",
                                              "policy",
                                              "account_access",
                                              "training",
                                              "population",
                                              "subject_version",
                                              "amendment",
                                              "lot_movement_sealed",
                                              "judgement",
                                              "contact",
                                              "treatment_stop",
                                              "sae_news",
                                              "sae_report",
                                              "event_link",
                                              "coding",
                                              "code_break",
                                              "trial_unblinding",
                                              "lot_result",
                                              "infusion_step",
                                              "transfer",
                                              "trusted_key",
                                              "accepted_package",
                                              "foreign_signature",
                                              NULL };

static const struct
{
  const char *action;
  CrfApply apply;
} actions[] = {
  { CRF_ACTION_VALUE, _crf_apply_value },
  { CRF_ACTION_DERIVED, _crf_apply_value },
  { CRF_ACTION_FORM_ADD, _crf_apply_form_add },
  { CRF_ACTION_FORM_STATE, _crf_apply_form_state },
  { CRF_ACTION_EVENT_ADD, _crf_apply_event_add },
  { CRF_ACTION_EVENT_STATE, _crf_apply_event_state },
  { CRF_ACTION_GROUP_ADD, _crf_apply_group_add },
  { CRF_ACTION_SAMPLE, _crf_apply_sample },
  { CRF_ACTION_JUDGE, _crf_apply_judge },
  { CRF_ACTION_SUBJECT_ADD, _crf_apply_subject_add },
  { CRF_ACTION_SUBJECT_STATUS, _crf_apply_subject_status },
  { CRF_ACTION_QUERY, _crf_apply_query },
  { CRF_ACTION_QUERY_STATE, _crf_apply_query_state },
  { CRF_ACTION_SIGN, _crf_apply_sign },
  { CRF_ACTION_SIGN_VOID, _crf_apply_sign_void },
  { CRF_ACTION_CONSENT_VERSION, _crf_apply_consent_version },
  { CRF_ACTION_CONSENT, _crf_apply_consent },
  { CRF_ACTION_DEVIATION, _crf_apply_deviation },
  { CRF_ACTION_DEVIATION_STATE, _crf_apply_deviation_state },
  { CRF_ACTION_LIST, _crf_apply_list },
  { CRF_ACTION_SLOT, _crf_apply_slot },
  { CRF_ACTION_SLOT_DRAW, _crf_apply_slot_draw },
  { CRF_ACTION_ENROL, _crf_apply_enrol },
  { CRF_ACTION_STRATUM, _crf_apply_stratum },
  { CRF_ACTION_PRESCREEN, _crf_apply_prescreen },
  { CRF_ACTION_IDENTIFIER_HASH, _crf_apply_identifier_hash },
  { CRF_ACTION_ELIGIBILITY_SHOWN, _crf_apply_eligibility_shown },
  { CRF_ACTION_LOT, _crf_apply_lot },
  { CRF_ACTION_LOT_STATE, _crf_apply_lot_state },
  { CRF_ACTION_LOT_MOVE, _crf_apply_lot_move },
  { CRF_ACTION_CODE_BREAK, _crf_apply_code_break },
  { CRF_ACTION_TRIAL_UNBLIND, _crf_apply_trial_unblind },
  { CRF_ACTION_SUBJECT_VERSION, _crf_apply_subject_version },
  { CRF_ACTION_INFUSION_STEP, _crf_apply_infusion_step },
  { CRF_ACTION_STEP_NOTE, _crf_apply_step_note },
  { CRF_ACTION_STUDY_CREATE, _crf_apply_study_create },
  { CRF_ACTION_DEFINITION_ADD, _crf_apply_definition_add },
  { CRF_ACTION_DEFINITION_ACTIVATE, _crf_apply_definition_activate },
  { CRF_ACTION_ACCOUNT_ADD, _crf_apply_account_add },
  { CRF_ACTION_ACCOUNT_ROLES, _crf_apply_account_roles },
  { CRF_ACTION_ACCOUNT_STATE, _crf_apply_account_state },
  { CRF_ACTION_ACCOUNT_KEYS, _crf_apply_account_keys },
  { CRF_ACTION_DELEGATE, _crf_apply_delegation },
  { CRF_ACTION_ROLE_KEY, _crf_apply_role_key },
  { CRF_ACTION_SOURCE, _crf_apply_source },
  { CRF_ACTION_STUDY_STATUS, _crf_apply_study_status },
  { CRF_ACTION_CONTACT, _crf_apply_contact },
  { CRF_ACTION_TREATMENT, _crf_apply_treatment },
  { CRF_ACTION_SAE_NEWS, _crf_apply_sae_news },
  { CRF_ACTION_SAE_REPORT, _crf_apply_sae_report },
  { CRF_ACTION_SAE_RECEIPT, _crf_apply_sae_receipt },
  { CRF_ACTION_EVENT_LINK, _crf_apply_event_link },
  { CRF_ACTION_CODING, _crf_apply_coding },
  { CRF_ACTION_RANGE, _crf_apply_range },
  { CRF_ACTION_HOLD, _crf_apply_hold },
  { CRF_ACTION_VERIFIED, _crf_apply_verified },
  { CRF_ACTION_SECOND, _crf_apply_second },
  { CRF_ACTION_SECOND_MATCH, _crf_apply_second_match },
  { CRF_ACTION_SECOND_DECIDED, _crf_apply_second_decided },
  { CRF_ACTION_SECOND_DONE, _crf_apply_second_done },
  { CRF_ACTION_SECOND_ROW, _crf_apply_second_row },
  { CRF_ACTION_POLICY, _crf_apply_policy },
  { CRF_ACTION_TRAINING, _crf_apply_training },
  { CRF_ACTION_POPULATION, _crf_apply_population },
  { CRF_ACTION_SIGN_IN, _crf_apply_sign_in },
  { CRF_ACTION_SIGN_OUT, _crf_apply_sign_out },
  { CRF_ACTION_SIGN_OUT_MISSING, _crf_apply_sign_out },
  { CRF_ACTION_SESSION_UNLOCK, _crf_apply_sign_in },
  { CRF_ACTION_SIGN_IN_FAILED, _crf_apply_sign_in_failed },
  { CRF_ACTION_KEYSLOT, _crf_apply_keyslot },
  { CRF_ACTION_TRANSFER, _crf_apply_transfer },
  { CRF_ACTION_TRANSFER_RECORD, _crf_apply_transfer_record },
  { CRF_ACTION_TRANSFER_ALLOCATION, _crf_apply_transfer_allocation },
  { CRF_ACTION_TRUST, _crf_apply_trust },
  { CRF_ACTION_ACCEPT_PACKAGE, _crf_apply_accept_package },
};

gboolean
_crf_projection_refuse (const CrfStored *entry, GError **error, const char *format, ...)
{
  g_autofree char *what = NULL;
  va_list args;

  /* An entry that lacks several things is refused for the first of them. */
  if (error != NULL && *error != NULL)
    return FALSE;
  va_start (args, format);
  what = g_strdup_vprintf (format, args);
  va_end (args);
  g_set_error (error, CRF_STORE_ERROR, CRF_STORE_ERROR_CONFLICT, _("Entry %s:%s (%s): %s"),
               COL (entry, WS), COL (entry, SEQ), COL (entry, ACTION), what);
  return FALSE;
}

char *
_crf_projection_need (const CrfStored *entry, const char *member, GError **error)
{
  char *text = crf_detail_get (entry->detail, member);

  if (text == NULL)
    _crf_projection_refuse (entry, error, _("its detail does not say “%s”."), member);
  return text;
}

gboolean
_crf_projection_must_change (CrfDb *db, const CrfStored *entry, const char *what, GError **error)
{
  if (crf_db_changes (db) > 0)
    return TRUE;
  return _crf_projection_refuse (entry, error, _("there is no such %s."), what);
}

static char *
source_member (const CrfStored *entry, const char *member)
{
  JsonObject *source = crf_detail_get_object (entry->detail, "source");

  return source != NULL ? crf_detail_get (source, member) : NULL;
}

char *
_crf_projection_who (const CrfStored *entry)
{
  char *by = source_member (entry, "by");

  return by != NULL ? by : g_strdup (COL (entry, USER));
}

char *
_crf_projection_when (const CrfStored *entry)
{
  g_autofree char *by = source_member (entry, "by");
  char *at = by != NULL ? source_member (entry, "at") : NULL;

  return at != NULL ? at : g_strdup (COL (entry, AT));
}

char *
_crf_projection_local_date (const CrfStored *entry)
{
  JsonObject *source = crf_detail_get_object (entry->detail, "source");
  g_autofree char *there = source != NULL ? crf_detail_get (source, "at") : NULL;
  const char *at = there != NULL ? there : COL (entry, AT); /* what came from another file is of the time when it was stored there */
  const char *off = COL (entry, OFF);
  char buffer[CRF_INSTANT_SIZE];
  CrfInstant instant;

  if (!crf_instant_parse_utc (at, &instant))
    return g_strdup (COL (entry, AT));
  if (off != NULL && (off[0] == '+' || off[0] == '-') && strlen (off) == 6)
    {
      instant.offset_minutes
          = ((off[1] - '0') * 10 + (off[2] - '0')) * 60 + (off[4] - '0') * 10 + (off[5] - '0');
      if (off[0] == '-')
        instant.offset_minutes = -instant.offset_minutes;
    }
  return g_strdup (crf_instant_format_local_date (instant, buffer));
}

static CrfApply
find_apply (const char *action)
{
  for (gsize i = 0; i < G_N_ELEMENTS (actions); i++)
    if (g_strcmp0 (action, actions[i].action) == 0)
      return actions[i].apply;
  return NULL;
}

/* Actions that add nothing but a value use keys that an earlier entry brought. */
static gboolean
may_bring_keys (CrfApply apply)
{
  return apply != _crf_apply_value;
}

/* "Last entry" of a patient is the last that was entered: what is asked, marked, signed or locked about it
 * is not. */
static gboolean
is_data (const char *action)
{
  static const char *const others[] = { CRF_ACTION_QUERY,    CRF_ACTION_QUERY_STATE,
                                        CRF_ACTION_SIGN,     CRF_ACTION_HOLD,
                                        CRF_ACTION_VERIFIED, CRF_ACTION_POPULATION,
                                        NULL };

  return !g_strv_contains (others, action);
}

gboolean
crf_projection_apply (CrfDb *db, const CrfStored *entry, GError **error)
{
  CrfApply apply = find_apply (COL (entry, ACTION));

  if (apply == NULL)
    return TRUE;
  if (!apply (db, entry, error))
    return FALSE;
  if (may_bring_keys (apply) && !_crf_apply_opaque_keys (db, entry, error))
    return FALSE;
  if (!_crf_projection_void_casebook (db, entry, error))
    return FALSE;
  if (COL (entry, SUBJECT) == NULL || !is_data (COL (entry, ACTION)))
    return TRUE;
  return crf_db_run (db, error, "UPDATE subject SET last_entry_at = ?2 WHERE key = ?1", "ss",
                     COL (entry, SUBJECT), COL (entry, AT));
}

static gboolean
empty_projections (CrfDb *db, GError **error)
{
  for (int i = (int) G_N_ELEMENTS (crf_projection_tables) - 2; i >= 0; i--)
    {
      g_autofree char *sql = g_strdup_printf ("DELETE FROM %s", crf_projection_tables[i]);

      if (!crf_db_exec (db, sql, error))
        return FALSE;
    }
  return TRUE;
}

gboolean
crf_projection_rebuild (CrfDb *db, GError **error)
{
  g_autoptr (CrfStatement) query = NULL;
  CrfStep step;

  if (!empty_projections (db, error))
    return FALSE;
  query = crf_db_query (db, error,
                        "SELECT " CRF_JOURNAL_COLUMNS " FROM journal ORDER BY clock, ws, seq", "");
  if (query == NULL)
    return FALSE;
  while ((step = crf_statement_step (query, error)) == CRF_STEP_ROW)
    {
      g_autoptr (JsonObject) detail = NULL;
      CrfStored entry;

      crf_journal_read_row (query, &entry);
      detail = crf_detail_parse (entry.columns[CRF_COL_DETAIL], error);
      if (detail == NULL)
        return FALSE;
      entry.detail = detail;
      if (!crf_projection_apply (db, &entry, error))
        return FALSE;
    }
  return step == CRF_STEP_DONE;
}
