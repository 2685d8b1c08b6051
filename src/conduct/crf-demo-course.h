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
  guint32 salt;         /* what is drawn anew, and comes out the same, whenever it is asked */
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
/* 0 … 1: the patient's place among all, in what @key is about; always the same. */
double crf_course_place (const CrfCourse *course, const char *key);
/* A figure that goes from @mild to @grave with the disease, with the patient's own offset and the day's, in @spread. */
double crf_course_figure (CrfCourse *course, GRand *rand, const char *key, double mild, double grave, double spread, int day);
/* 0 … 1.2 */
double crf_course_severity (CrfCourse *course, GRand *rand, int day);
/* kg on @day. */
double crf_course_weight (CrfCourse *course, GRand *rand, int day);

G_END_DECLS
