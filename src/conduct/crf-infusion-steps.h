/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The steps of an infusion day: which there are, in which order, whose they are, and writing one down. A step is an entry of the journal with the
 * time at which it happened; it names the preparation by its number, never by the lot. */

#pragma once

#include "crf-infusion-private.h"
#include "crf-records-infusion.h"

G_BEGIN_DECLS

#define CRF_STEP_ORDER "order"
#define CRF_STEP_GO "go"
#define CRF_STEP_PREPARE "prepare"
#define CRF_STEP_RELEASE "release"
#define CRF_STEP_DISPATCH "dispatch"
#define CRF_STEP_RECEIVE "receive"
#define CRF_STEP_IDENTITY "identity"
#define CRF_STEP_PREMEDICATE "premedicate"
#define CRF_STEP_START "start"
#define CRF_STEP_RATE "rate"
#define CRF_STEP_PAUSE "pause"
#define CRF_STEP_RESUME "resume"
#define CRF_STEP_STOP "stop"
#define CRF_STEP_FLUSH "flush"
#define CRF_STEP_CONTAINER "container"
#define CRF_STEP_CLOSE "close"
#define CRF_STEP_OVERRIDE "override"
#define CRF_STEP_REACTION "reaction"
#define CRF_STEP_HANDOVER "handover"
#define CRF_STEP_AGAIN "again" /* postponed, and begun anew with another product */

/* Later than this after it happened, a step is marked as entered late. */
#define CRF_STEP_LATE_MINUTES 15

/* The steps of one infusion as they are stored, since it was begun or begun anew; an empty array where its event is not there yet. */
GPtrArray           *crf_infusion_steps_read (CrfStudyFile *file, const char *subject, const CrfInfusion *infusion, GError **error);
/* The newest step of @kind, or NULL. */
const CrfStepRecord *crf_infusion_steps_last (const GPtrArray *steps, const char *kind);
/* The newest of @kind that was stored after the newest of @after: a check of what was ordered anew does not count. */
const CrfStepRecord *crf_infusion_steps_last_after (const GPtrArray *steps, const char *kind, const char *after);
/* Minutes between the time that it happened and its storing, 0 where it was stored at once. */
int                  crf_step_minutes_late (const CrfStepRecord *step, int offset_minutes);

/* Appends a step; members of the detail follow as name, value, …, NULL. */
gboolean crf_infusion_step_add (CrfUseCaseContext *context, const CrfInfusion *infusion, const char *kind, const char *at, GError **error,
                                ...) G_GNUC_NULL_TERMINATED;
/* The infusion of the context and the argument "at", which must not lie in the future. FALSE with a refusal or @error. */
gboolean crf_infusion_step_begin (CrfUseCaseContext *context, CrfInfusion **infusion, char **at, GError **error);
/* The same for what comes after the start: without an argument "infusion" it is the one that was started last. */
gboolean crf_infusion_step_begin_after (CrfUseCaseContext *context, CrfInfusion **infusion, char **at, GError **error);
/* Refuses when the infusion does not run (or, @running FALSE, is not over). TRUE when all is well. */
gboolean crf_infusion_step_needs (CrfUseCaseContext *context, const CrfInfusion *infusion, gboolean running);

/* Faster than this no pump runs that infuses cells: a slip of the pen. mL/h. */
#define CRF_INFUSION_RATE_MOST 1500

/* Whether @at is not before the start of the infusion. FALSE with a refusal. */
gboolean crf_infusion_step_follows_start (CrfUseCaseContext *context, const CrfInfusion *infusion, const char *at);
/* The argument "rate", mL/h, NAN where it is not given: above 0 and not above CRF_INFUSION_RATE_MOST. FALSE with a refusal. */
gboolean crf_infusion_step_rate (CrfUseCaseContext *context, double *rate);
/* The argument @key, millilitres of that infusion, NAN where it is not given: not below nothing (@some: and not nothing), and not more than was
 * prepared. FALSE with a refusal. */
gboolean crf_infusion_step_volume (CrfUseCaseContext *context, const CrfInfusion *infusion, const char *key, gboolean some, double *volume);

/* Preparation number ("P-0007"): of the order, or where the ward is blinded the one that the pharmacy gave out. NULL: none yet. Free it. */
char    *crf_infusion_preparation (const CrfInfusion *infusion, const GPtrArray *steps);
/* The 4 characters that stand on bag label and identity sheet. They change with the order and with the plan, so that an old label is found out.
 * NULL: not ordered or not planned. Free it. */
char    *crf_infusion_bag_code (CrfStudyFile *file, const char *subject, const CrfInfusion *infusion, const GPtrArray *steps);
/* Whether @typed is the code: blanks, hyphens and case do not count. */
gboolean crf_bag_code_matches (const char *typed, const char *code);

G_END_DECLS
