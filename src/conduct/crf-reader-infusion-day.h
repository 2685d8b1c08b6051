/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One infusion day as a session may see it: the steps with owner, time and next owner, what blocks the start, preparation number and bag code. */

#pragma once

#include "crf-refusal.h"
#include "crf-session.h"

G_BEGIN_DECLS

typedef struct
{
  const char *kind;     /* "order", "go", "plan" … */
  const char *use_case; /* that does it; the window's button */
  char *label;          /* "Order" */
  char *owner;          /* role that does it, in words */
  char *when;           /* "2026-03-02 09:14", or NULL: not done */
  char *who;            /* login, or "li.na, zhao" */
  char *text;           /* "box 7 · 4 °C", or NULL */
  gboolean done, next, optional;
  gboolean permitted;   /* this session may do it */
  int minutes_late;     /* entered so long after it happened; 0: at once */
} CrfDayStep;

/* What was done, in the order of storing: also pauses, rates, overrides. */
typedef struct
{
  const char *kind;
  char *label, *when, *who, *text, *reason;
  int minutes_late;
} CrfDayEntry;

typedef struct
{
  int ordinal;
  CrfTarget *target;     /* the infusion form */
  char *preparation;     /* "P-0007", or NULL */
  char *code;            /* of bag label and identity sheet, or NULL */
  char *use_before;      /* ISO, or NULL */
  int minutes_left;      /* to it, now; may be below 0 */
  char *start, *stop;    /* ISO, or NULL */
  char *go_sentence;     /* "Go", "No go: …"; NULL: not asked */
  char *go_tests;        /* what the age of the tests was computed from; NULL: not asked */
  char *next_owner;      /* role that has the next step, or NULL */
  GPtrArray *steps;      /* CrfDayStep */
  GPtrArray *entries;    /* CrfDayEntry */
  GPtrArray *blocks;     /* CrfRefusal: what keeps it from starting now; empty once it runs */
  gboolean running, over, closed, paused;
} CrfInfusionDay;

/* @ordinal 0: the infusion that is on, else the next one. */
CrfInfusionDay *crf_reader_infusion_day (CrfSession *session, const char *subject, int ordinal, GError **error);
void            crf_infusion_day_free (CrfInfusionDay *day);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrfInfusionDay, crf_infusion_day_free)

G_END_DECLS
