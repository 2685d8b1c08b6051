/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A visit that did not take place, with the reason. Data that come later can still be entered. */

#include "crf-place.h"

#include "crf-visits.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static const CrfParameter parameters[] = {
  { "event", N_ ("Visit"), "text", TRUE },
  { "eventkey", N_ ("Key of the visit's repeat"), "text", FALSE },
  { "reason", N_ ("Reason"), "text", TRUE },
  { NULL, NULL, NULL, FALSE },
};

static gboolean
ensure_event (CrfUseCaseContext *context,
              const CrfEvent *event,
              char **eventkey,
              GError **error)
{
  CrfEntry entry = { .action = CRF_ACTION_EVENT_ADD, .subject = context->subject->key, .event = event->oid,
                     .detail = "{\"ordinal\":1}" };

  if (*eventkey == NULL)
    *eventkey = event->repeating ? crf_transaction_new_key (context->txn) : g_strdup ("1");
  entry.eventkey = *eventkey;
  return crf_context_append (context, &entry, NULL, error);
}

static gboolean
mark (CrfUseCaseContext *context,
      const CrfVisit *visit,
      GError **error)
{
  g_autofree char *eventkey = g_strdup (visit->eventkey);
  CrfEntry entry = { .action = CRF_ACTION_EVENT_STATE, .subject = context->subject->key, .event = visit->event->oid, .canon = "missed",
                     .reason = crf_context_get (context, "reason") };

  if (eventkey == NULL && !ensure_event (context, visit->event, &eventkey, error))
    return FALSE;
  entry.eventkey = eventkey;
  return crf_context_append (context, &entry, NULL, error) &&
         crf_context_open_deviation (context, "missed-visit", crf_context_get (context, "reason"), error, _("%s did not take place."),
                                     crf_text_get (visit->event->title, crf_session_get_language (context->session)));
}

static gboolean
run (CrfUseCaseContext *context,
     GError **error)
{
  const char *name = crf_context_get (context, "event");
  const CrfEvent *event = crf_place_find_event (context->study, name);
  g_autoptr (CrfVisit) visit = NULL;

  if (event == NULL || event->type == CRF_EVENT_COMMON)
    return crf_context_refuse (context, "event-unknown", NULL, _("The study has no visit “%s”."), name);
  visit = crf_visit_of (context->session, context->subject, event->oid, crf_context_get (context, "eventkey"), error);
  if (visit == NULL)
    return FALSE;
  if (visit->event == NULL)
    return crf_context_refuse (context, "event-unknown", NULL, _("The study has no visit “%s”."), name);
  switch (visit->state)
    {
    case CRF_VISIT_STARTED:
    case CRF_VISIT_DONE:
      return crf_context_refuse (context, "visit-entered", _("Correct the entries if they belong to another visit."),
                                 _("Something is entered for this visit, so it took place."));
    case CRF_VISIT_MISSED:
      return crf_context_refuse (context, "visit-missed", NULL, _("The visit is marked as missed already."));
    case CRF_VISIT_UPCOMING:
      return crf_context_refuse (context, "visit-upcoming", _("Wait until the window opens."), _("The window of this visit opens on %s."),
                                 visit->from);
    case CRF_VISIT_NO_DATE:
      return crf_context_refuse (context, "visit-no-date", _("Visits are counted from the allocation or the first infusion."),
                                 _("This visit has no date yet, so it cannot have been missed."));
    case CRF_VISIT_OPEN:
    case CRF_VISIT_LATE:
    case CRF_VISIT_NOT_APPLICABLE:
    default:
      return mark (context, visit, error);
    }
}

const CrfUseCase crf_use_case_mark_missed = {
  .name = "mark-missed",
  .title = N_ ("Mark visit as missed"),
  .summary = N_ ("Says that a visit did not take place, and why."),
  .roles = CRF_ROLE_NURSE | CRF_ROLE_INVESTIGATOR | CRF_ROLE_PRINCIPAL_INVESTIGATOR,
  .task = "enter",
  .needs_subject = TRUE,
  .parameters = parameters,
  .run = run,
};
