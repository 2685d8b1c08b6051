/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Go or no-go on the day of an infusion: the questions are the items of the infusion form whose concept begins with "go."; an answer that the
 * definition names in sw:AlarmOn stops. The investigator signs what was answered; the signature holds for that day and for those answers. */

#pragma once

#include "crf-go-tests.h"
#include "crf-signature.h"

G_BEGIN_DECLS

#define CRF_MEANING_GO "go-no-go"

typedef struct
{
  const CrfItem *item;
  char *question;   /* in the reader's language */
  char *answer;     /* canonical, or NULL */
  char *label;      /* of the answer, or NULL */
  gboolean asked;   /* FALSE: the definition leaves it out for this patient */
  gboolean stops;   /* the answer stops */
} CrfGoAnswer;

typedef struct
{
  GPtrArray *answers; /* CrfGoAnswer, in the form's order */
  gboolean complete;  /* all that are asked are answered */
  gboolean stopped;   /* an answer stops */
  gboolean go;        /* complete, and nothing stops */
  char *sentence;     /* "Go" or "No go: Fever today?", or what is unanswered */
  CrfGoTests *tests;  /* what the age of the tests is computed from; NULL: the definition does not say */
  char *statement;    /* what is signed */
} CrfGoState;

/* As it stands at @at (ISO). @tests_taken: when the tests were taken that are on paper still; NULL: as the last go/no-go said. NULL: the form asks no such
 * thing. */
CrfGoState *crf_go_read (CrfSession *session, const char *subject, const CrfInfusion *infusion, const char *tests_taken, const char *at);
void        crf_go_state_free (CrfGoState *state);
/* Whether the infusion has a valid signature on "go" of the day of @start (ISO). FALSE with @refusal. TRUE where the form asks no such thing. */
gboolean    crf_go_holds (CrfSession *session, CrfSubjectRecord *subject, const CrfInfusion *infusion, const char *start, CrfRefusal **refusal);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrfGoState, crf_go_state_free)

G_END_DECLS
