/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The people and the clock of a demonstration, shared by its parts. */

#pragma once

#include "crf-demo-course.h"
#include "crf-demo.h"
#include "crf-import-batch.h"
#include "crf-reader.h"
#include "crf-use-case.h"

G_BEGIN_DECLS

typedef struct
{
  CrfStudyFile *file;
  CrfStudy *study;
  CrfSession *admin, *nurse, *nurse2, *investigator, *pharmacist, *pharmacist2;
  CrfInstant instant;  /* the clock of all sessions */
  GRand *rand;
  int today;           /* days since 1970 that the lives end on */
  const char *passphrase;
  GSequence *agenda;   /* CrfDemoTask, by time: all lives run in calendar order, as one ward lives them */
  GPtrArray *lives;
  int n_lots;
  guint n_planned;
} CrfDemo;

/* Puts @run on the agenda of @day; @data and @event are handed to it. Days after today never come. */
typedef gboolean (*CrfDemoRun) (CrfDemo *demo, gpointer data, const CrfEvent *event, int day, GError **error);
void     crf_demo_plan (CrfDemo *demo, int day, CrfDemoRun run, gpointer data, const CrfEvent *event);

/* Sets the clock to @minutes after local midnight of @day. */
void     crf_demo_set_time (CrfDemo *demo, int day, int minutes);
/* "2026-03-02" and "2026-03-02 07:40"; free them. */
char    *crf_demo_date (int day);
char    *crf_demo_datetime (int day, int minutes);
/* Runs the use case; a refusal or prompt is an error here, since the script never asks for what is not allowed. */
gboolean crf_demo_do (CrfSession *session, const char *use_case, const char *subject, char **result, const char *result_key, GError **error, ...)
  G_GNUC_NULL_TERMINATED;

/* One synthetic patient. */
typedef struct
{
  CrfDemo *demo;
  CrfCourse course;
  char *subject;
  int registered;
  int infused; /* day of the first infusion; 0: none */
} CrfDemoLife;

/* Plan, second check, start and record of one infusion on @day; without a released lot nothing happens. */
gboolean crf_demo_infuse (CrfDemoLife *life, int day, GError **error);
/* The same where the ward is blinded: two of the pharmacy plan and check, the nurse starts by preparation number. */
gboolean crf_demo_infuse_masked (CrfDemoLife *life, int day, GError **error);
/* Days to the subject's next infusion; 0: it was the last. */
int      crf_demo_next_infusion (CrfDemoLife *life);
/* A required question that is still open, and the answer to one that the course knows nothing of: "no", the first code; NULL: not coded. */
gboolean crf_demo_needs_answer (const CrfFieldState *field);
const char *crf_demo_required_code (const CrfFieldState *field);

/* Plans one patient who registers on @day; what follows plans itself. */
void     crf_demo_plan_life (CrfDemo *demo, int day);

G_END_DECLS
