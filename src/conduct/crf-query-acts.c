/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A query is a conversation: each step is an entry, none is taken back. */

#include "crf-query-acts.h"

#include "crf-detail.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static const CrfQueryRecord *
find (GPtrArray *queries,
      const char *key)
{
  for (guint i = 0; i < queries->len; i++)
    {
      const CrfQueryRecord *query = g_ptr_array_index (queries, i);

      if (strcmp (query->key, key) == 0)
        return query;
    }
  return NULL;
}

gboolean
crf_query_open (CrfUseCaseContext *context,
                const CrfTarget *target,
                const char *check,
                const char *state,
                const char *text,
                GError **error)
{
  g_autofree char *key = crf_transaction_new_key (context->txn);
  g_autofree char *detail = crf_detail_new ("key", key, "origin", check != NULL ? "system" : "person", "check", check, "state", state, NULL);
  CrfEntry entry = { .action = CRF_ACTION_QUERY, .detail = detail, .prompt = text,
                     .subject = context->subject != NULL ? context->subject->key : NULL };

  if (target != NULL)
    {
      entry.event = target->event;
      entry.eventkey = target->eventkey;
      entry.form = target->form;
      entry.formkey = target->formkey;
      entry.group = target->group;
      entry.groupkey = target->groupkey;
      entry.item = target->item;
    }
  if (!crf_context_append (context, &entry, NULL, error))
    return FALSE;
  crf_context_notice (context, state == NULL ? _("A query was opened: %s") : _("A query was drafted: %s"), text);
  crf_context_result (context, "query", key);
  return TRUE;
}

#define OFFICE (CRF_ROLE_MONITOR | CRF_ROLE_DATA_MANAGER)

/* Whether @login gave the last answer. TRUE where it cannot be read. */
static gboolean
answered_by (CrfStudyFile *file,
             const char *key,
             const char *login)
{
  g_autoptr (GPtrArray) messages = crf_records_query_messages (file, key, NULL);

  for (guint i = messages != NULL ? messages->len : 0; i > 0; i--)
    {
      const CrfQueryMessage *message = g_ptr_array_index (messages, i - 1);

      if (strcmp (message->state, "Answered") == 0)
        return g_strcmp0 (message->user, login) == 0;
    }
  return messages == NULL;
}

/* Whether the office closes what another role asked and nobody has answered: it was not put to rest, it was put away. FALSE when refused. */
static gboolean
is_put_to_rest (CrfUseCaseContext *context,
                const CrfQueryRecord *query,
                CrfRole opener,
                const char *state)
{
  if (strcmp (state, "Closed") != 0 || strcmp (query->state, "Answered") == 0 || opener == 0 || opener == crf_session_get_role (context->session))
    return TRUE;
  return !crf_context_refuse (context, "query-unanswered", _("Wait for the answer, ask who asked, or cancel the query with a reason."),
                              _("This query was asked by another role (%s), and the last question of it has no answer yet."), crf_role_get_label (opener));
}

/* The site does not dispose of what others asked it: the asker's side does. A check that asked may be ended by an investigator, after the answer of another. */
static gboolean
may_end (CrfUseCaseContext *context,
         const CrfQueryRecord *query,
         const char *state)
{
  CrfRole opener = query->opened_role != NULL ? crf_role_from_name (query->opened_role) : 0;
  gboolean by_program = g_strcmp0 (query->origin, "system") == 0;

  if ((crf_session_get_role (context->session) & OFFICE) != 0)
    return by_program || is_put_to_rest (context, query, opener, state);
  if (!by_program && opener != 0 && (opener & OFFICE) == 0)
    return TRUE;
  if (by_program && strcmp (state, "Closed") == 0 && strcmp (query->state, "Answered") == 0
      && !answered_by (context->file, query->key, crf_session_get_login (context->session)))
    return TRUE;
  if (by_program)
    return !crf_context_refuse (context, "query-asker", _("Answer it; another person closes it: a monitor, a data manager or another investigator."),
                               _("What the program asked is closed after an answer, by another than who answered."));
  return !crf_context_refuse (context, "query-asker", _("Answer it; a monitor or data manager decides whether the answer will do."),
                             _("This query was asked by the monitor or the data manager, who alone end it."));
}

gboolean
crf_query_act (CrfUseCaseContext *context,
               const char *const *from,
               const char *state,
               GError **error)
{
  const char *key = crf_context_get (context, "key");
  g_autoptr (GPtrArray) queries = crf_records_queries (context->file, NULL, NULL, error);
  const CrfQueryRecord *query;
  g_autofree char *detail = NULL;
  CrfEntry entry = { .action = CRF_ACTION_QUERY_STATE, .value = crf_context_get (context, "text"),
                     .reason = crf_context_get (context, "reason") };

  if (queries == NULL)
    return FALSE;
  query = find (queries, key);
  if (query == NULL)
    return crf_context_refuse (context, "query-unknown", _("The list of queries shows their keys."), _("There is no query “%s”."), key);
  if (!g_strv_contains (from, query->state))
    return crf_context_refuse (context, "query-state", NULL, _("The query is in the state “%s”; this cannot be done with it."), query->state);
  if ((strcmp (state, "Closed") == 0 || strcmp (state, "Cancelled") == 0) && !may_end (context, query, state))
    return TRUE;
  detail = crf_detail_new ("key", key, "state", state, NULL);
  entry.detail = detail;
  entry.subject = query->subject;
  entry.event = query->event;
  entry.eventkey = query->eventkey;
  entry.form = query->form;
  entry.formkey = query->formkey;
  entry.group = query->group;
  entry.groupkey = query->groupkey;
  entry.item = query->item;
  return crf_context_append (context, &entry, NULL, error);
}
