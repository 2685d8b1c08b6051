/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The people and the clock of a demonstration, shared by its parts. */

#pragma once

#include "crf-demo-course.h"
#include "crf-demo-scenario.h"
#include "crf-demo.h"
#include "crf-import-batch.h"
#include "crf-reader.h"
#include "crf-use-case.h"

G_BEGIN_DECLS

typedef struct
{
  CrfStudyFile *file;
  CrfStudy *study;
  CrfSession *admin, *nurse, *nurse2, *investigator, *pharmacist, *pharmacist2, *manager, *monitor, *laboratory;
  CrfScenario *scenario;
  CrfInstant instant;  /* the clock of all sessions */
  GRand *rand;
  int today;           /* days since 1970 that the lives end on */
  const char *passphrase;
  GSequence *agenda;   /* CrfDemoTask, by time: all lives run in calendar order, as one ward lives them */
  GPtrArray *lives;
  GPtrArray *texts;    /* char *: what tasks are handed */
  GPtrArray *tissues;  /* char *: one for each patient, where the scenario says so; else NULL */
  int n_lots;
  guint n_receipts;
  const char *consent_version; /* the one that new patients sign */
  guint n_planned, n_planned_lives, n_enrolled;
} CrfDemo;

/* Puts @run on the agenda of @day; @data and @event are handed to it. Days after today never come. */
typedef gboolean (*CrfDemoRun) (CrfDemo *demo, gpointer data, const CrfEvent *event, int day, GError **error);
void     crf_demo_plan (CrfDemo *demo, int day, CrfDemoRun run, gpointer data, const CrfEvent *event);

/* Sets the clock to @minutes after local midnight of @day. */
void     crf_demo_set_time (CrfDemo *demo, int day, int minutes);
/* About 0 with a spread of 1; a decimal as a person types it (free it). */
double   crf_demo_noise (GRand *rand);
char    *crf_demo_number (double value, int places);
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
  int allocated; /* 0: not */
  int infused;   /* day of the first infusion; 0: none */
  int infused_last; /* day of the latest one */
  int reacted;   /* day of the latest infusion that was followed by a reaction */
  int attempts;  /* to reach who does not come */
  const char *consented; /* version of the consent form that was signed last */
  gboolean by_guardian;  /* the guardian signed, as the patient could not decide */
  char *lot;     /* the patient's own cells; NULL: from stock */
  const CrfEvent *seen; /* the latest visit */
  guint medicines; /* bits of those that the patient takes */
  const char *tissue; /* where the scenario says it; NULL: the usual */
  gboolean own_cells, over;
  gboolean last; /* to come in, of those who are to be infused */
  char *failure; /* why screening failed */
} CrfDemoLife;

/* The day the patient leaves for good; G_MAXINT: not yet. */
int      crf_demo_end_of (const CrfDemoLife *life);
/* Plan, second check, start and record of one infusion on @day, or its transcription; without a released lot nothing happens. */
gboolean crf_demo_infuse (CrfDemoLife *life, int day, GError **error);
/* The same where the ward is blinded: two of the pharmacy plan and check, the nurse starts by preparation number. */
gboolean crf_demo_infuse_masked (CrfDemoLife *life, int day, GError **error);
/* "UC-MSC" of "umbilical-cord". */
const char *crf_demo_product_of (const char *tissue);
/* Days to the subject's next infusion; 0: it was the last. */
int      crf_demo_next_infusion (CrfDemoLife *life);
/* A lot of the patient's own cells, harvested on @day. */
gboolean crf_demo_receive_own (CrfDemoLife *life, int day, GError **error);
/* A required question that is still open, and the answer to one that the course knows nothing of: "no", the first code; NULL: not coded. */
gboolean crf_demo_needs_answer (const CrfFieldState *field);
const char *crf_demo_required_code (const CrfFieldState *field);

/* Stores one value, "not done" for NULL; the same item may stand on two forms of an event. */
gboolean crf_demo_store (CrfDemoLife *life, CrfBatch *batch, const CrfEvent *event, const CrfForm *form, const CrfItem *item, const char *text,
                         const char *unit, GError **error);
/* Answers what is required and still open; completes what is complete. */
gboolean crf_demo_settle_form (CrfDemoLife *life, CrfBatch *batch, const CrfEvent *event, const CrfForm *form, GError **error);
gboolean crf_demo_complete_form (CrfDemoLife *life, const CrfEvent *event, const CrfForm *form, GError **error);
/* All visits that are counted from @anchor ("infusion": the first or the last); and perhaps one out of turn. */
void     crf_demo_plan_visits (CrfDemoLife *life, const char *anchor, int from);
/* Forms that the visit of @infusion, on @day, requires beside those of the infusion itself. */
gboolean crf_demo_fill_infusion_visit (CrfDemoLife *life, const CrfTarget *infusion, int day, GError **error);
void     crf_demo_plan_unscheduled (CrfDemoLife *life, int from, int end);
/* Tasks of a life: screening on the day of registration, allocation some days later, the end of a failed culture. */
gboolean crf_demo_be_screened (CrfDemo *demo, gpointer data, const CrfEvent *event, int day, GError **error);
gboolean crf_demo_be_allocated (CrfDemo *demo, gpointer data, const CrfEvent *event, int day, GError **error);
gboolean crf_demo_be_infused (CrfDemo *demo, gpointer data, const CrfEvent *event, int day, GError **error);
gboolean crf_demo_give_up (CrfDemo *demo, gpointer data, const CrfEvent *event, int day, GError **error);
/* Criteria, signature and allocation of @day; life->allocated says whether. */
gboolean crf_demo_allocate (CrfDemoLife *life, int day, GError **error);
/* Whether own marrow is taken at the visit; and what follows when it was, on @day. */
gboolean crf_demo_takes_marrow (const CrfEvent *event);
void     crf_demo_plan_culture (CrfDemoLife *life, const CrfEvent *event, int day);

/* All forms of a visit; required ones are completed where they are complete. */
gboolean crf_demo_attend (CrfDemoLife *life, const CrfEvent *event, const char *eventkey, int day, GError **error);
/* Plans what happens between the visits: reactions, adverse events, decompensation, queries, and how it ends. */
void     crf_demo_plan_events (CrfDemoLife *life);
void     crf_demo_plan_reaction (CrfDemoLife *life, int day);
/* Something after the aspiration of marrow on about @day: adverse events are collected from it on. */
void     crf_demo_plan_aspiration_event (CrfDemoLife *life, int day);
void     crf_demo_plan_end (CrfDemoLife *life, int from);
/* What is left to be done on the morning after the last day. */
void     crf_demo_plan_last_day (CrfDemo *demo);
void     crf_demo_plan_query (CrfDemoLife *life, const CrfEvent *event, int day);

/* Frees @outcome: what was refused stays for the lists of the ward. FALSE: it could not be tried. */
gboolean crf_demo_try (CrfOutcome *outcome);
/* The readings of the night after an infusion of @day, and its close-out. */
gboolean crf_demo_watch (CrfDemoLife *life, int day, GError **error);
/* Some infusions pause and go on. */
gboolean crf_demo_interrupt (CrfDemoLife *life, int day, GError **error);
/* Somebody who was considered on @day, and not asked. */
void     crf_demo_plan_prescreening (CrfDemo *demo, int day);
/* Consent to the version in force, where the patient has not signed it; by the guardian where she cannot decide. */
gboolean crf_demo_consent (CrfDemoLife *life, int day, int minutes, GError **error);
/* Three attempts to reach who is lost on @end. */
void     crf_demo_plan_attempts (CrfDemoLife *life, int end);
/* Some days after @day, when all forms are complete. */
void     crf_demo_plan_casebook (CrfDemoLife *life, int day);

/* ── Lots ── */
/* Deliveries from before @first_day on; one lot of each source where the study is transcribed. */
void     crf_demo_plan_lots (CrfDemo *demo, int first_day);
gboolean crf_demo_receive_sources (CrfDemo *demo, int day, GError **error);
/* The newest lot of @product (NULL: of any) that is released and has not expired; NULL: none. Free it. */
char    *crf_demo_choose_lot (CrfDemo *demo, const char *product);
/* What is left of the lot after its last @day is destroyed. */
void     crf_demo_plan_expiry (CrfDemo *demo, const char *lot, int day);
/* The final sterility of a lot that was released before; a positive one alerts who was infused from it. */
void     crf_demo_plan_result (CrfDemo *demo, const char *lot, gboolean positive, int day);

/* ── Serious events ── */
/* What follows the event on the form @target, which became known on @day at @minutes: its end on @last with @outcome (NULL: goes on), and the reports of a
 * serious one. */
void     crf_demo_follow_event (CrfDemoLife *life, const CrfTarget *target, gboolean serious, int day, int minutes, int last, const char *outcome);
void     crf_demo_plan_fatal_reports (CrfDemoLife *life, const CrfTarget *target, int day, int minutes);

/* ── Paper work ── */
/* Completes the form now, or some days later. */
gboolean crf_demo_complete (CrfDemoLife *life, const char *event, const char *eventkey, const char *form, const char *formkey, int day, GError **error);
/* The investigator signs the form on @day. */
void     crf_demo_plan_signature (CrfDemoLife *life, const char *event, const char *eventkey, const char *form, const char *formkey, int day);
/* Says "not done" of all that is required and open. */
gboolean crf_demo_settle_by_hand (CrfDemoLife *life, const CrfTarget *target, GError **error);
/* Queries and deviations, once a week from @day on. */
void     crf_demo_plan_office (CrfDemo *demo, int day);

/* Plans one patient who registers on @day. */
void     crf_demo_plan_life (CrfDemo *demo, int day, gboolean failure, CrfFate fate, gboolean expansion_fails);

G_END_DECLS
