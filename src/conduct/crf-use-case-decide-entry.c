/* SPDX-License-Identifier: GPL-3.0-or-later */

/* First and second entry differ: a person looks at the source and decides, with a reason. Both entries and the decision stay. */

#include "crf-enter.h"
#include "crf-second-entry.h"
#include "crf-signed-beside.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static const CrfParameter parameters[] = {
  { "event", N_ ("Visit"), "text", FALSE },
  { "eventkey", N_ ("Key of the visit's repeat"), "text", FALSE },
  { "form", N_ ("Form"), "text", FALSE },
  { "formkey", N_ ("Key of the form's repeat"), "text", FALSE },
  { "group", N_ ("Section"), "text", FALSE },
  { "groupkey", N_ ("Key of the section's repeat"), "text", FALSE },
  { "item", N_ ("Item"), "text", TRUE },
  { "decide", N_ ("Which one the source has"), "choice:first|second|other", TRUE },
  { "value", N_ ("Value of the source, where it is neither"), "text", FALSE },
  { "unit", N_ ("Unit"), "text", FALSE },
  { "reason", N_ ("Reason"), "text", TRUE },
  { NULL, NULL, NULL, FALSE },
};

static gboolean
append_decision (CrfUseCaseContext *context,
                 const CrfPlace *place,
                 const char *decision,
                 GError **error)
{
  CrfEntry entry = { .action = CRF_ACTION_SECOND_DECIDED, .subject = context->subject->key, .event = place->target->event,
                     .eventkey = place->target->eventkey, .form = place->target->form, .formkey = place->target->formkey,
                     .group = place->target->group, .groupkey = place->target->groupkey, .item = place->target->item, .canon = decision,
                     .reason = crf_context_get (context, "reason") };

  return crf_context_append (context, &entry, NULL, error);
}

/* The value in force becomes what was decided, by the rules of entering. */
static gboolean
enter_decided (CrfUseCaseContext *context,
               const CrfPlace *place,
               const CrfSecondRecord *second,
               const char *decision,
               GError **error)
{
  CrfEntering entering = { .reason = crf_context_get (context, "reason") };
  g_autoptr (GPtrArray) signed_beside = NULL;
  g_autofree char *unit = NULL;

  if (strcmp (decision, "first") == 0)
    return TRUE;
  if (strcmp (decision, "second") == 0)
    {
      g_autoptr (CrfValue) typed = crf_value_new_stored (context->study, second->value, second->unit, second->cmp, second->canon, second->missing);

      unit = typed->unit != NULL ? g_strdup (typed->unit->oid) : NULL;
      entering.text = second->missing != NULL ? NULL : second->value;
      entering.missing = second->missing;
      entering.unit = unit;
    }
  else
    {
      entering.text = crf_context_get (context, "value");
      entering.unit = crf_context_get (context, "unit");
      if (entering.text == NULL)
        return crf_context_refuse (context, "argument-missing", NULL, _("Type the value of the source."));
    }
  signed_beside = crf_signed_beside_list (context, place->target, error);
  return signed_beside != NULL && crf_enter_value (context, place->target, &entering, CRF_ENTER_QUERY, error) &&
         (context->outcome->refusal != NULL ||
          (crf_context_derive (context, place->target, error) && crf_signed_beside_tell (context, signed_beside, error)));
}

static gboolean
run (CrfUseCaseContext *context,
     GError **error)
{
  const char *decision = crf_context_get (context, "decide");
  g_auto (CrfPlace) place = { 0 };
  g_autoptr (CrfFormRecord) form = NULL;
  g_autoptr (CrfValueRecord) first = NULL;
  g_autoptr (GPtrArray) seconds = NULL;
  CrfSecondRecord *second;
  CrfEntry at = { 0 };

  if (!crf_second_find_field (context, &place, &form, &first, error))
    return context->outcome->refusal != NULL;
  at.subject = form->subject;
  at.event = form->event;
  at.eventkey = form->eventkey;
  at.form = form->form;
  seconds = crf_records_seconds (context->file, &at, error);
  if (seconds == NULL)
    return FALSE;
  second = crf_second_find (seconds, place.target);
  if (second == NULL || strcmp (second->state, "differs") != 0)
    return crf_context_refuse (context, "nothing-to-decide", NULL, _("First and second entry of this value do not differ."));
  return enter_decided (context, &place, second, decision, error) &&
         (context->outcome->refusal != NULL || append_decision (context, &place, decision, error));
}

const CrfUseCase crf_use_case_decide_entry = {
  .name = "decide-entry",
  .title = N_ ("Decide between entries"),
  .summary = N_ ("Says which of two differing entries the source has."),
  .roles = CRF_ROLE_NURSE | CRF_ROLE_INVESTIGATOR | CRF_ROLE_PRINCIPAL_INVESTIGATOR | CRF_ROLE_ASSESSOR,
  .task = "enter",
  .needs_subject = TRUE,
  .parameters = parameters,
  .run = run,
};
