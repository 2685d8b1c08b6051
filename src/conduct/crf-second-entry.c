/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What entering twice and deciding share. */

#include "crf-second-entry.h"

#include <glib/gi18n-lib.h>
#include <string.h>

CrfSecondRecord *
crf_second_find (GPtrArray *seconds,
                 const CrfTarget *field)
{
  for (guint i = 0; i < seconds->len; i++)
    {
      CrfSecondRecord *second = g_ptr_array_index (seconds, i);

      if (strcmp (second->item, field->item) == 0 && strcmp (second->group, field->group) == 0 &&
          g_strcmp0 (second->first_formkey, field->formkey) == 0 && g_strcmp0 (second->first_groupkey, field->groupkey) == 0)
        return second;
    }
  return NULL;
}

CrfSecondRecord *
crf_second_find_own (GPtrArray *seconds,
                     const CrfTarget *field)
{
  for (guint i = 0; i < seconds->len; i++)
    {
      CrfSecondRecord *second = g_ptr_array_index (seconds, i);

      if (strcmp (second->item, field->item) == 0 && strcmp (second->group, field->group) == 0 &&
          g_strcmp0 (second->formkey, field->formkey) == 0 && g_strcmp0 (second->groupkey, field->groupkey) == 0)
        return second;
    }
  return NULL;
}

static CrfValueRecord *
take_value (GPtrArray *values,
            const CrfTarget *field)
{
  for (guint i = 0; i < values->len; i++)
    {
      CrfValueRecord *value = g_ptr_array_index (values, i);

      if (strcmp (value->item, field->item) == 0 && strcmp (value->group, field->group) == 0 &&
          g_strcmp0 (value->groupkey, field->groupkey) == 0)
        return g_ptr_array_steal_index (values, i);
    }
  return NULL;
}

gboolean
crf_second_find_field (CrfUseCaseContext *context,
                       CrfPlace *place,
                       CrfFormRecord **form,
                       CrfValueRecord **first,
                       GError **error)
{
  CrfTarget names = {
    .event = (char *) crf_context_get (context, "event"),
    .eventkey = (char *) crf_context_get (context, "eventkey"),
    .form = (char *) crf_context_get (context, "form"),
    .formkey = (char *) crf_context_get (context, "formkey"),
    .group = (char *) crf_context_get (context, "group"),
    .groupkey = (char *) crf_context_get (context, "groupkey"),
    .item = (char *) crf_context_get (context, "item"),
  };
  g_autoptr (GPtrArray) values = NULL;

  if (!crf_place_find (context, &names, place))
    return FALSE;
  if (place->target->eventkey != NULL && place->target->formkey != NULL && place->target->groupkey != NULL)
    *form = crf_records_find_form (context->file, context->subject->key, place->target->event, place->target->eventkey, place->target->form,
                                   place->target->formkey, error);
  values = *form != NULL ? crf_records_values (context->file, (*form)->id, error) : NULL;
  *first = values != NULL ? take_value (values, place->target) : NULL;
  if (*first != NULL)
    return TRUE;
  crf_context_refuse (context, "no-first-entry", _("Enter the value in the usual way."), _("There is no first entry to compare with."));
  crf_context_set_target (context, place->target);
  return FALSE;
}

static char *
show (CrfUseCaseContext *context,
      const CrfItem *item,
      const char *value,
      const char *unit,
      const char *cmp,
      const char *canon,
      const char *missing)
{
  g_autoptr (CrfValue) typed = crf_value_new_stored (context->study, value, unit, cmp, canon, missing);

  return crf_value_is_empty (typed) ? g_strdup ("–") : crf_value_to_display (typed, item, crf_session_get_language (context->session));
}

char *
crf_second_first_text (CrfUseCaseContext *context,
                       const CrfItem *item,
                       const CrfValueRecord *first)
{
  return show (context, item, first->value, first->unit, first->cmp, first->canon, first->missing);
}

char *
crf_second_text (CrfUseCaseContext *context,
                 const CrfItem *item,
                 const CrfSecondRecord *second)
{
  return show (context, item, second->value, second->unit, second->cmp, second->canon, second->missing);
}

gboolean
crf_second_note_changed (CrfUseCaseContext *context,
                         const CrfTarget *field,
                         const CrfItem *item,
                         GError **error)
{
  const CrfEntry at = { .subject = context->subject->key, .event = field->event, .eventkey = field->eventkey, .form = field->form };
  g_autoptr (GPtrArray) seconds = crf_records_seconds (context->file, &at, error);
  CrfSecondRecord *second = seconds != NULL ? crf_second_find (seconds, field) : NULL;
  g_autofree char *text = NULL;

  if (second == NULL || strcmp (second->state, "differs") != 0)
    return seconds != NULL;
  text = crf_second_text (context, item, second);
  crf_context_notice (context, _("The second entry has %s: look at the source and decide."), text);
  return TRUE;
}
