/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The eligibility page: each criterion with its answer, what the data say, and the verdict. */

#include "crf-eligibility.h"
#include "crf-reader-private.h"
#include "crf-reader.h"

#include "crf-detail.h"
#include "crf-reader-screening.h"
#include "crf-records-screening.h"
#include "crf-signature.h"
#include "crf-study-plan.h"
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
  g_free (state->heading);
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
  g_clear_pointer (&state->strata, g_ptr_array_unref);
  g_free (state->strata_text);
  g_free (state->strata_confirm);
  g_free (state->notice);
  g_free (state->failed_criteria);
  g_free (state);
}

/* What the answer does; before there is one, which answer would stand in the way. */
static char *
describe_effect (const CrfCriterion *criterion,
                 const char *answer)
{
  if (g_strcmp0 (answer, "U") == 0)
    return g_strdup (_("Unknown → undecided"));
  if (g_strcmp0 (answer, "NA") == 0)
    return g_strdup (criterion->exclusion ? _("n.a. → does not exclude") : _("n.a. → not eligible"));
  if (criterion->exclusion)
    return g_strdup (g_strcmp0 (answer, "N") == 0 ? _("No → does not exclude") : _("Yes → excludes"));
  return g_strdup (g_strcmp0 (answer, "Y") == 0 ? _("Yes → met") : _("No → not eligible"));
}

/* The heading that the registry prints it under, beside the owner's reading, where the two are not the same. */
static char *
describe_heading (const CrfCriterion *criterion)
{
  gboolean under_exclusion = g_strcmp0 (criterion->heading, "exclusion") == 0;

  if (criterion->heading == NULL || under_exclusion == criterion->exclusion)
    return NULL;
  return g_strdup (criterion->exclusion ? _("Registry: inclusion · read as exclusion") : _("Registry: exclusion · read as inclusion"));
}

static char *
describe_computed (const CrfCriterion *criterion,
                   CrfTruth truth,
                   const char *inputs)
{
  const char *word;

  if (inputs == NULL)
    return NULL;
  /* A hint that does not point anywhere is only what was entered. */
  if (truth == CRF_TRUTH_UNKNOWN && criterion->answer == CRF_CRITERION_HUMAN)
    return *inputs != '\0' ? g_strdup (inputs) : NULL;
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
  g_autoptr (JsonObject) detail = value != NULL && value->detail != NULL ? crf_detail_parse (value->detail, NULL) : NULL;

  return detail != NULL ? crf_detail_get (detail, "note") : NULL;
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
  state->answer = g_strdup (crf_criterion_answer (criterion, values));
  state->effect = describe_effect (criterion, state->answer);
  state->heading = describe_heading (criterion);
  truth = crf_criterion_compute (criterion, crf_session_get_sandbox (session), crf_session_get_study (session), values,
                                 crf_session_get_today (session), language, &inputs);
  if (truth != CRF_TRUTH_UNKNOWN)
    state->computed = g_strdup (truth == CRF_TRUTH_TRUE ? "Y" : "N");
  state->computed_text = describe_computed (criterion, truth, inputs);
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

/* The criteria whose line is not what the signature froze; NULL where that is not kept. Free it. */
static char **
find_changed (CrfSession *session,
              const CrfSubjectRecord *subject,
              CrfSubjectValues *values,
              const CrfSignatureRecord *record)
{
  g_autofree char *sha256 = NULL, *now = NULL, *verdict_text = NULL;
  g_autofree char *shown = crf_records_eligibility_shown (crf_session_get_file (session), subject->key, &sha256);
  CrfVerdict verdict;

  if (shown == NULL || record == NULL || g_strcmp0 (sha256, record->shown_sha256) != 0)
    return NULL;
  now = crf_eligibility_statement (crf_session_get_study (session), crf_session_get_sandbox (session), values, crf_session_get_today (session),
                                   &verdict, &verdict_text);
  return crf_eligibility_changed (shown, now);
}

static char *
describe_signature (CrfSession *session,
                    const CrfSubjectRecord *subject,
                    CrfSignatureState signature,
                    CrfSignatureRecord *record,
                    char **changed)
{
  g_autofree char *at = record != NULL ? crf_local_time (session, record->at) : NULL;
  g_autofree char *list = changed != NULL && changed[0] != NULL ? g_strjoinv (_(", "), changed) : NULL;
  int days = crf_study_get_eligibility_days (crf_session_get_study (session));

  if (signature == CRF_SIGNATURE_NONE || record == NULL)
    return NULL;
  if (signature == CRF_SIGNATURE_VOID && list != NULL)
    /* Translators: name, time, criteria */
    return g_strdup_printf (_("The signature of %s, %s no longer holds: changed since are %s. Sign again."), record->name, at, list);
  if (signature == CRF_SIGNATURE_VOID)
    return g_strdup_printf (_("The signature of %s, %s no longer holds: something under it has changed. Sign again."), record->name, at);
  if (signature == CRF_SIGNATURE_EXPIRED)
    /* Translators: name, time, number of days */
    return g_strdup_printf (_("The signature of %s, %s has expired: the protocol allows %d days until allocation. Sign again."), record->name, at, days);
  if (days > 0 && subject->allocation_number == NULL)
    {
      int left = crf_trial_signature_days_left (session, subject->key, record);

      /* Translators: name, time, number of days */
      return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "Signed by %s, %s; holds for %d more day", "Signed by %s, %s; holds for %d more days",
                                           (gulong) left), record->name, at, left);
    }
  /* Translators: name, time */
  return g_strdup_printf (_("Signed by %s, %s"), record->name, at);
}

static void
add_sentence (GString *text,
              const char *sentence)
{
  if (sentence != NULL)
    g_string_append_printf (text, "%s%s", text->len > 0 ? " " : "", sentence);
}

/* What a person must see who opens the page, and what is to be done about it. */
static char *
describe_notice (CrfSession *session,
                 const CrfSubjectRecord *subject,
                 const CrfEligibilityState *state)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *link = crf_reader_rescreening (session, subject->key);
  g_autofree char *linked = link != NULL ? g_strconcat (link, ".", NULL) : NULL;

  add_sentence (text, linked);
  if (state->allocated && state->verdict == CRF_VERDICT_NOT_ELIGIBLE)
    {
      g_autofree char *sentence = g_strdup_printf (_("Allocated as %s, but the data now say: %s. Record it as a deviation; what was signed stays."),
                                                   subject->allocation_number, state->verdict_text);

      add_sentence (text, sentence);
    }
  for (guint i = 0; state->strata != NULL && i < state->strata->len; i++)
    {
      const CrfStratumState *stratum = g_ptr_array_index (state->strata, i);
      g_autofree char *sentence = NULL;

      if (stratum->differs)
        /* Translators: name of the stratum, level as drawn, level as the data tell it */
        sentence = g_strdup_printf (_("%s: drawn as “%s”, the data now say “%s”. Record the true stratum; the draw stays."), stratum->title,
                                    stratum->drawn, stratum->now);
      else if (stratum->recorded != NULL)
        sentence = g_strdup_printf (_("%s: drawn as “%s”, in truth “%s”."), stratum->title, stratum->drawn, stratum->recorded);
      add_sentence (text, sentence);
    }
  return text->len > 0 ? g_strdup (text->str) : NULL;
}

static void
describe_allocation (CrfSession *session,
                     const CrfSubjectRecord *subject,
                     CrfSubjectValues *values,
                     CrfEligibilityState *state)
{
  CrfStudy *study = crf_session_get_study (session);
  g_autofree char *stratum = NULL;

  state->allocate = crf_trial_allocation_use_case (study);
  state->allocated = subject->allocation_number != NULL;
  state->failed = g_strcmp0 (subject->status, "failed") == 0;
  state->confirm_product = crf_study_get_randomisation (study)->confirm_product;
  state->strata = crf_reader_strata (session, subject->key, NULL);
  if (state->allocated)
    stratum = g_strdup (subject->stratum);
  else if (crf_study_get_randomisation (study)->strata->len > 0)
    stratum = crf_trial_stratum (session, values, NULL);
  if (stratum != NULL && *stratum != '\0')
    {
      state->strata_text = crf_stratum_describe (study, stratum, crf_session_get_language (session));
      state->strata_confirm = g_strconcat ("strata=", stratum, NULL);
    }
  state->failed_criteria = crf_eligibility_failed_criteria (study, crf_session_get_sandbox (session), values, crf_session_get_today (session));
  state->notice = describe_notice (session, subject, state);
}

CrfEligibilityState *
crf_reader_eligibility (CrfSession *session,
                        const char *subject_name,
                        GError **error)
{
  g_auto (CrfVersionScope) scope = crf_version_enter (session, subject_name, NULL, error);
  CrfStudyFile *file = crf_session_get_file (session);
  CrfStudy *study = crf_session_get_study (session);
  const GPtrArray *criteria = crf_study_get_criteria (study);
  g_autofree CrfCriterionResult *results = g_new0 (CrfCriterionResult, MAX (criteria->len, 1));
  g_autoptr (CrfSubjectValues) values = NULL;
  g_autoptr (CrfFormState) form = NULL;
  g_autoptr (CrfSignatureRecord) record = NULL;
  g_auto (GStrv) changed = NULL;
  CrfSubjectRecord *subject = !scope.failed ? crf_trial_find_subject (file, subject_name, error) : NULL;
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
  state->signature_lost = signature == CRF_SIGNATURE_VOID || signature == CRF_SIGNATURE_EXPIRED;
  if (signature == CRF_SIGNATURE_VOID)
    changed = find_changed (session, subject, values, record);
  for (guint i = 0; changed != NULL && i < criteria->len; i++)
    ((CrfCriterionState *) g_ptr_array_index (state->criteria, i))->changed =
      g_strv_contains ((const char *const *) changed, ((const CrfCriterion *) g_ptr_array_index (criteria, i))->oid);
  state->signed_text = describe_signature (session, subject, signature, record, changed);
  state->can_sign = crf_trial_may_sign_eligibility (session, subject, state->verdict, state->verdict_text, &state->sign_refusal);
  state->can_randomise = crf_trial_may_randomise (session, subject, values, &state->randomise_refusal);
  describe_allocation (session, subject, values, state);
  state->form = g_steal_pointer (&form);
  crf_subject_record_free (subject);
  return state;
}
