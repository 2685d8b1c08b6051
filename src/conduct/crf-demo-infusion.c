/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The infusions of a synthetic patient: planned by one nurse, checked by another, started, recorded. */

#include "crf-blind.h"
#include "crf-demo-infusion-day.h"

#include "crf-infusion.h"
#include "crf-number.h"
#include "crf-value.h"

#include <glib/gi18n-lib.h>
#include <string.h>

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

const char *
crf_demo_product_of (const char *tissue)
{
  return g_strcmp0 (tissue, "cord-blood") == 0 ? "CB-MSC" : g_strcmp0 (tissue, "bone-marrow") == 0 ? "BM-MSC" : "UC-MSC";
}

/* The patient's own cells, else the newest released lot that has not expired. */
static char *
choose_lot (CrfDemoLife *life)
{
  return life->lot != NULL ? g_strdup (life->lot) : crf_demo_choose_lot (life->demo, life->tissue != NULL ? crf_demo_product_of (life->tissue) : NULL);
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

/* The cell source of the patient's own infusion; else what any required question is answered with. */
static const char *
source_of (CrfDemoLife *life,
           const CrfItem *item)
{
  const char *code = life->tissue == NULL                              ? NULL
                     : strcmp (life->tissue, "umbilical-cord") == 0 ? "UC"
                     : strcmp (life->tissue, "cord-blood") == 0     ? "CB"
                                                                    : "BM";

  return code != NULL && item->code_list != NULL && crf_item_find_code (item, code) != NULL ? code : NULL;
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

      if (g_strcmp0 (state->state, "given") == 0 || g_strcmp0 (state->state, "partly") == 0)
        given = state;
    }
  form = given != NULL ? crf_reader_form (life->demo->nurse, given->target, error) : NULL;
  for (guint i = 0; form != NULL && i < form->sections->len; i++)
    {
      CrfSectionState *section = g_ptr_array_index (form->sections, i);

      for (guint j = 0; j < section->fields->len; j++)
        {
          CrfFieldState *field = g_ptr_array_index (section->fields, j);
          g_autofree char *said = crf_scenario_value (life->demo->scenario, field->item, &life->course, life->infused, 0, life->demo->rand);
          const char *code = source_of (life, field->item);

          if (code == NULL)
            code = said != NULL ? said : crf_demo_required_code (field);

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
  return outcome != NULL && crf_demo_fill_infusion_visit (life, given->target, life->infused_last, error);
}

/* Own cells: one small bag, grown for this patient alone. */
gboolean
crf_demo_receive_own (CrfDemoLife *life,
                      int day,
                      GError **error)
{
  CrfDemo *demo = life->demo;
  g_autofree char *lot = g_strdup_printf ("BM-%04d", 100 + ++demo->n_lots);
  g_autofree char *received = crf_demo_datetime (day, 8 * 60 + 10), *expires = crf_demo_date (day + 2);
  g_autofree char *product = crf_scenario_text (demo->scenario, "product"), *tissue = crf_scenario_text (demo->scenario, "tissue");
  /* One long ago, and the newest, turn out not to be sterile. */
  gboolean positive = life->last || demo->n_lots == 3;
  g_autofree char *viability = g_strdup_printf ("%d.%d", g_rand_int_range (demo->rand, 86, 96), g_rand_int_range (demo->rand, 0, 10));

  crf_demo_set_time (demo, day, 8 * 60 + 15);
  if (!crf_demo_do (demo->laboratory, "receive-lot", NULL, NULL, NULL, error, "lot", lot, "product", product, "tissue", tissue, "donor",
                    _("The patient's own"), "passage", "P3", "concentration", "10", "basis", "total", "viability", viability, "bag-volume", "20",
                    "bags", "1", "received", received, "expires", expires, "storage", "4 °C", "patient",
                    life->subject, NULL) ||
      !crf_demo_do (demo->laboratory, "release-lot", NULL, NULL, NULL, error, "lot", lot, "endotoxin", "0.25", "sterility", "PEND", "mycoplasma",
                    "NEG", "identity", "OK", NULL))
    return FALSE;
  crf_demo_plan_expiry (demo, lot, day + 2);
  crf_demo_plan_result (demo, lot, positive, life->last ? MAX (day + 5, demo->today) : day + 14);
  life->lot = g_steal_pointer (&lot);
  return TRUE;
}

/* What was drawn for the definition's dose, mL; NULL: it cannot be told. */
static char *
cells_for (CrfDemoLife *life,
           const char *weight,
           const char *number,
           gboolean partly)
{
  const GPtrArray *arms = crf_study_get_arms (life->demo->study);
  g_autoptr (CrfLotRecord) lot = crf_records_find_lot (crf_session_get_file (life->demo->nurse), number, NULL);
  g_autoptr (CrfDosePlan) plan = NULL;
  g_autoptr (CrfRefusal) refusal = NULL;
  char volume[CRF_DECIMAL_SIZE];
  CrfDoseInputs inputs;

  if (arms->len == 0 || lot == NULL)
    return NULL;
  crf_dose_inputs_from (life->demo->study, g_ptr_array_index (arms, 0), lot, &inputs);
  if (!crf_number_parse_plain (weight, &inputs.weight, NULL))
    return NULL;
  plan = crf_dose_plan (&inputs, &refusal);
  return plan != NULL ? g_strdup (crf_decimal_format_places (plan->volume * (partly ? 0.6 : 1), 1, volume)) : NULL;
}

/* Some infusions stop before the bag is empty. */
static gboolean
record_given (CrfDemoLife *life,
              int day,
              const char *const *more,
              GError **error)
{
  CrfDemo *demo = life->demo;
  gboolean partly = crf_scenario_happens (demo->scenario, "partly", demo->rand);
  g_autofree char *stop = crf_demo_datetime (day, partly ? 10 * 60 + 45 : 11 * 60 + 5);
  g_autofree char *volume = final_volume_of (life), *reason = NULL, *part = NULL, *cells = NULL;

  if (partly)
    {
      reason = crf_scenario_reason (demo->scenario, "partly", demo->rand);
      part = g_strdup_printf ("%d", (int) (0.6 * g_ascii_strtod (volume != NULL ? volume : "50", NULL)));
    }
  /* Of what nobody planned here, the sheet says how much of it were cells. */
  if (more[2] != NULL)
    cells = cells_for (life, more[3], more[5], partly);
  return crf_demo_do (demo->nurse, "give-infusion", life->subject, NULL, NULL, error, "stop", stop, "volume",
                      part != NULL ? part : volume != NULL ? volume : "50", "outcome", partly ? "PARTLY" : "GIVEN", "reason", reason, "cell-volume", cells,
                      more[0], more[1], more[2], more[3], more[4], more[5], NULL);
}

/* What was given years ago: nobody plans or checks it any more. */
static gboolean
transcribe (CrfDemoLife *life,
            int day,
            const char *weight,
            const char *lot,
            GError **error)
{
  g_autofree char *start = crf_demo_datetime (day, 10 * 60 + 15);
  const char *more[] = { "start", start, "weight", weight, "lot", lot };

  crf_demo_set_time (life->demo, day, 15 * 60);
  return record_given (life, day, more, error);
}

static gboolean
infuse_today (CrfDemoLife *life,
              int day,
              const char *weight,
              const char *lot,
              GError **error)
{
  CrfDemo *demo = life->demo;
  g_autofree char *weighed = crf_demo_datetime (day, 8 * 60), *start = crf_demo_datetime (day, 10 * 60 + 15);
  g_autofree char *ordered = crf_demo_datetime (day, 9 * 60 + 25), *bedside = crf_demo_datetime (day, 10 * 60 + 8);
  const char *more[] = { NULL, NULL, NULL, NULL, NULL, NULL };

  if (!crf_demo_order (life, weight, ordered, error))
    return FALSE;
  if (!crf_demo_do (demo->nurse, "plan-infusion", life->subject, NULL, NULL, error, "weight", weight, "weight-date", weighed, "lot", lot,
                    "final-volume", "50", "duration", "50", NULL))
    return FALSE;
  crf_demo_set_time (demo, day, 9 * 60 + 45);
  if (!check_dose (life, error))
    return FALSE;
  crf_demo_set_time (demo, day, 10 * 60 + 10);
  if (!crf_demo_to_bedside (life, bedside, error))
    return FALSE;
  crf_demo_set_time (demo, day, 10 * 60 + 16);
  if (!crf_demo_do (demo->nurse, "start-infusion", life->subject, NULL, NULL, error, "start", start, "ward-clock", "10:16", NULL))
    return FALSE;
  if (!crf_demo_interrupt (life, day, error))
    return FALSE;
  crf_demo_set_time (demo, day, 11 * 60 + 20);
  return record_given (life, day, more, error);
}

gboolean
crf_demo_infuse (CrfDemoLife *life,
                 int day,
                 GError **error)
{
  CrfDemo *demo = life->demo;
  g_autofree char *weight = crf_demo_number (crf_course_weight (&life->course, demo->rand, life->infused > 0 ? day - life->infused : 0), 1);
  g_autofree char *lot = NULL;

  if (crf_blind_is_ward_blinded (demo->study))
    return crf_demo_infuse_masked (life, day, error) && complete_infusion (life, error);
  crf_demo_set_time (demo, day, 9 * 60 + 30);
  lot = choose_lot (life);
  if (lot == NULL)
    return TRUE;
  if (!(crf_study_is_transcription (demo->study) ? transcribe (life, day, weight, lot, error) : infuse_today (life, day, weight, lot, error)))
    return FALSE;
  if (life->infused == 0)
    life->infused = day;
  life->infused_last = day;
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
