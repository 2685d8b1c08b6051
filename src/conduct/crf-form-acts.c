/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Acts on whole forms. */

#include "crf-form-acts.h"

#include "crf-hold.h"
#include "crf-second-missing.h"

#include <glib/gi18n-lib.h>

gboolean
crf_form_act_find (CrfUseCaseContext *context,
                   CrfPlace *place,
                   CrfFormRecord **form,
                   GError **error)
{
  CrfTarget names = {
    .event = (char *) crf_context_get (context, "event"),
    .eventkey = (char *) crf_context_get (context, "eventkey"),
    .form = (char *) crf_context_get (context, "form"),
    .formkey = (char *) crf_context_get (context, "formkey"),
  };
  g_autoptr (GError) fault = NULL;

  *form = NULL;
  if (!crf_place_find_form (context, &names, place))
    return FALSE;
  if (place->target->eventkey != NULL && place->target->formkey != NULL)
    *form = crf_records_find_form (context->file, context->subject->key, place->target->event, place->target->eventkey,
                                   place->target->form, place->target->formkey, &fault);
  if (fault != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&fault));
      return FALSE;
    }
  /* Nobody completes, signs, verifies or locks what is not there as it was entered. */
  if (*form != NULL)
    return crf_records_check_form (context->file, (*form)->id, error);
  crf_context_refuse (context, "form-empty", _("Enter something first."), _("The form “%s” of the visit “%s” is empty."),
                      crf_text_get (place->form->title, crf_session_get_language (context->session)),
                      crf_text_get (place->event->title, crf_session_get_language (context->session)));
  crf_context_set_target (context, place->target);
  return FALSE;
}

gboolean
crf_form_act_is_open (CrfUseCaseContext *context,
                      const CrfTarget *target)
{
  CrfEntry entry = { .action = CRF_ACTION_FORM_STATE, .subject = context->subject->key, .event = target->event,
                     .eventkey = target->eventkey, .form = target->form, .formkey = target->formkey };

  return crf_hold_allows (context, &entry);
}

gboolean
crf_form_act_set_state (CrfUseCaseContext *context,
                        const CrfTarget *target,
                        const char *state,
                        GError **error)
{
  CrfEntry entry = { .action = CRF_ACTION_FORM_STATE, .subject = context->subject->key, .event = target->event,
                     .eventkey = target->eventkey, .form = target->form, .formkey = target->formkey, .canon = state,
                     .reason = crf_context_get (context, "reason") };

  return crf_context_append (context, &entry, NULL, error);
}

gboolean
crf_form_act_tell_second (CrfUseCaseContext *context,
                          const CrfFormRecord *form,
                          GError **error)
{
  GError *fault = NULL;
  guint n = crf_second_count_missing (context->session, form, &fault);
  g_autofree char *sentence = NULL, *figure = NULL;

  if (fault != NULL)
    {
      g_propagate_error (error, fault);
      return FALSE;
    }
  if (n == 0)
    return TRUE;
  sentence = crf_second_missing_sentence (n);
  figure = g_strdup_printf ("%u", n);
  crf_context_notice (context, "%s", sentence);
  crf_context_result (context, "second-missing", figure);
  return TRUE;
}
