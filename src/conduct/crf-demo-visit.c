/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The visits of a synthetic patient: what is asked is filled from the course of the disease and the scenario; some come late, some not at all, some out of
 * turn. Everything goes through the use cases. */

#include "crf-demo-private.h"

#include "crf-partial-date.h"
#include "crf-place.h"
#include "crf-trial-gates.h"
#include "crf-value.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

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
  /* Fasting, before the round; on the day of screening once consent was given. */
  if (g_str_equal (item->concept, "sample.taken_at"))
    return crf_demo_datetime (day, day == life->registered ? 10 * 60 + 10 : 7 * 60 + 40);
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
  return crf_scenario_value (life->demo->scenario, item, &life->course, day, life->infused > 0 ? day - life->infused : 0, life->demo->rand);
}

/* The same item may stand on two forms of an event (the time of a sample): the form goes with the name. */
gboolean
crf_demo_store (CrfDemoLife *life,
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

          if (text == NULL && !crf_scenario_overrules (life->demo->scenario, ref->item))
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
          if (!crf_demo_store (life, batch, event, form, ref->item, text, unit != NULL ? unit->unit->oid : NULL, error))
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
  return crf_demo_store (life, batch, event, form, field->item, crf_demo_required_code (field), NULL, error);
}

gboolean
crf_demo_settle_form (CrfDemoLife *life,
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

      /* The empty row under a repeating section is no row. */
      for (guint j = 0; section->groupkey != NULL && j < section->fields->len; j++)
        if (!settle_field (life, batch, event, form, g_ptr_array_index (section->fields, j), error))
          return FALSE;
    }
  return state != NULL;
}

/* Nurses complete what is complete; what is refused stays open for the work list. */
gboolean
crf_demo_complete_form (CrfDemoLife *life,
               const CrfEvent *event,
               const CrfForm *form,
               GError **error)
{
  g_autoptr (CrfOutcome) outcome = crf_conduct_with (life->demo->nurse, "complete-form", life->subject, error, "event", event->oid, "form", form->oid, NULL);

  return outcome != NULL;
}

/* A culture goes on for weeks after the visit that begins it. */
static gboolean
ends_later (const CrfForm *form)
{
  for (guint i = 0; i < form->groups->len; i++)
    {
      const CrfItemGroup *group = g_ptr_array_index (form->groups, i);

      for (guint j = 0; j < group->items->len; j++)
        if (strcmp (((const CrfItemRef *) g_ptr_array_index (group->items, j))->item->name, "CULFAIL") == 0)
          return TRUE;
    }
  return FALSE;
}

/* Required forms, but the eligibility form: its answers come when the data are there. */
static gboolean
is_completed (const CrfEvent *event,
              const CrfForm *form)
{
  return g_strcmp0 (form->kind, "eligibility") != 0 && !ends_later (form) && g_ptr_array_find ((GPtrArray *) event->required_forms, form, NULL);
}

static gboolean
complete_visit (CrfDemoLife *life,
                const CrfEvent *event,
                guint64 filled,
                int day,
                GError **error)
{
  for (guint i = 0; i < event->forms->len; i++)
    {
      const CrfForm *form = g_ptr_array_index (event->forms, i);

      if (((filled >> i & 1) != 0 || is_completed (event, form)) && !crf_demo_complete (life, event->oid, NULL, form->oid, NULL, day, error))
        return FALSE;
      /* The investigator signs what was found at the visit. */
      if (g_strcmp0 (form->kind, "visit") == 0 && crf_scenario_happens (life->demo->scenario, "signed", life->demo->rand))
        crf_demo_plan_signature (life, event->oid, NULL, form->oid, NULL, day + g_rand_int_range (life->demo->rand, 3, 20));
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

  if (ends_later (form))
    return FALSE;
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
  guint64 filled = 0;
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

      if (!is_filled (life, event, form))
        continue;
      if (!store_form (life, batch, event, form, day, &n_stored, error))
        return FALSE;
      if (!form->repeating && i < 64)
        filled |= (guint64) 1 << i;
    }
  if (n_stored == 0)
    return TRUE;
  for (guint i = 0; i < event->forms->len; i++)
    {
      const CrfForm *form = g_ptr_array_index (event->forms, i);

      if (((filled >> i & 1) != 0 || is_completed (event, form)) && !crf_demo_settle_form (life, batch, event, form, error))
        return FALSE;
    }
  if (!crf_batch_derive (batch, life->subject, event->oid, NULL, error) || !crf_batch_commit (batch, error))
    return FALSE;
  g_clear_pointer (&batch, crf_batch_free);
  return complete_visit (life, event, filled, day, error);
}

static char *
value_on (CrfDemoLife *life,
          const CrfItem *item,
          int day)
{
  char *text = routine_value (life, item, day);

  if (text == NULL && !crf_scenario_overrules (life->demo->scenario, item))
    text = crf_course_value (&life->course, life->demo->rand, item, life->infused > 0 ? day - life->infused : 0);
  return text != NULL ? text : story_value (life, item, day);
}

static gboolean
fill_by_hand (CrfDemoLife *life,
              const CrfTarget *target,
              int day,
              GError **error)
{
  g_autoptr (CrfFormState) state = crf_reader_form (life->demo->nurse, target, error);

  for (guint i = 0; state != NULL && i < state->sections->len; i++)
    {
      const CrfSectionState *section = g_ptr_array_index (state->sections, i);

      for (guint j = 0; section->groupkey != NULL && j < section->fields->len; j++)
        {
          const CrfFieldState *field = g_ptr_array_index (section->fields, j);
          g_autofree char *text = field->shown && field->editable && !field->derived ? value_on (life, field->item, day) : NULL;
          const CrfItemUnit *unit = field->item->units->len > 0 ? g_ptr_array_index (field->item->units, 0) : NULL;

          if (text != NULL && !crf_demo_do (life->demo->nurse, "enter", life->subject, NULL, NULL, error, "event", target->event, "eventkey", target->eventkey,
                                            "form", target->form, "item", field->item->oid, "value", text, "unit", unit != NULL ? unit->unit->oid : NULL,
                                            NULL))
            return FALSE;
        }
    }
  return state != NULL && crf_demo_settle_by_hand (life, target, error) &&
         crf_demo_complete (life, target->event, target->eventkey, target->form, NULL, day, error);
}

/* What the visit of an infusion requires beside the infusion itself: tests, the catheter. */
gboolean
crf_demo_fill_infusion_visit (CrfDemoLife *life,
                              const CrfTarget *infusion,
                              int day,
                              GError **error)
{
  static const char *const own[] = { "infusion", "monitoring", NULL };
  const CrfEvent *event = crf_study_find_event (life->demo->study, infusion->event);

  crf_demo_set_time (life->demo, day, 15 * 60 + 40);
  for (guint i = 0; i < event->required_forms->len; i++)
    {
      const CrfForm *form = g_ptr_array_index (event->required_forms, i);
      const CrfTarget target = { .subject = life->subject, .event = infusion->event, .eventkey = infusion->eventkey, .form = (char *) form->oid,
                                 .formkey = (char *) "1" };

      if ((form->kind == NULL || !g_strv_contains (own, form->kind)) && !fill_by_hand (life, &target, day, error))
        return FALSE;
    }
  return TRUE;
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
  if (life->own_cells && crf_demo_takes_marrow (event))
    crf_demo_plan_culture (life, event, day);
  if (!crf_demo_consent (life, day, 14 * 60 + 10, error))
    return FALSE;
  if (g_ptr_array_find ((GPtrArray *) event->forms, crf_study_find_form_by_kind (demo->study, "visit"), NULL))
    life->seen = event;
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

static gboolean
settle_unscheduled (CrfDemoLife *life,
                    const CrfEvent *event,
                    const char *eventkey,
                    const CrfForm *form,
                    int day,
                    GError **error)
{
  const CrfTarget target = { .subject = life->subject, .event = (char *) event->oid, .eventkey = (char *) eventkey, .form = (char *) form->oid,
                             .formkey = (char *) "1" };

  return crf_demo_settle_by_hand (life, &target, error) && crf_demo_complete (life, event->oid, eventkey, form->oid, NULL, day, error);
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
  return eventkey == NULL || settle_unscheduled (life, event, eventkey, form, day, error);
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
  /* Without marrow there is nothing to go on with. */
  gboolean missed = crf_scenario_happens (demo->scenario, "missed", demo->rand) && !(life->own_cells && crf_demo_takes_marrow (event));
  int day = from + event->day + (late ? event->days_after + g_rand_int_range (demo->rand, 1, 5)
                                      : g_rand_int_range (demo->rand, -event->days_before, event->days_after + 1));

  if (life->own_cells && crf_demo_takes_marrow (event))
    day = MAX (day, from + 1);
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

void
crf_demo_plan_unscheduled (CrfDemoLife *life,
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
void
crf_demo_plan_visits (CrfDemoLife *life,
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
