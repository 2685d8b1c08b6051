/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One laboratory test or score of all patients over the visits of the protocol: what summaries, changes from baseline and comparisons are made of. */

#pragma once

#include "crf-change.h"
#include "crf-proportion.h"
#include "crf-session.h"
#include "crf-study.h"
#include "crf-tests.h"

G_BEGIN_DECLS

/* Names of groups that are no arm. */
#define CRF_MEASURES_ALL "all"
#define CRF_MEASURES_NOT_ALLOCATED "not-allocated"
#define CRF_MEASURES_ELSEWHERE "arm-elsewhere" /* allocated in another study file, which told no arm */

/* A planned visit after baseline, in days from day 0. */
typedef struct
{
  const CrfEvent *event;
  int target, before, after;
} CrfMeasureVisit;

typedef struct
{
  char *number;    /* subject number */
  guint group;
  double baseline; /* NAN: none */
  double *values;  /* by visit; NAN: none in the window */
  int died, transplanted; /* days from day 0; G_MAXINT: not that is known */
} CrfMeasureSubject;

typedef struct
{
  const CrfItem *item;
  int decimals;        /* as most of the values were recorded, in the canonical unit */
  GPtrArray *visits;   /* CrfMeasureVisit; none: every value of the patient is of no planned visit */
  GPtrArray *subjects; /* CrfMeasureSubject: those who reached day 0 */
  GPtrArray *groups;   /* char *: arms in the protocol's order, and who was infused without an allocation; or one for all where the session may not know arms */
  guint n_bounded;     /* values with a comparator: they have no mean and are left out */
  guint n_undated;
} CrfMeasures;

typedef struct
{
  CrfSummary value;
  CrfChange change;
  guint n_subjects;    /* of the group */
  guint n_died, n_transplanted; /* up to the target day */
  CrfTestResult paired_t, signed_rank; /* value against baseline; n_x 0: not tested */
} CrfMeasureFigures;

/* How a value is chosen for a visit, in a sentence. Free it. */
char        *crf_measures_rule (CrfSession *session, gboolean unscheduled);
/* Items that a summary may be asked for: laboratory tests, scores and measurements that the study's visits have. Borrowed CrfItem. */
GPtrArray   *crf_measures_items (CrfStudy *study);
/* @items: CrfItem; one CrfMeasures for each. With @unscheduled, values of unscheduled visits stand for a planned one in whose window they lie. */
GPtrArray   *crf_reader_measures (CrfSession *session, const GPtrArray *items, gboolean unscheduled, GError **error);
void         crf_measures_free (CrfMeasures *measures);
/* @visit G_MAXUINT: the baseline itself. */
gboolean     crf_measures_figures (const CrfMeasures *measures, guint visit, guint group, CrfMeasureFigures *figures, GError **error);
/* Change from baseline of the first two groups, the first minus the second, by Welch's test and by Mann–Whitney's. */
gboolean     crf_measures_compare (const CrfMeasures *measures, guint visit, CrfTestResult *welch, CrfTestResult *mann_whitney, GError **error);

/* Child-Pugh class A in points. */
#define CRF_CHILD_PUGH_A_MOST 6.0
/* The share of the group with a value of at most @most, with exact limits. Who has none counts as not; with @observed, not at all. @visit as above. */
gboolean     crf_measures_proportion (const CrfMeasures *measures, guint visit, guint group, double most, gboolean observed, CrfProportion *proportion,
                                      GError **error);
/* Fisher's exact p, two-sided, of the first two groups; NAN where one is empty. */
double       crf_measures_fisher (const CrfMeasures *measures, guint visit, double most, gboolean observed);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrfMeasures, crf_measures_free)

G_END_DECLS
