/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Decompensation events: what was entered, what was adjudicated, and whether the event counts for the study's endpoint. */

#pragma once

#include "crf-casebook.h"

G_BEGIN_DECLS

typedef enum
{
  CRF_COUNTS_UNKNOWN, /* a fact is missing */
  CRF_COUNTS_NO,
  CRF_COUNTS_YES,
} CrfCounts;

typedef struct
{
  CrfTarget *target;  /* down to formkey */
  int number;         /* of the patient, from 1 */
  char *kind, *start, *end, *severity, *prior; /* labels and ISO text; NULL: not entered */
  char *verdict, *verdict_by, *verdict_date;   /* NULL: not adjudicated */
  CrfCounts counts;
  gboolean provisional; /* nobody has adjudicated yet */
  char *counts_text;  /* translated: "counts", "does not count: ascites as at baseline" … */
  char *adverse_event; /* formkey of the adverse event that is the same; NULL */
} CrfDecompensation;

void       crf_decompensation_free (CrfDecompensation *event);
GPtrArray *crf_decompensations_of (CrfCasebook *casebook, GError **error); /* CrfDecompensation */
GPtrArray *crf_reader_decompensations (CrfSession *session, const char *subject, GError **error);
/* Whether an event counts by the endpoint's rule @rule ("any", "worse", "new" or NULL, which is "any") for who had the condition before: @verdict and
 * @prior are codes ("YES", "NO", "UNCLEAR"; "NEW", "WORSE", "AGAIN", "SAME"), NULL where not entered. "new" is what was never there
 * before, "worse" all but what was so at baseline. A verdict of NO never counts. */
CrfCounts  crf_decompensation_counts (const char *rule, const char *verdict, const char *prior);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrfDecompensation, crf_decompensation_free)

G_END_DECLS
