/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Go or no-go on the day of an infusion. */

#include "crf-go.h"

#include "crf-clock.h"
#include "crf-infusion-steps.h"
#include "crf-partial-date.h"
#include "crf-reader.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static void
answer_free (gpointer data)
{
  CrfGoAnswer *answer = data;

  g_free (answer->question);
  g_free (answer->answer);
  g_free (answer->label);
  g_free (answer);
}

void
crf_go_state_free (CrfGoState *state)
{
  g_ptr_array_unref (state->answers);
  g_clear_pointer (&state->tests, crf_go_tests_free);
  g_free (state->sentence);
  g_free (state->statement);
  g_free (state);
}

static gboolean
stops (const CrfItem *item,
       const char *code)
{
  g_auto (GStrv) codes = item->alarm_on != NULL ? g_strsplit (item->alarm_on, " ", -1) : NULL;

  return code != NULL && codes != NULL && g_strv_contains ((const char *const *) codes, code);
}

static CrfGoAnswer *
answer_of (CrfSession *session,
           const CrfFieldState *field)
{
  CrfGoAnswer *answer = g_new0 (CrfGoAnswer, 1);
  const CrfCode *code;

  answer->item = field->item;
  answer->asked = field->shown;
  answer->question = g_strdup (field->label);
  answer->answer = g_strdup (field->value->canonical);
  code = answer->answer != NULL ? crf_item_find_code (field->item, answer->answer) : NULL;
  answer->label = code != NULL ? g_strdup (crf_text_get (code->decode, crf_session_get_language (session))) : g_strdup (answer->answer);
  answer->stops = answer->asked && stops (field->item, answer->answer);
  return answer;
}

static char *
list_questions (const CrfGoState *state,
                gboolean unanswered)
{
  GString *list = g_string_new (NULL);

  for (guint i = 0; i < state->answers->len; i++)
    {
      const CrfGoAnswer *answer = g_ptr_array_index (state->answers, i);

      if (answer->asked && (unanswered ? answer->answer == NULL : answer->stops))
        g_string_append_printf (list, "%s%s", list->len > 0 ? "; " : "", answer->question);
    }
  return g_string_free (list, FALSE);
}

/* What is signed names items and codes, not translated words: the hash must not hang on the reader's language. */
static char *
state_what_is_signed (const CrfGoState *state,
                      const CrfInfusion *infusion)
{
  GString *text = g_string_new (NULL);

  g_string_append_printf (text, "go-no-go infusion=%d\n", infusion->place.ordinal);
  for (guint i = 0; i < state->answers->len; i++)
    {
      const CrfGoAnswer *answer = g_ptr_array_index (state->answers, i);

      g_string_append_printf (text, "%s=%s\n", answer->item->oid, !answer->asked ? "-" : answer->answer != NULL ? answer->answer : "");
    }
  if (state->tests != NULL)
    g_string_append_printf (text, "tests-taken=%s\n", state->tests->taken != NULL ? state->tests->taken : "");
  return g_string_free (text, FALSE);
}

/* What the samples say goes before what was answered: old tests stop, and of tests that nobody can date nothing is known. */
static void
look_at_tests (CrfGoState *state,
               CrfSession *session,
               const char *subject,
               const char *tests_taken,
               const char *at)
{
  for (guint i = 0; i < state->answers->len; i++)
    {
      CrfGoAnswer *answer = g_ptr_array_index (state->answers, i);

      if (!answer->asked || state->tests != NULL)
        continue;
      state->tests = crf_go_tests_read (session, subject, answer->item, tests_taken, at);
      if (state->tests == NULL || state->tests->fresh)
        continue;
      if (state->tests->taken != NULL)
        answer->stops = TRUE;
      else if (!answer->stops)
        g_clear_pointer (&answer->answer, g_free);
    }
}

static char *
last_tests_taken (CrfSession *session,
                  const char *subject,
                  const CrfInfusion *infusion)
{
  g_autoptr (GPtrArray) steps = crf_infusion_steps_read (crf_session_get_file (session), subject, infusion, NULL);
  const CrfStepRecord *go = steps != NULL ? crf_infusion_steps_last (steps, CRF_STEP_GO) : NULL;

  return go != NULL ? crf_step_record_get (go, "tests_taken") : NULL;
}

static void
judge (CrfGoState *state)
{
  g_autofree char *unanswered = list_questions (state, TRUE);
  g_autofree char *stopping = list_questions (state, FALSE);

  state->complete = *unanswered == '\0';
  state->stopped = *stopping != '\0';
  state->go = state->complete && !state->stopped;
  if (*stopping != '\0')
    state->sentence = g_strdup_printf (_("No go: %s"), stopping);
  else if (!state->complete)
    state->sentence = g_strdup_printf (_("Not answered: %s"), unanswered);
  else
    state->sentence = g_strdup (_("Go"));
}

CrfGoState *
crf_go_read (CrfSession *session,
             const char *subject,
             const CrfInfusion *infusion,
             const char *tests_taken,
             const char *at)
{
  g_autofree char *before = tests_taken == NULL ? last_tests_taken (session, subject, infusion) : NULL;
  g_autoptr (CrfTarget) target = crf_infusion_target (infusion, subject);
  g_autoptr (CrfFormState) form = crf_reader_form (session, target, NULL);
  CrfGoState *state;

  if (form == NULL)
    return NULL;
  state = g_new0 (CrfGoState, 1);
  state->answers = g_ptr_array_new_with_free_func (answer_free);
  for (guint i = 0; i < form->sections->len; i++)
    {
      const CrfSectionState *section = g_ptr_array_index (form->sections, i);

      for (guint j = 0; j < section->fields->len; j++)
        {
          const CrfFieldState *field = g_ptr_array_index (section->fields, j);

          if (field->item->concept != NULL && g_str_has_prefix (field->item->concept, "go."))
            g_ptr_array_add (state->answers, answer_of (session, field));
        }
    }
  if (state->answers->len == 0)
    {
      crf_go_state_free (state);
      return NULL;
    }
  look_at_tests (state, session, subject, tests_taken != NULL ? tests_taken : before, at);
  judge (state);
  state->statement = state_what_is_signed (state, infusion);
  return state;
}

static CrfSignatureRecord *
find_signature (CrfSession *session,
                const char *subject,
                const CrfInfusion *infusion)
{
  const CrfEntry target = { .action = CRF_ACTION_SIGN, .subject = subject, .event = infusion->place.event->oid, .eventkey = infusion->eventkey,
                            .form = infusion->place.form->oid, .formkey = "1" };
  g_autoptr (GPtrArray) signatures = infusion->eventkey != NULL ? crf_signature_list (crf_session_get_file (session), &target, NULL) : NULL;

  for (guint i = 0; signatures != NULL && i < signatures->len; i++)
    {
      const CrfSignatureRecord *record = g_ptr_array_index (signatures, i);

      if (strcmp (record->meaning, CRF_MEANING_GO) == 0)
        return g_ptr_array_steal_index (signatures, i);
    }
  return NULL;
}

/* The local day on which it was signed, as the signer's workstation had it. */
static gboolean
is_of_day (CrfSession *session,
           const CrfSignatureRecord *record,
           const char *start)
{
  char buffer[CRF_INSTANT_SIZE];
  CrfInstant instant;

  if (!crf_instant_parse_utc (record->at, &instant))
    return FALSE;
  instant.offset_minutes = crf_session_now (session).offset_minutes;
  return strncmp (crf_instant_format_local_date (instant, buffer), start, strlen ("2026-03-02")) == 0;
}

static gboolean
refuse (CrfRefusal **refusal,
        CrfRefusal *made)
{
  made->remedy_action = g_strdup ("sign-go");
  *refusal = made;
  return FALSE;
}

gboolean
crf_go_holds (CrfSession *session,
              CrfSubjectRecord *subject,
              const CrfInfusion *infusion,
              const char *start,
              CrfRefusal **refusal)
{
  g_autoptr (CrfGoState) state = crf_go_read (session, subject->key, infusion, NULL, start);
  g_autoptr (CrfSignatureRecord) record = NULL;
  g_autofree char *sha256 = NULL;

  if (state == NULL)
    return TRUE;
  record = find_signature (session, subject->key, infusion);
  if (record == NULL || !is_of_day (session, record, start))
    return refuse (refusal, crf_refusal_new ("go-missing", _("The investigator answers and signs the go/no-go of the day."),
                                             _("The go/no-go of %s for this day is not signed."), subject->number));
  sha256 = g_compute_checksum_for_string (G_CHECKSUM_SHA256, state->statement, -1);
  if (g_strcmp0 (sha256, record->shown_sha256) != 0)
    return refuse (refusal, crf_refusal_new ("go-void", _("The investigator looks again and signs."),
                                             _("An answer under the signed go/no-go of %s has changed."), subject->number));
  if (state->tests != NULL && state->tests->taken != NULL && !state->tests->fresh)
    return refuse (refusal, crf_refusal_new ("no-go", _("Take new samples, or an investigator overrides by name."), _("%s is not to be infused today. %s."),
                                             subject->number, state->tests->sentence));
  if (!state->go)
    return refuse (refusal, crf_refusal_new ("no-go", _("Postpone the infusion, or sign again when the patient may be infused."),
                                             _("%s is not to be infused today. %s"), subject->number, state->sentence));
  return TRUE;
}
