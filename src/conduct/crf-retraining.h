/* SPDX-License-Identifier: GPL-3.0-or-later */

/* An amendment names who is trained again. Until the training log says so, each of them has a task, and acts that need the protocol's knowledge wait; what has
 * happened can be recorded all the same. */

#pragma once

#include "crf-session.h"
#include "crf-use-case.h"

G_BEGIN_DECLS

typedef struct
{
  char *login, *name;
  char *amendment; /* its number */
  char *version;   /* label, as the training log names it */
  char *since;     /* ISO date of its activation */
} CrfRetraining;

/* What is outstanding for @login (NULL: for everybody). */
GPtrArray  *crf_retraining_list (CrfSession *session, const char *login, GError **error);
/* NULL: @use_case may be done; else the refusal. */
CrfRefusal *crf_retraining_check (CrfSession *session, const CrfUseCase *use_case);
/* The same of somebody who is not signed in. */
CrfRefusal *crf_retraining_check_person (CrfSession *session, const char *login, const CrfUseCase *use_case);

G_END_DECLS
