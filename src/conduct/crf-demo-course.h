/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A plausible course of end-stage liver disease, drawn from a seeded generator: what a synthetic patient would show at a visit. */

#pragma once

#include "crf-study.h"

G_BEGIN_DECLS

typedef struct
{
  gboolean female;
  int age;
  char initials[5];
  double severity;      /* 0 mild … 1 grave, at screening */
  double response;      /* how much of it the months take away; negative: worsening */
  double weight, height;
  gboolean screen_failure;
  int death_day;        /* from infusion; 0: alive */
  gboolean decompensates, reacts;
} CrfCourse;

void  crf_course_draw (CrfCourse *course, GRand *rand);
/* What the item of @concept shows @day days from the infusion, as a person would type it (canonical unit); NULL: the course says nothing. Free it. */
char *crf_course_value (const CrfCourse *course, GRand *rand, const CrfItem *item, int day);

G_END_DECLS
