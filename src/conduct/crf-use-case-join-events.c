/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A decompensation is an adverse event: one record in two views. The other view is begun here with what both share, or two that exist are joined. */

#include "crf-common-form.h"
#include "crf-detail.h"
#include "crf-records-safety.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static const CrfParameter parameters[] = {
  { "event", N_ ("Adverse event (number)"), "text", FALSE },
  { "decompensation", N_ ("Decompensation event (number)"), "text", FALSE },
  { "kind", N_ ("Kind of a new decompensation event"), "choice:GIB|ASCITES|HE|OTHER", FALSE },
  { NULL, NULL, NULL, FALSE },
};

static gboolean
copy (CrfUseCaseContext *context,
      CrfCasebook *casebook,
      CrfFormRecord *from,
      const char *concept,
      const CrfTarget *to,
      const char *to_concept,
      GError **error)
{
  const char *text = crf_common_form_get (casebook, from, concept);

  return text == NULL || crf_context_store_concept (context, to, to_concept, text, NULL, NULL, error);
}

static CrfTarget *
begin_adverse_event (CrfUseCaseContext *context,
                     CrfCasebook *casebook,
                     CrfFormRecord *decompensation,
                     GError **error)
{
  g_autoptr (CrfTarget) target = crf_common_form_add (context, "adverse-event", error);
  g_autofree char *term = crf_common_form_label (casebook, decompensation, "ce.kind");

  if (target == NULL || (term != NULL && !crf_context_store_concept (context, target, "ae.term", term, NULL, NULL, error)) ||
      !copy (context, casebook, decompensation, "ce.start", target, "ae.start", error) ||
      !copy (context, casebook, decompensation, "ce.end", target, "ae.end", error))
    return NULL;
  return g_steal_pointer (&target);
}

static CrfTarget *
begin_decompensation (CrfUseCaseContext *context,
                      CrfCasebook *casebook,
                      CrfFormRecord *event,
                      GError **error)
{
  const char *kind = crf_context_get (context, "kind");
  g_autoptr (CrfTarget) target = NULL;

  if (kind == NULL)
    {
      crf_context_refuse (context, "kind-missing", NULL, _("Say which kind of decompensation it is."));
      return NULL;
    }
  target = crf_common_form_add (context, "decompensation", error);
  if (target == NULL || !crf_context_store_concept (context, target, "ce.kind", kind, NULL, NULL, error) ||
      !copy (context, casebook, event, "ae.start", target, "ce.start", error) || !copy (context, casebook, event, "ae.end", target, "ce.end", error))
    return NULL;
  return g_steal_pointer (&target);
}

/* Each view belongs to one event only. */
static gboolean
check_free (CrfUseCaseContext *context,
            const CrfFormRecord *event,
            const CrfFormRecord *decompensation)
{
  g_autoptr (GPtrArray) links = crf_records_event_links (context->file, context->subject->key, NULL);

  for (guint i = 0; links != NULL && i < links->len; i++)
    {
      const CrfEventLinkRecord *link = g_ptr_array_index (links, i);

      if ((event != NULL && strcmp (link->adverse_event, event->formkey) == 0) ||
          (decompensation != NULL && strcmp (link->decompensation, decompensation->formkey) == 0))
        return crf_context_refuse (context, "joined", NULL, _("The event is joined to another one already."));
    }
  return TRUE;
}

static gboolean
join (CrfUseCaseContext *context,
      const char *adverse_event,
      const char *decompensation,
      GError **error)
{
  g_autofree char *detail = crf_detail_new ("adverse_event", adverse_event, "decompensation", decompensation, NULL);
  CrfEntry entry = { .action = CRF_ACTION_EVENT_LINK, .subject = context->subject->key, .detail = detail,
                     .reason = crf_context_get (context, "reason") };

  return crf_context_append (context, &entry, NULL, error);
}

static void
report (CrfUseCaseContext *context,
        const CrfTarget *target)
{
  crf_context_result (context, "event", target->event);
  crf_context_result (context, "eventkey", target->eventkey);
  crf_context_result (context, "form", target->form);
  crf_context_result (context, "formkey", target->formkey);
}

static gboolean
run (CrfUseCaseContext *context,
     GError **error)
{
  const char *event_name = crf_context_get (context, "event"), *other_name = crf_context_get (context, "decompensation");
  g_autoptr (CrfCasebook) casebook = crf_casebook_new (context->session, context->subject->key, error);
  g_autoptr (CrfTarget) begun = NULL;
  CrfFormRecord *event, *decompensation;

  if (casebook == NULL)
    return FALSE;
  event = event_name != NULL ? crf_common_form_find (casebook, "adverse-event", event_name, NULL) : NULL;
  decompensation = other_name != NULL ? crf_common_form_find (casebook, "decompensation", other_name, NULL) : NULL;
  if ((event_name != NULL && event == NULL) || (other_name != NULL && decompensation == NULL) || (event == NULL && decompensation == NULL))
    return crf_context_refuse (context, "event-unknown", _("Give the number of the adverse event or of the decompensation event."),
                               _("%s has no such event."), context->subject->number);
  check_free (context, event, decompensation);
  if (context->outcome->refusal != NULL)
    return TRUE;
  if (event != NULL && decompensation != NULL)
    return join (context, event->formkey, decompensation->formkey, error);
  begun = event == NULL ? begin_adverse_event (context, casebook, decompensation, error)
                        : begin_decompensation (context, casebook, event, error);
  if (begun == NULL)
    return context->outcome->refusal != NULL;
  report (context, begun);
  return join (context, event != NULL ? event->formkey : begun->formkey, decompensation != NULL ? decompensation->formkey : begun->formkey, error);
}

const CrfUseCase crf_use_case_join_events = {
  .name = "join-events",
  .title = N_ ("Adverse event and decompensation"),
  .summary = N_ ("Joins an adverse event and a decompensation event that are the same, or begins the one that is missing."),
  .roles = CRF_ROLE_NURSE | CRF_ROLE_INVESTIGATOR | CRF_ROLE_PRINCIPAL_INVESTIGATOR,
  .task = "enter",
  .needs_subject = TRUE,
  .parameters = parameters,
  .run = run,
};
