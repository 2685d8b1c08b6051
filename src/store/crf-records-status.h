/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Reading what the study as a whole is at. */

#pragma once

#include "crf-study-file.h"

G_BEGIN_DECLS

/* @infusions: "go-on" or "stop" while paused, else NULL. */
typedef struct { char *status, *date, *infusions, *reason, *at, *user; } CrfStudyStatusRecord;

void       crf_study_status_record_free (CrfStudyStatusRecord *record);
/* All, oldest first; the last is in force. Empty: nobody has said anything, the study recruits. */
GPtrArray *crf_records_study_statuses (CrfStudyFile *file, GError **error);

G_END_DECLS
