/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Day 0 and days, as all statistics of conduct/ count them. Internal to conduct/. */

#pragma once

#include "crf-casebook.h"
#include "crf-session.h"

G_BEGIN_DECLS

#define CRF_MEASURE_DECIMALS 7 /* 0 to 6 */

/* The day of a complete ISO date or time. FALSE: none, or known in part. */
gboolean crf_follow_up_day (const char *iso, int *day);
/* The patient's day 0: first infusion or allocation, as the study says. FALSE: not reached, or not known to the day. */
gboolean crf_follow_up_origin (CrfSession *session, CrfCasebook *casebook, const CrfSubjectRecord *subject, int *day);

G_END_DECLS
