/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Kaplan-Meier curves, the log-rank test, and cumulative incidence with competing events. Ties:
 * events come before censorings of the same time. Curves are right-continuous; the number at risk at t
 * is of those with a time of t or more.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum {
  CRF_LIMITS_LOG_LOG, /* stays in 0 to 1 */
  CRF_LIMITS_LOG,
  CRF_LIMITS_PLAIN,
} CrfSurvivalLimits;

/* "log-log", "log", "plain". */
const char *crf_survival_limits_name      (CrfSurvivalLimits limits);
gboolean    crf_survival_limits_from_name (const char        *name,
                                           CrfSurvivalLimits *limits);

typedef struct {
  double time;   /* 0 or more */
  int    status; /* 0 censored, 1 event; 2 and more: competing events, for cumulative incidence only */
} CrfSurvivalTime;

/* One distinct time of the data. */
typedef struct {
  double time;
  gsize  n_risk;
  gsize  n_event;
  gsize  n_censored;
  double survival;
  double std_err; /* Greenwood, of the survival; NAN at survival 0 */
  double lower;   /* NAN where not defined: log-log at survival 1, all at survival 0 */
  double upper;
} CrfSurvivalPoint;

typedef struct {
  gsize             n;
  gsize             n_events;
  CrfSurvivalLimits limits;
  double            level;
  double            median; /* NAN: not reached */
  double            median_lower;
  double            median_upper;
  GArray           *points; /* CrfSurvivalPoint, rising in time */
} CrfSurvivalCurve;

/* A competing event is an error (CRF_STATISTICS_ERROR_STATUS): the caller decides whether it is an event,
 * a censoring, or a matter for crf_cumulative_incidence(). */
CrfSurvivalCurve *crf_survival_curve_new  (const CrfSurvivalTime  *times,
                                           gsize                   n,
                                           CrfSurvivalLimits       limits,
                                           double                  level,
                                           GError                **error);
void              crf_survival_curve_free (CrfSurvivalCurve       *self);

/* The curve at any time. Before the first time of the data survival and limits are 1. After the last,
 * survival is NAN unless it had come down to 0. @point gets 0 events and censorings. */
void              crf_survival_curve_at   (const CrfSurvivalCurve *self,
                                           double                  time,
                                           CrfSurvivalPoint       *point);

#define CRF_LOG_RANK_MAX_GROUPS 10

typedef struct {
  guint  n_groups;
  gsize  n[CRF_LOG_RANK_MAX_GROUPS];
  gsize  observed[CRF_LOG_RANK_MAX_GROUPS];
  double expected[CRF_LOG_RANK_MAX_GROUPS];
  double chi_squared; /* NAN without any event */
  double df;
  double p;
} CrfLogRank;

/* Unstratified, two-sided, hypergeometric variance, no continuity correction. @groups: 0 to
 * @n_groups - 1 for each subject; 2 to 10 groups. A competing event is an error, as for the curve. */
gboolean          crf_log_rank            (const CrfSurvivalTime  *times,
                                           const guint            *groups,
                                           gsize                   n,
                                           guint                   n_groups,
                                           CrfLogRank             *result,
                                           GError                **error);

/* One distinct time of the data. */
typedef struct {
  double time;
  gsize  n_risk;
  double event_free; /* Kaplan-Meier for any event */
  double incidence;  /* of the cause that was asked for */
  double std_err;    /* of the incidence; NAN while it is 0 */
  double lower;      /* NAN where not defined: at incidence 0, log-log also at 1 */
  double upper;
} CrfIncidencePoint;

/* Aalen-Johansen cumulative incidence of events of @cause (1, 2, …), all other causes competing, with
 * limits of the incidence on the scale of @limits. CrfIncidencePoint, rising in time. */
GArray           *crf_cumulative_incidence (const CrfSurvivalTime *times,
                                            gsize                  n,
                                            int                    cause,
                                            CrfSurvivalLimits      limits,
                                            double                 level,
                                            GError               **error);

/* The incidence at any time: 0 without limits before the first. */
void              crf_cumulative_incidence_at (const GArray       *points,
                                               double              time,
                                               CrfIncidencePoint  *point);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrfSurvivalCurve, crf_survival_curve_free)

G_END_DECLS
