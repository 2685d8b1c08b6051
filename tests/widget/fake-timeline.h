/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Courses of patients made by hand: no study file, no definition. The figures are invented. Free them with
 * crf_timeline_free(). */

#pragma once

#include "crf-reader-timeline.h"

/* The patient of the sketch: one infusion, two adverse events, four numbers, day 29. */
CrfTimeline *fake_timeline_new (void);
/* Two infusions, overlapping adverse events of all grades, partial and missing dates, a transplantation and a
 * death, twelve numbers. */
CrfTimeline *fake_timeline_new_long (void);
/* Registered, consented, one screening visit. */
CrfTimeline *fake_timeline_new_first_day (void);
/* Day 0 of all of them: 2026-03-09. */
int          fake_timeline_zero (void);
/* All series of @timeline, or as many as @n. */
GPtrArray   *fake_timeline_series (CrfTimeline *timeline, guint n);
