/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A form as the second person sees it: empty where she has not typed yet, and nothing beside a field that would tell the first entry. */

#include "crf-reader-trust.h"

#include "crf-reader.h"
#include "crf-second-entry.h"
#include "crf-session-private.h"
#include "crf-verification.h"

#include <glib/gi18n-lib.h>

/* The value is taken out of sight before anything is put in its place. */
static void
blank (CrfFieldState *field)
{
  g_clear_pointer (&field->grade, g_free);
  g_clear_pointer (&field->grade_why, g_free);
  g_clear_pointer (&field->message, g_free);
  g_clear_pointer (&field->second, g_free);
  field->flag = CRF_FLAG_NONE;
  field->emergent = field->hard = field->needs_reason = field->verified = field->may_verify = FALSE;
  field->open_queries = 0;
}

static void
show_second (CrfSession *session,
             CrfFieldState *field,
             const CrfSecondRecord *second)
{
  CrfStudy *study = crf_session_get_study (session);
  g_autoptr (CrfValue) first = field->value;

  blank (field);
  field->value = second != NULL ? crf_value_new_stored (study, second->value, second->unit, NULL, second->canon, second->missing)
                                : crf_value_new_stored (study, NULL, NULL, NULL, NULL, NULL);
  if (second == NULL || g_strcmp0 (second->state, "differs") != 0)
    return;
  /* Compared once it is stored, and not before. */
  {
    g_autofree char *text = crf_value_is_empty (first) ? g_strdup ("–") : crf_value_to_display (first, field->item, crf_session_get_language (session));

    field->message = g_strdup_printf (_("First entry: %s. Look at the source; then decide in the form."), text);
  }
}

CrfFormState *
crf_reader_second_form (CrfSession *session,
                        const CrfTarget *form,
                        GError **error)
{
  CrfFormState *state = crf_reader_form (session, form, error);
  g_autoptr (CrfFormRecord) record = NULL;
  g_autoptr (GPtrArray) seconds = NULL;
  CrfExtent level;

  if (state == NULL)
    return NULL;
  level = crf_level_of (session, CRF_POLICY_DOUBLE_ENTRY, state->target->form, CRF_LEVEL_NONE);
  if (state->target->eventkey != NULL && state->target->formkey != NULL)
    record = crf_records_find_form (crf_session_get_file (session), state->target->subject, state->target->event, state->target->eventkey,
                                    state->target->form, state->target->formkey, NULL);
  seconds = record != NULL ? crf_records_seconds (crf_session_get_file (session), record->id, NULL) : NULL;
  g_ptr_array_set_size (state->scores, 0);
  for (guint i = 0; i < state->sections->len; i++)
    {
      CrfSectionState *section = g_ptr_array_index (state->sections, i);

      for (guint j = 0; j < section->fields->len; j++)
        {
          CrfFieldState *field = g_ptr_array_index (section->fields, j);
          gboolean asked = crf_level_asks (level, field->item, field->derived) && !field->item->identifier && !field->item->unblinding &&
                           section->groupkey != NULL && !crf_value_is_empty (field->value);

          field->shown = field->shown && asked;
          field->editable = field->editable && asked;
          show_second (session, field, asked && seconds != NULL ? crf_second_find (seconds, field->target) : NULL);
        }
    }
  state->n_missing = 0;
  return state;
}
