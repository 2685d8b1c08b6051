/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The infusions of a synthetic patient where the ward is blinded: the pharmacist prepares cells or placebo, a second one checks, the nurse gives
 * what hangs under its preparation number. */

#include "crf-demo-infusion-day.h"

#include "crf-value.h"

typedef struct
{
  gboolean placebo;
  char *lot;                      /* or batch of the placebo */
  char *concentration, *viability; /* of the lot */
  char *volume;                   /* to draw, as planned */
  char *number;                   /* of the preparation */
} Preparation;

static void
preparation_clear (Preparation *self)
{
  g_free (self->lot);
  g_free (self->concentration);
  g_free (self->viability);
  g_free (self->volume);
  g_free (self->number);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Preparation, preparation_clear)

static const CrfInfusionState *
next_of (GPtrArray *infusions)
{
  return infusions != NULL && infusions->len > 0 ? g_ptr_array_index (infusions, infusions->len - 1) : NULL;
}

static char *
figure (CrfFormState *form,
        CrfStudy *study,
        const char *concept)
{
  const CrfItem *item = crf_study_find_item_by_concept (study, concept);
  const CrfFieldState *field = form != NULL && item != NULL ? crf_form_state_find (form, item->oid, NULL) : NULL;

  return field != NULL ? g_strdup (field->value->canonical) : NULL;
}

/* What the second person reads off scale, certificate and syringe: the same figures, from the record. */
static gboolean
read_figures (CrfDemoLife *life,
              Preparation *preparation,
              GError **error)
{
  g_autoptr (GPtrArray) infusions = crf_reader_infusions (life->demo->pharmacist2, life->subject, error);
  const CrfInfusionState *state = next_of (infusions);
  g_autoptr (CrfFormState) form = state != NULL ? crf_reader_form (life->demo->pharmacist2, state->target, error) : NULL;

  if (form == NULL)
    return FALSE;
  preparation->concentration = figure (form, life->demo->study, "inf.concentration");
  preparation->viability = figure (form, life->demo->study, "inf.viability");
  preparation->volume = figure (form, life->demo->study, "inf.volume");
  preparation->number = figure (form, life->demo->study, "inf.preparation");
  return TRUE;
}

static gboolean
prepare (CrfDemoLife *life,
         int day,
         const char *weight,
         Preparation *preparation,
         GError **error)
{
  CrfDemo *demo = life->demo;
  g_autofree char *weighed = crf_demo_datetime (day, 8 * 60);

  if (!crf_demo_do (demo->pharmacist, "plan-infusion", life->subject, NULL, NULL, error, "weight", weight, "weight-date", weighed, "lot",
                    preparation->lot, "duration", "50", NULL))
    return FALSE;
  crf_demo_set_time (demo, day, 9 * 60 + 45);
  return read_figures (life, preparation, error) &&
         crf_demo_do (demo->pharmacist2, "check-infusion", life->subject, NULL, NULL, error, "weight", weight, "concentration",
                      preparation->concentration, "viability", preparation->viability, "volume", preparation->volume, "lot", preparation->lot,
                      "passphrase", demo->passphrase, NULL);
}

static gboolean
give (CrfDemoLife *life,
      int day,
      const Preparation *preparation,
      GError **error)
{
  CrfDemo *demo = life->demo;
  g_autofree char *start = crf_demo_datetime (day, 10 * 60 + 15);
  gboolean partly = crf_scenario_happens (demo->scenario, "partly", demo->rand);
  g_autofree char *stop = crf_demo_datetime (day, partly ? 10 * 60 + 48 : 11 * 60 + 5), *reason = NULL;
  g_autofree char *bedside = crf_demo_datetime (day, 10 * 60 + 8);

  crf_demo_set_time (demo, day, 10 * 60 + 10);
  if (!crf_demo_to_bedside (life, bedside, error))
    return FALSE;
  crf_demo_set_time (demo, day, 10 * 60 + 16);
  if (!crf_demo_do (demo->nurse, "start-infusion", life->subject, NULL, NULL, error, "start", start, "preparation", preparation->number, "ward-clock",
                    "10:16", NULL))
    return FALSE;
  if (!crf_demo_interrupt (life, day, error))
    return FALSE;
  crf_demo_set_time (demo, day, 11 * 60 + 20);
  if (partly)
    reason = crf_scenario_reason (demo->scenario, "partly", demo->rand);
  return crf_demo_do (demo->nurse, "give-infusion", life->subject, NULL, NULL, error, "stop", stop, "volume", partly ? "30" : "50", "outcome",
                      partly ? "PARTLY" : "GIVEN", "reason", reason, NULL);
}

gboolean
crf_demo_infuse_masked (CrfDemoLife *life,
                        int day,
                        GError **error)
{
  CrfDemo *demo = life->demo;
  g_autofree char *weight = crf_demo_number (crf_course_weight (&life->course, demo->rand, life->infused > 0 ? day - life->infused : 0), 1);
  g_autofree char *ordered = crf_demo_datetime (day, 9 * 60 + 25);
  g_autoptr (GPtrArray) infusions = NULL;
  g_auto (Preparation) preparation = { 0 };
  const CrfInfusionState *next;

  crf_demo_set_time (demo, day, 9 * 60 + 30);
  infusions = crf_reader_infusions (demo->pharmacist, life->subject, error);
  next = next_of (infusions);
  if (next == NULL)
    return infusions != NULL;
  preparation.placebo = next->placebo;
  preparation.lot = preparation.placebo ? g_strdup ("NS-2608") : crf_demo_choose_lot (demo, NULL);
  if (preparation.lot == NULL)
    return TRUE;
  if (!crf_demo_order (life, weight, ordered, error) || !prepare (life, day, weight, &preparation, error) || !give (life, day, &preparation, error))
    return FALSE;
  if (life->infused == 0)
    life->infused = day;
  life->infused_last = day;
  return TRUE;
}
