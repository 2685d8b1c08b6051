/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The short go/no-go on the day of an infusion: the answers are stored on the infusion form and signed as they stand. A "no go" is signed too: it
 * says why there was no infusion today. It gates the start, not the record. */

#include "crf-enter.h"
#include "crf-go.h"
#include "crf-infusion-gates.h"
#include "crf-infusion-steps.h"
#include "crf-medication.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static const CrfParameter parameters[] = {
  { "fever", N_("Fever today?"), "choice:N|Y", FALSE },
  { "bleeding", N_("Bleeding now?"), "choice:N|Y", FALSE },
  { "infection", N_("New infection?"), "choice:N|Y", FALSE },
  { "encephalopathy", N_("New or worse encephalopathy?"), "choice:N|Y", FALSE },
  { "pregnant", N_("Pregnant? (women)"), "choice:N|Y|U", FALSE },
  { "drugs", N_("New glucocorticoid or interferon?"), "choice:N|Y", FALSE },
  { "tests", N_("Tests recent enough? (from the samples, if left out)"), "choice:Y|N", FALSE },
  { "tests-taken", N_("Sample taken at (results on paper)"), "datetime", FALSE },
  { "decision", N_("Infuse today?"), "choice:Y|N", FALSE },
  { "answers", N_("Further answers, as ITEM=CODE separated by blanks"), "text", FALSE },
  { "weight", N_("Weight today, kg"), "number", FALSE },
  { "passphrase", N_("Passphrase"), "passphrase", TRUE },
  { "note", N_("Note"), "text", FALSE },
  { "infusion", N_("Infusion number"), "integer", FALSE },
  { NULL, NULL, NULL, FALSE },
};

static gboolean
store_answer (CrfUseCaseContext *context,
              const CrfInfusion *infusion,
              const char *pair,
              GError **error)
{
  g_auto (GStrv) parts = g_strsplit (pair, "=", 2);
  const CrfItem *item = parts[0] != NULL && parts[1] != NULL ? crf_place_find_item (context->study, parts[0]) : NULL;

  if (item == NULL || item->concept == NULL || !g_str_has_prefix (item->concept, "go."))
    return crf_context_refuse (context, "answers", _("Write for example GOBLEED=N GODEC=Y."), _("“%s” is not an answer to a question of the go/no-go."), pair);
  if (item->code_list != NULL && crf_item_find_code (item, parts[1]) == NULL)
    return crf_context_refuse (context, "answers", NULL, _("%s: “%s” is not one of the answers."),
                               crf_text_get (item->question, crf_session_get_language (context->session)), parts[1]);
  return crf_infusion_store (context, infusion, item->concept, parts[1], error);
}

static const char *const questions[] = { "fever", "bleeding", "infection", "encephalopathy", "pregnant", "drugs", "tests", "decision" };

/* The answer that is given now, "tests=Y" or among "answers"; not one of another day. Free it. */
static char *
tests_answered (CrfUseCaseContext *context,
                const CrfItem *item)
{
  g_auto (GStrv) pairs = g_strsplit_set (crf_context_get (context, "answers") != NULL ? crf_context_get (context, "answers") : "", " ,;", -1);

  for (guint i = 0; pairs[i] != NULL; i++)
    {
      g_auto (GStrv) parts = g_strsplit (pairs[i], "=", 2);

      if (parts[0] != NULL && parts[1] != NULL && crf_place_find_item (context->study, parts[0]) == item)
        return g_strdup (parts[1]);
    }
  return g_strdup (crf_context_get (context, "tests"));
}

static gboolean
refuse_unknown_tests (CrfUseCaseContext *context,
                      const CrfGoTests *tests)
{
  return crf_context_refuse (context, "tests-unknown", _("Enter the sample, or say when it was taken where its results are on paper."),
                             _("Whether the tests of %s are recent enough cannot be told. %s."), context->subject->number, tests->sentence);
}

/* The answer is computed where the definition says from what; one that the samples contradict is not taken. FALSE when refused or with @error. */
static gboolean
store_tests (CrfUseCaseContext *context,
             const CrfInfusion *infusion,
             const char *taken,
             GError **error)
{
  const CrfItem *item = crf_study_find_item_by_concept (context->study, "go.tests");
  g_autofree char *said = NULL;
  g_autoptr (CrfGoTests) tests = NULL;
  char now[CRF_INSTANT_SIZE];

  if (item == NULL || crf_form_find_group_of (infusion->place.form, item) == NULL)
    return TRUE;
  said = tests_answered (context, item);
  tests = crf_go_tests_read (context->session, context->subject->key, item, taken, crf_instant_format_local (crf_session_now (context->session), now));
  if (tests == NULL || g_strcmp0 (said, "N") == 0)
    return TRUE;
  if (tests->taken == NULL)
    return said == NULL || !refuse_unknown_tests (context, tests);
  if (!tests->fresh && said != NULL)
    return !crf_context_refuse (context, "tests-differ", _("Take new samples, or sign that there is no infusion today."),
                                _("The tests of %s are not recent enough. %s."), context->subject->number, tests->sentence);
  return said != NULL || crf_infusion_store (context, infusion, "go.tests", tests->fresh ? "Y" : "N", error);
}

static gboolean
store_answers (CrfUseCaseContext *context,
               const CrfInfusion *infusion,
               GError **error)
{
  g_auto (GStrv) pairs = g_strsplit_set (crf_context_get (context, "answers") != NULL ? crf_context_get (context, "answers") : "", " ,;", -1);

  /* The questions of the form library by name; a definition without one of them stores nothing there. */
  for (guint i = 0; i < G_N_ELEMENTS (questions); i++)
    {
      g_autofree char *concept = g_strconcat ("go.", questions[i], NULL);

      if (!crf_infusion_store (context, infusion, concept, crf_context_get (context, questions[i]), error))
        return FALSE;
    }
  for (guint i = 0; pairs[i] != NULL; i++)
    if (*pairs[i] != '\0' && (!store_answer (context, infusion, pairs[i], error) || context->outcome->refusal != NULL))
      return FALSE;
  return crf_infusion_store (context, infusion, "go.weight", crf_context_get (context, "weight"), error);
}

static gboolean
sign (CrfUseCaseContext *context,
      const CrfInfusion *infusion,
      const CrfGoState *state,
      const char *taken,
      GError **error)
{
  g_autoptr (CrfCasebook) casebook = crf_casebook_new (context->session, context->subject->key, NULL);
  g_autofree char *prohibited = NULL;
  char at[CRF_INSTANT_SIZE];
  CrfEntry target = { .action = CRF_ACTION_SIGN, .subject = context->subject->key, .event = infusion->place.event->oid, .eventkey = infusion->eventkey,
                      .form = infusion->place.form->oid, .formkey = "1" };

  if (!crf_signature_add (context->txn, &target, CRF_MEANING_GO, state->statement, crf_context_get (context, "passphrase"), error))
    return FALSE;
  crf_context_result (context, "verdict", state->go ? "go" : "no-go");
  crf_context_notice (context, "%s", state->sentence);
  if (state->tests != NULL)
    crf_context_notice (context, "%s", state->tests->sentence);
  prohibited = casebook != NULL ? crf_medication_prohibited (casebook) : NULL;
  if (prohibited != NULL)
    crf_context_notice (context, _("On the medication list: %s."), prohibited);
  crf_instant_format_local (crf_session_now (context->session), at);
  return crf_infusion_step_add (context, infusion, CRF_STEP_GO, at, error, "verdict", state->go ? "go" : "no-go", "note",
                                crf_context_get (context, "note"), "tests_taken", taken, NULL);
}

/* Whether the age of the tests is all that is not known. */
static gboolean
are_tests_all (const CrfGoState *state)
{
  for (guint i = 0; i < state->answers->len; i++)
    {
      const CrfGoAnswer *answer = g_ptr_array_index (state->answers, i);

      if (answer->asked && answer->answer == NULL && (state->tests == NULL || answer->item != state->tests->item))
        return FALSE;
    }
  return state->tests != NULL && state->tests->taken == NULL;
}

static gboolean
run (CrfUseCaseContext *context,
     GError **error)
{
  g_autoptr (CrfInfusion) infusion = crf_infusion_of_context (context, error);
  g_autoptr (CrfGoState) state = NULL;
  g_autofree char *taken = NULL;
  char now[CRF_INSTANT_SIZE];

  if (infusion == NULL)
    return context->outcome->refusal != NULL;
  if (!crf_context_get_date (context, "tests-taken", TRUE, &taken) || (taken != NULL && !crf_infusion_check_time (context, taken)))
    return TRUE;
  if (infusion->stage >= CRF_INFUSION_STARTED)
    return crf_context_refuse (context, "started", NULL, _("This infusion has already been started."));
  if (!crf_infusion_patient_is_there (context->subject, crf_session_get_today (context->session), &context->outcome->refusal))
    return TRUE;
  if (!store_answers (context, infusion, error) || !store_tests (context, infusion, taken, error))
    return context->outcome->refusal != NULL;
  state = crf_go_read (context->session, context->subject->key, infusion, taken, crf_instant_format_local (crf_session_now (context->session), now));
  if (state == NULL)
    return crf_context_refuse (context, "no-form", NULL, _("The infusion form of this study has no go/no-go."));
  /* A reason to stop is enough to sign a "no go"; for a "go" nothing may be left open. */
  if (!state->complete && !state->stopped && are_tests_all (state))
    return refuse_unknown_tests (context, state->tests);
  if (!state->complete && !state->stopped)
    return crf_context_refuse (context, "answers-missing", _("Answer what is named; “unknown” is no answer here."), "%s", state->sentence);
  return sign (context, infusion, state, taken, error);
}

const CrfUseCase crf_use_case_sign_go = {
  .name = "sign-go",
  .title = N_("Sign go/no-go"),
  .summary = N_("Answers the questions of the day and signs whether the patient may be infused."),
  .roles = CRF_ROLE_INVESTIGATOR | CRF_ROLE_PRINCIPAL_INVESTIGATOR,
  .task = "eligibility",
  .needs_subject = TRUE,
  .parameters = parameters,
  .run = run,
  .rests_on = CRF_RESTS_ON_SUBJECT,
};
