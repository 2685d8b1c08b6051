/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One synthetic patient from registration to today: consent, screening, eligibility, allocation, infusion, visits, events. Everything goes through the use
 * cases; nothing here knows which study it is. */

#include "crf-demo-private.h"

#include "crf-partial-date.h"
#include "crf-trial-gates.h"
#include "crf-value.h"

#include <glib/gi18n-lib.h>
#include <math.h>

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
         crf_demo_do (demo->nurse, "consent", life->subject, NULL, NULL, error, "version", "1.0", "at", at, "by", "subject", "explained-by",
                      "investigator", "copy", "Y", NULL);
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
    return g_strdup (life->course.death_day > 0 && day >= life->infused + life->course.death_day ? "DEAD" : "ALIVE");
  if (g_str_equal (item->concept, "status.date"))
    return crf_demo_date (day);
  if (g_str_equal (item->concept, "status.transplanted"))
    return g_strdup ("N");
  return NULL;
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
          g_autofree char *text = routine_value (life, ref->item, day);
          const CrfItemUnit *unit = ref->item->units->len > 0 ? g_ptr_array_index (ref->item->units, 0) : NULL;

          if (text == NULL)
            text = crf_course_value (&life->course, life->demo->rand, ref->item, life->infused > 0 ? day - life->infused : 0);
          if (text == NULL)
            continue;
          /* Wards leave gaps. */
          if (!ref->mandatory && g_str_has_prefix (ref->item->concept, "lab.") && g_rand_double (life->demo->rand) < 0.03)
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

static gboolean
is_filled_kind (const CrfForm *form)
{
  static const char *const kinds[] = { "visit", "vital-status" };

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_strcmp0 (form->kind, kinds[i]) == 0)
      return TRUE;
  return FALSE;
}

/* All forms of one visit in one transaction, as an evening's transcription. */
static gboolean
attend (CrfDemoLife *life,
        const CrfEvent *event,
        int day,
        GError **error)
{
  g_autoptr (CrfBatch) batch = NULL;
  guint n_stored = 0;

  crf_demo_set_time (life->demo, day, 15 * 60 + g_rand_int_range (life->demo->rand, 0, 90));
  batch = crf_batch_begin (life->demo->nurse, error);
  if (batch == NULL)
    return FALSE;
  for (guint i = 0; i < event->forms->len; i++)
    {
      const CrfForm *form = g_ptr_array_index (event->forms, i);

      if (is_filled_kind (form) && !store_form (life, batch, event, form, day, &n_stored, error))
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

      if (!crf_demo_do (life->demo->nurse, "answer", life->subject, NULL, NULL, error, "criterion", criterion->oid, "part", part->oid, "answer",
                        fail && i == 0 ? "Y" : "N", NULL))
        return FALSE;
    }
  return crf_demo_do (life->demo->nurse, "answer", life->subject, NULL, NULL, error, "criterion", criterion->oid, "answer", answer, "reason",
                      state->computed != NULL && fail ? _("Judged by the investigator") : NULL, NULL);
}

static gboolean
answer_all (CrfDemoLife *life,
            GError **error)
{
  CrfEligibilityState *state = crf_reader_eligibility (life->demo->nurse, life->subject, error);
  gboolean done = TRUE;
  guint last_human = 0;

  if (state == NULL)
    return FALSE;
  for (guint i = 0; i < state->criteria->len; i++)
    {
      CrfCriterionState *criterion = g_ptr_array_index (state->criteria, i);

      if (criterion->criterion->answer == CRF_CRITERION_HUMAN && criterion->criterion->exclusion && criterion->criterion->parts->len == 0)
        last_human = i;
    }
  for (guint i = 0; i < state->criteria->len && done; i++)
    done = answer_criterion (life, g_ptr_array_index (state->criteria, i), life->course.screen_failure && i == last_human, error);
  crf_eligibility_state_free (state);
  return done;
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
  return batch != NULL && settle_form (life, batch, event, form, error) && crf_batch_commit (batch, error);
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
allocate (CrfDemoLife *life,
          int day,
          gboolean *allocated,
          GError **error)
{
  CrfDemo *demo = life->demo;
  CrfEligibilityState *state;

  *allocated = FALSE;
  crf_demo_set_time (demo, day, 10 * 60);
  if (!settle_eligibility (life, error) || !answer_all (life, error) || !complete_eligibility (life, error))
    return FALSE;
  state = crf_reader_eligibility (demo->investigator, life->subject, error);
  if (state == NULL)
    return FALSE;
  if (state->verdict == CRF_VERDICT_OPEN)
    {
      crf_eligibility_state_free (state);
      return TRUE;
    }
  *allocated = state->verdict == CRF_VERDICT_ELIGIBLE;
  crf_eligibility_state_free (state);
  if (!crf_demo_do (demo->investigator, "sign-eligibility", life->subject, NULL, NULL, error, "passphrase", demo->passphrase, NULL))
    return FALSE;
  return !*allocated || crf_demo_do (demo->nurse, crf_trial_randomises (demo->study) ? "randomise" : "enrol", life->subject, NULL, NULL, error, NULL);
}

/* Stores concept → text pairs on a new form of @kind; concepts the form does not have are passed over. */
static gboolean
record_event (CrfDemoLife *life,
              const char *kind,
              int day,
              const char *const pairs[][2],
              GError **error)
{
  CrfDemo *demo = life->demo;
  g_autoptr (CrfTarget) target = NULL;
  const CrfForm *form = crf_study_find_form_by_kind (demo->study, kind);
  g_autofree char *formkey = NULL;

  if (form == NULL)
    return TRUE;
  crf_demo_set_time (demo, MIN (day, demo->today), 17 * 60 + 30);
  target = crf_reader_target_for (demo->nurse, life->subject, kind, error);
  if (target == NULL)
    return FALSE;
  if (form->repeating && !crf_demo_do (demo->nurse, "add-form", life->subject, &formkey, "formkey", error, "event", target->event, "eventkey",
                                       target->eventkey, "form", target->form, NULL))
    return FALSE;
  for (guint i = 0; pairs[i][0] != NULL; i++)
    {
      const CrfItem *item = crf_study_find_item_by_concept (demo->study, pairs[i][0]);

      if (item == NULL || crf_form_find_group_of (form, item) == NULL || (item->code_list != NULL && crf_item_find_code (item, pairs[i][1]) == NULL))
        continue;
      if (!crf_demo_do (demo->nurse, "enter", life->subject, NULL, NULL, error, "event", target->event, "eventkey", target->eventkey, "form",
                        target->form, "formkey", formkey != NULL ? formkey : "1", "item", item->oid, "value", pairs[i][1], NULL))
        return FALSE;
    }
  return TRUE;
}

static gboolean
have_reaction (CrfDemo *demo,
               gpointer data,
               const CrfEvent *event,
               int day,
               GError **error)
{
  g_autofree char *start = crf_demo_date (day), *end = crf_demo_date (day + 1);
  const char *const fever[][2] = { { "ae.term", _("Fever") }, { "ae.start", start }, { "ae.ongoing", "N" }, { "ae.end", end },
                                   { "ae.grade", "1" }, { "ae.serious", "N" }, { NULL, NULL } };

  return record_event (data, "adverse-event", day + 1, fever, error);
}

static gboolean
decompensate (CrfDemo *demo,
              gpointer data,
              const CrfEvent *event,
              int day,
              GError **error)
{
  g_autofree char *date = crf_demo_date (day);
  const char *const ascites[][2] = { { "ce.kind", "ASCITES" }, { "ce.start", date }, { NULL, NULL } };

  return record_event (data, "decompensation", day, ascites, error);
}

static gboolean
die (CrfDemo *demo,
     gpointer data,
     const CrfEvent *event,
     int day,
     GError **error)
{
  CrfDemoLife *life = data;
  g_autofree char *date = crf_demo_date (day);
  const char *const death[][2] = { { "death.date", date }, { "death.cause", "LIVER" }, { NULL, NULL } };

  return record_event (life, "death", day, death, error) &&
         crf_demo_do (demo->nurse, "set-status", life->subject, NULL, NULL, error, "status", "died", "date", date, NULL);
}

static gboolean
attend_visit (CrfDemo *demo,
              gpointer data,
              const CrfEvent *event,
              int day,
              GError **error)
{
  return attend (data, event, day, error);
}

/* Most come within the window, one in twelve late, one in twenty not at all. */
static void
plan_visits (CrfDemoLife *life)
{
  CrfDemo *demo = life->demo;
  const GPtrArray *events = crf_study_get_events (demo->study);
  int end = life->course.death_day > 0 ? life->infused + life->course.death_day : G_MAXINT;

  for (guint i = 0; i < events->len; i++)
    {
      const CrfEvent *event = g_ptr_array_index (events, i);
      int day;

      if (event->type != CRF_EVENT_SCHEDULED || event->repeating || event->anchor == NULL || g_strcmp0 (event->kind, "screening") == 0 ||
          g_strcmp0 (event->kind, "treatment") == 0 || !g_str_has_suffix (event->anchor, "infusion"))
        continue;
      day = life->infused + event->day +
            (g_rand_double (demo->rand) < 0.08 ? event->days_after + g_rand_int_range (demo->rand, 1, 5)
                                               : g_rand_int_range (demo->rand, -event->days_before, event->days_after + 1));
      if (day < end && g_rand_double (demo->rand) >= 0.05)
        crf_demo_plan (demo, day, attend_visit, life, event);
    }
  /* The fever ends on the next day: it is recorded then. */
  if (life->course.reacts && life->infused < demo->today)
    crf_demo_plan (demo, life->infused, have_reaction, life, NULL);
  if (life->course.decompensates && life->infused + 20 < end)
    crf_demo_plan (demo, life->infused + 20, decompensate, life, NULL);
  if (life->course.death_day > 0)
    crf_demo_plan (demo, end, die, life, NULL);
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

  if (!crf_demo_infuse (life, day, error))
    return FALSE;
  if (life->infused == 0)
    return TRUE;
  if (first)
    plan_visits (life);
  interval = crf_demo_next_infusion (life);
  if (interval > 0 && (life->course.death_day == 0 || day + interval < life->infused + life->course.death_day))
    crf_demo_plan (demo, day + interval, be_infused, life, NULL);
  return TRUE;
}

static gboolean
be_allocated (CrfDemo *demo,
              gpointer data,
              const CrfEvent *event,
              int day,
              GError **error)
{
  gboolean allocated;

  if (!allocate (data, day, &allocated, error))
    return FALSE;
  if (allocated)
    crf_demo_plan (demo, day + g_rand_int_range (demo->rand, 1, 6), be_infused, data, NULL);
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

  if (!register_patient (data, error) || (screening != NULL && !attend (data, screening, day, error)))
    return FALSE;
  crf_demo_plan (demo, day + g_rand_int_range (demo->rand, 2, 7), be_allocated, data, NULL);
  return TRUE;
}

static void
life_free (CrfDemoLife *life)
{
  g_free (life->subject);
  g_free (life);
}

void
crf_demo_plan_life (CrfDemo *demo,
                    int day)
{
  CrfDemoLife *life = g_new0 (CrfDemoLife, 1);

  life->demo = demo;
  life->registered = day;
  crf_course_draw (&life->course, demo->rand);
  g_ptr_array_set_free_func (demo->lives, (GDestroyNotify) life_free);
  g_ptr_array_add (demo->lives, life);
  crf_demo_plan (demo, day, be_screened, life, NULL);
}
