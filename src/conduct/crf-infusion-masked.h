/* SPDX-License-Identifier: GPL-3.0-or-later */

/* An infusion in a study whose ward is blinded: the pharmacy plans and checks, sealed; the ward gets a preparation number, volume, rate and one
 * use-before time. Each step writes the same rows for every arm. */

#pragma once

#include "crf-infusion-private.h"

G_BEGIN_DECLS

/* The plan of a placebo: the protocol's volume, no cells. NULL with @refusal. */
CrfDosePlan *crf_infusion_plan_placebo (CrfStudy *study, double final_volume, double duration, CrfRefusal **refusal);
/* Whether the volume is the one that all preparations have. FALSE with @refusal. */
gboolean     crf_infusion_check_masked_volume (CrfStudy *study, double final_volume, CrfRefusal **refusal);
/* Gives out the next preparation number and stores it. */
gboolean     crf_infusion_number_preparation (CrfUseCaseContext *context, const CrfInfusion *infusion, GError **error);
/* After the second check: use-before time, and the product's movement, sealed. */
gboolean     crf_infusion_release_preparation (CrfUseCaseContext *context, const CrfInfusion *infusion, GError **error);
/* The number that the ward reads off the bag. FALSE when refused. */
gboolean     crf_infusion_match_preparation (CrfUseCaseContext *context, const CrfInfusion *infusion);
/* Adds what the ward misses at @start: release by the pharmacy, use-before time. */
void         crf_infusion_list_masked_missing (CrfSubjectRecord *subject, const CrfInfusion *infusion, gboolean released, const char *start,
                                               GPtrArray *missing);
/* The volume given against the one prepared: a deviation that tells nothing. */
gboolean     crf_infusion_judge_volume (CrfUseCaseContext *context, const CrfInfusion *infusion, double volume, GError **error);

G_END_DECLS
