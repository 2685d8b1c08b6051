/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The infusions of a synthetic patient: planned by one nurse, checked by another, started, recorded. */

#include "crf-blind.h"
#include "crf-demo-private.h"

#include "crf-value.h"

gboolean
crf_demo_needs_answer (const CrfFieldState *field)
{
  return field->required && field->shown && field->editable && !field->derived && crf_value_is_empty (field->value);
}

/* "No" where it is a code, else the first code; NULL: the item is not coded. */
const char *
crf_demo_required_code (const CrfFieldState *field)
{
  const CrfItem *item = field->item;

  if (item->code_list == NULL || item->code_list->codes->len == 0)
    return NULL;
  return crf_item_find_code (item, "N") != NULL ? "N" : ((const CrfCode *) g_ptr_array_index (item->code_list->codes, 0))->code;
}

/* The newest released lot that has not expired. */
static char *
choose_lot (CrfDemoLife *life)
{
  g_autoptr (GPtrArray) lots = crf_reader_lots (life->demo->nurse, NULL);
  char *chosen = NULL;

  for (guint i = 0; lots != NULL && i < lots->len; i++)
    {
      CrfLot *lot = g_ptr_array_index (lots, i);

      if (g_strcmp0 (lot->state, "released") == 0 && !lot->expired && chosen == NULL)
        chosen = g_strdup (lot->lot);
    }
  return chosen;
}

/* What the second person reads off scale, certificate and syringe: the same figures, from the record. */
static gboolean
check_dose (CrfDemoLife *life,
            GError **error)
{
  g_autoptr (GPtrArray) infusions = crf_reader_infusions (life->demo->nurse2, life->subject, error);
  CrfInfusionState *state = infusions != NULL && infusions->len > 0 ? g_ptr_array_index (infusions, infusions->len - 1) : NULL;
  g_autoptr (CrfFormState) form = state != NULL ? crf_reader_form (life->demo->nurse2, state->target, error) : NULL;
  static const char *const concepts[] = { "inf.weight", "inf.concentration", "inf.viability", "inf.volume" };
  const char *figures[G_N_ELEMENTS (concepts)] = { NULL };

  if (form == NULL)
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (concepts); i++)
    {
      const CrfItem *item = crf_study_find_item_by_concept (life->demo->study, concepts[i]);
      CrfFieldState *field = item != NULL ? crf_form_state_find (form, item->oid, NULL) : NULL;

      figures[i] = field != NULL ? field->value->canonical : NULL;
    }
  return crf_demo_do (life->demo->nurse2, "check-infusion", life->subject, NULL, NULL, error, "weight", figures[0], "concentration", figures[1],
                      "viability", figures[2], "volume", figures[3], "passphrase", life->demo->passphrase, NULL);
}

static char *
final_volume_of (CrfDemoLife *life)
{
  g_autoptr (GPtrArray) infusions = crf_reader_infusions (life->demo->nurse, life->subject, NULL);
  CrfInfusionState *state = infusions != NULL && infusions->len > 0 ? g_ptr_array_index (infusions, infusions->len - 1) : NULL;
  g_autoptr (CrfFormState) form = state != NULL ? crf_reader_form (life->demo->nurse, state->target, NULL) : NULL;
  const CrfItem *item = crf_study_find_item_by_concept (life->demo->study, "inf.final_volume");
  CrfFieldState *field = form != NULL && item != NULL ? crf_form_state_find (form, item->oid, NULL) : NULL;

  return g_strdup (field != NULL ? field->value->canonical : NULL);
}

/* The go/no-go questions of the day and what else the infusion form asks, then the form is complete. */
static gboolean
complete_infusion (CrfDemoLife *life,
                   GError **error)
{
  g_autoptr (GPtrArray) infusions = crf_reader_infusions (life->demo->nurse, life->subject, error);
  g_autoptr (CrfFormState) form = NULL;
  g_autoptr (CrfOutcome) outcome = NULL;
  CrfInfusionState *given = NULL;

  for (guint i = 0; infusions != NULL && i < infusions->len; i++)
    {
      CrfInfusionState *state = g_ptr_array_index (infusions, i);

      if (g_strcmp0 (state->state, "given") == 0)
        given = state;
    }
  form = given != NULL ? crf_reader_form (life->demo->nurse, given->target, error) : NULL;
  for (guint i = 0; form != NULL && i < form->sections->len; i++)
    {
      CrfSectionState *section = g_ptr_array_index (form->sections, i);

      for (guint j = 0; j < section->fields->len; j++)
        {
          CrfFieldState *field = g_ptr_array_index (section->fields, j);
          const char *code = crf_demo_required_code (field);

          if (crf_demo_needs_answer (field) &&
              !crf_demo_do (life->demo->nurse, "enter", life->subject, NULL, NULL, error, "event", given->target->event, "eventkey", given->target->eventkey,
                            "form", given->target->form, "item", field->item->oid, "value", code, "missing", code == NULL ? "ND" : NULL, NULL))
            return FALSE;
        }
    }
  if (form == NULL)
    return error == NULL || *error == NULL;
  outcome = crf_conduct_with (life->demo->nurse, "complete-form", life->subject, error, "event", given->target->event, "eventkey", given->target->eventkey,
                              "form", given->target->form, NULL);
  return outcome != NULL;
}

gboolean
crf_demo_infuse (CrfDemoLife *life,
        int day,
        GError **error)
{
  CrfDemo *demo = life->demo;
  g_autofree char *weight = g_strdup_printf ("%d.%d", (int) life->course.weight, g_rand_int_range (demo->rand, 0, 10));
  g_autofree char *weighed = crf_demo_datetime (day, 8 * 60);
  g_autofree char *start = crf_demo_datetime (day, 10 * 60 + 15);
  g_autofree char *stop = crf_demo_datetime (day, 11 * 60 + 5);
  g_autofree char *lot = NULL, *volume = NULL;

  if (crf_blind_is_ward_blinded (demo->study))
    return crf_demo_infuse_masked (life, day, error) && complete_infusion (life, error);
  crf_demo_set_time (demo, day, 9 * 60 + 30);
  lot = choose_lot (life);
  if (lot == NULL)
    return TRUE;
  if (!crf_demo_do (demo->nurse, "plan-infusion", life->subject, NULL, NULL, error, "weight", weight, "weight-date", weighed, "lot", lot,
                    "final-volume", "50", "duration", "50", NULL))
    return FALSE;
  crf_demo_set_time (demo, day, 9 * 60 + 45);
  if (!check_dose (life, error))
    return FALSE;
  crf_demo_set_time (demo, day, 10 * 60 + 16);
  if (!crf_demo_do (demo->nurse, "start-infusion", life->subject, NULL, NULL, error, "start", start, NULL))
    return FALSE;
  volume = final_volume_of (life);
  crf_demo_set_time (demo, day, 11 * 60 + 20);
  if (!crf_demo_do (demo->nurse, "give-infusion", life->subject, NULL, NULL, error, "stop", stop, "volume", volume, "outcome", "GIVEN", NULL))
    return FALSE;
  if (life->infused == 0)
    life->infused = day;
  return complete_infusion (life, error);
}

int
crf_demo_next_infusion (CrfDemoLife *life)
{
  g_autoptr (GPtrArray) infusions = crf_reader_infusions (life->demo->nurse, life->subject, NULL);
  CrfInfusionState *last = infusions != NULL && infusions->len > 0 ? g_ptr_array_index (infusions, infusions->len - 1) : NULL;
  const GPtrArray *arms = crf_study_get_arms (life->demo->study);
  int interval = 28;

  if (last == NULL || g_strcmp0 (last->state, "none") != 0)
    return 0;
  for (guint i = 0; i < arms->len; i++)
    {
      const CrfArm *arm = g_ptr_array_index (arms, i);

      if (arm->infusions > 1 && arm->interval_days > 0)
        interval = arm->interval_days;
    }
  return interval;
}
