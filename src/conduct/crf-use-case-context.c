/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a use case works with: its arguments, its refusal, its entries. */

#include "crf-session-private.h"
#include "crf-use-case-private.h"

#include "crf-blind.h"
#include "crf-casebook-follow.h"
#include "crf-detail.h"
#include "crf-hold.h"
#include "crf-name-watch.h"
#include "crf-query-acts.h"
#include "crf-site-data.h"
#include "crf-number.h"
#include "crf-partial-date.h"
#include "crf-withdrawal-watch.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

const char *
crf_context_get (CrfUseCaseContext *context,
                 const char *key)
{
  const char *value = context->arguments != NULL ? g_hash_table_lookup (context->arguments, key) : NULL;

  if (context->withdrawal != NULL && strcmp (key, "confirm") == 0)
    return crf_withdrawal_watch_get_confirm (context->withdrawal);
  if (context->names != NULL && strcmp (key, "confirm") == 0)
    return crf_name_watch_get_confirm (context->names);
  if (value == NULL || value[strspn (value, " \t\n")] == '\0')
    return NULL;
  return value;
}

gboolean
crf_context_has_confirmed (CrfUseCaseContext *context,
                           const char *id)
{
  const char *confirm = crf_context_get (context, "confirm");
  g_auto (GStrv) ids = g_strsplit (confirm != NULL ? confirm : "", ",", -1);

  return g_strv_contains ((const char *const *) ids, id);
}

CrfPrompt *
crf_context_ask (CrfUseCaseContext *context,
                 const char *id,
                 char *message)
{
  return crf_context_ask_after (context, crf_context_get (context, "confirm"), id, message);
}

/* "a,after-withdrawal" → "a": the use case asks its own questions first. */
gboolean
crf_confirm_take (const char *confirm,
                  const char *id,
                  char **rest)
{
  gsize length = confirm != NULL ? strlen (confirm) : 0;
  gboolean is_confirmed = confirm != NULL && g_str_has_suffix (confirm, id);

  if (is_confirmed)
    length -= strlen (id);
  if (is_confirmed && length > 0)
    length--;
  *rest = length > 0 ? g_strndup (confirm, length) : NULL;
  return is_confirmed;
}

CrfPrompt *
crf_context_ask_after (CrfUseCaseContext *context,
                       const char *before,
                       const char *id,
                       char *message)
{
  CrfPrompt *prompt = context->outcome->prompt = g_new0 (CrfPrompt, 1);
  g_auto (GStrv) ids = g_strsplit (before != NULL ? before : "", ",", -1);

  /* What was answered without the reason that it needs is asked again, and not twice. */
  if (g_strv_contains ((const char *const *) ids, id))
    prompt->id = g_strdup (before);
  else
    prompt->id = before != NULL ? g_strconcat (before, ",", id, NULL) : g_strdup (id);
  prompt->message = message;
  return prompt;
}

gboolean
crf_context_refuse (CrfUseCaseContext *context,
                    const char *code,
                    const char *remedy,
                    const char *format,
                    ...)
{
  g_autofree char *message = NULL;
  va_list arguments;

  va_start (arguments, format);
  message = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  /* The first reason is the one to show. */
  if (context->outcome->refusal == NULL)
    context->outcome->refusal = crf_refusal_new (code, remedy, "%s", message);
  return TRUE;
}

void
crf_context_set_target (CrfUseCaseContext *context,
                        const CrfTarget *target)
{
  if (context->outcome->refusal == NULL)
    return;
  crf_target_free (context->outcome->refusal->target);
  context->outcome->refusal->target = crf_target_copy (target);
}

void
crf_context_result (CrfUseCaseContext *context,
                    const char *key,
                    const char *value)
{
  if (value != NULL)
    g_hash_table_insert (context->outcome->results, g_strdup (key), g_strdup (value));
}

void
crf_context_notice (CrfUseCaseContext *context,
                    const char *format,
                    ...)
{
  va_list arguments;

  va_start (arguments, format);
  g_ptr_array_add (context->outcome->notices, crf_times_to_display (g_strdup_vprintf (format, arguments)));
  va_end (arguments);
}

/* "Weight": what the person sees, not the key. */
static const char *
label_of (CrfUseCaseContext *context,
          const char *key)
{
  for (const CrfParameter *p = context->use_case != NULL ? context->use_case->parameters : NULL; p != NULL && p->key != NULL; p++)
    if (strcmp (p->key, key) == 0)
      return _ (p->label);
  return key;
}

gboolean
crf_context_get_number (CrfUseCaseContext *context,
                        const char *key,
                        double *value)
{
  const char *text = crf_context_get (context, key);
  g_autoptr (GError) error = NULL;

  *value = NAN;
  if (text == NULL || crf_number_parse_plain (text, value, &error))
    return TRUE;
  crf_context_refuse (context, "not-a-number", _("Type a number such as 12.5."), _("%s: %s"), label_of (context, key), error->message);
  return FALSE;
}

gboolean
crf_context_get_date (CrfUseCaseContext *context,
                      const char *key,
                      gboolean with_time,
                      char **iso)
{
  const char *text = crf_context_get (context, key);
  char buffer[CRF_DATE_SIZE];
  g_autoptr (GError) error = NULL;
  CrfDate date;
  gboolean valid;

  *iso = NULL;
  if (text == NULL)
    return TRUE;
  valid = with_time ? crf_datetime_parse (text, FALSE, &date, &error) : crf_date_parse (text, FALSE, &date, &error);
  if (!valid)
    {
      crf_context_refuse (context, "not-a-date",
                          with_time ? _("Type date and time such as 2026-03-02 09:14.") : _("Type a date such as 2026-03-02."),
                          _("%s: %s"), label_of (context, key), error->message);
      return FALSE;
    }
  *iso = g_strdup (crf_date_format (&date, buffer));
  return TRUE;
}

gboolean
crf_context_append (CrfUseCaseContext *context,
                    const CrfEntry *entry,
                    char **id,
                    GError **error)
{
  guint64 before;

  /* Every write passes here, so that nothing is locked, or somebody else's to write, by one way and open by another. */
  if (!crf_site_data_allows (context, entry) || !crf_hold_allows (context, entry))
    {
      g_set_error (error, CRF_STORE_ERROR, CRF_STORE_ERROR_CONFLICT, "%s", context->outcome->refusal->message);
      return FALSE;
    }
  before = crf_study_file_get_changes (context->file);
  if (!crf_transaction_append (context->txn, entry, id, error))
    return FALSE;
  if (context->withdrawal != NULL)
    crf_withdrawal_watch_note (context->withdrawal, entry);
  crf_name_watch_note (context->names, context, entry);
  crf_case_stores_follow (context->session, entry, crf_transaction_get_time (context->txn), before);
  return TRUE;
}

char *
crf_context_value_of (CrfUseCaseContext *context,
                      const char *concept)
{
  g_autoptr (CrfCasebook) casebook = NULL;

  if (context->subject == NULL)
    return NULL;
  casebook = crf_casebook_new (context->session, context->subject->key, NULL);
  return casebook != NULL ? g_strdup (crf_casebook_get_concept (casebook, concept)) : NULL;
}

/* Why is free text of who may know the arms: of a deviation that all read it stands in a box of its own. */
static gboolean
seal_reason (CrfUseCaseContext *context,
             const char *key,
             const char *reason,
             GError **error)
{
  const CrfEntry entry = { .action = CRF_ACTION_DEVIATION_STATE, .subject = context->subject != NULL ? context->subject->key : NULL, .groupkey = key,
                           .seal = CRF_SEAL_UNBLINDING, .detail = "{}", .reason = reason };

  return crf_context_append (context, &entry, NULL, error);
}

static gboolean
open_deviation (CrfUseCaseContext *context,
                const char *kind,
                const char *about,
                const char *reason,
                const char *text,
                GError **error)
{
  g_autofree char *key = crf_transaction_new_key (context->txn);
  g_autofree char *detail = crf_detail_new ("key", key, "kind", kind, "about", about, "text", text, "found_on",
                                            crf_session_get_today (context->session), NULL);
  gboolean seals = crf_blind_seals_deviation (context->session), all = seals && strcmp (kind, "dose") == 0;
  CrfEntry entry = { .action = CRF_ACTION_DEVIATION, .reason = seals && !all ? NULL : reason };

  entry.detail = detail;
  entry.subject = context->subject != NULL ? context->subject->key : NULL;
  if (all)
    {
      entry.seal = CRF_SEAL_UNBLINDING;
      entry.groupkey = key;
    }
  if (!crf_context_append (context, &entry, NULL, error) ||
      (seals && !all && reason != NULL && !seal_reason (context, key, reason, error)))
    return FALSE;
  crf_context_notice (context, _("A protocol deviation was drafted: %s"), text);
  crf_context_result (context, "deviation", key);
  return TRUE;
}

gboolean
crf_context_open_deviation (CrfUseCaseContext *context,
                            const char *kind,
                            const char *reason,
                            GError **error,
                            const char *format,
                            ...)
{
  g_autofree char *text = NULL;
  va_list arguments;

  va_start (arguments, format);
  text = crf_times_to_display (g_strdup_vprintf (format, arguments));
  va_end (arguments);
  return open_deviation (context, kind, NULL, reason, text, error);
}

gboolean
crf_context_has_deviation (CrfUseCaseContext *context,
                           const char *kind,
                           const char *about,
                           const char *text)
{
  g_autoptr (GPtrArray) deviations = crf_records_deviations (context->file, context->subject->key, NULL);
  g_autofree char *shown = crf_times_to_display (g_strdup (text));

  for (guint i = 0; deviations != NULL && i < deviations->len; i++)
    {
      const CrfDeviationRecord *deviation = g_ptr_array_index (deviations, i);

      if (g_strcmp0 (deviation->kind, kind) == 0 &&
          (deviation->about != NULL ? strcmp (deviation->about, about) == 0 : g_strcmp0 (deviation->text, shown) == 0))
        return TRUE;
    }
  return FALSE;
}

gboolean
crf_context_open_deviation_once (CrfUseCaseContext *context,
                                 const char *kind,
                                 const char *about,
                                 const char *reason,
                                 const char *text,
                                 GError **error)
{
  g_autofree char *shown = crf_times_to_display (g_strdup (text));

  return crf_context_has_deviation (context, kind, about, text) || open_deviation (context, kind, about, reason, shown, error);
}

gboolean
crf_context_open_query (CrfUseCaseContext *context,
                        const CrfTarget *target,
                        const char *check,
                        GError **error,
                        const char *format,
                        ...)
{
  g_autofree char *text = NULL;
  va_list arguments;

  va_start (arguments, format);
  text = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  return crf_query_open (context, target, check, NULL, text, error);
}
