/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Delegated tasks: what counts is what the principal investigator has signed. */

#pragma once

#include "crf-refusal.h"
#include "crf-session.h"

G_BEGIN_DECLS

/* Whether @login may do @task today. Until the principal investigator has signed a line of the delegation log, the role alone decides, so that who begins
 * the log stops nobody; from then on a task counts from a line that she has signed, from its first day to its last. NULL: fine; else "task-not-signed" or "task-not-delegated". @name: of the
 * person, for the sentence. */
CrfRefusal *crf_delegations_check (CrfSession *session, const char *login, const char *name, const char *task);
/* The same of a day gone by, as the log says it now. */
gboolean    crf_delegations_had (CrfSession *session, const char *login, const char *task, const char *day);
/* "Preparing the cells", translated; the task itself where it is unknown. */
const char *crf_delegations_task_label (const char *task);
/* CrfDelegationRecord: lines that wait for a signature. */
GPtrArray  *crf_delegations_unsigned (CrfSession *session, GError **error);

G_END_DECLS
