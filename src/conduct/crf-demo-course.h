/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A plausible course of end-stage liver disease, drawn from a seeded generator: what a synthetic patient would show at a visit. */

#pragma once

#include "crf-study.h"

G_BEGIN_DECLS

#define CRF_COURSE_TESTS 32

/* How follow-up ends. */
typedef enum
{
  CRF_FATE_COMPLETES,
  CRF_FATE_DIES,
  CRF_FATE_TRANSPLANTED,
  CRF_FATE_LOST,
  CRF_FATE_WITHDRAWS,
} CrfFate;

typedef struct
{
  gboolean female;
  int age;
  char initials[5];
  double severity;      /* 0 mild … 1 grave, at screening */
  double response;      /* how much of it the months take away; negative: worsening */
  double weight, height;
  gboolean screen_failure;
  CrfFate fate;
  int fate_day;         /* from the first infusion (or enrolment); 0: none */
  gboolean decompensates, expansion_fails;
  /* What is the patient's own and stays: the offset of each test from what the severity says, in spreads. */
  double own[CRF_COURSE_TESTS];
  /* Slow drift of the severity, carried from visit to visit. */
  double drift;
  int drift_day;
} CrfCourse;

/* @severity: about what the study's patients have; @female: per cent. */
void  crf_course_draw (CrfCourse *course, GRand *rand, double severity, double female);
/* What the item of @concept shows @day days from the infusion, as a person would type it (canonical unit); NULL: the course says nothing. Free it. */
char *crf_course_value (CrfCourse *course, GRand *rand, const CrfItem *item, int day);

G_END_DECLS
