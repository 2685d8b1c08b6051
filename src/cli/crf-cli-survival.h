/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What survival is computed from, whether it comes from a table or from a study file. */

#pragma once

#include "crf-cli.h"

#include "crf-survival.h"

G_BEGIN_DECLS

typedef struct
{
  const char *path;
  int time, event, by;    /* columns of a table; @by -1: one group */
  char **event_values;    /* cells that mean an event; NULL: 0 and 1 */
  GArray *times;          /* CrfSurvivalTime: of all groups; status 2 is a competing event */
  GArray *group_of;       /* guint, beside @times */
  GPtrArray *groups;      /* char *: labels, in order */
  GArray *at;             /* double; NULL: all times of the data */
  CrfSurvivalLimits limits;
  char *title;            /* the study's endpoint and how it was read; NULL: a table */
  int day;                /* of the endpoint; 0: none */
  gboolean competing;     /* cumulative incidence beside the curve */
} CrfCliSurvival;

typedef struct { char *time, *event, *by; } CrfCliSurvivalColumns;

void    crf_cli_survival_clear (CrfCliSurvival *survival);
/* Sorts @labels (char *, beside the times; borrowed) into groups. */
void    crf_cli_survival_number_groups (CrfCliSurvival *survival, GPtrArray *labels);
/* A table of one row a subject. What is wrong is said on standard error. */
CrfExit crf_cli_survival_read_table (CrfCliSurvival *survival, const CrfCliSurvivalColumns *columns);
/* A study file, after sign-in. */
CrfExit crf_cli_survival_read_study (CrfCliSurvival *survival, CrfSession *session, const char *endpoint, const char *death,
                                     const char *transplantation);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CrfCliSurvival, crf_cli_survival_clear)

G_END_DECLS
