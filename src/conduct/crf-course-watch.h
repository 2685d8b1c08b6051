/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What an infusion's times draw after them: visits that move are named, and adverse events are placed anew. */

#pragma once

#include "crf-use-case-private.h"

G_BEGIN_DECLS

typedef struct _CrfCourseWatch CrfCourseWatch;

/* Looks at the calendar before the use case runs; NULL where it cannot move anything. */
CrfCourseWatch *crf_course_watch_new (CrfUseCaseContext *context);
/* After it ran: notices for visits that moved, derived values stored. A NULL @watch does nothing. */
gboolean        crf_course_watch_end (CrfCourseWatch *watch, CrfUseCaseContext *context, GError **error);
void            crf_course_watch_free (CrfCourseWatch *watch);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrfCourseWatch, crf_course_watch_free)

G_END_DECLS
