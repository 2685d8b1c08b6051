/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the files of the timeline's reader share. */

#pragma once

#include "crf-casebook.h"
#include "crf-records.h"
#include "crf-reader-timeline.h"

G_BEGIN_DECLS

/* All borrowed. */
typedef struct
{
  CrfTimeline *timeline;
  CrfSession *session;
  CrfStudy *study;
  CrfCasebook *casebook;
  CrfSubjectRecord *subject;
  GPtrArray *visits; /* CrfVisit */
  const char *language;
} CrfTimelineReading;

/* Adverse and decompensation events, consent, allocation, transplantation, death, end. */
void       crf_timeline_read_events (CrfTimelineReading *reading);

/* CrfTimelineSeries of everything numeric that the study follows and the patient has dated values of. */
void       crf_timeline_read_series (CrfTimeline *timeline, CrfSession *session, CrfCasebook *casebook);

/* Down to the item of @cell. */
CrfTarget *crf_timeline_target_of (const char *subject, const CrfCell *cell);

G_END_DECLS
