/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One infusion: where it lives in the definition, how it stands, and its arithmetic. What the calculator shows while typing, what the plan
 * stores and what the second person is compared with come from the same function. */

#pragma once

#include "crf-records.h"
#include "crf-refusal.h"
#include "crf-score.h"
#include "crf-session.h"

G_BEGIN_DECLS

/* The nth infusion (1 …) of the protocol: events that carry a form of kind "infusion", in order; one that repeats serves all
 * further ones. */
typedef struct
{
  int ordinal;
  const CrfEvent *event;
  const CrfForm *form;
} CrfInfusionPlace;

/* FALSE if the protocol has no such infusion. */
gboolean crf_infusion_find_place (CrfStudy *study, int ordinal, CrfInfusionPlace *place);
/* How many infusions the arm gets (NULL arm: as many as the protocol has places). */
int      crf_infusion_count (CrfStudy *study, const CrfArm *arm);

/* The most infusions that any arm gets. */
int      crf_infusion_most (CrfStudy *study);

typedef enum
{
  CRF_INFUSION_NONE,
  CRF_INFUSION_PLANNED,
  CRF_INFUSION_CHECKED,
  CRF_INFUSION_STARTED,
  CRF_INFUSION_GIVEN,
  CRF_INFUSION_PARTLY,
  CRF_INFUSION_POSTPONED,
  CRF_INFUSION_CANCELLED,
} CrfInfusionStage;

/* Given, partly given or cancelled. A postponed one waits for another product. */
gboolean    crf_infusion_is_over (CrfInfusionStage stage);
const char *crf_infusion_stage_get_name (CrfInfusionStage stage);
const char *crf_infusion_stage_get_label (CrfInfusionStage stage); /* translated */

/* What stands on the form of one infusion. Texts are canonical values or NULL. */
typedef struct
{
  CrfInfusionPlace place;
  char *eventkey;   /* NULL: a repeating event of which this instance does not exist yet */
  CrfInfusionStage stage;
  char *planner;    /* login who stored the planned volume */
  char *plan_entry; /* "ws:seq" of the planned volume; NULL: not planned */
  GHashTable *values; /* concept → canonical */
  GHashTable *entries; /* concept → "ws:seq", and of what is sealed the hash of its box */
  GHashTable *planners; /* logins of who stored what stands on the label */
  gboolean checked;    /* the second check of the dose holds, as it stands */
} CrfInfusion;

/* What the session may read: sealed figures are opened for who may know the arm, and the given dose is computed for them where the ward recorded
 * a volume only. */
CrfInfusion *crf_infusion_read_for (CrfSession *session, const char *subject, int ordinal, GError **error);
/* The same without any key. */
CrfInfusion *crf_infusion_read (CrfStudyFile *file, CrfStudy *study, const char *subject, int ordinal, GError **error);
void         crf_infusion_free (CrfInfusion *infusion);
/* The infusion on whose form @form lies (subject, event, eventkey); NULL: there is none. */
CrfInfusion *crf_infusion_read_at (CrfSession *session, const CrfTarget *form);
const char  *crf_infusion_get (const CrfInfusion *infusion, const char *concept);
/* The entry in force, "-" where there is none. */
const char  *crf_infusion_get_entry (const CrfInfusion *infusion, const char *concept);
gboolean     crf_infusion_was_planned_by (const CrfInfusion *infusion, const char *login);
double       crf_infusion_get_number (const CrfInfusion *infusion, const char *concept); /* NAN: not entered */
/* Down to formkey. Free it. */
CrfTarget   *crf_infusion_target (const CrfInfusion *infusion, const char *subject);

/* Figures in kg, 10⁶ cells, mL, minutes. NAN: not entered. */
typedef struct
{
  double weight;
  double dose;              /* 10⁶/kg, or 10⁶ when fixed */
  gboolean fixed;
  double cap;
  gboolean dose_viable;     /* the protocol counts viable cells */
  double concentration;
  gboolean concentration_viable; /* the certificate's concentration counts viable cells already */
  double viability;
  double bag_volume;
  double final_volume;
  double duration;
  double drops_per_ml;
  double dmso;              /* % by volume of the product */
  double endotoxin;         /* EU/mL */
} CrfDoseInputs;

typedef struct
{
  double target;   /* 10⁶ cells */
  double volume;   /* mL to draw, rounded to 0.1 */
  int bags;
  double final_volume;
  double rate;     /* mL/h; NAN without a duration */
  GPtrArray *steps; /* char *: the arithmetic in words */
} CrfDosePlan;

/* Fills @inputs from rule, arm and lot. */
void         crf_dose_inputs_from (CrfStudy *study, const CrfArm *arm, const CrfLotRecord *lot, CrfDoseInputs *inputs);
/* 10⁶ cells a kilogram that were to be given: of a fixed dose the target over the weight, unrounded; NAN: not planned. */
double          crf_infusion_planned_per_kg (const CrfArm *arm, const CrfInfusion *infusion);
/* 10⁶/kg in @volume mL of the preparation. Free the result. */
CrfScoreResult *crf_infusion_dose_of_volume (CrfStudy *study, const CrfInfusion *infusion, const CrfLotRecord *lot, double volume, double weight);
/* NULL with @refusal (which names the figure that stops it) when it cannot be computed. */
CrfDosePlan *crf_dose_plan (const CrfDoseInputs *inputs, CrfRefusal **refusal);
void         crf_dose_plan_free (CrfDosePlan *plan);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrfInfusion, crf_infusion_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrfDosePlan, crf_dose_plan_free)

G_END_DECLS
