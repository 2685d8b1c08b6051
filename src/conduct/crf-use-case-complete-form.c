/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Completes a form: nothing required is blank, and what does not agree has a query. From then on each change asks for a reason. */

#include "crf-enter.h"
#include "crf-form-acts.h"
#include "crf-medication.h"
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
            g_string_append_printf (names, "%s%s", n > 0 ? _(", ") : "", field->label);
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

/* The last visit before this one that has a date, over all events. Borrowed from the casebook. */
static const char *
find_visit_before (CrfCasebook *casebook,
                   const char *date)
{
  GPtrArray *forms = crf_casebook_get_forms (casebook);
  const char *before = NULL;

  for (guint i = 0; i < forms->len; i++)
    {
      const CrfFormRecord *form = g_ptr_array_index (forms, i);
      const char *other = crf_casebook_get_visit_date (casebook, form->event, form->eventkey);

      if (other != NULL && strcmp (other, date) < 0 && (before == NULL || strcmp (other, before) > 0))
        before = other;
    }
  return before;
}

/* "Any change?" and the medication list must say the same; where they do not there is a query, and the form is complete all the same. */
static gboolean
check_medication (CrfUseCaseContext *context,
                  const CrfTarget *target,
                  GError **error)
{
  const CrfItem *item = crf_study_find_item_by_concept (context->study, "cm.changed");
  const CrfForm *form = crf_study_find_form (context->study, target->form);
  const CrfItemGroup *group = item != NULL && form != NULL ? crf_form_find_group_of (form, item) : NULL;
  g_autoptr (CrfCasebook) casebook = group != NULL ? crf_casebook_new (context->session, context->subject->key, error) : NULL;
  g_autoptr (CrfTarget) field = crf_target_copy (target);
  const char *date, *before;
  const CrfCell *cell;
  gboolean changed;

  if (casebook == NULL)
    return group == NULL;
  g_free (field->subject);
  field->subject = g_strdup (context->subject->key);
  field->group = g_strdup (group->oid);
  field->groupkey = g_strdup ("1");
  field->item = g_strdup (item->oid);
  cell = crf_casebook_find (casebook, field);
  date = crf_casebook_get_visit_date (casebook, target->event, target->eventkey);
  before = date != NULL ? find_visit_before (casebook, date) : NULL;
  if (cell == NULL || cell->value->canonical == NULL || before == NULL)
    return TRUE;
  changed = crf_medication_changed (casebook, before, date);
  if (changed == (strcmp (cell->value->canonical, "Y") == 0))
    return TRUE;
  return crf_context_open_query (context, field, "medication-change", error,
                                 changed ? _("No change of medication is said, and a line of the list begins or ends after the visit of %s.")
                                         : _("A change of medication is said, and no line of the list begins or ends after the visit of %s."),
                                 before);
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
  return crf_enter_cross_checks (context, place.target->event, place.target->eventkey, error) && check_medication (context, place.target, error) &&
         crf_form_act_set_state (context, place.target, "complete", error) && crf_form_act_tell_second (context, form, error);
}

const CrfUseCase crf_use_case_complete_form = {
  .name = "complete-form",
  .title = N_ ("Complete form"),
  .summary = N_ ("Checks the form and marks it complete; from then on every change asks for a reason."),
  .roles = CRF_ROLE_NURSE | CRF_ROLE_INVESTIGATOR | CRF_ROLE_PRINCIPAL_INVESTIGATOR | CRF_ROLE_ASSESSOR,
  .task = "enter",
  .needs_subject = TRUE,
  .parameters = parameters,
  .run = run,
};
