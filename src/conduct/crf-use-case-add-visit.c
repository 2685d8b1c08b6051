/* SPDX-License-Identifier: GPL-3.0-or-later */

/* An unscheduled visit: why, when and how, and only the panels that were done. */

#include "crf-life-doubt.h"
#include "crf-place.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static const CrfParameter parameters[] = {
  { "date", N_ ("Visit date"), "date", TRUE },
  { "reason", N_ ("Reason of the visit"), "text", TRUE },
  { "mode", N_ ("Mode"), "choice:ward|clinic|phone|other", FALSE },
  { "forms", N_ ("Further forms, separated by commas"), "text", FALSE },
  { NULL, NULL, NULL, FALSE },
};

static const CrfEvent *
find_unscheduled (CrfStudy *study)
{
  const GPtrArray *events = crf_study_get_events (study);

  for (guint i = 0; i < events->len; i++)
    if (((const CrfEvent *) g_ptr_array_index (events, i))->type == CRF_EVENT_UNSCHEDULED)
      return g_ptr_array_index (events, i);
  return NULL;
}

static const CrfForm *
find_form (const CrfEvent *event,
           const char *name)
{
  for (guint i = 0; i < event->forms->len; i++)
    {
      const CrfForm *form = g_ptr_array_index (event->forms, i);

      if (strcmp (form->oid, name) == 0 || strcmp (form->name, name) == 0 || g_strcmp0 (form->kind, name) == 0)
        return form;
    }
  return NULL;
}

static gboolean
begin (CrfUseCaseContext *context,
       CrfTarget *visit,
       const CrfForm *form,
       GError **error)
{
  g_free (visit->form);
  g_free (visit->formkey);
  visit->form = g_strdup (form->oid);
  visit->formkey = form->repeating ? NULL : g_strdup ("1");
  return crf_context_add_form (context, visit, error);
}

static gboolean
begin_further (CrfUseCaseContext *context,
               CrfTarget *visit,
               const CrfEvent *event,
               GError **error)
{
  const char *names = crf_context_get (context, "forms");
  g_auto (GStrv) list = g_strsplit (names != NULL ? names : "", ",", -1);

  for (char **name = list; *name != NULL; name++)
    {
      const CrfForm *form = find_form (event, g_strstrip (*name));

      if (**name == '\0')
        continue;
      if (form == NULL)
        return !crf_context_refuse (context, "form-unknown", NULL, _("An unscheduled visit has no form “%s”."), *name);
      if (!begin (context, visit, form, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
store_head (CrfUseCaseContext *context,
            const CrfTarget *form,
            const char *date,
            GError **error)
{
  const char *mode = crf_context_get (context, "mode");
  g_autofree char *code = mode != NULL ? g_ascii_strup (mode, -1) : NULL;

  return crf_context_store_concept (context, form, "visit.date", date, NULL, NULL, error) &&
         (code == NULL || crf_context_store_concept (context, form, "visit.mode", code, NULL, NULL, error)) &&
         crf_context_store_concept (context, form, "visit.reason", crf_context_get (context, "reason"), NULL, NULL, error);
}

static gboolean
run (CrfUseCaseContext *context,
     GError **error)
{
  const CrfEvent *event = find_unscheduled (context->study);
  const CrfForm *head = event != NULL ? find_form (event, "visit") : NULL;
  g_autoptr (CrfTarget) visit = g_new0 (CrfTarget, 1);
  g_autofree char *date = NULL, *doubt = NULL;

  if (head == NULL)
    return crf_context_refuse (context, "no-unscheduled", NULL, _("The study has no unscheduled visits."));
  if (!crf_context_get_date (context, "date", FALSE, &date))
    return TRUE;
  if (strcmp (date, crf_session_get_today (context->session)) > 0)
    return crf_context_refuse (context, "in-the-future", _("Check the date."), _("%s has not come yet."), date);
  /* The reason of the visit says nothing of a death before it. */
  if (!crf_life_doubt_ask (context, date, FALSE, &doubt, error))
    return context->outcome->prompt != NULL;
  visit->subject = g_strdup (context->subject->key);
  visit->event = g_strdup (event->oid);
  visit->eventkey = event->repeating ? NULL : g_strdup ("1");
  if (!begin (context, visit, head, error) || !store_head (context, visit, date, error) ||
      (doubt != NULL && !crf_life_doubt_open_query (context, visit, "visit.date", doubt, error)))
    return FALSE;
  crf_context_result (context, "event", visit->event);
  crf_context_result (context, "eventkey", visit->eventkey);
  crf_context_result (context, "form", visit->form);
  crf_context_result (context, "formkey", visit->formkey);
  return begin_further (context, visit, event, error) || context->outcome->refusal != NULL;
}

const CrfUseCase crf_use_case_add_visit = {
  .name = "add-visit",
  .title = N_ ("Add unscheduled visit"),
  .summary = N_ ("Begins a visit outside the schedule, with its reason and only the forms that were done; it replaces no planned visit."),
  .roles = CRF_ROLE_NURSE | CRF_ROLE_INVESTIGATOR | CRF_ROLE_PRINCIPAL_INVESTIGATOR,
  .task = "enter",
  .needs_subject = TRUE,
  .parameters = parameters,
  .run = run,
};
