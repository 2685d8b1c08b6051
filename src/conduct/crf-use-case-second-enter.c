/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Second entry of one value, blind to the first: stored beside it, and compared at once. The value in force does not change. */

#include "crf-detail.h"
#include "crf-second-entry.h"
#include "crf-verification.h"

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
  { "value", N_ ("Value"), "text", FALSE },
  { "unit", N_ ("Unit"), "text", FALSE },
  { "missing", N_ ("Why there is no value"), "choice:ND|NA|UNK|REF|PEND", FALSE },
  { NULL, NULL, NULL, FALSE },
};

/* FALSE: refused. */
static gboolean
check_allowed (CrfUseCaseContext *context,
               const CrfPlace *place,
               const CrfValueRecord *first)
{
  const CrfItem *item = place->ref->item;
  CrfExtent level = crf_level_of (context->session, CRF_POLICY_DOUBLE_ENTRY, place->target->form, CRF_LEVEL_NONE);

  if (first->derived)
    crf_context_refuse (context, "derived", NULL, _("This value is computed; it cannot be typed."));
  else if (item->identifier || item->unblinding)
    crf_context_refuse (context, "sealed", NULL, _("Names, numbers and unblinding values are sealed; they are not entered twice."));
  else if (!crf_level_asks (level, item, FALSE))
    crf_context_refuse (context, "not-double", _("The data manager says which forms are entered twice."), _("The study asks for no second entry here."));
  else if (g_strcmp0 (first->user, crf_session_get_login (context->session)) == 0)
    crf_context_refuse (context, "same-person", _("Ask a colleague."), _("The first entry is yours: another person enters the second."));
  return context->outcome->refusal == NULL;
}

static CrfValue *
parse (CrfUseCaseContext *context,
       const CrfItem *item)
{
  const char *text = crf_context_get (context, "value"), *missing = crf_context_get (context, "missing");
  g_autoptr (GError) fault = NULL;
  CrfValue *value = NULL;

  if (missing != NULL)
    value = crf_value_new_missing (missing, &fault);
  else if (text != NULL)
    value = crf_value_parse (item, text, crf_context_get (context, "unit"), &fault);
  else
    crf_context_refuse (context, "argument-missing", NULL, _("Type the value, or say why there is none."));
  if (fault != NULL)
    crf_context_refuse (context, "value-invalid", _("Correct the value or its unit, or give a reason why there is none."), "%s", fault->message);
  return value;
}

static gboolean
store (CrfUseCaseContext *context,
       const CrfPlace *place,
       const CrfValueRecord *first,
       const CrfValue *value,
       GError **error)
{
  g_autoptr (CrfValue) stored = crf_value_new_stored (context->study, first->value, first->unit, first->cmp, first->canon, first->missing);
  gboolean same = g_strcmp0 (stored->canonical, value->canonical) == 0 && g_strcmp0 (stored->missing, value->missing) == 0 &&
                  stored->comparator == value->comparator;
  const char *result = same ? "same" : "differs";
  g_autofree char *detail = crf_detail_new ("result", result, NULL);
  CrfEntry entry = { .action = CRF_ACTION_SECOND, .subject = context->subject->key, .event = place->target->event,
                     .eventkey = place->target->eventkey, .form = place->target->form, .formkey = place->target->formkey,
                     .group = place->target->group, .groupkey = place->target->groupkey, .item = place->target->item, .value = value->entered,
                     .unit = value->unit != NULL && value->entered != NULL ? value->unit->oid : NULL,
                     .cmp = crf_comparator_to_string (value->comparator), .missing = value->missing, .canon = value->canonical,
                     .base = first->entry, .detail = detail };

  crf_context_result (context, "result", result);
  if (!same)
    {
      g_autofree char *one = crf_second_first_text (context, place->ref->item, first);
      g_autofree char *other = crf_value_is_empty (value) ? g_strdup ("–")
                                                          : crf_value_to_display (value, place->ref->item, crf_session_get_language (context->session));

      crf_context_result (context, "first", one);
      crf_context_result (context, "second", other);
      crf_context_notice (context, _("First entry: %s, second entry: %s. Look at the source and decide."), one, other);
    }
  return crf_context_append (context, &entry, NULL, error);
}

static gboolean
run (CrfUseCaseContext *context,
     GError **error)
{
  g_auto (CrfPlace) place = { 0 };
  g_autoptr (CrfFormRecord) form = NULL;
  g_autoptr (CrfValueRecord) first = NULL;
  g_autoptr (CrfValue) value = NULL;

  if (!crf_second_find_field (context, &place, &form, &first, error) || !check_allowed (context, &place, first))
    return context->outcome->refusal != NULL;
  value = parse (context, place.ref->item);
  return value == NULL || store (context, &place, first, value, error);
}

const CrfUseCase crf_use_case_second_enter = {
  .name = "second-enter",
  .title = N_ ("Second entry"),
  .summary = N_ ("Enters a value a second time, unseen, and compares it with the first."),
  .roles = CRF_ROLE_NURSE | CRF_ROLE_INVESTIGATOR | CRF_ROLE_PRINCIPAL_INVESTIGATOR | CRF_ROLE_ASSESSOR,
  .task = "enter",
  .needs_subject = TRUE,
  .parameters = parameters,
  .run = run,
};
