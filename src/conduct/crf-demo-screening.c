/* SPDX-License-Identifier: GPL-3.0-or-later */

/* How a synthetic patient comes in: registration, consent, screening, the criteria, the signature, allocation or the reason why not. */

#include "crf-demo-private.h"

#include "crf-partial-date.h"
#include "crf-place.h"
#include "crf-trial-gates.h"
#include "crf-value.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

static gboolean
register_patient (CrfDemoLife *life,
                  GError **error)
{
  CrfDemo *demo = life->demo;
  g_autofree char *birth = crf_demo_date (life->registered - (int) (life->course.age * 365.25) - g_rand_int_range (demo->rand, 5, 350));
  g_autofree char *bed = g_strdup_printf ("12-%02d", g_rand_int_range (demo->rand, 1, 30));
  g_autofree char *hospital = g_strdup_printf ("H%07d", g_rand_int_range (demo->rand, 1000000, 9999999));
  g_autofree char *phone = g_strdup_printf ("139%08d", g_rand_int_range (demo->rand, 10000000, 99999999));

  crf_demo_set_time (demo, life->registered, 9 * 60 + 40);
  return crf_demo_do (demo->nurse, "register", NULL, &life->subject, "subject", error, "sex", life->course.female ? "F" : "M", "birth-date", birth,
                      "initials", life->course.initials, "name", life->course.initials, "hospital-no", hospital, "phone", phone, "bed", bed, NULL) &&
         crf_demo_consent (life, life->registered, 9 * 60 + 20, error);
}

static gboolean
answer_criterion (CrfDemoLife *life,
                  CrfCriterionState *state,
                  gboolean fail,
                  GError **error)
{
  const CrfCriterion *criterion = state->criterion;
  const char *answer = criterion->exclusion == fail ? "Y" : "N";

  if (state->computed != NULL && !fail)
    answer = state->computed;
  for (guint i = 0; i < criterion->parts->len; i++)
    {
      const CrfItem *part = g_ptr_array_index (criterion->parts, i);

      /* All but the one that excludes stand as "no" already. */
      if (!(fail && i == 0))
        continue;
      if (!crf_demo_do (life->demo->nurse, "answer", life->subject, NULL, NULL, error, "criterion", criterion->oid, "part", part->oid, "answer",
                        fail && i == 0 ? "Y" : "N", NULL))
        return FALSE;
    }
  return crf_demo_do (life->demo->nurse, "answer", life->subject, NULL, NULL, error, "criterion", criterion->oid, "answer", answer, "reason",
                      state->computed != NULL && fail ? _("Judged by the investigator") : NULL, "note",
                      state->computed == NULL ? _("Asked, and the chart read") : NULL, NULL);
}

/* The criterion that this patient fails by: one that a person judges; G_MAXUINT: none. */
static guint
choose_failure (CrfDemoLife *life,
                const CrfEligibilityState *state)
{
  guint n = 0, chosen = G_MAXUINT;

  for (guint i = 0; life->course.screen_failure && i < state->criteria->len; i++)
    {
      const CrfCriterion *criterion = ((CrfCriterionState *) g_ptr_array_index (state->criteria, i))->criterion;

      if (criterion->answer == CRF_CRITERION_HUMAN && criterion->exclusion && g_rand_int_range (life->demo->rand, 0, (gint32) ++n) == 0)
        chosen = i;
    }
  return chosen;
}

static gboolean
answer_all (CrfDemoLife *life,
            GError **error)
{
  CrfEligibilityState *state = crf_reader_eligibility (life->demo->nurse, life->subject, error);
  gboolean done = TRUE;
  guint failure;

  if (state == NULL)
    return FALSE;
  failure = choose_failure (life, state);
  if (failure != G_MAXUINT)
    {
      const CrfCriterionState *criterion = g_ptr_array_index (state->criteria, failure);
      g_autofree char *why = crf_scenario_failure (life->demo->scenario, crf_text_get (criterion->criterion->text, "en"));

      g_free (life->failure);
      life->failure = g_strdup_printf ("%s: %s", criterion->criterion->oid, why);
    }
  for (guint i = 0; i < state->criteria->len && done; i++)
    done = answer_criterion (life, g_ptr_array_index (state->criteria, i), i == failure, error);
  crf_eligibility_state_free (state);
  return done;
}

/* The sub-questions of the criteria that are not computed: "no". */
static gboolean
deny_parts (CrfDemoLife *life,
            CrfBatch *batch,
            const CrfEvent *event,
            const CrfForm *form,
            GError **error)
{
  const GPtrArray *criteria = crf_study_get_criteria (life->demo->study);

  for (guint i = 0; i < criteria->len; i++)
    {
      const CrfCriterion *criterion = g_ptr_array_index (criteria, i);

      for (guint j = 0; j < criterion->parts->len; j++)
        {
          const CrfItem *part = g_ptr_array_index (criterion->parts, j);
          const CrfItemRef *ref = crf_group_find_ref (crf_form_find_group_of (form, part), part);

          if (ref != NULL && ref->derivation == NULL &&
              !crf_demo_store (life, batch, event, form, part, criterion->exclusion ? "N" : j == 0 ? "Y" : "N", NULL, error))
            return FALSE;
        }
    }
  return TRUE;
}

/* The questions beside the criteria (ever, last), before the criteria are answered from them. */
static gboolean
settle_eligibility (CrfDemoLife *life,
                    GError **error)
{
  g_autoptr (CrfBatch) batch = NULL;
  const CrfEvent *event;
  const CrfForm *form;

  if (!crf_eligibility_find_form (life->demo->study, &event, &form))
    return TRUE;
  batch = crf_batch_begin (life->demo->nurse, error);
  return batch != NULL && crf_demo_settle_form (life, batch, event, form, error) && deny_parts (life, batch, event, form, error) &&
         crf_batch_derive (batch, life->subject, event->oid, NULL, error) && crf_batch_commit (batch, error);
}

static gboolean
complete_eligibility (CrfDemoLife *life,
                      GError **error)
{
  const CrfEvent *event;
  const CrfForm *form;

  return !crf_eligibility_find_form (life->demo->study, &event, &form) || crf_demo_complete_form (life, event, form, error);
}

static gboolean
fail_screening (CrfDemoLife *life,
                int day,
                GError **error)
{
  CrfDemo *demo = life->demo;
  g_autofree char *date = crf_demo_date (day);

  life->over = TRUE;
  return crf_demo_do (demo->investigator, "set-status", life->subject, NULL, NULL, error, "status", "failed", "date", date, "reason",
                      life->failure != NULL ? life->failure : _("Not eligible"), NULL);
}

static gboolean
take_part (CrfDemoLife *life,
           int day,
           GError **error)
{
  CrfDemo *demo = life->demo;
  const GPtrArray *arms = crf_study_get_arms (demo->study);
  const CrfArm *arm = g_ptr_array_index (arms, demo->n_enrolled++ % arms->len);
  g_autofree char *date = crf_demo_date (day);

  life->allocated = day;
  if (crf_trial_randomises (demo->study))
    return crf_demo_do (demo->nurse, "randomise", life->subject, NULL, NULL, error, "product", "yes", NULL);
  return crf_demo_do (demo->nurse, "enrol", life->subject, NULL, NULL, error, "arm", arms->len > 1 ? arm->oid : NULL, "date",
                      crf_study_is_transcription (demo->study) ? date : NULL, "product", "yes", NULL);
}

gboolean
crf_demo_allocate (CrfDemoLife *life,
          int day,
          GError **error)
{
  CrfDemo *demo = life->demo;
  CrfEligibilityState *state;
  CrfVerdict verdict;

  crf_demo_set_time (demo, day, 10 * 60);
  if (!settle_eligibility (life, error) || !answer_all (life, error) || !complete_eligibility (life, error))
    return FALSE;
  state = crf_reader_eligibility (demo->investigator, life->subject, error);
  if (state == NULL)
    return FALSE;
  verdict = state->verdict;
  crf_eligibility_state_free (state);
  if (verdict == CRF_VERDICT_OPEN)
    return TRUE;
  if (!crf_demo_do (demo->investigator, "sign-eligibility", life->subject, NULL, NULL, error, "passphrase", demo->passphrase, NULL))
    return FALSE;
  return verdict == CRF_VERDICT_ELIGIBLE ? take_part (life, day, error) : fail_screening (life, day, error);
}

gboolean
crf_demo_be_screened (CrfDemo *demo,
             gpointer data,
             const CrfEvent *event,
             int day,
             GError **error)
{
  const CrfEvent *screening = crf_study_find_event_by_kind (demo->study, "screening");

  if (!register_patient (data, error) || (screening != NULL && !crf_demo_attend (data, screening, NULL, day, error)))
    return FALSE;
  crf_demo_plan (demo, day + g_rand_int_range (demo->rand, 2, 7), crf_demo_be_allocated, data, NULL);
  return TRUE;
}
