/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The parts of the dashboard. Internal to conduct/. */

#pragma once

#include "crf-casebook.h"
#include "crf-chart.h"
#include "crf-session.h"

G_BEGIN_DECLS

/* One patient, as far as counting needs it. */
typedef struct
{
  CrfSubjectRecord *record;
  CrfCasebook *casebook;
  const CrfArm *arm;   /* NULL: not allocated, or not to be known */
  gboolean eligible, infused, ended;
  char *reason;        /* why it left, or NULL */
  int analysed;        /* in the full analysis: 1, 0; -1: not decided */
  char *excluded;      /* why it is not analysed, or NULL */
} CrfDashboardSubject;

CrfChart  *crf_dashboard_enrolment (CrfSession *session, const GPtrArray *subjects);
CrfChart  *crf_dashboard_flow (CrfSession *session, const GPtrArray *subjects);
CrfChart  *crf_dashboard_visits (CrfSession *session, const GPtrArray *subjects, GError **error);
CrfChart  *crf_dashboard_queries (CrfSession *session, GError **error);
CrfChart  *crf_dashboard_safety (CrfSession *session, const GPtrArray *subjects, GError **error);
/* Adds to @charts. */
gboolean   crf_dashboard_add_changes (CrfSession *session, GPtrArray *charts, GError **error);
gboolean   crf_dashboard_add_proportion (CrfSession *session, GPtrArray *charts, GError **error);
gboolean   crf_dashboard_add_survival (CrfSession *session, GPtrArray *charts, GError **error);

/* The arm as readers know it: its title in their language. */
const char *crf_dashboard_arm_label   (CrfSession *session, const CrfArm *arm);
/* Of a group that is known by its name: an arm, all patients, those without an allocation. */
const char *crf_dashboard_group_label (CrfSession *session, const char *name);
const char *crf_dashboard_event_label (CrfSession *session, const CrfEvent *event);

G_END_DECLS
