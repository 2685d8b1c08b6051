/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The eligibility page: each criterion with its answer, what the data say, and the verdict. */

#include "crf-eligibility.h"
#include "crf-reader-private.h"
#include "crf-reader.h"

#include "crf-detail.h"
#include "crf-signature.h"
#include "crf-trial-gates.h"
#include "crf-use-case-private.h"
#include "crf-version.h"

#include <glib/gi18n-lib.h>
#include <json-glib/json-glib.h>

static void
criterion_state_free (CrfCriterionState *state)
{
  g_free (state->text);
  g_free (state->note);
  g_free (state->effect);
  g_free (state->answer);
  g_free (state->computed);
  g_free (state->computed_text);
  g_free (state->source_note);
  g_clear_pointer (&state->parts, g_ptr_array_unref);
  g_clear_pointer (&state->target, crf_target_free);
  g_free (state);
}

void
crf_eligibility_state_free (CrfEligibilityState *state)
{
  g_clear_pointer (&state->criteria, g_ptr_array_unref);
  g_clear_pointer (&state->form, crf_form_state_free);
  g_clear_pointer (&state->sign_refusal, crf_refusal_free);
  g_clear_pointer (&state->randomise_refusal, crf_refusal_free);
  g_free (state->verdict_text);
  g_free (state->signed_text);
  g_free (state);
}

static char *
describe_effect (const CrfCriterion *criterion)
{
  return g_strdup (criterion->exclusion ? _("Yes → excludes") : _("No → not eligible"));
}

static char *
describe_computed (CrfTruth truth,
                   const char *inputs)
{
  const char *word;

  if (inputs == NULL)
    return NULL;
  switch (truth)
    {
    case CRF_TRUTH_TRUE:
      word = _("Yes");
      break;
    case CRF_TRUTH_FALSE:
      word = _("No");
      break;
    case CRF_TRUTH_UNKNOWN:
    default:
      word = _("cannot tell");
      break;
    }
  if (*inputs == '\0')
    return g_strdup_printf ("→ %s", word);
  return g_strdup_printf ("%s → %s", inputs, word);
}

/* Answer and sub-questions come from the form, so that labels, history and prompts are those of every other field. */
static void
take_fields (CrfCriterionState *state,
             CrfFormState *form)
{
  const CrfCriterion *criterion = state->criterion;
  CrfFieldState *field = criterion->item != NULL ? crf_form_state_find (form, criterion->item->oid, NULL) : NULL;

  state->parts = g_ptr_array_new ();
  for (guint i = 0; i < criterion->parts->len; i++)
    {
      const CrfItem *part = g_ptr_array_index (criterion->parts, i);
      CrfFieldState *part_field = crf_form_state_find (form, part->oid, NULL);

      if (part_field != NULL)
        g_ptr_array_add (state->parts, part_field);
    }
  if (field != NULL)
    state->target = crf_target_copy (field->target);
}

/* The note that was stored with the answer. */
static char *
source_note_of (CrfSession *session,
                const char *subject,
                const CrfItem *item)
{
  g_autoptr (CrfSubjectRecord) record = item != NULL ? crf_records_find_subject (crf_session_get_file (session), subject, NULL) : NULL;
  g_autoptr (CrfValueRecord) value = record != NULL ? crf_records_latest_value (crf_session_get_file (session), record->key, item->oid, NULL) : NULL;
  g_autoptr (JsonNode) detail = value != NULL && value->detail != NULL ? json_from_string (value->detail, NULL) : NULL;

  return detail != NULL && JSON_NODE_HOLDS_OBJECT (detail) ? crf_detail_get (json_node_get_object (detail), "note") : NULL;
}

static CrfCriterionState *
describe_criterion (const CrfCriterion *criterion,
                    CrfSession *session,
                    CrfSubjectValues *values,
                    CrfFormState *form,
                    CrfCriterionResult *result)
{
  const char *language = crf_session_get_language (session);
  CrfCriterionState *state = g_new0 (CrfCriterionState, 1);
  g_autofree char *inputs = NULL;
  CrfTruth truth;

  state->criterion = criterion;
  state->text = g_strdup (crf_text_get (criterion->text, language));
  state->note = criterion->note != NULL ? g_strdup (crf_text_get (criterion->note, language)) : NULL;
  state->effect = describe_effect (criterion);
  state->answer = g_strdup (crf_criterion_answer (criterion, values));
  truth = crf_criterion_compute (criterion, crf_session_get_sandbox (session), crf_session_get_study (session), values,
                                 crf_session_get_today (session), language, &inputs);
  if (truth != CRF_TRUTH_UNKNOWN)
    state->computed = g_strdup (truth == CRF_TRUTH_TRUE ? "Y" : "N");
  state->computed_text = describe_computed (truth, inputs);
  state->contradiction = state->answer != NULL && state->computed != NULL && g_strcmp0 (state->answer, state->computed) != 0;
  state->needs_confirmation = criterion->answer != CRF_CRITERION_HUMAN && state->answer == NULL && state->computed != NULL;
  *result = crf_criterion_judge (criterion, state->answer, truth);
  state->met = *result == CRF_CRITERION_MET;
  state->decided = *result != CRF_CRITERION_UNDECIDED;
  take_fields (state, form);
  state->source_note = source_note_of (session, form->target->subject, criterion->item);
  return state;
}

static CrfFormState *
read_form (CrfSession *session,
           const char *subject,
           GError **error)
{
  CrfTarget target = { 0 };
  const CrfEvent *event;
  const CrfForm *form;

  if (!crf_eligibility_find_form (crf_session_get_study (session), &event, &form))
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, _("This study has no eligibility form."));
      return NULL;
    }
  target.subject = (char *) subject;
  target.event = (char *) event->oid;
  target.eventkey = (char *) "1";
  target.form = (char *) form->oid;
  target.formkey = (char *) "1";
  return crf_reader_form (session, &target, error);
}

static char *
describe_signature (CrfSession *session,
                    CrfSignatureState signature,
                    CrfSignatureRecord *record)
{
  g_autofree char *at = record != NULL ? crf_local_time (session, record->at) : NULL;

  if (signature == CRF_SIGNATURE_NONE)
    return NULL;
  if (signature == CRF_SIGNATURE_VOID)
    return g_strdup_printf (_("The signature of %s, %s no longer holds: something under it has changed. Sign again."), record->name, at);
  /* Translators: name, time */
  return g_strdup_printf (_("Signed by %s, %s"), record->name, at);
}

CrfEligibilityState *
crf_reader_eligibility (CrfSession *session,
                        const char *subject_name,
                        GError **error)
{
  g_auto (CrfVersionScope) scope = crf_version_enter (session, subject_name, NULL);
  CrfStudyFile *file = crf_session_get_file (session);
  CrfStudy *study = crf_session_get_study (session);
  const GPtrArray *criteria = crf_study_get_criteria (study);
  g_autofree CrfCriterionResult *results = g_new0 (CrfCriterionResult, MAX (criteria->len, 1));
  g_autoptr (CrfSubjectValues) values = NULL;
  g_autoptr (CrfFormState) form = NULL;
  g_autoptr (CrfSignatureRecord) record = NULL;
  CrfSubjectRecord *subject = crf_trial_find_subject (file, subject_name, error);
  CrfEligibilityState *state;
  CrfSignatureState signature;

  if (subject == NULL)
    return NULL;
  values = crf_subject_values_read (file, study, crf_session_get_keyring (session), subject->key, error);
  if (values != NULL)
    form = read_form (session, subject->key, error);
  if (form == NULL)
    {
      crf_subject_record_free (subject);
      return NULL;
    }

  state = g_new0 (CrfEligibilityState, 1);
  state->criteria = g_ptr_array_new_with_free_func ((GDestroyNotify) criterion_state_free);
  for (guint i = 0; i < criteria->len; i++)
    g_ptr_array_add (state->criteria,
                     describe_criterion (g_ptr_array_index (criteria, i), session, values, form, &results[i]));
  state->verdict = crf_eligibility_verdict (criteria, results, &state->verdict_text);

  signature = crf_trial_eligibility_signature (session, subject->key, values, &record);
  state->is_signed = signature == CRF_SIGNATURE_VALID;
  state->signed_text = describe_signature (session, signature, record);
  state->can_sign = crf_trial_may_sign_eligibility (session, subject, state->verdict, state->verdict_text, &state->sign_refusal);
  state->can_randomise = crf_trial_may_randomise (session, subject, values, &state->randomise_refusal);
  state->allocate = crf_trial_allocation_use_case (study);
  state->form = g_steal_pointer (&form);
  crf_subject_record_free (subject);
  return state;
}
