/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Records of what was done on infusion days. */

#pragma once

#include "crf-detail.h"
#include "crf-study-file.h"

G_BEGIN_DECLS

typedef struct
{
  char *subject, *event, *eventkey;
  char *kind, *at; /* @at: local ISO time as entered */
  JsonObject *detail;
  char *reason, *user, *role;
  char *entry;     /* "ws:seq" */
  char *stored_at; /* UTC */
  char *box;       /* what the pharmacy of a masked study wrote with it, sealed; NULL: nothing */
} CrfStepRecord;

void       crf_step_record_free (CrfStepRecord *record);
/* A member of the step's detail, or NULL. Free it. */
char      *crf_step_record_get (const CrfStepRecord *record, const char *member);

/* The steps of one infusion event, or of all of the subject (@event NULL), in the order in which they were stored. */
GPtrArray *crf_records_infusion_steps (CrfStudyFile *file, const char *subject, const char *event, const char *eventkey, GError **error);
/* The steps of @kind of all subjects that happened not before @since (local ISO). */
GPtrArray *crf_records_steps_since (CrfStudyFile *file, const char *kind, const char *since, GError **error);
/* How many steps of @kind there are in the file. */
guint      crf_records_count_steps (CrfStudyFile *file, const char *kind);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrfStepRecord, crf_step_record_free)

G_END_DECLS
