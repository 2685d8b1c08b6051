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
