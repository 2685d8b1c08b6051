/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Completes a form: nothing required is blank, and what does not agree has a query. From then on each change asks for a reason. */

#include "crf-enter.h"
#include "crf-form-acts.h"
#include "crf-reader.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* So many names of missing fields are told. */
#define MANY 6

static const CrfParameter parameters[] = {
  { "event", N_ ("Visit"), "text", FALSE },
  { "eventkey", N_ ("Key of the visit's repeat"), "text", FALSE },
  { "form", N_ ("Form"), "text", TRUE },
  { "formkey", N_ ("Key of the form's repeat"), "text", FALSE },
  { NULL, NULL, NULL, FALSE },
};

static const CrfFieldState *
list_missing (CrfFormState *state,
              GString *names)
{
  const CrfFieldState *first = NULL;
  guint n = 0;

  for (guint i = 0; i < state->sections->len; i++)
    {
      CrfSectionState *section = g_ptr_array_index (state->sections, i);

      /* The empty row under a repeating section. */
      if (section->groupkey == NULL)
        continue;
      for (guint j = 0; j < section->fields->len; j++)
        {
          const CrfFieldState *field = g_ptr_array_index (section->fields, j);

          if (!field->required || field->sealed || (!crf_value_is_empty (field->value) && g_strcmp0 (field->value->missing, "PEND") != 0))
            continue;
          if (first == NULL)
            first = field;
          if (n < MANY)
            g_string_append_printf (names, "%s%s", n > 0 ? ", " : "", field->label);
          n++;
        }
    }
  if (n > MANY)
    g_string_append (names, ", …");
  return first;
}

static gboolean
check_missing (CrfUseCaseContext *context,
               const CrfTarget *target,
               GError **error)
{
  g_autoptr (CrfFormState) state = NULL;
  g_autoptr (GString) names = g_string_new (NULL);
  g_autoptr (CrfTarget) form = crf_target_copy (target);
  const CrfFieldState *first;

  g_free (form->subject);
  form->subject = g_strdup (context->subject->key);
  state = crf_reader_form (context->session, form, error);
  if (state == NULL)
    return FALSE;
  first = list_missing (state, names);
  if (first == NULL)
    return TRUE;
  crf_context_refuse (context, "form-incomplete", _("Enter them, or say why they are missing (not done, not applicable, unknown, refused). Pending results are awaited."),
                      _("Not answered yet: %s."), names->str);
  crf_context_set_target (context, first->target);
  return TRUE;
}

static gboolean
run (CrfUseCaseContext *context,
     GError **error)
{
  g_auto (CrfPlace) place = { 0 };
  g_autoptr (CrfFormRecord) form = NULL;
  GError *fault = NULL;

  if (!crf_form_act_find (context, &place, &form, &fault))
    {
      if (fault != NULL)
        g_propagate_error (error, fault);
      return fault == NULL;
    }
  if (!crf_form_act_is_open (context, place.target))
    return TRUE;
  if (strcmp (form->state, "started") != 0)
    return crf_context_refuse (context, "form-complete", NULL, _("The form is complete already."));
  if (!check_missing (context, place.target, error))
    return FALSE;
  if (context->outcome->refusal != NULL)
    return TRUE;
  return crf_enter_cross_checks (context, place.target->event, place.target->eventkey, error) &&
         crf_form_act_set_state (context, place.target, "complete", error);
}

const CrfUseCase crf_use_case_complete_form = {
  .name = "complete-form",
  .title = N_ ("Complete form"),
  .summary = N_ ("Checks the form and marks it complete; from then on every change asks for a reason."),
  .roles = CRF_ROLE_NURSE | CRF_ROLE_INVESTIGATOR | CRF_ROLE_PRINCIPAL_INVESTIGATOR | CRF_ROLE_DATA_MANAGER | CRF_ROLE_ASSESSOR,
  .task = "enter",
  .needs_subject = TRUE,
  .parameters = parameters,
  .run = run,
};
