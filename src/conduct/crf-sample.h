/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A sample and its results: planned, taken, pending, reported, judged. A sample is the item group that its results lie in. */

#pragma once

#include "crf-casebook.h"
#include "crf-place.h"
#include "crf-sample-use.h"

G_BEGIN_DECLS

/* Translated. */
const char *crf_sample_state_label (const char *state);

/* What the sample is at by what is entered: "taken", "pending", "reported" or "judged"; NULL where nothing is. */
const char *crf_sample_find_state (CrfCasebook *casebook, CrfFormRecord *form, const CrfItemGroup *group, const char *groupkey, GError **error);
/* The same, journalled where it has changed: after a value of the group was stored or judged. */
gboolean    crf_sample_follow (CrfUseCaseContext *context, const CrfTarget *target, GError **error);

typedef struct
{
  CrfFormRecord *form;       /* the casebook's */
  const CrfItemGroup *group;
  char *groupkey;
} CrfSample;

void crf_sample_free (CrfSample *sample);
/* CrfSample of the visit in which something is entered and that share results with @group, in the order of their forms. */
GPtrArray *crf_sample_list (CrfCasebook *casebook, const char *event, const char *eventkey, const CrfItemGroup *group);
/* Whether its results are the ones that are analysed, translated: "analysed", "analysed in part", "not analysed"; NULL where it is the only sample. */
const char *crf_sample_find_use (CrfCasebook *casebook, CrfFormRecord *form, const CrfItemGroup *group, const char *groupkey);
CrfSampleUse crf_sample_find_use_of (CrfCasebook *casebook, CrfCell *cell);
/* The form of the visit, one that repeats, on which a further sample with results of @group is entered; NULL: none. */
const CrfForm *crf_sample_find_further (const CrfEvent *event, const CrfItemGroup *group);

/* The judgement that stands: "NCS" or "CS" of the very value that is there now; NULL: none. @judgements of crf_records_judgements(). Borrowed. */
const char *crf_sample_judgement_of (const GPtrArray *judgements, const CrfCell *cell);
/* Whether the value is out of the range in force, and so wants a judgement. */
gboolean    crf_sample_wants_judgement (CrfCasebook *casebook, CrfCell *cell);

G_END_DECLS
