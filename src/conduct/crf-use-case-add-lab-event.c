/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Takes a suggestion from the laboratory values as an adverse event: term, time and grade are filled in; relation, seriousness and outcome are a
 * person's to judge. */

#include "crf-common-form.h"
#include "crf-lab-events.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static const CrfParameter parameters[] = {
  { "item", N_ ("Laboratory test"), "text", TRUE },
  { "from", N_ ("Beginning with the value of"), "datetime", FALSE },
  { NULL, NULL, NULL, FALSE },
};

static const CrfLabEvent *
find_event (CrfUseCaseContext *context,
            GPtrArray *events,
            const char *from)
{
  const char *name = crf_context_get (context, "item");

  for (guint i = 0; i < events->len; i++)
    {
      const CrfLabEvent *event = g_ptr_array_index (events, i);

      if ((strcmp (event->item->oid, name) == 0 || strcmp (event->item->name, name) == 0) &&
          (from == NULL || strncmp (event->start, from, strlen (event->start)) == 0))
        return event;
    }
  return NULL;
}

static gboolean
run (CrfUseCaseContext *context,
     GError **error)
{
  g_autoptr (GPtrArray) events = crf_reader_lab_events (context->session, context->subject->key, error);
  g_autofree char *grade = NULL, *from = NULL;
  g_autoptr (CrfTarget) target = NULL;
  const CrfLabEvent *event;

  if (events == NULL)
    return FALSE;
  if (!crf_context_get_date (context, "from", TRUE, &from))
    return TRUE;
  event = find_event (context, events, from);
  if (event == NULL)
    return crf_context_refuse (context, "no-lab-event", _("It may be recorded already."),
                               _("The laboratory values of %s suggest no new adverse event for “%s”."), context->subject->number,
                               crf_context_get (context, "item"));
  target = crf_common_form_add (context, "adverse-event", error);
  if (target == NULL)
    return context->outcome->refusal != NULL;
  grade = g_strdup_printf ("%d", event->grade);
  crf_context_result (context, "event", target->event);
  crf_context_result (context, "eventkey", target->eventkey);
  crf_context_result (context, "form", target->form);
  crf_context_result (context, "formkey", target->formkey);
  return crf_context_store_concept (context, target, "ae.term", event->term, NULL, NULL, error) &&
         crf_context_store_concept (context, target, "ae.start", event->start, NULL, NULL, error) &&
         crf_context_store_concept (context, target, "ae.ongoing", event->end != NULL ? "N" : "Y", NULL, NULL, error) &&
         (event->end == NULL || crf_context_store_concept (context, target, "ae.end", event->end, NULL, NULL, error)) &&
         crf_context_store_concept (context, target, "ae.grade", grade, NULL, NULL, error) && crf_context_derive_timing (context, error);
}

const CrfUseCase crf_use_case_add_lab_event = {
  .name = "add-lab-event",
  .title = N_ ("Record as adverse event"),
  .summary = N_ ("Begins an adverse event from laboratory values that are graded worse than at baseline."),
  .roles = CRF_ROLE_NURSE | CRF_ROLE_INVESTIGATOR | CRF_ROLE_PRINCIPAL_INVESTIGATOR,
  .task = "enter",
  .needs_subject = TRUE,
  .parameters = parameters,
  .run = run,
};
