/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What must be there before an infusion starts, and what its absence is called when it was started all the same. */

#pragma once

#include "crf-infusion-private.h"

G_BEGIN_DECLS

/* The question of crf_infusion_take_missing (). */
#define CRF_INFUSION_OUT_OF_ORDER "out-of-order"

/* @start is ISO. FALSE with the first thing that is missing. */
gboolean   crf_infusion_may_start (CrfSession *session, CrfSubjectRecord *subject, const CrfInfusion *infusion, const char *start, CrfRefusal **refusal);
/* All that was missing at @start with the lot @lot_number (NULL: none is known), as refusals (code, sentence), for deviations. */
GPtrArray *crf_infusion_list_missing (CrfSession *session, CrfSubjectRecord *subject, const CrfInfusion *infusion, const char *lot_number,
                                      const char *start);
/* How many infusions the protocol gives the patient, as far as the session may know it. */
int        crf_infusion_most_of (CrfSession *session, CrfSubjectRecord *subject);
/* Whether the patient is in the study on the day of @at (ISO): not dead, withdrawn, lost or done with it before. FALSE with @refusal. */
gboolean   crf_infusion_patient_is_there (CrfSubjectRecord *subject, const char *at, CrfRefusal **refusal);
/* Adds to @missing (CrfRefusal) what a step that was made at @at lacked: a patient who is still there, and an order. */
void       crf_infusion_list_unexpected (CrfUseCaseContext *context, const GPtrArray *steps, const char *at, GPtrArray *missing);
/* What happened out of its order is recorded all the same: asks for the reason for all of @missing (CrfRefusal) in one question, and once it is answered
 * opens a deviation for each. Where nothing is missing, and where an old record is transcribed, it is done. FALSE when it asks, or with @error. */
gboolean   crf_infusion_take_missing (CrfUseCaseContext *context, const GPtrArray *missing, GError **error);
/* The same for a step after the start at @at: whoever left the study is still watched, and only after her death nothing is done with her. */
gboolean   crf_infusion_take_death (CrfUseCaseContext *context, const char *at, GError **error);
/* Refuses a time in the future; TRUE when it is possible. */
gboolean   crf_infusion_check_time (CrfUseCaseContext *context, const char *iso);

G_END_DECLS
