/* SPDX-License-Identifier: GPL-3.0-or-later */

/* How long each patient was followed and how it ended, by a survival endpoint of the study: what a curve is drawn from. */

#pragma once

#include "crf-session.h"
#include "crf-study.h"

G_BEGIN_DECLS

/* What an event does to the time of a patient. */
typedef enum
{
  CRF_ENDS_CENSORED,  /* the patient was followed up to it */
  CRF_ENDS_EVENT,
  CRF_ENDS_COMPETING, /* it makes the event impossible */
} CrfEnds;

/* "censored", "event", "competing"; FALSE: none of them. */
gboolean crf_ends_from_name (const char *name, CrfEnds *ends);

typedef struct
{
  char *number;          /* subject number */
  char *group;           /* name of the arm; NULL where the session may not know arms */
  int time;              /* days from day 0 */
  int status;            /* 0 censored, 1 event, 2 competing event */
  const char *ended_by;  /* "decompensation", "death", "transplantation", "last-contact" */
  char *origin, *end;    /* ISO days */
  gboolean imputed;      /* the day of what ended it is known in part only: the earliest possible after the last contact is taken */
} CrfFollowUp;

typedef struct
{
  const CrfEndpoint *endpoint;
  CrfEnds death, transplantation;
  GPtrArray *subjects;   /* CrfFollowUp, by number */
  GPtrArray *left_out;   /* char *: "S-003: nothing was infused yet" */
  gboolean by_arm;       /* every subject has a group */
} CrfFollowUps;

/* Whether the endpoint is a time to an event: of kind "survival" or "decompensation". */
gboolean      crf_endpoint_has_time (const CrfEndpoint *endpoint);

void          crf_follow_ups_free (CrfFollowUps *follow_ups);
/* The last day on which the patient is known to have lived: seen, examined, treated, reached or reported alive. NULL: none. Free it. */
char         *crf_last_known_alive (CrfSession *session, const char *subject);
/* @endpoint: OID of an endpoint that has a time; NULL: the first of kind "survival". @death, @transplantation: "censored", "event" or "competing" instead of what the
 * endpoint says; NULL: as it says. Day 0 is the study's: first infusion or randomisation. Without death or transplantation a patient counts up to the last
 * day that something was observed. */
CrfFollowUps *crf_reader_follow_ups (CrfSession *session, const char *endpoint, const char *death, const char *transplantation, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrfFollowUps, crf_follow_ups_free)

G_END_DECLS
