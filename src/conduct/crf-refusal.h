/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a use case answers. A refusal is not an error: it says what is missing, where, and what would remedy it. GError is for
 * broken things. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Where something is: NULL where it does not apply. Keys are the opaque ones; "1" for levels that do not repeat. */
typedef struct
{
  char *subject, *event, *eventkey, *form, *formkey, *group, *groupkey, *item;
} CrfTarget;

CrfTarget  *crf_target_copy (const CrfTarget *target);
void        crf_target_free (CrfTarget *target);

typedef struct
{
  char *code;         /* stable, for scripts: "not-permitted", "consent-missing", "weight-zero" … */
  char *message;      /* translated sentence */
  char *remedy;       /* translated: what to do; may be NULL */
  char *remedy_action; /* a use case or page that remedies ("sign-eligibility", "page:eligibility"); may be NULL */
  CrfTarget *target;  /* may be NULL */
} CrfRefusal;

CrfRefusal *crf_refusal_new (const char *code, const char *remedy, const char *format, ...) G_GNUC_PRINTF (3, 4);
void        crf_refusal_free (CrfRefusal *refusal);

/* A question back to the person: the same call with argument "confirm" = id goes on; "reason" where needs_reason. */
typedef struct
{
  char *id;
  char *message;        /* "612 · last 70.1 · did you mean 61.2?" */
  char *suggestion;     /* "61.2", or NULL */
  gboolean needs_reason;
  char *reason;         /* one that may fit, as it is stored: offered first, never taken unasked; NULL: none */
  char *why;            /* translated: label of the reason's field; NULL: "_Reason" */
  char *accept;         /* translated: label of the button that goes on; NULL: "_Keep it", of a value */
  gboolean goes_back;   /* Enter goes back: what would be stored does better to stand nowhere */
} CrfPrompt;

void        crf_prompt_free (CrfPrompt *prompt);

typedef struct
{
  CrfRefusal *refusal;  /* not NULL: nothing was stored */
  CrfPrompt *prompt;    /* not NULL: nothing was stored; ask, then call again */
  GHashTable *results;  /* char * → char *: "subject", "number", "eventkey", "recovery" … */
  GPtrArray *notices;   /* char *: sentences: a deviation was opened, a query raised … */
} CrfOutcome;

CrfOutcome *crf_outcome_new (void);
void        crf_outcome_free (CrfOutcome *outcome);
#define crf_outcome_done(o) ((o)->refusal == NULL && (o)->prompt == NULL)

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrfTarget, crf_target_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrfRefusal, crf_refusal_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrfPrompt, crf_prompt_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrfOutcome, crf_outcome_free)

G_END_DECLS
