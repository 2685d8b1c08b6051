/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One synthetic patient from registration to today: consent, screening, eligibility, allocation, infusion, visits, events. Everything goes through the use
 * cases; nothing here knows which study it is. */

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
  g_autofree char *at = crf_demo_datetime (life->registered, 9 * 60 + 20);

  crf_demo_set_time (demo, life->registered, 9 * 60 + 40);
  return crf_demo_do (demo->nurse, "register", NULL, &life->subject, "subject", error, "sex", life->course.female ? "F" : "M", "birth-date", birth,
                      "initials", life->course.initials, "name", life->course.initials, "hospital-no", hospital, "phone", phone, "bed", bed, NULL) &&
         crf_demo_do (demo->nurse, "consent", life->subject, NULL, NULL, error, "version", demo->consent_version, "at", at, "by", "subject",
                      "explained-by", "investigator", "copy", "Y", NULL);
}

/* What the item is given besides the course: dates, specimen, modes; NULL: nothing. */
static char *
routine_value (CrfDemoLife *life,
               const CrfItem *item,
               int day)
{
  if (item->concept == NULL)
    return NULL;
  if (g_str_equal (item->concept, "visit.date"))
    return crf_demo_date (day);
  if (g_str_equal (item->concept, "sample.taken_at"))
    return crf_demo_datetime (day, 7 * 60 + 40);
  if (g_str_equal (item->concept, "sample.specimen_no"))
    return g_strdup_printf ("B%05d", g_rand_int_range (life->demo->rand, 10000, 99999));
  if (g_str_equal (item->concept, "sample.condition") && item->code_list != NULL && item->code_list->codes->len > 0)
    return g_strdup (((const CrfCode *) g_ptr_array_index (item->code_list->codes, 0))->code);
  if (g_str_equal (item->concept, "visit.mode") && item->code_list != NULL && item->code_list->codes->len > 0)
    return g_strdup (((const CrfCode *) g_ptr_array_index (item->code_list->codes, 0))->code);
  if (g_str_equal (item->concept, "status.vital"))
    return g_strdup (life->course.fate == CRF_FATE_DIES && day >= crf_demo_end_of (life) ? "DEAD" : "ALIVE");
  if (g_str_equal (item->concept, "status.date"))
    return crf_demo_date (day);
  if (g_str_equal (item->concept, "status.transplanted"))
    return g_strdup (life->course.fate == CRF_FATE_TRANSPLANTED && day >= crf_demo_end_of (life) ? "Y" : "N");
  return NULL;
}

/* What no concept tells: from the scenario. */
static char *
story_value (CrfDemoLife *life,
             const CrfItem *item,
             int day)
{
  if (g_str_equal (item->name, "BMLOT"))
    return g_strdup_printf ("K-%04d", g_rand_int_range (life->demo->rand, 1000, 9999));
  if ((g_str_has_prefix (item->name, "HCG") || g_str_equal (item->name, "LACT")) && !life->course.female)
    return NULL;
  return crf_scenario_value (life->demo->scenario, item, day, life->demo->rand);
}

/* The same item may stand on two forms of an event (the time of a sample): the form goes with the name. */
static gboolean
store (CrfDemoLife *life,
       CrfBatch *batch,
       const CrfEvent *event,
       const CrfForm *form,
       const CrfItem *item,
       const char *text,
       const char *unit,
       GError **error)
{
  g_autofree char *name = g_strdup_printf ("%s::%s", form->oid, item->oid);

  if (text == NULL)
    return crf_batch_store_missing (batch, life->subject, event->oid, name, "ND", NULL, error);
  return crf_batch_store (batch, life->subject, event->oid, name, text, unit, NULL, error);
}

static gboolean
store_form (CrfDemoLife *life,
            CrfBatch *batch,
            const CrfEvent *event,
            const CrfForm *form,
            int day,
            guint *n_stored,
            GError **error)
{
  for (guint i = 0; i < form->groups->len; i++)
    {
      const CrfItemGroup *group = g_ptr_array_index (form->groups, i);

      for (guint j = 0; j < group->items->len; j++)
        {
          const CrfItemRef *ref = g_ptr_array_index (group->items, j);
          g_autofree char *text = g_strcmp0 (ref->item->concept, "visit.date") != 0 ? routine_value (life, ref->item, day) : NULL;
          const CrfItemUnit *unit = ref->item->units->len > 0 ? g_ptr_array_index (ref->item->units, 0) : NULL;

          if (text == NULL)
            text = crf_course_value (&life->course, life->demo->rand, ref->item, life->infused > 0 ? day - life->infused : 0);
          if (text == NULL)
            text = story_value (life, ref->item, day);
          if (text == NULL || ref->derivation != NULL || group->repeating)
            {
              g_free (text);
              text = NULL;
              continue;
            }
          /* Wards leave gaps. */
          if (!ref->mandatory && ref->item->concept != NULL && g_str_has_prefix (ref->item->concept, "lab.") && g_rand_double (life->demo->rand) < 0.03)
            continue;
          if (!store (life, batch, event, form, ref->item, text, unit != NULL ? unit->unit->oid : NULL, error))
            return FALSE;
          (*n_stored)++;
        }
    }
  return TRUE;
}

static gboolean
answers_criterion (CrfDemoLife *life,
                   const CrfItem *item)
{
  const GPtrArray *criteria = crf_study_get_criteria (life->demo->study);

  for (guint i = 0; i < criteria->len; i++)
    {
      const CrfCriterion *criterion = g_ptr_array_index (criteria, i);

      if (criterion->item == item || g_ptr_array_find ((GPtrArray *) criterion->parts, item, NULL))
        return TRUE;
    }
  return FALSE;
}

/* An answer to a required question that the course knows nothing of: "no", the first code, or "not done". */
static gboolean
settle_field (CrfDemoLife *life,
              CrfBatch *batch,
              const CrfEvent *event,
              const CrfForm *form,
              const CrfFieldState *field,
              GError **error)
{
  if (!crf_demo_needs_answer (field) || answers_criterion (life, field->item))
    return TRUE;
  return store (life, batch, event, form, field->item, crf_demo_required_code (field), NULL, error);
}

static gboolean
settle_form (CrfDemoLife *life,
             CrfBatch *batch,
             const CrfEvent *event,
             const CrfForm *form,
             GError **error)
{
  const CrfTarget target = { .subject = life->subject, .event = (char *) event->oid, .eventkey = (char *) "1", .form = (char *) form->oid,
                             .formkey = (char *) "1" };
  g_autoptr (CrfFormState) state = crf_reader_form (life->demo->nurse, &target, error);

  for (guint i = 0; state != NULL && i < state->sections->len; i++)
    {
      CrfSectionState *section = g_ptr_array_index (state->sections, i);

      for (guint j = 0; j < section->fields->len; j++)
        if (!settle_field (life, batch, event, form, g_ptr_array_index (section->fields, j), error))
          return FALSE;
    }
  return state != NULL;
}

/* Nurses complete what is complete; what is refused stays open for the work list. */
static gboolean
complete_form (CrfDemoLife *life,
               const CrfEvent *event,
               const CrfForm *form,
               GError **error)
{
  g_autoptr (CrfOutcome) outcome = crf_conduct_with (life->demo->nurse, "complete-form", life->subject, error, "event", event->oid, "form", form->oid, NULL);

  return outcome != NULL;
}

/* Required forms, but the eligibility form: its answers come when the data are there. */
static gboolean
is_completed (const CrfEvent *event,
              const CrfForm *form)
{
  return g_strcmp0 (form->kind, "eligibility") != 0 && g_ptr_array_find ((GPtrArray *) event->required_forms, form, NULL);
}

static gboolean
complete_visit (CrfDemoLife *life,
                const CrfEvent *event,
                GError **error)
{
  for (guint i = 0; i < event->forms->len; i++)
    {
      const CrfForm *form = g_ptr_array_index (event->forms, i);

      if (is_completed (event, form) && g_rand_double (life->demo->rand) < 0.92 && !complete_form (life, event, form, error))
        return FALSE;
    }
  return TRUE;
}

/* Filled at a visit: all but what has use cases of its own, and what is only filled when something happens. */
static gboolean
is_filled (CrfDemoLife *life,
           const CrfEvent *event,
           const CrfForm *form)
{
  static const char *const own[] = { "consent", "eligibility", "infusion", "monitoring", NULL };

  if (form->repeating || (form->kind != NULL && g_strv_contains (own, form->kind)))
    return form->repeating && g_ptr_array_find ((GPtrArray *) event->required_forms, form, NULL);
  return g_ptr_array_find ((GPtrArray *) event->required_forms, form, NULL) || g_rand_double (life->demo->rand) < 0.5;
}

/* The date of the visit is an act: one that is out of its window opens a deviation. */
static gboolean
date_visit (CrfDemoLife *life,
            const CrfEvent *event,
            int day,
            GError **error)
{
  const CrfItem *item = crf_study_find_item_by_concept (life->demo->study, "visit.date");
  g_autofree char *date = crf_demo_date (day);

  for (guint i = 0; item != NULL && i < event->forms->len; i++)
    {
      const CrfForm *form = g_ptr_array_index (event->forms, i);

      if (crf_form_find_group_of (form, item) != NULL)
        return crf_demo_do (life->demo->nurse, "enter", life->subject, NULL, NULL, error, "event", event->oid, "form", form->oid, "item", item->oid,
                            "value", date, "reason", _("The patient came then"), NULL);
    }
  return TRUE;
}

/* All forms of one visit in one transaction, as an evening's entry. */
gboolean
crf_demo_attend (CrfDemoLife *life,
                 const CrfEvent *event,
                 const char *eventkey,
                 int day,
                 GError **error)
{
  g_autoptr (CrfBatch) batch = NULL;
  guint n_stored = 0;

  crf_demo_set_time (life->demo, day, 15 * 60 + g_rand_int_range (life->demo->rand, 0, 90));
  if (!date_visit (life, event, day, error))
    return FALSE;
  batch = crf_batch_begin (life->demo->nurse, error);
  if (batch == NULL)
    return FALSE;
  for (guint i = 0; i < event->forms->len; i++)
    {
      const CrfForm *form = g_ptr_array_index (event->forms, i);

      if (is_filled (life, event, form) && !store_form (life, batch, event, form, day, &n_stored, error))
        return FALSE;
    }
  if (n_stored == 0)
    return TRUE;
  for (guint i = 0; i < event->forms->len; i++)
    {
      const CrfForm *form = g_ptr_array_index (event->forms, i);

      if (is_completed (event, form) && !settle_form (life, batch, event, form, error))
        return FALSE;
    }
  if (!crf_batch_derive (batch, life->subject, event->oid, NULL, error) || !crf_batch_commit (batch, error))
    return FALSE;
  g_clear_pointer (&batch, crf_batch_free);
  return complete_visit (life, event, error);
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
                      state->computed != NULL && fail ? _("Judged by the investigator") : NULL, NULL);
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

          if (ref != NULL && ref->derivation == NULL && !store (life, batch, event, form, part, criterion->exclusion ? "N" : j == 0 ? "Y" : "N", NULL, error))
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
  return batch != NULL && settle_form (life, batch, event, form, error) && deny_parts (life, batch, event, form, error) &&
         crf_batch_commit (batch, error);
}

static gboolean
complete_eligibility (CrfDemoLife *life,
                      GError **error)
{
  const CrfEvent *event;
  const CrfForm *form;

  return !crf_eligibility_find_form (life->demo->study, &event, &form) || complete_form (life, event, form, error);
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

static gboolean
allocate (CrfDemoLife *life,
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

static gboolean
attend_visit (CrfDemo *demo,
              gpointer data,
              const CrfEvent *event,
              int day,
              GError **error)
{
  CrfDemoLife *life = data;

  if (life->over)
    return TRUE;
  crf_demo_plan_query (life, event, day);
  return crf_demo_attend (life, event, NULL, day, error);
}

static gboolean
miss_visit (CrfDemo *demo,
            gpointer data,
            const CrfEvent *event,
            int day,
            GError **error)
{
  CrfDemoLife *life = data;
  g_autofree char *reason = crf_scenario_reason (demo->scenario, "missed", demo->rand);

  if (life->over)
    return TRUE;
  crf_demo_set_time (demo, day, 16 * 60);
  return crf_demo_do (demo->nurse, "mark-missed", life->subject, NULL, NULL, error, "event", event->oid, "reason", reason, NULL);
}

/* Out of turn: why, and the tests that were done for it. */
static gboolean
come_unscheduled (CrfDemo *demo,
                  gpointer data,
                  const CrfEvent *event,
                  int day,
                  GError **error)
{
  static const char *const names[] = { "VISDAT", "VISREAS", "LBDTC", "TBIL", "ALB", "INR", "CREAT", "SODIUM", "PLAT", "WEIGHT" };
  CrfDemoLife *life = data;
  const CrfForm *form = crf_study_find_form_by_kind (demo->study, "visit");
  g_autofree char *eventkey = NULL;

  if (life->over || form == NULL)
    return TRUE;
  crf_demo_set_time (demo, day, 15 * 60);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      const CrfItem *item = crf_study_find_item_by_name (demo->study, names[i]);
      const CrfItemUnit *unit = item != NULL && item->units->len > 0 ? g_ptr_array_index (item->units, 0) : NULL;
      g_autofree char *value = item != NULL ? routine_value (life, item, day) : NULL;

      if (value == NULL && strcmp (names[i], "VISREAS") == 0)
        value = crf_scenario_reason (demo->scenario, "unscheduled", demo->rand);
      if (value == NULL && item != NULL)
        value = crf_course_value (&life->course, demo->rand, item, day - life->infused);
      if (value != NULL && !crf_demo_do (demo->nurse, "enter", life->subject, eventkey == NULL ? &eventkey : NULL, "eventkey", error, "event", event->oid,
                                         "eventkey", eventkey, "form", form->oid, "item", item->oid, "value", value, "unit",
                                         unit != NULL ? unit->unit->oid : NULL, NULL))
        return FALSE;
    }
  return TRUE;
}

/* Most come within the window, some late, some not at all. */
static void
plan_visit (CrfDemoLife *life,
            const CrfEvent *event,
            int from,
            int end)
{
  CrfDemo *demo = life->demo;
  gboolean late = crf_scenario_happens (demo->scenario, "late", demo->rand);
  gboolean missed = crf_scenario_happens (demo->scenario, "missed", demo->rand);
  int day = from + event->day + (late ? event->days_after + g_rand_int_range (demo->rand, 1, 5)
                                      : g_rand_int_range (demo->rand, -event->days_before, event->days_after + 1));

  if (day <= from || day >= end)
    return;
  if (missed)
    {
      if (from + event->day + event->days_after + 3 < end)
        crf_demo_plan (demo, from + event->day + event->days_after + 3, miss_visit, life, event);
    }
  else
    crf_demo_plan (demo, day, attend_visit, life, event);
}

static void
plan_unscheduled (CrfDemoLife *life,
                  int from,
                  int end)
{
  const GPtrArray *events = crf_study_get_events (life->demo->study);

  for (guint i = 0; i < events->len; i++)
    {
      const CrfEvent *event = g_ptr_array_index (events, i);
      int day = from + g_rand_int_range (life->demo->rand, 10, 80);

      if (event->type == CRF_EVENT_UNSCHEDULED && crf_scenario_happens (life->demo->scenario, "unscheduled", life->demo->rand) && day < end)
        crf_demo_plan (life->demo, day, come_unscheduled, life, event);
    }
}

/* All visits that are counted from @anchor ("infusion": the first or the last). */
static void
plan_visits (CrfDemoLife *life,
             const char *anchor,
             int from)
{
  const GPtrArray *events = crf_study_get_events (life->demo->study);
  gboolean lives_on = life->course.fate == CRF_FATE_COMPLETES || life->course.fate == CRF_FATE_TRANSPLANTED;
  int end = lives_on ? G_MAXINT : crf_demo_end_of (life);

  for (guint i = 0; i < events->len; i++)
    {
      const CrfEvent *event = g_ptr_array_index (events, i);

      if (event->type == CRF_EVENT_SCHEDULED && !event->repeating && event->anchor != NULL && g_strcmp0 (event->kind, "screening") != 0 &&
          g_strcmp0 (event->kind, "treatment") != 0 && g_str_has_suffix (event->anchor, anchor))
        plan_visit (life, event, from, end);
    }
}

static gboolean
be_infused (CrfDemo *demo,
            gpointer data,
            const CrfEvent *event,
            int day,
            GError **error)
{
  CrfDemoLife *life = data;
  gboolean first = life->infused == 0;
  int interval;

  if (life->over)
    return TRUE;
  if (first && life->own_cells && !crf_demo_receive_own (life, day - 1, error))
    return FALSE;
  if (!crf_demo_infuse (life, day, error))
    return FALSE;
  if (life->infused == 0)
    return TRUE;
  if (first)
    {
      crf_demo_plan_end (life, day);
      plan_visits (life, "infusion", day);
      plan_unscheduled (life, day, crf_demo_end_of (life));
      crf_demo_plan_events (life);
    }
  crf_demo_plan_reaction (life, day);
  interval = crf_demo_next_infusion (life);
  if (interval > 0 && day + interval < crf_demo_end_of (life))
    crf_demo_plan (demo, day + interval + g_rand_int_range (demo->rand, -2, 3), be_infused, life, NULL);
  return TRUE;
}

static gboolean
enter_named (CrfDemoLife *life,
             const CrfEvent *event,
             const char *name,
             const char *value,
             GError **error)
{
  const CrfItem *item = crf_study_find_item_by_name (life->demo->study, name);

  return item == NULL || value == NULL ||
         crf_demo_do (life->demo->nurse, "enter", life->subject, NULL, NULL, error, "event", event->oid, "item", item->oid, "value", value, NULL);
}

/* The weeks of culture end: a harvest, or too few cells. */
static gboolean
end_culture (CrfDemo *demo,
             gpointer data,
             const CrfEvent *event,
             int day,
             GError **error)
{
  CrfDemoLife *life = data;
  gboolean fails = life->course.expansion_fails;
  g_autofree char *date = crf_demo_date (day);
  const CrfItem *item = crf_study_find_item_by_name (demo->study, "CULFAIL");

  crf_demo_set_time (demo, day, 13 * 60);
  if (!enter_named (life, event, "CULFAIL", fails ? "Y" : "N", error) ||
      !enter_named (life, event, "CULFREAS", fails ? _("Fewer than 20 million cells after passage 3") : NULL, error) ||
      !enter_named (life, event, "CULHARV", fails ? NULL : date, error))
    return FALSE;
  for (guint i = 0; i < event->forms->len; i++)
    if (crf_form_find_group_of (g_ptr_array_index (event->forms, i), item) != NULL)
      return complete_form (life, event, g_ptr_array_index (event->forms, i), error);
  return TRUE;
}

/* Where a study grows the patient's own cells, the culture begins with the visit that takes them. */
static void
plan_culture (CrfDemoLife *life,
              int from)
{
  const CrfItem *item = crf_study_find_item_by_name (life->demo->study, "CULFAIL");
  const GPtrArray *events = crf_study_get_events (life->demo->study);

  for (guint i = 0; item != NULL && i < events->len; i++)
    for (guint j = 0; j < ((const CrfEvent *) g_ptr_array_index (events, i))->forms->len; j++)
      {
        const CrfEvent *event = g_ptr_array_index (events, i);

        if (crf_form_find_group_of (g_ptr_array_index (event->forms, j), item) != NULL)
          crf_demo_plan (life->demo, from + event->day + 14, end_culture, life, event);
      }
}

/* The expansion failed: no infusion, and the patient leaves at the visit after the culture. */
static gboolean
give_up (CrfDemo *demo,
         gpointer data,
         const CrfEvent *event,
         int day,
         GError **error)
{
  CrfDemoLife *life = data;
  g_autofree char *date = crf_demo_date (day);

  crf_demo_set_time (demo, day, 11 * 60);
  life->over = TRUE;
  return crf_demo_do (demo->investigator, "set-status", life->subject, NULL, NULL, error, "status", "withdrawn", "date", date, "reason",
                      _("The cells did not expand; nothing can be infused."), NULL);
}

static gboolean
be_allocated (CrfDemo *demo,
              gpointer data,
              const CrfEvent *event,
              int day,
              GError **error)
{
  CrfDemoLife *life = data;
  const CrfEvent *treatment = crf_study_find_event_by_kind (demo->study, "treatment");
  int wait = treatment != NULL && treatment->day > 0 ? treatment->day + g_rand_int_range (demo->rand, -4, 8) : g_rand_int_range (demo->rand, 1, 6);

  if (!allocate (life, day, error))
    return FALSE;
  if (life->allocated == 0)
    return TRUE;
  plan_visits (life, "randomisation", day);
  plan_culture (life, day);
  if (life->course.expansion_fails)
    {
      crf_demo_plan_events (life);
      crf_demo_plan (demo, day + wait, give_up, life, NULL);
    }
  else
    crf_demo_plan (demo, day + wait, be_infused, life, NULL);
  return TRUE;
}

static gboolean
be_screened (CrfDemo *demo,
             gpointer data,
             const CrfEvent *event,
             int day,
             GError **error)
{
  const CrfEvent *screening = crf_study_find_event_by_kind (demo->study, "screening");

  if (!register_patient (data, error) || (screening != NULL && !crf_demo_attend (data, screening, NULL, day, error)))
    return FALSE;
  crf_demo_plan (demo, day + g_rand_int_range (demo->rand, 2, 7), be_allocated, data, NULL);
  return TRUE;
}

static void
life_free (CrfDemoLife *life)
{
  g_free (life->subject);
  g_free (life->failure);
  g_free (life->lot);
  g_free (life);
}

void
crf_demo_plan_life (CrfDemo *demo,
                    int day,
                    gboolean failure,
                    CrfFate fate,
                    gboolean expansion_fails)
{
  CrfDemoLife *life = g_new0 (CrfDemoLife, 1);
  double severity = crf_scenario_number (demo->scenario, "severity"), female = crf_scenario_number (demo->scenario, "female");
  g_autofree char *autologous = crf_scenario_text (demo->scenario, "autologous");

  life->demo = demo;
  life->registered = day;
  crf_course_draw (&life->course, demo->rand, severity > 0 ? severity : 0.62, female > 0 ? female : 35);
  life->course.screen_failure = failure;
  life->course.fate = fate;
  life->course.expansion_fails = expansion_fails;
  life->own_cells = g_strcmp0 (autologous, "true") == 0;
  if (!failure && demo->tissues != NULL && demo->n_planned_lives < demo->tissues->len)
    life->tissue = g_ptr_array_index (demo->tissues, demo->n_planned_lives);
  demo->n_planned_lives += !failure;
  g_ptr_array_set_free_func (demo->lives, (GDestroyNotify) life_free);
  g_ptr_array_add (demo->lives, life);
  crf_demo_plan (demo, day, be_screened, life, NULL);
}
