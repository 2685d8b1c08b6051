/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a form would show if the value that is being typed were stored: its checks, and the scores under it. Nothing is written. */

#include "crf-reader-form-private.h"

#include "crf-check.h"
#include "crf-form-state-private.h"
#include "crf-place.h"
#include "crf-scores.h"
#include "crf-session-private.h"
#include "crf-version.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* The value as typed; @fault receives the sentence where it cannot be read. */
static CrfValue *
parse_typed (CrfSession *session,
             const CrfItem *item,
             const char *text,
             const char *unit,
             char **fault)
{
  CrfStudy *study = crf_session_get_study (session);
  g_autoptr (GError) error = NULL;
  CrfValue *value;

  if (text == NULL || text[strspn (text, " \t")] == '\0')
    return crf_value_new_stored (study, NULL, NULL, NULL, NULL, NULL);
  value = crf_value_parse (item, text, unit, &error);
  if (value != NULL)
    return value;
  if (fault != NULL)
    *fault = g_strdup (error->message);
  return crf_value_new_stored (study, NULL, NULL, NULL, NULL, NULL);
}

/* The field with the keys that an imagined repeat has. */
static CrfTarget *
imagined (CrfCasebook *casebook,
          const CrfTarget *field)
{
  CrfTarget *copy = crf_target_copy (field);

  g_free (copy->subject);
  copy->subject = g_strdup (crf_casebook_get_subject (casebook));
  if (copy->eventkey == NULL)
    copy->eventkey = g_strdup ("new");
  if (copy->formkey == NULL)
    copy->formkey = g_strdup ("new");
  if (copy->groupkey == NULL)
    copy->groupkey = g_strdup ("new");
  return copy;
}

CrfFieldState *
crf_reader_try_value (CrfSession *session,
                      const CrfTarget *field,
                      const char *text,
                      const char *unit,
                      GError **error)
{
  g_auto (CrfVersionScope) scope = crf_version_enter (session, field->subject, field, error);
  const CrfForm *form = !scope.failed ? crf_reader_find_form (session, field, error) : NULL;
  const CrfItem *item = form != NULL ? crf_study_find_item (crf_session_get_study (session), field->item) : NULL;
  const CrfItemGroup *group = item != NULL ? crf_form_find_group_of (form, item) : NULL;
  const CrfItemRef *ref = group != NULL ? crf_group_find_ref (group, item) : NULL;
  g_autoptr (CrfCasebook) casebook = ref != NULL ? crf_reader_open_casebook (session, field, error) : NULL;
  g_autoptr (GPtrArray) none = g_ptr_array_new ();
  g_autoptr (GPtrArray) findings = NULL;
  g_autoptr (CrfTarget) at = NULL;
  g_autoptr (CrfValue) value = NULL;
  g_autofree char *fault = NULL;
  CrfFormBuilder builder = { .session = session, .casebook = casebook, .queries = none };
  CrfFieldState *state;

  if (casebook == NULL)
    {
      if (error != NULL && *error == NULL)
        g_set_error (error, CRF_STORE_ERROR, CRF_STORE_ERROR_NOT_FOUND, _("The form has no such item."));
      return NULL;
    }
  at = imagined (casebook, field);
  value = parse_typed (session, item, text, unit, &fault);
  crf_casebook_replace (casebook, at, value);
  builder.state = crf_form_state_new (form, crf_reader_normalise (session, casebook, at));
  crf_form_builder_fill_header (&builder, form);
  state = crf_form_builder_field (&builder, group, at->groupkey, ref);
  crf_form_state_free (builder.state);
  g_clear_pointer (&builder.judgements, g_ptr_array_unref);
  findings = crf_check_field (casebook, at, TRUE);
  g_clear_pointer (&state->message, g_free);
  state->hard = FALSE;
  crf_form_builder_message (state, findings);
  if (fault != NULL)
    {
      g_free (state->message);
      state->message = g_steal_pointer (&fault);
      state->hard = TRUE;
    }
  crf_target_free (state->target);
  state->target = crf_target_copy (field);
  return state;
}

GPtrArray *
crf_reader_try_scores (CrfSession *session,
                       const CrfTarget *form,
                       const CrfTarget *field,
                       const char *text,
                       const char *unit,
                       GError **error)
{
  g_auto (CrfVersionScope) scope = crf_version_enter (session, form->subject, form, error);
  const CrfForm *definition = !scope.failed ? crf_reader_find_form (session, form, error) : NULL;
  g_autoptr (CrfCasebook) casebook = definition != NULL ? crf_reader_open_casebook (session, form, error) : NULL;
  const CrfItem *item = field != NULL && field->item != NULL ? crf_study_find_item (crf_session_get_study (session), field->item) : NULL;
  g_autoptr (CrfTarget) target = NULL;
  GPtrArray *scores;

  if (casebook == NULL)
    return NULL;
  target = crf_reader_normalise (session, casebook, form);
  if (item != NULL)
    {
      g_autoptr (CrfTarget) at = imagined (casebook, field);
      g_autoptr (CrfValue) value = parse_typed (session, item, text, unit, NULL);

      crf_casebook_replace (casebook, at, value);
    }
  scores = g_ptr_array_new_with_free_func ((GDestroyNotify) crf_score_state_free);
  crf_score_states_add (scores, casebook, definition, target);
  return scores;
}
