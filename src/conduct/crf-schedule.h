/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One definition of due, open, late and missed, in calendar days. Pure: definition + dates → plan. */

#pragma once

#include "crf-study.h"

G_BEGIN_DECLS

typedef enum
{
  CRF_VISIT_NO_DATE,      /* its anchor has not happened */
  CRF_VISIT_UPCOMING,     /* window not yet open */
  CRF_VISIT_OPEN,         /* today lies in the window, nothing entered */
  CRF_VISIT_LATE,         /* window has passed, nothing entered: can still be entered */
  CRF_VISIT_STARTED,      /* something entered */
  CRF_VISIT_DONE,         /* all required forms complete */
  CRF_VISIT_MISSED,       /* marked missed */
  CRF_VISIT_NOT_APPLICABLE, /* other arm, died, ended */
} CrfVisitState;

typedef enum { CRF_WINDOW_UNKNOWN, CRF_WINDOW_BEFORE, CRF_WINDOW_IN, CRF_WINDOW_AFTER } CrfWindowPosition;

typedef struct
{
  const CrfEvent *event;
  char *eventkey;         /* NULL: no instance yet */
  int ordinal;
  char *target, *from, *to; /* ISO dates; NULL: no date yet */
  gboolean provisional;   /* the anchor may still move */
  char *visit_date;       /* as entered, else when its infusion began; NULL */
  CrfWindowPosition position; /* of visit_date */
  int days_off;           /* days outside the window; 0 inside */
  CrfVisitState state;
  int forms_total, forms_complete;
  char *why;              /* translated: why it is not applicable, or why it was missed; NULL */
} CrfVisit;

void crf_visit_free (CrfVisit *visit);

/* Dates of the anchors, ISO or NULL. */
typedef struct { const char *consent, *randomisation, *first_infusion, *last_infusion, *death, *end; const char *arm; } CrfAnchors;

/* The window of @event for @anchors; FALSE if the anchor has no date. Dates have CRF_DATE_SIZE bytes. */
gboolean          crf_schedule_window (const CrfEvent *event, const CrfAnchors *anchors, char *target, char *from, char *to);
CrfWindowPosition crf_schedule_position (const char *from, const char *to, const char *date, int *days_off);
/* @started/@done/@missed tell what is in the file. Boundary: a window that ends today is open until midnight; late from the next day. */
CrfVisitState     crf_schedule_state (const char *from, const char *to, const char *today, gboolean started, gboolean done, gboolean missed);
/* SDTM study day of @date: the reference day is day 1, the day before it day -1; there is no day 0. FALSE where either is not a full date. */
gboolean          crf_schedule_study_day (const char *reference, const char *date, int *day);
const char       *crf_visit_state_get_label (CrfVisitState state); /* translated */
const char       *crf_visit_state_get_icon (CrfVisitState state);  /* icon name */

G_END_DECLS
