/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The structs that a form is shown from. How they are filled: crf-reader-form.c. */

#include "crf-form-state-private.h"
#include "crf-reader.h"

#include <glib/gi18n-lib.h>

void
crf_field_state_free (CrfFieldState *field)
{
  if (field == NULL)
    return;
  crf_target_free (field->target);
  g_free (field->label);
  crf_value_free (field->value);
  g_free (field->reference);
  g_free (field->grade);
  g_free (field->grade_why);
  g_free (field->judgement);
  g_free (field->judgement_link);
  g_free (field->last);
  g_free (field->last_when);
  g_free (field->message);
  g_free (field->second);
  g_free (field);
}

void
crf_section_state_free (CrfSectionState *section)
{
  g_free (section->groupkey);
  g_free (section->title);
  g_free (section->sample_state);
  g_free (section->sample_use);
  g_free (section->further);
  g_ptr_array_unref (section->fields);
  g_free (section);
}

void
crf_score_state_free (CrfScoreState *score)
{
  if (score == NULL)
    return;
  g_free (score->name);
  g_free (score->concept);
  g_free (score->value);
  g_free (score->change);
  g_free (score->waits_for);
  g_free (score->caution);
  g_free (score->variant);
  g_clear_pointer (&score->steps, g_ptr_array_unref);
  g_free (score);
}

CrfFormState *
crf_form_state_new (const CrfForm *form,
                    CrfTarget *target)
{
  CrfFormState *state = g_new0 (CrfFormState, 1);

  state->form = form;
  state->target = target;
  state->sections = g_ptr_array_new_with_free_func ((GDestroyNotify) crf_section_state_free);
  state->scores = g_ptr_array_new_with_free_func ((GDestroyNotify) crf_score_state_free);
  return state;
}

void
crf_lone_row_free (CrfLoneRow *row)
{
  if (row == NULL)
    return;
  crf_target_free (row->target);
  g_free (row->label);
  g_free (row);
}

void
crf_form_state_free (CrfFormState *state)
{
  if (state == NULL)
    return;
  crf_target_free (state->target);
  g_free (state->title);
  g_free (state->state);
  g_free (state->state_label);
  g_free (state->signature);
  g_free (state->unreadable);
  g_clear_pointer (&state->sections, g_ptr_array_unref);
  g_clear_pointer (&state->scores, g_ptr_array_unref);
  g_clear_pointer (&state->lone_rows, g_ptr_array_unref);
  g_free (state);
}

CrfFieldState *
crf_form_state_find (CrfFormState *state,
                     const char *item,
                     const char *groupkey)
{
  for (guint i = 0; i < state->sections->len; i++)
    {
      CrfSectionState *section = g_ptr_array_index (state->sections, i);

      if (groupkey != NULL && g_strcmp0 (section->groupkey, groupkey) != 0)
        continue;
      for (guint j = 0; j < section->fields->len; j++)
        {
          CrfFieldState *field = g_ptr_array_index (section->fields, j);

          if (g_strcmp0 (field->item->oid, item) == 0 || g_strcmp0 (field->item->name, item) == 0)
            return field;
        }
    }
  return NULL;
}

static const struct { const char *state, *label; } form_states[] = {
  { "empty", N_ ("Empty") },       { "started", N_ ("Started") }, { "complete", N_ ("Complete") },
  { "verified", N_ ("Verified") }, { "signed", N_ ("Signed") },   { "frozen", N_ ("Frozen") },
  { "locked", N_ ("Locked") },     { "unreadable", N_ ("Cannot be read") },
};

const char *
crf_form_state_label (const char *state)
{
  for (guint i = 0; i < G_N_ELEMENTS (form_states); i++)
    if (g_strcmp0 (form_states[i].state, state) == 0)
      return _ (form_states[i].label);
  return state;
}

CrfFormState *
crf_form_state_new_unreadable (const CrfForm *form,
                               CrfTarget *target,
                               const char *language,
                               const char *why)
{
  CrfFormState *state = crf_form_state_new (form, target);

  state->title = g_strdup (crf_text_get (form->title, language));
  state->state = g_strdup ("unreadable");
  state->state_label = g_strdup (crf_form_state_label (state->state));
  state->unreadable = g_strdup (why);
  return state;
}

CrfFormState *
crf_reader_form_line (CrfSession *session,
                      const CrfTarget *form)
{
  g_autoptr (GError) error = NULL;
  CrfFormState *state = crf_reader_form (session, form, &error);
  const CrfForm *definition = state == NULL && form->form != NULL ? crf_study_find_form (crf_session_get_study (session), form->form) : NULL;

  if (definition == NULL)
    return state;
  return crf_form_state_new_unreadable (definition, crf_target_copy (form), crf_session_get_language (session), error->message);
}
