/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Accounts through time, signatures and queries as whole lists. Read from the journal where a projection keeps only what is in force. */

#include "crf-reader-logs.h"

#include "crf-detail.h"
#include "crf-place.h"
#include "crf-reader-private.h"
#include "crf-reader.h"
#include "crf-records-trust.h"
#include "crf-session-private.h"
#include "crf-signature.h"
#include "crf-signing.h"

#include <glib/gi18n-lib.h>
#include <json-glib/json-glib.h>
#include <string.h>

/* ── Accounts ── */

typedef struct { char *clock, *ws, *seq, *at, *user, *action, *detail; } Change;

static void
change_free (Change *change)
{
  g_free (change->clock);
  g_free (change->ws);
  g_free (change->seq);
  g_free (change->at);
  g_free (change->user);
  g_free (change->action);
  g_free (change->detail);
  g_free (change);
}

static void
span_free (CrfAccountSpan *span)
{
  g_free (span->login);
  g_free (span->name);
  g_free (span->roles);
  g_free (span->state);
  g_free (span->last_day);
  g_free (span->from);
  g_free (span->to);
  g_free (span->by);
  g_free (span->note);
  g_free (span->signed_in);
  g_free (span->locked_out);
  g_free (span);
}

static gboolean
keep_change (const CrfJournalRecord *record,
             gpointer data)
{
  Change *change = g_new0 (Change, 1);

  change->clock = g_strdup (record->columns[CRF_COL_CLOCK]);
  change->ws = g_strdup (record->columns[CRF_COL_WS]);
  change->seq = g_strdup (record->columns[CRF_COL_SEQ]);
  change->at = g_strdup (record->columns[CRF_COL_AT]);
  change->user = g_strdup (record->columns[CRF_COL_USER]);
  change->action = g_strdup (record->columns[CRF_COL_ACTION]);
  change->detail = g_strdup (record->columns[CRF_COL_DETAIL]);
  g_ptr_array_add (data, change);
  return TRUE;
}

static int
compare_numbers (const char *a,
                 const char *b)
{
  guint64 one = g_ascii_strtoull (a, NULL, 10), other = g_ascii_strtoull (b, NULL, 10);

  return one < other ? -1 : one > other;
}

/* The order of replay. */
static int
compare_changes (gconstpointer a,
                 gconstpointer b)
{
  const Change *one = *(Change *const *) a, *other = *(Change *const *) b;
  int order = compare_numbers (one->clock, other->clock);

  if (order == 0)
    order = strcmp (one->ws, other->ws);
  return order != 0 ? order : compare_numbers (one->seq, other->seq);
}

static GPtrArray *
read_changes (CrfSession *session,
              GError **error)
{
  static const char *const actions[] = { CRF_ACTION_ACCOUNT_ADD, CRF_ACTION_ACCOUNT_ROLES, CRF_ACTION_ACCOUNT_STATE };
  g_autoptr (GPtrArray) changes = g_ptr_array_new_with_free_func ((GDestroyNotify) change_free);

  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    {
      CrfEntry target = { .action = actions[i] };

      if (!crf_records_journal (crf_session_get_file (session), &target, NULL, 0, FALSE, keep_change, changes, error))
        return NULL;
    }
  g_ptr_array_sort (changes, compare_changes);
  return g_steal_pointer (&changes);
}

static CrfRole
roles_of (JsonObject *detail)
{
  JsonNode *node = json_object_get_member (detail, "roles");
  JsonArray *names = node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
  CrfRole roles = 0;

  for (guint i = 0; names != NULL && i < json_array_get_length (names); i++)
    roles |= crf_role_from_name (json_array_get_string_element (names, i));
  return roles;
}

/* Free it. */
static char *
labels_of (CrfRole roles)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint bit = 0; bit < 31; bit++)
    if ((roles & (CrfRole) (1u << bit)) != 0)
      g_string_append_printf (text, "%s%s", text->len > 0 ? _(", ") : "", crf_role_get_label ((CrfRole) (1u << bit)));
  return g_strdup (text->str);
}

/* The line in which the account was until now. */
static CrfAccountSpan *
find_open (GPtrArray *spans,
           const char *login)
{
  for (guint i = spans->len; i > 0; i--)
    if (strcmp (((CrfAccountSpan *) g_ptr_array_index (spans, i - 1))->login, login) == 0)
      return g_ptr_array_index (spans, i - 1);
  return NULL;
}

/* What is changed in one moment (an account and its first roles) is one line. */
static CrfAccountSpan *
begin_span (CrfSession *session,
            GPtrArray *spans,
            const char *login,
            const Change *change)
{
  CrfAccountSpan *before = find_open (spans, login), *span;
  g_autofree char *at = crf_local_time (session, change->at);

  if (before != NULL && strcmp (before->from, at) == 0)
    return before;
  span = g_new0 (CrfAccountSpan, 1);
  span->login = g_strdup (login);
  span->from = g_strdup (at);
  span->by = g_strdup (change->user);
  if (before != NULL)
    {
      before->to = g_strdup (at);
      span->name = g_strdup (before->name);
      span->roles = g_strdup (before->roles);
      span->state = g_strdup (before->state);
      span->last_day = g_strdup (before->last_day);
      span->note = g_strdup (before->note);
    }
  g_ptr_array_add (spans, span);
  return span;
}

static void
apply_change (CrfAccountSpan *span,
              const Change *change,
              JsonObject *detail)
{
  g_autofree char *last_day = crf_detail_get (detail, "last_day");

  if (strcmp (change->action, CRF_ACTION_ACCOUNT_ADD) == 0)
    span->name = crf_detail_get (detail, "name");
  if (strcmp (change->action, CRF_ACTION_ACCOUNT_ROLES) == 0)
    {
      g_free (span->roles);
      g_free (span->note);
      span->roles = labels_of (roles_of (detail));
      span->note = g_strdup (crf_roles_note (roles_of (detail)));
    }
  if (span->state == NULL || strcmp (change->action, CRF_ACTION_ACCOUNT_STATE) == 0)
    {
      g_free (span->state);
      span->state = g_strdup (!crf_detail_get_boolean (detail, "enabled", TRUE)        ? _("Disabled")
                              : crf_detail_get_boolean (detail, "must_change", FALSE) ? _("Must choose a new passphrase")
                                                                                      : _("Active"));
    }
  if (last_day == NULL)
    return;
  g_free (span->last_day);
  span->last_day = *last_day != '\0' ? g_steal_pointer (&last_day) : NULL;
}

/* How the door stands for them now. */
static gboolean
add_access (CrfSession *session,
            GPtrArray *spans,
            GError **error)
{
  g_autoptr (GPtrArray) records = crf_records_access (crf_session_get_file (session), NULL, error);

  for (guint i = 0; records != NULL && i < records->len; i++)
    {
      const CrfAccessRecord *record = g_ptr_array_index (records, i);
      CrfAccountSpan *span = find_open (spans, record->login);
      CrfInstant until = { 0 };

      if (span == NULL)
        continue;
      span->signed_in = record->signed_in_at != NULL ? crf_local_time (session, record->signed_in_at) : NULL;
      span->failures = record->failures;
      if (record->failures < CRF_FAILURES_ALLOWED || record->failed_at == NULL || !crf_instant_parse_utc (record->failed_at, &until))
        continue;
      until.utc_ms += CRF_LOCK_OUT_MINUTES * G_GINT64_CONSTANT (60000);
      if (crf_session_now (session).utc_ms < until.utc_ms)
        {
          char utc[CRF_INSTANT_SIZE];

          crf_instant_format_utc (until, utc);
          span->locked_out = crf_local_time (session, utc);
        }
    }
  return records != NULL;
}

/* Of an account that is past its last day "Active" would be a lie. */
static void
tell_ended (CrfSession *session,
            GPtrArray *spans)
{
  for (guint i = 0; i < spans->len; i++)
    {
      CrfAccountSpan *span = g_ptr_array_index (spans, i);

      if (span->to != NULL || span->last_day == NULL || strcmp (crf_session_get_today (session), span->last_day) <= 0 ||
          strcmp (span->state, _("Disabled")) == 0)
        continue;
      g_free (span->state);
      span->state = g_strdup (_("Ended"));
    }
}

static int
compare_spans (gconstpointer a,
               gconstpointer b)
{
  const CrfAccountSpan *one = *(CrfAccountSpan *const *) a, *other = *(CrfAccountSpan *const *) b;

  return strcmp (one->login, other->login);
}

GPtrArray *
crf_reader_account_log (CrfSession *session,
                        GError **error)
{
  g_autoptr (GPtrArray) changes = read_changes (session, error);
  g_autoptr (GPtrArray) spans = g_ptr_array_new_with_free_func ((GDestroyNotify) span_free);

  for (guint i = 0; changes != NULL && i < changes->len; i++)
    {
      const Change *change = g_ptr_array_index (changes, i);
      g_autoptr (JsonObject) detail = crf_detail_parse (change->detail, NULL);
      g_autofree char *login = detail != NULL ? crf_detail_get (detail, "login") : NULL;

      if (login != NULL)
        apply_change (begin_span (session, spans, login, change), change, detail);
    }
  if (changes == NULL || !add_access (session, spans, error))
    return NULL;
  tell_ended (session, spans);
  /* Stable: lines of one account stay in the order of time. */
  g_ptr_array_sort (spans, compare_spans);
  return g_steal_pointer (&spans);
}

/* ── Signatures ── */

typedef struct
{
  CrfSession *session;
  GPtrArray *lines;
  GHashTable *known;   /* id → CrfSignatureRecord */
  GHashTable *numbers;
} Signatures;

static void
signature_free (CrfSignatureLine *line)
{
  g_free (line->id);
  g_free (line->at);
  g_free (line->login);
  g_free (line->name);
  g_free (line->role);
  g_free (line->meaning);
  g_free (line->code);
  g_free (line->subject_number);
  g_free (line->what);
  g_free (line->eventkey);
  g_free (line->formkey);
  g_free (line->groupkey);
  g_free (line);
}

static gboolean
add_signature (const CrfJournalRecord *record,
               gpointer data)
{
  Signatures *self = data;
  char *const *columns = record->columns;
  g_autofree char *id = g_strdup_printf ("%s:%s", columns[CRF_COL_WS], columns[CRF_COL_SEQ]);
  const CrfSignatureRecord *known = g_hash_table_lookup (self->known, id);
  CrfTarget target = { columns[CRF_COL_SUBJECT], columns[CRF_COL_EVENT], columns[CRF_COL_EVENTKEY], columns[CRF_COL_FORM],
                       columns[CRF_COL_FORMKEY], columns[CRF_COL_GROUP], columns[CRF_COL_GROUPKEY], columns[CRF_COL_ITEM] };
  CrfRole role = columns[CRF_COL_ROLE] != NULL ? crf_role_from_name (columns[CRF_COL_ROLE]) : 0;
  g_autofree char *what = crf_place_label (self->session, &target);
  CrfSignatureLine *line = g_new0 (CrfSignatureLine, 1);

  line->id = g_steal_pointer (&id);
  line->at = crf_signature_when (columns[CRF_COL_AT], columns[CRF_COL_OFF]);
  line->login = g_strdup (columns[CRF_COL_USER]);
  line->name = g_strdup (known != NULL ? known->name : columns[CRF_COL_USER]);
  line->role = g_strdup (role != 0 ? crf_role_get_label (role) : columns[CRF_COL_ROLE]);
  line->code = g_strdup (known != NULL ? known->meaning : NULL);
  line->meaning = g_strdup (known != NULL ? crf_meaning_label (known->meaning) : NULL);
  line->subject_number = crf_reader_subject_number (self->session, self->numbers, columns[CRF_COL_SUBJECT]);
  line->what = *what != '\0' ? g_steal_pointer (&what) : NULL;
  line->eventkey = g_strdup (columns[CRF_COL_EVENTKEY]);
  line->formkey = g_strdup (columns[CRF_COL_FORMKEY]);
  line->groupkey = g_strdup (columns[CRF_COL_GROUPKEY]);
  line->voided = known != NULL && known->void_;
  g_ptr_array_add (self->lines, line);
  return TRUE;
}

GPtrArray *
crf_reader_signature_log (CrfSession *session,
                          const char *subject,
                          GError **error)
{
  CrfStudyFile *file = crf_session_get_file (session);
  g_autofree char *key = subject != NULL ? crf_reader_subject_key (session, subject, error) : NULL;
  CrfEntry target = { .action = CRF_ACTION_SIGN, .subject = key }, all = { .subject = key };
  g_autoptr (GPtrArray) records = subject == NULL || key != NULL ? crf_signature_list (file, &all, error) : NULL;
  g_autoptr (GHashTable) known = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GHashTable) numbers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func ((GDestroyNotify) signature_free);
  Signatures self = { session, lines, known, numbers };

  if (records == NULL)
    return NULL;
  for (guint i = 0; i < records->len; i++)
    {
      CrfSignatureRecord *record = g_ptr_array_index (records, i);

      g_hash_table_insert (known, record->id, record);
    }
  if (!crf_records_journal (file, &target, NULL, 0, FALSE, add_signature, &self, error))
    return NULL;
  return g_steal_pointer (&lines);
}

/* ── Queries ── */

static void
query_line_free (CrfQueryLine *line)
{
  g_free (line->key);
  g_free (line->subject_number);
  g_free (line->place);
  g_free (line->text);
  g_free (line->state);
  g_free (line->opened);
  g_free (line->by);
  g_free (line->closed);
  g_free (line->thread);
  g_free (line);
}

static const char *
label_of_state (const char *state)
{
  static const struct { const char *state, *label; } labels[] = {
    { "Open", N_ ("Open") }, { "Answered", N_ ("Answered") }, { "Closed", N_ ("Closed") }, { "Cancelled", N_ ("Cancelled") },
  };

  for (guint i = 0; i < G_N_ELEMENTS (labels); i++)
    if (g_strcmp0 (labels[i].state, state) == 0)
      return _ (labels[i].label);
  return state;
}

/* The conversation after the question; what ended it ends its age. @opened: UTC. */
static gboolean
add_thread (CrfSession *session,
            const CrfQuery *query,
            const char *opened_at,
            CrfQueryLine *line,
            GError **error)
{
  g_autoptr (GPtrArray) messages = crf_records_query_messages (crf_session_get_file (session), query->key, error);
  g_autoptr (GString) text = g_string_new (NULL);
  gboolean done = strcmp (query->state, "Closed") == 0 || strcmp (query->state, "Cancelled") == 0;
  CrfInstant opened = { 0 };

  for (guint i = 0; messages != NULL && i < messages->len; i++)
    {
      const CrfQueryMessage *message = g_ptr_array_index (messages, i);
      g_autofree char *at = crf_local_time (session, message->at);
      CrfInstant ended;

      g_string_append_printf (text, "%s%s %s, %s%s%s", text->len > 0 ? "\n" : "", at, message->user, label_of_state (message->state),
                              message->text != NULL && *message->text != '\0' ? ": " : "", message->text != NULL ? message->text : "");
      if (!done || i + 1 < messages->len)
        continue;
      line->closed = g_strdup (at);
      if (opened_at != NULL && crf_instant_parse_utc (opened_at, &opened) && crf_instant_parse_utc (message->at, &ended))
        line->age_days = (int) MAX (0, (ended.utc_ms - opened.utc_ms) / 86400000);
    }
  line->thread = text->len > 0 ? g_strdup (text->str) : NULL;
  return messages != NULL;
}

GPtrArray *
crf_reader_query_log (CrfSession *session,
                      const char *subject,
                      GError **error)
{
  g_autoptr (GPtrArray) queries = crf_reader_queries (session, subject, NULL, error);
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func ((GDestroyNotify) query_line_free);
  g_autoptr (GPtrArray) records = queries != NULL ? crf_records_queries (crf_session_get_file (session), NULL, NULL, error) : NULL;
  g_autoptr (GHashTable) opened = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; records != NULL && i < records->len; i++)
    {
      CrfQueryRecord *record = g_ptr_array_index (records, i);

      g_hash_table_insert (opened, record->key, record->opened_at);
    }
  for (guint i = 0; records != NULL && i < queries->len; i++)
    {
      const CrfQuery *query = g_ptr_array_index (queries, i);
      CrfQueryLine *line = g_new0 (CrfQueryLine, 1);

      g_ptr_array_add (lines, line);
      line->key = g_strdup (query->key);
      line->subject_number = g_strdup (query->subject_number);
      line->place = g_strdup (query->place);
      line->text = g_strdup (query->text);
      line->state = g_strdup (query->state_label);
      line->opened = g_strdup (query->opened);
      line->by = g_strdup (query->by);
      line->age_days = query->age_days;
      if (!add_thread (session, query, g_hash_table_lookup (opened, query->key), line, error))
        return NULL;
    }
  return records != NULL ? g_steal_pointer (&lines) : NULL;
}
