/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Something new became known about a serious adverse event: from then on the clock of its follow-up report runs. */

#include "crf-adverse-events.h"
#include "crf-detail.h"
#include "crf-records-safety.h"
#include "crf-use-case-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static const CrfParameter parameters[] = {
  { "event", N_ ("Adverse event (number)"), "text", TRUE },
  { "aware-at", N_ ("Known since"), "datetime", TRUE },
  { "text", N_ ("What is new"), "text", TRUE },
  { NULL, NULL, NULL, FALSE },
};

static int
next_number (GPtrArray *news,
             const char *formkey)
{
  int n = 1;

  for (guint i = 0; i < news->len; i++)
    n += strcmp (((CrfSaeNewsRecord *) g_ptr_array_index (news, i))->formkey, formkey) == 0;
  return n;
}

static gboolean
run (CrfUseCaseContext *context,
     GError **error)
{
  g_autoptr (GPtrArray) events = crf_reader_adverse_events (context->session, context->subject->key, error);
  g_autoptr (GPtrArray) news = events != NULL ? crf_records_sae_news (context->file, context->subject->key, error) : NULL;
  g_autofree char *aware_at = NULL, *n = NULL, *detail = NULL;
  char now[CRF_INSTANT_SIZE];
  CrfEntry entry = { .action = CRF_ACTION_SAE_NEWS };
  CrfAdverseEvent *event;

  if (news == NULL)
    return FALSE;
  event = crf_adverse_event_find (events, crf_context_get (context, "event"));
  if (event == NULL || !event->serious)
    return crf_context_refuse (context, "not-serious", _("Enter on its form that the event is serious."),
                               _("%s has no serious adverse event “%s”."), context->subject->number, crf_context_get (context, "event"));
  if (!crf_context_get_date (context, "aware-at", TRUE, &aware_at))
    return TRUE;
  if (strcmp (aware_at, crf_instant_format_local (crf_session_now (context->session), now)) > 0)
    return crf_context_refuse (context, "in-the-future", _("Enter the time at which it became known."), _("%s lies in the future."), aware_at);
  if (event->awareness == NULL || strcmp (aware_at, event->awareness) < 0)
    return crf_context_refuse (context, "before-awareness", _("Check the awareness time on the form of the event."),
                               _("News cannot be known (%s) before the event itself."), aware_at);
  n = g_strdup_printf ("%d", next_number (news, event->target->formkey));
  detail = crf_detail_new ("n", n, "aware_at", aware_at, "text", crf_context_get (context, "text"), NULL);
  entry.subject = event->target->subject;
  entry.event = event->target->event;
  entry.eventkey = event->target->eventkey;
  entry.form = event->target->form;
  entry.formkey = event->target->formkey;
  entry.detail = detail;
  crf_context_result (context, "number", n);
  return crf_context_append (context, &entry, NULL, error);
}

const CrfUseCase crf_use_case_sae_news = {
  .name = "sae-news",
  .title = N_ ("Add news of an SAE"),
  .summary = N_ ("Records what became known later about a serious adverse event; a follow-up report is then due."),
  .roles = CRF_ROLE_NURSE | CRF_ROLE_INVESTIGATOR | CRF_ROLE_PRINCIPAL_INVESTIGATOR,
  .task = "enter",
  .needs_subject = TRUE,
  .parameters = parameters,
  .run = run,
};
