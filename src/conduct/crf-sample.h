/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A sample and its results: planned, taken, pending, reported, judged. A sample is the item group that its results lie in. */

#pragma once

#include "crf-casebook.h"
#include "crf-place.h"

G_BEGIN_DECLS

/* Translated. */
const char *crf_sample_state_label (const char *state);

/* What the sample is at by what is entered: "taken", "pending", "reported" or "judged"; NULL where nothing is. */
const char *crf_sample_find_state (CrfCasebook *casebook, CrfFormRecord *form, const CrfItemGroup *group, const char *groupkey, GError **error);
/* The same, journalled where it has changed: after a value of the group was stored or judged. */
gboolean    crf_sample_follow (CrfUseCaseContext *context, const CrfTarget *target, GError **error);

/* The judgement that stands: "NCS" or "CS" of the very value that is there now; NULL: none. @judgements of crf_records_judgements(). Borrowed. */
const char *crf_sample_judgement_of (const GPtrArray *judgements, const CrfCell *cell);
/* Whether the value is out of the range in force, and so wants a judgement. */
gboolean    crf_sample_wants_judgement (CrfCasebook *casebook, CrfCell *cell);

G_END_DECLS
