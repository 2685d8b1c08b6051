/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The plan of one subject: anchors from the file, windows from the schedule, states from what is entered. */

#pragma once

#include "crf-casebook.h"
#include "crf-schedule.h"

G_BEGIN_DECLS

/* When consent was first given, ISO; NULL: not recorded. Free it. */
char      *crf_consent_of (CrfSession *session, const char *subject);
/* Local ISO date of the allocation; NULL: not allocated. Free it. */
char      *crf_allocation_date_of (CrfSession *session, const CrfSubjectRecord *subject);
/* CrfVisit in protocol order, unscheduled ones after. */
GPtrArray *crf_visits_of (CrfSession *session, CrfCasebook *casebook, const CrfSubjectRecord *subject, GError **error);
/* One of them; of an event instance that is not in the file, the planned one. */
CrfVisit  *crf_visit_of (CrfSession *session, const CrfSubjectRecord *subject, const char *event, const char *eventkey, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrfVisit, crf_visit_free)

G_END_DECLS
