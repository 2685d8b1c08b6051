/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One patient's course on one time axis: visits, infusions, events, and the numbers that are followed. Plain data,
 * in the session's language; what its role may not know is not in it. Days are calendar days since 1970-01-01,
 * times are such days with a fraction. */

#pragma once

#include "crf-number.h"
#include "crf-refusal.h"
#include "crf-schedule.h"
#include "crf-session.h"

G_BEGIN_DECLS

#define CRF_TIMELINE_NO_DAY G_MININT

/* What day 0 is. The study says first infusion or randomisation; who has neither is counted from what there is. */
typedef enum
{
  CRF_TIMELINE_ZERO_INFUSION,
  CRF_TIMELINE_ZERO_ALLOCATION,
  CRF_TIMELINE_ZERO_PLANNED, /* allocated, not infused yet: the last day that the protocol gives for it; provisional
                              */
  CRF_TIMELINE_ZERO_CONSENT,
  CRF_TIMELINE_ZERO_REGISTRATION,
} CrfTimelineZero;

/* Dates as entered may be partial: the first and last day that they can mean, and the text. */
typedef struct
{
  char *text;         /* ISO as entered; NULL: not entered */
  int earliest, latest; /* CRF_TIMELINE_NO_DAY: not even the month is known */
} CrfTimelineDate;

typedef struct
{
  char *label;        /* "Week 4" */
  CrfVisitState state;
  gboolean provisional; /* its anchor may still move */
  gboolean unscheduled;
  int target, from, to, actual;
  CrfWindowPosition position; /* of actual */
  int days_off;
  CrfTarget *form;    /* its first form */
} CrfTimelineVisit;

/* How an infusion is drawn. */
typedef enum
{
  CRF_TIMELINE_INFUSION_PLANNED,   /* nothing given yet */
  CRF_TIMELINE_INFUSION_RUNNING,
  CRF_TIMELINE_INFUSION_GIVEN,
  CRF_TIMELINE_INFUSION_PARTLY,
  CRF_TIMELINE_INFUSION_NOT_GIVEN, /* postponed, cancelled */
} CrfTimelineInfusionKind;

typedef struct
{
  int ordinal;
  CrfTimelineInfusionKind kind;
  char *state;        /* "Given", translated */
  double at;          /* start, else the planned day */
  char *when;         /* ISO start as entered; NULL: planned only */
  char
      *text; /* "186.0 × 10⁶ cells · 3.00 × 10⁶/kg · 98.9 % of plan": what the role may know of it; NULL: nothing */
  CrfTarget *form;
} CrfTimelineInfusion;

/* Adverse events, and (without an end) decompensation events. */
typedef struct
{
  char *label;        /* the term, or the kind of decompensation */
  CrfTimelineDate start, end;
  gboolean ongoing;   /* as entered */
  int grade;          /* 1 … 5; 0: not graded */
  char *grade_text;   /* "2: moderate", or the severity; NULL */
  gboolean serious;
  CrfTarget *form;
} CrfTimelineEvent;

typedef enum
{
  CRF_TIMELINE_STATUS_CONSENT,
  CRF_TIMELINE_STATUS_CONSENT_WITHDRAWN,
  CRF_TIMELINE_STATUS_ALLOCATED,
  CRF_TIMELINE_STATUS_TRANSPLANTED,
  CRF_TIMELINE_STATUS_DIED,
  CRF_TIMELINE_STATUS_ENDED, /* failed, withdrew, lost, completed */
  CRF_TIMELINE_STATUS_LOT_ALERT, /* cells that were given turned out bad */
} CrfTimelineStatusKind;

typedef struct
{
  CrfTimelineStatusKind kind;
  char *label;
  CrfTimelineDate date;
  CrfTarget *form;    /* NULL: it stands on no form */
} CrfTimelineStatus;

typedef struct
{
  double at;
  char *when;         /* ISO: sample taken, else visit date */
  double value;       /* canonical unit */
  CrfComparator comparator;
  char *text;         /* "61.2", "<0.2", "8 B" */
  char *entered;      /* "3.58 mg/dL" where it was entered in another unit; NULL */
  char *visit;        /* "Week 4" */
  double low, high;   /* reference range in force that day; NAN: no limit */
  int flag;           /* −1 below, 0 within or no range, 1 above */
  gboolean is_baseline;
  gboolean not_analysed; /* another sample of the visit has the value that counts */
  CrfTarget *field;
} CrfTimelinePoint;

typedef struct
{
  const char *concept; /* of the study's definition; NULL-terminated tables name series by it */
  char *label;        /* "Alanine aminotransferase (ALT)" */
  char *short_label;  /* "ALT" */
  char *unit;         /* "" without */
  gboolean is_default; /* shown before somebody chooses */
  gboolean is_score;
  GPtrArray *points;  /* CrfTimelinePoint, oldest first; at least one */
  double baseline;    /* NAN: none */
  char *baseline_text; /* NULL: none */
} CrfTimelineSeries;

typedef struct
{
  char *subject, *number;
  char *study;        /* short title for pictures */
  char *heads;        /* of the journal's chains, short, for pictures */
  gboolean demo;
  CrfTimelineZero zero_kind;
  int zero;           /* CRF_TIMELINE_NO_DAY never: registration is always known */
  int today;
  GPtrArray *visits;  /* CrfTimelineVisit */
  GPtrArray *infusions; /* CrfTimelineInfusion */
  GPtrArray *adverse_events, *decompensations; /* CrfTimelineEvent, by start */
  GPtrArray *statuses; /* CrfTimelineStatus, by date */
  GPtrArray *series;  /* CrfTimelineSeries: the usual ones first, in the usual order */
} CrfTimeline;

/* @subject: key or number. NULL with @error when there is no such patient or the file is broken. */
CrfTimeline *crf_reader_timeline (CrfSession *session, const char *subject, GError **error);
/* All arrays empty; for the reader and for tests. */
CrfTimeline *crf_timeline_new (void);
void         crf_timeline_free (CrfTimeline *timeline);
CrfTimelineSeries *crf_timeline_series_new (void);

/* The days that an ISO date, possibly partial or with a time, can mean. Takes nothing; clear with
 * crf_timeline_date_clear(). */
void         crf_timeline_date_init (CrfTimelineDate *date, const char *iso);
void         crf_timeline_date_clear (CrfTimelineDate *date);
/* Days since 1970 with the time of day as a fraction; FALSE for a partial date. */
gboolean     crf_timeline_parse_time (const char *iso, double *at);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrfTimeline, crf_timeline_free)

G_END_DECLS
