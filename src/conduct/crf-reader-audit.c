/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The audit trail for people: who, when, what, old and new value, why. What a role may not know is left out. */

#include "crf-blind.h"
#include "crf-origin.h"
#include "crf-reader.h"

#include "crf-audit-words.h"
#include "crf-delegations.h"
#include "crf-detail.h"
#include "crf-ground.h"
#include "crf-place.h"
#include "crf-reader-private.h"
#include "crf-reasons.h"
#include "crf-session-private.h"

#include <glib/gi18n-lib.h>
#include <json-glib/json-glib.h>
#include <string.h>

static const struct { const char *action, *label; } actions[] = {
  { CRF_ACTION_STUDY_CREATE, N_ ("Study file created") },
  { CRF_ACTION_DEFINITION_ADD, N_ ("Study definition added") },
  { CRF_ACTION_DEFINITION_ACTIVATE, N_ ("Study definition activated") },
  { CRF_ACTION_ACCOUNT_ADD, N_ ("Account added") },
  { CRF_ACTION_ACCOUNT_ROLES, N_ ("Roles changed") },
  { CRF_ACTION_ACCOUNT_STATE, N_ ("Account state changed") },
  { CRF_ACTION_ACCOUNT_KEYS, N_ ("New account keys") },
  { CRF_ACTION_KEYSLOT, N_ ("Key stored") },
  { CRF_ACTION_ROLE_KEY, N_ ("Role key made") },
  { CRF_ACTION_DELEGATE, N_ ("Task delegated") },
  { CRF_ACTION_SIGN_IN, N_ ("Signed in") },
  { CRF_ACTION_SIGN_IN_FAILED, N_ ("Sign-in failed") },
  { CRF_ACTION_SIGN_VOID, N_ ("Signature void") },
  { CRF_ACTION_SIGN_OUT, N_ ("Signed out") },
  { CRF_ACTION_SIGN_OUT_MISSING, N_ ("Session without a sign-out") },
  { CRF_ACTION_RECOVERY_CONFIRMED, N_ ("Recovery key confirmed") },
  { CRF_ACTION_SUBJECT_ADD, N_ ("Patient registered") },
  { CRF_ACTION_SUBJECT_STATUS, N_ ("Status changed") },
  { CRF_ACTION_CONTACT, N_ ("Contact tried") },
  { CRF_ACTION_TREATMENT, N_ ("Treatment stopped or resumed") },
  { CRF_ACTION_SAE_NEWS, N_ ("News of a serious adverse event") },
  { CRF_ACTION_SAE_REPORT, N_ ("SAE report sent") },
  { CRF_ACTION_SAE_RECEIPT, N_ ("Receipt of an SAE report") },
  { CRF_ACTION_EVENT_LINK, N_ ("Adverse event and decompensation joined") },
  { CRF_ACTION_CODING, N_ ("Term coded with MedDRA") },
  { CRF_ACTION_STUDY_STATUS, N_ ("Status of the study changed") },
  { CRF_ACTION_EVENT_ADD, N_ ("Visit begun") },
  { CRF_ACTION_EVENT_STATE, N_ ("Visit state changed") },
  { CRF_ACTION_FORM_ADD, N_ ("Form begun") },
  { CRF_ACTION_FORM_STATE, N_ ("Form state changed") },
  { CRF_ACTION_GROUP_ADD, N_ ("Row added") },
  { CRF_ACTION_VALUE, N_ ("Value entered") },
  { CRF_ACTION_DERIVED, N_ ("Value computed") },
  { CRF_ACTION_SAMPLE, N_ ("Sample state changed") },
  { CRF_ACTION_JUDGE, N_ ("Value judged") },
  { CRF_ACTION_CONSENT_VERSION, N_ ("Consent version added") },
  { CRF_ACTION_CONSENT, N_ ("Consent recorded") },
  { CRF_ACTION_RANGE, N_ ("Reference range set") },
  { CRF_ACTION_SOURCE, N_ ("Source set") },
  { CRF_ACTION_DEVIATION, N_ ("Deviation opened") },
  { CRF_ACTION_DEVIATION_STATE, N_ ("Deviation judged") },
  { CRF_ACTION_QUERY, N_ ("Query opened") },
  { CRF_ACTION_QUERY_STATE, N_ ("Query moved on") },
  { CRF_ACTION_SIGN, N_ ("Signed") },
  { CRF_ACTION_LIST, N_ ("Allocation list made") },
  { CRF_ACTION_SLOT, N_ ("Allocation slot made") },
  { CRF_ACTION_SLOT_DRAW, N_ ("Allocated") },
  { CRF_ACTION_REPLAY, N_ ("Allocation list replayed") },
  { CRF_ACTION_STRATUM, N_ ("True stratum recorded") },
  { CRF_ACTION_PRESCREEN, N_ ("Pre-screening line added") },
  { CRF_ACTION_IDENTIFIER_HASH, N_ ("Hash of an identifier kept") },
  { CRF_ACTION_ELIGIBILITY_SHOWN, N_ ("Eligibility as signed") },
  { CRF_ACTION_ENROL, N_ ("Enrolled") },
  { CRF_ACTION_INFUSION_STEP, N_ ("Step of the infusion day") },
  { CRF_ACTION_STEP_NOTE, N_ ("Sealed note of the pharmacy") },
  { CRF_ACTION_SUBJECT_VERSION, N_ ("Patient moved to another version of the protocol") },
  { CRF_ACTION_CLOCK, N_ ("Clock compared with the ward’s") },
  { CRF_ACTION_LOT_ALERT, N_ ("Alarm about a cell lot answered") },
  { CRF_ACTION_LOT, N_ ("Cell lot received") },
  { CRF_ACTION_LOT_STATE, N_ ("Cell lot state changed") },
  { CRF_ACTION_LOT_MOVE, N_ ("Cell lot moved") },
  { CRF_ACTION_CODE_BREAK, N_ ("Code broken") },
  { CRF_ACTION_CODE_FAILED, N_ ("Code of another envelope typed") },
  { CRF_ACTION_ENVELOPES, N_ ("Envelopes printed") },
  { CRF_ACTION_TRIAL_KEY, N_ ("End-of-trial key shared") },
  { CRF_ACTION_TRIAL_UNBLIND, N_ ("Trial unblinded") },
  { CRF_ACTION_EXPORT, N_ ("Exported") },
  { CRF_ACTION_BACKUP, N_ ("Backed up") },
  { CRF_ACTION_VIEW, N_ ("Opened for reading") },
  { CRF_ACTION_HOLD, N_ ("Frozen or locked") },
  { CRF_ACTION_VERIFIED, N_ ("Source data verified") },
  { CRF_ACTION_SECOND, N_ ("Second entry") },
  { CRF_ACTION_SECOND_MATCH, N_ ("Row of the second entry matched") },
  { CRF_ACTION_SECOND_DECIDED, N_ ("Decided between entries") },
  { CRF_ACTION_SECOND_DONE, N_ ("Second entry finished") },
  { CRF_ACTION_SECOND_ROW, N_ ("Row in one entry only") },
  { CRF_ACTION_POLICY, N_ ("Rule of the study set") },
  { CRF_ACTION_TRAINING, N_ ("Training recorded") },
  { CRF_ACTION_POPULATION, N_ ("Population decided") },
  { CRF_ACTION_CLOCK_BACK, N_ ("Clock was set back") },
  { CRF_ACTION_CLOCK_AHEAD, N_ ("Clock far ahead: asked whether the date is right") },
  { CRF_ACTION_SESSION_LOCK, N_ ("Window locked") },
  { CRF_ACTION_SESSION_UNLOCK, N_ ("Window unlocked") },
  { CRF_ACTION_SESSION_PIN, N_ ("Shift PIN chosen") },
  { CRF_ACTION_SESSION_PIN_UNLOCK, N_ ("Window unlocked by shift PIN, for entry only") },
  { CRF_ACTION_SESSION_ROLE, N_ ("Goes on in another role") },
  { CRF_ACTION_FORM_MOVED, N_ ("Form moved") },
  { CRF_ACTION_TRANSFER, N_ ("Data taken in from a file") },
  { CRF_ACTION_TRUST, N_ ("Trust in a signer") },
  { CRF_ACTION_ACCEPT_PACKAGE, N_ ("Unsigned file answered for") },
  { CRF_ACTION_PACKAGE_SIGN, N_ ("File signed for elsewhere") },
  { CRF_ACTION_PACKAGE_TAKE, N_ ("File taken in") },
  { CRF_ACTION_TRANSFER_SUBJECT, N_ ("Patient taken over from another study file") },
  { CRF_ACTION_TRANSFER_ALLOCATION, N_ ("Allocated in another study file") },
  { CRF_ACTION_TRANSFER_RECORD, N_ ("Recorded in another study file, without force here") },
  { CRF_ACTION_FILE_FOUND, N_ ("Another copy of the file was found") },
};

const char *
crf_audit_action_label (const char *action)
{
  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    if (strcmp (actions[i].action, action) == 0)
      return _ (actions[i].label);
  return action;
}

static void
row_free (CrfAuditRow *row)
{
  crf_target_free (row->target);
  g_free (row->id);
  g_free (row->at);
  g_free (row->user);
  g_free (row->role);
  g_free (row->action);
  g_free (row->action_label);
  g_free (row->subject_number);
  g_free (row->place);
  g_free (row->old_value);
  g_free (row->new_value);
  g_free (row->reason);
  g_free (row->prompt);
  g_free (row);
}

/* The columns of one entry that the trail needs, kept beyond the visitor. */
typedef struct
{
  CrfSession *session;
  GPtrArray *rows;
  GPtrArray *bases;    /* char *: base of each row, "" where it has none */
  GPtrArray *targets;  /* CrfTarget of each row */
  GHashTable *values;  /* id → value as shown */
  GHashTable *numbers;
  const CrfAuditFilter *filter; /* or NULL */
  guint limit;                  /* 0: none */
} Trail;

static gboolean
is_value (const char *action)
{
  return strcmp (action, CRF_ACTION_VALUE) == 0 || strcmp (action, CRF_ACTION_DERIVED) == 0;
}

static char *
open_value (Trail *trail,
            const CrfItem *item,
            char *const *columns)
{
  CrfKeyring *keyring = crf_session_get_keyring (trail->session);
  g_autoptr (CrfSealedContent) content = NULL;
  char *plain = NULL;

  if (item->unblinding)
    {
      content = crf_blind_open (trail->session, columns[CRF_COL_SUBJECT], item->oid, columns[CRF_COL_VALUE]);
      return content != NULL ? g_strdup (content->value) : g_strdup (_("sealed"));
    }

  if (item->identifier && !item->unblinding)
    plain = crf_keyring_open_identifier (keyring, crf_session_get_file (trail->session), columns[CRF_COL_SUBJECT], item->oid,
                                         columns[CRF_COL_VALUE], NULL);
  return plain != NULL ? plain : g_strdup (_("sealed"));
}

static char *
value_of (Trail *trail,
          char *const *columns)
{
  CrfStudy *study = crf_session_get_study (trail->session);
  const CrfItem *item = columns[CRF_COL_ITEM] != NULL ? crf_study_find_item (study, columns[CRF_COL_ITEM]) : NULL;
  g_autoptr (CrfValue) value = NULL;

  if (item != NULL && (item->identifier || item->unblinding) && columns[CRF_COL_VALUE] != NULL)
    return open_value (trail, item, columns);
  value = crf_value_new_stored (study, columns[CRF_COL_VALUE], columns[CRF_COL_UNIT], columns[CRF_COL_CMP], columns[CRF_COL_CANON],
                                columns[CRF_COL_MISSING]);
  if (crf_value_is_empty (value))
    return NULL;
  return item != NULL ? crf_value_to_display (value, item, crf_session_get_language (trail->session)) : g_strdup (value->entered);
}

/* Codes that are members of a detail, in words. */
static const char *
word_of (const char *action,
         const char *member,
         const char *code)
{
  if (strcmp (member, "task") == 0)
    return crf_delegations_task_label (code);
  return strcmp (action, CRF_ACTION_DEVIATION) == 0 || strcmp (action, CRF_ACTION_DEVIATION_STATE) == 0 ? crf_deviation_word (member, code) : code;
}

static void
append_member (const char *name,
               JsonNode *member,
               GString *text)
{
  if (member != NULL && JSON_NODE_HOLDS_VALUE (member) && json_node_get_value_type (member) == G_TYPE_STRING && *json_node_get_string (member) != '\0')
    g_string_append_printf (text, "%s%s%s%s", text->len > 0 ? " · " : "", name != NULL ? name : "", name != NULL ? " " : "",
                            json_node_get_string (member));
}

/* Results of a cell lot: a bare NEG would not say of what. */
static void
append_tests (JsonObject *object,
              GString *text)
{
  JsonNode *node = json_object_get_member (object, "tests");
  g_autoptr (GList) names = node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_object_get_members (json_node_get_object (node)) : NULL;

  for (GList *name = names; name != NULL; name = name->next)
    append_member (name->data, json_object_get_member (json_node_get_object (node), name->data), text);
}

/* Of a detail, what a person wants to read. Boxes, keys and hashes stay out. */
static char *
text_of_detail (const char *action,
                const char *detail)
{
  static const char *const shown[] = {
    "number", "login", "name", "task", "from", "to", "version", "at", "by", "explained_by", "text", "state", "class", "allocation", "lot", "meaning", "kind",
    "date", "low", "high", "filter", "recipient", "sent_at", "how", "sent_by", "receipt", "receipt_at", "aware_at", "reported", "ward", "program", "outcome",
    "preparation", "next", "temperature", "carrier", "appearance", "corrective", "ethics_on", "closed_on", "site", "expected", NULL };
  g_autoptr (JsonObject) object = detail != NULL ? crf_detail_parse (detail, NULL) : NULL;
  g_autoptr (GString) text = g_string_new (NULL);

  if (object == NULL)
    return NULL;
  for (guint i = 0; shown[i] != NULL; i++)
    {
      JsonNode *member = json_object_get_member (object, shown[i]);
      const char *code = member != NULL && JSON_NODE_HOLDS_VALUE (member)
                                 && json_node_get_value_type (member) == G_TYPE_STRING
                             ? json_node_get_string (member)
                             : NULL;

      if (code != NULL && *code != '\0')
        g_string_append_printf (text, "%s%s", text->len > 0 ? " · " : "", word_of (action, shown[i], code));
    }
  append_tests (object, text);
  return text->len > 0 ? g_string_free (g_steal_pointer (&text), FALSE) : NULL;
}

/* Of a deviation or a movement of a lot. NULL: nothing of it is sealed. */
static char *
text_of_sealed (CrfSession *session,
                char *const *columns)
{
  g_autoptr (JsonObject) detail = crf_detail_parse (columns[CRF_COL_DETAIL], NULL);
  g_autofree char *seal = detail != NULL ? crf_detail_get (detail, "seal") : NULL, *text = NULL;
  g_autoptr (CrfSealedContent) content = NULL;

  if (seal == NULL)
    return NULL;
  content = crf_blind_open (session, columns[CRF_COL_SUBJECT], NULL, columns[CRF_COL_VALUE]);
  text = content != NULL && content->detail != NULL ? text_of_detail (columns[CRF_COL_ACTION], content->detail) : g_strdup (_("sealed"));
  if (content == NULL || content->reason == NULL)
    return g_steal_pointer (&text);
  return text != NULL ? g_strdup_printf ("%s · %s", text, content->reason) : g_strdup (content->reason);
}

/* What was set aside, as it would be told had it been done here. NULL: nothing was. Free it. */
static char *
text_of_aside (CrfSession *session,
               char *const *columns)
{
  g_auto (CrfOrigin) origin = { NULL };
  g_autofree char *words = NULL;
  char *there[CRF_N_COLS];

  if (strcmp (columns[CRF_COL_ACTION], CRF_ACTION_TRANSFER_RECORD) != 0 || !crf_origin_is_aside (columns[CRF_COL_DETAIL]) ||
      !crf_origin_read (columns[CRF_COL_ACTION], columns[CRF_COL_DETAIL], &origin) || origin.act == NULL)
    return NULL;
  memcpy (there, columns, sizeof there);
  there[CRF_COL_ACTION] = origin.act;
  there[CRF_COL_VALUE] = origin.value;
  there[CRF_COL_CANON] = origin.canonical;
  there[CRF_COL_PROMPT] = origin.prompt;
  words = strcmp (origin.act, CRF_ACTION_TRANSFER_RECORD) != 0 ? crf_audit_text (session, there) : NULL;
  if (words == NULL)
    return g_strdup (crf_audit_action_label (origin.act));
  return g_strdup_printf ("%s: %s", crf_audit_action_label (origin.act), words);
}

char *
crf_audit_text (CrfSession *session,
                char *const *columns)
{
  const char *action = columns[CRF_COL_ACTION];
  gboolean known;
  char *text;

  if (is_value (action))
    return NULL;
  if (crf_blind_hides_entry (session, columns))
    return g_strdup (_("sealed"));
  if (strcmp (action, CRF_ACTION_QUERY) == 0)
    return g_strdup (columns[CRF_COL_PROMPT]);
  if (strcmp (action, CRF_ACTION_QUERY_STATE) == 0)
    return g_strdup (columns[CRF_COL_VALUE] != NULL ? columns[CRF_COL_VALUE] : crf_query_state_label (columns[CRF_COL_CANON]));
  if (strcmp (action, CRF_ACTION_DEFINITION_ADD) == 0 || strcmp (action, CRF_ACTION_DEFINITION_ACTIVATE) == 0)
    return g_strdup (columns[CRF_COL_CANON]);
  text = g_str_has_prefix (action, "deviation.") || g_str_has_prefix (action, "lot.") ? text_of_sealed (session, columns) : NULL;
  if (text != NULL)
    return text;
  text = text_of_aside (session, columns);
  if (text != NULL)
    return text;
  text = crf_audit_words (columns, &known);
  if (known)
    return text;
  /* What was drawn is nobody's to read here; the number is shown, the stratum and slot are not. */
  if (columns[CRF_COL_CANON] != NULL && strcmp (action, CRF_ACTION_SLOT) != 0)
    return g_strdup (columns[CRF_COL_CANON]);
  return text_of_detail (action, columns[CRF_COL_DETAIL]);
}

static char *
text_of_entry (Trail *trail,
               char *const *columns)
{
  return is_value (columns[CRF_COL_ACTION]) ? value_of (trail, columns) : crf_audit_text (trail->session, columns);
}

static CrfTarget *
target_of (char *const *columns)
{
  CrfTarget target = { columns[CRF_COL_SUBJECT], columns[CRF_COL_EVENT], columns[CRF_COL_EVENTKEY], columns[CRF_COL_FORM],
                       columns[CRF_COL_FORMKEY], columns[CRF_COL_GROUP], columns[CRF_COL_GROUPKEY], columns[CRF_COL_ITEM] };

  return crf_target_copy (&target);
}

static const char *
role_label (const char *name)
{
  CrfRole role = crf_role_from_name (name);

  return role != 0 ? crf_role_get_label (role) : name;
}

gboolean
crf_audit_filter_passes (const CrfAuditFilter *filter,
                         char *const *columns)
{
  if (filter == NULL)
    return TRUE;
  return (filter->person == NULL || g_strcmp0 (columns[CRF_COL_USER], filter->person) == 0) &&
         (filter->until == NULL || strcmp (columns[CRF_COL_AT], filter->until) < 0) &&
         crf_audit_in_group (columns[CRF_COL_ACTION], filter->group);
}

/* Why a sealed value was written stands in its box. NULL: nobody said, or it is not for this session. Free it. */
static char *
sealed_reason (CrfSession *session,
               const CrfItem *item,
               char *const *columns)
{
  g_autoptr (CrfSealedContent) content = is_value (columns[CRF_COL_ACTION]) ? crf_blind_open (session, columns[CRF_COL_SUBJECT], item->oid,
                                                                                              columns[CRF_COL_VALUE]) : NULL;

  return content != NULL ? g_strdup (crf_reason_shown (content->reason)) : NULL;
}

/* Of what came from another file, who did it there, and when: the row itself is the act of whoever took it over. */
static void
tell_origin (Trail *trail,
             char *const *columns,
             CrfAuditRow *row)
{
  g_auto (CrfOrigin) origin = { NULL };
  g_autofree char *at = NULL, *who = NULL, *reason = NULL;

  if (columns[CRF_COL_DETAIL] == NULL || strstr (columns[CRF_COL_DETAIL], "\"source\":{") == NULL ||
      !crf_origin_read (columns[CRF_COL_ACTION], columns[CRF_COL_DETAIL], &origin))
    return;
  at = crf_local_time (trail->session, origin.at);
  /* Translators: a login, a time, the number of an entry in another study file */
  who = g_strdup_printf (_("first by %1$s, %2$s, entry %3$s of another file"),
                         g_str_has_prefix (origin.user, "USR.") ? origin.user + strlen ("USR.") : origin.user, at, origin.id != NULL ? origin.id : "–");
  reason = row->reason;
  row->reason = reason != NULL ? g_strdup_printf ("%s · %s", reason, who) : g_strdup (who);
}

static gboolean
append_row (const CrfJournalRecord *record,
            gpointer data)
{
  Trail *trail = data;
  char *const *columns = record->columns;
  const CrfItem *item = columns[CRF_COL_ITEM] != NULL ? crf_study_find_item (crf_session_get_study (trail->session), columns[CRF_COL_ITEM])
                                                      : NULL;
  CrfTarget *target = target_of (columns);
  CrfAuditRow *row = g_new0 (CrfAuditRow, 1);

  row->id = g_strdup_printf ("%s:%s", columns[CRF_COL_WS], columns[CRF_COL_SEQ]);
  row->at = crf_local_time (trail->session, columns[CRF_COL_AT]);
  row->user = g_strdup (columns[CRF_COL_USER]);
  row->role = g_strdup (role_label (columns[CRF_COL_ROLE]));
  row->action = g_strdup (columns[CRF_COL_ACTION]);
  row->action_label = g_strdup (crf_audit_action_label (columns[CRF_COL_ACTION]));
  row->subject_number = crf_reader_subject_number (trail->session, trail->numbers, columns[CRF_COL_SUBJECT]);
  row->place = crf_place_label (trail->session, target);
  row->target = crf_target_copy (target);
  row->new_value = text_of_entry (trail, columns);
  if (item != NULL && item->unblinding)
    row->reason = sealed_reason (trail->session, item, columns);
  else if (!crf_blind_hides_entry (trail->session, columns))
    {
      row->reason = g_strdup (crf_reason_shown (columns[CRF_COL_REASON]));
      row->prompt = is_value (columns[CRF_COL_ACTION]) ? g_strdup (columns[CRF_COL_PROMPT]) : NULL;
      tell_origin (trail, columns, row);
    }
  if (is_value (columns[CRF_COL_ACTION]))
    g_hash_table_insert (trail->values, g_strdup (row->id), g_strdup (row->new_value));
  g_ptr_array_add (trail->rows, row);
  g_ptr_array_add (trail->bases, g_strdup (columns[CRF_COL_BASE] != NULL ? columns[CRF_COL_BASE] : ""));
  g_ptr_array_add (trail->targets, target);
  return TRUE;
}

static gboolean
add_row (const CrfJournalRecord *record,
         gpointer data)
{
  Trail *trail = data;

  if (crf_audit_filter_passes (trail->filter, record->columns))
    append_row (record, data);
  return trail->limit == 0 || trail->rows->len < trail->limit;
}

static gboolean
note_value (const CrfJournalRecord *record,
            gpointer data)
{
  Trail *trail = data;
  g_autofree char *id = g_strdup_printf ("%s:%s", record->columns[CRF_COL_WS], record->columns[CRF_COL_SEQ]);

  if (is_value (record->columns[CRF_COL_ACTION]) && !g_hash_table_contains (trail->values, id))
    g_hash_table_insert (trail->values, g_steal_pointer (&id), value_of (trail, record->columns));
  return TRUE;
}

/* The value before: in the rows at hand, else in the history of that field. */
static void
fill_old_values (Trail *trail)
{
  for (guint i = 0; i < trail->rows->len; i++)
    {
      CrfAuditRow *row = g_ptr_array_index (trail->rows, i);
      const char *base = g_ptr_array_index (trail->bases, i);
      const CrfTarget *target = g_ptr_array_index (trail->targets, i);
      CrfEntry field = { .subject = target->subject, .event = target->event, .eventkey = target->eventkey, .form = target->form,
                         .formkey = target->formkey, .group = target->group, .groupkey = target->groupkey, .item = target->item };

      if (*base == '\0' || !is_value (row->action))
        continue;
      if (!g_hash_table_contains (trail->values, base))
        crf_records_journal (crf_session_get_file (trail->session), &field, NULL, 0, TRUE, note_value, trail, NULL);
      row->old_value = g_strdup (g_hash_table_lookup (trail->values, base));
    }
}

static void
trail_clear (Trail *trail)
{
  g_ptr_array_unref (trail->bases);
  g_ptr_array_unref (trail->targets);
  g_hash_table_unref (trail->values);
  g_hash_table_unref (trail->numbers);
}

static GPtrArray *
read_trail (CrfSession *session,
            const CrfEntry *target,
            const char *since,
            const CrfAuditFilter *filter,
            guint limit,
            GError **error)
{
  Trail trail = { .session = session, .filter = filter, .limit = limit };
  gboolean done;

  trail.rows = g_ptr_array_new_with_free_func ((GDestroyNotify) row_free);
  trail.bases = g_ptr_array_new_with_free_func (g_free);
  trail.targets = g_ptr_array_new_with_free_func ((GDestroyNotify) crf_target_free);
  trail.values = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  trail.numbers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  /* What is filtered out here does not count. */
  done = crf_records_journal (crf_session_get_file (session), target, since, filter == NULL ? limit : 0, TRUE, add_row, &trail, error);
  if (done)
    fill_old_values (&trail);
  trail_clear (&trail);
  if (!done)
    g_clear_pointer (&trail.rows, g_ptr_array_unref);
  return trail.rows;
}

GPtrArray *
crf_reader_audit_filtered (CrfSession *session,
                           const CrfAuditFilter *filter,
                           guint limit,
                           GError **error)
{
  g_autofree char *key = filter->subject != NULL ? crf_reader_subject_key (session, filter->subject, error) : NULL;
  CrfEntry target = { .subject = key, .form = filter->form };

  if ((filter->subject != NULL && key == NULL) || !crf_ground_trail_holds (session, error))
    return NULL;
  return read_trail (session, &target, filter->since, filter, limit, error);
}

GPtrArray *
crf_reader_audit_since (CrfSession *session,
                        const char *subject,
                        const char *since,
                        GError **error)
{
  CrfEntry target = { .subject = (char *) subject };

  return read_trail (session, &target, since, NULL, 0, error);
}

GPtrArray *
crf_reader_audit (CrfSession *session,
                  const char *subject,
                  const CrfTarget *field,
                  const char *since,
                  guint limit,
                  GError **error)
{
  g_autofree char *key = crf_reader_subject_key (session, subject != NULL ? subject : field != NULL ? field->subject : NULL, error);
  CrfEntry target = { .subject = key };

  if (key == NULL && (subject != NULL || (field != NULL && field->subject != NULL)))
    return NULL;
  /* Of one field the entries' own hashes are enough, which the patient's page has asked for: nobody waits for the whole journal there. */
  if (field != NULL && key != NULL ? !crf_ground_holds (session, key, error) : !crf_ground_trail_holds (session, error))
    return NULL;
  if (field != NULL)
    target = (CrfEntry) { .subject = key, .event = field->event, .eventkey = field->eventkey, .form = field->form,
                          .formkey = field->formkey, .group = field->group, .groupkey = field->groupkey, .item = field->item };
  return read_trail (session, &target, since, NULL, limit, error);
}
