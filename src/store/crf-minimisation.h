/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Minimisation: each patient gets, with a chance fixed beforehand, the arm that balances the levels of all factors best. Pocock SJ, Simon R:
 * Sequential treatment assignment with balancing for prognostic factors in the controlled clinical trial. Biometrics 1975; 31: 103–115. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  const char *const *arms; /* NULL-terminated OIDs */
  const int *ratios;       /* one for each arm */
  int n_factors;
  const double *weights;   /* one for each factor */
  double probability;      /* of the arm that balances best, where it is one of the smallest ratio */
  gboolean variance;       /* imbalance of a level: sample variance of its counts; else their range */
} CrfMinimisationPlan;

typedef struct
{
  char *stratum; /* levels of the factors, separated by "|" */
  int arm;       /* index into the plan's arms; −1: an arm that it does not know, not counted */
} CrfMinimised;

GArray *crf_minimised_new (void); /* of CrfMinimised, frees its texts */

/* The weighted imbalance there would be after the patient of @stratum got each arm: one number an arm. Counts are divided by the arm's ratio first. */
void    crf_minimisation_imbalance (const CrfMinimisationPlan *plan, const GArray *history, const char *stratum, double *imbalance);
/* The chance of each arm when @best is the arm that balances best. With unequal ratios as in Han B, Enas NH, McEntegart D: Randomization by
 * minimization for unbalanced treatment allocation. Stat Med 2009; 28: 3329–3346; with equal ones p and (1 − p) / (k − 1). */
void    crf_minimisation_chances (const CrfMinimisationPlan *plan, int best, double *chances);
/* The arm of the next patient. From @seed (32 bytes) and @ordinal (1 for the first patient) the same words come, so that anyone who holds the
 * seed can follow: a tie is decided by uniform (sum of the tied ratios), then word / 2^32 falls into the chances, laid down arm after arm. */
int     crf_minimisation_choose (const CrfMinimisationPlan *plan, const GArray *history, const char *stratum, const guchar *seed, guint32 ordinal);

G_END_DECLS
