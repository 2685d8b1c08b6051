/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Adverse events of those infused at least once by what they are coded with: system organ class (SOC) and preferred term (PT) of the site's own MedDRA, events
 * and patients, each patient once at the worst CTCAE grade. By arm, or of all together where the session may not know arms. */

#pragma once

#include "crf-session.h"

G_BEGIN_DECLS

#define CRF_EVENT_GRADES 6 /* 0: no grade is entered; 1 … 5 */

typedef struct
{
  guint events, subjects;
  guint grades[CRF_EVENT_GRADES]; /* subjects by their worst grade */
} CrfEventCount;

typedef struct
{
  char *soc, *soc_code; /* NULL: events that are not coded */
  char *pt, *pt_code;   /* NULL: all terms of the class */
  GArray *counts;       /* CrfEventCount, one a group */
} CrfEventClass;

typedef struct
{
  GPtrArray *groups;  /* CrfSafetyGroup (crf-safety-counts.h) */
  GPtrArray *classes; /* CrfEventClass: classes by number of patients, each before its terms; what is not coded comes last. Empty: nothing is coded */
  char *dictionary;   /* "MedDRA 27.0 English"; several separated by commas */
} CrfEventClasses;

/* Of all patients of the study. */
CrfEventClasses *crf_reader_event_classes (CrfSession *session, GError **error);
void             crf_event_classes_free (CrfEventClasses *classes);
const CrfEventCount *crf_event_class_count (const CrfEventClass *one, guint group);
/* The name of a group, and how many of it were infused. */
const char      *crf_event_classes_group (const CrfEventClasses *classes, guint group, guint *infused);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrfEventClasses, crf_event_classes_free)

G_END_DECLS
