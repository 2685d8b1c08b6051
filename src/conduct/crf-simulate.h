/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a design does over many simulated subjects: balance while they come in, and how often the next arm can be guessed. Nothing is stored and no
 * real list is looked at. Levels of strata come up evenly. The guesser knows all earlier arms and names the one that is most behind its ratio
 * (convergence strategy: Blackwell D, Hodges JL: Design for the control of selection bias. Ann Math Stat 1957; 28: 449–460), among the earlier
 * patients of the same stratum for lists, and over the levels of the patient for minimisation. */

#pragma once

#include "crf-session.h"

G_BEGIN_DECLS

typedef struct
{
  const CrfArm *arm;
  int allocated;
  double expected;      /* by the ratio */
  double worst;         /* largest distance from the ratio at any time, in subjects */
  double worst_level;   /* the same within one stratum (lists) or one level of a factor (minimisation) */
} CrfSimulatedArm;

typedef struct
{
  GArray *arms;         /* CrfSimulatedArm */
  int subjects;
  int strata;           /* 1: none */
  gboolean minimised;
  double guessed;       /* share of right guesses by naming the arm that is most behind its ratio */
  double chance;        /* share by always naming the largest arm */
} CrfSimulation;

/* Draws @subjects from lists made as "generate-allocation" makes them, with fresh seeds. NULL with @refusal for designs without such lists. */
CrfSimulation *crf_simulate_allocation (CrfStudy *study, int subjects, CrfRefusal **refusal, GError **error);
void           crf_simulation_free (CrfSimulation *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrfSimulation, crf_simulation_free)

G_END_DECLS
