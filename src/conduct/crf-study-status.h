/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the study as a whole is at, and which acts that lets through: registering, allocating, infusing. It never stops a record. */

#pragma once

#include "crf-session.h"

G_BEGIN_DECLS

typedef enum
{
  CRF_STUDY_RECRUITING,
  CRF_STUDY_PAUSED,    /* nobody is registered or allocated; infusions of the allocated go on or stop, as was said */
  CRF_STUDY_CLOSED,    /* to entry: nobody is registered or allocated; the allocated are infused */
  CRF_STUDY_FOLLOW_UP, /* all infusions are over */
  CRF_STUDY_LOCKED,
  CRF_STUDY_ARCHIVED,
} CrfStudyStatus;

typedef enum
{
  CRF_STUDY_ACT_REGISTER,
  CRF_STUDY_ACT_ALLOCATE,
  CRF_STUDY_ACT_INFUSE,
} CrfStudyAct;

typedef struct
{
  CrfStudyStatus status;
  gboolean infusions_stopped; /* while paused */
  char *date, *reason, *by;   /* since when, why, who; NULL where nobody has said anything yet */
} CrfStudyStanding;

const char       *crf_study_status_get_name (CrfStudyStatus status);  /* "follow-up": as stored and typed */
const char       *crf_study_status_get_label (CrfStudyStatus status); /* translated */
gboolean          crf_study_status_from_name (const char *name, CrfStudyStatus *status);
/* What is in force. NULL with @error for broken things. */
CrfStudyStanding *crf_study_standing (CrfSession *session, GError **error);
void              crf_study_standing_free (CrfStudyStanding *standing);
/* "Paused since 2026-04-02: two embolisms", for headers. Free it. */
char             *crf_study_standing_sentence (const CrfStudyStanding *standing);
/* Whether the study's status lets the act through; FALSE with @refusal: code "study-paused", "study-closed" …. */
gboolean          crf_study_status_may (CrfSession *session, CrfStudyAct act, CrfRefusal **refusal);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrfStudyStanding, crf_study_standing_free)

G_END_DECLS
